"""The report on the terminal: a line per check as it changes, the details of what went wrong, and the summary."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.status import Status as Draaiteken
from rich.text import Text

from simulator.basischeck.model import Bevinding, CheckUitslag, Gevolg, Resultaat, Status
from simulator.basischeck.rapport import VERKLARING, Code, Rapport
from simulator.contract.merken import woord

_STIJL = {
    Gevolg.GOED: "green",
    Gevolg.ONTHEVEN: "yellow",
    Gevolg.LET_OP: "yellow",
    Gevolg.OPTIONEEL: "yellow",
    Gevolg.OVERGESLAGEN: "dim",
    Gevolg.FAALT: "bold red",
    Gevolg.FOUT: "bold red",
}
_WACHT = {Status.WACHT_OP_SOFTWARE, Status.WACHT_OP_MENS}


@dataclass
class Scherm:
    """Follows a run, live.

    On a terminal one line at the bottom shows what goes on, with how long a silence still lasts. Elsewhere (a log of
    CI) what has ended is printed, and with `toon_wachten` also what a check waits for: such a wait can last as long as
    the plan allows, so it is told once. teller: real seconds, those of the run.
    """

    console: Console
    toon_wachten: bool = False
    teller: Callable[[], float] = time.monotonic
    _bezig: dict[str, CheckUitslag] = field(default_factory=dict)
    _gezegd: set[tuple[str, str]] = field(default_factory=set)
    _status: Draaiteken | None = None
    _stil: bool = False

    def meld(self, uitslag: CheckUitslag) -> None:
        """Hear of a change of one check."""
        check = uitslag.check
        if uitslag.status in {Status.KLAAR, Status.AFGEBROKEN} and uitslag.resultaat is not None:
            self._bezig.pop(check.id, None)
            self._regel(str(uitslag.resultaat), _STIJL[uitslag.gevolg], uitslag)
        else:
            self._bezig[check.id] = uitslag
            if self.toon_wachten and uitslag.status in _WACHT and not self.console.is_terminal:
                self._zeg_eens(uitslag)
        self._ververs()

    def _zeg_eens(self, uitslag: CheckUitslag) -> None:
        regel = (uitslag.check.id, bezig_met(uitslag))
        if regel not in self._gezegd:
            self._gezegd.add(regel)
            self._regel("wacht", "dim", uitslag, regel[1])

    @contextmanager
    def stil(self) -> Iterator[None]:
        """Leave the terminal to who answers a question."""
        self.sluit()
        self._stil = True
        try:
            yield
        finally:
            self._stil = False
            self._ververs()

    def zeg(self, tekst: str) -> None:
        """Show a line to who drives the software."""
        self.console.print(f"[bold]>[/] {escape(tekst)}", highlight=False, soft_wrap=True)

    def einde(self, rapport: Rapport) -> None:
        """Show what went wrong, what was waived, and the summary."""
        self.sluit()
        for uitslag in rapport.uitslagen:
            for bevinding in uitslag.bevindingen:
                if bevinding.resultaat is not Resultaat.GESLAAGD:
                    self._bevinding(bevinding, uitslag.gevolg_van(bevinding))
        for ontheffing in rapport.ontheffingen:
            stijl = "bold red" if ontheffing.fout else "yellow"
            self.console.print(f"\n[{stijl}]{escape(ontheffing.regel)}[/]", highlight=False, soft_wrap=True)
        for regel in rapport.getoetst:
            self.console.print(f"\n{escape(regel)}", highlight=False, soft_wrap=True)
        self.console.print(f"\n{VERKLARING}", highlight=False)
        stijl = "bold green" if rapport.code is Code.GOED else "bold red"
        self.console.print(f"[{stijl}]{escape(rapport.samenvatting)}[/]", highlight=False, soft_wrap=True)

    def _regel(self, woord: str, stijl: str, uitslag: CheckUitslag, reden: str = "") -> None:
        if not reden and uitslag.resultaat is not Resultaat.GESLAAGD:
            reden = uitslag.reden
        optioneel = uitslag.resultaat is not None and uitslag.gevolg is Gevolg.OPTIONEEL
        erachter = f"{' (optioneel)' if optioneel else ''}{f' - {escape(reden)}' if reden else ''}"
        self.console.print(
            f"[{stijl}]{woord.replace('_', ' '):>19}[/]  {uitslag.check.id} {escape(uitslag.check.titel)}{erachter}",
            highlight=False,
            soft_wrap=True,
        )

    def _bevinding(self, bevinding: Bevinding, gevolg: Gevolg) -> None:
        erbij = f", {gevolg}" if gevolg in {Gevolg.ONTHEVEN, Gevolg.OPTIONEEL} else ""
        self.console.print(
            f"\n[bold]{escape(bevinding.code)}[/] ({bevinding.resultaat}{erbij}, {woord(bevinding.merk)})",
            highlight=False,
        )
        rijen = {
            "verwacht": bevinding.verwacht,
            "gekregen": bevinding.gekregen,
            "waar": bevinding.waar,
            "over": bevinding.over,
            "doe": bevinding.doe,
            "journaal": str(bevinding.bericht.journaal or "") if bevinding.bericht else "",
        }
        for naam, waarde in rijen.items():
            if waarde:
                self.console.print(f"  {naam + ':':<10} {escape(waarde)}", highlight=False, soft_wrap=True)

    def sluit(self) -> None:
        """Take the line of what goes on away."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def _ververs(self) -> None:
        if not self.console.is_terminal or self._stil:
            return
        if not self._bezig:
            self.sluit()
        elif self._status is None:
            self._status = self.console.status(_Stand(self))
            self._status.start()

    def stand(self) -> str:
        """What goes on at this moment, on one line."""
        return "; ".join(f"{id_} {bezig_met(uitslag, self.teller())}" for id_, uitslag in list(self._bezig.items()))


@dataclass(frozen=True)
class _Stand:
    """The line at the bottom, made anew each time that it is drawn, so that a silence counts down."""

    scherm: Scherm

    def __rich__(self) -> Text:
        return Text(self.scherm.stand(), overflow="ellipsis", no_wrap=True)


def bezig_met(uitslag: CheckUitslag, nu: float | None = None) -> str:
    """What a check is at, for a reader. nu: the counter of the run, to say how long a silence still lasts."""
    if uitslag.status is Status.WACHT_OP_MENS:
        return "wacht op een antwoord van u"
    if uitslag.status is not Status.WACHT_OP_SOFTWARE:
        return str(uitslag.status).replace("_", " ")
    if uitslag.tot is None:
        return f"wacht op {uitslag.waarop or 'uw software'}"
    rest = f" (nog {leesbaar_rest(uitslag.tot - nu)})" if nu is not None else ""
    return f"{uitslag.waarop}{rest}"


def leesbaar_rest(seconden: float) -> str:
    """Minutes and seconds: `9:05`."""
    minuten, over = divmod(max(0, round(seconden)), 60)
    return f"{minuten}:{over:02d}"
