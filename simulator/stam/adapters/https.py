"""A plain POST of XML: what a VTH system gets from the digikoppelaar in front of it.

Source: docs/bronnen.md#stam-bezorgen (client).
By default that is the notification. With the option stuurt=verzoek it is the verzoek itself, as digikoppelaars do that
fetch for their customer; then an intrekking is a small form of their own, and with bijlagenUrl the documents follow,
each in a request of its own. Options:

stuurt         notificatie | verzoek
bijlagenUrl    where documents go, with {oin}, {verzoeknummer}, {volgnummer}, {documentId} and {bestandsnaam} filled in
bijlagenNaam   volledig (with the numbers in front of it, as one digikoppelaar does) | kaal (as another does)
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import Row

from simulator.edge.bode import AdresOngeldig, Bode, Post, lees_adres
from simulator.stam import berichten
from simulator.stam.adapters.bezorgen import bezorg, koppen
from simulator.stam.adapters.model import Adapter, Bezorging, Ontvangst, Zending, contract
from simulator.stam.errors import OpgaveOngeldig

XML = "application/xml"
_INVUL = re.compile(r"\{([^{}]*)\}")
_PLEKKEN = ("oin", "verzoeknummer", "volgnummer", "documentId", "bestandsnaam")
_OPTIES = {"stuurt": ("notificatie", "verzoek"), "bijlagenUrl": None, "bijlagenNaam": ("volledig", "kaal")}


def toets_adres(veld: str, url: str) -> None:
    """Raises OpgaveOngeldig for an address that cannot be called."""
    try:
        lees_adres(url)
    except AdresOngeldig as fout:
        raise OpgaveOngeldig(veld, str(fout)) from None


def toets_opties(ontvangst: Ontvangst, mogelijk: Mapping[str, tuple[str, ...] | None]) -> None:
    """Raises OpgaveOngeldig for an option that is not there or a value that it cannot have (None: any text)."""
    for naam, waarde in ontvangst.opties.items():
        if naam not in mogelijk:
            raise OpgaveOngeldig(f"opties.{naam[:60]}", f"deze optie bestaat niet; wel: {', '.join(mogelijk)}")
        keuzes = mogelijk[naam]
        if not isinstance(waarde, str) or len(waarde) > 2000 or (keuzes is not None and waarde not in keuzes):
            wel = f"een van {', '.join(keuzes)}" if keuzes else "een tekst"
            raise OpgaveOngeldig(f"opties.{naam}", f"verwacht wordt {wel}")


def _toets(ontvangst: Ontvangst) -> None:
    toets_adres("url", ontvangst.url)
    toets_opties(ontvangst, _OPTIES)
    sjabloon = ontvangst.opties.get("bijlagenUrl")
    if sjabloon is None:
        return
    if not heel_verzoek(ontvangst):
        raise OpgaveOngeldig("opties.bijlagenUrl", "documenten worden alleen gestuurd met stuurt=verzoek")
    if vreemd := [naam for naam in _INVUL.findall(sjabloon) if naam not in _PLEKKEN]:
        raise OpgaveOngeldig("opties.bijlagenUrl", f"{{{vreemd[0][:40]}}} is onbekend; wel: {', '.join(_PLEKKEN)}")
    toets_adres("opties.bijlagenUrl", _vul(sjabloon, dict.fromkeys(_PLEKKEN, "1")))


def heel_verzoek(ontvangst: Ontvangst) -> bool:
    """Whether this receiver gets the verzoek itself."""
    return bool(ontvangst.opties.get("stuurt") == "verzoek")


def _zend(bode: Bode, zending: Zending) -> Bezorging:
    return bezorg(bode, zending, _posten(zending))


def _posten(zending: Zending) -> list[Post]:
    naar = zending.ontvangst
    if zending.bericht is None:
        xml = berichten.notificatie_xml(
            zending.keuzes.profiel, zending.verzoeknummer, zending.volgnummer, zending.ontvangst.oin
        )
        return [Post(naar.url, xml, XML, koppen(naar))]
    if zending.bericht.doel == "Intrekken":
        return [Post(naar.url, _intrekking(zending), XML, koppen(naar))]
    keuzes = zending.keuzes
    xml = berichten.verzoek_xml(keuzes.profiel, zending.bericht, onbekend_element=keuzes.onbekend_element)
    verzoek = Post(naar.url, xml, XML, koppen(naar))
    bijlagen = [_bijlage(zending, rij) for rij in zending.documenten] if naar.opties.get("bijlagenUrl") else []
    return [*bijlagen, verzoek] if zending.bijlagen_eerst else [verzoek, *bijlagen]


def _intrekking(zending: Zending) -> bytes:
    vorm = contract()["intrekking"]
    delen = (
        (vorm["oin"], zending.ontvangst.oin),
        (vorm["verzoeknummer"], zending.verzoeknummer),
        (vorm["actie"], vorm["actie_waarde"]),
    )
    binnen = "".join(f"<{naam}>{waarde}</{naam}>" for naam, waarde in delen)
    return f"<{vorm['wortel']}>{binnen}</{vorm['wortel']}>".encode()


@dataclass(frozen=True)
class _Formulier:
    """A form with one file in it, read again each time it is sent."""

    zending: Zending
    rij: Row[Any]
    kop: bytes
    staart: bytes

    def __iter__(self) -> Iterator[bytes]:
        yield self.kop
        yield from self.zending.inhoud(self.rij)
        yield self.staart


def _bijlage(zending: Zending, rij: Row[Any]) -> Post:
    naar, vorm = zending.ontvangst, contract()["bijlagen"]
    waarden = {
        "oin": naar.oin,
        "verzoeknummer": zending.verzoeknummer,
        "volgnummer": f"{zending.volgnummer:03d}",
        "documentId": rij.document_id,
        "bestandsnaam": rij.bestandsnaam,
    }
    if naar.opties.get("bijlagenNaam", "volledig") == "volledig":
        waarden["bestandsnaam"] = vorm["volledige_naam"].format(**waarden)
    naam = re.sub(r'[\x00-\x1f\x7f"\\]', "_", waarden["bestandsnaam"])
    media = rij.mediatype if re.fullmatch(r"[\w.+-]+/[\w.+-]+", rij.mediatype, re.ASCII) else "application/octet-stream"
    # Made of what the document is, so that no document can hold its own.
    grens = (
        "dso-sim-"
        + hashlib.sha256(f"{zending.verzoeknummer}/{rij.document_id}/{rij.blob or rij.zaad}".encode()).hexdigest()[:32]
    )
    kop = (
        f"--{grens}\r\n"
        f'Content-Disposition: form-data; name="{vorm["deel"]}"; filename="{naam}"\r\n'
        f"Content-Type: {media}\r\n\r\n"
    ).encode()
    formulier = _Formulier(zending, rij, kop, f"\r\n--{grens}--\r\n".encode())
    grootte = len(formulier.kop) + rij.grootte + len(formulier.staart)
    url = _vul(naar.opties["bijlagenUrl"], waarden)
    return Post(url, formulier, f"multipart/form-data; boundary={grens}", koppen(naar), grootte=grootte)


def _vul(sjabloon: str, waarden: Mapping[str, str]) -> str:
    return _INVUL.sub(lambda plek: quote(waarden[plek[1]], safe=""), sjabloon)


ADAPTER = Adapter(_toets, _zend, heel_verzoek)
