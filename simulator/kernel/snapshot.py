"""Named snapshots of a world: reset and restore point the omgeving at another world, so both are instant."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, literal, select, update

from simulator.kernel import clock, tables
from simulator.kernel.store import Begin, Store


class SnapshotOnbekend(LookupError):
    """There is no snapshot with this name."""


def neem(store: Store, omgeving: str, naam: str) -> datetime:
    """Keep the world as it is now under a name, in the place of an older one; gives its virtual moment.

    Tables, agenda, clock and counters are in it; journal and events are not, they go on counting.
    """
    s = tables.snapshot
    with store.ruw() as conn:
        lezing = _nu(conn, omgeving)
        wereld = _kopieer(store, conn, lezing["wereld"])
        stand = clock.Stand(lezing["virtueel"], lezing["echt"], lezing["snelheid"], lezing["doel"])
        nu = stand.nu(clock.echt_nu())
        conn.execute(update(tables.klok).where(tables.klok.c.wereld == wereld).values(virtueel=nu))
        conn.execute(delete(s).where(s.c.omgeving == omgeving, s.c.naam == naam))
        conn.execute(insert(s).values(omgeving=omgeving, naam=naam, wereld=wereld, kopie=None, genomen_op=nu))
    return nu


def lijst(store: Store, omgeving: str) -> list[dict[str, Any]]:
    """(naam, genomen_op) of every snapshot of an omgeving."""
    s = tables.snapshot
    with store.engine.connect() as conn:
        rijen = conn.execute(select(s.c.naam, s.c.genomen_op).where(s.c.omgeving == omgeving).order_by(s.c.naam))
        return [{"naam": rij.naam, "genomenOp": clock.iso(rij.genomen_op)} for rij in rijen]


def maak_klaar(store: Store, omgeving: str, naam: str) -> None:
    """Make the copy that the next restore will point at; for the background."""
    s = tables.snapshot
    with store.ruw() as conn:
        rij = conn.execute(select(s).where(s.c.omgeving == omgeving, s.c.naam == naam)).first()
        if rij is not None and rij.kopie is None:
            kopie = _kopieer(store, conn, rij.wereld)
            conn.execute(update(s).where(s.c.omgeving == omgeving, s.c.naam == naam).values(kopie=kopie))


def herstel(store: Store, omgeving: str, naam: str) -> None:
    """Go back to a snapshot; its clock goes on from the moment it was taken. Raises SnapshotOnbekend."""
    s = tables.snapshot
    with store.ruw() as conn:
        rij = conn.execute(select(s).where(s.c.omgeving == omgeving, s.c.naam == naam)).first()
        if rij is None:
            raise SnapshotOnbekend(naam)
        wereld = rij.kopie if rij.kopie is not None else _kopieer(store, conn, rij.wereld)
        conn.execute(update(s).where(s.c.omgeving == omgeving, s.c.naam == naam).values(kopie=None))
        conn.execute(update(tables.klok).where(tables.klok.c.wereld == wereld).values(echt=clock.echt_nu()))
        _wijs(conn, omgeving, wereld)
    store.meld_wijziging()


def begin_opnieuw(store: Store, omgeving: str, begin: Begin | None = None) -> None:
    """Point the omgeving at a fresh world: nothing in it, the clock at its start."""
    with store.ruw() as conn:
        _wijs(conn, omgeving, store.nieuwe_wereld(conn, begin or store.begin))
    store.meld_wijziging()


def ruim_op(store: Store) -> int:
    """Delete the rows of worlds that nothing points at any more; gives how many worlds went."""
    s, o, k = tables.snapshot, tables.omgeving, tables.klok
    with store.ruw() as conn:
        in_gebruik = set(conn.scalars(select(o.c.wereld)))
        for rij in conn.execute(select(s.c.wereld, s.c.kopie)):
            in_gebruik |= {rij.wereld, rij.kopie}
        weg = set(conn.scalars(select(k.c.wereld))) - in_gebruik
        for tabel in tables.wereld_tabellen():
            for wereld in weg:
                conn.execute(delete(tabel).where(tabel.c.wereld == wereld))
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


def _nu(conn: Connection, omgeving: str) -> dict[str, Any]:
    o, k = tables.omgeving, tables.klok
    vraag = select(o.c.wereld, k.c.virtueel, k.c.echt, k.c.snelheid, k.c.doel)
    return dict(
        conn.execute(vraag.join_from(o, k, o.c.wereld == k.c.wereld).where(o.c.naam == omgeving)).one()._mapping
    )


def _wijs(conn: Connection, omgeving: str, wereld: int) -> None:
    conn.execute(update(tables.omgeving).where(tables.omgeving.c.naam == omgeving).values(wereld=wereld))


def _kopieer(store: Store, conn: Connection, van: int) -> int:
    naar = store.nieuw_nummer(conn)
    for tabel in tables.wereld_tabellen():
        kolommen = [kolom for kolom in tabel.columns if kolom.name != "wereld"]
        bron = select(literal(naar), *kolommen).where(tabel.c.wereld == van)
        conn.execute(insert(tabel).from_select(["wereld", *(kolom.name for kolom in kolommen)], bron))
    return naar
