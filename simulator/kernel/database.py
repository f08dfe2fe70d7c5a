"""What differs between the databases: how they are opened, and how one writer at a time is kept.

SQLite has one writer for the whole file, so its locks come for free; on PostgreSQL they are asked for by name.
"""

import contextlib
import hashlib
import importlib
from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.kernel import tables

_PRAGMAS = (
    "journal_mode=WAL",
    "temp_store=MEMORY",
    "cache_size=-16000",
    "wal_autocheckpoint=20000",  # `werk_bij` does it sooner, and without a writer that waits for it
)


def open_engine(url: str, *, blijvend: bool = True) -> Engine:
    """Connections to a database. A transaction on one begins with `begin`.

    blijvend: what is committed must survive the machine going down; what does not is only kept through a crash of the
    process, and waits for no disk.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=20, max_overflow=20)
    engine = create_engine(url, pool_size=20, max_overflow=-1, connect_args={"check_same_thread": False, "timeout": 60})

    @event.listens_for(engine, "connect")
    def _bij_verbinden(dbapi: Any, _record: ConnectionPoolEntry) -> None:
        dbapi.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in (*_PRAGMAS, f"synchronous={'NORMAL' if blijvend else 'OFF'}"):
            dbapi.execute(f"PRAGMA {pragma}")

    return engine


def begin(conn: Connection, *, schrijf: bool) -> None:
    """Begin a transaction as what it is, for writing or for reading; it ends as every SQLAlchemy transaction."""
    if is_sqlite(conn):
        if schrijf:
            conn.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # past SQLAlchemy, since it cannot fail and every read pays for it
            cast(Any, conn.connection.driver_connection).execute("BEGIN")


def werk_bij(engine: Engine) -> None:
    """Bring what was written from SQLite's log to its file; nobody waits for it."""
    if is_sqlite(engine):
        with engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def om_te_lezen(engine: Engine) -> Engine:
    """The same connections, every transaction one consistent view."""
    return engine if is_sqlite(engine) else engine.execution_options(isolation_level="REPEATABLE READ")


def is_sqlite(van: Engine | Connection) -> bool:
    """Whether it is SQLite: one process, one writer."""
    return van.dialect.name == "sqlite"


def vergrendel(conn: Connection, omgeving: str) -> None:
    """Be the one writer of an omgeving until the transaction ends."""
    if not is_sqlite(conn):
        naam = tables.omgeving.c.naam
        conn.execute(select(naam).where(naam == omgeving).with_for_update())


def slot(conn: Connection, naam: str, *, gedeeld: bool = False) -> None:
    """Wait for a lock by name and have it until the transaction ends; gedeeld: together with others that share it."""
    if not is_sqlite(conn):
        functie = func.pg_advisory_xact_lock_shared if gedeeld else func.pg_advisory_xact_lock
        conn.execute(select(functie(_sleutel(naam))))


def probeer_slot(conn: Connection, naam: str) -> bool:
    """As `slot`, but False at once when another has it."""
    return is_sqlite(conn) or bool(conn.scalar(select(func.pg_try_advisory_xact_lock(_sleutel(naam)))))


@contextlib.contextmanager
def als_enige(engine: Engine, naam: str) -> Iterator[bool]:
    """Whether no other process does this now, and then none does until the end. Threads see to it themselves."""
    if is_sqlite(engine):
        yield True
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        gekregen = bool(conn.scalar(select(func.pg_try_advisory_lock(_sleutel(naam)))))
        try:
            yield gekregen
        finally:
            if gekregen:
                conn.execute(select(func.pg_advisory_unlock(_sleutel(naam))))


def voeg_toe_als_nieuw(conn: Connection, tabel: Table, **waarden: Any) -> bool:
    """Insert a row unless its key is there; whether it was inserted."""
    # Only the dialect that is used is loaded: the other one takes a tenth of a second.
    dialect: Any = importlib.import_module(f"sqlalchemy.dialects.{conn.engine.dialect.name}")
    vraag = dialect.insert(tabel).values(**waarden).on_conflict_do_nothing()
    return conn.execute(vraag.returning(*tabel.primary_key.columns)).first() is not None


def _sleutel(naam: str) -> int:
    return int.from_bytes(hashlib.sha256(naam.encode()).digest()[:8], "big", signed=True)
