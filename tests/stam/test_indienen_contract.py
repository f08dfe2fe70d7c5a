"""Whatever is sent to Verzoek indienen gets an answer that its contract has."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

from simulator.edge.edge import Edge
from simulator.stam.indienen_api import indienen_v4, indienen_v5
from tests.schemaproef import bestook
from tests.stam.loketproef import Proef

VOORBEELDEN = 15


async def _niets(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError(f"not for STAM: {scope['path']}")


@pytest.fixture(scope="module")
def edge() -> Iterator[Edge]:
    proef = Proef.nieuw()
    yield Edge(proef.kern, [indienen_v5], _niets)
    proef.kern.stop()


@pytest.mark.parametrize(
    ("operatie", "soort"),
    [
        (naam, soort)
        for naam in sorted(indienen_v5.functies)
        for soort in schemathesis.GenerationMode
        # Where there is but a path, nothing about a request can be wrong.
        if soort is schemathesis.GenerationMode.POSITIVE or indienen_v5.contract.met_id(naam).neemt
    ],
)
def test_every_answer_is_documented(edge: Edge, operatie: str, soort: schemathesis.GenerationMode) -> None:
    schema = schemathesis.openapi.from_asgi(f"{indienen_v5.contract.basis}/openapi.json", edge)
    # A message can be as the schema says and still be no verzoek: an activiteit that nobody can apply for.
    assert bestook(schema, operatie, soort, VOORBEELDEN, zonder=[positive_data_acceptance])


def test_the_versions_differ_in_address_and_marks_only() -> None:
    """What is known of v4 are its base path and the steps; the paths of v5 are known from a client."""
    vier, vijf = (dict(koppelvlak.contract.document) for koppelvlak in (indienen_v4, indienen_v5))
    assert vier["components"] == vijf["components"]
    assert {pad: set(rijen) for pad, rijen in vier["paths"].items()} == {
        pad: set(rijen) for pad, rijen in vijf["paths"].items()
    }
    assert set(indienen_v4.functies) == set(indienen_v5.functies) == {o.id for o in indienen_v5.contract.operaties}
    assert {o.merk for o in indienen_v4.contract.operaties} == {"inferred"}
    assert indienen_v5.contract.met_id("initieerIndiening").merk == "client"
