"""How every check is proven twice: the reference passes it, and each mutant fails exactly what it lists."""

import asyncio
from typing import Any

import httpx

from simulator.basischeck.cli import besturing_van
from simulator.basischeck.control import verbind
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import Resultaat, alle_checks
from simulator.basischeck.plan import Plan
from simulator.basischeck.rapport import Code, Rapport
from simulator.basischeck.runner import Runner
from simulator.basischeck.toestand import Toestand


def draai(plan: Plan, url: str, mutant: str = "") -> Rapport:
    """Run every check of a plan against the bundled software, or a mutant of it."""
    plan = plan.model_copy(update={"opnieuw": True})
    stand = Toestand(mutant=mutant)

    async def doe(client: httpx.Client) -> Rapport:
        with besturing_van(plan, url, stand, client, lambda _: None) as besturing:
            async with verbind(url) as sim:
                return await Runner(plan, sim, besturing, UitPlan(), stand).draai()

    with httpx.Client(timeout=60, trust_env=False) as client:
        return asyncio.run(doe(client))


def plan_voor(plan: Plan, mutant: Any, zwaar: set[str]) -> Plan:
    """The plan without these checks, which take the most time, but for those that the mutant lists.

    Each is left out only where the mutants are about something else altogether; the others prove it.
    """
    over = [id_ for id_ in alle_checks(plan.sut.softwaretype) if id_ not in zwaar or id_ in mutant.fails | mutant.toont]
    return plan.model_copy(update={"checks": plan.checks.model_copy(update={"alleen": over})})


def slaagt_overal(rapport: Rapport, checks: set[str]) -> None:
    """These checks ran, and all passed."""
    afwijkend = {u.check.id: (u.resultaat, u.reden) for u in rapport.uitslagen if u.resultaat is not Resultaat.GESLAAGD}
    assert afwijkend == {}
    assert {u.check.id for u in rapport.uitslagen} == checks
    assert (rapport.hard, rapport.indicatief, rapport.code) == (0, 0, Code.GOED)


def zakt_precies(rapport: Rapport, mutant: Any) -> None:
    """The checks that a mutant lists failed or ask to be judged, and no other; every finding says what to do."""
    redenen = {u.check.id: (str(u.resultaat), u.reden) for u in rapport.uitslagen if u.resultaat != "geslaagd"}
    assert _met(rapport, Resultaat.GEZAKT) == mutant.fails, redenen
    assert _met(rapport, Resultaat.BEOORDELEN) == mutant.toont, redenen
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


def _met(rapport: Rapport, resultaat: Resultaat) -> set[str]:
    return {u.check.id for u in rapport.uitslagen if u.resultaat is resultaat}
