"""The catalogue is read once, and refuses a row that breaks the agreement."""

import csv
from pathlib import Path

import pytest

from simulator.contract.rules import FASEN, CatalogusFout, catalogus, lees, redenen

KOP = "code,ernst,phase,order,element,text_nl,mark,source,status,reason,text_mark,aan\n"
GOED = "X1,fout,inhoud,5,Besluit,Er is {wat} mis,confirmed,matrix,implemented,,inferred,yes"


def _lees(map_: Path, rij: str) -> None:
    pad = map_ / "rules-x.csv"
    pad.write_text(KOP + rij + "\n", encoding="utf-8")
    list(lees(pad))


def test_a_good_row(tmp_path: Path) -> None:
    pad = tmp_path / "rules-x.csv"
    pad.write_text(KOP + GOED + "\n", encoding="utf-8")
    [rij] = lees(pad)
    assert (rij.code, rij.fase, rij.orde, rij.velden, rij.gebouwd, rij.aan) == ("X1", "inhoud", 5, {"wat"}, True, True)


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        ("fout,", "blokkerend,"),
        ("inhoud", "stroom 3"),
        (",5,", ",vijf,"),
        ("confirmed", "zeker"),
        ("implemented", "klaar"),
        ("implemented,", "implemented,later"),
        ("implemented,", "todo,"),
        ("implemented,", "todo,geen zin"),
        ("{wat}", "{0}"),
        ("{wat}", "{wat"),
        ("matrix", ""),
        ("inferred", "geraden"),
        ("yes", "ja"),
    ],
)
def test_a_row_outside_the_agreement(tmp_path: Path, oud: str, nieuw: str) -> None:
    assert oud in GOED
    with pytest.raises(CatalogusFout):
        _lees(tmp_path, GOED.replace(oud, nieuw, 1))


def test_the_whole_catalogue() -> None:
    rijen = list(catalogus().values())
    assert [FASEN.index(rij.fase) for rij in rijen] == sorted(FASEN.index(rij.fase) for rij in rijen)
    assert len(redenen()) <= 6
    assert {rij.reden for rij in rijen if rij.reden} <= redenen().keys()


def test_technisch_has_steps_and_nothing_else_has() -> None:
    stappen = {rij.stap for rij in catalogus().values() if rij.fase == "technisch"}
    assert stappen == set(range(1, 10))
    assert {rij.stap for rij in catalogus().values() if rij.fase != "technisch"} == {0}


@pytest.mark.shared
def test_every_rule_of_the_matrix_is_in_the_catalogue(shared: Path) -> None:
    with (shared / "koppelvlakken/data/lvbb/validatiematrix.csv").open(encoding="utf-8", newline="") as bestand:
        codes = {rij["code"] for rij in csv.DictReader(bestand) if rij["layer"].startswith("LVBB")}
    assert len(codes) == 294
    assert codes <= catalogus().keys()
