"""What the control API says of itself, and a page to read it and every other API on.

The page is made here from the documents, without the script and style sheet of Swagger UI: that is 1.9 MB more in every
wheel and image, and it styles itself in ways that our Content-Security-Policy forbids. A GET can be tried on it.
"""

from typing import Any

from fastapi import APIRouter, Request, Response

from simulator.basischeck.haken import antwoord
from simulator.beheer import beschrijving, openapibeeld, paginas, vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.contracten import koppelvlak_van, openapi_van
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, basis_url, json

router = APIRouter()


@router.get("/_sim/openapi.json", **operatie("Deze beschrijving, als OpenAPI", "contracten", vormen.VRIJ))
def openapi(request: Request, hier: Hier) -> Response:
    """The OpenAPI document of the control API."""
    return json(beschrijving.document(request.app, basis_url(request, hier)))


@router.get(
    "/_sim/haken/{vraag}",
    **operatie(
        "De vorm van een antwoord op een vraag van de basischeck, als JSON Schema",
        "contracten",
        vormen.VRIJ,
        fouten=(404,),
        uitleg="Voor een haak of een opdracht: zaak_zoeken, tonen, zoek_regeling, en actie voor wat een opdracht zegt.",
    ),
)
def haakantwoord(vraag: str) -> Response:
    """The JSON Schema of what a hook or a command may answer."""
    if vraag not in antwoord.ANTWOORDEN:
        raise Weigering(404, f"Er is geen vraag {vraag!r}; wel: {', '.join(antwoord.ANTWOORDEN)}.")
    return json(antwoord.schema(vraag))


@router.get("/_sim/docs", include_in_schema=False)
def pagina(request: Request, hier: Hier) -> Response:
    """The control API on a page, with the way to the other APIs."""
    document = beschrijving.document(request.app, basis_url(request, hier))
    return _pagina(request, hier, document, "De API van de simulator zelf", "/_sim/openapi.json", "")


@router.get("/_sim/docs.js", include_in_schema=False)
def script() -> Response:
    """The script of the page: it lets a reader try a GET."""
    return paginas.script("docs.js")


@router.get("/_sim/docs/{id_:path}", include_in_schema=False)
def pagina_van(request: Request, hier: Hier, id_: str) -> Response:
    """The API of a koppelvlak on a page."""
    koppelvlak = koppelvlak_van(hier, id_)
    if koppelvlak is None:
        namen = ", ".join(k.contract_id for k in hier.koppelvlakken)
        raise Weigering(404, f"Er is geen API {id_!r}; wel: {namen}.")
    document = openapi_van(koppelvlak, basis_url(request, hier))
    return _pagina(request, hier, document, document["info"]["title"], f"/_sim/contracten/{id_}", id_)


def _pagina(
    request: Request, hier: Beheer, document: dict[str, Any], titel: str, adres: str, contract: str
) -> Response:
    gebouwd = {id_ for k in hier.koppelvlakken if k.contract_id == contract for id_ in k.functies}
    return paginas.pagina(
        request,
        "docs.html",
        titel=titel,
        inleiding=document["info"].get("description", ""),
        adres=adres,
        groepen=openapibeeld.groepen(document),
        gebouwd=gebouwd,
        contract=contract,
        contracten=[k.contract_id for k in hier.koppelvlakken],
    )
