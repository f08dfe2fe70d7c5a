"""A RegelingMutatie on its own: what can be judged without the text of the version that it changes.

Source: validatiematrix v6, LVBB50xx.
"""

from collections.abc import Iterator

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import T

regels = Regels()


@regels.rule("LVBB5003")
def vervang_een_ander_element(levering: Levering) -> Iterator[Bevinding]:
    """Vervang/@wat is the wId of the element that it holds."""
    for tekst in _mutaties(levering):
        for vervang in tekst.knoop.element.iter(T + "Vervang"):
            wat = vervang.get("wat", "")
            inhoud_ = [kind for kind in vervang.iterchildren("*") if kind.get("wId") is not None]
            if inhoud_ and inhoud_[-1].get("wId") != wat:
                wid = inhoud_[-1].get("wId", "")
                yield Bevinding.at(levering, vervang, verwacht=wat, gekregen=wid, wids=wat)


@regels.rule("LVBB5005")
def wordt_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """A mutation names the version that it makes."""
    for tekst in _mutaties(levering):
        if not tekst.wordt:
            yield tekst.knoop.bevinding(verwacht="wordt", gekregen="niets")


@regels.rule("LVBB5006")
def was_ontbreekt(levering: Levering) -> Iterator[Bevinding]:
    """A mutation names the version that it changes."""
    for tekst in _mutaties(levering):
        if not tekst.was:
            yield tekst.knoop.bevinding(verwacht="was", gekregen="niets")


@regels.rule("LVBB5030")
def context_verwijderd(levering: Levering) -> Iterator[Bevinding]:
    """What a mutation removes is not the place where it puts something."""
    for tekst in _mutaties(levering):
        context = {e.get("context") for e in tekst.knoop.element.iter(T + "VoegToe", T + "Vervang")}
        for verwijder in tekst.knoop.element.iter(T + "Verwijder"):
            wat = verwijder.get("wat", "")
            if wat in context:
                yield Bevinding.at(levering, verwijder, verwacht="een andere context", gekregen=wat, wid=wat)


@regels.rule("LVBB5032")
def ten_opzichte_van_zichzelf(levering: Levering) -> Iterator[Bevinding]:
    """Nothing is put beside itself."""
    for tekst in _mutaties(levering):
        for knoop in tekst.knoop.element.iter(T + "Vervang", T + "VoegToe"):
            zelf = {kind.get("wId") for kind in knoop.iterchildren("*")} | {knoop.get("wat")}
            context = knoop.get("context")
            if context is not None and context in zelf:
                yield Bevinding.at(levering, knoop, verwacht="een andere context", gekregen=context, wid=context)


def _mutaties(levering: Levering) -> list[inhoud.Regelingtekst]:
    besluit = inhoud.besluit(levering)
    return [] if besluit is None else [t for t in besluit.teksten if t.is_mutatie]
