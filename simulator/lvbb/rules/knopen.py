"""The documents of a delivery as the rules on their content need them: each walked once, its elements found by name.

The rules say what the official schematron of STOP 1.3.0 and of the delivery schema 1.2.0 says. Its axes (ancestor,
preceding, key) are answered here from one walk, so that a hundred rules over a big
besluit cost one walk and not a hundred.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from simulator.contract.witruimte import vouw_samen
from simulator.contract.xml import plaats_van
from simulator.lvbb.levering import BASISGEO, DATA, GEO, GIO, GML, LVBBA, SE, TEKST, Levering
from simulator.lvbb.rules.kader import Bevinding

D = f"{{{DATA}}}"
T = f"{{{TEKST}}}"
G = f"{{{GEO}}}"
B = f"{{{BASISGEO}}}"
GM = f"{{{GML}}}"
S = f"{{{SE}}}"
GI = f"{{{GIO}}}"
L = f"{{{LVBBA}}}"
OGC = "{http://www.opengis.net/ogc}"

REGELINGMUTATIE = T + "RegelingMutatie"
BESLUITMUTATIE = T + "BesluitMutatie"
IN_MUTATIE = frozenset((REGELINGMUTATIE, BESLUITMUTATIE))

_ATTRIBUTEN = frozenset(("eId", "wId", "wijzigactie", "componentnaam", "wordt", "srsName"))
_WIT = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class Omgeving:
    """What stands around an element: of its ancestors the tags, the componentnamen (outside in), the wijzigacties."""

    namen: frozenset[str] = frozenset()
    componenten: tuple[str, ...] = ()
    acties: frozenset[str] = frozenset()

    @property
    def component(self) -> str | None:
        """The name of the nearest component."""
        return self.componenten[-1] if self.componenten else None

    def binnen(self, element: etree._Element) -> "Omgeving":
        """What stands around the children of an element that itself stands here."""
        component, actie = element.get("componentnaam"), element.get("wijzigactie")
        return Omgeving(
            self.namen | {tag_van(element)},
            self.componenten if component is None else (*self.componenten, component),
            self.acties if actie is None else self.acties | {actie},
        )


@dataclass(slots=True)
class Knoop:
    """One element, what stands around it, and the document it is of."""

    element: etree._Element
    omgeving: Omgeving
    document: "Document"

    @property
    def tag(self) -> str:
        """The name with its namespace."""
        return tag_van(self.element)

    @property
    def is_tekst(self) -> bool:
        """Whether it is an element of text."""
        return self.tag.startswith(T)

    def get(self, attribuut: str) -> str | None:
        """An attribute as it was written."""
        return self.element.get(attribuut)

    @property
    def naam(self) -> str:
        """The local name."""
        return lokale_naam(self.element)

    @property
    def tekst(self) -> str:
        """The string value: all text in it, white space as it was written."""
        return tekst(self.element)

    @property
    def eid(self) -> str:
        """The eId by which a reader finds the element: its own, else that of the nearest ancestor with one."""
        huidig: etree._Element | None = self.element
        while huidig is not None:
            if (eid := huidig.get("eId")) is not None:
                return eid
            huidig = huidig.getparent()
        return ""

    def in_een(self, *tags: str) -> bool:
        """Whether an ancestor has one of these tags."""
        return not self.omgeving.namen.isdisjoint(tags)

    def heeft(self, *tags: str) -> bool:
        """Whether a child has one of these tags."""
        return next(self.element.iterchildren(*tags), None) is not None

    @property
    def ouder(self) -> str:
        """The tag of the parent, "" for the root."""
        ouder = self.element.getparent()
        return "" if ouder is None else tag_van(ouder)

    def kind(self, pad: str) -> str | None:
        """The string value of the first element at this path, or None when there is none."""
        return waarde(self.element, pad)

    def bevinding(self, *, verwacht: str = "", gekregen: str = "", **waarden: str) -> Bevinding:
        """A finding at this element; its category is the expression of the document, as in real reports."""
        document = self.document
        plaats = plaats_van(self.element)
        return Bevinding(document.bestand, plaats, document.expressie, verwacht, gekregen, waarden)


class Document:
    """One document that the content rules judge, walked once."""

    def __init__(self, bestand: str, wortel: etree._Element) -> None:
        self.bestand = bestand
        self.wortel = wortel
        self._op_tag: dict[str, list[Knoop]] = defaultdict(list)
        self._met: dict[str, list[Knoop]] = defaultdict(list)
        self._loop()

    def _loop(self) -> None:
        binnen: dict[tuple[int, str, tuple[str | None, str | None]], Omgeving] = {}
        uniek: dict[Omgeving, Omgeving] = {}
        stapel: list[tuple[etree._Element, Omgeving]] = [(self.wortel, Omgeving())]
        while stapel:
            element, omgeving = stapel.pop()
            tag = element.tag
            if not isinstance(tag, str):
                continue
            knoop = Knoop(element, omgeving, self)
            self._op_tag[tag].append(knoop)
            attributen = element.keys()
            for attribuut in attributen:
                if attribuut in _ATTRIBUTEN:
                    self._met[attribuut].append(knoop)
            if len(element):
                bijzonder = (element.get("componentnaam"), element.get("wijzigactie")) if attributen else (None, None)
                sleutel = (id(omgeving), tag, bijzonder)
                hier = binnen.get(sleutel)
                if hier is None:
                    hier = omgeving.binnen(element)
                    hier = binnen[sleutel] = uniek.setdefault(hier, hier)
                stapel.extend((kind, hier) for kind in reversed(element))

    def op(self, *tags: str) -> Iterator[Knoop]:
        """Every element with one of these tags, tag by tag, in document order."""
        for tag in tags:
            yield from self._op_tag.get(tag, ())

    def op_naam(self, *namen: str) -> Iterator[Knoop]:
        """Every element with one of these local names, in whatever namespace."""
        for tag, knopen in self._op_tag.items():
            if tag.rpartition("}")[2] in namen:
                yield from knopen

    def met(self, attribuut: str) -> list[Knoop]:
        """Every element with this attribute: eId, wId, wijzigactie, componentnaam, wordt or srsName."""
        return self._met.get(attribuut, [])

    @cached_property
    def expressie(self) -> str:
        """The FRBRExpression of what the document delivers."""
        for knoop in self.op_naam("FRBRExpression"):
            return normaal(knoop.tekst)
        return ""

    @cached_property
    def eids(self) -> dict[str, list[Knoop]]:
        """The text elements by their eId."""
        gevonden: dict[str, list[Knoop]] = defaultdict(list)
        for knoop in self.met("eId"):
            if knoop.is_tekst:
                gevonden[knoop.element.attrib["eId"]].append(knoop)
        return gevonden


def documenten(levering: Levering) -> tuple[Document, ...]:
    """What the content rules judge, each document walked once per delivery."""
    bekend: tuple[Document, ...] | None = levering.geheugen.get(Document)
    if bekend is None:
        bekend = tuple(Document(bestand.naam, vouw_samen(wortel)) for bestand, wortel in levering.inhoudelijk())
        levering.geheugen[Document] = bekend
    return bekend


def knopen(levering: Levering, *tags: str) -> Iterator[Knoop]:
    """Every element with one of these tags, over all documents."""
    for document in documenten(levering):
        yield from document.op(*tags)


def knopen_met(levering: Levering, attribuut: str) -> Iterator[Knoop]:
    """Every element with this attribute, over all documents (see Document.met)."""
    for document in documenten(levering):
        yield from document.met(attribuut)


def knopen_op_naam(levering: Levering, *namen: str) -> Iterator[Knoop]:
    """Every element with one of these local names, over all documents."""
    for document in documenten(levering):
        yield from document.op_naam(*namen)


def tekst(element: etree._Element) -> str:
    """The string value of an element: all text in it, comments left out."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def waarde(element: etree._Element, pad: str) -> str | None:
    """The string value of the first element at a path of tags, or None."""
    gevonden = element.find(pad)
    return None if gevonden is None else tekst(gevonden)


def normaal(waarde: str | None) -> str:
    """White space at both ends removed, and runs of it within made one space; only what XML calls white space."""
    return "" if waarde is None else _WIT.sub(" ", waarde).strip(" ")


def tag_van(element: etree._Element) -> str:
    """The name of an element with its namespace; "" for a comment."""
    return element.tag if isinstance(element.tag, str) else ""


def lokale_naam(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return tag_van(element).rpartition("}")[2]


def deel_voor(waarde: str, teken: str) -> str:
    """What stands before the first `teken`; "" when it does not occur."""
    voor, gevonden, _ = waarde.partition(teken)
    return voor if gevonden else ""


def deel_na(waarde: str, teken: str) -> str:
    """What stands after the first `teken`; "" when it does not occur."""
    return waarde.partition(teken)[2]
