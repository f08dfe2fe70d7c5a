"""The forms that the store has had since the first release, and bringing an older one to the newest.

The newest form is what `kernel.tables` and the tables of the rooms say; each file in versions/ is one step towards it,
numbered. A new database is made in the newest form at once; only one that is older takes the steps, all in one
transaction. A change of a table comes with a new step: `python tools/migratie.py NAME` writes it, to be read over.
"""

import importlib
import logging
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

from simulator.kernel import tables

MAP = Path(__file__).parent
EERSTE = "0001"
_log = logging.getLogger("dso-sim.opslag")
_versie = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


class OpslagTeNieuw(ValueError):
    """The database has a form that this version of the simulator does not know."""


class OpslagInGebruik(ValueError):
    """The database must be brought up to date, and another process is running on it."""


def bekend() -> list[str]:
    """The numbers of all forms, oldest first."""
    return sorted(pad.name[1:5] for pad in (MAP / "versions").glob("v[0-9][0-9][0-9][0-9]_*.py"))


def vorm(conn: Connection) -> str | None:
    """The number of the form that a database has; None when it is empty.

    What was made before there were numbers has the first form.
    """
    tabellen = inspect(conn)
    if tabellen.has_table(_versie.name):
        return conn.scalar(select(_versie.c.version_num))
    return EERSTE if tabellen.has_table(tables.omgeving.name) else None


def breng_bij(conn: Connection, alleen: bool) -> None:
    """Bring a database to the newest form, within the transaction of this connection.

    alleen: whether no other process runs on it. Raises OpslagTeNieuw, OpslagInGebruik.
    """
    nieuwste, was = bekend()[-1], vorm(conn)
    if was is None:
        tables.metadata.create_all(conn, checkfirst=False)
        _versie.create(conn)
        conn.execute(insert(_versie).values(version_num=nieuwste))
    elif was not in bekend():
        raise OpslagTeNieuw(
            f"de opslag is van een andere, nieuwere versie van de simulator (vorm {was}; deze kent tot en met "
            f"{nieuwste}). Gebruik die versie, of kies een andere map of database."
        )
    elif was != nieuwste:
        if not alleen:
            raise OpslagInGebruik(
                f"de opslag moet worden bijgewerkt (van vorm {was} naar {nieuwste}), en er draait nog een ander "
                "proces op. Stop eerst alle processen op deze database."
            )
        naar(conn, nieuwste)
        _log.info("opslag bijgewerkt van vorm %s naar %s", was, nieuwste)


def naar(conn: Connection, nummer: str) -> None:
    """Take the steps to a form, within the transaction of this connection."""
    if vorm(conn) == EERSTE and not inspect(conn).has_table(_versie.name):
        _versie.create(conn)
        conn.execute(insert(_versie).values(version_num=EERSTE))
    # Alembic takes as long to load as the whole start may take; few starts need it.
    config = importlib.import_module("alembic.config").Config()
    config.set_main_option("script_location", str(MAP).replace("%", "%%"))
    config.attributes["connection"] = conn
    importlib.import_module("alembic.command").upgrade(config, nummer)
