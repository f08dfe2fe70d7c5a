"""The image, run for real: delivered to from outside, stopped, and started again on the same data."""

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simulator.testing.client import Dso, SimulatorFout

pytestmark = pytest.mark.docker
PRESENTEREN = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"
DICHT = (
    "--read-only",
    "--cap-drop",
    "ALL",
    "--security-opt",
    "no-new-privileges",
    "-e",
    "DSO_SIM_KLOK=2026-03-02T09:00",
)


def docker(*argumenten: str) -> str:
    gedaan = subprocess.run(["docker", *argumenten], capture_output=True, text=True, check=False)
    assert gedaan.returncode == 0, f"docker {' '.join(argumenten)}: {gedaan.stderr}"
    return gedaan.stdout.strip()


@pytest.fixture(scope="module")
def image() -> str:
    """The image that the caller built."""
    naam = os.environ.get("DSO_SIM_IMAGE", "")
    if not naam:
        pytest.skip("DSO_SIM_IMAGE names no image; docker build -t dso-sim . && DSO_SIM_IMAGE=dso-sim pytest -m docker")
    if (
        shutil.which("docker") is None
        or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode
    ):
        pytest.skip("no container engine answers to the command docker")
    return naam


@pytest.fixture
def start(image) -> Iterator[Callable[..., tuple[str, Dso]]]:
    """Start a container with these options of docker run; gives its id and a client from outside."""
    lopend: list[str] = []
    clients: list[Dso] = []

    def _start(*opties: str) -> tuple[str, Dso]:
        lopend.append(docker("run", "-d", "-p", "127.0.0.1::8080", *DICHT, *opties, image))
        clients.append(Dso(f"http://{docker('port', lopend[-1], '8080')}"))
        clients[-1].wacht_tot_gereed()
        return lopend[-1], clients[-1]

    yield _start
    for client in clients:
        client.sluit()
    for container in lopend:
        docker("rm", "-f", "-v", container)


@pytest.fixture
def volume(image) -> Iterator[str]:
    """A named volume, empty."""
    naam = docker("volume", "create")
    yield naam
    docker("volume", "rm", naam)


def stop(container: str) -> int:
    """Stop it with a second to do so; the exit code, which is 137 when that was too little."""
    docker("stop", "-t", "1", container)
    return int(docker("inspect", "-f", "{{.State.ExitCode}}", container))


def test_the_image_says_how_it_runs(image):
    config = json.loads(docker("inspect", image))[0]["Config"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", config["User"])
    assert "8080/tcp" in config["ExposedPorts"]
    assert "/data" in config["Volumes"]
    assert config["Healthcheck"]["Test"][0] == "CMD"
    assert not [regel for regel in config["Env"] if "INDEX" in regel]


def test_nothing_is_in_it_that_only_tests_need(image):
    uit = docker("run", "--rm", "--entrypoint", "python", image, "-c", "import sys; print(sys.prefix)")
    assert uit == "/opt/dso-sim"
    vraag = "from importlib.metadata import distributions as d; print(*sorted(x.name.lower() for x in d()))"
    namen = docker("run", "--rm", "--entrypoint", "python", image, "-c", vraag).split()
    assert {"dso-lv-simulator", "psycopg", "lxml", "shapely"} <= set(namen)
    assert not {"pytest", "ruff", "mypy", "hatchling", "playwright", "pip"} & set(namen)


def test_a_package_delivered_from_outside_is_judged(start, pakketten):
    container, sim = start()
    assert docker("logs", container) == "Gereed op http://0.0.0.0:8080"
    levering = sim.lever_aan(pakketten / "2-publicatie.zip")
    assert levering.status == "wacht-op-bekendmaking"
    assert levering.url.startswith(sim.url)
    sim.spring("P2D")
    assert sim.levering(levering.id).status == "gepubliceerd"
    regelingen = sim.vraag("GET", f"{PRESENTEREN}?geldigOp=2026-03-04&inWerkingOp=2026-03-04").json()
    assert regelingen["_embedded"]["regelingen"]
    docker("exec", container, "python", "-m", "simulator.gezond")


def test_it_stops_within_a_second_with_the_journal_complete(start, pakketten, tmp_path):
    wie = f"{os.getuid()}:{os.getgid()}"  # any number will do, so that of whoever owns the folder
    container, sim = start("--user", wie, "-v", f"{tmp_path}:/data")
    sim.lever_aan(pakketten / "2-publicatie.zip")
    onderweg = threading.Barrier(5)
    with ThreadPoolExecutor(4) as draden:
        bellers = [draden.submit(bel_tot_het_stopt, sim.url, str(n), onderweg) for n in range(4)]
        onderweg.wait(30)
        assert stop(container) == 0
        beantwoord = {nummer for beller in bellers for nummer in beller.result(30)}
    assert not (tmp_path / "dso-sim.db-wal").exists()
    in_het_journaal = genoteerd(tmp_path / "dso-sim.db")
    assert len(beantwoord) >= 200
    assert beantwoord <= in_het_journaal


def bel_tot_het_stopt(url: str, wie: str, onderweg: threading.Barrier) -> set[str]:
    """Call until nobody answers, and meet the others after fifty calls; gives the numbers of the calls answered."""
    beantwoord: set[str] = set()
    with Dso(url) as sim:
        while True:
            nummer = f"{wie}-{len(beantwoord)}"
            try:
                sim.vraag("GET", PRESENTEREN, headers={"x-nummer": nummer})
            except SimulatorFout:
                return beantwoord
            beantwoord.add(nummer)
            if len(beantwoord) == 50:
                onderweg.wait(30)


def genoteerd(db: Path) -> set[str]:
    """The numbers of the calls in a journal."""
    with contextlib.closing(sqlite3.connect(db)) as verbinding:
        koppen = verbinding.execute("select verzoek_kop from kernel_journaal where pad = ?", (PRESENTEREN,)).fetchall()
    return {waarde for (kop,) in koppen for naam, waarde in json.loads(kop) if naam == "x-nummer"}


def test_a_restart_on_the_same_volume_goes_on(volume, start, pakketten):
    container, sim = start("-v", f"{volume}:/data")
    levering = sim.lever_aan(pakketten / "2-publicatie.zip")
    sim.snapshot("onderweg")
    laatste = sim.laatste_regel()
    assert stop(container) == 0
    _, weer = start("-v", f"{volume}:/data")
    assert weer.levering(levering.id).ruw == levering.ruw
    assert weer.laatste_regel() > laatste
    weer.spring("P2D")
    assert weer.levering(levering.id).status == "gepubliceerd"
    weer.herstel("onderweg")
    assert weer.levering(levering.id).status == "wacht-op-bekendmaking"


def test_other_commands_run_in_it(image, pakketten):
    werk = ("--rm", "--user", f"{os.getuid()}:{os.getgid()}", "-v", f"{pakketten}:/werk:ro", "-w", "/werk", *DICHT)
    uit = docker("run", *werk, image, "check", "--vandaag", "2026-03-02", "1-validatie.zip")
    assert "1-validatie.zip: valide" in uit
