"""What was acknowledged before a kill stands in the journal, each change with its line."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from simulator.kernel import tables
from simulator.kernel.store import Store
from tests.processen.proces import serve

LVBB = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
KOP = {"content-type": "application/zip", "x-oin": "00000001002564440000"}
LEEG = b"PK\x05\x06" + b"\0" * 18
RONDEN = 3
KLANTEN = 4
GENOEG = 60
"""So many acknowledgements a round, and then it is killed in the middle of the next ones."""


def lever_tot_het_eind(url: str, bevestigd: list[str], genoeg: threading.Semaphore) -> None:
    with httpx.Client(base_url=url, timeout=60) as client:
        while True:
            try:
                antwoord = client.post(LVBB, content=LEEG, headers=KOP)
            except httpx.HTTPError:
                return
            assert antwoord.status_code == 202
            bevestigd.append(antwoord.json()["leveringId"])
            genoeg.release()


def in_journaal(url: str) -> set[str]:
    store = Store(url)
    try:
        with store.open_lezing() as conn:
            return {kenmerken.get("leveringId", "") for kenmerken in conn.scalars(select(tables.journaal.c.kenmerken))}
    finally:
        store.sluit()


@pytest.mark.parametrize("ronde", range(RONDEN))
def test_killed_under_load(ronde: int, url: str, opslag_van: tuple[str, str], tmp_path: Path) -> None:
    bevestigd: list[str] = []
    genoeg = threading.Semaphore(0)
    with serve(tmp_path / "log", *opslag_van) as proces, ThreadPoolExecutor(KLANTEN) as pool:
        klanten = [pool.submit(lever_tot_het_eind, proces.url, bevestigd, genoeg) for _ in range(KLANTEN)]
        for _ in range(GENOEG + ronde):
            assert genoeg.acquire(timeout=60)
        proces.dood()
        for klant in klanten:
            klant.result(60)
    assert len(bevestigd) >= GENOEG
    assert set(bevestigd) - in_journaal(url) == set()
