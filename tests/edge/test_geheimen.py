"""What lets somebody in stands nowhere in the journal: not in what came, not in what left, not in an export."""

import base64

import httpx
import pytest

from simulator.edge import bode as bode_
from simulator.edge.bode import Antwoord, Post
from simulator.kernel import geheimen
from simulator.kernel.geheimen import IN_ADRES, NIET_BEWAARD
from simulator.serve import Draaiend
from tests.edge.journaal import Sinds

OZON = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"
UIT = ("/_sim/journaal", "/_sim/journaal.har?masker=false", "/_sim/journaal.har", "/_sim/journaal.html", "/")


def test_a_generated_key_is_not_in_the_journal(sim: Draaiend, client: httpx.Client, sinds: Sinds) -> None:
    sleutel = client.post("/_sim/sleutels", json={"naam": "viewer"}).json()["sleutel"]
    kop = {"X-Api-Key": sleutel, "Authorization": f"Bearer {sleutel}", "Cookie": f"sessie={sleutel}", "X-Oin": "1" * 20}
    assert client.get(f"{OZON}?api_key={sleutel}&page=1", headers=kop).status_code in (200, 400)
    regel = sinds.regel()
    assert sleutel not in str(tuple(regel))
    assert {naam: waarde for naam, waarde in regel.verzoek_kop if naam in ("x-api-key", "authorization", "cookie")} == {
        "x-api-key": NIET_BEWAARD,
        "authorization": NIET_BEWAARD,
        "cookie": NIET_BEWAARD,
    }
    assert ("x-oin", "1" * 20) in [tuple(paar) for paar in regel.verzoek_kop]
    assert regel.pad == f"{OZON}?api_key={IN_ADRES}&page=1"
    for pad in UIT:
        antwoord = client.get(pad, headers={"Accept": "*/*"}, follow_redirects=True)
        assert antwoord.status_code == 200
        assert sleutel not in antwoord.text, pad


def test_nor_is_a_body_for_the_control_api(sim: Draaiend, client: httpx.Client, sinds: Sinds) -> None:
    """Such a call is in the journal only where its omgeving is not there, and then nobody read its body."""
    body = {"naam": "x", "sleutel": "zeer-geheime-sleutel"}
    assert client.post("/o/nergens/_sim/sleutels", json=body).status_code == 404
    regel = sinds.regel()
    assert bytes(regel.verzoek) == b""
    assert "zeer-geheim" not in str(tuple(regel))


def test_what_a_receiver_gives_back() -> None:
    paar = base64.b64encode(b"vth:wachtwoord-1").decode()
    post = Post(
        "http://ergens/", b"x", "text/plain", {"Authorization": f"Basic {paar}", "X-Auth-Key": "k-12345", "X": "y"}
    )
    terug = f"Basic {paar} wachtwoord-1 k-12345 y".encode()
    regel = bode_.regel(post, Antwoord(200, [("X-Echo", "k-12345"), ("X", "y")], terug, 1.0))
    assert regel["antwoord"] == f"{NIET_BEWAARD} {NIET_BEWAARD} {NIET_BEWAARD} y".encode()
    assert regel["antwoord_kop"] == [("X-Echo", NIET_BEWAARD), ("X", "y")]


@pytest.mark.parametrize(
    "naam",
    [
        *("Authorization", "proxy-authorization", "Cookie", "Set-Cookie", "X-API-Key", "apikey", "x-access-token"),
        *(
            "Ocp-Apim-Subscription-Key",
            "X-Functions-Key",
            "Authentication",
            "X-Forwarded-Authorization",
            "X-Session-Id",
        ),
        *("X-Auth-Key", "X-Client-Secret", "x-wachtwoord", "X-Sleutel", "Ocp-Apim-Subscription-Api-Key", "x-auth"),
    ],
)
def test_a_header_that_lets_in(naam: str) -> None:
    assert geheimen.uit_koppen([(naam, "waarde")]) == [(naam, NIET_BEWAARD)]


@pytest.mark.parametrize(
    "naam", ["x-oin", "Host", "Accept", "Content-Type", "X-Author", "WWW-Authenticate", "Range", "ETag"]
)
def test_a_header_that_does_not(naam: str) -> None:
    assert geheimen.uit_koppen([(naam, "waarde")]) == [(naam, "waarde")]


def test_an_address_in_a_header() -> None:
    koppen = [("Referer", "http://x/?token=b&page=1"), ("X-Vraag", "?token=b")]
    assert geheimen.uit_koppen(koppen) == [("Referer", f"http://x/?token={IN_ADRES}&page=1"), ("X-Vraag", "?token=b")]


def test_what_a_receiver_gives_back_of_its_address() -> None:
    post = Post("http://ergens/?api_key=geheim%2B1&page=2", b"x", "text/plain", {})
    regel = bode_.regel(post, Antwoord(200, [("X-Echo", "geheim+1")], b"geheim%2B1 2", 1.0))
    assert (regel["antwoord"], regel["antwoord_kop"]) == (f"{NIET_BEWAARD} 2".encode(), [("X-Echo", NIET_BEWAARD)])


@pytest.mark.parametrize(
    ("adres", "wordt"),
    [
        ("/a?api_key=b", f"/a?api_key={IN_ADRES}"),
        ("http://x/a?page=1&access_token=b&c=d#e", f"http://x/a?page=1&access_token={IN_ADRES}&c=d#e"),
        ("/a?wachtwoord=", f"/a?wachtwoord={IN_ADRES}"),
        ("/a?page=1&size=2", "/a?page=1&size=2"),
        ("/a?sig=b&api%5Fkey=c;tok%65n=d", f"/a?sig={IN_ADRES}&api%5Fkey={IN_ADRES};tok%65n={IN_ADRES}"),
        ("/a?naar=http%3A%2F%2Fx%2F%3Ftoken%3Db&c=d", f"/a?naar={IN_ADRES}&c=d"),
        ("/a?naar=http%3A%2F%2Fx%2F%3Fpage%3D1&design=d", "/a?naar=http%3A%2F%2Fx%2F%3Fpage%3D1&design=d"),
        ("/sleutel=x/a", "/sleutel=x/a"),
    ],
)
def test_an_address(adres: str, wordt: str) -> None:
    assert geheimen.uit_adres(adres) == wordt


def test_nor_in_what_differs_between_two_worlds(client: httpx.Client) -> None:
    adres = "/_sim/organisaties/00000009001000009920/ontvangst"
    opgave = {"adapter": "https", "url": "http://127.0.0.1:9/", "gebruiker": "vth"}
    kop = {"X-Auth-Key": "een-sleutel", "X-Eigen": "een-waarde"}
    client.put(adres, json={**opgave, "wachtwoord": "wachtwoord-1", "headers": {}}).raise_for_status()
    client.post("/_sim/snapshots", json={"naam": "voor"}).raise_for_status()
    client.put(adres, json={**opgave, "wachtwoord": "wachtwoord-2", "headers": kop}).raise_for_status()
    verschil = client.get("/_sim/verschil?van_snapshot=voor").text
    assert "een-waarde" in verschil
    assert NIET_BEWAARD in verschil
    assert not [geheim for geheim in ("wachtwoord-1", "wachtwoord-2", "een-sleutel") if geheim in verschil]
