"""A store or a whole kernel for each test.

On SQLite; with DSO_SIM_TEST_DATABASE (a SQLAlchemy URL of a PostgreSQL server on which databases may be made) on that.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from simulator.kernel.kern import Bijdrage, Kern
from simulator.kernel.store import Begin, Store
from tests.kernel import kamer

MaakKern = Callable[..., Kern]
_TELLER = itertools.count(1)


def nieuwe_database(map_: Path) -> str:
    """The URL of an empty database of its own."""
    server = os.environ.get("DSO_SIM_TEST_DATABASE")
    if not server:
        map_.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{map_ / 'dso-sim.db'}"
    naam = f"proef_{os.getpid()}_{next(_TELLER)}"
    beheer = create_engine(server, isolation_level="AUTOCOMMIT")
    with beheer.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {naam}"))
    beheer.dispose()
    return make_url(server).set(database=naam).render_as_string(hide_password=False)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An empty database."""
    return nieuwe_database(tmp_path / "data")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store whose clock stands still at START."""
    store = Store(url, kamer.STIL)
    yield store
    store.sluit()


@pytest.fixture
def ontvanger() -> kamer.Ontvanger:
    """Who receives the messages of the test."""
    return kamer.Ontvanger()


@pytest.fixture
def maak_kern(url: str, ontvanger: kamer.Ontvanger) -> Iterator[MaakKern]:
    """Makes kernels on one database, and stops them at the end."""
    gemaakt: list[Kern] = []

    def maak(*bijdragen: Bijdrage, begin: Begin = kamer.STIL) -> Kern:
        kern = Kern(None, begin, bijdragen or [kamer.bijdrage(ontvanger)], url=url)
        gemaakt.append(kern)
        return kern

    yield maak
    for kern in gemaakt:
        kern.stop()


@pytest.fixture
def kern(maak_kern: MaakKern) -> Kern:
    """A kernel that is not started: only what the test calls happens."""
    return maak_kern()
