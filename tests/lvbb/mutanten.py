"""Deliveries with something wrong in them, made by a seed: other bytes, texts, attributes, elements and namespaces."""

import copy
import random
import re
from collections.abc import Callable, Iterator

from lxml import etree

from simulator.lvbb.levering import Levering
from tests.lvbb import bouw

NAMESPACE = re.compile(rb"""xmlns(?::\w+)?=["']([^"']*)["']""")
WAARDEN = (
    *("", " ", "\t\n", "${ns}", "{", "}", "{}", "{{}}", "a" * 5000, "%", "%s", "\u2028", "²", "٣", "１２", "é\u0301"),
    *("9999-12-31", "0001-01-01", "10000-01-01", "-0001-01-01", "2026-02-30", "2026-03-04Z", "2026-03-04+14:00"),
    *("0", "-1", "1e400", "NaN", "INF", "-INF", "1.528155E5", "9" * 400, "1 2 3", "0 0 0 0", "1,2", "true", "null"),
    *(
        "/",
        "//",
        "/akn",
        "/akn/nl/act/",
        "/akn/nl/act/gm9920/2026/x/nld@",
        "/join/id/proces/",
        "/join/id/regdata/a/b/c",
    ),
    *("#", "a#b", "urn:ogc:def:crs:EPSG::28992", "urn:ogc:def:crs:EPSG::0", "http://[::1", "..", "nld@;1", "1.2.3"),
    *("/join/id/stop/work_003", "/tooi/id/gemeente/gm9913", "nl.imow-gm9920.gebied.", "chp_1__art_1", "gm9920_1__x"),
)
"""Texts on which a reader of dates, numbers, names and identifications may stumble."""
Kans = random.Random


def met_andere_bytes(kans: Kans, levering: Levering, zip_: bytes) -> Levering:
    """Some bytes of the zip are others."""
    inhoud = bytearray(zip_)
    for _ in range(kans.randint(1, 4)):
        plek = kans.randrange(len(inhoud))
        inhoud[plek : plek + kans.randint(0, 8)] = kans.randbytes(kans.randint(0, 8))
    g = bouw.Gegevens(vandaag=levering.vandaag)
    rest = {"register": levering.register, "afzender": levering.afzender}
    return bouw.levering_van(bytes(inhoud), g, **rest)


def met_andere_bytes_in_een_bestand(kans: Kans, levering: Levering, _: bytes) -> Levering:
    """Some bytes of a file are others; the zip is well."""
    naam = kans.choice(sorted(levering.bestanden))
    inhoud = bytearray(levering.bestanden[naam].inhoud or b"")
    for _keer in range(kans.randint(1, 3)):
        plek = kans.randrange(len(inhoud) + 1)
        inhoud[plek : plek + kans.randint(0, 20)] = kans.choice(
            (kans.randbytes(kans.randint(0, 9)), kans.choice(WAARDEN).encode(), b"")
        )
    return levering.met_bestand(naam, bytes(inhoud))


def met_andere_namespace(kans: Kans, levering: Levering, _: bytes) -> Levering:
    """One namespace of a file is another."""
    naam, inhoud = _bestand(kans, levering)
    gevonden = list(NAMESPACE.finditer(inhoud))
    if not gevonden:
        return levering
    plek = kans.choice(gevonden)
    alle = [other[1] for other in gevonden]
    nieuw = kans.choice([*(w.encode() for w in WAARDEN if '"' not in w and "'" not in w), *alle])
    return levering.met_bestand(naam, inhoud[: plek.start(1)] + nieuw + inhoud[plek.end(1) :])


def met_andere_tekst(kans: Kans, levering: Levering, _: bytes) -> Levering:
    """The text of one element is another."""
    return _in_een_boom(kans, levering, _zet_tekst)


def met_ander_attribuut(kans: Kans, levering: Levering, _: bytes) -> Levering:
    """One attribute has another value, is gone, or stands on another element too."""
    return _in_een_boom(kans, levering, _zet_attribuut)


def met_ander_element(kans: Kans, levering: Levering, _: bytes) -> Levering:
    """One element is gone, twice there, elsewhere, or has another name."""
    return _in_een_boom(kans, levering, _zet_element)


SOORTEN: tuple[tuple[int, Callable[[Kans, Levering, bytes], Levering]], ...] = (
    (3, met_andere_bytes),
    (2, met_andere_bytes_in_een_bestand),
    (2, met_andere_namespace),
    (3, met_andere_tekst),
    (2, met_ander_attribuut),
    (2, met_ander_element),
)
"""How often each kind comes, and what it does."""


def mutanten(kans: Kans, levering: Levering, zip_: bytes, aantal: int) -> Iterator[tuple[str, Levering]]:
    """So many deliveries with one thing wrong or more, with the name of the kind. zip_: the delivery as it was sent."""
    gewichten, soorten = zip(*SOORTEN, strict=True)
    for soort in kans.choices(soorten, gewichten, k=aantal):
        yield soort.__name__, soort(kans, levering, zip_)


def _bestand(kans: Kans, levering: Levering) -> tuple[str, bytes]:
    """A file of XML, the larger ones more often: what is wrong in opdracht.xml or manifest.xml ends it soon."""
    bestanden = [bestand for bestand in levering.bestanden.values() if bestand.is_xml and bestand.inhoud]
    [bestand] = kans.choices(bestanden, [bestand.grootte for bestand in bestanden])
    return bestand.naam, bestand.inhoud or b""


def _in_een_boom(kans: Kans, levering: Levering, doe: Callable[[Kans, list[etree._Element]], None]) -> Levering:
    naam, _ = _bestand(kans, levering)
    wortel = copy.deepcopy(levering.bestanden[naam].wortel)
    assert wortel is not None
    for _keer in range(kans.choice((1, 1, 1, 2, 5))):
        doe(kans, list(wortel.iter(etree.Element)))
    return levering.met_bestand(naam, etree.tostring(wortel, encoding="utf-8"))


def _zet_tekst(kans: Kans, elementen: list[etree._Element]) -> None:
    met_tekst = [e for e in elementen if (e.text or "").strip()] or elementen
    element = kans.choice(kans.choice((met_tekst, met_tekst, elementen)))
    element.text = _andere(kans, element.text or "", [e.text or "" for e in met_tekst])


def _zet_attribuut(kans: Kans, elementen: list[etree._Element]) -> None:
    paren = [(e, naam) for e in elementen for naam in e.attrib]
    if not paren:
        kans.choice(elementen).set(kans.choice(("eId", "wId", "schemaversie", "vreemd")), kans.choice(WAARDEN))
        return
    element, naam = kans.choice(paren)
    waarde = element.get(naam, "")
    match kans.randrange(4):
        case 0:
            del element.attrib[naam]
        case 1:
            kans.choice(elementen).set(naam, waarde)
        case _:
            element.set(naam, _andere(kans, waarde, [e.get(n, "") for e, n in paren]))


def _zet_element(kans: Kans, elementen: list[etree._Element]) -> None:
    if len(elementen) < 2:
        return
    element = kans.choice(elementen[1:])
    ouder = element.getparent()
    assert ouder is not None
    match kans.randrange(4):
        case 0:
            ouder.remove(element)
        case 1:
            ouder.insert(kans.randrange(len(ouder) + 1), copy.deepcopy(element))
        case 2:
            kans.choice([e for e in elementen if e not in set(element.iter())]).append(copy.deepcopy(element))
        case _:
            element.tag = kans.choice(elementen).tag


def _andere(kans: Kans, tekst: str, buren: list[str]) -> str:
    if tekst and kans.random() < 0.3:
        plek = kans.randrange(len(tekst))
        return tekst[:plek] + kans.choice(("", "0", "-", "/", "@", ";", " ", "Z", "x")) + tekst[plek + 1 :]
    return kans.choice((*WAARDEN, *buren))
