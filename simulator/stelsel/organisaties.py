"""The organisations of the stelsel: who is bevoegd gezag, behandeldienst or adviseur, with their numbers.

The key of an organisation is its code (`gm0363`, `so0697`), never its OIN: one OIN may stand for several organisations,
and some have none. An organisation without an OIN has a fictitious one here, derived from its code.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal

from simulator.places import place
from simulator.stelsel.identificaties import oin as oin_nummer
from simulator.stelsel.identificaties import tooi

TOOI = "https://identifier.overheid.nl"
ROL_BEVOEGD_GEZAG = "bevoegd gezag"
ROL_BEHANDELDIENST = "behandeldienst"
ROL_OEFENEN = "oefenen"
"""The organisation is made up: for training and for test packages that name a gemeente that does not exist."""

FICTIEF = "00000009"
_SOORTEN = {"so": 0, "gm": 1, "pv": 2, "ws": 3, "mn": 4, "mnre": 5, "zb": 6, "oorg": 7}
_CODE = re.compile(r"([a-z]+)([0-9]{1,9})")

Spreker = Literal["presenteren", "toepasbaar", "ontsluiten"]
# gemeentebestuur and provinciebestuur are confirmed, so are the labels of the other two
# (docs/bronnen.md#ozon-presenteren); the two labels of Presenteren that no recorded answer shows are made alike
# (inferred).
_BESTUURSLAAG: Mapping[Spreker, Mapping[str, str]] = {
    "presenteren": {
        "gemeente": "gemeentebestuur",
        "provincie": "provinciebestuur",
        "waterschap": "waterschapsbestuur",
        "ministerie": "ministerie",
    },
    "toepasbaar": {
        "gemeente": "gemeente",
        "provincie": "provincie",
        "waterschap": "waterschap",
        "ministerie": "ministerie",
    },
    "ontsluiten": {
        "gemeente": "GEMEENTE",
        "provincie": "PROVINCIE",
        "waterschap": "WATERSCHAP",
        "ministerie": "RIJK",
    },
}
_BESTUURSCODES = {"gm": 4, "pv": 2, "ws": 4, "mnre": 4}
"""By how the code of who publishes begins: how many digits follow (tooi.BESTUREN)."""
_BLADEN = {"gm": "gmb", "pv": "prb", "ws": "wsb", "mn": "stcrt", "mnre": "stcrt"}


@dataclass(frozen=True)
class Organisatie:
    """One organisation. `provincie` is the code of the provincie a gemeente lies in, else ""."""

    code: str
    type: str
    naam: str
    oin: str
    oin_fictief: bool
    tooi: str
    provincie: str
    rollen: tuple[str, ...] = ()
    geldig_tot: date | None = None

    @property
    def tooi_uri(self) -> str:
        """The TOOI identifier as a whole URI, "" where the organisation has none."""
        return f"{TOOI}{self.tooi}" if self.tooi else ""

    @property
    def is_bevoegd_gezag(self) -> bool:
        """Whether this organisation may decide and publish."""
        return ROL_BEVOEGD_GEZAG in self.rollen

    @property
    def is_oefenorganisatie(self) -> bool:
        """Whether it is made up, for training."""
        return ROL_OEFENEN in self.rollen

    def bestaat_op(self, datum: date) -> bool:
        """Whether it has not been lifted by `datum`; `geldig_tot` is the first day that it is no more (inferred)."""
        return self.geldig_tot is None or datum < self.geldig_tot


@cache
def alle() -> Mapping[str, Organisatie]:
    """Every built-in organisation by its code, in the order of the file."""
    with (place("fixtures") / "organisaties.csv").open(encoding="utf-8", newline="") as bestand:
        gelezen = [_organisatie(rij) for rij in csv.DictReader(bestand)]
    return MappingProxyType({organisatie.code: organisatie for organisatie in gelezen})


def bij_code(code: str) -> Organisatie | None:
    """The organisation with this code, in lower or upper case; None when it is not built in."""
    return alle().get(code.lower())


def bij_oin(oin: str) -> tuple[Organisatie, ...]:
    """Every organisation that this OIN stands for: mostly one, sometimes more, () when it is unknown."""
    return _per_oin().get(oin, ())


def van_code(code: str, naam: str = "", oin: str = "") -> Organisatie:
    """An organisation that nobody knows, by its code: a gemeente, provincie, waterschap or ministerie.

    naam: "" for one made of the code; oin: "" for a fictitious one. Raises ValueError for another form of code.
    """
    code = code.lower()
    soort = _bestuur(code)
    if not soort:
        raise ValueError(f"{code[:40]!r} is geen code van een {', '.join(tooi.BESTUREN)}, zoals gm9913")
    fictief = oin or fictief_oin(code)
    return Organisatie(
        code=code,
        type=soort,
        naam=naam or f"{soort.capitalize()} {code}",
        oin=fictief,
        oin_fictief=fictief.startswith(FICTIEF),
        tooi=f"/tooi/id/{soort}/{code}",
        provincie="",
        rollen=(ROL_BEVOEGD_GEZAG,),
    )


def is_bestuurscode(code: str) -> bool:
    """Whether this can be the code of a gemeente, provincie, waterschap or ministerie."""
    return bool(_bestuur(code.lower()))


def _bestuur(code: str) -> str:
    """What kind of organisation that decides has a code of this form, "" for none."""
    return next((soort for soort, vorm in tooi.BESTUREN.items() if re.fullmatch(vorm, code)), "")


def nieuwe(oin: str) -> Organisatie:
    """An organisation for an OIN that nobody knows, as an open omgeving takes it in. The same OIN gives the same one.

    A fictitious OIN tells the code that it was derived from. Raises OinFout when `oin` is not 20 digits.
    """
    nummer = oin_nummer.lees(oin)
    for voor, lengte in _BESTUURSCODES.items():
        code = f"{voor}{int(str(nummer)[11:]):0{lengte}d}"
        if str(nummer) == fictief_oin(code) and len(code) == len(voor) + lengte:
            return van_code(code)
    return Organisatie(
        code=f"oin:{nummer}",
        type="onbekend",
        naam=f"Organisatie met OIN {nummer}",
        oin=str(nummer),
        oin_fictief=nummer.prefix == FICTIEF,
        tooi="",
        provincie="",
    )


def fictief_oin(code: str) -> str:
    """The OIN that stands in for one that is not known, the same for the same code.

    It is 00000009, three digits for the kind of code and nine for its number: so1108 gives 00000009000000001108.
    code: letters and digits. Raises ValueError for another form or an unknown kind.
    """
    treffer = _CODE.fullmatch(code)
    if treffer is None or treffer[1] not in _SOORTEN:
        raise ValueError(f"{code!r} is geen code van een organisatie")
    return f"{FICTIEF}{_SOORTEN[treffer[1]]:03d}{int(treffer[2]):09d}"


def bestuurslaag(organisatie: Organisatie, spreker: Spreker = "presenteren") -> str | None:
    """What an API of OZON calls the bestuurslaag of this organisation; None when it has none.

    Source: docs/bronnen.md#ozon-presenteren.
    """
    return _BESTUURSLAAG[spreker].get(organisatie.type)


def blad(code: str) -> str | None:
    """The gazette in which an organisation publishes: gmb, prb, wsb or stcrt.

    Source: docs/bronnen.md#lvbb-publiceren (confirmed).
    code: of a gemeente, provincie, waterschap or ministerie; None for any other.
    """
    treffer = _CODE.fullmatch(code.lower())
    return None if treffer is None else _BLADEN.get(treffer[1])


@cache
def _per_oin() -> Mapping[str, tuple[Organisatie, ...]]:
    gevonden: dict[str, tuple[Organisatie, ...]] = {}
    for organisatie in alle().values():
        gevonden[organisatie.oin] = (*gevonden.get(organisatie.oin, ()), organisatie)
    return gevonden


def _organisatie(rij: Mapping[str, str]) -> Organisatie:
    return Organisatie(
        code=rij["code"],
        type=rij["type"],
        naam=rij["naam"],
        oin=rij["oin"],
        oin_fictief=rij["oin_fictief"] == "true",
        tooi=rij["tooi"],
        provincie=rij["provincie"],
        rollen=tuple(rij["rol"].split("|")),
        geldig_tot=date.fromisoformat(rij["geldig_tot"]) if rij["geldig_tot"] else None,
    )
