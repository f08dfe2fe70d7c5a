"""The answers against the official OpenAPI of Presenteren 8.0.2."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

from simulator.contract.openapi import contract
from tests.ozon.bouw import URI, Proef, regeling_xml
from tests.ozon.http import vraag
from tests.ozon.test_presenteren import vul

# What recorded answers, of a later version, have as an element and 8.0.2 as a boolean.
_ANDERS = re.compile(r"'(gereserveerd|vervallen)'\]: \"<(gereserveerd|vervallen)/>\" is not of type")
PLEK = "koppelvlakken/data/ozon/presenteren/ozon-presenteren-v8.0.2.json"
pytestmark = pytest.mark.shared


@cache
def officieel(shared: Path) -> dict[str, Any]:
    return json.loads((shared / PLEK).read_text(encoding="utf-8"))


def fouten(shared: Path, operatie: str, antwoord: httpx.Response) -> list[str]:
    """What is wrong with an answer: an undocumented status or media type, or a body that does not fit its schema."""
    document = officieel(shared)
    rij = next(r for rijen in document["paths"].values() for r in rijen.values() if r["operationId"] == operatie)
    kandidaat = rij["responses"].get(str(antwoord.status_code)) or rij["responses"].get("default")
    if kandidaat is None:
        return [f"{operatie} has no status {antwoord.status_code}"]
    while "$ref" in kandidaat:
        kandidaat = document["components"]["responses"][kandidaat["$ref"].rpartition("/")[2]]
    media = antwoord.headers["content-type"]
    if media not in kandidaat["content"]:
        return [f"{media} is not one of {list(kandidaat['content'])}"]
    schema = {**kandidaat["content"][media]["schema"], "components": document["components"]}
    # Its own examples of identificatie and href are no URIs, so that format says nothing; the others are judged.
    ding = jsonschema_rs.Draft4Validator(schema, validate_formats=True, formats={"uri": lambda _: True})
    gevonden = [f"{fout.instance_path}: {fout.message}" for fout in ding.iter_errors(antwoord.json())]
    return [fout for fout in gevonden if not _ANDERS.search(fout)]


@pytest.mark.parametrize(
    ("operatie", "pad"),
    [
        ("getRegelingen", "/regelingen"),
        ("getRegelingen", "/regelingen?_expand=true&size=2&page=2&_sort=-identificatie,geldigVanaf"),
        ("getRegelingen", "/regelingen?geldigOp=1900-01-01"),
        ("getRegelingen", "/regelingen?size=abc"),
        ("getRegeling", f"/regelingen/{URI}"),
        ("getRegeling", f"/regelingen/{URI}?_expand=true&geldigOp=2026-03-03&synchroniseerMetTileset=actueel"),
        ("getRegeling", "/regelingen/niets"),
        ("getRegeling", f"/regelingen/{URI}?geldigOp=nee"),
        ("getRegelingDocumentstructuur", f"/regelingen/{URI}/documentstructuur"),
        ("getRegelingDocumentstructuur", "/regelingen/niets/documentstructuur"),
        ("getRegelingDocumentstructuur", f"/regelingen/{URI}/documentstructuur?geldigOp=nee"),
        ("getHealth", "/app-health"),
        ("getInfo", "/app-info"),
        ("getCrss", "/crss"),
    ],
)
def test_an_answer_is_as_the_official_contract_says(shared: Path, proef: Proef, operatie: str, pad: str) -> None:
    proef.publiceer()
    proef.publiceer(2, vanaf="2026-05-01")
    vul(proef, 3)
    assert fouten(shared, operatie, vraag(proef, pad)) == []


def test_the_oracle_can_fail(shared: Path, proef: Proef) -> None:
    proef.publiceer(opschrift=3, tekst=regeling_xml())
    assert any("3 is not of type" in fout for fout in fouten(shared, "getRegeling", vraag(proef, f"/regelingen/{URI}")))


def test_our_contract_has_the_official_operations_and_parameters(shared: Path) -> None:
    def vorm(document: dict[str, Any]) -> dict[str, Any]:
        deel = document["components"]

        def los_op(p: dict[str, Any], soort: str) -> dict[str, Any]:
            return deel[soort][p["$ref"].rpartition("/")[2]] if "$ref" in p else p

        def parameter(p: dict[str, Any]) -> tuple[Any, ...]:
            schema = los_op(p["schema"], "schemas")
            rest = {k: schema.get(k) for k in ("type", "format", "minimum", "default")}
            # That an int32 ends at 2147483647 is written down in ours.
            rest["maximum"] = None if schema.get("maximum", 0) > 10**9 else schema.get("maximum")
            rest["enum"] = schema.get("enum") or los_op(schema.get("items", {}), "schemas").get("enum")
            return p["name"], p["in"], bool(p.get("required")), p.get("explode", True) is False, json.dumps(rest)

        def antwoord(a: dict[str, Any]) -> list[str]:
            return sorted(los_op(a, "responses")["content"])

        return {
            rij["operationId"]: (
                methode,
                pad,
                sorted(
                    tuple(w if i != 3 or naam == "_sort" else None for i, w in enumerate(parameter(p)))
                    for p in (los_op(q, "parameters") for q in rij.get("parameters", ()))
                    for naam in [p["name"]]
                ),
                sorted(rij.get("requestBody", {}).get("content", {})),
                {status: antwoord(a) for status, a in rij["responses"].items()},
            )
            for pad, rijen in document["paths"].items()
            for methode, rij in rijen.items()
        }

    ons, hun = vorm(dict(contract("ozon/presenteren-v8").document)), vorm(officieel(shared))
    assert ons.keys() == hun.keys()
    for naam, van_hun in hun.items():
        assert ons[naam][:4] == van_hun[:4], naam
        # Ours says more: what the gateway answers, and what the simulator has not built.
        assert van_hun[4].items() <= ons[naam][4].items(), naam


def uitgeschreven(document: dict[str, Any], deel: Any, onderweg: tuple[str, ...] = ()) -> Any:
    """A schema without references and without what does not judge; a schema within itself is its depth."""
    if isinstance(deel, list):
        return [uitgeschreven(document, stuk, onderweg) for stuk in deel]
    if not isinstance(deel, dict):
        return deel
    if "$ref" in deel:
        naam = deel["$ref"].rpartition("/")[2]
        if naam in onderweg:
            return {"cirkel": len(onderweg) - onderweg.index(naam)}
        return uitgeschreven(document, document["components"]["schemas"][naam], (*onderweg, naam))
    if len(deel.get("allOf", ())) == 1:
        return uitgeschreven(document, deel["allOf"][0], onderweg)
    uit: dict[str, Any] = {}
    for sleutel, waarde in deel.items():
        if sleutel == "properties":
            waarde = {naam: {"type": "string"} if naam in LEEG else eigenschap for naam, eigenschap in waarde.items()}
            eigen = {naam: eigenschap for naam, eigenschap in waarde.items() if not bijgeschreven(eigenschap)}
            uit[sleutel] = {naam: uitgeschreven(document, eigenschap, onderweg) for naam, eigenschap in eigen.items()}
        elif sleutel == "required":
            uit[sleutel] = sorted(waarde)
        elif (sleutel, waarde) == ("format", "uri-reference"):
            uit[sleutel] = "uri"  # ours says what the values are
        elif sleutel in BETEKENT and not (sleutel == "minItems" and waarde == 0):
            uit[sleutel] = uitgeschreven(document, waarde, onderweg)
    if "allOf" in uit:
        uit.pop("type", None)
    return uit


def bijgeschreven(eigenschap: dict[str, Any]) -> bool:
    """A field that 8.0.2 does not have."""
    return "x-source" in eigenschap and "inferred" not in eigenschap["x-mark"]


LEEG = ("gereserveerd", "vervallen")  # an element in recorded answers, a boolean in 8.0.2
BETEKENT = (
    *("type", "format", "enum", "items", "allOf", "oneOf", "anyOf", "nullable"),
    *("minimum", "maximum", "exclusiveMaximum", "minItems", "multipleOf"),
)


def test_our_schemas_say_the_same_as_the_official_ones(shared: Path) -> None:
    ons, hun = dict(contract("ozon/presenteren-v8").document), officieel(shared)
    vergeleken = 0
    for pad, rijen in hun["paths"].items():
        for methode, rij in rijen.items():
            van_ons = ons["paths"][pad][methode]
            paren = [(rij["responses"]["200"], van_ons["responses"]["200"])]
            if "requestBody" in rij:
                paren.append((rij["requestBody"], van_ons["requestBody"]))
            for van_hun, onze in paren:
                for media, inhoud in van_hun["content"].items():
                    verwacht = uitgeschreven(hun, inhoud["schema"])
                    assert uitgeschreven(ons, onze["content"][media]["schema"]) == verwacht, rij["operationId"]
                    vergeleken += 1
    assert vergeleken == 33
