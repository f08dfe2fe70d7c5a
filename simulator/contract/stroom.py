"""A body that is made while it is sent, and the part of it that a Range header asks for (RFC 9110 14)."""

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace

from simulator.contract.call import Answer, Stroom
from simulator.contract.errors import BereikOngeldig

__all__ = ["antwoord", "van"]
INEENS = 64 << 10
_BEREIK = re.compile(r"bytes=[ \t]*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))[ \t]*", re.IGNORECASE)


def van(grootte: int, lees: Callable[[int, int], Generator[bytes, None, None]]) -> Stroom:
    """All of a body. lees: gives the bytes from a place up to another, in chunks; it runs in a thread."""
    return Stroom(grootte, 0, grootte, lees)


def antwoord(stroom: Stroom, bereik: str, media: str, kop: Mapping[str, str] | None = None) -> Answer:
    """A stream as the answer to a GET: all of it, or the one part that `bereik` (the Range header, or "") asks for.

    More than one part at once, another unit and what cannot be read are no request for a part: then all of it is
    given, as the RFC lets a server do. Raises BereikOngeldig for a part that lies past the end.
    """
    koppen = {"Accept-Ranges": "bytes", **(kop or {})}
    gevraagd = _BEREIK.fullmatch(bereik.strip())
    grenzen = None if gevraagd is None else _grenzen(gevraagd, stroom.grootte)
    if grenzen is None:
        return _antwoord(200, media, koppen, stroom)
    begin, einde = grenzen
    koppen["Content-Range"] = f"bytes {begin}-{einde - 1}/{stroom.grootte}"
    return _antwoord(206, media, koppen, replace(stroom, begin=begin, einde=einde))


def _antwoord(status: int, media: str, koppen: Mapping[str, str], stroom: Stroom) -> Answer:
    """A small body is made at once: a thread for it would cost more."""
    if stroom.einde - stroom.begin > INEENS:
        return Answer(status, b"", media, koppen, stroom)
    return Answer(status, b"".join(stroom.lees(stroom.begin, stroom.einde)), media, koppen)


def _grenzen(gevraagd: re.Match[str], grootte: int) -> tuple[int, int] | None:
    """(first byte, one past the last); None for a range that is none. Raises BereikOngeldig."""
    eerste, laatste, staart = gevraagd.groups()
    if staart is not None:
        begin, einde = max(0, grootte - int(staart)), grootte
    else:
        begin, einde = int(eerste), min(int(laatste) + 1, grootte) if laatste else grootte
        if laatste and int(laatste) < begin:
            return None
    if begin >= grootte:
        raise BereikOngeldig(grootte)
    return begin, einde
