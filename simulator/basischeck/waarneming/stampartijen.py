"""Who and where a STAM message is about: the values that a registration must hold, by local name.

Source: docs/bronnen.md#stam-personen, #stam-locatie.
"""

from dataclasses import dataclass
from typing import Any

from simulator.contract import xml

Element = Any
ROLLEN = ("initiatiefnemer", "gemachtigde", "contactpersoon")
_GEEN_BSN = "000000000"
_ZELF = {"bsn", "kvknummer", "vestigingsnummer", "achternaam", "handelsnaam"}
_POST = {"correspondentieadres", "correspondentieadresbuitenland", "postadres", "postadresbuitenland"}
_NIET = {"adrestype"}


@dataclass(frozen=True)
class Waarde:
    """A value of the message. rol: of whom; veld: what it is."""

    rol: str
    veld: str
    waarde: str


@dataclass(frozen=True)
class Betrokkenen:
    """Who is involved. mail: addresses by role; locaties: how many there are."""

    waarden: tuple[Waarde, ...]
    mail: dict[str, str]
    project_naam: str
    locaties: int


def lees(inhoud: bytes) -> Betrokkenen:
    """From a verzoek message that can be read. Raises contract.xml.XmlFout for one that cannot."""
    wortel = xml.lees(inhoud).wortel
    personen = [(rol, element) for element in wortel.iter() for rol in ROLLEN if _naam(element) == rol]
    project = next((element for element in wortel.iter() if _naam(element) == "project"), None)
    return Betrokkenen(
        waarden=tuple(waarde for rol, element in personen for waarde in _waarden(rol, element)),
        mail={rol: mail for rol, element in personen if (mail := _eerste(element, "emailadres"))},
        project_naam="" if project is None else _eerste(project, "naam"),
        locaties=sum(_naam(element) == "projectlocatie" for element in wortel.iter()),
    )


def _waarden(rol: str, element: Element) -> list[Waarde]:
    """What is needed to reach somebody; a BSN of zeros is none (docs/bronnen.md#stam-personen)."""
    gevonden: list[Waarde] = []
    for blad in element.iter():
        naam, waarde = _naam(blad), (blad.text or "").strip()
        if len(blad) or not waarde or (naam == "bsn" and waarde == _GEEN_BSN):
            continue
        van_post = any(_naam(boven) in _POST for boven in blad.iterancestors())
        if naam in _ZELF or (van_post and naam not in _NIET):
            gevonden.append(Waarde(rol, naam, waarde))
    return gevonden


def _eerste(element: Element, naam: str) -> str:
    return next(((onder.text or "").strip() for onder in element.iter() if _naam(onder) == naam), "")


def _naam(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
