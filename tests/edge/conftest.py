"""One simulator for a module, with a fresh world for each test."""

from collections.abc import Iterator

import httpx
import pytest

from simulator.kernel import snapshot
from simulator.serve import Draaiend
from tests.edge import journaal

BEGIN = "2026-03-02T09:00:00+01:00"


@pytest.fixture(scope="module")
def draaiend() -> Iterator[Draaiend]:
    with Draaiend(klok=BEGIN, snelheid=0) as sim:
        yield sim


@pytest.fixture(scope="module")
def verbinding(draaiend: Draaiend) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=draaiend.url, timeout=20) as gemaakt:
        yield gemaakt


@pytest.fixture
def client(verbinding: httpx.Client) -> httpx.Client:
    """On a fresh world without fault switches."""
    verbinding.post("/_sim/reset").raise_for_status()
    return verbinding


@pytest.fixture
def sim(draaiend: Draaiend, client: httpx.Client) -> Draaiend:
    """With a fresh world and no fault switches."""
    return draaiend


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
