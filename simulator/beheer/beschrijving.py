"""What the control API says of itself: `operatie` documents a route, `document` makes the OpenAPI of all of them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from simulator.contract.call import PROBLEM

JSON = "application/json"
_PROBLEEM = {"$ref": "#/components/schemas/Probleem"}
_INLEIDING = (
    "De simulator zelf besturen en bekijken. Dit bestaat in het echte stelsel niet. Momenten zijn ISO 8601 in UTC, "
    "op de klok van de simulator. Elke fout is application/problem+json in het Nederlands."
)
_VREEMD = "Het verzoek komt van een pagina van een andere website"
FOUTEN = {
    400: "Het verzoek is niet goed",
    403: "Dit is hier niet toegestaan",
    404: "Het bestaat niet",
    409: "Dit kan nu niet",
    413: "Het verzoek is te groot",
    415: "Dit mediatype wordt niet aangenomen",
    501: "Dit is nog niet gebouwd",
    503: "De simulator is niet te gebruiken",
}
ONDERWERPEN = {
    "wereld": "opnieuw beginnen, bewaren en terugzetten, en kant-en-klare situaties",
    "omgevingen": "geïsoleerde werelden naast elkaar: maken, vertakken, vergelijken en weggooien",
    "toegang": "wie in deze omgeving bekend is en wat hij mag; telt alleen in een strikte omgeving",
    "klok": "de klok en wat er nog op de agenda staat",
    "journaal": "elk bericht dat over een koppelvlak ging",
    "gebeurtenissen": "wat er in de wereld gebeurde",
    "verzoeken": "indienen, aanvullen en intrekken, wie er een notificatie kreeg, en wie wat ophaalde",
    "stam": "hoe STAM zich gedraagt, wat aangevraagd kan worden, en wie wat behandelt",
    "leveringen": "wat aan de LVBB is aangeleverd, met het oordeel",
    "uitgaand": "wat de simulator zelf verstuurt of ophaalt, en of hij daar kan komen",
    "mail": "wat software naar de postbus van de simulator mailde",
    "storingen": "wat er met opzet misgaat",
    "organisaties": "wie er in het stelsel zijn",
    "contracten": "wat de koppelvlakken beloven, en wat daarvan gebouwd is",
    "gezondheid": "leeft de simulator, en is hij te gebruiken",
}
PARAMETERS = {
    "na": "Alleen wat na dit nummer komt.",
    "voor": "Alleen wat voor dit nummer komt; 0 is geen grens.",
    "aantal": "Hoogstens zo veel.",
    "vanaf": "Sla zo veel over.",
    "nieuwste": "Het nieuwste eerst in plaats van het oudste.",
    "koppelvlak": "Alleen van dit koppelvlak, zoals lvbb.",
    "operatie": "Alleen van deze operatie, een operationId uit het contract.",
    "organisatie": "Alleen van deze afzender, een OIN.",
    "fouten": "Alleen wat met 400 of hoger, of niet, beantwoord is.",
    "status": "Een status (404), een soort (4xx) of een reeks (400-499).",
    "soort": "Alleen van deze soort.",
    "tekst": "Komt voor in het pad, met de vraag erachter; hoofdletters tellen niet.",
    "kenmerk": "Een waarde, of naam:waarde, zoals idLevering:mijn-levering.",
    "sinds": "Vanaf dit moment; zonder zone is dat Amsterdam.",
    "tot": "Tot dit moment; dat moment zelf niet.",
    "wacht": "Wacht zo veel seconden op het eerste.",
    "masker": "Haal geheimen en burgerservicenummers uit wat tekst is.",
    "zoek": "Komt voor in de naam, de code of het OIN.",
    "type": "Alleen van dit type, zoals gemeente.",
    "rol": "Alleen met deze rol, zoals bevoegd gezag.",
    "naam": "De naam.",
    "nummer": "Het nummer van de regel.",
    "vraag": "De vraag: zaak_zoeken, tonen, zoek_regeling, of actie.",
    "kant": "Het verzoek of het antwoord.",
    "code": "De code, zoals gm0363.",
    "kenmerk_": "Waaraan u hem herkent: van een sleutel de eerste twaalf tekens van zijn SHA-256, van een certificaat "
    "het OIN of de SHA-256 van de DER.",
    "organisatie_": "De code van de organisatie, zoals gm0363; een onbekende heet oin: met het OIN erachter.",
    "dienst": "Een dienst, zoals lvbb.aanleveren, of een koppeling, zoals lvbb, voor al haar diensten.",
    "van": "De omgeving van waaruit; zonder is het deze.",
    "van_snapshot": "Een snapshot daarvan; zonder is het nu.",
    "naar": "De omgeving waarmee vergeleken wordt; zonder is het deze.",
    "naar_snapshot": "Een snapshot daarvan; zonder is het nu.",
    "id_": "De identificatie; van een levering de leveringId.",
    "/_sim/mail/{nummer} nummer": "Het nummer van de mail.",
    "/_sim/mail/{nummer}/bron nummer": "Het nummer van de mail.",
    "verzoeknummer": "Het verzoeknummer, dertien cijfers.",
    "volgnummer": "Het volgnummer; 0 of 000 is het eerste.",
    "oin": "Het OIN van de organisatie.",
    "project": "Alleen de verzoeken van dit project, een projectId.",
    "bevoegd_gezag": "Het OIN van het bevoegd gezag.",
    "behandeldienst": "Het OIN van de behandeldienst.",
    "stap": "Verlengen, opschorten of hervatten.",
    "weken": "Met zo veel weken; zonder zo lang als het type toelaat.",
    "/_sim/postvak oin": "Alleen wat voor deze organisatie is.",
    "/_sim/postvak status": "Alleen met deze stand; inbox is wat nog ligt.",
    "activiteit": "Het id van de activiteit; leeg is alle activiteiten.",
    "/_sim/verzoeken oin": "Alleen verzoeken waarvan deze organisatie bevoegd gezag of behandeldienst is of was.",
    "/_sim/verzoeken status": "Alleen wat ingediend, aangevuld of ingetrokken is.",
    "/_sim/stam/activiteiten type": "Alleen wat voor dit type verzoek aangevraagd kan worden.",
    "/_sim/stam/activiteiten/{id_} id_": "Het id van de activiteit, zoals nl.imow-gm9920.activiteit.BoomKappen.",
    "/_sim/stam/behandeldiensten/{id_} id_": "Het id van de configuratie.",
    "/_sim/uitgaand status": "Alleen wat nog wacht, verstuurd is of mislukt is.",
    "last-event-id": "Het nummer van het laatste dat u al kreeg; gaat voor na.",
}


def operatie(
    samenvatting: str,
    onderwerp: str,
    geeft: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    ook: Mapping[int, str] | None = None,
    media: str = JSON,
    fouten: Iterable[int] = (),
    neemt: type[BaseModel] | None = None,
    uitleg: str = "",
) -> dict[str, Any]:
    """What a route decorator takes to be documented, all texts in Dutch.

    geeft: the schema of the answer, None for no body; ook: other statuses with the same body; fouten: statuses of
    problems; neemt: the model of the body; uitleg: in a few sentences what the summary leaves out.
    """
    inhoud = {} if geeft is None else {"content": {media: {"schema": dict(geeft)}}}
    goed = {status: "Gelukt", **(ook or {})}
    antwoorden: dict[int | str, Any] = {code: {"description": tekst, **inhoud} for code, tekst in goed.items()}
    for code in fouten:
        antwoorden[code] = {"description": FOUTEN[code], "content": {PROBLEM: {"schema": _PROBLEEM}}}
    meer: dict[str, Any] = {}
    if neemt is not None:
        schema = _plat(neemt.model_json_schema(), {})
        meer["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return {
        "summary": samenvatting,
        "description": uitleg or samenvatting,
        "tags": [onderwerp],
        "responses": antwoorden,
        "status_code": status,
        "response_class": Response,  # else FastAPI adds that every answer may be JSON
        "openapi_extra": meer,
    }


def document(app: FastAPI, basis_url: str) -> dict[str, Any]:
    """The OpenAPI of every route that is documented. basis_url: as the caller reaches the simulator."""
    gemaakt = get_openapi(
        title="DSO-LV-simulator: beheer",
        version=app.version,
        description=_INLEIDING,
        routes=app.routes,
        servers=[{"url": basis_url}],
        tags=[{"name": naam, "description": tekst} for naam, tekst in ONDERWERPEN.items()],
    )
    for pad, methoden in gemaakt["paths"].items():
        for methode, op in methoden.items():
            _maak_af(methode, pad, op)
    gemaakt["paths"] = {pad.replace("_}", "}"): methoden for pad, methoden in gemaakt["paths"].items()}
    gemaakt["components"] = {"schemas": {"Probleem": _probleem()}}
    return gemaakt


def _maak_af(methode: str, pad: str, op: dict[str, Any]) -> None:
    """Take out what FastAPI puts in of itself and say what it cannot know."""
    woorden = re.findall(r"[A-Za-z]+", pad.removeprefix("/_sim"))
    op["operationId"] = methode + "".join(woord.capitalize() for woord in woorden)
    op["responses"].pop("422", None)
    if methode != "get":
        vreemd = {"description": _VREEMD, "content": {PROBLEM: {"schema": _PROBLEEM}}}
        op["responses"].setdefault("403", vreemd)
    op["responses"]["default"] = {"description": "Een andere fout", "content": {PROBLEM: {"schema": _PROBLEEM}}}
    if op.get("description") == op.get("summary"):
        op.pop("description", None)
    for parameter in op.get("parameters", ()):
        parameter["schema"] = _plat(parameter["schema"], {})
        naam = parameter["name"]
        uitleg = PARAMETERS.get(f"{pad} {naam}") or PARAMETERS.get(naam)
        if uitleg:
            parameter["description"] = uitleg
        parameter["name"] = naam.removesuffix("_")


def _plat(schema: Any, bekend: Mapping[str, Any]) -> Any:
    """A schema of pydantic without references, and without the titles and docstrings that it takes along."""
    if isinstance(schema, list):
        return [_plat(deel, bekend) for deel in schema]
    if not isinstance(schema, dict):
        return schema
    bekend = schema.get("$defs", bekend)
    if "$ref" in schema:
        return _plat(bekend[schema["$ref"].rpartition("/")[2]], bekend)
    weg = {naam for naam in ("title", "description") if isinstance(schema.get(naam), str)} | {"$defs"}
    return {naam: _plat(deel, bekend) for naam, deel in schema.items() if naam not in weg}


def _probleem() -> dict[str, Any]:
    tekst = {"type": "string"}
    klacht = {"type": "object", "required": ["name", "reason"], "properties": {"name": tekst, "reason": tekst}}
    return {
        "type": "object",
        "description": "Wat er misging (RFC 9457), in het Nederlands.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": tekst,
            "title": tekst,
            "status": {"type": "integer"},
            "detail": tekst,
            "instance": tekst,
            "invalid-params": {"type": "array", "items": klacht},
        },
    }
