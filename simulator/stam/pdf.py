"""The publiceerbaar PDF of a verzoek: what may be read by all, with nothing in it about persons.

Source: docs/bronnen.md#stam-ophalen.
Its layout is ours (inferred). It is no replacement of the message: what is not publiceerbaar, confidential documents
and whoever submits are left out, and a text stands in it that the message does not have (`merk`).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from simulator.kernel import clock
from simulator.stam.model import (
    Activiteit,
    Bericht,
    Contactpersoon,
    Document,
    Inhoud,
    NatuurlijkPersoon,
    NietNatuurlijkPersoon,
    Persoon,
    Specificatie,
)

if TYPE_CHECKING:
    from fpdf import FPDF

    from simulator.stam.instellingen import Pdf

_LINKS, _RECHTS, _BOVEN, _ONDER = 20.0, 190.0, 20.0, 280.0
"""The edges of the text on a page, in mm."""
_GROOTTEN = {"kop": 15.0, "tussenkop": 12.0, "vraag": 10.0, "tekst": 10.0}
"""In points."""
_MM_PER_PUNT = 25.4 / 72
# What stands for a sign that the fonts of every PDF reader lack.
_LEESTEKENS = {"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "€": "EUR ", "•": "-"}
_LETTERS = {"Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d"}
_VERVANGING = str.maketrans({**_LEESTEKENS, **_LETTERS, "\t": "    "})
_PERSOONLIJK = re.compile(
    r"[^\s@]{1,64}@\S+|(?<!\d)(?:\+31[ -]?|0031[ -]?|0)[1-9](?:[ -]?\d){8}(?!\d)|(?<!\d)\d{8,9}(?!\d)"
)
"""What looks like a mail address, a telephone number, a BSN or a KvK-nummer, whoever's it is."""
_WEG = "(weggelaten)"


@lru_cache(maxsize=64)
def publiceerbaar(bericht: Bericht, soort: "Pdf") -> bytes:
    """The PDF of one version: "leesbaar", or the "dummy" of the first release. The same bytes for the same version.

    Bevoegd gezag and behandeldienst fetch it shortly after each other, so the latest ones are kept.
    """
    from fpdf import FPDF  # takes a third of a second, which only who makes a PDF needs

    blad = FPDF()
    blad.set_title(f"Publiceerbare samenvatting {bericht.verzoeknummer}-{bericht.volgnummer_tekst}")
    blad.set_producer("DSO-LV simulator")
    blad.set_creation_date(bericht.ingediend_op)
    blad.set_auto_page_break(False)
    y, gekozen = _ONDER, ""
    for stijl, tekst in _leesbaar(bericht) if soort == "leesbaar" else _dummy(bericht):
        punten = _GROOTTEN[stijl]
        y += 0 if stijl == "tekst" else punten * _MM_PER_PUNT / 2
        for regel in regels(tekst, _breedten(stijl), (_RECHTS - _LINKS) / _MM_PER_PUNT / punten * 1000):
            y += punten * _MM_PER_PUNT * 1.35
            if y > _ONDER:
                blad.add_page()
                y = _BOVEN
            if stijl != gekozen:
                _kies(blad, stijl)
                gekozen = stijl
            blad.text(_LINKS, y, regel)
    return bytes(blad.output())


def merk(bericht: Bericht) -> str:
    """A text that stands in the PDF of this version and not in its message."""
    som = hashlib.sha256(f"{bericht.verzoeknummer}/{bericht.volgnummer}".encode()).hexdigest()
    return f"PUBLICATIE-{som[:10].upper()}"


def latijn(tekst: str) -> str:
    """The text in Latin-1, the signs that every PDF reader can show: accents are dropped, and what is left is "?"."""
    if tekst.isascii() and tekst.isprintable():
        return tekst
    gewoon = unicodedata.normalize("NFC", tekst).translate(_VERVANGING)
    return "".join(_teken(teken) for teken in gewoon)


def regels(tekst: str, breedten: Mapping[str, float], breedte: float) -> Iterator[str]:
    """The text in lines that fit. breedten: of each sign; breedte: of a line, in the same unit."""
    spatie = breedten[" "]
    for alinea in map(latijn, tekst.split("\n")):
        if sum(map(breedten.__getitem__, alinea)) <= breedte:
            yield alinea
            continue
        regel, lengte = "", 0.0
        for woord in _woorden(alinea, breedten, breedte):
            nodig = sum(map(breedten.__getitem__, woord))
            if regel and lengte + spatie + nodig > breedte:
                yield regel
                regel, lengte = woord, nodig
            else:
                regel = f"{regel} {woord}" if regel else woord
                lengte += nodig + (spatie if lengte else 0)
        yield regel


def _leesbaar(bericht: Bericht) -> Iterator[tuple[str, str]]:
    """(style, text) of everything on the page, in order."""
    inhoud = bericht.inhoud
    yield "kop", "Publiceerbare samenvatting van een verzoek"
    yield "tekst", f"Verzoeknummer: {bericht.verzoeknummer} {bericht.volgnummer_tekst}"
    yield "tekst", f"Soort: {inhoud.type}"
    yield "tekst", f"Doel: {bericht.doel}"
    yield "tekst", f"Ingediend op: {clock.dag(bericht.ingediend_op):%d-%m-%Y}"
    yield "tekst", f"Ingediend bij: {bericht.bevoegd_gezag.naam}"
    zonder = _Zonder(inhoud)
    yield "tekst", f"Project: {zonder.tekst(inhoud.project_naam)}"
    yield "tekst", f"Kenmerk van deze samenvatting: {merk(bericht)}"
    for activiteit in inhoud.activiteiten:
        yield from _activiteit(activiteit, zonder)
    if openbaar := _namen(inhoud.bijlagen, zonder):
        yield "tussenkop", "Bijlagen bij het verzoek"
        yield "tekst", openbaar
    yield "tussenkop", "Wat hier niet in staat"
    yield "tekst", "Gegevens over personen en vertrouwelijke bijlagen staan alleen in het verzoek zelf."


def _dummy(bericht: Bericht) -> Iterator[tuple[str, str]]:
    yield "kop", "Publiceerbare samenvatting"
    yield "tekst", "Dit document heeft nog geen inhoud."
    yield "tekst", f"Kenmerk van deze samenvatting: {merk(bericht)}"


def _activiteit(activiteit: Activiteit, zonder: "_Zonder") -> Iterator[tuple[str, str]]:
    yield "tussenkop", activiteit.naam
    if activiteit.subactiviteit:
        yield "tekst", activiteit.subactiviteit
    for vraag in activiteit.specificaties:
        if vraag.publiceerbaar and vraag.vraagclassificatie != "Aanvrager":
            yield from _vraag(vraag, zonder)


def _vraag(vraag: Specificatie, zonder: "_Zonder") -> Iterator[tuple[str, str]]:
    namen = _namen(tuple(d for bijlage in vraag.gevraagde_bijlagen for d in bijlage.documenten), zonder)
    antwoord = "\n".join(deel for deel in (zonder.tekst(vraag.antwoord), namen) if deel)
    yield "vraag", vraag.vraagtekst
    yield "tekst", antwoord or "(geen antwoord)"


def _namen(documenten: tuple[Document, ...], zonder: "_Zonder") -> str:
    return "\n".join(f"- {zonder.naam(rij.bestandsnaam)}" for rij in documenten if not rij.vertrouwelijk)


class _Zonder:
    """Leaves out who the persons of a verzoek are, wherever an applicant wrote it: in an answer or the name of a file.

    Only from a text what looks like a number of somebody goes as well: the name of a file can have a date in it.
    """

    def __init__(self, inhoud: Inhoud) -> None:
        wie = (inhoud.initiatiefnemer, inhoud.gemachtigde, inhoud.contactpersoon)
        waarden = {waarde for persoon in wie for waarde in _kenmerken(persoon) if len(waarde) > 1}
        self._waarden = sorted(waarden, key=len, reverse=True)

    def naam(self, tekst: str) -> str:
        for waarde in self._waarden:
            if waarde in tekst:  # an expression is made only where it has something to find
                tekst = re.sub(rf"(?<![^\W_]){re.escape(waarde)}(?![^\W_])", _WEG, tekst)
        return tekst

    def tekst(self, tekst: str) -> str:
        return _PERSOONLIJK.sub(_WEG, self.naam(tekst))


def _kenmerken(persoon: Persoon | Contactpersoon | None) -> tuple[str, ...]:
    """What tells who somebody is."""
    match persoon:
        case NatuurlijkPersoon():
            return persoon.bsn, persoon.achternaam, persoon.emailadres, persoon.telefoonnummer
        case NietNatuurlijkPersoon():
            return persoon.kvk_nummer, persoon.handelsnaam, persoon.emailadres, persoon.telefoonnummer
        case Contactpersoon():
            return persoon.achternaam, persoon.emailadres, persoon.telefoonnummer
        case None:
            return ()


def _teken(teken: str) -> str:
    if " " <= teken <= "~" or "\u00a0" <= teken <= "\u00ff":
        return teken
    zonder = "".join(deel for deel in unicodedata.normalize("NFKD", teken) if " " <= deel <= "~")
    return zonder or ("" if unicodedata.combining(teken) or teken in "\u200d\ufe0f" else "?")


def _woorden(tekst: str, breedten: Mapping[str, float], breedte: float) -> Iterator[str]:
    """The words; one that is wider than a line in pieces."""
    for woord in tekst.split(" "):
        begin, lengte = 0, 0.0
        for plaats, teken in enumerate(woord):
            lengte += breedten[teken]
            if lengte > breedte:
                yield woord[begin:plaats]
                begin, lengte = plaats, breedten[teken]
        yield woord[begin:]


def _kies(blad: "FPDF", stijl: str) -> None:
    blad.set_font("helvetica", "" if stijl == "tekst" else "B", _GROOTTEN[stijl])


@cache
def _breedten(stijl: str) -> Mapping[str, float]:
    """How wide each sign of Latin-1 is, in thousandths of the size of the font."""
    from fpdf import FPDF

    blad = FPDF(unit="pt")
    _kies(blad, stijl)
    blad.set_font_size(1000)
    return {chr(nummer): blad.get_string_width(chr(nummer)) for nummer in range(256)}
