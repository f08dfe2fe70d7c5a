"""What can be done about a verzoek that is there: deliver a notification again, pick it up, and steps of the term."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from simulator.beheer import vormen_stam
from simulator.beheer.beschrijving import operatie
from simulator.beheer.formulier import velden as lees_velden
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, WereldHier, json, wortel
from simulator.beheer.indienen import Vraag, dien_in
from simulator.beheer.stamfouten import vertaald
from simulator.beheer.verzoekbeeld import Volgnummer, notificatie_als_json, notificatie_van, termijn_als_json
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Tx
from simulator.stam import herroutering, notificaties, tables, termijnen

router = APIRouter()
Stap = Literal["verleng", "opschorten", "hervatten"]
_MEEST_WEKEN = 52
_NOTIFICATIE = "/_sim/verzoeken/{verzoeknummer}/notificaties/{volgnummer}/{oin}"


@router.post(
    _NOTIFICATIE + "/opnieuw",
    **operatie(
        "Bezorg een notificatie nog eens",
        "verzoeken",
        vormen_stam.NOTIFICATIE,
        fouten=(404, 409),
        uitleg="Met een nieuw berichtId, naar waar de organisatie nu genotificeerd wil worden.",
    ),
)
async def opnieuw(hier: Hier, wereld: WereldHier, verzoeknummer: str, volgnummer: Volgnummer, oin: str) -> Response:
    """Deliver a notification once more."""
    await hier.lang(lambda: _doe(hier, wereld, lambda tx: notificaties.opnieuw(tx, verzoeknummer, volgnummer, oin)))
    return json(_notificatie(wereld, verzoeknummer, volgnummer, oin))


@router.post(
    _NOTIFICATIE + "/ophalen",
    **operatie(
        "Haal een notificatie op uit het postvak",
        "verzoeken",
        vormen_stam.NOTIFICATIE,
        fouten=(404, 409),
        uitleg="Met de hand, voor een organisatie zonder adres: de notificatie geldt daarna als ontvangen.",
    ),
)
async def ophalen(hier: Hier, wereld: WereldHier, verzoeknummer: str, volgnummer: Volgnummer, oin: str) -> Response:
    """Pick a notification up from the inbox."""
    await hier.lang(lambda: _doe(hier, wereld, lambda tx: notificaties.haal_op(tx, verzoeknummer, volgnummer, oin)))
    return json(_notificatie(wereld, verzoeknummer, volgnummer, oin))


@router.post(
    "/_sim/verzoeken/{verzoeknummer}/termijn/{stap}",
    **operatie(
        "Verleng de beslistermijn, schort haar op of hervat haar",
        "verzoeken",
        vormen_stam.TERMIJN,
        fouten=(400, 404, 409),
        uitleg="Verlengen kan een keer; zonder weken zo lang als het type toelaat.",
    ),
)
async def termijn(
    hier: Hier,
    wereld: WereldHier,
    verzoeknummer: str,
    stap: Stap,
    weken: Annotated[int | None, Query(ge=1, le=_MEEST_WEKEN)] = None,
) -> Response:
    """A step of the beslistermijn."""
    await hier.lang(lambda: _doe(hier, wereld, _STAPPEN[stap](verzoeknummer, weken)))
    return json(_termijn(wereld, verzoeknummer))


@router.post(
    "/_sim/verzoeken/{verzoeknummer}/kennisgeving",
    **operatie(
        "Geef kennis van de aanvraag", "verzoeken", vormen_stam.TERMIJN, fouten=(404, 409), uitleg="Dat kan een keer."
    ),
)
async def kennisgeving(hier: Hier, wereld: WereldHier, verzoeknummer: str) -> Response:
    """Make the application known."""
    await hier.lang(lambda: _doe(hier, wereld, lambda tx: termijnen.publiceer_kennisgeving(tx, verzoeknummer)))
    return json(_termijn(wereld, verzoeknummer))


@router.post("/_sim/formulier/verzoek", status_code=303, include_in_schema=False)
async def formulier(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """What a button on the page of a verzoek, or in the inbox, asks for."""
    velden = await lees_velden(request)
    nummer, gevraagd = velden.get("verzoeknummer", "")[:13], velden.get("doe", "")
    oin, volgnummer = velden.get("oin", "")[:20], _getal(velden.get("volgnummer", "0"))
    if gevraagd in ("aanvullen", "intrekken"):
        vraag = Vraag(doel=gevraagd, verzoeknummer=nummer)
        await hier.lang(lambda: dien_in(hier, wereld, vraag))
    else:
        await hier.lang(lambda: _doe(hier, wereld, _knop(gevraagd, nummer, volgnummer, oin)))
    if velden.get("terug") == "postvak":
        return RedirectResponse(
            f"{wortel(request)}/_sim/postvak?oin={oin}&verzoek={nummer}&volgnummer={volgnummer}&gedaan=ophalen", 303
        )
    return RedirectResponse(f"{wortel(request)}/_sim/verzoeken/{nummer}?gedaan={gevraagd}", 303)


def _knop(gevraagd: str, nummer: str, volgnummer: int, oin: str) -> Callable[[Tx], Any]:
    if gevraagd in _STAPPEN:
        return _STAPPEN[gevraagd](nummer, None)
    knoppen: dict[str, Callable[[Tx], Any]] = {
        "kennisgeving": lambda tx: termijnen.publiceer_kennisgeving(tx, nummer),
        "opnieuw": lambda tx: notificaties.opnieuw(tx, nummer, volgnummer, oin),
        "ophalen": lambda tx: notificaties.haal_op(tx, nummer, volgnummer, oin),
        "bevoegdgezag": lambda tx: _herrouteer(tx, nummer, oin, herroutering.wijzig_bevoegd_gezag),
        "behandeldienst": lambda tx: _herrouteer(tx, nummer, oin, herroutering.wijzig_behandeldienst),
    }
    if gevraagd not in knoppen:
        raise Weigering.velden(("doe", f"kies uit aanvullen, intrekken, {', '.join((*_STAPPEN, *knoppen))}"))
    return knoppen[gevraagd]


def _herrouteer(tx: Tx, nummer: str, oin: str, wijzig: Callable[[Tx, str, str, str], Any]) -> None:
    """As the bevoegd gezag that has it now would, over Verzoek afhandelen."""
    verzoek = tables.verzoek_met(tx, nummer)
    wijzig(tx, nummer, oin, "" if verzoek is None else verzoek.bevoegd_gezag)


_STAPPEN: dict[str, Callable[[str, int | None], Callable[[Tx], Any]]] = {
    "verleng": lambda nummer, weken: lambda tx: termijnen.verleng(tx, nummer, weken),
    "opschorten": lambda nummer, _: lambda tx: termijnen.schort_op(tx, nummer),
    "hervatten": lambda nummer, _: lambda tx: termijnen.hervat(tx, nummer),
}


def _doe(hier: Beheer, wereld: Wereld, stap: Callable[[Tx], Any]) -> None:
    """Take a step and let the agenda do what comes of it. Raises Weigering (404, 409)."""
    with vertaald(), wereld.schrijf() as tx:
        stap(tx)
    hier.kern.agenda.tot_rust(wereld.omgeving)


def _notificatie(wereld: Wereld, verzoeknummer: str, volgnummer: int, oin: str) -> dict[str, Any]:
    with wereld.lees() as lezing:
        return notificatie_als_json(notificatie_van(lezing, verzoeknummer, volgnummer, oin))


def _termijn(wereld: Wereld, verzoeknummer: str) -> dict[str, Any] | None:
    with wereld.lees() as lezing:
        return termijn_als_json(lezing, verzoeknummer)


def _getal(tekst: str) -> int:
    if not (tekst.isascii() and tekst.isdecimal() and len(tekst) <= 6):
        raise Weigering.velden(("volgnummer", "geen nummer"))
    return int(tekst)
