"""Domain events, with a long poll that costs no thread while it waits."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from simulator.beheer.hier import Beheer, Hier, WereldHier, json
from simulator.kernel import clock, events
from simulator.kernel.events import Gebeurtenis

router = APIRouter()
LANGST = 25
GROOTSTE = 2**31 - 1
_KIJK = 0.02
_NOG_DAAR = 0.5


@router.get("/_sim/gebeurtenissen")
async def lees(
    request: Request,
    hier: Hier,
    wereld: WereldHier,
    na: Annotated[int, Query(ge=0)] = 0,
    soort: Annotated[str, Query(max_length=100)] = "",
    aantal: Annotated[int, Query(ge=1, le=5000)] = 1000,
    wacht: Annotated[float, Query(ge=0, le=LANGST, allow_inf_nan=False)] = 0,
) -> Response:
    """Events after a number, oldest first; with `wacht` the answer waits so many seconds for the first."""
    na = min(na, GROOTSTE)

    def zoek() -> tuple[list[Gebeurtenis], int]:
        # The last number first: what comes in between is in the list and makes it newer, never older.
        laatste = events.laatste(hier.kern.store, wereld.omgeving)
        gevonden = events.lees(hier.kern.store, wereld.omgeving, na=na, aantal=aantal, soort=soort)
        return gevonden, max([laatste, *(g.nummer for g in gevonden)])

    einde = clock.stopwatch() + wacht
    while True:
        gezien = hier.kern.store.wijzigingen
        gevonden, laatste = await hier.leest(zoek)
        if gevonden or not await _er_kwam_iets(request, hier, gezien, einde):
            break
    regels = [{"nummer": g.nummer, "op": clock.iso(g.op), "soort": g.soort, "gegevens": g.gegevens} for g in gevonden]
    return json({"gebeurtenissen": regels, "laatste": laatste})


async def _er_kwam_iets(request: Request, hier: Beheer, gezien: int, einde: float) -> bool:
    """Wait for a change since `gezien`; False when time is up, the store is closed or the caller went away."""
    store = hier.kern.store
    begonnen = gevraagd = clock.stopwatch()
    while not store.dicht and (nu := clock.stopwatch()) < einde:
        # Another process says nothing; then it is a matter of looking every so often.
        if store.wijzigingen != gezien or (store.kijktijd is not None and nu - begonnen >= store.kijktijd):
            return True
        if nu - gevraagd >= _NOG_DAAR:
            gevraagd = nu
            if await request.is_disconnected():
                return False
        try:
            await asyncio.sleep(min(_KIJK, einde - nu))
        except asyncio.CancelledError:
            return False  # the server stops: who waits gets the answer now
    return False
