"""The elements of a profile as places where something of a user can go, with the names that lead there."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from simulator.places import place
from simulator.stam.profiel.knoop import Knoop

_TEKENS = re.compile(r"[^a-z0-9]")


def kaal(naam: str) -> str:
    """A name without case, diacritics and punctuation."""
    return _TEKENS.sub("", unicodedata.normalize("NFKD", naam.casefold()))


@dataclass(eq=False)
class Punt:
    """One element of a profile.

    pad: the names that lead to it, "" for the place above the outermost one; nummer: its place in document order.
    """

    knoop: Knoop
    pad: str
    nummer: int = 0
    ouder: "Punt | None" = None
    kinderen: list["Punt"] = field(default_factory=list)

    @property
    def ruimte(self) -> bool:
        """Whether paths in it start from something else than around it."""
        return bool(self.knoop.bij or self.knoop.elk or self.knoop.als)

    def alle(self) -> Iterator["Punt"]:
        """This and everything below."""
        yield self
        for kind in self.kinderen:
            yield from kind.alle()

    def afstand(self, boven: "Punt") -> int | None:
        """How many steps it is below another; None when it is not."""
        stappen, huidig = 0, self
        while huidig is not boven:
            if huidig.ouder is None:
                return None
            stappen, huidig = stappen + 1, huidig.ouder
        return stappen


@dataclass(frozen=True, eq=False)
class Kandidaat:
    """A place that can be reached from a space.

    namen: what it is called there, to how sure that is (0 is its own name); begin: what its path starts with there;
    keuze: whether one of the classes of model lies between, so that it can be absent.
    """

    punt: Punt
    namen: Mapping[str, int]
    begin: str = ""
    keuze: bool = False


EIGEN, SYNONIEM, KAAL_VER = 0, 1, 40


def boom(wortel: Knoop) -> Punt:
    """The places of a message, below one that stands for the message itself."""
    boven = Punt(Knoop("", "", ""), "")
    boven.kinderen.append(_punt(wortel, boven, count(1)))
    return boven


def _punt(knoop: Knoop, ouder: Punt, nummers: Iterator[int]) -> Punt:
    punt = Punt(knoop, f"{ouder.pad}/{knoop.naam}" if ouder.pad else knoop.naam, next(nummers), ouder)
    punt.kinderen = [_punt(kind, punt, nummers) for kind in knoop.kinderen]
    return punt


def kandidaten(ruimte: Punt) -> list[Kandidaat]:
    """Every place that can be reached from a space: in it, and through those in it that occur once at most."""
    return list(_bereik(ruimte, "", "", False))


def _bereik(punt: Punt, begin: str, voor: str, keuze: bool) -> Iterator[Kandidaat]:
    for kind in punt.kinderen:
        knoop = kind.knoop
        yield Kandidaat(kind, _namen(knoop.naam, voor, punt.knoop.naam), begin, keuze)
        if knoop.elk:
            continue
        if knoop.bij:
            yield from _bereik(kind, f"{begin}{knoop.bij}.", voor + kaal(knoop.naam), keuze or bool(knoop.als))
        else:
            yield from _bereik(kind, begin, voor, keuze or bool(knoop.als))


def _namen(naam: str, voor: str, boven: str) -> dict[str, int]:
    namen = {kaal(ander): SYNONIEM for ander in (boven + naam, *synoniemen().get(naam.casefold(), ()))}
    namen[kaal(naam)] = EIGEN
    if not voor:
        return namen
    ver = {naam: KAAL_VER + zeker for naam, zeker in namen.items()}
    return ver | {voor + naam: zeker for naam, zeker in namen.items()}


@cache
def synoniemen() -> Mapping[str, tuple[str, ...]]:
    """contracts/stam/synoniemen.toml: other names, by our name in lower case."""
    tekst = (place("contracts") / "stam" / "synoniemen.toml").read_text(encoding="utf-8")
    return {naam.casefold(): tuple(rij) for naam, rij in tomllib.loads(tekst)["namen"].items()}


def _elfproef(tekst: str) -> bool:
    cijfers = [int(cijfer) for cijfer in tekst]
    return sum(c * g for c, g in zip(cijfers, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0


# What a value looks like that can be nothing else in its space; by the last step of the path in the model.
_GESTALTEN: Mapping[str, Callable[[str], bool]] = {
    "verzoeknummer": lambda w: re.fullmatch(r"20\d\d(0[1-9]|1[0-2])[0-3]\d{6}", w) is not None,
    "volgnummer": lambda w: re.fullmatch(r"\d{3}", w) is not None,
    "oin": lambda w: re.fullmatch(r"0{7}\d{13}", w) is not None,
    "bsn": lambda w: re.fullmatch(r"\d{9}", w) is not None and _elfproef(w),
    "kvk_nummer": lambda w: re.fullmatch(r"\d{8}", w) is not None,
    "vestigingsnummer": lambda w: re.fullmatch(r"\d{12}", w) is not None,
    "bag_id": lambda w: re.fullmatch(r"\d{16}", w) is not None,
    "postcode": lambda w: re.fullmatch(r"[1-9]\d{3} ?[A-Za-z]{2}", w) is not None,
    "activiteit_id": lambda w: re.fullmatch(r"nl\.imow-\w+\.activiteit\.\S+", w) is not None,
    "emailadres": lambda w: re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", w) is not None,
}


def gestalte(knoop: Knoop, waarden: list[str], woorden: Mapping[str, Mapping[str, tuple[str, ...]]]) -> bool:
    """Whether the values can hardly be anything else than what this element holds."""
    if not waarden:
        return False
    if knoop.vorm.startswith("woord:"):
        kent = {kaal(w) for ons, rij in woorden[knoop.vorm.removeprefix("woord:")].items() for w in (ons, *rij)}
        return all(kaal(waarde) in kent for waarde in waarden)
    proef = _GESTALTEN.get(knoop.uit.rpartition(".")[2])
    return proef is not None and all(map(proef, waarden))


def in_graden(waarden: list[str]) -> bool:
    """Whether coordinates are degrees: of a geometry it tells RD from ETRS89."""
    try:
        getallen = [float(getal) for waarde in waarden for getal in waarde.split()]
    except ValueError:
        return False
    return bool(getallen) and all(abs(getal) <= 90 for getal in getallen)
