"""The organisations: those that are built in, and those of this world: it met them, or they were added."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import ConfigDict, Field

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier, Lichaam, WereldHier, json, lichaam
from simulator.kernel.store import Wereld
from simulator.stam import tekens
from simulator.stelsel import organisaties, register
from simulator.stelsel.identificaties import oin as oin_nummer
from simulator.stelsel.identificaties.fouten import OinFout
from simulator.stelsel.organisaties import Organisatie

router = APIRouter()


class NieuweOrganisatie(Lichaam):
    """What is to be known of an organisation; without a name or OIN it gets one made of its code."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"naam": "Gemeente Nieuwstad", "oin": "00000001009913000000"}]}
    )

    naam: Annotated[str, Field(max_length=200)] = ""
    oin: Annotated[str, Field(max_length=40)] = ""


@router.get(
    "/_sim/organisaties",
    **operatie("Organisaties zoeken", "organisaties", vormen.ORGANISATIES, fouten=(400,)),
)
def lijst(
    wereld: WereldHier,
    zoek: Annotated[str, Query(max_length=100)] = "",
    type_: Annotated[str, Query(alias="type", max_length=40)] = "",
    rol: Annotated[str, Query(max_length=40)] = "",
    vanaf: Annotated[int, Query(ge=0, le=100_000)] = 0,
    aantal: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """The organisations that fit: those of the world first, then the built-in ones in the order of their file."""
    gevonden = [rij for rij in alle(wereld) if _past(rij[0], zoek.strip().lower(), type_, rol)]
    pagina = [als_json(*rij) for rij in gevonden[vanaf : vanaf + aantal]]
    return json({"organisaties": pagina, "totaal": len(gevonden)})


@router.get(
    "/_sim/organisaties/{code}",
    **operatie("Een organisatie", "organisaties", vormen.ORGANISATIE, fouten=(404,)),
)
def een(wereld: WereldHier, code: str) -> Response:
    """One organisation by its code."""
    for organisatie, ingebouwd in alle(wereld):
        if organisatie.code == code.lower():
            return json(als_json(organisatie, ingebouwd))
    raise Weigering(404, onbekend(code))


@router.put(
    "/_sim/organisaties/{code}",
    **operatie(
        "Voeg een organisatie toe",
        "organisaties",
        vormen.ORGANISATIE,
        ook={201: "Nieuw"},
        fouten=(400, 409, 413, 415),
        neemt=NieuweOrganisatie,
        uitleg="Een gemeente, provincie, waterschap of ministerie die niet is ingebouwd, aan haar code: gm9913, pv99, "
        "ws9913 of mnre9913. Zonder oin krijgt zij een fictief OIN. Zij hoort bij de wereld: reset haalt haar weg.",
    ),
)
async def zet(
    hier: Hier,
    wereld: WereldHier,
    code: str,
    gevraagd: Annotated[NieuweOrganisatie, Depends(lichaam(NieuweOrganisatie))],
) -> Response:
    """Let this world know an organisation, or change its name and OIN."""
    gezet, nieuw = await hier.lang(lambda: doe_zet(wereld, code, gevraagd))
    return json(als_json(gezet, False), 201 if nieuw else 200)


@router.delete(
    "/_sim/organisaties/{code}",
    **operatie("Haal een toegevoegde organisatie weg", "organisaties", status=204, fouten=(404, 409)),
)
async def wis(hier: Hier, wereld: WereldHier, code: str) -> Response:
    """Forget an organisation that is not built in."""
    await hier.lang(lambda: doe_wis(wereld, code))
    return Response(status_code=204)


def doe_zet(wereld: Wereld, code: str, gevraagd: NieuweOrganisatie) -> tuple[Organisatie, bool]:
    """Add an organisation, blocking; (as it is known, whether it is new). Raises Weigering (400, 409)."""
    _niet_ingebouwd(code)
    fouten = []
    if teken := tekens.ongeldig(gevraagd.naam):
        fouten.append(("naam", f"hierin staat {teken}, en dat teken kan niet in een bericht"))
    nummer = gevraagd.oin.strip()
    try:
        nummer = str(oin_nummer.lees(nummer)) if nummer else ""
    except OinFout:
        fouten.append(("oin", f"{nummer!r} is geen OIN van twintig cijfers"))
    try:
        organisatie = organisaties.van_code(code, gevraagd.naam.strip(), "" if fouten else nummer)
    except ValueError as fout:
        fouten.append(("code", str(fout)))
    if fouten:
        raise Weigering.velden(*fouten)
    with wereld.schrijf() as tx:
        return organisatie, register.zet(tx, organisatie)


def doe_wis(wereld: Wereld, code: str) -> None:
    """Forget an organisation, blocking. Raises Weigering (404, 409)."""
    _niet_ingebouwd(code)
    with wereld.schrijf() as tx:
        if not register.verwijder(tx, code):
            raise Weigering(404, onbekend(code))


def onbekend(code: str) -> str:
    """What to say of a code that nobody knows, and what to do."""
    toevoegen = ""
    if organisaties.is_bestuurscode(code):
        toevoegen = f", of voeg haar toe met PUT /_sim/organisaties/{code.lower()}"
    return f"Er is geen organisatie met code {code!r}; zoek met /_sim/organisaties?zoek={toevoegen}"


def _niet_ingebouwd(code: str) -> None:
    bekend = organisaties.bij_code(code)
    if bekend is not None:
        raise Weigering(409, f"{bekend.code} ({bekend.naam}) is ingebouwd en ligt vast; kies een code die er niet is.")


def alle(wereld: Wereld) -> list[tuple[Organisatie, bool]]:
    """(organisation, whether it is built in) of all that this world knows."""
    with wereld.lees() as lezing:
        opgenomen = register.opgenomen(lezing)
    return [*((rij, False) for rij in opgenomen), *((rij, True) for rij in organisaties.alle().values())]


def als_json(organisatie: Organisatie, ingebouwd: bool) -> dict[str, Any]:
    """An organisation as the control API shows it."""
    geldig_tot: date | None = organisatie.geldig_tot
    return {
        "code": organisatie.code,
        "type": organisatie.type,
        "naam": organisatie.naam,
        "oin": organisatie.oin,
        "oinFictief": organisatie.oin_fictief,
        "tooi": organisatie.tooi,
        "provincie": organisatie.provincie,
        "rollen": list(organisatie.rollen),
        "geldigTot": None if geldig_tot is None else geldig_tot.isoformat(),
        "ingebouwd": ingebouwd,
    }


def _past(organisatie: Organisatie, zoek: str, type_: str, rol: str) -> bool:
    if (type_ and organisatie.type != type_) or (rol and rol not in organisatie.rollen):
        return False
    return any(zoek in veld.lower() for veld in (organisatie.naam, organisatie.code, organisatie.oin))
