"""More than one process, or more than one kernel, on one database."""

import contextlib
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from simulator.kernel import blobs, events, snapshot
from simulator.kernel.agenda import MISLUKT, Taak
from simulator.kernel.journal import Journaal
from simulator.kernel.locks import MapBezet
from simulator.kernel.store import STANDAARD, Store
from simulator.kernel.transactie import Tx
from tests.kernel import kamer, verhoger
from tests.kernel.kamer import STIL, MaakKern, Ontvanger, leg_neer, waarde

ROOT = Path(__file__).parents[2]


def test_twelve_hundred_increments_from_two_processes_lose_nothing(store: Store) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    keer = 1200 // 2 // verhoger.DRADEN
    with contextlib.ExitStack() as alle:
        processen = []
        for wie in "ab":
            opdracht = [sys.executable, "-m", "tests.kernel.verhoger", url, wie, str(keer)]
            pijpen = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            processen.append(alle.enter_context(subprocess.Popen(opdracht, cwd=ROOT, text=True, **pijpen)))
        for proces in processen:
            assert proces.stdout.readline() == "klaar\n"
        for proces in processen:
            proces.stdin.write("\n")
            proces.stdin.flush()
        assert [proces.wait(120) for proces in processen] == [0, 0]
    with store.schrijf(STANDAARD) as tx:
        assert waarde(tx, "teller") == 1200
        assert tx.nummer("proef") == 1201
    gezien = events.lees(store, STANDAARD, aantal=2000)
    assert [e.nummer for e in gezien] == list(range(1, 1201))
    assert Counter(e.gegevens["wie"] for e in gezien) == {"a": 600, "b": 600}
    journaal = Journaal(store)
    regels = journaal.lees(STANDAARD, aantal=2000)
    assert [r.nummer for r in regels] == list(range(1, 1201))
    assert Counter(r.pad for r in regels) == {f"/{wie}/{n}": verhoger.DRADEN for wie in "ab" for n in range(keer)}
    journaal.stop()


def test_two_items_that_wait_for_each_other_are_both_done(maak_kern: MaakKern, ontvanger: Ontvanger) -> None:
    """Each keeps what the other keeps, in the other order; a database breaks one of them off, and it is done again."""
    samen = threading.Barrier(2)

    def bewaar(tx: Tx, gegevens: Mapping[str, Any], klaar: Any) -> None:
        eerste, tweede = gegevens["volgorde"]
        blobs.houd(tx, eerste.encode())
        with contextlib.suppress(threading.BrokenBarrierError):  # with one writer for all the other never comes
            samen.wait(1)
        blobs.houd(tx, tweede.encode())
        tx.emit("proef.bewaard")

    kern = maak_kern(kamer.bijdrage(ontvanger, bewaar=Taak(bewaar)))
    kern.store.nieuwe_omgeving("ander")
    for omgeving, volgorde in ((STANDAARD, "xy"), ("ander", "yx")):
        with kern.store.schrijf(omgeving) as tx:
            tx.plan(kamer.START, "proef.bewaar", volgorde=volgorde)
    kern.start()
    for omgeving in (STANDAARD, "ander"):
        (gebeurd,) = events.wacht(kern.store, omgeving, na=0, seconden=30)
        assert gebeurd.soort != MISLUKT


def test_a_world_can_be_made_while_all_connections_write(store: Store) -> None:
    """As many threads as there are connections each make a world within a transaction."""
    gelijk = threading.Barrier(40)
    namen = [f"o{n}" for n in range(40)]

    def maak(naam: str) -> None:
        gelijk.wait(30)
        store.nieuwe_omgeving(naam)

    draden = [threading.Thread(target=maak, args=(naam,)) for naam in namen]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(60)
    assert store.omgevingen() == sorted([*namen, STANDAARD])
    werelden = []
    for naam in namen:
        with store.lees(naam) as lezing:
            werelden.append(lezing.wereld)
    assert len(set(werelden)) == 40


def test_a_folder_is_for_one_process(tmp_path: Path) -> None:
    eerste = Store.open(tmp_path, STIL)
    with pytest.raises(MapBezet, match="draait al een simulator"):
        Store.open(tmp_path, STIL)
    eerste.sluit()
    eerste.sluit()
    Store.open(tmp_path, STIL).sluit()


def test_clearing_leaves_a_world_that_is_made_or_restored_meanwhile(store: Store) -> None:
    snapshot.neem(store, STANDAARD, "s")
    snapshot.maak_klaar(store, STANDAARD, "s")
    tussendoor = [lambda: snapshot.herstel(store, STANDAARD, "s"), lambda: snapshot.begin_opnieuw(store, STANDAARD)]

    @event.listens_for(store.engine, "after_cursor_execute")
    def bij_vraag(_conn: Any, _cursor: Any, vraag: str, *_: Any) -> None:
        if tussendoor and vraag.endswith("FROM kernel_omgeving"):
            draad = threading.Thread(target=tussendoor.pop())
            draad.start()
            draad.join(20)
            assert not draad.is_alive()

    while tussendoor:
        snapshot.ruim_op(store)
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1)
    snapshot.ruim_op(store)
    with store.lees(STANDAARD) as lezing:
        assert waarde(lezing, "x") == 1
