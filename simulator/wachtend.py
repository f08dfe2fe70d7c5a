"""The connections on which nothing is being answered: each waits so long at most, and there are so many at most.

A caller that says nothing, or says it letter by letter, would otherwise hold a file of the process for ever.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

SECONDEN = 30.0
"""From the opening of a connection, or its last answer, until the headers of the next request are complete."""
_MEEST, _MINST, _ONBEKEND = 2000, 16, 500


class Verbinding(Protocol):
    """What waits."""

    def verlopen(self) -> None:
        """Close it: it waited too long, or another needs its place."""


def plaats() -> int:
    """How many connections may wait: half of the files that the system lets this process open."""
    try:
        import resource
    except ImportError:  # not on Windows
        return _ONBEKEND
    zacht, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MEEST if zacht == resource.RLIM_INFINITY else max(_MINST, min(zacht // 2, _MEEST))


@dataclass
class Wachtend:
    """The waiting connections of a server, the one that waits longest first."""

    seconden: float = SECONDEN
    maximum: int = field(default_factory=plaats)
    _lijst: dict[Verbinding, asyncio.TimerHandle] = field(default_factory=dict)

    def begin(self, verbinding: Verbinding) -> None:
        """From now on it waits; past the maximum the one that waits longest is closed."""
        self.einde(verbinding)
        self._lijst[verbinding] = asyncio.get_running_loop().call_later(self.seconden, self._verloop, verbinding)
        if len(self._lijst) > self.maximum:
            self._verloop(next(iter(self._lijst)))

    def einde(self, verbinding: Verbinding) -> None:
        """It waits no more: a request came, or it is gone."""
        if (klok := self._lijst.pop(verbinding, None)) is not None:
            klok.cancel()

    def _verloop(self, verbinding: Verbinding) -> None:
        self.einde(verbinding)
        verbinding.verlopen()
