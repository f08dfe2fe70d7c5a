"""The start page, its style sheet, and what its forms do."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from simulator.beheer import (
    fixtures,
    journaalvraag,
    leveringbeeld,
    leveringen,
    paginas,
    snapshots,
    software,
    verzoekbeeld,
)
from simulator.beheer.formulier import velden
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, WereldHier, basis_url, wortel
from simulator.beheer.journaalvraag import Filter
from simulator.beheer.klok import doe_sprong, moment
from simulator.kernel import snapshot
from simulator.kernel.store import Wereld

router = APIRouter()
_LAATSTE = 3
_OPEN = {"snapshot": "bewaren", "herstel": "bewaren", "verwijderd": "bewaren", "fixture": "fixtures"}
"""Which folded part of the page shows what was done."""
GEDAAN = {
    "klok": "De klok is verzet.",
    "reset": "De simulator is opnieuw begonnen: een lege wereld, de klok op het begin.",
    "snapshot": "De snapshot is gemaakt.",
    "herstel": "De snapshot is teruggezet.",
    "verwijderd": "De snapshot is weggegooid.",
    "fixture": "De situatie is ingebracht, buiten de keten om.",
}


@router.get("/", include_in_schema=False)
@router.get("/_sim", include_in_schema=False)
@router.get("/_sim/", include_in_schema=False)
def startpagina(
    request: Request, hier: Hier, wereld: WereldHier, gedaan: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """What this is, where to connect, a place for a zip, and what happened last."""
    with wereld.lees() as lezing:
        nu, snelheid, vandaag = lezing.nu, lezing.stand.snelheid, lezing.vandaag
        verzoeken = [verzoekbeeld.kort(lezing, rij) for rij in verzoekbeeld.zoek(lezing, aantal=_LAATSTE)[0]]
    return paginas.pagina(
        request,
        "start.html",
        titel="DSO-LV-simulator",
        melding=GEDAAN.get(gedaan, ""),
        open=_OPEN.get(gedaan, ""),
        nu=nu,
        snelheid=snelheid,
        vandaag=vandaag,
        soorten=software.adressen(hier.koppelvlakken, basis_url(request, hier)),
        leveringen=leveringbeeld.beelden(hier, wereld, aantal=_LAATSTE),
        berichten=leveringen.berichten(wereld, _LAATSTE),
        verzoeken=verzoeken,
        regels=journaalvraag.rijen(hier, wereld, Filter(), aantal=_LAATSTE, nieuwste=True),
        fixtures=fixtures.stand(wereld),
        keten=hier.keten,
        snapshots=snapshot.lijst(hier.kern.store, wereld.omgeving),
    )


@router.get("/_sim/stijl.css", include_in_schema=False)
def stijl() -> Response:
    """The style sheet of the pages."""
    return Response(paginas.stijl(), 200, {**paginas.VEILIG, "Cache-Control": "max-age=60"}, "text/css")


@router.post("/_sim/formulier/klok", status_code=303, include_in_schema=False)
async def klok(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Set, jump, pause or let run, by the button that was pressed."""
    gegeven = await velden(request)
    await hier.lang(lambda: _klok(hier, wereld, gegeven))
    return _terug(request, "klok")


@router.post("/_sim/formulier/reset", status_code=303, include_in_schema=False)
async def reset(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Start over."""
    await hier.lang(lambda: hier.kern.begin_opnieuw(wereld.omgeving))
    return _terug(request, "reset")


@router.post("/_sim/formulier/snapshot", status_code=303, include_in_schema=False)
async def neem_snapshot(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Keep the world under a name."""
    naam = (await velden(request)).get("naam", "").strip()
    await hier.lang(lambda: snapshots.neem_snapshot(hier, wereld, naam))
    return _terug(request, "snapshot")


@router.post("/_sim/formulier/herstel", status_code=303, include_in_schema=False)
async def herstel(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Go back to a snapshot, or throw it away, by the button that was pressed."""
    gegeven = await velden(request)
    naam, weg = gegeven.get("naam", ""), gegeven.get("doe") == "verwijder"
    doe = snapshots.verwijder_snapshot if weg else snapshots.herstel_snapshot
    await hier.lang(lambda: doe(hier, wereld, naam))
    return _terug(request, "verwijderd" if weg else "herstel")


@router.post("/_sim/formulier/fixture", status_code=303, include_in_schema=False)
async def fixture(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Bring a fixture in."""
    naam = (await velden(request)).get("naam", "")
    await hier.lang(lambda: fixtures.doe(hier, wereld, naam))
    return _terug(request, "fixture")


def _klok(hier: Beheer, wereld: Wereld, gegeven: dict[str, str]) -> None:
    doe = gegeven.get("doe", "")
    if doe == "stil":
        hier.kern.agenda.zet(wereld.omgeving, snelheid=0)
    elif doe == "loop":
        hier.kern.agenda.zet(wereld.omgeving, snelheid=1)
    elif doe == "zet":
        hier.kern.agenda.zet(wereld.omgeving, nu=moment("nu", gegeven.get("nu", "")))
    elif doe == "spring":
        doe_sprong(hier, wereld, duur=gegeven.get("duur", ""), tot=None)
    else:
        raise Weigering.velden(("doe", "kies uit stil, loop, zet en spring"))


def _terug(request: Request, gedaan: str) -> Response:
    return RedirectResponse(f"{wortel(request)}/?gedaan={gedaan}", 303)
