"""State machines from contracts/*/states.toml: what may become what."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from simulator.places import place


class OvergangNietToegestaan(Exception):
    """This cannot become that: a fault of the room that tries it."""


@dataclass(frozen=True)
class Toestanden:
    """One machine. naar: what each state can become; a state that becomes nothing is final."""

    naam: str
    begin: str
    naar: Mapping[str, tuple[str, ...]]
    mark: str
    bron: str

    def eind(self, toestand: str) -> bool:
        """Whether nothing follows."""
        return not self.naar[toestand]

    def toets(self, van: str, naar: str) -> str:
        """Gives `naar`. Raises OvergangNietToegestaan when `van` cannot become it."""
        if naar not in self.naar.get(van, ()):
            raise OvergangNietToegestaan(f"{self.naam}: {van} wordt geen {naar}")
        return naar


@cache
def toestanden(contract: str, naam: str) -> Toestanden:
    """The machine `naam` of contracts/{contract}/states.toml. Raises KeyError, and ValueError when it does not fit."""
    ruw = tomllib.loads((place("contracts") / contract / "states.toml").read_text(encoding="utf-8"))[naam]
    naar = {van: tuple(volgende) for van, volgende in ruw["naar"].items()}
    onbekend = {toestand for volgende in naar.values() for toestand in volgende} - naar.keys()
    if onbekend or ruw["begin"] not in naar:
        raise ValueError(f"{contract}/states.toml, {naam}: onbekende toestand {sorted(onbekend) or ruw['begin']}")
    return Toestanden(naam, ruw["begin"], naar, ruw["mark"], ruw["source"])
