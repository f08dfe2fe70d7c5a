"""The geometry of a GIO: GML 3.2 in, shapely out, and the checks of the geo-validatieservice.

GeometrieFout
├── GeenGeometrie         there is no GML geometry, or it holds no coordinates
├── SrsFout               no srsName, one that is not allowed, or two different ones
├── CoordinaatFout        not a number, an odd count, or not two dimensions
├── RingFout              a ring that is not closed, or has fewer than four positions
├── VormFout              a kind of geometry that we do not read
└── OngeldigeGeometrie    well written, but no valid geometry: it crosses itself

Source: docs/bronnen.md#lvbb-regels (GEOMETRY.03.2, STOP3019 to STOP3021, confirmed). Coordinates in ETRS89 stand in a
file as latitude, longitude (urn:ogc:def:crs:EPSG::4258) and are turned here: shapely's x is always east, its y north.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.contract import xsdwaarden
from simulator.stelsel import bogen
from simulator.stelsel.bogen import Punt
from simulator.stelsel.rd import rd_van_etrs89

if TYPE_CHECKING:
    from lxml.etree import _Element
    from shapely.geometry.base import BaseGeometry

GML = "{http://www.opengis.net/gml/3.2}"
RD = "urn:ogc:def:crs:EPSG::28992"
ETRS89 = "urn:ogc:def:crs:EPSG::4258"
MAX_DECIMALEN = 3

_LEDEN = {
    "MultiPoint": ("pointMember", "pointMembers"),
    "MultiCurve": ("curveMember", "curveMembers"),
    "MultiLineString": ("lineStringMember",),
    "MultiSurface": ("surfaceMember", "surfaceMembers"),
    "MultiPolygon": ("polygonMember",),
    "MultiGeometry": ("geometryMember", "geometryMembers"),
    "CompositeSurface": ("surfaceMember",),
    "CompositeCurve": ("curveMember",),
    "Ring": ("curveMember",),
}
_ENKELVOUDIG = ("Point", "LineString", "Curve", "Polygon", "Surface")
# Beyond this no place on earth lies, and sums with it overflow.
_GRENS = 1e9


class GeometrieFout(ValueError):
    """This is no geometry that we can take in; `reden` says why, in Dutch."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


class GeenGeometrie(GeometrieFout):
    """There is no GML geometry, or it holds no coordinates."""


class SrsFout(GeometrieFout):
    """No srsName, one that is not allowed, or two different ones."""


class CoordinaatFout(GeometrieFout):
    """Not a number, an odd count of numbers, or not two dimensions."""


class RingFout(GeometrieFout):
    """A ring that is not closed, or has fewer than four positions."""


class VormFout(GeometrieFout):
    """A kind of geometry that we do not read."""


class OngeldigeGeometrie(GeometrieFout):
    """Well written, but no valid geometry."""


@dataclass(frozen=True)
class Gelezen:
    """A geometry as it stood in a file, x east and y north, in metres (RD) or degrees (ETRS89)."""

    geometrie: BaseGeometry
    srs: str


@dataclass(frozen=True)
class Bbox:
    """A bounding box in RD, in metres."""

    minx: float
    miny: float
    maxx: float
    maxy: float


def lees_gml(element: _Element) -> Gelezen:
    """Read a GML geometry.

    element: the geometry itself, or what stands around one, such as basisgeo:Geometrie. Points, curves and surfaces,
    single or multiple, with pos, posList or coordinates; arcs become chords. Whether the result is valid is for
    `controleer`. Raises GeometrieFout, one of its kinds but OngeldigeGeometrie.
    """
    import shapely

    gml = _eerste_geometrie(element)
    srs = srs_van(gml)
    delen = list(_delen(gml, 0))
    if not delen:
        raise GeenGeometrie("de geometrie heeft geen coördinaten")
    naam = _naam(gml)
    meervoud: Any = None
    if naam in ("MultiSurface", "MultiPolygon", "CompositeSurface"):
        meervoud = shapely.MultiPolygon
    elif naam in ("MultiCurve", "MultiLineString"):
        meervoud = shapely.MultiLineString
    elif naam == "MultiPoint":
        meervoud = shapely.MultiPoint
    elif naam == "MultiGeometry":
        meervoud = shapely.GeometryCollection
    elif len(delen) > 1:  # a Surface of more than one patch
        meervoud = shapely.MultiPolygon
    geometrie = delen[0] if meervoud is None else meervoud(delen)
    return Gelezen(_gedraaid(geometrie) if srs == ETRS89 else geometrie, srs)


def controleer(gelezen: Gelezen) -> None:
    """Raise OngeldigeGeometrie when a member crosses itself or is otherwise invalid, with the reason of GEOS.

    Members of a multiple geometry are judged one by one: that two of them touch or overlap is let pass (inferred).
    """
    import shapely

    for deel in _enkelvoudig(gelezen.geometrie):
        if not deel.is_valid:
            raise OngeldigeGeometrie(f"de geometrie is niet geldig: {_nederlands(shapely.is_valid_reason(deel))}")


def srs_van(element: _Element) -> str:
    """The srsName that holds for a geometry: its own, or of the nearest element around it.

    Raises SrsFout when there is none, when it is neither RD nor ETRS89 (STOP3020), or when a part has another one.
    """
    namen = {xsdwaarden.samengevat(naam) for deel in element.iter() if (naam := deel.get("srsName")) is not None}
    if not namen and (naam := geerfd(element, "srsName")) is not None:
        namen = {naam}
    if not namen:
        raise SrsFout("de geometrie heeft geen srsName")
    for naam in sorted(namen):
        if naam not in (RD, ETRS89):
            raise SrsFout(f"srsName '{naam}' is niet toegestaan, alleen {RD} en {ETRS89}")
    if len(namen) > 1:
        raise SrsFout("de geometrie heeft meer dan één srsName")
    return namen.pop()


def geerfd(element: _Element, attribuut: str) -> str | None:
    """The value of srsName, srsDimension, axisLabels or uomLabels that holds for an element, white space collapsed.

    It is that of the element itself, or of the nearest one around it. Source: GML 3.2.1 (OGC 07-036), 10.1.3.2.
    """
    huidig: _Element | None = element
    while huidig is not None:
        if (waarde := huidig.get(attribuut)) is not None:
            return xsdwaarden.samengevat(waarde)
        huidig = huidig.getparent()
    return None


def decimalen_te_veel(element: _Element, maximum: int = MAX_DECIMALEN) -> str | None:
    """The first coordinate with more decimals than allowed, as it is written; None when all are well.

    element: anything with geometry in it; maximum: the number of decimals (GEOMETRY.03.2, confirmed for RD).
    Coordinates in ETRS89 are degrees and not limited; zeros at the end do not count (both inferred).
    """
    for deel in element.iter():
        if _naam(deel) not in ("pos", "posList", "coordinates", "lowerCorner", "upperCorner"):
            continue
        if geerfd(deel, "srsName") == ETRS89:
            continue
        for getal in (deel.text or "").replace(",", " ").split():
            if xsdwaarden.decimalen(getal) > maximum:
                return getal
    return None


def bbox(gelezen: Gelezen) -> Bbox:
    """The bounding box of a geometry, always in RD."""
    return Bbox(*(float(grens) for grens in naar_rd(gelezen).bounds))


def naar_rd(gelezen: Gelezen) -> BaseGeometry:
    """The geometry in RD: itself, or every position of it transformed."""
    if gelezen.srs == RD:
        return gelezen.geometrie
    import numpy as np
    import shapely

    return shapely.transform(
        gelezen.geometrie, lambda punten: np.column_stack(rd_van_etrs89(punten[:, 1], punten[:, 0]))
    )


def _eerste_geometrie(element: _Element) -> _Element:
    bekend = {*_ENKELVOUDIG, *_LEDEN} - {"Ring"}
    for kandidaat in element.iter():
        if isinstance(kandidaat.tag, str) and kandidaat.tag.startswith(GML):
            naam = _naam(kandidaat)
            if naam in bekend:
                return kandidaat
            if naam[:1].isupper() and naam not in ("Envelope", "Null"):
                raise VormFout(f"gml:{naam} wordt niet gelezen")
    raise GeenGeometrie("er staat geen gml-geometrie in")


def _delen(gml: _Element, diepte: int) -> Iterator[Any]:
    """The single geometries of a GML element, in order."""
    import shapely

    naam = _naam(gml)
    if diepte > 10:
        raise VormFout("de geometrie is te diep genest")
    if naam == "Point":
        punten = _punten(gml)
        if len(punten) != 1:
            raise CoordinaatFout("een punt heeft precies één positie")
        yield shapely.Point(punten[0])
    elif naam in ("LineString", "Curve", "CompositeCurve"):
        lijn = _lijn(gml, diepte)
        if len(lijn) < 2:
            raise CoordinaatFout("een lijn heeft ten minste twee posities")
        yield shapely.LineString(lijn)
    elif naam in ("Polygon", "PolygonPatch", "Rectangle"):
        yield _polygoon(gml, diepte)
    elif naam == "Surface":
        for vlakken in _kinderen(gml, ("patches",)):
            for vlak in _kinderen(vlakken):
                if _naam(vlak) not in ("PolygonPatch", "Rectangle"):
                    raise VormFout(f"gml:{_naam(vlak)} wordt niet gelezen")
                yield _polygoon(vlak, diepte)
    elif naam in _LEDEN:
        for lid in _leden(gml):
            yield from _delen(lid, diepte + 1)
    else:
        raise VormFout(f"gml:{naam} wordt niet gelezen")


def _leden(gml: _Element) -> Iterator[_Element]:
    for houder in _kinderen(gml, _LEDEN[_naam(gml)]):
        if houder.get("{http://www.w3.org/1999/xlink}href") is not None:
            raise VormFout(f"gml:{_naam(houder)} met xlink:href wordt niet gelezen")
        yield from _kinderen(houder)


def _polygoon(gml: _Element, diepte: int) -> Any:
    import shapely

    buiten = [_ring(ring, diepte) for ring in _ringen(gml, "exterior")]
    if len(buiten) != 1:
        raise RingFout("een vlak heeft precies één buitenrand")
    return shapely.Polygon(buiten[0], [_ring(ring, diepte) for ring in _ringen(gml, "interior")])


def _ringen(gml: _Element, kant: str) -> Iterator[_Element]:
    for rand in _kinderen(gml, (kant,)):
        yield from _kinderen(rand)


def _ring(gml: _Element, diepte: int) -> list[Punt]:
    naam = _naam(gml)
    if naam == "LinearRing":
        punten = _punten(gml)
    elif naam == "Ring":
        punten = _aaneen(_lijn(lid, diepte + 1) for lid in _leden(gml))
    else:
        raise VormFout(f"gml:{naam} als rand wordt niet gelezen")
    if not punten:
        raise GeenGeometrie("een rand heeft geen coördinaten")
    if punten[0] != punten[-1]:
        raise RingFout(f"een rand is niet gesloten: begint op {_toon(punten[0])} en eindigt op {_toon(punten[-1])}")
    if len(punten) < 4:
        raise RingFout(f"een rand heeft ten minste vier posities en geen {len(punten)}")
    return punten


def _lijn(gml: _Element, diepte: int) -> list[Punt]:
    naam = _naam(gml)
    if diepte > 10:
        raise VormFout("de geometrie is te diep genest")
    if naam == "LineString":
        return _punten(gml)
    if naam == "Curve":
        return _aaneen(_segment(stuk) for stukken in _kinderen(gml, ("segments",)) for stuk in _kinderen(stukken))
    if naam == "CompositeCurve":
        return _aaneen(_lijn(lid, diepte + 1) for lid in _leden(gml))
    raise VormFout(f"gml:{naam} als lijn wordt niet gelezen")


def _aaneen(stukken: Iterator[list[Punt]]) -> list[Punt]:
    lijn: list[Punt] = []
    for stuk in stukken:
        if lijn and stuk and lijn[-1] != stuk[0]:
            raise CoordinaatFout(f"een lijn sluit niet aan: {_toon(lijn[-1])} en {_toon(stuk[0])}")
        lijn.extend(stuk[1:] if lijn else stuk)
    return lijn


def _segment(gml: _Element) -> list[Punt]:
    naam, punten = _naam(gml), _punten(gml)
    if naam == "LineStringSegment":
        return punten
    if naam == "Circle" and len(punten) == 3:
        rond = bogen.cirkel(*punten)
        if rond is None:
            raise CoordinaatFout("de drie posities van gml:Circle liggen op één lijn")
        return rond
    if (naam == "Arc" and len(punten) == 3) or (naam == "ArcString" and len(punten) >= 3 and len(punten) % 2):
        return _aaneen(bogen.boog(*punten[i : i + 3]) for i in range(0, len(punten) - 2, 2))
    if naam in ("Arc", "ArcString", "Circle"):
        raise CoordinaatFout(f"gml:{naam} kan geen {len(punten)} posities hebben")
    raise VormFout(f"gml:{naam} wordt niet gelezen")


def _punten(gml: _Element) -> list[Punt]:
    """The positions directly under an element, in the order of the file."""
    getallen: list[float] = []
    for kind in _kinderen(gml, ("pos", "posList", "coordinates", "pointProperty")):
        if _naam(kind) == "pointProperty":
            raise VormFout("gml:pointProperty wordt niet gelezen")
        if (aantal := dimensies(kind)) != 2:
            raise CoordinaatFout(f"de geometrie heeft {aantal} dimensies en geen twee")
        woorden = (kind.text or "").replace(",", " ").split()
        if len(woorden) % 2:
            raise CoordinaatFout(f"gml:{_naam(kind)} heeft een oneven aantal getallen ({len(woorden)})")
        getallen.extend(map(_getal, woorden))
    return list(zip(getallen[::2], getallen[1::2], strict=True))


def dimensies(element: _Element) -> int:
    """How many numbers a position has: srsDimension, else as many as there are labels of axes (GML 3.2.1, 10.1.3.2).

    The tuples of gml:coordinates tell it themselves: their numbers have commas between them.
    """
    if _naam(element) == "coordinates" and element.get("cs", ",") == ",":
        aantallen = {tupel.count(",") + 1 for tupel in (element.text or "").split() if "," in tupel.strip(",")}
        if aantallen - {2}:
            return max(aantallen)
    if (dimensie := geerfd(element, "srsDimension")) is not None:
        return xsdwaarden.geheel(dimensie) or 0
    labels = geerfd(element, "axisLabels") or geerfd(element, "uomLabels") or ""
    return len(labels.split()) or 2


def _getal(woord: str) -> float:
    getal = xsdwaarden.dubbel(woord)
    if getal is None:
        raise CoordinaatFout(f"'{woord}' is geen getal")
    if not abs(getal) < _GRENS:  # NaN too: it is not smaller than anything
        raise CoordinaatFout(f"'{woord}' is geen coördinaat")
    return getal


def _kinderen(gml: _Element, namen: tuple[str, ...] | None = None) -> Iterator[_Element]:
    for kind in gml:
        if isinstance(kind.tag, str) and kind.tag.startswith(GML) and (namen is None or _naam(kind) in namen):
            yield kind


def _naam(element: _Element) -> str:
    # A comment or processing instruction has a function for a tag.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _enkelvoudig(geometrie: Any) -> Iterator[Any]:
    if hasattr(geometrie, "geoms"):
        for deel in geometrie.geoms:
            yield from _enkelvoudig(deel)
    else:
        yield geometrie


def _gedraaid(geometrie: Any) -> Any:
    import shapely

    return shapely.transform(geometrie, lambda punten: punten[:, ::-1])


def _toon(punt: Punt) -> str:
    return f"{punt[0]:.10g} {punt[1]:.10g}"


_REDENEN = {
    "Self-intersection": "snijdt zichzelf",
    "Ring Self-intersection": "een rand raakt zichzelf",
    "Hole lies outside shell": "een gat ligt buiten het vlak",
    "Holes are nested": "een gat ligt in een gat",
    "Interior is disconnected": "het vlak valt uiteen",
    "Duplicate Rings": "een rand komt dubbel voor",
    "Too few points in geometry component": "te weinig verschillende posities",
}


def _nederlands(reden: str) -> str:
    soort, haak, plaats = reden.partition("[")
    return _REDENEN.get(soort, soort) + (f" bij {plaats.rstrip(']')}" if haak else "")
