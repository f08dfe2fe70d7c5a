"""Finding things in a message by their local names, whatever the version: namespaces, case and wrappers differ."""

from collections.abc import Iterator

from lxml import etree

from simulator.basischeck.reference import xml
from simulator.basischeck.reference.vth.fouten import Onverwerkbaar

Element = etree._Element


def lees(inhoud: bytes) -> Element:
    """The root of a message. Raises Onverwerkbaar when it is no XML."""
    try:
        return xml.lees(inhoud)
    except ValueError as fout:
        raise Onverwerkbaar(str(fout)) from None


def naam(element: Element) -> str:
    """The local name in lower case; "" for a comment."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def alle(element: Element, *namen: str) -> Iterator[Element]:
    """Every descendant with one of these local names (lower case), in the order of the message."""
    return (onder for onder in element.iterdescendants() if naam(onder) in namen)


def eerste(element: Element, *namen: str) -> Element | None:
    """The first such descendant."""
    return next(alle(element, *namen), None)


def kind(element: Element | None, *namen: str) -> Element | None:
    """The first child with one of these local names; None of None."""
    return None if element is None else next((onder for onder in element if naam(onder) in namen), None)


def tekst(element: Element | None, *namen: str) -> str:
    """The text of such a child, "" where there is none."""
    gevonden = kind(element, *namen)
    return "" if gevonden is None else _inhoud(gevonden)


def teksten(element: Element | None) -> str:
    """All that stands in an element, in one line."""
    if element is None:
        return ""
    delen = (_inhoud(onder) for onder in element.iter() if naam(onder) and len(onder) == 0)
    return " ".join(deel for deel in delen if deel)


def _inhoud(element: Element) -> str:
    return "".join(element.itertext())


def ja(waarde: str) -> bool:
    """Whether a text says yes."""
    return waarde.strip().lower() in {"true", "1", "ja"}
