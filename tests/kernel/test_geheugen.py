"""What is remembered of a world is what stands in it, whoever changed it and however."""

from collections.abc import Callable

import pytest

from simulator.kernel import geheugen, snapshot
from simulator.kernel.store import STANDAARD, Store
from simulator.kernel.transactie import Lezing, Tx
from tests.kernel import kamer
from tests.kernel.kamer import leg_neer


class Lezer:
    """Reads the agreements of a world through its memory, and counts how often it really read."""

    def __init__(self) -> None:
        self.keer = 0

    def __call__(self, lezing: Lezing) -> list[str]:
        return lezing.eens("proef/afspraken", lambda: self._lees(lezing))

    def _lees(self, lezing: Lezing) -> list[str]:
        self.keer += 1
        return [rij.naam for rij in lezing.alle_met(kamer.afspraak, ("naam",))]


def afgesproken(tx: Tx, naam: str) -> None:
    tx.voeg_toe(kamer.afspraak, naam=naam)


@pytest.fixture
def lees() -> Lezer:
    return Lezer()


def in_(store: Store, lees: Lezer) -> list[str]:
    with store.lees(STANDAARD) as lezing:
        return lees(lezing)


def test_it_is_read_once_and_other_changes_leave_it(store: Store, lees: Lezer) -> None:
    assert (in_(store, lees), in_(store, lees)) == ([], [])
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1)
        assert lees(tx) == []
    assert (in_(store, lees), lees.keer) == ([], 1)


@pytest.mark.parametrize(
    ("doe", "erna"),
    [
        (lambda tx: afgesproken(tx, "b"), ["a", "b"]),
        (lambda tx: tx.voeg_alle_toe(kamer.afspraak, [{"naam": "c"}]), ["a", "c"]),
        (lambda tx: tx.wijzig(kamer.afspraak, naam="d"), ["d"]),
        (lambda tx: tx.wijzig_met(kamer.afspraak, {"naam": "a"}, naam="e"), ["e"]),
        (lambda tx: tx.verwijder(kamer.afspraak), []),
    ],
    ids=["voeg_toe", "voeg_alle_toe", "wijzig", "wijzig_met", "verwijder"],
)
def test_every_change_is_seen_in_its_transaction_and_after_it(
    store: Store, lees: Lezer, doe: Callable[[Tx], object], erna: list[str]
) -> None:
    with store.schrijf(STANDAARD) as tx:
        afgesproken(tx, "a")
    assert in_(store, lees) == ["a"]
    with store.schrijf(STANDAARD) as tx:
        doe(tx)
        assert lees(tx) == erna
    assert in_(store, lees) == erna


def test_two_changes_in_one_transaction(store: Store, lees: Lezer) -> None:
    with store.schrijf(STANDAARD) as tx:
        afgesproken(tx, "a")
        assert lees(tx) == ["a"]
        afgesproken(tx, "b")
        assert lees(tx) == ["a", "b"]
        assert tx.nummer("vast") == 2, "one number for the transaction"


def test_what_was_broken_off_is_not_remembered(store: Store, lees: Lezer) -> None:
    assert in_(store, lees) == []
    gezien: list[list[str]] = []

    def breek_af() -> None:
        with store.schrijf(STANDAARD) as tx:
            afgesproken(tx, "a")
            gezien.append(lees(tx))
            raise LookupError

    with pytest.raises(LookupError):
        breek_af()
    assert gezien == [["a"]]
    assert in_(store, lees) == []
    with store.schrijf(STANDAARD) as tx:  # gets the number that the other gave back
        afgesproken(tx, "b")
    assert in_(store, lees) == ["b"]


def test_a_view_from_before_stays_as_it_was_and_does_not_spoil_what_came_after(store: Store, lees: Lezer) -> None:
    with store.lees(STANDAARD) as oud:
        with store.schrijf(STANDAARD) as tx:
            afgesproken(tx, "a")
        assert in_(store, lees) == ["a"]
        assert lees(oud) == []
    assert in_(store, lees) == ["a"]


def test_reset_and_restore(store: Store, lees: Lezer) -> None:
    with store.schrijf(STANDAARD) as tx:
        afgesproken(tx, "a")
    snapshot.neem(store, STANDAARD, "s")
    assert in_(store, lees) == ["a"]
    snapshot.begin_opnieuw(store, STANDAARD)
    assert in_(store, lees) == []
    with store.schrijf(STANDAARD) as tx:
        afgesproken(tx, "b")
    assert in_(store, lees) == ["b"]
    snapshot.herstel(store, STANDAARD, "s")
    assert in_(store, lees) == ["a"]


def test_what_another_process_changes_is_seen_at_once(store: Store, lees: Lezer) -> None:
    """Two stores on one database, each with a memory of its own."""
    ander = Store(store.engine.url.render_as_string(hide_password=False), kamer.STIL)
    try:
        for naam in "abc":
            gezien = in_(store, lees)
            with ander.schrijf(STANDAARD) as tx:
                afgesproken(tx, naam)
            assert in_(store, lees) == [*gezien, naam]
    finally:
        ander.sluit()


def test_it_does_not_grow_without_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geheugen, "_WERELDEN", 2)
    monkeypatch.setattr(geheugen, "_MEEST", 3)
    herinnering = geheugen.Geheugen()
    for wereld in range(5):
        for n in range(10):
            assert herinnering.eens(wereld, 0, n, lambda n=n: n * 2) == n * 2
    assert list(herinnering._werelden) == [3, 4]
    assert all(len(wereld.gelezen) <= 3 for wereld in herinnering._werelden.values())
