import httpx
import pytest

from simulator.serve import Draaiend
from tests.edge.proefserver import serveer, vrije_poort

PROEF = "/_sim/ontvangst/proef"


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def test_een_adres_dat_werkt(client: httpx.Client) -> None:
    with serveer() as server:
        vraag = {"url": server.url(pad="/notificaties"), "methode": "POST", "headers": {"x-api-key": "k"}}
        antwoord = client.post(PROEF, json=vraag)
    assert antwoord.status_code == 200
    uit = antwoord.json()
    assert (uit["gelukt"], uit["soort"], uit["status"]) == (True, "bereikt", 200)
    assert b"POST /notificaties" in server.ontvangen[0]
    assert b"x-api-key: k" in server.ontvangen[0]


def test_een_adres_dat_niet_werkt_zegt_waarom_en_wat_te_doen(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.edge.bereik.draait_in_container", lambda: False)
    uit = client.post(PROEF, json={"url": f"http://127.0.0.1:{vrije_poort()}/"}).json()
    assert (uit["gelukt"], uit["soort"]) == (False, "geweigerd")
    assert "geweigerd" in uit["gekregen"]
    assert uit["doe"]


def test_localhost_in_een_container(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.edge.bereik.draait_in_container", lambda: True)
    uit = client.post(PROEF, json={"url": f"http://localhost:{vrije_poort()}/"}).json()
    assert uit["soort"] == "eigen-machine"
    assert "host.docker.internal" in uit["doe"]


@pytest.mark.parametrize(
    ("body", "veld"),
    [
        ({}, "url"),
        ({"url": ""}, "url"),
        ({"url": "http://x" * 500}, "url"),
        ({"url": "http://x", "methode": "DELETE"}, "methode"),
        ({"url": "http://x", "headers": {"Host": "y"}}, "headers.Host"),
        ({"url": "http://x", "headers": {"a": "b\r\nc: d"}}, "headers.a"),
        ({"url": "http://x", "headers": {f"k{n}": "v" for n in range(31)}}, "headers"),
        ({"url": "http://x", "body": "y"}, "body"),
    ],
)
def test_wat_niet_gevraagd_kan_worden(client: httpx.Client, body: dict, veld: str) -> None:
    antwoord = client.post(PROEF, json=body)
    assert antwoord.status_code == 400
    assert [fout["name"] for fout in antwoord.json()["invalid-params"]] == [veld]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x", "http://169.254.169.254/latest/meta-data/"])
def test_wat_nooit_gebeld_wordt(client: httpx.Client, url: str) -> None:
    uit = client.post(PROEF, json={"url": url}).json()
    assert not uit["gelukt"]
    assert uit["adres"] == ""


def test_van_een_andere_website_mag_het_niet(client: httpx.Client) -> None:
    antwoord = client.post(PROEF, json={"url": "http://127.0.0.1:1/"}, headers={"Origin": "https://elders.example"})
    assert antwoord.status_code == 403


def test_de_uitgaande_berichten_met_hun_pogingen(client: httpx.Client, gedeeld: Draaiend) -> None:
    aanbod = {
        "oin_bevoegdgezag": "00000001002564440000",
        "leverings_id": "weg-1",
        "conversation_id": "g1",
        "url": f"http://127.0.0.1:{vrije_poort()}/weg.zip",
        "checksum": "0" * 64,
        "grootte": 5,
    }
    client.post("/opentunnel/00000001002564440000/dso/lvbb/spa/valideren", json=aanbod).raise_for_status()
    gedeeld.kern.outbox.leeg("standaard")
    (wacht,) = client.get("/_sim/uitgaand").json()["uitgaand"]
    assert (wacht["soort"], wacht["status"], wacht["pogingen"]) == ("lvbb.ophalen", "wacht", 1)
    assert wacht["naar"] == aanbod["url"]
    assert wacht["fout"]
    assert wacht["volgende"].endswith("Z")
    assert client.get("/_sim/uitgaand", params={"status": "mislukt"}).json() == {"uitgaand": []}

    client.post("/_sim/klok/spring", json={"duur": "PT1M"}).raise_for_status()
    (mislukt,) = client.get("/_sim/uitgaand", params={"status": "mislukt", "nieuwste": "true"}).json()["uitgaand"]
    assert (mislukt["pogingen"], mislukt["volgende"]) == (2, None)
    assert client.get("/_sim/uitgaand", params={"na": mislukt["nummer"]}).json() == {"uitgaand": []}
    assert client.get("/_sim/uitgaand", params={"status": "kwijt"}).status_code == 400
