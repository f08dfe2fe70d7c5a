"""What AKN and JOIN identifiers share: parts, years and dates, names, and the expression behind a work.

Source: docs/bronnen.md#stop-identificaties (confirmed), LVBB2008-2022, STOP1000-1017, STOP1071 and STOP1072.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from simulator.stelsel.identificaties.fouten import IdentificatieFout

TALEN = ("nld", "eng", "fry", "pap", "mul", "und")

_ORGANISATIE = re.compile(r"gm[0-9]{4}|pv[0-9]{2}|ws[0-9]{4}|mn[0-9]{3}|mnre[0-9]{4}")
_NAAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_JAAR = re.compile(r"[0-9]{4}")
_DATUM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STUK = re.compile(r"[A-Za-z0-9_-]+")
_COMPONENT = re.compile(r"[A-Za-z0-9_=]+")

W = TypeVar("W")


@dataclass(frozen=True)
class Expressie(Generic[W]):
    """A version of a work: language, what stands behind the @, the version behind the ; and a component, if any.

    `moment` is a year or a date for JOIN; for AKN it may be any text (`nld@1` is in use).
    """

    werk: W
    taal: str
    moment: str
    versie: str | None = None
    component: str | None = None

    def __str__(self) -> str:
        versie = "" if self.versie is None else f";{self.versie}"
        component = "" if self.component is None else f"/!{self.component}"
        return f"{self.werk}/{self.taal}@{self.moment}{versie}{component}"


def delen(tekst: str) -> tuple[str, ...]:
    """The parts between the slashes, of a wrong identifier too: `/akn/nl/bill` gives ("akn", "nl", "bill")."""
    return tuple(tekst.strip().removeprefix("/").split("/"))


def werkdeel(tekst: str) -> str:
    """The work that an expression is a version of, without judging either: what stands before `/taal@…`."""
    voor, apenstaart, _ = tekst.strip().partition("@")
    return voor.rpartition("/")[0] if apenstaart else voor


def uri_identificatie(tekst: str) -> str:
    """How Presenteren writes an identifier in a path: `/`, `-`, `@` and `;` become underscores, case is kept.

    Source: docs/bronnen.md#ozon-presenteren, confirmed for slash and hyphen. It cannot be turned back: find the object
    by this form.
    """
    return re.sub(r"[/\-@;]", "_", tekst)


def uri_ontsluiten(tekst: str) -> str:
    """How Omgevingsinformatie ontsluiten writes it: a run of other signs is one underscore.

    Source: docs/bronnen.md#ozon-presenteren (confirmed).
    """
    return re.sub(r"[^\w]+", "_", tekst)


def is_organisatie(code: str) -> bool:
    """Whether this has the form of the code of a gemeente, provincie, waterschap or ministerie (STOP1010)."""
    return _ORGANISATIE.fullmatch(code) is not None


def is_moment(tekst: str) -> bool:
    """Whether this is a year of four digits or a date that exists (LVBB2013)."""
    if _DATUM.fullmatch(tekst):
        try:
            date.fromisoformat(tekst)
        except ValueError:
            return False
        return True
    return _JAAR.fullmatch(tekst) is not None and tekst != "0000"


def is_naam(tekst: str) -> bool:
    """Whether this may be a name in an identifier: 1 to 128 letters, digits, `_` and `-` (LVBB2020, LVBB2021)."""
    return _NAAM.fullmatch(tekst) is not None


def lees_werkdelen(tekst: str, stukken: tuple[str, ...], fout: type[IdentificatieFout]) -> tuple[str, str]:
    """Check year or date and name, parts five and six of a work; raises `fout`."""
    moment, naam = stukken
    if not is_moment(moment):
        raise fout(tekst, f"'{moment}' is geen jaartal of bestaande datum")
    if not is_naam(naam):
        raise fout(tekst, f"'{naam}' is geen naam van 1 tot 128 letters, cijfers, '_' en '-'")
    return moment, naam


def lees_staart(tekst: str, fout: type[IdentificatieFout]) -> tuple[str, str, str, str | None, str | None]:
    """Cut an expression into work, language, moment, version and component; raises `fout` where it cannot be one."""
    voor, apenstaart, na = tekst.partition("@")
    if not apenstaart:
        raise fout(tekst, "dit is een werk en geen expressie: er staat geen '@' in")
    werk, _, taal = voor.rpartition("/")
    if taal not in TALEN:
        raise fout(tekst, f"'{taal}' is geen taal ({', '.join(TALEN)})")
    rest, schuin, component = na.partition("/")
    if schuin and (component[:1] != "!" or not _COMPONENT.fullmatch(component[1:])):
        raise fout(tekst, f"het componentdeel '{component}' moet '!' met een naam zijn")
    moment, puntkomma, versie = rest.partition(";")
    for stuk in (moment, versie) if puntkomma else (moment,):
        if not _STUK.fullmatch(stuk):
            raise fout(tekst, f"'{stuk}' achter de '@' mag alleen letters, cijfers, '_' en '-' hebben")
    return werk, taal, moment, versie if puntkomma else None, component[1:] if schuin else None
