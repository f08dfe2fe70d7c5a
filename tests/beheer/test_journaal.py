from datetime import UTC, datetime

import httpx
import pytest

from simulator.kernel.journal import INLINE, Inschrijving
from simulator.serve import Draaiend
from tests.beheer.conftest import LEVERINGEN, PAGINA

REGELINGEN = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"
OP = datetime(2026, 3, 2, 8, tzinfo=UTC)
VELDEN = {
    "nummer",
    "op",
    "richting",
    "koppelvlak",
    "operatie",
    "organisatie",
    "methode",
    "pad",
    "status",
    "duurMs",
    "verzoek",
    "antwoord",
    "kenmerken",
    "regels",
}


def _schrijf(sim: Draaiend, media: str, inhoud: bytes) -> None:
    kop = [("Content-Type", media), ("X-Twee", "a"), ("x-twee", "b")]
    sim.kern.journaal.noteer(
        Inschrijving("standaard", OP, koppelvlak="lvbb", status=200, verzoek_kop=kop, verzoek=inhoud)
    )


def test_een_regel(client: httpx.Client, zip_: bytes) -> None:
    kop = {"Content-Type": "application/zip", "X-OIN": "00000009001000009920"}
    geleverd = client.post(LEVERINGEN, params={"idLevering": "mijn-id"}, content=zip_, headers=kop).json()
    (regel,) = client.get("/_sim/journaal").json()["regels"]
    assert regel.keys() == VELDEN
    assert (regel["methode"], regel["pad"], regel["status"]) == ("POST", f"{LEVERINGEN}?idLevering=mijn-id", 202)
    assert (regel["koppelvlak"], regel["operatie"], regel["organisatie"]) == (
        "lvbb",
        "leverAan",
        "00000009001000009920",
    )
    assert regel["verzoek"]["kop"]["x-oin"] == "00000009001000009920"
    assert regel["verzoek"]["grootte"] == len(zip_)
    assert regel["kenmerken"]["leveringId"] == geleverd["leveringId"]
    assert client.get("/_sim/journaal/1/verzoek").content == zip_
    assert client.get("/_sim/journaal/1/antwoord").json() == geleverd


def test_wat_beheer_is_staat_er_niet_in(client: httpx.Client) -> None:
    client.get("/_sim/klok")
    client.get("/")
    assert client.get("/_sim/journaal").json() == {"regels": []}


def test_kiezen_wat_u_wilt_zien(client: httpx.Client) -> None:
    for pad in (REGELINGEN, f"{REGELINGEN}/bestaat-niet", f"{LEVERINGEN}/x", REGELINGEN):
        client.get(pad)

    def nummers(**vraag: object) -> list[int]:
        return [regel["nummer"] for regel in client.get("/_sim/journaal", params=vraag).json()["regels"]]

    assert nummers() == [1, 2, 3, 4]
    assert nummers(na=2) == [3, 4]
    assert nummers(na=1, aantal=2) == [2, 3]
    assert nummers(aantal=1, nieuwste="true") == [4]
    assert nummers(koppelvlak="lvbb") == [3]
    assert nummers(operatie="getRegelingen") == [1, 4]
    assert nummers(fouten="true") == [2, 3]


@pytest.mark.parametrize(
    ("media", "gegeven"),
    [
        ("text/html; charset=utf-8", "text/plain; charset=utf-8"),
        ("application/xhtml+xml", "text/plain; charset=utf-8"),
        ("image/svg+xml", "text/plain; charset=utf-8"),
        ("multipart/form-data; boundary=x", "text/plain; charset=utf-8"),
        ("application/pdf", "application/octet-stream"),
        ("<script>", "application/octet-stream"),
        ("application/hal+json", "application/hal+json"),
        ("application/xml", "application/xml"),
    ],
)
def test_een_browser_voert_niets_uit(sim: Draaiend, client: httpx.Client, media: str, gegeven: str) -> None:
    _schrijf(sim, media, b"<script>alert(1)</script>")
    antwoord = client.get("/_sim/journaal/1/verzoek")
    assert antwoord.content == b"<script>alert(1)</script>"
    assert antwoord.headers["content-type"] == gegeven
    assert antwoord.headers["content-security-policy"].startswith("sandbox")
    assert antwoord.headers["x-content-type-options"] == "nosniff"


def test_een_groot_bericht_komt_heel_terug(sim: Draaiend, client: httpx.Client) -> None:
    groot = bytes(range(256)) * (INLINE // 256 + 5)
    _schrijf(sim, "application/zip", groot)
    (regel,) = client.get("/_sim/journaal").json()["regels"]
    assert regel["verzoek"]["grootte"] == len(groot)
    assert len(regel["verzoek"]["sha256"]) == 64
    assert regel["verzoek"]["kop"]["x-twee"] == "a, b"
    antwoord = client.get("/_sim/journaal/1/verzoek")
    assert antwoord.content == groot
    assert antwoord.headers["content-disposition"] == 'attachment; filename="1-verzoek.zip"'


def test_de_pagina_met_een_filter(client: httpx.Client) -> None:
    client.get(f"{REGELINGEN}?titel=<i>")
    client.get(f"{LEVERINGEN}/x")
    tekst = client.get("/_sim/journaal", params={"koppelvlak": "ozon"}, headers=PAGINA).text
    assert 'href="/_sim/journaal/1/antwoord"' in tekst
    assert 'href="/_sim/journaal/2/antwoord"' not in tekst
    assert '<option value="ozon" selected>' in tekst
    assert "<i>" not in tekst
    leeg = client.get("/_sim/journaal.html", params={"operatie": '"><script>'}).text
    assert "Geen regels bij dit filter" in leeg
    assert "<script>" not in leeg
