"""What every rule stands on: how it is claimed, and what it finds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from lxml import etree

from simulator.contract.xml import plaats_van
from simulator.lvbb.levering import Levering


@dataclass(frozen=True)
class Bevinding:
    """One thing that a rule found.

    bestand: the name of the file; plaats: line and path in it; categorie: what the message names as such (the
    expression of the module, a file name), "" for the rule's default; waarden: what fills the text of rules.csv;
    verwacht and gekregen: for whoever reads a report; mark: how sure it is that this breaks the rule, "" for as sure as
    the rule's condition; ernst: what it weighs, given by the verdict.
    """

    bestand: str = ""
    plaats: str = ""
    categorie: str = ""
    verwacht: str = ""
    gekregen: str = ""
    waarden: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    mark: str = ""
    ernst: str = ""

    @classmethod
    def at(
        cls,
        levering: Levering,
        knoop: etree._Element | None,
        /,
        *,
        verwacht: str = "",
        gekregen: str = "",
        mark: str = "",
        **waarden: str,
    ) -> Self:
        """A finding at a node of one of the delivery's files."""
        bestand, plaats = ("", "") if knoop is None else (levering.bestand_van(knoop), plaats_van(knoop))
        return cls(bestand, plaats, verwacht=verwacht, gekregen=gekregen, waarden=waarden, mark=mark)

    @classmethod
    def in_bestand(cls, naam: str, /, *, verwacht: str = "", gekregen: str = "", **waarden: str) -> Self:
        """A finding about a file as a whole."""
        return cls(naam, verwacht=verwacht, gekregen=gekregen, waarden=waarden)


Regel = Callable[[Levering], Iterable[Bevinding]]


@dataclass
class Regels:
    """The rules of one module: code to function. `rule` claims a code; a code is claimed once."""

    functies: dict[str, Regel] = field(default_factory=dict)

    def rule(self, code: str) -> Callable[[Regel], Regel]:
        """Claim a row of rules.csv for the function below."""

        def claim(functie: Regel) -> Regel:
            if code in self.functies:
                raise ValueError(f"{code} is claimed twice")
            self.functies[code] = functie
            return functie

        return claim

    def toets(self, code: str, levering: Levering) -> list[Bevinding]:
        """What one rule finds, each with its code."""
        return [replace(bevinding, code=code) for bevinding in self.functies[code](levering)]
