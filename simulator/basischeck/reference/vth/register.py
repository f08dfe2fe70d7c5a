"""The small zaak register: a zaak per verzoek, with all that came in about it."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from simulator.basischeck.reference.vth.bericht import Activiteit, Locatie, Partij

INGEDIEND = "Ingediend"
AANGEVULD = "Aangevuld"
INGETROKKEN = "Ingetrokken"
DOORGEZONDEN = "Doorgezonden"


@dataclass
class Document:
    """A document of a zaak. sha256 "": it could not be fetched yet; vervallen: since which day it no longer counts."""

    document_id: str
    naam: str
    vertrouwelijk: bool
    sha256: str = ""
    grootte: int = 0
    vervallen: date | None = None


@dataclass
class Zaak:
    """A zaak. organisatie: the OIN that it was received for; volgnummers: of the messages that it holds."""

    zaak_id: str
    organisatie: str
    verzoeknummer: str
    zaaktype: str
    naam: str
    type: str
    doel: str
    indiendatum: date
    fatale_datum: date | None
    partijen: tuple[Partij, ...]
    locaties: tuple[Locatie, ...]
    activiteiten: tuple[Activiteit, ...]
    historie: tuple[str, ...]
    status: str = INGEDIEND
    volgnummers: list[int] = field(default_factory=list)
    documenten: list[Document] = field(default_factory=list)
    bevestigd_aan: list[str] = field(default_factory=list)
    samenwerkingen: list[str] = field(default_factory=list)

    @property
    def lopend(self) -> bool:
        """Whether the organisation still handles it."""
        return self.status in {INGEDIEND, AANGEVULD}

    def document(self, document_id: str) -> Document | None:
        """The document with this id."""
        return next((document for document in self.documenten if document.document_id == document_id), None)

    def als_dict(self) -> dict[str, Any]:
        """As the question zaak_zoeken is answered; dates as text, an aanvulling that changed an answer is marked."""
        return {
            "zaak_id": self.zaak_id,
            "organisatie": self.organisatie,
            "verzoeknummer": self.verzoeknummer,
            "zaaktype": self.zaaktype,
            "naam": self.naam,
            "type": self.type,
            "doel": self.doel,
            "status": self.status,
            "indiendatum": self.indiendatum.isoformat(),
            "fatale_datum": self.fatale_datum.isoformat() if self.fatale_datum else None,
            "activiteiten": [
                {
                    "id": activiteit.activiteit_id,
                    "naam": activiteit.naam,
                    "vragen": [
                        {
                            "vraagId": vraag.vraag_id,
                            "antwoord": vraag.antwoord,
                            "gewijzigd": bool(vraag.oorspronkelijk),
                        }
                        for vraag in activiteit.vragen
                    ],
                }
                for activiteit in self.activiteiten
            ],
            "documenten": [
                {
                    "documentId": document.document_id,
                    "naam": document.naam,
                    "sha256": document.sha256,
                    "vertrouwelijk": document.vertrouwelijk,
                    "vervallen": document.vervallen.isoformat() if document.vervallen else None,
                }
                for document in self.documenten
            ],
            "partijen": [asdict(partij) for partij in self.partijen],
            "locaties": [asdict(locatie) for locatie in self.locaties],
            "volgnummers": sorted(self.volgnummers),
            "historie": list(self.historie),
            "bevestigdAan": list(self.bevestigd_aan),
            "samenwerkingen": list(self.samenwerkingen),
        }


@dataclass
class Register:
    """Every zaak, and a log of what did not become one."""

    zaken: list[Zaak] = field(default_factory=list)
    logboek: list[str] = field(default_factory=list)

    def bij(self, verzoeknummer: str, organisatie: str) -> Zaak | None:
        """The latest zaak of an organisation about this verzoek."""
        gevonden = [z for z in self.zaken if z.verzoeknummer == verzoeknummer and z.organisatie == organisatie]
        return gevonden[-1] if gevonden else None

    def alle(self, verzoeknummer: str) -> list[Zaak]:
        """Every zaak about this verzoek."""
        return [zaak for zaak in self.zaken if zaak.verzoeknummer == verzoeknummer]

    def meld(self, tekst: str) -> None:
        """Log that something did not become a zaak, or not wholly."""
        self.logboek.append(tekst)
