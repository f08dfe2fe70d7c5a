"""What stands in a notification and in a verzoek, as far as this system uses it (docs/bronnen.md#stam-berichten)."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from simulator.basischeck.reference.vth import xml
from simulator.basischeck.reference.vth.fouten import Onverwerkbaar
from simulator.basischeck.reference.vth.xml import Element

CONCEPT = frozenset({"vooroverleg", "conceptverzoek"})
"""Both spellings of the doel: before and since STAM 4."""
AANVULLEN = "aanvullen"
INTREKKEN = "intrekken"
_GEEN_BSN = "000000000"


@dataclass(frozen=True)
class Melding:
    """A notification. volgnummer None: it does not say."""

    verzoeknummer: str
    volgnummer: int | None


@dataclass(frozen=True)
class Bijlage:
    """A document that the message names."""

    document_id: str
    naam: str
    vertrouwelijk: bool


@dataclass(frozen=True)
class Vraag:
    """A question with its answer. oorspronkelijk: what it was before an aanvulling changed it."""

    vraag_id: str
    tekst: str
    antwoord: str
    oorspronkelijk: str
    publiceerbaar: bool


@dataclass(frozen=True)
class Activiteit:
    """What is to be done, with the questions about it."""

    activiteit_id: str
    naam: str
    vragen: tuple[Vraag, ...]


@dataclass(frozen=True)
class Partij:
    """Who is involved. rol: initiatiefnemer, gemachtigde or contactpersoon; the rest "" where the message has none."""

    rol: str
    soort: str
    naam: str
    bsn: str = ""
    kvk_nummer: str = ""
    vestigingsnummer: str = ""
    emailadres: str = ""
    correspondentieadres: str = ""
    adres: str = ""


@dataclass(frozen=True)
class Locatie:
    """Where. Without address and parcel it is a drawn area."""

    adres: str
    perceel: str
    coordinaten: str
    etrs: str


@dataclass(frozen=True)
class Verzoek:
    """One volgnummer of a verzoek. historie: OINs of who had it before."""

    verzoeknummer: str
    volgnummer: int
    naam: str
    project_naam: str
    type: str
    doel: str
    indiendatum: date
    bevoegd_gezag: str
    behandeldienst: str
    historie: tuple[str, ...]
    partijen: tuple[Partij, ...]
    locaties: tuple[Locatie, ...]
    activiteiten: tuple[Activiteit, ...]
    bijlagen: tuple[Bijlage, ...]

    @property
    def soort_doel(self) -> str:
        """The doel in lower case and without accents: messages do not agree on them."""
        return vouw(self.doel)

    @property
    def is_concept(self) -> bool:
        """Whether it is a conceptverzoek, which the law has no term for."""
        return self.soort_doel in CONCEPT


def vouw(tekst: str) -> str:
    """Lower case, without accents."""
    plat = unicodedata.normalize("NFKD", tekst.strip().casefold())
    return "".join(teken for teken in plat if not unicodedata.combining(teken))


def lees_notificatie(inhoud: bytes) -> Melding:
    """Read a notification of any version. Raises Onverwerkbaar without a verzoeknummer."""
    wortel = xml.lees(inhoud)
    nummer, volg = xml.eerste(wortel, "verzoeknummer"), xml.eerste(wortel, "volgnummer")
    verzoeknummer = xml.teksten(nummer).strip()
    if not verzoeknummer:
        raise Onverwerkbaar("er staat geen verzoeknummer in de notificatie")
    tekst = xml.teksten(volg).strip()
    return Melding(verzoeknummer, int(tekst) if tekst.isdigit() else None)


def lees_verzoek(inhoud: bytes) -> Verzoek:
    """Read a verzoek of any version. Raises Onverwerkbaar for one that misses its number, volgnummer or date."""
    wortel = xml.lees(inhoud)
    verzoek = wortel if xml.naam(wortel) == "verzoek" else xml.eerste(wortel, "verzoek")
    if verzoek is None:
        raise Onverwerkbaar("er staat geen verzoek in het bericht")
    try:
        volgnummer = int(xml.tekst(verzoek, "volgnummer") or 0)
        indiendatum = date.fromisoformat(xml.tekst(verzoek, "indiendatum")[:10])
    except ValueError as fout:
        raise Onverwerkbaar(f"het bericht is niet te lezen: {fout}") from None
    return Verzoek(
        verzoeknummer=xml.tekst(verzoek, "verzoeknummer"),
        volgnummer=volgnummer,
        naam=xml.tekst(verzoek, "naam"),
        project_naam=xml.tekst(xml.kind(verzoek, "project"), "naam"),
        type=xml.tekst(verzoek, "type"),
        doel=xml.tekst(verzoek, "doel"),
        indiendatum=indiendatum,
        bevoegd_gezag=xml.tekst(xml.kind(verzoek, "bevoegdgezag"), "oin"),
        behandeldienst=xml.tekst(xml.kind(verzoek, "uitvoerendeinstantie"), "oin"),
        historie=_historie(verzoek),
        partijen=_partijen(verzoek),
        locaties=tuple(_locatie(element) for element in xml.alle(verzoek, "projectlocatie")),
        activiteiten=tuple(_activiteit(element) for element in xml.alle(verzoek, "projectactiviteit")),
        bijlagen=_bijlagen(verzoek),
    )


def _historie(verzoek: Element) -> tuple[str, ...]:
    lijsten = xml.alle(verzoek, "bevoegdgezaghistorie", "uitvoerendeinstantiehistorie")
    return tuple(xml.teksten(oin) for lijst in lijsten for oin in xml.alle(lijst, "oin"))


def _activiteit(element: Element) -> Activiteit:
    return Activiteit(
        activiteit_id=xml.tekst(element, "activiteitid"),
        naam=xml.tekst(element, "activiteitnaam"),
        vragen=tuple(_vraag(specificatie) for specificatie in xml.alle(element, "specificatie")),
    )


def _vraag(element: Element) -> Vraag:
    return Vraag(
        vraag_id=xml.tekst(element, "vraagid"),
        tekst=xml.tekst(element, "vraagtekst"),
        antwoord=xml.tekst(element, "antwoord"),
        oorspronkelijk=xml.tekst(element, "oorsprantwoord", "oorspronkelijkantwoord"),
        publiceerbaar=xml.ja(xml.tekst(element, "publiceerbaar") or "true"),
    )


def _bijlagen(verzoek: Element) -> tuple[Bijlage, ...]:
    """Every document once: two questions may share one."""
    gevonden = (
        Bijlage(
            xml.tekst(element, "documentid"),
            xml.tekst(element, "bestandsnaam"),
            xml.ja(xml.tekst(element, "vertrouwelijk")),
        )
        for element in xml.alle(verzoek, "document")
    )
    return tuple({bijlage.document_id: bijlage for bijlage in gevonden}.values())


def _locatie(element: Element) -> Locatie:
    return Locatie(
        adres=xml.teksten(xml.kind(element, "adresaanduiding")),
        perceel=xml.teksten(xml.kind(element, "kadastralegegevens")),
        coordinaten=xml.teksten(xml.kind(element, "coordinatenopgegeven")),
        etrs=xml.teksten(xml.kind(element, "coordinatenetrs")),
    )


def _partijen(verzoek: Element) -> tuple[Partij, ...]:
    rollen = ("initiatiefnemer", "gemachtigde", "contactpersoon")
    gevonden = ((rol, xml.kind(verzoek, rol)) for rol in rollen)
    return tuple(_partij(rol, element) for rol, element in gevonden if element is not None)


def _partij(rol: str, element: Element) -> Partij:
    mens, bedrijf = xml.kind(element, "natuurlijkpersoon"), xml.kind(element, "nietnatuurlijkpersoon")
    wie = mens if mens is not None else bedrijf if bedrijf is not None else element
    bsn = xml.tekst(wie, "bsn")
    vestiging = xml.kind(wie, "vestiging")
    delen = (xml.tekst(wie, "voorletters"), xml.tekst(wie, "voorvoegsel"), xml.tekst(wie, "achternaam"))
    post = xml.kind(wie, "correspondentieadres", "postadres")
    if post is None:
        post = xml.kind(vestiging, "postadres")
    verblijf = ("verblijfsadres", "verblijfsadresbuitenland", "bezoekadres", "bezoekadresbuitenland")
    return Partij(
        rol=rol,
        soort="bedrijf" if bedrijf is not None else "persoon",
        naam=xml.tekst(wie, "handelsnaam") or " ".join(deel for deel in delen if deel),
        bsn="" if bsn == _GEEN_BSN else bsn,
        kvk_nummer=xml.tekst(wie, "kvknummer"),
        vestigingsnummer=xml.tekst(vestiging, "vestigingsnummer"),
        emailadres=xml.tekst(wie, "emailadres"),
        correspondentieadres=xml.teksten(post),
        adres=xml.teksten(xml.kind(wie, *verblijf)),
    )
