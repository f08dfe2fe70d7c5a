"""The mail sink: what software under test sent by mail. Nothing of a mail is ever shown as HTML of its own."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Row

from simulator.beheer import paginas, vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier, WereldHier, json, wortel
from simulator.kernel import clock
from simulator.kernel.store import STANDAARD, Wereld
from simulator.postbus import service
from simulator.postbus.bericht import Gelezen

router = APIRouter()
_GROOTSTE = 2**31 - 1
_OP_DE_PAGINA = 200


@router.get(
    "/_sim/mail",
    **operatie(
        "De mails die aankwamen",
        "mail",
        vormen.MAILS,
        fouten=(400,),
        uitleg="In smtp staat waar de postbus luistert; null als hij niet aanstaat, en in een andere omgeving dan "
        "standaard: daar komt geen mail.",
    ),
)
def lees(
    request: Request,
    hier: Hier,
    wereld: WereldHier,
    na: Annotated[int, Query(ge=0, le=_GROOTSTE)] = 0,
    aantal: Annotated[int, Query(ge=1, le=service.MAX_AANTAL)] = 100,
) -> Response:
    """Mails after a number, oldest first, and where to send them; a browser gets the page."""
    if paginas.wil_pagina(request):
        return pagina(request, hier, wereld)
    gevonden = [als_json(rij) for rij in service.lijst(wereld, na=na, limiet=aantal)]
    return json({"mail": gevonden, "smtp": _adres(hier, wereld)}, kop={"Vary": "Accept"})


def _adres(hier: Hier, wereld: WereldHier) -> str | None:
    """Where mail for this omgeving is taken: all of it comes to the standard one."""
    return hier.kern.adressen.get("smtp") if wereld.omgeving == STANDAARD else None


@router.delete("/_sim/mail", **operatie("Gooi alle mail weg", "mail", status=204))
async def wis(hier: Hier, wereld: WereldHier) -> Response:
    """Throw every mail away."""
    await hier.lang(lambda: service.wis(wereld))
    return Response(status_code=204)


@router.get("/_sim/mail.html", include_in_schema=False)
def pagina(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """The last mails, newest first."""
    gevonden, smtp = service.nieuwste(wereld, _OP_DE_PAGINA), _adres(hier, wereld)
    return paginas.pagina(request, "mail.html", titel="Mail", mails=gevonden, smtp=smtp, kop={"Vary": "Accept"})


@router.post("/_sim/formulier/mail", status_code=303, include_in_schema=False)
async def wis_formulier(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Throw every mail away, from the page."""
    await hier.lang(lambda: service.wis(wereld))
    return RedirectResponse(f"{wortel(request)}/_sim/mail.html", 303)


@router.get("/_sim/mail/{nummer}", **operatie("Een mail", "mail", vormen.MAIL, fouten=(400, 404)))
def een(request: Request, wereld: WereldHier, nummer: int) -> Response:
    """One mail with its text and what is attached; a browser gets the page."""
    rij, gelezen, _ = _mail(wereld, nummer)
    if paginas.wil_pagina(request):
        titel = rij.onderwerp or "Mail zonder onderwerp"
        return paginas.pagina(
            request, "mailbericht.html", titel=titel, mail=rij, gelezen=gelezen, kop={"Vary": "Accept"}
        )
    return json(met_inhoud(rij, gelezen), kop={"Vary": "Accept"})


@router.get(
    "/_sim/mail/{nummer}/bron",
    **operatie("Een mail zoals hij kwam", "mail", vormen.EEN_BERICHT, media="message/rfc822", fouten=(400, 404)),
)
def bron(wereld: WereldHier, nummer: int) -> Response:
    """The bytes of a mail, to be kept as a file."""
    rij, _, inhoud = _mail(wereld, nummer)
    kop = {"Content-Disposition": f'attachment; filename="mail-{rij.nummer}.eml"', "X-Content-Type-Options": "nosniff"}
    return Response(inhoud, 200, kop, "message/rfc822")


def als_json(rij: Row[Any]) -> dict[str, Any]:
    """A mail as the list shows it. van, aan: of the envelope."""
    return {
        "nummer": rij.nummer,
        "op": clock.iso(rij.op),
        "van": rij.van,
        "aan": rij.aan,
        "onderwerp": rij.onderwerp,
        "verzoeknummers": rij.verzoeknummers,
        "grootte": rij.grootte,
    }


def met_inhoud(rij: Row[Any], gelezen: Gelezen) -> dict[str, Any]:
    """A mail with what stands in it."""
    bijlagen = [{"naam": b.naam, "mediatype": b.mediatype, "grootte": b.grootte} for b in gelezen.bijlagen]
    koppen = {"van": gelezen.van, "aan": gelezen.aan, "cc": gelezen.cc}
    return {**als_json(rij), "koppen": koppen, "tekst": gelezen.tekst, "bijlagen": bijlagen}


def _mail(wereld: Wereld, nummer: int) -> tuple[Row[Any], Gelezen, bytes]:
    try:
        return service.mail(wereld, nummer if 0 <= nummer <= _GROOTSTE else -1)
    except service.MailOnbekend:
        raise Weigering(404, f"Er is geen mail met nummer {nummer}.") from None
