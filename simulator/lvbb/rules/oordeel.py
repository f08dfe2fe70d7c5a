"""The verdict on a delivery: the rules in the order of the real chain, phase by phase.

Every phase reports all that it finds, and the next does not run after a phase with an ernst=fout
(docs/bronnen.md#lvbb-antwoorden, confirmed).
Within technisch the rules stand in steps, since the real chain gives the first technical cause and no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.contract.rules import FASEN, RegelRij, catalogus
from simulator.kernel.teksten import kort
from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.alle import REGELS
from simulator.lvbb.rules.kader import Bevinding
from simulator.lvbb.rules.opdracht import AFBREKEN

VALIDE = "valide"
NIET_VALIDE = "niet-valide"
TECHNISCH = "technisch"
MATRIX = "v6"

_TECHNISCH_IN_2021 = frozenset(("LVBB1016", "LVBB1032"))
_OOK_BIJ_AFBREKEN = frozenset(("LVBB1502",))
_LAATSTE_STAP = 9


@dataclass(frozen=True)
class Gestrand:
    """A rule that failed, by a fault of the simulator: what it would have found in this phase is not known."""

    code: str
    fase: str
    fout: Exception


@dataclass(frozen=True)
class Oordeel:
    """What the rules found.

    gestopt_in: the phase after which no other ran, "" when all ran; uitkomst: "valide", "niet-valide" or "technisch";
    fasen: those that ran; getoetst: how many rules ran; totaal: how many the catalogue has; stop: the version of STOP;
    gestrand: rules that failed. With one of these the phase ends it, and the outcome is technisch (inferred).
    """

    bevindingen: tuple[Bevinding, ...]
    gestopt_in: str
    fasen: tuple[str, ...]
    getoetst: int
    totaal: int
    stop: str
    gestrand: tuple[Gestrand, ...] = ()

    @property
    def uitkomst(self) -> str:
        """In one word."""
        if not self.gestopt_in:
            return VALIDE
        return TECHNISCH if self.gestopt_in == "technisch" or self.gestrand else NIET_VALIDE

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that were found, each once, in order."""
        return tuple(dict.fromkeys(b.code for b in self.bevindingen))

    @property
    def grondslag(self) -> str:
        """What the verdict rests on, for a report."""
        return f"getoetst: {self.getoetst} van {self.totaal} regels, matrix {MATRIX}, STOP {self.stop}"


def beoordeel(levering: Levering, rijen: Mapping[str, RegelRij] | None = None) -> Oordeel:
    """Judge a delivery.

    rijen: the catalogue, that of contracts/lvbb unless told otherwise. Rules that are off, in the catalogue or in the
    profile of the delivery, do not run. Nothing is stored; the register of the delivery is only asked. A rule that
    fails is kept in the verdict and does not stop the others of its phase.
    """
    alle = catalogus() if rijen is None else rijen
    per_fase = _per_fase(levering, alle.values())
    bevindingen: list[Bevinding] = []
    gestrand: list[Gestrand] = []
    gelopen: list[str] = []
    getoetst = 0
    gestopt = ""
    for fase in fasen(levering):
        gelopen.append(fase)
        for stap in _stappen(per_fase[fase]):
            gevonden: list[Bevinding] = []
            for rij in stap:
                try:
                    gevonden += _toets(levering, rij)
                except Exception as fout:  # whatever it is, the delivery must get an answer
                    gestrand.append(Gestrand(rij.code, fase, fout))
            getoetst += len(stap)
            bevindingen += gevonden
            if gestrand or any(b.ernst == "fout" for b in gevonden):
                gestopt = fase
                if fase == "technisch":
                    break
        if gestopt:
            break
    rest = (tuple(gelopen), getoetst - len(gestrand), len(alle), levering.profiel.stop, tuple(gestrand))
    return Oordeel(tuple(bevindingen), gestopt, *rest)


def melding_tekst(bevinding: Bevinding, rijen: Mapping[str, RegelRij] | None = None) -> str:
    """The message of a finding: the text of its row, with what was found in its holes.

    Raises KeyError when the catalogue has no row for it.
    """
    rij = (catalogus() if rijen is None else rijen)[bevinding.code]
    vast = {"bestand": bevinding.bestand, "verwacht": bevinding.verwacht, "gekregen": bevinding.gekregen}
    return rij.tekst.format_map(defaultdict(str, {**vast, **bevinding.waarden}))


def fase_van(rij: RegelRij, levering: Levering) -> str:
    """The phase in which a rule runs for this delivery: some stand elsewhere in 2021, and when breaking off."""
    if levering.profiel.legacy and rij.code in _TECHNISCH_IN_2021:
        return "technisch"
    if levering.opdracht.soort == AFBREKEN and rij.code in _OOK_BIJ_AFBREKEN:
        return "afbreken"
    return rij.fase


def fasen(levering: Levering) -> Iterator[str]:
    """The phases that a delivery goes through, in order; breaking off has its own instead of those on content."""
    afbreken = levering.opdracht.soort == AFBREKEN
    for fase in FASEN:
        if fase in ("technisch", "opdracht") or (fase == "afbreken") is afbreken:
            yield fase


def _per_fase(levering: Levering, rijen: Iterable[RegelRij]) -> dict[str, list[RegelRij]]:
    per_fase: dict[str, list[RegelRij]] = defaultdict(list)
    for rij in rijen:
        if rij.gebouwd and rij.aan and rij.code in REGELS and rij.code not in levering.profiel.uit:
            per_fase[fase_van(rij, levering)].append(rij)
    return per_fase


def _stappen(rijen: list[RegelRij]) -> list[list[RegelRij]]:
    per_stap: dict[int, list[RegelRij]] = defaultdict(list)
    technisch = any(rij.fase == "technisch" for rij in rijen)
    for rij in rijen:
        # What is technical in 2021 only looks at the files: it comes last.
        per_stap[rij.stap if rij.fase == "technisch" or not technisch else _LAATSTE_STAP].append(rij)
    return [per_stap[stap] for stap in sorted(per_stap)]


def _toets(levering: Levering, rij: RegelRij) -> Iterator[Bevinding]:
    for bevinding in REGELS[rij.code](levering):
        categorie = bevinding.categorie or _categorie(bevinding, rij)
        ernst = rij.ernst_met(levering.profiel.fout, bevinding.mark)
        yield replace(_ingekort(bevinding), code=rij.code, categorie=kort(categorie), ernst=ernst)


def _ingekort(bevinding: Bevinding) -> Bevinding:
    """What was found can be of any length; a message about it is not."""
    return replace(
        bevinding,
        bestand=kort(bevinding.bestand),
        plaats=kort(bevinding.plaats),
        verwacht=kort(bevinding.verwacht),
        gekregen=kort(bevinding.gekregen),
        waarden={naam: kort(waarde) for naam, waarde in bevinding.waarden.items()},
    )


def _categorie(bevinding: Bevinding, rij: RegelRij) -> str:
    """What real messages name: nothing when technical, else the file for what is not in a module of STOP."""
    if rij.fase == "technisch":
        return ""
    return "opdracht.xml" if rij.fase in ("opdracht", "afbreken") else bevinding.bestand
