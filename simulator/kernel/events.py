"""Reading the domain events of an omgeving, and waiting for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from simulator.kernel import clock, tables
from simulator.kernel.store import Store


@dataclass(frozen=True)
class Gebeurtenis:
    """One domain event; `op` is virtual, UTC."""

    nummer: int
    op: datetime
    soort: str
    gegevens: dict[str, Any]


def lees(store: Store, omgeving: str, *, na: int = 0, aantal: int = 1000, soort: str = "") -> list[Gebeurtenis]:
    """Events after a number, oldest first; soort: of this kind only."""
    g = tables.gebeurtenis
    voorwaarden = [g.c.omgeving == omgeving, g.c.nummer > na, *([g.c.soort == soort] if soort else [])]
    with store.open_lezing() as conn:
        rijen = conn.execute(select(g).where(*voorwaarden).order_by(g.c.nummer).limit(aantal))
        return [Gebeurtenis(rij.nummer, rij.op, rij.soort, rij.gegevens) for rij in rijen]


def laatste(store: Store, omgeving: str) -> int:
    """The number of the newest event; 0 when there is none."""
    g = tables.gebeurtenis
    with store.open_lezing() as conn:
        return int(conn.scalar(select(func.max(g.c.nummer)).where(g.c.omgeving == omgeving)) or 0)


def wacht(store: Store, omgeving: str, *, na: int, seconden: float, soort: str = "") -> list[Gebeurtenis]:
    """Events after a number, of a kind if one is named; when there are none, wait so many real seconds for the first.

    Gives none at once when the store is closed.
    """
    einde = clock.stopwatch() + seconden
    while not store.dicht:
        gezien = store.wijzigingen
        gevonden = lees(store, omgeving, na=na, soort=soort)
        over = einde - clock.stopwatch()
        if gevonden or over <= 0:
            return gevonden
        store.wacht_op_wijziging(gezien, over)
    return []
