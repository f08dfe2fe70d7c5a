"""Omgevingen: isolated worlds by name, made empty or branched from another, and removed without leaving anything.

What an omgeving keeps beside its world stands in tables with a column `omgeving`: snapshots, journal, events, and what
other layers declare so.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError

from simulator.kernel import database, snapshot, tables
from simulator.kernel.store import STANDAARD, Begin, OmgevingOnbekend, Store

NAAM = re.compile(r"[a-z0-9-]{1,40}")
_STAP = 50
"""How many lines go in one step: a line can be two megabytes."""


class NaamOngeldig(ValueError):
    """An omgeving cannot have this name."""


class OmgevingBestaat(ValueError):
    """There is one with this name."""


class StandaardBlijft(ValueError):
    """The omgeving `standaard` is always there."""


@dataclass(frozen=True)
class Omgeving:
    """One omgeving. begin: where a reset starts; instellingen: what other layers keep with it."""

    naam: str
    begin: Begin
    instellingen: Mapping[str, Any]


def lijst(store: Store) -> list[Omgeving]:
    """All of them, by name."""
    with store.open_lezing() as conn:
        rijen = conn.execute(select(tables.omgeving).order_by(tables.omgeving.c.naam)).all()
    return [_uit(store, rij) for rij in rijen]


def een(store: Store, naam: str) -> Omgeving:
    """One of them. Raises OmgevingOnbekend."""
    with store.open_lezing() as conn:
        rij = conn.execute(select(tables.omgeving).where(tables.omgeving.c.naam == naam)).first()
    if rij is None:
        raise OmgevingOnbekend(naam)
    return _uit(store, rij)


def maak(store: Store, naam: str, begin: Begin | None = None, **instellingen: Any) -> None:
    """Make an omgeving with a fresh world. begin: where it starts and restarts; None: as the store does.

    Raises NaamOngeldig, OmgevingBestaat.
    """
    eigen = {} if begin is None else {"begin": snapshot.begin_als_json(begin)}
    _voeg_toe(
        store, naam, lambda conn: (store.nieuwe_wereld(conn, begin or store.begin), {**eigen, **instellingen}), None
    )


def vertak(store: Store, naam: str, van: str, van_snapshot: str = "", **instellingen: Any) -> None:
    """Make an omgeving that goes on from the world of another, or from a snapshot of it, with its settings.

    instellingen: those that differ. Journal and events begin anew. Raises NaamOngeldig, OmgevingBestaat,
    OmgevingOnbekend, SnapshotOnbekend.
    """
    bron = een(store, van)
    eigen = {**bron.instellingen, **instellingen}
    _voeg_toe(store, naam, lambda conn: (snapshot.kopie(store, conn, van, van_snapshot), eigen), van)


def stel_in(store: Store, naam: str, **instellingen: Any) -> None:
    """Change settings of an omgeving. Raises OmgevingOnbekend."""
    o = tables.omgeving
    with store.ruw(naam) as conn:
        oud = conn.scalar(select(o.c.instellingen).where(o.c.naam == naam))
        if oud is None:
            raise OmgevingOnbekend(naam)
        conn.execute(update(o).where(o.c.naam == naam).values(instellingen={**oud, **instellingen}))
    store.meld_wijziging(naam)


def verwijder(store: Store, naam: str) -> None:
    """Remove an omgeving and all that it keeps; its worlds are cleared by `snapshot.ruim_op`.

    Raises StandaardBlijft, OmgevingOnbekend.
    """
    if naam == STANDAARD:
        raise StandaardBlijft(naam)
    with store.ruw(naam) as conn:
        database.slot(conn, f"journaal/{naam}")  # from here on no line of it is written
        if not conn.execute(delete(tables.omgeving).where(tables.omgeving.c.naam == naam)).rowcount:
            raise OmgevingOnbekend(naam)
        for tabel in _kleine():
            conn.execute(delete(tabel).where(tabel.c.omgeving == naam))
    store.meld_anderen([""], [naam], [naam])  # what went with it others may have kept in mind
    _wis_lange(store, naam)


def ruim_op(store: Store, stop: Callable[[], bool]) -> None:
    """Clear what a removal that was broken off has left, in small steps."""
    for naam in _wezen(store):
        if stop():
            return
        _wis_lange(store, naam, stop)


def _voeg_toe(
    store: Store, naam: str, bron: Callable[[Connection], tuple[int, Mapping[str, Any]]], van: str | None
) -> None:
    """Add an omgeving. bron: gives its world and settings; van: of which omgeving other writers must stay out."""
    if not NAAM.fullmatch(naam):
        raise NaamOngeldig(naam)
    while True:
        _wis_lange(store, naam)
        try:
            with store.ruw(van) as conn:
                if any(conn.scalar(select(exists().where(t.c.omgeving == naam))) for t in _lange()):
                    if conn.scalar(select(exists().where(tables.omgeving.c.naam == naam))):
                        raise OmgevingBestaat(naam)
                    continue  # one of that name is being removed: its lines must not become ours
                wereld, instellingen = bron(conn)
                store.voeg_omgeving_toe(conn, naam, wereld, **instellingen)
        except IntegrityError:
            raise OmgevingBestaat(naam) from None
        break
    store.meld_wijziging(naam, werk=True, post=True)


def _wis_lange(store: Store, naam: str, stop: Callable[[], bool] = lambda: False) -> None:
    """Delete the lines of an omgeving that is not there, in small steps."""
    for tabel in _lange():
        while not stop():
            with store.ruw() as conn:
                if conn.scalar(select(exists().where(tables.omgeving.c.naam == naam))):
                    return
                nummers = select(tabel.c.nummer).where(tabel.c.omgeving == naam).order_by(tabel.c.nummer)
                deel = list(conn.scalars(nummers.limit(_STAP)))
                if not deel:
                    break
                conn.execute(delete(tabel).where(tabel.c.omgeving == naam, tabel.c.nummer <= deel[-1]))


def _lange() -> tuple[Table, Table]:
    return tables.journaal, tables.gebeurtenis


def _kleine() -> list[Table]:
    """The other tables that keep something by omgeving."""
    return [t for t in tables.metadata.sorted_tables if "omgeving" in t.columns and t not in _lange()]


def _wezen(store: Store) -> Iterator[str]:
    """The names by which lines are kept, of which there is no omgeving."""
    bekend = set(store.omgevingen())
    for tabel in _lange():
        naam: str | None = ""
        while True:
            with store.open_lezing() as conn:  # from name to name, not past every line
                naam = conn.scalar(select(func.min(tabel.c.omgeving)).where(tabel.c.omgeving > naam))
            if naam is None:
                break
            if naam not in bekend:
                yield naam


def _uit(store: Store, rij: Row[Any]) -> Omgeving:
    return Omgeving(rij.naam, snapshot.begin_uit(rij.instellingen) or store.begin, rij.instellingen)
