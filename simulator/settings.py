"""Settings of a process: from the command line, else from the environment (prefix DSO_SIM_), else these."""

import re
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from simulator.contract import rules
from simulator.edge.edge import OIN_KOPPEN
from simulator.kernel import database, veldfouten
from simulator.kernel.clock import EERSTE, LAATSTE, SNELSTE, iso, lees_iso
from simulator.kernel.store import Begin
from simulator.lvbb.antwoorden import Instellingen as LvbbInstellingen
from simulator.lvbb.levering import Profiel

_KOP = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")


class Instellingen(BaseSettings):
    """klok: ISO moment at which a fresh world starts, or None for now; snelheid: 0 is paused.

    keten: what is in the world came over the koppelvlakken, so fixtures are refused.
    data: the folder of the store; database: the address of a PostgreSQL database in its place. Without either the store
    is a temporary one. smtp_port: the port of the mail sink, 0 for a free one; None for no mail sink.
    contracten: the folder with contracts of the user's own, which go before ours. oin_kop: the headers that can name
    the organisation for which is called; the first one that is there counts.
    """

    # What was typed may hold the password of a database.
    model_config = SettingsConfigDict(
        env_prefix="DSO_SIM_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    host: str = "127.0.0.1"
    port: int = 8080
    data: Path | None = None
    database: str | None = None
    klok: str | None = None
    snelheid: float = 1.0
    zaad: int = 1
    publieke_url: str | None = None
    keten: bool = False
    tls_port: int | None = None
    pki: Path | None = None
    contracten: Path | None = None
    tls_naam: frozenset[str] = frozenset()
    vertrouw_proxy: frozenset[str] = frozenset()
    proxy_kop: str = "x-ssl-client-cert"
    oin_kop: tuple[str, ...] = OIN_KOPPEN
    smtp_port: int | None = None
    lvbb_profiel: Literal["modern", "legacy2021"] = "modern"
    lvbb_timing: Literal["direct", "realistisch"] = "direct"
    lvbb_uur_van_publicatie: int = 0
    lvbb_regels_uit: frozenset[str] = frozenset()
    lvbb_regels_fout: frozenset[str] = frozenset()
    lvbb_ophalen_van: frozenset[str] = frozenset()

    @field_validator("klok")
    @classmethod
    def _moment(cls, gegeven: str | None) -> str | None:
        try:
            moment = None if gegeven is None else lees_iso(gegeven)
        except ValueError:
            raise ValueError(f"{gegeven} is geen moment; schrijf bijvoorbeeld 2026-03-02T09:00") from None
        if moment is not None and not EERSTE <= moment <= LAATSTE:
            raise ValueError(f"{gegeven} kan niet; kies een moment van {iso(EERSTE)} tot {iso(LAATSTE)}")
        return gegeven

    @field_validator("snelheid")
    @classmethod
    def _tempo(cls, gegeven: float) -> float:
        if not 0 <= gegeven <= SNELSTE:
            raise ValueError(f"{gegeven:g} kan niet; kies van 0 (stil) tot {SNELSTE:.0f}")
        return gegeven

    @field_validator("database")
    @classmethod
    def _postgres(cls, gegeven: str | None) -> str | None:
        return database.postgres_url(gegeven) if gegeven else None

    @field_validator("oin_kop")
    @classmethod
    def _koppen(cls, gegeven: tuple[str, ...]) -> tuple[str, ...]:
        if verkeerd := [naam for naam in gegeven if not _KOP.fullmatch(naam)]:
            raise ValueError(f"{verkeerd[0]!r} is geen naam van een kop")
        return tuple(naam.lower() for naam in gegeven) or OIN_KOPPEN

    @field_validator("lvbb_regels_fout")
    @classmethod
    def _codes(cls, gegeven: frozenset[str]) -> frozenset[str]:
        if gegeven and (onbekend := sorted(gegeven - rules.catalogus().keys() - {rules.ALLE})):
            raise ValueError(f"{onbekend[0]!r} is geen code van een regel; noem codes, of {rules.ALLE!r}")
        return gegeven

    @field_validator("contracten")
    @classmethod
    def _map(cls, gegeven: Path | None) -> Path | None:
        if gegeven is not None and not gegeven.is_dir():
            raise ValueError(f"{gegeven} is geen map; dso-sim contract laden maakt en vult hem")
        return gegeven

    @model_validator(mode="after")
    def _een_opslag(self) -> Self:
        if self.data is not None and self.database is not None:
            raise ValueError(
                "kies een map (--data of DSO_SIM_DATA) of een database (--database of DSO_SIM_DATABASE), niet allebei"
            )
        return self

    @property
    def begin(self) -> Begin:
        """How a fresh world starts. Raises ValueError when klok is no moment."""
        moment: datetime | None = None if self.klok is None else lees_iso(self.klok)
        return Begin(self.zaad, moment, self.snelheid)

    @property
    def lvbb(self) -> LvbbInstellingen:
        """What the LVBB needs to know."""
        profiel = Profiel(self.lvbb_profiel, uit=self.lvbb_regels_uit, fout=self.lvbb_regels_fout)
        return LvbbInstellingen(profiel, self.lvbb_timing, self.lvbb_uur_van_publicatie, self.lvbb_ophalen_van)


def reden(fout: Exception) -> str:
    """What is wrong, for who typed it: the message of an error, of settings without what pydantic puts around it."""
    if isinstance(fout, SettingsError):  # of a list that is no JSON; pydantic says so in English
        veld = re.search(r'field "(\w+)"', str(fout))
        return f'{veld[1] if veld else "een instelling"}: moet JSON zijn, zoals ["een", "twee"]'
    if not isinstance(fout, ValidationError):
        return str(fout)
    gevonden = []
    for een in fout.errors(include_url=False, include_input=False):
        eigen = veldfouten.reden(een)
        plaats = ".".join(str(deel) for deel in een["loc"])
        gevonden.append(f"{plaats}: {eigen}" if plaats else eigen)
    return "; ".join(gevonden)
