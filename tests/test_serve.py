"""The process as a user starts it."""

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from simulator.kernel import tables
from simulator.kernel.store import Store

SERVE = [sys.executable, "-c", "from simulator.cli import main; main()", "serve", "--port", "0"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can answer")
def test_sigterm_ends_it_well_with_the_journal_complete(tmp_path: Path) -> None:
    with subprocess.Popen([*SERVE, "--data", str(tmp_path)], stdout=subprocess.PIPE, text=True) as proces:
        assert proces.stdout is not None
        url = proces.stdout.readline().removeprefix("Gereed op ").strip()
        paden = [f"/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen?page={n}" for n in range(1, 51)]
        for pad in paden:
            assert httpx.get(url + pad).status_code == 200
        proces.send_signal(signal.SIGTERM)
        assert proces.wait(10) == 0
    store = Store.open(tmp_path)
    with store.open_lezing() as conn:
        assert [rij.pad for rij in conn.execute(tables.journaal.select())] == paden
    store.sluit()


@pytest.mark.parametrize(
    ("opties", "reden"),
    [
        (["--data", "{map}", "--database", "postgresql+psycopg://x/y"], "niet allebei"),
        (["--contracten", "{map}/er-niet"], "is geen map"),
    ],
)
def test_wrong_settings_are_one_line(tmp_path: Path, opties: list[str], reden: str) -> None:
    verkeerd = [*SERVE, *(optie.format(map=tmp_path) for optie in opties)]
    klaar = subprocess.run(verkeerd, capture_output=True, text=True, check=False, timeout=60)
    assert klaar.returncode == 2
    assert reden in klaar.stderr
    assert len(klaar.stderr.splitlines()) == 1
