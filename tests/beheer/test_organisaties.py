import httpx
import pytest

from simulator.stelsel import organisaties
from tests.beheer.conftest import lever

ONBEKEND = "00000004123456789000"


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def _codes(client: httpx.Client, **vraag: object) -> list[str]:
    return [rij["code"] for rij in client.get("/_sim/organisaties", params=vraag).json()["organisaties"]]


def test_alle_ingebouwde(client: httpx.Client) -> None:
    antwoord = client.get("/_sim/organisaties", params={"aantal": 1000}).json()
    assert [rij["code"] for rij in antwoord["organisaties"]] == list(organisaties.alle())
    assert antwoord["totaal"] == len(organisaties.alle())
    assert all(rij["ingebouwd"] for rij in antwoord["organisaties"])


def test_zoeken(client: httpx.Client) -> None:
    assert _codes(client, zoek="testeiland") == ["gm9920", "ws9920"]
    assert _codes(client, zoek="GM9920") == ["gm9920"]
    (groningen,) = _codes(client, zoek="gemeente groningen", type="gemeente")
    assert _codes(client, zoek=organisaties.alle()[groningen].oin) == [groningen]
    assert _codes(client, zoek="bestaat niet") == []
    oefenen = _codes(client, rol="oefenen")
    assert oefenen
    assert all(organisaties.alle()[code].is_oefenorganisatie for code in oefenen)


def test_bladeren(client: httpx.Client) -> None:
    eerste = client.get("/_sim/organisaties", params={"type": "provincie", "aantal": 5}).json()
    rest = client.get("/_sim/organisaties", params={"type": "provincie", "vanaf": 5}).json()
    namen = [o.code for o in organisaties.alle().values() if o.type == "provincie"]
    assert [rij["code"] for rij in (*eerste["organisaties"], *rest["organisaties"])] == namen
    assert eerste["totaal"] == rest["totaal"] == len(namen)


def test_wie_de_wereld_opnam_staat_voorop(client: httpx.Client, zip_: bytes) -> None:
    lever(client, zip_, oin=ONBEKEND)
    eerste = client.get("/_sim/organisaties").json()["organisaties"][0]
    assert (eerste["code"], eerste["oin"], eerste["ingebouwd"]) == (f"oin:{ONBEKEND}", ONBEKEND, False)
    assert client.get(f"/_sim/organisaties/oin:{ONBEKEND}").json() == eerste
    client.post("/_sim/reset")
    assert client.get(f"/_sim/organisaties/oin:{ONBEKEND}").status_code == 404


def test_een_organisatie(client: httpx.Client) -> None:
    rij = client.get("/_sim/organisaties/GM9920").json()
    assert (rij["naam"], rij["oinFictief"]) == ("Gemeente Testeiland", True)
    antwoord = client.get("/_sim/organisaties/gm0000")
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (404, "application/problem+json")
