"""What the mail sink keeps: the mails as they came, part of the world. inferred: the real chain has no such thing."""

from typing import Any

from sqlalchemy import Column, Integer, Row, Text, func, select

from simulator.kernel.tables import BlobRef, Json, Moment, wereld_tabel
from simulator.kernel.transactie import Lezing

# One mail. van, aan: of the SMTP envelope; onderwerp: decoded; inhoud: the bytes as they came.
mail = wereld_tabel(
    "postbus_mail",
    Column("nummer", Integer, nullable=False),
    Column("op", Moment, nullable=False),
    Column("van", Text, nullable=False),
    Column("aan", Json, nullable=False),
    Column("onderwerp", Text, nullable=False),
    Column("verzoeknummers", Json, nullable=False),
    Column("grootte", Integer, nullable=False),
    Column("inhoud", BlobRef, nullable=False),
    sleutel=("nummer",),
)


def mails(lezing: Lezing, na: int = 0, limiet: int | None = None) -> list[Row[Any]]:
    """The mails after a number, oldest first."""
    return lezing.rijen(mail, mail.c.nummer > na, volgorde=(mail.c.nummer,), limiet=limiet)


def nieuwste(lezing: Lezing, limiet: int) -> list[Row[Any]]:
    """The mails, newest first."""
    return lezing.rijen(mail, volgorde=(mail.c.nummer.desc(),), limiet=limiet)


def mail_met(lezing: Lezing, nummer: int) -> Row[Any] | None:
    """The mail with this number."""
    return lezing.rij(mail, mail.c.nummer == nummer)


def omvang(lezing: Lezing) -> tuple[int, int]:
    """How many mails there are, and how many bytes they are together."""
    vraag = select(func.count(), func.sum(mail.c.grootte)).where(mail.c.wereld == lezing.wereld)
    rij = lezing.conn.execute(vraag).one()
    return int(rij[0]), int(rij[1] or 0)
