"""What tests of the edge see of the simulator of `tests/conftest.py`."""

from collections.abc import Iterator

import httpx
import pytest

from simulator.kernel import snapshot
from simulator.serve import Draaiend
from tests.edge import journaal


@pytest.fixture
def onveranderd(sim: Draaiend, client: httpx.Client) -> Iterator[None]:
    """The test leaves the world as it was, and every request of it in the journal."""
    voor = snapshot.inhoud(sim.kern.store, "standaard")
    yield
    journaal.tot_rust(client)
    sim.kern.agenda.tot_rust("standaard")
    assert snapshot.inhoud(sim.kern.store, "standaard") == voor


@pytest.fixture
def sinds(sim: Draaiend, client: httpx.Client) -> journaal.Sinds:
    """What comes into the journal from here on."""
    return journaal.Sinds(sim, client)
