"""An organisation that is not built in: an open omgeving takes it in, in a strict one it is added."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from simulator.kernel import omgevingen
from simulator.kernel.store import Wereld
from simulator.lvbb.register import StoreRegister
from simulator.lvbb.rules.oordeel import beoordeel, melding_tekst
from simulator.serve import Draaiend
from simulator.stelsel import machtigingen, organisaties, register
from tests.lvbb import bouw
from tests.lvbb.http import berichten, lever

NIEUWSTAD = "00000001009913000000"
NIEUW = bouw.Gegevens(gezag="gm9913", oin=NIEUWSTAD)
ZIP = bouw.zip_van(bouw.bestanden_besluit(NIEUW))
BOMEN = "nl.imow-gm9913.activiteit.BoomKappen"


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


def opgenomen(client: httpx.Client, na: int) -> list[Any]:
    vraag = {"soort": "stelsel.organisatie.opgenomen", "na": na}
    return [g["gegevens"] for g in client.get("/_sim/gebeurtenissen", params=vraag).json()["gebeurtenissen"]]


def laatste(client: httpx.Client) -> int:
    return int(client.get("/_sim/gebeurtenissen", params={"na": 10**9}).json()["laatste"])


def test_an_unknown_code_in_a_delivery(gedeeld: Draaiend, client: httpx.Client) -> None:
    na = laatste(client)
    id_ = lever(client, ZIP)
    gedeeld.kern.agenda.tot_rust("standaard")
    assert [b.codes for b in berichten(client, id_)] == [["DL-0003"], []]
    assert {"code": "gm9913", "oin": NIEUWSTAD, "naam": "Gemeente gm9913"} in opgenomen(client, na)
    rij = client.get("/_sim/organisaties/gm9913").json()
    assert (rij["type"], rij["oin"], rij["rollen"], rij["ingebouwd"]) == (
        "gemeente",
        NIEUWSTAD,
        ["bevoegd gezag"],
        False,
    )
    client.post("/_sim/klok/spring", json={"duur": "P10D"}).raise_for_status()
    regelingen = client.get("/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen").json()
    assert regelingen["_embedded"]["regelingen"][0]["aangeleverdDoorEen"]["code"] == "gm9913"


def test_an_oin_of_another_stays_its_own(gedeeld: Draaiend, client: httpx.Client) -> None:
    g = bouw.Gegevens(gezag="gm9913", oin="00000009001000009920", id_levering="met-een-ander-oin")
    lever(client, bouw.zip_van(bouw.bestanden_besluit(g)))
    gedeeld.kern.agenda.tot_rust("standaard")
    assert client.get("/_sim/organisaties/gm9913").json()["oin"] == "00000009001000009913"


def test_what_is_no_code_is_refused_as_ever() -> None:
    for fout in ("/tooi/id/gemeente/gm99", "/tooi/id/so/so0697"):
        levering = bouw.wijzig(bouw.goede_levering(NIEUW), "besluit.xml", "/tooi/id/gemeente/gm9913", fout, -1)
        assert "LVBB4042" in beoordeel(levering).codes


def test_a_strict_omgeving_says_how_to_add_it() -> None:
    with Draaiend(klok="2026-03-02T09:00", snelheid=0) as sim:
        omgevingen.stel_in(sim.kern.store, "standaard", streng=True)
        wereld = Wereld(sim.kern.store)
        with wereld.lees() as lezing:
            zelf = replace(NIEUW, aanleveraar=NIEUWSTAD)
            streng = bouw.goede_levering(zelf, register=StoreRegister(lezing, 1))
            tekst = next(melding_tekst(b) for b in beoordeel(streng).bevindingen if b.code == "LVBB4042")
        assert tekst.endswith("lijst van deze omgeving; voeg gm9913 toe met PUT /_sim/organisaties/gm9913.")
        with httpx.Client(base_url=sim.url, timeout=60) as client:
            geweigerd = client.post("/_sim/verzoeken", json={"activiteiten": [BOMEN], "gebied": "gm9920"})
            assert geweigerd.status_code == 422
            assert "PUT /_sim/organisaties/gm9913" in geweigerd.text
            assert client.put("/_sim/organisaties/gm9913", json={"oin": NIEUWSTAD}).status_code == 201
            assert client.post("/_sim/verzoeken", json={"activiteiten": [BOMEN], "gebied": "gm9920"}).status_code == 201
            client.put("/_sim/machtigingen/gm9913/lvbb", json={"leverancier": NIEUW.aanleveraar}).raise_for_status()
        with wereld.lees() as lezing:
            assert StoreRegister(lezing, 1).kent_organisatie("gm9913")
            assert machtigingen.mag(lezing, NIEUW.aanleveraar, "lvbb.aanleveren", NIEUWSTAD)


def test_a_verzoek_for_an_unknown_organisation(client: httpx.Client) -> None:
    na = laatste(client)
    antwoord = client.post("/_sim/verzoeken", json={"activiteiten": [BOMEN], "gebied": "gm9920"})
    assert antwoord.status_code == 201, antwoord.text
    nummer = antwoord.json()["verzoeken"][0]["verzoeknummer"]
    gezag = client.get(f"/_sim/verzoeken/{nummer}").json()["bevoegdGezag"]
    assert (gezag["oin"], gezag["naam"]) == ("00000009001000009913", "Gemeente gm9913")
    assert [rij["code"] for rij in opgenomen(client, na)] == ["gm9913"]


def test_adding_changing_and_removing(client: httpx.Client) -> None:
    adres = "/_sim/organisaties/GM9913"
    eerst = client.put(adres, json={"naam": "Gemeente Nieuwstad"})
    assert (eerst.status_code, eerst.json()["oin"], eerst.json()["oinFictief"]) == (201, "00000009001000009913", True)
    daarna = client.put(adres, json={"naam": "Nieuwstad", "oin": NIEUWSTAD})
    assert (daarna.status_code, daarna.json()) == (200, client.get(adres).json())
    assert (daarna.json()["code"], daarna.json()["naam"], daarna.json()["oin"]) == ("gm9913", "Nieuwstad", NIEUWSTAD)
    assert client.delete(adres).status_code == 204
    assert client.delete(adres).status_code == client.get(adres).status_code == 404
    assert "voeg haar toe met PUT /_sim/organisaties/gm9913" in client.get(adres).json()["detail"]


@pytest.mark.parametrize(
    ("code", "inhoud", "status", "reden"),
    [
        ("gm0363", {}, 409, "is ingebouwd en ligt vast"),
        ("gm99", {}, 400, "geen code van een gemeente, provincie, waterschap, ministerie, zoals gm9913"),
        ("so0697x", {}, 400, "geen code van een gemeente"),
        ("oin:00000001009913000000", {}, 400, "geen code van een gemeente"),
        ("gm9913", {"oin": "123"}, 400, "'123' is geen OIN van twintig cijfers"),
        ("gm9913", {"naam": "Nieuw\u0007stad"}, 400, "U+0007"),
        ("gm9913", {"naam": "x" * 201}, 400, "hoogstens 200 tekens"),
        ("gm9913", {"type": "gemeente"}, 400, "dit veld is onbekend"),
        ("gm9913", {"naam": 5}, 400, "moet tekst zijn"),
    ],
)
def test_what_cannot_be_added(client: httpx.Client, code: str, inhoud: Any, status: int, reden: str) -> None:
    antwoord = client.put(f"/_sim/organisaties/{code}", json=inhoud)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (status, "application/problem+json")
    assert reden in antwoord.text
    assert client.get("/_sim/organisaties").json()["totaal"] == len(organisaties.alle())


def test_a_fictitious_oin_tells_its_code() -> None:
    for code in ("gm9913", "pv98", "ws9913", "mnre9913"):
        assert organisaties.nieuwe(organisaties.fictief_oin(code)) == organisaties.van_code(code)
    assert organisaties.nieuwe("00000009001000099913").code == "oin:00000009001000099913"  # gm99913 has five digits
    assert register.OPGENOMEN == "stelsel.organisatie.opgenomen"
