"""The loket as a page: send a test verzoek with one button, or put one together; as JSON what can be submitted."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from simulator.beheer import keuzelijsten, paginas, vormen_stam
from simulator.beheer.beschrijving import operatie
from simulator.beheer.formulier import velden as lees_velden
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier, WereldHier, json, wortel
from simulator.beheer.indienen import Vraag, dien_in
from simulator.kernel.transactie import Lezing
from simulator.stam import configuratie, generator
from simulator.stam.generator import Casus, wensen
from simulator.stam.model import DOELEN, TYPEN
from simulator.stelsel import organisaties

router = APIRouter()
INDIENERS = {
    "bsn": "een particulier met BSN",
    "zonder-bsn": "een particulier zonder BSN",
    "buitenland": "een particulier in het buitenland",
    "postbus": "een particulier met een postbus",
    "kvk": "een bedrijf, met contactpersoon",
    "vestiging": "een vestiging van een bedrijf",
    "bedrijf-zonder-contactpersoon": "een bedrijf zonder contactpersoon",
    "contactpersoon": "een bedrijf met een contactpersoon op een ander adres",
    "gemachtigde": "een particulier met een bedrijf als gemachtigde",
    "gemachtigde-persoon": "een bedrijf met een particulier als gemachtigde",
}
LOCATIES = {
    "bag": "een adres",
    "perceel": "een kadastraal perceel",
    "punt": "een punt (RD)",
    "polygoon": "een vlak (RD)",
    "etrs": "een punt in ETRS89",
    "getekend": "een getekend gebied",
    "meer": "meer locaties",
}


@router.get(
    "/_sim/loket",
    **operatie("Wat er in te dienen is", "verzoeken", vormen_stam.LOKET, uitleg="De casussen en hun varianten."),
)
def pagina(
    request: Request,
    wereld: WereldHier,
    gemeente: Annotated[str, Query(max_length=40, include_in_schema=False)] = "",
    casus: Annotated[str, Query(max_length=80, include_in_schema=False)] = "",
) -> Response:
    """Every casus; a browser gets the page of the loket."""
    casussen = list(generator.casussen().values())
    if not paginas.wil_pagina(request):
        return json(_als_json(casussen), kop={"Vary": "Accept"})
    with wereld.lees() as lezing:
        diensten = {c.sleutel: _nog_in_te_stellen(lezing, c) for c in casussen}
    return paginas.pagina(
        request,
        "loket.html",
        titel="Loket",
        casussen=casussen,
        diensten=diensten,
        gekozen=casus,
        gemeente=_code(gemeente),
        gezagen=keuzelijsten.bevoegde_gezagen(),
        typen=TYPEN,
        indieners=INDIENERS,
        locaties=LOCATIES,
        kop={"Vary": "Accept"},
    )


@router.post("/_sim/formulier/loket", status_code=303, include_in_schema=False)
async def indienen(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Submit what the form or one of its buttons asks for, and go to what came of it."""
    velden = await lees_velden(request)
    vraag = Vraag(
        casus=velden.get("casus") or None,
        doel="Conceptverzoek" if "concept" in velden else None,
        wensen={
            "type": velden.get("type") or None,
            "gebied": velden.get("gebied") or None,
            "indiener": velden.get("indiener") or None,
            "locatie": velden.get("locatie") or None,
            "bijlagen": _aantal(velden.get("bijlagen", "")),
            "participatie": _ja_nee(velden.get("participatie", "")),
            "toelichting": velden.get("toelichting", "")[:4000],
        },
    )
    uitkomsten = await hier.lang(lambda: dien_in(hier, wereld, vraag))
    return RedirectResponse(f"{wortel(request)}/_sim/verzoeken/{uitkomsten[0].verzoeknummer}?gedaan=ingediend", 303)


def _ja_nee(tekst: str) -> bool | None:
    if tekst not in ("", "ja", "nee"):
        raise Weigering.velden(("participatie", f"{tekst[:20]!r} is niet ja of nee"))
    return None if not tekst else tekst == "ja"


def _aantal(tekst: str) -> int | None:
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdecimal() and len(tekst) <= 3):
        raise Weigering.velden(("bijlagen", f"{tekst[:20]!r} is geen aantal van 0 tot 120"))
    return int(tekst)


def _nog_in_te_stellen(lezing: Lezing, casus: Casus) -> tuple[str, str] | None:
    """(name of the behandeldienst that this casus is meant for, OIN of who sets it up), when nobody has done so."""
    dienst, gezag = organisaties.bij_code(casus.behandeldienst), organisaties.bij_code(casus.gebied)
    if dienst is None or gezag is None:
        return None
    ids = {activiteit.id.replace("{gm}", gezag.code) for activiteit in casus.activiteiten}
    ingesteld = {b.activiteit_id for b in configuratie.behandelingen(lezing) if b.behandeldienst == dienst.oin}
    return None if ids <= ingesteld else (dienst.naam, gezag.oin)


def _code(gemeente: str) -> str:
    bekend = organisaties.bij_oin(gemeente)
    return bekend[0].code if bekend else gemeente


def _als_json(casussen: list[Casus]) -> dict[str, Any]:
    return {
        "casussen": [
            {"casus": casus.sleutel, "naam": casus.titel, "uitleg": casus.toont, "type": casus.type}
            for casus in casussen
        ],
        "typen": list(TYPEN),
        "doelen": list(DOELEN),
        "indieners": list(wensen.INDIENERS),
        "locaties": list(wensen.LOCATIESOORTEN),
        "tekens": [soort for soort in wensen.TEKENS if soort],
        "bestandsnamen": list(wensen.NAMEN),
    }
