"""Whether the simulator lives, and whether it can be used."""

from fastapi import APIRouter, Response
from sqlalchemy.exc import SQLAlchemyError

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier, WereldHier, json
from simulator.kernel.store import StoreDicht, Wereld

router = APIRouter()


@router.head("/_sim/health", include_in_schema=False)
@router.get("/_sim/health", **operatie("Leeft de simulator", "gezondheid", vormen.STAND))
async def health() -> Response:
    """It lives when it answers."""
    return json({"status": "UP"})


@router.head("/_sim/ready", include_in_schema=False)
@router.get("/_sim/ready", **operatie("Is de simulator te gebruiken", "gezondheid", vormen.STAND, fouten=(503,)))
async def ready(hier: Hier, wereld: WereldHier) -> Response:
    """It can be used when the store can be read."""
    try:
        await hier.leest(lambda: _lees(wereld))
    except (SQLAlchemyError, StoreDicht):
        raise Weigering(503, "De opslag van de simulator is niet te lezen.") from None
    return json({"status": "GEREED"})


def _lees(wereld: Wereld) -> None:
    with wereld.lees():
        pass
