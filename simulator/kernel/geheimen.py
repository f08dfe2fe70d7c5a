"""What no journal keeps: the values of headers and parameters that let somebody in."""

import base64
import binascii
import re
from collections.abc import Iterable
from functools import lru_cache

NIET_BEWAARD = "(niet bewaard)"
IN_ADRES = "niet-bewaard"
"""As that, so that an address stays one."""
_WOORD = r"(?:api[-_]?key|[-_]?token|secret|password|passwd|wachtwoord|geheim|sleutel)"
_KOP = re.compile(
    rf"(?:proxy-)?authorization|(?:set-)?cookie2?|x-auth(?:-.*)?|.*-auth|(?!.*sec-websocket).*{_WOORD}.*", re.IGNORECASE
)
_PARAMETER = re.compile(rf"([?&](?:[^=&#]*{_WOORD}[^=&#]*|authorization)=)[^&#]*", re.IGNORECASE)
_KORTSTE = 4
"""A shorter secret stands in too much that has nothing to do with it."""


@lru_cache(maxsize=512)
def is_geheim(kop: str) -> bool:
    """Whether the value of a header with this name is a secret."""
    return _KOP.fullmatch(kop) is not None


def uit_koppen(koppen: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers as the journal may keep them."""
    return [(naam, NIET_BEWAARD if is_geheim(naam) else waarde) for naam, waarde in koppen]


def uit_adres(adres: str) -> str:
    """A path or URL without the secrets in its query."""
    return _PARAMETER.sub(rf"\g<1>{IN_ADRES}", adres) if "=" in adres else adres


def van(koppen: Iterable[tuple[str, str]]) -> list[bytes]:
    """What of these headers must not come back in an answer that is kept: each secret, and what is in a Basic one."""
    uit: set[bytes] = set()
    for naam, waarde in koppen:
        if not is_geheim(naam):
            continue
        soort, _, rest = waarde.partition(" ")
        uit |= {waarde.encode(), rest.encode()}
        if soort.lower() == "basic":
            try:
                uit.add(base64.b64decode(rest).partition(b":")[2])
            except binascii.Error:
                continue
    return sorted((geheim for geheim in uit if len(geheim) >= _KORTSTE), key=len, reverse=True)


def zonder(inhoud: bytes, geheimen: Iterable[bytes]) -> bytes:
    """An answer without what was sent in secret."""
    for geheim in geheimen:
        inhoud = inhoud.replace(geheim, NIET_BEWAARD.encode())
    return inhoud
