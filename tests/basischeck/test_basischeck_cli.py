import io
import json
import sys
import zipfile

import pytest
from typer.testing import CliRunner

from simulator.basischeck.cli import basischeck
from simulator.basischeck.model import PLAN, alle_checks
from simulator.serve import Draaiend

NS = "http://www.overheid.nl/2017/lvbb"


def roep(*argumenten):
    return CliRunner().invoke(basischeck, [str(a) for a in argumenten])


@pytest.fixture(scope="module")
def sim():
    with Draaiend(klok="2026-03-02T08:00:00Z") as draaiend:
        yield draaiend.url


def test_list_names_every_check():
    regels = roep("list").stdout.splitlines()
    assert [regel.split()[0] for regel in regels] == list(alle_checks())


def test_explain_tells_what_it_rests_on_and_who_proves_it():
    uit = roep("explain", "lvbb-04").stdout
    assert "Manifest klopt met de zip" in uit
    assert "validatiematrix v6" in uit
    assert "VergeetHetManifestInHetManifest" in uit
    assert roep("explain", "LVBB-99").exit_code == 2


def test_a_wrong_plan_ends_before_the_run(tmp_path):
    plan = tmp_path / "plan.toml"
    plan.write_text('[sut]\nnaam="x"\n')
    uitkomst = roep("run", plan, "--uit", tmp_path / "uit")
    assert uitkomst.exit_code == 2
    assert "sut.leverancier: ontbreekt" in uitkomst.stderr
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize(
    ("argumenten", "tekst"),
    [
        (["--check", "LVBB-99"], "LVBB-99"),
        (["--mutant", "Niemand"], "Niemand"),
        (["--hervat", "weg"], "geen run"),
        (["--pakketten", "weg"], "bestaat niet"),
    ],
)
def test_wrong_arguments_are_configuration(sim, tmp_path, argumenten, tekst):
    uitkomst = roep("run", "--sim", sim, "--uit", tmp_path, *argumenten)
    assert uitkomst.exit_code == 2
    assert tekst in uitkomst.stderr


def test_one_check_on_the_reference_writes_every_report(sim, tmp_path):
    uitkomst = roep("run", "--sim", sim, "--uit", tmp_path, "--check", "LVBB-04")
    assert uitkomst.exit_code == 0, uitkomst.output
    assert {pad.name for pad in tmp_path.iterdir()} == {"report.html", "report.json", "junit.xml", "toestand.json"}
    rapport = json.loads((tmp_path / "report.json").read_text())
    assert [c["id"] for c in rapport["checks"]] == ["LVBB-04"]
    assert rapport["samenvatting"] in uitkomst.stdout
    assert rapport["samenvatting"].endswith("[code 0]")


@pytest.mark.parametrize("check", list(alle_checks(PLAN)))
def test_every_check_also_runs_alone(sim, tmp_path, check):
    uitkomst = roep("run", "--sim", sim, "--uit", tmp_path, "--check", check)
    assert uitkomst.exit_code == 0, uitkomst.output


def test_the_summary_of_a_mutant_agrees_with_the_exit_code(sim, tmp_path):
    uitkomst = roep("run", "--sim", sim, "--uit", tmp_path, "--check", "LVBB-01", "--mutant", "NoemtGeenLeverancier")
    rapport = json.loads((tmp_path / "report.json").read_text())
    assert uitkomst.exit_code == rapport["code"] == 1
    assert rapport["samenvatting"].endswith("[code 1]")
    assert rapport["samenvatting"].startswith("NIET GESLAAGD")


def met_opdracht(map_, *argv):
    plan = map_ / "plan.toml"
    plan.write_text(
        '[sut]\nnaam="x"\nleverancier="y"\nversie="1"\n[besturing]\nwijze="opdracht"\n'
        f"[besturing.acties]\nvalideren={json.dumps(argv)}\n"
    )
    return plan


def test_software_that_does_not_work(sim, tmp_path):
    plan = met_opdracht(tmp_path, sys.executable, "-c", "raise SystemExit('geen verbinding')")
    uitkomst = roep("run", plan, "--sim", sim, "--uit", tmp_path / "uit", "--check", "LVBB-01")
    assert uitkomst.exit_code == 3, uitkomst.output
    assert "SOFTWARE NIET BEREIKT" in uitkomst.stdout


def test_a_command_that_is_not_there_is_found_before_the_run(sim, tmp_path):
    plan = met_opdracht(tmp_path, "/bestaat/niet")
    uitkomst = roep("run", plan, "--sim", sim, "--uit", tmp_path / "uit", "--check", "LVBB-01")
    assert uitkomst.exit_code == 2
    assert "[besturing.acties] valideren" in uitkomst.stderr
    assert not (tmp_path / "uit").exists()


def test_a_report_folder_that_cannot_be_is_found_before_the_run(sim, tmp_path):
    (tmp_path / "bestand").touch()
    uitkomst = roep("run", "--sim", sim, "--uit", tmp_path / "bestand" / "uit", "--check", "LVBB-04")
    assert uitkomst.exit_code == 2
    assert "--uit: verwacht een map" in uitkomst.stderr


def test_a_waiver_of_the_plan_goes_into_every_report(sim, tmp_path):
    plan = tmp_path / "plan.toml"
    plan.write_text(
        '[sut]\nnaam="x"\nleverancier="y"\nversie="1"\n[klok]\nbegin=2026-03-02T08:00:00Z\n'
        '[besturing]\nwijze="referentie"\n[[ontheffing]]\ncheck="LVBB-01"\nreden="issue 12"\ntot=2026-03-02\n'
    )
    gewoon = ["run", plan, "--sim", sim, "--check", "LVBB-01", "--uit", tmp_path / "uit"]
    ontheven = roep(*gewoon, "--mutant", "NoemtGeenLeverancier")
    assert ontheven.exit_code == 0, ontheven.output
    assert "GESLAAGD MET ONTHEFFING" in ontheven.stdout
    rapport = json.loads((tmp_path / "uit" / "report.json").read_text())
    assert (rapport["hard"], rapport["ontheven"], rapport["telling"]) == (0, 1, {"ontheven": 1})
    assert "issue 12" in (tmp_path / "uit" / "junit.xml").read_text()
    assert "issue 12" in (tmp_path / "uit" / "report.html").read_text()

    goed = roep(*gewoon)
    assert goed.exit_code == 1
    assert "Ontheffing voor LVBB-01 is niet meer nodig (issue 12): haal haar uit het plan" in goed.stdout


def test_nothing_that_ran(sim, tmp_path):
    plan = tmp_path / "plan.toml"
    plan.write_text('[sut]\nnaam="x"\nleverancier="y"\nversie="1"\n[profiel]\nvalideren=false\n')
    uitkomst = roep("run", plan, "--sim", sim, "--uit", tmp_path / "uit", "--check", "LVBB-01")
    assert uitkomst.exit_code == 5, uitkomst.output
    assert "NIETS BEOORDEELD" in uitkomst.stdout


def test_every_zip_of_a_folder_gets_a_line(sim, tmp_path):
    (tmp_path / "1.zip").write_bytes(b"geen zip")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archief:
        archief.writestr("manifest.xml", f"<manifest xmlns='{NS}'/>")
    (tmp_path / "2.zip").write_bytes(buffer.getvalue())
    uitkomst = roep("run", "--sim", sim, "--pakketten", tmp_path)
    regels = uitkomst.stdout.splitlines()
    assert uitkomst.exit_code == 1
    assert [regel.split(" – ")[0] for regel in regels] == [
        "1.zip: technisch (LVBB1001)",
        "2.zip: technisch (LVBB1002)",
    ]
    assert all("getoetst: " in regel for regel in regels)
