"""Every check for VTH systems is proven twice: see mutantenproef. Here the mutants that deal with the DSO otherwise.

Apart from the others, so that two cores share the work.
"""

import pytest

from simulator.basischeck.plan import REFERENTIE_VTH
from simulator.basischeck.reference.vth.mutanten import MUTANTEN, verwerking
from simulator.serve import Draaiend
from tests.basischeck.mutantenproef import draai, plan_voor, zakt_precies

ZWAAR = {"STAM-05"}
"""Documents up to 80 MB: the subject of the other mutants."""


@pytest.fixture(scope="module")
def sim():
    with Draaiend(klok="2026-03-02T08:00:00Z", smtp_port=0) as draaiend:
        yield draaiend.url


@pytest.mark.parametrize("naam", [naam for naam, m in MUTANTEN.items() if m.klasse.__module__ != verwerking.__name__])
def test_a_mutant_fails_exactly_what_it_lists(sim, naam):
    zakt_precies(draai(plan_voor(REFERENTIE_VTH, MUTANTEN[naam], ZWAAR), sim, naam), MUTANTEN[naam])
