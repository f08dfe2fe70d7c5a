"""A user's own OpenAPI, recording and verzoek.xml, from the command line to a simulator that serves by them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from typer.testing import CliRunner

from simulator.beheer.contract_cli import contract as opdrachten
from simulator.serve import Draaiend
from simulator.stam import profiel as profielen
from tests.contract import hun_contract

AFHANDELEN = hun_contract.BASIS
GEMEENTE = "00000009001000009920"


@pytest.fixture(autouse=True)
def _weer_als_ervoor() -> Iterator[None]:
    yield
    profielen.gebruik(None)
    profielen.vergeet()


@pytest.fixture
def openapi_(tmp_path: Path) -> Path:
    bestand = tmp_path / "afhandelen.yaml"
    bestand.write_text(yaml.safe_dump(hun_contract.document()), encoding="utf-8")
    return bestand


def doe(*argumenten: Any) -> tuple[int, str]:
    uitkomst = CliRunner().invoke(opdrachten, [str(a) for a in argumenten])
    assert uitkomst.exception is None or isinstance(uitkomst.exception, SystemExit), uitkomst.exception
    return uitkomst.exit_code, uitkomst.output


def test_wat_onzeker_is_wordt_gevraagd_en_niet_geraden(openapi_: Path, tmp_path: Path) -> None:
    code, tekst = doe("laden", openapi_, "--contracten", tmp_path / "eigen")
    assert code == 2
    assert "POST /verzoeken/{verzoekNr}/uitvoerende-instantie" in tekst
    assert "--operatie" in tekst
    assert not (tmp_path / "eigen").exists()


def test_van_openapi_tot_een_simulator_die_zo_antwoordt(openapi_: Path, tmp_path: Path) -> None:
    map_ = tmp_path / "eigen"
    instantie = "POST /verzoeken/{verzoekNr}/uitvoerende-instantie=wijzigBehandeldienst"
    code, tekst = doe("laden", openapi_, "--operatie", instantie, "--veld", "oin=oinNummer", "--contracten", map_)
    assert code == 0, tekst
    assert "getSamenvatting" in tekst
    assert "blijft van ons" in tekst
    with (
        Draaiend(klok="2026-03-02T09:00", contracten=map_) as sim,
        httpx.Client(base_url=sim.url, timeout=60) as client,
    ):
        nummer = client.post("/_sim/verzoeken", json={"casus": "boom-kappen"}).json()["verzoeknummer"]
        als = {"OIN": GEMEENTE}
        referenties = client.get(f"{AFHANDELEN}/verzoeken/{nummer}", headers=als).json()
        assert referenties["verzoekNummer"] == nummer
        assert referenties["_links"]["stamBericht"]["href"].endswith(f"/verzoeken/{nummer}/stambericht")
        xml = client.get(referenties["_links"]["stamBericht"]["href"], headers=als)
        assert nummer.encode() in xml.content
        namens_ander = {"X-Handelend-OIN": "00000009001000009921"}
        assert client.get(referenties["_links"]["stamBericht"]["href"], headers=namens_ander).status_code == 403
        oud = client.get(f"{AFHANDELEN}/verzoeken/{nummer}/samenvatting", headers=als)
        assert oud.status_code == 404
        assert any("stambericht" in pad for pad in oud.json()["lijktOp"])
        dienst = client.post(
            f"{AFHANDELEN}/verzoeken/{nummer}/uitvoerende-instantie",
            headers=als,
            json={"oinNummer": "00000009000000009920"},
        )
        assert dienst.status_code == 200, dienst.text
        merken = client.get(f"{AFHANDELEN}/openapi.json").json()["paths"]
        eigen = merken["/verzoeken/{verzoeknummer}/stambericht"]["get"]
        assert (eigen["x-mark"], "afhandelen.yaml" in eigen["x-source"]) == ("client", True)
        assert merken["/verzoeken/{verzoeknummer}/bevoegdgezag"]["put"]["x-mark"] == "inferred"


def test_een_alias_naast_het_oude_pad(tmp_path: Path) -> None:
    map_ = tmp_path / "eigen"
    code, tekst = doe(
        "alias", "stam/afhandelen-v2", "GET /verzoeken/{nr}/stam-xml", "getSamenvatting", "--contracten", map_
    )
    assert code == 0, tekst
    with (
        Draaiend(klok="2026-03-02T09:00", contracten=map_) as sim,
        httpx.Client(base_url=sim.url, timeout=60) as client,
    ):
        nummer = client.post("/_sim/verzoeken", json={"casus": "boom-kappen"}).json()["verzoeknummer"]
        for pad in ("stam-xml", "samenvatting"):
            assert client.get(f"{AFHANDELEN}/verzoeken/{nummer}/{pad}").status_code == 200


def test_een_opname_als_contract(tmp_path: Path) -> None:
    url = f"https://pkio.example{AFHANDELEN}/verzoeken/2022070500133/stam"
    regel = {
        "request": {"method": "GET", "url": url},
        "response": {"status": 200, "content": {"mimeType": "application/xml", "text": "<a/>"}},
    }
    opname = tmp_path / "opname.har"
    opname.write_text(json.dumps({"log": {"entries": [regel]}}), encoding="utf-8")
    code, tekst = doe("laden", opname, "--contracten", tmp_path / "eigen", "--neem-aan")
    assert code == 0, tekst
    code, tekst = doe("toon", "--contracten", tmp_path / "eigen")
    assert "GET    /verzoeken/{verzoeknummer}/stam  getSamenvatting  (client: opname opname.har" in tekst


def test_een_verzoek_dat_anders_genest_is(tmp_path: Path) -> None:
    map_ = tmp_path / "eigen"
    voorbeeld = tmp_path / "verzoek.xml"
    with Draaiend(klok="2026-03-02T09:00") as sim, httpx.Client(base_url=sim.url, timeout=60) as client:
        nummer = client.post("/_sim/verzoeken", json={"casus": "boom-kappen"}).json()["verzoeknummer"]
        xml = client.get(f"{AFHANDELEN}/verzoeken/{nummer}/samenvatting").text
    kop, romp = xml.split("<vx:verzoeknummer>")
    nummers, rest = romp.split("<vx:naam>", 1)
    anders = f"{kop}<vx:kenmerken><vx:verzoekNummer>{nummers}".replace("</vx:verzoeknummer>", "</vx:verzoekNummer>")
    voorbeeld.write_text(f"{anders}</vx:kenmerken><vx:naam>{rest}", encoding="utf-8")
    code, tekst = doe("laden", voorbeeld, "--contracten", map_, "--neem-aan")
    assert code == 0, tekst
    with (
        Draaiend(klok="2026-03-02T09:00", contracten=map_) as sim,
        httpx.Client(base_url=sim.url, timeout=60) as client,
    ):
        nummer = client.post("/_sim/verzoeken", json={"casus": "boom-kappen"}).json()["verzoeknummer"]
        xml = client.get(f"{AFHANDELEN}/verzoeken/{nummer}/samenvatting").text
    assert re.search(rf"<vx:kenmerken>\s*<vx:verzoekNummer>{nummer}</vx:verzoekNummer>", xml)
    assert "<vx:verzoeknummer>" not in xml
    code, tekst = doe("toon", "--contracten", map_)
    assert "verzoek.xml" in tekst
    code, _ = doe("weg", "stam-v4", "--contracten", map_)
    assert code == 0
    assert "geen eigen contract" in doe("toon", "--contracten", map_)[1]


@pytest.mark.parametrize(
    ("inhoud", "noemt"),
    [
        ("openapi: 3.0.0", "--als"),
        ("{", "geen YAML of JSON"),
        ("<a", "geen XML"),
        ("servers: [{url: /overheid/verzoeken/api/afhandelen/v2}]", "geen OpenAPI 3"),
    ],
)
def test_een_bestand_dat_niet_kan(tmp_path: Path, inhoud: str, noemt: str) -> None:
    bestand = tmp_path / "fout"
    bestand.write_text(inhoud, encoding="utf-8")
    als = ["--als", "stam-v4"] if inhoud.startswith("<") else []
    code, tekst = doe("laden", bestand, *als, "--contracten", tmp_path / "eigen")
    assert code == 2
    assert noemt in tekst
    assert not (tmp_path / "eigen").exists()


def test_een_bestand_dat_er_niet_is(tmp_path: Path) -> None:
    code, tekst = doe("laden", tmp_path / "weg.yaml")
    assert code == 2
    assert "niet te lezen" in tekst


@pytest.mark.parametrize("naam", ["../buiten", "stam/bestaat-niet"])
def test_weghalen_wat_er_niet_is(tmp_path: Path, naam: str) -> None:
    assert doe("weg", naam, "--contracten", tmp_path)[0] == 2
