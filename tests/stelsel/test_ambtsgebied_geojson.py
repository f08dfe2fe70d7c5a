import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from simulator.stelsel import ambtsgebieden
from simulator.stelsel.ambtsgebieden import AmbtsgebiedFout, lees_eigen
from simulator.stelsel.rd import etrs89_van_rd

RD = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
VIERKANT = [[120000, 486000], [123000, 486000], [123000, 489000], [120000, 489000], [120000, 486000]]


def feature(ring: Any = VIERKANT, soort: str = "Polygon", **eigenschappen: Any) -> dict[str, Any]:
    geometrie = {"type": soort, "coordinates": [ring]}
    return {"type": "Feature", "properties": eigenschappen or {"code": "gm0363"}, "geometry": geometrie}


def bestand(tmp_path: Path, *features: Any, **meer: Any) -> Path:
    pad = tmp_path / "eigen.geojson"
    pad.write_text(json.dumps({"type": "FeatureCollection", "crs": RD, "features": list(features)} | meer))
    return pad


def test_rd_is_read_as_it_stands(tmp_path: Path) -> None:
    gelezen = lees_eigen(bestand(tmp_path, feature()))
    assert list(gelezen) == ["gm0363"]
    assert gelezen["gm0363"].equals(shapely.Polygon(VIERKANT))


@pytest.mark.parametrize("naam", [None, "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4258", "EPSG:4326"])
def test_degrees_become_rd(tmp_path: Path, naam: str | None) -> None:
    ring = [etrs89_van_rd(x, y)[::-1] for x, y in VIERKANT]
    crs = None if naam is None else {"type": "name", "properties": {"name": naam}}
    vlak = lees_eigen(bestand(tmp_path, feature(ring), crs=crs))["gm0363"]
    assert vlak.bounds == pytest.approx((120000, 486000, 123000, 489000), abs=1)


@pytest.mark.parametrize("eigenschap", ["code", "statcode", "identificatie"])
def test_the_code_stands_where_open_data_has_it(tmp_path: Path, eigenschap: str) -> None:
    assert list(lees_eigen(bestand(tmp_path, feature(**{eigenschap: "GM0363"})))) == ["gm0363"]
    # PDOK has "0363" as code beside the identificatie.
    assert list(lees_eigen(bestand(tmp_path, feature(code="0363", identificatie="GM0363")))) == ["gm0363"]


def test_a_single_feature_with_its_code_as_id_and_heights(tmp_path: Path) -> None:
    pad = tmp_path / "een.json"
    ring = [[x, y, 7] for x, y in VIERKANT]
    pad.write_text(json.dumps({**feature(ring, naam="x"), "id": "ws0155", "crs": RD}))
    vlak = lees_eigen(pad)["ws0155"]
    assert not vlak.has_z


ACHT = [[120000, 486000], [123000, 489000], [123000, 486000], [120000, 489000], [120000, 486000]]
FOUTEN: list[tuple[list[Any], dict[str, Any], str]] = [
    ([], {}, "er staat geen enkele feature in"),
    ([], {"type": "Topology"}, "geen GeoJSON met een FeatureCollection of een Feature"),
    ([7], {}, "feature 1: dit is geen Feature"),
    ([feature()], {"crs": {"properties": {"name": "EPSG:3857"}}}, "coördinaatstelsel 'EPSG:3857' wordt niet gelezen"),
    ([feature()], {"crs": "RD"}, "gebruik RD"),
    ([feature()], {"crs": None}, "zijn ze in RD, zet dan EPSG:28992"),
    ([feature([[52, 4], [53, 4], [53, 5], [52, 4]])], {"crs": None}, "staat de lengte vóór de breedte"),
    ([feature(naam="Amsterdam")], {}, "feature 1: de code van het bevoegd gezag ontbreekt"),
    ([feature(code="gm0001")], {}, "gm0001 is geen bevoegd gezag dat hier bekend is"),
    ([feature(), feature()], {}, "feature 2: gm0363 staat er al in"),
    ([feature(soort="LineString")], {}, "geen Polygon of MultiPolygon maar LineString"),
    ([{**feature(), "geometry": None}], {}, "maar leeg"),
    ([feature([["a", 1]])], {}, "de coördinaten zijn niet te lezen"),
    ([feature([])], {}, "het vlak is leeg"),
    ([feature([[0, 0], [9, 0], [9, 9], [0, 0]])], {}, "het vlak ligt buiten Nederland"),
    ([feature(ACHT)], {}, "niet geldig: snijdt zichzelf bij 121500 487500"),
]


@pytest.mark.parametrize(("features", "meer", "reden"), FOUTEN, ids=[fout[2] for fout in FOUTEN])
def test_what_is_wrong_is_told(tmp_path: Path, features: list[Any], meer: dict[str, Any], reden: str) -> None:
    pad = bestand(tmp_path, *features, **meer)
    with pytest.raises(AmbtsgebiedFout) as fout:
        lees_eigen(pad)
    assert reden in fout.value.reden
    assert fout.value.reden.startswith(str(pad))


def test_no_file_and_no_json(tmp_path: Path) -> None:
    with pytest.raises(AmbtsgebiedFout, match="niet te lezen"):
        lees_eigen(tmp_path / "weg.geojson")
    (tmp_path / "x.geojson").write_bytes(b"\xff{")
    with pytest.raises(AmbtsgebiedFout, match="geen JSON"):
        lees_eigen(tmp_path / "x.geojson")


def test_an_own_area_takes_the_place_of_ours(tmp_path: Path) -> None:
    # A square around the Dam is all of Amsterdam now, also where a neighbour was; the rest of its cell is nobody's.
    pad = bestand(
        tmp_path, feature([[118000, 480000], [123000, 480000], [123000, 489000], [118000, 489000], [118000, 480000]])
    )
    wereld = ambtsgebieden.voor(pad)
    assert wereld.herkomst("gm0363") == "eigen"
    assert wereld.herkomst("gm0362") == "vereenvoudigd"
    assert ambtsgebieden.bij_punt(118500, 480500)[0] == "gm0362"
    assert wereld.bij_punt(118500, 480500)[:2] == ["gm0363", "pv27"]
    assert wereld.bij_punt(127000, 486500)[0] == "pv27"
    grens = wereld.bbox("gm0363")
    assert grens is not None
    assert grens.maxx == 123000
    assert ambtsgebieden.herkomst("gm0363") == "vereenvoudigd"


def test_an_area_that_is_covered_whole_is_gone(tmp_path: Path) -> None:
    oud = ambtsgebieden.gebied("gm0384")
    assert oud is not None
    wereld = ambtsgebieden.met_eigen({"gm0363": oud.buffer(10), "mnre1034": oud})
    assert wereld.gebied("gm0384") is None
    assert wereld.gebied("mnre1034") is oud
    assert wereld.gebied("mnre1018") is ambtsgebieden.gebied("mnre1018")


def test_without_a_file_the_built_in_areas_hold() -> None:
    assert ambtsgebieden.voor() is ambtsgebieden.ingebouwd()
