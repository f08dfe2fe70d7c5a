"""Events: numbered per omgeving, kept through reset, waited for."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import StatementError

from simulator.kernel import events, snapshot
from simulator.kernel.store import STANDAARD, Store
from tests.kernel.kamer import START


def emit(store: Store, soort: str, omgeving: str = STANDAARD, **gegevens: object) -> int:
    with store.schrijf(omgeving) as tx:
        return tx.emit(soort, **gegevens)


def test_numbered_from_one_without_gaps_per_omgeving(store: Store) -> None:
    store.nieuwe_omgeving("ander")
    assert [emit(store, "a", x=1), emit(store, "b"), emit(store, "a", "ander")] == [1, 2, 1]
    with pytest.raises(StatementError, match="not JSON serializable"):
        emit(store, "a", x=object())
    assert emit(store, "c") == 3
    assert [(e.nummer, e.soort, e.op, e.gegevens) for e in events.lees(store, STANDAARD)][:2] == [
        (1, "a", START, {"x": 1}),
        (2, "b", START, {}),
    ]
    assert (events.laatste(store, STANDAARD), events.laatste(store, "ander"), events.laatste(store, "x")) == (3, 1, 0)


def test_after_a_number_of_a_kind_and_no_more_than(store: Store) -> None:
    for n in range(6):
        emit(store, "even" if n % 2 == 0 else "oneven")
    assert [e.nummer for e in events.lees(store, STANDAARD, na=2, aantal=2)] == [3, 4]
    assert [e.nummer for e in events.lees(store, STANDAARD, soort="even", na=1)] == [3, 5]


def test_they_stay_and_go_on_counting_through_reset_and_restore(store: Store) -> None:
    emit(store, "a")
    snapshot.neem(store, STANDAARD, "s")
    emit(store, "b")
    snapshot.herstel(store, STANDAARD, "s")
    emit(store, "c")
    snapshot.begin_opnieuw(store, STANDAARD)
    emit(store, "d")
    assert [(e.nummer, e.soort) for e in events.lees(store, STANDAARD)] == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]


def test_waiting(store: Store) -> None:
    assert events.wacht(store, STANDAARD, na=0, seconden=0) == []
    with ThreadPoolExecutor(1) as pool:
        wachter = pool.submit(events.wacht, store, STANDAARD, na=0, seconden=20, soort="b")
        emit(store, "a")
        emit(store, "b")
        assert [e.nummer for e in wachter.result(20)] == [2]
    assert [e.nummer for e in events.wacht(store, STANDAARD, na=0, seconden=20)] == [1, 2]


def test_waiting_ends_when_the_store_closes(store: Store) -> None:
    with ThreadPoolExecutor(1) as pool:
        wachter = pool.submit(events.wacht, store, STANDAARD, na=0, seconden=600)
        store.sluit()
        assert wachter.result(20) == []
