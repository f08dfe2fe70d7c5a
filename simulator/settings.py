"""Settings of a process: from the command line, else from the environment (prefix DSO_SIM_), else these."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from simulator.kernel.clock import lees_iso
from simulator.kernel.store import Begin
from simulator.lvbb.antwoorden import Instellingen as LvbbInstellingen
from simulator.lvbb.levering import Profiel


class Instellingen(BaseSettings):
    """klok: ISO moment at which a fresh world starts, or None for now; snelheid: 0 is paused."""

    model_config = SettingsConfigDict(env_prefix="DSO_SIM_", frozen=True)

    host: str = "127.0.0.1"
    port: int = 8080
    data: Path | None = None
    klok: str | None = None
    snelheid: float = 1.0
    zaad: int = 1
    publieke_url: str | None = None
    lvbb_profiel: Literal["modern", "legacy2021"] = "modern"
    lvbb_timing: Literal["direct", "realistisch"] = "direct"
    lvbb_uur_van_publicatie: int = 0
    lvbb_regels_uit: frozenset[str] = frozenset()
    lvbb_ophalen_van: frozenset[str] = frozenset()

    @property
    def begin(self) -> Begin:
        """How a fresh world starts. Raises ValueError when klok is no moment."""
        moment: datetime | None = None if self.klok is None else lees_iso(self.klok)
        return Begin(self.zaad, moment, self.snelheid)

    @property
    def lvbb(self) -> LvbbInstellingen:
        """What the LVBB needs to know."""
        profiel = Profiel(self.lvbb_profiel, uit=self.lvbb_regels_uit)
        return LvbbInstellingen(profiel, self.lvbb_timing, self.lvbb_uur_van_publicatie, self.lvbb_ophalen_van)
