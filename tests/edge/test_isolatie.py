"""A hundred thousand random calls over twenty omgevingen: no answer holds anything of another."""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.app import Simulator, maak
from simulator.settings import Instellingen
from tests import isolatie
from tests.isolatie import Plek, Telling, Vraag

AANROEPEN = 100_000
TEGELIJK = 4
ZAAD = 20260302


@pytest.fixture(scope="module")
def sim() -> Iterator[Simulator]:
    sim = maak(Instellingen(klok="2026-03-02T09:00", snelheid=0))
    sim.kern.start()
    yield sim
    sim.kern.stop()


async def roep(sim: Simulator, gevraagd: Vraag, der: bytes | None) -> tuple[int, bytes]:
    """A call of the application itself, as the server makes it."""
    pad, _, query = gevraagd.pad.partition("?")
    kop = {"host": "sim", **gevraagd.kop}
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": gevraagd.methode,
        "scheme": "http",
        "path": pad.replace("%20", " "),
        "raw_path": pad.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(naam.encode(), waarde.encode()) for naam, waarde in kop.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {} if der is None else {"certificaat": der},
    }
    status, delen, gegeven = 0, [], False

    async def ontvang() -> dict[str, Any]:
        nonlocal gegeven
        if gegeven:
            await asyncio.Event().wait()
        gegeven = True
        return {"type": "http.request", "body": gevraagd.inhoud, "more_body": False}

    async def zend(bericht: Any) -> None:
        nonlocal status
        if bericht["type"] == "http.response.start":
            status = bericht["status"]
        else:
            delen.append(bericht.get("body", b""))

    await sim.app(scope, ontvang, zend)
    return status, b"".join(delen)


async def werker(sim: Simulator, alle: list[Plek], zaad: int, aantal: int, telling: Telling) -> None:
    rng = random.Random(zaad)
    for _ in range(aantal):
        plek = rng.choice(alle)
        gedaan, der, weg = isolatie.gericht(rng, isolatie.vraag(rng, plek, alle), plek, alle)
        telling.beoordeel(plek, gedaan, weg, *await roep(sim, gedaan, der))
        assert len(telling.fouten) < 5, "\n".join(telling.fouten)


async def alles(sim: Simulator, aantal: int) -> Telling:
    alle, telling = isolatie.plekken(), Telling()
    lus = asyncio.get_running_loop()

    def nu(gevraagd: Vraag, der: bytes | None) -> tuple[int, bytes]:
        return asyncio.run_coroutine_threadsafe(roep(sim, gevraagd, der), lus).result(60)

    await asyncio.to_thread(isolatie.richt_in, nu, alle)
    werkers = [werker(sim, alle, ZAAD + n, aantal // TEGELIJK, telling) for n in range(TEGELIJK)]
    await asyncio.gather(*werkers)
    return telling


def test_no_answer_holds_anything_of_another(sim: Simulator, tmp_path: Path) -> None:
    telling = asyncio.run(alles(sim, AANROEPEN))
    assert telling.fouten == []
    assert telling.soorten.total() == AANROEPEN
    assert len(telling.per_plek) == isolatie.AANTAL
    assert min(telling.per_plek.values()) > AANROEPEN / isolatie.AANTAL / 2
    assert min(telling.wegen.values()) > AANROEPEN / 5
    assert telling.wegen.keys() == {"pad", "host", "sleutel", "certificaat"}
    assert len(telling.soorten) == 14


def test_the_judge_sees_what_does_not_belong() -> None:
    een, *_ = isolatie.plekken()[3:4]
    for goed in (b"merk03 2043-03-02 00000003880377000000", b"merkteken 2026-03-02", b""):
        assert isolatie.vreemd(een, goed) == []
    for fout in (b"xmerk04x", b"op 2044-03-02", b"OIN 00000003880477000000"):
        assert len(isolatie.vreemd(een, fout)) == 1
