"""`dso-sim serve` as a process of its own, that a test can kill."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

KLOK = "2026-03-02T09:00:00Z"
_SERVE = (sys.executable, "-c", "from simulator.cli import main; main()", "serve", "--port", "0")


@dataclass
class Proces:
    """A simulator that runs. `stderr`: what it said there so far."""

    popen: subprocess.Popen[str]
    client: httpx.Client
    log: Path

    @property
    def url(self) -> str:
        return str(self.client.base_url)

    @property
    def stderr(self) -> str:
        return self.log.read_text()

    def dood(self) -> None:
        """Killed: nothing is finished, nothing is said."""
        self.popen.kill()
        assert self.popen.wait(20) != 0


@contextlib.contextmanager
def serve(log: Path, *opties: str, snelheid: float = 0) -> Iterator[Proces]:
    """Start one and wait until it can be used; stop it at the end, if it still runs.

    Raises AssertionError with what it said when it does not start, or when it met a fault that it did not expect.
    """
    omgeving = {"DSO_SIM_SNELHEID": str(snelheid), "PATH": "/usr/bin:/bin"}
    opdracht = [*_SERVE, "--klok", KLOK, *opties]
    with (
        log.open("w") as fouten,
        subprocess.Popen(opdracht, stdout=subprocess.PIPE, stderr=fouten, text=True, env=omgeving) as popen,
    ):
        assert popen.stdout is not None
        regel = popen.stdout.readline()
        try:
            assert regel.startswith("Gereed op "), log.read_text()
            with httpx.Client(base_url=regel.split()[-1], timeout=120) as client:
                yield Proces(popen, client, log)
        finally:
            popen.terminate()
            popen.wait(20)
    assert "Traceback" not in log.read_text(), log.read_text()


def weigert(*opties: str, **omgeving: str) -> str:
    """What a simulator says that does not start."""
    klaar = subprocess.run(
        [*_SERVE, *opties],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin", **omgeving},
    )
    assert klaar.returncode == 2, klaar.stdout
    assert "Traceback" not in klaar.stderr
    return klaar.stderr
