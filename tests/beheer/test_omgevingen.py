"""The omgevingen over HTTP and on their page."""

import re
from typing import Any

import httpx
import pytest

from tests.beheer.conftest import PAGINA, lever


def maak(client: httpx.Client, **velden: Any) -> httpx.Response:
    return client.post("/_sim/omgevingen", json=velden)


def namen(client: httpx.Client) -> list[str]:
    return [o["naam"] for o in client.get("/_sim/omgevingen").json()["omgevingen"]]


def test_maken_zien_weggooien(client: httpx.Client) -> None:
    gemaakt = maak(client, naam="team-1", klok="2027-01-01T00:00:00Z", snelheid=2, zaad=5, streng=True)
    assert gemaakt.status_code == 201
    assert gemaakt.headers["location"] == "/_sim/omgevingen/team-1"
    een = client.get(gemaakt.headers["location"]).json()
    assert een["begin"] == {"klok": "2027-01-01T00:00:00Z", "snelheid": 2.0, "zaad": 5}
    assert (een["streng"], een["snapshots"], een["adres"]) == (True, [], f"{str(client.base_url).rstrip('/')}/o/team-1")
    assert namen(client) == ["standaard", "team-1"]
    assert client.put("/_sim/omgevingen/team-1", json={"streng": False}).json()["streng"] is False
    client.put("/o/team-1/_sim/klok", json={"nu": "2029-01-01T00:00:00Z", "snelheid": 0})
    client.post("/o/team-1/_sim/reset").raise_for_status()
    assert client.get("/o/team-1/_sim/klok").json()["nu"].startswith("2027-01-01")
    assert client.delete("/_sim/omgevingen/team-1").status_code == 204
    assert namen(client) == ["standaard"]


@pytest.mark.parametrize(
    ("velden", "status", "tekst"),
    [
        ({"naam": "A"}, 400, "kleine letters"),
        ({"naam": ""}, 400, "kleine letters"),
        ({"naam": "x" * 41}, 400, "kleine letters"),
        ({"naam": "a/../b"}, 400, "kleine letters"),
        ({"naam": "standaard"}, 409, "al een omgeving"),
        ({"naam": "a", "klok": "gisteren"}, 400, "geen moment"),
        ({"naam": "a", "zaad": -1}, 400, "zaad"),
        ({"naam": "a", "snelheid": -1}, 400, "snelheid"),
        ({"naam": "a", "van": "niets"}, 404, "wel: standaard"),
        ({"naam": "a", "van": "standaard", "snapshot": "niets"}, 404, "wel: geen"),
        ({"naam": "a", "snapshot": "s"}, 400, "hoort van"),
        ({"naam": "a", "van": "standaard", "zaad": 3}, 400, "laat ze weg"),
        ({"naam": "a", "streng": "ja"}, 400, "streng"),
        ({"naam": "a", "kleur": "geel"}, 400, "onbekend"),
        ({}, 400, "ontbreekt"),
    ],
)
def test_wat_niet_kan(schone_client: httpx.Client, velden: dict[str, Any], status: int, tekst: str) -> None:
    antwoord = maak(schone_client, **velden)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (status, "application/problem+json")
    assert tekst in antwoord.json()["detail"]
    assert namen(schone_client) == ["standaard"]


def test_wat_er_niet_is(schone_client: httpx.Client) -> None:
    antwoorden = [
        schone_client.get("/_sim/omgevingen/niets"),
        schone_client.put("/_sim/omgevingen/niets", json={"streng": True}),
        schone_client.delete("/_sim/omgevingen/niets"),
        schone_client.post("/_sim/omgevingen/niets/vertak", json={"naam": "a"}),
        schone_client.get("/_sim/verschil?naar=niets"),
        schone_client.get("/_sim/verschil?van_snapshot=niets"),
    ]
    assert [a.status_code for a in antwoorden] == [404] * 6
    assert schone_client.delete("/_sim/omgevingen/standaard").status_code == 409


def test_een_tak_en_wat_er_verschilt(client: httpx.Client, zip_: bytes) -> None:
    client.post("/_sim/snapshots", json={"naam": "leeg"}).raise_for_status()
    lever(client, zip_)
    assert client.post("/_sim/omgevingen/standaard/vertak", json={"naam": "tak"}).status_code == 201
    assert maak(client, naam="begin", van="standaard", snapshot="leeg").status_code == 201
    aantallen = [len(client.get(f"{p}/_sim/leveringen").json()["leveringen"]) for p in ("", "/o/tak", "/o/begin")]
    assert aantallen == [1, 1, 0]
    assert client.get("/_sim/verschil?naar=tak").json()["gelijk"] is True
    client.post("/o/tak/_sim/klok/spring", json={"duur": "P14D"}).raise_for_status()
    gevonden = client.get("/_sim/verschil", params={"naar": "tak"}).json()
    assert gevonden["naar"] == {"omgeving": "tak", "snapshot": None, "klok": "2026-03-16T08:00:00Z"}
    per_tabel = {t["tabel"]: t for t in gevonden["tabellen"]}
    levering = per_tabel["lvbb_levering"]
    assert (levering["erbij"], levering["weg"], levering["anders"]) == (0, 0, 1)
    velden = {v["veld"]: (v["was"], v["wordt"]) for v in levering["voorbeelden"]["anders"][0]["velden"]}
    assert velden == {"status": ("wacht-op-bekendmaking", "gepubliceerd")}
    assert per_tabel["kernel_agenda"]["weg"] == 1
    # Within the omgeving itself nothing need be named but the snapshot.
    sinds = client.get("/_sim/verschil", params={"van_snapshot": "leeg"}).json()
    assert {t["tabel"]: t["erbij"] for t in sinds["tabellen"]}["lvbb_levering"] == 1
    terug = client.get("/_sim/verschil", params={"naar_snapshot": "leeg"}).json()
    assert {t["tabel"]: t["weg"] for t in terug["tabellen"]}["lvbb_levering"] == 1
    assert client.get("/o/begin/_sim/verschil?naar=standaard&naar_snapshot=leeg").json()["gelijk"] is True


def test_de_pagina(client: httpx.Client) -> None:
    assert client.get("/_sim/omgevingen", headers=PAGINA).headers["location"] == "/_sim/omgevingen.html"
    client.post("/_sim/snapshots", json={"naam": "<b> s"})
    client.post("/_sim/snapshots", json={"naam": "s 1"}).raise_for_status()

    def doe(**velden: str) -> str:
        antwoord = client.post("/_sim/formulier/omgeving", data=velden, headers=PAGINA)
        assert antwoord.status_code == 303, antwoord.text
        return client.get(antwoord.headers["location"], headers=PAGINA).text

    assert "De omgeving is gemaakt" in doe(doe="maak", naam="een", klok="2027-01-01T12:00:00", streng="ja")
    assert ">strikt</span>" in doe(doe="maak", naam="twee", van="standaard s 1")
    assert "is nu open" in doe(doe="open", naam="een")
    assert "is nu strikt" in doe(doe="streng", naam="twee")
    assert {o["naam"]: o["streng"] for o in client.get("/_sim/omgevingen").json()["omgevingen"]} == {
        "een": False,
        "standaard": False,
        "twee": True,
    }
    client.post("/_sim/fixtures/plan-gepubliceerd").raise_for_status()
    tekst = client.get("/_sim/omgevingen.html?van=standaard+s+1&naar=standaard", headers=PAGINA).text
    assert re.search(r"<code>ozon_\w+</code></td><td[^>]*>[1-9]", tekst)
    assert "Niets, op de klok na" in client.get("/_sim/omgevingen.html?van=een&naar=een", headers=PAGINA).text
    assert "met alles erin" in doe(doe="verwijder", naam="een")
    weg = client.post("/o/twee/_sim/formulier/omgeving", data={"doe": "verwijder", "naam": "twee"}, headers=PAGINA)
    assert weg.headers["location"] == "/_sim/omgevingen.html?gedaan=verwijder"
    te_lang = {"doe": "maak", "naam": "a", "van": f"standaard {'x' * 200}"}
    for velden in ({"doe": "niets"}, {"doe": "maak", "naam": "<script>"}, {"doe": "verwijder", "naam": "een"}, te_lang):
        antwoord = client.post("/_sim/formulier/omgeving", data=velden, headers=PAGINA)
        assert antwoord.status_code in (400, 404)
        assert "<script>" not in antwoord.text


def test_een_pagina_van_elders_maakt_niets(client: httpx.Client) -> None:
    antwoord = client.post("/_sim/omgevingen", json={"naam": "a"}, headers={"origin": "https://example.nl"})
    assert antwoord.status_code == 403
    assert namen(client) == ["standaard"]
