"""The inbox: the notifications of organisations, and picking them up by hand."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import ColumnElement, Row, select

from simulator.beheer import bezorgadres, paginas, stamadressen, verzoekbeeld, vormen, vormen_stam
from simulator.beheer.beschrijving import operatie
from simulator.beheer.hier import Hier, WereldHier, json
from simulator.beheer.stamfouten import vertaald
from simulator.beheer.verzoekbeeld import Volgnummer, notificatie_als_json, notificatie_van
from simulator.kernel.transactie import Lezing
from simulator.stam import berichten, instellingen, tables

router = APIRouter()
_OP_DE_PAGINA = 100
_N = tables.notificatie


@router.get(
    "/_sim/postvak",
    **operatie(
        "Notificaties, de nieuwste eerst",
        "verzoeken",
        vormen_stam.POSTVAK,
        fouten=(400,),
        uitleg="Alle notificaties, ook die bezorgd zijn; met status=inbox wat nog in het postvak ligt.",
    ),
)
def postvak(
    request: Request,
    hier: Hier,
    wereld: WereldHier,
    oin: Annotated[str, Query(max_length=20)] = "",
    status: Annotated[str, Query(pattern="^(queued|sent|acked|retrying|failed|inbox)?$")] = "",
    vanaf: Annotated[int, Query(ge=0, le=100_000)] = 0,
    aantal: Annotated[int, Query(ge=1, le=1000)] = _OP_DE_PAGINA,
    verzoek: Annotated[str, Query(max_length=13, include_in_schema=False)] = "",
    volgnummer: Annotated[int, Query(ge=0, le=999_999, include_in_schema=False)] = 0,
    gedaan: Annotated[str, Query(max_length=20, include_in_schema=False)] = "",
) -> Response:
    """The notifications that fit; a browser gets the page, on which one of them can be open."""
    with wereld.lees() as lezing:
        notificaties, totaal = _zoek(lezing, oin, status, vanaf, aantal)
        if not paginas.wil_pagina(request):
            return json({"notificaties": notificaties, "totaal": totaal}, kop={"Vary": "Accept"})
        gekozen = notificatie_van(lezing, verzoek, volgnummer, oin) if verzoek else None
        inhoud: dict[str, Any] = {
            "wie": _wie(oin),
            "organisaties": _ontvangers(lezing),
            "ontvangst": bezorgadres.als_json(lezing, oin) if oin else None,
            "xml": "" if gekozen is None else _bericht(lezing, gekozen).decode(),
        }
    return paginas.pagina(
        request,
        "postvak.html",
        titel="Postvak",
        notificaties=notificaties,
        totaal=totaal,
        gekozen=None if gekozen is None else {"verzoeknummer": verzoek, **notificatie_als_json(gekozen)},
        adressen=stamadressen.adressen(hier, verzoek),
        opgehaald=gedaan == "ophalen",
        bewaard=gedaan == "ontvangst",
        kop={"Vary": "Accept"},
        **inhoud,
    )


@router.get(
    "/_sim/verzoeken/{verzoeknummer}/notificaties/{volgnummer}/{oin}/bericht",
    **operatie(
        "De notificatie als bericht, in het profiel van nu",
        "verzoeken",
        vormen.EEN_BERICHT,
        media="application/xml",
        fouten=(404,),
    ),
)
def bericht(wereld: WereldHier, verzoeknummer: str, volgnummer: Volgnummer, oin: str) -> Response:
    """The XML of a notification, as the adapter https sends it."""
    with wereld.lees() as lezing:
        inhoud = _bericht(lezing, notificatie_van(lezing, verzoeknummer, volgnummer, oin))
    return Response(inhoud, 200, {"Cache-Control": "no-store"}, "application/xml")


def _zoek(lezing: Lezing, oin: str, status: str, vanaf: int, aantal: int) -> tuple[list[dict[str, Any]], int]:
    waar: list[ColumnElement[bool]] = [_N.c.wereld == lezing.wereld]
    if oin:
        waar.append(_N.c.oin == oin)
    if status:
        waar.append(_N.c.status == status)
    volgorde = (_N.c.gepland_op.desc(), _N.c.verzoeknummer.desc(), _N.c.volgnummer.desc(), _N.c.oin)
    rijen = lezing.conn.execute(select(_N).where(*waar).order_by(*volgorde).offset(vanaf).limit(aantal))
    gevonden = [{"verzoeknummer": rij.verzoeknummer, **notificatie_als_json(rij)} for rij in rijen]
    return gevonden, lezing.aantal(_N, *waar)


def _ontvangers(lezing: Lezing) -> list[dict[str, str]]:
    """Every organisation that a notification is for, by name."""
    oins = lezing.conn.scalars(select(_N.c.oin).where(_N.c.wereld == lezing.wereld).distinct())
    gevonden = [wie for oin in oins if (wie := verzoekbeeld.organisatie(oin)) is not None]
    return sorted(gevonden, key=lambda wie: (wie["naam"], wie["oin"]))


def _wie(oin: str) -> dict[str, str] | None:
    with vertaald():
        return verzoekbeeld.organisatie(oin)


def _bericht(lezing: Lezing, rij: Row[Any]) -> bytes:
    return berichten.notificatie_xml(instellingen.lees(lezing).profiel, rij.verzoeknummer, rij.volgnummer, rij.oin)
