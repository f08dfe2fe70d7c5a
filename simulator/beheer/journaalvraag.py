"""Which lines of the journal are wanted: one filter for the list, the page, the stream and the exports."""

import re
from dataclasses import dataclass, fields
from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from fastapi import Query
from sqlalchemy import ColumnElement, Row, Text, func, or_, select, type_coerce

from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer
from simulator.beheer.klok import moment
from simulator.kernel import tables
from simulator.kernel.store import Wereld

GROOTSTE = 2**31 - 1
_STATUS = re.compile(r"(?P<een>\d{1,3})|(?P<soort>[1-5])xx|(?P<van>\d{1,3})-(?P<tot>\d{1,3})", re.IGNORECASE)
_NAAM = re.compile(r"[A-Za-z]\w*")
_J = tables.journaal


@dataclass(frozen=True)
class Filter:
    """Which lines; what is not given holds for all of them.

    na and voor: numbers, both not included; fouten: only those answered with 400 or more, or not at all; status: 404,
    4xx or 400-499; tekst: somewhere in the path; kenmerk: a value, or naam:waarde; sinds and tot: virtual moments.
    """

    na: Annotated[int, Query(ge=0, le=GROOTSTE)] = 0
    voor: Annotated[int, Query(ge=0, le=GROOTSTE)] = 0
    koppelvlak: Annotated[str, Query(max_length=40)] = ""
    operatie: Annotated[str, Query(max_length=80)] = ""
    organisatie: Annotated[str, Query(max_length=40)] = ""
    fouten: bool = False
    status: Annotated[str, Query(max_length=7)] = ""
    tekst: Annotated[str, Query(max_length=200)] = ""
    kenmerk: Annotated[str, Query(max_length=200)] = ""
    sinds: Annotated[str, Query(max_length=40)] = ""
    tot: Annotated[str, Query(max_length=40)] = ""

    @property
    def kiest(self) -> bool:
        """Whether it leaves anything out by more than its number."""
        return any(getattr(self, veld.name) for veld in fields(self) if veld.name not in ("na", "voor"))

    def query(self, **anders: Any) -> str:
        """As the query of an address. anders: fields that must be different, by name."""
        velden = {veld.name: getattr(self, veld.name) for veld in fields(self)} | anders
        return urlencode({naam: "true" if w is True else w for naam, w in velden.items() if w})


def rijen(
    hier: Beheer, wereld: Wereld, filter_: Filter, *, aantal: int | None, nieuwste: bool = False, na: int = 0
) -> list[Row[Any]]:
    """Lines without their bodies, which can be large. na: a number that counts beside that of the filter.

    Raises Weigering (400) for a filter that cannot be read.
    """
    waar = voorwaarden(filter_)
    hier.kern.journaal.spoel()
    kolommen = [kolom for kolom in _J.c if kolom.name not in ("verzoek", "antwoord")]
    volgorde = _J.c.nummer.desc() if nieuwste else _J.c.nummer
    gekozen = select(*kolommen).where(_J.c.omgeving == wereld.omgeving, _J.c.nummer > max(filter_.na, na), *waar)
    with wereld.store.open_lezing() as conn:
        return list(conn.execute(gekozen.order_by(volgorde).limit(aantal)))


def laatste(hier: Beheer, wereld: Wereld) -> int:
    """The number of the newest line; 0 when there is none."""
    hier.kern.journaal.spoel()
    with wereld.store.open_lezing() as conn:
        return int(conn.scalar(select(func.max(_J.c.nummer)).where(_J.c.omgeving == wereld.omgeving)) or 0)


def voorwaarden(filter_: Filter) -> list[ColumnElement[bool]]:
    """What the filter asks of a line, apart from `na`. Raises Weigering (400)."""
    namen = ("koppelvlak", "operatie", "organisatie")
    waar: list[ColumnElement[bool]] = [_J.c[n] == waarde for n in namen if (waarde := getattr(filter_, n))]
    if filter_.voor:
        waar.append(_J.c.nummer < filter_.voor)
    if filter_.fouten:
        waar.append(~_J.c.status.between(100, 399))
    if filter_.status:
        waar.append(_J.c.status.between(*_reeks(filter_.status)))
    if filter_.tekst:
        waar.append(func.lower(_J.c.pad).contains(filter_.tekst.lower(), autoescape=True))
    if filter_.kenmerk:
        waar.append(_kenmerk(filter_.kenmerk))
    if filter_.sinds:
        waar.append(_J.c.op >= moment("sinds", filter_.sinds))
    if filter_.tot:
        waar.append(_J.c.op < moment("tot", filter_.tot))
    return waar


def _reeks(tekst: str) -> tuple[int, int]:
    gevonden = _STATUS.fullmatch(tekst.strip())
    if gevonden is None:
        reden = f"{tekst!r} is geen status; schrijf bijvoorbeeld 404, 4xx of 400-499"
        raise Weigering.velden(("status", reden))
    if gevonden["soort"]:
        return int(gevonden["soort"]) * 100, int(gevonden["soort"]) * 100 + 99
    return int(gevonden["een"] or gevonden["van"]), int(gevonden["een"] or gevonden["tot"])


def _kenmerk(tekst: str) -> ColumnElement[bool]:
    """The kenmerken stand as one piece of JSON; quotes within a value are escaped there, so this finds whole values."""
    kolom = type_coerce(_J.c.kenmerken, Text)
    waarde = f":{_json(tekst)}"
    naam, _, rest = tekst.partition(":")
    if not _NAAM.fullmatch(naam) or not rest:
        return kolom.contains(waarde, autoescape=True)
    genoemd = f"{_json(naam)}:{_json(rest)}"
    return or_(kolom.contains(genoemd, autoescape=True), kolom.contains(waarde, autoescape=True))


def _json(tekst: str) -> str:
    return orjson.dumps(tekst).decode()
