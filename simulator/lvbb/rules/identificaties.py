"""Are the identifiers of what is delivered well made: AKN for besluit and regeling, JOIN for an informatieobject.

The STOP rules say much of the same; the real chain reports both (docs/bronnen.md#lvbb-antwoorden). What an expression
has behind its @ is left alone: `nld@1` is in use. Source: docs/bronnen.md#stop-identificaties, validatiematrix v6.
"""

import re
from collections.abc import Iterator

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import D, Knoop, knopen, normaal
from simulator.lvbb.rules.opdracht import AFBREKEN
from simulator.stelsel.identificaties import akn, delen, frbr, werkdeel

regels = Regels()

JOIN_DELEN = ("id", "set")
JOIN_SOORTEN = ("regdata", "pubdata", "infodata", "proces", "stop")
_NAAM = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]*")
_LENGTE = 128


@regels.rule("LVBB1502")
def soort_van_het_besluit(levering: Levering) -> Iterator[Bevinding]:
    """A besluit is a bill; what is broken off is a bill or, when a kennisgeving, a doc."""
    besluit = inhoud.besluit(levering)
    if besluit is not None:
        for naam in ("FRBRWork", "FRBRExpression"):
            id_ = normaal(besluit.knoop.kind(f"{D}ExpressionIdentificatie/{D}{naam}"))
            if (soort := _deel(id_, 2)) != "bill":
                yield besluit.knoop.bevinding(
                    verwacht="bill", gekregen=soort, onderdeel="AanleveringBesluit", type=soort, id=id_
                )
    if levering.opdracht.soort == AFBREKEN:
        id_ = levering.opdracht.identificatie
        if (soort := _deel(id_, 2)) not in ("bill", "doc"):
            knoop = levering.opdracht.knoop("identificatie")
            yield Bevinding.at(
                levering, knoop, verwacht="bill of doc", gekregen=soort, onderdeel="Opdracht", type=soort, id=id_
            )


@regels.rule("LVBB2008")
def begin(levering: Levering) -> Iterator[Bevinding]:
    """An identifier starts with /akn/ or /join/."""
    for knoop, id_ in _identificaties(levering):
        if not id_.startswith(("/akn/", "/join/")):
            yield _bevinding(knoop, id_, "/akn/ of /join/", deel=_deel(id_, 0))


@regels.rule("LVBB2009")
def land(levering: Levering) -> Iterator[Bevinding]:
    """Part 2 of an AKN is a country."""
    yield from _uit_lijst(levering, "/akn/", 1, akn.LANDEN)


@regels.rule("LVBB2010")
def soort_akn(levering: Levering) -> Iterator[Bevinding]:
    """Part 3 of an AKN is a kind of document."""
    yield from _uit_lijst(levering, "/akn/", 2, akn.SOORTEN)


@regels.rule("LVBB2011")
def deel_join(levering: Levering) -> Iterator[Bevinding]:
    """Part 2 of a JOIN is id or set."""
    yield from _uit_lijst(levering, "/join/", 1, JOIN_DELEN)


@regels.rule("LVBB2012")
def soort_join(levering: Levering) -> Iterator[Bevinding]:
    """Part 3 of a JOIN is a collection."""
    yield from _uit_lijst(levering, "/join/", 2, JOIN_SOORTEN)


@regels.rule("LVBB2013")
def jaar_of_datum(levering: Levering) -> Iterator[Bevinding]:
    """Part 5 is a year or a date."""
    for knoop, id_ in _bekende(levering):
        if _aantal(id_) > 4 and not frbr.is_moment(deel := _deel(id_, 4)):
            yield _bevinding(knoop, id_, "een jaar of een datum", deel=deel)


@regels.rule("LVBB2015")
def expressie_voor_werk(levering: Levering) -> Iterator[Bevinding]:
    """The moment of a JOIN expression is not before that of its work."""
    for knoop, id_ in _bekende(levering):
        werk = _deel(id_, 4)
        datum = id_.partition("@")[2].partition(";")[0].partition("/")[0]
        if not id_.startswith("/join/") or not frbr.is_moment(werk) or not frbr.is_moment(datum):
            continue
        lengte = min(len(werk), len(datum))
        if datum[:lengte] < werk[:lengte]:
            yield _bevinding(knoop, id_, f"{werk} of later", deel=datum, datum=datum, werk=werk)


@regels.rule("LVBB2016")
def taal(levering: Levering) -> Iterator[Bevinding]:
    """Before the @ stands a language."""
    for knoop, id_ in _bekende(levering):
        voor, apenstaart, _ = id_.partition("@")
        if apenstaart and (deel := voor.rpartition("/")[2]) not in frbr.TALEN:
            yield _bevinding(knoop, id_, ", ".join(frbr.TALEN), deel=deel, lijst=", ".join(frbr.TALEN))


@regels.rule("LVBB2017")
def punt(levering: Levering) -> Iterator[Bevinding]:
    """An identifier has no dot."""
    for knoop, id_ in _bekende(levering):
        if "." in id_:
            yield _bevinding(knoop, id_, "geen punt", deel=".")


@regels.rule("LVBB2019")
def aantal_delen(levering: Levering) -> Iterator[Bevinding]:
    """An expression has seven parts, the last a language, and then an @."""
    for knoop, id_ in _bekende(levering):
        voor, apenstaart, _ = id_.partition("@")
        is_expressie = knoop.naam == "FRBRExpression"
        if is_expressie and (not apenstaart or len(delen(voor)) != 7):
            yield _bevinding(knoop, id_, "zeven delen en een @", deel=str(len(delen(voor))))


@regels.rule("LVBB2020")
def tekens_in_naam(levering: Levering) -> Iterator[Bevinding]:
    """The name, part 6, has letters, digits, hyphens and underscores. The dot is LVBB2017's too."""
    for knoop, id_ in _bekende(levering):
        if _aantal(id_) > 5 and not _NAAM.fullmatch(deel := _deel(id_, 5)):
            yield _bevinding(knoop, id_, "letters, cijfers, - en _", deel=deel)


@regels.rule("LVBB2021")
def lengte_van_naam(levering: Levering) -> Iterator[Bevinding]:
    """The name has at most 128 characters."""
    for knoop, id_ in _bekende(levering):
        if len(deel := _deel(id_, 5)) > _LENGTE:
            yield _bevinding(knoop, id_, f"ten hoogste {_LENGTE} tekens", deel=deel)


@regels.rule("LVBB2022")
def publicatieblad(levering: Levering) -> Iterator[Bevinding]:
    """Behind officialGazette stands a gazette."""
    for knoop, id_ in _bekende(levering):
        if _deel(id_, 2) == "officialGazette" and (deel := _deel(id_, 3)) not in akn.BLADEN:
            yield _bevinding(knoop, id_, ", ".join(akn.BLADEN), deel=deel, lijst=", ".join(akn.BLADEN))


def _identificaties(levering: Levering) -> Iterator[tuple[Knoop, str]]:
    for knoop in knopen(levering, D + "FRBRWork", D + "FRBRExpression"):
        yield knoop, normaal(knoop.tekst)


def _bekende(levering: Levering) -> Iterator[tuple[Knoop, str]]:
    """Those that LVBB2008 lets pass: of another the parts say nothing."""
    for knoop, id_ in _identificaties(levering):
        if id_.startswith(("/akn/", "/join/")):
            yield knoop, id_


def _uit_lijst(levering: Levering, familie: str, plek: int, lijst: tuple[str, ...]) -> Iterator[Bevinding]:
    for knoop, id_ in _identificaties(levering):
        if id_.startswith(familie) and (deel := _deel(id_, plek)) not in lijst:
            yield _bevinding(knoop, id_, ", ".join(lijst), deel=deel, lijst=", ".join(lijst))


def _aantal(id_: str) -> int:
    """How many parts the work has; a part that is empty is there."""
    return len(delen(werkdeel(id_)))


def _deel(id_: str, plek: int) -> str:
    stukken = delen(werkdeel(id_))
    return stukken[plek] if plek < len(stukken) else ""


def _bevinding(knoop: Knoop, id_: str, verwacht: str, **waarden: str) -> Bevinding:
    return knoop.bevinding(verwacht=verwacht, gekregen=waarden["deel"], id=id_, **waarden)
