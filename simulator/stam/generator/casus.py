"""The cases that a verzoek is made of: fixtures/verzoeken/*.toml, explained in the README beside them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from simulator.places import place
from simulator.stam.generator.wensen import INDIENERS, LOCATIESOORTEN, Indiener, Locatiesoort
from simulator.stam.model import TYPEN, Classificatie, Type

SOORTEN = (
    *("keuze", "tekst", "lang", "getal", "bedrag", "datum", "ja-nee", "bijlage"),
    *("persoon", "bedrijf", "kvk", "adres", "telefoon", "email"),
)
"""What an answer can be."""


@dataclass(frozen=True)
class Bijlage:
    """A document that a question asks for. deelt: the sleutel of the document that this is as well."""

    soort: str
    naam: str = ""
    grootte: int = 0
    vertrouwelijk: bool = False
    sleutel: str = ""
    deelt: str = ""


@dataclass(frozen=True)
class Vraag:
    """A question. van, tot: the numbers or, for a datum, the days after the submission that it is answered with."""

    id: str
    tekst: str
    soort: str
    classificatie: Classificatie = "Activiteit"
    groepering: str = ""
    publiceerbaar: bool = True
    keuzes: tuple[str, ...] = ()
    van: float = 0
    tot: float = 0
    decimalen: int = 0
    bijlagen: tuple[Bijlage, ...] = ()


@dataclass(frozen=True)
class ActiviteitVorm:
    """An activity with its questions. id: may have {gm}, {ws} or {pv} in it, the codes at the location."""

    id: str
    naam: str
    vragen: tuple[Vraag, ...] = ()


@dataclass(frozen=True)
class Casus:
    """One case. sleutel: what it is asked by; titel, toont: Dutch, for who chooses one.

    gebied: code of the organisation in whose area it lies; behandeldienst: code of who is meant to handle it, "" for
    none; indiener, locatie: the variant that it has by itself; concept: a conceptverzoek is possible.
    """

    sleutel: str
    titel: str
    toont: str
    type: Type
    project: str
    omschrijving: str
    gebied: str
    indiener: Indiener
    locatie: Locatiesoort
    activiteiten: tuple[ActiviteitVorm, ...]
    bijlagen: tuple[Bijlage, ...] = ()
    behandeldienst: str = ""
    concept: bool = False


@cache
def casussen() -> Mapping[str, Casus]:
    """Every case by its sleutel, in the order of the sleutels. Raises ValueError where a file is wrong."""
    bestanden = sorted((place("fixtures") / "verzoeken").glob("*.toml"))
    return MappingProxyType({pad.stem: lees_casus(pad.stem, pad.read_text(encoding="utf-8")) for pad in bestanden})


def lees_casus(sleutel: str, tekst: str) -> Casus:
    """Read the TOML of one case. Raises ValueError that says what is wrong with it."""
    try:
        ruw: dict[str, Any] = tomllib.loads(tekst)
        activiteiten = tuple(_activiteit(rij) for rij in ruw.pop("activiteit"))
        bijlagen = tuple(Bijlage(soort="", **rij) for rij in ruw.pop("bijlage", ()))
        casus = Casus(sleutel=sleutel, activiteiten=activiteiten, bijlagen=bijlagen, **ruw)
        _toets(casus)
    except (KeyError, TypeError, ValueError) as fout:
        raise ValueError(f"fixtures/verzoeken/{sleutel}.toml: {fout}") from fout
    return casus


def _activiteit(rij: Mapping[str, Any]) -> ActiviteitVorm:
    return ActiviteitVorm(rij["id"], rij["naam"], tuple(_vraag(vraag) for vraag in rij.get("vraag", ())))


def _vraag(rij: Mapping[str, Any]) -> Vraag:
    velden: dict[str, Any] = dict(rij)
    bijlagen: Sequence[Mapping[str, Any]] = velden.pop("bijlagen", ())
    keuzes = tuple(velden.pop("keuzes", ()))
    return Vraag(**velden, keuzes=keuzes, bijlagen=tuple(Bijlage(**bijlage) for bijlage in bijlagen))


def _toets(casus: Casus) -> None:
    if casus.type not in TYPEN:
        raise ValueError(f"{casus.type!r} is no type of verzoek")
    if casus.indiener not in INDIENERS or casus.locatie not in LOCATIESOORTEN:
        raise ValueError(f"there is no indiener {casus.indiener!r}, or no locatie {casus.locatie!r}")
    vragen = [vraag for activiteit in casus.activiteiten for vraag in activiteit.vragen]
    sleutels = {bijlage.sleutel for vraag in vragen for bijlage in vraag.bijlagen if bijlage.sleutel}
    for vraag in vragen:
        if vraag.soort not in SOORTEN:
            raise ValueError(f"question {vraag.id} has an unknown soort {vraag.soort!r}")
        if vraag.classificatie not in get_args(Classificatie):
            raise ValueError(f"question {vraag.id} has an unknown classificatie {vraag.classificatie!r}")
        if vraag.soort in ("keuze", "tekst", "lang") and not vraag.keuzes:
            raise ValueError(f"question {vraag.id} has nothing to choose from")
        if vraag.tot < vraag.van:
            raise ValueError(f"question {vraag.id} goes from {vraag.van} to {vraag.tot}")
        for bijlage in vraag.bijlagen:
            if bijlage.deelt and bijlage.deelt not in sleutels:
                raise ValueError(f"question {vraag.id} shares {bijlage.deelt!r}, which no question has")
