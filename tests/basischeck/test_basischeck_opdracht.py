"""A whole run of software that is driven by commands, and what the terminal shows of it while it runs."""

import io
import json
import sys
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from simulator.basischeck.cli import basischeck
from simulator.basischeck.model import PLAN, alle_checks
from simulator.basischeck.plan import ACTIES, VRAGEN
from simulator.basischeck.rapporten.console import Scherm
from simulator.serve import Draaiend
from tests.basischeck.nep import NepBesturing, NepSim, maak_check
from tests.basischeck.test_basischeck_runner import FOUT, GOED, draai

HIER = Path(__file__).parent
WORTEL = HIER.parents[1]


@pytest.fixture
def plan_(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(WORTEL))
    argv = [sys.executable, str(HIER / "bedien.py"), str(tmp_path / "geheugen"), "{sim}", "{actie}"]
    acties = {naam: argv + (["{dagen}"] if naam == "publiceren" else []) for naam in (*ACTIES, *VRAGEN)}
    regels = "\n".join(f"{naam} = {json.dumps(delen)}" for naam, delen in acties.items())
    bestand = tmp_path / "plan.toml"
    bestand.write_text(
        'opnieuw=true\n[sut]\nnaam="Bedien"\nleverancier="L"\nversie="1"\n'
        '[klok]\nbegin=2026-03-02T08:00:00Z\nwachten="virtueel"\n'
        f'[besturing]\nwijze="opdracht"\n[besturing.acties]\n{regels}\n',
        encoding="utf-8",
    )
    return bestand


def test_every_check_on_software_that_is_driven_by_commands(plan_, tmp_path):
    with Draaiend() as sim:
        uitkomst = CliRunner().invoke(basischeck, ["run", str(plan_), "--sim", sim.url, "--uit", str(tmp_path / "uit")])
    assert uitkomst.exit_code == 0, uitkomst.output
    rapport = json.loads((tmp_path / "uit" / "report.json").read_text())
    assert {c["id"]: c["resultaat"] for c in rapport["checks"]} == dict.fromkeys(alle_checks(PLAN), "geslaagd")
    assert [c["id"] for c in rapport["checks"]] == list(alle_checks(PLAN))
    assert not [n for c in rapport["checks"] for n in c["notities"] if "kwam bij" in n]
    assert len(rapport["getoetst"]) == 1
    assert "leveringen)" in rapport["getoetst"][0]


def test_a_line_is_there_as_soon_as_its_check_has_ended():
    uit, gezien = io.StringIO(), {}
    scherm = Scherm(Console(file=uit, width=200))

    async def eerste(run):
        run.must(False, **FOUT)

    async def tweede(run):
        gezien["tijdens"] = uit.getvalue()
        run.must(True, **GOED)

    draai(NepSim(), [maak_check(eerste), maak_check(tweede, "LVBB-02")], meld=scherm.meld)
    assert gezien["tijdens"].split() == ["gezakt", "LVBB-01", "titel", "-", "verwacht", "a,", "gekregen", "b"]
    assert uit.getvalue().splitlines()[1].split()[:2] == ["geslaagd", "LVBB-02"]


@pytest.mark.parametrize("toon", [True, False])
def test_a_log_can_also_say_that_a_check_waits(toon):
    uit = io.StringIO()
    scherm = Scherm(Console(file=uit, width=200), toon_wachten=toon)

    async def check(run):
        await run.expect_event("x", binnen="60s")
        run.must(True, **GOED)

    draai(NepSim(), [maak_check(check)], NepBesturing(virtueel=False), meld=scherm.meld)
    woorden = [regel.split()[0] for regel in uit.getvalue().splitlines()]
    assert woorden == (["wacht", "geslaagd"] if toon else ["geslaagd"])


def test_a_terminal_shows_in_one_line_what_goes_on(monkeypatch):
    getoond = []
    scherm = Scherm(Console(file=io.StringIO(), width=200, force_terminal=True), toon_wachten=True)
    monkeypatch.setattr(scherm, "_ververs", lambda: getoond.append(scherm.stand()))

    async def check(run):
        await run.expect_event("x", binnen="60s")
        run.must(True, **GOED)

    draai(NepSim(), [maak_check(check)], NepBesturing(virtueel=False), meld=scherm.meld)
    wacht = "LVBB-01 wacht op een gebeurtenis in de simulator"
    assert getoond == ["LVBB-01 loopt", wacht, "LVBB-01 loopt", ""]
