"""The organisations of a world besides the built-in ones: those that an open omgeving met, and those that were added.

An OIN or a code that nobody knows is taken in by an open omgeving; in a strict one it is added first, by
PUT /_sim/organisaties/{code}. A code is that of a gemeente, provincie, waterschap or ministerie; of any other
organisation only the OIN is known.
"""

import re
from typing import Any

from sqlalchemy import Column, Row, String, Text

from simulator.kernel.tables import wereld_tabel
from simulator.kernel.transactie import Lezing, Tx
from simulator.stelsel import organisaties
from simulator.stelsel.identificaties.fouten import IdentificatieFout
from simulator.stelsel.organisaties import Organisatie
from simulator.stelsel.toegang import is_streng

OPGENOMEN, VERWIJDERD = "stelsel.organisatie.opgenomen", "stelsel.organisatie.verwijderd"
_tabel = wereld_tabel(
    "stelsel_organisatie",
    Column("code", String(40), nullable=False),
    Column("oin", String(20), nullable=False),
    Column("naam", Text, nullable=False),
    sleutel=("code",),
)


def neem_op(tx: Tx, oin: str) -> tuple[Organisatie, ...]:
    """The organisations that an OIN stands for; an unknown one becomes a new organisation, what is no OIN none."""
    bekend = organisaties.bij_oin(oin) or bij_oin(tx, oin)
    if bekend:
        return bekend
    try:
        nieuw = organisaties.nieuwe(oin)
    except IdentificatieFout:
        return ()
    # In a strict omgeving who decides is added on purpose.
    if not nieuw.is_bevoegd_gezag or not is_streng(tx.conn, tx.omgeving):
        zet(tx, nieuw)
    return (nieuw,)


def neem_code_op(tx: Tx, code: str, oin: str) -> Organisatie | None:
    """The organisation with this code; in an open omgeving an unknown one becomes a new organisation.

    oin: that with which it came; it becomes its OIN, unless that is another's or none. None in a strict omgeving, and
    for what is no code.
    """
    bekend = bij_code(tx, code)
    if bekend is not None or is_streng(tx.conn, tx.omgeving):
        return bekend
    try:
        van_wie = {organisaties.nieuwe(oin).code, *(rij.code for rij in bij_oin(tx, oin))}
    except IdentificatieFout:
        van_wie = {oin}
    try:
        # An OIN of which no more was known until now.
        nieuw = organisaties.van_code(code, oin=oin if van_wie == {f"oin:{oin}"} else "")
    except ValueError:
        return None
    zet(tx, nieuw)
    return nieuw


def zet(tx: Tx, organisatie: Organisatie) -> bool:
    """Let this world know an organisation, or change its name and OIN; whether it is new."""
    velden = {"oin": organisatie.oin, "naam": organisatie.naam}
    if tx.wijzig(_tabel, _tabel.c.code == organisatie.code, **velden):
        return False
    tx.voeg_toe(_tabel, code=organisatie.code, **velden)
    tx.emit(OPGENOMEN, code=organisatie.code, **velden)
    return True


def verwijder(tx: Tx, code: str) -> bool:
    """Forget an organisation that is not built in; whether there was one."""
    if bij_code(tx, code) is None or not tx.verwijder(_tabel, _tabel.c.code == code.lower()):
        return False
    tx.emit(VERWIJDERD, code=code.lower())
    return True


def bij_code(lezing: Lezing, code: str) -> Organisatie | None:
    """The organisation with this code, built in or of this world."""
    ingebouwd = organisaties.bij_code(code)
    if ingebouwd is not None:
        return ingebouwd
    kan = organisaties.is_bestuurscode(code) or re.fullmatch("oin:[0-9]{20}", code)
    rij = lezing.rij(_tabel, _tabel.c.code == code.lower()) if kan else None
    return None if rij is None else _organisatie(rij)


def bij_oin(lezing: Lezing, oin: str) -> tuple[Organisatie, ...]:
    """Every organisation that this OIN stands for, built in or of this world."""
    if not (oin.isascii() and oin.isdecimal()):
        return organisaties.bij_oin(oin)
    rijen = lezing.rijen(_tabel, _tabel.c.oin == oin, volgorde=(_tabel.c.code,))
    return (*organisaties.bij_oin(oin), *map(_organisatie, rijen))


def opgenomen(lezing: Lezing) -> list[Organisatie]:
    """The organisations of this world that are not built in."""
    return [_organisatie(rij) for rij in lezing.rijen(_tabel, volgorde=(_tabel.c.code,))]


def _organisatie(rij: Row[Any]) -> Organisatie:
    if rij.code.startswith("oin:"):
        return organisaties.nieuwe(rij.oin)
    return organisaties.van_code(rij.code, rij.naam, rij.oin)
