"""What can be done about a verzoek that is there."""

import httpx
import pytest

from tests.beheer.conftest import PAGINA
from tests.beheer.conftest import eerste_verzoek as dien_in

EILAND, HAVEN = "00000009001000009920", "00000009001000009921"
DIENST = "00000009000000009920"


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def test_met_de_hand_ophalen(client: httpx.Client) -> None:
    nummer = dien_in(client)
    basis = f"/_sim/verzoeken/{nummer}/notificaties/000/{EILAND}"
    (ligt,) = client.get("/_sim/postvak", params={"status": "inbox"}).json()["notificaties"]
    assert (ligt["verzoeknummer"], ligt["oin"], ligt["status"]) == (nummer, EILAND, "inbox")
    bericht = client.get(f"{basis}/bericht")
    assert bericht.headers["content-type"] == "application/xml"
    assert nummer in bericht.text

    opgehaald = client.post(f"{basis}/ophalen")
    assert (opgehaald.status_code, opgehaald.json()["status"]) == (200, "acked")
    assert opgehaald.json()["bevestigdOp"] == "2026-03-02T08:00:00Z"
    assert client.get("/_sim/postvak", params={"status": "inbox", "oin": EILAND}).json() == {
        "notificaties": [],
        "totaal": 0,
    }
    nog_eens = client.post(f"{basis}/ophalen")
    assert nog_eens.status_code == 409
    assert client.post(f"{basis}/opnieuw").json()["status"] == "inbox"
    assert client.post(f"{basis}/ophalen").json()["status"] == "acked"


@pytest.mark.parametrize("doe", ["opnieuw", "ophalen"])
def test_een_notificatie_die_er_niet_is(client: httpx.Client, doe: str) -> None:
    nummer = dien_in(client)
    for pad in (
        f"{nummer}/notificaties/000/{HAVEN}",
        f"{nummer}/notificaties/007/{EILAND}",
        f"1/notificaties/0/{EILAND}",
        f"{nummer}/notificaties/{'9' * 30}/{EILAND}",
    ):
        assert client.post(f"/_sim/verzoeken/{pad}/{doe}").status_code == 404
        assert client.get(f"/_sim/verzoeken/{pad}/bericht").status_code == 404
    assert client.post(f"/_sim/verzoeken/{nummer}/notificaties/x/{EILAND}/{doe}").status_code == 404


def test_de_beslistermijn(client: httpx.Client) -> None:
    nummer = dien_in(client)
    termijn = f"/_sim/verzoeken/{nummer}/termijn"
    begin = client.get(f"/_sim/verzoeken/{nummer}").json()["termijn"]
    assert (begin["weken"], begin["verlengdWeken"], begin["opgeschortSinds"]) == (8, 0, None)
    verlengd = client.post(f"{termijn}/verleng", params={"weken": 2}).json()
    assert verlengd["verlengdWeken"] == 2
    assert verlengd["einde"] > begin["einde"]
    assert client.post(f"{termijn}/verleng").status_code == 409
    assert client.post(f"{termijn}/opschorten").json()["opgeschortSinds"] == "2026-03-02"
    client.post("/_sim/klok/spring", json={"duur": "P7D"}).raise_for_status()
    assert client.post(f"{termijn}/hervatten").json()["opgeschortDagen"] == 7
    kennis = client.post(f"/_sim/verzoeken/{nummer}/kennisgeving").json()
    assert kennis["kennisgevingOp"] == "2026-03-09T08:00:00Z"
    assert client.post(f"/_sim/verzoeken/{nummer}/kennisgeving").status_code == 409
    assert client.post(f"{termijn}/stoppen").status_code == 404
    soorten = [g["soort"] for g in client.get("/_sim/gebeurtenissen", params={"aantal": 1000}).json()["gebeurtenissen"]]
    assert soorten.count("stam.termijn.gewijzigd") >= 4
    assert "stam.kennisgeving.gepubliceerd" in soorten


def test_zonder_termijn(client: httpx.Client) -> None:
    nummer = dien_in(client, type="Melding")
    antwoord = client.post(f"/_sim/verzoeken/{nummer}/termijn/verleng")
    assert antwoord.status_code == 409
    assert "Melding" in antwoord.json()["detail"]


@pytest.mark.parametrize(
    ("doe", "zin"),
    [
        ("aanvullen", "Het verzoek is aangevuld"),
        ("intrekken", "Het verzoek is ingetrokken"),
        ("verleng", "De beslistermijn is verlengd"),
        ("opschorten", "De beslistermijn staat stil"),
        ("kennisgeving", "is kennisgegeven"),
    ],
)
def test_de_knoppen_van_de_pagina(client: httpx.Client, doe: str, zin: str) -> None:
    nummer = dien_in(client)
    antwoord = client.post("/_sim/formulier/verzoek", data={"doe": doe, "verzoeknummer": nummer}, headers=PAGINA)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, f"/_sim/verzoeken/{nummer}?gedaan={doe}")
    assert zin in client.get(antwoord.headers["location"], headers=PAGINA).text


def test_doorsturen_op_de_pagina(client: httpx.Client) -> None:
    nummer = dien_in(client)

    def stuur(doe: str, oin: str) -> httpx.Response:
        return client.post("/_sim/formulier/verzoek", data={"doe": doe, "verzoeknummer": nummer, "oin": oin})

    plek = stuur("bevoegdgezag", HAVEN).headers["location"]
    assert "Gemeente Oefenhaven kreeg de notificatie" in client.get(plek, headers=PAGINA).text
    assert stuur("bevoegdgezag", HAVEN).status_code == 409
    assert stuur("behandeldienst", DIENST).status_code == 303
    stand = client.get(plek).json()
    assert (stand["bevoegdGezag"]["oin"], stand["behandeldienst"]["oin"]) == (HAVEN, DIENST)
    assert [(h["soort"], h["door"]["oin"]) for h in stand["herrouteringen"]] == [
        ("bevoegd gezag", EILAND),
        ("behandeldienst", HAVEN),
    ]
    assert stuur("behandeldienst", "").status_code == 303
    assert client.get(plek).json()["behandeldienst"] is None


@pytest.mark.parametrize("velden", [{"doe": "stuk"}, {"doe": "opnieuw", "volgnummer": "<b>"}, {}])
def test_een_knop_die_er_niet_is(client: httpx.Client, velden: dict[str, str]) -> None:
    antwoord = client.post("/_sim/formulier/verzoek", data={"verzoeknummer": "1", **velden}, headers=PAGINA)
    assert antwoord.status_code == 400
    assert "<b>" not in antwoord.text
