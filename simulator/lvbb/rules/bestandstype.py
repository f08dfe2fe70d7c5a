"""What a file is, told from its first bytes, and whether a PNG lets the background through."""

import struct
from collections.abc import Iterator

_HANDTEKENINGEN = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_KLEURTYPES_MET_ALFA = (4, 6)


def soort_van(inhoud: bytes) -> str:
    """The media type of a file, "" when it is none that we know. GML is application/xml here."""
    for handtekening, soort in _HANDTEKENINGEN:
        if inhoud.startswith(handtekening):
            return soort
    begin = inhoud[:256]
    for bom, codering in _BOMS:
        if begin.startswith(bom):
            tekst = begin[len(bom) :].decode(codering, "ignore").lstrip()
            return "application/xml" if tekst.startswith("<") else ""
    return "application/xml" if begin.lstrip().startswith((b"<", b"\x00<", b"<\x00")) else ""


def is_doorzichtig(inhoud: bytes) -> bool:
    """Whether a PNG has an alpha channel, or a transparent colour (tRNS)."""
    for soort, gegevens in _blokken(inhoud):
        if soort == b"IHDR" and len(gegevens) >= 10 and gegevens[9] in _KLEURTYPES_MET_ALFA:
            return True
        if soort == b"tRNS":
            return True
        if soort == b"IDAT":
            return False
    return False


def _blokken(inhoud: bytes) -> Iterator[tuple[bytes, bytes]]:
    plek = 8
    while plek + 8 <= len(inhoud):
        lengte, soort = struct.unpack_from(">I4s", inhoud, plek)
        yield soort, inhoud[plek + 8 : plek + 8 + lengte]
        plek += 12 + lengte
