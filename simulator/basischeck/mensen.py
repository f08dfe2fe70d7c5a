"""Who answers what only a person can: the plan, a person at the terminal, or nobody."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gekozen_optie(antwoord: str, opties: tuple[str, ...]) -> str:
    """The option that an answer stands for: the word itself or its first letter, in capitals or not; "" for none."""
    kort = antwoord.strip().lower()
    passend = [optie for optie in opties if kort in (optie, optie[:1])]
    return passend[0] if len(passend) == 1 else ""


@dataclass
class UitPlan:
    """Answers from the plan; `anders` asks a person for the rest, and without it nobody answers."""

    antwoorden: Mapping[str, str] = field(default_factory=dict)
    anders: Callable[[str, tuple[str, ...]], str | None] | None = None
    _beurt: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def antwoord(self, sleutel: str, tekst: str, opties: tuple[str, ...]) -> str | None:
        """The answer of the plan, else of the person; one question at a time."""
        if sleutel in self.antwoorden:
            return self.antwoorden[sleutel]
        if self.anders is None:
            return None
        async with self._beurt:
            return await asyncio.to_thread(self.anders, f"{sleutel}: {tekst}", opties)
