"""The answers of Presenteren (docs/bronnen.md#ozon-presenteren)."""

from collections.abc import Mapping
from itertools import count
from typing import Any

import orjson

from simulator.contract import adres
from simulator.contract.call import Call, Links
from simulator.kernel import clock, ids
from simulator.ozon.service import Bladzijde, Gevonden, Plek, Tijdreis
from simulator.ozon.sjabloon import dien_op
from simulator.stelsel.identificaties.frbr import uri_identificatie

CRSS = ["http://www.opengis.net/def/crs/EPSG/0/28992"]
_KOPPEN = {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "authorization,Access-Control-Allow-Origin,Content-Type,SOAPAction,x-api-key,"
    "Content-CRS,Accept-CRS,Authorization",
    "access-control-expose-headers": "API-Version",
    "cache-control": "no-store, max-age=0",
    "pragma": "no-cache",
    "expires": "0",
    "vary": "Origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-xss-protection": "0",
    "content-security-policy": "frame-ancestors 'none'",
    "x-envoy-decorator-operation": "apigw_with_payload",
}
# Of this process and not of a world: a read changes nothing in the store, and no two calls may share it.
_aanroepen = count(1)


def koppen(call: Call) -> Mapping[str, str]:
    """The headers of every answer of an API of OZON, as recorded (docs/bronnen.md#ozon-fouten)."""
    instantie = ids.uuid(0, "ozon/x-dso-instance", next(_aanroepen)).hex
    versie = call.contract.document["info"]["version"]
    eigen = {"api-version": versie, "access-control-allow-methods": call.operatie.methode, "x-dso-instance": instantie}
    return {**_KOPPEN, **eigen}


def bladzijde(gevonden: Bladzijde, links: Links, rest: Mapping[str, Any]) -> dict[str, Any]:
    """A page of regelingen. rest: the other parameters that were given and that every page goes on with."""
    reis = gevonden.reis

    def pagina(nummer: int) -> dict[str, str]:
        query = {**reis.velden, **rest, "page": nummer, "size": gevonden.grootte}
        return {"href": links.url("/regelingen", **query)}

    laatste = max(gevonden.aantal_bladzijden, 1)
    verwijzingen = {"self": pagina(gevonden.nummer), "first": pagina(1), "last": pagina(laatste)}
    if gevonden.nummer > 1:
        verwijzingen["prev"] = pagina(min(gevonden.nummer - 1, laatste))
    if gevonden.nummer < laatste:
        verwijzingen["next"] = pagina(gevonden.nummer + 1)
    return {
        "_embedded": {"regelingen": [regeling(een, links) for een in gevonden.regelingen]},
        "_links": verwijzingen,
        "page": {
            "size": gevonden.grootte,
            "totalElements": gevonden.totaal,
            "totalPages": gevonden.aantal_bladzijden,
            "number": gevonden.nummer,
        },
    }


def overig(vraag: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of a list, besides time travel and page, that its links go on with."""
    gegeven = {"_expand": "true" if vraag["_expand"] else None, "_sort": ",".join(vraag["_sort"] or ())}
    return {naam: waarde for naam, waarde in gegeven.items() if waarde}


def paginakoppen(gevonden: Bladzijde) -> dict[str, str]:
    """The x-pagination headers: recorded at a sibling API; that this one counts from 1 is inferred."""
    return {
        "x-pagination-page": str(gevonden.nummer),
        "x-pagination-limit": str(gevonden.grootte),
        "x-pagination-count": str(gevonden.aantal_bladzijden),
        "x-total-count": str(gevonden.totaal),
    }


def regeling(gevonden: Gevonden, links: Links) -> dict[str, Any]:
    """One regeling."""
    rij, reis = gevonden.rij, gevonden.reis
    hier = _adressen(links, rij.uri, reis)
    verwijzingen: dict[str, Any] = {
        "self": hier(""),
        "documentstructuur": hier("/documentstructuur"),
        "annotaties": hier(f"/{rij.annotaties}"),
    }
    if rij.tijdelijk_deel_van:
        verwijzingen["tijdelijkDeelVan"] = _adressen(links, uri_identificatie(rij.tijdelijk_deel_van), reis)("")
    if gevonden.delen:
        verwijzingen["tijdelijkDelen"] = [_adressen(links, deel.uri, reis)("") for deel in gevonden.delen]
    uit = {**rij.gegevens, "geregistreerdMet": _registratie(rij)}
    if rij.eind_inwerking is not None:
        uit["inwerkingTot"] = rij.eind_inwerking
    if rij.eind_geldigheid is not None:
        uit["geldigTot"] = rij.eind_geldigheid
    uit["_links"] = verwijzingen
    if gevonden.plekken:
        uit["_embedded"] = {naam: _plek(plek) for naam, plek in gevonden.plekken.items()}
    return uit


def documentstructuur(gevonden: Gevonden, boom: bytes, links: Links) -> bytes:
    """The tree of components of a regeling, as JSON."""
    rij, reis = gevonden.rij, gevonden.reis
    hier = _adressen(links, rij.uri, reis)
    verwijzingen = {"self": hier("/documentstructuur"), "regeling": hier(""), "annotaties": hier(f"/{rij.annotaties}")}
    voor = f"{links.url(f'/regelingen/{rij.uri}/{rij.annotaties}')}?documentComponent="
    na = "".join(f"&{stuk}" for stuk in (adres.vraag(reis.velden),) if stuk)
    componenten = dien_op(boom, voor, na)
    return b'{"_links":%b,"_embedded":{"documentComponenten":%b}}' % (orjson.dumps(verwijzingen), componenten)


def info(document: Mapping[str, Any]) -> dict[str, Any]:
    """What this API says about itself; the versions of CIMOW and IMOW are inferred."""
    gegevens = document["info"]
    return {
        "app-info": {
            "name": gegevens["title"],
            "version": gegevens["version"],
            "description": gegevens["description"],
            "stopVersion": "1.3.0",
            "cimowVersion": "2.0.0",
            "imowVersion": "2.0.0",
        }
    }


def _adressen(links: Links, uri: str, reis: Tijdreis) -> Any:
    return lambda deel: {"href": links.url(f"/regelingen/{uri}{deel}", **reis.velden)}


def _registratie(rij: Any) -> dict[str, Any]:
    uit = {"versie": rij.versie, "beginInwerking": rij.begin_inwerking, "beginGeldigheid": rij.begin_geldigheid}
    if rij.eind_geldigheid is not None:
        uit["eindGeldigheid"] = rij.eind_geldigheid
    uit["tijdstipRegistratie"] = clock.iso(rij.van)
    if rij.tot is not None:
        uit["eindRegistratie"] = clock.iso(rij.tot)
    return uit


def _plek(plek: Plek) -> dict[str, Any]:
    inhoud = plek.rij.inhoud
    uit: dict[str, Any] = {"identificatie": plek.rij.identificatie, "locatieType": plek.rij.soort}
    uit |= {naam: inhoud[naam] for naam in ("geometrieIdentificatie", "noemer") if naam in inhoud}
    vlakken = [deel.vlak for deel in (plek, *plek.omvat) if deel.vlak is not None]
    if vlakken:
        uit["boundingBox"] = {
            "minX": min(vlak.minx for vlak in vlakken),
            "minY": min(vlak.miny for vlak in vlakken),
            "maxX": max(vlak.maxx for vlak in vlakken),
            "maxY": max(vlak.maxy for vlak in vlakken),
        }
    uit["geregistreerdMet"] = _registratie(plek.rij)
    if plek.omvat:
        uit["_embedded"] = {"omvat": [_plek(deel) for deel in plek.omvat]}
    return uit
