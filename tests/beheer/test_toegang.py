"""Keys, certificates and machtigingen over HTTP and on their page."""

from typing import Any

import httpx
import pytest

from tests.beheer.conftest import PAGINA

OIN, GEZAG = "00000003999999990000", "00000001002564440000"


def soorten(client: httpx.Client, soort: str) -> list[dict[str, Any]]:
    antwoord = client.get("/_sim/gebeurtenissen", params={"soort": soort}).json()
    return [g["gegevens"] for g in antwoord["gebeurtenissen"]]


def test_sleutels(client: httpx.Client) -> None:
    gemaakt = client.post("/_sim/sleutels", json={"naam": "viewer"})
    assert gemaakt.status_code == 201
    sleutel = gemaakt.json()["sleutel"]
    assert len(sleutel) >= 30
    (een,) = client.get("/_sim/sleutels").json()["sleutels"]
    assert een == {"kenmerk": gemaakt.json()["kenmerk"], "naam": "viewer"}
    assert sleutel not in client.get("/_sim/sleutels").text
    client.post("/_sim/omgevingen", json={"naam": "a"}).raise_for_status()
    elders = client.post("/o/a/_sim/sleutels", json={"sleutel": sleutel})
    assert (elders.status_code, "andere omgeving" in elders.json()["detail"]) == (409, True)
    assert client.post("/_sim/sleutels", json={"sleutel": sleutel, "naam": "nieuw"}).json()["naam"] == "nieuw"
    assert client.get("/o/a/_sim/sleutels").json() == {"sleutels": []}
    assert client.delete(f"/o/a{gemaakt.headers['location']}").status_code == 404
    assert client.delete(gemaakt.headers["location"]).status_code == 204
    assert client.get("/_sim/sleutels").json() == {"sleutels": []}


@pytest.mark.parametrize(
    "body", [{"sleutel": "kort"}, {"sleutel": "met spatie erin"}, {"sleutel": "ééééééééé"}, {"x": 1}]
)
def test_een_sleutel_die_niet_kan(schone_client: httpx.Client, body: dict[str, Any]) -> None:
    assert schone_client.post("/_sim/sleutels", json=body).status_code == 400
    assert schone_client.delete("/_sim/sleutels/%25").status_code == 404
    assert schone_client.delete("/_sim/sleutels/").status_code == 404


def test_certificaten(client: httpx.Client) -> None:
    afdruk = "ab" * 32
    met_dubbele_punten = ":".join("AB" for _ in range(32))
    assert client.put(f"/_sim/certificaten/{OIN}", json={"naam": "L", "oins": [GEZAG]}).status_code == 201
    assert client.put(f"/_sim/certificaten/{OIN}", json={"oins": []}).status_code == 200
    gezet = client.put(f"/_sim/certificaten/{met_dubbele_punten}", json={"naam": "een"})
    assert gezet.json() == {"kenmerk": afdruk, "naam": "een", "oins": []}
    assert [c["kenmerk"] for c in client.get("/_sim/certificaten").json()["certificaten"]] == [OIN, afdruk]
    for verkeerd, body in (("123", {}), (OIN, {"oins": ["123"]}), (OIN, {"oins": "x"}), ("xyz", {})):
        assert client.put(f"/_sim/certificaten/{verkeerd}", json=body).status_code == 400
    for kenmerk in (OIN, met_dubbele_punten):
        assert client.delete(f"/_sim/certificaten/{kenmerk}").status_code == 204
        assert client.delete(f"/_sim/certificaten/{kenmerk}").status_code == 404
    assert client.get("/_sim/certificaten").json() == {"certificaten": []}


def test_machtigingen(client: httpx.Client) -> None:
    gezet = client.put("/_sim/machtigingen/gm9920/lvbb", json={"leverancier": OIN})
    verwacht = {
        "organisatie": "gm9920",
        "koppeling": "lvbb",
        "dienst": "lvbb.aanleveren",
        "leverancier": OIN,
        "vanaf": "2026-03-02T08:00:00Z",
    }
    assert gezet.json() == {"machtigingen": [verwacht]}
    later = {"leverancier": GEZAG, "vanaf": "2026-03-03T08:00:00Z"}
    (vervangen,) = client.put("/_sim/machtigingen/GM9920/lvbb.aanleveren", json=later).json()["machtigingen"]
    assert (vervangen["leverancier"], vervangen["vanaf"]) == (GEZAG, "2026-03-03T08:00:00Z")
    client.put(f"/_sim/machtigingen/oin:{OIN}/lvbb", json={"leverancier": GEZAG}).raise_for_status()
    gelezen = client.get("/_sim/machtigingen").json()
    assert gelezen["diensten"] == ["lvbb.aanleveren", "stam.afhandelen"]
    assert [m["organisatie"] for m in gelezen["machtigingen"]] == ["gm9920", f"oin:{OIN}"]
    assert len(client.get("/_sim/machtigingen?organisatie=gm9920").json()["machtigingen"]) == 1
    assert client.delete("/_sim/machtigingen/gm9920/lvbb").status_code == 204
    assert client.delete("/_sim/machtigingen/gm9920/lvbb").status_code == 404
    assert len(soorten(client, "machtiging.verleend")) == 3
    (ingetrokken,) = soorten(client, "machtiging.ingetrokken")
    assert ingetrokken == {"organisatie": "gm9920", "dienst": "lvbb.aanleveren", "leverancier": GEZAG}


def test_in_een_strenge_omgeving_is_een_koppeling_van_een(client: httpx.Client) -> None:
    client.put("/_sim/omgevingen/standaard", json={"streng": True}).raise_for_status()
    client.put("/_sim/machtigingen/gm9920/lvbb", json={"leverancier": OIN}).raise_for_status()
    ander = client.put("/_sim/machtigingen/gm9920/lvbb.aanleveren", json={"leverancier": GEZAG})
    assert ander.status_code == 409
    assert OIN in ander.json()["detail"]
    assert client.put("/_sim/machtigingen/gm9920/lvbb", json={"leverancier": OIN}).status_code == 200
    assert client.put("/_sim/machtigingen/gm0363/lvbb", json={"leverancier": GEZAG}).status_code == 200
    client.delete("/_sim/machtigingen/gm9920/lvbb").raise_for_status()
    assert client.put("/_sim/machtigingen/gm9920/lvbb", json={"leverancier": GEZAG}).status_code == 200


@pytest.mark.parametrize(
    ("pad", "body", "status"),
    [
        ("niets/lvbb", {"leverancier": OIN}, 404),
        ("oin:123/lvbb", {"leverancier": OIN}, 404),
        ("gm9920/niets", {"leverancier": OIN}, 404),
        ("gm9920/lvbb", {"leverancier": "123"}, 400),
        ("gm9920/lvbb", {"leverancier": OIN, "vanaf": "gisteren"}, 400),
        ("gm9920/lvbb", {}, 400),
    ],
)
def test_een_machtiging_die_niet_kan(schone_client: httpx.Client, pad: str, body: dict[str, Any], status: int) -> None:
    assert schone_client.put(f"/_sim/machtigingen/{pad}", json=body).status_code == status
    assert schone_client.get("/_sim/machtigingen").json()["machtigingen"] == []


def test_de_pagina(client: httpx.Client) -> None:
    client.post("/_sim/omgevingen", json={"naam": "a"}).raise_for_status()

    def doe(**velden: str) -> str:
        antwoord = client.post("/o/a/_sim/formulier/toegang", data=velden, headers=PAGINA, follow_redirects=True)
        assert antwoord.status_code == 200, antwoord.text
        return antwoord.text

    assert "De sleutel is uitgegeven" in doe(doe="sleutel", naam="<b>")
    (sleutel,) = client.get("/o/a/_sim/sleutels").json()["sleutels"]
    assert "is toegelaten" in doe(doe="certificaat", kenmerk=OIN, naam="L", oins=f"{GEZAG}, {OIN}")
    assert client.get("/o/a/_sim/certificaten").json()["certificaten"][0]["oins"] == [GEZAG, OIN]
    tekst = doe(doe="machtig", organisatie="gm9920", dienst="lvbb.aanleveren", leverancier=OIN)
    assert "is verleend" in tekst
    assert ">gm9920</td>" in tekst
    assert "<b>" not in tekst
    assert "Deze omgeving is <strong>open</strong>" in tekst
    assert "is ingetrokken" in doe(doe="trek-in", organisatie="gm9920", dienst="lvbb.aanleveren")
    assert "is ingetrokken" in doe(doe="sleutel-weg", kenmerk=sleutel["kenmerk"])
    assert "niet meer toegelaten" in doe(doe="certificaat-weg", kenmerk=OIN)
    client.put("/_sim/omgevingen/a", json={"streng": True}).raise_for_status()
    assert "Deze omgeving is <strong>strikt</strong>" in client.get("/o/a/_sim/toegang.html", headers=PAGINA).text
    assert client.post("/o/a/_sim/formulier/toegang", data={"doe": "niets"}).status_code == 400
    for pad in ("sleutels", "certificaten", "machtigingen"):
        assert "gm9920" not in client.get(f"/_sim/{pad}").text
