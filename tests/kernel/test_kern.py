"""The kernel as a whole: starting, stopping, and stopping while something hangs."""

import threading
from typing import Any

from simulator.kernel import events, snapshot
from simulator.kernel.agenda import Taak
from simulator.kernel.journal import Inschrijving
from simulator.kernel.kern import Bijdrage, Kern
from simulator.kernel.store import STANDAARD
from tests.kernel import kamer
from tests.kernel.kamer import DAG, START, STIL, MaakKern, Ontvanger


def onze_draden() -> set[str]:
    return {d.name for d in threading.enumerate()} & {
        "agenda",
        "outbox",
        "voorbereider",
        "zender-0",
        "afmelder",
        "journaal",
        "kern",
    }


def test_start_and_stop_leave_no_thread(maak_kern: MaakKern) -> None:
    kern = maak_kern()
    kern.start()
    assert onze_draden() == {"agenda", "outbox", "journaal", "kern"}
    kern.stop()
    kern.stop()
    assert onze_draden() == set()


def test_stop_without_start() -> None:
    kern = Kern(None, STIL, [])
    kern.stop()
    assert kern.store.dicht


def test_the_journal_is_complete_after_stop(maak_kern: MaakKern) -> None:
    kern = maak_kern()
    kern.start()
    for n in range(100):
        kern.journaal.noteer(Inschrijving(STANDAARD, START, pad=f"/{n}"))
    kern.stop()
    weer = maak_kern()
    assert [r.pad for r in weer.journaal.lees(STANDAARD)] == [f"/{n}" for n in range(100)]


def test_handlers_of_several_rooms_all_run(maak_kern: MaakKern, ontvanger: Ontvanger) -> None:
    def noteer(naam: str) -> Bijdrage:
        return Bijdrage(handlers={"proef.geteld": lambda tx, gegevens: kamer.leg_neer(tx, naam, 1)})

    kern = maak_kern(kamer.bijdrage(ontvanger), noteer("een"), noteer("twee"))
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(START, "proef.tel", naam="x")
    kern.agenda.tot_rust(STANDAARD)
    with kern.store.lees(STANDAARD) as lezing:
        assert [kamer.waarde(lezing, naam) for naam in ("een", "twee")] == [1, 1]


def test_stop_does_not_wait_for_a_message_that_hangs(maak_kern: MaakKern, ontvanger: Ontvanger) -> None:
    begonnen, verder = threading.Event(), threading.Event()

    def hang() -> None:
        begonnen.set()
        verder.wait(60)

    ontvanger.tussendoor = hang
    kern = maak_kern()
    kern.start()
    with kern.store.schrijf(STANDAARD) as tx:
        tx.verstuur("proef.bericht", naam="x")
    assert begonnen.wait(20)
    hangend = next(d for d in threading.enumerate() if d.name.startswith("zender") and d.is_alive())
    kern.stop()
    assert kern.store.dicht
    verder.set()
    hangend.join(20)
    weer = maak_kern()
    assert events.lees(weer.store, STANDAARD) == []
    weer.outbox.leeg(STANDAARD)
    assert len(set(ontvanger.ids)) == 1
    assert len(ontvanger.ids) == 2


def test_stop_does_not_wait_for_an_item_that_hangs_and_the_next_start_does_it(
    maak_kern: MaakKern, ontvanger: Ontvanger
) -> None:
    begonnen, verder = threading.Event(), threading.Event()

    def hang(*_: Any) -> None:
        begonnen.set()
        verder.wait(60)

    rooms = kamer.bijdrage(ontvanger, hang=Taak(kamer.tel, hang))
    kern = maak_kern(rooms)
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(START + DAG, "proef.hang", naam="x")
    fouten: list[BaseException] = []

    def spring() -> None:
        try:
            kern.agenda.spring(STANDAARD, START + 2 * DAG)
        except RuntimeError as fout:
            fouten.append(fout)

    sprong = threading.Thread(target=spring)
    sprong.start()
    assert begonnen.wait(20)
    kern.stop()
    verder.set()
    sprong.join(20)
    assert not sprong.is_alive()
    assert len(fouten) == 1
    weer = maak_kern(rooms)
    weer.start()
    (geteld,) = events.wacht(weer.store, STANDAARD, na=0, seconden=20)
    assert geteld.op == START + DAG
    weer.agenda.tot_rust(STANDAARD)
    with weer.store.lees(STANDAARD) as lezing:
        assert (lezing.nu, lezing.stand.doel) == (START + 2 * DAG, None)


def test_the_same_seed_clock_and_requests_give_the_same_world(maak_kern: MaakKern, ontvanger: Ontvanger) -> None:
    kern = maak_kern()

    def draai() -> tuple[Any, ...]:
        with kern.store.schrijf(STANDAARD) as tx:
            tx.plan(START + DAG, "proef.tel", naam="x", keten=4, stuur=True)
        ontvanger.ids.clear()
        begin = events.laatste(kern.store, STANDAARD)
        kern.agenda.spring(STANDAARD, START + 21 * DAG)
        gezien = [(e.soort, e.op, e.gegevens) for e in events.lees(kern.store, STANDAARD, na=begin)]
        return snapshot.inhoud(kern.store, STANDAARD), gezien, tuple(ontvanger.ids)

    eerste = draai()
    kern.begin_opnieuw(STANDAARD)
    assert draai() == eerste
