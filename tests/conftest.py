"""What tests of more than one room use."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the official originals, which tests use as an oracle; the project is complete without it."""
    folder = Path(os.environ.get("DSO_SIM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "koppelvlakken").is_dir():
        pytest.skip(f"the official originals are not at {folder} (DSO_SIM_SHARED names another folder)")
    return folder
