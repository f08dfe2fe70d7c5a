"""What a run came to: the roll-up, the counts, the exit code and the one line that says the same."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import Any

from simulator.basischeck.model import VERPLICHT, CheckUitslag, Resultaat, slechtste
from simulator.basischeck.ontheffing import Stand, Toegepast
from simulator.basischeck.plan import Sut

VERKLARING = "Dit is niet de officiële Basischeck van het programma."
ONTHEVEN = "GESLAAGD MET ONTHEFFING"
_TELT_NIET = {Resultaat.OVERGESLAGEN, Resultaat.NIET_VAN_TOEPASSING}
_ROOD = {Resultaat.GEZAKT, Resultaat.GEBLOKKEERD, Resultaat.ONBESLIST}


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
        return [u for u in self.uitslagen if u.bepaald not in _TELT_NIET]

    @property
    def totaal(self) -> Resultaat:
        """The worst result of the verplichte checks that ran; of the others where no verplichte check did.

        A waiver that fails the run makes it `gezakt`.
        """
        verplicht = [u.bepaald for u in self.meegeteld if u.check.ernst == VERPLICHT]
        onterecht = [Resultaat.GEZAKT for _ in self.onterecht]
        return slechtste((verplicht or [u.bepaald for u in self.meegeteld]) + onterecht)

    @property
    def hard(self) -> int:
        """How many findings fail the software."""
        return sum(u.hard for u in self.uitslagen)

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
        resultaten = {u.bepaald for u in self.uitslagen}
        if self.onbereikbaar:
            return Code.ONBEREIKBAAR
        if self.simulatorfouten or Resultaat.HARNASFOUT in resultaten:
            return Code.SIMULATOR
        if Resultaat.CONFIGFOUT in resultaten:
            return Code.CONFIGURATIE
        if not self.meegeteld and not self.onterecht:
            return Code.NIETS
        return Code.GEZAKT if self.totaal in _ROOD else Code.GOED

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
        telling = (
            ", ".join(f"{aantal} {naam.replace('_', ' ')}" for naam, aantal in self.telling.items()) or "geen checks"
        )
        reden = self.onbereikbaar or "; ".join([*self.simulatorfouten, *(o.regel for o in self.onterecht)])
        ontheven = f"; ontheffingen: {self.ontheven} gebruikt" if self.ontheffingen else ""
        return (
            f"{self.woord}: {telling}; bevindingen: {self.hard} hard, {self.indicatief} indicatief"
            f"{ontheven}{f' ({reden})' if reden else ''} [code {int(self.code)}]"
        )

    def als_dict(self) -> dict[str, Any]:
        """The report as JSON; every other form is made from the same data."""
        return {
            "verklaring": VERKLARING,
            "samenvatting": self.samenvatting,
            "code": int(self.code),
            "resultaat": str(self.totaal),
            "hard": self.hard,
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
        "reden": uitslag.reden,
        "geblokkeerdDoor": uitslag.geblokkeerd_door,
        "ontheffing": uitslag.ontheffing,
        "hard": uitslag.hard,
        "indicatief": uitslag.indicatief,
        "ontheven": uitslag.ontheven,
        "duur": round(uitslag.duur, 3),
        "bevindingen": [bevinding.als_dict() for bevinding in uitslag.bevindingen],
        "notities": uitslag.notities,
    }
