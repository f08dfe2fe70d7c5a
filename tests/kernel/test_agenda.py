"""The agenda: in order, at its own moment, all or nothing; jumps."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from simulator.kernel import events, snapshot, tables
from simulator.kernel.agenda import MISLUKT, KlokTerug, Taak
from simulator.kernel.kern import Kern
from simulator.kernel.store import STANDAARD, Begin, OmgevingOnbekend
from simulator.kernel.transactie import Lezing, Tx
from tests.kernel import kamer
from tests.kernel.kamer import DAG, START, MaakKern, leg_neer, waarde

UUR = timedelta(hours=1)


def plan(kern: Kern, *items: tuple[timedelta, str], **meer: Any) -> None:
    with kern.store.schrijf(STANDAARD) as tx:
        for over, naam in items:
            tx.plan(START + over, "proef.tel", naam=naam, **meer)


def geteld(kern: Kern) -> list[tuple[str, timedelta]]:
    """Name and moment of what ran, in order."""
    gevonden = events.lees(kern.store, STANDAARD, soort="proef.geteld")
    assert all(g.op.isoformat() == g.gegevens["op"] for g in gevonden)
    return [(g.gegevens["naam"], g.op - START) for g in gevonden]


def nu(kern: Kern) -> datetime:
    with kern.store.lees(STANDAARD) as lezing:
        return lezing.nu


def test_items_run_by_due_moment_then_number_each_at_its_own_moment(kern: Kern) -> None:
    plan(kern, (2 * DAG, "d"), (DAG, "b"), (DAG, "c"), (timedelta(0), "a"), (30 * DAG, "later"))
    assert kern.agenda.spring(STANDAARD, START + 21 * DAG) == 4
    nul = timedelta(0)
    assert geteld(kern) == [("a", nul), ("b", DAG), ("c", DAG), ("d", 2 * DAG)]
    assert nu(kern) == START + 21 * DAG
    with kern.store.lees(STANDAARD) as lezing:
        assert lezing.stand.doel is None
        assert [r.gegevens["naam"] for r in lezing.rijen(tables.agenda)] == ["later"]


def test_what_an_item_plans_runs_in_the_same_jump(kern: Kern) -> None:
    plan(kern, (DAG, "x"), keten=3)
    plan(kern, (2 * DAG + UUR, "y"))
    assert kern.agenda.spring(STANDAARD, START + 3 * DAG) == 4
    assert geteld(kern) == [("x", DAG), ("x", 2 * DAG), ("y", 2 * DAG + UUR), ("x", 3 * DAG)]
    assert kern.agenda.spring(STANDAARD, START + 10 * DAG) == 1
    assert geteld(kern)[-1] == ("x", 4 * DAG)


def test_what_was_due_already_runs_at_its_own_moment_too(kern: Kern) -> None:
    plan(kern, (-DAG, "x"))
    assert kern.agenda.tot_rust(STANDAARD) == 1
    assert geteld(kern) == [("x", -DAG)]
    assert kern.agenda.tot_rust(STANDAARD) == 0


@pytest.mark.parametrize("soort", ["proef.faal", "proef.onbekend", "proef.voorbereiding"])
def test_a_failing_item_becomes_an_event_and_the_agenda_goes_on(
    maak_kern: MaakKern, ontvanger: kamer.Ontvanger, soort: str
) -> None:
    def kapot(lezing: Lezing, gegevens: Mapping[str, Any]) -> None:
        raise LookupError("met opzet")

    kern = maak_kern(kamer.bijdrage(ontvanger, voorbereiding=Taak(kamer.tel, kapot)))
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(START + DAG, soort, naam="x")
    plan(kern, (2 * DAG, "erna"))
    assert kern.agenda.spring(STANDAARD, START + 3 * DAG) == 2
    (fout,) = events.lees(kern.store, STANDAARD, soort=MISLUKT)
    assert fout.op == START + DAG
    assert fout.gegevens["taak"] == soort
    assert fout.gegevens["gegevens"] == {"naam": "x"}
    assert fout.gegevens["fout"].startswith(
        ("LookupError: met opzet", "LookupError: geen taak met de naam proef.onbekend")
    )
    assert geteld(kern) == [("erna", 2 * DAG)]
    with kern.store.lees(STANDAARD) as lezing:
        assert waarde(lezing, "halverwege") is None


def test_who_waits_for_an_item_hears_that_it_failed(maak_kern: MaakKern, ontvanger: kamer.Ontvanger) -> None:
    def hoor(tx: Tx, gegevens: Mapping[str, Any], fout: Exception) -> None:
        leg_neer(tx, str(fout), 1)
        tx.emit("proef.gehoord", naam=gegevens["naam"])

    meldt, gaat_goed = Taak(kamer.faal, bij_fout=hoor), Taak(kamer.tel, bij_fout=hoor)
    kern = maak_kern(kamer.bijdrage(ontvanger, meldt=meldt, gaat_goed=gaat_goed))
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(START + DAG, "proef.meldt", naam="x")
        tx.plan(START + DAG, "proef.gaat_goed", naam="y")
    assert kern.agenda.spring(STANDAARD, START + 2 * DAG) == 2
    soorten = [g.soort for g in events.lees(kern.store, STANDAARD)]
    assert soorten == [MISLUKT, "proef.gehoord", "proef.geteld"]
    with kern.store.lees(STANDAARD) as lezing:
        assert (waarde(lezing, "halverwege"), waarde(lezing, "met opzet")) == (None, 1)
        assert lezing.rijen(tables.agenda) == []


def test_an_item_whose_failure_cannot_be_told_goes_off_the_agenda_too(
    maak_kern: MaakKern, ontvanger: kamer.Ontvanger, caplog: pytest.LogCaptureFixture
) -> None:
    def ook_stuk(tx: Tx, gegevens: Mapping[str, Any], fout: Exception) -> None:
        leg_neer(tx, "half gemeld", 1)
        raise LookupError("ook dit")

    def onbewaarbaar(lezing: Lezing, gegevens: Mapping[str, Any]) -> None:
        raise ValueError("\0 " + "a" * 10_000)

    kern = maak_kern(kamer.bijdrage(ontvanger, meldt=Taak(kamer.tel, onbewaarbaar, ook_stuk)))
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(START + DAG, "proef.meldt", naam="x")
    assert kern.agenda.spring(STANDAARD, START + 2 * DAG) == 1
    [fout] = events.lees(kern.store, STANDAARD)
    assert (fout.soort, fout.gegevens["fout"][:19]) == (MISLUKT, r"ValueError: \0 aaaa")
    assert len(fout.gegevens["fout"]) < 600
    assert "agenda-item mislukt: proef.meldt" in caplog.text
    assert "de fout van een agenda-item kon niet worden gemeld: proef.meldt" in caplog.text
    with kern.store.lees(STANDAARD) as lezing:
        assert waarde(lezing, "half gemeld") is None
        assert lezing.rijen(tables.agenda) == []


def test_a_jump_into_the_past(kern: Kern) -> None:
    voor = snapshot.inhoud(kern.store, STANDAARD)
    with pytest.raises(KlokTerug, match="2026-03-01T09:00:00Z"):
        kern.agenda.spring(STANDAARD, START - timedelta(microseconds=1))
    assert snapshot.inhoud(kern.store, STANDAARD) == voor
    assert kern.agenda.spring(STANDAARD, START) == 0
    with pytest.raises(OmgevingOnbekend):
        kern.agenda.spring("nergens", START)


def test_during_a_jump_others_see_the_moment_of_the_item_that_runs(
    maak_kern: MaakKern, ontvanger: kamer.Ontvanger
) -> None:
    gezien: list[tuple[str, datetime]] = []

    def kijk(wie: str) -> None:
        with ThreadPoolExecutor(1) as pool, kern.store.lees(STANDAARD) as lezing:
            assert pool.submit(nu, kern).result() == lezing.nu
            gezien.append((wie, lezing.nu))

    def bereid_voor(lezing: Lezing, gegevens: Mapping[str, Any]) -> str:
        gezien.append(("eigen", lezing.nu))
        kijk("voor")
        return "klaar"

    def voer_uit(tx: Tx, gegevens: Mapping[str, Any], klaar: Any) -> None:
        assert klaar == "klaar"
        kijk("in")
        kamer.tel(tx, gegevens, klaar)

    kern = maak_kern(kamer.bijdrage(ontvanger, kijk=Taak(voer_uit, bereid_voor)))
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(START + 7 * DAG, "proef.kijk", naam="x")
        tx.plan(START + 14 * DAG, "proef.kijk", naam="y")
    assert kern.agenda.spring(STANDAARD, START + 21 * DAG) == 2
    assert gezien == [(wie, START + dagen * DAG) for dagen in (7, 14) for wie in ("eigen", "voor", "in")]


def _onderweg(
    maak_kern: MaakKern, ontvanger: kamer.Ontvanger, doe: Callable[[Kern], None], plaats: str = "voor"
) -> Kern:
    """A kernel that, in the first item of a jump of ten days, lets something else happen."""
    eerste = threading.Event()

    def ertussen(*_: Any) -> None:
        if not eerste.is_set():
            eerste.set()
            doe(kern)

    kern = maak_kern(kamer.bijdrage(ontvanger, onderweg=Taak(kamer.tel, ertussen)))
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(START + DAG, "proef.onderweg", naam="eerste")
        tx.plan(START + 2 * DAG, "proef.tel", naam="tweede")
    kern.agenda.spring(STANDAARD, START + 10 * DAG)
    return kern


def test_a_reset_on_the_way_ends_the_jump(maak_kern: MaakKern, ontvanger: kamer.Ontvanger) -> None:
    def opnieuw(kern: Kern) -> None:
        kern.begin_opnieuw(STANDAARD)
        plan(kern, (3 * DAG, "van de nieuwe wereld"))

    kern = _onderweg(maak_kern, ontvanger, opnieuw)
    assert geteld(kern) == []
    assert nu(kern) == START
    with kern.store.lees(STANDAARD) as lezing:
        assert lezing.aantal(tables.agenda) == 1


def test_a_snapshot_taken_in_a_jump_stands_at_its_moment_and_goes_on(
    maak_kern: MaakKern, ontvanger: kamer.Ontvanger
) -> None:
    kern = _onderweg(maak_kern, ontvanger, lambda kern: kern.neem_snapshot(STANDAARD, "onderweg"))
    assert geteld(kern) == [("eerste", DAG), ("tweede", 2 * DAG)]
    kern.herstel(STANDAARD, "onderweg")
    with kern.store.lees(STANDAARD) as lezing:
        assert lezing.nu == START + DAG
        assert lezing.stand.doel is None
    assert kern.agenda.spring(STANDAARD, START + 2 * DAG) == 2


def test_what_another_request_plans_on_the_way_runs_after_the_jump_at_its_own_moment(
    maak_kern: MaakKern, ontvanger: kamer.Ontvanger
) -> None:
    def verzoek(kern: Kern) -> None:
        with kern.store.schrijf(STANDAARD) as tx:
            assert tx.nu == START + DAG
            tx.plan(tx.nu + UUR, "proef.tel", naam="tussendoor")

    kern = _onderweg(maak_kern, ontvanger, verzoek)
    assert geteld(kern) == [("eerste", DAG), ("tweede", 2 * DAG)]
    kern.agenda.tot_rust(STANDAARD)
    assert geteld(kern)[2:] == [("tussendoor", DAG + UUR)]


def test_two_jumps_queue(maak_kern: MaakKern, ontvanger: kamer.Ontvanger) -> None:
    pool = ThreadPoolExecutor(2)
    sprongen = []

    def tweede(kern: Kern) -> None:
        sprongen.append(pool.submit(kern.agenda.spring, STANDAARD, lambda nu: nu + 5 * DAG))
        sprongen.append(pool.submit(kern.agenda.zet, STANDAARD, snelheid=0.0))

    kern = _onderweg(maak_kern, ontvanger, tweede)
    plan(kern, (12 * DAG, "derde"))
    assert sprongen[0].result(10) <= 1
    sprongen[1].result(10)
    pool.shutdown()
    assert nu(kern) == START + 15 * DAG
    assert [naam for naam, _ in geteld(kern)][:2] == ["eerste", "tweede"]


def test_a_jump_within_an_item_is_an_error_and_no_deadlock(maak_kern: MaakKern, ontvanger: kamer.Ontvanger) -> None:
    kern = _onderweg(maak_kern, ontvanger, lambda kern: kern.agenda.spring(STANDAARD, START + DAG) and None)
    (fout,) = events.lees(kern.store, STANDAARD, soort=MISLUKT)
    assert "binnen een andere" in fout.gegevens["fout"]
    assert geteld(kern) == [("tweede", 2 * DAG)]


def test_the_running_agenda_follows_the_clock(maak_kern: MaakKern) -> None:
    kern = maak_kern(begin=Begin(zaad=7, moment=START, snelheid=86_400))  # a day in a second
    kern.start()
    plan(kern, (UUR, "x"))
    (gevonden,) = events.wacht(kern.store, STANDAARD, na=0, seconden=20)
    assert gevonden.op == START + UUR


def test_the_running_agenda_wakes_when_the_clock_is_set(maak_kern: MaakKern) -> None:
    kern = maak_kern()
    kern.start()
    plan(kern, (DAG, "x"), (2 * DAG, "y"))
    assert events.lees(kern.store, STANDAARD) == []
    kern.agenda.zet(STANDAARD, nu=START + DAG)
    (gevonden,) = events.wacht(kern.store, STANDAARD, na=0, seconden=20)
    assert (gevonden.gegevens["naam"], gevonden.op) == ("x", START + DAG)
    kern.agenda.zet(STANDAARD, nu=START, snelheid=2.5)
    with kern.store.lees(STANDAARD) as lezing:
        assert (lezing.stand.virtueel, lezing.stand.snelheid) == (START, 2.5)


def test_a_running_agenda_and_jumps_do_not_run_anything_twice(maak_kern: MaakKern) -> None:
    kern = maak_kern()
    kern.start()
    plan(kern, *((n * UUR, f"n{n}") for n in range(40)))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: kern.agenda.spring(STANDAARD, lambda nu: nu + 10 * UUR), range(4)))
    assert [naam for naam, _ in geteld(kern)] == [f"n{n}" for n in range(40)]
    with kern.store.lees(STANDAARD) as lezing:
        assert all(waarde(lezing, f"n{n}") == 1 for n in range(40))


def test_other_omgevingen_stand_still_during_a_jump(kern: Kern) -> None:
    kern.store.nieuwe_omgeving("ander")
    with kern.store.schrijf("ander") as tx:
        tx.plan(START + DAG, "proef.tel", naam="x")
        leg_neer(tx, "y", 1)
    assert kern.agenda.spring(STANDAARD, START + 2 * DAG) == 0
    with kern.store.lees("ander") as lezing:
        assert lezing.nu == START
        assert waarde(lezing, "x") is None


def test_an_item_that_takes_long_does_not_hold_up_another_omgeving(
    maak_kern: MaakKern, ontvanger: kamer.Ontvanger
) -> None:
    verder = threading.Event()

    def lang(lezing: Lezing, gegevens: Mapping[str, Any]) -> None:
        assert verder.wait(20)

    kern = maak_kern(kamer.bijdrage(ontvanger, lang=Taak(kamer.tel, lang)))
    kern.start()
    kern.store.nieuwe_omgeving("ander")
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(START, "proef.lang", naam="lang")
    with kern.store.schrijf("ander") as tx:
        tx.plan(START, "proef.tel", naam="kort")
    assert events.wacht(kern.store, "ander", na=0, seconden=10)
    assert events.lees(kern.store, STANDAARD) == []
    verder.set()
    assert events.wacht(kern.store, STANDAARD, na=0, seconden=10)
