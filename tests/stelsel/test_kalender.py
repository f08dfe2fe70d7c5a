"""Working days: weekends, the holidays of the Algemene termijnenwet, and the steps between them."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.stelsel import kalender

DATUMS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("datum", "werkdag"),
    [
        (date(2025, 1, 1), False),  # Nieuwjaarsdag
        (date(2025, 1, 2), True),
        (date(2025, 4, 18), False),  # Goede Vrijdag
        (date(2025, 4, 21), False),  # tweede paasdag
        (date(2025, 4, 26), False),  # a Saturday, and Koningsdag since the 27th is a Sunday
        (date(2026, 4, 27), False),  # Koningsdag
        (date(2026, 5, 5), False),  # Bevrijdingsdag, no lustrum year
        (date(2025, 5, 29), False),  # Hemelvaart
        (date(2025, 5, 30), True),
        (date(2025, 6, 9), False),  # tweede pinksterdag
        (date(2025, 12, 5), True),
        (date(2025, 12, 24), True),
        (date(2025, 12, 25), False),
        (date(2025, 12, 26), False),
        (date(2025, 12, 27), False),  # Saturday
        (date(2025, 12, 31), True),
    ],
)
def test_is_werkdag(datum, werkdag):
    assert kalender.is_werkdag(datum) is werkdag


def test_de_feestdagen_zijn_die_van_een_bekende_bibliotheek():
    for jaar in range(2014, 2061):
        verwacht = set(holidays.country_holidays("NL", years=jaar, categories=("public", "optional")))
        assert kalender.feestdagen(jaar) == verwacht


def test_vorige_en_volgende_slaan_feestdagen_over():
    assert kalender.vorige_werkdag(date(2025, 4, 22)) == date(2025, 4, 17)
    assert kalender.volgende_werkdag(date(2025, 4, 17)) == date(2025, 4, 22)
    assert kalender.volgende_werkdag(date(2025, 12, 24)) == date(2025, 12, 29)
    assert kalender.volgende_werkdag(date(2025, 12, 31)) == date(2026, 1, 2)


@settings(deadline=None, max_examples=50)
@given(DATUMS)
def test_tussen_een_dag_en_de_volgende_werkdag_ligt_geen_werkdag(datum):
    volgende = kalender.volgende_werkdag(datum)
    assert volgende > datum
    assert kalender.is_werkdag(volgende)
    tussen = [datum + timedelta(days=n) for n in range(1, (volgende - datum).days)]
    assert not any(map(kalender.is_werkdag, tussen))
    assert kalender.vorige_werkdag(volgende) == (
        datum if kalender.is_werkdag(datum) else kalender.vorige_werkdag(datum)
    )
