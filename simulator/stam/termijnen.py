"""The beslistermijn of a verzoek, on the virtual clock.

The term begins on the day after the indiening and has a number of weeks by type (contracts/stam/termijnen.toml). It can
be extended once and stands still while an aanvulling is awaited: from the day of the request until the day that the
aanvulling comes (inferred from Awb 4:15). A last day on a Saturday, Sunday or holiday moves to the next werkdag, unless
the term is longer than twelve weeks (Algemene termijnenwet 1 and 4; inferred that the field counts it so).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row

from simulator.kernel.transactie import Lezing, Tx
from simulator.places import place
from simulator.stam import events, tables
from simulator.stam.errors import TermijnKanNiet, VerzoekIngetrokken, VerzoekOnbekend
from simulator.stelsel.kalender import is_werkdag, volgende_werkdag

_WET_GELDT_TOT = 12
"""Weeks: a longer term does not move for a weekend or holiday (Algemene termijnenwet 4)."""


@dataclass(frozen=True)
class Regel:
    """What holds for a type. verlenging_weken: 0 is no extension."""

    type: str
    weken: int
    verlenging_weken: int
    mark: str
    source: str


@cache
def regels() -> Mapping[str, Regel]:
    """By type of verzoek; a type without a term is not in it."""
    gelezen = tomllib.loads((place("contracts") / "stam" / "termijnen.toml").read_text(encoding="utf-8"))
    return {rij["type"]: Regel(**rij) for rij in gelezen["termijn"]}


def laatste_dag(begin: date, weken: int, opgeschort_dagen: int = 0) -> date:
    """The last day of a term that begins on this day."""
    einde = begin + timedelta(weeks=weken, days=opgeschort_dagen - 1)
    return einde if weken > _WET_GELDT_TOT or is_werkdag(einde) else volgende_werkdag(einde)


def van(lezing: Lezing, verzoeknummer: str) -> Row[Any] | None:
    """The term of a verzoek; None when it has none."""
    return lezing.rij(tables.termijn, tables.termijn.c.verzoeknummer == verzoeknummer)


def begin(tx: Tx, verzoeknummer: str, soort: str, *, concept: bool = False) -> None:
    """Let the term of a verzoek that is submitted now begin, when its type has one."""
    regel = regels().get(soort)
    if regel is None or concept:
        return
    eerste = tx.vandaag + timedelta(days=1)
    einde = laatste_dag(eerste, regel.weken)
    tx.voeg_toe(
        tables.termijn,
        verzoeknummer=verzoeknummer,
        begin=eerste,
        weken=regel.weken,
        einde=einde,
        verlengd_weken=0,
        opgeschort_sinds=None,
        opgeschort_dagen=0,
        kennisgeving_op=None,
    )
    events.termijn_gewijzigd(tx, verzoeknummer, "begonnen", einde, opgeschort=False)


def verleng(tx: Tx, verzoeknummer: str, weken: int | None = None) -> date:
    """Extend it, once and before it has run out; gives the new last day. weken: None for as many as the type allows.

    Raises VerzoekOnbekend, VerzoekIngetrokken, TermijnKanNiet.
    """
    verzoek, termijn = _open(tx, verzoeknummer)
    ten_hoogste = regels()[verzoek.type].verlenging_weken
    erbij = ten_hoogste if weken is None else weken
    if not ten_hoogste:
        raise TermijnKanNiet(f"De beslistermijn van {verzoek.type!r} kan niet worden verlengd.")
    if termijn.verlengd_weken:
        raise TermijnKanNiet(f"De beslistermijn van {verzoeknummer} is al verlengd, en dat kan één keer.")
    if not 1 <= erbij <= ten_hoogste:
        raise TermijnKanNiet(f"Verlengen kan met 1 tot en met {ten_hoogste} weken, niet met {erbij}.")
    if termijn.opgeschort_sinds is None and termijn.einde < tx.vandaag:
        raise TermijnKanNiet(f"De beslistermijn van {verzoeknummer} is op {termijn.einde} al verstreken.")
    einde = laatste_dag(termijn.begin, termijn.weken + erbij, termijn.opgeschort_dagen)
    return _wijzig(tx, termijn, "verlengd", verlengd_weken=erbij, einde=einde)


def schort_op(tx: Tx, verzoeknummer: str) -> None:
    """Let it stand still from today: an aanvulling was asked for.

    Raises VerzoekOnbekend, VerzoekIngetrokken, TermijnKanNiet.
    """
    _, termijn = _open(tx, verzoeknummer)
    if termijn.opgeschort_sinds is not None:
        raise TermijnKanNiet(
            f"De beslistermijn van {verzoeknummer} is al opgeschort, sinds {termijn.opgeschort_sinds}."
        )
    if termijn.einde < tx.vandaag:
        raise TermijnKanNiet(f"De beslistermijn van {verzoeknummer} is op {termijn.einde} al verstreken.")
    _wijzig(tx, termijn, "opgeschort", opgeschort_sinds=tx.vandaag)


def hervat(tx: Tx, verzoeknummer: str) -> date:
    """Let it run again from today; gives the new last day. Raises as `schort_op` does."""
    _, termijn = _open(tx, verzoeknummer)
    if termijn.opgeschort_sinds is None:
        raise TermijnKanNiet(f"De beslistermijn van {verzoeknummer} is niet opgeschort.")
    return _hervat(tx, termijn)


def bij_aanvulling(tx: Tx, verzoeknummer: str) -> None:
    """What was awaited has come: a term that stands still runs again."""
    termijn = van(tx, verzoeknummer)
    if termijn is not None and termijn.opgeschort_sinds is not None:
        _hervat(tx, termijn)


def publiceer_kennisgeving(tx: Tx, verzoeknummer: str) -> None:
    """Make the application known, once. Raises VerzoekOnbekend, VerzoekIngetrokken, TermijnKanNiet."""
    verzoek, termijn = _open(tx, verzoeknummer)
    if termijn.kennisgeving_op is not None:
        raise TermijnKanNiet(f"Van verzoek {verzoeknummer} is al kennisgegeven.")
    tx.wijzig(tables.termijn, tables.termijn.c.verzoeknummer == verzoeknummer, kennisgeving_op=tx.nu)
    events.kennisgeving(tx, verzoeknummer, verzoek.bevoegd_gezag)


def _open(tx: Tx, verzoeknummer: str) -> tuple[Row[Any], Row[Any]]:
    """(verzoek, its term) of a verzoek on which a decision is still to come."""
    verzoek = tables.verzoek_met(tx, verzoeknummer)
    if verzoek is None:
        raise VerzoekOnbekend(verzoeknummer)
    if verzoek.status == tables.INGETROKKEN:
        raise VerzoekIngetrokken(verzoeknummer)
    termijn = van(tx, verzoeknummer)
    if termijn is None:
        soort = "een conceptverzoek" if verzoek.doel == "Conceptverzoek" else f"het type {verzoek.type!r}"
        raise TermijnKanNiet(f"Verzoek {verzoeknummer} heeft geen beslistermijn: {soort} heeft die niet.")
    return verzoek, termijn


def _hervat(tx: Tx, termijn: Row[Any]) -> date:
    dagen = termijn.opgeschort_dagen + (tx.vandaag - termijn.opgeschort_sinds).days
    einde = laatste_dag(termijn.begin, termijn.weken + termijn.verlengd_weken, dagen)
    return _wijzig(tx, termijn, "hervat", opgeschort_sinds=None, opgeschort_dagen=dagen, einde=einde)


def _wijzig(tx: Tx, termijn: Row[Any], aanleiding: str, **waarden: Any) -> date:
    tx.wijzig(tables.termijn, tables.termijn.c.verzoeknummer == termijn.verzoeknummer, **waarden)
    einde: date = waarden.get("einde", termijn.einde)
    opgeschort = waarden.get("opgeschort_sinds", termijn.opgeschort_sinds) is not None
    events.termijn_gewijzigd(tx, termijn.verzoeknummer, aanleiding, einde, opgeschort=opgeschort)
    return einde
