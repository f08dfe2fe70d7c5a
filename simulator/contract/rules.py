"""The catalogue of rules: every row of contracts/lvbb/rules*.csv as an object, checked when it is read.

A row promises what a rule is (code, ernst, phase, text) and how sure that is; the functions in simulator.lvbb.rules
keep the promise. The lists of the columns are closed: a value outside them is a mistake of the project, not of a user.
"""

import csv
import string
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from simulator.places import place

ERNST = ("fout", "waarschuwing", "ontraden")
FASEN = (
    "technisch",
    "opdracht",
    "afbreken",
    "domein",
    "schema",
    "inhoud",
    "consolidatie",
    "geometrie",
    "ozon",
)
"""The phases in the order in which the LVBB goes through them; `afbreken` takes the place of all after it."""
MARKS = ("confirmed", "client", "inferred")
STATUS = ("implemented", "not-testable", "todo")
ALLE = "alle"
"""In a list of codes: every rule."""


class CatalogusFout(ValueError):
    """A row of the catalogue breaks the agreement on its columns."""


@dataclass(frozen=True)
class RegelRij:
    """One rule as contracts/lvbb promises it.

    orde: place within the phase; within technisch its thousands are the step; tekst: the message, with {named} holes;
    mark: how sure it is that the rule exists; tekst_mark: how sure its wording is; voorwaarde_mark: how sure it is when
    the rule is broken; reden: a key of `redenen()`, "" for an implemented rule; aan: whether it runs unless a profile
    says otherwise.
    """

    code: str
    ernst: str
    fase: str
    orde: int
    element: str
    tekst: str
    mark: str
    bron: str
    status: str
    reden: str = ""
    tekst_mark: str = "inferred"
    aan: bool = True
    voorwaarde_mark: str = "confirmed"

    def ernst_met(self, fout: Collection[str], mark: str = "") -> str:
        """What a finding of this rule weighs: it refuses only where it is certain that the rule is broken.

        A condition that is less than confirmed gives a warning, unless `fout` names the rule, or ALLE. mark: how sure
        the condition is for this one finding, where that differs from the rest of the rule.
        """
        zeker = (mark or self.voorwaarde_mark) == "confirmed" or self.code in fout or ALLE in fout
        return self.ernst if self.ernst != "fout" or zeker else "waarschuwing"

    @property
    def gebouwd(self) -> bool:
        """Whether there is a function for it."""
        return self.status == "implemented"

    @property
    def stap(self) -> int:
        """Within technisch: a step runs only when the steps before it found nothing."""
        return self.orde // 1000 if self.fase == "technisch" else 0

    @property
    def velden(self) -> frozenset[str]:
        """The names of the holes in the text."""
        return frozenset(naam for _, naam, _, _ in string.Formatter().parse(self.tekst) if naam is not None)


@cache
def catalogus() -> Mapping[str, RegelRij]:
    """Every rule by its code, in the order of phase and place. Raises CatalogusFout."""
    rijen = [rij for pad in sorted((place("contracts") / "lvbb").glob("rules*.csv")) for rij in lees(pad)]
    gevonden: dict[str, RegelRij] = {}
    for rij in sorted(rijen, key=lambda r: (FASEN.index(r.fase), r.orde, r.code)):
        if rij.code in gevonden:
            raise CatalogusFout(f"{rij.code} staat meer dan eens in de catalogus")
        gevonden[rij.code] = rij
    return MappingProxyType(gevonden)


@cache
def redenen() -> Mapping[str, str]:
    """Why a rule is not built: key to explanation."""
    with (place("contracts") / "lvbb" / "redenen.csv").open(encoding="utf-8", newline="") as bestand:
        return MappingProxyType({rij["reden"]: rij["uitleg"] for rij in csv.DictReader(bestand)})


def lees(pad: Path) -> Iterator[RegelRij]:
    """The rows of one file, each checked. Raises CatalogusFout, with the file and the code."""
    with pad.open(encoding="utf-8", newline="") as bestand:
        for rij in csv.DictReader(bestand):
            gelezen = _rij(rij, pad.name)
            klachten = list(_klachten(gelezen))
            if klachten:
                raise CatalogusFout(f"{pad.name}, {gelezen.code}: {'; '.join(klachten)}")
            yield gelezen


def _rij(rij: Mapping[str, str | None], naam: str) -> RegelRij:
    velden = {kolom: (waarde or "").strip() for kolom, waarde in rij.items()}
    try:
        orde = int(velden["order"])
    except ValueError:
        raise CatalogusFout(f"{naam}, {velden['code']}: order is geen getal") from None
    aan = velden.get("aan") or "yes"
    if aan not in ("yes", "no"):
        raise CatalogusFout(f"{naam}, {velden['code']}: aan is yes of no")
    return RegelRij(
        velden["code"],
        velden["ernst"],
        velden["phase"],
        orde,
        velden["element"],
        velden["text_nl"],
        velden["mark"],
        velden["source"],
        velden["status"],
        velden["reason"],
        velden.get("text_mark") or "inferred",
        aan == "yes",
        velden.get("condition_mark") or velden["mark"],
    )


def _klachten(rij: RegelRij) -> Iterable[str]:
    gesloten = (
        ("ernst", rij.ernst, ERNST),
        ("phase", rij.fase, FASEN),
        ("mark", rij.mark, MARKS),
        ("text_mark", rij.tekst_mark, MARKS),
        ("condition_mark", rij.voorwaarde_mark, MARKS),
        ("status", rij.status, STATUS),
    )
    for kolom, waarde, lijst in gesloten:
        if waarde not in lijst:
            yield f"{kolom} {waarde!r} is niet een van {', '.join(lijst)}"
    if not rij.code or not rij.tekst or not rij.bron:
        yield "code, text_nl en source zijn verplicht"
    if rij.gebouwd and rij.reden:
        yield "een gebouwde regel heeft geen reden"
    if not rij.gebouwd and rij.reden not in redenen():
        yield f"reden {rij.reden!r} is niet een van {', '.join(redenen())}"
    try:
        if not all(naam.isidentifier() for naam in rij.velden):
            yield "een gat in text_nl heeft een naam"
    except ValueError as fout:
        yield f"text_nl: {fout}"
