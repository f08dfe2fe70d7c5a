"""The answers of Verzoek afhandelen."""

import re
from typing import Any
from urllib.parse import quote

from sqlalchemy import Row

from simulator.contract import adres
from simulator.contract.call import Call
from simulator.kernel import clock
from simulator.stam import instanties
from simulator.stam.model import Bericht, Document, Instantie
from simulator.stam.zoeken import Bladzijde

PDF = "application/pdf"
XML = "application/xml"
_MEDIATYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}")


def referenties(bericht: Bericht, call: Call) -> dict[str, Any]:
    """Where everything of a version is. Links name the volgnummer when the caller did."""
    nummer = bericht.verzoeknummer
    vraag = "?" + adres.vraag({"volgnummer": bericht.volgnummer_tekst}) if call.query.get("volgnummer") else ""

    def naar(operatie: str) -> str:
        return call.adres(operatie, verzoeknummer=nummer) + vraag

    return {
        "verzoeknummer": nummer,
        "volgnummer": bericht.volgnummer_tekst,
        "type": bericht.inhoud.type,
        "doel": bericht.doel,
        "indienDatum": clock.iso(bericht.ingediend_op),
        "bevoegdGezag": _instantie(bericht.bevoegd_gezag),
        "behandeldienst": _instantie(bericht.behandeldienst),
        "_links": {
            "self": {"href": naar("getVerzoekreferenties")},
            "samenvatting": {"href": naar("getSamenvatting"), "type": XML},
            "publiceerbaar": {"href": naar("getPubliceerbaar"), "type": PDF},
            "documenten": [_document(nummer, document, call) for document in bericht.inhoud.documenten],
        },
    }


def herroutering(verzoek: Row[Any]) -> dict[str, Any]:
    """With whom a verzoek is now."""
    return {
        "verzoeknummer": verzoek.verzoeknummer,
        "volgnummer": f"{verzoek.volgnummer:03d}",
        "bevoegdGezag": _instantie(instanties.instantie(verzoek.bevoegd_gezag)),
        "behandeldienst": _met_oin(verzoek.behandeldienst),
    }


def bladzijde(gevonden: Bladzijde, call: Call) -> dict[str, Any]:
    """A page of what was found. prev and next are asked with the same body."""
    hier = call.adres(call.operatie.id)

    def naar(nummer: int) -> dict[str, str]:
        return {"href": f"{hier}?{adres.vraag({'page': nummer, 'size': gevonden.grootte})}"}

    links = {"self": naar(gevonden.nummer)}
    if 1 < gevonden.nummer <= gevonden.aantal_bladzijden + 1:
        links["prev"] = naar(gevonden.nummer - 1)
    if gevonden.nummer < gevonden.aantal_bladzijden:
        links["next"] = naar(gevonden.nummer + 1)
    return {
        "_embedded": {"verzoeken": [_verwijzing(rij, call) for rij in gevonden.rijen]},
        "_links": links,
        "page": {
            "size": gevonden.grootte,
            "totalElements": gevonden.totaal,
            "totalPages": gevonden.aantal_bladzijden,
            "number": gevonden.nummer,
        },
    }


def documentkoppen(bestandsnaam: str) -> dict[str, str]:
    """How a file is offered. Its name is what an applicant gave: nothing in it reaches a header or a path as it is."""
    naam = re.split(r"[/\\]", bestandsnaam)[-1].strip(". ") or "document"
    naam = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", "_", naam)[:200]
    ascii_ = re.sub(r'[^\x20-\x7e]|["%;\\]', "_", naam)
    utf8 = quote(naam.encode("utf-8", "replace"), safe="")
    return {
        "Content-Disposition": f"attachment; filename=\"{ascii_}\"; filename*=UTF-8''{utf8}",
        "X-Content-Type-Options": "nosniff",
    }


def mediatype(opgegeven: str) -> str:
    """What an applicant said it is, where that is a media type."""
    return opgegeven if _MEDIATYPE.fullmatch(opgegeven) else "application/octet-stream"


def _document(verzoeknummer: str, document: Document, call: Call) -> dict[str, Any]:
    soort = mediatype(document.mediatype)
    return {
        "href": call.adres("getDocument", verzoeknummer=verzoeknummer, documentId=document.document_id),
        "type": soort,
        "documentId": document.document_id,
        "bestandsnaam": document.bestandsnaam,
        "mediatype": soort,
        "grootte": document.grootte,
        "vertrouwelijk": document.vertrouwelijk,
    }


def _verwijzing(rij: Row[Any], call: Call) -> dict[str, Any]:
    return {
        "verzoeknummer": rij.verzoeknummer,
        "volgnummer": f"{rij.volgnummer:03d}",
        "type": rij.type,
        "doel": rij.doel,
        "indienDatum": clock.iso(rij.ingediend_op),
        "bevoegdGezag": _met_oin(rij.bevoegd_gezag),
        "behandeldienst": _met_oin(rij.behandeldienst),
        "_links": {"self": {"href": call.adres("getVerzoekreferenties", verzoeknummer=rij.verzoeknummer)}},
    }


def _instantie(instantie: Instantie | None) -> dict[str, str] | None:
    return None if instantie is None else {"oin": instantie.oin, "naam": instantie.naam}


def _met_oin(oin: str) -> dict[str, str] | None:
    return _instantie(instanties.instantie(oin)) if oin else None
