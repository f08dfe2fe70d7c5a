"""The organisations: those that are built in, and those that this world took in because their OIN called."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import WereldHier, json
from simulator.kernel.store import Wereld
from simulator.stelsel import organisaties, register
from simulator.stelsel.organisaties import Organisatie

router = APIRouter()


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
    detail = f"Er is geen organisatie met code {code!r}; zoek met /_sim/organisaties?zoek="
    raise Weigering(404, detail)


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
