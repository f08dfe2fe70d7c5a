"""A RegelingMutatie against the text of the version that it changes: what was-version and mutation must agree on.

Source: validatiematrix v6, LVBB50xx. Where the was-text is not known nothing is judged here; LVBB4015 says so.
"""

from collections.abc import Iterator

from lxml import etree

from simulator.contract.xml import lees as lees_xml
from simulator.lvbb import mutatie
from simulator.lvbb.levering import Levering
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import T

regels = Regels()
Paar = tuple[etree._Element, etree._Element]


@regels.rule("LVBB5023")
def toegevoegd_en_al_aanwezig(levering: Levering) -> Iterator[Bevinding]:
    """What is added is not there yet."""
    for was, element in _paren(levering):
        bekend = _wids(was)
        for stap in element.iter(f"{T}VoegToe"):
            yield from _meld(levering, stap, _wids(stap) & bekend, "nieuwe wId's")


@regels.rule("LVBB5024")
def verwijderd_en_niet_aanwezig(levering: Levering) -> Iterator[Bevinding]:
    """What is taken away, or gets a new Kop, is there."""
    for was, element in _paren(levering):
        bekend = _wids(was) | _wids(element)
        for stap in element.iter(f"{T}Verwijder"):
            yield from _meld(levering, stap, {stap.get("wat", "")} - _wids(was), "een wId uit de was-versie")
        for stap in element.iter(f"{T}VervangKop"):
            yield from _meld(levering, stap, {stap.get("wat", "")} - bekend, "een wId uit de was-versie")


@regels.rule("LVBB5027")
def context_niet_aanwezig(levering: Levering) -> Iterator[Bevinding]:
    """The place where something is put exists, or is made by the same mutation."""
    for was, element in _paren(levering):
        bekend = _wids(was) | _wids(element)
        for stap in element.iter(f"{T}VoegToe", f"{T}Vervang"):
            yield from _meld(levering, stap, {stap.get("context", "")} - bekend - {""}, "een wId uit de was-versie")


@regels.rule("LVBB5033")
def geen_plaats(levering: Levering) -> Iterator[Bevinding]:
    """The mutation can be carried out, step by step; what another rule of this module reports is not said twice."""
    if any(
        True
        for regel in (toegevoegd_en_al_aanwezig, verwijderd_en_niet_aanwezig, context_niet_aanwezig)
        for _ in regel(levering)
    ):
        return
    for was, element in _paren(levering):
        try:
            mutatie.pas_toe(was, element)
        except mutatie.MutatieOnmogelijk as fout:
            yield from _meld(levering, fout.waar, set(fout.wids), "een plaats in de wordt-versie")


def _paren(levering: Levering) -> list[Paar]:
    """(was-text, mutation) of every mutation whose was-text is known; read once per delivery."""
    if "was_tekst" not in levering.geheugen:
        besluit = inhoud.besluit(levering)
        teksten = [] if besluit is None else [t.knoop.element for t in besluit.teksten if t.is_mutatie]
        gelezen = [(levering.register.tekst(element.get("was", "")), element) for element in teksten]
        levering.geheugen["was_tekst"] = [(lees_xml(was).wortel, e) for was, e in gelezen if was is not None]
    paren: list[Paar] = levering.geheugen["was_tekst"]
    return paren


def _wids(element: etree._Element) -> set[str]:
    return {wid for kind in element.iter(etree.Element) if (wid := kind.get("wId"))}


def _meld(levering: Levering, stap: etree._Element, wids: set[str], verwacht: str) -> Iterator[Bevinding]:
    if wids:
        wid = ", ".join(sorted(wids))
        yield Bevinding.at(levering, stap, verwacht=verwacht, gekregen=wid, wids=wid)
