from collections.abc import Iterator

import httpx
import pytest

from simulator.fixtures.service import FIXTURES
from simulator.serve import Draaiend
from tests.beheer.conftest import BEGIN, LEVERINGEN, PAGINA

REGELINGEN = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"
PLAN, ACTIVITEITEN = "plan-gepubliceerd", "activiteiten-gesynct"
VERZOEK = "verzoek"
NOG_NIET = ("regels-topactiviteiten", "samenwerking")


@pytest.fixture
def met_keten() -> Iterator[httpx.Client]:
    with (
        Draaiend(klok=BEGIN, snelheid=0, keten=True) as sim,
        httpx.Client(base_url=sim.url, timeout=60) as client,
    ):
        yield client


def _stand(client: httpx.Client) -> dict[str, str]:
    return {rij["naam"]: rij["stand"] for rij in client.get("/_sim/fixtures").json()["fixtures"]}


def test_de_lijst(schone_client: httpx.Client) -> None:
    antwoord = schone_client.get("/_sim/fixtures").json()
    assert antwoord["toegestaan"] is True
    assert _stand(schone_client) == {
        PLAN: "beschikbaar",
        ACTIVITEITEN: "beschikbaar",
        VERZOEK: "beschikbaar",
        **dict.fromkeys(NOG_NIET, "nog-niet"),
    }
    assert list(FIXTURES) == [rij["naam"] for rij in antwoord["fixtures"]]


def test_het_plan_staat_er_meteen(schone_client: httpx.Client) -> None:
    antwoord = schone_client.post(f"/_sim/fixtures/{PLAN}")
    assert antwoord.status_code == 201
    gemaakt = antwoord.json()["gemaakt"]
    (regeling,) = schone_client.get(REGELINGEN).json()["_embedded"]["regelingen"]
    assert (regeling["identificatie"], regeling["officieleTitel"]) == (gemaakt["regeling"], gemaakt["titel"])
    assert "buiten-de-keten" in regeling["officieleTitel"]
    levering = schone_client.get(f"{LEVERINGEN}/{gemaakt['leveringId']}").json()
    assert (levering["status"], levering["idLevering"]) == ("gepubliceerd", gemaakt["idLevering"])


def test_een_tweede_keer_verandert_niets(schone_client: httpx.Client) -> None:
    eerste = schone_client.post(f"/_sim/fixtures/{PLAN}")
    laatste = schone_client.get("/_sim/gebeurtenissen").json()["laatste"]
    tweede = schone_client.post(f"/_sim/fixtures/{PLAN}")
    assert (eerste.status_code, tweede.status_code) == (201, 200)
    assert eerste.json() == tweede.json()
    assert schone_client.get("/_sim/gebeurtenissen").json()["laatste"] == laatste
    assert len(schone_client.get("/_sim/leveringen").json()["leveringen"]) == 1


def test_de_activiteiten_nemen_het_plan_mee(schone_client: httpx.Client) -> None:
    gemaakt = schone_client.post(f"/_sim/fixtures/{ACTIVITEITEN}").json()["gemaakt"]
    assert len(gemaakt["activiteiten"]) == 2
    assert _stand(schone_client)[PLAN] == "ingebracht"
    assert schone_client.post(f"/_sim/fixtures/{PLAN}").status_code == 200


def test_het_verzoek_neemt_zijn_loket_mee(schone_client: httpx.Client) -> None:
    gemaakt = schone_client.post(f"/_sim/fixtures/{VERZOEK}").json()["gemaakt"]
    assert len(gemaakt["verzoeknummers"]) == 1
    assert gemaakt["aanvraagbareActiviteiten"] > 50
    gebeurtenissen = schone_client.get("/_sim/gebeurtenissen").json()["gebeurtenissen"]
    (ingediend,) = (g["gegevens"] for g in gebeurtenissen if g["soort"] == "stam.verzoek.ingediend")
    assert (ingediend["verzoeknummer"], ingediend["buitenDeKeten"]) == (gemaakt["verzoeknummers"][0], True)
    assert ingediend["bevoegdGezag"] == gemaakt["bevoegdGezag"] == "00000009001000009920"


def test_het_merk_staat_overal(client: httpx.Client) -> None:
    plan = client.post(f"/_sim/fixtures/{PLAN}").json()
    assert plan["buitenDeKeten"] is True
    gebeurtenissen = client.get("/_sim/gebeurtenissen").json()["gebeurtenissen"]
    soorten = [g["soort"] for g in gebeurtenissen if g["soort"] != "stelsel.organisatie.opgenomen"]
    assert soorten == [
        "lvbb.publicatie",
        "lvbb.regeling.gepubliceerd",
        "fixture.ingebracht",
        "ozon.beschikbaar",
        "ozon.activiteiten.beschikbaar",
    ]
    assert all(g["gegevens"]["buitenDeKeten"] is True for g in gebeurtenissen)
    (levering,) = client.get("/_sim/leveringen").json()["leveringen"]
    assert (levering["buitenDeKeten"], levering["getoetst"]) == (True, "niet getoetst: buiten de keten ingebracht")
    (regel,) = client.get("/_sim/journaal", params={"kenmerk": "buitenDeKeten:ja"}).json()["regels"]
    assert (regel["koppelvlak"], regel["pad"]) == ("beheer", f"/_sim/fixtures/{PLAN}")
    for pagina in ("/", "/_sim/leveringen.html", "/_sim/journaal.html", f"/_sim/leveringen/{levering['leveringId']}"):
        assert '<span class="stand letop">buiten de keten</span>' in client.get(pagina, headers=PAGINA).text, pagina


def test_wat_aangeleverd_is_draagt_het_merk_niet(client: httpx.Client, zip_: bytes) -> None:
    client.post(LEVERINGEN, content=zip_, headers={"Content-Type": "application/zip"})
    client.post("/_sim/klok/spring", json={"duur": "P30D"})
    gebeurtenissen = client.get("/_sim/gebeurtenissen").json()["gebeurtenissen"]
    assert "ozon.beschikbaar" in [g["soort"] for g in gebeurtenissen]
    assert not [g for g in gebeurtenissen if "buitenDeKeten" in g["gegevens"]]
    (levering,) = client.get("/_sim/leveringen").json()["leveringen"]
    assert levering["buitenDeKeten"] is False
    assert "stand letop" not in client.get("/_sim/leveringen.html").text


def test_er_is_geen_oordeel_over(schone_client: httpx.Client) -> None:
    id_ = schone_client.post(f"/_sim/fixtures/{PLAN}").json()["gemaakt"]["leveringId"]
    antwoord = schone_client.get(f"/_sim/leveringen/{id_}/oordeel")
    assert antwoord.status_code == 409
    assert "buiten de keten" in antwoord.json()["detail"]


def test_reset_en_snapshot_nemen_haar_mee(schone_client: httpx.Client) -> None:
    gemaakt = schone_client.post(f"/_sim/fixtures/{PLAN}").json()
    schone_client.post("/_sim/snapshots", json={"naam": "met plan"})
    schone_client.post("/_sim/reset")
    assert _stand(schone_client)[PLAN] == "beschikbaar"
    schone_client.post("/_sim/snapshots/met plan/herstel")
    assert schone_client.post(f"/_sim/fixtures/{PLAN}").json() == gemaakt


@pytest.mark.parametrize("naam", NOG_NIET)
def test_wat_er_nog_niet_is(schone_client: httpx.Client, naam: str) -> None:
    antwoord = schone_client.post(f"/_sim/fixtures/{naam}")
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (501, "application/problem+json")
    assert "nog niet" in antwoord.json()["detail"]
    assert PLAN in antwoord.json()["detail"]


def test_wat_er_niet_is(schone_client: httpx.Client) -> None:
    antwoord = schone_client.post("/_sim/fixtures/bestaat-niet")
    assert antwoord.status_code == 404
    assert ACTIVITEITEN in antwoord.json()["detail"]


@pytest.mark.parametrize("naam", [PLAN, VERZOEK, "samenwerking", "bestaat-niet"])
def test_met_keten_komt_er_niets_in(met_keten: httpx.Client, naam: str) -> None:
    antwoord = met_keten.post(f"/_sim/fixtures/{naam}")
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (403, "application/problem+json")
    assert "--keten" in antwoord.json()["detail"]
    assert met_keten.get("/_sim/fixtures").json()["toegestaan"] is False
    assert met_keten.get("/_sim/leveringen").json() == {"leveringen": []}
    pagina = met_keten.get("/", headers=PAGINA).text
    assert "<code>--keten</code>" in pagina
    assert "/_sim/formulier/fixture" not in pagina
    assert met_keten.post("/_sim/formulier/fixture", data={"naam": naam}).status_code == 403


def test_het_formulier(schone_client: httpx.Client) -> None:
    antwoord = schone_client.post("/_sim/formulier/fixture", data={"naam": PLAN}, headers=PAGINA)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/?gedaan=fixture")
    assert "buiten de keten om" in schone_client.get(antwoord.headers["location"]).text
    assert (
        schone_client.post("/_sim/formulier/fixture", data={"naam": "samenwerking"}, headers=PAGINA).status_code == 501
    )


def test_een_andere_website_brengt_niets_in(schone_client: httpx.Client) -> None:
    kop = {"Origin": "http://elders.example", "Sec-Fetch-Site": "cross-site"}
    assert schone_client.post(f"/_sim/fixtures/{PLAN}", headers=kop).status_code == 403
    assert _stand(schone_client)[PLAN] == "beschikbaar"
