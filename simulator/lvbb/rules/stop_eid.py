"""Identification of text by eId, wId and component: STOP0013, 0014, 0020-0023, 0026-0028, 0043, 0044, 0067, 0068, 0074.

Source: imop-tekst and imop-tekstmutaties of STOP 1.3.0 (confirmed); the prefixes: docs/bronnen.md#stop-identificaties.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import Document, Knoop, T, documenten, knopen_met
from simulator.lvbb.rules.wordt import tegenspraak

regels = Regels()

_GETOOND = 5

# The first part of a name that occurs in the name of the element decides, so the order matters.
_PREFIXEN = (
    ("Lichaam", "body"),
    ("RegelingOpschrift", "longTitle"),
    ("AlgemeneToelichting", "genrecital"),
    ("ArtikelgewijzeToelichting", "artrecital"),
    ("Artikel", "art"),
    ("Lid", "para"),
    ("Divisietekst", "content"),
    ("Divisie", "div"),
    ("Boek", "book"),
    ("Titel", "title"),
    ("Deel", "part"),
    ("Hoofdstuk", "chp"),
    ("Afdeling", "subchp"),
    ("Paragraaf", "subsec"),
    ("Subparagraaf", "subsec"),
    ("Subsubparagraaf", "subsec"),
    ("Bijlage", "cmp"),
    ("Inhoudsopgave", "toc"),
    ("Motivering", "acc"),
    ("Toelichting", "recital"),
    ("InleidendeTekst", "intro"),
    ("Aanhef", "formula_1"),
    ("Kadertekst", "recital"),
    ("Sluiting", "formula_2"),
    ("table", "table"),
    ("Figuur", "img"),
    ("Formule", "math"),
    ("Citaat", "cit"),
    ("Begrippenlijst", "list"),
    ("Lijst", "list"),
    ("Li", "item"),
    ("Begrip", "item"),
    ("IntIoRef", "ref"),
    ("ExtIoRef", "ref"),
    ("Rectificatietekst", "content"),
)
_ONBEKEND = "AKN-prefix-van-onbekend-element"
_VERWIJDERD = frozenset(("verwijder", "verwijderContainer"))


@cache
def prefix_van(element: str) -> str:
    """With what the last part of the eId of this element (by local name) begins."""
    for deel, prefix in _PREFIXEN:
        if deel in element and (deel != "ArtikelgewijzeToelichting" or element == deel):
            return prefix
    return _ONBEKEND


def _met_fout_in(code: str, attribuut: str, einde: bool) -> None:
    """Claim the rule that this identification, or one of its parts, does not end on a dot."""

    @regels.rule(code)
    def punt_aan_het_eind(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen_met(levering, "eId"):
            waarde = knoop.get(attribuut) or ""
            if waarde.endswith(".") if einde else ".__" in waarde:
                yield knoop.bevinding(gekregen=waarde, id=waarde, element=knoop.naam)


_met_fout_in("STOP0013", "eId", einde=True)
_met_fout_in("STOP0043", "eId", einde=False)
_met_fout_in("STOP0014", "wId", einde=True)
_met_fout_in("STOP0044", "wId", einde=False)


def _buiten_component(knoop: Knoop) -> bool:
    return (
        knoop.is_tekst
        and not knoop.omgeving.componenten
        and knoop.get("componentnaam") is None
        and knoop.tag != T + "WijzigInstructies"
        and not knoop.in_een(T + "WijzigInstructies")
    )


def _uniek_buiten_component(code: str, attribuut: str) -> None:
    """Claim the rule that this identification is unique outside the components."""

    @regels.rule(code)
    def uniek(levering: Levering) -> Iterator[Bevinding]:
        for document in documenten(levering):
            gezien = Counter(knoop.get(attribuut) for knoop in document.met(attribuut) if _buiten_component(knoop))
            for knoop in document.met("eId"):
                waarde = knoop.get(attribuut)
                if (waarde is None or gezien[waarde] != 1) and _buiten_component(knoop):
                    yield knoop.bevinding(gekregen=waarde or "", id=waarde or "", element=knoop.naam)


_uniek_buiten_component("STOP0020", "eId")
_uniek_buiten_component("STOP0021", "wId")


@regels.rule("STOP0068")
def noot_uniek(levering: Levering) -> Iterator[Bevinding]:
    """Two notes outside the components have the same id."""
    for document in documenten(levering):
        noten = [noot for noot in document.op(T + "Noot") if _buiten_component(noot)]
        gezien = Counter(noot.get("id") for noot in noten)
        for noot in noten:
            waarde = noot.get("id")
            if waarde is not None and gezien[waarde] > 1 and noot.get("eId") is None:
                yield noot.bevinding(gekregen=waarde, id=waarde)


def _naamgeving(code: str, attribuut: str) -> None:
    """Claim the rule that the last part of this identification begins as its element asks."""

    @regels.rule(code)
    def naamgeving(levering: Levering) -> Iterator[Bevinding]:
        for knoop in knopen_met(levering, "eId"):
            deel = (knoop.get(attribuut) or "").split("__")[-1]
            prefix = prefix_van(knoop.naam)
            if not deel.startswith(prefix):
                yield knoop.bevinding(
                    verwacht=f"{prefix}…", gekregen=deel, id=knoop.get(attribuut) or "", element=knoop.naam, deel=prefix
                )


_naamgeving("STOP0022", "eId")
_naamgeving("STOP0023", "wId")


def _attribuut_uniek(code: str, attribuut: str) -> None:
    """Claim the rule that no two elements have the same value of this attribute."""

    @regels.rule(code)
    def attribuut_uniek(levering: Levering) -> Iterator[Bevinding]:
        for document in documenten(levering):
            per_waarde: dict[str, list[Knoop]] = {}
            for knoop in document.met(attribuut):
                if knoop.is_tekst:
                    per_waarde.setdefault(knoop.get(attribuut) or "", []).append(knoop)
            for waarde, dezelfde in per_waarde.items():
                if len(dezelfde) == 1:
                    continue
                waar = ", ".join(f"{k.naam} (regel {k.element.sourceline})" for k in dezelfde[:_GETOOND])
                reden = next(filter(None, map(tegenspraak, dezelfde)), "")
                for knoop in dezelfde:
                    yield knoop.bevinding(verwacht="eenmaal", gekregen=waar, id=waarde, waar=waar, reden=reden)


_attribuut_uniek("STOP0026", "componentnaam")
_attribuut_uniek("STOP0074", "wordt")


def _in_component(document: Document, knopen: list[Knoop]) -> Iterator[tuple[Knoop, list[Knoop]]]:
    """Every component with those of the nodes of which it is the nearest, without what a mutation removes."""
    per_component: dict[str | None, list[Knoop]] = {}
    for knoop in knopen:
        weg = not knoop.omgeving.acties.isdisjoint(_VERWIJDERD) or knoop.get("wijzigactie") in _VERWIJDERD
        if not weg and knoop.is_tekst:
            per_component.setdefault(knoop.omgeving.component, []).append(knoop)
    for component in document.met("componentnaam"):
        if component.is_tekst:
            yield component, per_component.get(component.get("componentnaam"), [])


def _uniek_in_component(code: str, attribuut: str, *, noot: bool = False) -> None:
    """Claim the rule that this identification of text (or of notes) is unique within its component."""

    @regels.rule(code)
    def uniek(levering: Levering) -> Iterator[Bevinding]:
        for document in documenten(levering):
            knopen = list(document.op(T + "Noot")) if noot else document.met("eId")
            for component, hierin in _in_component(document, knopen):
                gezien = Counter(knoop.get(attribuut) or "" for knoop in hierin)
                for waarde, aantal in gezien.items():
                    # As officially: two nodes without this attribute pass, three do not.
                    if aantal > (1 if waarde else 2):
                        naam = component.get("componentnaam") or ""
                        yield component.bevinding(gekregen=waarde, id=waarde, component=naam)


_uniek_in_component("STOP0027", "eId")
_uniek_in_component("STOP0028", "wId")
_uniek_in_component("STOP0067", "id", noot=True)
