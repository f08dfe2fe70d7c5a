"""The journal: in groups, complete, bounded."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from simulator.kernel import blobs, events, journal, tables
from simulator.kernel.journal import INLINE, OPMERKING, Inschrijving, Journaal, merk_op
from simulator.kernel.store import STANDAARD, Store
from tests.kernel.kamer import START, STIL, MaakKern


def regel(pad: str = "/a", **meer: Any) -> Inschrijving:
    return Inschrijving(STANDAARD, START, pad=pad, **meer)


def in_store(store: Store) -> list[str]:
    """The paths that are in the store at this moment, without asking the journal."""
    with store.open_lezing() as conn:
        return list(conn.scalars(select(tables.journaal.c.pad).order_by(tables.journaal.c.nummer)))


@pytest.fixture
def journaal(store: Store) -> Iterator[Journaal]:
    journaal = Journaal(store)
    yield journaal
    journaal.stop()


def test_a_line_comes_back_whole(journaal: Journaal) -> None:
    journaal.noteer(
        regel(
            koppelvlak="lvbb",
            operatie="levering",
            organisatie="gm0001",
            methode="POST",
            status=202,
            duur_ms=1.5,
            verzoek_kop=[("x-oin", "1")],
            verzoek=b"<a/>",
            antwoord_kop=[("location", "/b")],
            antwoord=b"{}",
            kenmerken={"leveringId": "7"},
            regels=["opgemerkt"],
        )
    )
    (rij,) = journaal.lees(STANDAARD)
    assert (rij.nummer, rij.op, rij.richting, rij.status, rij.duur_ms) == (1, START, "in", 202, 1.5)
    assert (rij.verzoek, rij.verzoek_grootte, rij.antwoord, rij.antwoord_grootte) == (b"<a/>", 4, b"{}", 2)
    assert (rij.verzoek_kop, rij.kenmerken, rij.regels) == ([["x-oin", "1"]], {"leveringId": "7"}, ["opgemerkt"])
    assert journaal.inhoud(STANDAARD, 1, "verzoek") == b"<a/>"
    assert journaal.inhoud(STANDAARD, 2, "verzoek") is None


def test_reading_after_a_number_the_newest_first_and_by_column(store: Store, journaal: Journaal) -> None:
    store.nieuwe_omgeving("ander")
    for n in range(1, 6):
        journaal.noteer(regel(f"/{n}", koppelvlak="lvbb" if n % 2 else "ozon"))
    journaal.noteer(Inschrijving("ander", START, pad="/elders"))
    assert [r.pad for r in journaal.lees(STANDAARD, na=2, aantal=2)] == ["/3", "/4"]
    assert [r.pad for r in journaal.lees(STANDAARD, nieuwste=True, aantal=2)] == ["/5", "/4"]
    assert [r.pad for r in journaal.lees(STANDAARD, koppelvlak="lvbb")] == ["/1", "/3", "/5"]
    assert [(r.nummer, r.pad) for r in journaal.lees("ander")] == [(1, "/elders")]


def test_a_group_is_one_transaction_and_a_read_writes_what_waits(store: Store, journaal: Journaal) -> None:
    gezien = store.wijzigingen
    for n in range(50):
        journaal.noteer(regel(f"/{n}"))
    assert in_store(store) == []
    assert len(journaal.lees(STANDAARD)) == 50
    assert store.wijzigingen == gezien + 1


def test_the_writer_writes_by_itself(store: Store, journaal: Journaal) -> None:
    journaal.start()
    gezien = store.wijzigingen
    journaal.noteer(regel("/a"))
    assert store.wacht_op_wijziging(gezien, 20) > gezien
    assert in_store(store) == ["/a"]


def test_complete_at_the_end_and_numbered_without_gaps(store: Store) -> None:
    journaal = Journaal(store)
    journaal.start()

    def schrijf(wie: int) -> None:
        for n in range(100):
            journaal.noteer(regel(f"/{wie}/{n}"))

    draden = [threading.Thread(target=schrijf, args=(wie,)) for wie in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    journaal.stop()
    journaal.stop()
    assert len(in_store(store)) == 400
    assert [r.nummer for r in journaal.lees(STANDAARD, aantal=1000)] == list(range(1, 401))


def test_a_large_body_is_kept_once_beside_the_journal(store: Store, journaal: Journaal) -> None:
    groot = b"x" * (INLINE + 1)
    journaal.noteer(regel(verzoek=groot, antwoord=groot))
    journaal.noteer(regel(verzoek=groot[:INLINE]))
    eerste, tweede = journaal.lees(STANDAARD)
    assert eerste.verzoek_blob == eerste.antwoord_blob is not None
    assert (len(eerste.verzoek), eerste.verzoek_grootte) == (journal.BEGIN_VAN_BLOB, INLINE + 1)
    assert tweede.verzoek_blob is None
    assert journaal.inhoud(STANDAARD, 1, "antwoord") == groot
    with store.open_lezing() as conn:
        assert conn.scalar(select(func.count()).select_from(tables.blob)) == 1


def test_a_body_that_is_kept_already_goes_by_its_blob(store: Store, journaal: Journaal) -> None:
    with store.ruw() as conn:
        sha256 = blobs.bewaar(conn, b"levering")
    journaal.noteer(regel(verzoek=b"lev", verzoek_blob=sha256, verzoek_grootte=8))
    (rij,) = journaal.lees(STANDAARD)
    assert (rij.verzoek, rij.verzoek_grootte) == (b"lev", 8)
    assert journaal.inhoud(STANDAARD, 1, "verzoek") == b"levering"


def test_bounded_by_number(store: Store) -> None:
    journaal = Journaal(store, max_aantal=10)
    for n in range(250):
        journaal.noteer(regel(f"/{n}"))
    journaal.spoel()
    journaal.begrens()
    assert in_store(store) == [f"/{n}" for n in range(240, 250)]
    journaal.noteer(regel("/verder"))
    assert journaal.lees(STANDAARD, nieuwste=True)[0].nummer == 251


@pytest.mark.parametrize(("maat", "over"), [(100, 5), (99, 4), (1, 1), (0, 1)])
def test_bounded_by_bytes_but_the_last_line_stays(store: Store, maat: int, over: int) -> None:
    journaal = Journaal(store, max_bytes=maat)
    for n in range(20):
        journaal.noteer(regel(f"/{n}", verzoek=b"x" * 15, antwoord=b"y" * 5))
    journaal.spoel()
    journaal.begrens()
    assert in_store(store) == [f"/{n}" for n in range(20 - over, 20)]


def test_the_writer_keeps_to_the_bounds(store: Store) -> None:
    journaal = Journaal(store, max_aantal=10)
    for n in range(600):
        journaal.noteer(regel(f"/{n}"))
    journaal.start()
    gezien = store.wijzigingen
    while len(in_store(store)) != 10:
        gezien = store.wacht_op_wijziging(gezien, 0.02)
    journaal.stop()
    assert in_store(store)[-1] == "/599"


def test_a_line_that_cannot_be_written_does_not_take_the_others_along(
    store: Store, journaal: Journaal, caplog: pytest.LogCaptureFixture
) -> None:
    journaal.noteer(regel("/voor"))
    journaal.noteer(regel("/kapot", kenmerken={"a": object()}))
    journaal.noteer(regel("/na"))
    voor, verlies, na = journaal.lees(STANDAARD)
    assert (voor.pad, na.pad) == ("/voor", "/na")
    assert verlies.regels == ["hiervoor zijn 1 regel(s) van het journaal verloren gegaan; het logboek zegt waardoor"]
    assert journaal.verloren == 1
    assert "regel niet geschreven: /kapot" in caplog.messages


def test_a_remark_is_a_line_of_no_call_once_its_transaction_is_committed(maak_kern: MaakKern) -> None:
    kern = maak_kern()

    def breekt_af() -> None:
        with kern.store.schrijf(STANDAARD) as tx:
            merk_op(tx, ["gaat niet door"], koppelvlak="proef")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breekt_af()
    with kern.store.schrijf(STANDAARD) as tx:
        merk_op(tx, ["gezien"], koppelvlak="proef", kenmerken={"a": "b"})
        assert kern.journaal.lees(STANDAARD) == []
    [regel_] = kern.journaal.lees(STANDAARD, koppelvlak="proef")
    assert (regel_.regels, regel_.kenmerken, regel_.pad) == (["gezien"], {"a": "b"}, "")
    [gebeurd] = events.lees(kern.store, STANDAARD)
    assert (gebeurd.soort, gebeurd.gegevens["regels"]) == (OPMERKING, ["gezien"])


def test_numbers_go_on_after_reopening(url: str) -> None:
    for verwacht in ([1], [1, 2]):
        store = Store(url, STIL)
        journaal = Journaal(store)
        journaal.noteer(regel())
        assert [r.nummer for r in journaal.lees(STANDAARD)] == verwacht
        journaal.stop()
        store.sluit()
