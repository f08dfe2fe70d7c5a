"""The beslistermijn on the virtual clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from simulator.stam import loket, termijnen
from simulator.stam.errors import TermijnKanNiet, VerzoekIngetrokken, VerzoekOnbekend
from simulator.stam.loket import Opgave
from simulator.stam.model import TYPEN, Type
from tests.stam.loketproef import INHOUD, MAANDAG, Proef


@pytest.fixture
def proef() -> Iterator[Proef]:
    proef = Proef.nieuw()
    yield proef
    proef.kern.stop()


def test_every_row_has_its_mark_and_source() -> None:
    assert set(termijnen.regels()) < set(TYPEN)
    merken = {soort: regel.mark for soort, regel in termijnen.regels().items()}
    assert merken.pop("Aanvraag vergunning") == "client"
    assert set(merken.values()) == {"inferred"}
    assert all(regel.source for regel in termijnen.regels().values())
    assert termijnen.regels()["Aanvraag vergunning"].weken == 8


@pytest.mark.parametrize(
    ("begin", "weken", "dagen", "laatste"),
    [
        (date(2026, 3, 3), 8, 0, date(2026, 4, 28)),  # 27 April, Koningsdag, moves
        (date(2026, 3, 4), 8, 0, date(2026, 4, 28)),
        (date(2026, 3, 5), 8, 3, date(2026, 5, 4)),  # a Saturday moves to Monday
        (date(2026, 3, 3), 14, 0, date(2026, 6, 8)),
        (date(2026, 3, 1), 14, 0, date(2026, 6, 6)),  # longer than twelve weeks: a Saturday stays
    ],
)
def test_the_last_day(begin: date, weken: int, dagen: int, laatste: date) -> None:
    assert termijnen.laatste_dag(begin, weken, dagen) == laatste


def test_it_begins_on_the_day_after(proef: Proef) -> None:
    termijn = proef.lees(termijnen.van, proef.nummer())
    assert (termijn.begin, termijn.weken, termijn.einde) == (date(2026, 3, 3), 8, date(2026, 4, 28))
    assert [g["aanleiding"] for g in proef.gebeurd("stam.termijn.gewijzigd")] == ["begonnen"]


@pytest.mark.parametrize("soort", [soort for soort in TYPEN if soort not in termijnen.regels()])
def test_other_types_have_none(proef: Proef, soort: Type) -> None:
    nummer = proef.nummer(replace(INHOUD, type=soort))
    assert proef.lees(termijnen.van, nummer) is None
    with pytest.raises(TermijnKanNiet, match="geen beslistermijn"):
        proef.doe(termijnen.verleng, nummer)


def test_a_conceptverzoek_has_none(proef: Proef) -> None:
    nummer = proef.nummer(concept=True)
    assert proef.lees(termijnen.van, nummer) is None
    with pytest.raises(TermijnKanNiet, match="conceptverzoek"):
        proef.doe(termijnen.publiceer_kennisgeving, nummer)


def test_it_is_extended_once(proef: Proef) -> None:
    nummer = proef.nummer()
    with pytest.raises(TermijnKanNiet, match="1 tot en met 6 weken, niet met 7"):
        proef.doe(termijnen.verleng, nummer, 7)
    assert proef.doe(termijnen.verleng, nummer) == date(2026, 6, 8)
    with pytest.raises(TermijnKanNiet, match="al verlengd"):
        proef.doe(termijnen.verleng, nummer)
    assert proef.lees(termijnen.van, nummer).verlengd_weken == 6


def test_not_after_it_has_run_out(proef: Proef) -> None:
    nummer = proef.nummer()
    proef.op(date(2026, 4, 29))
    for stap in (termijnen.verleng, termijnen.schort_op):
        with pytest.raises(TermijnKanNiet, match="verstreken"):
            proef.doe(stap, nummer)


def test_a_type_without_extension(proef: Proef) -> None:
    nummer = proef.nummer(replace(INHOUD, type="Aanvraag maatwerkvoorschrift"))
    with pytest.raises(TermijnKanNiet, match="kan niet worden verlengd"):
        proef.doe(termijnen.verleng, nummer)


def test_it_stands_still_until_the_aanvulling_comes(proef: Proef) -> None:
    nummer = proef.nummer()
    proef.op(date(2026, 3, 10))
    proef.doe(termijnen.schort_op, nummer)
    with pytest.raises(TermijnKanNiet, match="al opgeschort"):
        proef.doe(termijnen.schort_op, nummer)
    proef.op(date(2026, 3, 20))
    proef.doe(loket.vul_aan, nummer, Opgave(INHOUD))
    termijn = proef.lees(termijnen.van, nummer)
    assert (termijn.opgeschort_sinds, termijn.opgeschort_dagen) == (None, 10)
    assert termijn.einde == date(2026, 5, 7)  # 27 April and ten days
    assert [g["aanleiding"] for g in proef.gebeurd("stam.termijn.gewijzigd")] == ["begonnen", "opgeschort", "hervat"]
    with pytest.raises(TermijnKanNiet, match="niet opgeschort"):
        proef.doe(termijnen.hervat, nummer)


def test_an_aanvulling_that_nobody_asked_for_changes_nothing(proef: Proef) -> None:
    nummer = proef.nummer()
    proef.doe(loket.vul_aan, nummer, Opgave(INHOUD))
    assert proef.lees(termijnen.van, nummer).einde == date(2026, 4, 28)


def test_twice_suspended_and_extended_adds_up(proef: Proef) -> None:
    nummer = proef.nummer()
    for van, tot in ((4, 6), (10, 13)):
        proef.op(date(2026, 3, van))
        proef.doe(termijnen.schort_op, nummer)
        proef.op(date(2026, 3, tot))
        proef.doe(termijnen.hervat, nummer)
    assert proef.doe(termijnen.verleng, nummer, 2) == termijnen.laatste_dag(date(2026, 3, 3), 10, 5)


def test_nothing_after_the_withdrawal(proef: Proef) -> None:
    nummer = proef.nummer()
    proef.doe(loket.trek_in, nummer)
    for stap in (termijnen.verleng, termijnen.schort_op, termijnen.hervat, termijnen.publiceer_kennisgeving):
        with pytest.raises(VerzoekIngetrokken):
            proef.doe(stap, nummer)
    with pytest.raises(VerzoekOnbekend):
        proef.doe(termijnen.verleng, "2026030299999")


def test_the_kennisgeving_comes_once(proef: Proef) -> None:
    nummer = proef.nummer()
    proef.doe(termijnen.publiceer_kennisgeving, nummer)
    with pytest.raises(TermijnKanNiet, match="al kennisgegeven"):
        proef.doe(termijnen.publiceer_kennisgeving, nummer)
    assert proef.gebeurd("stam.kennisgeving.gepubliceerd") == [
        {"verzoeknummer": nummer, "bevoegdGezag": "00000009001000009920"}
    ]
    assert proef.lees(termijnen.van, nummer).kennisgeving_op == MAANDAG
