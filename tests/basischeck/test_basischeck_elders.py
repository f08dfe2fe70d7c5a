"""A run against a simulator in another process, and every way in which it is not there."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from simulator.basischeck.cli import basischeck
from simulator.basischeck.toestand import BESTAND
from simulator.serve import Draaiend
from tests.edge.proefserver import CERTIFICATEN, achter_tls, serveer, vrije_poort

WORTEL = Path(__file__).resolve().parents[2]
CA = CERTIFICATEN / "ca.pem"


def run(*argumenten):
    return CliRunner().invoke(basischeck, ["run", *(str(a) for a in argumenten)])


@pytest.fixture(scope="module")
def elders(tmp_path_factory):
    omgeving = {n: w for n, w in os.environ.items() if not n.startswith("DSO_SIM_")} | {"PYTHONPATH": str(WORTEL)}
    opdracht = [sys.executable, "-c", "from simulator.cli import main; main()"]
    opdracht += ["serve", "--port", "0", "--klok", "2026-03-02T08:00:00Z"]
    map_ = tmp_path_factory.mktemp("elders")
    with subprocess.Popen(opdracht, cwd=map_, env=omgeving, stdout=subprocess.PIPE) as proces:
        assert proces.stdout is not None
        yield re.search(r"http://\S+", proces.stdout.readline().decode()).group()
        proces.terminate()


def test_the_reference_against_a_simulator_in_another_process(elders, tmp_path):
    uitkomst = run("--sim", elders, "--uit", tmp_path, "--check", "LVBB-01", "--check", "LVBB-04")
    assert uitkomst.exit_code == 0, uitkomst.output
    rapport = json.loads((tmp_path / "report.json").read_text())
    assert rapport["simulator"] == elders
    assert {c["id"]: c["resultaat"] for c in rapport["checks"]} == {"LVBB-01": "geslaagd", "LVBB-04": "geslaagd"}
    assert f'href="{elders}/_sim/journaal/' in (tmp_path / "report.html").read_text()


def test_in_an_omgeving_of_its_own(elders, tmp_path):
    httpx.post(f"{elders}/_sim/omgevingen", json={"naam": "team-1"}).raise_for_status()
    voor = httpx.get(f"{elders}/_sim/gebeurtenissen").json()
    uitkomst = run("--sim", f"{elders}/o/team-1", "--uit", tmp_path, "--check", "LVBB-01", "--check", "OZON-10")
    assert uitkomst.exit_code == 0, uitkomst.output
    assert f'href="{elders}/o/team-1/_sim/journaal/' in (tmp_path / "report.html").read_text()
    assert httpx.get(f"{elders}/o/team-1/_sim/leveringen").json()["leveringen"]
    assert httpx.get(f"{elders}/_sim/gebeurtenissen").json() == voor


def test_the_address_may_stand_in_the_plan(elders, tmp_path):
    plan = tmp_path / "plan.toml"
    plan.write_text(
        f'opnieuw=true\n[simulator]\nurl="{elders}/"\n[sut]\nnaam="x"\nleverancier="y"\nversie="1"\n'
        '[klok]\nbegin=2026-03-02T08:00:00Z\n[besturing]\nwijze="referentie"\n'
    )
    uitkomst = run(plan, "--uit", tmp_path / "uit", "--check", "LVBB-04")
    assert uitkomst.exit_code == 0, uitkomst.output
    assert json.loads((tmp_path / "uit" / "report.json").read_text())["simulator"] == elders
    assert json.loads((tmp_path / "uit" / BESTAND).read_text())["sim"] == elders


def test_over_tls_with_the_authority_that_issued_the_certificate(tmp_path):
    binnen = []
    with achter_tls(lambda: binnen[0]) as url, Draaiend(klok="2026-03-02T08:00:00Z", publieke_url=url) as sim:
        binnen.append(sim.url)
        zonder = run("--sim", url, "--uit", tmp_path / "zonder", "--check", "LVBB-04")
        met = run("--sim", url, "--ca", CA, "--uit", tmp_path / "met", "--check", "LVBB-04")
    assert zonder.exit_code == 2
    assert "kent de uitgever van het certificaat van localhost niet" in zonder.stderr
    assert not (tmp_path / "zonder").exists()
    assert met.exit_code == 0, met.output


def test_a_simulator_behind_tls_that_does_not_know_its_own_address(elders, tmp_path):
    with achter_tls(lambda: elders) as url:
        uitkomst = run("--sim", url, "--ca", CA, "--uit", tmp_path, "--check", "LVBB-04")
    assert uitkomst.exit_code == 2
    assert f"--publieke-url {url}" in uitkomst.stderr


def test_a_simulator_that_is_not_there(tmp_path):
    uitkomst = run("--sim", f"http://127.0.0.1:{vrije_poort()}", "--uit", tmp_path / "uit")
    assert uitkomst.exit_code == 3
    assert "Niet bereikt: de simulator" in uitkomst.stderr
    assert "dso-sim serve" in uitkomst.stderr
    assert not (tmp_path / "uit").exists()


def test_packages_for_a_simulator_that_is_not_there(tmp_path):
    (tmp_path / "1.zip").write_bytes(b"PK")
    assert run("--sim", f"http://127.0.0.1:{vrije_poort()}", "--pakketten", tmp_path).exit_code == 3


@pytest.mark.parametrize(
    ("antwoord", "tekst"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "daar antwoordt iets anders"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "daar antwoordt iets anders"),
        (
            b"HTTP/1.1 301 M\r\nLocation: https://elders.example/\r\nContent-Length: 0\r\n\r\n",
            "verwijst door naar https",
        ),
        (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "wil weten wie er belt"),
        (b"220 smtp.example ESMTP\r\n", "niet in http"),
    ],
)
def test_what_answers_and_is_no_simulator(tmp_path, antwoord, tekst):
    with serveer(antwoord) as server:
        uitkomst = run("--sim", server.url(pad=""), "--uit", tmp_path / "uit")
    assert uitkomst.exit_code == 2
    assert tekst in uitkomst.stderr


@pytest.mark.parametrize(
    ("schema", "certificaat", "tekst"),
    [
        ("https", "zelf.pem", "kent de uitgever"),
        ("https", "verlopen.pem", "is verlopen"),
        ("https", "anders.pem", "op een andere naam"),
        ("https", "", "antwoordt zonder TLS"),
        ("http", "goed.pem", "spreekt TLS"),
    ],
)
def test_a_fault_of_tls_is_the_set_up(tmp_path, schema, certificaat, tekst):
    with serveer(b"HTTP/1.1 400 Bad\r\n\r\n", certificaat=certificaat) as server:
        uitkomst = run("--sim", server.url(schema, pad=""), "--ca", CA, "--uit", tmp_path / "uit")
    assert uitkomst.exit_code == 2
    assert tekst in uitkomst.stderr
