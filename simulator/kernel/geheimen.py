"""What no journal keeps: the values of headers and parameters that let somebody in."""

import base64
import binascii
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote_plus

NIET_BEWAARD = "(niet bewaard)"
IN_ADRES = "niet-bewaard"
"""As that, so that an address stays one."""
_WOORD = (
    r"(?:api[-_]?key|access[-_]?key|functions[-_]?key|subscription[-_]?key|[-_]?token|secret|password|passwd|passphrase"
    r"|wachtwoord|geheim|sleutel|signature|session[-_]?id|assertion|jwt)"
)
_KOP = re.compile(
    r".*authorization|authentication|(?:set-)?cookie2?|x-auth(?:-.*)?|.*-auth|x-(?:pass|pwd)"
    rf"|(?!.*sec-websocket).*{_WOORD}.*",
    re.IGNORECASE,
)
_PARAMETER = re.compile(rf".*{_WOORD}.*|authorization|auth|sig|key|pass|pwd|session", re.IGNORECASE)
_IN_KOP = ("referer", "location")
"""Headers that hold an address."""
_KORTSTE = 4
"""A shorter secret stands in too much that has nothing to do with it."""


@lru_cache(maxsize=512)
def is_geheim(kop: str) -> bool:
    """Whether the value of a header with this name is a secret."""
    return _KOP.fullmatch(kop) is not None


def uit_koppen(koppen: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers as the journal may keep them."""
    return [
        (naam, NIET_BEWAARD if is_geheim(naam) else uit_adres(waarde) if naam.lower() in _IN_KOP else waarde)
        for naam, waarde in koppen
    ]


def uit_adres(adres: str) -> str:
    """A path or URL without the secrets in its query, also in one of a URL that is a value in it."""
    voor, vraagteken, query = adres.partition("?")
    if "=" not in query:
        return adres
    return voor + vraagteken + "".join(_veld(deel) for deel in re.split(r"([&;#])", query))


def _veld(deel: str) -> str:
    """One part of a query, its value left out where it is a secret or holds one."""
    naam, gelijk, waarde = deel.partition("=")
    los = unquote_plus(waarde)
    if gelijk and (_PARAMETER.fullmatch(unquote_plus(naam)) or uit_adres(los) != los):
        return naam + gelijk + IN_ADRES
    return deel


def van(koppen: Iterable[tuple[str, str]], adres: str = "") -> list[bytes]:
    """What of a call must not come back in an answer that is kept: each secret of its headers and of its address."""
    uit: set[bytes] = set()
    for deel in re.split(r"[&;#]", adres.partition("?")[2]):
        waarde = deel.partition("=")[2]
        if _veld(deel) != deel:
            uit |= {waarde.encode(), unquote_plus(waarde).encode()}
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
