import httpx
import pytest

from tests.beheer.conftest import lever


def test_reset_begint_opnieuw(client: httpx.Client, zip_: bytes) -> None:
    lever(client, zip_)
    client.post("/_sim/klok/spring", json={"duur": "P3D"})
    assert client.post("/_sim/reset").status_code == 204
    assert client.get("/_sim/leveringen").json() == {"leveringen": []}
    assert client.get("/_sim/klok").json()["nu"] == "2026-03-02T08:00:00Z"


def test_snapshot_nemen_en_terugzetten(client: httpx.Client, zip_: bytes) -> None:
    lever(client, zip_)
    genomen = client.post("/_sim/snapshots", json={"naam": "na één levering"})
    assert (genomen.status_code, genomen.json()) == (
        201,
        {"naam": "na één levering", "genomenOp": "2026-03-02T08:00:00Z"},
    )
    assert client.get("/_sim/snapshots").json() == {"snapshots": [genomen.json()]}
    client.post("/_sim/reset")
    assert client.post(genomen.headers["location"]).status_code == 204
    assert len(client.get("/_sim/leveringen").json()["leveringen"]) == 1


def test_onbekende_snapshot(client: httpx.Client) -> None:
    client.post("/_sim/snapshots", json={"naam": "een"})
    antwoord = client.post("/_sim/snapshots/twee/herstel")
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (404, "application/problem+json")
    assert "wel: een" in antwoord.json()["detail"]


@pytest.mark.parametrize("naam", ["", " ", " a", "a ", "a/b", "../x", "<b>", "a\nb", "x" * 101, 5, None])
def test_een_naam_die_niet_kan(client: httpx.Client, naam: object) -> None:
    assert client.post("/_sim/snapshots", json={"naam": naam}).status_code == 400
    assert client.get("/_sim/snapshots").json() == {"snapshots": []}


def test_een_snapshot_weggooien(client: httpx.Client) -> None:
    for naam in ("een", "twee"):
        client.post("/_sim/snapshots", json={"naam": naam})
    assert client.delete("/_sim/snapshots/een").status_code == 204
    assert [rij["naam"] for rij in client.get("/_sim/snapshots").json()["snapshots"]] == ["twee"]
    for antwoord in (client.delete("/_sim/snapshots/een"), client.post("/_sim/snapshots/een/herstel")):
        assert (antwoord.status_code, antwoord.headers["content-type"]) == (404, "application/problem+json")
        assert "wel: twee" in antwoord.json()["detail"]
    assert client.post("/_sim/formulier/herstel", data={"naam": "twee", "doe": "verwijder"}).status_code == 303
    assert client.get("/_sim/snapshots").json() == {"snapshots": []}


def test_de_naam_is_daarna_weer_vrij(client: httpx.Client, zip_: bytes) -> None:
    client.post("/_sim/snapshots", json={"naam": "een"})
    client.delete("/_sim/snapshots/een")
    lever(client, zip_)
    client.post("/_sim/snapshots", json={"naam": "een"})
    client.post("/_sim/reset")
    assert client.post("/_sim/snapshots/een/herstel").status_code == 204
    assert len(client.get("/_sim/leveringen").json()["leveringen"]) == 1
