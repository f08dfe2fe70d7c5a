"""Blobs: kept once, never deleted while a column names them."""

import hashlib
import io
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from simulator.kernel import blobs, snapshot, tables
from simulator.kernel.blobs import DEEL
from simulator.kernel.journal import INLINE, Inschrijving, Journaal
from simulator.kernel.store import STANDAARD, Store
from tests.kernel.kamer import START, ding, leg_neer

METEEN = timedelta(0)


def bewaar(store: Store, inhoud: bytes) -> str:
    with store.ruw() as conn:
        return blobs.bewaar(conn, inhoud)


def delen(store: Store) -> int:
    with store.open_lezing() as conn:
        return conn.scalar(select(func.count()).select_from(tables.blobdeel)) or 0


def ruim_op(store: Store, respijt: timedelta = METEEN) -> int:
    with store.ruw() as conn:
        return blobs.ruim_op(conn, respijt)


@pytest.mark.parametrize("lengte", [0, 1, DEEL - 1, DEEL, DEEL + 1, 3 * DEEL])
def test_kept_in_parts_and_read_back(store: Store, lengte: int) -> None:
    inhoud = (b"0123456789abcdef" * (lengte // 16 + 1))[:lengte]
    sha256 = bewaar(store, inhoud)
    assert sha256 == hashlib.sha256(inhoud).hexdigest()
    with store.open_lezing() as conn:
        assert blobs.lees(conn, sha256) == inhoud
    assert delen(store) == -(-lengte // DEEL)


def test_kept_once_from_bytes_and_from_a_file(store: Store) -> None:
    een = bewaar(store, b"x" * (DEEL + 5))
    with store.ruw() as conn:
        bestand = io.BytesIO(b"x" * (DEEL + 5))
        bestand.seek(7)
        assert blobs.bewaar(conn, bestand) == een
    assert delen(store) == 2


def test_one_that_is_not_there(store: Store) -> None:
    with store.open_lezing() as conn, pytest.raises(KeyError):
        blobs.lees(conn, "0" * 64)


def test_only_what_nothing_names_goes(store: Store) -> None:
    los, vast, momentopname = (bewaar(store, inhoud) for inhoud in (b"los", b"vast", b"momentopname"))
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1, inhoud=momentopname)
    snapshot.neem(store, STANDAARD, "s")
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1, inhoud=vast)
    journaal = Journaal(store)
    journaal.noteer(Inschrijving(STANDAARD, START, antwoord=b"z" * (INLINE + 1)))
    journaal.spoel()
    assert ruim_op(store) == 1
    with store.open_lezing() as conn:
        assert set(conn.scalars(select(tables.blob.c.sha256))) == {
            vast,
            momentopname,
            hashlib.sha256(b"z" * (INLINE + 1)).hexdigest(),
        }
        with pytest.raises(KeyError):
            blobs.lees(conn, los)
    assert ruim_op(store) == 0


def test_what_was_kept_a_moment_ago_waits_for_its_name(store: Store) -> None:
    sha256 = bewaar(store, b"straks")
    assert ruim_op(store, blobs.RESPIJT) == 0
    with store.schrijf(STANDAARD) as tx:
        leg_neer(tx, "x", 1, inhoud=sha256)
    assert ruim_op(store) == 0
    with store.schrijf(STANDAARD) as tx:
        tx.verwijder(ding)
    assert ruim_op(store) == 1


def test_kept_again_while_the_parts_of_before_are_being_cleared(store: Store) -> None:
    inhoud = b"w" * (2 * DEEL + 1)
    bewaar(store, inhoud)
    with store.ruw() as conn:
        assert blobs.ruim_op(conn, METEEN, maximum=10) == 1
        assert blobs.wis_delen(conn, 1) == 1
    sha256 = bewaar(store, inhoud)
    with store.ruw() as conn:
        assert blobs.wis_delen(conn, 10) == 0
        assert blobs.lees(conn, sha256) == inhoud


def test_step_by_step(store: Store) -> None:
    for n in range(3):
        bewaar(store, bytes([n]) * (2 * DEEL))
    assert blobs.ruim_stap_voor_stap(store, lambda: True, METEEN) == 0
    assert blobs.ruim_stap_voor_stap(store, lambda: False, METEEN) == 3
    assert delen(store) == 0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.binary(max_size=6), st.booleans()))
def test_whatever_is_named_stays(store: Store, inhouden: dict[bytes, bool]) -> None:
    with store.ruw() as conn:
        namen = {inhoud: blobs.bewaar(conn, inhoud) for inhoud in inhouden}
    with store.schrijf(STANDAARD) as tx:
        tx.verwijder(ding)
        for inhoud, genoemd in inhouden.items():
            if genoemd:
                rij = {"wereld": tx.wereld, "soort": "b", "naam": inhoud.hex(), "waarde": 0, "inhoud": namen[inhoud]}
                tx.conn.execute(insert(ding).values(**rij))
    ruim_op(store)
    with store.open_lezing() as conn:
        assert set(conn.scalars(select(tables.blob.c.sha256))) == {
            namen[i] for i, genoemd in inhouden.items() if genoemd
        }


def test_held_for_as_long_as_its_world_lives(store: Store) -> None:
    with store.schrijf(STANDAARD) as tx:
        sha256 = blobs.houd(tx, b"alleen in een gebeurtenis genoemd")
        assert blobs.houd(tx, io.BytesIO(b"alleen in een gebeurtenis genoemd")) == sha256
    assert ruim_op(store) == 0
    snapshot.neem(store, STANDAARD, "s")
    snapshot.begin_opnieuw(store, STANDAARD)
    snapshot.ruim_op(store)
    assert ruim_op(store) == 0
    with store.ruw() as conn:
        conn.execute(delete(tables.snapshot))
    snapshot.ruim_op(store)
    assert ruim_op(store) == 1


def test_as_an_open_file(store: Store) -> None:
    inhoud = b"x" * (2 * DEEL + 1)
    sha256 = bewaar(store, inhoud)
    with store.open_lezing() as conn, blobs.open_bestand(conn, sha256) as bestand:
        assert bestand.read() == inhoud
