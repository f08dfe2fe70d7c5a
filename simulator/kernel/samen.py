"""Hearing of what other processes on the same database do.

Asking which transactions can be seen costs the server next to nothing, and the answer differs after every commit of
anybody: no change is missed, and an idle process asks that one thing a few times a second, however many omgevingen
there are.
"""

import logging
import threading
from typing import Any

from sqlalchemy import Row, and_, select

from simulator.kernel import database, tables
from simulator.kernel.store import Store, StoreDicht

KIJKTIJD = 0.1
"""How often to ask, in seconds."""
_log = logging.getLogger("dso-sim.samen")
_TELLERS = (tables.teller.c.wereld == tables.omgeving.c.wereld, tables.teller.c.reeks.in_(("agenda", "uitgaand")))
_WERK = (  # whatever gives the agenda or the outbox something to do, changes a row of this
    select(tables.omgeving.c.naam, tables.klok, tables.teller.c.reeks, tables.teller.c.waarde)
    .join_from(tables.omgeving, tables.klok, tables.omgeving.c.wereld == tables.klok.c.wereld)
    .outerjoin(tables.teller, and_(*_TELLERS))
    .order_by(tables.omgeving.c.naam, tables.teller.c.reeks)
)


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
        except Exception:  # such as a database that restarts
            _log.exception("andere processen zijn even niet te horen")
            stop.wait(1.0)


def _hoor(store: Store, stop: threading.Event) -> None:
    gezien = ""
    werk: list[Row[Any]] = []
    while not stop.wait(KIJKTIJD):
        nu = database.zichtbaar(store.zijspoor)
        if nu == gezien:
            continue
        gezien = nu
        with store.open_lezing() as conn:
            was, werk = werk, list(conn.execute(_WERK))
        anders = set(was) ^ set(werk)  # a clock that was set changes every row of its omgeving
        store.meld_anderen(
            {rij.naam for rij in anders if rij.reeks != "uitgaand"},
            {rij.naam for rij in anders if rij.reeks != "agenda"},
        )
