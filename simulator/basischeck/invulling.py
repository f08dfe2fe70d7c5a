"""What is filled in between braces in the commands of a plan and in the instructions to a person.

The dates are those on the clock of the simulator, since software that uses its own date delivers what the LVBB refuses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from simulator.basischeck import tijd
from simulator.stelsel.kalender import is_werkdag, volgende_werkdag

INVULLING = re.compile(r"\{(\w+)\}")
ALTIJD = {
    "sim": "het adres van de simulator",
    "lvbb": "het adres waar leveringen heen gaan",
    "actie": "de naam van de actie",
    "vandaag": "de datum op de klok van de simulator, zoals 2026-03-02",
    "nu": "het moment op die klok, zoals 2026-03-02T08:00:00Z",
    "datumBekendmaking": "een datum van bekendmaking die op die klok past",
}
"""What is filled in for every action, with its meaning for a reader."""
SOMS = {
    "dagen": "over hoeveel dagen bekend te maken",
    "verzoeknummer": "het nummer van het verzoek",
    "oin": "het OIN van de organisatie waarvoor uw software dan handelt",
    "naar": "het OIN van de andere organisatie",
}
"""What only the actions of ARGUMENTEN have."""
ARGUMENTEN = {
    "publiceren": ("dagen",),
    "ophalen": ("verzoeknummer", "oin"),
    "bevoegd_gezag_wijzigen": ("verzoeknummer", "oin", "naar"),
    "behandeldienst_wijzigen": ("verzoeknummer", "oin", "naar"),
    "gemiste_zoeken": ("oin",),
    "gerelateerde_zoeken": ("verzoeknummer", "oin"),
    "samenwerking_starten": ("verzoeknummer", "oin", "naar"),
    "zaak_zoeken": ("verzoeknummer",),
}
TE_VROEG = "verkeerde_opdracht"


@dataclass(frozen=True)
class Vast:
    """What stays the same in a run: the addresses, and the datumBekendmaking where the plan has one."""

    sim: str = ""
    lvbb: str = ""
    datum: date | None = None


def invulbaar(actie: str) -> tuple[str, ...]:
    """The names that are filled in for an action."""
    return (*ALTIJD, *ARGUMENTEN.get(actie, ()))


def waarden(actie: str, vast: Vast, nu: datetime, argumenten: Mapping[str, Any]) -> dict[str, str]:
    """By name what is filled in. nu: the moment on the clock of the simulator."""
    vandaag = tijd.datum_nl(nu)
    datum = vast.datum or bekendmaking(actie, vandaag, int(argumenten.get("dagen") or 1))
    return {
        "sim": vast.sim,
        "lvbb": vast.lvbb,
        "actie": actie,
        "vandaag": vandaag.isoformat(),
        "nu": tijd.iso(nu.replace(microsecond=0)),
        "datumBekendmaking": datum.isoformat(),
        **{sleutel: str(waarde) for sleutel, waarde in argumenten.items()},
    }


def bekendmaking(actie: str, vandaag: date, dagen: int) -> date:
    """A date that the LVBB takes: `dagen` after today, or the first werkdag after that.

    For the action that has to be refused it is today, which is too early (LVBB1501).
    """
    if actie == TE_VROEG:
        return vandaag
    datum = vandaag + timedelta(days=max(1, dagen))
    return datum if is_werkdag(datum) else volgende_werkdag(datum)


def vul_in(sjabloon: str, ingevuld: Mapping[str, str]) -> str:
    """The text with the names between braces filled in. Raises KeyError with a name that is not known."""
    return INVULLING.sub(lambda gevonden: ingevuld[gevonden[1]], sjabloon)


def opgesomd(namen: Mapping[str, Any] | tuple[str, ...]) -> str:
    """The names for a reader: `{sim}, {lvbb}`."""
    return ", ".join(f"{{{naam}}}" for naam in namen)
