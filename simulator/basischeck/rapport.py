"""What a run came to: the roll-up, the counts, the exit code and the one line that says the same."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import Any

from simulator.basischeck.model import CheckUitslag, Gevolg, Resultaat, slechtste
from simulator.basischeck.ontheffing import Stand, Toegepast
from simulator.basischeck.plan import Sut

VERKLARING = "Dit is niet de officiële Basischeck van het programma."
ONTHEVEN = "GESLAAGD MET ONTHEFFING"


class Code(IntEnum):
    """The exit codes of the command line."""

    GOED = 0
    GEZAKT = 1
    CONFIGURATIE = 2
    ONBEREIKBAAR = 3
    SIMULATOR = 4
    NIETS = 5


_WOORD = {
    Code.GOED: "GESLAAGD",
    Code.GEZAKT: "NIET GESLAAGD",
    Code.CONFIGURATIE: "CONFIGURATIE KLOPT NIET",
    Code.ONBEREIKBAAR: "SOFTWARE NIET BEREIKT",
    Code.SIMULATOR: "FOUT VAN DE SIMULATOR",
    Code.NIETS: "NIETS BEOORDEELD",
}


@dataclass(frozen=True)
class Rapport:
    """One run. klok: the virtual moments at which it began and ended (ISO); getoetst: what the verdicts rest on."""

    sut: Sut
    uitslagen: list[CheckUitslag]
    versie: str
    seed: int
    sim: str
    klok: tuple[str, str]
    snelheid: float
    besturing: str
    getoetst: list[str] = field(default_factory=list)
    simulatorfouten: list[str] = field(default_factory=list)
    onbereikbaar: str = ""
    ontheffingen: list[Toegepast] = field(default_factory=list)
    duur: float = 0.0

    @property
    def meegeteld(self) -> list[CheckUitslag]:
        """The checks that judged something, or should have."""
        return [u for u in self.uitslagen if u.gevolg is not Gevolg.OVERGESLAGEN]

    @property
    def totaal(self) -> Resultaat:
        """The worst result that counts: what an optional check did not meet counts as nothing found.

        A waiver that fails the run makes it `gezakt`, a fault of the simulator `harnasfout`.
        """
        telt = [Resultaat.GESLAAGD if u.gevolg is Gevolg.OPTIONEEL else u.bepaald for u in self.meegeteld]
        telt += [Resultaat.GEZAKT for _ in self.onterecht]
        telt += [Resultaat.HARNASFOUT for _ in self.simulatorfouten]
        return slechtste(telt + ([Resultaat.ONBESLIST] if self.onbereikbaar else []))

    @property
    def hard(self) -> int:
        """How many findings fail the software."""
        return sum(u.hard for u in self.uitslagen)

    @property
    def optioneel(self) -> int:
        """How many findings say that an optional requirement was not met; they fail nobody."""
        return sum(u.optioneel for u in self.uitslagen)

    @property
    def indicatief(self) -> int:
        """How many findings ask for a look and fail nobody."""
        return sum(u.indicatief for u in self.uitslagen)

    @property
    def ontheven(self) -> int:
        """How many waivers were used."""
        return sum(o.stand is Stand.GEBRUIKT for o in self.ontheffingen)

    @property
    def onterecht(self) -> list[Toegepast]:
        """The waivers that fail the run: nothing needs them any more, or their end date has passed."""
        return [o for o in self.ontheffingen if o.fout]

    @property
    def code(self) -> Code:
        """The exit code."""
        if self.onbereikbaar:
            return Code.ONBEREIKBAAR
        if self.totaal is Resultaat.HARNASFOUT:
            return Code.SIMULATOR
        if self.totaal is Resultaat.CONFIGFOUT:
            return Code.CONFIGURATIE
        if not self.meegeteld and not self.onterecht:
            return Code.NIETS
        faalt = self.onterecht or any(u.gevolg is Gevolg.FAALT for u in self.uitslagen)
        return Code.GEZAKT if faalt else Code.GOED

    @property
    def fout_van_de_run(self) -> str:
        """What went wrong with the run as a whole, and is no result of any check; "" when nothing did."""
        if self.code is Code.NIETS:
            return "geen enkele check is beoordeeld"
        return self.onbereikbaar or "; ".join(self.simulatorfouten)

    @property
    def woord(self) -> str:
        """The exit code in words."""
        return ONTHEVEN if self.code is Code.GOED and self.ontheven else _WOORD[self.code]

    @property
    def telling(self) -> dict[str, int]:
        """How many checks came to each result."""
        aantallen = Counter(u.bepaald for u in self.uitslagen)
        return {str(resultaat): aantallen[resultaat] for resultaat in Resultaat if aantallen[resultaat]}

    @property
    def samenvatting(self) -> str:
        """The one line under every report; it says what the exit code says."""
        telling = ", ".join(self._aantallen()) or "geen checks"
        reden = self.onbereikbaar or "; ".join([*self.simulatorfouten, *(o.regel for o in self.onterecht)])
        ontheven = f"; ontheffingen: {self.ontheven} gebruikt" if self.ontheffingen else ""
        return (
            f"{self.woord}: {telling}; bevindingen: {self.hard} hard, "
            f"{f'{self.optioneel} optioneel, ' if self.optioneel else ''}{self.indicatief} indicatief"
            f"{ontheven}{f' ({reden})' if reden else ''} [code {int(self.code)}]"
        )

    def _aantallen(self) -> list[str]:
        """How many checks came to each result, with what does not count told apart."""
        optioneel = Counter(str(u.bepaald) for u in self.uitslagen if u.gevolg is Gevolg.OPTIONEEL)
        regels = []
        for naam, aantal in self.telling.items():
            delen = ((aantal - optioneel[naam], ""), (optioneel[naam], " (optioneel)"))
            regels += [f"{n} {naam.replace('_', ' ')}{wat}" for n, wat in delen if n]
        return regels

    def als_dict(self) -> dict[str, Any]:
        """The report as JSON; every other form is made from the same data."""
        return {
            "verklaring": VERKLARING,
            "samenvatting": self.samenvatting,
            "code": int(self.code),
            "woord": self.woord,
            "resultaat": str(self.totaal),
            "hard": self.hard,
            "optioneel": self.optioneel,
            "indicatief": self.indicatief,
            "ontheven": self.ontheven,
            "ontheffingen": [ontheffing.als_dict() for ontheffing in self.ontheffingen],
            "telling": self.telling,
            "sut": self.sut.model_dump(mode="json"),
            "versie": self.versie,
            "seed": self.seed,
            "simulator": self.sim,
            "besturing": self.besturing,
            "klok": {"begin": self.klok[0], "eind": self.klok[1], "snelheid": self.snelheid},
            "getoetst": self.getoetst,
            "simulatorfouten": self.simulatorfouten,
            "onbereikbaar": self.onbereikbaar,
            "duur": round(self.duur, 3),
            "checks": [uitslag_dict(uitslag) for uitslag in self.uitslagen],
        }


def uitslag_dict(uitslag: CheckUitslag) -> dict[str, Any]:
    """One check as JSON."""
    check = uitslag.check
    feiten = {
        veld: waarde
        for veld, waarde in asdict(check).items()
        if veld in {"id", "titel", "koppelvlak", "software", "ernst", "eis", "bron", "merk", "aandrijving"}
    }
    return {
        **feiten,
        "uitleg": check.uitleg,
        "status": str(uitslag.status),
        "resultaat": str(uitslag.bepaald),
        "gevolg": str(uitslag.gevolg),
        "reden": uitslag.reden,
        "geblokkeerdDoor": uitslag.geblokkeerd_door,
        "ontheffing": uitslag.ontheffing,
        "hard": uitslag.hard,
        "optioneel": uitslag.optioneel,
        "indicatief": uitslag.indicatief,
        "ontheven": uitslag.ontheven,
        "duur": round(uitslag.duur, 3),
        "bevindingen": [{**b.als_dict(), "gevolg": str(uitslag.gevolg_van(b))} for b in uitslag.bevindingen],
        "notities": uitslag.notities,
    }
