"""Every check for VTH systems is proven twice: see mutantenproef. Here the mutants that handle a verzoek otherwise."""

import pytest

from simulator.basischeck.model import VTH, alle_checks
from simulator.basischeck.plan import REFERENTIE_VTH
from simulator.basischeck.reference.vth.mutanten import MUTANTEN, verwerking
from simulator.serve import Draaiend
from tests.basischeck.mutantenproef import draai, plan_voor, slaagt_overal, zakt_precies

ZWAAR = {"STAM-20", "STAM-25"}
"""Searching what was missed, and patience: the subject of the other mutants."""


@pytest.fixture(scope="module")
def sim():
    with Draaiend(klok="2026-03-02T08:00:00Z", smtp_port=0) as draaiend:
        yield draaiend.url


def test_the_reference_passes_every_check(sim):
    rapport = draai(REFERENTIE_VTH, sim)
    slaagt_overal(rapport, set(alle_checks(VTH)))
    assert not [notitie for uitslag in rapport.uitslagen for notitie in uitslag.notities if "Niet bekeken" in notitie]


@pytest.mark.parametrize("naam", [naam for naam, m in MUTANTEN.items() if m.klasse.__module__ == verwerking.__name__])
def test_a_mutant_fails_exactly_what_it_lists(sim, naam):
    zakt_precies(draai(plan_voor(REFERENTIE_VTH, MUTANTEN[naam], ZWAAR), sim, naam), MUTANTEN[naam])


def test_every_check_is_caught_by_a_mutant():
    betrapt = set().union(*(mutant.fails | mutant.toont for mutant in MUTANTEN.values()))
    assert betrapt == set(alle_checks(VTH))
