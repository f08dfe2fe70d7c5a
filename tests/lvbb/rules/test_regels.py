"""Every rule: one thing changed in a good delivery, found at that place; nothing found in the good one."""

import pytest

from simulator.contract.rules import catalogus
from simulator.lvbb.rules.alle import REGELS
from simulator.lvbb.rules.kader import Bevinding
from simulator.lvbb.rules.oordeel import beoordeel, melding_tekst
from tests.lvbb.rules.gevallen import BASIS, Geval, goed
from tests.lvbb.rules.gevallen_inhoud import INHOUD
from tests.lvbb.rules.gevallen_pakket import PAKKET
from tests.lvbb.rules.gevallen_versies import VERSIES

ALLE = [*PAKKET, *INHOUD, *VERSIES]
VAST = {"bestand", "verwacht", "gekregen"}


def _toets(geval: Geval) -> list[Bevinding]:
    return list(REGELS[geval.code](geval.levering))


@pytest.mark.parametrize("geval", ALLE, ids=[f"{i}-{g.code}" for i, g in enumerate(ALLE)])
def test_one_change_is_found_at_its_place(geval: Geval) -> None:
    gevonden = _toets(geval)
    assert gevonden
    assert any(b.bestand == geval.bestand and geval.plaats in b.plaats for b in gevonden), gevonden
    velden = catalogus()[geval.code].velden
    for bevinding in gevonden:
        assert velden <= bevinding.waarden.keys() | VAST
        assert all(isinstance(waarde, str) for waarde in bevinding.waarden.values())


@pytest.mark.parametrize("geval", ALLE, ids=[f"{i}-{g.code}" for i, g in enumerate(ALLE)])
def test_the_good_delivery_does_not_break_the_rule(geval: Geval) -> None:
    assert list(REGELS[geval.code](goed(geval.basis))) == []


@pytest.mark.parametrize("basis", BASIS)
def test_a_good_delivery_is_valide(basis: str) -> None:
    oordeel = beoordeel(goed(basis))
    assert oordeel.bevindingen == ()
    assert oordeel.uitkomst == "valide"


def test_every_built_rule_of_the_lvbb_has_a_case() -> None:
    gebouwd = {rij.code for rij in catalogus().values() if rij.gebouwd and not rij.code.startswith(("STOP", "BHKV"))}
    assert gebouwd - {geval.code for geval in ALLE} == set()


def test_the_catalogue_and_the_functions_are_one_list() -> None:
    gebouwd = {rij.code for rij in catalogus().values() if rij.gebouwd}
    assert gebouwd == REGELS.keys()


def test_the_message_is_that_of_the_catalogue() -> None:
    geval = next(g for g in ALLE if g.code == "LVBB1010")
    bevinding = next(b for b in beoordeel(geval.levering).bevindingen if b.code == "LVBB1010")
    verwacht = (
        "De opdracht voldoet niet aan de technische eisen: Bestand: 'extra.xml' wel aanwezig in zip, niet aanwezig"
    )
    assert melding_tekst(bevinding) == f"{verwacht} in manifest.xml"
