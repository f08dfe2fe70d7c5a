"""Working days of the Dutch government: Monday to Friday, except the days of the Algemene termijnenwet.

That a datumBekendmaking must be a werkdag is confirmed (LVBB1519); which days the landelijke voorziening takes as
holidays is not public. Taken here (inferred): the days of article 3 of the Algemene termijnenwet, so Goede Vrijdag and
5 May of every year count as holidays, and not only 5 May of the lustrum years.
"""

from datetime import date, timedelta
from functools import cache

_DAG = timedelta(days=1)


def is_werkdag(datum: date) -> bool:
    """Whether `datum` is a werkdag. The first call for a weekday loads the holidays: some tenths of a second."""
    return datum.weekday() < 5 and datum not in feestdagen(datum.year)


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
    """The holidays of one year, those on a Sunday too. The law dates from 1965: no year before 1966 has any."""
    import holidays

    return frozenset(holidays.country_holidays("NL", years=jaar, categories=("public", "optional")))
