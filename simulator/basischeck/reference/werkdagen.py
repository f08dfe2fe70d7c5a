"""On which days the software lets its user plan a bekendmaking: Monday to Friday, and no holiday (LVBB1519)."""

from datetime import date, timedelta
from functools import cache


def werkdag_vanaf(datum: date) -> date:
    """`datum` itself when it is a werkdag, else the first one after it."""
    while datum.weekday() > 4 or datum in _feestdagen(datum.year):
        datum += timedelta(days=1)
    return datum


@cache
def _feestdagen(jaar: int) -> frozenset[date]:
    # On the safe side: Goede Vrijdag and 5 May of every year too, which not everyone takes as a holiday.
    import holidays

    return frozenset(holidays.country_holidays("NL", years=jaar, categories=("public", "optional")))
