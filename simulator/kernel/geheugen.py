"""What was read of a world and need not be read again, as long as its tables that are `vast` stay the same.

Every change of one of these raises a number that each transaction sees (`Lezing.vast`), of whichever process: so what
is remembered is never older than the view that asks for it.
"""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

_WERELDEN = 64
_MEEST = 1000
_NIETS = object()
_T = TypeVar("_T")


@dataclass
class _Wereld:
    """Of one world at one number; `gelezen` by key."""

    vast: int
    gelezen: dict[Hashable, Any] = field(default_factory=dict)


@dataclass
class Geheugen:
    """Of all worlds of a store, the latest number of each; of the longest unused worlds nothing."""

    _werelden: dict[int, _Wereld] = field(default_factory=dict)
    _slot: threading.Lock = field(default_factory=threading.Lock)

    def eens(self, wereld: int, vast: int, sleutel: Hashable, lees: Callable[[], _T]) -> _T:
        """What `lees` gives, or gave before for this key, world and number. Nobody may change it."""
        gelezen = self._van(wereld, vast)
        if gelezen is None:
            return lees()
        bekend = gelezen.get(sleutel, _NIETS)  # in one go: another thread may clear it
        if bekend is not _NIETS:
            return cast(_T, bekend)
        if len(gelezen) >= _MEEST:
            gelezen.clear()
        gelezen[sleutel] = nieuw = lees()
        return nieuw

    def _van(self, wereld: int, vast: int) -> dict[Hashable, Any] | None:
        """What is known at this number; None for one that is past."""
        with self._slot:
            bekend = self._werelden.pop(wereld, None)
            if bekend is None or bekend.vast < vast:
                bekend = _Wereld(vast)
            self._werelden[wereld] = bekend
            if len(self._werelden) > _WERELDEN:
                del self._werelden[next(iter(self._werelden))]
            return bekend.gelezen if bekend.vast == vast else None
