"""Every check for VTH systems is proven twice: the reference passes it, and each mutant fails exactly what it lists."""

import asyncio

import httpx
import pytest

from simulator.basischeck.cli import besturing_van
from simulator.basischeck.control import verbind
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import VTH, Resultaat, alle_checks
from simulator.basischeck.plan import REFERENTIE_VTH
from simulator.basischeck.rapport import Code
from simulator.basischeck.reference.vth.mutanten import MUTANTEN
from simulator.basischeck.runner import Runner
from simulator.basischeck.toestand import Toestand
from simulator.serve import Draaiend


@pytest.fixture(scope="module")
def sim():
    with Draaiend(klok="2026-03-02T08:00:00Z", smtp_port=0) as draaiend:
        yield draaiend.url


def draai(url, mutant=""):
    plan = REFERENTIE_VTH.model_copy(update={"opnieuw": True})
    stand = Toestand(mutant=mutant)

    async def doe(client):
        with besturing_van(plan, url, stand, client, lambda _: None) as besturing:
            async with verbind(url) as sim:
                return await Runner(plan, sim, besturing, UitPlan(), stand).draai()

    with httpx.Client(timeout=60, trust_env=False) as client:
        return asyncio.run(doe(client))


def met(rapport, resultaat):
    return {u.check.id for u in rapport.uitslagen if u.resultaat is resultaat}


def test_the_reference_passes_every_check(sim):
    rapport = draai(sim)
    afwijkend = {u.check.id: (u.resultaat, u.reden) for u in rapport.uitslagen if u.resultaat is not Resultaat.GESLAAGD}
    assert afwijkend == {}
    assert {u.check.id for u in rapport.uitslagen} == set(alle_checks(VTH))
    assert (rapport.hard, rapport.indicatief, rapport.code) == (0, 0, Code.GOED)
    assert not [notitie for uitslag in rapport.uitslagen for notitie in uitslag.notities if "Niet bekeken" in notitie]


@pytest.mark.parametrize("naam", MUTANTEN)
def test_a_mutant_fails_exactly_what_it_lists(sim, naam):
    mutant = MUTANTEN[naam]
    rapport = draai(sim, naam)
    redenen = {u.check.id: (str(u.resultaat), u.reden) for u in rapport.uitslagen if u.resultaat != "geslaagd"}
    assert met(rapport, Resultaat.GEZAKT) == mutant.fails, redenen
    assert met(rapport, Resultaat.BEOORDELEN) == mutant.toont, redenen
    rest = {u.resultaat for u in rapport.uitslagen if u.check.id not in mutant.fails | mutant.toont}
    assert rest <= {Resultaat.GESLAAGD, Resultaat.GEBLOKKEERD}, redenen
    assert not rapport.simulatorfouten
    for uitslag in rapport.uitslagen:
        for bevinding in uitslag.bevindingen:
            if bevinding.resultaat is not Resultaat.GESLAAGD:
                assert bevinding.verwacht
                assert bevinding.gekregen
                assert bevinding.doe
        if uitslag.geblokkeerd_door:
            assert uitslag.geblokkeerd_door in mutant.fails


def test_every_check_is_caught_by_a_mutant():
    betrapt = set().union(*(mutant.fails | mutant.toont for mutant in MUTANTEN.values()))
    assert betrapt == set(alle_checks(VTH))
