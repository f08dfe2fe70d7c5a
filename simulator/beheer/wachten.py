"""Waiting for something to change without costing a thread: for long polls and streams."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from enum import Enum, auto
from functools import partial
from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer
from simulator.contract.lichaam import HALF
from simulator.kernel import clock

LEVENSTEKEN = 15.0
"""After so many silent seconds a stream says that it is still there, so that nothing between closes it."""
GROOTSTE = 2**31 - 1
_KIJK = 0.02
_NOG_DAAR = 0.5
_KOP = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}
Lezer = Callable[[int], Sequence[tuple[int, Mapping[str, Any]]]]
"""What came after a number, oldest first, each with its own number; blocking."""


class Kwam(Enum):
    """How waiting ended: something changed, time is up, or nobody is left to tell or to wait for."""

    IETS = auto()
    NIETS = auto()
    EINDE = auto()


async def wacht(
    request: Request,
    hier: Beheer,
    gezien: int,
    einde: float,
    weg: Callable[[], Awaitable[bool]] | None = None,
) -> Kwam:
    """Wait for a change since `gezien`, until `einde` on the stopwatch. weg: whether the caller went away."""
    store = hier.kern.store
    staat = request.scope.get("state", {})
    stopt = staat.get("stopt")
    begonnen = gevraagd = clock.stopwatch()
    while not store.dicht and (stopt is None or not stopt.is_set()):
        nu = clock.stopwatch()
        if nu >= einde:
            return Kwam.NIETS
        # Another process says nothing; then it is a matter of looking every so often.
        if store.wijzigingen != gezien or (store.kijktijd is not None and nu - begonnen >= store.kijktijd):
            return Kwam.IETS
        if staat.get(HALF):  # the caller closed its side: who does that waits no more
            return Kwam.EINDE
        if weg is not None and nu - gevraagd >= _NOG_DAAR:
            gevraagd = nu
            if await weg():
                return Kwam.EINDE
        try:
            await asyncio.sleep(min(_KIJK, einde - nu))
        except asyncio.CancelledError:
            if weg is None:
                raise  # a stream: the server, or whoever read it, is gone
            return Kwam.EINDE  # the server stops: who waits gets the answer now
    return Kwam.EINDE


def stroom(request: Request, hier: Beheer, lees: Lezer, na: int) -> Response:
    """Server-sent events: what came after a number, then whatever comes, until the reader or the simulator stops."""
    return StreamingResponse(_berichten(request, hier, lees, na), 200, _KOP, "text/event-stream; charset=utf-8")


async def _berichten(request: Request, hier: Beheer, lees: Lezer, na: int) -> AsyncIterator[bytes]:
    yield b"retry: 2000\n: de stroom is open\n\n"
    levensteken = clock.stopwatch() + LEVENSTEKEN
    while True:
        gezien = hier.kern.store.wijzigingen
        nieuw = await hier.leest(partial(lees, na))
        for nummer, inhoud in nieuw:
            yield b"id: %d\ndata: %s\n\n" % (nummer, orjson.dumps(inhoud))
        if nieuw:
            na = nieuw[-1][0]
            levensteken = clock.stopwatch() + LEVENSTEKEN
            continue
        kwam = await wacht(request, hier, gezien, levensteken)
        if kwam is Kwam.EINDE:
            return
        if kwam is Kwam.NIETS:
            yield b": nog daar\n\n"
            levensteken = clock.stopwatch() + LEVENSTEKEN


def vanaf(last_event_id: str, na: int) -> int:
    """Where a stream begins: after Last-Event-ID, else after `na`. Raises Weigering (400)."""
    gezien = last_event_id.strip()
    if gezien and not (gezien.isascii() and gezien.isdecimal() and len(gezien) <= 18):
        raise Weigering.velden(("Last-Event-ID", "geen nummer"))
    return min(int(gezien or na), GROOTSTE)
