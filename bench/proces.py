"""A simulator in a process of its own, and a client that is cheap enough to load it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Proces:
    """A running simulator."""

    pid: int
    url: str
    seconden_tot_gereed: float

    def geheugen_mb(self) -> float:
        """Resident memory; 0 where the machine does not tell."""
        return self._status_mb("VmRSS")

    def piek_mb(self) -> float:
        """The most resident memory it ever had; 0 where the machine does not tell."""
        return self._status_mb("VmHWM")

    def _status_mb(self, naam: str) -> float:
        try:
            tekst = Path(f"/proc/{self.pid}/status").read_text()
        except OSError:
            return 0.0
        treffer = re.search(rf"{naam}:\s+(\d+) kB", tekst)
        return int(treffer[1]) / 1024 if treffer else 0.0


@contextmanager
def gestart(*opties: str, kern: int | None = None) -> Iterator[Proces]:
    """Start `dso-sim serve` on a free port; kern: the one core it may use, where the machine can do that."""
    opdracht = [sys.executable, "-c", "from simulator.cli import main; main()", "serve", "--port", "0", *opties]
    begonnen = time.perf_counter()
    with subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True) as proces:
        if kern is not None and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(proces.pid, {kern})
        assert proces.stdout is not None
        regel = proces.stdout.readline()
        duur = time.perf_counter() - begonnen
        if not regel.startswith("Gereed op "):
            raise RuntimeError(f"de simulator werd niet gereed: {regel!r}")
        try:
            yield Proces(proces.pid, regel.removeprefix("Gereed op ").strip(), duur)
        finally:
            proces.terminate()
            proces.wait(10)


def per_seconde(url: str, pad: str, seconden: float, **kop: Any) -> float:
    """How many times a second one connection gets a path. Raises RuntimeError at an answer other than 200."""
    adres = urlsplit(url)
    regels = [f"GET {pad} HTTP/1.1", f"Host: {adres.netloc}", *(f"{n}: {w}" for n, w in kop.items()), "", ""]
    verzoek = "\r\n".join(regels).encode()
    with socket.create_connection((str(adres.hostname), adres.port)) as verbinding:
        verbinding.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        aantal, rest = 0, b""
        begonnen = time.perf_counter()
        while time.perf_counter() - begonnen < seconden:
            verbinding.sendall(verzoek)
            rest = _een_antwoord(verbinding, rest)
            aantal += 1
        return aantal / (time.perf_counter() - begonnen)


def _een_antwoord(verbinding: socket.socket, rest: bytes) -> bytes:
    while b"\r\n\r\n" not in rest:
        rest += verbinding.recv(65536)
    kop, _, inhoud = rest.partition(b"\r\n\r\n")
    if not kop.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(kop.decode("latin-1").splitlines()[0])
    treffer = re.search(rb"content-length: (\d+)", kop, re.IGNORECASE)
    lengte = int(treffer[1]) if treffer else 0
    while len(inhoud) < lengte:
        inhoud += verbinding.recv(65536)
    return inhoud[lengte:]
