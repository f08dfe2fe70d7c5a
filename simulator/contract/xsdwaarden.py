"""Readers of the simple types of XML Schema: a text that the schema lets pass becomes a value, whatever its form.

Each collapses white space first and gives None only for a text that is not of the type; none raises. What Python cannot
hold becomes the value nearest to it: a date after 9999 is 9999-12-31, one before our era 0001-01-01. A date is the day
as written, whatever its time zone; a moment without a time zone is taken to be in UTC (both inferred).
Source: XSD 1.0 part 2, 3.2.2 to 3.2.9 and 4.3.6 (whiteSpace).
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal

_SPATIES = " \t\r\n"
_WIT = re.compile(r"[ \t\r\n]+")
_ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_JAAR = r"(?P<jaar>-?(?:[0-9]{4}|[1-9][0-9]{4,}))"
_DAG = rf"{_JAAR}-(?P<maand>[0-9]{{2}})-(?P<dag>[0-9]{{2}})"
_DATUM = re.compile(_DAG + _ZONE)
_JAARTAL = re.compile(_JAAR + _ZONE)
_MOMENT = re.compile(
    rf"{_DAG}T(?P<uur>[0-9]{{2}}):(?P<min>[0-9]{{2}}):(?P<sec>[0-9]{{2}})(?:\.(?P<deel>[0-9]+))?{_ZONE}"
)
_GEHEEL = re.compile(r"[+-]?[0-9]+")
_DECIMAAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DUBBEL = re.compile(r"[+-]?(?P<cijfers>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE](?P<macht>[+-]?[0-9]+))?")
_BIJZONDER = {"INF": float("inf"), "-INF": float("-inf"), "NaN": float("nan")}
_EERSTE, _LAATSTE = (datetime.combine(dag, tijd, UTC) for dag, tijd in ((date.min, time.min), (date.max, time.max)))
_CIJFERS = 4000
"""Python turns no more than 4,300 digits into a whole number; one of more digits is as large as one of these."""


def samengevat(tekst: str) -> str:
    """The text as `whiteSpace="collapse"` leaves it: none at the ends, one space for a run within."""
    return _WIT.sub(" ", tekst).strip(" ")


def datum(tekst: str) -> date | None:
    """The day of an xs:date."""
    gevonden = _DATUM.fullmatch(samengevat(tekst))
    return None if gevonden is None else _dag(gevonden)


def is_jaartal(tekst: str) -> bool:
    """Whether this is an xs:gYear."""
    gevonden = _JAARTAL.fullmatch(samengevat(tekst))
    return gevonden is not None and gevonden["jaar"].lstrip("-") != "0000"


def moment(tekst: str, zone: tzinfo = UTC) -> datetime | None:
    """The moment of an xs:dateTime, in UTC; zone: that of a moment which names none. 24:00:00 is the next day at 0."""
    gevonden = _MOMENT.fullmatch(samengevat(tekst))
    dag = None if gevonden is None else _dag(gevonden)
    if gevonden is None or dag is None:
        return None
    uur, minuut, seconde = (int(gevonden[naam]) for naam in ("uur", "min", "sec"))
    deel = gevonden["deel"] or ""
    is_einde = uur == 24 and not minuut and not seconde and not deel.strip("0")
    if not is_einde and not (uur < 24 and minuut < 60 and seconde < 60):
        return None
    verstreken = timedelta(hours=uur, minutes=minuut, seconds=seconde, microseconds=int(deel[:6].ljust(6, "0")))
    return begin(dag, _zone(gevonden["zone"], zone), verstreken)


def begin(dag: date, zone: tzinfo, verstreken: timedelta = timedelta()) -> datetime:
    """The moment at which a day begins somewhere, or so long after that, in UTC."""
    try:
        return (datetime(dag.year, dag.month, dag.day, tzinfo=zone) + verstreken).astimezone(UTC)
    except OverflowError:
        return _LAATSTE if dag.year > 1 else _EERSTE


def waar(tekst: str) -> bool | None:
    """An xs:boolean: true or 1, false or 0."""
    return {"true": True, "1": True, "false": False, "0": False}.get(samengevat(tekst))


def geheel(tekst: str) -> int | None:
    """An xs:integer, or one of the types that are derived from it."""
    kaal = samengevat(tekst)
    if _GEHEEL.fullmatch(kaal) is None:
        return None
    cijfers = kaal.lstrip("+-0") or "0"
    grootte = int(cijfers) if len(cijfers) <= _CIJFERS else int("9" * _CIJFERS)
    return -grootte if kaal.startswith("-") else grootte


def decimaal(tekst: str) -> Decimal | None:
    """An xs:decimal, exactly as written."""
    kaal = samengevat(tekst)
    return Decimal(kaal) if _DECIMAAL.fullmatch(kaal) else None


def dubbel(tekst: str) -> float | None:
    """An xs:double or xs:float; infinity and NaN too."""
    kaal = tekst.strip(_SPATIES)
    return float(kaal) if _DUBBEL.fullmatch(kaal) else _BIJZONDER.get(kaal)


def decimalen(tekst: str) -> int:
    """How many decimals an xs:decimal or xs:double has once its exponent is worked out, without zeros at the end.

    A text that is of none of these types, infinity and NaN have none.
    """
    kaal = tekst.strip(_SPATIES)
    gevonden = _DUBBEL.fullmatch(kaal)
    if gevonden is None:
        return 0
    heel, _, rest = gevonden["cijfers"].partition(".")
    if not gevonden["macht"]:
        return len(rest.rstrip("0"))
    cijfers = (heel + rest).rstrip("0")
    return max(0, len(cijfers) - len(heel) - (geheel(gevonden["macht"]) or 0)) if cijfers.strip("0") else 0


def _dag(gevonden: re.Match[str]) -> date | None:
    teken, cijfers = gevonden["jaar"].startswith("-"), gevonden["jaar"].lstrip("-")
    maand, dag = int(gevonden["maand"]), int(gevonden["dag"])
    if cijfers == "0000":
        return None
    try:
        # The last four digits tell whether it is a leap year; 2000 stands for a round number of four centuries.
        date(int(cijfers[-4:]) % 400 or 400, maand, dag)
    except ValueError:
        return None
    if teken:
        return date.min
    return date.max if len(cijfers) > 4 else date(int(cijfers), maand, dag)


def _zone(zone: str | None, anders: tzinfo) -> tzinfo:
    if zone is None or zone == "Z":
        return anders if zone is None else UTC
    verschil = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return timezone(-verschil if zone[0] == "-" else verschil)
