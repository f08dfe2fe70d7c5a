"""Whether the same tests passed on both: `python tools/vergelijk_tests.py SQLITE.xml... POSTGRES.xml -- PATH...`.

The files are those of pytest --junitxml, of SQLite one or more; PATH: folders and files of tests. Those of ALLEEN need
PostgreSQL and count apart. Exit code 1 when the numbers differ, or when a test was left out on PostgreSQL that ran on
SQLite.
"""

import sys
import xml.etree.ElementTree as ET  # our own file
from pathlib import Path

ALLEEN = ("tests.processen", "tests.bench")


def geslaagd(bestand: str, delen: list[str]) -> set[str]:
    """The names of the tests in these parts that passed."""
    uit = set()
    for geval in ET.parse(bestand).iter("testcase"):  # noqa: S314
        plek = f"{geval.get('classname')}."
        if any(plek.startswith(f"{deel}.") for deel in delen) and len(geval.findall("*")) == len(
            geval.findall("properties") + geval.findall("system-out") + geval.findall("system-err")
        ):
            uit.add(plek + str(geval.get("name")))
    return uit


def main(argumenten: list[str]) -> int:
    """Print the numbers; gives the exit code."""
    scheiding = argumenten.index("--")
    *sqlite, postgres = argumenten[:scheiding]
    delen = [".".join(Path(pad).with_suffix("").parts) for pad in argumenten[scheiding + 1 :]]
    op_sqlite = set().union(*(geslaagd(bestand, delen) for bestand in sqlite))
    op_postgres = geslaagd(postgres, delen)
    alleen = {naam for naam in op_postgres - op_sqlite if naam.startswith(ALLEEN)}
    op_postgres -= alleen
    print(f"tests op SQLite: {len(op_sqlite)}, op PostgreSQL: {len(op_postgres)}, en {len(alleen)} alleen daar")
    for naam in sorted(op_sqlite ^ op_postgres):
        print(f"  alleen op {'SQLite' if naam in op_sqlite else 'PostgreSQL'}: {naam}")
    return int(op_sqlite != op_postgres or not op_sqlite or not alleen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
