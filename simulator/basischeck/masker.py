"""Keeps BSN and secrets out of reports."""

import re
from collections.abc import Mapping

from simulator.kernel.geheimen import is_geheim

MASKER = "•••"
_GEHEIM = (
    r"x-api-key|api[_-]?key|authorization|proxy-authorization|cookie|set-cookie"
    r"|password|wachtwoord|client[_-]secret|access[_-]token"
)
_VELD = re.compile(rf"""(?i)(["']?\b(?:{_GEHEIM})["']?\s*[:=]\s*)("[^"]*"|'[^']*'|(?:Bearer |Basic )?[^\s&,;<>"']+)""")
_ELEMENT = re.compile(rf"(?is)(<(?:\w+:)?(?:{_GEHEIM}|bsn|burgerservicenummer)\b[^>]*>)[^<]*")
_NEGEN = re.compile(r"(?<![\w.])\d{9}(?!\w|\.\d|-\d)")


def masker(tekst: str) -> str:
    """The text without BSN (nine digits that pass the elfproef) and without the values of secrets."""
    tekst = _ELEMENT.sub(rf"\g<1>{MASKER}", tekst)
    tekst = _VELD.sub(rf"\g<1>{MASKER}", tekst)
    return _NEGEN.sub(lambda gevonden: MASKER if _elfproef(gevonden.group()) else gevonden.group(), tekst)


def masker_kop(kop: Mapping[str, str]) -> dict[str, str]:
    """Headers without the values of secrets."""
    return {naam: MASKER if is_geheim(naam) else masker(waarde) for naam, waarde in kop.items()}


def _elfproef(nummer: str) -> bool:
    gewogen = sum(int(cijfer) * gewicht for cijfer, gewicht in zip(nummer, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return gewogen % 11 == 0 and nummer != "000000000"
