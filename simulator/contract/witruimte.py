"""The schema-normalized values of a document: what a rule reads, as a validating Xerces parser hands it on.

Xerces takes white space out of the text of an element whose type collapses it before anybody else sees the document
(feature http://apache.org/xml/features/validation/schema/normalized-value, on by default): XSD 1.0 part 1, 3.1.4 and
part 2, 4.3.6. That the LVBB reads documents so, too, is inferred; it refuses nobody.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from lxml import etree

from simulator.contract import notatie, xsdwaarden
from simulator.contract.contentmodel import Deel, Lijf, Model, Verklaring
from simulator.places import place

_MODELLEN = ("lvbb/aanlevering.model", "stop/1.3.0/geo.model")
_BEWAREN = ("string", "normalizedString", "anyType")


def vouw_samen(wortel: etree._Element) -> etree._Element:
    """Collapse white space in every element that holds a value of a collapsing type; gives the same root.

    wortel: of a besluit, kennisgeving, informatieobject or GIO. It is changed; doing it again changes nothing.
    """
    for element in wortel.iter(*_tags()):
        tekst = element.text
        if tekst and not len(element) and tekst != (kaal := xsdwaarden.samengevat(tekst)):
            element.text = kaal
    return wortel


@cache
def _tags() -> tuple[str, ...]:
    """The elements of which every declaration has a simple type that collapses."""
    modellen = {
        pad: model for start in _MODELLEN for pad, model in notatie.met_gebruikte(start, place("contracts")).items()
    }
    typen = {(m.pad, v.naam): v for m in modellen.values() for v in m.verklaringen if v.soort in ("type", "value")}
    gevonden: dict[str, bool] = {}
    for model in modellen.values():
        for verklaring in model.verklaringen:
            for naam, soort, lijf in _elementen(verklaring):
                tag = f"{{{model.namespace}}}{naam}"
                vouwt = _vouwt(modellen, typen, model, soort or (lijf.tekst if lijf is not None else None) or "anyType")
                gevonden[tag] = gevonden.get(tag, True) and vouwt
    return tuple(tag for tag, vouwt in gevonden.items() if vouwt)


def _elementen(verklaring: Verklaring) -> Iterator[tuple[str, str, Lijf | None]]:
    """(name, type, body) of the element that this declares, and of those within it."""
    if verklaring.soort == "element":
        yield verklaring.naam, verklaring.type, verklaring.lijf
    if verklaring.lijf is not None:
        yield from _lokale(verklaring.lijf.inhoud)


def _lokale(deel: Deel | None) -> Iterator[tuple[str, str, Lijf | None]]:
    for kind in () if deel is None else (deel, *deel.delen):
        if kind is not deel:
            yield from _lokale(kind)
        elif kind.soort == "lokaal":
            yield kind.naam, kind.type, kind.lijf
            yield from _lokale(None if kind.lijf is None else kind.lijf.inhoud)


def _vouwt(modellen: Mapping[str, Model], typen: Mapping[tuple[str, str], Verklaring], model: Model, naam: str) -> bool:
    prefix, _, lokaal = naam.rpartition(":")
    eigen = modellen[model.gebruikt[prefix]] if prefix and prefix != model.prefix else model
    type_ = typen.get((eigen.pad, lokaal))
    if type_ is None:
        return lokaal not in _BEWAREN
    if type_.waarde is None:
        tekst = None if type_.lijf is None else type_.lijf.tekst
        return tekst is not None and _vouwt(modellen, typen, eigen, type_.basis or tekst)
    leden = type_.waarde.leden or (type_.waarde.basis or "token",)
    return all(_vouwt(modellen, typen, eigen, lid) for lid in leden)
