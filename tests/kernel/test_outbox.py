"""The outbox: at least once, always the same id, retries on the virtual clock."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row

from simulator.kernel import clock, events, outbox, tables
from simulator.kernel.agenda import MISLUKT
from simulator.kernel.kern import Bijdrage, Kern
from simulator.kernel.omvang import Omvang
from simulator.kernel.store import STANDAARD, Wereld
from simulator.kernel.transactie import Lezing, Tx
from simulator.kernel.zending import Verzender, Zendfout
from tests.kernel import kamer
from tests.kernel.kamer import DAG, START, MaakKern, Ontvanger, weigering

UUR = timedelta(hours=1)


@pytest.fixture
def kern(maak_kern: MaakKern, ontvanger: Ontvanger) -> Kern:
    return maak_kern(kamer.bijdrage(ontvanger, (UUR, 3 * UUR)))


def verstuur(kern: Kern, naam: str = "x", soort: str = "proef.bericht") -> str:
    with kern.store.schrijf(STANDAARD) as tx:
        return str(tx.verstuur(soort, naam=naam))


def uitkomsten(kern: Kern) -> list[tuple[str, timedelta]]:
    return [(g.soort, g.op - START) for g in events.lees(kern.store, STANDAARD)]


def stand(kern: Kern) -> list[tuple[str, int, str]]:
    with kern.store.lees(STANDAARD) as lezing:
        rijen = lezing.rijen(tables.uitgaand, volgorde=(tables.uitgaand.c.nummer,))
        return [(rij.status, rij.pogingen, rij.fout) for rij in rijen]


def test_sent_once_when_all_is_well(kern: Kern, ontvanger: Ontvanger) -> None:
    id_ = verstuur(kern)
    assert kern.outbox.leeg(STANDAARD) == 1
    assert kern.outbox.leeg(STANDAARD) == 0
    assert ontvanger.ids == [id_]
    assert stand(kern) == [("verstuurd", 1, "")]
    assert uitkomsten(kern) == [("proef.aangekomen", timedelta(0))]


def test_every_attempt_has_the_same_id_and_waits_for_the_virtual_clock(kern: Kern, ontvanger: Ontvanger) -> None:
    ontvanger.fouten = [weigering(), weigering("vol")]
    id_ = verstuur(kern)
    assert kern.agenda.tot_rust(STANDAARD) == 0
    assert stand(kern) == [("wacht", 1, "onbereikbaar")]
    kern.agenda.spring(STANDAARD, START + UUR / 2)
    assert ontvanger.ids == [id_]
    kern.agenda.spring(STANDAARD, START + 2 * UUR)
    assert ontvanger.ids == [id_] * 2
    assert stand(kern) == [("wacht", 2, "vol")]
    kern.agenda.spring(STANDAARD, START + DAG)
    assert ontvanger.ids == [id_] * 3
    assert uitkomsten(kern) == [("proef.aangekomen", 4 * UUR)]


def test_after_the_last_attempt_it_has_failed(kern: Kern, ontvanger: Ontvanger) -> None:
    ontvanger.fouten = [weigering()] * 3
    verstuur(kern)
    kern.agenda.spring(STANDAARD, START + DAG)
    assert len(ontvanger.ids) == 3
    assert stand(kern) == [("mislukt", 3, "onbereikbaar")]
    assert uitkomsten(kern) == [("proef.mislukt", 4 * UUR)]


def test_what_cannot_do_better_is_not_tried_again(kern: Kern, ontvanger: Ontvanger) -> None:
    ontvanger.fouten = [weigering("400", opnieuw=False)]
    verstuur(kern)
    kern.agenda.spring(STANDAARD, START + DAG)
    assert len(ontvanger.ids) == 1
    assert uitkomsten(kern) == [("proef.mislukt", timedelta(0))]


@pytest.mark.parametrize("soort", ["proef.bericht", "proef.onbekend"])
def test_a_fault_of_our_own_stops_only_its_own_message(kern: Kern, ontvanger: Ontvanger, soort: str) -> None:
    ontvanger.fouten = [ZeroDivisionError("stuk")] if soort == "proef.bericht" else []
    verstuur(kern, "stuk", soort)
    verstuur(kern, "heel")
    kern.outbox.leeg(STANDAARD)
    assert [status for status, _, _ in stand(kern)] == ["mislukt", "verstuurd"]
    assert [g.gegevens["naam"] for g in events.lees(kern.store, STANDAARD, soort="proef.aangekomen")] == ["heel"]
    (fout,) = events.lees(kern.store, STANDAARD, soort=MISLUKT)
    assert (fout.gegevens["taak"], fout.gegevens["gegevens"]) == (soort, {"naam": "stuk"})


@pytest.mark.parametrize("waar", ["zend", "klaar", "mislukt"])
def test_who_sends_hears_of_a_fault_of_our_own(
    maak_kern: MaakKern, ontvanger: Ontvanger, waar: str, caplog: pytest.LogCaptureFixture
) -> None:
    def stuk(*_: Any) -> Any:
        raise ZeroDivisionError("stuk")

    goed = kamer.bijdrage(ontvanger).verzenders["proef.bericht"]
    kapot = {"zend": ["zend"], "klaar": ["klaar"], "mislukt": ["klaar", "mislukt"]}[waar]
    kern = maak_kern(Bijdrage(verzenders={"proef.bericht": replace(goed, **dict.fromkeys(kapot, stuk))}))
    verstuur(kern)
    kern.outbox.leeg(STANDAARD)
    assert stand(kern) == [("mislukt", 1, "ZeroDivisionError: stuk")]
    soorten = [soort for soort, _ in uitkomsten(kern)]
    assert soorten == [MISLUKT, *([] if waar == "mislukt" else ["proef.mislukt"])]
    assert "proef.bericht" in caplog.text


def test_a_jump_sends_at_the_moment_of_the_item_before_it_goes_on(kern: Kern, ontvanger: Ontvanger) -> None:
    with kern.store.schrijf(STANDAARD) as tx:
        tx.plan(START + DAG, "proef.tel", naam="een", stuur=True)
        tx.plan(START + 2 * DAG, "proef.tel", naam="twee", stuur=True)
    kern.agenda.spring(STANDAARD, START + 3 * DAG)
    soorten = ["proef.geteld", "proef.aangekomen"]
    assert uitkomsten(kern) == [(soort, dag * DAG) for dag in (1, 2) for soort in soorten]


def test_a_jump_waits_for_what_is_being_sent_already(maak_kern: MaakKern, ontvanger: Ontvanger) -> None:
    begonnen, verder = threading.Event(), threading.Event()

    def langzaam() -> None:
        begonnen.set()
        verder.wait(20)

    ontvanger.tussendoor = langzaam
    kern = maak_kern()
    kern.start()
    verstuur(kern)
    assert begonnen.wait(20)
    uitkomst: list[int] = []
    sprong = threading.Thread(target=lambda: uitkomst.append(kern.agenda.spring(STANDAARD, START + DAG)))
    sprong.start()
    sprong.join(0.2)
    assert sprong.is_alive()
    verder.set()
    sprong.join(20)
    assert uitkomst == [0]
    assert uitkomsten(kern) == [("proef.aangekomen", timedelta(0))]
    assert len(ontvanger.ids) == 1


def test_the_running_outbox_sends_by_itself_and_retries(maak_kern: MaakKern, ontvanger: Ontvanger) -> None:
    ontvanger.fouten = [weigering()]
    begin = kamer.Begin(zaad=7, moment=START, snelheid=86_400)
    kern = maak_kern(kamer.bijdrage(ontvanger, (UUR,)), begin=begin)
    kern.start()
    id_ = verstuur(kern)
    (aangekomen,) = events.wacht(kern.store, STANDAARD, na=0, seconden=20, soort="proef.aangekomen")
    assert ontvanger.ids == [id_, id_]
    assert aangekomen.op >= START + UUR


def test_what_waits_is_sent_by_the_next_start(maak_kern: MaakKern, ontvanger: Ontvanger) -> None:
    eerste = maak_kern()
    id_ = verstuur(eerste)
    eerste.stop()
    tweede = maak_kern()
    tweede.start()
    events.wacht(tweede.store, STANDAARD, na=0, seconden=20)
    assert ontvanger.ids == [id_]


def test_the_answer_to_a_message_of_a_world_that_is_gone_is_dropped(kern: Kern, ontvanger: Ontvanger) -> None:
    ontvanger.tussendoor = lambda: kern.begin_opnieuw(STANDAARD)
    verstuur(kern)
    kern.outbox.leeg(STANDAARD)
    assert len(ontvanger.ids) == 1
    assert uitkomsten(kern) == []
    assert stand(kern) == []


def test_a_restored_world_sends_again_with_the_same_id(kern: Kern, ontvanger: Ontvanger) -> None:
    id_ = verstuur(kern)
    kern.neem_snapshot(STANDAARD, "ervoor")
    kern.outbox.leeg(STANDAARD)
    kern.herstel(STANDAARD, "ervoor")
    kern.outbox.leeg(STANDAARD)
    assert ontvanger.ids == [id_, id_]


@pytest.mark.parametrize("lukt", [True, False])
def test_an_attempt_can_enter_itself_in_the_journal(maak_kern: MaakKern, lukt: bool) -> None:
    regel = {"koppelvlak": "proef", "methode": "GET", "pad": "http://elders", "status": 200 if lukt else 404}

    def zend(_gegevens: object, _bericht_id: str) -> dict[str, object]:
        if not lukt:
            raise Zendfout("404", opnieuw=False, journaal=regel)
        return {"journaal": regel}

    verzender = Verzender(zend, lambda *_: None, lambda *_: None)
    kern = maak_kern(Bijdrage(verzenders={"proef.ophalen": verzender}))
    verstuur(kern, soort="proef.ophalen")
    kern.outbox.leeg(STANDAARD)
    (rij,) = kern.journaal.lees(STANDAARD)
    assert (rij.richting, rij.pad, rij.status, rij.op) == ("uit", "http://elders", regel["status"], START)


def test_a_long_backlog_is_taken_in_grips_and_all_of_it_leaves_once(
    kern: Kern, ontvanger: Ontvanger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_GREEP", 10)
    gelezen: list[int] = []
    echt = outbox.Outbox._neem

    def neem(zelf: outbox.Outbox, lezing: Lezing) -> tuple[list[Row[Any]], bool]:
        rijen, meer = echt(zelf, lezing)
        gelezen.append(len(rijen))
        return rijen, meer

    monkeypatch.setattr(outbox.Outbox, "_neem", neem)
    with kern.store.schrijf(STANDAARD) as tx:
        ids = [str(tx.verstuur("proef.bericht", naam=f"x{n}")) for n in range(95)]
    kern.start()
    gezien = 0
    while any(status != "verstuurd" for status, _, _ in stand(kern)):
        gezien = kern.store.wacht_op_wijziging(gezien, 1)
    assert sorted(ontvanger.ids) == sorted(ids)
    assert max(gelezen) <= 10


def test_what_was_sent_while_looking_does_not_hide_what_still_waits(
    kern: Kern, ontvanger: Ontvanger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_GREEP", 2)
    monkeypatch.setattr(outbox, "_ZENDERS", 0)
    for n in range(5):
        verstuur(kern, f"x{n}")
    zender = kern.outbox
    baan = zender._baan(STANDAARD)
    assert zender._deel_uit(STANDAARD) == 0.0, "there is more, so it looks again at once"
    echt = outbox.Outbox._neem

    def neem(zelf: outbox.Outbox, lezing: Lezing) -> tuple[list[Row[Any]], bool]:
        while not baan.gereed.empty():  # both arrive after this view began: in it they still wait
            zending = baan.gereed.get()
            assert zending is not None
            baan.afgelopen.append(zelf._zend(zending))
        zelf._meld_alles_af(STANDAARD, baan)
        return echt(zelf, lezing)

    monkeypatch.setattr(outbox.Outbox, "_neem", neem)
    assert zender._deel_uit(STANDAARD) == 0.0
    assert (baan.gereed.qsize(), len(ontvanger.ids)) == (0, 2)
    zender._deel_uit(STANDAARD)
    assert baan.gereed.qsize() == 2


def test_receivers_that_do_not_answer_keep_no_other_omgeving_waiting(kern: Kern, ontvanger: Ontvanger) -> None:
    """As many as there are senders hang, and as many as may be ready wait behind them."""
    kern.store.nieuwe_omgeving("b")
    bezig, verder = threading.Semaphore(0), threading.Event()

    def hang() -> None:
        if threading.current_thread().name.startswith(f"zender-{STANDAARD}"):
            bezig.release()
            verder.wait(60)

    ontvanger.tussendoor = hang
    for n in range(outbox._ZENDERS + outbox._VOORUIT + 1):
        verstuur(kern, f"x{n}")
    kern.start()
    for _ in range(outbox._ZENDERS):
        assert bezig.acquire(timeout=20)
    with kern.store.schrijf("b") as tx:
        tx.verstuur("proef.bericht", naam="y")
    assert len(events.wacht(kern.store, "b", na=0, seconden=20, soort="proef.aangekomen")) == 1
    assert events.lees(kern.store, STANDAARD) == []
    verder.set()
    kern.agenda.tot_rust(STANDAARD)
    assert len(events.lees(kern.store, STANDAARD)) == outbox._ZENDERS + outbox._VOORUIT + 1


def test_what_waits_for_the_clock_is_not_forgotten_when_another_leaves(
    kern: Kern, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_ZENDERS", 0)
    with kern.store.schrijf(STANDAARD) as tx:
        tx.zet_klok(tx.stand.gezet(tx.nu, clock.echt_nu(), 1.0))
        tx.verstuur("proef.bericht", naam="over een uur")
        tx.wijzig(tables.uitgaand, volgende=tx.nu + UUR)
        tx.verstuur("proef.bericht", naam="nu")
    wachten = kern.outbox._deel_uit(STANDAARD)
    assert kern.outbox._baan(STANDAARD).gereed.qsize() == 1
    assert wachten is not None
    assert 3000 < wachten <= 3600


def test_a_backlog_longer_than_a_grip_leaves_in_a_jump(
    kern: Kern, ontvanger: Ontvanger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_GREEP", 4)
    ids = [verstuur(kern, f"x{n}") for n in range(11)]
    kern.agenda.spring(STANDAARD, START + UUR)
    assert ontvanger.ids == ids


def test_a_message_is_made_at_each_attempt(maak_kern: MaakKern) -> None:
    gemaakt: list[tuple[str, int | None]] = []
    redenen: list[str] = []

    def maak(lezing: Lezing, wereld: Wereld, gegevens: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"naam": gegevens["naam"], "waarde": kamer.waarde(lezing, "x")}

    def zend(gegevens: Mapping[str, Any], bericht_id: str) -> Mapping[str, Any]:
        gemaakt.append((gegevens["naam"], gegevens["waarde"]))
        if len(gemaakt) == 1:
            raise Zendfout("nog niet")
        return {}

    def opnieuw(tx: Tx, gegevens: Mapping[str, Any], reden: str) -> None:
        redenen.append(f"{gegevens['naam']}: {reden}")
        kamer.leg_neer(tx, "x", 5)

    verzender = Verzender(zend, kamer.klaar, kamer.mislukt, (UUR,), opnieuw, maak)
    kern = maak_kern(Bijdrage({}, {"proef.bericht": verzender}))
    verstuur(kern)
    kern.agenda.spring(STANDAARD, START + DAG)
    assert gemaakt == [("x", None), ("x", 5)]
    assert redenen == ["x: nog niet"]
    assert stand(kern) == [("verstuurd", 2, "")]


@pytest.mark.parametrize("lukt", [True, False])
def test_a_message_can_be_more_than_one_line(maak_kern: MaakKern, lukt: bool) -> None:
    regels = [{"pad": "/een", "status": 200}, {"pad": "/twee", "status": 500}]

    def zend(gegevens: Mapping[str, Any], bericht_id: str) -> Mapping[str, Any]:
        if not lukt:
            raise Zendfout("stuk", opnieuw=False, journaal=regels)
        return {"journaal": regels}

    niets = lambda tx, gegevens, uitkomst: None  # noqa: E731
    kern = maak_kern(Bijdrage({}, {"proef.bericht": Verzender(zend, niets, niets)}))
    verstuur(kern)
    kern.outbox.leeg(STANDAARD)
    gelezen = kern.journaal.lees(STANDAARD)
    assert [(regel.richting, regel.pad, regel.status) for regel in gelezen] == [
        ("uit", "/een", 200),
        ("uit", "/twee", 500),
    ]


def test_what_a_room_holds_is_given_back_at_the_end(maak_kern: MaakKern) -> None:
    gesloten: list[str] = []
    kern = maak_kern(Bijdrage(sluit=lambda: gesloten.append("ja")))
    kern.start()
    assert gesloten == []
    kern.stop()
    assert gesloten == ["ja"]


def test_an_outcome_that_cannot_be_kept_spoils_none_that_came_with_it(
    maak_kern: MaakKern,
) -> None:
    samen, allemaal = threading.Barrier(3, timeout=20), ["een", "stuk", "drie"]

    def zend(gegevens: Mapping[str, Any], bericht_id: str) -> Mapping[str, Any]:
        samen.wait()
        return {"journaal": {"pad": f"/{gegevens['naam']}", "status": 200}}

    def klaar(tx: Tx, gegevens: Mapping[str, Any], uitkomst: Mapping[str, Any]) -> None:
        kamer.klaar(tx, gegevens, {})
        if gegevens["naam"] == "stuk":
            raise ZeroDivisionError("stuk")

    kern = maak_kern(Bijdrage(verzenders={"proef.bericht": Verzender(zend, klaar, kamer.mislukt)}))
    with kern.store.schrijf(STANDAARD) as tx:
        for naam in allemaal:
            tx.verstuur("proef.bericht", naam=naam)
    kern.start()
    gezien = 0
    while any(status == "wacht" for status, _, _ in stand(kern)):
        gezien = kern.store.wacht_op_wijziging(gezien, 1)
    assert [status for status, _, _ in stand(kern)] == ["verstuurd", "mislukt", "verstuurd"]
    aangekomen = events.lees(kern.store, STANDAARD, soort="proef.aangekomen")
    assert sorted(g.gegevens["naam"] for g in aangekomen) == ["drie", "een"]
    # It did leave, whatever became of it here.
    assert sorted(regel.pad for regel in kern.journaal.lees(STANDAARD)) == ["/drie", "/een", "/stuk"]


def test_what_waits_when_the_clock_is_set_back_goes_when_its_moment_comes_again(
    maak_kern: MaakKern, ontvanger: Ontvanger
) -> None:
    kern = maak_kern(kamer.bijdrage(ontvanger), begin=kamer.Begin(zaad=7, moment=START, snelheid=86_400))
    id_ = verstuur(kern)
    kern.agenda.zet(STANDAARD, nu=START - DAG)
    kern.start()
    assert len(events.wacht(kern.store, STANDAARD, na=0, seconden=20, soort="proef.aangekomen")) == 1
    assert ontvanger.ids == [id_]


def test_what_the_last_message_brought_is_sent_too_when_it_ended_while_we_looked(
    kern: Kern, ontvanger: Ontvanger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row is of before, so that what it brought is not in view, and nothing is under way any more."""
    verstuur(kern, "eerste")
    onderweg = kern.outbox._onderweg
    with onderweg.kijken(STANDAARD), kern.store.lees(STANDAARD) as lezing:
        (eerste,), _ = kern.outbox._neem(lezing)
    echt = Omvang.berichten

    def berichten(zelf: Omvang, lezing: Lezing, gevolgd: int, meest: int) -> list[Row[Any]]:
        monkeypatch.setattr(Omvang, "berichten", echt)
        with kern.store.schrijf(STANDAARD) as tx:
            tx.wijzig_met(tables.uitgaand, {"nummer": eerste.nummer}, status="verstuurd")
            tx.verstuur("proef.bericht", naam="daarna")
        kern.outbox._volgers.meld(STANDAARD, eerste, tx.gepland, tx.te_versturen)
        onderweg.geef_vrij(STANDAARD, [eerste])
        return echt(zelf, lezing, gevolgd, meest)

    monkeypatch.setattr(Omvang, "berichten", berichten)
    assert kern.outbox.leeg(STANDAARD) == 1
    assert [g.gegevens["naam"] for g in events.lees(kern.store, STANDAARD)] == ["daarna"]
