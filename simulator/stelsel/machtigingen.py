"""Whom an organisation lets do something for it: per dienst one supplier, by its OIN.

A koppeling groups diensten: what stands before the dot (`lvbb` of `lvbb.aanleveren`). In a strict omgeving a koppeling
is held by one supplier as a whole (docs/bronnen.md#toegang, confirmed: one supplier per koppeling can be mandated; that
a second one is refused until the first is withdrawn is inferred). It is part of the world, so reset and restore take it
along.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, String

from simulator.kernel.tables import Moment, wereld_tabel
from simulator.kernel.transactie import Lezing, Tx
from simulator.stelsel import organisaties, register, toegang
from simulator.stelsel.identificaties.fouten import OinFout

VERLEEND, INGETROKKEN = "machtiging.verleend", "machtiging.ingetrokken"
_tabel = wereld_tabel(
    "stelsel_machtiging",
    Column("organisatie", String(40), nullable=False),
    Column("dienst", String(80), nullable=False),
    Column("leverancier", String(20), nullable=False),
    Column("vanaf", Moment, nullable=False),
    sleutel=("organisatie", "dienst"),
)


class KoppelingBezet(ValueError):
    """Another supplier has a dienst of this koppeling, and this omgeving is strict."""

    def __init__(self, koppeling_: str, leverancier: str) -> None:
        super().__init__(f"de koppeling {koppeling_} is van {leverancier}")
        self.koppeling = koppeling_
        self.leverancier = leverancier


@dataclass(frozen=True)
class Machtiging:
    """An organisation, by its code, lets a supplier, by its OIN, do a dienst for it from a moment on, UTC."""

    organisatie: str
    dienst: str
    leverancier: str
    vanaf: datetime


def koppeling(dienst: str) -> str:
    """The koppeling that a dienst belongs to."""
    return dienst.partition(".")[0]


def verleen(tx: Tx, organisatie: str, diensten: Iterable[str], leverancier: str, vanaf: datetime | None = None) -> None:
    """Mandate a supplier for diensten, in the place of whoever had them. Raises KoppelingBezet."""
    vanaf = vanaf or tx.nu
    diensten = list(diensten)
    if toegang.is_streng(tx.conn, tx.omgeving):
        for van in lijst(tx, organisatie):
            if van.leverancier != leverancier and koppeling(van.dienst) in {koppeling(dienst) for dienst in diensten}:
                raise KoppelingBezet(koppeling(van.dienst), van.leverancier)
    for dienst in diensten:
        tx.verwijder(_tabel, _tabel.c.organisatie == organisatie, _tabel.c.dienst == dienst)
        tx.voeg_toe(_tabel, organisatie=organisatie, dienst=dienst, leverancier=leverancier, vanaf=vanaf)
        tx.emit(VERLEEND, organisatie=organisatie, dienst=dienst, leverancier=leverancier, vanaf=vanaf.isoformat())


def trek_in(tx: Tx, organisatie: str, diensten: Iterable[str]) -> int:
    """Withdraw what an organisation gave for these diensten; gives how many there were."""
    aantal = 0
    for van in lijst(tx, organisatie):
        if van.dienst in diensten:
            tx.verwijder(_tabel, _tabel.c.organisatie == organisatie, _tabel.c.dienst == van.dienst)
            tx.emit(INGETROKKEN, organisatie=organisatie, dienst=van.dienst, leverancier=van.leverancier)
            aantal += 1
    return aantal


def lijst(lezing: Lezing, organisatie: str = "") -> list[Machtiging]:
    """What is mandated, by all organisations or one."""
    welke = [_tabel.c.organisatie == organisatie] if organisatie else []
    rijen = lezing.rijen(_tabel, *welke, volgorde=(_tabel.c.organisatie, _tabel.c.dienst))
    return [Machtiging(rij.organisatie, rij.dienst, rij.leverancier, rij.vanaf) for rij in rijen]


def mag(lezing: Lezing, leverancier: str, dienst: str, oin: str) -> bool:
    """Whether who has the OIN `leverancier` may do a dienst for the organisation with `oin` now.

    It may when it is that organisation, or mandated by it; where the OIN stands for several, by one of them.
    """
    if oin == leverancier:
        return True
    t = _tabel.c
    codes = codes_van(lezing, oin)
    welke = (t.organisatie.in_(codes), t.dienst == dienst, t.leverancier == leverancier, t.vanaf <= lezing.nu)
    return bool(codes) and lezing.rij(_tabel, *welke) is not None


def codes_van(lezing: Lezing, oin: str) -> list[str]:
    """The codes of the organisations that an OIN stands for; none for what is no OIN."""
    bekend = [organisatie.code for organisatie in register.bij_oin(lezing, oin)]
    if bekend:
        return bekend
    try:
        return [organisaties.nieuwe(oin).code]
    except OinFout:
        return []
