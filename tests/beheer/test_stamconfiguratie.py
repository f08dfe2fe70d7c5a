"""What can be applied for, who handles it and with which mandaat: over the control API and on the beheerportaal."""

from typing import Any

import httpx
import pytest

from tests.beheer.conftest import PAGINA
from tests.beheer.conftest import eerste_verzoek as dien_in

EILAND, DIENST, REGIO = "00000009001000009920", "00000009000000009920", "00000009000000009921"
KAP = "nl.imow-gm9920.activiteit.HoutopstandVellen"
STAM = "/_sim/stam"
DIENSTEN, FORMULIER = f"{STAM}/behandeldiensten", "/_sim/formulier/behandeldienst"
REGEL = {"bevoegdGezag": EILAND, "activiteit": KAP, "behandeldienst": DIENST}


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def _ontvangers(client: httpx.Client) -> list[str]:
    uit = client.post("/_sim/verzoeken", json={"casus": "boom-kappen"}).json()
    return [ontvanger["oin"] for ontvanger in uit["ontvangers"]]


def test_de_instellingen(client: httpx.Client) -> None:
    assert client.get(f"{STAM}/instellingen").json() == {
        "profiel": "stam-v4",
        "routering": "2022",
        "pdf": "leesbaar",
        "onbekendElement": False,
        "volgnummerIntrekking": "999",
    }
    gezet = client.put(f"{STAM}/instellingen", json={"profiel": "stam-v2", "onbekendElement": True}).json()
    assert (gezet["profiel"], gezet["routering"], gezet["onbekendElement"]) == ("stam-v2", "2022", True)
    client.post("/_sim/reset").raise_for_status()
    assert client.get(f"{STAM}/instellingen").json()["profiel"] == "stam-v4"


@pytest.mark.parametrize(
    "body",
    [
        {"profiel": "stam-v9"},
        {"routering": "2021"},
        {"pdf": "mooi"},
        {"smaak": "zoet"},
        {"volgnummerIntrekking": "998"},
    ],
)
def test_een_instelling_die_er_niet_is(client: httpx.Client, body: dict[str, str]) -> None:
    antwoord = client.put(f"{STAM}/instellingen", json=body)
    assert antwoord.status_code == 400
    assert next(iter(body)) in antwoord.json()["detail"]


def test_een_activiteit_aanvraagbaar_maken(client: httpx.Client) -> None:
    antwoord = client.put(f"{STAM}/activiteiten/{KAP}", json={"naam": "Kappen", "vereisten": ["Melding"]})
    assert (antwoord.status_code, antwoord.json()["vereisten"]) == (200, ["Melding"])
    assert client.get(f"{STAM}/activiteiten", params={"type": "Informatie"}).json() == {"activiteiten": []}
    assert len(client.get(f"{STAM}/activiteiten", params={"type": "Melding"}).json()["activiteiten"]) == 1
    geweigerd = client.post("/_sim/verzoeken", json={"casus": "boom-kappen"})
    assert geweigerd.status_code == 422
    assert "indieningsvereisten" in geweigerd.json()["detail"]
    dien_in(client, casus="boom-kappen", type="Melding")
    assert client.delete(f"{STAM}/activiteiten/{KAP}").status_code == 204
    assert client.delete(f"{STAM}/activiteiten/{KAP}").status_code == 404
    dien_in(client, casus="boom-kappen")


@pytest.mark.parametrize(
    ("id_", "body"),
    [("kappen", {"naam": "x"}), (KAP, {"naam": " "}), (KAP, {"naam": "x", "vereisten": ["y"]}), (KAP, {})],
)
def test_een_activiteit_die_niet_kan(client: httpx.Client, id_: str, body: dict[str, Any]) -> None:
    antwoord = client.put(f"{STAM}/activiteiten/{id_}", json=body)
    assert antwoord.status_code in (400, 422)
    assert client.get(f"{STAM}/activiteiten").json() == {"activiteiten": []}


def test_een_behandeldienst_instellen_beeindigen_en_weggooien(client: httpx.Client) -> None:
    antwoord = client.post(DIENSTEN, json=REGEL)
    assert antwoord.status_code == 201
    regel = antwoord.json()
    assert antwoord.headers["location"] == f"{DIENSTEN}/{regel['id']}"
    assert (regel["begindatum"], regel["einddatum"], regel["gebied"]) == ("2026-03-02", None, "")
    assert _ontvangers(client) == [EILAND, DIENST]
    dubbel = client.post(DIENSTEN, json={**REGEL, "behandeldienst": REGIO})
    assert dubbel.status_code == 409
    beeindigd = client.put(
        f"{DIENSTEN}/{regel['id']}", json={**REGEL, "begindatum": "2026-01-01", "einddatum": "2026-03-01"}
    )
    assert beeindigd.json()["einddatum"] == "2026-03-01"
    assert _ontvangers(client) == [EILAND]
    assert client.delete(f"{DIENSTEN}/{regel['id']}").status_code == 204
    assert client.delete(f"{DIENSTEN}/{regel['id']}").status_code == 404
    assert client.get(DIENSTEN).json() == {"behandeldiensten": []}


@pytest.mark.parametrize(
    "anders",
    [
        {"begindatum": "gisteren"},
        {"activiteit": "x"},
        {"behandeldienst": EILAND},
        {"gebied": "gm0000"},
        {"toestemming": "x"},
        {"begindatum": "2026-03-02", "einddatum": "2026-03-01"},
    ],
)
def test_een_behandeldienst_die_niet_kan(client: httpx.Client, anders: dict[str, str]) -> None:
    antwoord = client.post(DIENSTEN, json={**REGEL, **anders})
    assert antwoord.status_code in (400, 422)
    assert client.get(DIENSTEN).json() == {"behandeldiensten": []}


@pytest.mark.parametrize(
    ("mandaat", "verwacht"), [("volledig", [EILAND, DIENST]), ("advies", [EILAND]), ("geen", [EILAND])]
)
def test_een_mandaat(client: httpx.Client, mandaat: str, verwacht: list[str]) -> None:
    client.post(DIENSTEN, json=REGEL).raise_for_status()
    pad = f"{STAM}/mandaten/{EILAND}/{DIENST}"
    gezet = client.put(pad, json={"mandaat": mandaat})
    assert (gezet.status_code, gezet.json()["activiteit"]) == (200, "")
    assert client.get(f"{STAM}/mandaten").json() == {"mandaten": [gezet.json()]}
    assert _ontvangers(client) == verwacht
    assert client.delete(pad).status_code == 204
    assert client.delete(pad, params={"activiteit": KAP}).status_code == 404
    assert _ontvangers(client) == [EILAND, DIENST]


@pytest.mark.parametrize(
    ("wie", "body"),
    [(DIENST, {"mandaat": "half"}), ("x", {"mandaat": "geen"}), (DIENST, {"mandaat": "geen", "activiteit": "x"})],
)
def test_een_mandaat_dat_niet_kan(client: httpx.Client, wie: str, body: dict[str, str]) -> None:
    assert client.put(f"{STAM}/mandaten/{EILAND}/{wie}", json=body).status_code in (400, 422)
    assert client.get(f"{STAM}/mandaten").json() == {"mandaten": []}


def test_de_formulieren_van_het_beheerportaal(client: httpx.Client) -> None:
    velden = {"gezag": EILAND, "activiteit": KAP, "behandeldienst": DIENST, "begindatum": "2026-02-01", "casus": "x&y"}
    antwoord = client.post(FORMULIER, data={**velden, "doe": "zet"}, headers=PAGINA)
    assert (antwoord.status_code, antwoord.headers["location"]) == (
        303,
        f"/_sim/beheerportaal?gezag={EILAND}&gedaan=behandeldienst&casus=x%26y",
    )
    tekst = client.get(antwoord.headers["location"], headers=PAGINA).text
    assert "De behandeldienst is ingesteld" in tekst
    assert "Boom kappen of houtopstand vellen" in tekst
    (regel,) = client.get(DIENSTEN).json()["behandeldiensten"]
    client.post(FORMULIER, data={"gezag": EILAND, "id": regel["id"], "doe": "beeindig"}, headers=PAGINA)
    (beeindigd,) = client.get(DIENSTEN).json()["behandeldiensten"]
    assert beeindigd["einddatum"] == "2026-03-01"
    assert "beëindigd" in client.get(f"/_sim/beheerportaal?gezag={EILAND}", headers=PAGINA).text
    client.post(FORMULIER, data={"gezag": EILAND, "id": regel["id"], "doe": "verwijder"}, headers=PAGINA)
    assert client.get(DIENSTEN).json() == {"behandeldiensten": []}


def test_wat_vandaag_begon_is_na_beeindigen_weg(client: httpx.Client) -> None:
    regel = client.post(DIENSTEN, json=REGEL).json()
    client.post(FORMULIER, data={"gezag": EILAND, "id": regel["id"], "doe": "beeindig"}, headers=PAGINA)
    assert client.get(DIENSTEN).json() == {"behandeldiensten": []}
    nog_eens = client.post(FORMULIER, data={"gezag": EILAND, "id": regel["id"], "doe": "beeindig"}, headers=PAGINA)
    assert nog_eens.status_code == 404


def test_mandaat_en_activiteit_op_het_beheerportaal(client: httpx.Client) -> None:
    mandaat = {"gezag": EILAND, "behandeldienst": DIENST, "activiteit": "", "mandaat": "advies"}
    assert client.post("/_sim/formulier/mandaat", data={**mandaat, "doe": "zet"}).status_code == 303
    assert len(client.get(f"{STAM}/mandaten").json()["mandaten"]) == 1
    client.post("/_sim/formulier/mandaat", data={**mandaat, "doe": "verwijder"})
    assert client.get(f"{STAM}/mandaten").json() == {"mandaten": []}
    activiteit = {"gezag": EILAND, "activiteit": KAP, "naam": "Kappen", "soort": "gemeente", "type-1": "on"}
    client.post("/_sim/formulier/activiteit", data={**activiteit, "doe": "zet"})
    (gemaakt,) = client.get(f"{STAM}/activiteiten").json()["activiteiten"]
    assert (gemaakt["gezag"], gemaakt["vereisten"], gemaakt["concept"], gemaakt["magneet"]) == (
        "gemeente",
        ["Melding"],
        False,
        False,
    )
    client.post("/_sim/formulier/activiteit", data={**activiteit, "doe": "verwijder"})
    assert client.get(f"{STAM}/activiteiten").json() == {"activiteiten": []}


@pytest.mark.parametrize(
    "velden",
    [
        {"doe": "ontplof"},
        {"doe": "zet", "gezag": "<b>"},
        {"doe": "zet", "gezag": EILAND, "activiteit": KAP, "behandeldienst": DIENST, "begindatum": "<b>"},
        {"doe": "zet", "gezag": EILAND, "activiteit": "<b>", "behandeldienst": DIENST},
    ],
)
def test_een_formulier_dat_niet_klopt(client: httpx.Client, velden: dict[str, str]) -> None:
    antwoord = client.post(FORMULIER, data=velden, headers=PAGINA)
    assert antwoord.status_code in (400, 422)
    assert antwoord.headers["content-type"].startswith("text/html")
    assert "<b>" not in antwoord.text
    assert client.get(DIENSTEN).json() == {"behandeldiensten": []}
