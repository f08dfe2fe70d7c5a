"""Durations and moments as the plan, the checks and the control API write them."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_DUUR = re.compile(r"(\d+)\s*(s|m|u|d)")
_EENHEID = {"s": "seconds", "m": "minutes", "u": "hours", "d": "days"}


def duur(tekst: str) -> timedelta:
    """Read `90s`, `10m`, `2u` or `1d`, also one after the other (`1u30m`).

    Raises ValueError for anything else.
    """
    delen = _DUUR.findall(tekst)
    if not delen or _DUUR.sub("", tekst).strip():
        raise ValueError(f"'{tekst}' is geen duur: schrijf bijvoorbeeld 90s, 10m, 2u of 1d")
    return timedelta(**{_EENHEID[eenheid]: sum(int(n) for n, e in delen if e == eenheid) for _, eenheid in delen})


def iso_duur(periode: timedelta) -> str:
    """ISO 8601 of a duration, in seconds: `PT90S`."""
    return f"PT{max(0, round(periode.total_seconds()))}S"


def leesbaar(periode: timedelta) -> str:
    """The duration for a reader: `30 minuten`."""
    seconden = round(periode.total_seconds())
    for deel, enkel, meer in ((86400, "dag", "dagen"), (3600, "uur", "uur"), (60, "minuut", "minuten")):
        if seconden >= deel and seconden % deel == 0:
            aantal = seconden // deel
            return f"{aantal} {enkel if aantal == 1 else meer}"
    return f"{seconden} seconden"


def moment(tekst: str) -> datetime:
    """Read an ISO moment of the control API (UTC, with Z)."""
    return met_zone(datetime.fromisoformat(tekst))


def met_zone(op: datetime) -> datetime:
    """A moment of the plan; without a zone it is UTC."""
    return op if op.tzinfo else op.replace(tzinfo=UTC)


def iso(op: datetime) -> str:
    """The moment as the control API wants it: UTC with Z."""
    return op.astimezone(UTC).isoformat().replace("+00:00", "Z")


def datum_nl(op: datetime) -> date:
    """The date in the Netherlands at this moment."""
    return op.astimezone(AMSTERDAM).date()


def na_middernacht(dag: date, minuten: int = 5) -> datetime:
    """A few minutes after `dag` began in the Netherlands, in UTC: when the bekendmakingen of that day are out."""
    return datetime.combine(dag, time(0, minuten), AMSTERDAM).astimezone(UTC)


def dag(tekst: str) -> date:
    """The date at the start of an ISO date or moment."""
    return date.fromisoformat(tekst[:10])
