"""Where an organisation is notified, and that it is."""

from typing import Any

import httpx
import pytest

from simulator.serve import Draaiend
from tests.beheer.conftest import PAGINA
from tests.beheer.conftest import eerste_verzoek as dien_in
from tests.edge.proefserver import serveer

EILAND, HAVEN = "00000009001000009920", "00000009001000009921"
PAD = f"/_sim/organisaties/{EILAND}/ontvangst"


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def test_zonder_adres_is_er_het_postvak(client: httpx.Client) -> None:
    assert client.get(PAD).json() == {
        "oin": EILAND,
        "adapter": "inbox",
        "url": "",
        "gebruiker": "",
        "heeftWachtwoord": False,
        "headers": {},
        "opties": {},
        "waarschuwing": "",
    }
    assert client.get("/_sim/organisaties/123/ontvangst").status_code == 400


def test_een_adres_met_gebruiker_krijgt_de_notificatie(client: httpx.Client, gedeeld: Draaiend) -> None:
    with serveer() as server:
        adres = {
            "adapter": "https",
            "url": server.url(pad="/DSO/Verzoek/"),
            "gebruiker": "vth",
            "wachtwoord": "geheim-1",
            "headers": {"x-omgeving": "test", "x-api-key": "geheim-2"},
        }
        gezet = client.put(PAD, json=adres)
        assert gezet.status_code == 200
        assert "geheim" not in gezet.text + client.get(PAD).text
        assert gezet.json()["headers"]["x-omgeving"] == "test"
        assert gezet.json()["heeftWachtwoord"] is True
        nummer = dien_in(client)
        gedeeld.kern.outbox.leeg("standaard")
    (ontvangen,) = server.ontvangen
    assert ontvangen.startswith(b"POST /DSO/Verzoek/ ")
    assert nummer.encode() in ontvangen
    assert b"x-omgeving: test" in ontvangen
    assert b"x-api-key: geheim-2" in ontvangen
    (notificatie,) = client.get(f"/_sim/verzoeken/{nummer}").json()["notificaties"]
    assert (notificatie["status"], notificatie["pogingen"], notificatie["adapter"]) == ("acked", 1, "https")
    (regel,) = notificatie["journaal"]
    assert nummer in client.get(f"/_sim/journaal/{regel}/verzoek").text


def test_een_wachtwoord_gaat_niet_mee_naar_een_ander_adres(client: httpx.Client) -> None:
    een = {"adapter": "https", "url": "http://127.0.0.1:9/een", "gebruiker": "vth", "wachtwoord": "w"}
    client.put(PAD, json=een).raise_for_status()
    zonder = {naam: waarde for naam, waarde in een.items() if naam != "wachtwoord"}
    assert client.put(PAD, json=zonder).json()["heeftWachtwoord"] is True
    assert client.put(PAD, json={**zonder, "url": "http://127.0.0.1:9/twee"}).json()["heeftWachtwoord"] is False


def test_een_webhook_waarschuwt(client: httpx.Client) -> None:
    adres = {"adapter": "webhook", "url": "http://127.0.0.1:9/", "wachtwoord": "sleutel"}
    assert "niet het echte koppelvlak" in client.put(PAD, json=adres).json()["waarschuwing"]


@pytest.mark.parametrize(
    ("body", "veld"),
    [
        ({}, "adapter"),
        ({"adapter": "duif"}, "adapter"),
        ({"adapter": "https"}, "url"),
        ({"adapter": "https", "url": "file:///etc/passwd"}, "url"),
        ({"adapter": "https", "url": "http://x/", "headers": {"Host": "y"}}, "headers.Host"),
        ({"adapter": "https", "url": "http://x/", "opties": {"x": "y"}}, "opties.x"),
        ({"adapter": "inbox", "pad": "/"}, "pad"),
    ],
)
def test_wat_geen_adres_is(client: httpx.Client, body: dict[str, Any], veld: str) -> None:
    antwoord = client.put(PAD, json=body)
    assert antwoord.status_code == 400, antwoord.text
    assert [fout["name"] for fout in antwoord.json()["invalid-params"]] == [veld]
    assert client.get(PAD).json()["adapter"] == "inbox"


def test_het_formulier_bij_het_postvak(client: httpx.Client) -> None:
    dien_in(client)
    velden = {"oin": EILAND, "adapter": "https", "url": "http://127.0.0.1:9/x", "gebruiker": "", "wachtwoord": ""}
    kop = {"headers": {"x-a": "b"}}
    client.put(PAD, json={"adapter": "https", "url": "http://127.0.0.1:9/x", **kop}).raise_for_status()
    antwoord = client.post("/_sim/formulier/ontvangst", data=velden, headers=PAGINA)
    assert (antwoord.status_code, antwoord.headers["location"]) == (
        303,
        f"/_sim/postvak?oin={EILAND}&gedaan=ontvangst#adres",
    )
    assert client.get(PAD).json()["headers"] == kop["headers"]
    assert "Het adres is bewaard" in client.get(antwoord.headers["location"], headers=PAGINA).text
    fout = client.post("/_sim/formulier/ontvangst", data={**velden, "url": "<b>"}, headers=PAGINA)
    assert fout.status_code == 400
    assert "<b>" not in fout.text
