"""A running simulator for the tests of Verzoek afhandelen and the notifications, with a fresh world for each."""

from collections.abc import Iterator

import httpx
import pytest

from simulator.serve import Draaiend
from tests.stam.afhandelproef import KLOK, Ontvanger, Proef, ontvanger_draait


@pytest.fixture(scope="module")
def draaiend() -> Iterator[Draaiend]:
    with Draaiend(klok=KLOK, snelheid=0) as sim:
        yield sim


@pytest.fixture
def afhandeling(draaiend: Draaiend) -> Iterator[Proef]:
    """On a fresh world."""
    with httpx.Client(base_url=draaiend.url, timeout=20) as client:
        client.post("/_sim/reset").raise_for_status()
        yield Proef.op(draaiend, client)


@pytest.fixture
def ontvanger() -> Iterator[Ontvanger]:
    with ontvanger_draait() as gestart:
        yield gestart
