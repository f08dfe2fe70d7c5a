"""What can be chosen about this STAM, where the real one is not known or has more than one face.

The choices are part of the world: a check changes one and restores it, and reset takes them along. Those of a fresh
world come from the environment (prefix DSO_SIM_STAM_).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any, Literal, get_args

from pydantic_settings import BaseSettings, SettingsConfigDict

from simulator.kernel.transactie import Lezing, Tx
from simulator.stam import tables

Profiel = Literal["stam-v2", "stam-v3", "stam-v4"]
Routering = Literal["2020", "2022"]
Pdf = Literal["leesbaar", "dummy"]
VolgnummerIntrekking = Literal["999", "volgend"]


class InstellingOnbekend(ValueError):
    """A choice that is not there, or a value that it cannot have; the text is Dutch."""


class Begin(BaseSettings):
    """The choices of a fresh world: see Instellingen."""

    model_config = SettingsConfigDict(env_prefix="DSO_SIM_STAM_", frozen=True)

    profiel: Profiel = "stam-v4"
    routering: Routering = "2022"
    pdf: Pdf = "leesbaar"
    volgnummer_intrekking: VolgnummerIntrekking = "999"


@dataclass(frozen=True)
class Instellingen:
    """Every choice.

    profiel: the version of notification and message; routering: "2020" (a behandeldienst cannot be changed, and a
    meervoudig verzoek does not always reach it) or "2022" (docs/bronnen.md#stam-doorzenden, #stam-routeren); pdf:
    readable, or the dummy of the first release; onbekend_element: put an optional element in the message that no
    version has, for tolerance (STAM-27); volgnummer_intrekking: "999" (CIM-AM, Ingediend verzoek, confirmed; a
    werkversie and the only source), or "volgend": one more than the verzoek has, as an aanvulling gets.
    """

    profiel: Profiel = "stam-v4"
    routering: Routering = "2022"
    pdf: Pdf = "leesbaar"
    onbekend_element: bool = False
    volgnummer_intrekking: VolgnummerIntrekking = "999"


_WAARDEN: dict[str, tuple[Any, ...]] = {
    "profiel": get_args(Profiel),
    "routering": get_args(Routering),
    "pdf": get_args(Pdf),
    "onbekend_element": (True, False),
    "volgnummer_intrekking": get_args(VolgnummerIntrekking),
}


@cache
def begin() -> Begin:
    """Those of a fresh world, from the environment. Raises ValidationError."""
    return Begin()


def lees(lezing: Lezing) -> Instellingen:
    """The choices of this world."""
    rij = lezing.eens("stam/instelling", lambda: lezing.met(tables.instelling))
    return met(None if rij is None else rij.keuzes)


def met(keuzes: Mapping[str, Any] | None) -> Instellingen:
    """The choices of a world in which these were made; None: not any yet."""
    vers = begin()
    return replace(Instellingen(**vers.model_dump()), **(keuzes or {}))


def zet(tx: Tx, keuzes: dict[str, Any]) -> Instellingen:
    """Change some of the choices; gives all of them. Raises InstellingOnbekend."""
    for naam, waarde in keuzes.items():
        if naam not in _WAARDEN:
            raise InstellingOnbekend(f"{naam} is geen instelling van STAM; wel: {', '.join(_WAARDEN)}")
        if waarde not in _WAARDEN[naam] or isinstance(waarde, bool) != isinstance(_WAARDEN[naam][0], bool):
            kan = ", ".join(str(w) for w in _WAARDEN[naam])
            raise InstellingOnbekend(f"{naam} kan niet {waarde!r} zijn; kies uit {kan}")
    nieuw = replace(lees(tx), **keuzes)
    tx.verwijder(tables.instelling)
    tx.voeg_toe(tables.instelling, een=1, keuzes=asdict(nieuw))
    return nieuw
