"""The text of a regeling as OZON's tree of documentcomponenten, made once when the regeling comes in.

The tree is kept as JSON with two signs in it where the address of the annotaties goes, so that serving it is two
replacements. Names, order, numbers from 0 and how XML is written are those of answers of Presenteren v8 that the DSO
toolkit of the programme keeps as samples (confirmed); that what has no Inhoud of its own gives its own element, as a
Begrip does, is inferred.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from lxml import etree

from simulator.contract import adres, xml
from simulator.ozon.instellingen import instellingen
from simulator.ozon.sjabloon import NA, VOOR

TEKST = "https://standaarden.overheid.nl/stop/imop/tekst/"
_VERKLARING = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TOELICHTING = frozenset(("Toelichting", "AlgemeneToelichting", "ArtikelgewijzeToelichting"))
_INDELING = (
    "Lichaam",
    "Boek",
    "Deel",
    "Hoofdstuk",
    "Titel",
    "Afdeling",
    "Paragraaf",
    "Subparagraaf",
    "Subsubparagraaf",
)
_REGELS = ("Artikel", "WijzigArtikel", "Lid", "WijzigLid", "Divisie", "Divisietekst", "Bijlage", "Motivering")
_STRUCTUUR = _TOELICHTING.union(_INDELING, _REGELS)
# Components without parts: their whole element is their inhoud.
_GEHEEL = frozenset(("Aanhef", "Sluiting", "InleidendeTekst", "Begrip", "Inhoudsopgave"))
_INHOUD = frozenset(("Inhoud", "Redactioneel", "Wat", "WijzigInstructies"))
_GEEN_DEEL = frozenset(("Conditie", "Kop", "RegelingOpschrift"))
# Where text and elements stand between each other (imop-tekst 1.3.0), so that white space between elements is text.
# fmt: off
GEMENGD = frozenset((
    "Al", "Bijschrift", "Bron", "Contact", "ExtIoRef", "ExtRef", "IntIoRef", "IntRef", "Label", "LiNummer",
    "LidNummer", "Lijstaanhef", "Lijstsluiting", "NieuweTekst", "Nummer", "OpmerkingVersie", "Opschrift",
    "Subtitel", "Term", "Titel", "Tussenkop", "VerwijderdeTekst", "Wat", "abbr", "b", "i", "strong", "sub",
    "sup", "title", "u",
))
# fmt: on


@dataclass(frozen=True)
class Tekst:
    """What the text of a regeling gives.

    structuur: the JSON of the list of components, with VOOR and NA around the wId in every link; vrijetekst: it has
    divisies, not articles; conditie: the text of the condition of a tijdelijk deel, else "".
    """

    structuur: bytes
    vrijetekst: bool
    heeft_bijlagen: bool
    heeft_toelichtingen: bool
    opschrift: str
    conditie: str


def lees(inhoud: bytes) -> Tekst:
    """Read the consolidated text of a regeling. Raises XmlFout."""
    wortel = xml.lees(inhoud).wortel
    etree.strip_tags(wortel, etree.Comment, etree.ProcessingInstruction)
    etree.cleanup_namespaces(wortel)
    for knoop in wortel.iter(f"{{{TEKST}}}*"):
        _maak_gelijk(knoop)
    namen = {_naam(knoop) for knoop in wortel.iter(f"{{{TEKST}}}*")}
    conditie = wortel.find(f".//{{{TEKST}}}Conditie")
    return Tekst(
        orjson.dumps(_componenten(wortel)),
        _naam(wortel) == "RegelingVrijetekst",
        "Bijlage" in namen,
        not _TOELICHTING.isdisjoint(namen),
        _platte_tekst(wortel.find(f"{{{TEKST}}}RegelingOpschrift")),
        "" if conditie is None else _platte_tekst(conditie),
    )


def _componenten(ouder: etree._Element) -> list[dict[str, Any]]:
    return [_component(knoop, nummer) for nummer, knoop in enumerate(_delen(ouder))]


def _delen(ouder: etree._Element) -> Iterator[etree._Element]:
    """The components right below an element, also where something that is no component stands between."""
    for kind in ouder:
        naam = _naam(kind)
        if naam in _GEEN_DEEL:
            continue
        if (naam in _STRUCTUUR or naam in _GEHEEL) and kind.get("wId"):
            yield kind
        else:
            yield from _delen(kind)


def _component(knoop: etree._Element, nummer: int) -> dict[str, Any]:
    naam = _naam(knoop)
    wid = knoop.get("wId", "")
    uit: dict[str, Any] = {
        "_links": {"annotaties": {"href": f"{VOOR}{adres.waarde(wid)}{NA}"}},
        "identificatie": wid,
        "expressie": knoop.get("eId", ""),
        "type": naam.upper(),
        "volgordeNummer": nummer,
    }
    uit |= {"inhoud": _VERKLARING + _schrijf(knoop)} if naam in _GEHEEL else _inhoud(knoop)
    kinderen = [] if naam == "Begrip" else _componenten(knoop)
    if kinderen:
        uit["_embedded"] = {"documentComponenten": kinderen}
    return uit


def _inhoud(knoop: etree._Element) -> dict[str, Any]:
    uit: dict[str, Any] = {}
    # What would be a component but has no wId to be one stays with its parent, so that no text is lost.
    delen = [
        kind
        for kind in knoop
        if (n := _naam(kind)) in _INHOUD or (n in _GEHEEL and n != "Begrip" and not kind.get("wId"))
    ]
    if delen:
        uit["inhoud"] = _VERKLARING + "".join(map(_schrijf, delen))
    als_xml = instellingen().gereserveerd == "xml"
    for veld in ("Gereserveerd", "Vervallen"):
        if knoop.find(f"{{{TEKST}}}{veld}") is not None:
            uit[veld.lower()] = f"<{veld.lower()}/>" if als_xml else True
    conditie = knoop.find(f"{{{TEKST}}}Conditie/{{{TEKST}}}Artikel")
    if conditie is not None:
        uit["conditieArtikel"] = _conditie(conditie)
    kop = knoop.find(f"{{{TEKST}}}Kop")
    lidnummer = knoop.find(f"{{{TEKST}}}LidNummer")
    if kop is None and lidnummer is not None:
        kop = _kop_van_lid(lidnummer)
    if kop is not None:
        uit["kop"] = _VERKLARING + _schrijf(kop)
    return uit


def _kop_van_lid(lidnummer: etree._Element) -> etree._Element:
    """The number of a lid as the Kop that recorded answers make of it."""
    kop = etree.Element(f"{{{TEKST}}}Kop", nsmap={None: TEKST})
    nummer = etree.SubElement(kop, f"{{{TEKST}}}Nummer", dict(lidnummer.attrib))
    nummer.text = lidnummer.text
    nummer.extend([copy.deepcopy(kind) for kind in lidnummer])
    return kop


def _maak_gelijk(knoop: etree._Element) -> None:
    """Write an element as recorded answers do: no white space between elements, and the wId before the eId."""
    if _naam(knoop) not in GEMENGD:
        if not (knoop.text or "").strip():
            knoop.text = None
        for kind in knoop:
            if not (kind.tail or "").strip():
                kind.tail = None
    attributen = [str(naam) for naam in knoop.attrib]
    if "wId" in attributen and "eId" in attributen and attributen.index("eId") < attributen.index("wId"):
        eid = attributen.index("eId")
        attributen.remove("wId")
        attributen.insert(eid, "wId")
        waarden = dict(knoop.attrib)
        knoop.attrib.clear()
        knoop.attrib.update([(naam, waarden[naam]) for naam in attributen])


def _conditie(artikel: etree._Element) -> dict[str, str]:
    kop = artikel.find(f"{{{TEKST}}}Kop")
    inhoud = _VERKLARING + "".join(_schrijf(kind) for kind in artikel if kind is not kop)
    return {"inhoud": inhoud} if kop is None else {"kop": _VERKLARING + _schrijf(kop), "inhoud": inhoud}


def _schrijf(knoop: etree._Element) -> str:
    return etree.tostring(knoop, encoding="unicode", with_tail=False)


def _platte_tekst(knoop: etree._Element | None) -> str:
    return " ".join(xml.tekst_van(knoop).split())


def _naam(knoop: etree._Element) -> str:
    return xml.lokale_naam(knoop) if isinstance(knoop.tag, str) else ""
