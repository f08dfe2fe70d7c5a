"""Reading ambtsgebieden of a user's own from GeoJSON: real boundaries in the place of our simplified ones.

A FeatureCollection with a Polygon or MultiPolygon per organisation. Its code stands in a property, under a name that
the open data of PDOK and CBS use too, or is the id of the feature. Coordinates are WGS84 (RFC 7946), or what the
`crs` of the file names: RD, ETRS89 or WGS84, always east before north.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.kernel.redenen import os_reden
from simulator.stelsel import organisaties
from simulator.stelsel.rd import rd_van_etrs89

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_EIGENSCHAPPEN = ("code", "statcode", "identificatie")
_CODE = re.compile(r"(gm|pv|ws|mnre|zb)[0-9]{2,6}")
_EPSG = re.compile(r"(?:EPSG:[^:]*:|EPSG:)([0-9]+)|OGC:[^:]*:(CRS84)")
_RD = "28992"
_GRADEN = ("4326", "4258", "CRS84")
# Where the Netherlands lie in RD, with their part of the North Sea.
_MIN_X, _MIN_Y, _MAX_X, _MAX_Y = -150_000.0, 280_000.0, 310_000.0, 900_000.0
_REDENEN = {"Self-intersection": "snijdt zichzelf", "Ring Self-intersection": "een rand raakt zichzelf"}


class AmbtsgebiedFout(ValueError):
    """The GeoJSON of a user cannot be used; `reden` says why, in Dutch."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


def lees_eigen(pad: Path) -> dict[str, BaseGeometry]:
    """The areas of a GeoJSON file in RD, by code of the organisation.

    pad: a file with a FeatureCollection, or one Feature. Each has its code (gm0363, GM0363) in the property code,
    statcode or identificatie, or as its id. Raises AmbtsgebiedFout, naming file and feature, when the file is absent
    or no GeoJSON, the crs is not RD, ETRS89 or WGS84, a code is absent, unknown or double, or an area is not a valid
    (multi)polygon within the Netherlands.
    """
    try:
        document = json.loads(pad.read_bytes())
    except OSError as fout:
        raise AmbtsgebiedFout(f"{pad}: het bestand is niet te lezen ({os_reden(fout)})") from fout
    except ValueError as fout:
        raise AmbtsgebiedFout(f"{pad}: dit is geen JSON ({fout})") from fout
    try:
        return _gelezen(document)
    except AmbtsgebiedFout as fout:
        raise AmbtsgebiedFout(f"{pad}: {fout.reden}") from fout.__cause__


def _gelezen(document: Any) -> dict[str, BaseGeometry]:
    in_rd = _crs_is_rd(document)
    gebieden: dict[str, BaseGeometry] = {}
    for nummer, feature in enumerate(_features(document), 1):
        code = _code(feature, nummer)
        if code in gebieden:
            raise AmbtsgebiedFout(f"feature {nummer}: {code} staat er al in; voeg de delen samen tot een MultiPolygon")
        gebieden[code] = _vlak(feature, f"feature {nummer} ({code})", in_rd)
    if not gebieden:
        raise AmbtsgebiedFout("er staat geen enkele feature in")
    return gebieden


def _features(document: Any) -> Iterator[Mapping[str, Any]]:
    soort = document.get("type") if isinstance(document, dict) else None
    features = [document] if soort == "Feature" else document.get("features") if soort == "FeatureCollection" else None
    if not isinstance(features, list):
        raise AmbtsgebiedFout("dit is geen GeoJSON met een FeatureCollection of een Feature")
    for nummer, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise AmbtsgebiedFout(f"feature {nummer}: dit is geen Feature")
        yield feature


def _crs_is_rd(document: Any) -> bool:
    crs = document.get("crs") if isinstance(document, dict) else None
    if crs is None:
        return False
    eigenschappen = crs.get("properties") if isinstance(crs, dict) else None
    naam = eigenschappen.get("name") if isinstance(eigenschappen, dict) else None
    treffer = _EPSG.search(str(naam))
    stelsel = (treffer[1] or treffer[2]) if treffer else None
    if stelsel != _RD and stelsel not in _GRADEN:
        raise AmbtsgebiedFout(
            f"het coördinaatstelsel {naam!r} wordt niet gelezen; gebruik RD (EPSG:28992), ETRS89 (EPSG:4258) of "
            "WGS84 (EPSG:4326)"
        )
    return stelsel == _RD


def _code(feature: Mapping[str, Any], nummer: int) -> str:
    eigenschappen = feature.get("properties") or {}
    kandidaten = [str(eigenschappen.get(naam, "")) for naam in _EIGENSCHAPPEN if isinstance(eigenschappen, dict)]
    kandidaten.append(str(feature.get("id", "")))
    for kandidaat in kandidaten:
        code = kandidaat.strip().lower()
        if _CODE.fullmatch(code):
            organisatie = organisaties.bij_code(code)
            if organisatie is None or not organisatie.is_bevoegd_gezag:
                raise AmbtsgebiedFout(f"feature {nummer}: {code} is geen bevoegd gezag dat hier bekend is")
            return code
    raise AmbtsgebiedFout(
        f"feature {nummer}: de code van het bevoegd gezag ontbreekt; zet bijvoorbeeld gm0363 in de eigenschap 'code'"
    )


def _vlak(feature: Mapping[str, Any], waar: str, in_rd: bool) -> BaseGeometry:
    import shapely
    from shapely.errors import ShapelyError

    geometrie = feature.get("geometry")
    soort = geometrie.get("type") if isinstance(geometrie, dict) else None
    if soort not in ("Polygon", "MultiPolygon"):
        raise AmbtsgebiedFout(f"{waar}: de geometrie is geen Polygon of MultiPolygon maar {soort or 'leeg'}")
    try:
        vlak = shapely.force_2d(shapely.from_geojson(json.dumps(geometrie)))
    except (ShapelyError, ValueError) as fout:
        raise AmbtsgebiedFout(f"{waar}: de coördinaten zijn niet te lezen ({fout})") from fout
    if vlak.is_empty:
        raise AmbtsgebiedFout(f"{waar}: het vlak is leeg")
    west, zuid, oost, noord = vlak.bounds
    if not in_rd:
        if not (-180 <= west <= oost <= 180 and -90 <= zuid <= noord <= 90):
            raise AmbtsgebiedFout(
                f"{waar}: de coördinaten zijn geen graden; zijn ze in RD, zet dan EPSG:28992 in 'crs' van het bestand"
            )
        if not (1 <= west <= oost <= 9 and 49 <= zuid <= noord <= 57):
            raise AmbtsgebiedFout(f"{waar}: het vlak ligt buiten Nederland; staat de lengte vóór de breedte?")
        vlak = shapely.transform(vlak, _naar_rd)
        west, zuid, oost, noord = vlak.bounds
    if not (_MIN_X <= west <= oost <= _MAX_X and _MIN_Y <= zuid <= noord <= _MAX_Y):
        raise AmbtsgebiedFout(f"{waar}: het vlak ligt buiten Nederland")
    if not vlak.is_valid:
        reden, _, plek = shapely.is_valid_reason(vlak).partition("[")
        raise AmbtsgebiedFout(f"{waar}: het vlak is niet geldig: {_REDENEN.get(reden, reden)} bij {plek.rstrip(']')}")
    return vlak


def _naar_rd(punten: Any) -> Any:
    # The series is sums and powers, so that it takes a whole column of coordinates at once.
    x, y = rd_van_etrs89(punten[:, 1], punten[:, 0])
    punten[:, 0], punten[:, 1] = x, y
    return punten
