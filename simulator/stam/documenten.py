"""The documents of a verzoek: their rows, and their bytes as a stream from any place.

The bytes of a document stand in a blob, or are made of its `zaad` each time they are asked for: the same bytes for the
same zaad, mediatype and size, so that 200 MB costs a row in the store and a few pieces in memory. What is made is a
real file where that can be: a PDF, a PNG or a text that opens, filled up to exactly its size.
"""

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from simulator.kernel import blobs
from simulator.kernel.transactie import Tx
from simulator.stam import tables
from simulator.stam.model import Bestand

STUK = 1 << 16
"""What a stream gives at a time, in bytes, at most."""
PDF, PNG, TEKST = "application/pdf", "image/png", "text/plain"
MEDIATYPEN = {"pdf": PDF, "png": PNG, "txt": TEKST}
ANDERS = "application/octet-stream"


class BestandOnjuist(ValueError):
    """A document cannot be kept as it was given; the text is Dutch."""


@dataclass(frozen=True)
class _Vorm:
    """A made document: what it begins with, its filler in pieces of STUK bytes, and what it ends with."""

    kop: bytes
    vulling: int
    stuk: Callable[[int], bytes]
    staart: bytes = b""


def mediatype_van(bestandsnaam: str) -> str:
    """The mediatype that goes with the extension of a name; ANDERS when it says nothing to us."""
    return MEDIATYPEN.get(bestandsnaam.rpartition(".")[2].lower(), ANDERS)


def bewaar(tx: Tx, verzoeknummer: str, volgnummer: int, bestanden: Sequence[Bestand]) -> None:
    """Insert the rows of documents that a version brings; one that the verzoek has already is left as it is.

    Raises BestandOnjuist when a document has neither bytes nor zaad, or bytes of another size.
    """
    d = tables.document
    bekend = {rij.document_id for rij in tx.alle_met(d, verzoeknummer=verzoeknummer)} if volgnummer else set()
    rijen: dict[str, dict[str, Any]] = {}
    for bestand in bestanden:
        document = bestand.document
        if document.document_id in bekend:
            continue
        _toets(bestand)
        rijen[document.document_id] = {
            "verzoeknummer": verzoeknummer,
            "document_id": document.document_id,
            "volgnummer": volgnummer,
            "bestandsnaam": document.bestandsnaam,
            "mediatype": document.mediatype,
            "grootte": document.grootte,
            "vertrouwelijk": document.vertrouwelijk,
            "zaad": bestand.zaad,
            "blob": None if bestand.inhoud is None else blobs.bewaar(tx.conn, bestand.inhoud),
        }
    tx.voeg_alle_toe(d, list(rijen.values()))


def stroom(conn: Connection, rij: Any, begin: int = 0, einde: int | None = None) -> Iterator[bytes]:
    """The bytes of a row of stam_document from `begin` up to `einde` (not included; None: to the end).

    In pieces of at most STUK bytes. Places past the end give nothing. Raises KeyError when its blob is gone.
    """
    grootte = int(rij.grootte)
    tot = grootte if einde is None else min(einde, grootte)
    if rij.blob is None:
        yield from gemaakt(rij.zaad, rij.mediatype, grootte, begin, tot)
        return
    for deel in blobs.bereik(conn, rij.blob, begin, tot):
        yield from (deel[plaats : plaats + STUK] for plaats in range(0, len(deel), STUK))


def sha256(rij: Any) -> str:
    """The SHA-256, in hex, of the bytes of a row of stam_document."""
    return str(rij.blob) if rij.blob is not None else som(rij.zaad, rij.mediatype, int(rij.grootte))


@lru_cache(maxsize=1024)
def som(zaad: str, mediatype: str, grootte: int) -> str:
    """The SHA-256, in hex, of a document that is made."""
    teller = hashlib.sha256()
    for deel in gemaakt(zaad, mediatype, grootte):
        teller.update(deel)
    return teller.hexdigest()


def gemaakt(zaad: str, mediatype: str, grootte: int, begin: int = 0, einde: int | None = None) -> Iterator[bytes]:
    """The bytes of a made document from `begin` up to `einde`, in pieces of at most STUK.

    A PDF or PNG that is too small to be one (some hundreds of bytes) begins like one.
    """
    tot = grootte if einde is None else min(einde, grootte)
    plaats = max(begin, 0)
    if plaats >= tot:
        return
    vorm = _vorm(zaad, mediatype, grootte)
    na_kop = len(vorm.kop)
    na_vulling = na_kop + vorm.vulling
    if plaats < na_kop:
        yield vorm.kop[plaats:tot]
        plaats = na_kop
    while plaats < min(tot, na_vulling):
        nummer, verschil = divmod(plaats - na_kop, STUK)
        lengte = min(STUK - verschil, min(tot, na_vulling) - plaats)
        yield vorm.stuk(nummer)[verschil : verschil + lengte]
        plaats += lengte
    if plaats < tot:
        yield vorm.staart[plaats - na_vulling : tot - na_vulling]


def _toets(bestand: Bestand) -> None:
    naam, grootte = bestand.document.bestandsnaam, bestand.document.grootte
    if bestand.inhoud is None and not bestand.zaad:
        raise BestandOnjuist(f"van het document {naam} is geen inhoud gegeven")
    if bestand.inhoud is not None and len(bestand.inhoud) != grootte:
        raise BestandOnjuist(f"het document {naam} is {len(bestand.inhoud)} bytes groot, opgegeven is {grootte}")
    if grootte < 0:
        raise BestandOnjuist(f"het document {naam} kan geen {grootte} bytes groot zijn")


def _vorm(zaad: str, mediatype: str, grootte: int) -> _Vorm:
    makers = {PDF: _pdf, PNG: _png, TEKST: _tekst}
    vorm = makers[mediatype](zaad, grootte) if mediatype in makers else _ruis(b"", zaad, grootte)
    if vorm is None:  # too small for the real thing
        begin = {PDF: b"%PDF-1.4\n", PNG: _PNG_MERK}[mediatype][:grootte]
        return _ruis(begin, zaad, grootte - len(begin))
    return vorm


def _grond(zaad: str, vulling: int) -> bytes:
    """What every piece of filler is made of; a short one is the beginning of a long one."""
    return hashlib.shake_256(zaad.encode()).digest(min(vulling, STUK))


def _genummerd(grond: bytes, nummer: int) -> bytes:
    """A piece that tells its place, so that two pieces that changed places do not go unseen."""
    return (b"%08d" % nummer)[: len(grond)] + grond[8:]


def _ruis(kop: bytes, zaad: str, vulling: int, staart: bytes = b"") -> _Vorm:
    grond = _grond(zaad, vulling)
    return _Vorm(kop, vulling, lambda nummer: _genummerd(grond, nummer), staart)


_LETTERS = (b"eeeennnaairrttoodslg " * 13)[:256]


def _tekst(zaad: str, grootte: int) -> _Vorm:
    """Letters and spaces, in lines."""
    kop = b"Fictief document. De rest van deze tekst betekent niets.\n"[:grootte]
    ruw = _grond(zaad, grootte - len(kop)).translate(_LETTERS)
    regels = b"\n".join(ruw[plaats : plaats + 79] for plaats in range(0, len(ruw), 79))[: len(ruw)]
    return _Vorm(kop, grootte - len(kop), lambda nummer: _genummerd(regels, nummer))


def _pdf(zaad: str, grootte: int) -> _Vorm | None:
    """A page with one line on it, and the filler in a stream that no page shows."""
    merk = hashlib.sha256(zaad.encode()).hexdigest()[:16]
    inhoud = f"BT /F1 14 Tf 60 760 Td (Fictief document {merk}) Tj ET"
    objecten = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        f"<< /Length {len(inhoud)} >>\nstream\n{inhoud}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Font << /F1 5 0 R >> >>",
    )
    kop, plaatsen = "%PDF-1.4\n", []
    for nummer, tekst in enumerate(objecten, start=1):
        plaatsen.append(len(kop))
        kop += f"{nummer} 0 obj\n{tekst}\nendobj\n"
    plaatsen.append(len(kop))
    kop += "7 0 obj\n<< /Length {vulling:010d} >>\nstream\n"
    einde = "\nendstream\nendobj\n"
    kruis = "".join(f"{plaats:010d} 00000 n \n" for plaats in plaatsen)
    staart = f"{einde}xref\n0 8\n0000000000 65535 f \n{kruis}trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n"
    staart += "{xref:010d}\n%%EOF\n"
    # The numbers that depend on the size have a fixed width, so that they do not change it.
    vast = len(kop.replace("{vulling:010d}", "0" * 10)) + len(staart.replace("{xref:010d}", "0" * 10))
    vulling = grootte - vast
    if vulling < 0:
        return None
    kop = kop.replace("{vulling:010d}", f"{vulling:010d}")
    staart = staart.replace("{xref:010d}", f"{len(kop) + vulling + len(einde):010d}")
    return _ruis(kop.encode(), zaad, vulling, staart.encode())


_PNG_MERK = b"\x89PNG\r\n\x1a\n"
_ZIJDE = 64
_STUKKOP = 12
"""The length, the name and the check of a chunk of a PNG, in bytes."""


def _png(zaad: str, grootte: int) -> _Vorm | None:
    """A grey square, and the filler in chunks of our own that every reader passes over."""
    merk = hashlib.sha256(zaad.encode()).digest()
    beeld = b"".join(b"\0" + bytes((x * y + merk[y % 32]) % 256 for x in range(_ZIJDE)) for y in range(_ZIJDE))
    kop = _PNG_MERK + _chunk(b"IHDR", struct.pack(">IIBBBBB", _ZIJDE, _ZIJDE, 8, 0, 0, 0, 0))
    kop += _chunk(b"IDAT", zlib.compress(beeld))
    staart = _chunk(b"IEND", b"")
    vulling = grootte - len(kop) - len(staart)
    if vulling < _STUKKOP:
        return None
    rest = vulling % STUK
    if 0 < rest < _STUKKOP:  # no chunk is that small: a chunk before the filler takes what the last one lacks
        kop += _chunk(b"ruIs", merk[:_STUKKOP])
        vulling -= 2 * _STUKKOP
    grond = _grond(zaad, vulling)

    def stuk(nummer: int) -> bytes:
        lengte = min(STUK, vulling - nummer * STUK) - _STUKKOP
        return _chunk(b"ruIs", _genummerd(grond[:lengte], nummer))

    return _Vorm(kop, vulling, stuk, staart)


def _chunk(soort: bytes, inhoud: bytes) -> bytes:
    return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))
