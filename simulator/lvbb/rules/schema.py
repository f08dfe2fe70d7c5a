"""Do the documents fit their schema. What does not is not judged on content.

Which code a fault in a GIO gets is inferred: LVBB3010 within a basisgeo:Geometrie, LVBB3009 elsewhere.
Source: validatiematrix v6.
"""

from collections.abc import Iterator

from simulator.contract import schemas
from simulator.contract.xml import lokale_naam
from simulator.lvbb.levering import GEO, Bestand, Levering
from simulator.lvbb.rules.kader import Bevinding, Regels

regels = Regels()

_GEOMETRIE = "/geometrie/Geometrie/"


@regels.rule("LVBB2003")
def publicatie_niet_volgens_schema(levering: Levering) -> Iterator[Bevinding]:
    """The besluit or kennisgeving fits the delivery schema with that of STOP."""
    for wortel in (levering.besluit, levering.kennisgeving):
        if wortel is not None and levering.publicatie is not None:
            naam = lokale_naam(wortel)
            for fout in schemas.toets("aanlevering", wortel):
                yield _bevinding(levering.publicatie, fout, wortel=naam)


@regels.rule("LVBB3501")
def informatieobject_niet_volgens_schema(levering: Levering) -> Iterator[Bevinding]:
    """Every informatieobject fits the delivery schema; XML that cannot be read is taken for one."""
    for bestand in _losse(levering):
        if bestand.wortel is None and not bestand.naam.lower().endswith(".gml"):
            yield _onleesbaar(bestand)
    for bestand, wortel in levering.informatieobjecten:
        for fout in schemas.toets("aanlevering", wortel):
            yield _bevinding(bestand, fout)


@regels.rule("LVBB3009")
def gio_niet_volgens_schema(levering: Levering) -> Iterator[Bevinding]:
    """Every GML file is a GIO and fits the schema of STOP; within its geometries LVBB3010 speaks."""
    for bestand in _losse(levering):
        if not bestand.naam.lower().endswith(".gml"):
            continue
        if bestand.wortel is None:
            yield _onleesbaar(bestand)
        elif bestand.wortel.tag != f"{{{GEO}}}GeoInformatieObjectVaststelling":
            gekregen = lokale_naam(bestand.wortel)
            yield Bevinding.at(levering, bestand.wortel, verwacht="GeoInformatieObjectVaststelling", gekregen=gekregen)
    for bestand, fout in _gio_fouten(levering):
        if not _in_geometrie(fout):
            yield _bevinding(bestand, fout)


@regels.rule("LVBB3010")
def geometrie_niet_volgens_schema(levering: Levering) -> Iterator[Bevinding]:
    """Every geometry in a GIO fits the schemas of basisgeometrie and GML."""
    for bestand, fout in _gio_fouten(levering):
        if _in_geometrie(fout):
            yield _bevinding(bestand, fout)


@regels.rule("LVBB1032")
def manifest_ow_niet_volgens_schema(levering: Levering) -> Iterator[Bevinding]:
    """manifest-ow.xml fits its schema."""
    bestand = levering.bestanden.get("manifest-ow.xml")
    if bestand is None:
        return
    if bestand.wortel is None:
        yield _onleesbaar(bestand)
        return
    for fout in schemas.toets("manifest-ow", bestand.wortel):
        yield _bevinding(bestand, fout)


def _losse(levering: Levering) -> Iterator[Bestand]:
    """XML files that are neither of the fixed files, nor the publicatie, nor OW files."""
    vast = {"opdracht.xml", "manifest.xml", "manifest-ow.xml", levering.opdracht.publicatie}
    if levering.manifest_ow is not None:
        vast |= {(naam.text or "").strip() for naam in levering.manifest_ow.iter("{*}naam")}
    for bestand in levering.bestanden.values():
        if bestand.is_xml and bestand.naam not in vast:
            yield bestand


def _gio_fouten(levering: Levering) -> Iterator[tuple[Bestand, schemas.SchemaFout]]:
    if _gio_fouten not in levering.geheugen:
        levering.geheugen[_gio_fouten] = [
            (bestand, fout) for bestand, wortel in levering.gios for fout in schemas.toets("geo", wortel)
        ]
    yield from levering.geheugen[_gio_fouten]


def _in_geometrie(fout: schemas.SchemaFout) -> bool:
    return _GEOMETRIE in fout.plaats + "/"


def _bevinding(bestand: Bestand, fout: schemas.SchemaFout, **waarden: str) -> Bevinding:
    return Bevinding(bestand.naam, fout.plaats, gekregen=fout.tekst, waarden={"fout": fout.tekst, **waarden})


def _onleesbaar(bestand: Bestand) -> Bevinding:
    reden = "" if bestand.fout is None else bestand.fout.reden
    return Bevinding.in_bestand(bestand.naam, verwacht="leesbare XML", gekregen=reden, fout=reden)
