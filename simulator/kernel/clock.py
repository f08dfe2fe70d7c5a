"""The virtual clock of an omgeving, and the one place that asks the machine what time it is.

A clock is three values: at real moment `echt` it was `virtueel`, and since then it runs `snelheid` times as fast as
real time (0 is paused). While `doel` is set a jump is under way and the clock stands at `virtueel`.
"""

import math
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PLAATS = ZoneInfo("Europe/Amsterdam")
EERSTE = datetime(1970, 1, 1, tzinfo=UTC)
LAATSTE = datetime(2999, 12, 30, tzinfo=UTC)
"""Between these a clock shows every moment. Far from the end of the calendar: what counts on from it, such as a
beslistermijn, must come out too."""
SNELSTE = 1_000_000.0
"""How many times as fast as real time a clock can be asked to go: a year in half a minute."""


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
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=PLAATS)).astimezone(UTC)
    except OverflowError as fout:
        raise ValueError(f"buiten het bereik van de kalender: {tekst}") from fout


@dataclass(frozen=True)
class Stand:
    """How a clock stands; all moments UTC. Raises ValueError when the speed is negative or not a number."""

    virtueel: datetime
    echt: datetime
    snelheid: float = 1.0
    doel: datetime | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.snelheid < math.inf:
            raise ValueError(f"geen snelheid van een klok: {self.snelheid}")

    def nu(self, echt: datetime) -> datetime:
        """The virtual moment at a real one; never before the anchor, never past the end of the calendar."""
        if self.doel is not None or self.snelheid == 0 or echt <= self.echt:
            return self.virtueel
        try:
            return min(self.virtueel + (echt - self.echt) * self.snelheid, LAATSTE)
        except OverflowError:
            return LAATSTE

    def wachttijd(self, tot: datetime, echt: datetime) -> timedelta | None:
        """How long in real time until the virtual moment `tot`; None when the clock will not come there by itself."""
        rest = tot - self.nu(echt)
        if rest <= timedelta(0):
            return timedelta(0)
        if self.snelheid == 0 or self.doel is not None:
            return None
        try:
            return rest / self.snelheid
        except OverflowError:
            return None

    def gezet(self, virtueel: datetime, echt: datetime, snelheid: float | None = None) -> "Stand":
        """The clock set to a moment, at its old speed or a new one."""
        return replace(self, virtueel=virtueel, echt=echt, snelheid=self.snelheid if snelheid is None else snelheid)
