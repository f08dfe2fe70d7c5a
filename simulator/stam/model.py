"""A verzoek as the room knows it: what the applicant submitted, and the message that is made of it.

These are the terms of the field, not of the wire: element names, nesting, namespaces and spellings stand in the
contract profiles (contracts/stam) and differ from version to version. Source: docs/bronnen.md#stam-berichten (client,
unless a profile says otherwise).

Inhoud       what the applicant gave: project, persons, locations, activities with answers, documents
Bericht      one volgnummer of a verzoek: Inhoud with its numbers, its addressees and their history
Bestand      a document with where its bytes come from
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Type = Literal[
    "Aanvraag vergunning",
    "Melding",
    "Informatie",
    "Informatie ongewoon voorval",
    "Aanvraag maatwerkvoorschrift",
    "Melding gelijkwaardige maatregel",
    "Aanvraag toestemming gelijkwaardige maatregel",
]
"""The seven types of verzoek (docs/bronnen.md#stam-kop, confirmed)."""
Doel = Literal["Initiëren", "Conceptverzoek", "Aanvullen", "Intrekken"]
"""What a message is for, as this room names it; a profile spells it (Vooroverleg before STAM 4)."""
Rol = Literal["bevoegd gezag", "behandeldienst"]
Aanleiding = Literal["indiening", "aanvulling", "intrekking", "herroutering"]
Classificatie = Literal["Project", "Activiteit", "Verzoek", "Gevraagde Bijlage", "Aanvrager"]
TYPEN: tuple[Type, ...] = (
    "Aanvraag vergunning",
    "Melding",
    "Informatie",
    "Informatie ongewoon voorval",
    "Aanvraag maatwerkvoorschrift",
    "Melding gelijkwaardige maatregel",
    "Aanvraag toestemming gelijkwaardige maatregel",
)
DOELEN: tuple[Doel, ...] = ("Initiëren", "Conceptverzoek", "Aanvullen", "Intrekken")
Locatietype = Literal["adres", "perceel", "puntlocatie", "vlaklocatie"]
"""As what a location was entered (CIM-AM, Locatietype)."""
Crs = Literal["EPSG:28992", "EPSG:4258", "EPSG:4326"]
"""In what coordinates are: RD, ETRS89 or WGS84 (CIM-AM, Projectlocatie)."""
RD: Crs = "EPSG:28992"
ETRS89: Crs = "EPSG:4258"
Punt = tuple[float, float]
Ring = tuple[Punt, ...]
"""The exterior of a polygon; first and last point are the same."""


@dataclass(frozen=True)
class Instantie:
    """An organisation in a message."""

    oin: str
    naam: str


@dataclass(frozen=True)
class Adres:
    """An address in the Netherlands."""

    straatnaam: str
    huisnummer: int
    postcode: str
    woonplaats: str
    huisletter: str = ""
    huisnummertoevoeging: str = ""


@dataclass(frozen=True)
class AfwijkendAdres:
    """A postbus or antwoordnummer."""

    adrestype: Literal["Postbus", "Antwoordnummer"]
    nummer: int
    postcode: str
    woonplaats: str


@dataclass(frozen=True)
class BuitenlandsAdres:
    """One to three lines and a country."""

    regels: tuple[str, ...]
    land: str


Correspondentie = Adres | AfwijkendAdres | BuitenlandsAdres


@dataclass(frozen=True)
class NatuurlijkPersoon:
    """bsn: nine digits, "000000000" where the loket has none, "" where the element is absent."""

    bsn: str
    voorletters: str
    achternaam: str
    voorvoegsel: str = ""
    emailadres: str = ""
    telefoonnummer: str = ""
    correspondentieadres: Correspondentie | None = None
    verblijfsadres: Adres | BuitenlandsAdres | None = None


@dataclass(frozen=True)
class Vestiging:
    """A branch of a company; vestigingsnummer: twelve digits."""

    vestigingsnummer: str
    postadres: Correspondentie | None = None
    locatieadres: Adres | BuitenlandsAdres | None = None


@dataclass(frozen=True)
class NietNatuurlijkPersoon:
    """A company: it never has an achternaam. kvk_nummer: eight digits."""

    kvk_nummer: str
    handelsnaam: str
    emailadres: str = ""
    telefoonnummer: str = ""
    postadres: Correspondentie | None = None
    bezoekadres: Adres | BuitenlandsAdres | None = None
    vestiging: Vestiging | None = None


Persoon = NatuurlijkPersoon | NietNatuurlijkPersoon


@dataclass(frozen=True)
class Contactpersoon:
    """Who to call; only there when a company submits."""

    voorletters: str
    achternaam: str
    voorvoegsel: str = ""
    emailadres: str = ""
    telefoonnummer: str = ""
    adres: Correspondentie | None = None


@dataclass(frozen=True)
class AdresAanduiding:
    """A BAG address. bag_id: sixteen digits of the nummeraanduiding, or ""."""

    bag_id: str
    straatnaam: str
    huisnummer: int
    postcode: str
    woonplaats: str
    huisletter: str = ""
    huisnummertoevoeging: str = ""


@dataclass(frozen=True)
class Perceel:
    """A parcel of the kadaster."""

    kadastrale_gemeente: str
    sectie: str
    perceelnummer: int


@dataclass(frozen=True)
class Locatie:
    """One projectlocatie: any mix of these. Without address and parcel it is a drawn area.

    punt and vlak: RD in metres, as given; etrs_punt, etrs_vlak: (latitude, longitude) in degrees ETRS89. So what was
    entered (bronLocatie of CIM-AM) is all but the last two, or these where RD is absent; the locatie that was derived
    of it is these. bron_crs: in what it was entered, where that does not follow from the others.
    """

    adres: AdresAanduiding | None = None
    perceel: Perceel | None = None
    punt: Punt | None = None
    vlak: Ring | None = None
    etrs_punt: Punt | None = None
    etrs_vlak: Ring | None = None
    bron_crs: Crs | None = None

    @property
    def bron_type(self) -> Locatietype:
        """As what it was entered."""
        if self.adres is not None:
            return "adres"
        if self.perceel is not None:
            return "perceel"
        punt = self.punt or (self.etrs_punt if self.vlak is None else None)
        return "vlaklocatie" if punt is None else "puntlocatie"

    @property
    def ingevoerd_in(self) -> Crs:
        """In what its coordinates were entered."""
        return self.bron_crs or (ETRS89 if self.punt is None and self.vlak is None else RD)


@dataclass(frozen=True)
class Document:
    """A document as a message names it; its bytes are fetched apart. grootte: bytes."""

    document_id: str
    bestandsnaam: str
    mediatype: str
    grootte: int
    vertrouwelijk: bool = False


@dataclass(frozen=True)
class GevraagdeBijlage:
    """What a question asks for, with the documents that answer it."""

    documentsoort: str
    documenten: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Specificatie:
    """A question with its answer. oorspr_antwoord: what it was before an aanvulling changed it, "" when it did not."""

    vraag_id: str
    vraagtekst: str
    antwoord: str
    vraagclassificatie: Classificatie = "Activiteit"
    groepering: str = ""
    oorspr_antwoord: str = ""
    vraagreferentie: str = ""
    publiceerbaar: bool = True
    gevraagde_bijlagen: tuple[GevraagdeBijlage, ...] = ()


@dataclass(frozen=True)
class Activiteit:
    """A projectactiviteit. activiteit_id: the functioneleStructuurRef, such as nl.imow-gm9920.activiteit.Kappen."""

    activiteit_id: str
    naam: str
    subactiviteit: str = ""
    specificaties: tuple[Specificatie, ...] = ()


@dataclass(frozen=True)
class Inhoud:
    """What the applicant submitted. type: one of TYPEN; naam: of the verzoek, as the loket shows it.

    participatie: whether others, such as neighbours, were consulted (CIM-AM, Verzoek); None where that is not said.
    """

    naam: str
    type: Type
    project_naam: str
    initiatiefnemer: Persoon
    locaties: tuple[Locatie, ...]
    activiteiten: tuple[Activiteit, ...]
    project_omschrijving: str = ""
    gemachtigde: Persoon | None = None
    contactpersoon: Contactpersoon | None = None
    bijlagen: tuple[Document, ...] = ()
    ambtshalve: bool = False
    akkoordverklaring: bool = True
    referentie_aanvrager: str = ""
    toelichting: str = ""
    toelichting_niet_aan_te_leveren: str = ""
    toelichting_later_aan_te_leveren: str = ""
    participatie: bool | None = None

    @property
    def documenten(self) -> tuple[Document, ...]:
        """Every document once, in the order of the message; two questions may share one."""
        gevraagd = (
            document
            for activiteit in self.activiteiten
            for specificatie in activiteit.specificaties
            for bijlage in specificatie.gevraagde_bijlagen
            for document in bijlage.documenten
        )
        return tuple({document.document_id: document for document in (*gevraagd, *self.bijlagen)}.values())


@dataclass(frozen=True)
class Bericht:
    """One volgnummer of a verzoek, complete. ingediend_op: UTC; historie: earlier addressees, oldest first."""

    verzoeknummer: str
    volgnummer: int
    doel: Doel
    ingediend_op: datetime
    project_id: str
    bevoegd_gezag: Instantie
    inhoud: Inhoud
    behandeldienst: Instantie | None = None
    bevoegd_gezag_historie: tuple[Instantie, ...] = ()
    behandeldienst_historie: tuple[Instantie, ...] = ()

    @property
    def volgnummer_tekst(self) -> str:
        """Three digits; 000 is the first (docs/bronnen.md#stam-berichten)."""
        return f"{self.volgnummer:03d}"


@dataclass(frozen=True)
class Ontvanger:
    """Who is to be notified. kopie: somebody else handles the verzoek (a kopiebericht).

    Source: docs/bronnen.md#stam-notificatie.
    """

    oin: str
    rol: Rol
    kopie: bool = False


@dataclass(frozen=True)
class Onderdrukt:
    """Who could have expected a notification and gets none. reden: Dutch."""

    oin: str
    reden: str


@dataclass(frozen=True)
class Uitkomst:
    """What came of one submission. status: of the notification to each addressee, see `tables.notificatie`."""

    verzoeknummer: str
    volgnummer: int
    ontvangers: tuple[tuple[Ontvanger, str], ...]
    onderdrukt: tuple[Onderdrukt, ...] = ()


@dataclass(frozen=True)
class Bestand:
    """A document that is submitted: `inhoud` has its bytes, or `zaad` makes them (see `documenten`)."""

    document: Document
    inhoud: bytes | None = field(default=None, repr=False)
    zaad: str = ""


@cache
def _adapter() -> "TypeAdapter[Inhoud]":
    from pydantic import TypeAdapter  # the adapter takes time to make that only STAM needs

    return TypeAdapter(Inhoud)


def als_json(inhoud: Inhoud) -> dict[str, Any]:
    """Plain data that the store can keep."""
    return dict(_adapter().dump_python(inhoud, mode="json", exclude_defaults=True))


def uit_json(gegevens: Any) -> Inhoud:
    """The reverse. Raises ValueError (pydantic's ValidationError) for data that do not fit."""
    return _adapter().validate_python(gegevens)
