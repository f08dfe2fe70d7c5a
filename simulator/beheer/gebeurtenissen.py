"""Domain events: as a list, with a long poll that costs no thread while it waits, and as a stream."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response

from simulator.beheer import vormen, wachten
from simulator.beheer.beschrijving import operatie
from simulator.beheer.hier import Hier, WereldHier, json
from simulator.beheer.wachten import GROOTSTE, Kwam
from simulator.kernel import clock, events
from simulator.kernel.events import Gebeurtenis

router = APIRouter()
LANGST = 25
_IN_DE_STROOM = 500


@router.get(
    "/_sim/gebeurtenissen",
    **operatie(
        "Wat er gebeurde, het oudste eerst",
        "gebeurtenissen",
        vormen.GEBEURTENISSEN,
        fouten=(400,),
        uitleg="Met wacht komt het antwoord zodra er iets is, of na zo veel seconden.",
    ),
)
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
        if gevonden or await wachten.wacht(request, hier, gezien, einde, request.is_disconnected) is not Kwam.IETS:
            break
    return json({"gebeurtenissen": [als_json(g) for g in gevonden], "laatste": laatste})


@router.get(
    "/_sim/gebeurtenissen/stroom",
    **operatie(
        "Wat er gebeurt, als stroom",
        "gebeurtenissen",
        vormen.STROOM,
        media="text/event-stream",
        fouten=(400,),
        uitleg="Zonder Last-Event-ID en zonder na begint de stroom bij wat er van nu af aan gebeurt.",
    ),
)
async def stroom(
    request: Request,
    hier: Hier,
    wereld: WereldHier,
    na: Annotated[int | None, Query(ge=0)] = None,
    soort: Annotated[str, Query(max_length=100)] = "",
    last_event_id: Annotated[str, Header(max_length=40)] = "",
) -> Response:
    """Every event after a number as a server-sent event."""
    store = hier.kern.store
    begin = na if na is not None else await hier.leest(lambda: events.laatste(store, wereld.omgeving))

    def volgende(vanaf: int) -> list[tuple[int, dict[str, Any]]]:
        gevonden = events.lees(store, wereld.omgeving, na=vanaf, aantal=_IN_DE_STROOM, soort=soort)
        return [(g.nummer, als_json(g)) for g in gevonden]

    return wachten.stroom(request, hier, volgende, wachten.vanaf(last_event_id, begin))


def als_json(gebeurtenis: Gebeurtenis) -> dict[str, Any]:
    """An event as the control API shows it."""
    op = clock.iso(gebeurtenis.op)
    return {"nummer": gebeurtenis.nummer, "op": op, "soort": gebeurtenis.soort, "gegevens": gebeurtenis.gegevens}
