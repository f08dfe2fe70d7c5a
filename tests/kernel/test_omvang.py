"""A jump waits for what was there when it was asked and what comes of that, however much others bring in meanwhile."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from simulator.kernel import events, tables
from simulator.kernel.agenda import Taak
from simulator.kernel.kern import Bijdrage, Kern
from simulator.kernel.store import STANDAARD
from simulator.kernel.transactie import Tx
from simulator.kernel.zending import Verzender
from tests.kernel import kamer
from tests.kernel.kamer import DAG, START, MaakKern, Ontvanger

MEEST = 40
"""So many times the others go on, so that a jump that waits for them ends too."""


class Anderen:
    """Who delivers at every chance: another delivery whenever one is looked at, another message whenever one goes."""

    def __init__(self) -> None:
        self.kern: Kern
        self.bezig = threading.Event()
        self.genoeg = threading.Event()
        self.aantal = 0
        self.meest = MEEST
        self.stuurt = True

    def lever(self, *_: Any) -> None:
        self.aantal += 1
        if self.aantal > self.meest or self.genoeg.is_set():
            return
        with self.kern.store.schrijf(STANDAARD) as tx:
            tx.plan(tx.nu, "proef.lever")
            if self.stuurt:
                tx.verstuur("proef.anders")
        self.bezig.set()

    def bijdrage(self) -> Bijdrage:
        def zend(gegevens: Mapping[str, Any], bericht_id: str) -> Mapping[str, Any]:
            self.lever()
            return {}

        def klaar(tx: Tx, gegevens: Mapping[str, Any], uitkomst: Mapping[str, Any]) -> None:
            pass

        def geleverd(tx: Tx, gegevens: Mapping[str, Any], gelezen: Any) -> None:
            tx.emit("proef.geleverd")

        taken = {"proef.lever": Taak(geleverd, self.lever), "proef.mee": Taak(kamer.tel, self.lever)}
        return Bijdrage(taken, {"proef.anders": Verzender(zend, klaar, kamer.mislukt)})


@pytest.fixture
def anderen() -> Anderen:
    return Anderen()


@pytest.fixture
def kern(maak_kern: MaakKern, ontvanger: Ontvanger, anderen: Anderen) -> Kern:
    ontvanger.tussendoor = anderen.lever
    anderen.kern = maak_kern(kamer.bijdrage(ontvanger), anderen.bijdrage())
    return anderen.kern


def plan(kern: Kern, **gegevens: Any) -> None:
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(tx.nu + DAG, "proef.mee", naam="x", **gegevens)


def soorten(kern: Kern) -> list[str]:
    return [g.soort for g in events.lees(kern.store, STANDAARD)]


def wacht_nog(kern: Kern) -> tuple[int, int]:
    """How many items that are due and messages there still are."""
    with kern.store.lees(STANDAARD) as lezing:
        due = lezing.aantal(tables.agenda, tables.agenda.c.op <= lezing.nu)
        return due, lezing.aantal(tables.uitgaand, tables.uitgaand.c.status == "wacht")


def test_a_jump_runs_its_chain_and_sends_its_messages_and_nothing_of_others(
    kern: Kern, ontvanger: Ontvanger, anderen: Anderen
) -> None:
    plan(kern, keten=3, stuur=True)
    assert kern.agenda.spring(STANDAARD, START + 10 * DAG) == 4
    assert sorted(soorten(kern)) == ["proef.aangekomen"] * 4 + ["proef.geteld"] * 4
    assert len(ontvanger.ids) == 4
    assert 0 < anderen.aantal < MEEST
    with kern.store.lees(STANDAARD) as lezing:
        assert (lezing.nu, lezing.stand.doel) == (START + 10 * DAG, None)


def test_what_falls_due_after_the_jump_stays(kern: Kern) -> None:
    plan(kern, keten=3)
    assert kern.agenda.spring(STANDAARD, START + 2 * DAG) == 2
    assert soorten(kern) == ["proef.geteld"] * 2


def test_coming_to_rest_waits_for_nothing_of_others_either(kern: Kern, ontvanger: Ontvanger, anderen: Anderen) -> None:
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(tx.nu, "proef.mee", naam="x", stuur=True)
    assert kern.agenda.tot_rust(STANDAARD) == 1
    assert (soorten(kern), len(ontvanger.ids)) == (["proef.geteld", "proef.aangekomen"], 1)
    assert 0 < anderen.aantal < MEEST
    assert wacht_nog(kern) == (2, 2)


def test_a_next_call_waits_for_what_they_brought_in(kern: Kern, anderen: Anderen) -> None:
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(tx.nu, "proef.mee", naam="x")
    kern.agenda.tot_rust(STANDAARD)
    anderen.genoeg.set()
    assert kern.agenda.tot_rust(STANDAARD) == 1
    assert wacht_nog(kern) == (0, 0)


def test_a_retry_within_the_jump_belongs_to_it(maak_kern: MaakKern, ontvanger: Ontvanger) -> None:
    kern = maak_kern(kamer.bijdrage(ontvanger, (DAG,)))
    ontvanger.fouten = [kamer.weigering()]
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(tx.nu + DAG, "proef.tel", naam="x", stuur=True)
    kern.agenda.spring(STANDAARD, START + 5 * DAG)
    assert [(g.soort, g.op - START) for g in events.lees(kern.store, STANDAARD)] == [
        ("proef.geteld", DAG),
        ("proef.aangekomen", 2 * DAG),
    ]


def test_a_jump_comes_between_what_others_keep_bringing_in(kern: Kern, anderen: Anderen) -> None:
    """The running agenda has always another thing that is due, and yet the jump gets its turn."""
    anderen.meest, anderen.stuurt = 1_000_000, False
    kern.start()
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(tx.nu, "proef.lever")
    assert anderen.bezig.wait(20)
    with ThreadPoolExecutor(1) as pool:
        try:
            pool.submit(kern.agenda.spring, STANDAARD, START + DAG).result(60)
        finally:
            anderen.genoeg.set()
    kern.agenda.tot_rust(STANDAARD)
    assert wacht_nog(kern) == (0, 0)
