"""The code lists: what they give, and that the facts in them are the official ones."""

import json
from datetime import date

import pytest

from simulator.stelsel import waardelijsten


def test_waarde_met_hele_uri_of_laatste_deel():
    omgevingsplan = waardelijsten.waarde("soortRegeling", "/join/id/stop/regelingtype_003")
    assert omgevingsplan is not None
    assert omgevingsplan.label == "Omgevingsplan"
    assert omgevingsplan.code == "regelingtype_003"
    assert waardelijsten.waarde("soortRegeling", "regelingtype_003") == omgevingsplan
    assert waardelijsten.waarde("soortRegeling", "/join/id/andere/regelingtype_003") is None
    assert waardelijsten.waarde("soortRegeling", "regelingtype_099") is None
    assert waardelijsten.waarde("soortRegeling", "") is None


def test_waarde_van_imow():
    bodem = waardelijsten.waarde("thema", "http://standaarden.omgevingswet.overheid.nl/thema/id/concept/Bodem")
    assert bodem is not None
    assert (bodem.label, bodem.vervallen, bodem.vervalt_op) == ("bodem", False, None)
    oud = waardelijsten.waarde("thema", "Bouwwerken")
    assert oud is not None
    assert (oud.vervallen, oud.vervalt_op) == (True, date(2026, 10, 15))
    assert waardelijsten.waarde("thema", "bodem") is None


def test_een_lijst_die_niet_bestaat_is_een_fout_van_de_aanroeper():
    with pytest.raises(KeyError):
        waardelijsten.waarde("themas", "Bodem")


def test_wat_publicatie_nodig_heeft_is_er():
    assert len(waardelijsten.waarden("soortRegeling")) == 16
    assert len(waardelijsten.waarden("procedurestap")) == 11
    assert len(waardelijsten.waarden("soortBestuursorgaan")) == 12
    assert {"soortWork", "soortProcedure", "soortPublicatie", "typeNorm", "eenheid"} <= set(waardelijsten.lijsten())
    for lijst in waardelijsten.lijsten():
        for code, waarde in waardelijsten.waarden(lijst).items():
            assert waardelijsten.waarde(lijst, waarde.code_uri) is waarde
            assert waarde.code == code
            assert waarde.label
            assert waarde.mark in {"confirmed", "client"}


@pytest.mark.shared
def test_imow_is_de_officiele_lijst(shared):
    bron = shared / "koppelvlakken/data/lvbb/waardelijsten/waardelijsten_IMOW_v4.3.0.json"
    officieel = json.loads(bron.read_text(encoding="utf-8"))["waardelijsten"]["waardelijst"]
    assert len(officieel) == 30
    for lijst in officieel:
        naam = lijst["titel"][0].lower() + lijst["titel"][1:]
        verwacht = {w["uri"]: (w["label"], w["deprecated"] == "true") for w in lijst["waarden"]["waarde"]}
        eigen = {w.code_uri: (w.label, w.vervallen) for w in waardelijsten.waarden(naam).values()}
        assert eigen == verwacht


@pytest.mark.shared
def test_stop_codes_staan_in_de_officiele_bronnen(shared):
    data = shared / "koppelvlakken"
    bronnen = [data / "lvbb.md", *(data / "data/lvbb/schema_1.3.0").rglob("*.sch")]
    tekst = "\n".join(bron.read_text(encoding="utf-8") for bron in bronnen)
    for lijst in ("soortWork", "procedurestap", "soortBestuursorgaan", "soortRegeling", "formaatInformatieobject"):
        for code in waardelijsten.waarden(lijst):
            kort = code.removeprefix("work").removeprefix("regelingtype").removeprefix("stap_")
            assert kort in tekst, code
