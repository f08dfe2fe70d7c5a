"""What a check can say of what it looked at, and of what it could not look at."""

import pytest

from simulator.basischeck.control import Regel
from simulator.basischeck.rapport import Code
from tests.basischeck.test_basischeck_runner import FOUT, GOED, R, een


def test_a_comparison_of_nothing_is_no_pass():
    async def niets(run):
        run.vergelijk([], [], **FOUT)
        run.must(True, **GOED)

    async def iets(run):
        run.vergelijk(["a"], [], **FOUT)

    rapport, uitslag = een(niets)
    assert uitslag.resultaat is R.ONBESLIST
    assert uitslag.bevindingen[0].gekregen == "niet bekeken: er was niets om te vergelijken"
    assert rapport.code is Code.GEZAKT
    assert een(iets)[1].resultaat is R.GESLAAGD


def test_a_comparison_fails_on_what_differs_also_where_nothing_matched():
    async def anders(run):
        run.vergelijk([], ["b"], **FOUT)

    assert een(anders)[1].resultaat is R.GEZAKT


def test_not_looking_at_what_is_only_inferred_is_a_note():
    async def niets(run):
        run.vergelijk([], [], merk="inferred", **FOUT)
        run.must(True, **GOED)

    _, uitslag = een(niets)
    assert uitslag.resultaat is R.GESLAAGD
    assert len(uitslag.bevindingen) == 1
    assert uitslag.notities == [f"Niet bekeken: er was niets om te vergelijken (verwacht was {FOUT['verwacht']})."]


def test_a_failure_goes_before_what_was_not_looked_at():
    async def beide(run):
        run.onbekeken("niemand keek", **FOUT)
        run.must(False, **FOUT)

    assert een(beide)[1].resultaat is R.GEZAKT


@pytest.mark.parametrize(("merk", "resultaat"), [("client", R.GEZAKT), ("inferred", R.BEOORDELEN)])
def test_fail_ends_the_check_whatever_its_mark(merk, resultaat):
    async def check(run):
        run.fail(merk=merk, **FOUT)

    _, uitslag = een(check)
    assert uitslag.resultaat is resultaat
    assert len(uitslag.bevindingen) == 1


@pytest.mark.parametrize(
    ("pad", "wil"),
    [
        ("/o/proef/overheid/x/1?a=b", "/overheid/x/1?a=b"),
        ("/o/proef", ""),
        ("/overheid/o/proef/1", "/overheid/o/proef/1"),
        ("/ook/o/1", "/ook/o/1"),
        ("http://vth/o/proef/melding", "http://vth/o/proef/melding"),
    ],
)
def test_a_line_of_the_journal_has_the_path_below_its_omgeving(pad, wil):
    assert Regel.uit({"nummer": 1, "op": "2026-03-02T08:00:00Z", "pad": pad}).pad == wil
