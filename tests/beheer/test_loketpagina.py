"""The pages about verzoeken, as a browser without JavaScript gets them."""

import httpx
import pytest

from tests.beheer.conftest import PAGINA
from tests.beheer.conftest import eerste_verzoek as dien_in

EILAND, DIENST = "00000009001000009920", "00000009000000009920"


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def test_elke_casus_heeft_een_knop(client: httpx.Client) -> None:
    tekst = client.get("/_sim/loket", headers=PAGINA).text
    loket = client.get("/_sim/loket").json()
    assert len(loket["casussen"]) >= 10
    for casus in loket["casussen"]:
        assert f'name="casus" value="{casus["casus"]}"' in tekst
        antwoord = client.post("/_sim/formulier/loket", data={"casus": casus["casus"]}, headers=PAGINA)
        assert antwoord.status_code == 303, casus["casus"]
        verteld = client.get(antwoord.headers["location"], headers=PAGINA).text
        assert "Het verzoek is ingediend." in verteld
        assert "postvak" in verteld


def test_het_formulier(client: httpx.Client) -> None:
    velden = {
        "casus": "dakkapel",
        "type": "Melding",
        "gebied": "gm9921",
        "indiener": "buitenland",
        "locatie": "getekend",
        "bijlagen": "0",
    }
    plek = client.post("/_sim/formulier/loket", data=velden, headers=PAGINA).headers["location"]
    stand = client.get(plek).json()
    assert (stand["type"], stand["bevoegdGezag"]["naam"]) == ("Melding", "Gemeente Oefenhaven")
    assert stand["versies"][0]["documenten"] == []
    concept = client.post("/_sim/formulier/loket", data={"casus": "boom-kappen", "concept": "on"}, headers=PAGINA)
    assert client.get(concept.headers["location"]).json()["doel"] == "Conceptverzoek"


@pytest.mark.parametrize("velden", [{"casus": "<b>"}, {"bijlagen": "<b>"}, {"bijlagen": "999"}, {"gebied": "<b>"}])
def test_een_formulier_dat_niet_klopt(client: httpx.Client, velden: dict[str, str]) -> None:
    antwoord = client.post("/_sim/formulier/loket", data=velden, headers=PAGINA)
    assert antwoord.status_code == 400
    assert next(iter(velden)) in antwoord.text
    assert "<b>" not in antwoord.text
    assert client.get("/_sim/verzoeken").json()["totaal"] == 0


def test_vijandige_namen_worden_getoond_en_niet_uitgevoerd(client: httpx.Client) -> None:
    kwaad = "<script>alert(1)<.pdf"
    nummer = dien_in(client, bijlagen=[{"naam": kwaad}])
    for pad in (f"/_sim/verzoeken/{nummer}", "/_sim/verzoeken", "/_sim/postvak", "/"):
        antwoord = client.get(pad, headers=PAGINA)
        assert "<script>" not in antwoord.text
        assert "default-src 'none'" in antwoord.headers["content-security-policy"]
    assert "&lt;script&gt;alert(1)&lt;.pdf" in client.get(f"/_sim/verzoeken/{nummer}", headers=PAGINA).text


def test_wie_niets_kreeg_staat_erbij_met_de_reden(client: httpx.Client) -> None:
    client.put(f"/_sim/stam/mandaten/{EILAND}/{DIENST}", json={"mandaat": "advies"}).raise_for_status()
    nummer = dien_in(client)
    (niet,) = client.get(f"/_sim/verzoeken/{nummer}").json()["onderdrukt"]
    tekst = client.get(f"/_sim/verzoeken/{nummer}?gedaan=ingediend", headers=PAGINA).text
    assert tekst.count(niet["reden"]) == 2
    assert "Omgevingsdienst Oefenland kreeg geen notificatie" in tekst


@pytest.mark.parametrize(
    "pad", ["/_sim/verzoeken/2026030200009", "/_sim/postvak?oin=abc", "/_sim/beheerportaal?gezag=abc"]
)
def test_wat_er_niet_is_zegt_het_op_een_pagina(client: httpx.Client, pad: str) -> None:
    antwoord = client.get(pad, headers=PAGINA)
    assert antwoord.status_code in (400, 404)
    assert "<h1>" in antwoord.text


def test_de_lijst_bladert(client: httpx.Client) -> None:
    nummers = [dien_in(client) for _ in range(3)]
    tekst = client.get("/_sim/verzoeken?aantal=1&vanaf=1", headers=PAGINA).text
    assert f"/_sim/verzoeken/{nummers[1]}" in tekst
    assert f"/_sim/verzoeken/{nummers[0]}" not in tekst
    assert ">Nieuwer</a>" in tekst
    assert ">Ouder</a>" in tekst
