"""Any call that the description of the control API allows, and many that it does not, gets a documented answer."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

from simulator import app
from simulator.beheer.gebeurtenissen import LANGST
from simulator.settings import Instellingen
from tests.beheer.inprocess import BEGIN
from tests.schemaproef import bestook

VOORBEELDEN = 5
ZONDER = [positive_data_acceptance, unsupported_method]
"""A schema cannot say which names there are; what a path answers to other methods test_fouten shows."""
EINDELOOS = ("getJournaalStroom", "getGebeurtenissenStroom")


def _gevallen() -> list[tuple[str, schemathesis.GenerationMode]]:
    """Every operation; what is not allowed only where there is something that a schema can forbid."""
    sim = app.maak(Instellingen(klok=BEGIN, snelheid=0))
    sim.kern.start()
    try:
        schema = schemathesis.openapi.from_asgi("/_sim/openapi.json", sim.app)
        gevonden = {raw["operationId"]: raw for raw in (d.ok().definition.raw for d in schema.get_all_operations())}
    finally:
        sim.kern.stop()
    fout = {id_ for id_, raw in gevonden.items() if "requestBody" in raw or _kan_fout(raw.get("parameters", []))}
    goed, mis = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
    return [
        (id_, soort)
        for id_ in sorted(gevonden)
        if id_ not in EINDELOOS
        for soort in (goed, mis)
        if soort is goed or id_ in fout
    ]


def _kan_fout(parameters: list[dict[str, Any]]) -> bool:
    """Whether one of them is more than any text."""
    return any(p["schema"].get("type") != "string" for p in parameters if p["in"] == "query")


@pytest.fixture(scope="module")
def schema() -> Iterator[schemathesis.BaseSchema]:
    sim = app.maak(Instellingen(klok=BEGIN, snelheid=0))
    sim.kern.start()
    yield schemathesis.openapi.from_asgi("/_sim/openapi.json", sim.app)
    sim.kern.stop()


def _kort(case: schemathesis.Case) -> None:
    """Nobody waits for what may not come; a wait that is no good stays so."""
    gevraagd = (case.query or {}).get("wacht")
    if isinstance(gevraagd, int | float) and 0 <= gevraagd <= LANGST:
        case.query["wacht"] = 0


@pytest.mark.parametrize(("operatie", "soort"), _gevallen())
def test_elk_antwoord_is_beschreven(
    schema: schemathesis.BaseSchema, operatie: str, soort: schemathesis.GenerationMode
) -> None:
    assert bestook(schema, operatie, soort, VOORBEELDEN, pas_aan=_kort, zonder=ZONDER)
