"""Reading what the LVBB sends back: the uitkomst of the verslag decides, not the first `succes`."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from simulator.basischeck.reference.xml import LVBB, STOP, lees

WACHT_OP_BEKENDMAKING = "registratie-voltooid"
AFGEWEZEN = "technisch-afgewezen"


@dataclass(frozen=True)
class Melding:
    """One melding, as the user gets to see it."""

    code: str
    ernst: str
    soort: str
    categorie: str
    tekst: str


@dataclass(frozen=True)
class Bericht:
    """One result message. uitkomst and voortgang are those of the verslag: one of the two, or "" without a verslag.

    hoofd: the uitkomst of the message itself, succes or mislukt; id_levering: "" without a verslag.
    """

    soort: str
    hoofd: str
    id_levering: str
    uitkomst: str
    voortgang: str
    meldingen: tuple[Melding, ...]

    @property
    def technisch_afgewezen(self) -> bool:
        """Whether the delivery could not be taken on: mislukt, and no verslag at all."""
        return self.hoofd == "mislukt" and not (self.uitkomst or self.voortgang)


def lees_bericht(inhoud: bytes) -> Bericht:
    """Read one message. Raises ValueError when it is no result message."""
    wortel = lees(inhoud)
    naam = wortel.tag.rsplit("}", 1)[-1] if isinstance(wortel.tag, str) else ""
    if not naam.endswith("VerzoekResultaat"):
        raise ValueError(f"{naam} is geen resultaatbericht")
    return Bericht(
        naam,
        _tekst(wortel, f"{{{LVBB}}}uitkomst"),
        _tekst(wortel, f"{{{LVBB}}}verslag/{{{LVBB}}}idLevering"),
        _tekst(wortel, f"{{{LVBB}}}verslag/{{{LVBB}}}uitkomst"),
        _tekst(wortel, f"{{{LVBB}}}verslag/{{{LVBB}}}voortgang"),
        tuple(_melding(element) for element in wortel.iter(f"{{{LVBB}}}melding")),
    )


def is_eindoordeel(bericht: Bericht, volgnummer: int) -> bool:
    """Whether nothing more will come after this message (docs/bronnen.md#lvbb-antwoorden): a voortgang is no verdict.

    volgnummer: its place among the messages of the delivery, from 1.
    """
    if bericht.technisch_afgewezen:
        return True
    return bool(bericht.uitkomst) and not is_voorlopig(bericht, volgnummer)


def is_voorlopig(bericht: Bericht, volgnummer: int) -> bool:
    """Whether this may say of the opdracht only that it is valide: the first message, in the form of 2021."""
    return volgnummer == 1 and bericht.uitkomst == "valide" and not bericht.meldingen


def alle_meldingen(berichten: Sequence[Bericht]) -> tuple[Melding, ...]:
    """The meldingen of every message, in order."""
    return tuple(melding for bericht in berichten for melding in bericht.meldingen)


def _melding(element: _Element) -> Melding:
    velden = ("code", "ernst", "soort", "categorie", "beschrijving")
    return Melding(*(_tekst(element, f"{{{STOP}}}{veld}") for veld in velden))


def _tekst(element: _Element, pad: str) -> str:
    return (element.findtext(pad) or "").strip()
