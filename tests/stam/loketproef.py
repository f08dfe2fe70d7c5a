"""A kernel with STAM of which the clock stands still, and a small verzoek to submit."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from simulator.kernel import events
from simulator.kernel.kern import Kern
from simulator.kernel.store import STANDAARD, Begin, Wereld
from simulator.stam import loket, tables
from simulator.stam.loket import Opgave
from simulator.stam.model import Activiteit, Inhoud, Locatie, NatuurlijkPersoon, Specificatie, Uitkomst
from simulator.stam.room import bijdragen

MAANDAG = datetime(2026, 3, 2, 9, tzinfo=UTC)
EILAND, HAVEN, PROVINCIE = "00000009001000009920", "00000009001000009921", "00000009002000000099"
DIENST, REGIO = "00000009000000009920", "00000009000000009921"
KAP, MILIEU = "nl.imow-gm9920.activiteit.HoutopstandVellen", "nl.imow-gm9920.activiteit.MilieubelastendeAct"
OP_EILAND = Locatie(punt=(98500.0, 540800.0))
PERSOON = NatuurlijkPersoon("999990019", "A.", "Proef")
INHOUD = Inhoud(
    "Een boom",
    "Aanvraag vergunning",
    "Tuin",
    PERSOON,
    (OP_EILAND,),
    (Activiteit(KAP, "Boom kappen", specificaties=(Specificatie("900101", "Om hoeveel bomen gaat het?", "2"),)),),
)


def inhoud(*ids: str, **anders: Any) -> Inhoud:
    """The small verzoek, with these activiteiten in the place of its own."""
    return replace(INHOUD, activiteiten=tuple(Activiteit(i, i) for i in ids) or INHOUD.activiteiten, **anders)


@dataclass
class Proef:
    """The kernel, with what a test does to it."""

    kern: Kern

    @classmethod
    def nieuw(cls) -> "Proef":
        return cls(Kern(None, Begin(1, MAANDAG, 0), bijdragen()))

    @property
    def wereld(self) -> Wereld:
        return Wereld(self.kern.store)

    def doe(self, stap: Any, *args: Any, **anders: Any) -> Any:
        """One step in a transaction of its own."""
        with self.wereld.schrijf() as tx:
            return stap(tx, *args, **anders)

    def lees(self, vraag: Any, *args: Any) -> Any:
        with self.wereld.lees() as lezing:
            return vraag(lezing, *args)

    def dien_in(self, gegeven: Inhoud = INHOUD, **anders: Any) -> list[Uitkomst]:
        uitkomsten: list[Uitkomst] = self.doe(loket.dien_in, Opgave(gegeven, **anders))
        return uitkomsten

    def nummer(self, gegeven: Inhoud = INHOUD, **anders: Any) -> str:
        """The verzoeknummer of a project that is not split."""
        (uitkomst,) = self.dien_in(gegeven, **anders)
        return uitkomst.verzoeknummer

    def verzoek(self, verzoeknummer: str) -> Any:
        return self.lees(tables.verzoek_met, verzoeknummer)

    def op(self, dag: date) -> None:
        """Let it be ten in the morning of a day."""
        self.kern.agenda.spring(STANDAARD, datetime(dag.year, dag.month, dag.day, 9, tzinfo=UTC))

    def gebeurd(self, soort: str) -> list[Any]:
        return [gebeurtenis.gegevens for gebeurtenis in events.lees(self.kern.store, STANDAARD, soort=soort)]
