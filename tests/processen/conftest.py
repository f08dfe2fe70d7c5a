"""Two processes that share a world where they can: on PostgreSQL. On SQLite one process plays both."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import simulator.app  # noqa: F401  # the tables of every room
from simulator.kernel.clock import lees_iso
from simulator.kernel.store import Begin, Store
from tests import databases
from tests.processen.proces import KLOK, Proces, serve


@pytest.fixture
def op_postgres() -> None:
    """Skips a test that SQLite cannot play."""
    if not databases.server():
        pytest.skip("needs a PostgreSQL server (DSO_SIM_TEST_DATABASE; tools/postgres-tijdelijk gives one)")


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A store with a world whose clock stands still; the tables that this process knows are in it."""
    gemaakt = databases.nieuwe(tmp_path / "data")
    Store(gemaakt, Begin(1, lees_iso(KLOK), 0)).sluit()
    yield gemaakt
    databases.verwijder(gemaakt)


@pytest.fixture
def opslag_van(url: str, tmp_path: Path) -> tuple[str, str]:
    """The options with which a process uses this store."""
    return ("--database", url) if databases.server() else ("--data", str(tmp_path / "data"))


@pytest.fixture
def twee(opslag_van: tuple[str, str], tmp_path: Path) -> Iterator[tuple[Proces, Proces]]:
    """Two processes on one store; on SQLite it is the same one twice."""
    with contextlib.ExitStack() as alle:
        eerste = alle.enter_context(serve(tmp_path / "een.log", *opslag_van))
        tweede = alle.enter_context(serve(tmp_path / "twee.log", *opslag_van)) if databases.server() else eerste
        yield eerste, tweede
