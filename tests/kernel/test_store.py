"""The store: one writer at a time, all or nothing, and a consistent view."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from simulator.kernel import events, omgevingen, snapshot, tables, vragen
from simulator.kernel.locks import Beurt
from simulator.kernel.store import STANDAARD, OmgevingOnbekend, Store, StoreDicht, Wereld
from simulator.kernel.transactie import Tx
from tests.kernel import kamer
from tests.kernel.kamer import START, STIL, ding, leg_neer, waarde


def test_what_is_written_is_read_back(store: Store) -> None:
    wereld = Wereld(store)
    with wereld.schrijf() as tx:
        leg_neer(tx, "x", 3, gegevens={"b": [1, None], "a": "é"})
    with wereld.lees() as lezing:
        rij = lezing.rij(ding, ding.c.naam == "x")
        assert rij is not None
        assert (rij.waarde, rij.gegevens, rij.inhoud) == (3, {"a": "é", "b": [1, None]}, None)
        assert lezing.nu == START
        assert str(lezing.vandaag) == "2026-03-01"
        assert lezing.zaad == STIL.zaad


def test_rows_in_order_counted_changed_and_deleted(store: Store) -> None:
    with store.schrijf(STANDAARD) as tx:
        tx.voeg_alle_toe(ding, [{"soort": "a", "naam": str(n), "waarde": n} for n in range(5)])
        tx.voeg_alle_toe(ding, [])
        assert [r.waarde for r in tx.rijen(ding, volgorde=(ding.c.waarde.desc(),), limiet=2)] == [4, 3]
        assert tx.wijzig(ding, ding.c.waarde > 2, waarde=9) == 2
        assert tx.verwijder(ding, ding.c.waarde == 9) == 2
        assert tx.aantal(ding) == 3
        assert tx.rij(ding, ding.c.naam == "4") is None


def test_twelve_hundred_increments_from_six_threads_lose_nothing(store: Store) -> None:
    def verhoog(_: int) -> None:
        for _n in range(200):
            with store.schrijf(STANDAARD) as tx:
                leg_neer(tx, "teller", (waarde(tx, "teller") or 0) + 1)
                tx.nummer("proef")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(verhoog, range(6)))
    with store.schrijf(STANDAARD) as tx:
        assert waarde(tx, "teller") == 1200
        assert tx.nummer("proef") == 1201


def test_an_exception_leaves_everything_as_it_was(store: Store) -> None:
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1)
        tx.emit("proef.a")
    voor = snapshot.inhoud(store, STANDAARD), events.lees(store, STANDAARD)
    gezien = store.wijzigingen
    afloop: list[str] = []

    def mislukte_schrijf() -> None:
        with store.schrijf(STANDAARD) as tx:
            leg_neer(tx, "x", 2)
            tx.plan(START, "proef.tel", naam="x")
            tx.verstuur("proef.bericht", naam="x")
            tx.emit("proef.b")
            tx.na_afloop.append(lambda: afloop.append("te vroeg"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        mislukte_schrijf()
    assert (snapshot.inhoud(store, STANDAARD), events.lees(store, STANDAARD)) == voor
    assert store.wijzigingen == gezien
    assert afloop == []


def test_a_view_stays_the_same_while_another_writes(store: Store) -> None:
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1)
    with store.lees(STANDAARD) as lezing:
        with store.schrijf(STANDAARD) as tx:
            leg_neer(tx, "x", 2)
        assert waarde(lezing, "x") == 1
    with store.lees(STANDAARD) as lezing:
        assert waarde(lezing, "x") == 2


def test_what_comes_after_the_commit_sees_it_and_may_write_itself(store: Store) -> None:
    def later() -> None:
        with store.schrijf(STANDAARD) as tx:
            leg_neer(tx, "x", (waarde(tx, "x") or 0) + 10)

    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1)
        tx.na_afloop.append(later)
    with store.lees(STANDAARD) as lezing:
        assert waarde(lezing, "x") == 11


def test_a_transaction_within_a_transaction_is_an_error_and_no_deadlock(store: Store) -> None:
    def dubbel() -> None:
        with store.schrijf(STANDAARD), store.schrijf(STANDAARD):
            pass

    with pytest.raises(RuntimeError, match="binnen een andere"):
        dubbel()
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1)


def test_handlers_run_in_the_transaction_of_the_event(store: Store) -> None:
    store.handlers["proef.a"] = [lambda tx, gegevens: leg_neer(tx, gegevens["naam"], 5)]
    with store.schrijf(STANDAARD) as tx:
        tx.emit("proef.a", naam="x")
    with store.lees(STANDAARD) as lezing:
        assert waarde(lezing, "x") == 5


def test_omgevingen_do_not_see_each_other(store: Store) -> None:
    store.nieuwe_omgeving("ander")
    with store.schrijf("ander") as tx:
        leg_neer(tx, "x", 1)
    with store.lees(STANDAARD) as lezing:
        assert waarde(lezing, "x") is None
    assert store.omgevingen() == ["ander", STANDAARD]
    with pytest.raises(IntegrityError):
        store.nieuwe_omgeving("ander")


@pytest.mark.parametrize("weg", ["lees", "schrijf"])
def test_an_unknown_omgeving(store: Store, weg: str) -> None:
    with pytest.raises(OmgevingOnbekend), getattr(store, weg)("nergens"):
        pass


def test_the_same_seed_gives_the_same_ids_in_every_store(tmp_path: Path) -> None:
    def ids(naam: str) -> list[object]:
        store = Store.open(tmp_path / naam, STIL)
        with store.schrijf(STANDAARD) as tx:
            uit = [tx.uuid("a"), tx.uuid("b"), tx.uuid("a"), tx.toeval("t").random(), tx.nummer("n"), tx.verstuur("x")]
        store.sluit()
        return uit

    assert ids("een") == ids("twee")
    assert len({str(x) for x in ids("drie")}) == 6


def test_what_is_stored_is_there_after_reopening(url: str) -> None:
    store = Store(url, STIL)
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1)
    voor = snapshot.inhoud(store, STANDAARD)
    store.sluit()
    weer = Store(url, kamer.Begin(zaad=99))
    assert snapshot.inhoud(weer, STANDAARD) == voor
    weer.sluit()


def test_a_temporary_store_goes_and_a_closed_one_says_so() -> None:
    store = Store.open(None, STIL)
    plaats = Path(str(store.engine.url.database))
    assert plaats.exists()
    store.sluit()
    store.sluit()
    assert not plaats.exists()
    assert not plaats.parent.exists()
    with pytest.raises(StoreDicht), store.lees(STANDAARD):
        pass
    with pytest.raises(StoreDicht), store.schrijf(STANDAARD):
        pass


def test_a_path_with_strange_signs(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a b%20?#é", STIL)
    store.sluit()
    assert (tmp_path / "a b%20?#é" / "dso-sim.db").exists()


def test_waiting_for_a_change(store: Store) -> None:
    gezien = store.wijzigingen
    assert store.wacht_op_wijziging(gezien, 0) == gezien
    with ThreadPoolExecutor(1) as pool:
        wachter = pool.submit(store.wacht_op_wijziging, gezien, 20)
        with store.schrijf(STANDAARD) as tx:
            leg_neer(tx, "x", 1)
        assert wachter.result(10) > gezien


def test_only_work_wakes_the_agenda_and_the_outbox(store: Store) -> None:
    def gewekt(doe: Callable[..., object]) -> tuple[bool, bool]:
        agenda, outbox = store.werk.alle.stand, store.post.alle.stand
        with store.schrijf(STANDAARD) as tx:
            doe(tx)
        return store.werk.alle.stand > agenda, store.post.alle.stand > outbox

    assert gewekt(lambda tx: leg_neer(tx, "x", 1)) == (False, False)
    assert gewekt(lambda tx: tx.plan(START, "proef.tel", naam="x")) == (True, False)
    assert gewekt(lambda tx: tx.verstuur("proef.bericht", naam="x")) == (False, True)
    assert gewekt(lambda tx: tx.zet_klok(tx.stand)) == (True, True)


def test_turns_are_given_in_order_of_asking() -> None:
    beurt, volgorde, wachten = Beurt(), list[int](), list[threading.Thread]()

    def neem(nummer: int) -> None:
        with beurt:
            volgorde.append(nummer)

    with beurt:
        for nummer in range(5):
            wachten.append(threading.Thread(target=neem, args=(nummer,)))
            wachten[-1].start()
            while len(beurt._rij) <= nummer:  # asked
                pass
        assert not ThreadPoolExecutor(1).submit(beurt.neem, 0.01).result()
    for draad in wachten:
        draad.join(10)
    assert volgorde == [0, 1, 2, 3, 4]
    assert beurt.neem(0)


def test_every_table_of_the_world_is_in_the_contents(store: Store) -> None:
    namen = set(snapshot.inhoud(store, STANDAARD))
    assert {"kernel_klok", "kernel_teller", "kernel_agenda", "kernel_uitgaand", "proef_ding"} <= namen
    assert namen == {t.name for t in tables.metadata.tables.values() if t.info.get("wereld")}


def test_rows_by_their_columns(store: Store) -> None:
    with store.schrijf(STANDAARD) as tx:
        for naam, waarde in (("b", 1), ("a", 1), ("c", 2)):
            tx.voeg_toe(kamer.ding, soort="x", naam=naam, waarde=waarde)
        assert tx.wijzig_met(kamer.ding, {"soort": "x", "naam": "c"}, naam="d", gegevens={"een": 1}) == 1
        assert tx.wijzig_met(kamer.ding, {"soort": "x", "naam": "c"}, waarde=9) == 0
    store.nieuwe_omgeving("leeg")
    with store.lees(STANDAARD) as lezing:
        assert [rij.naam for rij in lezing.alle_met(kamer.ding, ("naam",), waarde=1)] == ["a", "b"]
        gevonden = lezing.met(kamer.ding, soort="x", naam="d")
        assert gevonden is not None
        assert (gevonden.waarde, gevonden.gegevens) == (2, {"een": 1})
        assert lezing.met(kamer.ding, soort="x", naam="c") is None
    with store.lees("leeg") as lezing:
        assert lezing.alle_met(kamer.ding) == []


def test_one_statement_finds_the_world_of_its_omgeving(store: Store) -> None:
    d = kamer.ding.c
    vraag = select(d.naam, d.waarde).where(d.wereld == vragen.WERELD, d.naam == bindparam("naam"))
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1)
    snapshot.neem(store, STANDAARD, "s")
    store.nieuwe_omgeving("ander")
    gevonden = store.rij(STANDAARD, vraag, naam="x")
    assert gevonden is not None
    assert gevonden.waarde == 1
    assert store.rij("ander", vraag, naam="x") is None
    assert store.rij("die is er niet", vraag, naam="x") is None
    snapshot.begin_opnieuw(store, STANDAARD)
    assert store.rij(STANDAARD, vraag, naam="x") is None
    snapshot.herstel(store, STANDAARD, "s")
    assert store.rij(STANDAARD, vraag, naam="x") == ("x", 1)
    store.sluit()
    with pytest.raises(StoreDicht):
        store.rij(STANDAARD, vraag, naam="x")


def test_what_every_call_needs_has_a_number_that_other_changes_leave_alone(store: Store) -> None:
    def ander_nummer(doe: Callable[[Tx], object]) -> bool:
        voor = store.vers(STANDAARD)
        with store.schrijf(STANDAARD) as tx:
            doe(tx)
        return store.vers(STANDAARD) > voor

    assert not ander_nummer(lambda tx: leg_neer(tx, "x", 1))
    assert not ander_nummer(lambda tx: tx.emit("proef.geteld", naam="x"))
    assert ander_nummer(lambda tx: tx.zet_klok(tx.stand))
    voor = store.vers(STANDAARD)
    snapshot.begin_opnieuw(store, STANDAARD)
    assert store.vers(STANDAARD) > voor


def test_the_omgevingen_that_are_known_of_follow_those_that_are_there(store: Store) -> None:
    assert store.bekende_omgevingen() == [STANDAARD]
    store.nieuwe_omgeving("ander")
    assert store.bekende_omgevingen() == ["ander", STANDAARD]
    omgevingen.verwijder(store, "ander")
    assert store.bekende_omgevingen() == [STANDAARD]


@pytest.mark.parametrize(
    "naam", ["", "x' OR '1'='1", "standaard'; DELETE FROM kernel_omgeving; --", "\\'; SELECT 1; --", "100%s %(x)s", "é"]
)
def test_a_name_is_never_taken_for_a_statement(store: Store, naam: str) -> None:
    with pytest.raises(OmgevingOnbekend), store.lees(naam):
        pass
    with pytest.raises(OmgevingOnbekend), store.schrijf(naam):
        pass
    assert store.omgevingen() == [STANDAARD]
