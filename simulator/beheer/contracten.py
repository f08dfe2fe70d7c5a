"""The contracts: what each koppelvlak promises, as the simulator works by it."""

from typing import Any

from fastapi import APIRouter, Request, Response

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, basis_url, json
from simulator.contract import index
from simulator.contract.index import ContractRij
from simulator.contract.router import Koppelvlak
from simulator.places import place

router = APIRouter()


@router.get("/_sim/contracten", **operatie("Alle contracten", "contracten", vormen.CONTRACTEN))
def lijst(request: Request, hier: Hier) -> Response:
    """Every contract with its mark and source; of an API how much of it is built."""
    basis = basis_url(request, hier)
    return json({"contracten": [_als_json(rij, koppelvlak_van(hier, rij.id), basis) for rij in index.index()]})


@router.get(
    "/_sim/contracten/{id_:path}",
    **operatie(
        "Een contract",
        "contracten",
        vormen.VRIJ,
        fouten=(404,),
        uitleg="Van een API het OpenAPI-document, met het adres waarop u deze simulator bereikt; van een ander "
        "contract het bestand zelf, als tekst.",
    ),
)
def een(request: Request, hier: Hier, id_: str) -> Response:
    """One contract: an API as OpenAPI, anything else as its file."""
    koppelvlak = koppelvlak_van(hier, id_)
    if koppelvlak is not None:
        return json(openapi_van(koppelvlak, basis_url(request, hier)))
    rij = next((rij for rij in index.index() if rij.id == id_), None)
    if rij is None:
        raise Weigering(404, f"Er is geen contract {id_!r}; ze staan op /_sim/contracten.")
    inhoud = (place("contracts") / rij.file).read_bytes()
    kop = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return Response(inhoud, 200, kop, "text/plain; charset=utf-8")


def koppelvlak_van(hier: Beheer, id_: str) -> Koppelvlak | None:
    """The koppelvlak that serves a contract, or None."""
    return next((koppelvlak for koppelvlak in hier.koppelvlakken if koppelvlak.contract_id == id_), None)


def openapi_van(koppelvlak: Koppelvlak, basis: str) -> dict[str, Any]:
    """The contract of a koppelvlak as it is served. basis: the address of this simulator."""
    contract = koppelvlak.contract
    return {**contract.document, "servers": [{"url": basis + contract.basis}]}


def _als_json(rij: ContractRij, koppelvlak: Koppelvlak | None, basis: str) -> dict[str, Any]:
    operaties = () if koppelvlak is None else koppelvlak.contract.operaties
    gebouwd = 0 if koppelvlak is None else sum(operatie.id in koppelvlak.functies for operatie in operaties)
    return {
        "id": rij.id,
        "bestand": rij.file,
        "versie": rij.version,
        "merk": rij.mark,
        "bron": rij.source,
        "opgehaald": rij.retrieved or None,
        "actief": rij.active,
        "adres": f"{basis}/_sim/contracten/{rij.id}",
        "koppelvlak": None if koppelvlak is None else koppelvlak.naam,
        "basis": None if koppelvlak is None else koppelvlak.contract.basis,
        "operaties": None if koppelvlak is None else {"gebouwd": gebouwd, "totaal": len(operaties)},
    }
