"""A profile made of the XML Schema files of a user, which from then on judge the messages.

Read for names, nesting, order and the values that words can have; how much of XML Schema that takes is in `_Lezer`.
Geometries are not looked into: they are GML, and ours are written in the namespace that the schema takes them from.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath

from lxml import etree

from simulator.contract import schemas, xml, xsd
from simulator.stam.profiel.aanpassen import Aangepast, Vraag, pas_aan
from simulator.stam.profiel.knoop import Profiel, ProfielFout, Soort
from simulator.stam.profiel.punten import kaal
from simulator.stam.profiel.vorm import Vorm

_XS = "{http://www.w3.org/2001/XMLSchema}"
_GML = "stop/1.3.0/gml.model"  # for who has the schema of STAM and not that of GML 3.2
_GML_NAMESPACE = "http://www.opengis.net/gml/3.2"
_DIEP = 40
_Naam = tuple[str, str]


def uit_xsd(
    bestanden: Mapping[str, bytes],
    basis: Profiel,
    *,
    wortel: str = "",
    keuzes: Mapping[str, str] | None = None,
) -> Aangepast:
    """The basis with the names, nesting and order of a set of XML Schema files.

    bestanden: the files by name; wortel: the outermost element of the verzoek message, where it cannot be told from the
    schema; keuzes: answers to the questions of an earlier try. What the schema has no place for is left out of the
    messages (Aangepast.ontbreekt). `bewaar` keeps the files with the profile. Raises ProfielFout.
    """
    lezer = _Lezer(_ontleed(bestanden))
    gevonden = lezer.wortels(wortel)
    prefixen = lezer.prefixen(basis.namespaces)
    aangepast = Aangepast(basis)
    namen = ", ".join(sorted(lezer.documenten))
    for soort, (bestand, element) in gevonden.items():
        vorm = lezer.vorm(element, prefixen)
        nieuw = pas_aan(
            vorm, prefixen, aangepast.profiel, soort, f"{namen} van de gebruiker", keuzes or {}, vul_aan=False
        )
        aangepast = Aangepast(
            replace(
                nieuw.profiel,
                xsd={**nieuw.profiel.xsd, soort: (bestand, *sorted(lezer.documenten.keys() - {bestand}))},
            ),
            aangepast.niet_geplaatst + nieuw.niet_geplaatst,
            aangepast.onzeker + nieuw.onzeker,
            ontbreekt=aangepast.ontbreekt + nieuw.ontbreekt,
        )
    vragen = tuple(
        Vraag(pad, f"het schema eist attribuut {naam}; de simulator schrijft het niet")
        for pad, naam in lezer.attributen
    )
    schoon = {naam: etree.tostring(document, encoding="UTF-8") for naam, document in lezer.documenten.items()}
    aangepast = replace(aangepast, onzeker=aangepast.onzeker + vragen, schemas=schoon)
    for soort in gevonden:
        _compileer(aangepast.profiel, soort, schoon)
    return aangepast


@cache
def schema(profiel: Profiel, soort: Soort) -> schemas.Gemaakt:
    """The compiled schema of a profile that was kept with its files. Raises ProfielFout."""
    if profiel.map is None:
        raise ProfielFout(f"{profiel.naam}: de schemabestanden zijn niet bewaard")
    try:
        return _compileer(profiel, soort, {naam: (profiel.map / naam).read_bytes() for naam in profiel.xsd[soort]})
    except OSError as fout:
        raise ProfielFout(
            f"{profiel.naam}: {Path(str(fout.filename)).name} ontbreekt; laad het schema opnieuw"
        ) from None


def _compileer(profiel: Profiel, soort: Soort, bestanden: Mapping[str, bytes]) -> schemas.Gemaakt:
    documenten = _ontleed(bestanden)
    teksten = _met_adressen(documenten)
    try:
        return schemas.uit_xsd(teksten, profiel.xsd[soort][0], frozenset({profiel.tag(profiel.wortel(soort).element)}))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as fout:
        raise ProfielFout(f"het schema is niet te gebruiken: {fout}") from None


def _ontleed(bestanden: Mapping[str, bytes]) -> dict[str, etree._Element]:
    """The files by the last part of their names. Raises ProfielFout for one that is no schema."""
    documenten: dict[str, etree._Element] = {}
    for naam, inhoud in bestanden.items():
        try:
            wortel = xml.lees(inhoud).wortel
        except xml.XmlFout as fout:
            raise ProfielFout(f"{naam} is geen XML die gelezen kan worden (regel {fout.regel}: {fout.reden})") from None
        if wortel.tag != f"{_XS}schema":
            raise ProfielFout(
                f"{naam} is geen XML-schema: verwacht hoofdelement schema, gekregen {xml.lokale_naam(wortel)}"
            )
        documenten[_laatste(naam)] = wortel
    if not documenten:
        raise ProfielFout("geef ten minste een schemabestand")
    return documenten


def _laatste(naam: str) -> str:
    return PurePosixPath(naam.replace("\\", "/")).name


def _met_adressen(documenten: Mapping[str, etree._Element]) -> dict[str, str]:
    """The text of the files, in which they find each other. Raises ProfielFout for a file that is not there."""
    teksten: dict[str, str] = {}
    for naam, wortel in documenten.items():
        for verwijzing in wortel.iterchildren(f"{_XS}include", f"{_XS}import", f"{_XS}redefine"):
            waar = _laatste(verwijzing.get("schemaLocation", ""))
            if waar in documenten:
                verwijzing.set("schemaLocation", xsd.ADRES + waar)
            elif verwijzing.get("namespace") == _GML_NAMESPACE:
                teksten |= schemas.documenten_van(_GML)
                verwijzing.set("schemaLocation", xsd.ADRES + _GML)
            elif waar:
                raise ProfielFout(f"{naam} verwijst naar {waar}; geef dat bestand er ook bij")
        teksten[naam] = etree.tostring(wortel, encoding="unicode")
    return teksten


@dataclass(frozen=True)
class _Plaats:
    """Something declared in a schema file: its element, and the namespace of the elements that it declares in it."""

    element: etree._Element
    namespace: str
    lokaal: str


class _Lezer:
    """Knows what the files declare; makes a form of an element.

    Understood: elements and references, named and nameless types, sequence, choice, all, groups, extension and
    restriction, simple content, enumerations. Wildcards add nothing.
    """

    def __init__(self, documenten: Mapping[str, etree._Element]) -> None:
        self.documenten = documenten
        self.attributen: list[tuple[str, str]] = []
        self._bekend: dict[tuple[str, _Naam], _Plaats] = {}
        self._waar: dict[_Naam, str] = {}
        eerste = next((str(w.get("targetNamespace")) for w in documenten.values() if w.get("targetNamespace")), "")
        for naam, wortel in documenten.items():
            doel = wortel.get("targetNamespace") or eerste
            lokaal = doel if wortel.get("elementFormDefault") == "qualified" else ""
            for kind in wortel.iterchildren("*"):
                soort = xml.lokale_naam(kind)
                soort = "type" if soort in ("complexType", "simpleType") else soort
                if kind.get("name"):
                    self._bekend[soort, (doel, str(kind.get("name")))] = _Plaats(kind, doel, lokaal)
                    if soort == "element":
                        self._waar[doel, str(kind.get("name"))] = naam

    def prefixen(self, onze: Mapping[str, str]) -> dict[str, str]:
        """A prefix for every namespace that elements have: ours where we know it, else that of the schema."""
        prefixen: dict[str, str] = {}
        uris = dict.fromkeys(doel for soort, (doel, _) in self._bekend if soort == "element" and doel)
        ingevoerd = (i.get("namespace", "") for w in self.documenten.values() for i in w.iterchildren(f"{_XS}import"))
        for uri in dict.fromkeys((*uris, *(uri for uri in ingevoerd if "/gml" in uri))):
            hun = (p for w in self.documenten.values() for p, u in w.nsmap.items() if u == uri and p)
            wens = next((p for p, u in onze.items() if u == uri), None) or next(hun, None) or "vx"
            nummer = 1
            naam = wens
            while naam in prefixen:
                nummer += 1
                naam = f"{wens}{nummer}"
            prefixen[naam] = uri
        return prefixen

    def wortels(self, gekozen: str) -> dict[Soort, tuple[str, _Naam]]:
        """The outermost element of each message: file and name. Raises ProfielFout when there is none."""
        genoemd = {
            self._qnaam(e, str(e.get("ref")))
            for w in self.documenten.values()
            for e in w.iter(f"{_XS}element")
            if e.get("ref")
        }
        vrij = [
            naam for soort, naam in self._bekend if soort == "element" and naam not in genoemd and "/gml" not in naam[0]
        ]
        if gekozen:
            vrij = [naam for soort, naam in self._bekend if soort == "element" and naam[1] == gekozen]
        uit: dict[Soort, tuple[str, _Naam]] = {}
        omvang: dict[Soort, int] = {}
        for naam in vrij:
            meldt = re.search("notificatie|trigger", kaal(naam[1])) is not None
            soort: Soort = "notificatie" if meldt and not gekozen else "verzoek"
            aantal = sum(1 for _ in _alle(self.vorm(naam, {})))
            if aantal > omvang.get(soort, 1):
                omvang[soort] = aantal
                uit[soort] = (self._waar[naam], naam)
        if not uit:
            kan = ", ".join(sorted({naam for soort, (_, naam) in self._bekend if soort == "element"}))
            raise ProfielFout(
                f"geen hoofdelement van een verzoekbericht gevonden; noem er een van: {kan or 'er is geen'}"
            )
        self.attributen.clear()
        return uit

    def vorm(self, naam: _Naam, prefixen: Mapping[str, str]) -> Vorm:
        """The form of a global element, its children in the order of their declaration."""
        maker = _VormMaker(self, {uri: prefix for prefix, uri in prefixen.items()})
        gemaakt = maker.element(self._bekend["element", naam], naam[0], True, naam[1], ())
        for vorm in _alle(gemaakt):
            vorm.na = set(pairwise(vorm.kinderen))
        return gemaakt

    def _qnaam(self, bij: etree._Element, tekst: str) -> _Naam:
        prefix, _, naam = tekst.rpartition(":")
        return str(bij.nsmap.get(prefix or None, "") or ""), naam

    def zoek(self, soort: str, bij: etree._Element, tekst: str) -> _Plaats | None:
        """What a reference leads to; None for what is built in or not in these files."""
        uri, naam = self._qnaam(bij, tekst)
        gevonden = self._bekend.get((soort, (uri, naam)))
        if gevonden is None and not uri:  # a file without a namespace of its own, that others include
            gevonden = next((p for (s, (_, n)), p in self._bekend.items() if s == soort and n == naam), None)
        return gevonden

    def uri(self, bij: etree._Element, tekst: str) -> str:
        """The namespace of a name."""
        return self._qnaam(bij, tekst)[0]


class _VormMaker:
    """Walks through declarations. prefix: by namespace."""

    def __init__(self, lezer: _Lezer, prefix: Mapping[str, str]) -> None:
        self._lezer = lezer
        self._prefix = prefix

    def element(self, plaats: _Plaats, namespace: str, moet: bool, pad: str, stapel: tuple[int, ...]) -> Vorm:
        declaratie = plaats.element
        vorm = Vorm(str(declaratie.get("name")), namespace, self._prefix.get(namespace, ""), verplicht=moet)
        if len(stapel) > _DIEP:
            return vorm
        soort = declaratie.get("type")
        if soort is not None:
            if "/gml" in (uri := self._lezer.uri(declaratie, soort)):
                vorm.kinderen = self._geometrie(uri, soort)
                vorm.keuze = True
                return vorm
            gevonden = self._lezer.zoek("type", declaratie, soort)
            if gevonden is None:
                vorm.soort = soort.rpartition(":")[2]
            else:
                self._type(vorm, gevonden, pad, stapel)
        for binnen in declaratie.iterchildren(f"{_XS}complexType", f"{_XS}simpleType"):
            self._type(vorm, replace(plaats, element=binnen), pad, stapel)
        return vorm

    def _type(self, vorm: Vorm, plaats: _Plaats, pad: str, stapel: tuple[int, ...]) -> None:
        sleutel = id(plaats.element)
        if sleutel in stapel:
            return
        if plaats.element.tag == f"{_XS}simpleType":
            self._waarde(vorm, plaats.element)
        else:
            vorm.keuze = _is_keuze(plaats.element)
            self._inhoud(vorm, plaats, plaats.element, True, pad, (*stapel, sleutel))

    def _waarde(self, vorm: Vorm, simpel: etree._Element) -> None:
        for beperking in simpel.iterchildren(f"{_XS}restriction"):
            vorm.woorden += tuple(str(e.get("value")) for e in beperking.iterchildren(f"{_XS}enumeration"))
            self._basis(vorm, beperking)

    def _basis(self, vorm: Vorm, bij: etree._Element) -> None:
        gevonden = self._lezer.zoek("type", bij, str(bij.get("base", "")))
        if gevonden is None:
            vorm.soort = str(bij.get("base", "")).rpartition(":")[2]
        elif gevonden.element.tag == f"{_XS}simpleType":
            self._waarde(vorm, gevonden.element)

    def _inhoud(
        self, vorm: Vorm, plaats: _Plaats, bij: etree._Element, moet: bool, pad: str, stapel: tuple[int, ...]
    ) -> None:
        for deel in bij.iterchildren("*"):
            soort = xml.lokale_naam(deel)
            hier = moet and deel.get("minOccurs") != "0"
            if soort == "element":
                self._kind(vorm, plaats, deel, hier, pad, stapel)
            elif soort in ("sequence", "all", "choice"):
                self._inhoud(vorm, plaats, deel, hier and soort != "choice", pad, stapel)
            elif soort == "group" and deel.get("ref"):
                if (groep := self._lezer.zoek("group", deel, str(deel.get("ref")))) is not None:
                    self._inhoud(vorm, groep, groep.element, hier, pad, stapel)
            elif soort in ("complexContent", "simpleContent"):
                self._inhoud(vorm, plaats, deel, moet, pad, stapel)
            elif soort in ("extension", "restriction"):
                self._uitbreiding(vorm, plaats, deel, pad, stapel)
            elif soort == "attribute" and deel.get("use") == "required":
                self._lezer.attributen.append((pad, str(deel.get("name") or deel.get("ref"))))

    def _uitbreiding(
        self, vorm: Vorm, plaats: _Plaats, deel: etree._Element, pad: str, stapel: tuple[int, ...]
    ) -> None:
        basis = self._lezer.zoek("type", deel, str(deel.get("base", "")))
        if basis is not None and basis.element.tag == f"{_XS}complexType" and deel.tag == f"{_XS}extension":
            self._type(vorm, basis, pad, stapel)
        else:
            self._basis(vorm, deel)
        self._inhoud(vorm, plaats, deel, True, pad, stapel)

    def _kind(
        self, vorm: Vorm, plaats: _Plaats, deel: etree._Element, moet: bool, pad: str, stapel: tuple[int, ...]
    ) -> None:
        if (verwijzing := deel.get("ref")) is None:
            naam = str(deel.get("name"))
            namespace = plaats.namespace if deel.get("form") == "qualified" else plaats.lokaal
            vorm.kinderen.append(self.element(replace(plaats, element=deel), namespace, moet, f"{pad}/{naam}", stapel))
            return
        uri = self._lezer.uri(deel, verwijzing)
        if "/gml" in uri:
            vorm.kinderen += [v for v in self._geometrie(uri, verwijzing) if vorm.kind(v.namespace, v.naam) is None]
        elif (gevonden := self._lezer.zoek("element", deel, verwijzing)) is not None:
            naam = str(gevonden.element.get("name"))
            vorm.kinderen.append(self.element(gevonden, gevonden.namespace, moet, f"{pad}/{naam}", stapel))

    def _geometrie(self, uri: str, naam: str) -> list[Vorm]:
        """A point, a polygon, or both, as an element or type of GML tells."""

        def vorm(naam: str, *binnen: Vorm) -> Vorm:
            return Vorm(naam, uri, self._prefix.get(uri, ""), list(binnen))

        punt = vorm("Point", vorm("pos"))
        vlak = vorm("Polygon", vorm("exterior", vorm("LinearRing", vorm("posList"))))
        if "Point" in naam:
            return [punt]
        return [vlak] if re.search("Polygon|Surface", naam) else [punt, vlak]


def _is_keuze(soort: etree._Element) -> bool:
    """Whether a type holds one of some elements, once."""
    delen = [deel for deel in soort.iterchildren("*") if deel.tag not in (f"{_XS}annotation", f"{_XS}attribute")]
    if len(delen) != 1 or delen[0].tag != f"{_XS}choice":
        return False
    eenmaal = all(deel.get("maxOccurs", "1") == "1" for deel in (delen[0], *delen[0]))
    return eenmaal and all(deel.tag == f"{_XS}element" for deel in delen[0])


def _alle(vorm: Vorm) -> Iterator[Vorm]:
    yield vorm
    for kind in vorm.kinderen:
        yield from _alle(kind)
