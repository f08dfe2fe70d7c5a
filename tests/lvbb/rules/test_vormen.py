"""A form that the schemas allow gets the verdict that its value deserves; what is nearest to it and wrong is found."""

import re
from datetime import timedelta

import pytest

from simulator.lvbb import consolidatie, tables
from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.oordeel import beoordeel
from simulator.ozon import gio
from tests.lvbb import bouw
from tests.lvbb.rules.gevallen import G

B, OPDRACHT, GML = "besluit.xml", "opdracht.xml", "gebied.gml"
RD = 'srsName="urn:ogc:def:crs:EPSG::28992"'
PUNTEN = "130000 450000 130000 451000 131000 451000 131000 450000 130000 450000"
DRIE = "0 0 4 0 8 0 8 4 8 8 4 8 0 8 0 4 0 0"
"""Six positions of three numbers, or nine of two, that are a good ring."""


def met(naam: str, patroon: str, nieuw: str) -> Levering:
    """A good delivery with what the pattern finds in one of its files replaced; the hash of the GIO is made again."""
    bestanden = bouw.bestanden_besluit(G)
    tekst, keren = re.subn(patroon, nieuw, bestanden[naam].decode(), flags=re.DOTALL)
    assert keren
    bestanden[naam] = tekst.encode()
    bestanden["gebied.xml"] = bouw.gio_xml(G, bestanden[GML]).encode()
    return bouw.levering_van(bouw.zip_van(bestanden), G)


def datum_met(naam: str, veld: str, vorm: str) -> Levering:
    return met(naam, rf"(<(?:\w+:)?{veld}>)([^<]*)(</)", rf"\g<1>{vorm.replace('{}', chr(92) + 'g<2>')}\g<3>")


@pytest.mark.parametrize(
    "levering",
    [
        datum_met(OPDRACHT, "datumBekendmaking", "\n  {} "),
        datum_met(B, "voltooidOp", "\n  {}\t"),
        datum_met(B, "datum", "\n  {} "),
        datum_met(B, "datum", "{}Z"),
        datum_met(B, "datum", "{}+01:00"),
        datum_met(B, "soortWork", "\n {} "),
        datum_met(B, "instrumentVersie", " {}\n"),
        datum_met(B, "soortStap", " {} "),
        met(GML, "131000", "1.31E5"),
        met(GML, "131000", "1310005e-1"),
        met(GML, "131000", "131000.5000"),
        met(GML, RD, f'{RD} srsDimension=" 02 "'),
        met(GML, RD, f'{RD} axisLabels="x y" uomLabels="m m"'),
        met(GML, PUNTEN, DRIE),
    ],
)
def test_what_the_schemas_allow_is_valide(levering: Levering) -> None:
    oordeel = beoordeel(levering)
    assert [b for b in oordeel.bevindingen if b.code != "SIM-0100"] == []  # the ring of two and three lies nowhere


@pytest.mark.parametrize(
    ("levering", "codes"),
    [
        (datum_met(OPDRACHT, "datumBekendmaking", "2026-03-0 3"), ("LVBB1006",)),
        (datum_met(OPDRACHT, "datumBekendmaking", f" {G.vandaag} "), ("LVBB1501",)),
        (datum_met(OPDRACHT, "datumBekendmaking", " 2026-03-15Z "), ("LVBB1501", "LVBB1519")),  # a Sunday
        (datum_met(B, "datum", "2026-02-30"), ("LVBB2003",)),
        (met(B, "<data:Tijdstempels>.*</data:Tijdstempels>", ""), ("LVBB3518", "LVBB3519")),
        (datum_met(B, "datum", f" {G.vandaag + timedelta(days=200)}Z "), ("LVBB1580",)),
        (datum_met(B, "datum", "12026-03-04"), ("LVBB1580",)),
        (met(B, ">([^<]*)</data:officieleTitel>", "> </data:officieleTitel>"), ()),
        (met(GML, "131000", "1310005678e-4"), ("GEOMETRY.03.2",)),
        (met(GML, f"({RD})(.*){PUNTEN}", rf'\1 srsDimension="3"\g<2>{DRIE}'), ("GEOMETRY.03.2",)),
        (met(GML, f"({RD})(.*){PUNTEN}", rf'\1 axisLabels="x y z"\g<2>{DRIE}'), ("GEOMETRY.03.2",)),
    ],
)
def test_what_is_near_it_is_found(levering: Levering, codes: tuple[str, ...]) -> None:
    assert beoordeel(levering).codes == codes


def test_the_date_of_another_form_is_registered() -> None:
    registratie = consolidatie.lees(datum_met(B, "datum", "\n {}Z "))
    assert registratie is not None
    assert {tables.datum(versie.juridisch_werkend_vanaf) for versie in registratie.versies} == {G.in_werking}


def test_ozon_reads_what_the_lvbb_let_pass() -> None:
    (vlak,) = gio.lees(met(GML, "131000", "1.31E5").bestanden[GML].inhoud or b"")
    assert (vlak.maxx, vlak.maxy) == (131000, 451000)
    assert list(gio.lees(met(GML, RD, f'{RD} srsDimension="3"').bestanden[GML].inhoud or b"")) == []
