"""The virtual clock of an omgeving, and the one place that asks the machine what time it is.

A clock is three values: at real moment `echt` it was `virtueel`, and since then it runs `snelheid` times as fast as
real time (0 is paused). While `doel` is set a jump is under way and the clock stands at `virtueel`.
"""

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PLAATS = ZoneInfo("Europe/Amsterdam")


def echt_nu() -> datetime:
    """The machine's own time, UTC."""
    return datetime.now(UTC)


def stopwatch() -> float:
    """Seconds on a clock that never goes back, for durations only."""
    return time.perf_counter()


def dag(moment: datetime) -> date:
    """The date of a moment in Amsterdam."""
    return moment.astimezone(PLAATS).date()


def begin_van(dag_: date) -> datetime:
    """00:00 in Amsterdam on this date, as UTC."""
    return datetime(dag_.year, dag_.month, dag_.day, tzinfo=PLAATS).astimezone(UTC)


def iso(moment: datetime) -> str:
    """A moment as the control API writes it: UTC with a Z, microseconds only where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def lees_iso(tekst: str) -> datetime:
    """Read a moment; without a zone it is Amsterdam's, a bare date is 00:00 there.

    Raises ValueError.
    """
    moment = datetime.fromisoformat(tekst)
    return (moment if moment.tzinfo else moment.replace(tzinfo=PLAATS)).astimezone(UTC)


@dataclass(frozen=True)
class Stand:
    """How a clock stands; all moments UTC."""

    virtueel: datetime
    echt: datetime
    snelheid: float = 1.0
    doel: datetime | None = None

    def nu(self, echt: datetime) -> datetime:
        """The virtual moment at a real one."""
        if self.doel is not None or self.snelheid == 0:
            return self.virtueel
        return self.virtueel + (echt - self.echt) * self.snelheid

    def wachttijd(self, tot: datetime, echt: datetime) -> timedelta | None:
        """How long in real time until the virtual moment `tot`; None when the clock will not come there by itself."""
        rest = tot - self.nu(echt)
        if rest <= timedelta(0):
            return timedelta(0)
        if self.snelheid == 0 or self.doel is not None:
            return None
        return rest / self.snelheid

    def gezet(self, virtueel: datetime, echt: datetime, snelheid: float | None = None) -> "Stand":
        """The clock set to a moment, at its old speed or a new one."""
        return replace(self, virtueel=virtueel, echt=echt, snelheid=self.snelheid if snelheid is None else snelheid)
