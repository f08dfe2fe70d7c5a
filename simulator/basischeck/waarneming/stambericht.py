"""What stands in a STAM message that the software fetched, as far as checks judge by it.

By local names, so that it reads every profile, and a contract that the user loaded as well
(docs/bronnen.md#stam-berichten).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.contract import xml

Element = Any


class Onleesbaar(Exception):
    """The journal has no message that can be read; the text says why, in Dutch."""


@dataclass(frozen=True)
class Antwoord:
    """An answer. oorspronkelijk: what it was before an aanvulling, "" when it did not change."""

    vraag_id: str
    vraag: str
    antwoord: str
    oorspronkelijk: str
    publiceerbaar: bool


@dataclass(frozen=True)
class Activiteit:
    """An activity with its answers."""

    naam: str
    antwoorden: tuple[Antwoord, ...]


@dataclass(frozen=True)
class Document:
    """A document as the message names it."""

    document_id: str
    naam: str
    vertrouwelijk: bool


@dataclass(frozen=True)
class Stambericht:
    """One volgnummer of a verzoek. indiendatum: yyyy-mm-dd; historie: OINs of who had it before."""

    verzoeknummer: str
    volgnummer: int
    naam: str
    type: str
    doel: str
    indiendatum: str
    activiteiten: tuple[Activiteit, ...]
    documenten: tuple[Document, ...]
    historie: tuple[str, ...]

    @property
    def antwoorden(self) -> tuple[Antwoord, ...]:
        """Every answer, of all activities."""
        return tuple(antwoord for activiteit in self.activiteiten for antwoord in activiteit.antwoorden)


def vouw(tekst: str) -> str:
    """Lower case, without accents and outer spaces: software and messages spell in their own way."""
    plat = unicodedata.normalize("NFKD", tekst.strip().casefold())
    return "".join(teken for teken in plat if not unicodedata.combining(teken))


def lees(inhoud: bytes) -> Stambericht:
    """Read a verzoek message. Raises Onleesbaar."""
    try:
        wortel = xml.lees(inhoud).wortel
    except xml.XmlFout as fout:
        raise Onleesbaar(f"geen leesbare XML: {fout}") from None
    verzoek = next((element for element in wortel.iter() if _naam(element) == "verzoek"), None)
    if verzoek is None:
        raise Onleesbaar("er staat geen verzoek in het bericht")
    volgnummer = _tekst(verzoek, "volgnummer")
    documenten = {d.document_id: d for d in map(_document, _alle(verzoek, "document"))}
    historie = _alle(verzoek, "bevoegdgezaghistorie", "uitvoerendeinstantiehistorie")
    return Stambericht(
        verzoeknummer=_tekst(verzoek, "verzoeknummer"),
        volgnummer=int(volgnummer) if volgnummer.isdecimal() else 0,
        naam=_tekst(verzoek, "naam"),
        type=_tekst(verzoek, "type"),
        doel=_tekst(verzoek, "doel"),
        indiendatum=_tekst(verzoek, "indiendatum")[:10],
        activiteiten=tuple(_activiteit(element) for element in _alle(verzoek, "projectactiviteit")),
        documenten=tuple(documenten.values()),
        historie=tuple(_inhoud(oin) for lijst in historie for oin in _alle(lijst, "oin")),
    )


def _activiteit(element: Element) -> Activiteit:
    return Activiteit(
        _tekst(element, "activiteitnaam"),
        tuple(
            Antwoord(
                _tekst(vraag, "vraagid"),
                _tekst(vraag, "vraagtekst"),
                _tekst(vraag, "antwoord"),
                _tekst(vraag, "oorsprantwoord"),
                _tekst(vraag, "publiceerbaar") != "false",
            )
            for vraag in _alle(element, "specificatie")
        ),
    )


def _document(element: Element) -> Document:
    vertrouwelijk = _tekst(element, "vertrouwelijk") == "true"
    return Document(_tekst(element, "documentid"), _tekst(element, "bestandsnaam"), vertrouwelijk)


def _naam(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _alle(element: Element, *namen: str) -> Iterator[Element]:
    return (onder for onder in element.iterdescendants() if _naam(onder) in namen)


def _tekst(element: Element, naam: str) -> str:
    return next((_inhoud(kind) for kind in element if _naam(kind) == naam), "")


def _inhoud(element: Element) -> str:
    return "".join(element.itertext())
