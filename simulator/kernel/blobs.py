"""Bytes kept once, by their SHA-256: deliveries, documents, large journal bodies.

A blob lives as long as a column of type BlobRef names it, and for a while after it was last kept: who keeps it first
and names it in a later transaction is safe. It is kept in parts, so that no large value is ever one row.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import IO, cast

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from simulator.kernel import clock, database, tables
from simulator.kernel.store import Store
from simulator.kernel.transactie import Tx

DEEL = 1 << 20
IN_GEHEUGEN = 16 << 20
RESPIJT = timedelta(hours=1)
_SLOT = "blobs"
_STAP = 4
_PROEF = 100_001


def bewaar(conn: Connection, inhoud: bytes | IO[bytes]) -> str:
    """Keep bytes, or all that an open seekable file holds; gives their SHA-256 in hex."""
    som = hashlib.sha256()
    grootte = 0
    for deel in _delen(inhoud):
        som.update(deel)
        grootte += len(deel)
    sha256 = som.hexdigest()
    database.slot(conn, _SLOT, gedeeld=True)
    bewaard = clock.echt_nu()
    if database.voeg_toe_als_nieuw(conn, tables.blob, sha256=sha256, grootte=grootte, bewaard=bewaard):
        conn.execute(delete(tables.blobdeel).where(tables.blobdeel.c.sha256 == sha256))  # of one that is being cleared
        for nummer, deel in enumerate(_delen(inhoud)):
            conn.execute(insert(tables.blobdeel).values(sha256=sha256, deel=nummer, inhoud=deel))
    else:  # one kept a moment ago is left alone: who changes its row makes all others wait that keep it too
        oud = (tables.blob.c.sha256 == sha256, tables.blob.c.bewaard < bewaard - RESPIJT / 4)
        conn.execute(update(tables.blob).where(*oud).values(bewaard=bewaard))
    return sha256


def lees(conn: Connection, sha256: str) -> bytes:
    """All bytes of a blob. Raises KeyError when there is none."""
    return b"".join(stroom(conn, sha256))


def stroom(conn: Connection, sha256: str) -> Iterator[bytes]:
    """The parts of a blob, in order. Raises KeyError when there is none."""
    if conn.scalar(select(tables.blob.c.sha256).where(tables.blob.c.sha256 == sha256)) is None:
        raise KeyError(sha256)
    deel = tables.blobdeel
    vraag = select(deel.c.inhoud).where(deel.c.sha256 == sha256).order_by(deel.c.deel)
    # Closed also when the reader stops halfway or the connection goes: else PostgreSQL keeps a cursor open.
    with contextlib.closing(conn.scalars(vraag.execution_options(yield_per=_STAP))) as delen:
        yield from delen


def bereik(conn: Connection, sha256: str, begin: int, einde: int) -> Iterator[bytes]:
    """The bytes of a blob from `begin` up to `einde` (not included), without reading what lies outside.

    Raises KeyError when there is none.
    """
    if conn.scalar(select(tables.blob.c.sha256).where(tables.blob.c.sha256 == sha256)) is None:
        raise KeyError(sha256)
    if begin >= einde:
        return
    deel = tables.blobdeel
    binnen = (deel.c.deel >= begin // DEEL, deel.c.deel <= (einde - 1) // DEEL)
    vraag = select(deel.c.deel, deel.c.inhoud).where(deel.c.sha256 == sha256, *binnen).order_by(deel.c.deel)
    for nummer, inhoud in conn.execute(vraag.execution_options(yield_per=_STAP)):
        plaats = nummer * DEEL
        yield inhoud[max(begin - plaats, 0) : einde - plaats]


def houd(tx: Tx, inhoud: bytes | IO[bytes]) -> str:
    """Keep bytes for as long as this world lives, also where only plain data name them; gives their SHA-256."""
    sha256 = bewaar(tx.conn, inhoud)
    if tx.rij(tables.blobgebruik, tables.blobgebruik.c.sha256 == sha256) is None:
        tx.voeg_toe(tables.blobgebruik, sha256=sha256)
    return sha256


@contextlib.contextmanager
def open_bestand(conn: Connection, sha256: str) -> Iterator[IO[bytes]]:
    """A blob as an open file at its beginning; a large one stays out of memory. Raises KeyError when there is none."""
    with tempfile.SpooledTemporaryFile(max_size=IN_GEHEUGEN) as bestand:
        for deel in stroom(conn, sha256):
            bestand.write(deel)
        bestand.seek(0)
        yield cast(IO[bytes], bestand)


def ruim_op(conn: Connection, respijt: timedelta = RESPIJT, maximum: int | None = None) -> int:
    """Delete the blobs that nothing names any more and that were last kept longer ago than `respijt` (real time).

    maximum: no more than this many, and leave their parts to `wis_delen`; gives how many.
    """
    if not database.probeer_slot(conn, _SLOT):
        return 0
    weg = select(tables.blob.c.sha256).where(tables.blob.c.bewaard <= clock.echt_nu() - respijt, *_ongenoemd())
    namen = list(conn.scalars(weg.limit(maximum)))
    for begin in range(0, len(namen), 500):
        conn.execute(delete(tables.blob).where(tables.blob.c.sha256.in_(namen[begin : begin + 500])))
    while maximum is None and wis_delen(conn, 500):
        pass
    return len(namen)


def wis_delen(conn: Connection, maximum: int) -> int:
    """Delete so many parts of blobs that are gone; gives how many."""
    deel = tables.blobdeel
    wees = ~exists().where(tables.blob.c.sha256 == deel.c.sha256)
    if not database.probeer_slot(conn, _SLOT):
        return 0
    rijen = conn.execute(select(deel.c.sha256, deel.c.deel).where(wees).limit(maximum)).all()
    for rij in rijen:
        conn.execute(delete(deel).where(deel.c.sha256 == rij.sha256, deel.c.deel == rij.deel))
    return len(rijen)


def ruim_stap_voor_stap(store: Store, stop: Callable[[], bool], respijt: timedelta = RESPIJT) -> int:
    """`ruim_op` and `wis_delen` in small transactions, so that no writer waits long; gives how many blobs went."""
    aantal = 0
    while not stop():
        with store.ruw() as conn:
            gegaan = ruim_op(conn, respijt, maximum=50)
        aantal += gegaan
        if not gegaan:
            break
    while not stop():
        with store.ruw() as conn:
            if not wis_delen(conn, _STAP):
                break
    return aantal


def proef(store: Store) -> None:
    """Keep something of the size of a small delivery and take it away again. Raises what the database says."""
    inhoud = b"\0" * _PROEF
    sha256 = hashlib.sha256(inhoud).hexdigest()
    with store.ruw() as conn:
        conn.execute(delete(tables.blobdeel).where(tables.blobdeel.c.sha256 == sha256))
        conn.execute(insert(tables.blobdeel).values(sha256=sha256, deel=0, inhoud=inhoud))
    with store.ruw() as conn:
        conn.execute(delete(tables.blobdeel).where(tables.blobdeel.c.sha256 == sha256))


def _ongenoemd() -> list[ColumnElement[bool]]:
    kolommen = [
        kolom
        for tabel in tables.metadata.tables.values()
        for kolom in tabel.columns
        if isinstance(kolom.type, tables.BlobRef)
    ]
    return [~exists().where(kolom == tables.blob.c.sha256).correlate(tables.blob) for kolom in kolommen]


def _delen(inhoud: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(inhoud, bytes):
        for begin in range(0, len(inhoud), DEEL):
            yield inhoud[begin : begin + DEEL]
        return
    inhoud.seek(0)
    while deel := inhoud.read(DEEL):
        yield deel
