"""No omgeving uses up what another needs: the threads are so many for each."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from simulator.beheer import hier
from simulator.contract.draden import Draden
from simulator.serve import Draaiend


@pytest.fixture
def client(draaiend: Draaiend) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=draaiend.url, timeout=30, limits=httpx.Limits(max_connections=50)) as gemaakt:
        for naam in ("a", "b"):
            gemaakt.post("/_sim/omgevingen", json={"naam": naam}).raise_for_status()
        yield gemaakt
        for naam in ("a", "b"):
            gemaakt.delete(f"/_sim/omgevingen/{naam}").raise_for_status()


def test_as_many_jumps_as_there_are_threads_hang_and_another_omgeving_is_reset(
    draaiend: Draaiend, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bezig, verder = threading.Semaphore(0), threading.Event()
    echt = draaiend.kern.agenda.spring

    def spring(omgeving: str, tot: Any) -> int:
        if omgeving == "a":
            bezig.release()
            assert verder.wait(60)
        return echt(omgeving, tot)

    monkeypatch.setattr(draaiend.kern.agenda, "spring", spring)
    with ThreadPoolExecutor(hier._ZWAAR + 1) as pool:
        try:
            sprongen = [
                pool.submit(client.post, "/o/a/_sim/klok/spring", json={"duur": "PT1S"}) for _ in range(hier._ZWAAR + 1)
            ]
            for _ in range(hier._ZWAAR):
                assert bezig.acquire(timeout=20)
            assert client.post("/o/b/_sim/reset").status_code == 204
            assert client.post("/o/b/_sim/klok/spring", json={"duur": "PT1S"}).status_code == 200
            assert not bezig.acquire(blocking=False), "an omgeving gets no more than its share"
        finally:
            verder.set()
        assert {sprong.result(20).status_code for sprong in sprongen} == {200}


def test_the_threads_of_one_do_not_count_for_another_and_nothing_is_kept_of_who_is_done() -> None:
    bezig, verder = threading.Semaphore(0), threading.Event()

    def hang() -> str:
        bezig.release()
        assert verder.wait(60)
        return "klaar"

    async def proef() -> list[str]:
        draden = Draden(2)
        van_a = [asyncio.create_task(draden.doe("a", hang)) for _ in range(3)]
        for _ in range(2):
            await asyncio.to_thread(bezig.acquire)
        assert await draden.doe("b", str, 7) == "7"
        async with draden.plek("b"):
            assert not bezig.acquire(blocking=False)
        verder.set()
        uit = await asyncio.gather(*van_a)
        assert draden._van == {}
        return uit

    assert asyncio.run(proef()) == ["klaar"] * 3
