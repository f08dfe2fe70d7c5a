"""One request under way: what is known of it, and its bodies as they pass, on the way in and out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from simulator.contract import errors
from simulator.contract.call import Answer, Spoor, Stroom
from simulator.contract.router import Koppelvlak
from simulator.edge.blik import Blik
from simulator.edge.herkomst import Eigen
from simulator.edge.storingen import Storing
from simulator.kernel.journal import BEGIN_VAN_BLOB, INLINE
from simulator.stelsel.certificaten import Certificaat

Scope = MutableMapping[str, Any]
Bericht = MutableMapping[str, Any]
Ontvang = Callable[[], Awaitable[Bericht]]
Zend = Callable[[Bericht], Awaitable[None]]
_T = TypeVar("_T")
_OOIT = datetime(1970, 1, 1, tzinfo=UTC)
_LEZEND = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that are safe (RFC 9110, 9.2.1): what they do is nothing that a caller must find in the journal."""


@dataclass
class Uitwisseling:
    """One request under way. `pad` is as it was sent; in the scope stands the real path, without an omgeving before it.

    `verzoek` and `antwoord` hold as much of the bodies as the journal keeps. stroomt: the answer is made while it is
    sent, so only its begin is kept.
    """

    scope: Scope
    spoor: Spoor
    koppelvlakken: Mapping[str, Koppelvlak]
    publieke_url: str | None
    oin_koppen: tuple[str, ...]
    blik: Blik
    eigen: Eigen
    pad: str = ""
    certificaat: Certificaat | None = None
    koppelvlak: Koppelvlak | None = None
    op: datetime = _OOIT
    aan: list[Storing] = field(default_factory=list)
    streng: bool = False
    verzoek: bytearray = field(default_factory=bytearray)
    verzoek_grootte: int = 0
    antwoord: bytearray = field(default_factory=bytearray)
    antwoord_grootte: int = 0
    stroomt: bool = False
    antwoord_kop: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0
    in_journaal: bool = False
    genoteerd: bool = False
    begonnen: float = 0.0

    async def in_draad(self, functie: Callable[..., _T], *waarden: Any) -> _T:
        """Call what blocks in a thread of this omgeving."""
        return await self.spoor.draden.doe(self.spoor.wereld.omgeving, functie, *waarden)

    @property
    def wijzigt(self) -> bool:
        """Whether it may change something."""
        return self.scope["method"] not in _LEZEND

    def kop(self, naam: str) -> str:
        """A request header, or ""; ASGI has their names in lower case."""
        gezocht = naam.encode()
        for n, w in self.scope["headers"]:
            if n == gezocht:
                return str(w, "latin-1")
        return ""


def meelezend(u: Uitwisseling, receive: Ontvang) -> Ontvang:
    """As `receive`, which keeps what the journal has of the body."""

    async def lees() -> Bericht:
        bericht = await receive()
        if bericht["type"] == "http.request":
            deel = bericht.get("body", b"")
            u.verzoek_grootte += len(deel)
            u.verzoek += deel[: max(0, INLINE - len(u.verzoek))]
        return bericht

    return lees


def meeschrijvend(u: Uitwisseling, send: Zend, klaar: Callable[[], Awaitable[None]]) -> Zend:
    """As `send`, which keeps what the journal has of the answer.

    klaar: called before the last part goes; of a call that may change something the head waits for it too.
    """
    hoofd: list[Bericht] = []

    async def zend(bericht: Bericht) -> None:
        if bericht["type"] == "http.response.start":
            u.status = bericht["status"]
            u.antwoord_kop = [(n.decode("latin-1"), w.decode("latin-1")) for n, w in bericht["headers"]]
            if u.scope["method"] == "HEAD":  # as a GET, and it ends here
                await klaar()
                await send(bericht)
                bericht = {"type": "http.response.body", "body": b""}
            elif u.wijzigt:
                hoofd.append(bericht)
                return
        elif u.scope["method"] == "HEAD":
            return
        elif bericht["type"] == "http.response.body":
            deel = bericht.get("body", b"")
            u.antwoord_grootte += len(deel)
            if u.stroomt:
                u.antwoord += deel[: max(0, BEGIN_VAN_BLOB - len(u.antwoord))]
            elif u.koppelvlak is not None or u.in_journaal:  # of the pages and /_sim the journal keeps nothing
                u.antwoord += deel
            if not bericht.get("more_body"):
                await klaar()
        while hoofd:
            await send(hoofd.pop())
        await send(bericht)

    return zend


async def stuur(antwoord: Answer, send: Zend) -> None:
    """Send an answer that is there."""
    await begin_antwoord(antwoord, len(antwoord.inhoud), send)
    await send({"type": "http.response.body", "body": antwoord.inhoud})


async def stuur_stroom(u: Uitwisseling, antwoord: Answer, stroom: Stroom, receive: Ontvang, send: Zend) -> None:
    """Send a body chunk by chunk, each made in a thread. Raises Afgebroken when the caller goes away meanwhile."""
    over = stroom.einde - stroom.begin
    brokken = stroom.lees(stroom.begin, stroom.einde)
    weg = asyncio.ensure_future(_gaat_weg(receive))
    try:
        await begin_antwoord(antwoord, over, send)
        while True:
            brok = await u.in_draad(next, brokken) if over > 0 else b""
            over -= len(brok)
            if weg.done():
                raise errors.Afgebroken
            await send({"type": "http.response.body", "body": brok, "more_body": over > 0})
            if over <= 0:
                return
    finally:  # without waiting: who has the whole answer finds it in the journal
        brokken.close()
        weg.cancel()


async def _gaat_weg(receive: Ontvang) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def begin_antwoord(antwoord: Answer, grootte: int, send: Zend) -> None:
    """Send the head of an answer with a body of `grootte` bytes."""
    kop = [(b"content-type", antwoord.media.encode())] if antwoord.media else []
    kop += [(naam.lower().encode("latin-1"), waarde.encode("latin-1")) for naam, waarde in antwoord.kop.items()]
    if antwoord.status != 204:
        kop.append((b"content-length", str(grootte).encode()))
    await send({"type": "http.response.start", "status": antwoord.status, "headers": kop})
