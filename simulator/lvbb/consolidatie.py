"""What a valid delivery will change once it is published: read from the besluit, with the whole text of each version.

`lees` turns a Levering into a Registratie, plain data plus bytes; `simulator.lvbb.publicatie` puts it in the store.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from simulator.contract.xml import tekst_van
from simulator.lvbb import mutatie
from simulator.lvbb.levering import DATA, MANIFEST_OW, TEKST, Levering

_D, _T = f"{{{DATA}}}", f"{{{TEKST}}}"
MODELLEN = tuple(
    f"{_T}{naam}" for naam in ("RegelingCompact", "RegelingVrijetekst", "RegelingTijdelijkdeel", "RegelingKlassiek")
)


@dataclass(frozen=True)
class Versie:
    """A version of a regeling or informatieobject that the delivery establishes.

    tekst: the whole consolidated text of a regeling; bestanden: kind to (name, bytes) of what comes with it.
    """

    soort: str
    work: str
    expression: str
    doel: str
    was: str = ""
    juridisch_werkend_vanaf: str = ""
    geldig_vanaf: str = ""
    tekst: bytes = b""
    gegevens: dict[str, Any] = field(default_factory=dict)
    bestanden: dict[str, list[tuple[str, str, bytes]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Intrekking:
    """A regeling or informatieobject that ends, from a date on, with the OW objects that end with it."""

    work: str
    doel: str
    per: str
    bestanden: dict[str, list[tuple[str, str, bytes]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Registratie:
    """A besluit or kennisgeving, ready to be registered."""

    soort: str
    work: str
    expression: str
    eindverantwoordelijke: str
    ontwerp: bool = False
    mededeling_over: str = ""
    versies: tuple[Versie, ...] = ()
    intrekkingen: tuple[Intrekking, ...] = ()


def lees(levering: Levering) -> Registratie | None:
    """What a valid delivery will register; None when there is nothing to register."""
    wortel = levering.besluit if levering.besluit is not None else levering.kennisgeving
    if wortel is None:
        return None
    metadata = next((e for naam in ("BesluitMetadata", "KennisgevingMetadata") for e in wortel.iter(_D + naam)), None)
    identificatie = next(wortel.iter(f"{_D}ExpressionIdentificatie"))
    work, expression = _veld(identificatie, "FRBRWork"), _veld(identificatie, "FRBRExpression")
    wie = _veld(metadata, "eindverantwoordelijke")
    if levering.kennisgeving is not None:
        return Registratie("kennisgeving", work, expression, wie, mededeling_over=_veld(metadata, "mededelingOver"))
    return Registratie(
        "besluit",
        work,
        expression,
        wie,
        ontwerp=_veld(metadata, "soortProcedure").endswith("_ontwerp"),
        versies=(*_regelingen(levering, wortel), *_informatieobjecten(levering, wortel)),
        intrekkingen=tuple(_intrekkingen(levering, wortel)),
    )


def _veld(knoop: etree._Element | None, naam: str) -> str:
    return _gezegd(knoop, naam) or ""


def _gezegd(knoop: etree._Element | None, naam: str) -> str | None:
    """The text of a field, which may be empty; None where it is absent."""
    gevonden = None if knoop is None else knoop.find(f".//{_D}{naam}")
    return None if gevonden is None else tekst_van(gevonden)


def _data_van(wortel: etree._Element, doel: str) -> tuple[str, str]:
    """(juridischWerkendVanaf, geldigVanaf) of a doel; "" where it has none."""
    datums = {
        _veld(stempel, "soortTijdstempel"): _veld(stempel, "datum")
        for stempel in wortel.iter(f"{_D}Tijdstempel")
        if _veld(stempel, "doel") == doel
    }
    werkend = datums.get("juridischWerkendVanaf", "")
    return werkend, datums.get("geldigVanaf", werkend)


def _regelingen(levering: Levering, wortel: etree._Element) -> Iterator[Versie]:
    metadata = {_veld(rvi, "FRBRExpression"): rvi for rvi in wortel.iter("{*}RegelingVersieInformatie")}
    teksten = {e.get("wordt"): e for e in wortel.iter(*MODELLEN, f"{_T}RegelingMutatie") if e.get("wordt")}
    for beoogd in wortel.iter(f"{_D}BeoogdeRegeling"):
        expression, doel = _veld(beoogd, "instrumentVersie"), _veld(beoogd, "doel")
        element = teksten.get(expression)
        if element is None:
            continue
        tekst = mutatie.wordt_tekst(levering, element)
        if tekst is None:
            continue
        rvi = metadata.get(expression)
        work = _veld(rvi, "FRBRWork") or expression.rpartition("/")[0]
        yield Versie(
            "regeling",
            work,
            expression,
            doel,
            element.get("was", ""),
            *_data_van(wortel, doel),
            tekst=etree.tostring(tekst, encoding="utf-8"),
            gegevens=_gegevens(rvi, tekst),
            bestanden={
                "gios": list(_gio_bestanden(levering)),
                "ow": list(_ow_bestanden(levering, work)),
                "afbeeldingen": list(_afbeeldingen(levering)),
            },
        )


def _gegevens(rvi: etree._Element | None, tekst: etree._Element) -> dict[str, Any]:
    citeertitels = [] if rvi is None else [tekst_van(e) for e in rvi.iter(f"{_D}citeertitel")]
    opschrift = tekst.find(f"{_T}RegelingOpschrift")
    deel_van = None if rvi is None else rvi.find(f".//{_D}isTijdelijkDeelVan")
    return {
        "soortRegeling": _gezegd(rvi, "soortRegeling"),
        "officieleTitel": _gezegd(rvi, "officieleTitel"),
        "citeertitel": citeertitels[0] if citeertitels else None,
        "opschrift": " ".join(tekst_van(opschrift).split()),
        "versienummer": _gezegd(rvi, "versienummer"),
        "maker": _gezegd(rvi, "maker"),
        "eindverantwoordelijke": _gezegd(rvi, "eindverantwoordelijke"),
        "tijdelijkDeelVan": _gezegd(deel_van, "FRBRWork"),
    }


def _informatieobjecten(levering: Levering, wortel: etree._Element) -> Iterator[Versie]:
    doelen = {
        _veld(beoogd, "instrumentVersie"): _veld(beoogd, "doel")
        for beoogd in wortel.iter(f"{_D}BeoogdInformatieobject")
    }
    for bestand, io in levering.informatieobjecten:
        expression = _veld(io, "FRBRExpression")
        doel = doelen.get(expression, "")
        inhoud = levering.bestanden.get(_veld(io, "bestandsnaam"))
        yield Versie(
            "informatieobject",
            _veld(io, "FRBRWork"),
            expression,
            doel,
            "",
            *_data_van(wortel, doel),
            gegevens={"naam": _veld(io, "naamInformatieObject"), "formaat": _veld(io, "formaatInformatieobject")},
            bestanden={
                "metadata": [(bestand.naam, "application/xml", bestand.inhoud or b"")],
                "inhoud": [] if inhoud is None else [(inhoud.naam, inhoud.content_type or "", inhoud.inhoud or b"")],
            },
        )


def _intrekkingen(levering: Levering, wortel: etree._Element) -> Iterator[Intrekking]:
    for intrekking in wortel.iter(f"{_D}Intrekking"):
        work, doel = _veld(intrekking, "instrument"), _veld(intrekking, "doel")
        per = _data_van(wortel, doel)[0]
        yield Intrekking(work, doel, per, {"ow": list(_ow_bestanden(levering, work))})


def _gio_bestanden(levering: Levering) -> Iterator[tuple[str, str, bytes]]:
    for bestand, _ in levering.gios:
        yield bestand.naam, "application/gml+xml", bestand.inhoud or b""


def _ow_bestanden(levering: Levering, work: str) -> Iterator[tuple[str, str, bytes]]:
    """The OW files that manifest-ow.xml names under this regeling."""
    if levering.manifest_ow is None:
        return
    m = f"{{{MANIFEST_OW}}}"
    for aanlevering in levering.manifest_ow.iter(f"{m}Aanlevering"):
        if tekst_van(aanlevering.find(f"{m}WorkIDRegeling")) != work:
            continue
        for naam in aanlevering.iter(f"{m}naam"):
            bestand = levering.bestanden.get(tekst_van(naam))
            if bestand is not None:
                yield bestand.naam, "application/xml", bestand.inhoud or b""


def _afbeeldingen(levering: Levering) -> Iterator[tuple[str, str, bytes]]:
    for bestand in levering.bestanden.values():
        if (bestand.content_type or "").startswith("image/"):
            yield bestand.naam, bestand.content_type or "", bestand.inhoud or b""
