"""Statements that are made once: making one costs more than running it. The values go beside them."""

import functools
from typing import Any

from sqlalchemy import (
    BigInteger,
    Insert,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    type_coerce,
    update,
)

from simulator.kernel import tables

VERDER = (
    update(tables.teller)
    .where(tables.teller.c.wereld == bindparam("van"), tables.teller.c.reeks == bindparam("in"))
    .values(waarde=tables.teller.c.waarde + 1)
    .returning(tables.teller.c.waarde)
)
WERELD = select(tables.omgeving.c.wereld).where(tables.omgeving.c.naam == bindparam("omgeving")).scalar_subquery()
"""The world of an omgeving, for a statement that has to find it by itself: see `Store.rij`."""
VAST = "vast"
"""The series that goes on with every transaction that changes a table that is `vast`."""
_VAST = (tables.teller.c.wereld == tables.omgeving.c.wereld, tables.teller.c.reeks == literal_column(f"'{VAST}'"))
STAND = (  # moments as the database has them
    select(
        tables.omgeving.c.wereld,
        tables.klok.c.zaad,
        *(type_coerce(tables.klok.c[naam], BigInteger) for naam in ("virtueel", "echt", "doel")),
        tables.klok.c.snelheid,
        tables.teller.c.waarde,
    )
    .join_from(tables.omgeving, tables.klok, tables.omgeving.c.wereld == tables.klok.c.wereld)
    .where(tables.omgeving.c.naam == bindparam("omgeving"))
    .outerjoin(tables.teller, and_(*_VAST))
)


STAND_EN_LAATSTE = STAND.add_columns(  # the number of the newest event: nobody else writes in the omgeving meanwhile
    select(func.max(tables.gebeurtenis.c.nummer))
    .where(tables.gebeurtenis.c.omgeving == tables.omgeving.c.naam)
    .scalar_subquery()
)


@functools.cache
def invoegen(tabel: Table) -> Insert:
    """Inserting into a table."""
    return insert(tabel)


@functools.cache
def zoeken(
    tabel: Table, gelijk: tuple[str, ...], volgorde: tuple[str, ...] = (), in_lijst: tuple[str, ...] = ()
) -> Select[Any]:
    """The rows in which these columns are equal, or one of a list of values, in an order."""
    waar = [tabel.c[naam] == bindparam(naam) for naam in ("wereld", *gelijk)]
    waar += [tabel.c[naam].in_(bindparam(naam, expanding=True)) for naam in in_lijst]
    return select(tabel).where(*waar).order_by(*(tabel.c[naam] for naam in volgorde))


@functools.cache
def wijzigen(tabel: Table, sleutel: tuple[str, ...]) -> Update:
    """Changing rows in which these columns are equal: their values have an underscore before their name."""
    waar = (tabel.c[naam] == bindparam(f"_{naam}") for naam in ("wereld", *sleutel))
    return update(tabel).where(*waar)
