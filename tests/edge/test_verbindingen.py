"""No caller holds a connection of the simulator: who goes away, who is slow and who says nothing."""

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.contract import lichaam
from simulator.kernel import clock
from simulator.serve import Draaiend
from simulator.wachtend import Wachtend, plaats
from tests.edge import rauw

_JSON = "Content-Type: application/json"
_FORM = "Content-Type: application/x-www-form-urlencoded"
_DELEN = "Content-Type: multipart/form-data; boundary=b"
AFGEBROKEN = [
    ("POST", "/_sim/snapshots", _JSON, b"{"),
    ("PUT", "/_sim/klok", _JSON, b"{"),
    ("POST", "/_sim/verzoeken", _JSON, b"{"),
    ("POST", "/_sim/formulier/snapshot", _FORM, b"n"),
    (
        "POST",
        "/_sim/leveringen",
        _DELEN,
        b'--b\r\nContent-Disposition: form-data; name="bestand"; filename="a"\r\n\r\nP',
    ),
    ("GET", "/_sim/klok", _JSON, b"{"),
    ("GET", "/", _JSON, b"{"),
    ("POST", "/_sim/er-is-niets", _JSON, b"{"),
    ("DELETE", "/_sim/klok", _JSON, b"{"),
    ("POST", "/overheid/bronhouderkoppelvlak/api/v1/leveringen", _DELEN, b"-"),
]
KEER = 32
"""Of each: 320 in all, more than the files that some systems let a process open."""


@pytest.fixture
def draaiend() -> Iterator[Draaiend]:
    with Draaiend(klok="2026-03-02T09:00:00+01:00", snelheid=0, wachtend=Wachtend(maximum=100)) as sim:
        yield sim


def sockets() -> int:
    """How many sockets this process, with the simulator in it, has open."""
    open_ = 0
    for pad in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # it was closed meanwhile
            open_ += str(pad.readlink()).startswith("socket:")
    return open_


def tot_terug(sim: Draaiend, voor: int) -> int:
    """How many are open once the server had the time to close: a bounded number of looks, or as many as before."""
    gezien = sockets()
    for _ in range(200):
        if gezien <= voor:
            break
        antwoord = rauw.stuur(sim, rauw.verzoek("GET", "/_sim/health"))
        assert antwoord is not None
        assert antwoord.status == 200
        gezien = sockets()
    return gezien


@pytest.fixture
def voor(draaiend: Draaiend) -> int:
    """What is open once everything has been used, with the threads and connections of that."""
    for methode, pad, kop, deel in AFGEBROKEN:
        rauw.stuur(draaiend, rauw.verzoek(methode, pad, kop, f"Content-Length: {len(deel)}", lichaam=deel))
    return tot_terug(draaiend, 0)


def test_broken_off_bodies_leave_no_socket(draaiend: Draaiend, voor: int) -> None:
    for methode, pad, kop, deel in AFGEBROKEN * KEER:
        with rauw.verbind(draaiend) as verbinding:
            verbinding.sendall(_verzoek(methode, pad, kop, deel))
    assert tot_terug(draaiend, voor) <= voor


def test_a_broken_off_stream_leaves_no_socket(draaiend: Draaiend, voor: int) -> None:
    for _ in range(40):
        with rauw.verbind(draaiend) as verbinding:
            verbinding.sendall(rauw.verzoek("GET", "/_sim/journaal/stroom"))
            assert b"de stroom is open" in _tot(verbinding, b"open\n\n")
    assert tot_terug(draaiend, voor) <= voor


def _verzoek(methode: str, pad: str, kop: str, deel: bytes) -> bytes:
    """Without Connection: close, which would end it in any case."""
    ruw = rauw.verzoek(methode, pad, kop, "Content-Length: 100000", lichaam=deel)
    return ruw.replace(b"Connection: close\r\n", b"").replace(b"dso.test", b"localhost")


def _tot(verbinding: socket.socket, einde: bytes) -> bytes:
    gelezen = b""
    while einde not in gelezen and (deel := verbinding.recv(65536)):
        gelezen += deel
    return gelezen


def test_half_a_body_is_answered(draaiend: Draaiend) -> None:
    ruw = rauw.verzoek("POST", "/_sim/snapshots", _JSON, "Content-Length: 20", lichaam=b'{"naam"')
    antwoord = rauw.stuur(draaiend, ruw, half_dicht=True)
    assert antwoord is not None
    assert (antwoord.status, antwoord.kop["content-type"]) == (400, "application/problem+json")
    assert "afgebroken voordat het compleet was" in antwoord.lichaam.decode()


def test_a_body_that_stands_still(draaiend: Draaiend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lichaam, "WACHT", 0.05)
    for pad, kop in (("/_sim/snapshots", _JSON), ("/_sim/formulier/reset", _FORM), ("/_sim/leveringen", _DELEN)):
        ruw = rauw.verzoek("POST", pad, kop, "Content-Length: 20", lichaam=b"{")
        antwoord = rauw.stuur(draaiend, ruw)
        if pad == "/_sim/formulier/reset":  # which asks for no body
            assert antwoord is not None
            assert antwoord.status == 303
            continue
        assert antwoord is not None
        assert antwoord.status == 408
        assert "kwam 0.05 seconden lang niets meer" in antwoord.lichaam.decode()


def test_a_body_that_comes_in_two_parts_is_no_matter(draaiend: Draaiend) -> None:
    begin = rauw.verzoek("POST", "/_sim/snapshots", _JSON, "Content-Length: 14", lichaam=b'{"naam"')
    antwoord = rauw.stuur(draaiend, begin, b': "x" }')
    assert antwoord is not None
    assert antwoord.status == 201


@pytest.mark.parametrize("begin", [b"", b"GET /_sim/klok HT", b"GET /_sim/klok HTTP/1.1\r\nHost: localhost\r\nX-A: b"])
def test_headers_that_never_end(begin: bytes) -> None:
    with Draaiend(wachtend=Wachtend(seconden=0.05)) as sim:
        antwoord = rauw.stuur(sim, begin)
        assert (None if antwoord is None else antwoord.status) == (408 if begin else None)


def test_who_drips_headers_gets_no_more_time(draaiend: Draaiend) -> None:
    with Draaiend(wachtend=Wachtend(seconden=0.2)) as sim, rauw.verbind(sim) as verbinding:
        verbinding.settimeout(0.02)
        begonnen = clock.stopwatch()
        with contextlib.suppress(ConnectionError):
            verbinding.sendall(b"GET / HTTP/1.1\r\n")
            while clock.stopwatch() - begonnen < 20:
                verbinding.sendall(b"X-A: b\r\n")
                with contextlib.suppress(TimeoutError):
                    if not verbinding.recv(100):
                        break
        verbinding.settimeout(10)
        assert rauw.lees_alles(verbinding) == b""


def test_an_answer_that_takes_longer_than_that(draaiend: Draaiend) -> None:
    """The time is for who calls: what the simulator needs itself does not count."""
    with Draaiend(wachtend=Wachtend(seconden=0.05)) as sim, rauw.verbind(sim) as verbinding:
        verbinding.sendall(rauw.verzoek("GET", "/_sim/gebeurtenissen?wacht=1"))
        antwoord = rauw.ontleed(rauw.lees_alles(verbinding))
        assert antwoord is not None
        assert antwoord.status == 200


def test_a_body_after_its_answer(draaiend: Draaiend) -> None:
    """Who goes on with a body that was answered already waits as any other."""
    with Draaiend(wachtend=Wachtend(seconden=0.05)) as sim, rauw.verbind(sim) as verbinding:
        verbinding.sendall(_verzoek("GET", "/_sim/health", _JSON, b"{"))
        assert _tot(verbinding, b"UP").startswith(b"HTTP/1.1 200")
        with contextlib.suppress(ConnectionError):
            verbinding.sendall(b" ")
        assert rauw.lees_alles(verbinding) == b""


def test_the_one_that_waits_longest_makes_room() -> None:
    with Draaiend(wachtend=Wachtend(maximum=3)) as sim, contextlib.ExitStack() as stapel:
        eerste, *rest = [stapel.enter_context(rauw.verbind(sim)) for _ in range(4)]
        assert rauw.lees_alles(eerste) == b""
        for verbinding in rest:
            verbinding.sendall(rauw.verzoek("GET", "/_sim/health"))
            assert rauw.lees_alles(verbinding).startswith(b"HTTP/1.1 200")


def test_the_room_follows_the_system() -> None:
    assert 16 <= plaats() <= 2000
