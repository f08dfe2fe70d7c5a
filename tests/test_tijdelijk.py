"""What a killed process left in the temporary folder goes at the next start, and nothing else does."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.kernel import tijdelijk
from simulator.kernel.locks import SLOT
from simulator.kernel.store import Store
from tests import databases

ROOT = Path(__file__).parents[1]
_KIND = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from simulator.kernel.store import Store
store = Store.open()
print("hier", flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(bool(databases.server()), reason="a store on a server has no folder")


@pytest.fixture
def kind(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    opdracht = [sys.executable, "-c", _KIND, str(tmp_path)]
    with subprocess.Popen(opdracht, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as proces:
        assert proces.stdout is not None
        assert proces.stdout.readline() == "hier\n"
        yield proces
        proces.kill()


def mappen(waar: Path) -> set[str]:
    return {pad.name for pad in waar.iterdir()}


def test_of_a_killed_process_and_not_of_one_that_runs(kind: "subprocess.Popen[str]", tmp_path: Path) -> None:
    er_zijn = mappen(tmp_path)
    assert len(er_zijn) == 1
    assert (tijdelijk.ruim_op(tmp_path), mappen(tmp_path)) == (0, er_zijn)
    kind.kill()
    kind.wait(20)
    assert (tijdelijk.ruim_op(tmp_path), mappen(tmp_path)) == (1, set())


def test_not_what_somebody_else_put_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dso-sim-leeg").mkdir()
    (tmp_path / "dso-sim-zonder-slot").mkdir()
    (tmp_path / "dso-sim-zonder-slot" / tijdelijk.DATABASE).write_text("x")
    ander = tmp_path / "ander"
    for map_ in (ander, tmp_path / "dso-sim-ons"):
        map_.mkdir()
        (map_ / tijdelijk.DATABASE).write_text("x")
        (map_ / SLOT).write_text(str(os.getpid()))
    (tmp_path / "dso-sim-koppeling").symlink_to(ander)
    (tmp_path / "dso-sim-bestand").write_text("x")
    er_zijn = mappen(tmp_path)
    with monkeypatch.context() as ruil:
        ruil.setattr(os, "getuid", lambda: 12345)
        assert (tijdelijk.ruim_op(tmp_path), mappen(tmp_path)) == (0, er_zijn)
    assert (tijdelijk.ruim_op(tmp_path), mappen(tmp_path)) == (1, er_zijn - {"dso-sim-ons"})


def test_a_store_takes_its_own_folder_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = Store.open()
    assert (len(mappen(tmp_path)), tijdelijk.ruim_op()) == (1, 0)
    store.sluit()
    assert mappen(tmp_path) == set()
