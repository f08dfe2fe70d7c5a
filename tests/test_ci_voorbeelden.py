"""The examples for CI and the receivers of docs/ do what their pages say: the script and the plans run as they are."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from simulator.basischeck import plan as plannen
from simulator.basischeck.model import PLAN, VTH
from tests.test_docs import WORTEL, omgeving, opdracht_van, opties_van, vrije_poort

CI = WORTEL / "docs" / "ci"
ONTVANGERS = WORTEL / "docs" / "ontvangers"
DIENSTEN = ("github-actions.yml", "gitlab-ci.yml", "azure-pipelines.yml", "Jenkinsfile")
BEDIEN = WORTEL / "tests" / "basischeck" / "bedien.py"
WOORDEN = {
    "valideer": "valideren",
    "publiceer": "publiceren",
    "publiceer-zonder-ondertekening": "publiceren_met_gebrek",
    "herstel": "herstellen",
    "breek-af": "afbreken",
    "publiceer-te-vroeg": "verkeerde_opdracht",
    "toon": "tonen",
    "zoek": "zoek_regeling",
}
STARTEN = {
    "ontvanger.py": [sys.executable, str(ONTVANGERS / "ontvanger.py")],
    "ontvanger.mjs": ["node", str(ONTVANGERS / "ontvanger.mjs")],
    "Ontvanger.java": ["java", str(ONTVANGERS / "Ontvanger.java")],
}


def draai(map_: Path, plan: str, *software: str) -> subprocess.CompletedProcess[bytes]:
    """The script of docs/ci in a folder with this plan; gives what it came to. What it started has ended by then."""
    (map_ / "plan.toml").write_text(plan, encoding="utf-8")
    env = {**omgeving(""), "DSO_SIM_PORT": "0", "DSO_WACHTWOORD": "geheim"}
    env["PATH"] = f"{map_}{os.pathsep}{env['PATH']}"
    opdracht = ["sh", str(CI / "basischeck.sh"), "plan.toml", "rapport", *software]
    return subprocess.run(opdracht, cwd=map_, env=env, capture_output=True, timeout=300, check=False)


def bedien(map_: Path) -> None:
    """The command ./bedien of the plan, which drives the reference."""
    regels = [
        f"#!{sys.executable}",
        "import os, subprocess, sys",
        f"woorden = {WOORDEN!r}",
        "dagen = sys.argv[sys.argv.index('--dagen') + 1:][:1] if '--dagen' in sys.argv else []",
        f"argv = [sys.executable, {str(BEDIEN)!r}, 'geheugen', os.environ['DSO_URL'], woorden[sys.argv[1]], *dagen]",
        "sys.exit(subprocess.run(argv).returncode)",
    ]
    (map_ / "bedien").write_text("\n".join(regels), encoding="utf-8")
    (map_ / "bedien").chmod(0o755)


def test_the_script_judges_plansoftware(tmp_path):
    bedien(tmp_path)
    uit = draai(tmp_path, (CI / "plansoftware.toml").read_text(encoding="utf-8"))
    assert uit.returncode == 0, uit.stdout.decode()[-2000:] + uit.stderr.decode()[-2000:]
    assert "GESLAAGD" in uit.stdout.decode()
    assert 'name="LVBB-' in (tmp_path / "rapport" / "junit.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("bestand", STARTEN)
def test_a_receiver_of_docs_is_notified_and_fetches(bestand, tmp_path):
    start = STARTEN[bestand]
    if shutil.which(start[0]) is None:
        pytest.skip(f"needs {start[0]}")
    poort = vrije_poort()
    plan, _, _ = (CI / "vth.toml").read_text(encoding="utf-8").partition("[besturing]")
    plan = plan.replace(":9000/", f":{poort}/") + '[checks]\nalleen = ["STAM-01", "STAM-05"]\n'
    uit = draai(tmp_path, plan, *start, poort)
    log = (tmp_path / "rapport" / "software.log").read_text(encoding="utf-8")
    assert uit.returncode == 0, uit.stdout.decode()[-2000:] + log
    verzoeken = sorted((tmp_path / "verzoeken").iterdir())
    assert len(verzoeken) == len(re.findall(r"^verzoek \d+ \d+ opgehaald$", log, re.M)) >= 2
    assert verzoeken[0].name.endswith("-000")
    for verzoek in verzoeken:
        inhoud = sorted(pad.name.partition(".")[0] for pad in verzoek.iterdir())
        assert {"publiceerbaar", "samenvatting"} <= set(inhoud)
        assert all(pad.stat().st_size for pad in verzoek.iterdir())


def test_the_script_ends_with_the_code_of_the_basischeck(tmp_path):
    plan, _, _ = (CI / "vth.toml").read_text(encoding="utf-8").partition("[besturing]")
    uit = draai(tmp_path, plan + "[checks]\nalleen = []\nonbekend = 1\n")
    assert uit.returncode == 2
    assert "onbekend" in uit.stdout.decode()


@pytest.mark.parametrize("naam", ["plansoftware.toml", "vth.toml"])
def test_a_plan_names_the_software_of_its_file(naam, monkeypatch):
    monkeypatch.setenv("DSO_WACHTWOORD", "geheim")
    plan = plannen.lees(CI / naam)
    assert plan.sut.softwaretype == {"plansoftware.toml": PLAN, "vth.toml": VTH}[naam]


@pytest.mark.parametrize("naam", DIENSTEN)
def test_an_example_runs_both_suites_with_what_is_there(naam):
    tekst = (CI / naam).read_text(encoding="utf-8")
    if not naam.endswith("file"):
        assert yaml.safe_load(tekst)
    # a matrix fills in the suite
    gevuld = "".join(
        re.sub(r"\$\{\{ matrix\.suite \}\}|\$\(suite\)", suite, tekst) for suite in ("plansoftware", "vth")
    )
    plannen_ = {shlex.split(deel)[0] for deel in re.findall(r"basischeck\.sh dso/(\S+) ", gevuld)}
    assert plannen_ >= {"plansoftware.toml", "vth.toml"}
    assert "junit.xml" in tekst or naam.startswith("github"), "GitHub has no reader of JUnit of its own"
    versie = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"dso_lv_simulator-{versie}-py3" in tekst
    for woorden in (shlex.split(regel) for regel in re.findall(r"dso-sim ([a-z]+[^'\n]*)", tekst)):
        gevraagd = {woord for woord in woorden if woord.startswith("--")}
        assert gevraagd <= opties_van(opdracht_van(woorden[:1])), woorden
