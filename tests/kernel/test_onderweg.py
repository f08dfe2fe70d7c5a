"""No message is taken twice, also not by who read the store just before another was done with it."""

import threading
from collections import namedtuple

import pytest

from simulator.kernel.onderweg import Onderweg

Bericht = namedtuple("Bericht", "wereld nummer")
A, B, ELDERS = Bericht(1, 1), Bericht(1, 2), Bericht(2, 1)


@pytest.fixture
def onderweg() -> Onderweg:
    return Onderweg(meest=4)


def elk(wereld: int, nummer: int) -> bool:
    return True


def neem(onderweg: Onderweg, *rijen: Bericht) -> list[Bericht]:
    with onderweg.kijken("o"):
        return onderweg.neem("o", rijen, 100)


def test_what_somebody_has_nobody_else_gets(onderweg: Onderweg) -> None:
    assert neem(onderweg, A, ELDERS) == [A, ELDERS]
    assert neem(onderweg, A, B) == [B]
    assert onderweg.aantal("o") == 3
    assert onderweg.aantal("elders") == 0


def test_no_more_are_taken_than_are_asked_for(onderweg: Onderweg) -> None:
    neem(onderweg, A)
    with onderweg.kijken("o"):
        assert onderweg.neem("o", [A, B, ELDERS], 1) == [B]
    assert onderweg.aantal("o") == 2


def test_what_is_given_back_can_be_taken_again(onderweg: Onderweg) -> None:
    neem(onderweg, A, B)
    assert not onderweg.geef_vrij("o", [A])
    assert neem(onderweg, A) == [A]
    assert onderweg.geef_vrij("o", [A, B])


def test_what_was_given_back_while_somebody_looked_is_not_taken_from_what_was_read_before(onderweg: Onderweg) -> None:
    neem(onderweg, A)
    with onderweg.kijken("o"):
        onderweg.geef_vrij("o", [A])
        assert onderweg.neem("o", [A, B], 100) == [B]
    assert neem(onderweg, A) == [A]


def test_it_is_remembered_until_the_last_of_those_who_look_is_done(onderweg: Onderweg) -> None:
    neem(onderweg, A)
    with onderweg.kijken("o"):
        with onderweg.kijken("o"):
            onderweg.geef_vrij("o", [A])
        assert onderweg.neem("o", [A], 100) == []


def test_waiting_for_what_is_under_way(onderweg: Onderweg) -> None:
    neem(onderweg, A, B)
    gewacht: list[int] = []
    wachter = threading.Thread(target=lambda: gewacht.append(onderweg.wacht_op("o", elk)))
    wachter.start()
    onderweg.geef_vrij("o", [A])
    onderweg.geef_vrij("o", [B])
    wachter.join(20)
    assert gewacht in ([2], [1], [0])
    assert not wachter.is_alive()
    assert onderweg.wacht_op("o", elk) == 0


def test_nobody_waits_for_what_does_not_count(onderweg: Onderweg) -> None:
    neem(onderweg, A, B)
    assert onderweg.wacht_op("o", lambda wereld, nummer: (wereld, nummer) == tuple(ELDERS)) == 0
    assert onderweg.aantal("o") == 2


def test_at_the_end_nobody_waits_any_longer(onderweg: Onderweg) -> None:
    neem(onderweg, A)
    wachter = threading.Thread(target=onderweg.wacht_op, args=("o", elk))
    wachter.start()
    onderweg.stop()
    wachter.join(20)
    assert not wachter.is_alive()


def test_there_is_room_for_so_many_and_more_is_asked_for_when_half_is_gone(onderweg: Onderweg) -> None:
    for _ in range(4):
        assert onderweg.ruimte("o")
        onderweg.zet_klaar("o")
    assert not onderweg.ruimte("o")
    assert onderweg.ruimte("elders"), "the room of one is not that of another"
    assert not onderweg.begin("o")
    assert onderweg.begin("o")
    assert onderweg.ruimte("o")
