"""The zip of a delivery as it came in, read from the journal.

PakketFout
├── NietInJournaal   the journal does not hold the zip (it was fetched, or is gone)
└── Onleesbaar       what came in is no zip that can be read
"""

import io
import re
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from simulator.contract import xml, zips


class PakketFout(Exception):
    """There is no package to judge."""


class NietInJournaal(PakketFout):
    """The journal does not hold the zip."""


class Onleesbaar(PakketFout):
    """What came in is no zip that can be read."""


@dataclass(frozen=True)
class Opdracht:
    """opdracht.xml: the root and the direct children by local name."""

    soort: str
    velden: dict[str, str]

    def veld(self, naam: str) -> str:
        """The text of a child, "" where it is absent."""
        return self.velden.get(naam, "")


@dataclass(frozen=True)
class ManifestRij:
    """One `bestand` of manifest.xml."""

    naam: str
    content_type: str


@dataclass(frozen=True)
class Pakket:
    """The files of a delivery in the order of the zip, doubles included."""

    bestanden: tuple[tuple[str, bytes], ...]
    journaal: int | None = None
    _bomen: dict[str, "etree._Element | None"] = field(default_factory=dict, compare=False, repr=False)

    @property
    def namen(self) -> list[str]:
        """The names in the zip."""
        return [naam for naam, _ in self.bestanden]

    def inhoud(self, naam: str) -> bytes | None:
        """The bytes of a file, None where it is absent."""
        return next((inhoud for ander, inhoud in self.bestanden if ander == naam), None)

    def boom(self, naam: str) -> "etree._Element | None":
        """The root of an XML file, None where it is absent or cannot be read."""
        if naam not in self._bomen:
            inhoud = self.inhoud(naam)
            try:
                self._bomen[naam] = None if inhoud is None else xml.lees(inhoud).wortel
            except xml.XmlFout:
                self._bomen[naam] = None
        return self._bomen[naam]

    @cached_property
    def opdracht(self) -> Opdracht | None:
        """opdracht.xml, None where it is absent or cannot be read."""
        wortel = self.boom("opdracht.xml")
        if wortel is None:
            return None
        return Opdracht(lokaal(wortel), {lokaal(kind): xml.tekst_van(kind) for kind in wortel if is_element(kind)})

    @cached_property
    def manifest(self) -> list[ManifestRij] | None:
        """manifest.xml, None where it is absent or cannot be read."""
        wortel = self.boom("manifest.xml")
        if wortel is None:
            return None
        return [ManifestRij(eerste(rij, "bestandsnaam"), eerste(rij, "contentType")) for rij in alle(wortel, "bestand")]

    @cached_property
    def besluit(self) -> "etree._Element | None":
        """The root of the file that the opdracht names as `publicatie`."""
        return self.boom(self.opdracht.veld("publicatie")) if self.opdracht else None

    @cached_property
    def besluit_work(self) -> str:
        """The FRBRWork of the besluit (or of what a break-off names), "" where it cannot be read."""
        if self.opdracht is not None and self.opdracht.veld("identificatie"):
            return self.opdracht.veld("identificatie")
        return "" if self.besluit is None else eerste(self.besluit, "FRBRWork")


def is_element(knoop: etree._Element) -> bool:
    """Whether it is an element, and no comment or processing instruction."""
    return isinstance(knoop.tag, str)


def lokaal(knoop: etree._Element) -> str:
    """The local name of an element."""
    return xml.lokale_naam(knoop)


def alle(wortel: etree._Element, naam: str) -> list[etree._Element]:
    """All elements below with this local name, in the order of the document."""
    return list(wortel.iter(f"{{*}}{naam}"))


def eerste(wortel: etree._Element, naam: str) -> str:
    """The text of the first element below with this local name, "" where there is none."""
    return next((xml.tekst_van(knoop) for knoop in wortel.iter(f"{{*}}{naam}")), "")


def uit_bytes(inhoud: bytes, content_type: str = "", journaal: int | None = None) -> Pakket:
    """Read a package from the body of a request: the zip itself, or a multipart with a part that is one.

    Raises Onleesbaar.
    """
    if not inhoud.startswith(b"PK") and "multipart" in content_type.lower():
        inhoud = _zip_deel(inhoud, content_type)
    try:
        ingangen = zips.lees(io.BytesIO(inhoud))
    except zips.ZipFout as fout:
        raise Onleesbaar(fout.reden) from fout
    return Pakket(tuple((ingang.naam, ingang.inhoud or b"") for ingang in ingangen), journaal)


def _zip_deel(inhoud: bytes, content_type: str) -> bytes:
    grens = re.search(r'boundary="?([^";]+)', content_type)
    if grens is None:
        raise Onleesbaar("multipart zonder boundary")
    for deel in inhoud.split(b"--" + grens.group(1).encode("latin-1")):
        _, scheiding, rest = deel.partition(b"\r\n\r\n")
        if scheiding and rest.startswith(b"PK"):
            return rest.removesuffix(b"\r\n")
    raise Onleesbaar("geen zip in de multipart")
