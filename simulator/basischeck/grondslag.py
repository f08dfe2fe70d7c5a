"""What the verdicts of a run rest on, in as few lines as tell it all."""

import re
from collections.abc import Iterable

_REGEL = re.compile(r"getoetst: (?P<getoetst>\d+) van (?P<totaal>\d+) regels, (?P<rest>.*)")


def samengevat(regels: Iterable[str]) -> list[str]:
    """One line per catalogue and version of STOP, with the range of how many rules ran and the number of deliveries.

    regels: the line `getoetst: n van m regels, …` of each delivery, "" where it has none. A line of another form
    stays as it is, once.
    """
    groepen: dict[tuple[str, str], list[int]] = {}
    anders: dict[str, None] = {}
    for regel in regels:
        if (treffer := _REGEL.fullmatch(regel)) is not None:
            groepen.setdefault((treffer["totaal"], treffer["rest"]), []).append(int(treffer["getoetst"]))
        elif regel:
            anders[regel] = None
    return [_regel(totaal, rest, aantallen) for (totaal, rest), aantallen in groepen.items()] + list(anders)


def _regel(totaal: str, rest: str, aantallen: list[int]) -> str:
    laagst, hoogst = min(aantallen), max(aantallen)
    reeks = str(laagst) if laagst == hoogst else f"{laagst} tot {hoogst}"
    leveringen = "1 levering" if len(aantallen) == 1 else f"{len(aantallen)} leveringen"
    return f"getoetst: {reeks} van {totaal} regels, {rest} ({leveringen})"
