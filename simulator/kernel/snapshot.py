"""Named snapshots of a world: reset and restore point the omgeving at another world, so both are instant."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    delete,
    insert,
    literal,
    select,
    true,
    tuple_,
    update,
)

from simulator.kernel import clock, database, tables
from simulator.kernel.store import Begin, OmgevingOnbekend, Store

STAP = 0.003
"""How long one step of the background may keep the writers waiting, in seconds."""
STAP_NAAST_ANDEREN = 0.05
"""As STAP, on a database where nobody waits for it."""
_EERSTE_STAP = 200


class SnapshotOnbekend(LookupError):
    """There is no snapshot with this name."""


def _nooit() -> bool:
    return False


def neem(store: Store, omgeving: str, naam: str) -> datetime:
    """Keep the world as it is now under a name, in the place of an older one; gives its virtual moment.

    Tables, agenda, clock and counters are in it; journal and events are not, they go on counting. Of a jump under way
    the moment is kept, not where it goes. Raises OmgevingOnbekend.
    """
    s = tables.snapshot
    with store.ruw(omgeving) as conn:
        wereld, nu = _kopie_van_nu(store, conn, wereld_van(conn, omgeving))
        conn.execute(delete(s).where(_deze(omgeving, naam)))
        conn.execute(insert(s).values(omgeving=omgeving, naam=naam, wereld=wereld, genomen_op=nu))
    return nu


def kopie(store: Store, conn: Connection, omgeving: str, naam: str = "") -> int:
    """A copy of a snapshot, or with "" of the world as it is now, of which the clock goes on; gives its number.

    Within a transaction that keeps the other writers of the omgeving out. Raises OmgevingOnbekend, SnapshotOnbekend.
    """
    van = wereld_van(conn, omgeving, naam)
    wereld = _kopieer(store, conn, van) if naam else _kopie_van_nu(store, conn, van)[0]
    conn.execute(update(tables.klok).where(tables.klok.c.wereld == wereld).values(echt=clock.echt_nu()))
    return wereld


def lijst(store: Store, omgeving: str) -> list[dict[str, Any]]:
    """(naam, genomenOp) of every snapshot of an omgeving."""
    s = tables.snapshot
    with store.open_lezing() as conn:
        rijen = conn.execute(select(s.c.naam, s.c.genomen_op).where(s.c.omgeving == omgeving).order_by(s.c.naam))
        return [{"naam": rij.naam, "genomenOp": clock.iso(rij.genomen_op)} for rij in rijen]


def maak_klaar(store: Store, omgeving: str, naam: str, stop: Callable[[], bool] = _nooit) -> None:
    """Make the copy that the next restore will point at, in small steps; for the background."""
    s, k = tables.snapshot, tables.klok
    with store.ruw() as conn:
        rij = conn.execute(select(s).where(_deze(omgeving, naam))).first()
        if rij is None or rij.kopie is not None:
            return
        naar = store.nieuw_nummer(conn)
        conn.execute(update(s).where(_deze(omgeving, naam)).values(bouw=naar))
        _neem_over(k, rij.wereld, naar, conn)  # the clock first: by it a copy that is broken off is found and cleared
    for tabel in tables.wereld_tabellen():
        if tabel is not k:
            stappen = _Stappen(store, tabel, rij.wereld, stop)
            stappen.loop(functools.partial(_neem_over, tabel, rij.wereld, naar))
    if stop():
        return
    with store.ruw() as conn:
        nog_van_nu = (s.c.wereld == rij.wereld, s.c.bouw == naar, s.c.kopie.is_(None))
        conn.execute(update(s).where(_deze(omgeving, naam), *nog_van_nu).values(kopie=naar, bouw=None))


def herstel(store: Store, omgeving: str, naam: str) -> None:
    """Go back to a snapshot; its clock goes on from the moment it was taken. Raises SnapshotOnbekend.

    Instant with the copy of `maak_klaar`; without it the copy is made here.
    """
    s = tables.snapshot
    with store.ruw(omgeving) as conn:
        rij = conn.execute(select(s).where(_deze(omgeving, naam)).with_for_update()).first()
        if rij is None:
            raise SnapshotOnbekend(naam)
        wereld = rij.kopie if rij.kopie is not None else _kopieer(store, conn, rij.wereld)
        conn.execute(update(s).where(_deze(omgeving, naam)).values(kopie=None))
        conn.execute(update(tables.klok).where(tables.klok.c.wereld == wereld).values(echt=clock.echt_nu()))
        _wijs(conn, omgeving, wereld)
    store.meld_wijziging(omgeving, werk=True, post=True)


def verwijder(store: Store, omgeving: str, naam: str) -> None:
    """Forget a snapshot; `ruim_op` clears its world. Raises SnapshotOnbekend."""
    with store.ruw(omgeving) as conn:
        if not conn.execute(delete(tables.snapshot).where(_deze(omgeving, naam))).rowcount:
            raise SnapshotOnbekend(naam)


def begin_opnieuw(store: Store, omgeving: str, begin: Begin | None = None) -> None:
    """Point the omgeving at a fresh world: nothing in it, the clock at its start. Raises OmgevingOnbekend.

    begin: where it starts; without it that of the omgeving, and else that of the store.
    """
    with store.ruw(omgeving) as conn:
        instellingen = conn.scalar(select(tables.omgeving.c.instellingen).where(tables.omgeving.c.naam == omgeving))
        if instellingen is None:
            raise OmgevingOnbekend(omgeving)
        _wijs(conn, omgeving, store.nieuwe_wereld(conn, begin or begin_uit(instellingen) or store.begin))
    store.meld_wijziging(omgeving, werk=True, post=True)


def begin_uit(instellingen: Mapping[str, Any]) -> Begin | None:
    """Where an omgeving of its own starts, as `begin_als_json` wrote it; None when the store says so."""
    begin = instellingen.get("begin")
    if begin is None:
        return None
    return Begin(begin["zaad"], begin["klok"] and clock.lees_iso(begin["klok"]), begin["snelheid"])


def begin_als_json(begin: Begin) -> dict[str, Any]:
    """Where an omgeving starts, as its settings keep it."""
    klok = None if begin.moment is None else clock.iso(begin.moment)
    return {"zaad": begin.zaad, "klok": klok, "snelheid": begin.snelheid}


def ruim_op(store: Store, stop: Callable[[], bool] = _nooit) -> int:
    """Delete the rows of worlds that nothing points at any more, in small steps; gives how many worlds went."""
    s, o, k = tables.snapshot, tables.omgeving, tables.klok
    with store.open_lezing() as conn:  # one view, in which a world is never between two that point at it
        in_gebruik = set(conn.scalars(select(o.c.wereld)))
        for rij in conn.execute(select(s.c.wereld, s.c.kopie, s.c.bouw)):
            in_gebruik |= set(rij)
        weg = set(conn.scalars(select(k.c.wereld))) - in_gebruik
    for wereld in sorted(weg):
        for tabel in tables.wereld_tabellen():
            if tabel is not k:
                _Stappen(store, tabel, wereld, stop).loop(functools.partial(_wis, tabel))
        if stop():
            return 0
        with store.ruw() as conn:
            _wis(k, conn, k.c.wereld == wereld)  # the clock last: by it a world is found
    return len(weg)


def inhoud(store: Store, omgeving: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the world of an omgeving by table, in order, without the wereld number: equal worlds are equal.

    The real anchor of the clock is left out: it tells about the machine, not about the world.
    """
    with store.lees(omgeving) as lezing:
        uit = {}
        for tabel in tables.wereld_tabellen():
            kolommen = [
                k for k in tabel.columns if k.name != "wereld" and not (tabel is tables.klok and k.name == "echt")
            ]
            vraag = select(*kolommen).where(tabel.c.wereld == lezing.wereld).order_by(*tabel.primary_key.columns)
            uit[tabel.name] = [tuple(rij) for rij in lezing.conn.execute(vraag)]
        return uit


@dataclass
class _Stappen:
    """The rows of one table of one world in parts, each handled in a transaction of its own that takes about a step."""

    store: Store
    tabel: Table
    wereld: int
    stop: Callable[[], bool]
    aantal: int = _EERSTE_STAP

    def loop(self, doe: Callable[[Connection, ColumnElement[bool]], None]) -> None:
        """Call `doe` with a connection and what selects the rows of a part, until all parts are done."""
        na: Row[Any] | None = None
        stap = STAP if database.is_sqlite(self.store.engine) else STAP_NAAST_ANDEREN
        while not self.stop():
            with self.store.ruw() as conn:
                begonnen = clock.stopwatch()
                deel, na = self._volgend(conn, na)
                doe(conn, deel)
            if na is None:
                return
            duur = max(clock.stopwatch() - begonnen, stap / 10)
            self.aantal = max(5, min(5000, int(self.aantal * stap / duur)))

    def _volgend(self, conn: Connection, na: Row[Any] | None) -> tuple[ColumnElement[bool], Row[Any] | None]:
        """What selects the part after a key, and the key at which it ends (None: it is the last)."""
        sleutel = [kolom for kolom in self.tabel.primary_key.columns if kolom.name != "wereld"]
        deel: ColumnElement[bool] = self.tabel.c.wereld == self.wereld
        if not sleutel:
            return deel, None
        rij = tuple_(*sleutel)
        if na is not None:
            deel = and_(deel, rij > _tuple(sleutel, na))
        tot = conn.execute(select(*sleutel).where(deel).order_by(*sleutel).offset(self.aantal - 1).limit(1)).first()
        return (deel if tot is None else and_(deel, rij <= _tuple(sleutel, tot))), tot


def _tuple(sleutel: list[Any], waarden: Row[Any]) -> Any:
    return tuple_(*(literal(waarde, kolom.type) for kolom, waarde in zip(sleutel, waarden, strict=True)))


def _deze(omgeving: str, naam: str) -> ColumnElement[bool]:
    return and_(tables.snapshot.c.omgeving == omgeving, tables.snapshot.c.naam == naam)


def wereld_van(conn: Connection, omgeving: str, naam: str = "") -> int:
    """The number of the world of an omgeving, or of a snapshot of it. Raises OmgevingOnbekend, SnapshotOnbekend."""
    o, s = tables.omgeving, tables.snapshot
    wereld = conn.scalar(select(o.c.wereld).where(o.c.naam == omgeving))
    if wereld is None:
        raise OmgevingOnbekend(omgeving)
    if naam:
        wereld = conn.scalar(select(s.c.wereld).where(_deze(omgeving, naam)))
        if wereld is None:
            raise SnapshotOnbekend(naam)
    return int(wereld)


def _wijs(conn: Connection, omgeving: str, wereld: int) -> None:
    o = tables.omgeving
    if not conn.execute(update(o).where(o.c.naam == omgeving).values(wereld=wereld)).rowcount:
        raise OmgevingOnbekend(omgeving)


def _wis(tabel: Table, conn: Connection, deel: ColumnElement[bool]) -> None:
    conn.execute(delete(tabel).where(deel))


def _kopie_van_nu(store: Store, conn: Connection, van: int) -> tuple[int, datetime]:
    """(a copy of a world, its virtual moment), of which the clock stands where it is now; a jump goes no further."""
    k = tables.klok
    wereld = _kopieer(store, conn, van)
    rij = conn.execute(select(k).where(k.c.wereld == van)).one()
    nu = clock.Stand(rij.virtueel, rij.echt, rij.snelheid, rij.doel).nu(clock.echt_nu())
    conn.execute(update(k).where(k.c.wereld == wereld).values(virtueel=nu, doel=None))
    return wereld, nu


def _kopieer(store: Store, conn: Connection, van: int) -> int:
    naar = store.nieuw_nummer(conn)
    for tabel in tables.wereld_tabellen():
        _neem_over(tabel, van, naar, conn)
    return naar


def _neem_over(tabel: Table, van: int, naar: int, conn: Connection, deel: ColumnElement[bool] | None = None) -> None:
    kolommen = [kolom for kolom in tabel.columns if kolom.name != "wereld"]
    bron = select(literal(naar), *kolommen).where(tabel.c.wereld == van, true() if deel is None else deel)
    conn.execute(insert(tabel).from_select(["wereld", *(kolom.name for kolom in kolommen)], bron))
