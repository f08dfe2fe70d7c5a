"""The LVBB's result messages as XML, and the JSON around them.

Source: docs/bronnen.md#lvbb-antwoorden (confirmed by real reports).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sqlalchemy import Row

from simulator.contract.call import Links
from simulator.kernel import clock

LVBB = "http://www.overheid.nl/2017/lvbb"
STOP = "http://www.overheid.nl/2017/stop"
WORTEL = {
    "validatieOpdracht": "validatieVerzoekResultaat",
    "publicatieOpdracht": "publicatieVerzoekResultaat",
    "breekPublicatieAfOpdracht": "breekPublicatieAfVerzoekResultaat",
    "directeMutatieOpdracht": "directeMutatieVerzoekResultaat",
    "validatieDirecteMutatieOpdracht": "validatieDirecteMutatieVerzoekResultaat",
    "raadpleegOpdracht": "raadpleegVerzoekResultaat",
}
_GEEN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Melding:
    """One melding; metadata: (property, value) pairs."""

    code: str
    ernst: str
    soort: str
    tekst: str
    categorie: str = ""
    metadata: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Bericht:
    """One result message.

    soort: its root; uitkomst: succes or mislukt; verslag_uitkomst or voortgang: one of them, or neither for a technical
    reject, which has no verslag and its meldingen at top level.
    """

    soort: str
    uitkomst: str
    id_levering: str = ""
    verslag_uitkomst: str = ""
    voortgang: str = ""
    meldingen: Sequence[Melding] = field(default_factory=tuple)
    tijdstip_publicatie: datetime | None = None

    @property
    def technisch(self) -> bool:
        """Whether this is a technical reject."""
        return not (self.verslag_uitkomst or self.voortgang)


def xml(bericht: Bericht, op: datetime) -> bytes:
    """A result message. op: the moment of the verslag, UTC."""
    return (_technisch(bericht) if bericht.technisch else _verslag(bericht, op)).encode()


def _technisch(bericht: Bericht) -> str:
    # A technical reject has its elements in the default namespace (real reports 05 and 06).
    regels = [
        f'<{bericht.soort} xmlns:stop="{STOP}" xmlns="{LVBB}">',
        f"   <uitkomst>{bericht.uitkomst}</uitkomst>",
        *_meldingen(bericht.meldingen, "", "   "),
        f"</{bericht.soort}>",
    ]
    return "\n".join(regels) + "\n"


def _verslag(bericht: Bericht, op: datetime) -> str:
    slot = "uitkomst" if bericht.verslag_uitkomst else "voortgang"
    regels = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<lvbb:{bericht.soort} xmlns:lvbb="{LVBB}" xmlns:stop="{STOP}">',
        f"   <lvbb:uitkomst>{bericht.uitkomst}</lvbb:uitkomst>",
        "   <lvbb:verslag>",
        f"      <lvbb:idLevering>{_tekst(bericht.id_levering)}</lvbb:idLevering>",
        f"      <lvbb:tijdstipVerslag>{op:%Y-%m-%dT%H:%M:%S.%fZ}</lvbb:tijdstipVerslag>",
        *_meldingen(bericht.meldingen, "lvbb:", "      "),
        f"      <lvbb:{slot}>{bericht.verslag_uitkomst or bericht.voortgang}</lvbb:{slot}>",
    ]
    if bericht.tijdstip_publicatie is not None:
        moment = f"{bericht.tijdstip_publicatie:%Y-%m-%dT%H:%M:%S.000Z}"
        regels.append(f"      <lvbb:tijdstipPublicatie>{moment}</lvbb:tijdstipPublicatie>")
    return "\n".join([*regels, "   </lvbb:verslag>", f"</lvbb:{bericht.soort}>"]) + "\n"


def _meldingen(meldingen: Sequence[Melding], prefix: str, marge: str) -> list[str]:
    if not meldingen:
        return []
    regels = [f"{marge}<{prefix}meldingen>"]
    for melding in meldingen:
        regels.append(f"{marge}   <{prefix}melding>")
        for naam, waarde in (("code", melding.code), ("ernst", melding.ernst), ("soort", melding.soort)):
            regels.append(f"{marge}      <stop:{naam}>{_tekst(waarde)}</stop:{naam}>")
        if melding.categorie:
            regels.append(f"{marge}      <stop:categorie>{_tekst(melding.categorie)}</stop:categorie>")
        regels.append(f"{marge}      <stop:beschrijving>{_tekst(melding.tekst)}</stop:beschrijving>")
        if melding.metadata:
            regels.append(f"{marge}      <stop:metadata>")
            for naam, waarde in melding.metadata:
                uitspraak = f"<stop:uitspraak property={quoteattr(naam)}>{_tekst(waarde)}</stop:uitspraak>"
                regels.append(f"{marge}         {uitspraak}")
            regels.append(f"{marge}      </stop:metadata>")
        regels.append(f"{marge}   </{prefix}melding>")
    return [*regels, f"{marge}</{prefix}meldingen>"]


def kan_in_xml(tekst: str) -> bool:
    """Whether XML has all these characters."""
    return _GEEN_XML.search(tekst) is None


def _tekst(waarde: str) -> str:
    return escape(_GEEN_XML.sub("?", waarde))


def levering(rij: Row[Any], links: Links) -> dict[str, Any]:
    """A delivery as JSON."""
    zelf = links.url(f"/leveringen/{rij.id}")
    return {
        "leveringId": rij.id,
        "idLevering": rij.id_levering,
        "soort": rij.soort,
        "status": rij.status,
        "getoetst": rij.getoetst,
        "_links": {"self": {"href": zelf}, "resultaten": {"href": f"{zelf}/resultaten"}},
    }


def resultaten(levering_id: str, rijen: Sequence[Row[Any]], links: Links) -> dict[str, Any]:
    """The list of messages about a delivery, as HAL."""
    basis = links.url(f"/leveringen/{levering_id}")
    items: list[Mapping[str, Any]] = [
        {
            "volgnummer": rij.volgnummer,
            "soort": rij.soort,
            "tijdstip": clock.iso(rij.op),
            "_links": {"self": {"href": f"{basis}/resultaten/{rij.volgnummer}"}},
        }
        for rij in rijen
    ]
    return {
        "_embedded": {"resultaten": items},
        "_links": {"self": {"href": f"{basis}/resultaten"}, "levering": {"href": basis}},
    }
