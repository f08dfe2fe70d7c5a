"""A running simulator and packages to deliver; the marker of the tests that need a container engine."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from simulator.basischeck.reference.pakket import schrijf_pakketten
from simulator.serve import Draaiend
from simulator.testing.client import Dso

BEGIN = "2026-03-02T09:00:00+01:00"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "docker: runs the image that DSO_SIM_IMAGE names, by the command docker")


@pytest.fixture(scope="session")
def pakketten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with packages of the reference software: 1-validatie.zip, 2-publicatie.zip, ..."""
    map_ = tmp_path_factory.mktemp("pakketten")
    schrijf_pakketten(map_, date(2026, 3, 2), "voorbeeld", 0)
    return map_


@pytest.fixture(scope="module")
def draaiend() -> Iterator[Draaiend]:
    """A simulator of which the clock stands still."""
    with Draaiend(klok=BEGIN, snelheid=0) as sim:
        yield sim


@pytest.fixture
def sim(draaiend: Draaiend) -> Iterator[Dso]:
    """A client of it, on an empty world."""
    with Dso(draaiend.url) as client:
        client.reset()
        yield client
