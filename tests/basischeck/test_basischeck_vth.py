"""Plans for VTH systems: what they say, which checks they choose, and the command line."""

import asyncio
import json

import httpx
import pytest
from typer.testing import CliRunner

from simulator.basischeck import ontvangst
from simulator.basischeck.besturing import MetHaken
from simulator.basischeck.cli import basischeck
from simulator.basischeck.control import Sim
from simulator.basischeck.keuze import gekozen
from simulator.basischeck.model import PLAN, VTH, alle_checks
from simulator.basischeck.plan import REFERENTIE, REFERENTIE_VTH, Keuze, Planfout, lees
from simulator.basischeck.uitkomsten import Configfout
from tests.basischeck.nep import NepBesturing

SUT = '[sut]\nnaam="Zaaksysteem"\nleverancier="L"\nversie="2"\nsoftwaretype="vth"\n'
GEMEENTE = '[[sut.organisaties]]\nnaam="Testeiland"\ncode="gm9920"\noin="00000009001000009920"\n'
OIN = "00000009001000009920"


def plan_(map_, tekst):
    bestand = map_ / "plan.toml"
    bestand.write_text(tekst, encoding="utf-8")
    return bestand


def roep(*argumenten):
    return CliRunner().invoke(basischeck, [str(a) for a in argumenten])


def test_a_plan_says_where_each_organisation_is_notified(tmp_path, monkeypatch):
    monkeypatch.setenv("GEHEIM", "s3")
    adres = '[sut.organisaties.ontvangst]\nurl="https://vth/dso"\ngebruiker="dso"\nwachtwoord="$GEHEIM"\n'
    plan = lees(plan_(tmp_path, SUT + GEMEENTE + adres + '[sut.organisaties.ontvangst.headers]\nx-bron="dso"\n'))
    assert ontvangst.adressen(plan, {}) == {
        OIN: {
            "adapter": "https",
            "url": "https://vth/dso",
            "gebruiker": "dso",
            "wachtwoord": "s3",
            "headers": {"x-bron": "dso"},
        }
    }


def test_a_report_shows_no_password_and_no_headers(tmp_path):
    adres = '[sut.organisaties.ontvangst]\nurl="https://vth/dso"\ngebruiker="dso"\nwachtwoord="geheim-1"\n'
    koppen = '[sut.organisaties.ontvangst.headers]\nx-sleutel="geheim-2"\n'
    sut = lees(plan_(tmp_path, SUT + GEMEENTE + adres + koppen)).sut
    assert "https://vth/dso" in sut.model_dump_json()
    assert "geheim" not in sut.model_dump_json() + repr(sut)


def test_an_address_that_the_software_opened_goes_before_the_plan(tmp_path):
    adres = '[sut.organisaties.ontvangst]\nadapter="inbox"\n'
    plan = lees(plan_(tmp_path, SUT + GEMEENTE + adres))
    assert ontvangst.adressen(plan, {}) == {OIN: {"adapter": "inbox"}}
    eigen = {OIN: {"adapter": "https", "url": "http://127.0.0.1:1/"}}
    assert ontvangst.adressen(plan, eigen) == eigen


def test_the_run_sets_the_addresses_in_the_simulator(tmp_path):
    gezet = []

    def antwoord(vraag):
        gezet.append((vraag.method, vraag.url.path, json.loads(vraag.content)))
        return httpx.Response(200, json={})

    async def doe():
        async with httpx.AsyncClient(base_url="http://sim", transport=httpx.MockTransport(antwoord)) as client:
            await ontvangst.zet(Sim(client), lees(plan_(tmp_path, SUT + GEMEENTE)), {OIN: {"adapter": "inbox"}})

    asyncio.run(doe())
    assert gezet == [("PUT", f"/_sim/organisaties/{OIN}/ontvangst", {"adapter": "inbox"})]


@pytest.mark.parametrize(
    ("tekst", "waar"),
    [
        (SUT, "softwaretype 'vth'"),
        (SUT + GEMEENTE.replace('oin="00000009001000009920"\n', ""), "softwaretype 'vth'"),
        (SUT + GEMEENTE + "[sut.organisaties.ontvangst]\n", "een url"),
        (SUT + GEMEENTE + '[sut.organisaties.ontvangst]\nadapter="inbox"\nurl="http://x"\n', "geen url"),
        (SUT + GEMEENTE + '[sut.organisaties.ontvangst]\nadapter="ftp"\n', "en is 'ftp'"),
    ],
)
def test_a_plan_that_cannot_be(tmp_path, tekst, waar):
    with pytest.raises(Planfout, match=waar):
        lees(plan_(tmp_path, tekst))


@pytest.mark.parametrize(("plan", "software"), [(REFERENTIE, PLAN), (REFERENTIE_VTH, VTH)])
def test_the_type_of_software_chooses_the_checks(plan, software):
    gevonden = {check.id for check in gekozen(plan, alle_checks())}
    assert gevonden == set(alle_checks(software))
    assert gevonden


def test_a_check_for_other_software_cannot_be_chosen():
    plan = REFERENTIE.model_copy(update={"checks": Keuze(alleen=["STAM-01"])})
    with pytest.raises(Configfout, match="STAM-01 is niet voor softwaretype 'plan'"):
        gekozen(plan, alle_checks())


def test_a_question_goes_to_the_hook_where_there_is_one():
    async def haak(argumenten):
        return [{"zaak_id": f"van {argumenten['verzoeknummer']}"}]

    met = MetHaken(NepBesturing({"tonen": lambda: "software"}), {"zaak_zoeken": haak})
    assert [met.kan(naam) for naam in ("tonen", "zaak_zoeken", "anders")] == [True, True, False]
    assert asyncio.run(met.vraag("tonen", {})) == "software"
    assert asyncio.run(met.vraag("zaak_zoeken", {"verzoeknummer": "7"})) == [{"zaak_id": "van 7"}]


def test_a_suite_runs_its_reference(tmp_path):
    uitkomst = roep("run", "--suite", "vth", "--check", "stam-01", "--check", "STAM-06", "--uit", tmp_path)
    assert uitkomst.exit_code == 0, uitkomst.output
    rapport = json.loads((tmp_path / "report.json").read_text())
    assert {c["id"]: c["resultaat"] for c in rapport["checks"]} == {"STAM-01": "geslaagd", "STAM-06": "geslaagd"}
    assert rapport["sut"]["softwaretype"] == "vth"


def test_a_check_knows_its_suite(tmp_path):
    uitkomst = roep("run", "--check", "STAM-02", "--uit", tmp_path, "--mutant", "RaadtDeAdressen")
    assert uitkomst.exit_code == 1, uitkomst.output
    assert "Geen ophaalactie binnen 10 minuten na notificatie; wel getDocument, getSamenvatting" in uitkomst.stdout


def test_a_suite_that_is_not_there(tmp_path):
    uitkomst = roep("run", "--suite", "zaken", "--uit", tmp_path / "uit")
    assert uitkomst.exit_code == 2
    assert "kies uit plansoftware, vth" in uitkomst.stderr


def test_a_mutant_belongs_to_its_suite(tmp_path):
    uitkomst = roep("run", "--suite", "vth", "--mutant", "NoemtGeenLeverancier", "--uit", tmp_path / "uit")
    assert uitkomst.exit_code == 2
    assert "NoemtGeenLeverancier bestaat niet" in uitkomst.stderr


def test_explain_names_the_mutants_of_a_check_for_vth():
    uit = roep("explain", "stam-07").stdout
    assert "VergeetWatBehandeldIs" in uit
    assert "docs/bronnen.md#stam-notificatie" in uit
