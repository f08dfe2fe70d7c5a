"""HTTP over a connection that stays open, as cheap as Python can: in a load test the client must not be the load."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_LENGTE = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_FOUTEN = (OSError, asyncio.IncompleteReadError, EOFError)


class Verbroken(ConnectionError):
    """The other side did not answer."""


@dataclass
class Verbinding:
    """One connection to a server, made again when it is gone."""

    url: str
    _paar: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None, repr=False)

    async def vraag(
        self, methode: str, pad: str, inhoud: bytes = b"", kop: str = "", naar: str = ""
    ) -> tuple[int, bytes]:
        """(status, body). kop: whole lines, each with its end; naar: another server from now on. Raises Verbroken."""
        if naar and naar != self.url:
            await self.sluit()
            self.url = naar
        adres = urlsplit(self.url)
        lengte = f"Content-Length: {len(inhoud)}\r\n" if inhoud or methode != "GET" else ""
        soort = "Content-Type: application/json\r\n" if inhoud else ""
        bericht = f"{methode} {pad} HTTP/1.1\r\nHost: {adres.netloc}\r\n{lengte}{soort}{kop}\r\n".encode() + inhoud
        try:
            if self._paar is None:
                self._paar = await asyncio.open_connection(adres.hostname, adres.port)
            lezer, schrijver = self._paar
            schrijver.write(bericht)
            return await lees_antwoord(lezer)
        except _FOUTEN as fout:
            await self.sluit()
            raise Verbroken(str(fout)) from fout

    async def sluit(self) -> None:
        """Hang up."""
        if self._paar is not None:
            self._paar[1].close()
            with suppress(OSError):
                await self._paar[1].wait_closed()
            self._paar = None


async def lees_antwoord(lezer: asyncio.StreamReader) -> tuple[int, bytes]:
    """(status, body) of an answer with a Content-Length."""
    kop = await lezer.readuntil(b"\r\n\r\n")
    lengte = _LENGTE.search(kop)
    return int(kop[9:12]), await lezer.readexactly(int(lengte[1])) if lengte else b""


async def lees_verzoek(lezer: asyncio.StreamReader) -> tuple[str, bytes]:
    """(path, body) of a request with a Content-Length."""
    kop = await lezer.readuntil(b"\r\n\r\n")
    lengte = _LENGTE.search(kop)
    pad = kop.split(b" ", 2)[1].decode("latin-1")
    return pad, await lezer.readexactly(int(lengte[1])) if lengte else b""
