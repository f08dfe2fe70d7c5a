"""GIOs: the locaties, groups, norms and geometry of a GeoInformatieObjectVaststelling: STOP3000-3021 and 3090.

Source: imop-geo of STOP 1.3.0 (confirmed).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import GM, B, G, Knoop, documenten, knopen, knopen_met, normaal, tekst, waarde

regels = Regels()

_CIJFER = re.compile(r"\d")
_COORDINATEN = (GM + "posList", GM + "pos", GM + "coordinates")
_STELSELS = ("urn:ogc:def:crs:EPSG::28992", "urn:ogc:def:crs:EPSG::4258")
_GEOMETRIE_ID = f"{G}geometrie/{B}Geometrie/{B}id"
_OPTIONEEL = tuple(
    GM + naam
    for naam in (
        "metaDataProperty",
        "description",
        "descriptionReference",
        "identifier",
        "name",
        "boundedBy",
        "location",
        "PriorityLocation",
    )
)


def _aantal(locaties: Knoop, naam: str) -> int:
    return sum(1 for _ in locaties.element.iterfind(f"{G}Locatie/{G}{naam}"))


def _normwaarden(locaties: Knoop) -> tuple[int, int]:
    """How many quantitative and qualitative values the locaties have."""
    return _aantal(locaties, "kwantitatieveNormwaarde"), _aantal(locaties, "kwalitatieveNormwaarde")


def _ontbreekt(locaties: Knoop, *namen: str) -> list[str]:
    """Which of these elements do not stand beside the locaties."""
    ouder = locaties.element.getparent()
    return [naam for naam in namen if ouder is None or ouder.find(G + naam) is None]


def _alle_of_geen(code: str, naam: str) -> None:
    """Claim the rule that all locaties have this element, or none."""

    @regels.rule(code)
    def alle_of_geen(levering: Levering) -> Iterator[Bevinding]:
        for locaties in knopen(levering, G + "locaties"):
            met = _aantal(locaties, naam)
            alle = sum(1 for _ in locaties.element.iterchildren(G + "Locatie"))
            if met not in (0, alle):
                yield locaties.bevinding(verwacht=f"0 of {alle}", gekregen=str(met), aantal=str(met), alle=str(alle))


_alle_of_geen("STOP3000", "groepID")
_alle_of_geen("STOP3006", "kwantitatieveNormwaarde")
_alle_of_geen("STOP3007", "kwalitatieveNormwaarde")


@regels.rule("STOP3009")
def waarde_zonder_eenheid(levering: Levering) -> Iterator[Bevinding]:
    """The locaties have quantitative values, but the GIO has no eenheid."""
    for locaties in knopen(levering, G + "locaties"):
        ontbreekt = _ontbreekt(locaties, "eenheidlabel", "eenheidID")
        if _normwaarden(locaties)[0] and ontbreekt:
            yield locaties.bevinding(verwacht=" en ".join(ontbreekt), ontbreekt=" en ".join(ontbreekt))


@regels.rule("STOP3015")
def waarde_met_eenheid(levering: Levering) -> Iterator[Bevinding]:
    """The locaties have qualitative values, but the GIO has an eenheid."""
    for locaties in knopen(levering, G + "locaties"):
        if _normwaarden(locaties)[1] and len(_ontbreekt(locaties, "eenheidlabel", "eenheidID")) < 2:
            yield locaties.bevinding()


@regels.rule("STOP3011")
def waarde_zonder_norm(levering: Levering) -> Iterator[Bevinding]:
    """The locaties have values, but the GIO has no norm."""
    for locaties in knopen(levering, G + "locaties"):
        ontbreekt = _ontbreekt(locaties, "normlabel", "normID")
        if any(_normwaarden(locaties)) and ontbreekt:
            yield locaties.bevinding(verwacht=" en ".join(ontbreekt), ontbreekt=" en ".join(ontbreekt))


@regels.rule("STOP3013")
def geometrie_id_uniek(levering: Levering) -> Iterator[Bevinding]:
    """Two geometries have the same basisgeo:id."""
    for locaties in knopen(levering, G + "locaties"):
        gezien: set[str] = set()
        for element in locaties.element.iterfind(f"{G}Locatie/{_GEOMETRIE_ID}"):
            if tekst(element) in gezien:
                yield Knoop(element, locaties.omgeving, locaties.document).bevinding(
                    gekregen=tekst(element), id=tekst(element)
                )
            gezien.add(tekst(element))


def _locaties(levering: Levering) -> Iterator[tuple[Knoop, str]]:
    """Every Locatie with the id of its geometry."""
    for locatie in knopen(levering, G + "Locatie"):
        if locatie.ouder == G + "locaties":
            yield locatie, locatie.kind(_GEOMETRIE_ID) or ""


@regels.rule("STOP3008")
def twee_normwaarden(levering: Levering) -> Iterator[Bevinding]:
    """A Locatie has more than one value."""
    for locatie, geometrie in _locaties(levering):
        if (
            sum(1 for _ in locatie.element.iterchildren(G + "kwantitatieveNormwaarde", G + "kwalitatieveNormwaarde"))
            > 1
        ):
            yield locatie.bevinding(id=geometrie)


@regels.rule("STOP3012")
def groep_en_normwaarde(levering: Levering) -> Iterator[Bevinding]:
    """A Locatie is of a group and has a value."""
    for locatie, geometrie in _locaties(levering):
        if locatie.heeft(G + "groepID") and locatie.heeft(G + "kwantitatieveNormwaarde", G + "kwalitatieveNormwaarde"):
            yield locatie.bevinding(id=geometrie)


@regels.rule("STOP3010")
def lege_normwaarde(levering: Levering) -> Iterator[Bevinding]:
    """A qualitative value is empty."""
    for norm in knopen(levering, G + "kwalitatieveNormwaarde"):
        locatie = norm.element.getparent()
        if norm.ouder == G + "Locatie" and locatie is not None and not normaal(norm.tekst):
            yield norm.bevinding(id=waarde(locatie, _GEOMETRIE_ID) or "")


def _overgrootouder(element: etree._Element) -> etree._Element | None:
    for _ in range(3):
        ouder = element.getparent()
        if ouder is None:
            return None
        element = ouder
    return element


def _andere_kant(code: str, hier: str, daar: str) -> None:
    """Claim the rule that a groepID at one end of the GIO also stands at the other."""

    @regels.rule(code)
    def groep_aan_andere_kant(levering: Levering) -> Iterator[Bevinding]:
        for groep in knopen(levering, G + "groepID"):
            ouder, versie = groep.element.getparent(), _overgrootouder(groep.element)
            if ouder is None or versie is None or ouder.tag != G + hier.split("/")[-1]:
                continue
            pad = "/".join(G + stap for stap in (*daar.split("/"), "groepID"))
            if groep.tekst not in {tekst(ander) for ander in versie.iterfind(pad)}:
                yield groep.bevinding(gekregen=groep.tekst, id=groep.tekst)


_andere_kant("STOP3001", "locaties/Locatie", "groepen/Groep")
_andere_kant("STOP3005", "groepen/Groep", "locaties/Locatie")


def _dubbel_in_groepen(code: str, veld: str) -> None:
    """Claim the rule that the groups differ in this field."""

    @regels.rule(code)
    def groepen_verschillen(levering: Levering) -> Iterator[Bevinding]:
        for groepen in knopen(levering, G + "groepen"):
            waarden = [waarde(groep, G + veld) or "" for groep in groepen.element.iterchildren(G + "Groep")]
            gesorteerd = sorted(waarden, key=normaal)
            dubbel = {een for een, ander in pairwise(gesorteerd) if een == ander}
            if dubbel:
                yield groepen.bevinding(gekregen=", ".join(sorted(dubbel)), id=", ".join(sorted(dubbel)))


_dubbel_in_groepen("STOP3003", "groepID")
_dubbel_in_groepen("STOP3004", "label")


@regels.rule("STOP3016")
def norm_zonder_waarde(levering: Levering) -> Iterator[Bevinding]:
    """The GIO has a norm or an eenheid, but its locaties have no values."""
    for versie in knopen(levering, G + "GeoInformatieObjectVersie"):
        waarden = (f"{G}locaties/{G}Locatie/{G}{soort}Normwaarde" for soort in ("kwantitatieve", "kwalitatieve"))
        norm = versie.heeft(G + "normID", G + "normlabel", G + "eenheidID", G + "eenheidlabel")
        if norm and all(versie.element.find(pad) is None for pad in waarden):
            yield versie.bevinding()


@regels.rule("STOP3019")
def locatie_zonder_geometrie(levering: Levering) -> Iterator[Bevinding]:
    """A basisgeo:geometrie holds no coordinates."""
    for geometrie in knopen(levering, B + "geometrie"):
        if not any(_CIJFER.search(tekst(punten)) for punten in geometrie.element.iterdescendants(*_COORDINATEN)):
            houder = geometrie.element.getparent()
            yield geometrie.bevinding(id="" if houder is None else waarde(houder, B + "id") or "")


@regels.rule("STOP3020")
def onbekend_stelsel(levering: Levering) -> Iterator[Bevinding]:
    """A geometry has another srsName than RD or ETRS89."""
    for knoop in knopen_met(levering, "srsName"):
        stelsel = knoop.get("srsName") or ""
        if knoop.tag.startswith(GM) and stelsel not in _STELSELS:
            yield knoop.bevinding(verwacht=" of ".join(_STELSELS), gekregen=stelsel, stelsel=stelsel)


@regels.rule("STOP3021")
def een_stelsel(levering: Levering) -> Iterator[Bevinding]:
    """The geometries of a GIO do not all have one and the same srsName."""
    for document in documenten(levering):
        stelsels = sorted({knoop.get("srsName") or "" for knoop in document.met("srsName")})
        if len(stelsels) != 1:
            for locaties in document.op(G + "locaties"):
                gevonden = ", ".join(stelsels) or "geen"
                yield locaties.bevinding(verwacht="één srsName", gekregen=gevonden, stelsels=gevonden)


@regels.rule("STOP3090")
def optioneel_gml(levering: Levering) -> Iterator[Bevinding]:
    """The GIO, its version or a Locatie holds an optional element of GML."""
    for knoop in knopen(levering, *_OPTIONEEL):
        # As officially: a parent whose name is part of these names counts too.
        ouder = knoop.ouder.rpartition("}")[2]
        if ouder in "GeoInformatieObjectVaststelling|GeoInformatieObjectVersie|Locatie":
            yield knoop.bevinding(element=f"gml:{knoop.naam}", ouder=ouder)
