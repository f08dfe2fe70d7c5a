"""The store: SQLAlchemy Core over SQLite (a WAL file) or PostgreSQL, with two ways in.

`lees()` gives a consistent view; `schrijf()` is the one writer of an omgeving at a time: BEGIN IMMEDIATE on SQLite, a
lock on the omgeving's row on PostgreSQL. Read-then-write without it loses updates silently.
"""

import contextlib
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, event, func, insert, select, update
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.kernel import clock, database, migraties, tables, vragen
from simulator.kernel import tijdelijk as tijdelijke
from simulator.kernel.clock import Stand
from simulator.kernel.geheugen import Geheugen
from simulator.kernel.locks import Beurt, Mapslot, Sein, Seinen
from simulator.kernel.opslag import Opslag
from simulator.kernel.redenen import os_reden
from simulator.kernel.transactie import Handler, Lezing, Tx

STANDAARD = "standaard"
GEDULD = 0.25


@dataclass(frozen=True)
class Begin:
    """How a fresh world starts: seed, the moment of its clock (None: the machine's own) and its speed."""

    zaad: int = 1
    moment: datetime | None = None
    snelheid: float = 1.0


class OmgevingOnbekend(LookupError):
    """There is no omgeving with this name."""


class MapOnbruikbaar(ValueError):
    """There can be no store in this folder; the text says why and what to do, in Dutch."""


class StoreDicht(RuntimeError):
    """The store was closed; what is not committed is not in it."""


class Store:
    """One database with every omgeving in it.

    `werk` is given when there may be something to do for the agenda, `post` when for the outbox, and `bekenden` when
    who is known of in some omgeving may be others. Raises OpslagOnbereikbaar, and what `migraties.breng_bij` raises.
    """

    def __init__(
        self, url: str, begin: Begin | None = None, *, tijdelijk: Path | None = None, mapslot: Mapslot | None = None
    ) -> None:
        self.begin = begin or Begin()
        self.engine = database.open_engine(url, blijvend=tijdelijk is None)
        self.handlers: dict[str, list[Handler]] = {}
        self.werk = Seinen()
        self.post = Seinen()
        self.geheugen = Geheugen()
        self.bekenden = Sein()
        self.opslag = Opslag()
        self._alleen = database.is_sqlite(self.engine)
        self._beurten: dict[str, Beurt] = {}
        self._beurtenslot = threading.Lock()
        self._tijdelijk = tijdelijk
        self._gewijzigd = Sein()
        self._werelden = Seinen()
        self._bekend: tuple[int, list[str]] | None = None
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

        Raises MapBezet when another process has the folder, MapOnbruikbaar when there can be no store in it.
        """
        tijdelijk = tijdelijke.maak() if map_ is None else None
        plaats = map_ or tijdelijk
        assert plaats is not None
        try:
            plaats.mkdir(parents=True, exist_ok=True)
            mapslot = Mapslot(plaats)
        except OSError as fout:
            reden = "dat is geen map" if isinstance(fout, FileExistsError) else os_reden(fout)
            raise MapOnbruikbaar(
                f"de map {plaats} is niet te gebruiken: {reden}. Kies met --data een map waarin deze gebruiker mag "
                "schrijven, of laat --data weg."
            ) from None
        url = URL.create("sqlite", database=str(plaats / tijdelijke.DATABASE))
        return cls(url.render_as_string(hide_password=False), begin, tijdelijk=tijdelijk, mapslot=mapslot)

    def sluit(self) -> None:
        """Close every connection, wake whoever waits, and remove what was temporary."""
        self._dicht = True
        self.meld_anderen([""], [""], [""])
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

    def bekende_omgevingen(self) -> list[str]:
        """As `omgevingen`, as far as is known of here: what another process did, it hears a moment later."""
        stand = self._werelden.alle.stand  # before reading: a change in between must count as unseen
        if self._bekend is None or self._bekend[0] != stand or self.kijktijd is not None:
            self._bekend = stand, self.omgevingen()
        return self._bekend[1]

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
        with self._open() as conn:
            database.begin(conn, schrijf=False)
            yield conn

    @contextlib.contextmanager
    def ruw(self, omgeving: str | None = None) -> Iterator[Connection]:
        """A writing connection outside any world, for the kernel's own bookkeeping.

        omgeving: keep every other writer of this omgeving out. Raises StoreDicht, and RuntimeError when this thread
        is writing already.
        """
        with self._beurt(omgeving), self._open() as conn:
            database.begin(conn, schrijf=True, omgeving=omgeving or "")
            yield conn

    @contextlib.contextmanager
    def ruw_na(self, vraag: Select[Any], omgeving: str, slot: str) -> Iterator[tuple[Connection, database.Rij | None]]:
        """As `ruw`, with what a question gave whose only value is `omgeving`, and with a lock by name until the end.

        The first row, values as the database has them. Raises StoreDicht, and RuntimeError as `ruw` does.
        """
        with self._beurt(None), self._open() as conn:
            yield conn, database.begin(conn, schrijf=True, vraag=vraag, omgeving=omgeving, slot=slot)

    @contextlib.contextmanager
    def lees(self, omgeving: str) -> Iterator["Lezing"]:
        """A consistent view on the world of an omgeving. Raises OmgevingOnbekend, StoreDicht."""
        with self._open() as conn:
            rij = database.begin(conn, schrijf=False, vraag=vragen.STAND, omgeving=omgeving)
            yield Lezing(conn, omgeving, *_stand(rij, omgeving), self.geheugen)

    def rij(self, omgeving: str, vraag: Select[Any], **waarden: Any) -> Row[Any] | None:
        """The first row that one statement gives, or None: where that is all there is to read, a third of `lees`.

        vraag: finds its world with `vragen.WERELD`. Raises StoreDicht.
        """
        with self._open() as conn:  # no transaction: one statement is a consistent view by itself
            return conn.execute(vraag, {"omgeving": omgeving, **waarden}).first()

    @contextlib.contextmanager
    def schrijf(self, omgeving: str, op: datetime | None = None) -> Iterator["Tx"]:
        """The one writing transaction of an omgeving; everything in it is committed together or not at all.

        op: the moment it takes place, for the agenda; else the moment of the clock. Raises OmgevingOnbekend,
        StoreDicht, and RuntimeError for a transaction within a transaction.
        """
        with self._beurt(omgeving), self._open() as conn:
            rij = database.begin(conn, schrijf=True, vraag=vragen.STAND_EN_LAATSTE, omgeving=omgeving)
            begin = _stand(rij, omgeving)
            laatste = 0 if rij is None else int(rij[-1] or 0)
            tx = Tx(conn, omgeving, *begin, self.geheugen, laatste, self.handlers, werk=op is not None)
            tx.nu = op or tx.nu
            yield tx
            tx.voeg_alle_toe(tables.gebeurtenis, tx.gebeurtenissen)
        self._gewijzigd.meld()
        anders = tx.klok_anders or tx.vast_anders
        for iets, sein in ((anders, self._werelden), (tx.werk, self.werk), (tx.post, self.post)):
            if iets:
                sein.meld(omgeving)
        for taak in tx.na_afloop:
            taak()

    def meld_wijziging(self, omgeving: str = "", *, werk: bool = False, post: bool = False) -> None:
        """Wake whoever waits for something to change.

        omgeving: whose world or settings are others now, "" for none; werk: its agenda has something to do; post: the
        outbox has.
        """
        if omgeving:
            self._werelden.meld(omgeving)
        self._gewijzigd.meld()
        if werk:
            self.werk.meld(omgeving)
        if post:
            self.post.meld(omgeving)

    def meld_anderen(self, werelden: Iterable[str], werk: Iterable[str], post: Iterable[str]) -> None:
        """As `meld_wijziging`, for what another did: whose, "" for all."""
        self.bekenden.meld()
        for sein, waar in ((self._werelden, werelden), (self.werk, werk), (self.post, post)):
            for omgeving in waar:
                sein.meld(omgeving)
        self._gewijzigd.meld()

    def vers(self, omgeving: str) -> int:
        """A number that grows with every change that is known of here of what every call needs of an omgeving: which
        world it has, its settings, its clock, and its tables that are `vast`.
        """
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

    @contextlib.contextmanager
    def _open(self) -> Iterator[Connection]:
        """A connection whose transaction, begun by the caller, is committed at the end, or rolled back at an error.

        A reading too: on PostgreSQL a rollback takes every prepared statement along. Raises StoreDicht.
        """
        self._controleer()
        with self.engine.connect() as conn, conn.begin():
            yield conn

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


@dataclass(frozen=True)
class Wereld:
    """The world of one omgeving, as the rooms hold it."""

    store: Store
    omgeving: str = STANDAARD

    def lees(self) -> contextlib.AbstractContextManager[Lezing]:
        """A consistent view."""
        return self.store.lees(self.omgeving)

    def rij(self, vraag: Select[Any], **waarden: Any) -> Row[Any] | None:
        """The first row that one statement gives, or None; see `Store.rij`."""
        return self.store.rij(self.omgeving, vraag, **waarden)

    def schrijf(self) -> contextlib.AbstractContextManager[Tx]:
        """The one writing transaction."""
        return self.store.schrijf(self.omgeving)


def _stand(rij: database.Rij | None, omgeving: str) -> tuple[int, int, datetime, Stand, int]:
    """(wereld, zaad, nu, stand, vast) of an omgeving, from the row that `vragen.STAND` gives."""
    if rij is None:
        raise OmgevingOnbekend(omgeving)
    wereld, zaad, virtueel, echt, doel, snelheid, vast = rij[:7]
    bestemming = None if doel is None else tables.moment(doel)
    stand = Stand(tables.moment(virtueel), tables.moment(echt), snelheid, bestemming)
    return wereld, zaad, stand.nu(clock.echt_nu()), stand, int(vast or 0)
