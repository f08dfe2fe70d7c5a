"""The answers of Verzoek indienen."""

from typing import Any

from sqlalchemy import Row

from simulator.contract.call import Links
from simulator.kernel import clock
from simulator.stam.indienen import GEINITIEERD, Aanbod, Controle, Indiening


def indiening(stand: Indiening, links: Links) -> dict[str, Any]:
    """An indiening with what can be done with it."""
    zelf = f"/verzoeken/{stand.id}"
    wegen = {"self": {"href": links.url(zelf)}}
    inhoud: dict[str, Any] = {
        "verzoekId": stand.id,
        "status": stand.status,
        "verlooptOp": clock.iso(stand.verloopt_op),
    }
    if stand.verzoeknummers:
        inhoud["verzoeknummer"] = stand.verzoeknummers[0]
        inhoud["verzoeknummers"] = list(stand.verzoeknummers)
        inhoud["projectId"] = stand.project
    if stand.status == GEINITIEERD:
        wegen |= {"documenten": {"href": links.url(f"{zelf}/documenten")}, "afronden": {"href": links.url(zelf)}}
    return {**inhoud, "documenten": [_document(rij) for rij in stand.documenten], "_links": wegen}


def document(controle: Controle, aanbod: Aanbod) -> dict[str, Any]:
    """What the check of a document gave."""
    if controle.rij is not None:
        return _document(controle.rij)
    return {"bestandsnaam": aanbod.bestandsnaam, "controle": {"resultaat": "geweigerd", "reden": controle.reden}}


def _document(rij: Row[Any]) -> dict[str, Any]:
    return {
        "documentId": rij.document_id,
        "bestandsnaam": rij.bestandsnaam,
        "mediatype": rij.mediatype,
        "grootte": rij.grootte,
        "vertrouwelijk": rij.vertrouwelijk,
        **({"vraagId": rij.vraag_id} if rij.vraag_id else {}),
        "controle": {"resultaat": "aanvaard"},
    }
