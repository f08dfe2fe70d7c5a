"""Every rule on content: a good document passes, and one change in it is found at its place."""

import random
import re
from collections.abc import Iterator
from functools import cache

import pytest

from simulator.contract.rules import catalogus
from simulator.lvbb.levering import Levering
from simulator.lvbb.rules import (
    bhkv,
    stop_aknjoin,
    stop_consolidatie,
    stop_eid,
    stop_geo,
    stop_metadata,
    stop_mutaties,
    stop_procedure,
    stop_se,
    stop_tabel,
    stop_tekst,
)
from simulator.lvbb.rules.kader import Bevinding
from simulator.lvbb.rules.oordeel import melding_tekst
from tests.lvbb.rules import gevallen_data, gevallen_geo, gevallen_tekst
from tests.lvbb.rules.gevallen_data import Geval
from tests.lvbb.rules.verander import verander
from tests.lvbb.rules.voorbeelden import levering_met
from tests.lvbb.rules.voorbeelden_io import DOCUMENTEN

MODULES = (
    stop_aknjoin,
    stop_metadata,
    stop_procedure,
    stop_consolidatie,
    stop_tekst,
    stop_tabel,
    stop_eid,
    stop_mutaties,
    stop_geo,
    stop_se,
    bhkv,
)
FUNCTIES = {code: module.regels for module in MODULES for code in module.regels.functies}
GEVALLEN: list[Geval] = [
    *gevallen_data.AKNJOIN,
    *gevallen_data.METADATA,
    *gevallen_data.PROCEDURE,
    *gevallen_data.CONSOLIDATIE,
    *gevallen_data.BHKV,
    *gevallen_tekst.TEKST,
    *gevallen_tekst.TABEL,
    *gevallen_tekst.EID,
    *gevallen_tekst.MUTATIES,
    *gevallen_geo.GEO,
    *gevallen_geo.SE,
]


def gewijzigd(geval: Geval) -> str:
    """The document of a case with its changes made."""
    _, naam, oud, nieuw, _ = geval
    tekst = DOCUMENTEN[naam]
    ouden = (oud,) if isinstance(oud, str) else oud
    nieuwen = (nieuw,) * len(ouden) if isinstance(nieuw, str) else nieuw
    for een, ander in zip(ouden, nieuwen, strict=True):
        is_naam = re.fullmatch(r"(data|geo|se):\w+|[A-Z]\w+", een)
        vorm = rf"<{een}\b[^>]*>.*?</{een}>" if is_naam else re.escape(een)
        tekst, aantal = re.subn(vorm, lambda _, ander=ander: ander, tekst, count=1, flags=re.DOTALL)
        assert aantal, f"{een} does not stand in {naam}"
    return tekst


def bevindingen(levering: Levering) -> Iterator[Bevinding]:
    """What all rules on content find."""
    for code, regels in FUNCTIES.items():
        yield from regels.toets(code, levering)


@cache
def _codes_van(naam: str) -> frozenset[str]:
    return frozenset(gevonden.code for gevonden in bevindingen(levering_met(DOCUMENTEN[naam])))


@pytest.mark.parametrize("naam", DOCUMENTEN)
def test_goed_document(naam: str) -> None:
    assert _codes_van(naam) == frozenset()


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda geval: f"{geval[0]}-{geval[1]}")
def test_geval(geval: Geval) -> None:
    code, _, _, _, plaats = geval
    gevonden = FUNCTIES[code].toets(code, levering_met(gewijzigd(geval)))

    assert gevonden
    assert gevonden[0].bestand == "document.xml"
    if plaats:
        assert re.fullmatch(rf"regel \d+: (/.*)?/{plaats}(\[\d+\])?", gevonden[0].plaats)


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda geval: f"{geval[0]}-{geval[1]}")
def test_melding_is_volledig(geval: Geval) -> None:
    """Every hole in the message of a rule is filled by what the rule found."""
    rij = catalogus()[geval[0]]
    for gevonden in FUNCTIES[rij.code].toets(rij.code, levering_met(gewijzigd(geval))):
        assert rij.velden <= {"verwacht", "gekregen", *gevonden.waarden}
        assert "{" not in melding_tekst(gevonden)


def test_catalogus_en_functies() -> None:
    rijen = [rij for rij in catalogus().values() if rij.code.startswith(("STOP", "BHKV"))]

    assert len(rijen) == 204
    assert {rij.code for rij in rijen if rij.gebouwd} == set(FUNCTIES)


def test_elke_regel_heeft_een_geval() -> None:
    assert set(FUNCTIES) - {geval[0] for geval in GEVALLEN} == set()


@pytest.mark.parametrize("naam", DOCUMENTEN)
def test_breekt_nergens_op(naam: str) -> None:
    """Whatever stands in a document, also what a schema refuses: the rules answer."""
    kans = random.Random(naam)
    for _ in range(60):
        document = DOCUMENTEN[naam].encode()
        for _ in range(4):
            document = verander(document, kans)
        gevonden = list(bevindingen(levering_met(document)))

        assert all(bevinding.code in FUNCTIES and bevinding.plaats for bevinding in gevonden)
