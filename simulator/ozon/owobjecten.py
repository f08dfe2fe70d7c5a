"""The OW objects of a delivered file, as OZON keeps them: by type, in the shapes of Presenteren v8.

Source: docs/bronnen.md#ozon-presenteren.
Parts with an identificatie of their own (activiteitlocatieaanduiding, normwaarde, kaartlaag) stand in their object and
are objects beside it. A SymbolisatieItem has no identificatie; it gets one from what it says.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from simulator.contract import xml, xsdwaarden
from simulator.stelsel import waardelijsten

_DEELBESTAND = "http://www.geostandaarden.nl/imow/bestanden/deelbestand"
_HREF = "{http://www.w3.org/1999/xlink}href"
BEEINDIGEN = ("beëindigen", "beeindigen")
LOCATIES = ("Gebied", "Lijn", "Punt", "Gebiedengroep", "Lijnengroep", "Puntengroep", "Ambtsgebied")


@dataclass(frozen=True)
class OwObject:
    """One object. ouder: the object that it is a part of, or ""; locaties: (field, identificatie) of what it names."""

    identificatie: str
    soort: str
    inhoud: dict[str, Any]
    eindigt: bool = False
    ouder: str = ""
    locaties: tuple[tuple[str, str], ...] = ()


Lezer = Callable[[list[etree._Element]], Any]


@dataclass(frozen=True)
class Veld:
    """`bron`: the child elements to read, all with this local name; `naam`: what the value is called here."""

    bron: str
    naam: str
    lees: Lezer


def lees(inhoud: bytes) -> list[OwObject]:
    """Every object of an OW file, in order, each followed by its parts; drafts are left out. Raises XmlFout."""
    wortel = xml.lees(inhoud).wortel
    gevonden: list[OwObject] = []
    for houder in wortel.iter(f"{{{_DEELBESTAND}}}owObject"):
        for knoop in houder.iterchildren("*"):
            gevonden.extend(_object(knoop))
    return gevonden


def _object(knoop: etree._Element) -> Iterator[OwObject]:
    soort = xml.lokale_naam(knoop)
    inhoud = _inhoud(knoop, soort)
    if _tekst(_kinderen(knoop, "procedurestatus")) == "ontwerp":
        return
    eindigt = _tekst(_kinderen(knoop, "status")) in BEEINDIGEN
    identificatie = inhoud.get("identificatie") or _eigen_naam(soort, knoop)
    yield OwObject(identificatie, soort, inhoud, eindigt, "", _locaties(inhoud))
    for veld, deelsoort in (
        ("activiteitLocatieaanduidingen", "ActiviteitLocatieaanduiding"),
        ("normwaarden", "Normwaarde"),
        ("kaartlagen", "Kaartlaag"),
    ):
        for deel in inhoud.get(veld, ()):
            yield OwObject(deel["identificatie"], deelsoort, deel, eindigt, identificatie, _locaties(deel))


def _inhoud(knoop: etree._Element, soort: str) -> dict[str, Any]:
    uit: dict[str, Any] = {}
    identificatie = _tekst(_kinderen(knoop, "identificatie"))
    if identificatie:
        uit["identificatie"] = identificatie
    if knoop.get("wId"):
        uit["wId"] = knoop.get("wId")
    velden = _velden().get(soort)
    if velden is None:
        return {**uit, "xml": etree.tostring(knoop, encoding="unicode", with_tail=False)}
    for veld in velden:
        waarde = veld.lees(_kinderen(knoop, veld.bron))
        if waarde is not None and waarde != []:
            uit[veld.naam] = waarde
    return uit


def _kinderen(knoop: etree._Element, naam: str) -> list[etree._Element]:
    return list(knoop.iterchildren(f"{{*}}{naam}"))


def _locaties(inhoud: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(("locatieRefs", ref) for ref in dict.fromkeys(inhoud.get("locatieRefs", ())))


def _eigen_naam(soort: str, knoop: etree._Element) -> str:
    inhoud = etree.tostring(knoop, method="c14n", exclusive=True, with_comments=False)
    return f"{soort.lower()}.{hashlib.sha256(inhoud).hexdigest()[:32]}"


def _tekst(knopen: list[etree._Element]) -> str | None:
    return xml.tekst_van(knopen[0]) if knopen else None


def _getal(knopen: list[etree._Element]) -> float | int | None:
    tekst = _tekst(knopen)
    heel = xsdwaarden.geheel(tekst or "")
    return _kommagetal(tekst or "") if heel is None else heel


def _kommagetal(tekst: str) -> float | None:
    """A decimal as JSON can say it, which knows no infinity."""
    getal = xsdwaarden.decimaal(tekst)
    return None if getal is None else max(-sys.float_info.max, min(float(getal), sys.float_info.max))


def _waarde(code: str) -> dict[str, str]:
    return {"code": code, "waarde": _labels().get(code) or code.rpartition("/")[2]}


@cache
def _labels() -> Mapping[str, str]:
    lijsten = map(waardelijsten.waarden, waardelijsten.lijsten())
    return {waarde.code_uri: waarde.label for lijst in lijsten for waarde in lijst.values()}


def _code(knopen: list[etree._Element]) -> dict[str, str] | None:
    tekst = _tekst(knopen)
    return _waarde(tekst) if tekst else None


def _codes(knopen: list[etree._Element]) -> list[dict[str, str]]:
    return [_waarde(xml.tekst_van(knoop)) for knoop in knopen]


def _refs(naam: str = "*") -> Lezer:
    """References to objects; naam: only those in elements with this local name."""

    def lees(knopen: list[etree._Element]) -> list[str]:
        return [ref for knoop in knopen for kind in knoop.iterchildren(f"{{*}}{naam}") if (ref := kind.get(_HREF))]

    return lees


def _ref(naam: str = "*") -> Lezer:
    """One reference."""

    def lees(knopen: list[etree._Element]) -> str | None:
        return next(iter(_refs(naam)(knopen)), None)

    return lees


def _delen(naam: str) -> Lezer:
    """Whole objects within the object."""

    def lees(knopen: list[etree._Element]) -> list[dict[str, Any]]:
        return [_inhoud(kind, naam) for knoop in knopen for kind in _kinderen(knoop, naam)]

    return lees


def _alas(knopen: list[etree._Element]) -> list[dict[str, Any]]:
    uit = []
    for knoop in knopen:
        activiteit = _ref("ActiviteitRef")([knoop])
        for ala in _kinderen(knoop, "ActiviteitLocatieaanduiding"):
            inhoud = _inhoud(ala, "ActiviteitLocatieaanduiding")
            uit.append({"identificatie": inhoud.get("identificatie"), "activiteitRef": activiteit, **inhoud})
    return uit


def _velden_van(knopen: list[etree._Element]) -> dict[str, Any] | None:
    """A group of plain values, such as a Kaartextent or a reference to a bestuurlijk gebied."""
    if not knopen:
        return None
    houder = next((kind for kind in knopen[0].iterchildren("*") if len(kind)), knopen[0])
    return {xml.lokale_naam(kind): xml.tekst_van(kind) for kind in houder.iterchildren("*")}


def _uitsnede(knopen: list[etree._Element]) -> dict[str, float | None] | None:
    velden = _velden_van(knopen)
    return None if velden is None else {naam: _kommagetal(waarde) for naam, waarde in velden.items()}


@cache
def _velden() -> Mapping[str, tuple[Veld, ...]]:
    """What is read of each type, in the order in which Presenteren shows it."""
    naam, noemer = Veld("naam", "naam", _tekst), Veld("noemer", "noemer", _tekst)
    groep, type_ = Veld("groep", "groep", _code), Veld("type", "type", _code)
    locaties = Veld("locatieaanduiding", "locatieRefs", _refs("LocatieRef"))
    gebiedsaanwijzingen = Veld("gebiedsaanwijzing", "gebiedsaanwijzingRefs", _refs())
    kaarten = Veld("kaartaanduiding", "kaartRefs", _refs())
    normen = Veld("omgevingsnormaanduiding", "omgevingsnormRefs", _refs())
    idealisatie, themas = Veld("idealisatie", "idealisatie", _code), Veld("thema", "themas", _codes)
    regel = (idealisatie, Veld("artikelOfLid", "regeltekstRef", _ref()), themas)
    alas = Veld("activiteitaanduiding", "activiteitLocatieaanduidingen", _alas)
    regel_na = (locaties, gebiedsaanwijzingen)
    norm = (
        naam,
        type_,
        Veld("eenheid", "eenheid", _code),
        groep,
        Veld("normwaarde", "normwaarden", _delen("Normwaarde")),
    )
    plek = (noemer, Veld("geometrie", "geometrieIdentificatie", _ref()), Veld("hoogte", "hoogte", _velden_van))
    leden = (noemer, Veld("groepselement", "locatieRefs", _refs()))
    return {
        "Regeltekst": (Veld("gerelateerdeRegeltekst", "gerelateerdeRegeltekstRefs", _refs()),),
        "RegelVoorIedereen": (*regel, alas, *regel_na, normen, kaarten),
        "Instructieregel": (
            *regel,
            Veld("instructieregelTaakuitoefening", "instructieregelTaakuitoefeningen", _codes),
            Veld("instructieregelInstrument", "instructieregelInstrumenten", _codes),
            *regel_na,
            normen,
            kaarten,
        ),
        "Omgevingswaarderegel": (
            *regel,
            *regel_na,
            Veld("omgevingswaardeaanduiding", "omgevingswaardeRefs", _refs()),
            kaarten,
        ),
        "ActiviteitLocatieaanduiding": (
            Veld("activiteitregelkwalificatie", "activiteitregelkwalificatie", _code),
            locaties,
        ),
        "Activiteit": (
            naam,
            groep,
            Veld("bovenliggendeActiviteit", "bovenliggendeActiviteitRef", _ref()),
            Veld("gerelateerdeActiviteit", "gerelateerdeActiviteitRefs", _refs()),
        ),
        "Gebiedsaanwijzing": (naam, groep, type_, locaties),
        "Omgevingsnorm": norm,
        "Omgevingswaarde": norm,
        "Normwaarde": (
            Veld("kwantitatieveWaarde", "kwantitatieveWaarde", _getal),
            Veld("kwalitatieveWaarde", "kwalitatieveWaarde", _tekst),
            Veld("waardeInRegeltekst", "waardeInRegeltekst", _tekst),
            locaties,
        ),
        **dict.fromkeys(("Gebied", "Lijn", "Punt"), plek),
        **dict.fromkeys(("Gebiedengroep", "Lijnengroep", "Puntengroep"), leden),
        "Ambtsgebied": (noemer, Veld("bestuurlijkeGrenzenVerwijzing", "bestuurlijkeGrenzenVerwijzing", _velden_van)),
        "Pons": (locaties,),
        "Regelingsgebied": (locaties,),
        "Kaart": (
            naam,
            Veld("nummer", "nummer", _tekst),
            Veld("uitsnede", "uitsnede", _uitsnede),
            Veld("kaartlagen", "kaartlagen", _delen("Kaartlaag")),
        ),
        "Kaartlaag": (
            naam,
            Veld("niveau", "niveau", _getal),
            Veld("gebiedsaanwijzingweergave", "gebiedsaanwijzingRefs", _refs()),
            Veld("normweergave", "omgevingsnormRefs", _refs("OmgevingsnormRef")),
            Veld("normweergave", "omgevingswaardeRefs", _refs("OmgevingswaardeRef")),
            Veld("activiteitlocatieweergave", "activiteitLocatieaanduidingRefs", _refs()),
        ),
        "Divisie": (),
        "Divisietekst": (),
        "Tekstdeel": (
            idealisatie,
            Veld("divisieaanduiding", "divisieRef", _ref("DivisieRef")),
            Veld("divisieaanduiding", "divisietekstRef", _ref("DivisietekstRef")),
            themas,
            locaties,
            gebiedsaanwijzingen,
            Veld("hoofdlijnaanduiding", "hoofdlijnRefs", _refs()),
            kaarten,
        ),
        "Hoofdlijn": (
            naam,
            Veld("soort", "soort", _tekst),
            Veld("gerelateerdeHoofdlijn", "gerelateerdeHoofdlijnRefs", _refs()),
        ),
        "SymbolisatieItem": (
            Veld("symboolcode", "symboolcode", _tekst),
            Veld("activiteitLocatieaanduidingSymbolisatie", "activiteitLocatieaanduidingRefs", _refs()),
            Veld("gebiedsaanwijzingSymbolisatie", "gebiedsaanwijzingRefs", _refs()),
            Veld("normwaardeSymbolisatie", "normwaardeRefs", _refs()),
        ),
    }
