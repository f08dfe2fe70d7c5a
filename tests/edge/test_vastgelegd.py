"""Who has the answer to a call that changes something can count on its line in the journal."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from simulator.kernel import journal, tables
from simulator.serve import Draaiend

LVBB = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
OZON = "/publiek/omgevingsdocumenten/api/presenteren/v8"
KOP = {"content-type": "application/zip", "x-oin": "00000001002564440000"}


def paden(sim: Draaiend, na: int) -> list[tuple[str, int]]:
    """(path, status) of what is in the store at this moment, without asking the journal."""
    j = tables.journaal
    with sim.kern.store.open_lezing() as conn:
        return [(r.pad, r.status) for r in conn.execute(select(j.c.pad, j.c.status).where(j.c.nummer > na))]


@pytest.fixture
def na(sim: Draaiend) -> int:
    laatste = sim.kern.journaal.lees("standaard", nieuwste=True, aantal=1)
    return laatste[0].nummer if laatste else 0


@pytest.mark.parametrize(
    ("pad", "status", "rest"),
    [
        (LVBB, 202, {"content": b"PK\x05\x06" + b"\0" * 18, "headers": KOP}),
        (f"{LVBB}/niets/niets", 404, {"content": b"x"}),
        ("/_sim/fixtures/{eerste}", 201, {}),
    ],
)
def test_the_line_is_in_the_store_when_the_answer_is_there(
    sim: Draaiend, client: httpx.Client, na: int, pad: str, status: int, rest: dict[str, Any]
) -> None:
    if "{" in pad:
        pad = f"/_sim/fixtures/{client.get('/_sim/fixtures').json()['fixtures'][0]['naam']}"
    assert client.post(pad, **rest).status_code == status
    assert (pad, status) in paden(sim, na)


@pytest.fixture
def schrijver_staat_stil(sim: Draaiend, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    verder = threading.Event()
    echt = journal._schrijf

    def schrijf(*waarden: Any) -> None:
        assert verder.wait(60)
        echt(*waarden)

    monkeypatch.setattr(journal, "_schrijf", schrijf)
    yield
    verder.set()
    sim.kern.journaal.spoel()


@pytest.mark.usefixtures("schrijver_staat_stil")
def test_a_read_does_not_wait_for_its_line(sim: Draaiend, client: httpx.Client, na: int) -> None:
    assert client.get(f"{OZON}/app-health").status_code == 200
    assert client.head("/_sim/ready").status_code == 200
    assert paden(sim, na) == []
