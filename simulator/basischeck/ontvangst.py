"""Tell the simulator where the organisations of a plan are notified of verzoeken."""

from collections.abc import Mapping
from typing import Any

from simulator.basischeck.control import Sim
from simulator.basischeck.plan import Plan


def adressen(plan: Plan, eigen: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By OIN where notifications go, as the control API takes it.

    eigen: the addresses that the software opened itself, which go before those of the plan.
    """
    uit_plan = {
        organisatie.oin: organisatie.ontvangst.model_dump(exclude_defaults=True)
        | {"adapter": organisatie.ontvangst.adapter}
        for organisatie in plan.sut.organisaties
        if organisatie.oin is not None and organisatie.ontvangst is not None
    }
    return {**uit_plan, **{oin: dict(adres) for oin, adres in eigen.items()}}


async def zet(sim: Sim, plan: Plan, eigen: Mapping[str, Mapping[str, Any]]) -> None:
    """Set every address; an organisation without one keeps what it has. Raises Simulatorfout for one refused."""
    for oin, adres in adressen(plan, eigen).items():
        await sim.zet_ontvangst(oin, adres)
