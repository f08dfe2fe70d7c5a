"""Killed at any moment, the next start gives the world that would have been without it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.kernel import events, snapshot
from simulator.kernel.kern import Kern
from simulator.kernel.store import STANDAARD
from tests import databases
from tests.kernel import kind
from tests.kernel.kamer import DAG, START

ROOT = Path(__file__).parents[2]


def toestand(kern: Kern) -> tuple[Any, ...]:
    """The world and what happened; what only the order of two threads decides is left out."""
    gezien = [(e.soort, e.op, e.gegevens) for e in events.lees(kern.store, STANDAARD)]
    return snapshot.inhoud(kern.store, STANDAARD), gezien


def dood_bij(url: str, soort: str, haak: str, bestand: Path) -> None:
    """Start the child and kill it as soon as it is at the place."""
    opdracht = [sys.executable, "-m", "tests.kernel.kind", url, soort, haak, str(bestand)]
    with subprocess.Popen(
        opdracht, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as proces:
        assert proces.stdout is not None
        assert proces.stderr is not None
        regel = proces.stdout.readline()
        assert regel == "hier\n", proces.stderr.read()
        proces.kill()
        assert proces.wait(20) != 0


@pytest.fixture(scope="module", params=["sprong", "loop"])
def ongestoord(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Any, list[str]]:
    """(soort, state, ids of the messages) of a run that nothing disturbs."""
    map_ = tmp_path_factory.mktemp("ongestoord")
    url = databases.nieuwe(map_ / "data")
    kern = kind.maak(url, map_ / "ids")
    kind.plan(kern, request.param)
    kind.draai(kern, request.param)
    uit = request.param, toestand(kern), (map_ / "ids").read_text().split()
    kern.stop()
    databases.verwijder(url)
    assert len(uit[2]) == 5
    return uit


@pytest.mark.parametrize("haak", kind.HAKEN)
def test_killed_and_started_again(ongestoord: tuple[str, Any, list[str]], haak: str, tmp_path: Path, url: str) -> None:
    soort, verwacht, berichten = ongestoord
    bestand = tmp_path / "ids"
    kind.maak(url, bestand).stop()  # the tables of this process, which may know more rooms than the child
    dood_bij(url, soort, haak, bestand)
    kern = kind.maak(url, bestand)
    with kern.store.lees(STANDAARD) as lezing:
        assert lezing.nu == (START + 3 * DAG if soort == "sprong" else START)
    if soort == "sprong":
        kern.start()  # the agenda finishes the jump by itself
    kern.agenda.tot_rust(STANDAARD)
    assert toestand(kern) == verwacht
    kern.stop()
    gezonden = bestand.read_text().split()
    assert set(gezonden) == set(berichten)
    dubbel = len(gezonden) - len(berichten)
    if soort == "sprong":  # one at a time, so it is known which was under way
        assert dubbel == (haak in ("gezonden", "klaar"))
    else:
        assert 0 <= dubbel <= 5
