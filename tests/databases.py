"""On which database the tests run: SQLite, or PostgreSQL with DSO_SIM_TEST_DATABASE.

That is a SQLAlchemy URL of a server on which databases may be made, such as tools/postgres-tijdelijk gives.
"""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from simulator.kernel import kern
from simulator.kernel.store import Begin, Store

_TELLER = itertools.count(1)


def server() -> str:
    """The PostgreSQL server, or ""."""
    return os.environ.get("DSO_SIM_TEST_DATABASE", "")


def nieuwe(map_: Path | None = None) -> str:
    """The URL of an empty database: SQLite in a folder, or on the server."""
    if not server():
        assert map_ is not None
        map_.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{map_ / 'dso-sim.db'}"
    naam = f"proef_{os.getpid()}_{next(_TELLER)}"
    _op_server(f"CREATE DATABASE {naam}")
    return make_url(server()).set(database=naam).render_as_string(hide_password=False)


def verwijder(url: str) -> None:
    """Remove what `nieuwe` made on the server."""
    if server():
        _op_server(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")


@contextmanager
def voor_elke_tijdelijke_store() -> Iterator[None]:
    """Within this, a kernel without a folder or URL is on an empty database of its own on the server."""
    with pytest.MonkeyPatch.context() as ruil:
        if server():
            ruil.setattr(kern, "Store", _Stores())
        yield


class _Stores:
    """Stands where a kernel looks for the class Store."""

    def __call__(self, url: str, begin: Begin | None = None) -> Store:
        return Store(url, begin)

    def open(self, map_: Path | None = None, begin: Begin | None = None) -> Store:
        if map_ is not None:
            return Store.open(map_, begin)
        url = nieuwe()
        store = Store(url, begin)
        sluit = store.sluit

        def sluit_en_verwijder() -> None:
            sluit()
            verwijder(url)

        store.sluit = sluit_en_verwijder  # type: ignore[method-assign]  # as the folder of a temporary store goes
        return store


def _op_server(opdracht: str) -> None:
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(opdracht))
    engine.dispose()
