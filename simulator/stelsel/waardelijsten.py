"""The code lists that publication uses: of STOP (soortRegeling, soortWork, …) and of IMOW (thema, typeNorm, …)."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from simulator.places import place

STOP = "stop/1.3.0/waardelijsten.csv"
IMOW = "imow/waardelijsten-4.3.0.csv"
CONCEPT = "http://standaarden.omgevingswet.overheid.nl"


@dataclass(frozen=True)
class Waarde:
    """One value of a list. `vervallen`: the list says that it must no longer be used; `vervalt_op`: when it goes."""

    code_uri: str
    label: str
    vervallen: bool = False
    vervalt_op: date | None = None
    mark: str = "confirmed"

    @property
    def code(self) -> str:
        """The last part of the URI: `regelingtype_003`, `Bodem`."""
        return self.code_uri.rpartition("/")[2]


def waarde(lijst: str, code: str) -> Waarde | None:
    """The value with this code in this list; None when the list does not have it.

    lijst: a name that `lijsten` gives, such as "soortRegeling" or "thema"; code: the whole URI or its last part.
    Raises KeyError for a list that does not exist: that is a mistake of the caller, not of a delivery.
    """
    gevonden = waarden(lijst).get(code.rpartition("/")[2])
    return gevonden if gevonden is not None and code in (gevonden.code, gevonden.code_uri) else None


def waarden(lijst: str) -> Mapping[str, Waarde]:
    """Every value of a list by the last part of its URI. Raises KeyError for a list that does not exist."""
    return _alle()[lijst]


def lijsten() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(_alle())


@cache
def _alle() -> Mapping[str, Mapping[str, Waarde]]:
    gevonden: dict[str, dict[str, Waarde]] = {}
    for lijst, regel in (*_stop(), *_imow()):
        gevonden.setdefault(lijst, {})[regel.code] = regel
    return MappingProxyType({lijst: MappingProxyType(regels) for lijst, regels in gevonden.items()})


def _stop() -> Iterator[tuple[str, Waarde]]:
    for rij in _rijen(STOP):
        yield rij["lijst"], Waarde(rij["uri"], rij["label"], mark=rij["mark"])


def _imow() -> Iterator[tuple[str, Waarde]]:
    for rij in _rijen(IMOW):
        vervalt_op = date.fromisoformat(rij["vervalt_op"]) if rij["vervalt_op"] else None
        uri = f"{CONCEPT}/{rij['domein']}/id/concept/{rij['code']}"
        yield rij["lijst"], Waarde(uri, rij["label"], rij["vervallen"] == "true", vervalt_op)


def _rijen(naam: str) -> list[dict[str, str]]:
    with (place("contracts") / naam).open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))
