import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import httpx
import pytest

from simulator import serve
from simulator.beheer import wachten
from simulator.serve import Draaiend
from tests.beheer.conftest import BEGIN, lever

STORING = {"storingen": [{"koppelvlak": "ozon", "soort": "status", "waarde": 503}]}


def test_gebeurtenissen_in_volgorde(client: httpx.Client, zip_: bytes) -> None:
    lever(client, zip_)
    alle = client.get("/_sim/gebeurtenissen").json()
    nummers = [g["nummer"] for g in alle["gebeurtenissen"]]
    assert nummers == list(range(1, alle["laatste"] + 1))
    assert "lvbb.verzoek.ontvangen" in [g["soort"] for g in alle["gebeurtenissen"]]
    assert alle["gebeurtenissen"][0]["op"] == "2026-03-02T08:00:00Z"
    rest = client.get("/_sim/gebeurtenissen", params={"na": 1}).json()
    assert rest["gebeurtenissen"] == alle["gebeurtenissen"][1:]
    verslagen = client.get("/_sim/gebeurtenissen", params={"soort": "lvbb.verslag.verzonden"}).json()
    assert [g["gegevens"]["volgnummer"] for g in verslagen["gebeurtenissen"]] == [1, 2]
    assert verslagen["laatste"] == alle["laatste"]


def test_een_getal_dat_nooit_komt(client: httpx.Client) -> None:
    assert client.get("/_sim/gebeurtenissen", params={"na": 2**62}).json() == {"gebeurtenissen": [], "laatste": 0}


@pytest.mark.parametrize("vraag", [{"na": -1}, {"na": "x"}, {"wacht": 26}, {"wacht": "nan"}, {"aantal": 0}])
def test_een_vraag_die_niet_kan(client: httpx.Client, vraag: dict) -> None:
    antwoord = client.get("/_sim/gebeurtenissen", params=vraag)
    assert antwoord.status_code == 400
    assert [p["name"] for p in antwoord.json()["invalid-params"]] == list(vraag)


def test_wachters_worden_wakker_en_houden_niemand_op(sim: Draaiend) -> None:
    """More pollers than the thread pool has threads; meanwhile other calls, also those in threads, are answered."""

    async def speel() -> list[list[str]]:
        grenzen = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(base_url=sim.url, timeout=60, limits=grenzen) as client:
            vraag = {"soort": "storing.gezet", "wacht": 25}
            wachters = [asyncio.create_task(client.get("/_sim/gebeurtenissen", params=vraag)) for _ in range(60)]
            for pad in ("/_sim/health", "/_sim/klok", "/_sim/snapshots", "/_sim/journaal"):
                assert (await client.get(pad)).status_code == 200
            assert (await client.post("/_sim/klok/spring", json={"duur": "PT1H"})).status_code == 200
            assert not any(wachter.done() for wachter in wachters)
            await client.put("/_sim/storingen", json=STORING)
            return [
                [g["soort"] for g in antwoord.json()["gebeurtenissen"]] for antwoord in await asyncio.gather(*wachters)
            ]

    assert asyncio.run(speel()) == [["storing.gezet"]] * 60


def test_wie_wacht_krijgt_antwoord_als_de_simulator_stopt(monkeypatch: pytest.MonkeyPatch) -> None:
    wacht, echt = Event(), wachten.wacht

    async def gezien(*args: Any) -> wachten.Kwam:
        wacht.set()
        return await echt(*args)

    monkeypatch.setattr(wachten, "wacht", gezien)
    monkeypatch.setattr(serve, "_GRACE", 3600)  # who is not told keeps the server running
    with ThreadPoolExecutor() as draden:
        with Draaiend(klok=BEGIN, snelheid=0) as sim:
            wachter = draden.submit(httpx.get, f"{sim.url}/_sim/gebeurtenissen?wacht=25", timeout=60)
            assert wacht.wait(30)
        antwoord = wachter.result(30)
    assert (antwoord.status_code, antwoord.json()["gebeurtenissen"]) == (200, [])
