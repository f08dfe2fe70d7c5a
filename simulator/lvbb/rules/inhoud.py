"""What a besluit, an informatieobject or a kennisgeving says about itself: read once per delivery, judged nowhere.

An absent element is "", and None where the schema lets it be there and empty too: a rule then tells them apart. Nothing
raises on a document that breaks its schema.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from simulator.contract import xsdwaarden
from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.knopen import D, Document, G, Knoop, L, T, documenten, normaal
from simulator.stelsel.identificaties import werkdeel

REGELING = "regeling"
INFORMATIEOBJECT = "informatieobject"
ONTWERP = "/join/id/stop/proceduretype_ontwerp"
TE_CONSOLIDEREN = "TeConsolideren"
STAP = "/join/id/stop/procedure/stap_"
WERKEND = "juridischWerkendVanaf"


@dataclass(frozen=True)
class Beoogd:
    """A BeoogdeRegeling or BeoogdInformatieobject: a version that the besluit establishes."""

    soort: str
    doelen: tuple[str, ...]
    versie: str
    knoop: Knoop

    @property
    def werk(self) -> str:
        """The work that the version is of."""
        return werkdeel(self.versie)


@dataclass(frozen=True)
class Intrekking:
    """An instrument that the besluit withdraws."""

    soort: str
    doelen: tuple[str, ...]
    werk: str
    knoop: Knoop


@dataclass(frozen=True)
class Tijdstempel:
    """From when something holds; `datum` is None when it is no date."""

    doel: str
    soort: str
    datum: date | None
    knoop: Knoop


@dataclass(frozen=True)
class Regelingtekst:
    """The text of a regeling in the besluit: the whole (`model` RegelingCompact, …) or a RegelingMutatie."""

    model: str
    was: str | None
    wordt: str | None
    knoop: Knoop

    @property
    def werk(self) -> str:
        """The work of the regeling."""
        return werkdeel(self.wordt or self.was or "")

    @property
    def is_mutatie(self) -> bool:
        """Whether it changes a version that exists."""
        return self.model == "RegelingMutatie"


@dataclass(frozen=True)
class VersieInformatie:
    """A RegelingVersieInformatie."""

    werk: str
    expressie: str
    soort_werk: str
    deel_van: str
    metadata: Knoop | None
    knoop: Knoop


@dataclass(frozen=True)
class Stap:
    """A step of the procedure: `soort` is the whole identifier, `nummer` its last three digits."""

    soort: str
    datum: date | None
    knoop: Knoop

    @property
    def nummer(self) -> str:
        """`002` for vaststelling."""
        return self.soort.removeprefix(STAP)


@dataclass(frozen=True)
class Besluit:
    """An AanleveringBesluit."""

    werk: str
    expressie: str
    procedure: str
    eindverantwoordelijke: str
    io_refs: tuple[str, ...]
    beoogd: tuple[Beoogd, ...]
    intrekkingen: tuple[Intrekking, ...]
    tijdstempels: tuple[Tijdstempel, ...]
    teksten: tuple[Regelingtekst, ...]
    versies: tuple[VersieInformatie, ...]
    stappen: tuple[Stap, ...]
    document: Document
    knoop: Knoop

    @property
    def ontwerp(self) -> bool:
        """Whether this is an ontwerpbesluit."""
        return self.procedure == ONTWERP

    @property
    def decentraal(self) -> bool:
        """Whether another than a ministerie is responsible."""
        return not self.eindverantwoordelijke.startswith("/tooi/id/ministerie/")

    @property
    def doelen(self) -> tuple[str, ...]:
        """Every doel, in order of first mention."""
        delen: tuple[Beoogd | Intrekking, ...] = (*self.beoogd, *self.intrekkingen)
        genoemd = [doel for deel in delen for doel in deel.doelen]
        return tuple(dict.fromkeys([*genoemd, *(t.doel for t in self.tijdstempels)]))

    def werkend_vanaf(self, doelen: Iterable[str]) -> date | None:
        """The datum juridischWerkendVanaf that the besluit gives to one of these doelen."""
        gevraagd = set(doelen)
        data = [t.datum for t in self.tijdstempels if t.soort == WERKEND and t.doel in gevraagd]
        return next((datum for datum in data if datum is not None), None)

    def beoogd_van(self, soort: str) -> list[Beoogd]:
        """What it establishes of one soort."""
        return [b for b in self.beoogd if b.soort == soort]

    def intrekkingen_van(self, soort: str) -> list[Intrekking]:
        """What it withdraws of one soort."""
        return [i for i in self.intrekkingen if i.soort == soort]


@dataclass(frozen=True)
class IoBestand:
    """A file that an informatieobject consists of."""

    naam: str
    hash: str
    knoop: Knoop


@dataclass(frozen=True)
class Informatieobject:
    """An AanleveringInformatieObject."""

    werk: str
    expressie: str
    geboorteregeling: str
    instructie: str
    voorgangers: tuple[Knoop, ...]
    bestanden: tuple[IoBestand, ...]
    metadata: Knoop | None
    knoop: Knoop

    @property
    def te_consolideren(self) -> bool:
        """As its publicatieinstructie says; without metadata, as its collection says."""
        return self.instructie == TE_CONSOLIDEREN or (not self.instructie and "/regdata/" in self.werk)


@dataclass(frozen=True)
class Gml:
    """A GeoInformatieObjectVaststelling."""

    bestand: str
    werk: str
    expressie: str
    was: str | None
    knoop: Knoop


@dataclass(frozen=True)
class Kennisgeving:
    """An AanleveringKennisgeving."""

    werk: str
    expressie: str
    over: str
    soort: str
    mutatie: Knoop | None
    stappen: tuple[Stap, ...]
    knoop: Knoop


def besluit(levering: Levering) -> Besluit | None:
    """The besluit that is delivered."""
    if Besluit not in levering.geheugen:
        document = _document(levering, "AanleveringBesluit")
        levering.geheugen[Besluit] = None if document is None else _besluit(document)
    gevonden: Besluit | None = levering.geheugen[Besluit]
    return gevonden


def kennisgeving(levering: Levering) -> Kennisgeving | None:
    """The kennisgeving that is delivered."""
    if Kennisgeving not in levering.geheugen:
        document = _document(levering, "AanleveringKennisgeving")
        levering.geheugen[Kennisgeving] = None if document is None else _kennisgeving(document)
    gevonden: Kennisgeving | None = levering.geheugen[Kennisgeving]
    return gevonden


def informatieobjecten(levering: Levering) -> tuple[Informatieobject, ...]:
    """The informatieobjecten that are delivered."""
    if Informatieobject not in levering.geheugen:
        knopen = (k for d in documenten(levering) for k in d.op(L + "InformatieObjectVersie"))
        levering.geheugen[Informatieobject] = tuple(_informatieobject(knoop) for knoop in knopen)
    gevonden: tuple[Informatieobject, ...] = levering.geheugen[Informatieobject]
    return gevonden


def gmls(levering: Levering) -> tuple[Gml, ...]:
    """The geometry files that are delivered."""
    if Gml not in levering.geheugen:
        levering.geheugen[Gml] = tuple(
            _gml(knoop) for d in documenten(levering) for knoop in d.op(G + "GeoInformatieObjectVaststelling")
        )
    gevonden: tuple[Gml, ...] = levering.geheugen[Gml]
    return gevonden


def _document(levering: Levering, naam: str) -> Document | None:
    return next((d for d in documenten(levering) if d.wortel.tag == L + naam), None)


def _besluit(document: Document) -> Besluit:
    versie = _eerste(document, L + "BesluitVersie")
    metadata = _eerste(document, D + "BesluitMetadata")
    return Besluit(
        _veld(versie, D + "ExpressionIdentificatie/" + D + "FRBRWork"),
        _veld(versie, D + "ExpressionIdentificatie/" + D + "FRBRExpression"),
        _veld(metadata, D + "soortProcedure"),
        _veld(metadata, D + "eindverantwoordelijke"),
        tuple(normaal(k.tekst) for k in document.op(D + "informatieobjectRef")),
        tuple(_beoogd(document)),
        tuple(_intrekking(k) for k in document.op(D + "Intrekking")),
        tuple(_tijdstempel(k) for k in document.op(D + "Tijdstempel")),
        tuple(_teksten(document)),
        tuple(_versie(k) for k in document.op(L + "RegelingVersieInformatie")),
        tuple(stap(k) for k in document.op(D + "Procedurestap")),
        document,
        versie,
    )


def _beoogd(document: Document) -> Iterator[Beoogd]:
    for naam, soort in (("BeoogdeRegeling", REGELING), ("BeoogdInformatieobject", INFORMATIEOBJECT)):
        for knoop in document.op(D + naam):
            yield Beoogd(soort, _doelen(knoop), _veld(knoop, D + "instrumentVersie"), knoop)


def _intrekking(knoop: Knoop) -> Intrekking:
    instrument = _veld(knoop, D + "instrument")
    soort = INFORMATIEOBJECT if instrument.startswith("/join/") else REGELING
    return Intrekking(soort, _doelen(knoop), werkdeel(instrument), knoop)


def _tijdstempel(knoop: Knoop) -> Tijdstempel:
    datum = xsdwaarden.datum(_veld(knoop, D + "datum"))
    return Tijdstempel(_veld(knoop, D + "doel"), _veld(knoop, D + "soortTijdstempel"), datum, knoop)


def _teksten(document: Document) -> Iterator[Regelingtekst]:
    modellen = ("RegelingCompact", "RegelingVrijetekst", "RegelingTijdelijkdeel", "RegelingKlassiek", "RegelingMutatie")
    for naam in modellen:
        for knoop in document.op(T + naam):
            # A regeling inside a mutation (VervangRegeling) is not one of its own.
            if not knoop.in_een(T + "RegelingMutatie"):
                yield Regelingtekst(naam, knoop.get("was"), knoop.get("wordt"), knoop)


def _versie(knoop: Knoop) -> VersieInformatie:
    pad = D + "ExpressionIdentificatie/" + D
    return VersieInformatie(
        _veld(knoop, pad + "FRBRWork"),
        _veld(knoop, pad + "FRBRExpression"),
        _veld(knoop, pad + "soortWork"),
        _veld(knoop, f"{pad}isTijdelijkDeelVan/{D}WorkIdentificatie/{D}FRBRWork"),
        _kind(knoop, D + "RegelingMetadata"),
        knoop,
    )


def _informatieobject(knoop: Knoop) -> Informatieobject:
    pad = D + "ExpressionIdentificatie/" + D
    metadata = _kind(knoop, D + "InformatieObjectMetadata")
    bestanden = [_op(knoop, element) for element in knoop.element.iter(D + "Bestand")]
    return Informatieobject(
        _veld(knoop, pad + "FRBRWork"),
        _veld(knoop, pad + "FRBRExpression"),
        _veld(knoop, D + "InformatieObjectVersieMetadata/" + D + "heeftGeboorteregeling"),
        _veld(metadata, D + "publicatieinstructie"),
        tuple(_op(knoop, element) for element in knoop.element.iter(D + "opvolgerVan")),
        tuple(IoBestand(_veld(b, D + "bestandsnaam"), _veld(b, D + "hash"), b) for b in bestanden),
        metadata,
        knoop,
    )


def _gml(knoop: Knoop) -> Gml:
    pad = f"{G}vastgesteldeVersie/{G}GeoInformatieObjectVersie/{G}"
    return Gml(
        knoop.document.bestand,
        _veld(knoop, pad + "FRBRWork"),
        _veld(knoop, pad + "FRBRExpression"),
        _veld(knoop, G + "wasID") if knoop.heeft(G + "wasID") else None,
        knoop,
    )


def _kennisgeving(document: Document) -> Kennisgeving:
    versie = _eerste(document, L + "KennisgevingVersie")
    pad = D + "ExpressionIdentificatie/" + D
    stappen = [k for k in document.op(D + "Procedurestap") if not k.in_een(D + "verwijderStappen")]
    return Kennisgeving(
        _veld(versie, pad + "FRBRWork"),
        _veld(versie, pad + "FRBRExpression"),
        _veld(versie, D + "KennisgevingMetadata/" + D + "mededelingOver"),
        _veld(versie, D + "KennisgevingMetadata/" + D + "soortKennisgeving") or "KennisgevingBesluittermijnen",
        _kind(versie, D + "Procedureverloopmutatie"),
        tuple(stap(knoop) for knoop in stappen),
        versie,
    )


def stap(knoop: Knoop) -> Stap:
    """A Procedurestap."""
    return Stap(_veld(knoop, D + "soortStap"), xsdwaarden.datum(_veld(knoop, D + "voltooidOp")), knoop)


def _eerste(document: Document, tag: str) -> Knoop:
    return next(document.op(tag), None) or next(document.op(str(document.wortel.tag)))


def _doelen(knoop: Knoop) -> tuple[str, ...]:
    return tuple(normaal(element.text) for element in knoop.element.iter(D + "doel"))


def _kind(knoop: Knoop, tag: str) -> Knoop | None:
    element = knoop.element.find(tag)
    return None if element is None else _op(knoop, element)


def _op(knoop: Knoop, element: etree._Element) -> Knoop:
    gevonden = knoop.document.op(str(element.tag))
    return next(k for k in gevonden if k.element is element)


def _veld(knoop: Knoop | None, pad: str) -> str:
    return "" if knoop is None else normaal(knoop.kind(pad))
