"""Threads for what blocks, so many for each omgeving: none can use up what another needs."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread

AANTAL = 16
_T = TypeVar("_T")


class Draden:
    """The threads of one kind of work; used within one event loop. aantal: how many an omgeving has."""

    def __init__(self, aantal: int = AANTAL) -> None:
        self._aantal = aantal
        self._van: dict[str, CapacityLimiter] = {}

    async def doe(self, omgeving: str, functie: Callable[..., _T], *waarden: Any) -> _T:
        """Call a function in a thread of this omgeving, as soon as there is one."""
        with self._grens(omgeving) as grens:
            return await to_thread.run_sync(functie, *waarden, limiter=grens)

    @asynccontextmanager
    async def plek(self, omgeving: str) -> AsyncIterator[None]:
        """One of the places of this omgeving, for what needs no thread."""
        with self._grens(omgeving) as grens:
            async with grens:
                yield

    @contextmanager
    def _grens(self, omgeving: str) -> Iterator[CapacityLimiter]:
        grens = self._van.setdefault(omgeving, CapacityLimiter(self._aantal))
        try:
            yield grens
        finally:
            stand = grens.statistics()
            if not stand.borrowed_tokens and not stand.tasks_waiting:
                self._van.pop(omgeving, None)  # names come and go
