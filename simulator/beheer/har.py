"""A line of the journal as an entry of a HAR (HTTP Archive 1.2), and its bodies as text or base64."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from sqlalchemy import Row

from simulator.basischeck.masker import MASKER, masker, masker_kop
from simulator.kernel import clock

VERSIE = "1.2"
GROOTSTE_BODY = 16 << 20
"""A larger body is not in the HAR: as base64 in one JSON document nothing would open it."""
_BINAIR = re.compile(r"application/(zip|pdf|gzip|octet-stream)|image/(?!svg).*|audio/.*|video/.*|font/.*")
_CODERING = re.compile(rb"""<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,30})["']""")
_NIET_HTTP = 499


@dataclass(frozen=True)
class Maskering:
    """What is taken out of an export: nothing, or secrets and burgerservicenummers from whatever is text."""

    aan: bool = True

    def tekst(self, tekst: str) -> str:
        """A text as it goes out."""
        return masker(tekst) if self.aan else tekst

    def koppen(self, paren: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Headers as they go out, in their order."""
        return [(naam, masker_kop({naam: waarde})[naam]) for naam, waarde in paren] if self.aan else list(paren)

    def body(self, inhoud: bytes, media: str) -> bytes:
        """A body as it goes out: the same bytes where there was nothing to take out, or where it is no text."""
        gelezen = als_tekst(inhoud, media) if self.aan else None
        if gelezen is None:
            return inhoud
        tekst, codering = gelezen
        schoon = masker(tekst)
        return inhoud if schoon == tekst else schoon.encode(codering, "replace")


def media_van(paren: list[tuple[str, str]]) -> str:
    """The content type that headers tell, "" without."""
    return next((waarde for naam, waarde in paren if naam.lower() == "content-type"), "")


def is_binair(media: str) -> bool:
    """Whether a content type says that this is no text."""
    return _BINAIR.fullmatch(media.partition(";")[0].strip().lower()) is not None


def als_tekst(inhoud: bytes, media: str) -> tuple[str, str] | None:
    """(text, its encoding) of a body; None when it is no text."""
    if is_binair(media) and not inhoud.startswith((b"<?xml", b"{")):
        return None
    genoemd = _CODERING.match(inhoud[:300])
    codering = "utf-16" if inhoud[:2] in (b"\xff\xfe", b"\xfe\xff") else genoemd[1].decode() if genoemd else "utf-8"
    try:
        tekst = inhoud.decode(codering)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if "\x00" in tekst else (tekst, codering)


def entry(rij: Row[Any], basis_url: str, lees: Callable[[int, str], bytes], maskering: Maskering) -> dict[str, Any]:
    """One exchange. lees: gives the body of a line by number and side; it is not called for one that is too large."""
    beantwoord = rij.status not in (0, _NIET_HTTP)
    duur = float(rij.duur_ms)
    opmerkingen = [maskering.tekst(regel) for regel in rij.regels]
    return {
        "startedDateTime": clock.iso(rij.op),
        "time": duur,
        "request": _verzoek(rij, basis_url, lees, maskering),
        "response": _antwoord(rij, lees, maskering, beantwoord=beantwoord),
        "cache": {},
        "timings": {"send": 0, "wait": duur, "receive": 0},
        "comment": "; ".join(opmerkingen),
        "_nummer": rij.nummer,
        "_richting": rij.richting,
        "_koppelvlak": rij.koppelvlak,
        "_operatie": rij.operatie,
        "_organisatie": rij.organisatie,
        "_kenmerken": rij.kenmerken,
    }


def _verzoek(rij: Row[Any], basis_url: str, lees: Callable[[int, str], bytes], maskering: Maskering) -> dict[str, Any]:
    url = maskering.tekst(rij.pad if "://" in rij.pad else basis_url + rij.pad).replace(MASKER, quote(MASKER))
    koppen = maskering.koppen(rij.verzoek_kop)
    verzoek = {
        "method": rij.methode,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _paren(koppen),
        "queryString": _paren(parse_qsl(urlsplit(url).query, keep_blank_values=True)),
        "headersSize": -1,
        "bodySize": rij.verzoek_grootte,
    }
    if rij.verzoek_grootte:
        media = media_van(rij.verzoek_kop)
        verzoek["postData"] = {"mimeType": media, **_body(rij, "verzoek", media, lees, maskering, "_encoding")}
    return verzoek


def _antwoord(
    rij: Row[Any], lees: Callable[[int, str], bytes], maskering: Maskering, *, beantwoord: bool
) -> dict[str, Any]:
    media = media_van(rij.antwoord_kop)
    koppen = maskering.koppen(rij.antwoord_kop)
    inhoud = _body(rij, "antwoord", media, lees, maskering, "encoding") if rij.antwoord_grootte else {}
    return {
        "status": rij.status if beantwoord else 0,
        "statusText": _reden(rij.status) if beantwoord else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _paren(koppen),
        "content": {"size": rij.antwoord_grootte, "mimeType": media, **inhoud},
        "redirectURL": next((waarde for naam, waarde in koppen if naam.lower() == "location"), ""),
        "headersSize": -1,
        "bodySize": rij.antwoord_grootte,
    }


def _body(
    rij: Row[Any], kant: str, media: str, lees: Callable[[int, str], bytes], maskering: Maskering, codering: str
) -> dict[str, str]:
    """A body as text, or as base64 under a field that says so."""
    if getattr(rij, f"{kant}_grootte") > GROOTSTE_BODY:
        return {"text": "", "comment": f"te groot voor een HAR; zie /_sim/journaal/{rij.nummer}/{kant}"}
    inhoud = lees(rij.nummer, kant)
    gelezen = als_tekst(inhoud, media)
    if gelezen is not None:
        return {"text": maskering.tekst(gelezen[0])}
    uit = {"text": base64.b64encode(inhoud).decode(), codering: "base64"}
    return {**uit, "comment": "geen tekst, dus niet gemaskeerd"} if maskering.aan else uit


def _paren(paren: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": naam, "value": waarde} for naam, waarde in paren]


def _reden(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
