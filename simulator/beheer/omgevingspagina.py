"""The page of the omgevingen, and what its forms do."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from simulator.beheer import omgevingen, paginas
from simulator.beheer.formulier import velden
from simulator.beheer.fouten import Weigering, redenen
from simulator.beheer.hier import Hier, WereldHier, wortel
from simulator.beheer.omgevingen import Nieuw, Vraag

router = APIRouter()
GEDAAN = {
    "maak": "De omgeving is gemaakt.",
    "verwijder": "De omgeving is weg, met alles erin.",
    "streng": "De omgeving is nu strikt: sleutels, certificaten, OIN's en machtigingen tellen.",
    "open": "De omgeving is nu open: iedereen mag alles.",
}
_NU = ""


@router.get("/_sim/omgevingen.html", include_in_schema=False)
def pagina(
    request: Request,
    hier: Hier,
    wereld: WereldHier,
    gedaan: Annotated[str, Query(max_length=20)] = "",
    van: Annotated[str, Query(max_length=210)] = "",
    naar: Annotated[str, Query(max_length=210)] = "",
) -> Response:
    """Every omgeving with its address, a form for a new one, and what differs between two."""
    lijst = omgevingen.alle(request, hier)
    gevonden = None
    if van and naar:
        gevonden = omgevingen.doe_verschil(hier, wereld, _vraag(van, naar))
    keuzes = [(o["naam"], _NU) for o in lijst] + [(o["naam"], s) for o in lijst for s in o["snapshots"]]
    return paginas.pagina(
        request,
        "omgevingen.html",
        titel="Omgevingen",
        melding=GEDAAN.get(gedaan, ""),
        omgevingen=lijst,
        keuzes=keuzes,
        van=van,
        naar=naar,
        verschil=gevonden,
    )


@router.post("/_sim/formulier/omgeving", status_code=303, include_in_schema=False)
async def formulier(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Make, branch, remove or set, by the button that was pressed."""
    gegeven = await velden(request)
    doe, naam = gegeven.get("doe", ""), gegeven.get("naam", "").strip()
    if doe == "maak":
        nieuw = _nieuw(naam, gegeven)
        await hier.lang(lambda: omgevingen.doe_maak(hier, nieuw))
    elif doe == "verwijder":
        await hier.lang(lambda: omgevingen.doe_verwijder(hier, naam))
    elif doe in ("streng", "open"):
        await hier.lang(lambda: omgevingen.zet_streng(hier, naam, doe == "streng"))
    else:
        raise Weigering.velden(("doe", "kies uit maak, verwijder, streng en open"))
    weg = doe == "verwijder" and naam == wereld.omgeving
    return RedirectResponse(f"{'' if weg else wortel(request)}/_sim/omgevingen.html?gedaan={doe}", 303)


def _nieuw(naam: str, gegeven: dict[str, str]) -> Nieuw:
    van, _, snapshot = gegeven.get("van", "").partition(" ")
    streng = True if gegeven.get("streng") else None
    klok = None if van else gegeven.get("klok") or None
    gevraagd = {"naam": naam, "streng": streng, "klok": klok, "van": van or None, "snapshot": snapshot or None}
    try:
        return Nieuw.model_validate(gevraagd)
    except ValidationError as fout:
        raise Weigering.velden(*redenen(fout.errors())) from None


def _vraag(van: str, naar: str) -> Vraag:
    """What the form says: the name of an omgeving, and after a space that of a snapshot of it."""
    (a, _, sa), (b, _, sb) = van.partition(" "), naar.partition(" ")
    return Vraag(a, sa, b, sb)
