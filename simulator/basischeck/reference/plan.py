"""The plan that the software keeps: texts, places and rules, before anything of STOP or IMOW is made of it.

Comes from fixtures/plan/*.toml, where the markup of the texts is explained.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.places import place

Punt = tuple[float, float]


@dataclass(frozen=True)
class Regel:
    """What a lid, or an article without leden, says in terms of place and activity. Empty: it does not say."""

    locatie: str
    activiteit: str = ""
    kwalificatie: str = ""
    gebiedsaanwijzing: str = ""
    thema: str = ""


@dataclass(frozen=True)
class Lid:
    """One lid; nieuw: it is added to an article that is replaced."""

    tekst: str
    lijst: tuple[str, ...] = ()
    regel: Regel | None = None
    nieuw: bool = False


@dataclass(frozen=True)
class Artikel:
    """An article with leden, or with a text of its own. na: the article behind which it is added."""

    nummer: str
    opschrift: str
    leden: tuple[Lid, ...] = ()
    tekst: str = ""
    begrippen: tuple[tuple[str, str], ...] = ()
    regel: Regel | None = None
    na: str = ""


@dataclass(frozen=True)
class Hoofdstuk:
    """A chapter."""

    nummer: str
    opschrift: str
    artikelen: tuple[Artikel, ...]


@dataclass(frozen=True)
class Locatie:
    """A polygon of the GIO: its outer ring in RD metres, not closed."""

    sleutel: str
    naam: str
    rd: tuple[Punt, ...]


@dataclass(frozen=True)
class Groep:
    """Locaties that are named together."""

    sleutel: str
    naam: str
    leden: tuple[str, ...]


@dataclass(frozen=True)
class Activiteit:
    """An activity; groep: the last part of a value of the waardelijst; boven: an activity of the same plan."""

    sleutel: str
    naam: str
    groep: str
    boven: str = ""


@dataclass(frozen=True)
class Gebiedsaanwijzing:
    """A place with a purpose; groep: the part of the waardelijst value behind the host."""

    sleutel: str
    naam: str
    type: str
    groep: str
    locatie: str


@dataclass(frozen=True)
class Wijziging:
    """The change of the plan: new headings by chapter, and articles replaced, added and removed (by number)."""

    besluit: str
    koppen: tuple[tuple[str, str], ...]
    vervang: tuple[Artikel, ...]
    voegtoe: tuple[Artikel, ...]
    verwijder: tuple[str, ...]
    activiteiten: tuple[Activiteit, ...]


@dataclass(frozen=True)
class Plan:
    """The whole plan and its change."""

    titel: str
    gezag: str
    oin: str
    onderwerp: str
    aanhef: str
    sluiting: str
    besluit: str
    regelingsgebied: str
    bovenliggend: str
    gio: str
    locaties: tuple[Locatie, ...]
    groepen: tuple[Groep, ...]
    activiteiten: tuple[Activiteit, ...]
    gebiedsaanwijzingen: tuple[Gebiedsaanwijzing, ...]
    hoofdstukken: tuple[Hoofdstuk, ...]
    wijziging: Wijziging

    def artikelen(self) -> Iterator[Artikel]:
        """Every article of the first version, in order."""
        for hoofdstuk in self.hoofdstukken:
            yield from hoofdstuk.artikelen

    def artikel(self, nummer: str) -> Artikel:
        """The article of the first version with this number. Raises StopIteration when there is none."""
        return next(a for a in self.artikelen() if a.nummer == nummer)


def lees_plan(naam: str = "testeiland") -> Plan:
    """The plan of fixtures/plan/{naam}.toml. Raises FileNotFoundError, or KeyError where something is missing in it."""
    ruw = tomllib.loads((place("fixtures") / "plan" / f"{naam}.toml").read_text("utf-8"))
    return Plan(
        **{veld: ruw[veld] for veld in _TEKSTVELDEN},
        gio=ruw["gio"]["naam"],
        locaties=tuple(Locatie(r["sleutel"], r["naam"], _ring(r["rd"])) for r in ruw["gio"]["locatie"]),
        groepen=tuple(Groep(r["sleutel"], r["naam"], tuple(r["leden"])) for r in ruw["groep"]),
        activiteiten=tuple(Activiteit(**r) for r in ruw["activiteit"]),
        gebiedsaanwijzingen=tuple(Gebiedsaanwijzing(**r) for r in ruw["gebiedsaanwijzing"]),
        hoofdstukken=tuple(
            Hoofdstuk(r["nummer"], r["opschrift"], tuple(map(_artikel, r["artikel"]))) for r in ruw["hoofdstuk"]
        ),
        wijziging=_wijziging(ruw["wijziging"]),
    )


def vergroot(plan: Plan, artikelen: int, punten: int = 0) -> Plan:
    """The plan with a fourth chapter of so many articles, and so many points on the edge of its first locatie.

    For measuring: the texts differ from article to article, but say nothing.
    """
    eerste, *overige = plan.locaties
    extra = Hoofdstuk("4", "Overige onderwerpen", tuple(_vularticle(n) for n in range(1, artikelen + 1)))
    return replace(
        plan,
        locaties=(replace(eerste, rd=_met_rand(eerste.rd, punten)), *overige),
        hoofdstukken=(*plan.hoofdstukken, extra) if artikelen else plan.hoofdstukken,
    )


_TEKSTVELDEN = (
    *("titel", "gezag", "oin", "onderwerp", "aanhef", "sluiting", "besluit", "regelingsgebied", "bovenliggend"),
)
_ONDERWERPEN = ("een erf", "een dak", "een kade", "een pad", "een schuur", "een hek", "een vlonder", "een berm")
_BEPALINGEN = ("blijft schoon", "wordt onderhouden", "is vrij toegankelijk", "hindert de buren niet", "wordt verlicht")
_REDENEN = ("bij regen", "in de winter", "na een melding", "voor bezoekers", "op verzoek", "bij een feest", "elk jaar")


def _ring(rd: Sequence[Sequence[float]]) -> tuple[Punt, ...]:
    return tuple((float(x), float(y)) for x, y in rd)


def _regel(ruw: Mapping[str, Any]) -> Regel | None:
    return Regel(**ruw["regel"]) if "regel" in ruw else None


def _lid(ruw: Mapping[str, Any]) -> Lid:
    return Lid(ruw["tekst"], tuple(ruw.get("lijst", ())), _regel(ruw), ruw.get("nieuw", False))


def _artikel(ruw: Mapping[str, Any]) -> Artikel:
    return Artikel(
        ruw["nummer"],
        ruw["opschrift"],
        tuple(map(_lid, ruw.get("lid", ()))),
        ruw.get("tekst", ""),
        tuple((term, definitie) for term, definitie in ruw.get("begrippen", ())),
        _regel(ruw),
        ruw.get("na", ""),
    )


def _wijziging(ruw: Mapping[str, Any]) -> Wijziging:
    return Wijziging(
        ruw["besluit"],
        tuple((kop["hoofdstuk"], kop["opschrift"]) for kop in ruw["kop"]),
        tuple(map(_artikel, ruw["vervang"])),
        tuple(map(_artikel, ruw["voegtoe"])),
        tuple(ruw["verwijder"]),
        tuple(Activiteit(**r) for r in ruw["activiteit"]),
    )


def _vularticle(nummer: int) -> Artikel:
    regel = Regel("eiland", "boomkappen", "Toegestaan")
    leden = tuple(
        Lid(_vulzin(nummer * 7 + deel), regel=regel if deel == 0 else replace(regel, kwalificatie="Zorgplicht"))
        for deel in range(3)
    )
    return Artikel(f"4.{nummer}", f"Onderwerp {nummer}", leden)


def _vulzin(zaad: int) -> str:
    delen = (_ONDERWERPEN[zaad % 8], _BEPALINGEN[zaad // 8 % 5], _REDENEN[zaad // 3 % 7], _REDENEN[zaad // 11 % 7])
    return f"Wie {delen[0]} heeft dat {delen[1]} {delen[2]}, meldt dit {delen[3]} binnen {zaad % 89 + 2} dagen."


def _met_rand(ring: Sequence[Punt], punten: int) -> tuple[Punt, ...]:
    """The ring with points on its first side, each a little inward so that no two lie in line."""
    (x0, y0), (x1, y1) = ring[0], ring[1]
    tussen = (
        (
            round(x0 + (x1 - x0) * n / (punten + 1) + n * 7919 % 997 / 1000, 3),
            round(y0 + (y1 - y0) * n / (punten + 1), 3),
        )
        for n in range(1, punten + 1)
    )
    return (ring[0], *tussen, *ring[1:])
