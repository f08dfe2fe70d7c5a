"""Snapshots: save, restore and reset of a whole world."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from simulator.kernel import clock, snapshot, tables
from simulator.kernel.kern import Kern
from simulator.kernel.snapshot import SnapshotOnbekend
from simulator.kernel.store import STANDAARD, Begin, OmgevingOnbekend, Store
from tests.kernel.kamer import DAG, START, STIL, MaakKern, ding, leg_neer, waarde


def vul(store: Store, aantal: int = 3) -> dict[str, Any]:
    """A world with something in every table of the kernel; gives its contents."""
    with store.schrijf(STANDAARD) as tx:
        for n in range(aantal):
            leg_neer(tx, f"n{n}", n)
        tx.nummer("proef")
        tx.plan(START + DAG, "proef.tel", naam="x")
        tx.verstuur("proef.bericht", naam="x")
    return snapshot.inhoud(store, STANDAARD)


def verander(store: Store) -> None:
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "n0", 99)
        leg_neer(tx, "nieuw", 1)
        tx.verwijder(tables.agenda)
        tx.nummer("proef")
        tx.zet_klok(tx.stand.gezet(tx.nu + DAG, tx.stand.echt))


def werelden(store: Store) -> set[int]:
    """The worlds that have a row in whichever table."""
    with store.open_lezing() as conn:
        return {w for tabel in tables.wereld_tabellen() for w in conn.scalars(select(tabel.c.wereld).distinct())}


@pytest.mark.parametrize("klaar", [True, False], ids=["with the copy ready", "without"])
def test_restore_gives_back_what_was_saved_time_and_again(store: Store, klaar: bool) -> None:
    voor = vul(store)
    assert snapshot.neem(store, STANDAARD, "s") == START
    for _ in range(3):
        if klaar:
            snapshot.maak_klaar(store, STANDAARD, "s")
        verander(store)
        assert snapshot.inhoud(store, STANDAARD) != voor
        snapshot.herstel(store, STANDAARD, "s")
        assert snapshot.inhoud(store, STANDAARD) == voor
        snapshot.ruim_op(store)
        assert snapshot.inhoud(store, STANDAARD) == voor


def test_reset_gives_the_world_of_the_beginning(store: Store) -> None:
    begin = snapshot.inhoud(store, STANDAARD)
    vul(store)
    verander(store)
    snapshot.begin_opnieuw(store, STANDAARD)
    assert snapshot.inhoud(store, STANDAARD) == begin
    snapshot.ruim_op(store)
    assert snapshot.inhoud(store, STANDAARD) == begin
    assert len(werelden(store)) == 1


def test_reset_with_another_seed_and_restore_brings_the_old_one_back(store: Store) -> None:
    snapshot.neem(store, STANDAARD, "s")

    def id_() -> str:
        with store.schrijf(STANDAARD) as tx:
            return str(tx.uuid("proef"))

    van_zeven = id_()
    snapshot.begin_opnieuw(store, STANDAARD, Begin(zaad=8, moment=START, snelheid=0))
    assert id_() != van_zeven
    snapshot.herstel(store, STANDAARD, "s")
    assert id_() == van_zeven


def test_restore_does_not_copy_when_the_copy_is_ready(store: Store) -> None:
    vul(store)
    snapshot.neem(store, STANDAARD, "s")
    snapshot.maak_klaar(store, STANDAARD, "s")
    voor = werelden(store)
    snapshot.herstel(store, STANDAARD, "s")
    assert werelden(store) == voor


def test_a_snapshot_takes_the_place_of_one_with_the_same_name(store: Store) -> None:
    vul(store)
    snapshot.neem(store, STANDAARD, "s")
    snapshot.maak_klaar(store, STANDAARD, "s")
    verander(store)
    later = snapshot.inhoud(store, STANDAARD)
    snapshot.neem(store, STANDAARD, "s")
    snapshot.begin_opnieuw(store, STANDAARD)
    snapshot.herstel(store, STANDAARD, "s")
    assert snapshot.inhoud(store, STANDAARD) == later
    assert snapshot.lijst(store, STANDAARD) == [{"naam": "s", "genomenOp": "2026-03-02T09:00:00Z"}]


def test_a_running_clock_goes_on_from_the_moment_of_the_snapshot(store: Store) -> None:
    begin = Begin(moment=START, snelheid=1.0)
    snapshot.begin_opnieuw(store, STANDAARD, begin)
    with store.ruw() as conn:  # as if it had begun a day ago
        conn.execute(update(tables.klok).values(echt=clock.echt_nu() - DAG))
    moment = snapshot.neem(store, STANDAARD, "s")
    assert moment >= START + DAG
    snapshot.begin_opnieuw(store, STANDAARD, begin)
    snapshot.herstel(store, STANDAARD, "s")
    with store.lees(STANDAARD) as lezing:
        assert lezing.stand.virtueel == moment
        assert moment <= lezing.nu < moment + DAG


def test_unknown_names(store: Store) -> None:
    with pytest.raises(SnapshotOnbekend):
        snapshot.herstel(store, STANDAARD, "nergens")
    with pytest.raises(OmgevingOnbekend):
        snapshot.neem(store, "nergens", "s")
    voor = werelden(store)
    with pytest.raises(OmgevingOnbekend):
        snapshot.begin_opnieuw(store, "nergens")
    assert werelden(store) == voor
    snapshot.maak_klaar(store, STANDAARD, "nergens")
    assert werelden(store) == voor


def test_clearing_leaves_every_world_that_is_used(store: Store) -> None:
    store.nieuwe_omgeving("ander")
    with store.schrijf("ander") as tx:
        leg_neer(tx, "x", 5)
    vul(store, 1200)
    snapshot.neem(store, STANDAARD, "s")
    snapshot.neem(store, STANDAARD, "t")
    snapshot.maak_klaar(store, STANDAARD, "t")
    gebruikt = werelden(store)
    snapshot.begin_opnieuw(store, STANDAARD)
    snapshot.begin_opnieuw(store, STANDAARD)
    assert len(werelden(store)) == len(gebruikt) + 2
    assert snapshot.ruim_op(store) == 2
    assert len(werelden(store)) == len(gebruikt)
    assert snapshot.ruim_op(store) == 0
    for naam in ("s", "t"):
        snapshot.herstel(store, STANDAARD, naam)
        with store.lees(STANDAARD) as lezing:
            assert lezing.aantal(ding) == 1200
    with store.lees("ander") as lezing:
        assert waarde(lezing, "x") == 5


def test_a_copy_in_many_steps_equals_the_original(store: Store) -> None:
    voor = vul(store, 2500)
    snapshot.neem(store, STANDAARD, "s")
    snapshot.maak_klaar(store, STANDAARD, "s")
    snapshot.begin_opnieuw(store, STANDAARD)
    snapshot.herstel(store, STANDAARD, "s")
    assert snapshot.inhoud(store, STANDAARD) == voor


def test_a_copy_that_was_broken_off_is_cleared_and_made_again(store: Store) -> None:
    voor = vul(store, 600)
    snapshot.neem(store, STANDAARD, "s")
    snapshot.maak_klaar(store, STANDAARD, "s", stop=lambda: True)
    half = werelden(store)
    with store.open_lezing() as conn:
        assert conn.scalar(select(func.count()).select_from(tables.klok)) == 3
        assert conn.scalar(select(tables.snapshot.c.kopie)) is None
    assert snapshot.ruim_op(store) == 0  # it might be under way in another process
    snapshot.maak_klaar(store, STANDAARD, "s")
    assert snapshot.ruim_op(store) == 1
    assert len(werelden(store)) == len(half)
    snapshot.begin_opnieuw(store, STANDAARD)
    snapshot.herstel(store, STANDAARD, "s")
    assert snapshot.inhoud(store, STANDAARD) == voor


def test_clearing_that_was_broken_off_is_finished_later(store: Store) -> None:
    vul(store, 600)
    snapshot.begin_opnieuw(store, STANDAARD)
    keren = iter([False, True, True, True, True, True, True, True, True, True, True])
    assert snapshot.ruim_op(store, stop=lambda: next(keren, True)) == 0
    assert len(werelden(store)) == 2
    assert snapshot.ruim_op(store) == 1
    assert len(werelden(store)) == 1


def test_a_snapshot_that_is_replaced_while_its_copy_is_made(store: Store) -> None:
    vul(store)
    snapshot.neem(store, STANDAARD, "s")
    gedaan: list[dict[str, Any]] = []

    def intussen() -> bool:
        if not gedaan:
            gedaan.append({})
            verander(store)
            gedaan[0] = snapshot.inhoud(store, STANDAARD)
            snapshot.neem(store, STANDAARD, "s")
        return False

    snapshot.maak_klaar(store, STANDAARD, "s", stop=intussen)
    snapshot.begin_opnieuw(store, STANDAARD)
    snapshot.herstel(store, STANDAARD, "s")
    assert snapshot.inhoud(store, STANDAARD) == gedaan[0]


def test_the_background_makes_copies_and_clears(maak_kern: MaakKern) -> None:
    kern: Kern = maak_kern()
    kern.start()
    vul(kern.store)
    with kern.store.schrijf(STANDAARD) as tx:
        tx.verwijder(tables.uitgaand)
    voor = snapshot.inhoud(kern.store, STANDAARD)
    kern.neem_snapshot(STANDAARD, "s")
    for _ in range(3):
        kern.begin_opnieuw(STANDAARD)
        kern.herstel(STANDAARD, "s")
        assert snapshot.inhoud(kern.store, STANDAARD) == voor

    def rest() -> tuple[int, int | None]:
        with kern.store.open_lezing() as conn:
            return len(werelden(kern.store)), conn.scalar(select(tables.snapshot.c.kopie))

    gezien = kern.store.wijzigingen
    while rest()[0] != 3 or rest()[1] is None:  # the omgeving's, the snapshot's and the copy that is ready
        gezien = kern.store.wacht_op_wijziging(gezien, 0.02)
    assert snapshot.inhoud(kern.store, STANDAARD) == voor


def test_the_seed_of_the_store_is_that_of_a_fresh_world(store: Store) -> None:
    with store.lees(STANDAARD) as lezing:
        assert lezing.zaad == STIL.zaad
