import httpx
import pytest

REGELINGEN = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def test_een_storing_werkt_en_gaat_op(client: httpx.Client) -> None:
    storing = {"koppelvlak": "ozon", "operatie": "getRegelingen", "soort": "status", "waarde": 503, "aantal": 1}
    assert client.put("/_sim/storingen", json={"storingen": [storing]}).json() == {"storingen": [storing]}
    assert [client.get(REGELINGEN).status_code for _ in range(2)] == [503, 200]
    assert client.get("/_sim/storingen").json() == {"storingen": []}


def test_reset_neemt_een_storing_weg(client: httpx.Client) -> None:
    client.put("/_sim/storingen", json={"storingen": [{"koppelvlak": "lvbb", "soort": "vertraging", "waarde": 1}]})
    client.post("/_sim/reset")
    assert client.get("/_sim/storingen").json() == {"storingen": []}


@pytest.mark.parametrize(
    ("storing", "reden"),
    [
        ({"koppelvlak": "ozo", "soort": "status", "waarde": 503}, "kies uit lvbb, ozon"),
        ({"koppelvlak": "ozon", "operatie": "haalOp", "soort": "status", "waarde": 503}, "getRegelingen"),
        ({"koppelvlak": "ozon", "soort": "status", "waarde": 200}, "van 400 tot 599"),
        ({"koppelvlak": "ozon", "soort": "ontploffing"}, "kies uit vertraging"),
        ({"koppelvlak": "ozon", "soort": "verbreek", "aantal": 0}, "minstens 1"),
        ({"koppelvlak": "ozon"}, "soort: ontbreekt"),
        ({"koppelvlak": "ozon", "soort": "verbreek", "hoelang": 1}, "hoelang: dit veld is onbekend"),
    ],
)
def test_een_storing_die_niet_kan(client: httpx.Client, storing: dict, reden: str) -> None:
    antwoord = client.put("/_sim/storingen", json={"storingen": [storing]})
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (400, "application/problem+json")
    assert reden in antwoord.json()["detail"]
    assert client.get("/_sim/storingen").json() == {"storingen": []}
