"""Which messages of the outbox are under way in this process, so that none is taken twice."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

Sleutel = tuple[int, int]
"""(wereld, nummer)"""


@dataclass
class _Stand:
    """Of one omgeving. bezig: under way; kijkers: how many are looking for more; net_klaar: what was under way since
    the first of these began, for what they read may be from before; klaargezet: how many nobody began to send.
    """

    bezig: set[Sleutel] = field(default_factory=set)
    kijkers: int = 0
    net_klaar: set[Sleutel] = field(default_factory=set)
    klaargezet: int = 0


class Onderweg:
    """The messages that are under way, by omgeving, and how many of them nobody began to send."""

    def __init__(self, meest: int) -> None:
        """meest: how many of an omgeving may be ready before somebody sends them."""
        self._meest = meest
        self._standen: dict[str, _Stand] = {}
        self._iets = threading.Condition()
        self._gestopt = False

    def stop(self) -> None:
        """Let nobody wait any longer."""
        with self._iets:
            self._gestopt = True
            self._iets.notify_all()

    @contextmanager
    def kijken(self, omgeving: str) -> Iterator[None]:
        """Around reading what waits and `neem`."""
        with self._iets:
            stand = self._standen.setdefault(omgeving, _Stand())
            stand.kijkers += 1
        try:
            yield
        finally:
            with self._iets:
                stand.kijkers -= 1
                if not stand.kijkers:
                    stand.net_klaar.clear()

    def neem(self, omgeving: str, rijen: Iterable[Row[Any]], meest: int) -> list[Row[Any]]:
        """The first of these rows that nobody has, so many at most; from now on the caller has them."""
        with self._iets:
            stand = self._standen[omgeving]
            niet = stand.bezig | stand.net_klaar
            vrij = [rij for rij in rijen if _sleutel(rij) not in niet][:meest]
            stand.bezig.update(map(_sleutel, vrij))
        return vrij

    def geef_vrij(self, omgeving: str, rijen: Sequence[Row[Any]]) -> bool:
        """These are done with; whether nothing is under way any more."""
        with self._iets:
            stand = self._standen[omgeving]
            stand.bezig.difference_update(map(_sleutel, rijen))
            if stand.kijkers:
                stand.net_klaar.update(map(_sleutel, rijen))
            self._iets.notify_all()
            return not stand.bezig

    def aantal(self, omgeving: str) -> int:
        """How many are under way."""
        stand = self._standen.get(omgeving)
        return 0 if stand is None else len(stand.bezig)

    def wacht_op(self, omgeving: str, welke: Callable[[int, int], bool]) -> int:
        """Wait until none is under way of those of which (wereld, nummer) counts; gives how many there were."""

        def aantal() -> int:
            stand = self._standen.get(omgeving)
            return 0 if stand is None else sum(welke(*sleutel) for sleutel in stand.bezig)

        with self._iets:
            waren = aantal()
            self._iets.wait_for(lambda: self._gestopt or not aantal())
            return waren

    def ruimte(self, omgeving: str) -> bool:
        """Whether one more of an omgeving may be made ready."""
        stand = self._standen.get(omgeving)
        return stand is None or stand.klaargezet < self._meest

    def zet_klaar(self, omgeving: str) -> None:
        """One is ready to be sent."""
        with self._iets:
            self._standen.setdefault(omgeving, _Stand()).klaargezet += 1

    def begin(self, omgeving: str) -> bool:
        """One is being sent; whether it is time to make more ready."""
        with self._iets:
            stand = self._standen[omgeving]
            stand.klaargezet -= 1
            return stand.klaargezet <= self._meest // 2


def _sleutel(rij: Row[Any]) -> Sleutel:
    return rij.wereld, rij.nummer
