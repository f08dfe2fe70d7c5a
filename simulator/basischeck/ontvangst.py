"""Tell the simulator where the organisations of a plan are notified of verzoeken."""

from collections.abc import Mapping
from typing import Any

from simulator.basischeck.control import Sim
from simulator.basischeck.plan import Notificatieadres, Plan


def adressen(plan: Plan, eigen: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By OIN where notifications go, as the control API takes it.

    eigen: the addresses that the software opened itself, which go before those of the plan.
    """
    uit_plan = {
        organisatie.oin: _als_json(organisatie.ontvangst)
        for organisatie in plan.sut.organisaties
        if organisatie.oin is not None and organisatie.ontvangst is not None
    }
    return {**uit_plan, **{oin: dict(adres) for oin, adres in eigen.items()}}


def _als_json(adres: Notificatieadres) -> dict[str, Any]:
    velden = {naam: getattr(adres, naam) for naam in ("url", "gebruiker", "wachtwoord", "headers", "opties")}
    return {"adapter": adres.adapter, **{naam: waarde for naam, waarde in velden.items() if waarde}}


async def zet(sim: Sim, plan: Plan, eigen: Mapping[str, Mapping[str, Any]]) -> None:
    """Set every address; an organisation without one keeps what it has. Raises Simulatorfout for one refused."""
    for oin, adres in adressen(plan, eigen).items():
        await sim.zet_ontvangst(oin, adres)
