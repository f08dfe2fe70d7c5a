"""Our verdict on content against that of the official schematron.

On the real packages, on changes in them, and on our own examples and cases.
"""

import importlib.util
import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import etree

from simulator.contract import xml
from simulator.contract.witruimte import vouw_samen
from tests.lvbb.rules.test_stop_gevallen import FUNCTIES, GEVALLEN, bevindingen, gewijzigd
from tests.lvbb.rules.verander import naam_van, verander, zonder_wijziging
from tests.lvbb.rules.voorbeelden import levering_met
from tests.lvbb.rules.voorbeelden_io import DOCUMENTEN

pytestmark = pytest.mark.shared

DELEN = 10
PER_DEEL = 100
MAX_BYTES = 30_000
GEVONDEN = {
    "Intrekking_TijdelijkRegelingDeel_001b": {"BHKV1058": "fout"},
    "Sanity-check-testeiland_2": {"STOP0086": "fout"},
    "Ontwerptests_1": {"STOP0081": "ontraden"},
}


@dataclass(frozen=True)
class Orakel:
    """The official schemas and schematron."""

    module: ModuleType
    oracle: Any

    def geldig(self, document: bytes) -> bool:
        """Whether the official schema accepts a document."""
        wortel = self.module.parse(document)
        schema = self.module.ROOTS.get(naam_van(wortel))
        return schema is not None and self.module.schema(schema).validate(wortel)

    def codes(self, document: bytes) -> dict[str, str] | None:
        """{code: ernst} of everything the schematron finds; None where one of its expressions breaks off.

        Reads every code of a message: one assert of the procedure steps can report several.
        """
        wortel = vouw_samen(self.module.parse(document))  # as a validating parser hands it on
        knoop = self.oracle.saxon.parse_xml(xml_text=self.module.E.tostring(wortel, encoding="unicode"))
        gevonden: dict[str, str] = {}
        for _, _, sheet in self.oracle.sheets:
            try:
                uit = sheet.transform_to_string(xdm_node=knoop) or ""
            except Exception:  # Saxon raises its own kinds
                return None
            for rol, bericht in re.findall(r'<hit[^>]*role="([^"]*)"[^>]*>(.*?)</hit>', uit, re.DOTALL):
                gevonden.update(dict.fromkeys(re.findall(r'"code": "([A-Z]+\d{4})"', bericht), rol))
        return gevonden


@cache
def _orakel(folder: Path) -> Orakel:
    lader = SourceFileLoader("orakel_van_stop", str(folder / "tools" / "oracle"))
    spec = importlib.util.spec_from_loader(lader.name, lader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    lader.exec_module(module)
    return Orakel(module, module.Oracle())


@pytest.fixture
def orakel(shared: Path) -> Orakel:
    return _orakel(shared)


@cache
def _documenten(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """(package, document) of everything in the real packages that the content rules judge."""
    gevonden = []
    for pad in sorted((folder / "koppelvlakken/data/lvbb/packages").glob("*.zip")):
        with zipfile.ZipFile(io.BytesIO(pad.read_bytes())) as pakket:
            namen = [n for n in pakket.namelist() if n.lower().endswith((".xml", ".gml")) and "/" not in n]
            gevonden += [(pad.stem, pakket.read(naam)) for naam in namen]
    inhoud = (
        "AanleveringBesluit",
        "AanleveringKennisgeving",
        "AanleveringInformatieObject",
        "GeoInformatieObjectVaststelling",
    )
    return tuple((naam, document) for naam, document in gevonden if naam_van(xml.lees(document).wortel) in inhoud)


def _onze_codes(document: bytes) -> set[str]:
    wortel = naam_van(xml.lees(document).wortel)
    assert wortel
    return {gevonden.code for gevonden in bevindingen(levering_met(document))}


@dataclass
class Telling:
    """How often we agree, what was refused or accepted wrongly, and which codes occurred."""

    gelijk: int = 0
    ten_onrechte_geweigerd: Counter[str] = field(default_factory=Counter)
    ten_onrechte_geslikt: Counter[str] = field(default_factory=Counter)
    verschillen: int = 0
    codes: set[str] = field(default_factory=set)

    def tel(self, onze: set[str], officieel: set[str]) -> None:
        self.ten_onrechte_geweigerd.update(onze - officieel)
        self.ten_onrechte_geslikt.update(officieel & set(FUNCTIES) - onze)
        if onze == officieel & set(FUNCTIES):
            self.gelijk += 1
        else:
            self.verschillen += 1
        self.codes |= officieel

    def __str__(self) -> str:
        return (
            f"gelijk {self.gelijk}, verschil {self.verschillen}, "
            f"ten onrechte geweigerd {dict(self.ten_onrechte_geweigerd)}, "
            f"ten onrechte geslikt {dict(self.ten_onrechte_geslikt)}, codes {len(self.codes)}"
        )


def _veranderd(orakel: Orakel, bron: list[bytes], zaad: int, aantal: int) -> Iterator[tuple[bytes, dict[str, str]]]:
    """Changed documents that the official schema accepts and the schematron can judge, with its verdict."""
    kans = random.Random(zaad)
    while aantal:
        document = kans.choice(bron)
        anders = verander(document, kans)
        if anders == zonder_wijziging(document) or not orakel.geldig(anders):
            continue
        codes = orakel.codes(anders)
        if codes is not None:
            aantal -= 1
            yield anders, codes


@cache
def _deel(folder: Path, deel: int) -> Telling:
    """One part of the changed documents of the real packages."""
    orakel = _orakel(folder)
    bron = [document for _, document in _documenten(folder) if len(document) <= MAX_BYTES]
    telling = Telling()
    for document, codes in _veranderd(orakel, bron, deel, PER_DEEL):
        telling.tel(_onze_codes(document), set(codes))
    return telling


def test_echte_pakketten(orakel: Orakel, shared: Path) -> None:
    onze: dict[str, set[str]] = {}
    officieel: dict[str, dict[str, str]] = {}
    for pakket, document in _documenten(shared):
        if orakel.geldig(document):
            onze.setdefault(pakket, set()).update(_onze_codes(document))
            officieel.setdefault(pakket, {}).update(orakel.codes(document) or {})

    assert len(onze) >= 10
    assert {pakket: set(codes) for pakket, codes in officieel.items()} == onze
    for pakket, codes in officieel.items():
        assert codes == next((verwacht for naam, verwacht in GEVONDEN.items() if naam in pakket), {})


@pytest.mark.parametrize("deel", range(DELEN))
def test_veranderde_pakketten(deel: int, orakel: Orakel, shared: Path) -> None:
    telling = _deel(shared, deel)
    print("\n", telling)

    assert telling.gelijk >= 0.99 * PER_DEEL, str(telling)


def test_veel_verschillende_codes(orakel: Orakel, shared: Path) -> None:
    codes = set().union(*(_deel(shared, deel).codes for deel in range(DELEN)))
    print(len(codes), sorted(set(FUNCTIES) - codes))

    assert len(codes & set(FUNCTIES)) >= 100


@pytest.mark.parametrize("deel", range(3))
def test_veranderde_voorbeelden(deel: int, orakel: Orakel) -> None:
    telling = Telling()
    bron = [tekst.encode() for tekst in DOCUMENTEN.values()]
    for document, codes in _veranderd(orakel, bron, 1000 + deel, PER_DEEL):
        telling.tel(_onze_codes(document), set(codes))
    print("\n", telling)

    assert telling.gelijk >= 0.99 * PER_DEEL, str(telling)


def test_voorbeelden_en_gevallen(orakel: Orakel) -> None:
    """Every rule has a case that is valid to the schema, and on each case all codes are those of the schematron."""
    gezien: set[str] = set()
    for tekst in DOCUMENTEN.values():
        assert orakel.geldig(tekst.encode())
        assert orakel.codes(tekst.encode()) == {}
    for geval in GEVALLEN:
        document = gewijzigd(geval).encode()
        assert orakel.geldig(document), geval
        officieel = orakel.codes(document)
        assert officieel is not None
        assert _onze_codes(document) == set(officieel), geval
        gezien |= {geval[0]} & set(officieel)

    assert gezien == set(FUNCTIES)


def _leeg_gemaakt() -> Iterator[tuple[str, bytes]]:
    """(what, document) of each of our examples with the text of one element, or one attribute, empty or white space.

    Of elements with one name in one parent, the first.
    """
    gezien: set[tuple[str, ...]] = set()
    for naam, document in DOCUMENTEN.items():
        wortel = xml.lees(document.encode()).wortel
        for element in wortel.iter("*"):
            ouder = element.getparent()
            plek = ("" if ouder is None else str(ouder.tag), str(element.tag))
            for attribuut in ("", *map(str, element.keys())):
                tekst = element.text if not attribuut else element.get(attribuut)
                if (*plek, attribuut) in gezien or tekst is None or (len(element) and not attribuut):
                    continue
                gezien.add((*plek, attribuut))
                for nieuw in ("", " "):
                    _zet(element, attribuut, nieuw)
                    yield f"{naam}: {naam_van(element)} {attribuut} {nieuw!r}", etree.tostring(wortel)
                _zet(element, attribuut, tekst)


def _zet(element: Any, attribuut: str, waarde: str) -> None:
    if attribuut:
        element.set(attribuut, waarde)
    else:
        element.text = waarde


def test_an_empty_value_counts_as_the_schematron_counts_it(orakel: Orakel) -> None:
    verschillen = {}
    aantal = 0
    for wat, document in _leeg_gemaakt():
        codes = orakel.codes(document) if orakel.geldig(document) else None
        if codes is not None:
            aantal += 1
            if (onze := _onze_codes(document)) != set(codes) & set(FUNCTIES):
                verschillen[wat] = (onze, set(codes))

    assert aantal > 200
    assert verschillen == {}
