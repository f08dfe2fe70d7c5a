"""Does a document fit its schema: transport, aanlevering, geo, OW or manifest-ow.

The schemas are made from contracts/*.model at first use and kept for the process. libxml2 judges; what it says is put
into Dutch by simulator.contract.schemataal. Confirmed: held against the official XSDs by tests/contract.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from simulator.contract import notatie, xerces, xsd
from simulator.contract.contentmodel import Model, Waarde
from simulator.contract.schemataal import INGEBOUWD, Verwijt, citaat, herhaalt, in_het_nederlands
from simulator.contract.xml import lokale_naam, namespace_van, plaats_van
from simulator.places import place

SCHEMAS: Mapping[str, str] = {
    "transport": "lvbb/transport.model",
    "aanlevering": "lvbb/aanlevering.model",
    "geo": "stop/1.3.0/geo.model",
    "ow": "imow/2.0.0/deelbestand.model",
    "manifest-ow": "imow/2.0.0/manifest-ow.model",
}


@dataclass(frozen=True)
class SchemaFout:
    """One thing that the schema refuses.

    element: local name of the element at fault; regel: its line; plaats: where it stands, as plaats_van tells it;
    tekst: what was expected and what came, in Dutch.
    """

    element: str
    regel: int
    plaats: str
    tekst: str


class _Resolver(etree.Resolver):
    """Gives libxml2 the documents that a schema imports; everything else is left to the next resolver."""

    def __init__(self, documenten: Mapping[str, str]) -> None:
        self._documenten = documenten

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        """The document at this address, when it is one of ours."""
        tekst = self._documenten.get((system_url or "").removeprefix(xsd.ADRES))
        return None if tekst is None else self.resolve_string(tekst, context, base_url=system_url)


@dataclass(frozen=True)
class Gemaakt:
    """A compiled schema: what may be its root, and what its simple types hold, in Dutch, by `{namespace}naam`.

    The lock is there because lxml keeps one error log per schema.
    """

    schema: etree.XMLSchema
    wortels: frozenset[str]
    soorten: Mapping[str, str]
    slot: threading.Lock


_MAAKSLOT = threading.Lock()
_POGINGEN = 3
"""About once in ten thousand times libxml2 (2.14) misses an import when another thread parses at that very moment."""
_STAP = re.compile(r"(?P<naam>[^\[@]+)(?:\[(?P<plek>\d+)\])?")


def toets(schema: str, wortel: etree._Element) -> list[SchemaFout]:
    """What the schema refuses in a document, in document order; [] when it is valid.

    schema: "transport", "aanlevering", "geo", "ow" or "manifest-ow"; wortel: the root element of the document. A root
    that is not of this schema is a fault. Raises KeyError for another schema. Safe to call from several threads.
    """
    return toets_model(SCHEMAS[schema], wortel, schema)


def toets_model(model: str, wortel: etree._Element, naam: str = "") -> list[SchemaFout]:
    """The same with a content model that is not in SCHEMAS.

    model: its path below contracts/; naam: what it is called in a complaint about the root, such as the profile.
    """
    with _MAAKSLOT:
        gemaakt = _gemaakt(model)
    return toets_met(gemaakt, wortel, naam or model)


def toets_met(gemaakt: Gemaakt, wortel: etree._Element, schema: str) -> list[SchemaFout]:
    """The same with a compiled schema. schema: what it is called in a complaint about the root."""
    if wortel.tag not in gemaakt.wortels:
        naam = lokale_naam(wortel)
        tekst = f"element {naam}: geen hoofdelement van schema {schema}; verwacht een van ("
        tekst += ", ".join(sorted(lokale_naam(w) for w in gemaakt.wortels)) + ")"
        gelijk = {w for w in gemaakt.wortels if lokale_naam(w) == naam}
        if gelijk:
            verwacht = namespace_van(gelijk.pop())
            tekst = f"element {naam}: verwacht namespace {verwacht}, gekregen {namespace_van(wortel) or 'geen'}"
        return [SchemaFout(naam, wortel.sourceline or 0, plaats_van(wortel), tekst)]
    verwijten = []
    with gemaakt.slot:
        if not gemaakt.schema.validate(wortel):
            verwijten = [Verwijt(regel.path or "", regel.line, regel.message) for regel in gemaakt.schema.error_log]
    return [*_geen_uri(wortel), *_fouten(wortel, verwijten, gemaakt.soorten)]


def laad_alle() -> None:
    """Make every schema, for who would rather wait now than at the first document."""
    for model in SCHEMAS.values():
        with _MAAKSLOT:
            _gemaakt(model)


def schema_van(wortel: etree._Element) -> str | None:
    """Which of the schemas judges a document with this root element; None when none does."""
    return _schema_bij_wortel().get(str(wortel.tag))


def schema_documenten(schema: str) -> dict[str, str]:
    """The XSD text of a schema and of what it imports, by the path of the model. Raises KeyError, ModelFout."""
    return documenten_van(SCHEMAS[schema])


def uit_xsd(documenten: Mapping[str, str], start: str, wortels: frozenset[str]) -> Gemaakt:
    """A schema of XSD documents that are at hand already.

    documenten: text by name, and what is not among them is not read; start: the name of the one that includes or
    imports the others; wortels: `{namespace}naam` of what may be the root. Raises etree.XMLSchemaParseError,
    etree.XMLSyntaxError.
    """
    return _compileer(documenten, start, wortels, {})


def documenten_van(start: str) -> dict[str, str]:
    """The text of the schema of a model and of all that it imports, by their paths below contracts/."""
    modellen = notatie.met_gebruikte(start, place("contracts"))
    eigen = {pad: xsd.schema_tekst(model, modellen) for pad, model in modellen.items()}
    return {xerces.PAD: xerces.schema_tekst(), **eigen}


@cache
def _gemaakt(start: str) -> Gemaakt:
    return _compileer(documenten_van(start), start, _wortels(start), _soorten(start))


def _compileer(
    documenten: Mapping[str, str], start: str, wortels: frozenset[str], soorten: Mapping[str, str]
) -> Gemaakt:
    for poging in range(_POGINGEN):
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(_Resolver(documenten))
        document = etree.fromstring(documenten[start], parser, base_url=xsd.ADRES + start)  # noqa: TID251 - our own text, and a resolver is needed
        try:
            return Gemaakt(etree.XMLSchema(document), wortels, soorten, threading.Lock())
        except etree.XMLSchemaParseError:
            if poging == _POGINGEN - 1:
                raise
    raise AssertionError("the last try gives or raises")


def _wortels(start: str) -> frozenset[str]:
    model = notatie.model(start, place("contracts"))
    return frozenset(f"{{{model.namespace}}}{naam}" for naam in model.wortels)


def _soorten(start: str) -> dict[str, str]:
    """What each simple type of a schema holds, in Dutch, by `{namespace}naam`."""
    modellen = notatie.met_gebruikte(start, place("contracts"))
    waarden = {
        (model.pad, verklaring.naam): verklaring.waarde
        for model in modellen.values()
        for verklaring in model.verklaringen
        if verklaring.waarde is not None
    }
    return {
        f"{{{modellen[pad].namespace}}}{naam}": _in_woorden(modellen[pad], naam, modellen, waarden)
        for pad, naam in waarden
    }


def _in_woorden(
    model: Model, naam: str, modellen: Mapping[str, Model], waarden: Mapping[tuple[str, str], Waarde]
) -> str:
    prefix, _, lokaal = naam.rpartition(":")
    eigen = modellen[model.gebruikt[prefix]] if prefix and prefix != model.prefix else model
    waarde = waarden.get((eigen.pad, lokaal))
    if waarde is None:
        return INGEBOUWD.get(lokaal, f"een waarde van het type {lokaal}")
    if waarde.waarden:
        return f"een van ({', '.join(waarde.waarden)})"
    if waarde.lijst_van:
        return f"een rij waarden, elk {_in_woorden(eigen, waarde.lijst_van, modellen, waarden)}"
    leden = dict.fromkeys(_in_woorden(eigen, lid, modellen, waarden) for lid in waarde.leden)
    return " of ".join(leden) or _in_woorden(eigen, waarde.basis, modellen, waarden)


@cache
def _schema_bij_wortel() -> dict[str, str]:
    return {wortel: schema for schema, start in SCHEMAS.items() for wortel in _wortels(start)}


def _geen_uri(wortel: etree._Element) -> Iterator[SchemaFout]:
    for element, attribuut, deel in xerces.geen_uri(wortel):
        naam = lokale_naam(element)
        tekst = f"element {naam}, attribuut {attribuut}: verwacht {INGEBOUWD['anyURI']}, gekregen {citaat(deel)}"
        yield SchemaFout(naam, element.sourceline or 0, plaats_van(element), tekst)


def _fouten(wortel: etree._Element, verwijten: list[Verwijt], soorten: Mapping[str, str]) -> list[SchemaFout]:
    fouten: list[SchemaFout] = []
    vorige: Verwijt | None = None
    for verwijt in verwijten:
        # libxml2 says the same thing twice: once about the facet, once about the type.
        if vorige is not None and vorige.pad == verwijt.pad and herhaalt(vorige.melding, verwijt.melding):
            continue
        vorige = verwijt
        knoop = _knoop(wortel, verwijt.pad)
        ouder = knoop.getparent()
        tekst = in_het_nederlands(verwijt.melding, "" if ouder is None else lokale_naam(ouder), soorten)
        regel = knoop.sourceline or verwijt.regel
        fouten.append(SchemaFout(lokale_naam(knoop), regel, plaats_van(knoop), tekst))
    return fouten


def _knoop(wortel: etree._Element, pad: str) -> etree._Element:
    """The element at a path of libxml2, such as `/*/lvbb:bestand[2]/*[1]`; the last that exists when it leads nowhere.

    A step is `prefix:naam`, which counts siblings of that prefix and name, or `*`, which counts all. XPath would need
    the namespaces of the prefixes, which differ by place in the document.
    """
    knoop = wortel
    for stap in pad.split("/")[2:]:
        gevonden = _STAP.fullmatch(stap)
        if gevonden is None:
            break
        prefix, _, naam = gevonden["naam"].rpartition(":")
        kinderen = [
            kind
            for kind in knoop.iterchildren("*")
            if naam == "*" or (lokale_naam(kind) == naam and (kind.prefix or "") == prefix)
        ]
        plek = int(gevonden["plek"] or 1) - 1
        if plek >= len(kinderen):
            break
        knoop = kinderen[plek]
    return knoop
