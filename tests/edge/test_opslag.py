"""A full disk or a damaged database: every room says so in its own shape, ready is not ready, and room mends it."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from simulator.kernel import database, events
from simulator.kernel.opslag import BESCHADIGD, VOL
from simulator.serve import Draaiend
from tests import databases

LVBB = "/overheid/bronhouderkoppelvlak/api/v1"
OZON = "/publiek/omgevingsdocumenten/api/presenteren/v8"
AFHANDELEN = "/overheid/verzoeken/api/afhandelen/v2"
ZIP = {"content-type": "application/zip", "x-oin": "00000003560458830000"}
LEEG = b"PK\x05\x06" + b"\0" * 18

pytestmark = pytest.mark.skipif(bool(databases.server()), reason="what SQLite says of its file")


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[Draaiend]:
    with Draaiend(klok="2026-03-02T09:00:00+01:00", snelheid=0, data=tmp_path / "data") as gemaakt:
        yield gemaakt


@pytest.fixture
def client(sim: Draaiend) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.url, timeout=30) as gemaakt:
        yield gemaakt


@pytest.fixture
def vol(sim: Draaiend) -> Callable[[bool], None]:
    """Makes the database full: it cannot grow by a page; or gives it room again."""
    staat = {"vol": False}

    def grens(dbapi: Any) -> None:
        meest = dbapi.execute("PRAGMA page_count").fetchone()[0] if staat["vol"] else 1 << 30
        dbapi.execute(f"PRAGMA max_page_count={meest}")

    event.listen(sim.kern.store.engine, "checkout", lambda dbapi, record, proxy: grens(dbapi))

    def zet(aan: bool) -> None:
        staat["vol"] = aan

    return zet


def vul(sim: Draaiend) -> None:
    """Use up the pages that are free within the file, so that it must grow."""
    with sim.kern.store.engine.connect() as conn:
        conn.exec_driver_sql("VACUUM")


def probleem(antwoord: httpx.Response) -> dict[str, Any]:
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (503, "application/problem+json")
    gelezen: dict[str, Any] = antwoord.json()
    assert gelezen["status"] == 503
    return gelezen


def test_full_and_with_room_again(
    sim: Draaiend, client: httpx.Client, vol: Callable[[bool], None], caplog: pytest.LogCaptureFixture
) -> None:
    assert client.post(f"{LVBB}/leveringen", content=LEEG, headers=ZIP).status_code == 202
    sim.kern.agenda.tot_rust("standaard")
    na = events.laatste(sim.kern.store, "standaard")
    vul(sim)
    vol(True)
    caplog.clear()
    groot = LEEG[:-2] + b"\x40\x9c" + b"c" * 40_000  # an empty zip with a long remark
    for n in range(5):
        antwoord = client.post(f"{LVBB}/leveringen", content=groot + b"%d" % n, headers=ZIP)
        assert probleem(antwoord)["detail"] == VOL.reden
    fixture = client.get("/_sim/fixtures").json()["fixtures"][0]["naam"]
    assert probleem(client.post(f"/_sim/fixtures/{fixture}"))["detail"] == VOL.reden
    gereed = probleem(client.get("/_sim/ready"))["detail"]
    assert gereed.startswith(VOL.reden)
    assert "van het journaal wachten" in gereed
    assert client.get(f"{OZON}/app-health").status_code == 200, "what can be read is answered"
    assert client.get("/_sim/health").status_code == 200, "it lives"
    assert events.lees(sim.kern.store, "standaard", na=na) == []
    gezegd = [r for r in caplog.records if r.name.startswith("dso-sim") and r.levelno >= logging.WARNING]
    assert not [r for r in gezegd if r.exc_info]
    assert {r.getMessage() for r in gezegd} <= {f"{VOL.reden} (tot nu toe {n} keer)" for n in (1, 10, 100, 1000)}
    vol(False)
    assert client.get("/_sim/ready").json() == {"status": "GEREED", "journaalVerloren": 0}
    assert client.post(f"{LVBB}/leveringen", content=groot, headers=ZIP).status_code == 202
    statussen = [r.status for r in sim.kern.journaal.lees("standaard", koppelvlak="lvbb", methode="POST")]
    assert statussen == [202, 503, 503, 503, 503, 503, 202], "what could not be written waited for room"


def test_an_item_of_the_agenda_waits_for_room_and_is_not_put_aside(
    sim: Draaiend, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    echt = sim.kern.agenda._taken["lvbb.beoordeel"].uitvoeren
    eerste, tweede = threading.Event(), threading.Event()

    def uitvoeren(*waarden: Any) -> None:
        if not eerste.is_set():
            eerste.set()
            raise database._als_sqlite(sqlite3.SQLITE_FULL)
        echt(*waarden)
        tweede.set()

    taak = sim.kern.agenda._taken["lvbb.beoordeel"]
    monkeypatch.setitem(sim.kern.agenda._taken, "lvbb.beoordeel", type(taak)(uitvoeren, taak.voorbereiden))
    assert client.post(f"{LVBB}/leveringen", content=LEEG, headers=ZIP).status_code == 202
    assert eerste.wait(20)
    assert tweede.wait(20), "it is tried again"
    assert events.lees(sim.kern.store, "standaard", soort="kernel.taak.mislukt") == []


def test_damaged(sim: Draaiend, client: httpx.Client, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    client.post(f"{LVBB}/leveringen", content=LEEG, headers=ZIP)
    sim.kern.agenda.tot_rust("standaard")
    store = sim.kern.store
    database.werk_bij(store.engine)
    for naam in ("dso-sim.db", "dso-sim.db-wal"):
        bestand = tmp_path / "data" / naam
        bestand.write_bytes(b"rommel, geen database " * (1 + bestand.stat().st_size // 22))
    store.engine.dispose()
    caplog.clear()
    for methode, pad in (
        ("GET", f"{OZON}/regelingen"),
        ("POST", f"{LVBB}/leveringen"),
        ("GET", f"{AFHANDELEN}/verzoeken/2026030200001"),
        ("GET", "/_sim/journaal"),
        ("GET", "/o/elders/_sim/klok"),
        ("POST", "/_sim/reset"),
        ("GET", "/_sim/ready"),
    ):
        inhoud = {"content": LEEG, "headers": ZIP} if pad.endswith("leveringen") else {}
        antwoord = client.request(methode, pad, **inhoud)
        assert probleem(antwoord)["detail"].startswith(BESCHADIGD.reden), (pad, antwoord.text)
    pagina = client.get("/_sim/journaal", headers={"accept": "text/html"})
    assert (pagina.status_code, pagina.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "begin met een lege map" in pagina.text
    assert not [r for r in caplog.records if r.name.startswith("dso-sim") and r.exc_info]


def test_a_fault_of_ours_is_still_told_as_one(
    sim: Draaiend, client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def kapot(*_: Any, **__: Any) -> None:
        raise sqlite3.IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(sim.kern, "begin_opnieuw", kapot)
    assert client.post("/_sim/reset").status_code == 500
    assert [r for r in caplog.records if r.exc_info]
    assert client.get("/_sim/ready").status_code == 200


def test_ready_sees_a_disk_that_has_no_room_left(
    sim: Draaiend, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    echt = database.shutil.disk_usage
    monkeypatch.setattr(database, "_RUIMTE", echt(sim.instellingen.data).total + 1)
    assert probleem(client.get("/_sim/ready"))["detail"].startswith(VOL.reden)
    monkeypatch.undo()
    assert client.get("/_sim/ready").status_code == 200
