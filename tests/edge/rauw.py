"""Requests as bytes on a socket: what a decent client would never send."""

import socket
import struct
from dataclasses import dataclass

from simulator.serve import Draaiend


@dataclass(frozen=True)
class Antwoord:
    status: int
    kop: dict[str, str]
    lichaam: bytes


def verbind(sim: Draaiend) -> socket.socket:
    host, _, poort = sim.url.removeprefix("http://").rpartition(":")
    return socket.create_connection((host, int(poort)), timeout=10)


def lees_alles(verbinding: socket.socket) -> bytes:
    """All bytes until the other side closes; a connection that is reset has said all there was."""
    stukken = []
    try:
        while stuk := verbinding.recv(65536):
            stukken.append(stuk)
    except ConnectionResetError:
        pass
    return b"".join(stukken)


def ontleed(ruw: bytes) -> Antwoord | None:
    """An answer taken apart; None where there was none."""
    if not ruw:
        return None
    kop, _, lichaam = ruw.partition(b"\r\n\r\n")
    regels = kop.decode("latin-1").split("\r\n")
    velden = dict(regel.split(": ", 1) for regel in regels[1:])
    return Antwoord(int(regels[0].split()[1]), {n.lower(): w for n, w in velden.items()}, lichaam)


def stuur(sim: Draaiend, *stukken: bytes, half_dicht: bool = False) -> Antwoord | None:
    """Send bytes and read until the simulator closes. half_dicht: close our own side first."""
    with verbind(sim) as verbinding:
        for stuk in stukken:
            try:
                verbinding.sendall(stuk)
            except OSError:  # it closed already
                break
        if half_dicht:
            verbinding.shutdown(socket.SHUT_WR)
        return ontleed(lees_alles(verbinding))


def verlaat(sim: Draaiend, *stukken: bytes) -> None:
    """Send bytes and go away without a word: the connection is reset."""
    with verbind(sim) as verbinding:
        verbinding.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for stuk in stukken:
            verbinding.sendall(stuk)


def verzoek(methode: str, pad: str, *koppen: str, lichaam: bytes = b"") -> bytes:
    """A request as bytes, with Host and Connection: close."""
    regels = [f"{methode} {pad} HTTP/1.1", "Host: dso.test", "Connection: close", *koppen, "", ""]
    return "\r\n".join(regels).encode("latin-1") + lichaam
