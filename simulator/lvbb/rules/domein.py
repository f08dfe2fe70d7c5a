"""The pre-check of the OW files: do they fit their schema, and does what they announce occur.

Source: docs/bronnen.md#lvbb-stub and #lvbb-verslagen-van-2021.
"""

from collections.abc import Iterator

from lxml import etree

from simulator.contract import schemas
from simulator.contract.xml import lokale_naam, tekst_van
from simulator.lvbb.levering import MANIFEST_OW, OW_DC, Levering
from simulator.lvbb.rules.kader import Bevinding, Regels

regels = Regels()

SL = "http://www.geostandaarden.nl/bestanden-ow/standlevering-generiek"
OBJECTTYPEN = frozenset(
    (
        "Regeltekst",
        "RegelVoorIedereen",
        "Instructieregel",
        "Omgevingswaarderegel",
        "Activiteit",
        "Omgevingsnorm",
        "Omgevingswaarde",
        "Gebiedsaanwijzing",
        "Gebied",
        "Gebiedengroep",
        "Lijn",
        "Lijnengroep",
        "Punt",
        "Puntengroep",
        "Ambtsgebied",
        "Regelingsgebied",
        "Pons",
        "Kaart",
        "Divisie",
        "Divisietekst",
        "Tekstdeel",
        "Hoofdlijn",
    )
)
"""The types of object that a file can be announced with; a type that another holds (Normwaarde, …) is none."""


@regels.rule("SCHEMA.OW.03.2")
def ow_niet_volgens_schema(levering: Levering) -> Iterator[Bevinding]:
    """Every file that manifest-ow.xml names is XML, and fits the schema of the OW files."""
    for naam in _namen(levering):
        bestand = levering.bestanden.get(naam)
        if bestand is None:
            continue
        if bestand.wortel is None:
            reden = "" if bestand.fout is None else bestand.fout.reden
            yield Bevinding.in_bestand(naam, verwacht="leesbare XML", gekregen=reden, fout=reden)
            continue
        for fout in schemas.toets("ow", bestand.wortel):
            yield Bevinding(naam, fout.plaats, gekregen=fout.tekst, waarden={"fout": fout.tekst})


@regels.rule("REFERENTIE.04")
def objecttype_niet_aangekondigd(levering: Levering) -> Iterator[Bevinding]:
    """The type of every object is in the objectTypen of its file, and every objecttype of manifest-ow.xml exists."""
    for knoop in _objecttypen(levering):
        soort = tekst_van(knoop)
        # Geometrie has a rule of its own: LVBB1025.
        if soort not in OBJECTTYPEN and soort != "Geometrie":
            yield Bevinding.at(levering, knoop, verwacht="een objecttype van IMOW", gekregen=soort, type=soort)
    for _, wortel in levering.ow_bestanden:
        aangekondigd = {tekst_van(k) for k in wortel.iter(f"{{{SL}}}objectType")}
        for ow_object in _objecten(wortel):
            soort = lokale_naam(ow_object)
            if soort not in aangekondigd:
                verwacht = f"een van {', '.join(sorted(aangekondigd))}"
                yield Bevinding.at(levering, ow_object, verwacht=verwacht, gekregen=soort, type=soort)


@regels.rule("REFERENTIE.05")
def objecttype_zonder_objecten(levering: Levering) -> Iterator[Bevinding]:
    """Of every objecttype that manifest-ow.xml names for a file, the file has an object."""
    aanwezig = {bestand.naam: {lokale_naam(o) for o in _objecten(wortel)} for bestand, wortel in levering.ow_bestanden}
    for knoop in _objecttypen(levering):
        ouder = knoop.getparent()
        naam = "" if ouder is None else tekst_van(ouder.find(f"{{{MANIFEST_OW}}}naam"))
        soort = tekst_van(knoop)
        if naam in aanwezig and soort not in aanwezig[naam]:
            gekregen = ", ".join(sorted(aanwezig[naam])) or "geen objecten"
            yield Bevinding.at(levering, knoop, verwacht=f"{soort} in {naam}", gekregen=gekregen, naam=naam, type=soort)


def _namen(levering: Levering) -> list[str]:
    manifest = levering.manifest_ow
    gevonden = () if manifest is None else manifest.iter(f"{{{MANIFEST_OW}}}naam")
    return list(dict.fromkeys(tekst_van(naam) for naam in gevonden))


def _objecttypen(levering: Levering) -> Iterator[etree._Element]:
    manifest = levering.manifest_ow
    if manifest is not None:
        yield from manifest.iter(f"{{{MANIFEST_OW}}}objecttype")


def _objecten(wortel: etree._Element) -> Iterator[etree._Element]:
    for drager in wortel.iter(f"{{{OW_DC}}}owObject"):
        yield from drager.iterchildren("*")
