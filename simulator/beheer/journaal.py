"""The journal: every message in and out, as JSON, on a page, and each body as it went over the wire."""

import re
import tempfile
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Row, select

from simulator.beheer import journaalvraag, paginas, vormen, wachten
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier, WereldHier, json
from simulator.beheer.journaalvraag import GROOTSTE, Filter
from simulator.kernel import blobs, clock, tables
from simulator.kernel.store import Wereld

router = APIRouter()
FilterHier = Annotated[Filter, Depends()]
_STUK = 1 << 18
_OP_DE_PAGINA = 30
_IN_DE_STROOM = 200
_VRIJ = re.compile(
    r"application/(json|xml|zip|[\w.-]+\+json|soap\+xml|gml\+xml)|text/(plain|xml|csv|yaml)|image/(png|jpeg)"
)
_ALS_TEKST = re.compile(r"text/.*|application/(xhtml\+xml|x-www-form-urlencoded|.*javascript)|image/svg.*|multipart/.*")
_ZANDBAK = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


@router.get(
    "/_sim/journaal",
    **operatie("Regels van het journaal", "journaal", vormen.JOURNAAL, fouten=(400,), uitleg="Het oudste eerst."),
)
def lees(
    request: Request,
    hier: Hier,
    wereld: WereldHier,
    filter_: FilterHier,
    aantal: Annotated[int, Query(ge=1, le=1000)] = 100,
    nieuwste: bool = False,
) -> Response:
    """Lines after a number, oldest first, or the newest first; a browser gets the page."""
    if paginas.wil_pagina(request):
        return pagina(request, hier, wereld, filter_)
    gevonden = journaalvraag.rijen(hier, wereld, filter_, aantal=aantal, nieuwste=nieuwste)
    return json({"regels": [als_json(rij) for rij in gevonden]}, kop={"Vary": "Accept"})


@router.get(
    "/_sim/journaal/onderweg",
    **operatie(
        "Antwoorden die nu verzonden worden",
        "journaal",
        vormen.ONDERWEG,
        uitleg="Van dit proces. Een regel in het journaal komt er pas als het antwoord aan zijn einde is.",
    ),
)
def onderweg(hier: Hier, wereld: WereldHier) -> Response:
    """Large answers that are still being sent, with how far they are."""
    return json(
        {
            "onderweg": [
                {
                    "koppelvlak": gang.koppelvlak,
                    "operatie": gang.operatie,
                    "organisatie": gang.organisatie,
                    "pad": gang.pad,
                    "kenmerken": dict(gang.kenmerken),
                    "verzonden": gang.verzonden(),
                    "totaal": gang.totaal,
                }
                for gang in hier.kern.lopend.van(wereld.omgeving)
            ]
        }
    )


@router.get("/_sim/journaal.html", include_in_schema=False)
def pagina(request: Request, hier: Hier, wereld: WereldHier, filter_: FilterHier) -> Response:
    """The newest lines, with filters."""
    namen = {koppelvlak.naam for koppelvlak in hier.koppelvlakken} | {"beheer"}
    gevonden = journaalvraag.rijen(hier, wereld, filter_, aantal=_OP_DE_PAGINA, nieuwste=True)
    return paginas.pagina(
        request,
        "journaal.html",
        titel="Journaal",
        regels=gevonden,
        filter=filter_,
        vol=len(gevonden) == _OP_DE_PAGINA,
        laatste=gevonden[0].nummer if gevonden else filter_.na,
        koppelvlakken=sorted(namen),
        kop={"Vary": "Accept"},
    )


@router.get("/_sim/journaal/nieuw.html", include_in_schema=False)
def nieuw(request: Request, hier: Hier, wereld: WereldHier, filter_: FilterHier) -> Response:
    """The rows of the table on the page that came since; the script of the page puts them on top."""
    gevonden = journaalvraag.rijen(hier, wereld, filter_, aantal=_OP_DE_PAGINA, nieuwste=True)
    return paginas.pagina(request, "journaalregels.html", regels=gevonden)


@router.get("/_sim/journaal.js", include_in_schema=False)
def script() -> Response:
    """The script of the page: it asks for what came since and puts it on top."""
    return paginas.script("journaal.js")


@router.get(
    "/_sim/journaal/stroom",
    **operatie(
        "Nieuwe regels van het journaal, als stroom",
        "journaal",
        vormen.STROOM,
        media="text/event-stream",
        fouten=(400,),
        uitleg="Zonder Last-Event-ID en zonder na begint de stroom bij wat er van nu af aan komt.",
    ),
)
async def stroom(
    request: Request,
    hier: Hier,
    wereld: WereldHier,
    filter_: FilterHier,
    last_event_id: Annotated[str, Header(max_length=40)] = "",
) -> Response:
    """Every new line as a server-sent event."""
    journaalvraag.voorwaarden(filter_)  # refuses what cannot be read, while there is still an answer to give
    begin = await hier.leest(lambda: journaalvraag.laatste(hier, wereld))
    na = filter_.na if "na" in request.query_params else begin

    def volgende(vanaf: int) -> list[tuple[int, dict[str, Any]]]:
        gevonden = journaalvraag.rijen(hier, wereld, filter_, aantal=_IN_DE_STROOM, na=vanaf)
        return [(rij.nummer, als_json(rij)) for rij in gevonden]

    return wachten.stroom(request, hier, volgende, wachten.vanaf(last_event_id, na))


@router.get(
    "/_sim/journaal/{nummer}/{kant}",
    **operatie("Een bericht zoals het over de lijn ging", "journaal", vormen.EEN_BERICHT, media="*/*", fouten=(404,)),
)
def lichaam(hier: Hier, wereld: WereldHier, nummer: int, kant: Literal["verzoek", "antwoord"]) -> Response:
    """A body as it went over the wire, and so that no browser runs what is in it."""
    j = tables.journaal
    hier.kern.journaal.spoel()
    vraag = select(j.c[f"{kant}_kop"], j.c[f"{kant}_blob"], j.c[kant]).where(
        j.c.omgeving == wereld.omgeving, j.c.nummer == min(max(nummer, 0), GROOTSTE)
    )
    with wereld.store.open_lezing() as conn:
        rij = conn.execute(vraag).first()
    if rij is None:
        raise Weigering(404, f"Er is geen regel {nummer} in het journaal (meer).")
    kop, sha256, inhoud = rij
    media, bijlage = _veilig(koppen(kop).get("content-type", ""))
    antwoordkop = {**_ZANDBAK, "Cache-Control": "no-store"}
    if bijlage:
        antwoordkop["Content-Disposition"] = f'attachment; filename="{nummer}-{kant}{bijlage}"'
    if sha256 is None:
        return Response(bytes(inhoud or b""), 200, antwoordkop, media)
    return StreamingResponse(_stroom(wereld, sha256), 200, antwoordkop, media)


def als_json(rij: Row[Any]) -> dict[str, Any]:
    """A line as the control API shows it."""
    verzoek = {"kop": koppen(rij.verzoek_kop), "grootte": rij.verzoek_grootte}
    if rij.verzoek_blob is not None:
        verzoek["sha256"] = rij.verzoek_blob
    return {
        "nummer": rij.nummer,
        "op": clock.iso(rij.op),
        "richting": rij.richting,
        "koppelvlak": rij.koppelvlak,
        "operatie": rij.operatie,
        "organisatie": rij.organisatie,
        "methode": rij.methode,
        "pad": rij.pad,
        "status": rij.status,
        "duurMs": rij.duur_ms,
        "verzoek": verzoek,
        "antwoord": {"kop": koppen(rij.antwoord_kop), "grootte": rij.antwoord_grootte},
        "kenmerken": rij.kenmerken,
        "regels": rij.regels,
    }


def koppen(paren: list[tuple[str, str]]) -> dict[str, str]:
    """Headers by name in lower case; those that come more than once are joined."""
    uit: dict[str, str] = {}
    for naam, waarde in paren:
        sleutel = naam.lower()
        uit[sleutel] = f"{uit[sleutel]}, {waarde}" if sleutel in uit else waarde
    return uit


def _veilig(content_type: str) -> tuple[str, str]:
    """(media type to serve a body as, suffix of a download or "" to show it) for what a message said it was."""
    soort = content_type.partition(";")[0].strip().lower()
    if soort == "application/zip":
        return soort, ".zip"
    if _VRIJ.fullmatch(soort):
        return soort, ""
    return ("text/plain", "") if not soort or _ALS_TEKST.fullmatch(soort) else ("application/octet-stream", ".bin")


def _stroom(wereld: Wereld, sha256: str) -> Iterator[bytes]:
    """A kept body in parts; read to the end first, so that no connection stays open for a slow reader."""
    with tempfile.SpooledTemporaryFile(max_size=blobs.IN_GEHEUGEN) as bestand:
        with wereld.store.open_lezing() as conn:
            for deel in blobs.stroom(conn, sha256):
                bestand.write(deel)
        bestand.seek(0)
        while stuk := bestand.read(_STUK):
            yield stuk
