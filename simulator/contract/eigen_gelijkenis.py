"""Which operation of ours an operation of a user's contract is: by method, path, what it takes and gives, and words.

A match is sure when it is good enough and clearly better than the next best, seen from both sides; else it is for the
user to say.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.contract.openapi import Operatie

GENOEG = 5.0
VERSCHIL = 1.5
_VULSEL = frozenset(
    {"de", "het", "een", "van", "voor", "bij", "op", "in", "en", "of", "met", "the", "by", "id", "api", "geef"}
    | {"get", "post", "put", "v1", "v2", "v3", "v4", "v5"}
)
_BINAIR = ("application/octet-stream", "*/*", "image/", "application/zip")


@dataclass(frozen=True)
class Trekken:
    """What an operation is compared by. woorden: of its path, id and summary, and those that the contract adds."""

    methode: str
    parameters: int
    laatste: str
    geeft: frozenset[str]
    woorden: frozenset[str]


@dataclass(frozen=True)
class Voorstel:
    """What an operation of theirs is taken for. sleutel: "GET /pad"; onze: operationId, "" for none.

    zeker: no need to ask; kandidaten: the best of ours, best first.
    """

    sleutel: str
    onze: str
    zeker: bool
    kandidaten: tuple[str, ...]


def van_ons(operatie: Operatie, rij: Mapping[str, Any]) -> Trekken:
    """The traits of an operation of ours. rij: its part of the document, of which x-woorden counts."""
    tekst = f"{operatie.pad} {operatie.id} {rij.get('summary', '')} {' '.join(rij.get('x-woorden', ()))}"
    return _trekken(operatie.methode, operatie.pad, operatie.geeft, tekst)


def van_hen(methode: str, pad: str, geeft: Iterable[str], tekst: str) -> Trekken:
    """The traits of an operation of theirs. tekst: its id, summary and tags."""
    return _trekken(methode, pad, geeft, f"{pad} {tekst}")


def stel_voor(onze: Mapping[str, Trekken], hun: Mapping[str, Trekken]) -> list[Voorstel]:
    """What each operation of theirs is taken for. No operation of ours is given away twice.

    onze: by operationId; hun: by "GET /pad".
    """
    cijfers = {sleutel: {id_: _lijkt(o, h) for id_, o in onze.items()} for sleutel, h in hun.items()}
    paren = sorted(
        ((cijfer, sleutel, id_) for sleutel, rij in cijfers.items() for id_, cijfer in rij.items() if cijfer > 0),
        key=lambda paar: (-paar[0], paar[1], paar[2]),
    )
    gekozen: dict[str, str] = {}
    for _, sleutel, id_ in paren:
        if sleutel not in gekozen and id_ not in gekozen.values():
            gekozen[sleutel] = id_
    return [_voorstel(sleutel, gekozen.get(sleutel, ""), cijfers) for sleutel in hun]


def _voorstel(sleutel: str, id_: str, cijfers: Mapping[str, Mapping[str, float]]) -> Voorstel:
    eigen = cijfers[sleutel]
    kandidaten = tuple(k for k in sorted(eigen, key=lambda k: -eigen[k])[:3] if eigen[k] > 0)
    if not id_:
        return Voorstel(sleutel, "", max(eigen.values(), default=0.0) < GENOEG, kandidaten)
    anderen = [cijfer for k, cijfer in eigen.items() if k != id_]
    anderen += [rij[id_] for hun, rij in cijfers.items() if hun != sleutel]
    zeker = eigen[id_] >= GENOEG and eigen[id_] - max(anderen, default=0.0) >= VERSCHIL
    return Voorstel(sleutel, id_, zeker, kandidaten)


def _lijkt(onze: Trekken, hun: Trekken) -> float:
    """How alike: below zero is impossible."""
    if (onze.methode == "GET") != (hun.methode == "GET") or onze.parameters != hun.parameters:
        return -1.0
    cijfer = 3.5 if onze.methode == hun.methode else 2.0
    cijfer += _mediatypen(onze.geeft, hun.geeft)
    cijfer += 1.5 if onze.laatste == hun.laatste else 0.0
    samen = len(onze.woorden & hun.woorden)
    return cijfer + 4.0 * samen / max(1, min(len(onze.woorden), len(hun.woorden)))


def _mediatypen(onze: frozenset[str], hun: frozenset[str]) -> float:
    if not onze or not hun:
        return 0.0
    return 2.0 if onze & hun else -2.0


def _trekken(methode: str, pad: str, geeft: Iterable[str], tekst: str) -> Trekken:
    stukken = [stuk for stuk in pad.split("/") if stuk]
    laatste = stukken[-1].lower() if stukken else ""
    return Trekken(
        methode.upper(),
        sum(stuk.startswith("{") for stuk in stukken),
        "{}" if laatste.startswith("{") else laatste,
        frozenset(_soort(media) for media in geeft),
        frozenset(_woorden(re.sub(r"\{[^}]*\}", " ", tekst))),
    )


def _soort(media: str) -> str:
    """xml, pdf, json or binair: variants of a media type are one."""
    kaal = media.split(";")[0].strip().lower()
    if any(kaal.startswith(begin) for begin in _BINAIR):
        return "binair"
    return kaal.rpartition("/")[2].rpartition("+")[2]


def _woorden(tekst: str) -> Sequence[str]:
    los = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", tekst)
    return [woord for woord in re.findall(r"[a-zà-ÿ0-9]{2,}", los.lower()) if woord not in _VULSEL]
