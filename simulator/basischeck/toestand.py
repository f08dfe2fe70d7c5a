"""The state of a run on disk, so that a run of days survives a restart.

A check is an ordinary coroutine; what it did to the outside (an instruction given, a delivery claimed, an answer of a
person) is kept as numbered steps. After a restart the check runs again from its first line and takes each step that was
done from this record instead of doing it again.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.basischeck.uitkomsten import Configfout

BESTAND = "toestand.json"
VERSIE = 1


@dataclass
class Toestand:
    """What is kept of one run; `bestand` None keeps nothing (unit tests)."""

    bestand: Path | None = None
    plan: str = ""
    sim: str = ""
    mutant: str = ""
    suite: str = ""
    keuze: list[str] = field(default_factory=list)
    gestart: bool = False
    klok_begin: str = ""
    begin: int = 0
    begin_journaal: int = 0
    gelezen: int = 0
    claims: dict[str, str] = field(default_factory=dict)
    klaar: dict[str, dict[str, Any]] = field(default_factory=dict)
    stappen: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    termijnen: dict[str, float] = field(default_factory=dict)

    def bewaar(self) -> None:
        """Write it, whole or not at all."""
        if self.bestand is None:
            return
        inhoud = {naam: waarde for naam, waarde in vars(self).items() if naam != "bestand"}
        self.bestand.parent.mkdir(parents=True, exist_ok=True)
        nieuw = self.bestand.with_suffix(".nieuw")
        with nieuw.open("w", encoding="utf-8") as uit:
            json.dump({"versie": VERSIE, **inhoud}, uit, ensure_ascii=False, indent=1)
            uit.flush()
            os.fsync(uit.fileno())
        nieuw.replace(self.bestand)

    def vergeet(self, check: str) -> None:
        """Forget what a check did, so that it begins again."""
        self.stappen.pop(check, None)
        self.claims = {nummer: wie for nummer, wie in self.claims.items() if wie != check}
        self.geen_termijnen(f"{check}#")

    def geen_termijnen(self, begin: str) -> None:
        """Forget how long the waits took of which the key begins with this."""
        self.termijnen = {sleutel: s for sleutel, s in self.termijnen.items() if not sleutel.startswith(begin)}


def lees(map_: Path) -> Toestand:
    """Read the state of the run in this folder.

    Raises Configfout when there is none, or none that this version reads.
    """
    bestand = map_ / BESTAND
    try:
        inhoud = json.loads(bestand.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fout:
        raise Configfout(f"in {map_} staat geen run die hervat kan worden ({fout})") from fout
    if not isinstance(inhoud, dict) or inhoud.pop("versie", None) != VERSIE:
        raise Configfout(f"{bestand} is van een andere versie van de basischeck")
    return Toestand(bestand=bestand, **inhoud)
