"""What can be applied for, who handles it and with which mandaat: what RTR and beheerportaal really keep."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from simulator.beheer import verzoekbeeld, vormen_stam
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier, Lichaam, WereldHier, json, lichaam, wortel
from simulator.beheer.stamfouten import vertaald
from simulator.kernel.store import Wereld
from simulator.stam import configuratie
from simulator.stam.configuratie import Aanvraagbaar, Behandeling, Mandaat
from simulator.stam.model import TYPEN

router = APIRouter()
_KAPPEN = "nl.imow-gm9920.activiteit.BoomKappen"
_GEMEENTE, _DIENST = "00000009001000009920", "00000009000000009920"
_BEHANDELING: JsonDict = {
    "bevoegdGezag": _GEMEENTE,
    "activiteit": _KAPPEN,
    "behandeldienst": _DIENST,
    "begindatum": "2026-01-01",
}
Oin = Annotated[str, Field(max_length=40)]
Id = Annotated[str, Field(max_length=200)]


class Activiteit(Lichaam):
    """What can be applied for, apart from its id."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"naam": "Boom kappen", "vereisten": ["Melding"]}]})

    naam: Annotated[str, Field(max_length=200)]
    gezag: str = "eigen"
    magneet: bool = False
    vereisten: Annotated[list[str], Field(max_length=len(TYPEN))] | None = None
    concept: bool = True


class Configuratie(Lichaam):
    """A behandeldienstconfiguratie. toestemming and gebied: leave out for all."""

    model_config = ConfigDict(json_schema_extra={"examples": [_BEHANDELING]})

    bevoegdGezag: Oin  # noqa: N815  # as the JSON writes it
    activiteit: Id
    behandeldienst: Oin
    begindatum: date | None = None
    einddatum: date | None = None
    toestemming: Annotated[str, Field(max_length=60)] = ""
    gebied: Annotated[str, Field(max_length=40)] = ""


class Bevoegdheid(Lichaam):
    """What a behandeldienst may do. activiteit: leave out for every one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"mandaat": "volledig"}]})

    mandaat: str
    activiteit: Id = ""


@router.get(
    "/_sim/stam/activiteiten",
    **operatie("Wat aangevraagd of gemeld kan worden", "stam", vormen_stam.ACTIVITEITEN, fouten=(400,)),
)
def activiteiten(wereld: WereldHier, type_: Annotated[str, Query(alias="type", max_length=60)] = "") -> Response:
    """Every activiteit with indieningsvereisten, or those that have them for a type."""
    with wereld.lees() as lezing:
        gevonden = configuratie.activiteiten(lezing, soort=type_)
    return json({"activiteiten": [activiteit_als_json(activiteit) for activiteit in gevonden]})


@router.put(
    "/_sim/stam/activiteiten/{id_}",
    **operatie(
        "Maak een activiteit aanvraagbaar, of anders",
        "stam",
        vormen_stam.ACTIVITEIT,
        fouten=(400, 413, 415),
        neemt=Activiteit,
        uitleg="vereisten zijn de typen waarvoor er indieningsvereisten zijn; zonder zijn het alle zeven.",
    ),
)
async def zet_activiteit(
    hier: Hier, wereld: WereldHier, id_: str, gevraagd: Annotated[Activiteit, Depends(lichaam(Activiteit))]
) -> Response:
    """Let an activiteit be applied for, or change how."""
    velden = gevraagd.model_dump(exclude_none=True)
    nieuw = Aanvraagbaar(id_, **{**velden, "vereisten": tuple(velden.get("vereisten", TYPEN))})
    await hier.lang(lambda: bewaar_activiteit(wereld, nieuw))
    return json(activiteit_als_json(nieuw))


@router.delete(
    "/_sim/stam/activiteiten/{id_}",
    **operatie("Maak een activiteit niet langer aanvraagbaar", "stam", status=204, fouten=(404,)),
)
async def verwijder_activiteit(hier: Hier, wereld: WereldHier, id_: str) -> Response:
    """Let an activiteit no longer be applied for."""
    await hier.lang(lambda: haal_activiteit_weg(wereld, id_))
    return Response(status_code=204)


@router.get(
    "/_sim/stam/behandeldiensten",
    **operatie("Welke behandeldienst wat behandelt", "stam", vormen_stam.BEHANDELDIENSTEN),
)
def behandeldiensten(wereld: WereldHier) -> Response:
    """Every behandeldienstconfiguratie."""
    with wereld.lees() as lezing:
        return json({"behandeldiensten": [behandeling_als_json(b) for b in configuratie.behandelingen(lezing)]})


@router.post(
    "/_sim/stam/behandeldiensten",
    **operatie(
        "Laat een behandeldienst een activiteit behandelen",
        "stam",
        vormen_stam.BEHANDELDIENST,
        status=201,
        fouten=(400, 409, 413, 415),
        neemt=Configuratie,
        uitleg="Zonder begindatum is dat vandaag op de klok; gebied is de code van de organisatie in wier ambtsgebied "
        "het geldt, zoals gm9920.",
    ),
)
async def maak_behandeling(
    request: Request, hier: Hier, wereld: WereldHier, gevraagd: Annotated[Configuratie, Depends(lichaam(Configuratie))]
) -> Response:
    """Add a behandeldienstconfiguratie."""
    gemaakt = await hier.lang(lambda: bewaar_behandeling(wereld, gevraagd))
    return json(
        behandeling_als_json(gemaakt), 201, {"Location": f"{wortel(request)}/_sim/stam/behandeldiensten/{gemaakt.id}"}
    )


@router.put(
    "/_sim/stam/behandeldiensten/{id_}",
    **operatie(
        "Verander een behandeldienstconfiguratie, of beëindig haar met een einddatum",
        "stam",
        vormen_stam.BEHANDELDIENST,
        fouten=(400, 404, 409, 413, 415),
        neemt=Configuratie,
    ),
)
async def zet_behandeling(
    hier: Hier, wereld: WereldHier, id_: str, gevraagd: Annotated[Configuratie, Depends(lichaam(Configuratie))]
) -> Response:
    """Replace a behandeldienstconfiguratie."""
    return json(behandeling_als_json(await hier.lang(lambda: bewaar_behandeling(wereld, gevraagd, id_))))


@router.delete(
    "/_sim/stam/behandeldiensten/{id_}",
    **operatie("Gooi een behandeldienstconfiguratie weg", "stam", status=204, fouten=(404,)),
)
async def verwijder_behandeling(hier: Hier, wereld: WereldHier, id_: str) -> Response:
    """Take a behandeldienstconfiguratie away."""
    await hier.lang(lambda: haal_behandeling_weg(wereld, id_))
    return Response(status_code=204)


@router.get("/_sim/stam/mandaten", **operatie("Wat een behandeldienst namens wie mag", "stam", vormen_stam.MANDATEN))
def mandaten(wereld: WereldHier) -> Response:
    """The mandaatmatrix."""
    with wereld.lees() as lezing:
        return json({"mandaten": [mandaat_als_json(mandaat) for mandaat in configuratie.mandaten(lezing)]})


@router.put(
    "/_sim/stam/mandaten/{bevoegd_gezag}/{behandeldienst}",
    **operatie(
        "Geef een behandeldienst mandaat",
        "stam",
        vormen_stam.MANDAAT,
        fouten=(400, 413, 415),
        neemt=Bevoegdheid,
        uitleg="mandaat is volledig, advies of geen; zonder activiteit geldt het voor alle activiteiten.",
    ),
)
async def zet_mandaat(
    hier: Hier,
    wereld: WereldHier,
    bevoegd_gezag: str,
    behandeldienst: str,
    gevraagd: Annotated[Bevoegdheid, Depends(lichaam(Bevoegdheid))],
) -> Response:
    """Set what a behandeldienst may do for a bevoegd gezag."""
    mandaat = bevoegdheid(bevoegd_gezag, behandeldienst, gevraagd.mandaat, gevraagd.activiteit)
    await hier.lang(lambda: bewaar_mandaat(wereld, mandaat))
    return json(mandaat_als_json(mandaat))


@router.delete(
    "/_sim/stam/mandaten/{bevoegd_gezag}/{behandeldienst}",
    **operatie("Haal een mandaat weg", "stam", status=204, fouten=(404,)),
)
async def verwijder_mandaat(
    hier: Hier,
    wereld: WereldHier,
    bevoegd_gezag: str,
    behandeldienst: str,
    activiteit: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Take a row out of the mandaatmatrix."""
    await hier.lang(lambda: haal_mandaat_weg(wereld, bevoegd_gezag, behandeldienst, activiteit))
    return Response(status_code=204)


def bewaar_activiteit(wereld: Wereld, nieuw: Aanvraagbaar) -> None:
    """Let an activiteit be applied for, blocking. Raises Weigering."""
    with vertaald(), wereld.schrijf() as tx:
        configuratie.zet_activiteit(tx, nieuw)


def haal_activiteit_weg(wereld: Wereld, id_: str) -> None:
    """Let an activiteit no longer be applied for, blocking. Raises Weigering (404)."""
    with wereld.schrijf() as tx:
        er_was = configuratie.verwijder_activiteit(tx, id_)
    if not er_was:
        raise Weigering(404, f"Er is geen aanvraagbare activiteit {id_[:200]}; zie /_sim/stam/activiteiten.")


def bewaar_behandeling(wereld: Wereld, gevraagd: Configuratie, id_: str = "") -> Behandeling:
    """Add a behandeldienstconfiguratie, or replace the one with this id, blocking. Raises Weigering."""
    with vertaald(), wereld.schrijf() as tx:
        nieuw = Behandeling(
            begindatum=gevraagd.begindatum or tx.vandaag,
            bevoegd_gezag=gevraagd.bevoegdGezag,
            activiteit_id=gevraagd.activiteit,
            behandeldienst=gevraagd.behandeldienst,
            toestemming=gevraagd.toestemming,
            gebied=gevraagd.gebied,
            einddatum=gevraagd.einddatum,
            id=id_,
        )
        return configuratie.zet_behandeling(tx, nieuw)


def haal_behandeling_weg(wereld: Wereld, id_: str) -> None:
    """Take a behandeldienstconfiguratie away, blocking. Raises Weigering (404)."""
    with vertaald(), wereld.schrijf() as tx:
        configuratie.verwijder_behandeling(tx, id_)


def bevoegdheid(bevoegd_gezag: str, behandeldienst: str, mandaat: str, activiteit: str) -> Mandaat:
    """A row of the mandaatmatrix. Raises Weigering (400) for a mandaat that there is not."""
    gekozen = next((kan for kan in configuratie.BEVOEGDHEDEN if kan == mandaat), None)
    if gekozen is None:
        kan = ", ".join(configuratie.BEVOEGDHEDEN)
        raise Weigering.velden(("mandaat", f"{mandaat[:40]!r} kan niet; kies uit {kan}"))
    return Mandaat(bevoegd_gezag, behandeldienst, gekozen, activiteit)


def bewaar_mandaat(wereld: Wereld, mandaat: Mandaat) -> None:
    """Set a row of the mandaatmatrix, blocking. Raises Weigering."""
    with vertaald(), wereld.schrijf() as tx:
        configuratie.zet_mandaat(tx, mandaat)


def haal_mandaat_weg(wereld: Wereld, bevoegd_gezag: str, behandeldienst: str, activiteit: str) -> None:
    """Take a row out of the mandaatmatrix, blocking. Raises Weigering (404)."""
    with wereld.schrijf() as tx:
        er_was = configuratie.verwijder_mandaat(tx, bevoegd_gezag, behandeldienst, activiteit)
    if not er_was:
        raise Weigering(404, "Dit mandaat bestaat niet; zie /_sim/stam/mandaten.")


def activiteit_als_json(activiteit: Aanvraagbaar) -> dict[str, Any]:
    """An activiteit as the control API shows it."""
    return {
        "activiteitId": activiteit.activiteit_id,
        "naam": activiteit.naam,
        "gezag": activiteit.gezag,
        "magneet": activiteit.magneet,
        "vereisten": list(activiteit.vereisten),
        "concept": activiteit.concept,
        "herkomst": activiteit.herkomst,
    }


def behandeling_als_json(behandeling: Behandeling) -> dict[str, Any]:
    """A behandeldienstconfiguratie as the control API shows it."""
    return {
        "id": behandeling.id,
        "begindatum": behandeling.begindatum.isoformat(),
        "einddatum": None if behandeling.einddatum is None else behandeling.einddatum.isoformat(),
        "bevoegdGezag": verzoekbeeld.organisatie(behandeling.bevoegd_gezag),
        "activiteit": behandeling.activiteit_id,
        "toestemming": behandeling.toestemming,
        "behandeldienst": verzoekbeeld.organisatie(behandeling.behandeldienst),
        "gebied": behandeling.gebied,
    }


def mandaat_als_json(mandaat: Mandaat) -> dict[str, Any]:
    """A row of the mandaatmatrix as the control API shows it."""
    return {
        "bevoegdGezag": verzoekbeeld.organisatie(mandaat.bevoegd_gezag),
        "activiteit": mandaat.activiteit_id,
        "behandeldienst": verzoekbeeld.organisatie(mandaat.behandeldienst),
        "mandaat": mandaat.mandaat,
    }
