"""Waivers of the plan: a failure that is known and accepted until a date, shown and counted apart.

A waiver has to be true itself: one that nothing needs any more, or of which the end date has passed, fails the run. The
end date (the last day on which it holds) is compared with the virtual clock at the start of the run, so that the same
plan on the same clock always gives the same outcome.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from simulator.basischeck.model import Bevinding, CheckUitslag, Resultaat, slechtste
from simulator.basischeck.plan import Ontheffing

_TE_ONTHEFFEN = {
    Resultaat.WAARSCHUWING,
    Resultaat.BEOORDELEN,
    Resultaat.ONBESLIST,
    Resultaat.GEBLOKKEERD,
    Resultaat.GEZAKT,
}
_BEOORDEELD = {Resultaat.GESLAAGD, Resultaat.WAARSCHUWING, Resultaat.BEOORDELEN, Resultaat.GEZAKT}


class Stand(StrEnum):
    """What became of a waiver in one run."""

    GEBRUIKT = "gebruikt"
    NIET_MEER_NODIG = "niet meer nodig"
    VERLOPEN = "verlopen"
    NIET_BEOORDEELD = "niet beoordeeld"


@dataclass(frozen=True)
class Toegepast:
    """A waiver and what became of it; code: "" for the whole check; zonder: the result of the check without it."""

    check: str
    code: str
    reden: str
    tot: date
    stand: Stand
    zonder: str = ""

    @property
    def fout(self) -> bool:
        """Whether this waiver fails the run."""
        return self.stand in {Stand.NIET_MEER_NODIG, Stand.VERLOPEN}

    @property
    def waarop(self) -> str:
        """`LVBB-14`, or `LVBB-14/afgebroken` where it is about one finding."""
        return self.code or self.check

    @property
    def regel(self) -> str:
        """For a reader: what became of it and, where it fails the run, what to do."""
        if self.stand is Stand.GEBRUIKT:
            return f"Ontheffing voor {self.waarop} tot en met {self.tot}: {self.reden} (zonder: {self.zonder})"
        if self.stand is Stand.VERLOPEN:
            return (
                f"Ontheffing voor {self.waarop} gold tot en met {self.tot} en is verlopen ({self.reden}): "
                f"los op waar zij voor was, of geef haar in het plan een nieuwe datum"
            )
        if self.stand is Stand.NIET_MEER_NODIG:
            return f"Ontheffing voor {self.waarop} is niet meer nodig ({self.reden}): haal haar uit het plan"
        return f"Ontheffing voor {self.waarop} is niet gebruikt: de check is in deze run niet beoordeeld"

    def als_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "tot": self.tot.isoformat(), "stand": str(self.stand), "regel": self.regel}


def pas_toe(ontheffingen: Iterable[Ontheffing], uitslagen: list[CheckUitslag], vandaag: date) -> list[Toegepast]:
    """Apply the waivers to the results (which are changed) and tell what became of each.

    vandaag: the date on the virtual clock at the start of the run. A fault of the set-up or of the simulator itself
    is never waived.
    """
    per_check = {uitslag.check.id: uitslag for uitslag in uitslagen}
    gedaan = [_pas_een_toe(o, per_check.get(o.check), vandaag) for o in ontheffingen]
    for uitslag in uitslagen:
        _herbepaal(uitslag, [t for t in gedaan if t.check == uitslag.check.id and t.stand is Stand.GEBRUIKT])
    return gedaan


def volledige_code(ontheffing: Ontheffing) -> str:
    """The code of the finding as a report writes it (`LVBB-14/afgebroken`), "" for the whole check."""
    kort = ontheffing.code.removeprefix(f"{ontheffing.check}/")
    return f"{ontheffing.check}/{kort}" if kort else ""


def _pas_een_toe(ontheffing: Ontheffing, uitslag: CheckUitslag | None, vandaag: date) -> Toegepast:
    code = volledige_code(ontheffing)
    zonder = str(uitslag.bepaald).replace("_", " ") if uitslag else ""
    klaar = Toegepast(ontheffing.check, code, ontheffing.reden, ontheffing.tot, Stand.NIET_BEOORDEELD, zonder)
    if vandaag > ontheffing.tot:
        return replace(klaar, stand=Stand.VERLOPEN)
    if uitslag is None:
        return klaar
    if not code:
        if uitslag.bepaald in _TE_ONTHEFFEN:
            return replace(klaar, stand=Stand.GEBRUIKT)
        return replace(klaar, stand=Stand.NIET_MEER_NODIG) if uitslag.bepaald is Resultaat.GESLAAGD else klaar
    if any(b.code == code and b.resultaat in _TE_ONTHEFFEN for b in uitslag.bevindingen):
        return replace(klaar, stand=Stand.GEBRUIKT)
    # A check that ended early may not have come to this finding, and then nothing is known of it.
    kwam_zover = uitslag.bepaald is Resultaat.GESLAAGD or any(b.code == code for b in uitslag.bevindingen)
    return replace(klaar, stand=Stand.NIET_MEER_NODIG) if kwam_zover and uitslag.bepaald in _BEOORDEELD else klaar


def _herbepaal(uitslag: CheckUitslag, gebruikt: list[Toegepast]) -> None:
    """Mark what is waived, and give the check the result of what is left."""
    if not gebruikt:
        return
    codes = {t.code for t in gebruikt}
    uitslag.ontheffing = "; ".join(t.regel for t in gebruikt)
    uitslag.bevindingen = [_ontheven(b) if {"", b.code} & codes else b for b in uitslag.bevindingen]
    if uitslag.bepaald not in _TE_ONTHEFFEN:
        return
    over = [b.resultaat for b in uitslag.bevindingen if b.resultaat in _TE_ONTHEFFEN and not b.ontheven]
    if uitslag.einde in {Resultaat.ONBESLIST, Resultaat.GEBLOKKEERD}:
        over.append(uitslag.einde)
    uitslag.resultaat = slechtste(over) if over and "" not in codes else Resultaat.ONTHEVEN


def _ontheven(bevinding: Bevinding) -> Bevinding:
    return replace(bevinding, ontheven=True) if bevinding.resultaat in _TE_ONTHEFFEN else bevinding
