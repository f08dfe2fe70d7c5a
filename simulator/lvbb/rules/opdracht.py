"""Flow 2: what the opdracht asks for, when, by whom, and about which file.

Source: lvbb-transport 1.2.0, validatiematrix v6.
"""

import re
from collections import Counter
from collections.abc import Iterator

from simulator.lvbb.levering import LVBBA, Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.stelsel.kalender import is_weekend, is_werkdag

regels = Regels()

MET_PUBLICATIE = ("validatieOpdracht", "publicatieOpdracht")
AFBREKEN = "breekPublicatieAfOpdracht"
SCHEMAVERSIES = ("1.0.4", "1.1.0", "1.2.0")
"""The versions of the delivery schema that real packages carry."""
_VORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@regels.rule("LVBB1510")
def geen_bevoegd_gezag(levering: Levering) -> Iterator[Bevinding]:
    """idBevoegdGezag is filled in."""
    if not levering.opdracht.id_bevoegd_gezag:
        yield Bevinding.at(levering, levering.opdracht.wortel, verwacht="idBevoegdGezag", gekregen="niets")


@regels.rule("LVBB1511")
def geen_aanleveraar(levering: Levering) -> Iterator[Bevinding]:
    """idAanleveraar is filled in."""
    if not levering.opdracht.id_aanleveraar:
        yield Bevinding.at(levering, levering.opdracht.wortel, verwacht="idAanleveraar", gekregen="niets")


@regels.rule("LVBB1512")
def niet_gemachtigd(levering: Levering) -> Iterator[Bevinding]:
    """The aanleveraar may deliver for this bevoegd gezag today."""
    aanleveraar, gezag = levering.opdracht.id_aanleveraar, levering.opdracht.id_bevoegd_gezag
    if aanleveraar and gezag and not levering.register.gemachtigd(aanleveraar, gezag, levering.vandaag):
        knoop = levering.opdracht.knoop("idAanleveraar")
        yield Bevinding.at(levering, knoop, verwacht=f"een machtiging van {gezag}", gekregen=aanleveraar)


@regels.rule("LVBB1505")
def geen_datum_bekendmaking(levering: Levering) -> Iterator[Bevinding]:
    """What is published has a datumBekendmaking."""
    if levering.opdracht.soort in MET_PUBLICATIE and not levering.opdracht.datum_bekendmaking:
        yield Bevinding.at(levering, levering.opdracht.wortel, verwacht="datumBekendmaking", gekregen="niets")


@regels.rule("LVBB1501")
def datum_bekendmaking_in_de_toekomst(levering: Levering) -> Iterator[Bevinding]:
    """datumBekendmaking is a date and lies after today."""
    opdracht = levering.opdracht
    if not opdracht.datum_bekendmaking:
        return
    if not _VORM.fullmatch(opdracht.datum_bekendmaking):
        eis = "heeft niet het formaat JJJJ-MM-DD"
    elif opdracht.datum is None:
        eis = "is geen juiste datum"
    elif opdracht.datum <= levering.vandaag:
        eis = "moet in de toekomst liggen"
    else:
        return
    datum = opdracht.datum_bekendmaking
    knoop = opdracht.knoop("datumBekendmaking")
    yield Bevinding.at(levering, knoop, verwacht=f"na {levering.vandaag}", gekregen=datum, datum=datum, eis=eis)


@regels.rule("LVBB1519")
def datum_bekendmaking_een_werkdag(levering: Levering) -> Iterator[Bevinding]:
    """datumBekendmaking is a werkdag. Which holidays the LVBB knows is not public (`simulator.stelsel.kalender`)."""
    datum = levering.opdracht.datum
    if datum is not None and not is_werkdag(datum):
        knoop = levering.opdracht.knoop("datumBekendmaking")
        mark = "" if is_weekend(datum) else "inferred"
        yield Bevinding.at(levering, knoop, verwacht="een werkdag", gekregen=str(datum), mark=mark, datum=str(datum))


@regels.rule("LVBB1575")
def dubbel_in_manifest(levering: Levering) -> Iterator[Bevinding]:
    """A file is listed once in manifest.xml."""
    for naam, aantal in Counter(naam for naam, _ in levering.manifest).items():
        if aantal > 1:
            yield Bevinding.in_bestand("manifest.xml", verwacht=f"{naam} eenmaal", gekregen=f"{aantal} maal")


@regels.rule("LVBB1506")
def publicatie_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """The file that publicatie names is there."""
    naam = levering.opdracht.publicatie
    if levering.opdracht.soort in MET_PUBLICATIE and levering.publicatie is None:
        knoop = levering.opdracht.knoop("publicatie")
        yield Bevinding.at(levering, knoop, verwacht=naam, gekregen="geen bestand", naam=naam)


@regels.rule("LVBB1515")
def geen_besluit_of_kennisgeving(levering: Levering) -> Iterator[Bevinding]:
    """The root of the publicatie is a besluit or kennisgeving, with a schemaversie that is known."""
    bestand = levering.publicatie
    if levering.opdracht.soort not in MET_PUBLICATIE or bestand is None:
        return
    if bestand.wortel is None:
        reden = "geen XML" if bestand.fout is None else bestand.fout.reden
        yield Bevinding.in_bestand(bestand.naam, verwacht="een besluit of kennisgeving", gekregen=reden)
    elif levering.besluit is None and levering.kennisgeving is None:
        gekregen = str(bestand.wortel.tag)
        verwacht = f"AanleveringBesluit of AanleveringKennisgeving in {LVBBA}"
        yield Bevinding.at(levering, bestand.wortel, verwacht=verwacht, gekregen=gekregen)
    elif (versie := bestand.wortel.get("schemaversie", "")) not in SCHEMAVERSIES:
        verwacht = f"schemaversie {', '.join(SCHEMAVERSIES)}"
        yield Bevinding.at(levering, bestand.wortel, verwacht=verwacht, gekregen=versie)


@regels.rule("LVBB1027")
def manifest_ow_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """With a besluit comes a manifest-ow.xml, also when no OW object changes."""
    if levering.besluit is not None and "manifest-ow.xml" not in levering.bestanden:
        yield Bevinding.in_bestand("manifest-ow.xml", verwacht="manifest-ow.xml", gekregen="geen bestand")


@regels.rule("LVBB1028")
def manifest_ow_niet_toegestaan(levering: Levering) -> Iterator[Bevinding]:
    """With a kennisgeving, or a request to break off, comes no manifest-ow.xml."""
    zonder = levering.kennisgeving is not None or levering.opdracht.soort == AFBREKEN
    if zonder and "manifest-ow.xml" in levering.bestanden:
        yield Bevinding.in_bestand("manifest-ow.xml", verwacht="geen manifest-ow.xml", gekregen="manifest-ow.xml")
