"""The geometries of a GIO, in RD, as OZON keeps them: WKB one after the other in one blob, and the box of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.contract import xml
from simulator.stelsel import geometrie

_BASISGEO = "{http://www.geostandaarden.nl/basisgeometrie/1.0}"


@dataclass(frozen=True)
class Vlak:
    """One geometry: its basisgeo:id, kind (Point, MultiPolygon, …), WKB in RD and bounding box in metres."""

    identificatie: str
    vorm: str
    wkb: bytes
    minx: float
    miny: float
    maxx: float
    maxy: float


def lees(gml: bytes) -> Iterator[Vlak]:
    """Every geometry of a GeoInformatieObjectVaststelling that can be read.

    One that cannot is left out: whether it was good is the LVBB's judgement, and the location then has no box.
    Raises XmlFout.
    """
    import shapely  # heavy, and only here when a regeling comes in

    for knoop in xml.lees(gml).wortel.iter(f"{_BASISGEO}Geometrie"):
        identificatie = xml.tekst_van(knoop.find(f"{_BASISGEO}id"))
        try:
            vorm = geometrie.naar_rd(geometrie.lees_gml(knoop))
        except geometrie.GeometrieFout:
            continue
        if not identificatie or vorm.is_empty:
            continue
        grenzen = (round(float(grens), 3) for grens in vorm.bounds)
        yield Vlak(identificatie, vorm.geom_type, shapely.to_wkb(vorm), *grenzen)
