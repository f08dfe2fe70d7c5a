"""The one way in for zip files: names and sizes are hostile until shown otherwise.

ZipFout
├── ZipOnleesbaar    no zip, cut off, encrypted, or an entry whose bytes do not fit its checksum
└── ZipTeGroot       more entries, or more bytes when unpacked, than the limits

Nothing is ever written to disk under a name from the zip, so a path in a name is data like any other: the rules judge
it (LVBB1004). Limits: docs/bronnen.md#lvbb-zip (LVBB1040, LVBB1041).
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import SEEK_END
from typing import IO, cast

MAX_ZIP = 1024**3
MAX_BESTAND = 100 * 1024 * 1024
MAX_UITGEPAKT = 2 * 1024**3
MAX_AANTAL = 20_000
MAX_VERHOUDING = 100
"""How many times its own size a zip may be when unpacked, and ALTIJD bytes in any case."""
ALTIJD = 256 * 1024**2
_DEEL = 1 << 20
_MAX_LEES = 16 << 20  # zipfile reads the whole list of entries at once; this is one of some 200,000
_SOORTEN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# zipfile raises RuntimeError for an encrypted entry; IndexError and the like come from damage that it does not foresee.
_ONLEESBAAR = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError, struct.error)


class ZipFout(Exception):
    """This is no zip that we read."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


class ZipOnleesbaar(ZipFout):
    """No zip, cut off, encrypted or damaged."""


class ZipTeGroot(ZipFout):
    """More than the limits allow."""


@dataclass(frozen=True)
class Ingang:
    """One entry: `inhoud` is None where the entry is larger than a file may be; `grootte` is then what it claims."""

    naam: str
    grootte: int
    inhoud: bytes | None


def lees(bron: IO[bytes], *, max_bestand: int = MAX_BESTAND, max_uitgepakt: int = MAX_UITGEPAKT) -> list[Ingang]:
    """Read every entry of a zip, in its own order, doubles and folders included.

    bron: an open, seekable file. Sizes are counted while unpacking, since the header of an entry may lie. A zip begins
    with its first entry: what stands before it would be another file to another reader (inferred).
    Raises ZipOnleesbaar or ZipTeGroot.
    """
    try:
        ruimte = min(max_uitgepakt, max(ALTIJD, MAX_VERHOUDING * bron.seek(0, SEEK_END)))
        with _open(bron) as archief:
            leden = archief.infolist()
            if len(leden) > MAX_AANTAL:
                raise ZipTeGroot(f"{len(leden)} bestanden, meer dan de {MAX_AANTAL} die zijn toegestaan")
            ingangen = []
            for lid in leden:
                ingang, gelezen = _lees_lid(archief, lid, min(max_bestand, ruimte))
                ruimte -= gelezen
                if ruimte < 0:
                    raise ZipTeGroot("uitgepakt veel groter dan is toegestaan")
                ingangen.append(ingang)
            return ingangen
    except _ONLEESBAAR as fout:
        raise ZipOnleesbaar(str(fout)) from None


def lees_een(bron: IO[bytes], naam: str, *, max_bytes: int = 1 << 20) -> bytes | None:
    """The first entry with this name; None when there is none or it is larger. Raises ZipOnleesbaar or ZipTeGroot."""
    try:
        with _open(bron) as archief:
            lid = next((lid for lid in archief.infolist() if _naam(lid) == naam), None)
            return None if lid is None else _lees_lid(archief, lid, max_bytes)[0].inhoud
    except _ONLEESBAAR as fout:
        raise ZipOnleesbaar(str(fout)) from None


@dataclass
class _Begrensd:
    """A file that gives no more than _MAX_LEES bytes at once: what zipfile asks for comes from the zip itself."""

    bron: IO[bytes]

    def read(self, aantal: int = -1) -> bytes:
        """As a file. Raises ZipTeGroot."""
        if aantal > _MAX_LEES:
            raise ZipTeGroot(f"de lijst van bestanden is {aantal} bytes, meer dan is toegestaan")
        return self.bron.read(aantal if aantal >= 0 else _MAX_LEES)

    def seek(self, plek: int, vanaf: int = 0) -> int:
        """As a file."""
        return self.bron.seek(plek, vanaf)

    def tell(self) -> int:
        """As a file."""
        return self.bron.tell()

    def seekable(self) -> bool:
        """As a file."""
        return True


def _open(bron: IO[bytes]) -> zipfile.ZipFile:
    bron.seek(0)
    if bron.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
        raise zipfile.BadZipFile("dit is geen zip, of er staat iets voor")
    bron.seek(0)
    return zipfile.ZipFile(cast(IO[bytes], _Begrensd(bron)))


def _naam(lid: zipfile.ZipInfo) -> str:
    # ZipInfo.filename is cut at NUL and has / for \ on Windows; the name as it was sent is what we judge.
    return lid.orig_filename


def _lees_lid(archief: zipfile.ZipFile, lid: zipfile.ZipInfo, limiet: int) -> tuple[Ingang, int]:
    """(the entry, how many bytes were unpacked for it)."""
    if lid.compress_type not in _SOORTEN:
        raise zipfile.BadZipFile(f"compressiesoort {lid.compress_type} van {_naam(lid)!r} wordt niet gelezen")
    delen = []
    over = limiet
    with archief.open(lid) as stroom:
        while deel := stroom.read(min(_DEEL, over + 1)):
            over -= len(deel)
            if over < 0:
                return Ingang(_naam(lid), max(lid.file_size, limiet + 1), None), limiet + 1
            delen.append(deel)
    inhoud = b"".join(delen)
    return Ingang(_naam(lid), len(inhoud), inhoud), len(inhoud)
