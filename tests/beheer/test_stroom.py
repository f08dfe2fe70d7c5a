import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import httpx
import pytest

from simulator import serve
from simulator.beheer import wachten
from simulator.serve import Draaiend
from tests.beheer.conftest import BEGIN, LEVERINGEN, lever

GEBEURTENISSEN, JOURNAAL = "/_sim/gebeurtenissen/stroom", "/_sim/journaal/stroom"


def _berichten(regels: Iterator[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(id, data) of every event; comments and retry are not for the reader."""
    nummer = 0
    for regel in regels:
        naam, _, waarde = regel.partition(": ")
        if naam == "id":
            nummer = int(waarde)
        elif naam == "data":
            yield nummer, json.loads(waarde)


def _zet_storing(client: httpx.Client, status: int) -> None:
    aan = {"storingen": [{"koppelvlak": "ozon", "soort": "status", "waarde": status, "aantal": 1}]}
    client.put("/_sim/storingen", json=aan).raise_for_status()


def test_wat_er_al_was_en_wat_er_bij_komt(client: httpx.Client, zip_: bytes) -> None:
    lever(client, zip_)
    alle = client.get("/_sim/gebeurtenissen").json()["gebeurtenissen"]
    with client.stream("GET", GEBEURTENISSEN, params={"na": 1}) as stroom:
        assert stroom.headers["content-type"] == "text/event-stream; charset=utf-8"
        berichten = _berichten(stroom.iter_lines())
        gekregen = [next(berichten) for _ in alle[1:]]
        assert gekregen == [(g["nummer"], g) for g in alle[1:]]
        _zet_storing(client, 503)
        nummer, gebeurtenis = next(berichten)
    assert (nummer, gebeurtenis["soort"]) == (alle[-1]["nummer"] + 1, "storing.gezet")


def test_na_een_breuk_verder_waar_u_was(client: httpx.Client, zip_: bytes) -> None:
    lever(client, zip_)
    with client.stream("GET", GEBEURTENISSEN, params={"na": 0}, headers={"Last-Event-ID": "2"}) as stroom:
        assert next(_berichten(stroom.iter_lines()))[0] == 3


def test_zonder_nummer_begint_hij_bij_nu(client: httpx.Client, zip_: bytes) -> None:
    lever(client, zip_)
    laatste = client.get("/_sim/gebeurtenissen").json()["laatste"]
    with client.stream("GET", GEBEURTENISSEN) as stroom:
        regels = stroom.iter_lines()
        assert next(regels) == "retry: 2000"
        _zet_storing(client, 500)
        assert next(_berichten(regels))[0] == laatste + 1


def test_alleen_een_soort(client: httpx.Client, zip_: bytes) -> None:
    lever(client, zip_)
    with client.stream("GET", GEBEURTENISSEN, params={"na": 0, "soort": "lvbb.verslag.verzonden"}) as stroom:
        berichten = _berichten(stroom.iter_lines())
        assert [next(berichten)[1]["gegevens"]["volgnummer"] for _ in range(2)] == [1, 2]


@pytest.mark.parametrize("plek", [GEBEURTENISSEN, JOURNAAL])
@pytest.mark.parametrize("nummer", ["een", "-1", "²", "9" * 30])
def test_een_nummer_dat_niet_kan(schone_client: httpx.Client, plek: str, nummer: str) -> None:
    antwoord = schone_client.get(plek, headers={b"Last-Event-ID": nummer.encode()})
    assert antwoord.status_code == 400
    assert antwoord.headers["content-type"] == "application/problem+json"


def test_het_journaal_met_een_filter(client: httpx.Client) -> None:
    client.get(f"{LEVERINGEN}/een")
    with client.stream("GET", JOURNAAL, params={"status": "4xx"}) as stroom:
        regels = stroom.iter_lines()
        assert next(regels) == "retry: 2000"
        client.get("/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen")
        client.get(f"{LEVERINGEN}/twee")
        nummer, regel = next(_berichten(regels))
    assert (nummer, regel["nummer"], regel["pad"]) == (3, 3, f"{LEVERINGEN}/twee")
    assert client.get("/_sim/journaal", params={"na": 2}).json()["regels"] == [regel]


def test_een_stille_stroom_geeft_een_levensteken(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wachten, "LEVENSTEKEN", 0.01)
    with client.stream("GET", GEBEURTENISSEN) as stroom:
        regels = stroom.iter_lines()
        assert [next(regels) for _ in range(5)] == ["retry: 2000", ": de stroom is open", "", ": nog daar", ""]


def test_een_stroom_eindigt_als_de_simulator_stopt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told at once, and not by the server's patience: of that there is an hour here."""
    monkeypatch.setattr(serve, "_GRACE", 3600)
    open_ = Event()

    def luister(url: str) -> str:
        gelezen = []
        with httpx.stream("GET", url, timeout=60) as stroom:
            for regel in stroom.iter_lines():
                gelezen.append(regel)
                open_.set()
        return gelezen[0]

    with ThreadPoolExecutor() as draden:
        sim = Draaiend(klok=BEGIN, snelheid=0)
        with sim:
            luisteraar = draden.submit(luister, sim.url + GEBEURTENISSEN)
            assert open_.wait(30)
        assert not sim._draad.is_alive()
        assert luisteraar.result(30) == "retry: 2000"


def test_wie_weggaat_houdt_niets_open(sim: Draaiend, client: httpx.Client) -> None:
    """More streams than there are threads to read with, each left by its reader; the simulator still answers."""
    for _ in range(20):
        with httpx.stream("GET", sim.url + GEBEURTENISSEN, timeout=60) as stroom:
            assert next(stroom.iter_lines()) == "retry: 2000"
    assert client.get("/_sim/gebeurtenissen").json()["laatste"] == 0
