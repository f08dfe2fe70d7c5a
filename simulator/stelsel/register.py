"""Organisations that an open omgeving met: an OIN that nobody knows is taken in as a new one."""

from sqlalchemy import Column, String, Text

from simulator.kernel.tables import wereld_tabel
from simulator.kernel.transactie import Lezing, Tx
from simulator.stelsel import organisaties
from simulator.stelsel.identificaties.fouten import IdentificatieFout
from simulator.stelsel.organisaties import Organisatie

OPGENOMEN = "stelsel.organisatie.opgenomen"
_tabel = wereld_tabel(
    "stelsel_organisatie",
    Column("code", String(40), nullable=False),
    Column("oin", String(20), nullable=False),
    Column("naam", Text, nullable=False),
    sleutel=("code",),
)


def neem_op(tx: Tx, oin: str) -> tuple[Organisatie, ...]:
    """The organisations that an OIN stands for; an unknown one becomes a new organisation, what is no OIN none."""
    bekend = organisaties.bij_oin(oin)
    if bekend:
        return bekend
    try:
        nieuw = organisaties.nieuwe(oin)
    except IdentificatieFout:
        return ()
    if tx.rij(_tabel, _tabel.c.code == nieuw.code) is None:
        tx.voeg_toe(_tabel, code=nieuw.code, oin=nieuw.oin, naam=nieuw.naam)
        tx.emit(OPGENOMEN, code=nieuw.code, oin=nieuw.oin, naam=nieuw.naam)
    return (nieuw,)


def opgenomen(lezing: Lezing) -> list[Organisatie]:
    """The organisations that this world took in."""
    return [organisaties.nieuwe(rij.oin) for rij in lezing.rijen(_tabel, volgorde=(_tabel.c.code,))]
