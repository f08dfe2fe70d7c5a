"""Who answers what only a person can: the plan, a person at the terminal, or nobody."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass
class UitPlan:
    """Answers from the plan; `anders` asks a person for the rest, and without it nobody answers."""

    antwoorden: Mapping[str, str] = field(default_factory=dict)
    anders: Callable[[str, tuple[str, ...]], str] | None = None
    _beurt: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def antwoord(self, sleutel: str, tekst: str, opties: tuple[str, ...]) -> str | None:
        """The answer of the plan, else of the person; one question at a time."""
        if sleutel in self.antwoorden:
            return self.antwoorden[sleutel]
        if self.anders is None:
            return None
        async with self._beurt:
            return await asyncio.to_thread(self.anders, f"{sleutel}: {tekst}", opties)
