"""Any request that the served contract allows, and many that it does not, gets a documented answer."""

from collections.abc import Iterator

import pytest
import schemathesis

from simulator.ozon.api import presenteren
from tests.ozon import bouw
from tests.ozon.http import BASIS, app
from tests.schemaproef import bestook

VOORBEELDEN = 40


@pytest.fixture(scope="module")
def schema() -> Iterator[schemathesis.BaseSchema]:
    kern = bouw.kern()
    proef = bouw.Proef(kern)
    proef.publiceer()
    proef.publiceer(2, vanaf="2026-06-01")
    yield schemathesis.openapi.from_asgi(f"{BASIS}/openapi.json", app(proef))
    kern.stop()


@pytest.mark.parametrize(
    ("operatie", "soort"),
    [
        (naam, soort)
        for naam in sorted(presenteren.functies)
        for soort in schemathesis.GenerationMode
        # Without parameters nothing about a request can be wrong.
        if soort is schemathesis.GenerationMode.POSITIVE or presenteren.contract.met_id(naam).parameters
    ],
)
def test_every_answer_is_documented(
    schema: schemathesis.BaseSchema, operatie: str, soort: schemathesis.GenerationMode
) -> None:
    assert bestook(schema, operatie, soort, VOORBEELDEN)
