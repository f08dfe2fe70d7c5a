"""A store or a whole kernel for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.kernel.kern import Bijdrage, Kern
from simulator.kernel.store import Begin, Store
from tests import databases
from tests.kernel import kamer


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    gemaakt = databases.nieuwe(tmp_path / "data")
    yield gemaakt
    databases.verwijder(gemaakt)


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
def maak_kern(url: str, ontvanger: kamer.Ontvanger) -> Iterator[kamer.MaakKern]:
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
def kern(maak_kern: kamer.MaakKern) -> Kern:
    """A kernel that is not started: only what the test calls happens."""
    return maak_kern()
