"""A mail read from its bytes, with the email package of the standard library. Whatever the bytes are, reading them
gives something to show: a mail is input of somebody else.
"""

import email
import html
import re
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message

MAX_REGEL = 500
"""Characters of a header that are kept."""
MAX_TEKST = 100_000
"""Characters of the text that are shown, and searched for numbers."""
_MAX_DELEN = 200
_VERZOEKNUMMER = re.compile(r"(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{5}(?!\d)", re.ASCII)
"""yyyymmdd and five digits (docs/bronnen.md#basischeck, client)."""
_MAX_KOP = 100_000
"""Bytes of headers; reading them takes the square of what they are."""
_STUK = re.compile(r"(<[^<>]*>)")
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ONZICHTBAAR = ("script", "style", "title")
_REGELS = ("br", "p", "div", "tr", "li", "h1", "h2", "h3")
_STUUR = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Bijlage:
    """An attachment. grootte: bytes, decoded."""

    naam: str
    mediatype: str
    grootte: int


@dataclass(frozen=True)
class Gelezen:
    """What a mail says. aan and cc: as the headers write them; tekst: of the plain part, else of the HTML as text."""

    van: str
    aan: str
    cc: str
    onderwerp: str
    tekst: str
    bijlagen: tuple[Bijlage, ...]

    @property
    def verzoeknummers(self) -> tuple[str, ...]:
        """Every verzoeknummer in subject and text, each once, in order."""
        return tuple(dict.fromkeys(_VERZOEKNUMMER.findall(f"{self.onderwerp}\n{self.tekst}")))


def lees(inhoud: bytes) -> Gelezen:
    """Read a mail. Never raises: what cannot be read is shown as the bytes are."""
    try:
        if len(re.split(rb"\r?\n\r?\n", inhoud[: _MAX_KOP + 4], maxsplit=1)[0]) > _MAX_KOP:
            return _ruw(inhoud)
        bericht = email.message_from_bytes(inhoud)
        delen = _delen(bericht)
        return Gelezen(
            _kop(bericht, "From"),
            _kop(bericht, "To"),
            _kop(bericht, "Cc"),
            _kop(bericht, "Subject"),
            _tekst(delen),
            tuple(_bijlage(deel) for deel in delen if _is_bijlage(deel)),
        )
    except Exception:  # the package has known gaps: a header or structure on which it stumbles is no reason to refuse
        return _ruw(inhoud)


def _ruw(inhoud: bytes) -> Gelezen:
    return Gelezen("", "", "", "", _schoon(inhoud[:MAX_TEKST].decode("utf-8", "replace")), ())


def _delen(bericht: Message) -> list[Message]:
    """The parts that hold something, not more than fit."""
    gevonden: list[Message] = []
    for deel in bericht.walk():
        if not deel.is_multipart():
            gevonden.append(deel)
        if len(gevonden) == _MAX_DELEN:
            break
    return gevonden


def _kop(bericht: Message, naam: str) -> str:
    ruw = str(bericht[naam] or "")[: 8 * MAX_REGEL]
    try:
        waarde = str(make_header(decode_header(ruw)))
    except (LookupError, ValueError):  # a character set that does not exist, or half an encoded word
        waarde = ruw
    return " ".join(_schoon(waarde).split())[:MAX_REGEL]


def _is_bijlage(deel: Message) -> bool:
    return deel.get_content_disposition() == "attachment" or deel.get_content_maintype() != "text"


def _tekst(delen: list[Message]) -> str:
    teksten = {deel.get_content_subtype(): deel for deel in reversed(delen) if not _is_bijlage(deel)}
    if "plain" in teksten:
        return _schoon(_inhoud(teksten["plain"]))[:MAX_TEKST]
    if "html" in teksten:
        return _schoon(_zonder_opmaak(_inhoud(teksten["html"])))[:MAX_TEKST]
    return ""


def _inhoud(deel: Message) -> str:
    ruw = deel.get_payload(decode=True)
    if not isinstance(ruw, bytes):
        return str(ruw or "")
    try:
        return ruw.decode(deel.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):  # a character set that does not exist
        return ruw.decode("utf-8", "replace")


def _bijlage(deel: Message) -> Bijlage:
    ruw = deel.get_payload(decode=True)
    naam = " ".join(_schoon(str(deel.get_filename() or "")).split())[:MAX_REGEL]
    return Bijlage(naam, deel.get_content_type()[:100], len(ruw) if isinstance(ruw, bytes) else 0)


def _schoon(tekst: str) -> str:
    return _STUUR.sub("\N{REPLACEMENT CHARACTER}", tekst.replace("\r\n", "\n"))


def _zonder_opmaak(opmaak: str) -> str:
    """The text that a reader of this HTML would see; in one pass, since its length is up to the sender."""
    tekst: list[str] = []
    verborgen = ""
    for stuk in _STUK.split(opmaak):
        element = _ELEMENT.match(stuk)
        if element is None:
            tekst += [] if verborgen or stuk.startswith("<!") else [stuk]
        elif verborgen:
            verborgen = "" if element[1] and element[2].lower() == verborgen else verborgen
        elif not element[1] and element[2].lower() in _ONZICHTBAAR:
            verborgen = element[2].lower()
        elif element[2].lower() in _REGELS:
            tekst.append("\n")
    regels = (" ".join(regel.split()) for regel in html.unescape("".join(tekst)).split("\n"))
    return "\n".join(regel for regel in regels if regel)
