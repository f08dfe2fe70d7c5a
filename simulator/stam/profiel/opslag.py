"""Which profiles there are: those of contracts/stam, and before them those of the user's own folder."""

from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from simulator.places import place
from simulator.stam.profiel import bestand
from simulator.stam.profiel.knoop import Profiel, ProfielFout
from simulator.stam.profiel.schema import schema


class Eigen(BaseSettings):
    """contracten: the user's folder with contracts, like contracts/; a profile is stam/{naam}/bericht.yaml in it."""

    model_config = SettingsConfigDict(env_prefix="DSO_SIM_", env_ignore_empty=True, frozen=True)

    contracten: Path | None = None


@cache
def _gekozen() -> list[Path | None]:
    """The one folder of this process, in a list so that `gebruik` can put another there."""
    return [Eigen().contracten]


def eigen_map() -> Path | None:
    """The user's folder with contracts: that of `gebruik`, else of DSO_SIM_CONTRACTEN."""
    return _gekozen()[0]


def gebruik(map_: Path | None) -> None:
    """Take the user's folder from an option of the command line; before the first message is written.

    Raises ProfielFout when something in it cannot be used, so that it is told at the start and not at a message.
    """
    _gekozen()[0] = map_
    for gelezen in profielen(map_).values() if map_ is not None else ():
        for soort in gelezen.xsd:
            schema(gelezen, soort)


def profielen(map_: Path | None = None) -> dict[str, Profiel]:
    """Every profile by its name, the user's before ours. map_: the user's folder, else that of the setting.

    Raises ProfielFout for a mapping file that is none.
    """
    plekken = _plekken(map_ or eigen_map())
    return {naam: _gelezen(pad) for naam, pad in sorted(plekken.items())}


def profiel(naam: str, map_: Path | None = None) -> Profiel:
    """One profile, read once per process. Raises ProfielFout when it is not there or not well made."""
    return _een(naam, map_ or eigen_map())


def bewaar(nieuw: Profiel, map_: Path, schemas: dict[str, bytes] | None = None) -> Path:
    """Put a profile in the user's folder, where it goes before ours of that name; gives the mapping file.

    schemas: the schema files that it names, by their names. Raises OSError, ProfielFout.
    """
    doel = map_ / "stam" / nieuw.naam
    doel.mkdir(parents=True, exist_ok=True)
    for naam, inhoud in (schemas or {}).items():
        if Path(naam).name != naam:
            raise ProfielFout(f"{naam} is geen naam van een bestand in deze map")
        (doel / naam).write_bytes(inhoud)
    pad = doel / bestand.BESTAND
    pad.write_text(bestand.schrijf(nieuw), encoding="utf-8")
    vergeet()
    return pad


def vergeet() -> None:
    """Read profiles anew at their next use, for who just changed one."""
    _een.cache_clear()
    _gelezen.cache_clear()


@cache
def _een(naam: str, map_: Path | None) -> Profiel:
    plekken = _plekken(map_)
    if naam not in plekken:
        raise ProfielFout(f"het profiel {naam} bestaat niet; wel: {', '.join(sorted(plekken))}")
    return _gelezen(plekken[naam])


@cache
def _gelezen(pad: Path) -> Profiel:
    return bestand.lees(pad, place("contracts") / "stam")


def _plekken(map_: Path | None) -> dict[str, Path]:
    plekken: dict[str, Path] = {}
    for wortel in (place("contracts"), *([map_] if map_ is not None else [])):
        plekken |= {pad.parent.name: pad for pad in (wortel / "stam").glob(f"*/{bestand.BESTAND}")}
    return plekken
