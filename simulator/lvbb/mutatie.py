"""A RegelingMutatie applied to the was-text: the consolidated text of the wordt-version (lvbb.md 4.2).

Renvooi is resolved on the way: NieuweTekst stays as text, VerwijderdeTekst goes; wijzigactie verwijder takes an element
away, verwijderContainer takes away the element but not what it holds.
"""

import copy

from lxml import etree

from simulator.lvbb.levering import TEKST

_STRUCTUUR_VOORAF = {f"{{{TEKST}}}Nummer", f"{{{TEKST}}}Wat"}


class MutatieOnmogelijk(Exception):
    """The mutation does not fit the was-text. code: the rule that says so; wids: what is concerned; waar: the node."""

    def __init__(self, code: str, wids: list[str], waar: etree._Element) -> None:
        super().__init__(f"{code}: {', '.join(wids)}")
        self.code = code
        self.wids = wids
        self.waar = waar


def pas_toe(was: etree._Element, mutatie: etree._Element) -> etree._Element:
    """The text after a mutation; `was` is left as it is.

    was: the root of the whole text (tekst:RegelingCompact, …); mutatie: tekst:RegelingMutatie.
    Raises MutatieOnmogelijk: LVBB5003 (wat is not the wId of what comes in its place), LVBB5023 (an added wId is there
    already), LVBB5024 (a removed or replaced wId is not there), LVBB5027 (a context is not there).
    """
    nieuw = copy.deepcopy(was)
    for stap in mutatie.iterchildren(etree.Element):
        soort = etree.QName(stap).localname
        if soort == "VervangRegeling":
            nieuw = schoon(next(stap.iterchildren(etree.Element)))
        else:
            _STAPPEN[soort](nieuw, stap)
    for naam in ("componentnaam", "wordt"):
        nieuw.set(naam, mutatie.get(naam, ""))
    return nieuw


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
        raise MutatieOnmogelijk("LVBB5023", dubbel, stap)
    _zet_bij(nieuw, stap, inhoud)


def _vervang(nieuw: etree._Element, stap: etree._Element) -> None:
    wat = stap.get("wat", "")
    oud = _zoek(nieuw, wat, stap, "LVBB5024")
    inhoud = _inhoud(stap)
    if [element.get("wId", wat) for element in inhoud] != [wat]:
        raise MutatieOnmogelijk("LVBB5003", [wat], stap)
    if stap.get("context"):
        _haal_weg(oud)
        _zet_bij(nieuw, stap, inhoud)
    else:
        inhoud[0].tail = oud.tail
        ouder = oud.getparent()
        if ouder is not None:
            ouder.replace(oud, inhoud[0])


def _vervang_kop(nieuw: etree._Element, stap: etree._Element) -> None:
    element = _zoek(nieuw, stap.get("wat", ""), stap, "LVBB5024")
    kop = _inhoud(stap)[0]
    oud = element.find(f"{{{TEKST}}}Kop")
    if oud is None:
        element.insert(0, kop)
        return
    kop.tail = oud.tail
    element.replace(oud, kop)


def _verwijder(nieuw: etree._Element, stap: etree._Element) -> None:
    _haal_weg(_zoek(nieuw, stap.get("wat", ""), stap, "LVBB5024"))


_STAPPEN = {"VoegToe": _voeg_toe, "Vervang": _vervang, "VervangKop": _vervang_kop, "Verwijder": _verwijder}


def _zet_bij(nieuw: etree._Element, stap: etree._Element, inhoud: list[etree._Element]) -> None:
    context = _zoek(nieuw, stap.get("context", ""), stap, "LVBB5027")
    if stap.get("positie") == "komtVoor":
        for element in inhoud:
            context.addprevious(element)
        return
    for element in reversed(inhoud):
        # addnext moves the tail of the context along; it must stay where it was.
        element.tail, context.tail = context.tail, None
        context.addnext(element)


def _inhoud(stap: etree._Element) -> list[etree._Element]:
    return [schoon(kind) for kind in stap.iterchildren(etree.Element) if kind.tag not in _STRUCTUUR_VOORAF]


def _zoek(nieuw: etree._Element, wid: str, stap: etree._Element, code: str) -> etree._Element:
    for element in nieuw.iter(etree.Element):
        if element.get("wId") == wid:
            return element
    raise MutatieOnmogelijk(code, [wid], stap)


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
