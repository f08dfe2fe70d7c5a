"""Hearing of what other processes on the same database do.

Asking which transactions can be seen costs the server next to nothing, and the answer differs after every commit of
anybody: no change is missed, and an idle process asks that one thing a few times a second, however many omgevingen
there are.
"""

import logging
import threading
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, select

from simulator.kernel import database, tables, vragen
from simulator.kernel.store import Store, StoreDicht

KIJKTIJD = 0.1
"""How often to ask, in seconds."""
_log = logging.getLogger("dso-sim.samen")
_AGENDA, _UITGAAND = "agenda", "uitgaand"
_TELLERS = (
    tables.teller.c.wereld == tables.omgeving.c.wereld,
    tables.teller.c.reeks.in_((_AGENDA, _UITGAAND, vragen.VAST)),
)
_STAND = (  # what others change that is kept in mind here, and whatever gives agenda or outbox something to do
    select(tables.omgeving, tables.klok, tables.teller.c.reeks, tables.teller.c.waarde)
    .join_from(tables.omgeving, tables.klok, tables.omgeving.c.wereld == tables.klok.c.wereld)
    .outerjoin(tables.teller, and_(*_TELLERS))
    .order_by(tables.omgeving.c.naam, tables.teller.c.reeks)
)


@dataclass
class _Standen:
    """What was read of an omgeving: all that is set (its world, settings and clock), and how far its series are."""

    wereld: str
    tellers: dict[str, int] = field(default_factory=dict)


def hoor_anderen(store: Store, stop: threading.Event) -> None:
    """Until `stop`, wake whoever waits on a store when another process changed something; at once where none can."""
    if database.is_sqlite(store.engine):
        return
    store.hoort_anderen = True
    while not stop.is_set():
        try:
            _hoor(store, stop)
        except StoreDicht:
            return
        except Exception as fout:  # such as a database that restarts
            if store.opslag.meld(fout) is None:
                _log.exception("andere processen zijn even niet te horen")
            stop.wait(1.0)


def _hoor(store: Store, stop: threading.Event) -> None:
    gezien = ""
    standen: dict[str, _Standen] = {}
    while not stop.wait(KIJKTIJD):
        nu = database.zichtbaar(store.zijspoor)
        if nu == gezien:
            continue
        gezien = nu
        with store.open_lezing() as conn:
            was, standen = standen, _lees(conn)
        anders = {naam: _verschil(was.get(naam), standen.get(naam)) for naam in was.keys() | standen.keys()}
        store.meld_anderen(
            *({naam for naam, wat in anders.items() if reeks in wat} for reeks in (vragen.VAST, _AGENDA, _UITGAAND))
        )


def _lees(conn: Connection) -> dict[str, _Standen]:
    """By omgeving."""
    gelezen: dict[str, _Standen] = {}
    for naam, *wereld, reeks, waarde in conn.execute(_STAND):
        gelezen.setdefault(naam, _Standen(str(wereld))).tellers[reeks] = waarde
    return gelezen


def _verschil(was: _Standen | None, nu: _Standen | None) -> set[str]:
    """The series that went on; all of them where the world, its clock or the settings are others."""
    reeksen = {vragen.VAST, _AGENDA, _UITGAAND}
    if was is None or nu is None or was.wereld != nu.wereld:
        return reeksen
    return {reeks for reeks in reeksen if was.tellers.get(reeks) != nu.tellers.get(reeks)}
