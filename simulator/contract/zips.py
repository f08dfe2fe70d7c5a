"""The one way in for zip files: names and sizes are hostile until shown otherwise.

ZipFout
├── ZipOnleesbaar    no zip, cut off, encrypted, or an entry whose bytes do not fit its checksum
└── ZipTeGroot       more entries, or more bytes when unpacked, than the limits

Nothing is ever written to disk under a name from the zip, so a path in a name is data like any other: the rules judge
it (LVBB1004). Limits: lvbb.md 1.4 (LVBB1040, LVBB1041).
"""

import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

MAX_ZIP = 1024**3
MAX_BESTAND = 100 * 1024 * 1024
MAX_UITGEPAKT = 2 * 1024**3
MAX_AANTAL = 20_000
_DEEL = 1 << 20
# zipfile raises RuntimeError for an encrypted entry and NotImplementedError for an unknown compression.
_ONLEESBAAR = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


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
    """Read every entry of a zip, in its own order, doubles included; folders are left out.

    bron: an open, seekable file. Sizes are counted while unpacking, since the header of an entry may lie.
    Raises ZipOnleesbaar or ZipTeGroot.
    """
    try:
        with zipfile.ZipFile(bron) as archief:
            leden = archief.infolist()
            if len(leden) > MAX_AANTAL:
                raise ZipTeGroot(f"{len(leden)} bestanden, meer dan de {MAX_AANTAL} die zijn toegestaan")
            ruimte = max_uitgepakt
            ingangen = []
            for lid in leden:
                if lid.is_dir() and lid.file_size == 0:
                    ingangen.append(Ingang(_naam(lid), 0, b""))
                    continue
                ingang = _lees_lid(archief, lid, min(max_bestand, ruimte))
                ruimte -= len(ingang.inhoud or b"")
                if ingang.inhoud is None and ruimte < max_bestand:
                    raise ZipTeGroot(f"uitgepakt groter dan de {max_uitgepakt} bytes die zijn toegestaan")
                ingangen.append(ingang)
            return ingangen
    except _ONLEESBAAR as fout:
        raise ZipOnleesbaar(str(fout)) from None


def lees_een(bron: IO[bytes], naam: str, *, max_bytes: int = 1 << 20) -> bytes | None:
    """The first entry with this name; None when there is none or it is larger. Raises ZipOnleesbaar."""
    bron.seek(0)
    try:
        with zipfile.ZipFile(bron) as archief:
            lid = next((lid for lid in archief.infolist() if _naam(lid) == naam), None)
            return None if lid is None else _lees_lid(archief, lid, max_bytes).inhoud
    except _ONLEESBAAR as fout:
        raise ZipOnleesbaar(str(fout)) from None


def _naam(lid: zipfile.ZipInfo) -> str:
    # ZipInfo.filename is cut at NUL and has / for \ on Windows; the name as it was sent is what we judge.
    return lid.orig_filename


def _lees_lid(archief: zipfile.ZipFile, lid: zipfile.ZipInfo, limiet: int) -> Ingang:
    delen = []
    over = limiet
    with archief.open(lid) as stroom:
        while deel := stroom.read(min(_DEEL, over + 1)):
            over -= len(deel)
            if over < 0:
                return Ingang(_naam(lid), max(lid.file_size, limiet + 1), None)
            delen.append(deel)
    inhoud = b"".join(delen)
    return Ingang(_naam(lid), len(inhoud), inhoud)
