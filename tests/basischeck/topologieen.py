"""Runs of checks on software of more than one product, for the tests of topologies."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from simulator.basischeck.besturing import Referentie
from simulator.basischeck.control import verbind
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.plan import Keuze, Klok, Plan, Sturing, Sut
from simulator.basischeck.rapport import Rapport
from simulator.basischeck.reference.vth.klok import springt
from simulator.basischeck.runner import Runner
from simulator.basischeck.toestand import Toestand


def plan(sut: dict[str, Any], checks: list[str]) -> Plan:
    """A plan for VTH software that the basischeck drives."""
    vast = {"naam": "Software", "leverancier": "L", "versie": "1", "softwaretype": "vth"}
    return Plan(
        sut=Sut.model_validate({**vast, **sut}),
        checks=Keuze(alleen=checks),
        klok=Klok(begin="2026-03-02T08:00:00Z"),
        besturing=Sturing(wijze="referentie"),
        opnieuw=True,
    )


def draai(url: str, gegeven: Plan, maak: Callable[..., Any], *, tegelijk: bool = False) -> Rapport:
    """Run it. maak: makes the software, as ReferentieVth is made; tegelijk: all checks at once, in real time."""
    oins = [o.oin for o in gegeven.sut.organisaties if o.oin and o.rol != "ketenpartner"]

    async def doe(client: httpx.Client) -> Rapport:
        besturing = Referentie(lambda: maak(url, client, oins, wacht=springt(url, client)), virtueel=not tegelijk)
        try:
            async with verbind(url) as sim:
                return await Runner(gegeven, sim, besturing, UitPlan(), Toestand()).draai()
        finally:
            besturing.sluit()

    with httpx.Client(timeout=60, trust_env=False) as client:
        return asyncio.run(doe(client))
