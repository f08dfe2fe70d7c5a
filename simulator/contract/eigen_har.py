"""A recording (HAR) of real calls, made into an OpenAPI document that can be loaded as a contract.

Only the form of what was recorded goes on: paths, media types and names of fields; no value of it is kept.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson

from simulator.contract.eigen_openapi import EigenFout, gelezen_als

_WAARDEN = (
    (re.compile(r"\d{13}"), "verzoeknummer"),
    (re.compile(r"\d{20}"), "oin"),
    (re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"), "id"),
    (re.compile(r"(?=.*\d)[0-9A-Za-z_-]{6,}"), "waarde"),
)
_OIN = re.compile(r"\d{20}")
_VERSIE = re.compile(r"v\d{1,2}", re.IGNORECASE)
_DIEP = 8


class GeenHar(EigenFout):
    """The file is no HAR, or no call in it is of this koppelvlak."""


def is_har(inhoud: Any) -> bool:
    """Whether plain data are a HAR."""
    return isinstance(inhoud, Mapping) and isinstance(inhoud.get("log"), Mapping) and "entries" in inhoud["log"]


@gelezen_als(GeenHar, "deze opname")
def als_openapi(inhoud: Any, basis: str) -> dict[str, Any]:
    """The calls below a base path as an OpenAPI document.

    basis: what the path of a call begins with; where none does, what the successful calls have in common up to a
    version is taken. Raises GeenHar.
    """
    if not is_har(inhoud):
        raise GeenHar("dit is geen HAR: er staat geen log met entries in")
    gelukt = [regel for regel in inhoud["log"]["entries"] if 200 <= int(_deel(regel, "response", "status") or 0) < 300]
    paden = [unquote(urlsplit(str(_deel(regel, "request", "url"))).path) for regel in gelukt]
    gekozen = basis if any(pad.startswith(basis + "/") for pad in paden) else _gemeen(paden)
    uit: dict[str, dict[str, Any]] = {}
    for regel, pad in zip(gelukt, paden, strict=True):
        if gekozen and pad.startswith(gekozen + "/"):
            methode = str(_deel(regel, "request", "method")).lower()
            uit.setdefault(_sjabloon(pad.removeprefix(gekozen)), {}).setdefault(methode, _operatie(regel))
    if not uit:
        raise GeenHar(f"in deze opname staat geen geslaagde aanroep onder {basis}")
    return {
        "openapi": "3.0.3",
        "info": {"title": "Uit een opname", "version": "1"},
        "servers": [{"url": gekozen}],
        "paths": {pad: {**_padwaarden(pad), **rijen} for pad, rijen in uit.items()},
    }


@gelezen_als(GeenHar, "deze opname")
def xml_berichten(inhoud: Any) -> list[bytes]:
    """The bodies of answers in XML, for whoever can read a message from them."""
    gevonden = []
    for regel in inhoud["log"]["entries"]:
        kaal = _deel(regel, "response", "content")
        if isinstance(kaal, Mapping) and "xml" in str(kaal.get("mimeType", "")) and not kaal.get("encoding"):
            gevonden.append(str(kaal.get("text", "")).encode())
    return gevonden


def _gemeen(paden: list[str]) -> str:
    """What most paths begin with, up to and with their version."""
    tellingen: dict[str, int] = {}
    for pad in paden:
        stukken = pad.split("/")
        tot = next((plek for plek, stuk in enumerate(stukken) if _VERSIE.fullmatch(stuk)), None)
        if tot is not None:
            begin = "/".join(stukken[: tot + 1])
            tellingen[begin] = tellingen.get(begin, 0) + 1
    return max(tellingen, key=lambda begin: (tellingen[begin], begin), default="")


def _sjabloon(pad: str) -> str:
    """The path with a name in the place of each value, every name once."""
    bekend: dict[str, int] = {}
    stukken = []
    for stuk in pad.split("/"):
        naam = next((naam for vorm, naam in _WAARDEN if vorm.fullmatch(stuk)), "")
        if naam:
            bekend[naam] = bekend.get(naam, 0) + 1
            naam += "" if bekend[naam] == 1 else str(bekend[naam])
        stukken.append("{" + naam + "}" if naam else stuk)
    return "/".join(stukken)


def _padwaarden(pad: str) -> dict[str, Any]:
    namen = re.findall(r"\{(\w+)\}", pad)
    rijen = [{"name": naam, "in": "path", "required": True, "schema": {"type": "string"}} for naam in namen]
    return {"parameters": rijen} if rijen else {}


def _operatie(regel: Mapping[str, Any]) -> dict[str, Any]:
    """The form of one call."""
    status = str(_deel(regel, "response", "status"))
    media = str(_deel(regel, "response", "content", "mimeType") or "").split(";")[0].strip()
    antwoord: dict[str, Any] = {"description": "Gelukt"}
    if media:
        antwoord["content"] = {media: _vorm(_deel(regel, "response", "content", "text"), media)}
    uit: dict[str, Any] = {"responses": {status: antwoord}}
    oins = [k["name"] for k in _deel(regel, "request", "headers") or () if _OIN.fullmatch(str(k.get("value", "")))]
    uit["parameters"] = [{"name": naam, "in": "header", "x-oin": True, "schema": {"type": "string"}} for naam in oins]
    gestuurd = str(_deel(regel, "request", "postData", "mimeType") or "").split(";")[0].strip()
    if gestuurd:
        vorm = _vorm(_deel(regel, "request", "postData", "text"), gestuurd)
        uit["requestBody"] = {"required": True, "content": {gestuurd: vorm}}
    return uit


def _vorm(tekst: Any, media: str) -> dict[str, Any]:
    if not media.endswith("json"):
        return {"schema": {"type": "string"}}
    try:
        return {"schema": _schema(orjson.loads(str(tekst or "null")), 0)}
    except orjson.JSONDecodeError:
        return {"schema": {}}


def _schema(waarde: Any, diepte: int) -> dict[str, Any]:
    if diepte > _DIEP:
        return {}
    if isinstance(waarde, Mapping):
        return {"type": "object", "properties": {naam: _schema(deel, diepte + 1) for naam, deel in waarde.items()}}
    if isinstance(waarde, list):
        return {"type": "array", "items": _schema(waarde[0], diepte + 1) if waarde else {}}
    soorten = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return {"type": soorten[type(waarde)]} if type(waarde) in soorten else {}


def _deel(regel: Any, *namen: str) -> Any:
    for naam in namen:
        regel = regel.get(naam) if isinstance(regel, Mapping) else None
    return regel
