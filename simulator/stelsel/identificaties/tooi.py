"""TOOI: the identifiers of organisations and concepts of the government.

Source: docs/bronnen.md#stop-identificaties (confirmed).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simulator.stelsel.identificaties.fouten import TooiFout

BESTUREN: Mapping[str, str] = MappingProxyType(
    {"gemeente": r"gm[0-9]{4}", "provincie": r"pv[0-9]{2}", "waterschap": r"ws[0-9]{4}", "ministerie": r"mnre[0-9]{4}"}
)
"""The kinds of organisation that publish, with the form of their codes."""

_OVERIG: Mapping[str, str] = MappingProxyType({"so": r"so[0-9]{4}", "oorg": r"oorg[0-9]{5}", "zbo": r"zb[0-9]{6}"})
_SOORTEN = {**BESTUREN, **_OVERIG}
_CONCEPT = re.compile(r"/tooi/def/(concept|thes/kern)/(c_[0-9a-f]{8})")


@dataclass(frozen=True)
class Organisatie:
    """`/tooi/id/gemeente/gm0363`."""

    soort: str
    code: str

    def __str__(self) -> str:
        return f"/tooi/id/{self.soort}/{self.code}"


@dataclass(frozen=True)
class Concept:
    """`/tooi/def/concept/c_9d1917e9` (thesaurus "concept") or `/tooi/def/thes/kern/c_2a7d8663` ("thes/kern")."""

    thesaurus: str
    code: str

    def __str__(self) -> str:
        return f"/tooi/def/{self.thesaurus}/{self.code}"


def lees(tekst: str) -> Organisatie | Concept:
    """Read either. Raises TooiFout."""
    if tekst.startswith("/tooi/def/"):
        return lees_concept(tekst)
    return lees_organisatie(tekst)


def lees_organisatie(tekst: str) -> Organisatie:
    """Read the identifier of an organisation; kind and code must go together. Raises TooiFout."""
    stukken = delen(tekst)
    if not tekst.startswith("/tooi/id/") or len(stukken) != 4:
        raise TooiFout(tekst, "een organisatie is /tooi/id/{soort}/{code}")
    soort, code = stukken[2:]
    if soort not in _SOORTEN:
        raise TooiFout(tekst, f"'{soort}' is geen soort organisatie ({', '.join(_SOORTEN)})")
    if not re.fullmatch(_SOORTEN[soort], code):
        raise TooiFout(tekst, f"'{code}' is geen code die bij '{soort}' hoort")
    return Organisatie(soort, code)


def lees_concept(tekst: str) -> Concept:
    """Read the identifier of a concept. Raises TooiFout."""
    treffer = _CONCEPT.fullmatch(tekst)
    if treffer is None:
        raise TooiFout(tekst, "een begrip is /tooi/def/concept/c_… of /tooi/def/thes/kern/c_… met acht tekens")
    return Concept(treffer[1], treffer[2])


def delen(tekst: str) -> tuple[str, ...]:
    """The parts between the slashes, of a wrong identifier too."""
    return tuple(tekst.removeprefix("/").split("/"))
