"""The store: SQLAlchemy Core over SQLite (a WAL file) or PostgreSQL, with two ways in.

`lees()` gives a consistent view; `schrijf()` is the one writer of an omgeving at a time: BEGIN IMMEDIATE on SQLite, a
lock on the omgeving's row on PostgreSQL. Read-then-write without it loses updates silently.
"""

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, Table, create_engine, event, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.kernel import clock, ids, tables
from simulator.kernel.clock import Stand

STANDAARD = "standaard"
Handler = Callable[["Tx", Mapping[str, Any]], None]


@dataclass(frozen=True)
class Begin:
    """How a fresh world starts: seed, the moment of its clock (None: the machine's own) and its speed."""

    zaad: int = 1
    moment: datetime | None = None
    snelheid: float = 1.0


class OmgevingOnbekend(LookupError):
    """There is no omgeving with this name."""


class Store:
    """One database with every omgeving in it."""

    def __init__(self, url: str, begin: Begin | None = None, *, tijdelijk: Path | None = None) -> None:
        self.begin = begin or Begin()
        self.engine = _engine(url)
        self.handlers: dict[str, list[Handler]] = {}
        self._schrijver = threading.RLock() if self.engine.dialect.name == "sqlite" else contextlib.nullcontext()
        self._tijdelijk = tijdelijk
        self._gewijzigd = threading.Condition()
        self._wijzigingen = 0
        tables.metadata.create_all(self.engine)
        with contextlib.suppress(IntegrityError), self.engine.begin() as conn:
            conn.execute(insert(tables.wereldnummer).values(een=1, laatste=0))
        if STANDAARD not in self.omgevingen():
            self.nieuwe_omgeving(STANDAARD)

    @classmethod
    def open(cls, map_: Path | None = None, begin: Begin | None = None) -> "Store":
        """Open the SQLite store in a folder, or in a temporary one that goes at `sluit`."""
        if map_ is not None:
            map_.mkdir(parents=True, exist_ok=True)
            return cls(f"sqlite:///{map_ / 'dso-sim.db'}", begin)
        tijdelijk = Path(tempfile.mkdtemp(prefix="dso-sim-"))
        return cls(f"sqlite:///{tijdelijk / 'dso-sim.db'}", begin, tijdelijk=tijdelijk)

    def sluit(self) -> None:
        """Close every connection and remove what was temporary."""
        self.engine.dispose()
        if self._tijdelijk is not None:
            shutil.rmtree(self._tijdelijk, ignore_errors=True)

    def omgevingen(self) -> list[str]:
        """The names of all omgevingen."""
        with self.engine.connect() as conn:
            return sorted(conn.scalars(select(tables.omgeving.c.naam)))

    def nieuwe_omgeving(self, naam: str) -> None:
        """Make an omgeving with a fresh world. Raises IntegrityError when the name is taken."""
        with self.ruw() as conn:
            wereld = self.nieuwe_wereld(conn, self.begin)
            conn.execute(
                insert(tables.omgeving).values(naam=naam, wereld=wereld, zaad=self.begin.zaad, instellingen={})
            )

    def nieuw_nummer(self, conn: Connection) -> int:
        """The number of a world that nobody has yet."""
        conn.execute(update(tables.wereldnummer).values(laatste=tables.wereldnummer.c.laatste + 1))
        return int(conn.scalar(select(tables.wereldnummer.c.laatste)) or 0)

    def nieuwe_wereld(self, conn: Connection, begin: Begin) -> int:
        """A fresh world: nothing in it but its clock."""
        wereld = self.nieuw_nummer(conn)
        echt = clock.echt_nu()
        conn.execute(
            insert(tables.klok).values(
                wereld=wereld, een=1, virtueel=begin.moment or echt, echt=echt, snelheid=begin.snelheid, doel=None
            )
        )
        return wereld

    @contextlib.contextmanager
    def ruw(self) -> Iterator[Connection]:
        """A writing connection outside any world, for the kernel's own bookkeeping."""
        with self._schrijver, self.engine.connect().execution_options(schrijf=True) as conn, conn.begin():
            yield conn

    @contextlib.contextmanager
    def lees(self, omgeving: str) -> Iterator["Lezing"]:
        """A consistent view on the world of an omgeving. Raises OmgevingOnbekend."""
        with self.engine.connect() as conn:
            yield _lezing(conn, omgeving)

    @contextlib.contextmanager
    def schrijf(self, omgeving: str, op: datetime | None = None) -> Iterator["Tx"]:
        """The one writing transaction of an omgeving; everything in it is committed together or not at all.

        op: the moment it takes place, for the agenda; else the moment of the clock. Raises OmgevingOnbekend.
        """
        with self._schrijver, self.engine.connect().execution_options(schrijf=True) as conn:
            with conn.begin():
                if self.engine.dialect.name == "postgresql":
                    conn.execute(
                        select(tables.omgeving.c.naam).where(tables.omgeving.c.naam == omgeving).with_for_update()
                    )
                lezing = _lezing(conn, omgeving)
                tx = Tx(conn, omgeving, lezing.wereld, lezing.zaad, op or lezing.nu, lezing.stand, self.handlers)
                yield tx
            for taak in tx.na_afloop:
                taak()
        self.meld_wijziging()

    def meld_wijziging(self) -> None:
        """Wake whoever waits for something to change."""
        with self._gewijzigd:
            self._wijzigingen += 1
            self._gewijzigd.notify_all()

    @property
    def wijzigingen(self) -> int:
        """A number that grows with every commit of this process."""
        return self._wijzigingen

    def wacht_op_wijziging(self, sinds: int, seconden: float | None) -> int:
        """Wait until `wijzigingen` is past `sinds`, or for so many real seconds; gives the number now."""
        with self._gewijzigd:
            self._gewijzigd.wait_for(lambda: self._wijzigingen > sinds, seconden)
            return self._wijzigingen


@dataclass
class Lezing:
    """A view on one world. `nu` is the virtual moment, UTC."""

    conn: Connection
    omgeving: str
    wereld: int
    zaad: int
    nu: datetime
    stand: Stand

    @property
    def vandaag(self) -> date:
        """The virtual date in Amsterdam."""
        return clock.dag(self.nu)

    def rijen(
        self, tabel: Table, *voorwaarden: Any, volgorde: tuple[Any, ...] = (), limiet: int | None = None
    ) -> list[Row[Any]]:
        """The rows of a table of this world, in an order, and no more than `limiet`."""
        vraag = select(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden).order_by(*volgorde).limit(limiet)
        return list(self.conn.execute(vraag))

    def rij(self, tabel: Table, *voorwaarden: Any) -> Row[Any] | None:
        """The first row of a table of this world that meets these conditions, or None."""
        return self.conn.execute(select(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden).limit(1)).first()

    def aantal(self, tabel: Table, *voorwaarden: Any) -> int:
        """How many rows of a table of this world meet these conditions."""
        vraag = select(func.count()).select_from(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden)
        return int(self.conn.scalar(vraag) or 0)


@dataclass
class Tx(Lezing):
    """The writing transaction of one omgeving."""

    handlers: Mapping[str, list[Handler]] = field(default_factory=dict)
    na_afloop: list[Callable[[], None]] = field(default_factory=list)

    def voeg_toe(self, tabel: Table, **waarden: Any) -> None:
        """Insert a row into a table of this world."""
        self.conn.execute(insert(tabel).values(wereld=self.wereld, **waarden))

    def voeg_alle_toe(self, tabel: Table, rijen: list[dict[str, Any]]) -> None:
        """Insert many rows at once."""
        if rijen:
            self.conn.execute(insert(tabel), [{"wereld": self.wereld, **rij} for rij in rijen])

    def wijzig(self, tabel: Table, *voorwaarden: Any, **waarden: Any) -> int:
        """Change the rows that meet these conditions; gives how many there were."""
        return self.conn.execute(
            update(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden).values(**waarden)
        ).rowcount

    def verwijder(self, tabel: Table, *voorwaarden: Any) -> int:
        """Delete the rows that meet these conditions; gives how many there were."""
        return self.conn.execute(tabel.delete().where(tabel.c.wereld == self.wereld, *voorwaarden)).rowcount

    def nummer(self, reeks: str) -> int:
        """The next number of a series, from 1."""
        if not self.wijzig(tables.teller, tables.teller.c.reeks == reeks, waarde=tables.teller.c.waarde + 1):
            self.voeg_toe(tables.teller, reeks=reeks, waarde=1)
            return 1
        rij = self.rij(tables.teller, tables.teller.c.reeks == reeks)
        return int(rij.waarde) if rij is not None else 1

    def uuid(self, reeks: str) -> UUID:
        """The next id of a series: the same after the same events with the same seed."""
        return ids.uuid(self.zaad, reeks, self.nummer(f"uuid/{reeks}"))

    def toeval(self, reeks: str) -> ids.Toeval:
        """Repeatable randomness for one purpose."""
        return ids.toeval(self.zaad, f"{reeks}/{self.nummer(f'toeval/{reeks}')}")

    def plan(self, op: datetime, soort: str, **gegevens: Any) -> int:
        """Put something on the agenda; gives its number. What the rooms call it: see `kernel.agenda`."""
        nummer = self.nummer("agenda")
        self.voeg_toe(tables.agenda, nummer=nummer, op=op, soort=soort, gegevens=gegevens)
        return nummer

    def verstuur(self, soort: str, **gegevens: Any) -> UUID:
        """Put a message in the outbox; gives its id, which every attempt keeps. See `kernel.outbox`."""
        bericht_id = self.uuid("bericht")
        self.voeg_toe(
            tables.uitgaand,
            nummer=self.nummer("uitgaand"),
            bericht_id=str(bericht_id),
            soort=soort,
            gegevens=gegevens,
            status="wacht",
            pogingen=0,
            volgende=self.nu,
            fout="",
        )
        return bericht_id

    def emit(self, soort: str, **gegevens: Any) -> int:
        """Record a domain event and let its handlers run, all in this transaction; gives its number."""
        tabel = tables.gebeurtenis
        laatste = self.conn.scalar(select(func.max(tabel.c.nummer)).where(tabel.c.omgeving == self.omgeving))
        nummer = int(laatste or 0) + 1
        self.conn.execute(
            insert(tabel).values(
                omgeving=self.omgeving, nummer=nummer, wereld=self.wereld, op=self.nu, soort=soort, gegevens=gegevens
            )
        )
        for handler in self.handlers.get(soort, ()):
            handler(self, gegevens)
        return nummer

    def zet_klok(self, stand: Stand) -> None:
        """Change the clock of this world."""
        self.wijzig(tables.klok, virtueel=stand.virtueel, echt=stand.echt, snelheid=stand.snelheid, doel=stand.doel)
        self.stand = stand


@dataclass(frozen=True)
class Wereld:
    """The world of one omgeving, as the rooms hold it."""

    store: Store
    omgeving: str = STANDAARD

    def lees(self) -> contextlib.AbstractContextManager[Lezing]:
        """A consistent view."""
        return self.store.lees(self.omgeving)

    def schrijf(self) -> contextlib.AbstractContextManager[Tx]:
        """The one writing transaction."""
        return self.store.schrijf(self.omgeving)


def _lezing(conn: Connection, omgeving: str) -> Lezing:
    o, k = tables.omgeving, tables.klok
    vraag = select(o.c.wereld, o.c.zaad, k.c.virtueel, k.c.echt, k.c.snelheid, k.c.doel)
    rij = conn.execute(vraag.join_from(o, k, o.c.wereld == k.c.wereld).where(o.c.naam == omgeving)).first()
    if rij is None:
        raise OmgevingOnbekend(omgeving)
    stand = Stand(rij.virtueel, rij.echt, rij.snelheid, rij.doel)
    return Lezing(conn, omgeving, rij.wereld, rij.zaad, stand.nu(clock.echt_nu()), stand)


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=20)
    engine = create_engine(url, pool_size=20, connect_args={"check_same_thread": False, "timeout": 60})

    @event.listens_for(engine, "connect")
    def _bij_verbinden(dbapi: Any, _record: ConnectionPoolEntry) -> None:
        dbapi.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "temp_store=MEMORY", "cache_size=-16000"):
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _bij_begin(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("schrijf") else "BEGIN")

    return engine
