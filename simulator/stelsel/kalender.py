"""Working days of the Dutch government: Monday to Friday, except the days of the Algemene termijnenwet.

That a datumBekendmaking must be a werkdag is confirmed (LVBB1519); which days the landelijke voorziening takes as
holidays is not public. Taken here (inferred): the days of article 3 of the Algemene termijnenwet, so Goede Vrijdag and
5 May of every year count as holidays, and not only 5 May of the lustrum years.
"""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

_DAG = timedelta(days=1)
_ZONDAG = 6
_ROND_PASEN = (-2, 0, 1, 39, 49, 50)
"""Goede Vrijdag, Pasen, Hemelvaartsdag and Pinksteren, in days from Easter Sunday."""


def is_werkdag(datum: date) -> bool:
    """Whether `datum` is a werkdag."""
    return not is_weekend(datum) and datum not in feestdagen(datum.year)


def is_weekend(datum: date) -> bool:
    """Whether `datum` is a Saturday or a Sunday."""
    return datum.weekday() >= 5


def vorige_werkdag(datum: date) -> date:
    """The last werkdag before `datum`, never `datum` itself."""
    vorige = datum - _DAG
    while not is_werkdag(vorige):
        vorige -= _DAG
    return vorige


def volgende_werkdag(datum: date) -> date:
    """The first werkdag after `datum`, never `datum` itself."""
    volgende = datum + _DAG
    while not is_werkdag(volgende):
        volgende += _DAG
    return volgende


@cache
def feestdagen(jaar: int) -> frozenset[date]:
    """The holidays of one year, those on a Sunday too."""
    pasen = easter(jaar)
    koningsdag = date(jaar, 4, 27)
    if koningsdag.weekday() == _ZONDAG:
        koningsdag -= _DAG
    vast = (date(jaar, 1, 1), koningsdag, date(jaar, 5, 5), date(jaar, 12, 25), date(jaar, 12, 26))
    return frozenset((*vast, *(pasen + timedelta(days=n) for n in _ROND_PASEN)))
