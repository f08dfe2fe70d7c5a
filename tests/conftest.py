"""What tests of more than one room use."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import settings

from simulator.serve import Draaiend
from tests import databases

settings.register_profile("zonder klok", deadline=None)  # no test judges time
settings.load_profile("zonder klok")


@pytest.fixture(scope="session", autouse=True)
def opslag() -> Iterator[None]:
    """With DSO_SIM_TEST_DATABASE the simulators of the tests are on PostgreSQL."""
    with databases.voor_elke_tijdelijke_store():
        yield


@pytest.fixture(scope="module")
def draaiend() -> Iterator[Draaiend]:
    """One simulator for a module, of which the clock stands still on a Monday."""
    with Draaiend(klok="2026-03-02T09:00:00+01:00", snelheid=0) as sim:
        yield sim


@pytest.fixture(scope="module")
def verbinding(draaiend: Draaiend) -> Iterator[httpx.Client]:
    """A client of it, with whatever earlier tests left there."""
    with httpx.Client(base_url=draaiend.url, timeout=30) as gemaakt:
        yield gemaakt


@pytest.fixture
def client(verbinding: httpx.Client) -> httpx.Client:
    """As `verbinding`, on a fresh world without fault switches."""
    verbinding.post("/_sim/reset").raise_for_status()
    return verbinding


@pytest.fixture
def sim(draaiend: Draaiend, client: httpx.Client) -> Draaiend:
    """As `draaiend`, with a fresh world and no fault switches."""
    return draaiend


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the official originals, which tests use as an oracle; the project is complete without it."""
    folder = Path(os.environ.get("DSO_SIM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "koppelvlakken").is_dir():
        pytest.skip(f"the official originals are not at {folder} (DSO_SIM_SHARED names another folder)")
    return folder
