"""The journal: every message in and out, as JSON, on a page, and each body as it went over the wire."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Row, select

from simulator.beheer import paginas
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, WereldHier, json
from simulator.kernel import blobs, clock, tables
from simulator.kernel.store import Wereld

router = APIRouter()
_STUK = 1 << 18
_OP_DE_PAGINA = 100
_VRIJ = re.compile(
    r"application/(json|xml|zip|[\w.-]+\+json|soap\+xml|gml\+xml)|text/(plain|xml|csv|yaml)|image/(png|jpeg)"
)
_ALS_TEKST = re.compile(r"text/.*|application/(xhtml\+xml|x-www-form-urlencoded|.*javascript)|image/svg.*|multipart/.*")
_ZANDBAK = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Vraag:
    """Which lines are wanted. fouten: only those answered with 400 or more, or not at all."""

    na: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
    aantal: Annotated[int, Query(ge=1, le=1000)] = 100
    nieuwste: bool = False
    koppelvlak: Annotated[str, Query(max_length=40)] = ""
    operatie: Annotated[str, Query(max_length=80)] = ""
    organisatie: Annotated[str, Query(max_length=40)] = ""
    fouten: bool = False


@router.get("/_sim/journaal")
def lees(request: Request, hier: Hier, wereld: WereldHier, vraag: Annotated[Vraag, Depends()]) -> Response:
    """Lines after a number, oldest first, or the newest first; a browser gets the page."""
    if paginas.wil_pagina(request):
        return pagina(request, hier, wereld, vraag)
    return json({"regels": [als_json(rij) for rij in regels(hier, wereld, vraag)]}, kop={"Vary": "Accept"})


@router.get("/_sim/journaal.html")
def pagina(request: Request, hier: Hier, wereld: WereldHier, vraag: Annotated[Vraag, Depends()]) -> Response:
    """The newest lines, with filters."""
    gevraagd = Vraag(
        aantal=_OP_DE_PAGINA,
        nieuwste=True,
        koppelvlak=vraag.koppelvlak,
        operatie=vraag.operatie,
        organisatie=vraag.organisatie,
        fouten=vraag.fouten,
    )
    return paginas.pagina(
        request,
        "journaal.html",
        titel="Journaal",
        regels=regels(hier, wereld, gevraagd),
        vraag=gevraagd,
        koppelvlakken=sorted({koppelvlak.naam for koppelvlak in hier.koppelvlakken}),
        kop={"Vary": "Accept"},
    )


@router.get("/_sim/journaal/{nummer}/{kant}")
def lichaam(hier: Hier, wereld: WereldHier, nummer: int, kant: Literal["verzoek", "antwoord"]) -> Response:
    """A body as it went over the wire, and so that no browser runs what is in it."""
    j = tables.journaal
    hier.kern.journaal.spoel()
    vraag = select(j.c[f"{kant}_kop"], j.c[f"{kant}_blob"], j.c[kant]).where(
        j.c.omgeving == wereld.omgeving, j.c.nummer == min(max(nummer, 0), 2**31 - 1)
    )
    with wereld.store.open_lezing() as conn:
        rij = conn.execute(vraag).first()
    if rij is None:
        raise Weigering(404, f"Er is geen regel {nummer} in het journaal (meer).")
    kop, sha256, inhoud = rij
    media, bijlage = _veilig(_kop(kop).get("content-type", ""))
    koppen = {**_ZANDBAK, "Cache-Control": "no-store"}
    if bijlage:
        koppen["Content-Disposition"] = f'attachment; filename="{nummer}-{kant}{bijlage}"'
    if sha256 is None:
        return Response(bytes(inhoud or b""), 200, koppen, media)
    return StreamingResponse(_stroom(wereld, sha256), 200, koppen, media)


def regels(hier: Beheer, wereld: Wereld, vraag: Vraag) -> list[Row[Any]]:
    """Lines of the journal without their bodies, which can be large."""
    hier.kern.journaal.spoel()
    j = tables.journaal
    kolommen = [kolom for kolom in j.c if kolom.name not in ("verzoek", "antwoord")]
    gelijk = [
        j.c[naam] == waarde
        for naam, waarde in (
            ("koppelvlak", vraag.koppelvlak),
            ("operatie", vraag.operatie),
            ("organisatie", vraag.organisatie),
        )
        if waarde
    ]
    if vraag.fouten:
        gelijk.append(~j.c.status.between(100, 399))
    volgorde = j.c.nummer.desc() if vraag.nieuwste else j.c.nummer
    gekozen = select(*kolommen).where(j.c.omgeving == wereld.omgeving, j.c.nummer > vraag.na, *gelijk)
    with wereld.store.open_lezing() as conn:
        return list(conn.execute(gekozen.order_by(volgorde).limit(vraag.aantal)))


def als_json(rij: Row[Any]) -> dict[str, Any]:
    """A line as the control API shows it."""
    verzoek = {"kop": _kop(rij.verzoek_kop), "grootte": rij.verzoek_grootte}
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
        "antwoord": {"kop": _kop(rij.antwoord_kop), "grootte": rij.antwoord_grootte},
        "kenmerken": rij.kenmerken,
        "regels": rij.regels,
    }


def _kop(paren: list[tuple[str, str]]) -> dict[str, str]:
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
