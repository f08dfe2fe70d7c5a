"""A push of the whole verzoek as JSON, signed with HMAC, for receivers that were built that way.

Source: docs/bronnen.md#stam-lezers (client).
It is not the real contract: the landelijke voorziening sends a notification and the receiver fetches. Every line of
the journal says so, and its kenmerk contract=eigen lets a report warn. The secret is the password. Options:

omgeving        what goes in the header that names the environment
bijlagenBasis   where the receiver reaches this simulator, for the addresses of documents
"""

import hashlib
import hmac
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from simulator.contract import eigen, openapi
from simulator.contract.openapi import Contract
from simulator.edge.bode import Bode, Post
from simulator.kernel import clock
from simulator.stam.adapters.bezorgen import bezorg
from simulator.stam.adapters.https import toets_adres, toets_opties
from simulator.stam.adapters.model import Adapter, Bezorging, Ontvangst, Zending, contract
from simulator.stam.errors import OpgaveOngeldig
from simulator.stam.model import (
    Adres,
    AfwijkendAdres,
    Bericht,
    BuitenlandsAdres,
    Locatie,
    NatuurlijkPersoon,
    Persoon,
)
from simulator.stam.profiel import eigen_map

AFHANDELEN = "stam/afhandelen-v2"
WAARSCHUWING = (
    "deze webhook is niet het koppelvlak van het DSO: dat stuurt een verzoeknotificatie, waarna de ontvanger ophaalt"
)


def _toets(ontvangst: Ontvangst) -> None:
    toets_adres("url", ontvangst.url)
    toets_opties(ontvangst, {"omgeving": ("pre", "prod"), "bijlagenBasis": None})
    if not ontvangst.wachtwoord:
        raise OpgaveOngeldig("wachtwoord", "een webhook wordt ondertekend met een geheim; zet het hier")
    if ontvangst.gebruiker:
        raise OpgaveOngeldig("gebruiker", "een webhook heeft een handtekening en geen gebruiker")
    if basis := ontvangst.opties.get("bijlagenBasis"):
        toets_adres("opties.bijlagenBasis", basis)


def _zend(bode: Bode, zending: Zending) -> Bezorging:
    assert zending.bericht is not None
    naar, vorm = zending.ontvangst, contract()["webhook"]
    inhoud = orjson.dumps(als_json(zending, zending.bericht))
    code = hmac.new(naar.wachtwoord.encode(), inhoud, hashlib.sha256).hexdigest()
    koppen = {**naar.headers, vorm["handtekening"]: vorm["voorvoegsel"] + code}
    if omgeving := naar.opties.get("omgeving"):
        koppen[vorm["omgeving"]] = omgeving
    post = Post(naar.url, inhoud, "application/json", koppen)
    return bezorg(bode, zending, [post], regels=(WAARSCHUWING,), contract="eigen")


def als_json(zending: Zending, bericht: Bericht) -> dict[str, Any]:
    """The verzoek as these receivers know it; what they have no name for is left out."""
    vorm, inhoud = contract()["webhook"], bericht.inhoud
    waarden = {
        "verzoeknummer": bericht.verzoeknummer,
        "bevoegd_gezag": bericht.bevoegd_gezag.oin,
        "type": vorm["doelen"].get(bericht.doel, vorm["typen"][inhoud.type]),
        "ingediend_op": clock.iso(bericht.ingediend_op),
        "initiatiefnemer": _benoemd(vorm["aanvrager"], _aanvrager(inhoud.initiatiefnemer)),
        "locatie": _benoemd(vorm["locatie"], _locatie(inhoud.locaties[0])) if inhoud.locaties else None,
        "activiteiten": [
            _benoemd(vorm["activiteit"], {"activiteit_id": a.activiteit_id, "naam": a.naam})
            for a in inhoud.activiteiten
        ],
        "bouwkosten": _bouwkosten(bericht),
        "documenten": [
            _benoemd(vorm["document"], {"bestandsnaam": d.bestandsnaam, "mediatype": d.mediatype, "url": url})
            for d in inhoud.documenten
            for url in (_document_url(zending, d.document_id),)
        ],
    }
    return _benoemd(vorm["velden"], waarden)


def _benoemd(namen: dict[str, str], waarden: dict[str, Any]) -> dict[str, Any]:
    return {namen[naam]: waarde for naam, waarde in waarden.items() if waarde is not None}


def _aanvrager(persoon: Persoon) -> dict[str, Any]:
    contact = {
        naam: waarde
        for naam, waarde in (("emailadres", persoon.emailadres), ("telefoonnummer", persoon.telefoonnummer))
        if waarde
    }
    if isinstance(persoon, NatuurlijkPersoon):
        delen = (persoon.voorletters, persoon.voorvoegsel, persoon.achternaam)
        adres = persoon.correspondentieadres or persoon.verblijfsadres
        naam, bsn = " ".join(deel for deel in delen if deel), persoon.bsn or None
    else:
        naam, bsn, adres = persoon.handelsnaam, None, persoon.postadres or persoon.bezoekadres
    return {"bsn": bsn, "naam": naam, "adres": _adres(adres), "contact": contact or None}


def _adres(adres: Adres | AfwijkendAdres | BuitenlandsAdres | None) -> str | None:
    match adres:
        case Adres():
            nummer = f"{adres.huisnummer}{adres.huisletter}{adres.huisnummertoevoeging}"
            return f"{adres.straatnaam} {nummer}, {adres.postcode} {adres.woonplaats}"
        case AfwijkendAdres():
            return f"{adres.adrestype} {adres.nummer}, {adres.postcode} {adres.woonplaats}"
        case BuitenlandsAdres():
            return ", ".join((*adres.regels, adres.land))
        case None:
            return None


def _locatie(locatie: Locatie) -> dict[str, Any]:
    gml = None
    if locatie.vlak:
        punten = " ".join(f"{x:.3f} {y:.3f}" for x, y in locatie.vlak)
        ring = f"<gml:LinearRing><gml:posList>{punten}</gml:posList></gml:LinearRing>"
        gml = _gml("Polygon", f"<gml:exterior>{ring}</gml:exterior>")
    elif locatie.punt:
        gml = _gml("Point", f"<gml:pos>{locatie.punt[0]:.3f} {locatie.punt[1]:.3f}</gml:pos>")
    return {"bag_id": (locatie.adres.bag_id or None) if locatie.adres else None, "gml": gml}


def _gml(soort: str, binnen: str) -> str:
    naamruimte = contract()["webhook"]["gml"]
    return f'<gml:{soort} xmlns:gml="{naamruimte}" srsName="EPSG:28992">{binnen}</gml:{soort}>'


def _bouwkosten(bericht: Bericht) -> float | None:
    """The answer to one of the questions that ask for it; a dot is a decimal one unless groups of three follow it."""
    vragen = contract()["webhook"]["bouwkosten_vragen"]
    for activiteit in bericht.inhoud.activiteiten:
        for specificatie in activiteit.specificaties:
            if specificatie.vraag_id in vragen:
                return _bedrag(specificatie.antwoord.strip())
    return None


def _bedrag(antwoord: str) -> float | None:
    """A number as people write it: 12500, 12.500, 12.500,50 or 12500.50; None when it is none."""
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", antwoord):
        antwoord = antwoord.replace(".", "")
    antwoord = antwoord.replace(",", ".")
    return float(antwoord) if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,15})?", antwoord) else None


def _document_url(zending: Zending, document_id: str) -> str | None:
    """Where a document can be fetched by the contract that is served; None where that has no such operation."""
    afhandelen = _afhandelen(eigen_map())
    basis = str(zending.ontvangst.opties.get("bijlagenBasis", "")).rstrip("/")
    with suppress(KeyError):
        return basis + afhandelen.pad("getDocument", verzoeknummer=zending.verzoeknummer, documentId=document_id)
    return None


@lru_cache(maxsize=2)
def _afhandelen(map_: Path | None) -> Contract:
    return openapi.contract(AFHANDELEN) if map_ is None else eigen.geldend(map_, AFHANDELEN)


ADAPTER = Adapter(_toets, _zend, lambda _: True)
