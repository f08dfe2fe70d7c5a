"""Whether the simulator lives, and whether it can be used."""

from fastapi import APIRouter, Response
from sqlalchemy.exc import SQLAlchemyError

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, WereldHier, json
from simulator.kernel.opslag import Gebrek
from simulator.kernel.store import StoreDicht, Wereld

router = APIRouter()


@router.head("/_sim/health", include_in_schema=False)
@router.get("/_sim/health", **operatie("Leeft de simulator", "gezondheid", vormen.STAND))
async def health() -> Response:
    """It lives when it answers."""
    return json({"status": "UP"})


@router.head("/_sim/ready", include_in_schema=False)
@router.get("/_sim/ready", **operatie("Is de simulator te gebruiken", "gezondheid", vormen.GEREED, fouten=(503,)))
async def ready(hier: Hier, wereld: WereldHier) -> Response:
    """It can be used when the store can be read, and nothing says that it cannot be written."""
    try:
        gebrek = await hier.leest(lambda: _gebrek(hier, wereld))
    except (SQLAlchemyError, StoreDicht):
        raise Weigering(503, "De opslag van de simulator is niet te lezen.") from None
    journaal = hier.kern.journaal
    if gebrek is not None:
        wacht = f"{journaal.wachtend} regel(s) van het journaal wachten, {journaal.verloren} gingen verloren."
        raise Weigering(503, f"{gebrek.reden} {wacht}")
    return json({"status": "GEREED", "journaalVerloren": journaal.verloren})


def _gebrek(hier: Beheer, wereld: Wereld) -> Gebrek | None:
    try:
        with wereld.lees():
            pass
    except SQLAlchemyError as fout:
        gebrek = hier.kern.store.opslag.meld(fout)
        if gebrek is None:
            raise
        return gebrek
    return hier.kern.proef_opslag()
