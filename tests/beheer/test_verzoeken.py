"""Verzoeken over the control API: one call makes any variant, and what became of it is told."""

from typing import Any

import httpx
import pytest

from tests.beheer.conftest import PAGINA
from tests.beheer.conftest import eerste_verzoek as dien_in

EILAND, HAVEN = "00000009001000009920", "00000009001000009921"
DIENST, REGIO = "00000009000000009920", "00000009000000009921"
AFHANDELEN = "/overheid/verzoeken/api/afhandelen/v2/verzoeken"


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


@pytest.mark.parametrize("body", [{}, {"activiteiten": [], "locatie": {}, "bevoegdGezag": None, "bijlagen": None}])
def test_zonder_een_enkel_veld(client: httpx.Client, body: dict[str, Any]) -> None:
    antwoord = client.post("/_sim/verzoeken", json=body)
    assert antwoord.status_code == 201
    assert antwoord.headers["location"] == "/_sim/verzoeken/2026030200001"
    uit = antwoord.json()
    verwacht = {
        "verzoeknummer": "2026030200001",
        "volgnummer": "000",
        "ontvangers": [{"oin": EILAND, "rol": "bevoegd gezag", "kopie": False, "status": "inbox"}],
        "onderdrukt": [],
    }
    assert uit == {**verwacht, "verzoeken": [verwacht]}


@pytest.mark.parametrize(
    "type_",
    [
        "Aanvraag vergunning",
        "Melding",
        "Informatie",
        "Informatie ongewoon voorval",
        "Aanvraag maatwerkvoorschrift",
        "Melding gelijkwaardige maatregel",
        "Aanvraag toestemming gelijkwaardige maatregel",
    ],
)
def test_elk_type(client: httpx.Client, type_: str) -> None:
    nummer = dien_in(client, type=type_)
    stand = client.get(f"/_sim/verzoeken/{nummer}").json()
    assert (stand["type"], stand["doel"], stand["status"]) == (type_, "Initiëren", "ingediend")
    assert (stand["termijn"] is not None) == type_.startswith("Aanvraag")


@pytest.mark.parametrize("doel", ["Conceptverzoek", "conceptverzoek", "Vooroverleg"])
def test_een_conceptverzoek(client: httpx.Client, doel: str) -> None:
    stand = client.get(f"/_sim/verzoeken/{dien_in(client, doel=doel)}").json()
    assert (stand["doel"], stand["termijn"]) == ("Conceptverzoek", None)


def test_de_varianten_komen_in_het_verzoek(client: httpx.Client) -> None:
    bijlagen = [
        {"naam": "geheim <b>.pdf", "grootte": 12_345, "vertrouwelijk": True},
        {"naam": "plan.png", "grootte": 10_000},
    ]
    nummer = dien_in(
        client,
        casus="dakkapel",
        gebied="gm9921",
        indiener="buitenland",
        locatie="perceel",
        bijlagen=bijlagen,
        activiteiten=["nl.imow-gm9921.activiteit.Dakkapel"],
    )
    stand = client.get(f"/_sim/verzoeken/{nummer}").json()
    assert stand["bevoegdGezag"] == {"oin": HAVEN, "naam": "Gemeente Oefenhaven"}
    (versie,) = stand["versies"]
    assert [(d["bestandsnaam"], d["grootte"], d["vertrouwelijk"]) for d in versie["documenten"]] == [
        ("geheim <b>.pdf", 12_345, True),
        ("plan.png", 10_000, False),
    ]
    assert [a["id"] for a in versie["activiteiten"]] == ["nl.imow-gm9921.activiteit.Dakkapel"]


def test_participatie_toelichting_en_waar_het_is(client: httpx.Client) -> None:
    """CIM-AM, Verzoek en Projectlocatie: wat ingevoerd is (RD) naast wat het verzoek ervan maakt (ETRS89)."""
    nummer = dien_in(client, locatie={"punt": [98500.0, 540800.0]}, participatie=False, toelichting="Met de buren.")
    aangevuld = {"doel": "Aanvullen", "verzoeknummer": nummer, "participatie": True}
    client.post("/_sim/verzoeken", json=aangevuld).raise_for_status()
    eerste, tweede = client.get(f"/_sim/verzoeken/{nummer}").json()["versies"]
    assert (eerste["participatie"], eerste["toelichting"]) == (False, "Met de buren.")
    assert (tweede["participatie"], tweede["toelichting"]) == (True, "Met de buren.")
    [plek] = eerste["locaties"]
    bron = {"type": "puntlocatie", "adres": None, "perceel": None}
    assert plek["bronLocatie"] == {**bron, "crs": "EPSG:28992", "punt": [98500.0, 540800.0], "vlak": None}
    assert (plek["locatie"]["crs"], plek["locatie"]["punt"]) == (
        "EPSG:4258",
        pytest.approx([52.8514, 4.5485], abs=1e-4),
    )
    pagina = client.get(f"/_sim/verzoeken/{nummer}", headers=PAGINA).text
    assert "EPSG:28992: 98500.0 540800.0" in pagina
    assert "EPSG:4258: 52.8" in pagina
    assert "<dt>Participatie</dt><dd>ja</dd>" in pagina


def test_wie_niets_van_participatie_zegt(client: httpx.Client) -> None:
    nummer = dien_in(client, locatie="etrs")
    [versie] = client.get(f"/_sim/verzoeken/{nummer}").json()["versies"]
    assert versie["participatie"] is None
    assert versie["locaties"][0]["bronLocatie"]["crs"] == "EPSG:4258"
    assert "<dt>Participatie</dt><dd>niet vermeld</dd>" in client.get(f"/_sim/verzoeken/{nummer}", headers=PAGINA).text


@pytest.mark.parametrize(("keuze", "participatie"), [("ja", True), ("nee", False), ("", None)])
def test_het_loket_vraagt_naar_participatie(client: httpx.Client, keuze: str, participatie: bool | None) -> None:
    velden = {"casus": "boom-kappen", "participatie": keuze, "toelichting": "Zo is het."}
    naar = client.post("/_sim/formulier/loket", data=velden).headers["location"].partition("?")[0]
    [versie] = client.get(naar).json()["versies"]
    assert (versie["participatie"], versie["toelichting"]) == (participatie, "Zo is het.")
    assert client.post("/_sim/formulier/loket", data={"participatie": "misschien"}).status_code == 400


def test_op_een_eigen_plek(client: httpx.Client) -> None:
    nummer = dien_in(client, locatie={"punt": [99700.0, 540800.0]}, activiteiten=["nl.imow-gm9921.activiteit.Kappen"])
    assert client.get(f"/_sim/verzoeken/{nummer}").json()["bevoegdGezag"]["oin"] == HAVEN


def test_een_gekozen_bevoegd_gezag_en_behandeldienst(client: httpx.Client) -> None:
    uit = client.post("/_sim/verzoeken", json={"bevoegdGezag": HAVEN, "behandeldienst": DIENST}).json()
    assert [(o["oin"], o["rol"], o["kopie"]) for o in uit["ontvangers"]] == [
        (HAVEN, "bevoegd gezag", True),
        (DIENST, "behandeldienst", False),
    ]


def test_behandeldienst_null_is_iets_anders_dan_weglaten(client: httpx.Client) -> None:
    client.post("/_sim/fixtures/verzoek").raise_for_status()
    vanzelf = client.post("/_sim/verzoeken", json={"casus": "melding-milieu"}).json()
    assert DIENST in [o["oin"] for o in vanzelf["ontvangers"]]
    geen = client.post("/_sim/verzoeken", json={"casus": "melding-milieu", "behandeldienst": None}).json()
    assert [o["oin"] for o in geen["ontvangers"]] == [EILAND]
    assert DIENST in [o["oin"] for o in geen["onderdrukt"]]
    assert all(o["reden"] for o in geen["onderdrukt"])


def test_een_project_dat_gesplitst_wordt(client: httpx.Client) -> None:
    client.post("/_sim/fixtures/verzoek").raise_for_status()
    uit = client.post("/_sim/verzoeken", json={"casus": "meervoudig"}).json()
    assert len(uit["verzoeken"]) > 1
    assert uit["verzoeken"][0] == {naam: uit[naam] for naam in uit if naam != "verzoeken"}
    stand = client.get(f"/_sim/verzoeken/{uit['verzoeknummer']}").json()
    assert sorted(stand["project"]) == sorted(v["verzoeknummer"] for v in uit["verzoeken"][1:])
    lijst = client.get("/_sim/verzoeken", params={"project": stand["projectId"]}).json()
    assert lijst["totaal"] == len(uit["verzoeken"])


def test_aanvullen_en_intrekken(client: httpx.Client) -> None:
    nummer = dien_in(client, bijlagen=1)
    aangevuld = client.post("/_sim/verzoeken", json={"doel": "aanvullen", "verzoeknummer": nummer})
    assert (aangevuld.status_code, aangevuld.json()["volgnummer"]) == (201, "001")
    weg = client.post("/_sim/verzoeken", json={"doel": "Aanvullen", "verzoeknummer": nummer, "vervallen": True}).json()
    ingetrokken = client.post("/_sim/verzoeken", json={"doel": "Intrekken", "verzoeknummer": nummer}).json()
    assert (weg["volgnummer"], ingetrokken["volgnummer"]) == ("002", "999")
    stand = client.get(f"/_sim/verzoeken/{nummer}").json()
    assert (stand["status"], stand["volgnummer"]) == ("ingetrokken", "999")
    assert [v["doel"] for v in stand["versies"]] == ["Initiëren", "Aanvullen", "Aanvullen", "Intrekken"]
    assert [len(v["documenten"]) for v in stand["versies"]] == [1, 2, 2, 2]
    assert [n["aanleiding"] for n in stand["notificaties"]] == ["indiening", "aanvulling", "aanvulling", "intrekking"]
    nog_eens = client.post("/_sim/verzoeken", json={"doel": "Aanvullen", "verzoeknummer": nummer})
    assert nog_eens.status_code == 409
    assert "ingetrokken" in nog_eens.json()["detail"]


def test_de_pagina_zegt_welk_volgnummer_een_intrekking_krijgt(client: httpx.Client) -> None:
    nummer = dien_in(client)
    assert "krijgt volgnummer 999" in client.get(f"/_sim/verzoeken/{nummer}", headers=PAGINA).text
    client.put("/_sim/stam/instellingen", json={"volgnummerIntrekking": "volgend"}).raise_for_status()
    assert "krijgt ook het volgende volgnummer" in client.get(f"/_sim/verzoeken/{nummer}", headers=PAGINA).text
    client.post("/_sim/verzoeken", json={"doel": "Aanvullen", "verzoeknummer": nummer}).raise_for_status()
    ingetrokken = client.post("/_sim/verzoeken", json={"doel": "Intrekken", "verzoeknummer": nummer}).json()
    assert ingetrokken["volgnummer"] == "002"


@pytest.mark.parametrize(
    ("body", "veld", "kan"),
    [
        ({"casus": "<script>"}, "casus", "boom-kappen"),
        ({"type": "Vergunning"}, "type", "Aanvraag vergunning"),
        ({"doel": "Wijzigen"}, "doel", "Intrekken"),
        ({"activiteiten": ["kappen"]}, "activiteiten", "nl.imow-gm9920.activiteit"),
        ({"bevoegdGezag": "gm9920"}, "bevoegdGezag", "twintig cijfers"),
        ({"behandeldienst": "x"}, "behandeldienst", "twintig cijfers"),
        ({"gebied": "gm0000"}, "gebied", "gm9920"),
        ({"gebied": "so9920"}, "gebied", "ambtsgebied"),
        ({"indiener": "een aap"}, "indiener", "gemachtigde"),
        ({"tekens": "runen"}, "tekens", "diacrieten"),
        ({"locatie": "de maan"}, "locatie", "perceel"),
        ({"locatie": 5}, "locatie", "object"),
        ({"locatie": {"plek": 1}}, "locatie.plek", "punt"),
        ({"locatie": {"punt": [1]}}, "locatie.punt.1", "ontbreekt"),
        ({"locatie": {"punt": [1e308, 1e308]}}, "locatie", "buiten Nederland"),
        ({"locatie": {"punt": [4.75, 52.84]}}, "locatie", "graden (lengte en breedte) en geen RD"),
        ({"locatie": {"punt": [540800, 98500]}}, "locatie", "assen verwisseld"),
        ({"locatie": {"etrs_punt": [4.75, 52.84]}}, "locatie", "de breedte staat eerst"),
        ({"bijlagen": -1}, "bijlagen.aantal", "minstens 0"),
        ({"bijlagen": 121}, "bijlagen.aantal", "hoogstens 120"),
        ({"bijlagen": True}, "bijlagen", "een aantal"),
        ({"bijlagen": [{"naam": "../x"}]}, "bijlagen", "naam van een bijlage"),
        ({"bijlagen": [{"naam": "x", "grootte": 10**12}]}, "bijlagen.lijst.0.grootte", "hoogstens"),
        ({"verzoeknummer": "2026030200001"}, "verzoeknummer", "Aanvullen"),
        ({"doel": "Aanvullen"}, "verzoeknummer", "welk verzoek"),
        ({"kasus": "boom-kappen"}, "kasus", "onbekend"),
    ],
)
def test_wat_niet_kan_noemt_veld_en_mogelijkheden(
    client: httpx.Client, body: dict[str, Any], veld: str, kan: str
) -> None:
    antwoord = client.post("/_sim/verzoeken", json=body)
    assert antwoord.status_code in (400, 422), antwoord.text
    assert antwoord.headers["content-type"] == "application/problem+json"
    (fout,) = antwoord.json()["invalid-params"]
    assert fout["name"] == veld
    assert kan in fout["reason"]
    assert client.get("/_sim/verzoeken").json() == {"verzoeken": [], "totaal": 0}
    assert dien_in(client) == "2026030200001"


@pytest.mark.parametrize("doel", ["Aanvullen", "Intrekken"])
def test_een_verzoek_dat_er_niet_is(client: httpx.Client, doel: str) -> None:
    antwoord = client.post("/_sim/verzoeken", json={"doel": doel, "verzoeknummer": "2026030299999"})
    assert antwoord.status_code == 404
    assert "2026030299999" in antwoord.json()["detail"]
    assert client.get("/_sim/verzoeken/2026030299999").status_code == 404


def test_de_lijst_kiest_en_bladert(client: httpx.Client) -> None:
    eiland = dien_in(client)
    haven = dien_in(client, gebied="gm9921")
    client.post("/_sim/verzoeken", json={"doel": "Intrekken", "verzoeknummer": eiland}).raise_for_status()

    def nummers(**vraag: Any) -> list[str]:
        return [v["verzoeknummer"] for v in client.get("/_sim/verzoeken", params=vraag).json()["verzoeken"]]

    assert nummers() == [haven, eiland]
    assert nummers(oin=HAVEN) == [haven]
    assert nummers(status="ingetrokken") == [eiland]
    assert nummers(status="aangevuld") == []
    assert nummers(aantal=1, vanaf=1) == [eiland]
    assert client.get("/_sim/verzoeken", params={"aantal": 1}).json()["totaal"] == 2
    assert client.get("/_sim/verzoeken", params={"status": "weg"}).status_code == 400


def test_wie_wat_ophaalde(client: httpx.Client) -> None:
    nummer = dien_in(client, bijlagen=1)
    client.get(f"{AFHANDELEN}/{nummer}", headers={"OIN": EILAND}).raise_for_status()
    assert client.get(f"{AFHANDELEN}/{nummer}/samenvatting", headers={"OIN": HAVEN}).status_code == 403
    (document,) = client.get(f"/_sim/verzoeken/{nummer}").json()["versies"][0]["documenten"]
    pad = f"{AFHANDELEN}/{nummer}/documenten/{document['documentId']}"
    assert len(client.get(pad, headers={"OIN": EILAND}).content) == document["grootte"]
    eerste, tweede, derde = client.get(f"/_sim/verzoeken/{nummer}").json()["ophalingen"]
    assert (eerste["operatie"], eerste["oin"], eerste["status"]) == ("getVerzoekreferenties", EILAND, 200)
    assert (tweede["operatie"], tweede["oin"], tweede["status"]) == ("getSamenvatting", HAVEN, 403)
    assert (derde["operatie"], derde["documentId"]) == ("getDocument", document["documentId"])


def test_een_herroutering(client: httpx.Client) -> None:
    nummer = dien_in(client)
    antwoord = client.put(f"{AFHANDELEN}/{nummer}/bevoegdgezag", json={"oin": HAVEN}, headers={"OIN": EILAND})
    assert antwoord.status_code == 200, antwoord.text
    stand = client.get(f"/_sim/verzoeken/{nummer}").json()
    (herroutering,) = stand["herrouteringen"]
    assert (herroutering["soort"], herroutering["oud"]["oin"], herroutering["nieuw"]["oin"]) == (
        "bevoegd gezag",
        EILAND,
        HAVEN,
    )
    assert [(n["oin"], n["aanleiding"]) for n in stand["notificaties"]][-1] == (HAVEN, "herroutering")
    assert [v["verzoeknummer"] for v in client.get("/_sim/verzoeken", params={"oin": EILAND}).json()["verzoeken"]] == [
        nummer
    ]
