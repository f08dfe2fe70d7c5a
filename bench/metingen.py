"""The measurements, one function per budget or family of budgets."""

import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import httpx

from bench.proces import gestart, per_seconde

LEVERINGEN = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
REGELINGEN = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"
KLOK = "2026-03-02T09:00"
DAG = date(2026, 3, 2)
OIN = "00000001002564440000"


@dataclass(frozen=True)
class Meting:
    """One figure; budget None is for information."""

    naam: str
    waarde: float
    eenheid: str
    budget: float | None = None
    meer_is_beter: bool = False

    @property
    def gehaald(self) -> bool:
        """Whether it is within its budget."""
        if self.budget is None:
            return True
        return self.waarde >= self.budget if self.meer_is_beter else self.waarde <= self.budget


def starten() -> Iterator[Meting]:
    """From the command to the line Gereed, and what an idle simulator takes."""
    duren = []
    for _ in range(5):
        with gestart() as proces:
            duren.append(proces.seconden_tot_gereed)
            httpx.get(f"{proces.url}/_sim/ready").raise_for_status()
            geheugen = proces.geheugen_mb()
    yield Meting("van opdracht tot Gereed (midden van 5)", statistics.median(duren), "s", 1.0)
    yield Meting("geheugen in rust", geheugen, "MB", 120)


def lezen() -> Iterator[Meting]:
    """JSON answers that depend on the state, with their line in the journal, on one core; loaded from another."""
    with gestart("--klok", KLOK, kern=0) as proces, httpx.Client(base_url=proces.url) as client:
        _publiceer(client)
        identificatie = client.get(REGELINGEN).json()["_embedded"]["regelingen"][0]["identificatie"]
        een = f"{REGELINGEN}/{identificatie.replace('/', '_').replace('-', '_')}"
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            for naam, pad, budget in (("een regeling", een, 1500.0), ("bladzijde van de lijst", REGELINGEN, None)):
                pool.apply(per_seconde, (proces.url, pad, 0.5))
                gemeten = pool.apply(per_seconde, (proces.url, pad, 4.0))
                yield Meting(f"OZON, {naam}, met journaalregel, één kern", gemeten, "/s", budget, meer_is_beter=True)


def werelden() -> Iterator[Meting]:
    """Snapshot, restore and reset of a world with more than 10,000 objects; on PostgreSQL too where there is one."""
    yield from _werelden("SQLite")
    database = os.environ.get("DSO_SIM_BENCH_DATABASE") or os.environ.get("DSO_SIM_TEST_DATABASE")
    if database:
        yield from _werelden("PostgreSQL", "--database", database)
    else:
        print("Niet gemeten: PostgreSQL. Noem een lege database in DSO_SIM_BENCH_DATABASE.", file=sys.stderr)


def _werelden(opslag: str, *opties: str) -> Iterator[Meting]:
    with gestart("--klok", KLOK, *opties) as proces, httpx.Client(base_url=proces.url, timeout=120) as client:
        client.post("/_sim/reset").raise_for_status()
        _vul(client)
        # A second apart, so that the copy for the next restore is made and the old one cleared in between.
        snapshot = _tijd(lambda: client.post("/_sim/snapshots", json={"naam": "bench"}), 5, tussen=1.0)
        herstel = _tijd(lambda: client.post("/_sim/snapshots/bench/herstel"), 5, tussen=1.0)
        opnieuw = _tijd(lambda: client.post("/_sim/reset"), 5)
    yield Meting(f"snapshot van 10.000 objecten, {opslag}", snapshot, "ms", 150)
    yield Meting(f"herstel, {opslag}", herstel, "ms", 10)
    yield Meting(f"reset, {opslag}", opnieuw, "ms", 10)


def eerste_bericht() -> Iterator[Meting]:
    """From the last byte of a delivery to its first message, per size of the package."""
    from simulator.basischeck.reference.pakket import pakket_van_omvang

    with gestart("--klok", KLOK) as proces, httpx.Client(base_url=proces.url, timeout=120) as client:
        eerste = pakket_van_omvang(100_000, DAG, "eerste", "bench-eerste")
        yield Meting("eerste bericht, 100 kB, eerste van het proces", _lever_en_wacht(client, eerste), "ms", 400)
        for grootte, budget in ((10_000, None), (100_000, 150.0), (1_000_000, None), (5_000_000, None)):
            duren = []
            for n in range(3):
                zip_ = pakket_van_omvang(grootte, DAG, f"g{grootte}n{n}", f"bench-{grootte}-{n}")
                duren.append(_lever_en_wacht(client, zip_))
            yield Meting(f"eerste bericht, {grootte // 1000} kB", statistics.median(duren), "ms", budget)


def basischeck() -> Iterator[Meting]:
    """The whole basischeck against the reference software."""
    import subprocess
    import sys

    with tempfile.TemporaryDirectory() as map_:
        opdracht = [sys.executable, "-c", "from simulator.cli import main; main()", "basischeck", "run", "--uit", map_]
        begonnen = time.perf_counter()
        subprocess.run(opdracht, check=True, stdout=subprocess.DEVNULL)
        yield Meting("hele basischeck op de referentie", time.perf_counter() - begonnen, "s", 60)


def _publiceer(client: httpx.Client) -> None:
    from simulator.basischeck.reference.plansoftware import ReferentiePlansoftware

    ReferentiePlansoftware(str(client.base_url)).publiceren()
    client.post("/_sim/klok/spring", json={"duur": "P7D"}).raise_for_status()


def _vul(client: httpx.Client) -> None:
    """Publish six packages of 100 kB, each with 1,800 OW objects: 10,800 in all, and as many versions of them."""
    from simulator.basischeck.reference.pakket import pakket_van_omvang

    for n in range(6):
        _lever_en_wacht(client, pakket_van_omvang(100_000, DAG, f"vul{n}", f"bench-vul-{n}"))
    client.post("/_sim/klok/spring", json={"duur": "P2D"}).raise_for_status()
    aantal = client.get(REGELINGEN).json()["page"]["totalElements"]
    if aantal != 6:
        raise RuntimeError(f"er zijn {aantal} regelingen gepubliceerd in plaats van 6")


def _lever_en_wacht(client: httpx.Client, zip_: bytes) -> float:
    """Milliseconds from the end of the upload to the first message, as the caller sees it."""
    begonnen = time.perf_counter()
    antwoord = client.post(LEVERINGEN, content=zip_, headers={"content-type": "application/zip", "x-oin": OIN})
    antwoord.raise_for_status()
    resultaten = antwoord.json()["_links"]["resultaten"]["href"]
    while not client.get(resultaten).json()["_embedded"]["resultaten"]:
        time.sleep(0.01)  # often enough to see, seldom enough not to be in the way
    return (time.perf_counter() - begonnen) * 1000


def _tijd(doe: Callable[[], httpx.Response], keer: int, tussen: float = 0.0) -> float:
    """The median, in milliseconds, of a call."""
    duren = []
    for _ in range(keer):
        begonnen = time.perf_counter()
        doe().raise_for_status()
        duren.append((time.perf_counter() - begonnen) * 1000)
        time.sleep(tussen)
    return statistics.median(duren)
