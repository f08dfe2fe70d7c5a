"""The proof of the checks: the reference passes them all, and every mutant is caught by exactly the checks it lists."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from simulator.basischeck.besturing import Referentie
from simulator.basischeck.control import verbind
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import Resultaat
from simulator.basischeck.plan import REFERENTIE
from simulator.basischeck.rapport import Rapport
from simulator.basischeck.reference.mutanten import MUTANTEN
from simulator.basischeck.reference.plansoftware import ReferentiePlansoftware
from simulator.basischeck.runner import Runner
from simulator.serve import Draaiend


@pytest.fixture(scope="module")
def sim() -> Iterator[str]:
    with Draaiend(klok="2026-03-02T08:00:00Z") as draaiend:
        yield draaiend.url


def basischeck(sim: str, klasse: type[ReferentiePlansoftware]) -> Rapport:
    """One whole run of the basischeck, in a fresh world."""

    async def draai(client: httpx.Client) -> Rapport:
        async with verbind(sim) as control:
            plan = REFERENTIE.model_copy(update={"opnieuw": True})
            besturing = Referentie(lambda: klasse(sim, client, naam="bewijs"))
            return await Runner(plan, control, besturing, UitPlan()).draai()

    with httpx.Client(timeout=60, trust_env=False) as client:
        return asyncio.run(draai(client))


def met(rapport: Rapport, resultaat: Resultaat) -> dict[str, str]:
    return {u.check.id: u.reden for u in rapport.uitslagen if u.bepaald is resultaat}


def test_reference_passes_every_check(sim: str) -> None:
    rapport = basischeck(sim, ReferentiePlansoftware)
    anders = {u.check.id: (str(u.bepaald), u.reden) for u in rapport.uitslagen if u.bepaald is not Resultaat.GESLAAGD}
    assert anders == {}
    assert rapport.simulatorfouten == []


@pytest.mark.parametrize("naam", MUTANTEN)
def test_mutant_is_caught_by_exactly_its_checks(sim: str, naam: str) -> None:
    gevonden = MUTANTEN[naam]
    rapport = basischeck(sim, gevonden.klasse)
    assert met(rapport, Resultaat.HARNASFOUT) == {}
    assert set(met(rapport, Resultaat.GEZAKT)) == gevonden.fails, met(rapport, Resultaat.GEZAKT)
    assert set(met(rapport, Resultaat.BEOORDELEN)) == gevonden.toont, met(rapport, Resultaat.BEOORDELEN)
