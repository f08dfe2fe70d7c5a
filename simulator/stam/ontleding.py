"""Reads a message back into the model, with the profile that writes it. Elements that the profile does not know are let
pass: a receiver does the same, and a newer version may have more.

BerichtOngeldig     this is no message of the profile; the text is Dutch and names the place
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from simulator.contract import xml, xsdwaarden
from simulator.contract.xml import plaats_van
from simulator.stam.model import Bericht
from simulator.stam.opmaak import NEDERLAND
from simulator.stam.profiel import Knoop, Profiel
from simulator.stelsel import geometrie

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

_MEDIATYPEN: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "xml": "application/xml",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "dwg": "image/vnd.dwg",
}
# What a message of a user may do without, when the profile that was made of it has no element for it.
_ZONDER: Mapping[str, Any] = {"doel": "Initiëren", "inhoud.locaties": (), "inhoud.activiteiten": ()}
_LEEG: Mapping[str, Any] = {"volgnummer": 0, "huisnummer": 0, "nummer": 0, "perceelnummer": 0}
_MAG_WEG = ("bsn", "bag_id")
_POGINGEN = 3
_Gegevens = dict[str, Any]


class BerichtOngeldig(ValueError):
    """This is no message of the profile."""


def ontleed(inhoud: bytes) -> etree._Element:
    """The root element. Raises BerichtOngeldig for what is no XML."""
    try:
        return xml.lees(inhoud).wortel
    except xml.XmlFout as fout:
        plek = f"regel {fout.regel}: " if fout.regel else ""
        raise BerichtOngeldig(f"{plek}dit is geen XML die gelezen kan worden: {fout.reden}") from None


def lees_verzoek(profiel: Profiel, wortel: etree._Element) -> Bericht:
    """The message of a root element.

    A document gets the media type of its name and size 0: a message tells neither. Raises BerichtOngeldig.
    """
    from pydantic import ValidationError

    if wortel.tag != profiel.tag(profiel.verzoek.element):
        verwacht = profiel.tag(profiel.verzoek.element)
        raise BerichtOngeldig(
            f"verwacht hoofdelement {xml.lokale_naam(verwacht)} van namespace {xml.namespace_van(verwacht) or 'geen'}, "
            f"gekregen {xml.lokale_naam(wortel)} van {xml.namespace_van(wortel) or 'geen'}"
        )
    gegevens: _Gegevens = {}
    _Lezer(profiel).kinderen(profiel.verzoek, wortel, gegevens)
    _vul_aan(gegevens)
    gedragen = _plaatsen(profiel)
    for poging in range(_POGINGEN):
        try:
            return _adapter().validate_python(gegevens)
        except ValidationError as fout:
            if poging == _POGINGEN - 1 or not _vul_in(gegevens, fout, gedragen):
                raise BerichtOngeldig(_in_woorden(fout, gedragen)) from None
    raise AssertionError("the last try gives or raises")


def _vul_in(gegevens: _Gegevens, fout: "ValidationError", gedragen: Mapping[str, str]) -> bool:
    """Put something empty for what is missing because the profile, made of a user's message, has no element for it.

    So too for what the model has as "" where an element is absent: who lives abroad has no BSN.
    """
    gevuld = False
    for klacht in fout.errors(include_url=False):
        stappen = [stap for stap in klacht["loc"] if isinstance(stap, int) or not stap[:1].isupper()]
        pad = ".".join(stap for stap in stappen if isinstance(stap, str))
        gemist = stappen[-1] not in _MAG_WEG and any(g == pad or g.startswith(f"{pad}.") for g in gedragen)
        if klacht["type"] != "missing" or gemist:
            continue
        binnen: Any = gegevens
        for stap in stappen[:-1]:
            binnen = binnen[stap]
        binnen[stappen[-1]] = _ZONDER.get(pad, _LEEG.get(str(stappen[-1]), ""))
        gevuld = True
    return gevuld


@cache
def _adapter() -> "TypeAdapter[Bericht]":
    from pydantic import TypeAdapter  # see model._adapter

    return TypeAdapter(Bericht)


class _Lezer:
    """Goes through profile and message side by side, and gathers plain data in the terms of the model."""

    def __init__(self, profiel: Profiel) -> None:
        self._profiel = profiel

    def kinderen(self, knoop: Knoop, element: etree._Element, gegevens: _Gegevens) -> None:
        for kind in knoop.kinderen:
            self._kind(kind, element.findall(self._profiel.tag(kind.element)), gegevens)

    def _kind(self, knoop: Knoop, elementen: list[etree._Element], gegevens: _Gegevens) -> None:
        if (knoop.bij or knoop.uit) and len(elementen) > 1:
            raise BerichtOngeldig(
                f"{plaats_van(elementen[1])}: {knoop.naam} komt {len(elementen)} keer voor, verwacht ten hoogste een"
            )
        for element in elementen:
            if knoop.elk or knoop.bij:
                binnen: _Gegevens = {}
                self._inhoud(knoop, element, binnen)
                waarde = binnen.get(".", binnen)
                if knoop.elk:
                    _zet(gegevens, knoop.elk, [*(_bij(gegevens, knoop.elk) or ()), waarde])
                else:
                    _zet(gegevens, knoop.bij, waarde)
            else:
                self._inhoud(knoop, element, gegevens)

    def _inhoud(self, knoop: Knoop, element: etree._Element, gegevens: _Gegevens) -> None:
        if knoop.uit:
            _zet(gegevens, knoop.uit, self._waarde(knoop, element))
        self.kinderen(knoop, element, gegevens)

    def _waarde(self, knoop: Knoop, element: etree._Element) -> Any:
        tekst = "".join(element.itertext())
        if knoop.vorm == "tekst":
            return tekst
        tekst = tekst.strip()
        try:
            if knoop.vorm in ("punt", "ring") and geometrie.dimensies(element) != 2:
                raise _Verwacht("coördinaten met twee dimensies")
            if knoop.vorm.startswith("woord:"):
                return self._woord(knoop.vorm.removeprefix("woord:"), tekst)
            if knoop.vorm == "ja-nee":
                return self._woord("ja-nee", tekst) == "ja"
            return _VORMEN[knoop.vorm](tekst)
        except (ValueError, KeyError) as fout:
            wat = fout.args[0] if isinstance(fout, _Verwacht) else _VERWACHT.get(knoop.vorm, "een andere waarde")
            raise BerichtOngeldig(f"{plaats_van(element)}: verwacht {wat}, gekregen '{tekst[:100]}'") from None

    def _woord(self, lijst: str, tekst: str) -> str:
        woorden = self._profiel.woorden[lijst]
        gezocht = kaal(tekst)
        for ons, schrijfwijzen in woorden.items():
            if gezocht in map(kaal, (*schrijfwijzen, ons)):
                return ons
        raise _Verwacht(f"een van ({', '.join(schrijfwijzen[0] for schrijfwijzen in woorden.values())})")


class _Verwacht(ValueError):
    """Tells what was expected."""


def kaal(tekst: str) -> str:
    """Without case, diacritics and white space around it: how values and names are compared.

    Source: docs/bronnen.md#stam-kop.
    """
    ontleed = unicodedata.normalize("NFKD", tekst.strip().casefold())
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))


def moment(tekst: str) -> datetime:
    """A date or a moment of XML Schema, in UTC; a date is its beginning in the Netherlands. Raises ValueError."""
    if (dag := xsdwaarden.datum(tekst)) is not None:
        return xsdwaarden.begin(dag, NEDERLAND)
    if (gelezen := xsdwaarden.moment(tekst, NEDERLAND)) is not None:
        return gelezen
    raise ValueError(tekst)


def _geheel(tekst: str) -> int:
    getal = xsdwaarden.geheel(tekst)
    if getal is None:
        raise ValueError(tekst)
    return getal


def _punten(tekst: str) -> tuple[tuple[float, float], ...]:
    getallen = [getal for woord in tekst.split() if (getal := xsdwaarden.dubbel(woord)) is not None]
    if len(getallen) % 2 or not getallen or len(getallen) < len(tekst.split()):
        raise ValueError(tekst)
    return tuple(zip(getallen[::2], getallen[1::2], strict=True))


def _punt(tekst: str) -> tuple[float, float]:
    (punt,) = _punten(tekst)
    return punt


_VORMEN: Mapping[str, Callable[[str], Any]] = {
    "code": str,
    "getal": _geheel,
    "volgnummer": _geheel,
    "datum": moment,
    "tijdstip": moment,
    "punt": _punt,
    "ring": _punten,
}
_VERWACHT: Mapping[str, str] = {
    "getal": "een geheel getal",
    "volgnummer": "drie cijfers",
    "datum": "een datum (jjjj-mm-dd)",
    "tijdstip": "een datum met tijd (jjjj-mm-ddTuu:mm:ss)",
    "punt": "twee getallen",
    "ring": "een reeks punten, elk van twee getallen",
}


def _zet(gegevens: _Gegevens, pad: str, waarde: Any) -> None:
    """Put a value at a path; a step of digits is a place in a list."""
    *stappen, laatste = pad.split(".") if pad != "." else [pad]
    if laatste.isdigit():
        rij = gegevens.setdefault(".".join(stappen), [])
        rij.extend([""] * (int(laatste) + 1 - len(rij)))
        rij[int(laatste)] = waarde
        return
    for stap in stappen:
        gegevens = gegevens.setdefault(stap, {})
    gegevens[laatste] = waarde


def _bij(gegevens: _Gegevens, pad: str) -> Any:
    waarde: Any = gegevens
    for stap in pad.split("."):
        waarde = waarde.get(stap) if isinstance(waarde, dict) else None
    return waarde


def _vul_aan(waarde: Any) -> None:
    """What a message does not tell of a document."""
    if isinstance(waarde, list):
        for deel in waarde:
            _vul_aan(deel)
    elif isinstance(waarde, dict):
        if "document_id" in waarde:
            soort = str(waarde.get("bestandsnaam", "")).rpartition(".")[2].lower()
            waarde.setdefault("mediatype", _MEDIATYPEN.get(soort, "application/octet-stream"))
            waarde.setdefault("grootte", 0)
        for deel in waarde.values():
            _vul_aan(deel)


@cache
def _plaatsen(profiel: Profiel) -> dict[str, str]:
    """What a message of the profile must tell: path in the model to path of elements."""
    return dict(_paden(profiel.verzoek, "", ""))


def _paden(knoop: Knoop, vanaf: str, boven: str) -> Iterator[tuple[str, str]]:
    plek = f"{boven}/{knoop.naam}"
    hier = ".".join(deel for deel in (vanaf, knoop.bij or knoop.elk) if deel)
    if (knoop.bij or knoop.elk) and knoop.gezien:
        yield hier, plek
    if knoop.uit and knoop.gezien:
        yield ".".join(deel for deel in (hier, knoop.uit.strip(".")) if deel), plek
    for kind in knoop.kinderen:
        yield from _paden(kind, hier, plek)


def _in_woorden(fout: "ValidationError", plaatsen: Mapping[str, str]) -> str:
    """The first thing that is wrong, in Dutch."""
    eerste = fout.errors(include_url=False)[0]
    namen = [str(stap) for stap in eerste["loc"] if isinstance(stap, str) and not stap[:1].isupper()]
    pad = ".".join(namen)
    plek = plaatsen.get(pad) or f"wat hoort bij {pad}"
    if eerste["type"] == "missing":
        return f"{plek} ontbreekt"
    return f"{plek}: de waarde past niet, gekregen {str(eerste.get('input'))[:100]!r}"
