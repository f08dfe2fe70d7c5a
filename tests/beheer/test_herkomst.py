import httpx
import pytest

from simulator.serve import Draaiend
from tests.beheer.conftest import BEGIN

BESLIST = [("POST", "/_sim/reset"), ("POST", "/_sim/formulier/reset"), ("POST", "/_sim/leveringen")]


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


@pytest.mark.parametrize(("methode", "pad"), [*BESLIST, ("PUT", "/_sim/klok")])
@pytest.mark.parametrize(
    "kop",
    [
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_een_andere_website_kan_niets_veranderen(client: httpx.Client, methode: str, pad: str, kop: dict) -> None:
    antwoord = client.request(methode, pad, headers=kop)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (403, "application/problem+json")


def test_de_eigen_pagina_mag_het_wel(gedeeld: Draaiend, client: httpx.Client) -> None:
    eigen = {"Origin": gedeeld.url, "Sec-Fetch-Site": "same-origin"}
    antwoord = client.post("/_sim/formulier/reset", headers=eigen)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/?gedaan=reset")


def test_een_naam_die_een_ander_naar_hier_laat_wijzen(client: httpx.Client) -> None:
    kop = {"Host": "kwaad.example:8080", "Origin": "http://kwaad.example:8080", "Sec-Fetch-Site": "same-origin"}
    antwoord = client.post("/_sim/reset", headers=kop)
    assert antwoord.status_code == 403
    assert "--publieke-url" in antwoord.json()["detail"]


@pytest.mark.parametrize("gastheer", ["localhost:8080", "simulator:8080", "proef.localhost", "[::1]:8080"])
def test_een_naam_van_deze_machine(client: httpx.Client, gastheer: str) -> None:
    client.post("/_sim/omgevingen", json={"naam": "proef"})  # by its host
    assert client.post("/_sim/reset", headers={"Host": gastheer, "Origin": f"http://{gastheer}"}).status_code == 204


def test_het_publieke_adres_hoort_erbij() -> None:
    with Draaiend(klok=BEGIN, snelheid=0, publieke_url="https://sim.example.nl") as sim:
        kop = {"Host": "sim.example.nl", "Origin": "https://sim.example.nl", "Sec-Fetch-Site": "same-origin"}
        assert httpx.post(f"{sim.url}/_sim/reset", headers=kop).status_code == 204
        assert "https://sim.example.nl/overheid/" in httpx.get(sim.url).text
