"""A verzoek that is like a message of the user, with nothing in it about anybody."""

import httpx
import pytest

AFHANDELEN = "/overheid/verzoeken/api/afhandelen/v2/verzoeken"


@pytest.fixture
def eigen(schone_client: httpx.Client) -> str:
    """A message as a user could have one."""
    nummer = schone_client.post("/_sim/verzoeken", json={"casus": "uitbouw", "bijlagen": 2}).json()["verzoeknummer"]
    return schone_client.get(f"{AFHANDELEN}/{nummer}/samenvatting").raise_for_status().text


def test_het_lijkt_erop_en_noemt_niemand(schone_client: httpx.Client, eigen: str) -> None:
    antwoord = schone_client.post("/_sim/verzoeken", json={"sjabloon": eigen})
    assert antwoord.status_code == 201, antwoord.text
    nummer = antwoord.json()["verzoeknummer"]
    xml = schone_client.get(f"{AFHANDELEN}/{nummer}/samenvatting").text
    assert xml.count("<vx:projectactiviteit>") == eigen.count("<vx:projectactiviteit>")
    assert xml.count("<vx:specificatie>") == eigen.count("<vx:specificatie>")
    for element in ("bsn", "achternaam", "emailadres"):
        waarden = [stuk.partition("<")[0] for stuk in eigen.split(f"<vx:{element}>")[1:]]
        assert not [waarde for waarde in waarden if waarde and f"<vx:{element}>{waarde}<" in xml]


@pytest.mark.parametrize("sjabloon", ["<a/>", "geen xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "\ud7ff<"])
def test_wat_geen_verzoek_is(schone_client: httpx.Client, sjabloon: str) -> None:
    antwoord = schone_client.post("/_sim/verzoeken", json={"sjabloon": sjabloon})
    assert antwoord.status_code == 400
    assert antwoord.json()["invalid-params"][0]["name"] == "sjabloon"
    assert schone_client.get("/_sim/verzoeken", headers={"Accept": "application/json"}).json()["totaal"] == 0
