"""A RegelingMutatie applied to the was-text: the consolidated text of the wordt-version (docs/bronnen.md#stop-schemas).

Renvooi is resolved on the way: NieuweTekst stays as text, VerwijderdeTekst goes; wijzigactie verwijder takes an element
away, verwijderContainer takes away the element but not what it holds.
"""

import copy

from lxml import etree

from simulator.contract.xml import lees as lees_xml
from simulator.contract.xml import lokale_naam
from simulator.lvbb.levering import TEKST, Levering

_STRUCTUUR_VOORAF = {f"{{{TEKST}}}Nummer", f"{{{TEKST}}}Wat"}


class MutatieOnmogelijk(Exception):
    """The mutation does not fit the was-text. wids: for which there is no place; waar: the node that wants it."""

    def __init__(self, wids: list[str], waar: etree._Element) -> None:
        super().__init__(", ".join(wids))
        self.wids = wids
        self.waar = waar


def pas_toe(was: etree._Element, mutatie: etree._Element) -> etree._Element:
    """The text after a mutation; `was` is left as it is.

    was: the root of the whole text (tekst:RegelingCompact, …); mutatie: tekst:RegelingMutatie.
    Raises MutatieOnmogelijk.
    """
    nieuw = copy.deepcopy(was)
    for stap in mutatie.iterchildren(etree.Element):
        soort = lokale_naam(stap)
        if soort == "VervangRegeling":
            nieuw = schoon(next(stap.iterchildren(etree.Element)))
        else:
            _STAPPEN[soort](nieuw, stap)
    for naam in ("componentnaam", "wordt"):
        nieuw.set(naam, mutatie.get(naam, ""))
    return nieuw


def wordt_tekst(levering: Levering, element: etree._Element) -> etree._Element | None:
    """The whole text of a version that a delivery establishes, None where its was-text is not known.

    element: a regeling in the besluit, whole or as RegelingMutatie. Raises MutatieOnmogelijk.
    """
    if element.tag != f"{{{TEKST}}}RegelingMutatie":
        return schoon(element)
    was = levering.register.tekst(element.get("was", ""))
    return None if was is None else pas_toe(lees_xml(was).wortel, element)


def schoon(element: etree._Element) -> etree._Element:
    """A copy without renvooi."""
    kopie = copy.deepcopy(element)
    kopie.tail = None
    for weg in list(kopie.iter(f"{{{TEKST}}}VerwijderdeTekst")):
        _haal_weg(weg)
    for erin in list(kopie.iter(f"{{{TEKST}}}NieuweTekst")):
        _pak_uit(erin)
    for gemarkeerd in [e for e in kopie.iter(etree.Element) if e.get("wijzigactie")]:
        actie = gemarkeerd.attrib.pop("wijzigactie")
        if actie == "verwijder" and gemarkeerd is not kopie:
            _haal_weg(gemarkeerd)
        elif actie == "verwijderContainer" and gemarkeerd is not kopie:
            _pak_uit(gemarkeerd)
    return kopie


def _voeg_toe(nieuw: etree._Element, stap: etree._Element) -> None:
    inhoud = _inhoud(stap)
    bekend = _wids(nieuw)
    dubbel = [wid for element in inhoud for wid in _wids(element) if wid in bekend]
    if dubbel:
        raise MutatieOnmogelijk(dubbel, stap)
    _zet_bij(nieuw, stap, inhoud)


def _vervang(nieuw: etree._Element, stap: etree._Element) -> None:
    wat = stap.get("wat", "")
    inhoud = _inhoud(stap)
    if [element.get("wId", wat) for element in inhoud] != [wat]:
        raise MutatieOnmogelijk([wat], stap)
    oud = _vind(nieuw, wat)
    if oud is None:
        _zet_achteraan(nieuw, stap, inhoud[0])
    elif stap.get("context"):
        _haal_weg(oud)
        _zet_bij(nieuw, stap, inhoud)
    else:
        inhoud[0].tail = oud.tail
        ouder = oud.getparent()
        if ouder is not None:
            ouder.replace(oud, inhoud[0])


def _vervang_kop(nieuw: etree._Element, stap: etree._Element) -> None:
    element = _zoek(nieuw, stap.get("wat", ""), stap)
    kop = _inhoud(stap)[0]
    oud = element.find(f"{{{TEKST}}}Kop")
    if oud is None:
        element.insert(0, kop)
        return
    kop.tail = oud.tail
    element.replace(oud, kop)


def _verwijder(nieuw: etree._Element, stap: etree._Element) -> None:
    _haal_weg(_zoek(nieuw, stap.get("wat", ""), stap))


_STAPPEN = {"VoegToe": _voeg_toe, "Vervang": _vervang, "VervangKop": _vervang_kop, "Verwijder": _verwijder}


def _zet_bij(nieuw: etree._Element, stap: etree._Element, inhoud: list[etree._Element]) -> None:
    context = _zoek(nieuw, stap.get("context", ""), stap)
    if stap.get("positie") == "komtVoor":
        for element in inhoud:
            context.addprevious(element)
        return
    for element in reversed(inhoud):
        # addnext moves the tail of the context along; it must stay where it was.
        element.tail, context.tail = context.tail, None
        context.addnext(element)


def _zet_achteraan(nieuw: etree._Element, stap: etree._Element, element: etree._Element) -> None:
    """What replaces something that is not there comes at the end of the Lichaam (inferred).

    Real test packages do this and were taken in; the rule that forbids it, LVBB5025, is newer than they are.
    """
    lichaam = nieuw.find(f"{{{TEKST}}}Lichaam")
    if lichaam is None:
        raise MutatieOnmogelijk([element.get("wId", "")], stap)
    lichaam.append(element)


def _inhoud(stap: etree._Element) -> list[etree._Element]:
    return [schoon(kind) for kind in stap.iterchildren(etree.Element) if kind.tag not in _STRUCTUUR_VOORAF]


def _zoek(nieuw: etree._Element, wid: str, stap: etree._Element) -> etree._Element:
    element = _vind(nieuw, wid)
    if element is None:
        raise MutatieOnmogelijk([wid], stap)
    return element


def _vind(nieuw: etree._Element, wid: str) -> etree._Element | None:
    return next((element for element in nieuw.iter(etree.Element) if element.get("wId") == wid), None)


def _wids(element: etree._Element) -> set[str]:
    return {wid for kind in element.iter(etree.Element) if (wid := kind.get("wId"))}


def _haal_weg(element: etree._Element) -> None:
    """Take an element out; the text behind it stays."""
    ouder = element.getparent()
    if ouder is None:
        return
    _plak(element, element.tail)
    ouder.remove(element)


def _pak_uit(element: etree._Element) -> None:
    """Put what an element holds in its place."""
    ouder = element.getparent()
    if ouder is None:
        return
    _plak(element, element.text)
    for kind in list(element):
        element.addprevious(kind)
    element.text = None
    _haal_weg(element)


def _plak(element: etree._Element, tekst: str | None) -> None:
    """Add text just before an element."""
    if not tekst:
        return
    vorige, ouder = element.getprevious(), element.getparent()
    if vorige is not None:
        vorige.tail = (vorige.tail or "") + tekst
    elif ouder is not None:
        ouder.text = (ouder.text or "") + tekst
