"""What tests of more than one room use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import databases

settings.register_profile("zonder klok", deadline=None)  # no test judges time
settings.load_profile("zonder klok")


@pytest.fixture(scope="session", autouse=True)
def opslag() -> Iterator[None]:
    """With DSO_SIM_TEST_DATABASE the simulators of the tests are on PostgreSQL."""
    with databases.voor_elke_tijdelijke_store():
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the official originals, which tests use as an oracle; the project is complete without it."""
    folder = Path(os.environ.get("DSO_SIM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "koppelvlakken").is_dir():
        pytest.skip(f"the official originals are not at {folder} (DSO_SIM_SHARED names another folder)")
    return folder
