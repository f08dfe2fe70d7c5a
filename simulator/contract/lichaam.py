"""Taking in the body of a request, within the limits of its operation."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from typing import IO, Any

from simulator.contract import errors

Ontvang = Callable[[], Awaitable[MutableMapping[str, Any]]]
HALF = "dso.half"
"""What the server puts in the state of a request of which the caller closed its side."""
WACHT = 60.0
"""How many seconds a body may stand still."""
CODERINGEN = ("gzip",)
_PER_KEER = 1 << 16


async def lees(
    scope: Mapping[str, Any], receive: Ontvang, naar: IO[bytes], maximum: int, *, afkappen: bool = False
) -> tuple[int, bool]:
    """Take in the body of any request, unpacked: of a koppelvlak, of /_sim and of a page.

    naar: gets the bytes; afkappen: what is past the maximum is counted on without being kept, and not refused.
    Gives (bytes, whether it was cut off). Raises TeGroot, TeLangzaam, VerzoekOnvolledig, BodyOngeldig,
    CoderingOnbekend, and Afgebroken when the caller goes away.
    """
    gzip = _uitpakker(_kop(scope, b"content-encoding"))
    aangekondigd = _kop(scope, b"content-length")
    if aangekondigd.isdecimal() and int(aangekondigd[:20]) > maximum and not afkappen:
        raise errors.TeGroot(maximum)
    grootte = 0
    while True:
        bericht = await _volgende(receive)
        if bericht.get("more_body") and scope.get("state", {}).get(HALF):
            raise errors.VerzoekOnvolledig
        ruw, klaar = bericht.get("body", b""), not bericht.get("more_body")
        for deel in [ruw] if gzip is None else gzip.delen(ruw, klaar=klaar):
            grootte += len(deel)
            if grootte <= maximum:
                naar.write(deel)
            elif not afkappen:
                raise errors.TeGroot(maximum)
            elif gzip is not None:  # a small body can unpack to anything: what is too large stays so
                gzip = None
                break
        if klaar:
            return grootte, grootte > maximum


def _kop(scope: Mapping[str, Any], gezocht: bytes) -> str:
    return next((str(waarde, "latin-1") for naam, waarde in scope["headers"] if naam.lower() == gezocht), "")


async def _volgende(receive: Ontvang) -> MutableMapping[str, Any]:
    try:
        async with asyncio.timeout(WACHT):
            bericht = await receive()
    except TimeoutError:
        raise errors.TeLangzaam(WACHT) from None
    if bericht["type"] == "http.disconnect":
        raise errors.Afgebroken
    return bericht


class _Gzip:
    """Unpacks gzip (RFC 1952) as it comes in, in pieces of a known size."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)
        self._begonnen = False

    def delen(self, ruw: bytes, *, klaar: bool) -> Iterator[bytes]:
        """What these bytes come to; klaar: nothing follows them. Raises BodyOngeldig."""
        self._begonnen |= bool(ruw)
        try:
            while True:
                deel = self._zlib.decompress(ruw, _PER_KEER)
                yield deel
                ruw = self._zlib.unconsumed_tail
                if not ruw and len(deel) < _PER_KEER:
                    break
        except zlib.error:
            raise errors.BodyOngeldig(("body", "Dit is geen gzip, al zegt Content-Encoding dat")) from None
        if self._zlib.unused_data or (klaar and self._begonnen and not self._zlib.eof):
            raise errors.BodyOngeldig(("body", "De gzip is niet compleet, of er volgt nog iets op"))


def _uitpakker(codering: str) -> _Gzip | None:
    """None for a body that is as it is. Raises CoderingOnbekend."""
    gevraagd = codering.strip().lower()
    if gevraagd in ("", "identity"):
        return None
    if gevraagd not in ("gzip", "x-gzip"):
        raise errors.CoderingOnbekend(codering, CODERINGEN)
    return _Gzip()
