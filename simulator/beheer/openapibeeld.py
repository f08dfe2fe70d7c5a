"""An OpenAPI document as a page shows it: operations by subject, each with what goes in and what comes out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

_METHODEN = ("get", "put", "post", "delete", "patch", "head", "options")
_DIEP = 6
_SOORTEN = {"string": "tekst", "integer": "geheel getal", "number": "getal", "boolean": "true of false"}


@dataclass(frozen=True)
class Parameter:
    """One parameter. soort: what it must be, in words; waarden: what can be chosen from, or none."""

    naam: str
    plaats: str
    verplicht: bool
    soort: str
    uitleg: str
    waarden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operatie:
    """One operation. pad: with the base path in front; body: an example, "" without one; merk: "" where it has none."""

    id: str
    methode: str
    pad: str
    samenvatting: str
    uitleg: str
    parameters: tuple[Parameter, ...]
    neemt: str
    body: str
    antwoorden: tuple[tuple[str, str, str], ...]
    merk: str
    bron: str
    curl: str

    @property
    def media(self) -> str:
        """What a good answer can be."""
        return ", ".join(media for status, _, media in self.antwoorden if status.startswith("2"))


def groepen(document: Mapping[str, Any]) -> list[tuple[str, str, list[Operatie]]]:
    """(subject, what it is, its operations), in the order of the document."""
    uitleg = {tag["name"]: tag.get("description", "") for tag in document.get("tags", ())}
    per_tag: dict[str, list[Operatie]] = {naam: [] for naam in uitleg}
    for tag, operatie in _operaties(document):
        per_tag.setdefault(tag, []).append(operatie)
    return [(tag, uitleg.get(tag, ""), lijst) for tag, lijst in per_tag.items() if lijst]


def _operaties(document: Mapping[str, Any]) -> Iterator[tuple[str, Operatie]]:
    server = document["servers"][0]["url"]
    merk, bron = document["info"].get("x-mark", ""), document["info"].get("x-source", "")
    for pad, rijen in document["paths"].items():
        for methode, rij in rijen.items():
            if methode in _METHODEN:
                ruw = [*rijen.get("parameters", ()), *rij.get("parameters", ())]
                parameters = tuple(_parameter(document, p) for p in ruw)
                neemt, body = _body(document, rij)
                tag = next(iter(rij.get("tags", ())), "operaties")
                yield (
                    tag,
                    Operatie(
                        rij.get("operationId", ""),
                        methode.upper(),
                        urlsplit(server).path.rstrip("/") + pad,
                        rij.get("summary", ""),
                        rij.get("description", ""),
                        parameters,
                        neemt,
                        body,
                        tuple(_antwoorden(document, rij)),
                        rij.get("x-mark", merk),
                        rij.get("x-source", bron),
                        _curl(methode.upper(), server.rstrip("/") + pad, neemt, body),
                    ),
                )


def _los_op(document: Mapping[str, Any], deel: Any) -> Any:
    while isinstance(deel, Mapping) and "$ref" in deel:
        doel: Any = document
        for stap in deel["$ref"].removeprefix("#/").split("/"):
            doel = doel[stap.replace("~1", "/").replace("~0", "~")]
        deel = doel
    return deel


def _parameter(document: Mapping[str, Any], ruw: Mapping[str, Any]) -> Parameter:
    p = _los_op(document, ruw)
    schema = _los_op(document, p.get("schema", {}))
    waarden = tuple(str(waarde) for waarde in schema.get("enum", ()) if waarde != "")
    return Parameter(
        p["name"], p["in"], bool(p.get("required")), _soort(document, schema), p.get("description", ""), waarden
    )


def _soort(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    keuzes = [_los_op(document, keuze) for keuze in schema.get("anyOf", ())]
    schema = next((keuze for keuze in keuzes if keuze.get("type") != "null"), schema)
    if schema.get("type") == "array":
        return f"lijst van {_soort(document, _los_op(document, schema.get('items', {})))}"
    soort = {"date": "datum", "date-time": "moment", "uuid": "uuid"}.get(schema.get("format", ""))
    soort = soort or _SOORTEN.get(str(schema.get("type")), "vrij")
    return f"{soort}, zonder is het {_json(schema['default'])}" if schema.get("default") not in (None, "") else soort


def _body(document: Mapping[str, Any], rij: Mapping[str, Any]) -> tuple[str, str]:
    """(media type, example) of what the operation takes; empty where it takes nothing, or nothing that is JSON."""
    inhoud = _los_op(document, rij.get("requestBody", {})).get("content", {})
    for media, vorm in inhoud.items():
        if media.endswith("json"):
            voorbeeld = vorm.get("example", _voorbeeld(document, vorm.get("schema", {}), 0))
            return media, _json(voorbeeld)
    return next(iter(inhoud), ""), ""


def _voorbeeld(document: Mapping[str, Any], schema: Any, diep: int) -> Any:
    """Something that has the form of a schema: what must be there, or all of it where nothing must."""
    schema = _los_op(document, schema)
    if diep > _DIEP:
        return None
    if schema.get("examples"):
        return schema["examples"][0]
    for naam in ("example", "default", "const"):
        if schema.get(naam) is not None:
            return schema[naam]
    if "enum" in schema:
        return schema["enum"][0]
    keuzes = schema.get("anyOf") or schema.get("oneOf")
    if keuzes:
        return _voorbeeld(document, keuzes[0], diep + 1)
    if schema.get("type") == "array":
        return [_voorbeeld(document, schema.get("items", {}), diep + 1)]
    if "properties" in schema:
        namen = schema.get("required") or schema["properties"]
        return {naam: _voorbeeld(document, schema["properties"].get(naam, {}), diep + 1) for naam in namen}
    return {"string": "…", "integer": 0, "number": 0, "boolean": True, "object": {}}.get(str(schema.get("type")))


def _antwoorden(document: Mapping[str, Any], rij: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for status, ruw in rij["responses"].items():
        antwoord = _los_op(document, ruw)
        yield str(status), " ".join(antwoord.get("description", "").split()), ", ".join(antwoord.get("content", {}))


def _curl(methode: str, url: str, neemt: str, body: str) -> str:
    delen = ["curl -sS"]
    if methode != "GET" and not (methode == "POST" and neemt):
        delen.append(f"-X {methode}")
    if body:
        delen.append(f"-H 'Content-Type: {neemt}' -d '{body}'")
    elif neemt:
        delen.append(f"-H 'Content-Type: {neemt}' --data-binary @bestand")
    return f"{' '.join(delen)} '{url}'"


def _json(waarde: Any) -> str:
    return orjson.dumps(waarde).decode().replace("'", "\\u0027")
