"""On which days the software lets its user plan a bekendmaking: Monday to Friday, and no holiday (LVBB1519)."""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter


def werkdag_vanaf(datum: date) -> date:
    """`datum` itself when it is a werkdag, else the first one after it."""
    while datum.weekday() > 4 or datum in _feestdagen(datum.year):
        datum += timedelta(days=1)
    return datum


@cache
def _feestdagen(jaar: int) -> frozenset[date]:
    # On the safe side: Goede Vrijdag, 26 and 27 April and 5 May of every year too.
    vast = ((1, 1), (4, 26), (4, 27), (5, 5), (12, 25), (12, 26))
    rond_pasen = (easter(jaar) + timedelta(days=n) for n in (-2, 1, 39, 50))
    return frozenset((*(date(jaar, maand, dag) for maand, dag in vast), *rond_pasen))
