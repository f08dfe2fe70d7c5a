"""Bytes kept once, by their SHA-256: deliveries, documents, large journal bodies.

A blob lives as long as a column of type BlobRef names it. It is kept in parts, so that no large value is ever one row.
"""

import hashlib
from collections.abc import Iterator
from typing import IO

from sqlalchemy import Connection, Table, delete, insert, select, union_all

from simulator.kernel import tables

DEEL = 1 << 20


def bewaar(conn: Connection, inhoud: bytes | IO[bytes]) -> str:
    """Keep bytes, or all that an open seekable file holds; gives their SHA-256 in hex."""
    delen = _delen(inhoud)
    som = hashlib.sha256()
    grootte = 0
    for deel in delen:
        som.update(deel)
        grootte += len(deel)
    sha256 = som.hexdigest()
    if conn.scalar(select(tables.blob.c.sha256).where(tables.blob.c.sha256 == sha256)) is None:
        conn.execute(insert(tables.blob).values(sha256=sha256, grootte=grootte))
        for nummer, deel in enumerate(_delen(inhoud)):
            conn.execute(insert(tables.blobdeel).values(sha256=sha256, deel=nummer, inhoud=deel))
    return sha256


def lees(conn: Connection, sha256: str) -> bytes:
    """All bytes of a blob. Raises KeyError when there is none."""
    return b"".join(stroom(conn, sha256))


def stroom(conn: Connection, sha256: str) -> Iterator[bytes]:
    """The parts of a blob, in order. Raises KeyError when there is none."""
    if conn.scalar(select(tables.blob.c.sha256).where(tables.blob.c.sha256 == sha256)) is None:
        raise KeyError(sha256)
    deel = tables.blobdeel
    yield from conn.scalars(select(deel.c.inhoud).where(deel.c.sha256 == sha256).order_by(deel.c.deel))


def ruim_op(conn: Connection) -> int:
    """Delete the blobs that nothing names any more; gives how many."""
    kolommen = [
        (tabel, kolom)
        for tabel in tables.metadata.tables.values()
        for kolom in tabel.columns
        if isinstance(kolom.type, tables.BlobRef)
    ]
    gebruikt = union_all(*(select(kolom.label("sha256")).where(kolom.is_not(None)) for _, kolom in kolommen)).subquery()
    weg = select(tables.blob.c.sha256).where(tables.blob.c.sha256.not_in(select(gebruikt.c.sha256)))
    namen = list(conn.scalars(weg))
    for tabel in (tables.blobdeel, tables.blob):
        _verwijder(conn, tabel, namen)
    return len(namen)


def _verwijder(conn: Connection, tabel: Table, namen: list[str]) -> None:
    for begin in range(0, len(namen), 500):
        conn.execute(delete(tabel).where(tabel.c.sha256.in_(namen[begin : begin + 500])))


def _delen(inhoud: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(inhoud, bytes):
        for begin in range(0, len(inhoud), DEEL):
            yield inhoud[begin : begin + DEEL]
        return
    inhoud.seek(0)
    while deel := inhoud.read(DEEL):
        yield deel
