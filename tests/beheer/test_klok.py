import httpx
import pytest

from tests.beheer.conftest import lever


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def test_klok_tonen(client: httpx.Client) -> None:
    assert client.get("/_sim/klok").json() == {"nu": "2026-03-02T08:00:00Z", "snelheid": 0.0, "vandaag": "2026-03-02"}


@pytest.mark.parametrize(
    ("gevraagd", "verwacht"),
    [
        ({"nu": "2026-06-01T22:30:00Z"}, {"nu": "2026-06-01T22:30:00Z", "snelheid": 0.0, "vandaag": "2026-06-02"}),
        ({"nu": "2026-06-01"}, {"nu": "2026-05-31T22:00:00Z", "snelheid": 0.0, "vandaag": "2026-06-01"}),
        ({"nu": "2020-01-01T00:00:00+00:00", "snelheid": 0}, {"nu": "2020-01-01T00:00:00Z", "snelheid": 0.0}),
    ],
)
def test_klok_zetten(client: httpx.Client, gevraagd: dict, verwacht: dict) -> None:
    gegeven = client.put("/_sim/klok", json=gevraagd).json()
    assert verwacht.items() <= gegeven.items()
    assert client.get("/_sim/klok").json() == gegeven


def test_snelheid_alleen_laat_het_moment_staan(client: httpx.Client) -> None:
    assert client.put("/_sim/klok", json={"snelheid": 2.5}).json()["snelheid"] == 2.5
    assert client.put("/_sim/klok", json={"snelheid": 0}).json()["vandaag"] == "2026-03-02"


@pytest.mark.parametrize(
    "ongeldig",
    [
        b"{}",
        b'{"snelheid": -1}',
        b'{"snelheid": NaN}',
        b'{"snelheid": 1e999}',
        b'{"snelheid": "1"}',
        b'{"snelheid": true}',
        b'{"nu": "morgen"}',
        b'{"nu": "0001-01-01"}',
        b'{"nu": "9999-12-31T23:59:59Z"}',
        b'{"nu": 5}',
        b'{"nu": "2026-03-02", "onbekend": 1}',
        b"[]",
        b"null",
        b"",
        b"{",
        b'\xff\xfe{"nu"',
    ],
)
def test_klok_zetten_weigert(client: httpx.Client, ongeldig: bytes) -> None:
    antwoord = client.put("/_sim/klok", content=ongeldig, headers={"Content-Type": "application/json"})
    assert antwoord.status_code == 400
    assert antwoord.headers["content-type"] == "application/problem+json"
    assert antwoord.json()["invalid-params"]
    assert client.get("/_sim/klok").json()["nu"] == "2026-03-02T08:00:00Z"


@pytest.mark.parametrize(
    ("duur", "nu"),
    [
        ("P1D", "2026-03-03T08:00:00Z"),
        ("PT90M", "2026-03-02T09:30:00Z"),
        ("P1W", "2026-03-09T08:00:00Z"),
        ("P1DT2H3M4.5S", "2026-03-03T10:03:04.500000Z"),
        ("PT0S", "2026-03-02T08:00:00Z"),
        ("2d", "2026-03-04T08:00:00Z"),
        ("1d12u", "2026-03-03T20:00:00Z"),
        ("3h", "2026-03-02T11:00:00Z"),
        ("1w", "2026-03-09T08:00:00Z"),
    ],
)
def test_springen_met_een_duur(client: httpx.Client, duur: str, nu: str) -> None:
    gesprongen = client.post("/_sim/klok/spring", json={"duur": duur}).json()
    assert (gesprongen["nu"], gesprongen["uitgevoerd"]) == (nu, 0)


@pytest.mark.parametrize(
    ("gevraagd", "status"),
    [
        ({"tot": "2026-03-02T07:59:59Z"}, 409),
        ({"duur": "-P1D"}, 400),
        ({"duur": "P"}, 400),
        ({"duur": "P1DT"}, 400),
        ({"duur": "1 dag"}, 400),
        ({"duur": "2"}, 400),
        ({"duur": "-2d"}, 400),
        ({"duur": "999999999999w"}, 400),
        ({"duur": "P9999999D"}, 400),
        ({"duur": "P1D", "tot": "2026-04-01"}, 400),
        ({}, 400),
        ({"tot": ""}, 400),
    ],
)
def test_springen_weigert(client: httpx.Client, gevraagd: dict, status: int) -> None:
    antwoord = client.post("/_sim/klok/spring", json=gevraagd)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (status, "application/problem+json")
    assert client.get("/_sim/klok").json()["nu"] == "2026-03-02T08:00:00Z"


def test_springen_voert_uit_wat_onderweg_aan_de_beurt_komt(client: httpx.Client, zip_: bytes) -> None:
    plek = lever(client, zip_)
    assert client.get(plek).json()["status"] == "wacht-op-bekendmaking"
    gesprongen = client.post("/_sim/klok/spring", json={"tot": "2026-03-10T12:00:00+01:00"}).json()
    assert gesprongen["uitgevoerd"] >= 1
    assert gesprongen["nu"] == "2026-03-10T11:00:00Z"
    assert client.get(plek).json()["status"] == "gepubliceerd"


def test_de_agenda_merkt_dat_de_klok_is_verzet(client: httpx.Client, zip_: bytes) -> None:
    plek = lever(client, zip_)
    eerder = client.get("/_sim/gebeurtenissen").json()["laatste"]  # events go on counting over a reset
    client.put("/_sim/klok", json={"nu": "2026-03-10T12:00:00+01:00"})
    wacht = {"soort": "lvbb.publicatie", "wacht": 20, "na": eerder}
    assert len(client.get("/_sim/gebeurtenissen", params=wacht).json()["gebeurtenissen"]) == 1
    assert client.get(plek).json()["status"] == "gepubliceerd"
