import httpx

from tests.beheer.conftest import lever


def test_wat_er_nog_komt(client: httpx.Client, zip_: bytes) -> None:
    assert client.get("/_sim/agenda").json() == {"nu": "2026-03-02T08:00:00Z", "items": [], "totaal": 0}
    lever(client, zip_)
    agenda = client.get("/_sim/agenda").json()
    (item,) = agenda["items"]
    assert (item["soort"], item["op"]) == ("lvbb.publiceer", "2026-03-09T23:00:00Z")
    assert item["wat"] == "een besluit of kennisgeving wordt bekendgemaakt"
    assert client.get("/_sim/agenda", params={"vanaf": 1}).json()["items"] == []
    client.post("/_sim/klok/spring", json={"tot": item["op"]})
    assert client.get("/_sim/agenda").json() == {"nu": item["op"], "items": [], "totaal": 0}
