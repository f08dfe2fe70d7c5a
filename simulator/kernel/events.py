"""Reading the domain events of an omgeving, and waiting for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

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
    with store.engine.connect() as conn:
        rijen = conn.execute(select(g).where(*voorwaarden).order_by(g.c.nummer).limit(aantal))
        return [Gebeurtenis(rij.nummer, rij.op, rij.soort, rij.gegevens) for rij in rijen]


def wacht(store: Store, omgeving: str, *, na: int, seconden: float) -> list[Gebeurtenis]:
    """Events after a number; when there are none, wait so many real seconds for the first."""
    einde = clock.stopwatch() + seconden
    while True:
        gezien = store.wijzigingen
        gevonden = lees(store, omgeving, na=na)
        over = einde - clock.stopwatch()
        if gevonden or over <= 0:
            return gevonden
        store.wacht_op_wijziging(gezien, over)
