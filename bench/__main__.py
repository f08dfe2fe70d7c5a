"""`make bench`: every budget beside what was measured. Exit code 1 when one is not met."""

import argparse
import sys
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.table import Table

from bench import duurproef, metingen
from bench.metingen import Meting

ALLE: tuple[Callable[[], Iterator[Meting]], ...] = (
    metingen.starten,
    metingen.lezen,
    metingen.werelden,
    metingen.eerste_bericht,
    metingen.basischeck,
    duurproef.duurproef,
    duurproef.duurproef_postgres,
)


def main() -> int:
    """Measure, show, and say whether all budgets were met."""
    keuze = argparse.ArgumentParser(description=__doc__)
    keuze.add_argument("namen", nargs="*", help=f"kies uit {', '.join(f.__name__ for f in ALLE)}")
    namen = keuze.parse_args().namen
    tabel = Table("meting", "gemeten", "budget", "", title="make bench")
    gemeten: list[Meting] = []
    console = Console()
    with console.status("Meten…") as status:
        for functie in ALLE:
            if namen and functie.__name__ not in namen:
                continue
            status.update(f"Meten: {functie.__name__}…")
            gemeten += functie()
    for meting in gemeten:
        budget = (
            ""
            if meting.budget is None
            else f"{'≥' if meting.meer_is_beter else '≤'} {meting.budget:g} {meting.eenheid}"
        )
        oordeel = "" if meting.budget is None else "goed" if meting.gehaald else "TE VEEL"
        tabel.add_row(meting.naam, f"{_getal(meting.waarde)} {meting.eenheid}", budget, oordeel)
    console.print(tabel)
    return int(any(not meting.gehaald for meting in gemeten))


def _getal(waarde: float) -> str:
    """Four digits that count, and a large number whole."""
    return f"{waarde:.0f}" if abs(waarde) >= 1000 else f"{waarde:.4g}"


if __name__ == "__main__":
    sys.exit(main())
