"""The list of contracts: contracts/index.toml, one row per file, checked when it is read."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from simulator.contract.rules import MARKS
from simulator.places import place

ZONDER_RIJ = ("README.md", "index.toml")


class IndexFout(ValueError):
    """A row of the index breaks the agreement on its fields."""


@dataclass(frozen=True)
class ContractRij:
    """One file of contracts/.

    id: the file without its suffixes; version: of what it describes; mark: how sure the whole is (parts may say
    otherwise); source: where the facts come from; retrieved: when they were taken over, an ISO date, "" for a design of
    our own; active: whether the simulator works by it.
    """

    id: str
    file: str
    version: str
    mark: str
    source: str
    retrieved: str
    active: bool

    @property
    def groep(self) -> str:
        """The folder it stands in."""
        return self.file.partition("/")[0]


@cache
def index() -> tuple[ContractRij, ...]:
    """Every row, in the order of the file. Raises IndexFout."""
    rijen = tomllib.loads((place("contracts") / "index.toml").read_text(encoding="utf-8")).get("contract", [])
    gelezen = tuple(_rij(rij) for rij in rijen)
    if dubbel := sorted({rij.file for rij in gelezen if sum(r.file == rij.file for r in gelezen) > 1}):
        raise IndexFout(f"meer dan een rij voor {', '.join(dubbel)}")
    return gelezen


def bestanden() -> list[str]:
    """Every contract file there is, relative to contracts/, in order."""
    wortel = place("contracts")
    gevonden = (pad.relative_to(wortel).as_posix() for pad in wortel.rglob("*") if _is_contract(pad))
    return sorted(gevonden)


def _is_contract(pad: Path) -> bool:
    return pad.is_file() and pad.name not in ZONDER_RIJ and not pad.name.startswith(".")


def _rij(ruw: dict[str, Any]) -> ContractRij:
    try:
        rij = ContractRij(**ruw)
    except TypeError as fout:
        raise IndexFout(f"{ruw.get('file', ruw)}: {fout}") from None
    if rij.mark not in MARKS:
        raise IndexFout(f"{rij.file}: mark {rij.mark!r} is niet een van {', '.join(MARKS)}")
    if not (rij.id and rij.file and rij.version and rij.source):
        raise IndexFout(f"{rij.file}: id, file, version en source zijn verplicht")
    return rij
