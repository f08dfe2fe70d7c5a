"""Searching at the DSO: what was missed, and what is about the same place (docs/bronnen.md#stam-ophalen)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.basischeck.reference.vth.fouten import Onverwerkbaar
from simulator.basischeck.reference.vth.ophalen import Bron

NEDERLAND = [[0.0, 300_000.0], [300_000.0, 300_000.0], [300_000.0, 650_000.0], [0.0, 650_000.0], [0.0, 300_000.0]]
"""The area that this system searches in, RD in metres; whose a verzoek is it looks at itself."""
_MEESTE = 1000


@dataclass(frozen=True)
class Verwijzing:
    """A verzoek that was found. volgnummer: the newest; voor: OINs of who it is addressed to."""

    verzoeknummer: str
    volgnummer: int
    voor: tuple[str, ...]


def gemist(loket: Bron, oin: str) -> Iterator[Verwijzing]:
    """Every verzoek of the last days in the area, whoever it is for, page after page."""
    vraag = {"geometrie": {"type": "Polygon", "coordinates": [NEDERLAND]}}
    return _bladzijden(loket, oin, vraag)


def gerelateerd(loket: Bron, oin: str, verzoeknummer: str) -> Iterator[Verwijzing]:
    """Every other verzoek at the same place."""
    return _bladzijden(loket, oin, {"verzoeknummer": verzoeknummer})


def _bladzijden(loket: Bron, oin: str, vraag: dict[str, Any]) -> Iterator[Verwijzing]:
    """Raises as `Loket.vraag`, and Onverwerkbaar for an answer that is no page."""
    for nummer in range(1, _MEESTE):
        antwoord = loket.vraag("POST", "verzoeken/_zoek", oin, json=vraag, params={"page": nummer, "size": 50}).json()
        try:
            yield from [_lees(rij) for rij in antwoord["_embedded"]["verzoeken"]]
            if nummer >= int(antwoord["page"]["totalPages"]):
                return
        except (KeyError, TypeError, ValueError) as fout:
            raise Onverwerkbaar(f"de gevonden verzoeken zijn niet te lezen: {fout!r}") from fout


def _lees(rij: dict[str, Any]) -> Verwijzing:
    wie = (rij.get("bevoegdGezag"), rij.get("behandeldienst"))
    voor = tuple(str(organisatie["oin"]) for organisatie in wie if organisatie)
    return Verwijzing(str(rij["verzoeknummer"]), int(rij["volgnummer"]), voor)
