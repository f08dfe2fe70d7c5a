"""The report on the terminal: a line per check while it runs, the details of what went wrong, and the summary."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.status import Status as Draaiteken

from simulator.basischeck.model import CheckUitslag, Resultaat, Status
from simulator.basischeck.rapport import VERKLARING, Code, Rapport

_STIJL = {
    Resultaat.GESLAAGD: "green",
    Resultaat.WAARSCHUWING: "yellow",
    Resultaat.BEOORDELEN: "yellow",
    Resultaat.OVERGESLAGEN: "dim",
    Resultaat.NIET_VAN_TOEPASSING: "dim",
}
_WACHT = {
    Status.WACHT_OP_SOFTWARE: "wacht op uw software",
    Status.WACHT_OP_MENS: "wacht op een antwoord van u",
}


@dataclass
class Scherm:
    """Follows a run. On a terminal one line shows what goes on; elsewhere only what has ended is printed."""

    console: Console
    _bezig: dict[str, str] = field(default_factory=dict)
    _status: Draaiteken | None = None

    def meld(self, uitslag: CheckUitslag) -> None:
        """Hear of a change of one check."""
        check = uitslag.check
        if uitslag.status in {Status.KLAAR, Status.AFGEBROKEN} and uitslag.resultaat is not None:
            self._bezig.pop(check.id, None)
            stijl = _STIJL.get(uitslag.resultaat, "bold red")
            naam = str(uitslag.resultaat).replace("_", " ")
            reden = (
                f" - {escape(uitslag.reden)}" if uitslag.reden and uitslag.resultaat is not Resultaat.GESLAAGD else ""
            )
            self.console.print(
                f"[{stijl}]{naam:>19}[/]  {check.id} {escape(check.titel)}{reden}", highlight=False, soft_wrap=True
            )
        else:
            self._bezig[check.id] = _WACHT.get(uitslag.status, str(uitslag.status).replace("_", " "))
        self._ververs()

    def zeg(self, tekst: str) -> None:
        """Show a line to who drives the software."""
        self.console.print(f"[bold]>[/] {escape(tekst)}", highlight=False, soft_wrap=True)

    def einde(self, rapport: Rapport) -> None:
        """Show what went wrong, and the summary."""
        self.sluit()
        for uitslag in rapport.uitslagen:
            for bevinding in uitslag.bevindingen:
                if bevinding.resultaat is Resultaat.GESLAAGD:
                    continue
                self.console.print(
                    f"\n[bold]{escape(bevinding.code)}[/] ({bevinding.resultaat}, {bevinding.merk})", highlight=False
                )
                rijen = {
                    "verwacht": bevinding.verwacht,
                    "gekregen": bevinding.gekregen,
                    "waar": bevinding.waar,
                    "doe": bevinding.doe,
                    "journaal": str(bevinding.bericht.journaal or "") if bevinding.bericht else "",
                }
                for naam, waarde in rijen.items():
                    if waarde:
                        self.console.print(f"  {naam + ':':<10} {escape(waarde)}", highlight=False, soft_wrap=True)
        for regel in rapport.getoetst:
            self.console.print(f"\n{escape(regel)}", highlight=False, soft_wrap=True)
        self.console.print(f"\n{VERKLARING}", highlight=False)
        stijl = "bold green" if rapport.code is Code.GOED else "bold red"
        self.console.print(f"[{stijl}]{escape(rapport.samenvatting)}[/]", highlight=False, soft_wrap=True)

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
