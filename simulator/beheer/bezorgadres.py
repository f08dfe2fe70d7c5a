"""Where an organisation is notified: set over the control API, or with the form below its inbox."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ConfigDict, Field

from simulator.basischeck.masker import masker_kop
from simulator.beheer import vormen_stam
from simulator.beheer.beschrijving import operatie
from simulator.beheer.formulier import velden as lees_velden
from simulator.beheer.hier import Hier, Lichaam, WereldHier, json, lichaam, wortel
from simulator.beheer.stamfouten import vertaald
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing
from simulator.stam import instanties, ontvangst, tables

router = APIRouter()
WAARSCHUWING = (
    "Een webhook met JSON is niet het echte koppelvlak: het DSO stuurt een notificatie over Digikoppeling, en de "
    "ontvanger haalt daarna het verzoek op."
)


class Adres(Lichaam):
    """Where and how. wachtwoord: leave it out to keep the one for this url; opties: what only that adapter knows."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"adapter": "https", "url": "http://localhost:9000/notificaties/00000009001000009920"}]
        }
    )

    adapter: Annotated[str, Field(max_length=20)]
    url: Annotated[str, Field(max_length=2000)] = ""
    gebruiker: Annotated[str, Field(max_length=200)] = ""
    wachtwoord: Annotated[str, Field(max_length=200)] | None = None
    headers: dict[str, str] = Field(default_factory=dict, max_length=30)
    opties: dict[str, Any] = Field(default_factory=dict, max_length=30)


@router.get(
    "/_sim/organisaties/{oin}/ontvangst",
    **operatie(
        "Waar een organisatie haar notificaties krijgt",
        "organisaties",
        vormen_stam.ONTVANGST,
        fouten=(400,),
        uitleg="Een wachtwoord of sleutel wordt nooit teruggegeven. Zonder adres liggen notificaties in het postvak.",
    ),
)
def lees(wereld: WereldHier, oin: str) -> Response:
    """Where an organisation is notified."""
    with vertaald(), wereld.lees() as lezing:
        return json(als_json(lezing, oin))


@router.put(
    "/_sim/organisaties/{oin}/ontvangst",
    **operatie(
        "Stel in waar een organisatie haar notificaties krijgt",
        "organisaties",
        vormen_stam.ONTVANGST,
        fouten=(400, 413, 415, 501),
        neemt=Adres,
        uitleg="adapter is https (de XML met POST), ebms, webhook (JSON met handtekening) of inbox. Zonder wachtwoord "
        "blijft dat van hetzelfde adres. Of de simulator het adres kan bereiken zegt POST /_sim/ontvangst/proef.",
    ),
)
async def zet(
    hier: Hier, wereld: WereldHier, oin: str, gevraagd: Annotated[Adres, Depends(lichaam(Adres))]
) -> Response:
    """Set where an organisation is notified."""
    return json(await hier.lang(lambda: bewaar(wereld, oin, gevraagd)))


@router.post("/_sim/formulier/ontvangst", status_code=303, include_in_schema=False)
async def formulier(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Set it from the form below the inbox; an empty password keeps the old one."""
    velden = await lees_velden(request)
    oin = velden.get("oin", "")
    gevraagd = Adres(
        adapter=velden.get("adapter", "")[:20],
        url=velden.get("url", "")[:2000],
        gebruiker=velden.get("gebruiker", "")[:200],
        wachtwoord=velden.get("wachtwoord", "")[:200] or None,
    )
    await hier.lang(lambda: _bewaar_van_pagina(wereld, oin, gevraagd))
    return RedirectResponse(f"{wortel(request)}/_sim/postvak?oin={oin}&gedaan=ontvangst#adres", 303)


def _bewaar_van_pagina(wereld: Wereld, oin: str, gevraagd: Adres) -> None:
    """As `bewaar`; headers and options, which the form does not show, stay as long as the adapter does."""
    with vertaald(), wereld.lees() as lezing:
        oud = ontvangst.lees(lezing, instanties.instantie(oin).oin)
    if oud.adapter == gevraagd.adapter:
        gevraagd = gevraagd.model_copy(update={"headers": dict(oud.headers), "opties": dict(oud.opties)})
    bewaar(wereld, oin, gevraagd)


def bewaar(wereld: Wereld, oin: str, gevraagd: Adres) -> dict[str, Any]:
    """Set where an organisation is notified, blocking; gives how it is set now. Raises Weigering (400, 501)."""
    with vertaald(), wereld.schrijf() as tx:
        oud = tables.ontvangst_van(tx, oin)
        # a password never goes to another address than it was given for
        houdt = gevraagd.wachtwoord is None and oud is not None and oud.url == gevraagd.url
        ontvangst.zet(
            tx,
            oin,
            adapter=gevraagd.adapter,
            url=gevraagd.url,
            gebruiker=gevraagd.gebruiker,
            wachtwoord=oud.wachtwoord if houdt and oud is not None else gevraagd.wachtwoord or "",
            headers=gevraagd.headers,
            opties=gevraagd.opties,
        )
        return als_json(tx, oin)


def als_json(lezing: Lezing, oin: str) -> dict[str, Any]:
    """Where an organisation is notified, without its secrets."""
    rij = ontvangst.lees(lezing, instanties.instantie(oin).oin)
    return {
        "oin": oin,
        "adapter": rij.adapter,
        "url": rij.url,
        "gebruiker": rij.gebruiker,
        "heeftWachtwoord": bool(rij.wachtwoord),
        "headers": masker_kop(rij.headers),
        "opties": dict(rij.opties),
        "waarschuwing": WAARSCHUWING if rij.adapter == "webhook" else "",
    }
