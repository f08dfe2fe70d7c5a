"""A simulator without sockets, for very many calls; and values that no caller should send."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

from simulator import app
from simulator.settings import Instellingen

BEGIN = "2026-03-02T09:00:00+01:00"
_LANG = "x" * 5000
VREEMD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        2,
        99,
        2**31,
        2**53,
        2**63,
        2**64 - 1,
        -(2**63),
        1e15,
        1e308,
        -1e308,
        0.1,
        -0.0,
        1e-320,
    ),
    *(
        "",
        " ",
        "0",
        "-1",
        "x",
        _LANG,
        "*",
        "%",
        "%00",
        "../..",
        "/",
        "é",
        "\u202e",
        "\ufeff",
        "😀",
        "a\u0000b",
        "\u0000",
    ),
    *("null", "NaN", "P1D", "P9999999D", "PT0.000001S", "P", "2026-03-02", "2026-03-02T09:00:00Z", "2026-02-30"),
    *("0001-01-01", "9999-12-31T23:59:59Z", "2999-12-30T00:00:00Z", "1970-01-01T00:00:00+23:59", "10000-01-01"),
    *(
        "http://[::1",
        "http://localhost:1/",
        "http://",
        "file:///etc/passwd",
        "http://x:0/",
        "ftp://x",
        "http://é.nl:99999/",
    ),
    *(
        "standaard",
        "een",
        "gm9920",
        "00000001002564440000",
        "0" * 20,
        "²" * 20,
        "ﬁ",
        "İ",
        "ß" * 41,
        "'\"<script>",
        "\r\n",
    ),
    *([], {}, [[]], [{}], {"": ""}, [None], ["x"] * 200, {"x": 1}, {"punt": [1e308, 2]}, {"punt": "x"}, {"vlak": [[]]}),
    *({"duur": {"duur": []}}, [1, [2, [3, [4]]]], {str(n): n for n in range(200)}),
)


def genest(diepte: int, soort: str = "[") -> bytes:
    """A body of lists, or of objects, within each other."""
    return b"[" * diepte + b"]" * diepte if soort == "[" else b'{"x":' * diepte + b"1" + b"}" * diepte


RUW: tuple[bytes, ...] = (
    *(
        b"",
        b" ",
        b"{",
        b"[",
        b"nul",
        b"{}x",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\x00}\x00",
        b"\x00",
        b"{\x00}",
        b"\xc3\x28",
        b"\xed\xa0\x80",
    ),
    *(
        b'"\\ud800"',
        b'{"naam":"\\udc00"}',
        b'{"\\ud83d":1}',
        b'{"naam":"\xed\xa0\x80"}',
        b'{"naam":"\\u0000"}',
        b"NaN",
        b"-Infinity",
    ),
    *(
        b"1e400",
        b"-1e400",
        b"1" * 5000,
        b'{"snelheid":1e400}',
        b'{"snelheid":' + b"9" * 400 + b"}",
        b'{"a":1,"a":2}',
        b"0x1",
        b"01",
    ),
    *(genest(n, s) for n in (99, 100, 101, 254, 255, 400, 700, 1000, 1023, 1024, 1025, 20_000) for s in "[{"),
    *(b'{"naam":' + genest(n, s) + b"}" for n in (99, 100, 400, 1000, 1023) for s in "[{"),
    b'{"naam":"' + b"x" * 900_000 + b'"}',
    b'["x"' + b',"x"' * 200_000 + b"]",
    b"x" * (1 << 20) + b"x",
)


@dataclass
class Proef:
    """Calls of a simulator without sockets; statussen: how often each came."""

    client: httpx.AsyncClient
    lus: asyncio.Runner
    statussen: dict[int, int] = field(default_factory=dict)

    def vraag(self, methode: str, pad: str, **velden: Any) -> httpx.Response:
        """Call it; a fault of the server fails the test, but for the two that are meant."""
        antwoord = self.lus.run(self.client.request(methode, pad, **velden))
        self.statussen[antwoord.status_code] = self.statussen.get(antwoord.status_code, 0) + 1
        gestuurd = f"{methode} {pad} {str(velden)[:300]}"
        assert antwoord.status_code < 500 or antwoord.status_code in (501, 503), f"{gestuurd}: {antwoord.text}"
        if antwoord.is_error:
            assert antwoord.headers["content-type"] == "application/problem+json", gestuurd
            assert len(antwoord.content) < 20_000, gestuurd
        return antwoord


@contextmanager
def proef() -> Iterator[Proef]:
    """One that stands still on a Monday."""
    sim = app.maak(Instellingen(klok=BEGIN, snelheid=0))
    sim.kern.start()
    try:
        with asyncio.Runner() as lus:
            vervoer = httpx.ASGITransport(app=sim.app)  # type: ignore[arg-type]  # its type of an application is narrower
            client = httpx.AsyncClient(transport=vervoer, base_url="http://localhost")
            yield Proef(client, lus)
            lus.run(client.aclose())
    finally:
        sim.kern.stop()


def verminkt(kans: random.Random, goed: Any) -> Any:
    """A body with one or a few values in it that are not as they should be."""
    if isinstance(goed, dict) and goed and kans.random() < 0.9:
        weg = kans.random() < 0.5
        anders = {n: w for n, w in goed.items() if not weg or kans.random() < 0.4} or dict(goed)
        for naam in kans.sample(sorted(anders), kans.randint(1, min(3, len(anders)))):
            anders[naam] = verminkt(kans, anders[naam])
        if kans.random() < 0.2:
            anders[str(kans.choice(VREEMD))[:50]] = kans.choice(VREEMD)
        return anders
    if isinstance(goed, list) and goed and kans.random() < 0.8:
        return [verminkt(kans, deel) for deel in goed] * kans.choice((1, 1, 1, 2, 120))
    return kans.choice(VREEMD)


def als_json(body: Any) -> bytes:
    """As a body; what is no plain JSON as it is."""
    return body if isinstance(body, bytes) else orjson.dumps(body)
