"""The report on the terminal: a line per check as it changes, the details of what went wrong, and the summary."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.status import Status as Draaiteken

from simulator.basischeck.model import Bevinding, CheckUitslag, Gevolg, Resultaat, Status
from simulator.basischeck.rapport import VERKLARING, Code, Rapport

_STIJL = {
    Gevolg.GOED: "green",
    Gevolg.ONTHEVEN: "yellow",
    Gevolg.LET_OP: "yellow",
    Gevolg.OPTIONEEL: "yellow",
    Gevolg.OVERGESLAGEN: "dim",
    Gevolg.FAALT: "bold red",
    Gevolg.FOUT: "bold red",
}
_WACHT = {
    Status.WACHT_OP_SOFTWARE: "wacht op uw software",
    Status.WACHT_OP_MENS: "wacht op een antwoord van u",
}


@dataclass
class Scherm:
    """Follows a run, live.

    On a terminal one line at the bottom shows what goes on. Elsewhere (a log of CI) what has ended is printed, and with
    `toon_wachten` also that a check waits for the software: such a wait can last as long as the plan allows.
    """

    console: Console
    toon_wachten: bool = False
    _bezig: dict[str, str] = field(default_factory=dict)
    _status: Draaiteken | None = None

    def meld(self, uitslag: CheckUitslag) -> None:
        """Hear of a change of one check."""
        check = uitslag.check
        if uitslag.status in {Status.KLAAR, Status.AFGEBROKEN} and uitslag.resultaat is not None:
            self._bezig.pop(check.id, None)
            self._regel(str(uitslag.resultaat), _STIJL[uitslag.gevolg], uitslag)
        else:
            eerder = self._bezig.get(check.id)
            self._bezig[check.id] = _WACHT.get(uitslag.status, str(uitslag.status).replace("_", " "))
            nieuw = uitslag.status in _WACHT and eerder != self._bezig[check.id]
            if nieuw and self.toon_wachten and not self.console.is_terminal:
                self._regel("wacht", "dim", uitslag, self._bezig[check.id])
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
            f"\n[bold]{escape(bevinding.code)}[/] ({bevinding.resultaat}{erbij}, {bevinding.merk})", highlight=False
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
        if not self.console.is_terminal:
            return
        self.sluit()
        if self._bezig:
            tekst = "; ".join(f"{id_} {wat}" for id_, wat in self._bezig.items())
            self._status = self.console.status(escape(tekst))
            self._status.start()
