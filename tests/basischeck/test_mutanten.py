"""Every check for plansoftware is proven twice: see mutantenproef."""

import pytest

from simulator.basischeck.model import PLAN, alle_checks
from simulator.basischeck.plan import REFERENTIE
from simulator.basischeck.reference.mutanten import MUTANTEN
from simulator.serve import Draaiend
from tests.basischeck.mutantenproef import draai, slaagt_overal, zakt_precies


@pytest.fixture(scope="module")
def sim():
    with Draaiend(klok="2026-03-02T08:00:00Z") as draaiend:
        yield draaiend.url


def test_the_reference_passes_every_check(sim):
    rapport = draai(REFERENTIE, sim)
    slaagt_overal(rapport, set(alle_checks(PLAN)))
    assert rapport.getoetst
    assert all(regel.startswith("getoetst: ") for regel in rapport.getoetst)


@pytest.mark.parametrize("naam", MUTANTEN)
def test_a_mutant_fails_exactly_what_it_lists(sim, naam):
    zakt_precies(draai(REFERENTIE, sim, naam), MUTANTEN[naam])


def test_every_check_is_caught_by_a_mutant():
    betrapt = set().union(*(mutant.fails | mutant.toont for mutant in MUTANTEN.values()))
    assert betrapt == set(alle_checks(PLAN))
