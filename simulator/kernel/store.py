"""The store: SQLAlchemy Core over SQLite (a WAL file) or PostgreSQL, with two ways in.

`lees()` gives a consistent view; `schrijf()` is the one writer of an omgeving at a time: BEGIN IMMEDIATE on SQLite, a
lock on the omgeving's row on PostgreSQL. Read-then-write without it loses updates silently.
"""

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, event, func, insert, select, update
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.kernel import clock, database, ids, migraties, tables, vragen
from simulator.kernel.clock import Stand
from simulator.kernel.locks import Beurt, Mapslot, Sein, Seinen

STANDAARD = "standaard"
GEDULD = 0.25
Handler = Callable[["Tx", Mapping[str, Any]], None]


@dataclass(frozen=True)
class Begin:
    """How a fresh world starts: seed, the moment of its clock (None: the machine's own) and its speed."""

    zaad: int = 1
    moment: datetime | None = None
    snelheid: float = 1.0


class OmgevingOnbekend(LookupError):
    """There is no omgeving with this name."""


class StoreDicht(RuntimeError):
    """The store was closed; what is not committed is not in it."""


class Store:
    """One database with every omgeving in it.

    `werk` is given when there may be something to do for the agenda, `post` when for the outbox. Raises
    OpslagOnbereikbaar, and what `migraties.breng_bij` raises.
    """

    def __init__(
        self, url: str, begin: Begin | None = None, *, tijdelijk: Path | None = None, mapslot: Mapslot | None = None
    ) -> None:
        self.begin = begin or Begin()
        self.engine = database.open_engine(url, blijvend=tijdelijk is None)
        self.handlers: dict[str, list[Handler]] = {}
        self.werk = Seinen()
        self.post = Seinen()
        self._om_te_lezen = database.om_te_lezen(self.engine)
        self._alleen = database.is_sqlite(self.engine)
        self._beurten: dict[str, Beurt] = {}
        self._beurtenslot = threading.Lock()
        self._tijdelijk = tijdelijk
        self._gewijzigd = Sein()
        self._werelden = Seinen()
        self._mapslot = mapslot
        self._dicht = False
        self.hoort_anderen = False
        self.zijspoor = database.Zijspoor(self.engine, self._controleer)
        event.listen(self.engine, "checkin", self._bij_teruggave)
        try:
            with database.te_openen(self.engine):
                self._maak_gereed()
        except BaseException:
            self.sluit()
            raise

    @classmethod
    def open(cls, map_: Path | None = None, begin: Begin | None = None) -> "Store":
        """Open the SQLite store in a folder, or in a temporary one that goes at `sluit`.

        Raises MapBezet when another process has the folder.
        """
        tijdelijk = Path(tempfile.mkdtemp(prefix="dso-sim-")) if map_ is None else None
        plaats = map_ or tijdelijk
        assert plaats is not None
        plaats.mkdir(parents=True, exist_ok=True)
        mapslot = None if map_ is None else Mapslot(map_)
        url = URL.create("sqlite", database=str(plaats / "dso-sim.db"))
        return cls(url.render_as_string(hide_password=False), begin, tijdelijk=tijdelijk, mapslot=mapslot)

    def sluit(self) -> None:
        """Close every connection, wake whoever waits, and remove what was temporary."""
        self._dicht = True
        self.meld_anderen(None)
        self.zijspoor.sluit()
        self.engine.dispose()
        if self._mapslot is not None:
            self._mapslot.geef()
        if self._tijdelijk is not None:
            shutil.rmtree(self._tijdelijk, ignore_errors=True)

    @property
    def dicht(self) -> bool:
        """Whether it was closed."""
        return self._dicht

    def omgevingen(self) -> list[str]:
        """The names of all omgevingen."""
        with self.open_lezing() as conn:
            return sorted(conn.scalars(select(tables.omgeving.c.naam)))

    def nieuwe_omgeving(self, naam: str) -> None:
        """Make an omgeving with a fresh world. Raises IntegrityError when the name is taken."""
        with self.ruw() as conn:
            self.voeg_omgeving_toe(conn, naam, self.nieuwe_wereld(conn, self.begin))
        self.meld_wijziging(naam, werk=True, post=True)

    def voeg_omgeving_toe(self, conn: Connection, naam: str, wereld: int, **instellingen: Any) -> None:
        """Let a name point at a world. Raises IntegrityError when the name is taken."""
        rij = {"naam": naam, "wereld": wereld, "zaad": self.begin.zaad, "instellingen": instellingen}
        conn.execute(insert(tables.omgeving).values(rij))

    def nieuw_nummer(self, conn: Connection) -> int:
        """The number of a world that nobody has yet."""
        laatste = tables.wereldnummer.c.laatste
        vraag = update(tables.wereldnummer).values(laatste=laatste + 1).returning(laatste)
        # Beside the transaction where that can be, else all who make a world would wait for each other.
        return int((conn.scalar(vraag) if self._alleen else self.zijspoor.vraag(vraag)) or 0)

    def nieuwe_wereld(self, conn: Connection, begin: Begin) -> int:
        """A fresh world: nothing in it but its clock and its seed."""
        wereld = self.nieuw_nummer(conn)
        echt = clock.echt_nu()
        virtueel = begin.moment or echt
        klok = {"een": 1, "zaad": begin.zaad, "virtueel": virtueel, "echt": echt, "snelheid": begin.snelheid}
        conn.execute(insert(tables.klok).values(wereld=wereld, doel=None, **klok))
        return wereld

    @contextlib.contextmanager
    def open_lezing(self) -> Iterator[Connection]:
        """A reading connection outside any world: one consistent view. Raises StoreDicht."""
        self._controleer()
        with self._om_te_lezen.connect() as conn:
            database.begin(conn, schrijf=False)
            yield conn

    @contextlib.contextmanager
    def ruw(self, omgeving: str | None = None) -> Iterator[Connection]:
        """A writing connection outside any world, for the kernel's own bookkeeping.

        omgeving: keep every other writer of this omgeving out. Raises StoreDicht, and RuntimeError when this thread
        is writing already.
        """
        with self._beurt(omgeving):
            self._controleer()
            with self.engine.connect() as conn, conn.begin():
                database.begin(conn, schrijf=True)
                if omgeving is not None:
                    database.vergrendel(conn, omgeving)
                yield conn

    @contextlib.contextmanager
    def lees(self, omgeving: str) -> Iterator["Lezing"]:
        """A consistent view on the world of an omgeving. Raises OmgevingOnbekend, StoreDicht."""
        with self.open_lezing() as conn:
            yield Lezing(conn, omgeving, *_stand(conn, omgeving))

    @contextlib.contextmanager
    def schrijf(self, omgeving: str, op: datetime | None = None) -> Iterator["Tx"]:
        """The one writing transaction of an omgeving; everything in it is committed together or not at all.

        op: the moment it takes place, for the agenda; else the moment of the clock. Raises OmgevingOnbekend,
        StoreDicht, and RuntimeError for a transaction within a transaction.
        """
        with self.ruw(omgeving) as conn:
            wereld, zaad, nu, stand = _stand(conn, omgeving)
            tx = Tx(conn, omgeving, wereld, zaad, op or nu, stand, self.handlers, werk=op is not None)
            yield tx
        self.meld_wijziging(omgeving, werk=tx.werk, post=tx.post)
        for taak in tx.na_afloop:
            taak()

    def meld_wijziging(self, omgeving: str = "", *, werk: bool = False, post: bool = False) -> None:
        """Wake whoever waits for something to change.

        omgeving: whose world changed, "" for none; werk: its agenda has something to do; post: the outbox has.
        """
        if omgeving:
            self._werelden.meld(omgeving)
        self._gewijzigd.meld()
        if werk:
            self.werk.meld(omgeving)
        if post:
            self.post.meld(omgeving)

    def meld_anderen(self, werk: Iterable[str] | None) -> None:
        """As `meld_wijziging`, for what another did that may be anything; werk: where there is work, None: anywhere."""
        self._werelden.meld()
        self._gewijzigd.meld()
        for omgeving in ("",) if werk is None else werk:
            self.werk.meld(omgeving)
            self.post.meld(omgeving)

    def vers(self, omgeving: str) -> int:
        """A number that grows with every change of the world or the settings of an omgeving that is known of here."""
        return self._werelden.van(omgeving).stand

    @property
    def wijzigingen(self) -> int:
        """A number that grows with every commit of this process."""
        return self._gewijzigd.stand

    @property
    def kijktijd(self) -> float | None:
        """How often to look whether another process changed something, in seconds; None: no need, or `samen` tells."""
        return None if self._alleen or self.hoort_anderen else GEDULD

    @property
    def geduld(self) -> float | None:
        """How soon to look again at what another process is doing, in seconds: it may die. None: there is no other."""
        return None if self._alleen else GEDULD

    def wacht_op_wijziging(self, sinds: int, seconden: float | None) -> int:
        """Wait until `wijzigingen` is past `sinds`, or for so many real seconds at most; gives the number now."""
        grenzen = [s for s in (seconden, self.kijktijd) if s is not None]
        return self._gewijzigd.wacht(sinds, min(grenzen, default=None))

    def _maak_gereed(self) -> None:
        with self.ruw() as conn:
            database.slot(conn, "tabellen")
            with self.zijspoor.als_enige("in gebruik") as alleen:
                migraties.breng_bij(conn, alleen)
                self.zijspoor.deel("in gebruik")
            database.voeg_toe_als_nieuw(conn, tables.wereldnummer, een=1, laatste=0)
        with self.ruw() as conn:
            database.slot(conn, "tabellen")
            if conn.scalar(select(func.count()).select_from(tables.omgeving)) == 0:
                self.voeg_omgeving_toe(conn, STANDAARD, self.nieuwe_wereld(conn, self.begin))

    def _beurt(self, omgeving: str | None) -> contextlib.AbstractContextManager[None]:
        """Threads of this process that would write the same wait here, in order, and not in the database."""
        if omgeving is None and not self._alleen:
            return contextlib.nullcontext()
        with self._beurtenslot:
            return self._beurten.setdefault("" if self._alleen or omgeving is None else omgeving, Beurt())

    def _bij_teruggave(self, _dbapi: Any, record: ConnectionPoolEntry) -> None:
        """A connection that comes back after closing is not kept."""
        if self._dicht:
            record.invalidate()

    def _controleer(self) -> None:
        if self._dicht:
            raise StoreDicht("de opslag is gesloten")


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

    def met(self, tabel: Table, /, **gelijk: Any) -> Row[Any] | None:
        """The row of a table of this world in which these columns are equal, or None; the statement is made once."""
        return self.conn.execute(vragen.zoeken(tabel, tuple(gelijk)), {"wereld": self.wereld, **gelijk}).first()

    def alle_met(self, tabel: Table, volgorde: tuple[str, ...] = (), /, **gelijk: Any) -> list[Row[Any]]:
        """The rows of a table of this world in which these columns are equal; the statement is made once."""
        return list(self.conn.execute(vragen.zoeken(tabel, tuple(gelijk), volgorde), {"wereld": self.wereld, **gelijk}))

    def aantal(self, tabel: Table, *voorwaarden: Any) -> int:
        """How many rows of a table of this world meet these conditions."""
        vraag = select(func.count()).select_from(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden)
        return int(self.conn.scalar(vraag) or 0)


@dataclass
class Tx(Lezing):
    """The writing transaction of one omgeving. What stands in `na_afloop` is called after the commit."""

    handlers: Mapping[str, list[Handler]] = field(default_factory=dict)
    na_afloop: list[Callable[[], None]] = field(default_factory=list)
    werk: bool = False
    post: bool = False
    laatste_gebeurtenis: int | None = None

    def voeg_toe(self, tabel: Table, **waarden: Any) -> None:
        """Insert a row into a table of this world."""
        self.conn.execute(vragen.invoegen(tabel), {"wereld": self.wereld, **waarden})

    def voeg_alle_toe(self, tabel: Table, rijen: list[dict[str, Any]]) -> None:
        """Insert many rows at once."""
        if rijen:
            self.conn.execute(vragen.invoegen(tabel), [{"wereld": self.wereld, **rij} for rij in rijen])

    def wijzig(self, tabel: Table, *voorwaarden: Any, **waarden: Any) -> int:
        """Change the rows that meet these conditions; gives how many there were."""
        return self.conn.execute(
            update(tabel).where(tabel.c.wereld == self.wereld, *voorwaarden).values(**waarden)
        ).rowcount

    def wijzig_met(self, tabel: Table, sleutel: Mapping[str, Any], /, **waarden: Any) -> int:
        """Change the rows in which these columns are equal; gives how many there were. The statement is made once."""
        gezocht = {f"_{naam}": waarde for naam, waarde in sleutel.items()}
        vraag = vragen.wijzigen(tabel, tuple(sleutel))
        return self.conn.execute(vraag, {"_wereld": self.wereld, **gezocht, **waarden}).rowcount

    def verwijder(self, tabel: Table, *voorwaarden: Any) -> int:
        """Delete the rows that meet these conditions; gives how many there were."""
        return self.conn.execute(tabel.delete().where(tabel.c.wereld == self.wereld, *voorwaarden)).rowcount

    def nummer(self, reeks: str) -> int:
        """The next number of a series, from 1."""
        waarde = self.conn.scalar(vragen.VERDER, {"van": self.wereld, "in": reeks})
        if waarde is None:
            self.voeg_toe(tables.teller, reeks=reeks, waarde=1)
        return int(waarde or 1)

    def uuid(self, reeks: str) -> UUID:
        """The next id of a series: the same after the same events with the same seed."""
        return ids.uuid(self.zaad, reeks, self.nummer(f"uuid/{reeks}"))

    def toeval(self, reeks: str) -> ids.Toeval:
        """Repeatable randomness for one purpose."""
        return ids.toeval(self.zaad, f"{reeks}/{self.nummer(f'toeval/{reeks}')}")

    def plan(self, op: datetime, soort: str, /, **gegevens: Any) -> int:
        """Put something on the agenda; gives its number. What the rooms call it: see `kernel.agenda`."""
        self.werk = True
        nummer = self.nummer("agenda")
        self.voeg_toe(tables.agenda, nummer=nummer, op=op, soort=soort, gegevens=gegevens)
        return nummer

    def verstuur(self, soort: str, /, **gegevens: Any) -> UUID:
        """Put a message in the outbox; gives its id, which every attempt keeps. See `kernel.outbox`."""
        self.post = True
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

    def emit(self, soort: str, /, **gegevens: Any) -> int:
        """Record a domain event and let its handlers run, all in this transaction; gives its number."""
        if self.laatste_gebeurtenis is None:  # nobody else writes in this omgeving meanwhile
            self.laatste_gebeurtenis = int(self.conn.scalar(vragen.LAATSTE, {"van": self.omgeving}) or 0)
        nummer = self.laatste_gebeurtenis = self.laatste_gebeurtenis + 1
        rij = {"omgeving": self.omgeving, "nummer": nummer, "op": self.nu, "soort": soort, "gegevens": gegevens}
        self.voeg_toe(tables.gebeurtenis, **rij)
        for handler in self.handlers.get(soort, ()):
            handler(self, gegevens)
        return nummer

    def zet_klok(self, stand: Stand) -> None:
        """Change the clock of this world; `nu` of this transaction stays as it was."""
        self.wijzig(tables.klok, virtueel=stand.virtueel, echt=stand.echt, snelheid=stand.snelheid, doel=stand.doel)
        self.stand = stand
        self.werk = self.post = True


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


def _stand(conn: Connection, omgeving: str) -> tuple[int, int, datetime, Stand]:
    """(wereld, zaad, nu, stand) of an omgeving."""
    rij = conn.execute(vragen.STAND, {"omgeving": omgeving}).first()
    if rij is None:
        raise OmgevingOnbekend(omgeving)
    wereld, zaad, virtueel, echt, snelheid, doel = rij
    stand = Stand(virtueel, echt, snelheid, doel)
    return wereld, zaad, stand.nu(clock.echt_nu()), stand
