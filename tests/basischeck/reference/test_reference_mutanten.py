"""The registry of mutants."""

import pytest

from simulator.basischeck.reference.mutanten import MUTANTEN, mutant
from simulator.basischeck.reference.plansoftware import ReferentiePlansoftware

CHECKS = {"LVBB-01", "LVBB-02", "LVBB-03", "LVBB-04", "LVBB-05", "LVBB-07", "LVBB-14", "LVBB-21", "OZON-10"}


def test_every_check_has_a_mutant_that_fails_it() -> None:
    assert set().union(*(m.fails for m in MUTANTEN.values())) == CHECKS


@pytest.mark.parametrize("naam", MUTANTEN)
def test_mutant_replaces_one_behaviour(naam: str) -> None:
    gevonden = MUTANTEN[naam]
    assert issubclass(gevonden.klasse, ReferentiePlansoftware)
    assert getattr(gevonden.klasse, gevonden.gedrag) is not getattr(ReferentiePlansoftware, gevonden.gedrag)
    assert gevonden.uitleg.endswith(".")
    assert not gevonden.fails & gevonden.toont


def test_mutant_of_two_behaviours_is_refused() -> None:
    class Teveel(ReferentiePlansoftware):
        def _zoekpad(self, identificatie: str) -> str:
            return ""

        def _aanleveraar(self, soort: str) -> str:
            return ""

    with pytest.raises(ValueError, match="precies één gedrag"):
        mutant(of=ReferentiePlansoftware, fails={"LVBB-01"})(Teveel)


def test_mutant_that_nothing_catches_is_refused() -> None:
    class Onbetrapt(ReferentiePlansoftware):
        def _zoekpad(self, identificatie: str) -> str:
            return ""

    with pytest.raises(ValueError, match="noemt geen check"):
        mutant(of=ReferentiePlansoftware)(Onbetrapt)
