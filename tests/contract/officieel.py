"""The official XSDs as objects, for the oracle tests: an own reading of them, that shares no code with the simulator.

Only what XML Schema 1.0 needs for the schemas of LVBB, STOP, IMOW and GML. Documents are found through the OASIS
catalogs beside them; as in libxml2, the first document that is imported for a namespace is the one that counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
XML_NS = "http://www.w3.org/XML/1998/namespace"
ROOTS = {
    "transport": "lvbb/lvbb-transport.xsd",
    "aanlevering": "lvbb/lvbb-stop-aanlevering.xsd",
    "geo": "stop/1.3.0/imop-geo.xsd",
    "ow": "geostandaarden/bestanden-ow/deelbestand-ow/IMOW_Deelbestand.xsd",
    "manifest-ow": "geostandaarden/bestanden-ow/generiek/manifest-ow.xsd",
}


@dataclass(eq=False)
class Simpel:
    """A simple type: `primitief` is the built-in it rests on; facets are those of every step of the derivation."""

    primitief: str = "string"
    facetten: list[tuple[str, str]] = field(default_factory=list)
    lijst_van: "Simpel | None" = None
    leden: "list[Simpel]" = field(default_factory=list)

    @property
    def waarden(self) -> list[str]:
        """The enumeration of the last step that has one."""
        return [waarde for naam, waarde in self.facetten if naam == "enumeration"]

    @property
    def patronen(self) -> list[str]:
        """All patterns, of every step."""
        return [waarde for naam, waarde in self.facetten if naam == "pattern"]


@dataclass(eq=False)
class Attribuut:
    """One attribute use: `naam` in Clark notation."""

    naam: str
    type: Simpel
    verplicht: bool = False
    vast: str | None = None


@dataclass(eq=False)
class Joker:
    """xs:any."""

    namespace: str
    proces: str


@dataclass(eq=False, repr=False)
class Groep:
    """sequence, choice or all."""

    soort: str
    delen: "list[Deel]" = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Deel:
    """A particle; `maximum` None is unbounded."""

    minimum: int
    maximum: int | None
    inhoud: "Element | Groep | Joker"


@dataclass(eq=False, repr=False)
class Complex:
    """A complex type, with what its bases give it."""

    naam: str
    abstract: bool = False
    gemengd: bool = False
    inhoud: Deel | None = None
    simpel: Simpel | None = None
    attributen: dict[str, Attribuut] = field(default_factory=dict)
    alle_attributen: bool = False


@dataclass(eq=False, repr=False)
class Element:
    """An element declaration."""

    naam: str
    type: Simpel | Complex
    abstract: bool = False
    nil: bool = False
    standaard: str | None = None
    vast: str | None = None
    vervangers: "list[Element]" = field(default_factory=list)

    def mogelijk(self) -> "list[Element]":
        """What may stand here: itself and its substitutes, without the abstract ones."""
        alle = [self, *(e for v in self.vervangers for e in v.mogelijk())]
        return [e for e in dict.fromkeys(alle) if not e.abstract and not _abstract(e.type)]


def _abstract(soort: Simpel | Complex) -> bool:
    return isinstance(soort, Complex) and soort.abstract


def catalogus(map_: Path) -> dict[str, Path]:
    """Every address that a catalog below `map_` names, with the file that it stands for."""
    gevonden: dict[str, Path] = {}
    for pad in sorted(map_.rglob("*catalog*.xml")):
        for knoop in etree.parse(str(pad)).getroot().iter("{*}uri"):
            doel = (pad.parent / knoop.get("uri", "")).resolve()
            if doel.is_file():
                gevonden.setdefault(knoop.get("name", ""), doel)
    return gevonden


class Schema:
    """One official schema with everything that it imports."""

    def __init__(self, map_: Path, start: str) -> None:
        self._catalogus = catalogus(map_)
        self._ruw: dict[tuple[str, str], etree._Element] = {}
        self._ns_van: dict[etree._Element, str] = {}
        self._gezien: set[Path] = set()
        self._ns_geladen: set[str] = set()
        self.elementen: dict[str, Element] = {}
        self._typen: dict[str, Simpel | Complex] = {}
        self._lees((map_ / start).resolve(), None)
        for soort, naam in list(self._ruw):
            if soort == "element":
                self.element(naam)
        for soort, naam in list(self._ruw):
            hoofd = self._ruw[soort, naam].get("substitutionGroup")
            if soort == "element" and hoofd:
                self.element(self._qname(self._ruw[soort, naam], hoofd)).vervangers.append(self.element(naam))

    def _lees(self, pad: Path, namespace: str | None) -> None:
        if pad in self._gezien:
            return
        self._gezien.add(pad)
        wortel = etree.parse(str(pad)).getroot()
        doel = wortel.get("targetNamespace") or namespace or ""
        self._ns_geladen.add(doel)
        self._ns_van[wortel] = doel
        for kind in wortel:
            if not isinstance(kind.tag, str):
                continue
            if kind.tag in (XS + "import", XS + "include"):
                waar = kind.get("schemaLocation")
                ander = kind.get("namespace", "") if kind.tag == XS + "import" else None
                if waar is None or (ander is not None and ander in self._ns_geladen):
                    continue
                self._lees(self._catalogus.get(waar) or (pad.parent / waar).resolve(), doel)
            elif kind.get("name"):
                self._ruw[kind.tag[len(XS) :], f"{{{doel}}}{kind.get('name')}"] = kind

    def _qname(self, knoop: etree._Element, naam: str) -> str:
        prefix, _, lokaal = naam.rpartition(":")
        ns = XML_NS if prefix == "xml" else knoop.nsmap.get(prefix or None)
        return f"{{{ns}}}{lokaal}" if ns else lokaal

    def _doel(self, knoop: etree._Element) -> str:
        return self._ns_van[knoop.getroottree().getroot()]

    def _vind(self, soort: str, knoop: etree._Element, naam: str) -> etree._Element:
        return self._ruw[soort, self._qname(knoop, naam)]

    def element(self, naam: str) -> Element:
        """The global element with this name in Clark notation."""
        if naam not in self.elementen:
            self.elementen[naam] = Element(naam, Simpel())
            self._vul(self.elementen[naam], self._ruw["element", naam])
        return self.elementen[naam]

    def _vul(self, element: Element, knoop: etree._Element) -> None:
        element.abstract = knoop.get("abstract") == "true"
        element.nil = knoop.get("nillable") == "true"
        element.standaard, element.vast = knoop.get("default"), knoop.get("fixed")
        hoofd = knoop.get("substitutionGroup")
        eigen = next((k for k in knoop if k.tag in (XS + "complexType", XS + "simpleType")), None)
        if knoop.get("type"):
            element.type = self._type(self._qname(knoop, knoop.get("type", "")))
        elif eigen is not None:
            element.type = self._complex(eigen) if eigen.tag == XS + "complexType" else self._simpel(eigen)
        elif hoofd:
            element.type = self.element(self._qname(knoop, hoofd)).type
        else:
            element.type = Complex("anyType", gemengd=True, alle_attributen=True)

    def _type(self, naam: str) -> Simpel | Complex:
        if naam.startswith(XS):
            lokaal = naam[len(XS) :]
            return Complex("anyType", gemengd=True, alle_attributen=True) if lokaal == "anyType" else ingebouwd(lokaal)
        if naam not in self._typen:
            if ("complexType", naam) in self._ruw:
                self._typen[naam] = leeg = Complex(naam)
                self._complex(self._ruw["complexType", naam], leeg)
            else:
                self._typen[naam] = self._simpel(self._ruw["simpleType", naam])
        return self._typen[naam]

    def _simpel(self, knoop: etree._Element) -> Simpel:
        for kind in knoop:
            if kind.tag == XS + "restriction":
                return self._beperk(kind)
            if kind.tag == XS + "list":
                binnen = kind.find(XS + "simpleType")
                soort = self._simpel(binnen) if binnen is not None else self._als_simpel(kind, kind.get("itemType", ""))
                return Simpel("list", lijst_van=soort)
            if kind.tag == XS + "union":
                leden = [self._als_simpel(kind, n) for n in (kind.get("memberTypes") or "").split()]
                return Simpel("union", leden=leden + [self._simpel(s) for s in kind.findall(XS + "simpleType")])
        raise ValueError(f"simple type without content: {knoop.get('name')}")

    def _als_simpel(self, knoop: etree._Element, naam: str) -> Simpel:
        soort = self._type(self._qname(knoop, naam))
        if isinstance(soort, Complex):
            assert soort.simpel is not None
            return soort.simpel
        return soort

    def _beperk(self, knoop: etree._Element) -> Simpel:
        binnen = knoop.find(XS + "simpleType")
        basis = self._simpel(binnen) if binnen is not None else self._als_simpel(knoop, knoop.get("base", ""))
        eigen = [
            (k.tag[len(XS) :], k.get("value", ""))
            for k in knoop
            if isinstance(k.tag, str) and k.get("value") is not None
        ]
        oud = basis.facetten
        if any(naam == "enumeration" for naam, _ in eigen):
            oud = [f for f in oud if f[0] != "enumeration"]
        patronen = [waarde for naam, waarde in eigen if naam == "pattern"]
        eigen = [f for f in eigen if f[0] != "pattern"]
        if patronen:
            eigen.append(("pattern", "|".join(f"(?:{p})" for p in patronen) if len(patronen) > 1 else patronen[0]))
        return Simpel(basis.primitief, [*oud, *eigen], basis.lijst_van, basis.leden)

    def _complex(self, knoop: etree._Element, doel: Complex | None = None) -> Complex:
        soort = doel or Complex(knoop.get("name") or "")
        soort.abstract = knoop.get("abstract") == "true"
        soort.gemengd = knoop.get("mixed") == "true"
        for kind in knoop:
            if kind.tag == XS + "simpleContent":
                self._afgeleid(soort, next(k for k in kind if k.tag in (XS + "extension", XS + "restriction")), True)
                return soort
            if kind.tag == XS + "complexContent":
                soort.gemengd = soort.gemengd or kind.get("mixed") == "true"
                self._afgeleid(soort, next(k for k in kind if k.tag in (XS + "extension", XS + "restriction")), False)
                return soort
        soort.inhoud = self._inhoud(knoop)
        self._attributen(soort, knoop)
        return soort

    def _afgeleid(self, soort: Complex, knoop: etree._Element, simpel: bool) -> None:
        basis = self._type(self._qname(knoop, knoop.get("base", "")))
        if isinstance(basis, Complex):
            soort.attributen = dict(basis.attributen)
            soort.alle_attributen = basis.alle_attributen
        if simpel:
            soort.simpel = basis if isinstance(basis, Simpel) else basis.simpel
            if knoop.tag == XS + "restriction":
                soort.simpel = self._beperk(knoop)
        else:
            eigen = self._inhoud(knoop)
            oud = basis.inhoud if isinstance(basis, Complex) and knoop.tag == XS + "extension" else None
            if oud is not None and eigen is not None:
                soort.inhoud = Deel(1, 1, Groep("sequence", [oud, eigen]))
            else:
                soort.inhoud = oud or eigen
            if isinstance(basis, Complex) and knoop.tag == XS + "extension":
                soort.gemengd = soort.gemengd or basis.gemengd
        self._attributen(soort, knoop)

    def _inhoud(self, knoop: etree._Element) -> Deel | None:
        for kind in knoop:
            if kind.tag in (XS + "sequence", XS + "choice", XS + "all", XS + "group"):
                return self._deel(kind)
        return None

    def _deel(self, knoop: etree._Element) -> Deel:
        minimum = int(knoop.get("minOccurs", "1"))
        boven = knoop.get("maxOccurs", "1")
        maximum = None if boven == "unbounded" else int(boven)
        lokaal = knoop.tag[len(XS) :]
        if lokaal == "element":
            return Deel(minimum, maximum, self._element_hier(knoop))
        if lokaal == "any":
            return Deel(
                minimum, maximum, Joker(knoop.get("namespace", "##any"), knoop.get("processContents", "strict"))
            )
        if lokaal == "group":
            vast = self._vind("group", knoop, knoop.get("ref", ""))
            return Deel(minimum, maximum, Groep("sequence", [self._deel(k) for k in vast if _is_deel(k)]))
        return Deel(minimum, maximum, Groep(lokaal, [self._deel(k) for k in knoop if _is_deel(k)]))

    def _element_hier(self, knoop: etree._Element) -> Element:
        if knoop.get("ref"):
            return self.element(self._qname(knoop, knoop.get("ref", "")))
        wortel = knoop.getroottree().getroot()
        vorm = knoop.get("form") or wortel.get("elementFormDefault", "unqualified")
        naam = f"{{{self._doel(knoop)}}}{knoop.get('name')}" if vorm == "qualified" else knoop.get("name", "")
        if not hasattr(self, "_lokaal"):
            self._lokaal: dict[etree._Element, Element] = {}
        if knoop not in self._lokaal:
            self._lokaal[knoop] = Element(naam, Simpel())
            self._vul(self._lokaal[knoop], knoop)
        return self._lokaal[knoop]

    def _attributen(self, soort: Complex, knoop: etree._Element) -> None:
        for kind in knoop:
            if kind.tag == XS + "anyAttribute":
                soort.alle_attributen = True
            elif kind.tag == XS + "attributeGroup":
                self._attributen(soort, self._vind("attributeGroup", kind, kind.get("ref", "")))
            elif kind.tag == XS + "attribute":
                self._attribuut(soort, kind)

    def _attribuut(self, soort: Complex, knoop: etree._Element) -> None:
        vast = self._vind("attribute", knoop, knoop.get("ref", "")) if knoop.get("ref") else knoop
        naam = self._qname(knoop, knoop.get("ref", "")) if knoop.get("ref") else knoop.get("name", "")
        if knoop.get("use") == "prohibited":
            soort.attributen.pop(naam, None)
            return
        eigen = vast.find(XS + "simpleType")
        if vast.get("type"):
            soort_waarde = self._als_simpel(vast, vast.get("type", ""))
        else:
            soort_waarde = self._simpel(eigen) if eigen is not None else Simpel("string")
        soort.attributen[naam] = Attribuut(
            naam, soort_waarde, knoop.get("use") == "required", knoop.get("fixed") or vast.get("fixed")
        )


def _is_deel(knoop: etree._Element) -> bool:
    return knoop.tag in {XS + n for n in ("element", "any", "group", "sequence", "choice", "all")}


def ingebouwd(naam: str) -> Simpel:
    """A built-in simple type."""
    if naam in ("NMTOKENS", "IDREFS", "ENTITIES"):
        return Simpel("list", [("minLength", "1")], lijst_van=Simpel(naam[:-1]))
    return Simpel(naam)


def bladen(deel: Deel | None) -> Iterator[Deel]:
    """Every particle below that is an element or a wildcard."""
    if deel is None:
        return
    if isinstance(deel.inhoud, Groep):
        for kind in deel.inhoud.delen:
            yield from bladen(kind)
    else:
        yield deel


def bereikbaar(wortels: list[Element]) -> set[Element]:
    """Every element that a document with one of these roots may hold, the abstract ones too; wildcards left out."""
    gevonden: set[Element] = set()
    rij = list(wortels)
    while rij:
        element = rij.pop()
        if element in gevonden:
            continue
        gevonden.add(element)
        rij.extend(element.vervangers)
        if isinstance(element.type, Complex) and element in element.mogelijk():
            rij.extend(b.inhoud for b in bladen(element.type.inhoud) if isinstance(b.inhoud, Element))
    return gevonden


class _Vinder(etree.Resolver):
    """Gives libxml2 the documents of the catalogs, also where it looked for catalogs before this test."""

    def __init__(self, map_: Path) -> None:
        self._catalogus = catalogus(map_)

    def resolve(self, system_url: str | None, public_id: str | None, context: object) -> object:
        pad = self._catalogus.get(system_url or "")
        return None if pad is None else self.resolve_filename(str(pad), context)


class Oordeel:
    """The official schema as libxml2 judges with it."""

    def __init__(self, map_: Path, start: str) -> None:
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(_Vinder(map_))
        self._schema = etree.XMLSchema(etree.parse(str(map_ / start), parser))

    def eerste_fout(self, wortel: etree._Element) -> str | None:
        """Local name of the first element at fault; None when the document is valid."""
        if self._schema.validate(wortel):
            return None
        melding = self._schema.error_log[0].message
        gevonden = re.match(r"Element '(?:\{[^}]*\})?([^']*)'", melding)
        return gevonden[1] if gevonden else melding
