"""A receiver of verzoeken in a process of its own: takes notifications of several organisations and fetches the rest.

It works as real ones should, on a bad day: what it accepted it keeps through a crash, a double it recognises, what did
not come it searches. What goes wrong is drawn from a seed: some notifications get a 503, at some it hangs up, after or
before it took them in.
"""

import asyncio
import random
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import orjson

from bench.http import Verbinding, Verbroken, lees_verzoek

AFHANDELEN = "/overheid/verzoeken/api/afhandelen/v2"
WERKERS = 6
_NUMMER = re.compile(rb"<(?:\w+:)?verzoeknummer>(\d{13})<")
_VOLG = re.compile(rb"<(?:\w+:)?volgnummer>(\d{3})<")
MIS = ("503", "opgehangen", "aangenomen en opgehangen")
"""What this receiver does wrong, as it counts it."""
Sleutel = tuple[str, str, str]
"""(OIN, verzoeknummer, volgnummer)"""


@dataclass
class Ontvanger:
    """zaken: what was taken in completely, and how often that had an effect."""

    sims: list[str]
    toeval: random.Random
    vlak: list[list[float]]
    gezien: set[Sleutel] = field(default_factory=set)
    zaken: Counter[Sleutel] = field(default_factory=Counter)
    mis: list[str] = field(default_factory=list)
    teller: Counter[str] = field(default_factory=Counter)
    rij: "asyncio.Queue[Sleutel]" = field(default_factory=asyncio.Queue)
    bezig: int = 0
    server: asyncio.Server | None = None
    open: set[asyncio.StreamWriter] = field(default_factory=set)
    poort: int = 0

    async def leef(self) -> None:
        """Begin to listen, on the same port as before."""
        self.server = await asyncio.start_server(self._verbinding, "127.0.0.1", self.poort)
        self.poort = self.server.sockets[0].getsockname()[1]

    async def sterf(self) -> None:
        """Fall away: nobody listens, open connections break."""
        assert self.server is not None
        self.server.close()
        for schrijver in list(self.open):
            schrijver.transport.abort()
        await self.server.wait_closed()

    async def _verbinding(self, lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter) -> None:
        self.open.add(schrijver)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not schrijver.is_closing():
                pad, inhoud = await lees_verzoek(lezer)
                if not self._neem_aan(pad.strip("/"), inhoud, schrijver):
                    break
        self.open.discard(schrijver)
        schrijver.close()

    def _neem_aan(self, oin: str, inhoud: bytes, schrijver: asyncio.StreamWriter) -> bool:
        """Take a notification; False hangs up."""
        lot = self.toeval.random()
        if lot < 0.01:
            self.teller["503"] += 1
            schrijver.write(b"HTTP/1.1 503 Bezet\r\nContent-Length: 0\r\n\r\n")
            return True
        if lot < 0.015:
            self.teller["opgehangen"] += 1
            return False
        nummer, volg = _NUMMER.search(inhoud), _VOLG.search(inhoud)
        assert nummer is not None
        assert volg is not None
        self.neem(oin, nummer[1].decode(), volg[1].decode())
        if lot < 0.02:
            self.teller["aangenomen en opgehangen"] += 1
            return False
        schrijver.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        return True

    def neem(self, oin: str, nummer: str, volg: str) -> None:
        """Take in what is new; a double has no effect."""
        sleutel = (oin, nummer, volg)
        if sleutel in self.gezien:
            self.teller["dubbel"] += 1
            return
        self.gezien.add(sleutel)
        self.rij.put_nowait(sleutel)

    async def werk(self, plek: int) -> None:
        """Fetch what was taken in, one after another; what fails is tried again later."""
        verbinding = Verbinding(self.sims[plek % len(self.sims)])
        while True:
            sleutel = await self.rij.get()
            self.bezig += 1
            try:
                await self._haal(verbinding, sleutel)
                self.zaken[sleutel] += 1
            except (Verbroken, RuntimeError) as fout:
                self.teller[f"opnieuw: {fout}" if isinstance(fout, RuntimeError) else "opnieuw: verbroken"] += 1
                self._wissel(verbinding)
                self.rij.put_nowait(sleutel)
                await asyncio.sleep(0.01)
            finally:
                self.bezig -= 1

    def _wissel(self, verbinding: Verbinding) -> None:
        """Go to another simulator, as a load balancer would."""
        verbinding.url = self.sims[(self.sims.index(verbinding.url) + 1) % len(self.sims)]

    async def _haal(self, verbinding: Verbinding, sleutel: Sleutel) -> None:
        """Referenties, message, PDF and documents. Raises Verbroken, RuntimeError for a status."""
        oin, nummer, volg = sleutel
        kop = f"OIN: {oin}\r\n"
        basis = f"{AFHANDELEN}/verzoeken/{nummer}"
        referenties = orjson.loads(await _goed(verbinding, f"{basis}?volgnummer={volg}", kop))
        xml = await _goed(verbinding, f"{basis}/samenvatting?volgnummer={volg}", kop)
        pdf = await _goed(verbinding, f"{basis}/publiceerbaar?volgnummer={volg}", kop)
        if nummer.encode() not in xml or not pdf.startswith(b"%PDF-"):
            self.mis.append(f"{nummer}: het bericht of de pdf is niet goed")
        for link in referenties["_links"]["documenten"]:
            inhoud = await _goed(verbinding, f"{basis}/documenten/{link['documentId']}", kop)
            if len(inhoud) != link["grootte"]:
                self.mis.append(f"{nummer}: document {link['documentId']} heeft {len(inhoud)} bytes")

    async def herstel(self, oin: str) -> None:
        """Find by searching what never came (docs/bronnen.md#stam-ophalen)."""
        verbinding = Verbinding(self.sims[0])
        vraag = orjson.dumps({"geometrie": {"type": "Polygon", "coordinates": [self.vlak]}})
        bladzijde, bladzijden = 1, 1
        while bladzijde <= bladzijden:
            pad = f"{AFHANDELEN}/verzoeken/_zoek?page={bladzijde}&size=50"
            inhoud = orjson.loads(await _goed(verbinding, pad, f"OIN: {oin}\r\n", "POST", vraag))
            bladzijden = inhoud["page"]["totalPages"]
            for rij in inhoud["_embedded"]["verzoeken"]:
                gericht = {rij["bevoegdGezag"]["oin"], (rij["behandeldienst"] or {}).get("oin")}
                for naar in gericht - {None}:
                    if (naar, rij["verzoeknummer"], rij["volgnummer"]) not in self.gezien:
                        self.teller["gemist en gevonden"] += 1
                        self.neem(naar, rij["verzoeknummer"], rij["volgnummer"])
            bladzijde += 1
        await verbinding.sluit()


async def _goed(verbinding: Verbinding, pad: str, kop: str, methode: str = "GET", inhoud: bytes = b"") -> bytes:
    status, antwoord = await verbinding.vraag(methode, pad, inhoud, kop)
    if status != 200:
        raise RuntimeError(f"status {status}")
    return antwoord


def draai(lijn: Connection, sims: list[str], vlak: list[list[float]], zaad: int) -> None:
    """The process: obeys what comes over the line (sterf, leef, herstel OIN, stand, einde)."""
    asyncio.run(_draai(lijn, Ontvanger(sims, random.Random(zaad), vlak)))


async def _draai(lijn: Connection, ontvanger: Ontvanger) -> None:
    await ontvanger.leef()
    werkers = [asyncio.create_task(ontvanger.werk(plek)) for plek in range(WERKERS)]
    lijn.send(ontvanger.poort)
    while True:
        opdracht, *rest = await asyncio.to_thread(lijn.recv)
        if opdracht == "einde":
            break
        lijn.send(await _doe(ontvanger, opdracht, rest))
    for werker in werkers:
        werker.cancel()
    await ontvanger.sterf()


async def _doe(ontvanger: Ontvanger, opdracht: str, rest: list[Any]) -> Any:
    if opdracht == "stand":
        return {
            "wacht": ontvanger.rij.qsize() + ontvanger.bezig,
            "zaken": dict(ontvanger.zaken),
            "mis": ontvanger.mis,
            "teller": dict(ontvanger.teller),
        }
    if opdracht == "wacht":
        return ontvanger.rij.qsize() + ontvanger.bezig
    if opdracht == "herstel":
        await ontvanger.herstel(rest[0])
    else:
        await (ontvanger.sterf() if opdracht == "sterf" else ontvanger.leef())
    return None
