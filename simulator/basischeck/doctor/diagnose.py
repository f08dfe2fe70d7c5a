"""What the doctor looks at, and one thing that it found."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from simulator.basischeck.plan import Plan


class Ernst(StrEnum):
    """FOUT: a run would go wrong on it; LET_OP: it may be meant so."""

    FOUT = "fout"
    LET_OP = "let op"


@dataclass(frozen=True)
class Diagnose:
    """One finding. waar: the field or option as the user knows it; the rest in Dutch.

    weg: that nothing answered at all, which may pass by itself (exit code 3 instead of 2 before a run).
    """

    waar: str
    verwacht: str
    gekregen: str
    doe: str
    ernst: Ernst = Ernst.FOUT
    weg: bool = False

    @property
    def regel(self) -> str:
        """On one line."""
        return f"{self.waar}: verwacht {self.verwacht}; gekregen: {self.gekregen}. {self.doe}"

    def als_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "waar": self.waar,
            "ernst": str(self.ernst),
            "verwacht": self.verwacht,
            "gekregen": self.gekregen,
            "doe": self.doe,
        }


@dataclass(frozen=True)
class Situatie:
    """A plan as it would be run.

    map_: the folder that paths in the plan are relative to; uit: where reports go; sim: the address of the simulator,
    "" where the run starts its own; sim_waar: how the user gave that address; ca: whom to trust beside the usual ones;
    hervat: it goes on with a run, and leaves the clock of the simulator as it is.
    """

    plan: Plan
    map_: Path = field(default_factory=Path)
    uit: Path | None = None
    sim: str = ""
    sim_waar: str = "--sim"
    ca: Path | None = None
    hervat: bool = False

    @classmethod
    def van(
        cls, plan: Plan, bestand: Path | None, *, sim: str = "", uit: Path | None = None, ca: Path | None = None
    ) -> "Situatie":
        """From a plan and the options of the command line, which go before the plan."""
        map_ = bestand.parent if bestand else Path()
        uit_plan = plan.simulator
        vertrouwd = ca or (map_ / uit_plan.ca if uit_plan.ca else None)
        adres = (sim or uit_plan.url or "").rstrip("/")
        return cls(plan, map_, uit, adres, "--sim" if sim else "[simulator] url", vertrouwd)
