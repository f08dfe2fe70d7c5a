"""Verzoeken: make any variant in one call as the loket would, and see all that became of one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag
from sqlalchemy import Row

from simulator.beheer import keuzelijsten, paginas, stamadressen, verzoekbeeld, vormen_stam
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier, Lichaam, WereldHier, json, lichaam, wortel
from simulator.beheer.indienen import Vraag, dien_in
from simulator.kernel.transactie import Lezing
from simulator.stam import instellingen, tables
from simulator.stam.model import Uitkomst

router = APIRouter()
_MEEST = 100_000
GEDAAN = {
    "ingediend": "Het verzoek is ingediend.",
    "aanvullen": "Het verzoek is aangevuld: een volledig nieuw bericht onder het volgende volgnummer.",
    "intrekken": "Het verzoek is ingetrokken.",
    "opnieuw": "De notificatie wordt opnieuw bezorgd.",
    "bevoegdgezag": "Een ander bevoegd gezag behandelt het verzoek; het vorige kan het niet meer ophalen.",
    "behandeldienst": "De behandeldienst is gewijzigd; de vorige kan het verzoek niet meer ophalen.",
    "verleng": "De beslistermijn is verlengd.",
    "opschorten": "De beslistermijn staat stil, tot de aanvulling er is of u haar weer laat lopen.",
    "hervatten": "De beslistermijn loopt weer.",
    "kennisgeving": "Van de aanvraag is kennisgegeven.",
}
_OP_TE_HALEN = (
    ("referenties", "1. De verwijzingen", "Wat er bij het verzoek hoort en waar het staat, als JSON."),
    ("samenvatting", "2. Het verzoek zelf", "Het STAM-bericht, als XML."),
    ("publiceerbaar", "3. De publiceerbare pdf", "Zonder persoonsgegevens."),
)
Kort = Annotated[str, Field(max_length=200)]


class Bijlage(Lichaam):
    """A document to make up. grootte: bytes."""

    naam: Annotated[str, Field(min_length=1, max_length=200)]
    grootte: Annotated[int, Field(ge=0, le=200_000_000, strict=True)] = 10_000
    vertrouwelijk: bool = False
    mediatype: Annotated[str, Field(max_length=120)] = ""


def _aantal_of_lijst(gegeven: Any) -> Any:
    if isinstance(gegeven, bool) or not isinstance(gegeven, int | list):
        raise ValueError("geef een aantal, of een lijst van objecten met naam, grootte en vertrouwelijk")
    return gegeven


def _object_of_tekst(gegeven: Any) -> Any:
    if not isinstance(gegeven, dict | str):
        raise ValueError('geef een object zoals {"punt": [98000, 540900]}, of de naam van een variant zoals perceel')
    return gegeven


def _welke(bijlagen: Any) -> str:
    return "lijst" if isinstance(bijlagen, list) else "aantal"


_Aantal = Annotated[int, Field(ge=0, le=120), Tag("aantal")]
_Lijst = Annotated[list[Bijlage], Field(max_length=120), Tag("lijst")]
Bijlagen = Annotated[_Aantal | _Lijst, Discriminator(_welke), BeforeValidator(_aantal_of_lijst)]
Locatie = Annotated[dict[str, Any] | str, BeforeValidator(_object_of_tekst)]


class Verzoek(Lichaam):
    """A verzoek to submit; what is not given, the casus decides."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"casus": "boom-kappen", "bijlagen": 2}]})

    casus: Kort | None = None
    type: Kort | None = None
    doel: Kort | None = None
    bevoegdGezag: Kort | None = None  # noqa: N815  # as the JSON writes it
    behandeldienst: Kort | None = None
    activiteiten: Annotated[list[Kort], Field(max_length=100)] | None = None
    locatie: Locatie | None = None
    bijlagen: Bijlagen | None = None
    verzoeknummer: Annotated[str, Field(max_length=13)] | None = None
    gebied: Kort | None = None
    indiener: Kort | None = None
    tekens: Kort | None = None
    bestandsnamen: Kort | None = None
    langeNaam: bool | None = None  # noqa: N815  # as the JSON writes it
    ambtshalve: bool | None = None
    vervallen: bool | None = None
    merk: Kort | None = None
    participatie: bool | None = None
    toelichting: Annotated[str, Field(max_length=4000)] = ""
    sjabloon: Annotated[str, Field(min_length=1)] | None = None
    wacht: bool = True


_ANDERS = {"langeNaam": "lange_naam"}
_WENSEN = (
    *("type", "activiteiten", "locatie", "bijlagen", "gebied", "indiener", "tekens", "bestandsnamen", "langeNaam"),
    *("ambtshalve", "vervallen", "merk", "participatie", "toelichting"),
)


@router.post(
    "/_sim/verzoeken",
    **operatie(
        "Dien een verzoek in, vul het aan of trek het in",
        "verzoeken",
        vormen_stam.INGEDIEND,
        status=201,
        fouten=(400, 404, 409, 413, 415),
        neemt=Verzoek,
        uitleg="Elk veld mag weg; de casus vult aan. Zonder bevoegdGezag beslist de routering. Maakt zij er meer "
        "verzoeken van, dan staan ze in verzoeken; het eerste staat ook bovenaan. Met een eigen bericht (XML) in "
        "sjabloon gaat het verzoek daarop lijken, met verzonnen personen en documenten. Het antwoord komt als de "
        "notificaties weg zijn; met wacht false meteen.",
    ),
)
async def maak(
    request: Request, hier: Hier, wereld: WereldHier, gevraagd: Annotated[Verzoek, Depends(lichaam(Verzoek))]
) -> Response:
    """Submit, add to or withdraw a verzoek."""
    gegeven = gevraagd.model_dump(exclude_none=True)
    vraag = Vraag(
        gevraagd.casus,
        gevraagd.doel,
        gevraagd.bevoegdGezag,
        gevraagd.behandeldienst,
        "behandeldienst" in gevraagd.model_fields_set,
        gevraagd.verzoeknummer,
        gevraagd.toelichting,
        {_ANDERS.get(naam, naam): gegeven[naam] for naam in _WENSEN if naam in gegeven},
        gevraagd.sjabloon,
        gevraagd.wacht,
    )
    uitkomsten = await hier.lang(lambda: dien_in(hier, wereld, vraag))
    alle = [uitkomst_als_json(uitkomst) for uitkomst in uitkomsten]
    plek = f"{wortel(request)}/_sim/verzoeken/{alle[0]['verzoeknummer']}"
    return json({**alle[0], "verzoeken": alle}, 201, {"Location": plek})


@router.get(
    "/_sim/verzoeken",
    **operatie(
        "Verzoeken, het nieuwste eerst",
        "verzoeken",
        vormen_stam.VERZOEKEN,
        fouten=(400,),
        uitleg="Met oin: waarvan die organisatie bevoegd gezag of behandeldienst is of was.",
    ),
)
def lijst(
    request: Request,
    wereld: WereldHier,
    oin: Annotated[str, Query(max_length=20)] = "",
    status: Annotated[str, Query(pattern="^(ingediend|aangevuld|ingetrokken)?$")] = "",
    project: Annotated[str, Query(max_length=36)] = "",
    vanaf: Annotated[int, Query(ge=0, le=_MEEST)] = 0,
    aantal: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """The verzoeken that fit, newest first; a browser gets the page."""
    filter_ = {"oin": oin.strip(), "status": status, "project": project}
    with wereld.lees() as lezing:
        rijen, totaal = verzoekbeeld.zoek(lezing, **filter_, vanaf=vanaf, aantal=aantal)
        verzoeken = [verzoekbeeld.kort(lezing, rij) for rij in rijen]
        wie = verzoekbeeld.betrokkenen(lezing) if paginas.wil_pagina(request) else []
    kop = {"Vary": "Accept"}
    if not paginas.wil_pagina(request):
        return json({"verzoeken": verzoeken, "totaal": totaal}, kop=kop)
    return paginas.pagina(
        request,
        "verzoeken.html",
        titel="Verzoeken",
        verzoeken=verzoeken,
        totaal=totaal,
        filter=filter_,
        vanaf=vanaf,
        aantal=aantal,
        organisaties=wie,
        kop=kop,
    )


@router.get(
    "/_sim/verzoeken/{verzoeknummer}",
    **operatie(
        "Alles over een verzoek",
        "verzoeken",
        vormen_stam.VERZOEK,
        fouten=(404,),
        uitleg="Versies, herrouteringen, wie een notificatie kreeg en wie niet en waarom, wie er wat ophaalde (de "
        "laatste duizend regels van het journaal), en de beslistermijn.",
    ),
)
def een(
    request: Request,
    hier: Hier,
    wereld: WereldHier,
    verzoeknummer: str,
    gedaan: Annotated[str, Query(max_length=20, include_in_schema=False)] = "",
) -> Response:
    """All that is known of a verzoek; a browser gets the page."""
    with wereld.lees() as lezing:
        rij = met_nummer(lezing, verzoeknummer)
        beeld = verzoekbeeld.geheel(hier, wereld, lezing, rij)
        intrekking = instellingen.lees(lezing).volgnummer_intrekking
    if not paginas.wil_pagina(request):
        return json(beeld, kop={"Vary": "Accept"})
    adressen = stamadressen.adressen(hier, verzoeknummer)
    documenten = {d["documentId"] for versie in beeld["versies"] for d in versie["documenten"]}
    return paginas.pagina(
        request,
        "verzoek.html",
        titel=f"Verzoek {verzoeknummer}",
        verzoek=beeld,
        intrekking=intrekking,
        melding=GEDAAN.get(gedaan, ""),
        adressen=[(naam, uitleg, adressen[sleutel]) for sleutel, naam, uitleg in _OP_TE_HALEN],
        bericht=adressen["samenvatting"],
        gezagen=keuzelijsten.bevoegde_gezagen(),
        diensten=keuzelijsten.behandeldiensten(),
        documenten={id_: stamadressen.document(hier, verzoeknummer, id_) for id_ in documenten},
        kop={"Vary": "Accept"},
    )


def met_nummer(lezing: Lezing, verzoeknummer: str) -> Row[Any]:
    """The verzoek with this number. Raises Weigering (404)."""
    rij = tables.verzoek_met(lezing, verzoeknummer)
    if rij is None:
        detail = f"Er is geen verzoek {verzoeknummer!r}; welke er zijn staat op /_sim/verzoeken."
        raise Weigering(404, detail)
    return rij


def uitkomst_als_json(uitkomst: Uitkomst) -> dict[str, Any]:
    """What came of one submission, as the control API shows it."""
    return {
        "verzoeknummer": uitkomst.verzoeknummer,
        "volgnummer": verzoekbeeld.volgnummer(uitkomst.volgnummer),
        "ontvangers": [
            {"oin": ontvanger.oin, "rol": ontvanger.rol, "kopie": ontvanger.kopie, "status": status}
            for ontvanger, status in uitkomst.ontvangers
        ],
        "onderdrukt": [{"oin": wie.oin, "reden": wie.reden} for wie in uitkomst.onderdrukt],
    }
