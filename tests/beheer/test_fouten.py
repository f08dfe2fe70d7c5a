import socket
from urllib.parse import urlsplit

import httpx
import pytest

from simulator.beheer import gezondheid, storingen
from simulator.kernel.store import StoreDicht
from simulator.serve import Draaiend
from tests.beheer.conftest import PAGINA

VELDEN = {"type", "title", "status", "detail", "instance"}


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


@pytest.mark.parametrize(
    ("methode", "pad", "opties", "status"),
    [
        ("GET", "/nergens", {}, 404),
        ("GET", "/_sim/nergens", {}, 404),
        ("GET", "/_sim/klok/", {}, 404),
        ("GET", "/docs", {}, 404),
        ("GET", "/openapi.json", {}, 404),
        ("POST", "/", {}, 405),
        ("DELETE", "/_sim/klok", {}, 405),
        ("GET", "/_sim/reset", {}, 405),
        ("PUT", "/_sim/klok", {"content": b"nu=1", "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", "/_sim/snapshots", {"data": {"naam": "x"}}, 415),
        ("POST", "/_sim/leveringen", {"content": b"PK", "headers": {"Content-Type": "application/zip"}}, 415),
        ("POST", "/_sim/formulier/klok", {"json": {"doe": "stil"}}, 415),
        ("POST", "/_sim/formulier/klok", {"data": {"doe": "iets"}}, 400),
        ("PUT", "/_sim/klok", {"json": {"nu": "x" * (1 << 20)}}, 413),
        ("GET", "/_sim/journaal", {"params": {"aantal": "veel"}}, 400),
        ("GET", "/_sim/journaal/1/verzoek", {}, 404),
        ("GET", "/_sim/journaal/een/verzoek", {}, 404),
        ("GET", "/_sim/journaal/1/iets", {}, 404),
        ("GET", "/_sim/leveringen/bestaat-niet", {}, 404),
        ("GET", "/_sim/leveringen/bestaat-niet/oordeel", {}, 404),
        ("POST", "/_sim/leveringen", {"files": {"anders": b"x"}}, 400),
    ],
)
def test_elke_fout_is_een_problem(client: httpx.Client, methode: str, pad: str, opties: dict, status: int) -> None:
    antwoord = client.request(methode, pad, **opties)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (status, "application/problem+json")
    inhoud = antwoord.json()
    assert inhoud.keys() >= VELDEN
    assert (inhoud["status"], inhoud["instance"]) == (status, pad)


@pytest.mark.parametrize(
    ("pad", "allow"),
    [
        ("/_sim/klok", "GET, PUT"),
        ("/_sim/snapshots", "GET, POST"),
        ("/_sim/leveringen", "GET, POST"),
        ("/", "GET"),
    ],
)
def test_allow_noemt_alle_methoden(client: httpx.Client, pad: str, allow: str) -> None:
    antwoord = client.delete(pad)
    assert (antwoord.status_code, antwoord.headers["allow"]) == (405, allow)


def test_een_browser_krijgt_een_pagina(client: httpx.Client) -> None:
    antwoord = client.get("/nergens/<b>", headers=PAGINA)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Er is niets op /nergens/&lt;b&gt;." in antwoord.text


def test_een_fout_van_de_simulator_zelf(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def kapot(_: object) -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr(storingen, "aan", kapot)
    antwoord = client.get("/_sim/storingen")
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (500, "application/problem+json")
    assert "geheim" not in antwoord.text
    assert client.get("/_sim/health").json() == {"status": "UP"}


@pytest.mark.parametrize(
    ("pad", "inhoud"),
    [("/_sim/health", {"status": "UP"}), ("/_sim/ready", {"status": "GEREED", "journaalVerloren": 0})],
)
def test_gezondheid(client: httpx.Client, pad: str, inhoud: dict) -> None:
    assert client.get(pad).json() == inhoud
    assert client.head(pad).status_code == 200


def test_niet_gereed(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def dicht(*_: object) -> None:
        raise StoreDicht("dicht")

    monkeypatch.setattr(gezondheid, "_gebrek", dicht)
    antwoord = client.get("/_sim/ready")
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (503, "application/problem+json")


def test_wie_halverwege_weggaat_laat_niets_achter(
    gedeeld: Draaiend, client: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    kop = b"POST /_sim/leveringen HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    begin = b'--b\r\nContent-Disposition: form-data; name="bestand"; filename="a.zip"\r\n\r\nPK'
    adres = urlsplit(gedeeld.url)
    with socket.create_connection((adres.hostname, adres.port)) as verbinding:
        verbinding.sendall(kop + b"Content-Length: 100000\r\n\r\n" + begin)
    assert client.get("/_sim/leveringen").json() == {"leveringen": []}
    assert client.get("/_sim/health").status_code == 200
    assert "onverwachte fout" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("pad", ["/_sim/verzoeken/%00", "/_sim/verzoeken?oin=%00", "/_sim/leveringen/a%00b"])
def test_een_nul_in_het_adres(schone_client: httpx.Client, pad: str) -> None:
    antwoord = schone_client.get(pad)
    assert antwoord.status_code == 400
    assert "U+0000" in antwoord.json()["detail"]


def test_een_nul_in_wat_gestuurd_wordt(schone_client: httpx.Client) -> None:
    for body in ({"naam": "a\0b"}, {"a\0": 1}, {"naam": ["x", {"y": "\0"}]}):
        antwoord = schone_client.post("/_sim/snapshots", json=body)
        assert antwoord.status_code == 400
        assert "U+0000" in antwoord.json()["detail"]
    assert schone_client.post("/_sim/formulier/snapshot", data={"naam": "a\0b"}).status_code == 400
    assert "U+0000" not in schone_client.post("/_sim/snapshots", json={"naam": "\\u0000"}).text


def test_een_koppelvlak_met_een_andere_versie(client: httpx.Client) -> None:
    antwoord = client.get("/overheid/verzoeken/api/afhandelen/v3/verzoeken/2026030200001")
    assert antwoord.status_code == 404
    assert "/overheid/verzoeken/api/afhandelen/v" in antwoord.json()["detail"].partition("wel een koppelvlak op")[2]
    assert "wel een koppelvlak" not in client.get("/iets/anders/dan/dit").json()["detail"]
