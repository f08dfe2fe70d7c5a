"""Omgevingen: made, branched, compared, and removed without leaving anything."""

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from simulator.kernel import blobs, events, omgevingen, snapshot, tables
from simulator.kernel.journal import Inschrijving
from simulator.kernel.kern import Kern
from simulator.kernel.omgevingen import NaamOngeldig, OmgevingBestaat, StandaardBlijft
from simulator.kernel.snapshot import SnapshotOnbekend
from simulator.kernel.store import STANDAARD, Begin, OmgevingOnbekend, Store
from simulator.kernel.verschil import Kant, verschil
from tests.kernel.kamer import DAG, START, MaakKern, Ontvanger, ding, leg_neer, waarde, weigering


def leg(store: Store, omgeving: str, naam: str, getal: int, **meer: Any) -> None:
    with store.schrijf(omgeving) as tx:
        leg_neer(tx, naam, getal, **meer)
        tx.emit("proef.gelegd", naam=naam)


def staat(store: Store, omgeving: str, naam: str) -> int | None:
    with store.lees(omgeving) as lezing:
        return waarde(lezing, naam)


def sporen(store: Store, naam: str) -> dict[str, int]:
    """How many rows of every table speak of an omgeving."""
    with store.open_lezing() as conn:
        return {
            t.name: aantal
            for t in tables.metadata.sorted_tables
            for kolom in [t.c.get("omgeving", t.c.get("naam") if t is tables.omgeving else None)]
            if kolom is not None and (aantal := conn.scalar(select(func.count()).select_from(t).where(kolom == naam)))
        }


def test_an_empty_one_has_a_start_of_its_own_also_after_a_reset(store: Store) -> None:
    begin = Begin(zaad=9, moment=START + 100 * DAG, snelheid=0)
    omgevingen.maak(store, "team-1", begin)
    omgevingen.maak(store, "team-2")
    leg(store, "team-1", "x", 1)
    snapshot.begin_opnieuw(store, "team-1")
    for naam, moment, zaad in (("team-1", START + 100 * DAG, 9), ("team-2", START, 7)):
        with store.lees(naam) as lezing:
            assert (lezing.nu, lezing.zaad, waarde(lezing, "x")) == (moment, zaad, None)
    assert [(o.naam, o.begin.zaad) for o in omgevingen.lijst(store)] == [("standaard", 7), ("team-1", 9), ("team-2", 7)]


@pytest.mark.parametrize("naam", ["", "A", "a b", "a/b", "é", "a.b", "x" * 41, "a\n"])
def test_a_name_that_cannot_be(store: Store, naam: str) -> None:
    with pytest.raises(NaamOngeldig):
        omgevingen.maak(store, naam)
    with pytest.raises(NaamOngeldig):
        omgevingen.vertak(store, naam, STANDAARD)
    assert store.omgevingen() == [STANDAARD]


def test_what_is_there_or_is_not(store: Store) -> None:
    leg(store, STANDAARD, "x", 1)
    omgevingen.maak(store, "a")
    for naam in ("a", STANDAARD):
        with pytest.raises(OmgevingBestaat):
            omgevingen.maak(store, naam)
    assert staat(store, STANDAARD, "x") == 1
    assert len(events.lees(store, STANDAARD)) == 1
    with pytest.raises(OmgevingOnbekend):
        omgevingen.vertak(store, "b", "niets")
    with pytest.raises(SnapshotOnbekend):
        omgevingen.vertak(store, "b", "a", "niets")
    with pytest.raises(OmgevingOnbekend):
        omgevingen.verwijder(store, "b")
    with pytest.raises(StandaardBlijft):
        omgevingen.verwijder(store, STANDAARD)
    with pytest.raises(OmgevingOnbekend):
        omgevingen.stel_in(store, "b", kleur="geel")
    assert store.omgevingen() == ["a", STANDAARD]


def test_a_branch_goes_on_by_itself(store: Store) -> None:
    omgevingen.stel_in(store, STANDAARD, kleur="geel", streng=False)
    leg(store, STANDAARD, "x", 1)
    snapshot.neem(store, STANDAARD, "s")
    leg(store, STANDAARD, "x", 2)
    omgevingen.vertak(store, "nu", STANDAARD, streng=True)
    omgevingen.vertak(store, "toen", STANDAARD, "s")
    assert [staat(store, o, "x") for o in ("nu", "toen")] == [2, 1]
    assert omgevingen.een(store, "nu").instellingen == {"kleur": "geel", "streng": True}
    leg(store, "nu", "x", 3)
    snapshot.begin_opnieuw(store, "toen")
    assert [staat(store, o, "x") for o in (STANDAARD, "nu", "toen")] == [2, 3, None]
    assert [e.nummer for e in events.lees(store, "nu")] == [1]
    snapshot.herstel(store, STANDAARD, "s")
    assert snapshot.lijst(store, "nu") == []


def test_a_branch_of_a_running_clock_goes_on_from_the_same_moment(maak_kern: MaakKern) -> None:
    kern = maak_kern(begin=Begin(1, START, 1000.0))
    omgevingen.vertak(kern.store, "tak", STANDAARD)
    with kern.store.lees(STANDAARD) as eerst:
        pass
    with kern.store.lees("tak") as lezing:
        assert lezing.nu >= START
        assert lezing.stand.snelheid == 1000.0
        assert lezing.stand.virtueel <= eerst.nu


@pytest.fixture
def gevuld(maak_kern: MaakKern) -> Kern:
    """A kernel with an omgeving `weg` that holds something of everything."""
    kern = maak_kern()
    store = kern.store
    omgevingen.maak(store, "weg")
    for omgeving in ("weg", STANDAARD):
        for n in range(60):
            leg(store, omgeving, f"x{n}", n)
            kern.journaal.noteer(Inschrijving(omgeving, START, pad=f"/{n}", verzoek=b"x" * (2 << 20 if n == 3 else 10)))
        with store.schrijf(omgeving) as tx:
            blobs.houd(tx, f"blob van {omgeving}".encode())
            tx.plan(START + DAG, "proef.tel", naam="x")
    snapshot.neem(store, "weg", "s")
    snapshot.maak_klaar(store, "weg", "s")
    kern.journaal.spoel()
    return kern


def test_removal_leaves_nothing(gevuld: Kern) -> None:
    store = gevuld.store
    assert sporen(store, "weg").keys() >= {
        "kernel_omgeving",
        "kernel_snapshot",
        "kernel_journaal",
        "kernel_gebeurtenis",
    }
    voor = sporen(store, STANDAARD), snapshot.inhoud(store, STANDAARD)
    with store.lees("weg") as lezing:
        werelden = {lezing.wereld}
    with store.open_lezing() as conn:
        werelden |= set(conn.execute(select(tables.snapshot.c.wereld, tables.snapshot.c.kopie)).one())
    gevuld.verwijder_omgeving("weg")
    gevuld.journaal.noteer(Inschrijving("weg", START, pad="/te-laat"))
    gevuld.journaal.spoel()
    assert sporen(store, "weg") == {}
    assert snapshot.ruim_op(store) == 3
    with store.open_lezing() as conn:
        for tabel in tables.wereld_tabellen():
            over = select(func.count()).select_from(tabel).where(tabel.c.wereld.in_(werelden))
            assert conn.scalar(over) == 0, tabel.name
    assert (sporen(store, STANDAARD), snapshot.inhoud(store, STANDAARD)) == voor


def test_a_name_comes_back_empty_also_when_removing_was_broken_off(gevuld: Kern) -> None:
    store = gevuld.store
    with store.ruw("weg") as conn:  # as far as a crash after the first step leaves it
        conn.execute(tables.omgeving.delete().where(tables.omgeving.c.naam == "weg"))
    assert sporen(store, "weg")["kernel_journaal"] == 60
    omgevingen.maak(store, "weg")
    assert gevuld.journaal.lees("weg") == []
    assert events.lees(store, "weg") == []
    assert staat(store, "weg", "x1") is None


def test_the_background_clears_what_a_removal_left(gevuld: Kern) -> None:
    store = gevuld.store
    with store.ruw("weg") as conn:
        conn.execute(tables.omgeving.delete().where(tables.omgeving.c.naam == "weg"))
    omgevingen.ruim_op(store, lambda: True)
    assert sporen(store, "weg")["kernel_journaal"] == 60
    omgevingen.ruim_op(store, lambda: False)
    assert {"kernel_journaal", "kernel_gebeurtenis"} & sporen(store, "weg").keys() == set()
    assert sporen(store, STANDAARD)["kernel_journaal"] == 60


def test_agenda_threads_follow(maak_kern: MaakKern) -> None:
    kern = maak_kern()
    kern.start()

    def draden() -> set[str]:
        return {d.name for d in threading.enumerate() if d.name.startswith("agenda-") and d.is_alive()}

    omgevingen.maak(kern.store, "na-start")
    with kern.store.schrijf("na-start") as tx:
        tx.plan(START, "proef.tel", naam="x")
    assert events.wacht(kern.store, "na-start", na=0, seconden=30)
    assert "agenda-na-start" in draden()
    (draad,) = (d for d in threading.enumerate() if d.name == "agenda-na-start")
    kern.verwijder_omgeving("na-start")
    draad.join(30)
    assert not draad.is_alive()
    omgevingen.maak(kern.store, "na-start")
    with kern.store.schrijf("na-start") as tx:
        tx.plan(START, "proef.tel", naam="x")
    assert events.wacht(kern.store, "na-start", na=0, seconden=30)


def test_a_message_under_way_of_one_that_is_removed(
    maak_kern: MaakKern, ontvanger: Ontvanger, caplog: pytest.LogCaptureFixture
) -> None:
    kern = maak_kern()
    omgevingen.maak(kern.store, "weg")
    with kern.store.schrijf("weg") as tx:
        tx.verstuur("proef.bericht", naam="x")
    ontvanger.tussendoor = lambda: kern.verwijder_omgeving("weg")
    ontvanger.fouten.append(weigering())
    with pytest.raises(OmgevingOnbekend):
        kern.outbox.leeg("weg")
    assert len(ontvanger.ids) == 1
    assert sporen(kern.store, "weg") == {}
    assert not [r for r in caplog.records if r.exc_info]


def test_work_in_one_does_not_wake_the_agenda_of_another(store: Store) -> None:
    omgevingen.maak(store, "a")
    gezien, ander = store.werk.van(STANDAARD).stand, store.werk.van("a").stand
    vers = store.vers(STANDAARD)
    with store.schrijf("a") as tx:
        tx.plan(START, "proef.tel", naam="x")
    assert store.werk.van("a").stand > ander
    assert store.werk.van(STANDAARD).stand == gezien
    assert store.vers(STANDAARD) == vers


def test_what_differs(store: Store) -> None:
    leg(store, STANDAARD, "blijft", 1, gegevens={"a": 1})
    leg(store, STANDAARD, "gaat", 1)
    leg(store, STANDAARD, "wordt", 1)
    snapshot.neem(store, STANDAARD, "voor")
    voor, nu = Kant(STANDAARD, "voor"), Kant(STANDAARD)
    assert verschil(store, voor, nu).tabellen == ()
    omgevingen.vertak(store, "tak", STANDAARD)
    for n in range(5):
        leg(store, "tak", f"nieuw{n}", n)
    leg(store, "tak", "wordt", 2, gegevens={"lang": "é" * 500})
    with store.schrijf("tak") as tx:
        tx.verwijder(ding, ding.c.naam == "gaat")
    (tabel,) = verschil(store, voor, Kant("tak")).tabellen
    assert (tabel.tabel, tabel.erbij, tabel.weg, tabel.anders) == ("proef_ding", 5, 1, 1)
    assert [r.sleutel["naam"] for r in tabel.voorbeelden_erbij] == ["nieuw0", "nieuw1", "nieuw2"]
    assert [r.sleutel["naam"] for r in tabel.voorbeelden_weg] == ["gaat"]
    (anders,) = tabel.voorbeelden_anders
    assert anders.sleutel == {"soort": "a", "naam": "wordt"}
    assert anders.velden["waarde"] == (1, 2)
    assert len(anders.velden["gegevens"][1]) == 201
    (terug,) = verschil(store, Kant("tak"), voor).tabellen
    assert (terug.erbij, terug.weg, terug.anders) == (1, 5, 1)
    with pytest.raises(SnapshotOnbekend):
        verschil(store, Kant("tak", "voor"), nu)
    with pytest.raises(OmgevingOnbekend):
        verschil(store, Kant("niets"), nu)


def test_a_name_that_comes_back_again_and_again_has_its_agenda(maak_kern: MaakKern) -> None:
    kern = maak_kern()
    kern.start()
    for _ in range(20):
        kern.maak_omgeving("steeds")
        with kern.store.schrijf("steeds") as tx:
            tx.plan(START, "proef.tel", naam="x")
        (gebeurd,) = events.wacht(kern.store, "steeds", na=0, seconden=30)
        assert gebeurd.nummer == 1
        kern.verwijder_omgeving("steeds")
