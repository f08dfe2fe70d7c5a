"""What differs between the databases: how they are opened, and how one writer at a time is kept.

SQLite has one writer for the whole file, so its locks come for free; on PostgreSQL they are asked for by name.
"""

import contextlib
import functools
import hashlib
import importlib
import importlib.util
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Select,
    Table,
    Text,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.kernel import clock, opslag, tables

_PRAGMAS = (
    "journal_mode=WAL",
    "temp_store=MEMORY",
    "cache_size=-4000",  # of every connection, and a busy simulator has twenty
    "wal_autocheckpoint=20000",  # `werk_bij` does it sooner, and without a writer that waits for it
)
# A machine that falls away must not keep its locks for hours: the server asks after it.
_POSTGRES = " ".join(
    f"-c {naam}={waarde}"
    for naam, waarde in (
        ("tcp_keepalives_idle", 20),
        ("tcp_keepalives_interval", 5),
        ("tcp_keepalives_count", 4),
        ("application_name", "dso-sim"),
    )
)
_RUST = 1.0
"""Seconds after which a connection may have gone unseen; to ask at every use costs as much as the use."""
_KOP = b"SQLite format 3\0"
"""How a file begins that is a database (SQLite, Database File Format, 1.3)."""
_RUIMTE = 1 << 20
_NOG_EENS = {"40001", "40P01"}
Rij = Sequence[Any]
_naam = tables.omgeving.c.naam
_VERGRENDEL = select(_naam).where(_naam == bindparam("omgeving")).with_for_update()


class OpslagOnbereikbaar(OSError):
    """The database cannot be opened."""


def open_engine(url: str, *, blijvend: bool = True) -> Engine:
    """Connections to a database. A transaction on one begins with `begin`.

    blijvend: what is committed must survive the machine going down; what does not is only kept through a crash of the
    process, and waits for no disk.
    """
    if not url.startswith("sqlite"):
        # As on SQLite the driver must not begin transactions by itself: with `begin` that takes no message of its own.
        opties = {"options": _POSTGRES, "autocommit": True}
        engine = create_engine(url, pool_size=20, max_overflow=20, connect_args=opties)
        _vraag_of_het_leeft(engine)
        return engine
    engine = create_engine(url, pool_size=20, max_overflow=-1, connect_args={"check_same_thread": False, "timeout": 60})

    @event.listens_for(engine, "connect")
    def _bij_verbinden(dbapi: Any, _record: ConnectionPoolEntry) -> None:
        dbapi.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in (*_PRAGMAS, f"synchronous={'NORMAL' if blijvend else 'OFF'}"):
            dbapi.execute(f"PRAGMA {pragma}")

    return engine


def _vraag_of_het_leeft(engine: Engine) -> None:
    """See to it that a connection that rested a while is asked first whether it is still there."""

    @event.listens_for(engine, "checkin")
    def _terug(_dbapi: Any, record: ConnectionPoolEntry) -> None:
        record.info["terug"] = clock.stopwatch()

    @event.listens_for(engine, "checkout")
    def _uit(dbapi: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        rust = clock.stopwatch() - record.info.get("terug", clock.stopwatch())
        if rust > _RUST and not _leeft(engine, dbapi):
            raise InvalidatePoolError  # the pool makes another, and this was not the only one that went


def _leeft(engine: Engine, dbapi: Any) -> bool:
    try:
        return engine.dialect.do_ping(dbapi)
    except engine.dialect.loaded_dbapi.Error:
        return False


def postgres_url(tekst: str) -> str:
    """The address of a PostgreSQL database as SQLAlchemy writes it. Raises ValueError, never with the password in it.

    postgres:// and postgresql:// will do too.
    """
    try:
        url = make_url(tekst)
    except ArgumentError:
        raise ValueError("dit is geen adres; schrijf postgresql+psycopg://gebruiker:wachtwoord@host/database") from None
    if url.drivername not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise ValueError(
            f"{url.drivername} kan niet; wel PostgreSQL (postgresql+psycopg://gebruiker:wachtwoord@host/database), of "
            "een map met --data"
        )
    if importlib.util.find_spec("psycopg") is None:
        raise ValueError("voor PostgreSQL is psycopg nodig; installeer 'dso-lv-simulator[postgres]'")
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


@contextlib.contextmanager
def te_openen(engine: Engine) -> Iterator[None]:
    """Tell in words when a database cannot be opened. Raises OpslagOnbereikbaar."""
    try:
        yield
    except DatabaseError as fout:
        mag_niet = getattr(fout.orig, "sqlstate", None) == "42501"
        if type(fout) not in (OperationalError, DatabaseError) and not mag_niet:
            raise  # a fault of ours in a statement
        waar = engine.url.render_as_string(hide_password=True)
        reden = str(fout.orig).strip()
        bekend = opslag.gebrek(fout)
        raise OpslagOnbereikbaar(
            f"de opslag {waar} is niet te openen: " + (f"{bekend.reden} ({reden})" if bekend else reden)
        ) from fout


def begin(
    conn: Connection, *, schrijf: bool, vraag: Select[Any] | None = None, omgeving: str = "", slot: str = ""
) -> Rij | None:
    """Begin a transaction as what it is, for writing or for reading (one consistent view all along).

    It ends as every SQLAlchemy transaction. vraag: what it begins with, a statement with `omgeving` as its only value;
    gives the first row of it, values as the database has them. For writing, `omgeving` has no other writer until the
    end; "" keeps nobody out. slot: the lock to have instead of that of the omgeving, see `slot`. On PostgreSQL all of
    this is one message; and it goes past SQLAlchemy, since every transaction pays for it.
    """
    dbapi = cast(Any, conn.connection.driver_connection)
    doe = _begin_sqlite if is_sqlite(conn) else _begin_postgres
    fouten: Any = conn.dialect.loaded_dbapi
    try:
        cursor = doe(dbapi, schrijf, vraag, omgeving, slot)
        rij: Rij | None = None if vraag is None else cursor.fetchone()
    except fouten.Error as fout:  # as SQLAlchemy would have told it
        weg = conn.dialect.is_disconnect(fout, dbapi, None)
        if weg:
            conn.invalidate(fout)
        raise DBAPIError.instance(
            "BEGIN", None, fout, fouten.Error, connection_invalidated=weg, dialect=conn.dialect
        ) from fout
    cursor.close()
    return rij


def _begin_sqlite(dbapi: Any, schrijf: bool, vraag: Select[Any] | None, omgeving: str, _slot: str) -> Any:
    cursor = dbapi.execute("BEGIN IMMEDIATE" if schrijf else "BEGIN")
    return cursor if vraag is None else cursor.execute(_met_waarde(vraag), (omgeving,))


def _begin_postgres(dbapi: Any, schrijf: bool, vraag: Select[Any] | None, omgeving: str, slot: str) -> Any:
    stappen = ["BEGIN" if schrijf else "BEGIN ISOLATION LEVEL REPEATABLE READ"]
    if slot:
        stappen.append(f"SELECT pg_advisory_xact_lock({_sleutel(slot)})")
    elif schrijf and omgeving:
        stappen.append(_uitgeschreven(_VERGRENDEL, omgeving))
    if vraag is not None:
        stappen.append(_uitgeschreven(vraag, omgeving))
    cursor = dbapi.execute("; ".join(stappen), prepare=False)
    for _ in stappen[1:]:  # each has its own result, and the last is what was asked for
        cursor.nextset()
    return cursor


@functools.cache
def _met_waarde(vraag: Select[Any]) -> str:
    """A statement with one value as the driver of SQLite has it."""
    return str(vraag.compile(dialect=_dialect("sqlite")))


@functools.lru_cache(maxsize=1000)
def _uitgeschreven(vraag: Select[Any], omgeving: str) -> str:
    """A statement with its value in it, quoted: only so several go in one message."""
    met = vraag.params(omgeving=omgeving)
    return str(met.compile(dialect=_dialect("postgresql"), compile_kwargs={"literal_binds": True}))


def _dialect(naam: str) -> Any:
    return importlib.import_module(f"sqlalchemy.dialects.{naam}").dialect(paramstyle="qmark")


def werk_bij(engine: Engine) -> None:
    """Bring what was written from SQLite's log to its file; nobody waits for it."""
    if is_sqlite(engine):
        with engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def kijk_na(engine: Engine) -> None:
    """Look, without waiting for anybody, whether SQLite's file is one and has room to grow. Raises as SQLite would."""
    if not is_sqlite(engine) or not engine.url.database:
        return
    bestand = Path(engine.url.database)
    with bestand.open("rb") as open_:
        kop = open_.read(len(_KOP))
    if kop and kop != _KOP:  # an empty one: everything is still in the log
        raise _als_sqlite(sqlite3.SQLITE_NOTADB)
    if shutil.disk_usage(bestand.parent).free < _RUIMTE:
        raise _als_sqlite(sqlite3.SQLITE_FULL)


def _als_sqlite(code: int) -> sqlite3.DatabaseError:
    fout = sqlite3.DatabaseError()
    fout.sqlite_errorcode = code
    return fout


def is_sqlite(van: Engine | Connection) -> bool:
    """Whether it is SQLite: one process, one writer."""
    return van.dialect.name == "sqlite"


def slot(conn: Connection, naam: str, *, gedeeld: bool = False) -> None:
    """Wait for a lock by name and have it until the transaction ends; gedeeld: together with others that share it."""
    if not is_sqlite(conn):
        functie = func.pg_advisory_xact_lock_shared if gedeeld else func.pg_advisory_xact_lock
        conn.execute(select(functie(_sleutel(naam))))


def probeer_slot(conn: Connection, naam: str) -> bool:
    """As `slot`, but False at once when another has it."""
    return is_sqlite(conn) or bool(conn.scalar(select(func.pg_try_advisory_xact_lock(_sleutel(naam)))))


class Zijspoor:
    """One connection beside the transactions, for all threads: for locks that outlast a transaction, and for what a
    transaction must not hold back. On SQLite, with its one process, every lock is there for the taking.

    A process that runs many omgevingen at a time thus needs no second connection for each, and never waits for one that
    it keeps itself.
    """

    def __init__(self, engine: Engine, controleer: Callable[[], None]) -> None:
        """controleer: raises when there is nothing to ask any more."""
        self._controleer = controleer
        self._nodig = not is_sqlite(engine)
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT") if self._nodig else engine
        self._slot = threading.Lock()
        self._conn: Connection | None = None
        self._gedeeld: set[str] = set()

    def vraag(self, vraag: Executable) -> Any:
        """The first value that a statement gives; it is committed at once."""
        with self._slot:
            return self._vraag(vraag)

    def deel(self, naam: str) -> None:
        """Have a lock together with others until the process ends."""
        self._gedeeld.add(naam)
        if self._nodig:
            self.vraag(select(func.pg_advisory_lock_shared(_sleutel(naam))))

    @contextlib.contextmanager
    def als_enige(self, naam: str) -> Iterator[bool]:
        """Whether no other process has this lock now, and then none has until the end.

        Threads of this process see to it themselves.
        """
        gekregen = not self._nodig or bool(self.vraag(select(func.pg_try_advisory_lock(_sleutel(naam)))))
        try:
            yield gekregen
        finally:
            if gekregen and self._nodig:
                self._geef(naam)

    def sluit(self) -> None:
        """End the connection, and with it every lock."""
        with self._slot:
            if self._conn is not None:
                self._conn.invalidate()
                self._conn.close()
                self._conn = None

    def _geef(self, naam: str) -> None:
        with self._slot, contextlib.suppress(DBAPIError):
            if self._conn is not None:  # else the connection went, and the lock with it
                self._vraag(select(func.pg_advisory_unlock(_sleutel(naam))))

    def _vraag(self, vraag: Executable) -> Any:
        self._controleer()
        if self._conn is None:
            self._conn = self._engine.connect()
            for naam in self._gedeeld:
                self._conn.execute(select(func.pg_advisory_lock_shared(_sleutel(naam))))
        try:
            return self._conn.execute(vraag).scalar()
        except DBAPIError as fout:
            if fout.connection_invalidated:
                self._conn.close()
                self._conn = None
            raise


def zichtbaar(spoor: Zijspoor) -> str:
    """What can be seen of all that anybody wrote: it differs after every commit, of any process. Not on SQLite."""
    return str(spoor.vraag(select(func.pg_current_snapshot(type_=Text))))


def opnieuw_proberen(fout: Exception) -> bool:
    """Whether the database broke off a transaction that would succeed another time: two waited for each other."""
    return isinstance(fout, DBAPIError) and getattr(fout.orig, "sqlstate", None) in _NOG_EENS


def voeg_toe_als_nieuw(conn: Connection, tabel: Table, **waarden: Any) -> bool:
    """Insert a row unless its key is there; whether it was inserted."""
    # Only the dialect that is used is loaded: the other one takes a tenth of a second.
    dialect: Any = importlib.import_module(f"sqlalchemy.dialects.{conn.engine.dialect.name}")
    vraag = dialect.insert(tabel).values(**waarden).on_conflict_do_nothing()
    return conn.execute(vraag.returning(*tabel.primary_key.columns)).first() is not None


def _sleutel(naam: str) -> int:
    return int.from_bytes(hashlib.sha256(naam.encode()).digest()[:8], "big", signed=True)
