"""GML to shapely, the checks of the geo-validatieservice, and RD."""

import math
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.contract import xml
from simulator.stelsel import geometrie as geo
from simulator.stelsel import rd

VIERKANT = "0 0 10 0 10 10 0 10 0 0"


def gml(inhoud: str, srs: str | None = geo.RD):
    """The element inside; a srsName on the outermost geometry."""
    naam, haak, rest = inhoud.partition(">")
    naam += f' srsName="{srs}"' if srs else ""
    tekst = f'<x xmlns="http://www.opengis.net/gml/3.2">{naam}{haak}{rest}</x>'
    return xml.lees(tekst.encode()).wortel[0]


def ring(punten: str) -> str:
    return f"<LinearRing><posList>{punten}</posList></LinearRing>"


def vlak(punten: str = VIERKANT, *gaten: str, naam: str = "Polygon") -> str:
    binnen = "".join(f"<interior>{ring(gat)}</interior>" for gat in gaten)
    return f"<{naam}><exterior>{ring(punten)}</exterior>{binnen}</{naam}>"


def curve(segmenten: str) -> str:
    return f"<Curve><segments>{segmenten}</segments></Curve>"


def drie(*namen: str, naam: str = 'srsDimension="3"') -> str:
    """Four positions of three numbers, which are six of two; only the outermost element tells that they are three."""
    buiten, *binnen = namen
    open_, dicht = "".join(f"<{n}>" for n in binnen), "".join(f"</{n}>" for n in reversed(binnen))
    return f"<{buiten} {naam}>{open_}<posList>0 0 1 9 0 1 9 9 1 0 0 1</posList>{dicht}</{buiten}>"


def boog(naam: str, punten: str) -> str:
    return f"<{naam}><posList>{punten}</posList></{naam}>"


PUNT = "<Point><pos>1 2</pos></Point>"
LIJN = "<LineString><posList>0 0 3 4</posList></LineString>"
GESLOTEN = f"<Ring><curveMember>{curve(boog('Circle', '0 5 5 0 10 5'))}</curveMember></Ring>"
VORMEN = {
    "Point": (PUNT, "Point", 0.0, 0.0),
    "MultiPoint": (f"<MultiPoint><pointMember>{PUNT}</pointMember></MultiPoint>", "MultiPoint", 0.0, 0.0),
    "MultiPoint members": (f"<MultiPoint><pointMembers>{PUNT}{PUNT}</pointMembers></MultiPoint>", "MultiPoint", 0, 0),
    "LineString": (LIJN, "LineString", 5.0, 0.0),
    "LineString pos": ("<LineString><pos>0 0</pos><pos>3 4</pos></LineString>", "LineString", 5.0, 0.0),
    "LineString coordinates": ("<LineString><coordinates>0,0 3,4</coordinates></LineString>", "LineString", 5.0, 0.0),
    "Curve": (
        curve(boog("LineStringSegment", "0 0 3 4") + boog("LineStringSegment", "3 4 3 5")),
        "LineString",
        6.0,
        0.0,
    ),
    "Curve with arc": (curve(boog("Arc", "0 0 1 1 2 0")), "LineString", math.pi, 0.0),
    "Curve with arcs": (curve(boog("ArcString", "0 0 1 1 2 0 3 -1 4 0")), "LineString", 2 * math.pi, 0.0),
    "straight arc": (curve(boog("Arc", "0 0 1 0 2 0")), "LineString", 2.0, 0.0),
    "MultiCurve": (f"<MultiCurve><curveMember>{LIJN}</curveMember></MultiCurve>", "MultiLineString", 5.0, 0.0),
    "Polygon": (vlak(), "Polygon", 40.0, 100.0),
    "Polygon with hole": (vlak(VIERKANT, "2 2 4 2 4 4 2 4 2 2"), "Polygon", 48.0, 96.0),
    "Polygon of a circle": (
        f"<Polygon><exterior>{GESLOTEN}</exterior></Polygon>",
        "Polygon",
        10 * math.pi,
        25 * math.pi,
    ),
    "Surface": (f"<Surface><patches>{vlak(naam='PolygonPatch')}</patches></Surface>", "Polygon", 40.0, 100.0),
    "MultiSurface": (
        f"<MultiSurface><surfaceMember>{vlak()}</surfaceMember>"
        f"<surfaceMembers>{vlak('20 0 30 0 30 10 20 10 20 0')}</surfaceMembers></MultiSurface>",
        "MultiPolygon",
        80.0,
        200.0,
    ),
    "MultiGeometry": (
        f"<MultiGeometry><geometryMember>{PUNT}</geometryMember><geometryMember>{LIJN}</geometryMember></MultiGeometry>",
        "GeometryCollection",
        5.0,
        0.0,
    ),
}


@pytest.mark.parametrize("vorm", VORMEN)
def test_elke_vorm(vorm):
    inhoud, soort, lengte, oppervlakte = VORMEN[vorm]
    gelezen = geo.lees_gml(gml(inhoud))
    assert gelezen.srs == geo.RD
    assert gelezen.geometrie.geom_type == soort
    assert gelezen.geometrie.length == pytest.approx(lengte, rel=2e-3)
    assert gelezen.geometrie.area == pytest.approx(oppervlakte, rel=2e-2)
    geo.controleer(gelezen)


def test_leest_ook_wat_om_een_geometrie_heen_staat():
    tekst = (
        '<b:Geometrie xmlns:b="http://www.geostandaarden.nl/basisgeometrie/1.0"><b:id>a</b:id><!-- c --><b:geometrie>'
        f'<Polygon xmlns="http://www.opengis.net/gml/3.2" srsName="{geo.RD}"><exterior>{ring(VIERKANT)}</exterior>'
        "</Polygon></b:geometrie></b:Geometrie>"
    )
    gelezen = geo.lees_gml(xml.lees(tekst.encode()).wortel)
    assert geo.bbox(gelezen) == geo.Bbox(0, 0, 10, 10)


@pytest.mark.parametrize(
    ("inhoud", "fout", "reden"),
    [
        ("<MultiSurface></MultiSurface>", geo.GeenGeometrie, "geen coördinaten"),
        ("<name>x</name>", geo.GeenGeometrie, "geen gml-geometrie"),
        ("<Point></Point>", geo.CoordinaatFout, "precies één positie"),
        ("<Point><pos>1 2 3</pos></Point>", geo.CoordinaatFout, "oneven"),
        ('<Point><pos srsDimension="3">1 2 3</pos></Point>', geo.CoordinaatFout, "3 dimensies"),
        ('<Point srsDimension=" 03 "><pos>1 2 3</pos></Point>', geo.CoordinaatFout, "3 dimensies"),
        (drie("Curve", "segments", "LineStringSegment"), geo.CoordinaatFout, "3 dimensies"),
        (drie("MultiCurve", "curveMember", "LineString"), geo.CoordinaatFout, "3 dimensies"),
        (drie("Polygon", "exterior", "LinearRing"), geo.CoordinaatFout, "3 dimensies"),
        (drie("Surface", "patches", "PolygonPatch", "exterior", "LinearRing"), geo.CoordinaatFout, "3 dimensies"),
        (drie("LineString", naam='axisLabels="x y z"'), geo.CoordinaatFout, "3 dimensies"),
        (drie("LineString", naam='uomLabels="m m m"'), geo.CoordinaatFout, "3 dimensies"),
        ("<LineString><coordinates>0,0,0 3,4,0</coordinates></LineString>", geo.CoordinaatFout, "3 dimensies"),
        ("<Point><pos>1 twee</pos></Point>", geo.CoordinaatFout, "'twee' is geen getal"),
        ("<Point><pos>1 nan</pos></Point>", geo.CoordinaatFout, "'nan'"),
        ("<Point><pos>1 inf</pos></Point>", geo.CoordinaatFout, "'inf'"),
        ("<Point><pos>1 1e400</pos></Point>", geo.CoordinaatFout, "1e400"),
        ("<Point><pos>1 1_0</pos></Point>", geo.CoordinaatFout, "1_0"),
        ("<LineString><posList>1 2</posList></LineString>", geo.CoordinaatFout, "twee posities"),
        (vlak("0 0 10 0 10 10 0 10"), geo.RingFout, "niet gesloten: begint op 0 0 en eindigt op 0 10"),
        (vlak("0 0 10 0 0 0"), geo.RingFout, "vier posities"),
        (f"<Polygon><interior>{ring(VIERKANT)}</interior></Polygon>", geo.RingFout, "één buitenrand"),
        (f"<Polygon><exterior>{LIJN}</exterior></Polygon>", geo.VormFout, "LineString"),
        (vlak(""), geo.GeenGeometrie, "rand"),
        (curve(boog("Bezier", "0 0 1 1 2 2")), geo.VormFout, "Bezier"),
        (curve(boog("Arc", "0 0 1 1")), geo.CoordinaatFout, "2 posities"),
        (curve(boog("Circle", "0 0 1 1 2 2")), geo.CoordinaatFout, "één lijn"),
        (
            curve(boog("LineStringSegment", "0 0 3 4") + boog("LineStringSegment", "9 9 3 5")),
            geo.CoordinaatFout,
            "sluit niet aan",
        ),
        ("<Solid></Solid>", geo.VormFout, "Solid"),
        (
            '<MultiSurface><surfaceMember xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/></MultiSurface>',
            geo.VormFout,
            "xlink:href",
        ),
        (
            "<MultiGeometry><geometryMember>" * 12 + PUNT + "</geometryMember></MultiGeometry>" * 12,
            geo.VormFout,
            "diep",
        ),
    ],
)
def test_wat_geweigerd_wordt(inhoud, fout, reden):
    with pytest.raises(fout) as gevangen:
        geo.lees_gml(gml(inhoud))
    assert reden in gevangen.value.reden


@pytest.mark.parametrize(
    "inhoud",
    [
        '<LineString srsDimension="2"><posList>0 0 3 4</posList></LineString>',
        '<LineString axisLabels="x y" uomLabels="m m"><posList>0 0 3 4</posList></LineString>',
        '<LineString srsDimension="3"><posList srsDimension=" +2 ">0 0 3 4</posList></LineString>',
        '<MultiPoint srsDimension="3"><pointMember><Point srsDimension="2"><pos>0 0</pos></Point></pointMember>'
        "</MultiPoint>",
        "<LineString><posList>0 0 3E0 .4e1</posList></LineString>",
    ],
)
def test_two_dimensions_stay_two(inhoud):
    assert geo.bbox(geo.lees_gml(gml(inhoud))).minx == 0


@pytest.mark.parametrize("attribuut", ["srsName", "srsDimension", "axisLabels", "uomLabels"])
def test_an_attribute_of_the_nearest_element_holds(attribuut):
    wortel = xml.lees(f'<a {attribuut}="ver"><b {attribuut}=" na  bij "><c/></b><d/></a>'.encode()).wortel
    assert [geo.geerfd(element, attribuut) for element in wortel.iter()] == ["ver", "na bij", "na bij", "ver"]
    assert geo.geerfd(wortel[0], "id") is None


def test_srs():
    with pytest.raises(geo.SrsFout, match="srsName '' is niet toegestaan"):
        geo.lees_gml(gml(PUNT.replace("<Point>", '<Point srsName="">'), srs=None))
    with pytest.raises(geo.SrsFout, match="geen srsName"):
        geo.lees_gml(gml(PUNT, srs=None))
    with pytest.raises(geo.SrsFout, match="niet toegestaan"):
        geo.lees_gml(gml(PUNT, srs="EPSG:28992"))
    lid = PUNT.replace("<Point>", f'<Point srsName="{geo.ETRS89}">')
    with pytest.raises(geo.SrsFout, match="meer dan één"):
        geo.lees_gml(gml(f"<MultiPoint><pointMember>{lid}</pointMember></MultiPoint>"))
    assert geo.srs_van(gml(f"<MultiPoint><pointMember>{PUNT}</pointMember></MultiPoint>")[0][0]) == geo.RD


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (vlak("0 0 10 10 10 0 0 10 0 0"), "snijdt zichzelf bij 5 5"),
        (vlak(VIERKANT, "20 20 24 20 24 24 20 24 20 20"), "een gat ligt buiten het vlak"),
        (
            f"<MultiSurface><surfaceMember>{vlak()}</surfaceMember>"
            f"<surfaceMember>{vlak('0 0 10 10 10 0 0 10 0 0')}</surfaceMember></MultiSurface>",
            "snijdt zichzelf",
        ),
    ],
)
def test_ongeldig(inhoud, reden):
    gelezen = geo.lees_gml(gml(inhoud))
    with pytest.raises(geo.OngeldigeGeometrie, match=reden):
        geo.controleer(gelezen)


def test_leden_die_elkaar_raken_mogen():
    naast = vlak("10 0 20 0 20 10 10 10 10 0")
    leden = f"<surfaceMember>{vlak()}</surfaceMember><surfaceMember>{naast}</surfaceMember>"
    gelezen = geo.lees_gml(gml(f"<MultiSurface>{leden}</MultiSurface>"))
    geo.controleer(gelezen)
    assert gelezen.geometrie.area == 200


@pytest.mark.parametrize(
    ("getallen", "gevonden"),
    [
        ("138445.727 1", None),
        ("138445.7271234 1", "138445.7271234"),
        ("1 2 3.0001 4.00001", "3.0001"),
        ("1.5000000 -2.123000", None),
        ("1 -2.1234", "-2.1234"),
        ("1.528155E5 1", None),
        ("1528155e-4 1", "1528155e-4"),
    ],
)
def test_decimalen_te_veel(getallen, gevonden):
    element = gml(f"<LineString><posList>{getallen}</posList></LineString>")
    assert geo.decimalen_te_veel(element) == gevonden
    assert geo.decimalen_te_veel(element, maximum=7) is None


def test_decimalen_in_graden_zijn_vrij():
    assert geo.decimalen_te_veel(gml("<Point><pos>52.15517440 5.38720621</pos></Point>", srs=geo.ETRS89)) is None


def test_etrs89_staat_als_breedte_lengte_en_wordt_rd():
    gelezen = geo.lees_gml(
        gml("<LineString><posList>52.1551744 5.38720621 53.0 6.0</posList></LineString>", geo.ETRS89)
    )
    assert gelezen.geometrie.coords[0] == (5.38720621, 52.1551744)
    vak = geo.bbox(gelezen)
    assert (vak.minx, vak.miny) == pytest.approx((155000, 463000), abs=0.01)
    assert vak.maxx > 190000
    assert vak.maxy > 556000


@pytest.mark.parametrize(
    ("x", "y", "breedte", "lengte"),
    [  # known points: Westertoren in Amsterdam, Martinitoren in Groningen
        (120700.723, 487525.502, 52.37453253, 4.88352559),
        (233883.131, 582065.168, 53.21938317, 6.56820053),
    ],
)
def test_bekende_punten_in_rd(x, y, breedte, lengte):
    assert rd.rd_van_etrs89(breedte, lengte) == pytest.approx((x, y), abs=0.5)
    assert rd.etrs89_van_rd(x, y) == pytest.approx((breedte, lengte), abs=5e-6)


@given(st.floats(20000, 275000), st.floats(310000, 610000))
def test_rd_heen_en_terug(x, y):
    assert rd.rd_van_etrs89(*rd.etrs89_van_rd(x, y)) == pytest.approx((x, y), abs=1.5)


@given(st.text(alphabet="0123456789.e+- ,nanif_", max_size=40), st.sampled_from(["posList", "pos", "coordinates"]))
def test_willekeurige_getallen_geven_nooit_een_andere_fout(getallen, naam):
    vorm = f"<Arc><{naam}>{getallen}</{naam}></Arc>"
    for inhoud in (curve(vorm), vlak().replace(f"<posList>{VIERKANT}</posList>", f"<{naam}>{getallen}</{naam}>")):
        element = gml(inhoud)
        geo.decimalen_te_veel(element)
        reden = ""
        try:
            gelezen = geo.lees_gml(element)
            geo.controleer(gelezen)
        except geo.GeometrieFout as fout:
            reden = fout.reden
        assert reden or geo.bbox(gelezen).minx <= geo.bbox(gelezen).maxx


@pytest.mark.shared
def test_echte_gml_bestanden(shared):
    gelezen = 0
    for pakket in sorted((shared / "koppelvlakken/data/lvbb/packages").glob("*.zip")):
        with zipfile.ZipFile(pakket) as zip_:
            for naam in (naam for naam in zip_.namelist() if naam.endswith(".gml")):
                wortel = xml.lees(zip_.read(naam)).wortel
                assert geo.decimalen_te_veel(wortel) is None
                for element in wortel.iter("{http://www.geostandaarden.nl/basisgeometrie/1.0}Geometrie"):
                    geometrie = geo.lees_gml(element)
                    geo.controleer(geometrie)
                    vak = geo.bbox(geometrie)
                    assert -7000 < vak.minx < vak.maxx < 300000, (pakket, naam)
                    assert 289000 < vak.miny < vak.maxy < 629000, (pakket, naam)
                    gelezen += 1
    assert gelezen >= 8
