"""Durations and moments as the plan, the checks and the control API write them."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_DUUR = re.compile(r"(\d{1,12})\s*([smuhdw])")
_EENHEID = {"s": 1, "m": 60, "u": 3600, "h": 3600, "d": 86_400, "w": 604_800}


def duur(tekst: str) -> timedelta:
    """Read `90s`, `10m`, `2u` (or `2h`), `1d` or `1w`, also one after the other (`1u30m`).

    Raises ValueError for anything else, and for what is longer than the calendar.
    """
    delen = _DUUR.findall(tekst)
    if not delen or _DUUR.sub("", tekst).strip():
        raise ValueError(f"'{tekst}' is geen duur: schrijf bijvoorbeeld 90s, 10m, 2u of 1d")
    try:
        return timedelta(seconds=sum(int(getal) * _EENHEID[eenheid] for getal, eenheid in delen))
    except OverflowError:
        raise ValueError(f"'{tekst}' is langer dan de kalender") from None


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
