"""The client that sends what the rooms send: what it calls, what it says when that fails, and what it keeps."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.edge import bode as bode_
from simulator.edge.bode import AdresOngeldig, Bode, NietBezorgd, Post
from tests.edge import proefserver


@pytest.fixture
def bode() -> Iterator[Bode]:
    gemaakt = Bode(5)
    yield gemaakt
    gemaakt.sluit()


@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "0.0.0.0", "224.0.0.1", "[::ffff:169.254.1.1]"])
def test_what_is_never_called(bode: Bode, host: str) -> None:
    with pytest.raises(NietBezorgd, match="roept de simulator nooit aan") as fout:
        bode.verstuur(Post(f"http://{host}/", b"x", "text/plain"))
    assert not fout.value.begonnen


def test_a_name_that_is_none(bode: Bode) -> None:
    with pytest.raises(NietBezorgd, match="niet te vinden"):
        bode.verstuur(Post("http://bestaat-niet.invalid/", b"x", "text/plain"))
    with pytest.raises(AdresOngeldig):
        bode.verstuur(Post("bestaat", b"x", "text/plain"))


def test_a_certificate_that_nobody_trusts(bode: Bode) -> None:
    with (
        proefserver.serveer(certificaat="goed.pem") as server,
        pytest.raises(NietBezorgd, match="het certificaat wordt niet vertrouwd"),
    ):
        bode.verstuur(Post(server.url("https", "localhost"), b"x", "text/plain"))


@pytest.mark.parametrize("antwoord", [b"", b"geen http\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_no_answer(bode: Bode, antwoord: bytes) -> None:
    with proefserver.serveer(antwoord) as server, pytest.raises(NietBezorgd) as fout:
        bode.verstuur(Post(server.url(), b"x", "text/plain"))
    assert fout.value.begonnen


def test_silence() -> None:
    ongeduldig = Bode(0.05)
    with proefserver.serveer(zwijgt=True) as server, pytest.raises(NietBezorgd, match="het duurde te lang"):
        ongeduldig.verstuur(Post(server.url(), b"x", "text/plain"))
    ongeduldig.sluit()


@pytest.mark.parametrize(
    ("begin", "druppel"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-Nog: een\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
)
def test_an_answer_that_drips_in_takes_no_longer_than_silence(begin: bytes, druppel: bytes) -> None:
    ongeduldig = Bode(0.2)
    with (
        proefserver.serveer(begin, druppelt=druppel) as server,
        pytest.raises(NietBezorgd, match="het duurde te lang"),
    ):
        ongeduldig.verstuur(Post(server.url(), b"x", "text/plain"))
    ongeduldig.sluit()


@pytest.mark.parametrize(
    "half",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf",
    ],
)
def test_half_an_answer_is_none(bode: Bode, half: bytes) -> None:
    with proefserver.serveer(half) as server, pytest.raises(NietBezorgd, match=r"brak af|geen antwoord") as fout:
        bode.verstuur(Post(server.url(), b"x", "text/plain"))
    assert fout.value.begonnen


def test_a_long_answer_is_cut(bode: Bode) -> None:
    lang = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 1_000_000
    with proefserver.serveer(lang) as server:
        antwoord = bode.verstuur(Post(server.url(), b"x", "text/plain"))
    assert (antwoord.status, len(antwoord.inhoud)) == (200, 64 << 10)


def test_long_headers_are_cut_in_the_journal(bode: Bode) -> None:
    """A hundred headers of 64 kB would make a line of 6 MB. The near miss: what just fits stays whole."""
    past = "x" * 1996
    koppen = "".join(f"X-{n:02}: {past}\r\n" for n in range(8)) + f"X-Lang: {'y' * 60_000}\r\nX-Nul: a\0b\r\n"
    with proefserver.serveer(f"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{koppen}\r\n".encode()) as server:
        post = Post(server.url(), b"x", "text/plain")
        bewaard = bode_.regel(post, bode.verstuur(post))["antwoord_kop"]
    assert bewaard[:9] == [("Content-Length", "0"), *((f"X-{n:02}", past) for n in range(8))]
    assert bewaard[9:] == [("(niet bewaard)", "2 koppen")]
    assert bode_.koppen_voor_journaal([("X-Lang", "y" * 2001), ("X-Nul", "a\0b")]) == [
        ("X-Lang", "y" * 1999 + "…"),
        ("X-Nul", "a\ufffdb"),
    ]


def test_what_comes_instead_of_an_answer_is_cut(bode: Bode) -> None:
    with proefserver.serveer(b"\0" * 10 + b"z" * 60_000 + b"\r\n\r\n") as server, pytest.raises(NietBezorgd) as fout:
        bode.verstuur(Post(server.url(), b"x", "text/plain"))
    assert len(str(fout.value)) < 300
    assert "\0" not in str(fout.value)


def test_a_connection_that_was_closed_meanwhile(bode: Bode) -> None:
    goed = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok"
    with proefserver.serveer(goed) as server:
        statussen = [bode.verstuur(Post(server.url(), b"x", "text/plain")).status for _ in range(3)]
    assert statussen == [200] * 3
    assert len(server.ontvangen) == 3


def test_a_stream_that_is_read_anew(bode: Bode) -> None:
    class Delen:
        def __iter__(self) -> Any:
            yield from (b"een", b"twee")

    with proefserver.serveer() as server:
        bode.verstuur(Post(server.url(), Delen(), "text/plain", grootte=7))
    assert b"content-length: 7" in server.ontvangen[0].lower()


def test_from_several_threads_over_few_connections(bode: Bode) -> None:
    goed = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
    statussen: list[int] = []

    def stuur() -> None:
        statussen.extend(bode.verstuur(Post(server.url(), b"x", "text/plain")).status for _ in range(10))

    with proefserver.serveer(goed) as server:
        draden = [threading.Thread(target=stuur) for _ in range(4)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join(20)
    assert statussen == [200] * 40


def test_the_journal_keeps_no_secrets() -> None:
    post = Post(
        "http://ergens/", b"x", "text/plain", {"Authorization": "Basic abc", "Cookie": "c", "X": "y", "X-Api-Key": "k"}
    )
    koppen = dict(bode_.regel(post, None)["verzoek_kop"])
    assert koppen == {
        "Content-Type": "text/plain",
        "Authorization": "(niet bewaard)",
        "Cookie": "(niet bewaard)",
        "X-Api-Key": "(niet bewaard)",
        "X": "y",
    }


def test_what_comes_back_after_closing_is_not_kept() -> None:
    bode = Bode(5)
    goed = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    with proefserver.serveer(goed) as server:
        bode.sluit()
        assert bode.verstuur(Post(server.url(), b"x", "text/plain")).status == 200
        assert bode._vrij == []
