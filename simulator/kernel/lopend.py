"""Answers of this process that are being sent right now: the journal has a line only when one is at its end."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Gang:
    """One answer under way. totaal: bytes that it will have; verzonden: gives how many of them have left."""

    omgeving: str
    koppelvlak: str
    operatie: str
    organisatie: str
    pad: str
    kenmerken: Mapping[str, Any]
    totaal: int
    verzonden: Callable[[], int]


class Lopend:
    """What is under way, by any thread."""

    def __init__(self) -> None:
        self._slot = threading.Lock()
        self._gangen: dict[int, Gang] = {}

    @contextmanager
    def meld(self, gang: Gang) -> Iterator[None]:
        """Count this one as under way, to the end of the block."""
        with self._slot:
            self._gangen[id(gang)] = gang
        try:
            yield
        finally:
            with self._slot:
                del self._gangen[id(gang)]

    def van(self, omgeving: str) -> list[Gang]:
        """What is under way in an omgeving, the oldest first."""
        with self._slot:
            return [gang for gang in self._gangen.values() if gang.omgeving == omgeving]
