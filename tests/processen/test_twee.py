"""Two real processes over HTTP: what one does the other has, hears of, and finishes."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from simulator.basischeck.reference.besluit import Besluit
from simulator.basischeck.reference.namen import Dossier
from simulator.basischeck.reference.pakket import publicatiepakket
from simulator.basischeck.reference.plan import lees_plan
from simulator.basischeck.reference.werkdagen import werkdag_vanaf
from simulator.kernel import events, migraties, snapshot
from simulator.kernel.clock import lees_iso
from simulator.kernel.store import STANDAARD, Begin, Store
from tests.kernel import kind
from tests.lvbb.http import lever
from tests.processen.proces import KLOK, Proces, serve, weigert

PRESENTEREN = "/publiek/omgevingsdocumenten/api/presenteren/v8"
VANDAAG = date(2026, 3, 2)
LEVERINGEN = 10
MAAND = "2026-04-01T09:00:00Z"
OIN = "00000001002564440000"


def tot(doe: Callable[[], Any], seconden: float = 60) -> Any:
    """Ask until there is an answer."""
    einde = time.monotonic() + seconden
    while not (gekregen := doe()):
        assert time.monotonic() < einde
    return gekregen


def pakket(nummer: int) -> bytes:
    """A plan of its own, published on a working day `nummer` times three days from now."""
    dossier = Dossier(lees_plan(), f"plan{nummer}", VANDAAG)
    bekend = werkdag_vanaf(VANDAAG + timedelta(days=1 + 2 * nummer))
    return publicatiepakket(Besluit(dossier, 1, VANDAAG, bekend), f"levering-{nummer}")


def lever_alle(client: httpx.Client) -> None:
    """Deliver ten plans, one after the other."""
    for nummer in range(LEVERINGEN):
        id_ = lever(client, pakket(nummer), oin=OIN)
        client.post("/_sim/klok/spring", json={"duur": "PT0S"}).raise_for_status()
        stand = client.get(f"/overheid/bronhouderkoppelvlak/api/v1/leveringen/{id_}").json()["status"]
        assert stand == "wacht-op-bekendmaking"


def gebeurd(client: httpx.Client, soort: str, na: int = 0) -> list[dict[str, Any]]:
    """The events of a kind after a number, waiting for the first."""
    vraag = {"soort": soort, "na": na, "wacht": 25}
    lijst: list[dict[str, Any]] = client.get("/_sim/gebeurtenissen", params=vraag).json()["gebeurtenissen"]
    return lijst


def toestand(store: Store) -> tuple[Any, ...]:
    """The world, and what happened in it."""
    return snapshot.inhoud(store, STANDAARD), events.lees(store, STANDAARD, aantal=10_000)


def test_twelve_hundred_calls_from_six_threads_lose_nothing(twee: tuple[Proces, Proces]) -> None:
    """A fault switch counts down with every call: read, subtract, write; every call is a line of the journal."""
    keer = 1206
    storing = {"koppelvlak": "ozon", "operatie": "*", "soort": "status", "waarde": 503, "aantal": 1200}
    twee[0].client.put("/_sim/storingen", json={"storingen": [storing]}).raise_for_status()

    def roep(draad: int) -> list[int]:
        with httpx.Client(base_url=twee[draad % 2].url, timeout=60) as client:
            return [client.get(f"{PRESENTEREN}/regelingen").status_code for _ in range(keer // 6)]

    with ThreadPoolExecutor(6) as draden:
        statussen = [status for lijst in draden.map(roep, range(6)) for status in lijst]
    assert Counter(statussen) == {503: 1200, 200: 6}
    assert twee[1].client.get("/_sim/storingen").json() == {"storingen": []}
    vraag = {"na": 0, "aantal": 1000, "koppelvlak": "ozon"}
    for proces in twee:  # each has written its own lines before it answers
        deel = proces.client.get("/_sim/journaal", params=vraag).json()["regels"]
    deel += proces.client.get("/_sim/journaal", params={**vraag, "na": deel[-1]["nummer"]}).json()["regels"]
    assert [regel["nummer"] for regel in deel] == list(range(1, keer + 1))
    assert Counter(regel["status"] for regel in deel) == {503: 1200, 200: 6}


def test_what_one_does_the_other_has_and_hears_of(twee: tuple[Proces, Proces]) -> None:
    een, ander = twee
    with ThreadPoolExecutor(1) as draden:
        wachter = draden.submit(gebeurd, ander.client, "lvbb.verzoek.ontvangen")
        id_ = lever(een.client, pakket(0), oin=OIN)
        (ontvangen,) = wachter.result(30)
    assert ontvangen["gegevens"]["leveringId"] == id_
    assert ander.client.get(f"/overheid/bronhouderkoppelvlak/api/v1/leveringen/{id_}").status_code == 200
    een.client.post("/_sim/snapshots", json={"naam": "voor"}).raise_for_status()
    ander.client.post("/_sim/klok/spring", json={"duur": "P7D"}).raise_for_status()
    assert een.client.get("/_sim/klok").json()["vandaag"] == "2026-03-09"
    assert len(een.client.get(f"{PRESENTEREN}/regelingen").json()["_embedded"]["regelingen"]) == 1
    ander.client.post("/_sim/snapshots/voor/herstel").raise_for_status()
    assert een.client.get("/_sim/klok").json()["nu"] == KLOK
    een.client.post("/_sim/reset").raise_for_status()
    assert ander.client.get("/_sim/leveringen").json()["leveringen"] == []


@pytest.mark.usefixtures("op_postgres")
def test_the_agenda_of_one_does_what_the_other_left(twee: tuple[Proces, Proces]) -> None:
    een, ander = twee
    lever(een.client, pakket(0), oin=OIN)
    assert gebeurd(ander.client, "lvbb.verslag.verzonden")
    een.dood()
    ander.client.put("/_sim/klok", json={"nu": "2026-03-04T09:00:00Z"}).raise_for_status()
    assert len(gebeurd(ander.client, "lvbb.publicatie")) == 1


@pytest.fixture(scope="module")
def ongestoord(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, ...]:
    """The state after a month of one process that nothing disturbs."""
    map_ = tmp_path_factory.mktemp("ongestoord")
    Store.open(map_, Begin(1, lees_iso(KLOK), 0)).sluit()
    with serve(map_ / "log", "--data", str(map_)) as alleen:
        lever_alle(alleen.client)
        alleen.client.post("/_sim/klok/spring", json={"tot": MAAND}).raise_for_status()
    store = Store.open(map_)
    uit = toestand(store)
    store.sluit()
    return uit


@pytest.mark.usefixtures("op_postgres")
@pytest.mark.parametrize("publicaties", [1, 4, 7])
def test_one_is_killed_in_a_jump_of_a_month_and_the_other_finishes_it(
    twee: tuple[Proces, Proces], url: str, ongestoord: tuple[Any, ...], publicaties: int
) -> None:
    een, ander = twee
    lever_alle(een.client)
    store = Store(url)
    with ThreadPoolExecutor(1) as draden:
        sprong = draden.submit(een.client.post, "/_sim/klok/spring", json={"tot": MAAND})
        na = 0
        for _ in range(publicaties):
            na = gebeurd(ander.client, "lvbb.publicatie", na)[0]["nummer"]
        een.dood()
        with store.lees(STANDAARD) as lezing:
            assert lezing.stand.doel == lees_iso(MAAND), "de sprong was al klaar"
            assert lees_iso(KLOK) < lezing.nu < lees_iso(MAAND)
        with pytest.raises(httpx.HTTPError):
            sprong.result(30)
    tot(lambda: ander.client.get("/_sim/klok").json()["nu"] == MAAND)
    gezien = toestand(store)
    store.sluit()
    assert gezien == ongestoord
    assert sum(e.soort == "lvbb.publicatie" for e in gezien[1]) == LEVERINGEN


@pytest.mark.usefixtures("op_postgres")
def test_an_older_database_is_brought_up_to_date_only_when_nobody_runs_on_it(
    url: str, opslag_van: tuple[str, str], tmp_path: Path
) -> None:
    store = Store(url)
    with store.engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": migraties.EERSTE})
    assert "er draait nog een ander proces" in weigert(*opslag_van)
    with store.engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": migraties.bekend()[-1]})
    with serve(tmp_path / "log", *opslag_van) as proces:
        assert proces.client.get("/_sim/ready").status_code == 200
    store.sluit()


@pytest.mark.usefixtures("op_postgres")
def test_a_database_that_breaks_every_connection_is_found_again(url: str, tmp_path: Path) -> None:
    kern = kind.maak(url, tmp_path / "ids")
    kern.start()
    kind.plan(kern, "sprong")
    beheer = create_engine(url, isolation_level="AUTOCOMMIT")
    with beheer.connect() as conn:
        anderen = "datname = current_database() AND pid <> pg_backend_pid()"
        assert conn.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {anderen}")).all()
    beheer.dispose()

    def gesprongen() -> bool:
        try:
            kern.agenda.spring(STANDAARD, lees_iso(MAAND))
        except DBAPIError:
            return False
        return True

    tot(gesprongen)
    kern.agenda.tot_rust(STANDAARD)
    assert len((tmp_path / "ids").read_text().split()) == 5
    with kern.store.lees(STANDAARD) as lezing:
        assert lezing.stand.doel is None
    kern.stop()
