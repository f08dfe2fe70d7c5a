"""What a check is, what it found, and what that comes down to.

State and result are two things: `Status` says where a check stands, `Resultaat` what it came to. A requirement whose
mark is `inferred`, or a threshold of our own, never fails a supplier: it gives `beoordelen` (indicatief).
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from simulator.basischeck.tijd import duur

if TYPE_CHECKING:
    from simulator.basischeck.run import Run

Merk = Literal["confirmed", "client", "inferred"]
Ernst = Literal["VERPLICHT", "OPTIONEEL"]
VERPLICHT: Ernst = "VERPLICHT"
OPTIONEEL: Ernst = "OPTIONEEL"
Aandrijving = Literal["push", "wacht", "mens"]
PUSH: Aandrijving = "push"
WACHT: Aandrijving = "wacht"
PLAN: Literal["plan"] = "plan"
VTH: Literal["vth"] = "vth"


class Status(StrEnum):
    """Where a check stands."""

    NIEUW = "nieuw"
    GECONFIGUREERD = "geconfigureerd"
    LOOPT = "loopt"
    WACHT_OP_SOFTWARE = "wacht_op_software"
    WACHT_OP_MENS = "wacht_op_mens"
    AFGEBROKEN = "afgebroken"
    KLAAR = "klaar"


class Resultaat(StrEnum):
    """What a check or one finding came to; the order is from best to worst."""

    NIET_VAN_TOEPASSING = "niet_van_toepassing"
    OVERGESLAGEN = "overgeslagen"
    ONTHEVEN = "ontheven"
    GESLAAGD = "geslaagd"
    WAARSCHUWING = "waarschuwing"
    BEOORDELEN = "beoordelen"
    ONBESLIST = "onbeslist"
    GEBLOKKEERD = "geblokkeerd"
    GEZAKT = "gezakt"
    CONFIGFOUT = "configfout"
    HARNASFOUT = "harnasfout"


_VOLGORDE = {resultaat: plek for plek, resultaat in enumerate(Resultaat)}


def slechtste(resultaten: list[Resultaat]) -> Resultaat:
    """The worst of these; without any, `overgeslagen`."""
    return max(resultaten, key=_VOLGORDE.__getitem__, default=Resultaat.OVERGESLAGEN)


class Gevolg(StrEnum):
    """What a result means for the run. Exit code, terminal, junit.xml, report.json and report.html all go by this."""

    GOED = "goed"
    OVERGESLAGEN = "overgeslagen"
    ONTHEVEN = "ontheven"
    LET_OP = "let-op"
    OPTIONEEL = "optioneel"
    FAALT = "faalt"
    FOUT = "fout"


_GEVOLG = {
    Resultaat.NIET_VAN_TOEPASSING: Gevolg.OVERGESLAGEN,
    Resultaat.OVERGESLAGEN: Gevolg.OVERGESLAGEN,
    Resultaat.ONTHEVEN: Gevolg.ONTHEVEN,
    Resultaat.GESLAAGD: Gevolg.GOED,
    Resultaat.WAARSCHUWING: Gevolg.LET_OP,
    Resultaat.BEOORDELEN: Gevolg.LET_OP,
    Resultaat.ONBESLIST: Gevolg.FAALT,
    Resultaat.GEBLOKKEERD: Gevolg.FAALT,
    Resultaat.GEZAKT: Gevolg.FAALT,
    Resultaat.CONFIGFOUT: Gevolg.FOUT,
    Resultaat.HARNASFOUT: Gevolg.FOUT,
}


def gevolg(ernst: Ernst, resultaat: Resultaat, *, ontheven: bool = False) -> Gevolg:
    """What the result of a check, or of one finding of it, means for the run.

    An optional requirement that is not met is shown, and never fails the run; a fault of the set-up or of the simulator
    is one whatever the check is. ontheven: a waiver of the plan accepts it.
    """
    gevonden = _GEVOLG[resultaat]
    if ontheven and gevonden in {Gevolg.FAALT, Gevolg.LET_OP}:
        return Gevolg.ONTHEVEN
    return Gevolg.OPTIONEEL if gevonden is Gevolg.FAALT and ernst == OPTIONEEL else gevonden


@dataclass(frozen=True)
class Bericht:
    """A message that a finding rests on: its number in the journal (None when it has none) and a masked excerpt."""

    titel: str
    fragment: str
    journaal: int | None = None


@dataclass(frozen=True)
class Bevinding:
    """One thing that was judged.

    code: `LVBB-04.2`, stable within one run; eis, merk, bron: the requirement, its mark and its source; verwacht and
    gekregen: what was judged, in Dutch; waar: file, path or message; doe: what to do about it; verklaard: the answer
    came from a person and not from what the simulator saw; ontheven: a waiver of the plan accepts it; over: the product
    that it is about, "" where there is only one.
    """

    code: str
    resultaat: Resultaat
    eis: str
    merk: Merk
    verwacht: str
    gekregen: str
    bron: str = ""
    waar: str = ""
    doe: str = ""
    bericht: Bericht | None = None
    verklaard: bool = False
    ontheven: bool = False
    over: str = ""

    @property
    def hard(self) -> bool:
        """Whether the requirement is more than inferred and was not met; whether that fails the run says `gevolg`."""
        return self.resultaat is Resultaat.GEZAKT and not self.ontheven

    def als_dict(self) -> dict[str, Any]:
        """The finding as JSON."""
        return {**asdict(self), "resultaat": str(self.resultaat)}

    @classmethod
    def uit_dict(cls, rij: dict[str, Any]) -> "Bevinding":
        """The reverse of als_dict."""
        bericht = Bericht(**rij["bericht"]) if rij.get("bericht") else None
        return cls(**{**rij, "resultaat": Resultaat(rij["resultaat"]), "bericht": bericht})


Functie = Callable[["Run"], Awaitable[None]]


@dataclass(frozen=True)
class Check:
    """One check: data plus a function.

    nodig: keys of the profile without which it does not apply; na: checks that end before this one starts; laatst: it
    judges all that the run saw, so it starts when every other check has ended; timeout: how long it waits at one step;
    stilte: how long it looks on while nothing should happen, zero where it does not.
    """

    id: str
    titel: str
    koppelvlak: str
    software: str
    ernst: Ernst
    eis: str
    bron: str
    merk: Merk
    aandrijving: Aandrijving
    timeout: timedelta
    functie: Functie
    nodig: tuple[str, ...] = ()
    na: tuple[str, ...] = ()
    laatst: bool = False
    stilte: timedelta = timedelta()

    @property
    def uitleg(self) -> str:
        """What the check does, from the docstring of its function (Dutch: `explain` and the report show it)."""
        return (self.functie.__doc__ or "").strip()


@dataclass
class CheckUitslag:
    """What came of one check in one run.

    einde: how the body of the check ended where it ended early; ontheffing: the waivers that were used, for a reader;
    waarop: what it waits for now, for a reader; tot: until when a silence lasts, in seconds of the counter of the run.
    """

    check: Check
    status: Status = Status.NIEUW
    resultaat: Resultaat | None = None
    reden: str = ""
    bevindingen: list[Bevinding] = field(default_factory=list)
    notities: list[str] = field(default_factory=list)
    duur: float = 0.0
    geblokkeerd_door: str = ""
    einde: Resultaat | None = None
    ontheffing: str = ""
    waarop: str = ""
    tot: float | None = None

    @property
    def gevolg(self) -> Gevolg:
        """What this check means for the run."""
        return gevolg(self.check.ernst, self.bepaald)

    def gevolg_van(self, bevinding: Bevinding) -> Gevolg:
        """What one of its findings means for the run."""
        return gevolg(self.check.ernst, bevinding.resultaat, ontheven=bevinding.ontheven)

    @property
    def hard(self) -> int:
        """How many findings fail the software."""
        return sum(self.gevolg_van(b) is Gevolg.FAALT for b in self.bevindingen)

    @property
    def optioneel(self) -> int:
        """How many findings say that an optional requirement was not met."""
        return sum(self.gevolg_van(b) is Gevolg.OPTIONEEL for b in self.bevindingen)

    @property
    def indicatief(self) -> int:
        """How many findings ask for a look."""
        return sum(b.resultaat is Resultaat.BEOORDELEN and not b.ontheven for b in self.bevindingen)

    @property
    def ontheven(self) -> int:
        """How many findings a waiver accepts."""
        return sum(b.ontheven for b in self.bevindingen)

    @property
    def bepaald(self) -> Resultaat:
        """The result, for who knows that the check has ended."""
        return self.resultaat or Resultaat.ONBESLIST


CHECKS: dict[str, Check] = {}


def check(
    id_: str,
    titel: str,
    *,
    koppelvlak: str,
    software: str,
    ernst: Ernst,
    eis: str,
    bron: str,
    merk: Merk,
    aandrijving: Aandrijving = PUSH,
    timeout: str = "30m",
    nodig: tuple[str, ...] = (),
    na: tuple[str, ...] = (),
    laatst: bool = False,
    stilte: str = "",
) -> Callable[[Functie], Functie]:
    """Register a function as the body of a check; the arguments are those of `Check`, durations as in `tijd.duur`."""

    def registreer(functie: Functie) -> Functie:
        if id_ in CHECKS:
            raise ValueError(f"{id_} bestaat al")
        CHECKS[id_] = Check(
            id_,
            titel,
            koppelvlak,
            software,
            ernst,
            eis,
            bron,
            merk,
            aandrijving,
            duur(timeout),
            functie,
            nodig,
            na,
            laatst,
            duur(stilte) if stilte else timedelta(),
        )
        return functie

    return registreer


def alle_checks(software: str = "") -> dict[str, Check]:
    """Every check there is, by id, in the order of the catalogue. software: only those for this type of software."""
    from simulator.basischeck import checks

    return {id_: CHECKS[id_] for id_ in checks.VOLGORDE if software in ("", CHECKS[id_].software)}
