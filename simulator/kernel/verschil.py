"""What differs between two worlds: of two omgevingen, of a snapshot and now, or of two snapshots.

Counted in the database, table by table. The clock is told apart: it runs, so it always differs.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, or_, select

from simulator.kernel import clock, geheimen, snapshot, tables
from simulator.kernel.store import Store

VOORBEELDEN = 3
_LANG = 200


@dataclass(frozen=True)
class Kant:
    """One of the two: an omgeving as it is now, or a snapshot of it."""

    omgeving: str
    snapshot: str = ""


@dataclass(frozen=True)
class Rij:
    """One row that differs: its key, and of one that changed the columns as (before, after)."""

    sleutel: dict[str, Any]
    velden: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Tabelverschil:
    """How many rows of a table came, went and changed, each with the first few of them."""

    tabel: str
    erbij: int
    weg: int
    anders: int
    voorbeelden_erbij: tuple[Rij, ...]
    voorbeelden_weg: tuple[Rij, ...]
    voorbeelden_anders: tuple[Rij, ...]


@dataclass(frozen=True)
class Verschil:
    """What differs, going from one to the other; only the tables in which something does. klok: of both, UTC."""

    klok: tuple[datetime, datetime]
    tabellen: tuple[Tabelverschil, ...]


def verschil(store: Store, van: Kant, naar: Kant) -> Verschil:
    """Compare two worlds. Raises OmgevingOnbekend, SnapshotOnbekend."""
    with store.open_lezing() as conn:
        a = snapshot.wereld_van(conn, van.omgeving, van.snapshot)
        b = snapshot.wereld_van(conn, naar.omgeving, naar.snapshot)
        klok = _moment(conn, van, a), _moment(conn, naar, b)
        gevonden = [_tabel(conn, t, a, b) for t in tables.wereld_tabellen() if t is not tables.klok]
    return Verschil(klok, tuple(t for t in gevonden if t.erbij or t.weg or t.anders))


def _moment(conn: Connection, kant: Kant, wereld: int) -> datetime:
    """What time it is in a world; of a snapshot the moment at which it was taken."""
    rij = conn.execute(select(tables.klok).where(tables.klok.c.wereld == wereld)).one()
    if kant.snapshot:
        moment: datetime = rij.virtueel
        return moment
    return clock.Stand(rij.virtueel, rij.echt, rij.snelheid, rij.doel).nu(clock.echt_nu())


def _tabel(conn: Connection, tabel: Table, a: int, b: int) -> Tabelverschil:
    weg_aantal, weg = _alleen_in(conn, tabel, a, b)
    erbij_aantal, erbij = _alleen_in(conn, tabel, b, a)
    anders_aantal, anders = _anders(conn, tabel, a, b)
    return Tabelverschil(tabel.name, erbij_aantal, weg_aantal, anders_aantal, erbij, weg, anders)


def _sleutel(tabel: Any) -> list[Any]:
    """The columns of the key, but for the world; of the table itself or of an alias."""
    return [tabel.c[kolom.name] for kolom in tabel.primary_key if kolom.name != "wereld"]


def _alleen_in(conn: Connection, tabel: Table, hier: int, daar: int) -> tuple[int, tuple[Rij, ...]]:
    """(how many, the first few) of the rows that one world has and the other has not."""
    ander = tabel.alias()
    gelijk = [ander.c[k.name] == k for k in _sleutel(tabel)]
    waar = and_(tabel.c.wereld == hier, ~exists().where(ander.c.wereld == daar, *gelijk).correlate(tabel))
    aantal = int(conn.scalar(select(func.count()).select_from(tabel).where(waar)) or 0)
    if not aantal:
        return 0, ()
    sleutel = _sleutel(tabel)
    rijen = conn.execute(select(*sleutel).where(waar).order_by(*sleutel).limit(VOORBEELDEN))
    return aantal, tuple(Rij({str(naam): _kort(w) for naam, w in rij._mapping.items()}) for rij in rijen)


def _anders(conn: Connection, tabel: Table, a: int, b: int) -> tuple[int, tuple[Rij, ...]]:
    """(how many, the first few) of the rows that both have, and not alike."""
    sleutel = _sleutel(tabel)
    namen = {kolom.name for kolom in sleutel} | {"wereld"}
    overig = [kolom for kolom in tabel.columns if kolom.name not in namen]
    if not overig:
        return 0, ()
    ander = tabel.alias()
    samen = and_(tabel.c.wereld == a, ander.c.wereld == b, *(ander.c[k.name] == k for k in sleutel))
    verschilt: ColumnElement[bool] = or_(*(k.is_distinct_from(ander.c[k.name]) for k in overig))
    bron = tabel.join(ander, samen)
    aantal = int(conn.scalar(select(func.count()).select_from(bron).where(verschilt)) or 0)
    if not aantal:
        return 0, ()
    kolommen = [*sleutel, *overig, *(ander.c[k.name].label(f"{k.name}_na") for k in overig)]
    vraag = select(*kolommen).select_from(bron).where(verschilt).order_by(*sleutel).limit(VOORBEELDEN)
    voorbeelden = []
    for rij in conn.execute(vraag):
        m = rij._mapping
        velden = {str(k.name): (m[k.name], m[f"{k.name}_na"]) for k in overig if m[k.name] != m[f"{k.name}_na"]}
        kort = {naam: (_veilig(naam, was), _veilig(naam, wordt)) for naam, (was, wordt) in velden.items()}
        voorbeelden.append(Rij({str(k.name): _kort(m[k.name]) for k in sleutel}, kort))
    return aantal, tuple(voorbeelden)


def _veilig(naam: str, waarde: Any) -> Any:
    """A value of a column as a report shows it, without what lets somebody in."""
    if geheimen.is_geheim(naam):
        return geheimen.NIET_BEWAARD if waarde else _kort(waarde)
    if isinstance(waarde, dict):
        return _kort({n: geheimen.NIET_BEWAARD if geheimen.is_geheim(str(n)) else w for n, w in waarde.items()})
    return _kort(waarde)


def _kort(waarde: Any) -> Any:
    """A value as a report shows it."""
    if isinstance(waarde, bytes | memoryview):
        return f"({len(waarde)} bytes)"
    if isinstance(waarde, datetime):
        return clock.iso(waarde)
    if isinstance(waarde, str | int | float | bool | None):
        return waarde if not isinstance(waarde, str) or len(waarde) <= _LANG else f"{waarde[:_LANG]}…"
    tekst = str(waarde)
    return tekst if len(tekst) <= _LANG else f"{tekst[:_LANG]}…"
