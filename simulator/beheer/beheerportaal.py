"""The page on which a bevoegd gezag says who handles what for it, as the real beheerportaal has."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from simulator.beheer import keuzelijsten, paginas, stamconfiguratie, verzoekbeeld
from simulator.beheer.formulier import velden as lees_velden
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier, WereldHier, wortel
from simulator.beheer.stamconfiguratie import Configuratie, activiteit_als_json, behandeling_als_json, mandaat_als_json
from simulator.beheer.stamfouten import vertaald
from simulator.kernel.store import Wereld
from simulator.stam import configuratie, generator
from simulator.stam.configuratie import GEZAGEN, Aanvraagbaar, Behandeling, Mandaat
from simulator.stam.generator import Casus
from simulator.stam.model import TYPEN
from simulator.stelsel import organisaties, register

router = APIRouter()
EERSTE = "gm9920"
GEDAAN = {
    "behandeldienst": "De behandeldienst is ingesteld. Geef hem nu hieronder ook mandaat, als dat er nog niet is. "
    "Dien daarna bij het loket een verzoek in om te zien wie een notificatie krijgt.",
    "beeindigd": "De behandeldienst behandelt dit vanaf vandaag niet meer. Verzoeken die er al zijn, blijven bij hem.",
    "verwijderd": "De regel is weggegooid.",
    "mandaat": "Het mandaat is vastgelegd. Dien nu bij het loket een verzoek in om te zien wie een notificatie krijgt.",
    "activiteit": "De activiteit is nu aan te vragen bij het loket.",
}
Velden = dict[str, str]


@router.get("/_sim/beheerportaal", include_in_schema=False)
def pagina(
    request: Request,
    wereld: WereldHier,
    gezag: Annotated[str, Query(max_length=40)] = "",
    gedaan: Annotated[str, Query(max_length=20)] = "",
    casus: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """What one bevoegd gezag has set up, and forms to change it. casus: of the loket, to prepare for."""
    wie = verzoekbeeld.organisatie(_oin(wereld, gezag))
    assert wie is not None
    with wereld.lees() as lezing:
        activiteiten = configuratie.activiteiten(lezing)
        behandelingen = [b for b in configuratie.behandelingen(lezing) if b.bevoegd_gezag == wie["oin"]]
        mandaten = [m for m in configuratie.mandaten(lezing) if m.bevoegd_gezag == wie["oin"]]
        vandaag = lezing.vandaag
    namen = {**_uit_casussen(wie["oin"]), **{a.activiteit_id: a.naam for a in activiteiten}}
    return paginas.pagina(
        request,
        "beheerportaal.html",
        titel="Beheerportaal",
        melding=GEDAAN.get(gedaan, ""),
        wie=wie,
        vandaag=vandaag.isoformat(),
        gezagen=keuzelijsten.bevoegde_gezagen(),
        diensten=keuzelijsten.behandeldiensten(),
        activiteiten=[activiteit_als_json(activiteit) for activiteit in activiteiten],
        namen=namen,
        casus=casus,
        opzet=_opzet(casus, wie["oin"], [b for b in behandelingen if _loopt(b.einddatum, vandaag)], mandaten),
        behandelingen=[{**behandeling_als_json(b), "loopt": _loopt(b.einddatum, vandaag)} for b in behandelingen],
        mandaten=[mandaat_als_json(mandaat) for mandaat in mandaten],
        typen=TYPEN,
        soorten=GEZAGEN,
    )


@router.post("/_sim/formulier/behandeldienst", status_code=303, include_in_schema=False)
async def behandeldienst(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Add a behandeldienstconfiguratie, let one end, or throw it away, by the button that was pressed."""
    return await _doe(request, hier, wereld, {"zet": _zet, "beeindig": _beeindig, "verwijder": _verwijder})


@router.post("/_sim/formulier/mandaat", status_code=303, include_in_schema=False)
async def mandaat(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Give or take a mandaat, by the button that was pressed."""
    return await _doe(request, hier, wereld, {"zet": _zet_mandaat, "verwijder": _verwijder_mandaat})


@router.post("/_sim/formulier/activiteit", status_code=303, include_in_schema=False)
async def activiteit(request: Request, hier: Hier, wereld: WereldHier) -> Response:
    """Let an activiteit be applied for, or no longer, by the button that was pressed."""
    return await _doe(request, hier, wereld, {"zet": _zet_activiteit, "verwijder": _verwijder_activiteit})


async def _doe(
    request: Request, hier: Hier, wereld: Wereld, knoppen: dict[str, Callable[[Wereld, Velden], str]]
) -> Response:
    velden = await lees_velden(request)
    knop = knoppen.get(velden.get("doe", ""))
    if knop is None:
        raise Weigering.velden(("doe", f"kies uit {', '.join(knoppen)}"))
    oin = _oin(wereld, velden.get("gezag", ""))
    gedaan = await hier.lang(lambda: knop(wereld, {**velden, "gezag": oin}))
    casus = quote(velden.get("casus", "")[:80], safe="")
    return RedirectResponse(f"{wortel(request)}/_sim/beheerportaal?gezag={oin}&gedaan={gedaan}&casus={casus}", 303)


def _oin(wereld: Wereld, gezag: str) -> str:
    """The OIN of a bevoegd gezag by its OIN or code; the first of the training organisations for none."""
    with wereld.lees() as lezing:
        bekend = register.bij_code(lezing, gezag.strip() or EERSTE)
    if bekend is not None:
        return bekend.oin
    with vertaald():
        return organisaties.nieuwe(gezag.strip()).oin


@dataclass(frozen=True)
class Opzet:
    """What a casus of the loket needs here. activiteiten: (id, name, whether the dienst handles it already)."""

    titel: str
    dienst: str
    dienst_naam: str
    activiteiten: tuple[tuple[str, str, bool], ...]
    mandaat: bool

    @property
    def volgende(self) -> str:
        """The activiteit to set up next, "" when all of them are."""
        return next((id_ for id_, _, klaar in self.activiteiten if not klaar), "")


def _opzet(sleutel: str, oin: str, behandelingen: list[Behandeling], mandaten: list[Mandaat]) -> Opzet | None:
    """How far a casus with a behandeldienst has been prepared; None for any other casus."""
    casus = generator.casussen().get(sleutel)
    dienst = organisaties.bij_code(casus.behandeldienst) if casus is not None else None
    if casus is None or dienst is None:
        return None
    klaar = {b.activiteit_id for b in behandelingen if b.behandeldienst == dienst.oin}
    activiteiten = _activiteiten(casus, oin)
    return Opzet(
        casus.titel,
        dienst.oin,
        dienst.naam,
        tuple((id_, naam, id_ in klaar) for id_, naam in activiteiten.items()),
        any(m.behandeldienst == dienst.oin and m.mandaat == "volledig" for m in mandaten),
    )


def _uit_casussen(oin: str) -> dict[str, str]:
    """The activiteiten of every casus, by id with their names, as this bevoegd gezag has them."""
    return {id_: naam for casus in generator.casussen().values() for id_, naam in _activiteiten(casus, oin).items()}


def _activiteiten(casus: Casus, oin: str) -> dict[str, str]:
    codes = [organisatie.code for organisatie in organisaties.bij_oin(oin)]
    plek = {f"{{{code[:2]}}}": code for code in codes}
    gevuld = {}
    for vorm in casus.activiteiten:
        id_ = vorm.id
        for naam, code in plek.items():
            id_ = id_.replace(naam, code)
        if "{" not in id_:
            gevuld[id_] = vorm.naam
    return gevuld


def _loopt(einddatum: date | None, vandaag: date) -> bool:
    return einddatum is None or einddatum >= vandaag


def _datum(veld: str, tekst: str) -> date | None:
    if not tekst:
        return None
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        raise Weigering.velden((veld, f"{tekst[:40]!r} is geen datum; schrijf bijvoorbeeld 2026-03-02")) from None


def _zet(wereld: Wereld, velden: Velden) -> str:
    gevraagd = Configuratie(
        bevoegdGezag=velden["gezag"],
        activiteit=velden.get("activiteit", "")[:200],
        behandeldienst=velden.get("behandeldienst", "")[:40],
        begindatum=_datum("begindatum", velden.get("begindatum", "")),
        einddatum=_datum("einddatum", velden.get("einddatum", "")),
        toestemming=velden.get("toestemming", "")[:60],
        gebied=velden.get("gebied", "")[:40].lower(),
    )
    stamconfiguratie.bewaar_behandeling(wereld, gevraagd)
    return "behandeldienst"


def _beeindig(wereld: Wereld, velden: Velden) -> str:
    """Let it end yesterday, so that it holds no more today; one that began today never held and goes."""
    with vertaald(), wereld.schrijf() as tx:
        zelfde = [b for b in configuratie.behandelingen(tx) if b.id == velden.get("id", "")]
        if not zelfde:
            raise Weigering(404, "Deze regel bestaat niet meer; ververs de pagina van het beheerportaal.")
        gisteren = tx.vandaag - timedelta(days=1)
        if zelfde[0].begindatum > gisteren:
            configuratie.verwijder_behandeling(tx, zelfde[0].id)
        else:
            configuratie.zet_behandeling(tx, replace(zelfde[0], einddatum=gisteren))
    return "beeindigd"


def _verwijder(wereld: Wereld, velden: Velden) -> str:
    stamconfiguratie.haal_behandeling_weg(wereld, velden.get("id", ""))
    return "verwijderd"


def _zet_mandaat(wereld: Wereld, velden: Velden) -> str:
    nieuw = stamconfiguratie.bevoegdheid(
        velden["gezag"], velden.get("behandeldienst", ""), velden.get("mandaat", ""), velden.get("activiteit", "")
    )
    stamconfiguratie.bewaar_mandaat(wereld, nieuw)
    return "mandaat"


def _verwijder_mandaat(wereld: Wereld, velden: Velden) -> str:
    stamconfiguratie.haal_mandaat_weg(
        wereld, velden["gezag"], velden.get("behandeldienst", ""), velden.get("activiteit", "")
    )
    return "verwijderd"


def _zet_activiteit(wereld: Wereld, velden: Velden) -> str:
    soort = next((gezag for gezag in GEZAGEN if gezag == velden.get("soort", "")), GEZAGEN[0])
    gekozen = tuple(naam for naam in TYPEN if f"type-{TYPEN.index(naam)}" in velden)
    nieuw = Aanvraagbaar(
        velden.get("activiteit", "")[:200],
        velden.get("naam", "")[:200],
        soort,
        magneet="magneet" in velden,
        vereisten=gekozen or TYPEN,
        concept="concept" in velden,
    )
    stamconfiguratie.bewaar_activiteit(wereld, nieuw)
    return "activiteit"


def _verwijder_activiteit(wereld: Wereld, velden: Velden) -> str:
    stamconfiguratie.haal_activiteit_weg(wereld, velden.get("activiteit", ""))
    return "verwijderd"
