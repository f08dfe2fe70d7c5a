"""A delivery as the rules see it: the zip unpacked, its opdracht, and what the LVBB already knows.

Nothing here judges. `open_levering` never raises on bad input: what could not be read is None, the reason beside it.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import IO, Any, Protocol, Self

from lxml import etree

from simulator.contract import xml, xsdwaarden, zips
from simulator.kernel.teksten import TOON, kort

AANLEVEREN = "lvbb.aanleveren"
"""The dienst for which an organisation mandates who delivers for it."""
LVBB = "http://www.overheid.nl/2017/lvbb"
LVBBA = "https://standaarden.overheid.nl/lvbb/stop/aanlevering/"
DATA = "https://standaarden.overheid.nl/stop/imop/data/"
TEKST = "https://standaarden.overheid.nl/stop/imop/tekst/"
GEO = "https://standaarden.overheid.nl/stop/imop/geo/"
GIO = "https://standaarden.overheid.nl/stop/imop/gio/"
BASISGEO = "http://www.geostandaarden.nl/basisgeometrie/1.0"
GML = "http://www.opengis.net/gml/3.2"
SE = "http://www.opengis.net/se"
MANIFEST_OW = "http://www.geostandaarden.nl/bestanden-ow/manifest-ow"
OW_DC = "http://www.geostandaarden.nl/imow/bestanden/deelbestand"
NS = {
    "lvbb": LVBB,
    "lvbba": LVBBA,
    "data": DATA,
    "tekst": TEKST,
    "geo": GEO,
    "gio": GIO,
    "basisgeo": BASISGEO,
    "gml": GML,
    "se": SE,
    "mow": MANIFEST_OW,
    "ow-dc": OW_DC,
}


_KORT = ("opdracht.xml", "manifest.xml", "manifest-ow.xml")
MAX_WAARDE = 10_000
"""Characters of one value in a file that holds short ones only; far past the maxLength of each in its schema."""
MAX_ID = 200
"""Characters that are kept of an idLevering; its schema has 80, and who sends a longer one must still know it again."""


@dataclass(frozen=True)
class Bestand:
    """One file of the zip. `inhoud` is None when it is larger than a file may be."""

    naam: str
    grootte: int
    inhoud: bytes | None
    content_type: str | None = None

    @cached_property
    def _gelezen(self) -> xml.Gelezen | xml.XmlFout:
        if self.inhoud is None:
            return xml.XmlTeGroot("groter dan is toegestaan")
        try:
            return xml.lees(self.inhoud, max_tekst=MAX_WAARDE if self.naam in _KORT else None)
        except xml.XmlFout as fout:
            return fout

    @property
    def wortel(self) -> etree._Element | None:
        """The root element, or None when this is no XML that can be read."""
        return None if isinstance(self._gelezen, xml.XmlFout) else self._gelezen.wortel

    @property
    def fout(self) -> xml.XmlFout | None:
        """Why there is no root element."""
        return self._gelezen if isinstance(self._gelezen, xml.XmlFout) else None

    @property
    def waarschuwingen(self) -> tuple[str, ...]:
        """What the parser let pass."""
        return () if isinstance(self._gelezen, xml.XmlFout) else self._gelezen.waarschuwingen

    @property
    def is_xml(self) -> bool:
        """By name: what a schema could judge."""
        return self.naam.lower().endswith((".xml", ".gml"))


@dataclass(frozen=True)
class Opdracht:
    """opdracht.xml, as far as it could be read; an absent element is ""."""

    soort: str = ""
    id_levering: str = ""
    id_bevoegd_gezag: str = ""
    id_aanleveraar: str = ""
    publicatie: str = ""
    datum_bekendmaking: str = ""
    identificatie: str = ""
    wortel: etree._Element | None = None

    def knoop(self, naam: str) -> etree._Element | None:
        """The child element `naam`, else the root."""
        if self.wortel is None:
            return None
        gevonden = self.wortel.find(f"{{{LVBB}}}{naam}")
        return self.wortel if gevonden is None else gevonden

    @property
    def datum(self) -> date | None:
        """datumBekendmaking as a date, or None when it is none."""
        return xsdwaarden.datum(self.datum_bekendmaking)

    @classmethod
    def uit(cls, wortel: etree._Element) -> Self:
        """Read the fields; the root's own name is the soort, in whatever namespace."""

        def veld(naam: str, hoogstens: int = TOON) -> str:
            return kort(xml.tekst_van(wortel.find(f"{{{LVBB}}}{naam}")), hoogstens)

        return cls(
            kort(xml.lokale_naam(wortel)),
            veld("idLevering", MAX_ID),
            veld("idBevoegdGezag"),
            veld("idAanleveraar"),
            veld("publicatie"),
            veld("datumBekendmaking"),
            veld("identificatie"),
            wortel,
        )


@dataclass(frozen=True)
class BekendBesluit:
    """A besluit or kennisgeving that the LVBB has: status is "wacht", "gepubliceerd" or "afgebroken"."""

    work: str
    expression: str
    soort: str  # "besluit" or "kennisgeving"
    id_levering: str
    id_bevoegd_gezag: str
    status: str
    datum_bekendmaking: date
    ontwerp: bool = False
    mededeling_over: str = ""  # of a kennisgeving: the work it is about
    afbreken_gevraagd: bool = False


@dataclass(frozen=True)
class BekendeVersie:
    """A version of a regeling or an informatieobject, with the besluit that establishes it and its doel."""

    work: str
    expression: str
    soort: str  # "regeling" or "informatieobject"
    besluit: str  # the besluit's work
    besluit_status: str  # as BekendBesluit.status
    ontwerp: bool
    doel: str
    juridisch_werkend_vanaf: date | None = None
    was: str = ""
    ingetrokken_per: date | None = None
    geregistreerd: datetime | None = None


class Register(Protocol):
    """What the rules may ask of the store; every answer is of this moment, within the omgeving."""

    def id_levering_bekend(self, oin: str, id_levering: str) -> bool:
        """Whether this sender has used this idLevering before this delivery."""

    def besluit(self, work: str) -> BekendBesluit | None:
        """The besluit or kennisgeving with this FRBRWork."""

    def kennisgevingen_over(self, work: str) -> Iterable[BekendBesluit]:
        """The kennisgevingen about this besluit that were not broken off."""

    def versies(self, work: str) -> Iterable[BekendeVersie]:
        """Every version of this regeling or informatieobject, oldest first, without those broken off."""

    def doel_in_gebruik(self, doel: str) -> Iterable[BekendeVersie]:
        """Every version that was delivered for this doel, without those broken off."""

    def versies_van(self, besluit: str) -> Iterable[BekendeVersie]:
        """Every version that the besluit with this FRBRWork establishes."""

    def tekst(self, expression: str) -> bytes | None:
        """The whole text of a version of a regeling, as XML; None where it is not known."""

    def gemachtigd(self, aanleveraar: str, bevoegd_gezag: str, op: date) -> bool:
        """Whether this party may deliver for this bevoegd gezag."""

    def kent_organisatie(self, code: str) -> bool:
        """Whether there is an organisation with this code, or an open omgeving would take it in."""


class LeegRegister:
    """A store that knows nothing and allows everything: for `dso-sim check`."""

    def id_levering_bekend(self, oin: str, id_levering: str) -> bool:
        """Nothing was delivered before."""
        return False

    def besluit(self, work: str) -> BekendBesluit | None:
        """None is known."""
        return None

    def kennisgevingen_over(self, work: str) -> Iterable[BekendBesluit]:
        """None are known."""
        return ()

    def versies(self, work: str) -> Iterable[BekendeVersie]:
        """None are known."""
        return ()

    def doel_in_gebruik(self, doel: str) -> Iterable[BekendeVersie]:
        """None is in use."""
        return ()

    def versies_van(self, besluit: str) -> Iterable[BekendeVersie]:
        """None are known."""
        return ()

    def tekst(self, expression: str) -> bytes | None:
        """None is known."""
        return None

    def gemachtigd(self, aanleveraar: str, bevoegd_gezag: str, op: date) -> bool:
        """Everybody is."""
        return True

    def kent_organisatie(self, code: str) -> bool:
        """As an open omgeving, which takes in every code."""
        return True


@dataclass(frozen=True)
class Profiel:
    """Which LVBB this is: "modern" or "legacy2021", its limits, the rules that are switched off, and those
    that refuse though it is not certain when they are broken (`fout`: codes, or "alle")."""

    naam: str = "modern"
    stop: str = "1.3.0"
    max_zip: int = zips.MAX_ZIP
    max_bestand: int = zips.MAX_BESTAND
    dagen_tot_werking: int = 90
    uit: frozenset[str] = frozenset()
    fout: frozenset[str] = frozenset()

    @property
    def legacy(self) -> bool:
        """Whether messages take the form of 2021."""
        return self.naam == "legacy2021"


@dataclass(frozen=True)
class Levering:
    """One delivery, ready to be judged.

    namen: the entries of the zip in their order, doubles and folders included; zip_fout: why it could not be read;
    zip_grootte in bytes; afzender: the OIN of the sender, 20 digits; verzoek_soort: what the sender said it was, or "";
    verzoek_id_levering: the idLevering of the verzoek, known also when the zip cannot be read, or "".
    """

    namen: tuple[str, ...]
    bestanden: dict[str, Bestand]
    opdracht: Opdracht
    vandaag: date
    afzender: str = ""
    zip_grootte: int = 0
    zip_fout: str = ""
    verzoek_soort: str = ""
    verzoek_id_levering: str = ""
    register: Register = field(default_factory=LeegRegister)
    profiel: Profiel = field(default_factory=Profiel)

    def met(self, **anders: Any) -> Self:
        """The same delivery with other fields."""
        return dataclasses.replace(self, **anders)

    def met_bestand(self, naam: str, inhoud: bytes, content_type: str | None = None) -> Self:
        """The same delivery with one file added or replaced; opdracht.xml is read again, manifest.xml stays."""
        soort = content_type or (self.bestanden[naam].content_type if naam in self.bestanden else None)
        bestanden = {**self.bestanden, naam: Bestand(naam, len(inhoud), inhoud, soort)}
        namen = self.namen if naam in self.namen else (*self.namen, naam)
        return self.met(namen=namen, bestanden=bestanden, opdracht=_opdracht(bestanden))

    def zonder(self, naam: str) -> Self:
        """The same delivery without one file."""
        bestanden = {key: value for key, value in self.bestanden.items() if key != naam}
        return self.met(
            namen=tuple(n for n in self.namen if n != naam), bestanden=bestanden, opdracht=_opdracht(bestanden)
        )

    @cached_property
    def geheugen(self) -> dict[Any, Any]:
        """What rules work out once for this delivery; a delivery with other fields begins anew."""
        return {}

    @cached_property
    def manifest(self) -> tuple[tuple[str, str], ...]:
        """(bestandsnaam, contentType) of every row of manifest.xml, in order."""
        wortel = self._wortel("manifest.xml")
        if wortel is None:
            return ()
        return tuple(
            (xml.tekst_van(rij.find(f"{{{LVBB}}}bestandsnaam")), xml.tekst_van(rij.find(f"{{{LVBB}}}contentType")))
            for rij in wortel.iter(f"{{{LVBB}}}bestand")
        )

    @cached_property
    def publicatie(self) -> Bestand | None:
        """The file that the opdracht names."""
        return self.bestanden.get(self.opdracht.publicatie)

    @property
    def besluit(self) -> etree._Element | None:
        """The root AanleveringBesluit, when that is what is published."""
        return self._publicatie_met_wortel("AanleveringBesluit")

    @property
    def kennisgeving(self) -> etree._Element | None:
        """The root AanleveringKennisgeving, when that is what is published."""
        return self._publicatie_met_wortel("AanleveringKennisgeving")

    @property
    def titel(self) -> str:
        """The official title of the besluit or the kennisgeving, cut; "" where there is none."""
        for wortel in (self.besluit, self.kennisgeving):
            for metadata in () if wortel is None else wortel.iter("{*}BesluitMetadata", "{*}KennisgevingMetadata"):
                return kort(xml.tekst_van(metadata.find("{*}officieleTitel")))
        return ""

    @cached_property
    def informatieobjecten(self) -> tuple[tuple[Bestand, etree._Element], ...]:
        """(file, root) of every AanleveringInformatieObject."""
        return tuple(self._met_wortel(f"{{{LVBBA}}}AanleveringInformatieObject"))

    @cached_property
    def gios(self) -> tuple[tuple[Bestand, etree._Element], ...]:
        """(file, root) of every GeoInformatieObjectVaststelling."""
        return tuple(self._met_wortel(f"{{{GEO}}}GeoInformatieObjectVaststelling"))

    @property
    def manifest_ow(self) -> etree._Element | None:
        """The root of manifest-ow.xml."""
        return self._wortel("manifest-ow.xml")

    @cached_property
    def ow_bestanden(self) -> tuple[tuple[Bestand, etree._Element], ...]:
        """(file, root) of every file that manifest-ow.xml names and the zip holds."""
        if self.manifest_ow is None:
            return ()
        namen = [xml.tekst_van(naam) for naam in self.manifest_ow.iter(f"{{{MANIFEST_OW}}}naam")]
        gevonden = (self.bestanden.get(naam) for naam in dict.fromkeys(namen))
        return tuple((b, b.wortel) for b in gevonden if b is not None and b.wortel is not None)

    def inhoudelijk(self) -> Iterator[tuple[Bestand, etree._Element]]:
        """(file, root) of all that the STOP rules judge: the publicatie, then the informatieobjecten, then the GIOs."""
        for wortel in (self.besluit, self.kennisgeving):
            if wortel is not None and self.publicatie is not None:
                yield self.publicatie, wortel
        yield from self.informatieobjecten
        yield from self.gios

    def bestand_van(self, knoop: etree._Element) -> str:
        """The name of the file in which a node stands."""
        wortel = knoop.getroottree().getroot()
        return next((b.naam for b in self.bestanden.values() if b.is_xml and b.wortel is wortel), "")

    def _wortel(self, naam: str) -> etree._Element | None:
        bestand = self.bestanden.get(naam)
        return None if bestand is None else bestand.wortel

    def _publicatie_met_wortel(self, naam: str) -> etree._Element | None:
        wortel = None if self.publicatie is None else self.publicatie.wortel
        return wortel if wortel is not None and wortel.tag == f"{{{LVBBA}}}{naam}" else None

    def _met_wortel(self, tag: str) -> Iterator[tuple[Bestand, etree._Element]]:
        for bestand in self.bestanden.values():
            if bestand.is_xml and bestand.wortel is not None and bestand.wortel.tag == tag:
                yield bestand, bestand.wortel


def open_levering(bron: IO[bytes], grootte: int, vandaag: date, **rest: Any) -> Levering:
    """Unpack a zip into a Levering. `rest`: the other fields of Levering. Never raises on what the zip holds."""
    profiel = rest.get("profiel", Profiel())
    try:
        if grootte > profiel.max_zip:
            ingangen = []
            fout = ""
        else:
            ingangen = zips.lees(bron, max_bestand=profiel.max_bestand)
            fout = ""
    except zips.ZipFout as gevangen:
        ingangen, fout = [], gevangen.reden
    typen = _content_types(ingangen)
    bestanden = {
        ingang.naam: Bestand(ingang.naam, ingang.grootte, ingang.inhoud, typen.get(ingang.naam))
        for ingang in reversed(ingangen)
    }
    bestanden = dict(reversed(bestanden.items()))
    return Levering(
        tuple(ingang.naam for ingang in ingangen),
        bestanden,
        _opdracht(bestanden),
        vandaag,
        zip_grootte=grootte,
        zip_fout=fout,
        **rest,
    )


def _content_types(ingangen: list[zips.Ingang]) -> dict[str, str]:
    manifest = next((ingang for ingang in ingangen if ingang.naam == "manifest.xml"), None)
    if manifest is None:
        return {}
    kaal = Levering(
        (), {"manifest.xml": Bestand(manifest.naam, manifest.grootte, manifest.inhoud)}, Opdracht(), date.min
    )
    return dict(kaal.manifest)


def _opdracht(bestanden: dict[str, Bestand]) -> Opdracht:
    bestand = bestanden.get("opdracht.xml")
    return Opdracht() if bestand is None or bestand.wortel is None else Opdracht.uit(bestand.wortel)
