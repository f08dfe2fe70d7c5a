"""A body that is sent in chunks, and the part of it that a Range header asks for."""

from collections.abc import Generator

import pytest

from simulator.contract import stroom
from simulator.contract.errors import BereikOngeldig

INHOUD = bytes(range(100))


@pytest.fixture
def groot(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every body were too large to be made at once."""
    monkeypatch.setattr(stroom, "INEENS", 0)


def lees(begin: int, einde: int) -> Generator[bytes, None, None]:
    for plek in range(begin, einde, 7):
        yield INHOUD[plek : min(plek + 7, einde)]


@pytest.mark.parametrize(
    ("bereik", "begin", "einde"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, 100),
        ("bytes=10-19", 10, 20),
        ("Bytes= 10-19 ", 10, 20),
        ("bytes=90-500", 90, 100),
        ("bytes=99-99", 99, 100),
        ("bytes=-1", 99, 100),
        ("bytes=-500", 0, 100),
    ],
)
@pytest.mark.usefixtures("groot")
def test_one_part(bereik: str, begin: int, einde: int) -> None:
    deel = stroom.antwoord(stroom.van(100, lees), bereik, "text/plain", {"x-meer": "1"})
    assert deel.stroom is not None
    assert deel.status == 206
    assert deel.kop == {"Accept-Ranges": "bytes", "x-meer": "1", "Content-Range": f"bytes {begin}-{einde - 1}/100"}
    assert b"".join(deel.stroom.lees(deel.stroom.begin, deel.stroom.einde)) == INHOUD[begin:einde]


@pytest.mark.parametrize(
    "bereik", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "regels=0-1", "bytes=a-b", "bytes=1-2-3", "0-1"]
)
@pytest.mark.usefixtures("groot")
def test_all_of_it(bereik: str) -> None:
    heel = stroom.antwoord(stroom.van(100, lees), bereik, "text/plain")
    assert heel.stroom is not None
    assert (heel.status, heel.kop) == (200, {"Accept-Ranges": "bytes"})
    assert (heel.stroom.begin, heel.stroom.einde) == (0, 100)


@pytest.mark.parametrize(
    ("grootte", "bereik"), [(100, "bytes=100-"), (100, "bytes=500-600"), (100, "bytes=-0"), (0, "bytes=0-")]
)
def test_past_the_end(grootte: int, bereik: str) -> None:
    with pytest.raises(BereikOngeldig) as fout:
        stroom.antwoord(stroom.van(grootte, lees), bereik, "text/plain")
    assert fout.value.grootte == grootte


@pytest.mark.parametrize(("bereik", "status", "deel"), [("", 200, INHOUD), ("bytes=10-19", 206, INHOUD[10:20])])
def test_a_small_body_is_made_at_once(bereik: str, status: int, deel: bytes) -> None:
    antwoord = stroom.antwoord(stroom.van(100, lees), bereik, "text/plain")
    assert (antwoord.status, antwoord.inhoud, antwoord.stroom) == (status, deel, None)
