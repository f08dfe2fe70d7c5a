"""An API contract as objects: operations with their parameters, read from contracts/*.openapi.yaml.

x-mark and x-source on the document hold for all of it, on an operation for that operation. x-max-bytes on an operation
is what its body may have; x-voorbij-maximum: afkappen says that a larger body is cut off for the operation to judge.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import yaml

from simulator.contract import adres
from simulator.places import place

VRIJ = "x-hoofdletters-vrij"
"""Of a parameter: a value of its enum may be written in any case."""
MAX_BYTES = 5 * 1024 * 1024
_LIJKT = 0.55
_METHODEN = ("get", "put", "post", "delete", "patch", "head", "options")


@dataclass(frozen=True)
class Parameter:
    """One path, query or header parameter with its schema, references resolved.

    namens: it names the organisation for which the caller acts, whatever it is called (x-oin in the document).
    """

    naam: str
    plaats: str
    verplicht: bool
    schema: Mapping[str, Any]
    explode: bool = True
    namens: bool = False


@dataclass(frozen=True)
class Operatie:
    """One operation of a contract."""

    id: str
    methode: str
    pad: str
    parameters: tuple[Parameter, ...]
    neemt: tuple[str, ...]
    geeft: tuple[str, ...]
    merk: str
    bron: str
    max_bytes: int = MAX_BYTES
    afkappen: bool = False

    @property
    def patroon(self) -> re.Pattern[str]:
        """What the path, undecoded, must match; a segment is never empty and never spans a slash."""
        stukken = re.split(r"\{(\w+)\}", self.pad)
        delen = [re.escape(stuk) if i % 2 == 0 else f"(?P<{stuk}>[^/]+)" for i, stuk in enumerate(stukken)]
        return re.compile("".join(delen))


@dataclass(frozen=True)
class Contract:
    """A whole API. `basis` is the path below which it lives.

    namen: where a contract of a user calls fields of JSON otherwise: our name to theirs; oin_koppen: the headers, in
    lower case, in which a caller may name the organisation for which it acts.
    """

    id: str
    basis: str
    document: Mapping[str, Any]
    operaties: tuple[Operatie, ...]
    merk: str
    bron: str
    bedient_zichzelf: bool
    namen: Mapping[str, str] = field(default_factory=dict)
    oin_koppen: tuple[str, ...] = ()

    def met_id(self, operatie: str) -> Operatie:
        """The operation with this operationId. Raises KeyError."""
        for kandidaat in self.operaties:
            if kandidaat.id == operatie:
                return kandidaat
        raise KeyError(f"{self.id} has no operation {operatie}")

    def pad(self, operatie: str, /, **waarden: str) -> str:
        """The path of an operation with its base path and its path values filled in; a user's contract has other paths.

        Raises KeyError for an operation or a path value that is not there.
        """
        pad = self.met_id(operatie).pad
        return self.basis + re.sub(r"\{(\w+)\}", lambda naam: adres.stuk(waarden[naam[1]]), pad)

    def lijkt_op(self, methode: str, pad: str) -> list[Operatie]:
        """The operations that a path below the base could have meant, the nearest first; at most three."""

        def afstand(operatie: Operatie) -> float:
            zoals = re.sub(r"\{\w+\}", "_", operatie.pad)
            eigen = re.sub(r"(?<=/)[^/]*\d[^/]*(?=/|$)", "_", pad)  # what holds a digit is a value
            return SequenceMatcher(None, zoals.lower(), eigen.lower()).ratio() + 0.1 * (operatie.methode == methode)

        op_volgorde = sorted(self.operaties, key=afstand, reverse=True)
        return [operatie for operatie in op_volgorde[:3] if afstand(operatie) > _LIJKT]


@cache
def contract(id_: str) -> Contract:
    """Read contracts/{id_}.openapi.yaml. Raises FileNotFoundError."""
    return uit_document(id_, lees_yaml((place("contracts") / f"{id_}.openapi.yaml").read_text(encoding="utf-8")))


def lees_yaml(tekst: str) -> Any:
    """What a text in YAML or JSON says, as plain data. Raises yaml.YAMLError."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(tekst, Loader=loader)  # noqa: S506 - the loader is a safe one


def uit_document(id_: str, document: Mapping[str, Any]) -> Contract:
    """A contract of its OpenAPI document. Raises KeyError for a document that is none."""
    merk = document["info"].get("x-mark", "inferred")
    bron = document["info"].get("x-source", "")
    operaties = tuple(
        _operatie(document, pad, methode, rij, merk, bron)
        for pad, rijen in document["paths"].items()
        for methode, rij in rijen.items()
        if methode in _METHODEN
    )
    basis = urlsplit(document["servers"][0]["url"]).path.rstrip("/")
    info = document["info"]
    zelf = bool(info.get("x-serves-itself"))
    koppen = [p for operatie in operaties for p in operatie.parameters if p.plaats == "header"]
    oin_koppen = tuple(dict.fromkeys(p.naam.lower() for p in koppen if p.namens or "oin" in p.naam.lower()))
    return Contract(id_, basis, document, operaties, merk, bron, zelf, dict(info.get("x-namen", {})), oin_koppen)


def _operatie(
    document: Mapping[str, Any], pad: str, methode: str, rij: Mapping[str, Any], merk: str, bron: str
) -> Operatie:
    ruw = [*document["paths"][pad].get("parameters", ()), *rij.get("parameters", ())]
    body = _los_op(document, rij.get("requestBody", {}))
    geeft: dict[str, None] = {}
    for status, antwoord in rij["responses"].items():
        if str(status).startswith("2"):
            geeft |= dict.fromkeys(_los_op(document, antwoord).get("content", {}))
    return Operatie(
        rij["operationId"],
        methode.upper(),
        pad,
        tuple(_parameter(document, p) for p in ruw),
        tuple(body.get("content", {})),
        tuple(geeft),
        rij.get("x-mark", merk),
        rij.get("x-source", bron),
        rij.get("x-max-bytes", MAX_BYTES),
        rij.get("x-voorbij-maximum") == "afkappen",
    )


def _parameter(document: Mapping[str, Any], ruw: Mapping[str, Any]) -> Parameter:
    p = _los_op(document, ruw)
    schema = dict(_los_op(document, p.get("schema", {})))
    if "items" in schema:
        schema["items"] = dict(_los_op(document, schema["items"]))
    if p.get(VRIJ):
        schema.get("items", schema)[VRIJ] = True
    return Parameter(
        p["name"], p["in"], bool(p.get("required")), schema, bool(p.get("explode", True)), bool(p.get("x-oin"))
    )


def _los_op(document: Mapping[str, Any], deel: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in deel:
        doel: Any = document
        for stap in deel["$ref"].removeprefix("#/").split("/"):
            doel = doel[stap.replace("~1", "/").replace("~0", "~")]
        deel = doel
    return deel


def zet_om(parameter: Parameter, waarden: list[str]) -> Any:
    """Make a value of what a request said. Raises ValueError with the reason, in Dutch."""
    schema = parameter.schema
    if schema.get("type") == "array":
        stukken = waarden if parameter.explode else [stuk for w in waarden for stuk in w.split(",")]
        return [_enkel(schema.get("items", {}), stuk) for stuk in stukken]
    return _enkel(schema, waarden[-1])


def _enkel(schema: Mapping[str, Any], tekst: str) -> Any:
    waarde = _naar_type(schema, tekst)
    ongeldig = ValueError(f"Ongeldige waarde: {tekst}")
    if schema.get(VRIJ):
        waarde = next((kan for kan in schema["enum"] if kan.lower() == tekst.lower()), waarde)
    if "enum" in schema and waarde not in schema["enum"]:
        raise ongeldig
    if isinstance(waarde, int | float) and not schema.get("minimum", waarde) <= waarde <= schema.get("maximum", waarde):
        raise ongeldig
    if isinstance(waarde, str):
        te_kort = len(waarde) < schema.get("minLength", 0)
        te_lang = len(waarde) > schema.get("maxLength", len(waarde))
        if te_kort or te_lang or ("pattern" in schema and not _past(schema["pattern"], waarde)):
            raise ongeldig
    return waarde


def _past(patroon: str, waarde: str) -> bool:
    """Whether a value is as a pattern says; one of another dialect (ECMA has more than we read) judges nothing."""
    einde = re.sub(r"(?<!\\)\$$", r"\\Z", patroon)  # for Python a $ is also before a last newline
    try:
        return re.search(einde, waarde) is not None
    except re.error:
        return True


def _naar_type(schema: Mapping[str, Any], tekst: str) -> Any:
    ongeldig = ValueError(f"Ongeldige waarde: {tekst}")
    soort, vorm = schema.get("type"), schema.get("format")
    if soort == "integer":
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", tekst):
            raise ongeldig
        return int(tekst)
    if soort == "boolean":
        if tekst not in ("true", "false"):
            raise ongeldig
        return tekst == "true"
    try:
        if soort == "number":
            if not re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?", tekst):
                raise ongeldig
            return float(tekst)
        if vorm == "date":
            if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", tekst):
                raise ongeldig
            return date.fromisoformat(tekst)
        if vorm == "date-time":
            if not re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}T[!-~]+$", tekst):
                raise ongeldig
            moment = datetime.fromisoformat(tekst)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ongeldig from None
    return tekst
