"""Makes documents from an official schema: for every place of an element a small valid one, and what is wrong with it.

It walks the component model of tests/contract/officieel.py. Whether a document is what it was meant to be, libxml2
says, with the official schema: this module only proposes.
"""

import copy
import re
import re._parser as sre  # the parsed form of a regular expression has no public door
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tests.contract.officieel import Attribuut, Complex, Deel, Element, Groep, Simpel, bladen

VOORBEELDEN = {
    "string": ["tekst", "0"],
    "normalizedString": ["tekst"],
    "token": ["tekst", "a1", "1"],
    "anyURI": ["http://voorbeeld.nl/a", "/akn/nl/act/gm0001/2024/a"],
    "date": ["2024-05-06"],
    "dateTime": ["2024-05-06T07:08:09", "2024-05-06T07:08:09Z"],
    "time": ["07:08:09"],
    "boolean": ["true"],
    "gYear": ["2024"],
    "gYearMonth": ["2024-05"],
    "ID": ["id"],
}
GETALLEN = ("decimal", "float", "double", "integer", "nonNegativeInteger", "positiveInteger", "unsignedLong", "int")
FOUT = ("", " ", "\N{EURO SIGN} $ % fout", "-1x", "x" * 400, "2024-13-40", "a b", "0", "http://[")
LENGTEN = (1, 2, 3, 5, 8, 20, 32, 36)
VREEMD = "{http://voorbeeld.nl/vreemd}onbekend"


def geldige_waarden(soort: Simpel) -> list[str]:
    """Values that should fit a simple type, the likeliest first."""
    if soort.leden:
        return [waarde for lid in soort.leden for waarde in geldige_waarden(lid)]
    if soort.lijst_van is not None:
        enkel = geldige_waarden(soort.lijst_van)[:1]
        return [" ".join(enkel * 2), *enkel]
    kandidaten = list(soort.waarden)
    if not kandidaten:
        kandidaten = ["1"] if soort.primitief in GETALLEN else list(VOORBEELDEN.get(soort.primitief, ["a", "1"]))
        kandidaten += [_uit_patroon(p, n) for p in soort.patronen for n in LENGTEN]
        if not soort.patronen:
            kandidaten += ["a" * n for n in LENGTEN]
    return [k for k in dict.fromkeys(kandidaten) if _past(soort, k)] or kandidaten


def _past(soort: Simpel, waarde: str) -> bool:
    grenzen = {naam: int(w) for naam, w in soort.facetten if naam in ("length", "minLength", "maxLength")}
    if "length" in grenzen and len(waarde) != grenzen["length"]:
        return False
    if not grenzen.get("minLength", 0) <= len(waarde) <= grenzen.get("maxLength", 10**6):
        return False
    return all(re.fullmatch(patroon, waarde) for patroon in soort.patronen)


def _uit_patroon(patroon: str, aantal: int) -> str:
    return "".join(_stukken(sre.parse(patroon), aantal))


def _stukken(boom: object, aantal: int) -> Iterator[str]:
    for soort, inhoud in boom:  # type: ignore[attr-defined]
        naam = str(soort)
        if naam == "LITERAL":
            yield chr(inhoud)
        elif naam in ("ANY", "NOT_LITERAL"):
            yield "a"
        elif naam == "IN":
            yield _uit_klasse(inhoud)
        elif naam == "CATEGORY":
            yield "1"
        elif naam in ("MAX_REPEAT", "MIN_REPEAT"):
            onder, boven, binnen = inhoud
            for _ in range(min(max(int(onder), aantal), int(boven))):
                yield from _stukken(binnen, aantal)
        elif naam == "SUBPATTERN":
            yield from _stukken(inhoud[-1], aantal)
        elif naam == "BRANCH":
            yield from _stukken(inhoud[1][0], aantal)


def _uit_klasse(inhoud: list[tuple[object, object]]) -> str:
    if str(inhoud[0][0]) == "NEGATE":
        return "a"
    soort, wat = inhoud[0]
    if str(soort) == "RANGE":
        return chr(wat[0])  # type: ignore[index]
    return chr(wat) if isinstance(wat, int) and str(soort) == "LITERAL" else "1"


@dataclass(frozen=True)
class Stap:
    """From an element to one of its children: through this particle, as this element."""

    deel: Deel
    element: Element


class Bouwer:
    """Builds documents for one schema and one root."""

    def __init__(self, wortel: Element) -> None:
        self.wortel = wortel
        self._prijs: dict[Element, float] = {}
        self._nummer = 0
        self.weg = self._wegen()
        self._reken()

    def _wegen(self) -> dict[Element, tuple[Stap, ...]]:
        weg: dict[Element, tuple[Stap, ...]] = {self.wortel: ()}
        rij = [self.wortel]
        for element in rij:
            for stap in stappen(element):
                if stap.element not in weg:
                    weg[stap.element] = (*weg[element], stap)
                    rij.append(stap.element)
        return weg

    def _reken(self) -> None:
        """The number of elements of the smallest instance of each element, by going round until nothing changes."""
        self._prijs = dict.fromkeys(self.weg, float("inf"))
        anders = True
        while anders:
            anders = False
            for element in self.weg:
                nieuw = 1 + (self._kost(element.type.inhoud) if isinstance(element.type, Complex) else 0)
                if nieuw < self._prijs[element]:
                    self._prijs[element], anders = nieuw, True

    def _kost(self, deel: Deel | None) -> float:
        if deel is None or deel.minimum == 0:
            return 0
        if isinstance(deel.inhoud, Element):
            return deel.minimum * min((self._prijs[e] for e in deel.inhoud.mogelijk()), default=float("inf"))
        if not isinstance(deel.inhoud, Groep):
            return float("inf")
        prijzen = [self._kost(kind) for kind in deel.inhoud.delen]
        if deel.inhoud.soort == "choice":
            return deel.minimum * min(prijzen, default=0)
        return deel.minimum * sum(prijzen)

    def document(self, weg: tuple[Stap, ...], ook: Deel | None = None) -> tuple[etree._Element, etree._Element]:
        """(root, target): the smallest document with this way in it; ook: a sibling of the target to put in as well."""
        self._nummer = 0
        wortel = etree.Element(self.wortel.naam, nsmap=_nsmap(self.wortel.naam))
        knoop, element = wortel, self.wortel
        for plek, stap in enumerate(weg):
            dwing = [stap.deel] + ([ook] if ook is not None and plek == len(weg) - 1 else [])
            knoop = self._vul(knoop, element, dwing, stap)
            element = stap.element
        self._vul(knoop, element, [], None)
        return wortel, knoop

    def _vul(self, knoop: etree._Element, element: Element, dwing: list[Deel], stap: Stap | None) -> etree._Element:
        doel = knoop
        if isinstance(element.type, Simpel):
            knoop.text = element.vast or self.waarde(element.type)
            return doel
        for attribuut in element.type.attributen.values():
            if attribuut.verplicht:
                knoop.set(attribuut.naam, attribuut.vast or self.waarde(attribuut.type))
        if element.type.simpel is not None:
            knoop.text = element.vast or self.waarde(element.type.simpel)
        for blad in self._kies(element.type.inhoud, dwing):
            assert isinstance(blad.inhoud, Element)
            if stap is not None and blad is stap.deel and doel is knoop:
                doel = etree.SubElement(knoop, stap.element.naam)
                continue
            kind = min(blad.inhoud.mogelijk(), key=lambda e: self._prijs[e])
            self._vul(etree.SubElement(knoop, kind.naam), kind, [], None)
        return doel

    def _kies(self, deel: Deel | None, dwing: list[Deel]) -> list[Deel]:
        """The leaves of the cheapest content that has the forced ones."""
        if deel is None:
            return []
        hier = [d for d in dwing if d is deel or any(b is d for b in bladen(deel))]
        keer = max(deel.minimum, 1 if hier else 0)
        if isinstance(deel.inhoud, Element):
            return [deel] * keer
        if not isinstance(deel.inhoud, Groep):
            return []
        gekozen: list[Deel] = []
        if deel.inhoud.soort == "choice":
            for nodig in hier[: deel.maximum]:
                tak = next(k for k in deel.inhoud.delen if k is nodig or any(b is nodig for b in bladen(k)))
                gekozen += self._kies(tak, [nodig])
            for _ in range(keer - len(hier)):
                gekozen += self._kies(min(deel.inhoud.delen, key=self._kost), []) if deel.inhoud.delen else []
            return gekozen
        for beurt in range(keer):
            for kind in deel.inhoud.delen:
                gekozen += self._kies(kind, hier if beurt == 0 else [])
        return gekozen

    def waarde(self, soort: Simpel) -> str:
        """A value of this type; each ID is a new one."""
        if soort.primitief == "ID":
            self._nummer += 1
            return f"id-{self._nummer}"
        return geldige_waarden(soort)[0]


def stappen(element: Element) -> Iterator[Stap]:
    """Every child that an element may have, substitutes included."""
    if isinstance(element.type, Complex):
        for blad in bladen(element.type.inhoud):
            if isinstance(blad.inhoud, Element):
                for mogelijk in blad.inhoud.mogelijk():
                    yield Stap(blad, mogelijk)


def _nsmap(naam: str) -> dict[str | None, str]:
    return {"w": etree.QName(naam).namespace or ""}


def kopie(wortel: etree._Element, doel: etree._Element) -> tuple[etree._Element, etree._Element]:
    """A copy of a document and the same element in it."""
    plek = list(wortel.iter()).index(doel)
    nieuw = copy.deepcopy(wortel)
    return nieuw, list(nieuw.iter())[plek]


def ontbreekt(wortel: etree._Element, doel: etree._Element) -> Iterator[etree._Element]:
    """The document without something that may be required: the element, a child or an attribute of it."""
    if doel is not wortel:
        nieuw, knoop = kopie(wortel, doel)
        _weg(knoop)
        yield nieuw
    for plek in range(len(doel)):
        nieuw, knoop = kopie(wortel, doel)
        _weg(knoop[plek])
        yield nieuw
    for naam in doel.attrib:
        nieuw, knoop = kopie(wortel, doel)
        del knoop.attrib[naam]
        yield nieuw


def _weg(knoop: etree._Element) -> None:
    ouder = knoop.getparent()
    assert ouder is not None
    ouder.remove(knoop)


def te_veel(wortel: etree._Element, doel: etree._Element) -> Iterator[etree._Element]:
    """The document with something too much: an unknown element, the element twice, an unknown attribute, text."""
    nieuw, knoop = kopie(wortel, doel)
    etree.SubElement(knoop, VREEMD)
    yield nieuw
    if doel is not wortel:
        nieuw, knoop = kopie(wortel, doel)
        knoop.addnext(copy.deepcopy(knoop))
        yield nieuw
    nieuw, knoop = kopie(wortel, doel)
    knoop.set("onbekend", "1")
    yield nieuw
    nieuw, knoop = kopie(wortel, doel)
    knoop.text = (knoop.text or "") + "losse tekst"
    yield nieuw


def verwisseld(wortel: etree._Element, doel: etree._Element) -> Iterator[etree._Element]:
    """The document with the element on the other side of a neighbour with another name."""
    buren = [("voor", b) for b in doel.itersiblings(preceding=True)] + [("na", b) for b in doel.itersiblings()]
    for kant, buur in buren[:6]:
        if buur.tag == doel.tag:
            continue
        nieuw = copy.deepcopy(wortel)
        alle, oud = list(nieuw.iter()), list(wortel.iter())
        knoop, ander = alle[oud.index(doel)], alle[oud.index(buur)]
        if kant == "voor":
            ander.addprevious(knoop)
        else:
            ander.addnext(knoop)
        yield nieuw


def verkeerde_waarde(wortel: etree._Element, doel: etree._Element) -> Iterator[etree._Element]:
    """The document with other text in the element."""
    if len(doel):
        return
    for waarde in FOUT:
        nieuw, knoop = kopie(wortel, doel)
        knoop.text = waarde
        yield nieuw


def verkeerd_attribuut(wortel: etree._Element, doel: etree._Element, attribuut: Attribuut) -> Iterator[etree._Element]:
    """The document with another value in the attribute."""
    for waarde in FOUT:
        nieuw, knoop = kopie(wortel, doel)
        knoop.set(attribuut.naam, waarde)
        yield nieuw
