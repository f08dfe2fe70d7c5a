"""Writes a message of the model with a profile. A profile is made into functions once; they append text.

The text is made here and not by a tree of lxml: a soak writes 20,000 messages, and this takes a tenth of a millisecond.
That it is well-formed is the work of `tekens`, and a property test reads everything back.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from simulator.stam import model
from simulator.stam.profiel import KLASSEN, Knoop, Profiel, Soort
from simulator.stam.tekens import in_attribuut, in_xml

NEDERLAND = ZoneInfo("Europe/Amsterdam")
_KOP = '<?xml version="1.0" encoding="UTF-8"?>'
_NUMMER = "\0"  # where a number comes; no text that is written holds this character
_Lees = Callable[[Any], Any]
_Schrijf = Callable[[Any, list[str]], None]
_Tekst = Callable[[Any], str]


def schrijf(profiel: Profiel, soort: Soort, inhoud: Any, *, onbekend_element: bool = False) -> bytes:
    """The message, in UTF-8. inhoud: what the paths of the profile start from."""
    stukken: list[str] = []
    _schrijver(profiel, soort, onbekend_element)(inhoud, stukken)
    begin, *rest = "".join(stukken).split(_NUMMER)
    genummerd = "".join(f"{nummer}{stuk}" for nummer, stuk in enumerate(rest, start=1))
    return f"{_KOP}{begin}{genummerd}\n".encode()


@cache
def _schrijver(profiel: Profiel, soort: Soort, onbekend_element: bool) -> _Schrijf:
    wortel = profiel.wortel(soort)
    # A verzoek declares all that the profile knows, as the reader of version 4 expects; a notification what it uses.
    nodig = set(profiel.namespaces) if soort == "verzoek" else {knoop.prefix for knoop in wortel.alle()}
    namespaces = "".join(
        f' xmlns{":" if prefix else ""}{prefix}="{in_attribuut(uri)}"'
        for prefix, uri in profiel.namespaces.items()
        if prefix in nodig
    )
    extra = _extra(profiel) if onbekend_element and profiel.onbekend is not None else {}
    return _Bouwer(profiel, extra).knoop(wortel, 0, namespaces)


def _extra(profiel: Profiel) -> dict[str, str]:
    assert profiel.onbekend is not None
    o = profiel.onbekend
    plek = o.in_ if any(k.naam == o.in_ for k in profiel.verzoek.alle()) else profiel.verzoek.naam
    return {plek: f'<{o.element} xmlns="{in_attribuut(o.namespace)}">{in_xml(o.tekst)}</{o.element}>'}


class _Bouwer:
    """Makes the functions. extra: text at the end of an element, by its name."""

    def __init__(self, profiel: Profiel, extra: Mapping[str, str]) -> None:
        self._profiel = profiel
        self._extra = extra

    def knoop(self, knoop: Knoop, diepte: int, namespaces: str = "") -> _Schrijf:
        inspringing = "\n" + "  " * diepte
        attributen = "".join(f' {naam}="{in_attribuut(waarde)}"' for naam, waarde in knoop.attributen.items())
        begin = f"{inspringing}<{knoop.element}{namespaces}{attributen.replace('{n}', _NUMMER)}>"
        eind = f"</{knoop.element}>"
        if knoop.uit or knoop.vast or not knoop.kinderen:
            schrijf = self._blad(knoop, begin, eind)
        else:
            schrijf = self._houder(knoop, begin, f"{inspringing}{eind}", diepte)
        return self._vanaf(knoop, schrijf)

    def _blad(self, knoop: Knoop, begin: str, eind: str) -> _Schrijf:
        lees, tekst = _lezer(knoop.uit), self._tekst(knoop)
        altijd, vast = knoop.altijd, knoop.vast

        def schrijf(ding: Any, stukken: list[str]) -> None:
            waarde = vast or lees(ding)
            if waarde is not None and waarde != "":
                stukken += (begin, tekst(waarde), eind)
            elif altijd:
                stukken += (begin, eind)

        return schrijf

    def _houder(self, knoop: Knoop, begin: str, eind: str, diepte: int) -> _Schrijf:
        delen = tuple(self.knoop(kind, diepte + 1) for kind in knoop.kinderen)
        nodig, keuze = knoop.altijd or bool(knoop.bij or knoop.elk or knoop.als), knoop.keuze
        extra = self._extra.get(knoop.naam, "")
        if extra:
            extra = "\n" + "  " * (diepte + 1) + extra

        def schrijf(ding: Any, stukken: list[str]) -> None:
            hier = len(stukken)
            stukken.append(begin)
            for deel in delen:
                deel(ding, stukken)
                if keuze and len(stukken) > hier + 1:
                    break
            if extra:
                stukken.append(extra)
            if len(stukken) > hier + 1:
                stukken.append(eind)
            elif nodig:
                stukken.append(eind.strip())
            else:
                del stukken[hier]

        return schrijf

    def _vanaf(self, knoop: Knoop, schrijf: _Schrijf) -> _Schrijf:
        """Starts where `bij`, `elk` and `als` say."""
        klasse = KLASSEN[knoop.als] if knoop.als else None
        if knoop.elk:
            lees_rij = _lezer(knoop.elk)

            def elk(ding: Any, stukken: list[str]) -> None:
                for een in lees_rij(ding) or ():
                    if klasse is None or type(een) is klasse:
                        schrijf(een, stukken)

            return elk
        if knoop.bij or klasse is not None:
            lees = _lezer(knoop.bij or ".")

            def bij(ding: Any, stukken: list[str]) -> None:
                er = lees(ding)
                if er is not None and (klasse is None or type(er) is klasse):
                    schrijf(er, stukken)

            return bij
        return schrijf

    def _tekst(self, knoop: Knoop) -> _Tekst:
        if knoop.vorm.startswith("woord:"):
            woorden = self._profiel.woorden[knoop.vorm.removeprefix("woord:")]
            return {ons: in_xml(schrijfwijzen[0]) for ons, schrijfwijzen in woorden.items()}.__getitem__
        if knoop.vorm == "ja-nee":
            ja, nee = (in_xml(self._profiel.woorden["ja-nee"][ons][0]) for ons in ("ja", "nee"))
            return lambda waar: ja if waar else nee
        return _VORMEN[knoop.vorm]


def _lezer(pad: str) -> _Lees:
    """Gives what a path leads to, None where it stops on the way. "." and "": the thing itself."""
    if pad in ("", "."):
        return lambda ding: ding
    stappen = pad.split(".")
    if not any(stap.isdigit() for stap in stappen):
        direct = attrgetter(pad)

        def lees(ding: Any) -> Any:
            try:
                return direct(ding)
            except AttributeError:
                return None

        return lees

    def stap_voor_stap(ding: Any) -> Any:
        for stap in stappen:
            if not stap.isdigit():
                ding = getattr(ding, stap, None)
            else:
                ding = ding[int(stap)] if ding and int(stap) < len(ding) else None
        return ding

    return stap_voor_stap


def _getal(waarde: float) -> str:
    return repr(float(waarde)).removesuffix(".0")


def _datum(moment: datetime) -> str:
    return moment.astimezone(NEDERLAND).date().isoformat()


def _tijdstip(moment: datetime) -> str:
    return moment.astimezone(NEDERLAND).isoformat(timespec="milliseconds")


def _punt(punt: model.Punt) -> str:
    return f"{_getal(punt[0])} {_getal(punt[1])}"


_VORMEN: Mapping[str, _Tekst] = {
    "tekst": in_xml,
    "code": in_xml,
    "getal": str,
    "datum": _datum,
    "tijdstip": _tijdstip,
    "volgnummer": lambda nummer: f"{nummer:03d}",
    "punt": _punt,
    "ring": lambda ring: " ".join(map(_punt, ring)),
}
