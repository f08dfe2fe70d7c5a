"""No rule raises, whatever is missing: a schema that let something pass must not become a crash."""

import copy

import pytest
from lxml import etree

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.alle import REGELS
from simulator.lvbb.rules.oordeel import beoordeel, melding_tekst
from tests.lvbb import bouw
from tests.lvbb.rules.gevallen import BASIS, goed

BESTANDEN = [
    (basis, naam)
    for basis, naam in (
        ("besluit", "besluit.xml"),
        ("besluit", "gebied.xml"),
        ("besluit", "gebied.gml"),
        ("besluit", "manifest-ow.xml"),
        ("besluit", "owRegels.xml"),
        ("mutatie", "besluit.xml"),
        ("intrekking", "besluit.xml"),
        ("kennisgeving", "kennisgeving.xml"),
        ("afbreken", "opdracht.xml"),
        ("besluit", "manifest.xml"),
    )
]
DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def _zonder_element(wortel: etree._Element, plek: int) -> bytes:
    kopie = copy.deepcopy(wortel)
    weg = list(kopie.iter("*"))[plek]
    ouder = weg.getparent()
    assert ouder is not None
    ouder.remove(weg)
    return etree.tostring(kopie)


@pytest.mark.parametrize(("basis", "naam"), BESTANDEN)
def test_no_rule_raises_when_an_element_is_missing(basis: str, naam: str) -> None:
    levering = goed(basis)
    wortel = levering.bestanden[naam].wortel
    assert wortel is not None
    aantal = len(list(wortel.iter("*")))
    gevonden = 0
    for plek in range(1, aantal):
        anders = levering.met_bestand(naam, _zonder_element(wortel, plek))
        gevonden += sum(1 for regel in REGELS.values() for _ in regel(anders))
    assert gevonden > 0


@pytest.mark.parametrize("inhoud", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), bouw.zip_van({})])
def test_no_rule_raises_on_a_bad_zip(inhoud: bytes) -> None:
    levering = bouw.levering_van(inhoud)
    assert beoordeel(levering).uitkomst == "technisch"
    for code, regel in REGELS.items():
        for bevinding in regel(levering):
            assert bevinding.bestand in levering.bestanden or not bevinding.bestand, code


@pytest.mark.parametrize("basis", BASIS)
@pytest.mark.parametrize(
    "inhoud", [b"<kapot", b"", b"<a/>", b"\xff\xfe\x00", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
)
def test_any_file_may_be_anything(basis: str, inhoud: bytes) -> None:
    levering: Levering = goed(basis)
    for naam in levering.bestanden:
        oordeel = beoordeel(levering.met_bestand(naam, inhoud))
        assert oordeel.uitkomst != "valide", naam
        assert all(melding_tekst(bevinding) for bevinding in oordeel.bevindingen)
