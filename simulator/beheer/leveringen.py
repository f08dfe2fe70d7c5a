"""Deliveries: the list, each with its verdict and messages, and a place to drop a zip."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Row, select

from simulator.beheer import leveringbeeld, oordeel, paginas, vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import GEEN_NUL, Beheer, Hier, WereldHier, json, wortel
from simulator.beheer.wachten import GROOTSTE
from simulator.contract import lichaam
from simulator.contract.router import GEHEUGEN
from simulator.edge import multipart
from simulator.edge.multipart import Deel, Formulier
from simulator.kernel.store import Wereld
from simulator.lvbb import service, tables
from simulator.lvbb.errors import LeveringOnbekend
from simulator.lvbb.inbreng import BUITEN_DE_KETEN
from simulator.lvbb.service import Verzoek

router = APIRouter()
MAX_BYTES = 1_181_116_006
"""As the LVBB over HTTP takes it."""
_MAX_BESTANDEN = 50
_CONTRACT = "lvbb/bronhouderkoppelvlak"
_OP_EEN_PAGINA = 100
Voor = Annotated[int | None, Query(ge=0, le=GROOTSTE)]


@router.get("/_sim/leveringen", **operatie("Alle leveringen", "leveringen", vormen.LEVERINGEN))
def lijst(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Every delivery, oldest first; a browser gets the page."""
    if paginas.wil_pagina(request):
        return pagina(request, hier, wereld)
    alle = [beeld.als_json(wortel(request)) for beeld in reversed(leveringbeeld.beelden(hier, wereld))]
    return json({"leveringen": alle}, kop={"Vary": "Accept"})


@router.get("/_sim/leveringen.html", include_in_schema=False)
def pagina(request: Request, hier: Hier, wereld: WereldHier, voor: Voor = None) -> Response:
    """The newest deliveries, or those before one; newest first."""
    gevonden = leveringbeeld.beelden(hier, wereld, voor=voor, aantal=_OP_EEN_PAGINA + 1)
    return paginas.pagina(
        request,
        "leveringen.html",
        titel="Leveringen",
        leveringen=gevonden[:_OP_EEN_PAGINA],
        ouder=len(gevonden) > _OP_EEN_PAGINA,
        voor=voor,
        kop={"Vary": "Accept"},
    )


@router.post("/_sim/leveringen", status_code=303, include_in_schema=False)
async def lever(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Deliver what was dropped on the page, wait for the verdict, and go to it."""
    async with _lees_formulier(request, hier) as formulier:
        bestanden = [deel for naam, deel in formulier.alle if naam == "bestand" and deel.bestandsnaam]
        if not bestanden:
            raise Weigering.velden(("bestand", "kies een zip om aan te leveren"))
        if len(bestanden) > _MAX_BESTANDEN:
            raise Weigering.velden(("bestand", f"hoogstens {_MAX_BESTANDEN} zips tegelijk"))
        oin = (formulier.tekst("oin") or "").strip()
        if len(oin) > 40:
            raise Weigering.velden(("oin", "hoogstens 40 tekens"))
        if "\0" in oin:
            raise Weigering.velden(("oin", GEEN_NUL))
        ids = await hier.lang(lambda: _lever(hier, wereld, bestanden, oin))
    naar = f"/_sim/leveringen/{ids[0]}" if len(ids) == 1 else "/_sim/leveringen.html"
    return RedirectResponse(wortel(request) + naar, 303)


@router.get(
    "/_sim/leveringen/{id_}/oordeel",
    **operatie("Het oordeel over een levering", "leveringen", vormen.OORDEEL, fouten=(404, 409)),
)
def oordeel_van(wereld: WereldHier, id_: str) -> Response:
    """The verdict on a delivery with all that is known of it."""
    rij = _levering(wereld, id_)
    if rij.route == BUITEN_DE_KETEN:
        raise Weigering(409, f"Levering {id_} is buiten de keten ingebracht; daarover komt geen oordeel.")
    if rij.oordeel is None:
        detail = f"Levering {id_} is nog niet beoordeeld (status {rij.status}); vraag het straks nog eens."
        raise Weigering(409, detail)
    return json({"bestand": rij.id_levering or rij.id, **rij.oordeel})


@router.get(
    "/_sim/leveringen/{id_}",
    **operatie("Een levering", "leveringen", vormen.LEVERING, fouten=(404,)),
)
def levering(request: Request, hier: Hier, wereld: WereldHier, id_: str) -> Response:
    """One delivery: its verdict by phase and the messages about it; as JSON what the list says of it."""
    rij = _levering(wereld, id_)
    (beeld,) = leveringbeeld.beelden(hier, wereld, id_=rij.id)
    if not paginas.wil_pagina(request):
        return json(beeld.als_json(wortel(request)), kop={"Vary": "Accept"})
    basis = next((k.contract.basis for k in hier.koppelvlakken if k.contract_id == _CONTRACT), "")
    return paginas.pagina(
        request,
        "levering.html",
        titel=f"Levering {rij.id_levering or rij.id}",
        levering=rij,
        beeld=beeld,
        fasen=[] if rij.oordeel is None else oordeel.per_fase(rij.oordeel, rij.soort),
        uitkomst="" if rij.oordeel is None else oordeel.uitkomst(rij.oordeel, rij.status),
        berichten=[(b, bytes(b.inhoud).decode("utf-8", "replace")) for b in service.berichten(wereld, rij.id)],
        resultaten=f"{basis}/leveringen/{rij.id}/resultaten",
        kop={"Vary": "Accept"},
    )


def berichten(wereld: Wereld, limiet: int) -> list[Row[Any]]:
    """The newest result messages of a world, without their text, each with the delivery that it is about."""
    b, t = tables.bericht, tables.levering
    kolommen = (b.c.levering, b.c.volgnummer, b.c.soort, b.c.op, t.c.id_levering)
    with wereld.lees() as lezing:
        vraag = (
            select(*kolommen)
            .join_from(b, t, (b.c.wereld == t.c.wereld) & (b.c.levering == t.c.id))
            .where(b.c.wereld == lezing.wereld)
        )
        geordend = vraag.order_by(b.c.op.desc(), t.c.nummer.desc(), b.c.volgnummer.desc())
        return list(lezing.conn.execute(geordend.limit(limiet)))


def _levering(wereld: Wereld, id_: str) -> Row[Any]:
    try:
        return service.levering(wereld, id_)
    except LeveringOnbekend as fout:
        raise Weigering(404, str(fout)) from None


def _lever(hier: Beheer, wereld: Wereld, bestanden: list[Deel], oin: str) -> list[str]:
    verzoek = Verzoek(oin=oin, leverancier="startpagina")
    geleverd = [service.lever_aan(wereld, deel.inhoud, deel.grootte, verzoek) for deel in bestanden]
    hier.kern.agenda.tot_rust(wereld.omgeving)
    return [rij.id for rij in geleverd]


@asynccontextmanager
async def _lees_formulier(request: Request, hier: Beheer) -> AsyncIterator[Formulier]:
    """The form, of which the files last as long as the context. Raises Weigering, errors.Fout and Afgebroken."""
    media = request.headers.get("content-type", "geen")
    soort = media.partition(";")[0].strip().lower()
    if soort != "multipart/form-data":
        raise Weigering(415, f"Content-Type is {soort}; hier wordt aangenomen: multipart/form-data.")
    with SpooledTemporaryFile(max_size=GEHEUGEN) as bestand:
        bron = cast(IO[bytes], bestand)
        await lichaam.lees(request.scope, request.receive, bron, MAX_BYTES)
        bron.seek(0)
        ontleed = multipart.ontleed(media, bron)
        formulier = await hier.lang(ontleed.__enter__)
        try:
            yield formulier
        finally:
            ontleed.__exit__(None, None, None)
