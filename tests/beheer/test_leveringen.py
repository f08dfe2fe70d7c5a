import io
import re
import zipfile

import httpx
import pytest

from simulator.beheer import leveringen
from tests.beheer.conftest import PAGINA, eigen_scripts, lever
from tests.lvbb import bouw

TITEL = "Vaststelling van het proefplan"
MELDING = {"code", "ernst", "soort", "fase", "bestand", "plaats", "tekst", "verwacht", "gekregen", "merk"}


def _te_laat() -> bytes:
    """A publication on a Sunday in the past."""
    bestanden = bouw.bestanden_besluit(bouw.Gegevens())
    opdracht = bestanden["opdracht.xml"].replace(b">2026-03-10<", b">2020-01-05<")
    assert opdracht != bestanden["opdracht.xml"]
    return bouw.zip_van({**bestanden, "opdracht.xml": opdracht})


def test_een_goede_zip(client: httpx.Client, zip_: bytes) -> None:
    plek = lever(client, zip_, oin="00000001003214345000")
    pagina = client.get(plek, headers=PAGINA).text
    assert "Valide: de regels vonden geen fouten" in pagina
    assert "wacht op bekendmaking" in pagina
    rij = client.get(plek).json()
    assert (rij["oin"], rij["soort"], rij["ontvangen"]) == (
        "00000001003214345000",
        "publicatieOpdracht",
        "2026-03-02T08:00:00Z",
    )
    assert client.get("/_sim/leveringen").json() == {"leveringen": [rij]}
    oordeel = client.get(f"{plek}/oordeel").json()
    assert (oordeel["uitkomst"], oordeel["meldingen"]) == ("valide", [])
    assert oordeel["getoetst"] == rij["getoetst"]
    assert oordeel["getoetst"].startswith("getoetst: ")


def test_een_zip_met_fouten_toont_ze_bij_hun_fase(client: httpx.Client) -> None:
    plek = lever(client, _te_laat())
    oordeel = client.get(f"{plek}/oordeel").json()
    assert [melding["code"] for melding in oordeel["meldingen"]] == ["LVBB1501", "LVBB1519"]
    assert all(melding.keys() >= MELDING for melding in oordeel["meldingen"])
    pagina = client.get(plek, headers=PAGINA).text
    fasen = pagina.split('<li class="fase ')[1:]
    assert [fase.partition('"')[0] for fase in fasen] == ["goed", "fout", *["niet-bereikt"] * (len(fasen) - 2)]
    assert "LVBB1501" in fasen[1]
    assert "na 2026-03-02" in fasen[1]
    assert "<strong>bevestigd</strong>: staat in een officiële specificatie" in fasen[1]
    assert "&lt;stop:code&gt;LVBB1501&lt;/stop:code&gt;" in pagina
    assert oordeel["getoetst"] in pagina


def test_wat_de_simulator_niet_toetst_is_niet_in_orde(client: httpx.Client, zip_: bytes) -> None:
    fasen = client.get(lever(client, zip_), headers=PAGINA).text.split('<li class="fase ')[1:]
    ozon = next(fase for fase in fasen if "<h3>OZON" in fase)
    assert ozon.startswith("leeg")
    assert "heeft hier nog geen regels" in ozon


@pytest.mark.parametrize("inhoud", [b"", b"geen zip", b"PK\x03\x04 half een zip"])
def test_wat_geen_zip_is(client: httpx.Client, inhoud: bytes) -> None:
    plek = lever(client, inhoud)
    assert client.get(plek).json()["status"] == "technisch-afgewezen"
    assert "Technisch afgewezen" in client.get(plek, headers=PAGINA).text


def test_vijandige_inhoud_wordt_getoond_en_niet_uitgevoerd(client: httpx.Client) -> None:
    bestanden = bouw.bestanden_besluit(bouw.Gegevens())
    kwaad = b"&lt;script&gt;alert(1)&lt;/script&gt;"
    opdracht = bestanden["opdracht.xml"].replace(b"levering-001", kwaad)
    plek = lever(client, bouw.zip_van({**bestanden, "opdracht.xml": opdracht}), naam='"><script>.zip')
    assert client.get(plek).json()["idLevering"] == "<script>alert(1)</script>"
    for pagina in (plek, "/", "/_sim/leveringen.html", "/_sim/journaal.html"):
        antwoord = client.get(pagina, headers=PAGINA)
        assert eigen_scripts(antwoord.text)
        assert "default-src 'none'" in antwoord.headers["content-security-policy"]


def test_meer_zips_ineens(client: httpx.Client, zip_: bytes) -> None:
    delen = [("bestand", ("een.zip", zip_)), ("bestand", ("twee.zip", b"geen zip"))]
    antwoord = client.post("/_sim/leveringen", files=delen)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/_sim/leveringen.html")
    stand = [rij["status"] for rij in client.get("/_sim/leveringen").json()["leveringen"]]
    assert stand == ["wacht-op-bekendmaking", "technisch-afgewezen"]
    pagina = client.get("/_sim/leveringen", headers=PAGINA).text
    assert "technisch afgewezen" in pagina
    assert "wacht op bekendmaking" in pagina


def test_zonder_bestand(client: httpx.Client) -> None:
    antwoord = client.post("/_sim/leveringen", files={"bestand": ("", b"")}, headers=PAGINA)
    assert antwoord.status_code == 400
    assert "kies een zip om aan te leveren" in antwoord.text


def test_een_half_formulier(client: httpx.Client) -> None:
    kop = {"Content-Type": "multipart/form-data"}
    assert client.post("/_sim/leveringen", content=b"--x\r\n", headers=kop).status_code == 400
    assert client.get("/_sim/leveringen").json() == {"leveringen": []}


def test_een_opdracht_die_er_nog_niet_is(client: httpx.Client) -> None:
    bestanden = bouw.bestanden_besluit(bouw.Gegevens())
    anders = {naam: inhoud.replace(b"publicatieOpdracht", b"raadpleegOpdracht") for naam, inhoud in bestanden.items()}
    pagina = client.get(lever(client, bouw.zip_van(anders)), headers=PAGINA).text
    assert "de regels vonden geen fouten" not in pagina


def test_een_opgelegde_uitkomst_heet_zo(client: httpx.Client, zip_: bytes) -> None:
    waarde = {"uitkomst": "niet-valide", "meldingen": [{"code": "LVBB9999", "tekst": "opgelegd"}]}
    storing = {"koppelvlak": "lvbb", "soort": "lvbb-uitkomst", "waarde": waarde, "aantal": 1}
    client.put("/_sim/storingen", json={"storingen": [storing]})
    pagina = client.get(lever(client, zip_), headers=PAGINA).text
    assert "opgelegd door een storingsschakelaar" in pagina
    assert "LVBB9999" in pagina


def test_een_bom_wordt_niet_uitgepakt(client: httpx.Client) -> None:
    bom = io.BytesIO()
    with zipfile.ZipFile(bom, "w", zipfile.ZIP_DEFLATED) as uit:
        uit.writestr("opdracht.xml", b" " * (300 << 20))
    assert client.get(lever(client, bom.getvalue())).json()["status"] == "technisch-afgewezen"


def _lijst(client: httpx.Client) -> dict[str, dict]:
    return {rij["idLevering"]: rij for rij in client.get("/_sim/leveringen").json()["leveringen"]}


def test_een_gepubliceerde_wijst_naar_zijn_regeling(client: httpx.Client, zip_: bytes) -> None:
    plek = lever(client, zip_)
    (rij,) = _lijst(client).values()
    assert (rij["bevoegdGezag"], rij["titel"]) == (bouw.Gegevens().oin, TITEL)
    assert rij["uitkomst"].startswith("valide; laatste bericht: ")
    assert rij["regelingen"] == []  # it waits
    client.post("/_sim/klok/spring", json={"duur": "2w"}).raise_for_status()
    (rij,) = _lijst(client).values()
    (regeling,) = rij["regelingen"]
    assert regeling.startswith("/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen/")
    assert client.get(regeling, headers={"x-api-key": "een"}).status_code == 200
    assert client.get(plek).json() == rij
    for pagina in ("/", "/_sim/leveringen.html", plek):
        tekst = client.get(pagina, headers=PAGINA).text
        assert f'href="{regeling}"' in tekst
        assert rij["titel"] in tekst


def test_een_afgekeurde_heeft_geen_regeling_en_zegt_hoeveel_fouten(client: httpx.Client) -> None:
    plek = lever(client, _te_laat())
    client.post("/_sim/klok/spring", json={"duur": "2w"}).raise_for_status()
    rij = client.get(plek).json()
    assert rij["uitkomst"].startswith("2 fouten; laatste bericht: ")
    assert (rij["titel"], rij["regelingen"]) == (TITEL, [])
    assert "naar de regeling" not in client.get(plek, headers=PAGINA).text


def test_zonder_besluit_is_er_geen_titel(client: httpx.Client) -> None:
    rij = client.get(lever(client, b"geen zip")).json()
    assert (rij["bevoegdGezag"], rij["titel"], rij["regelingen"]) == ("", "", [])
    assert rij["uitkomst"].startswith("technisch afgewezen, 1 fout; laatste bericht: ")


def test_een_lange_titel_is_ingekort(client: httpx.Client) -> None:
    bestanden = bouw.bestanden_besluit(bouw.Gegevens())
    langer = {naam: inhoud.replace(TITEL.encode(), b"Plan " * 500) for naam, inhoud in bestanden.items()}
    assert langer != bestanden
    rij = client.get(lever(client, bouw.zip_van(langer))).json()
    assert rij["titel"].endswith("tekens)")
    assert len(rij["titel"]) == 1000


def test_een_pagina_toont_er_honderd(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leveringen, "_OP_EEN_PAGINA", 2)
    delen = [("bestand", (f"{n}.zip", f"geen zip {n}".encode())) for n in range(3)]
    client.post("/_sim/leveringen", files=delen)
    tekst = client.get("/_sim/leveringen.html", headers=PAGINA).text
    assert tekst.count('<td data-kop="Levering">') == 2
    (ouder,) = re.findall(r'href="([^"]*voor=\d+)">Ouder', tekst)
    tweede = client.get(ouder, headers=PAGINA).text
    assert tweede.count('<td data-kop="Levering">') == 1
    assert "Ouder</a>" not in tweede  # exactly what is left
