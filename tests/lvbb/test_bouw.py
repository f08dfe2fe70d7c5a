"""The good deliveries of the tests are good in the eyes of the official schemas and schematron."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from simulator.lvbb.levering import Levering
from tests.lvbb import bouw

GEGEVENS = bouw.Gegevens()
TWEEDE = bouw.Gegevens(versie=2)
PAKKETTEN = {
    "eerste besluit": bouw.bestanden_besluit(GEGEVENS),
    "ontwerp": bouw.bestanden_besluit(bouw.Gegevens(procedure="ontwerp")),
    "mutatie": bouw.bestanden_mutatie(TWEEDE),
    "intrekking": bouw.bestanden_intrekking(TWEEDE),
    "kennisgeving": bouw.bestanden_kennisgeving(GEGEVENS),
}


@pytest.fixture(scope="module")
def oordeel(shared: Path) -> ModuleType:
    """The official judge."""
    spec = importlib.util.spec_from_loader("oracle", None)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    module.__file__ = str(shared / "tools/oracle")
    exec((shared / "tools/oracle").read_text(encoding="utf-8"), module.__dict__)
    return module


@pytest.mark.shared
def test_the_good_deliveries_are_good(oordeel: ModuleType) -> None:
    rechter = oordeel.Oracle("1.3.0")
    for naam, bestanden in PAKKETTEN.items():
        xsd, codes = rechter.judge(bouw.zip_van(bestanden))
        assert set(xsd.values()) == {"ok"}, naam
        assert codes == {}, naam


def test_wijzig_changes_the_file_and_rereads_the_opdracht(goede_levering: Levering) -> None:
    anders = bouw.wijzig(goede_levering, "opdracht.xml", "levering-001", "levering-009")
    assert anders.opdracht.id_levering == "levering-009"
    assert goede_levering.opdracht.id_levering == "levering-001"
