import httpx
import pytest

from simulator.contract import index, openapi


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def test_alle_contracten(client: httpx.Client) -> None:
    contracten = client.get("/_sim/contracten").json()["contracten"]
    assert [rij["id"] for rij in contracten] == [rij.id for rij in index.index()]
    (presenteren,) = [rij for rij in contracten if rij["id"] == "ozon/presenteren-v8"]
    assert presenteren["koppelvlak"] == "ozon"
    assert presenteren["operaties"]["totaal"] == len(openapi.contract("ozon/presenteren-v8").operaties)
    assert 0 < presenteren["operaties"]["gebouwd"] < presenteren["operaties"]["totaal"]


def test_elk_contract_is_op_te_vragen(client: httpx.Client) -> None:
    for rij in client.get("/_sim/contracten").json()["contracten"]:
        antwoord = client.get(rij["adres"])
        assert antwoord.status_code == 200, rij["id"]
        assert (antwoord.headers["content-type"] == "application/json") is (rij["koppelvlak"] is not None)
        assert antwoord.content


def test_een_openapi_noemt_dit_adres_en_houdt_de_merken(client: httpx.Client) -> None:
    document = client.get("/_sim/contracten/lvbb/bronhouderkoppelvlak").json()
    basis = str(client.base_url).rstrip("/")
    assert document["servers"] == [{"url": f"{basis}/overheid/bronhouderkoppelvlak/api/v1"}]
    assert document["info"]["x-mark"] == "inferred"


@pytest.mark.parametrize("id_", ["bestaat-niet", "../index.toml", "lvbb/../../pyproject", "lvbb"])
def test_een_onbekend_contract(client: httpx.Client, id_: str) -> None:
    antwoord = client.get(f"/_sim/contracten/{id_.replace('..', '%2E%2E')}")
    assert antwoord.status_code == 404
    assert antwoord.headers["content-type"] == "application/problem+json"
