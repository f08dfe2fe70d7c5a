"""One change of a good delivery, and the one place where a rule must see it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from simulator.lvbb.levering import Levering
from tests.lvbb import bouw

Verandering = Callable[[Levering], Levering]
G = bouw.Gegevens()
G2 = bouw.Gegevens(versie=2, id_levering="levering-002")
BASIS: dict[str, Callable[[], Levering]] = {
    "besluit": bouw.goede_levering,
    "mutatie": bouw.goede_mutatie,
    "intrekking": bouw.goede_intrekking,
    "kennisgeving": bouw.goede_kennisgeving,
    "afbreken": bouw.afbreekopdracht,
}


@dataclass(frozen=True)
class Geval:
    """`code` must be found in `bestand`, at a place that holds `plaats`, after `verander` on the good `basis`."""

    code: str
    basis: str
    verander: Verandering
    bestand: str = ""
    plaats: str = ""

    @property
    def levering(self) -> Levering:
        return self.verander(goed(self.basis))


@cache
def goed(basis: str) -> Levering:
    return BASIS[basis]()


def w(naam: str, oud: str, nieuw: str, aantal: int = 1) -> Verandering:
    """Replace text in one file."""
    return lambda levering: bouw.wijzig(levering, naam, oud, nieuw, aantal)


def na(*stappen: Verandering) -> Verandering:
    """One after the other."""

    def alle(levering: Levering) -> Levering:
        for stap in stappen:
            levering = stap(levering)
        return levering

    return alle


def bestand(naam: str, inhoud: bytes, soort: str | None = None) -> Verandering:
    """Add or replace a file."""
    return lambda levering: levering.met_bestand(naam, inhoud, soort)


def zonder(naam: str) -> Verandering:
    """Leave a file out."""
    return lambda levering: levering.zonder(naam)


def register(gevuld: bouw.Register) -> Verandering:
    """Another register."""
    return lambda levering: levering.met(register=gevuld)


def met(**velden: object) -> Verandering:
    """Other fields of the delivery."""
    return lambda levering: levering.met(**velden)


def opnieuw(maak: Callable[[], Levering]) -> Verandering:
    """Another delivery altogether."""
    return lambda _: maak()
