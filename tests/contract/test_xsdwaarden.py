"""A form that XML Schema allows has a value; what it does not allow has none."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.contract import xsdwaarden

DAG = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("tekst", "waarde"),
    [
        ("2026-03-04", DAG),
        ("2026-03-04Z", DAG),
        ("2026-03-04+01:00", DAG),
        ("2026-03-04-14:00", DAG),
        ("\n  2026-03-04\t ", DAG),
        ("12026-03-04", date.max),
        ("99999999999999999999-01-01", date.max),
        ("-0044-03-15", date.min),
        ("-0004-02-29", date.min),
        ("12000-02-29", date.max),
        ("2026-02-29", None),
        ("12100-02-29", None),
        ("-0001-02-29", None),
        ("0000-01-01", None),
        ("02026-03-04", None),
        ("+2026-03-04", None),
        ("2026-3-4", None),
        ("2026-03-04+14:01", None),
        ("2026-03-04T00:00:00", None),
        ("2026-03 -04", None),
        ("\u00a02026-03-04", None),
        ("٢٠٢٦-03-04", None),
        ("20260304", None),
        ("2026-W10-3", None),
        ("", None),
    ],
)
def test_date(tekst: str, waarde: date | None) -> None:
    assert xsdwaarden.datum(tekst) == waarde


@pytest.mark.parametrize(
    ("tekst", "waarde"),
    [
        ("2026-03-04T10:00:00", datetime(2026, 3, 4, 10, tzinfo=UTC)),
        (" 2026-03-04T10:00:00Z\n", datetime(2026, 3, 4, 10, tzinfo=UTC)),
        ("2026-03-04T10:00:00.5+02:00", datetime(2026, 3, 4, 8, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-03-04T10:00:00.1234567891Z", datetime(2026, 3, 4, 10, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-03-04T24:00:00", datetime(2026, 3, 5, tzinfo=UTC)),
        ("9999-12-31T24:00:00", datetime.max.replace(tzinfo=UTC)),
        ("12026-03-04T10:00:00Z", datetime(9999, 12, 31, 10, tzinfo=UTC)),
        ("0001-01-01T00:00:00+01:00", datetime.min.replace(tzinfo=UTC)),
        ("2026-03-04T24:00:01", None),
        ("2026-03-04T23:60:00", None),
        ("2026-03-04T10:00:60", None),
        ("2026-03-04T10:00", None),
        ("2026-03-04 10:00:00", None),
        ("2026-03-04", None),
    ],
)
def test_datetime(tekst: str, waarde: datetime | None) -> None:
    assert xsdwaarden.moment(tekst) == waarde


@pytest.mark.parametrize(
    ("tekst", "waarde"), [("2026", True), (" -0044Z ", True), ("12026", True), ("0000", False), ("26", False)]
)
def test_year(tekst: str, waarde: bool) -> None:
    assert xsdwaarden.is_jaartal(tekst) is waarde


@pytest.mark.parametrize(
    ("tekst", "waarde"),
    [("true", True), (" 1 ", True), ("false", False), ("0", False), ("TRUE", None), ("ja", None), ("", None)],
)
def test_boolean(tekst: str, waarde: bool | None) -> None:
    assert xsdwaarden.waar(tekst) is waarde


@pytest.mark.parametrize(
    ("tekst", "waarde"),
    [
        ("2", 2),
        ("+2", 2),
        ("-002", -2),
        ("-0", 0),
        (" 2\n", 2),
        ("9" * 5000, int("9" * 4000)),
        ("2.0", None),
        ("1_0", None),
        ("٢", None),
        ("", None),
    ],
)
def test_integer(tekst: str, waarde: int | None) -> None:
    assert xsdwaarden.geheel(tekst) == waarde


@pytest.mark.parametrize(
    ("tekst", "waarde"),
    [
        ("+.50", Decimal("0.5")),
        ("5.", Decimal(5)),
        (" -1.25 ", Decimal("-1.25")),
        ("1e3", None),
        ("NaN", None),
        (".", None),
    ],
)
def test_decimal(tekst: str, waarde: Decimal | None) -> None:
    assert xsdwaarden.decimaal(tekst) == waarde


@pytest.mark.parametrize(
    ("tekst", "waarde"),
    [
        ("1.528155E5", (152815.5, 1)),
        ("1528155e-4", (152.8155, 4)),
        ("1528000e-3", (1528.0, 0)),
        ("152815.500", (152815.5, 1)),
        (" 152815.5\n", (152815.5, 1)),
        ("+.5", (0.5, 1)),
        ("5.", (5.0, 0)),
        ("0.000", (0.0, 0)),
        ("0e-9", (0.0, 0)),
        (" INF ", (float("inf"), 0)),
        ("1e400", (float("inf"), 0)),
        ("1e", (None, 0)),
        ("+INF", (None, 0)),
        ("inf", (None, 0)),
        ("1_0.5", (None, 0)),
        ("0x10", (None, 0)),
    ],
)
def test_double(tekst: str, waarde: tuple[float | None, int]) -> None:
    assert (xsdwaarden.dubbel(tekst), xsdwaarden.decimalen(tekst)) == waarde


@given(st.text(alphabet="0123456789-+:.TZeE \n", max_size=40))
def test_no_reader_raises(tekst: str) -> None:
    for lees in (xsdwaarden.datum, xsdwaarden.moment, xsdwaarden.geheel, xsdwaarden.decimaal, xsdwaarden.dubbel):
        lees(tekst)
    assert xsdwaarden.decimalen("1e-" + "9" * 6000) > 1_000_000
