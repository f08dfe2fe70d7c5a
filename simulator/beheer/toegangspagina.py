"""The page of keys, certificates and machtigingen of an omgeving, and what its forms do."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from simulator.beheer import omgevingen, paginas, toegang
from simulator.beheer.formulier import velden
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, WereldHier, wortel
from simulator.beheer.toegang import Sleutel
from simulator.kernel.store import Wereld
from simulator.stelsel import toegang as bekenden
from simulator.stelsel.toegang import STRENG

router = APIRouter()
GEDAAN = {
    "sleutel-weg": "De sleutel is ingetrokken.",
    "certificaat": "Het certificaat is toegelaten.",
    "certificaat-weg": "Het certificaat is niet meer toegelaten.",
    "machtig": "De machtiging is verleend.",
    "trek-in": "De machtiging is ingetrokken.",
}


@router.get("/_sim/toegang.html", include_in_schema=False)
def pagina(
    request: Request, hier: Hier, wereld: WereldHier, gedaan: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Who is known in this omgeving, and what they may."""
    return _pagina(request, hier, wereld, GEDAAN.get(gedaan, ""))


@router.post("/_sim/formulier/toegang", status_code=303, include_in_schema=False)
async def formulier(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Let in, mandate or withdraw, by the button that was pressed."""
    gegeven = await velden(request)
    doe = gegeven.get("doe", "")
    if doe == "sleutel":  # shown once, so no redirect
        nieuw = Sleutel(naam=gegeven.get("naam", "")[:100])
        sleutel = (await hier.lang(lambda: toegang.doe_sleutel(hier, wereld, nieuw)))["sleutel"]
        return _pagina(
            request, hier, wereld, "De sleutel is uitgegeven. Schrijf hem op: hij staat hier eenmaal.", sleutel
        )
    await hier.lang(lambda: _doe(hier, wereld, doe, gegeven))
    return RedirectResponse(f"{wortel(request)}/_sim/toegang.html?gedaan={doe}", 303)


def _doe(hier: Beheer, wereld: Wereld, doe: str, gegeven: dict[str, str]) -> None:
    """What a button asks for, blocking. Raises Weigering."""
    kenmerk = gegeven.get("kenmerk", "").strip()
    organisatie, dienst = gegeven.get("organisatie", "").strip(), gegeven.get("dienst", "")
    if doe == "sleutel-weg":
        toegang.doe_wis_sleutel(hier, wereld, kenmerk)
    elif doe == "certificaat":
        oins = gegeven.get("oins", "").replace(",", " ").split()
        toegang.doe_certificaat(hier, wereld, kenmerk, gegeven.get("naam", "")[:100], oins)
    elif doe == "certificaat-weg":
        toegang.doe_wis_certificaat(hier, wereld, kenmerk)
    elif doe == "machtig":
        leverancier = gegeven.get("leverancier", "").strip()
        toegang.doe_machtig(hier, wereld, organisatie, dienst, leverancier, gegeven.get("vanaf") or None)
    elif doe == "trek-in":
        toegang.doe_trek_in(hier, wereld, organisatie, dienst)
    else:
        raise Weigering.velden(("doe", f"kies uit sleutel, {', '.join(GEDAAN)}"))


def _pagina(request: Request, hier: Beheer, wereld: Wereld, melding: str, sleutel: str = "") -> Response:
    store = hier.kern.store
    return paginas.pagina(
        request,
        "toegang.html",
        titel="Toegang",
        melding=melding,
        sleutel=sleutel,
        streng=bool(omgevingen.zoek(hier, wereld.omgeving).instellingen.get(STRENG)),
        sleutels=bekenden.sleutels(store, wereld.omgeving),
        certificaten=bekenden.certificaten(store, wereld.omgeving),
        machtigingen=toegang.alle(wereld),
        diensten=toegang.diensten(hier),
    )
