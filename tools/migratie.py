"""Write the step from the newest form of the store to what the tables say now: `python tools/migratie.py NAME`.

NAME: what changes, in a few words with underscores. Alembic sees tables, columns, types, nullability and indexes; what
it proposes must be read over, and a column that may not be empty needs a value for the rows that are there.
"""

import re
import subprocess
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

import simulator.app  # noqa: F401  # every room's tables
from simulator.kernel import migraties

_RUIS = re.compile(
    r" *# ### .*\n| *info=\{['\"]wereld['\"]: True\},?\n|, schema=None|, info=\{['\"]wereld['\"]: True\}"
)


def main(naam: str) -> int:
    """Write the step; gives the exit code."""
    if not re.fullmatch(r"[a-z0-9_]+", naam):
        print("NAME: lower case letters, digits and underscores", file=sys.stderr)
        return 2
    bekend = migraties.bekend()
    nummer = f"{len(bekend) + 1:04}"
    with create_engine("sqlite://").connect() as conn, conn.begin():
        if bekend:
            migraties.naar(conn, bekend[-1])
        config = Config()
        config.set_main_option("script_location", str(migraties.MAP))
        config.set_main_option("file_template", f"v{nummer}_%%(slug)s")
        config.attributes["connection"] = conn
        script = command.revision(config, naam.replace("_", " ").capitalize(), autogenerate=True, rev_id=nummer)
    pad = Path(script.path)  # type: ignore[union-attr]  # one revision, so no list
    pad.write_text(_RUIS.sub("", pad.read_text("utf-8")), "utf-8")
    for opdracht in (["check", "--fix-only", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *opdracht, str(pad)], check=False)  # noqa: S603  # our own
    print(pad)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 2 else main(""))
