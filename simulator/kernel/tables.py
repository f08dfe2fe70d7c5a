"""Tables of the kernel, and how a room declares its own.

A table made with `wereld_tabel` is part of the world: its rows carry a wereld number and it goes along in snapshot,
restore and reset. The others (omgeving, journal, events, blobs) stay.
"""

import functools
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.schema import SchemaItem

metadata = MetaData()
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """A moment, kept as whole microseconds since 1970 UTC: equal and sortable on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To the database."""
        return None if value is None else (value - _BEGIN) // _MICRO

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else moment(value)


def moment(micros: int) -> datetime:
    """A moment as the database has it."""
    return _BEGIN + timedelta(microseconds=micros)


class Json(TypeDecorator[Any]):
    """Plain data as JSON text, keys sorted so that equal data are equal bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """From the database."""
        return None if value is None else orjson.loads(value)


class BlobRef(TypeDecorator[str]):
    """The SHA-256 of a blob. Every column of this type keeps its blob alive."""

    impl = String(64)
    cache_ok = True


def wereld_tabel(naam: str, *kolommen: SchemaItem, sleutel: tuple[str, ...], vast: bool = False) -> Table:
    """Declare a table of the world.

    naam: with the room's name in front; kolommen: its own columns; sleutel: the columns that are unique within a world;
    vast: it seldom changes, so what is read of it can be remembered, see `Lezing.eens` and `Store.vers`.
    A column of type BlobRef gets an index: what no row names must be found without reading every row.
    """
    tabel = Table(
        naam,
        metadata,
        Column("wereld", Integer, nullable=False),
        *kolommen,
        PrimaryKeyConstraint("wereld", *sleutel),
        info={"wereld": True, "vast": vast},
    )
    for kolom in tabel.columns:
        if isinstance(kolom.type, BlobRef):
            Index(f"{naam}_{kolom.name}_blob", kolom)
    return tabel


def wereld_tabellen() -> list[Table]:
    """Every table of the world, in a fixed order."""
    return _wereld_tabellen(len(metadata.tables))


@functools.lru_cache(maxsize=2)
def _wereld_tabellen(_aantal: int) -> list[Table]:
    return [tabel for tabel in metadata.sorted_tables if tabel.info.get("wereld")]


omgeving = Table(
    "kernel_omgeving",
    metadata,
    Column("naam", String(64), primary_key=True),
    Column("wereld", Integer, nullable=False),
    Column("zaad", BigInteger, nullable=False),
    Column("instellingen", Json, nullable=False),
)
wereldnummer = Table(
    "kernel_wereldnummer",
    metadata,
    Column("een", Integer, primary_key=True),
    Column("laatste", Integer, nullable=False),
)
snapshot = Table(
    "kernel_snapshot",
    metadata,
    Column("omgeving", String(64), primary_key=True),
    Column("naam", String(200), primary_key=True),
    Column("wereld", Integer, nullable=False),
    Column("kopie", Integer),  # the copy that the next restore points at
    Column("bouw", Integer),  # the copy that is being made
    Column("genomen_op", Moment, nullable=False),
)
gebeurtenis = Table(
    "kernel_gebeurtenis",
    metadata,
    Column("omgeving", String(64), primary_key=True),
    Column("nummer", Integer, primary_key=True),
    Column("wereld", Integer, nullable=False),
    Column("op", Moment, nullable=False),
    Column("soort", String(100), nullable=False),
    Column("gegevens", Json, nullable=False),
)
journaal = Table(  # the bodies last: on SQLite what stands behind a large value costs a walk through it
    "kernel_journaal",
    metadata,
    Column("omgeving", String(64), primary_key=True),
    Column("nummer", Integer, primary_key=True),
    Column("op", Moment, nullable=False),
    Column("richting", Text, nullable=False),
    Column("koppelvlak", Text, nullable=False),
    Column("operatie", Text, nullable=False),
    Column("organisatie", Text, nullable=False),
    Column("methode", Text, nullable=False),
    Column("pad", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("duur_ms", Float, nullable=False),
    Column("verzoek_blob", BlobRef, index=True),
    Column("verzoek_grootte", BigInteger, nullable=False),
    Column("antwoord_blob", BlobRef, index=True),
    Column("antwoord_grootte", BigInteger, nullable=False),
    Column("kenmerken", Json, nullable=False),
    Column("regels", Json, nullable=False),
    Column("verzoek_kop", Json, nullable=False),
    Column("antwoord_kop", Json, nullable=False),
    Column("verzoek", LargeBinary),
    Column("antwoord", LargeBinary),
)
Index(
    "kernel_journaal_grootte",
    journaal.c.omgeving,
    journaal.c.nummer,
    journaal.c.verzoek_grootte,
    journaal.c.antwoord_grootte,
)
blob = Table(
    "kernel_blob",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("grootte", BigInteger, nullable=False),
    Column("bewaard", Moment, nullable=False),  # when it was last kept, in real time
)
blobdeel = Table(
    "kernel_blobdeel",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("deel", Integer, primary_key=True),
    Column("inhoud", LargeBinary, nullable=False),
)
klok = wereld_tabel(
    "kernel_klok",
    Column("een", Integer, nullable=False),
    Column("zaad", BigInteger, nullable=False),
    Column("virtueel", Moment, nullable=False),
    Column("echt", Moment, nullable=False),
    Column("snelheid", Float, nullable=False),
    Column("doel", Moment),
    sleutel=("een",),
)
teller = wereld_tabel(
    "kernel_teller",
    Column("reeks", String(80), nullable=False),
    Column("waarde", Integer, nullable=False),
    sleutel=("reeks",),
)
agenda = wereld_tabel(
    "kernel_agenda",
    Column("nummer", Integer, nullable=False),
    Column("op", Moment, nullable=False),
    Column("soort", String(80), nullable=False),
    Column("gegevens", Json, nullable=False),
    sleutel=("nummer",),
)
Index("kernel_agenda_op", agenda.c.wereld, agenda.c.op, agenda.c.nummer)
uitgaand = wereld_tabel(
    "kernel_uitgaand",
    Column("nummer", Integer, nullable=False),
    Column("bericht_id", String(36), nullable=False),
    Column("soort", String(80), nullable=False),
    Column("gegevens", Json, nullable=False),
    Column("status", String(20), nullable=False),
    Column("pogingen", Integer, nullable=False),
    Column("volgende", Moment, nullable=False),
    Column("fout", Text, nullable=False),
    sleutel=("nummer",),
)
Index("kernel_uitgaand_volgende", uitgaand.c.wereld, uitgaand.c.status, uitgaand.c.volgende, uitgaand.c.nummer)
blobgebruik = wereld_tabel("kernel_blobgebruik", Column("sha256", BlobRef, nullable=False), sleutel=("sha256",))
