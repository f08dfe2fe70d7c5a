"""The virtual clock: speeds, pause, setting, daylight saving time."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.kernel import clock, ids
from simulator.kernel.clock import LAATSTE, Stand

ECHT = datetime(2030, 1, 1, tzinfo=UTC)
VIRTUEEL = datetime(2026, 3, 1, 9, tzinfo=UTC)
UUR = timedelta(hours=1)


@pytest.mark.parametrize(("snelheid", "verwacht"), [(1, UUR), (0, timedelta(0)), (24, 24 * UUR), (0.5, UUR / 2)])
def test_speeds(snelheid: float, verwacht: timedelta) -> None:
    assert Stand(VIRTUEEL, ECHT, snelheid).nu(ECHT + UUR) == VIRTUEEL + verwacht


def test_it_stands_still_during_a_jump() -> None:
    stand = Stand(VIRTUEEL, ECHT, 10, doel=VIRTUEEL + UUR)
    assert stand.nu(ECHT + UUR) == VIRTUEEL
    assert stand.wachttijd(VIRTUEEL + UUR, ECHT) is None


def test_it_never_goes_before_its_anchor_nor_past_the_calendar() -> None:
    assert Stand(VIRTUEEL, ECHT, 5).nu(ECHT - UUR) == VIRTUEEL
    assert Stand(VIRTUEEL, ECHT, 1e9).nu(ECHT + 100 * UUR) == LAATSTE
    assert Stand(VIRTUEEL, ECHT, 1e300).nu(ECHT + UUR) == LAATSTE
    assert clock.dag(LAATSTE) == date(2999, 12, 30)


@pytest.mark.parametrize("snelheid", [-1, math.nan, math.inf])
def test_what_is_no_speed(snelheid: float) -> None:
    with pytest.raises(ValueError, match="snelheid"):
        Stand(VIRTUEEL, ECHT, snelheid)


def test_how_long_to_wait() -> None:
    stand = Stand(VIRTUEEL, ECHT, 2)
    assert stand.wachttijd(VIRTUEEL + UUR, ECHT) == UUR / 2
    assert stand.wachttijd(VIRTUEEL - UUR, ECHT) == timedelta(0)
    assert Stand(VIRTUEEL, ECHT, 0).wachttijd(VIRTUEEL + UUR, ECHT) is None
    assert Stand(VIRTUEEL, ECHT, 1e-9).wachttijd(VIRTUEEL + 1000 * UUR, ECHT) is None


def test_setting_keeps_or_changes_the_speed() -> None:
    stand = Stand(VIRTUEEL, ECHT, 2)
    assert stand.gezet(VIRTUEEL - UUR, ECHT + UUR).nu(ECHT + 2 * UUR) == VIRTUEEL + UUR
    stil = stand.gezet(VIRTUEEL, ECHT, 0)
    assert stil.nu(ECHT + UUR) == VIRTUEEL


@pytest.mark.parametrize(
    ("moment", "dag"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),  # the day that summer time begins
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),  # and that it ends
    ],
)
def test_the_date_is_that_of_amsterdam(moment: datetime, dag: date) -> None:
    assert clock.dag(moment) == dag


def test_a_day_has_23_24_or_25_hours() -> None:
    def uren(dag: date) -> float:
        return (clock.begin_van(dag + timedelta(1)) - clock.begin_van(dag)) / UUR

    assert [uren(date(2026, 3, 29)), uren(date(2026, 6, 1)), uren(date(2026, 10, 25))] == [23, 24, 25]


@given(st.dates(date(1950, 1, 1), date(9999, 12, 30)))
def test_a_day_begins_within_itself(dag: date) -> None:
    assert clock.dag(clock.begin_van(dag)) == dag


@pytest.mark.parametrize(
    ("tekst", "moment"),
    [
        ("2026-03-01T09:00:00Z", VIRTUEEL),
        ("2026-03-01T10:00:00+01:00", VIRTUEEL),
        ("2026-03-01T10:00:00", VIRTUEEL),
        ("2026-07-01", datetime(2026, 6, 30, 22, tzinfo=UTC)),
    ],
)
def test_reading_a_moment(tekst: str, moment: datetime) -> None:
    assert clock.lees_iso(tekst) == moment


@pytest.mark.parametrize("tekst", ["", "morgen", "2026-02-30", "0001-01-01T00:00:00+23:00"])
def test_what_is_no_moment(tekst: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        clock.lees_iso(tekst)


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1 < moment.year < 9999))
def test_a_moment_written_is_read_back(moment: datetime) -> None:
    assert clock.lees_iso(clock.iso(moment)) == moment
    assert clock.iso(moment).endswith("Z")


def test_ids_depend_on_seed_series_and_number_only() -> None:
    assert ids.uuid(1, "a", 1) == ids.uuid(1, "a", 1)
    assert len({ids.uuid(z, r, n) for z in (1, 2) for r in ("a", "b") for n in (1, 2)}) == 8
    assert ids.uuid(1, "a", 1).version == 4
    assert ids.toeval(1, "a").random() == ids.toeval(1, "a").random()
    assert ids.toeval(1, "a").random() != ids.toeval(2, "a").random()
