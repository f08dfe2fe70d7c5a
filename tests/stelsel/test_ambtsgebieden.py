import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import shapely

from simulator.places import place
from simulator.stelsel import ambtsgebieden, organisaties
from tools import ambtsgebieden as maker

MAP = place("fixtures") / "ambtsgebieden"


def van_type(soort: str, oefen: bool = False) -> list[str]:
    return [c for c, o in organisaties.alle().items() if o.type == soort and o.is_oefenorganisatie is oefen]


def test_342_gemeenten_without_overlap() -> None:
    codes = van_type("gemeente")
    vlakken = [ambtsgebieden.gebied(code) for code in codes]
    assert len(codes) == 342
    assert all(vlak is not None and vlak.is_valid and vlak.area > 1e6 for vlak in vlakken)
    # A coverage is valid when no two of its members overlap and their common edges are equal.
    assert shapely.coverage_is_valid(vlakken)
    assert sum(vlak.area for vlak in vlakken if vlak) == pytest.approx(shapely.union_all(vlakken).area)


def test_every_bevoegd_gezag_has_an_area() -> None:
    zonder = [
        code
        for code, organisatie in organisaties.alle().items()
        if organisatie.is_bevoegd_gezag != (ambtsgebieden.gebied(code) is not None)
    ]
    assert zonder == []
    assert set(ambtsgebieden.ingebouwd().gebieden) <= set(organisaties.alle())


def test_every_woonplaats_lies_in_its_own_gemeente() -> None:
    punten = maker.lees_punten(MAP / "punten.csv")
    assert {punt.gemeente for punt in punten} == set(van_type("gemeente"))
    elders = [punt for punt in punten if ambtsgebieden.bij_punt(punt.x, punt.y)[:1] != [punt.gemeente]]
    assert elders == []


@pytest.mark.parametrize("soort", ["provincie", "waterschap"])
def test_gemeenten_together_are_the_provincies_and_the_waterschappen(soort: str) -> None:
    vlakken = [ambtsgebieden.gebied(code) for code in van_type(soort)]
    samen = shapely.union_all(vlakken)
    gemeenten = shapely.union_all([ambtsgebieden.gebied(code) for code in van_type("gemeente")])
    assert samen.symmetric_difference(gemeenten).area < 1
    assert sum(vlak.area for vlak in vlakken if vlak) == pytest.approx(samen.area)


def test_a_provincie_is_the_sum_of_its_gemeenten() -> None:
    for code in van_type("provincie"):
        delen = [ambtsgebieden.gebied(gm) for gm, o in organisaties.alle().items() if o.provincie == code]
        vlak = ambtsgebieden.gebied(code)
        assert vlak is not None
        assert vlak.symmetric_difference(shapely.union_all(delen)).area < 1, code


# km2, land alone and with water (CBS): a cell that went to the wrong provincie would show. A third of slack, since
# the outline takes in more sea than a provincie does, and Flevoland gets less of the IJsselmeer.
@pytest.mark.parametrize(
    ("code", "land", "geheel"),
    [
        ("pv20", 2316, 2955),
        ("pv21", 3340, 5749),
        ("pv22", 2633, 2680),
        ("pv23", 3319, 3421),
        ("pv24", 1412, 2412),
        ("pv25", 4960, 5136),
        ("pv26", 1485, 1560),
        ("pv27", 2670, 4092),
        ("pv28", 2700, 3308),
        ("pv29", 1783, 2934),
        ("pv30", 4902, 5082),
        ("pv31", 2147, 2210),
    ],
)
def test_a_provincie_has_about_its_real_size(code: str, land: int, geheel: int) -> None:
    vlak = ambtsgebieden.gebied(code)
    assert vlak is not None
    assert land < vlak.area / 1e6 < geheel * 1.21


def test_the_ministeries_share_the_whole_land_with_the_oefengebieden() -> None:
    land = ambtsgebieden.gebied("mnre1034")
    assert land is not None
    assert all(ambtsgebieden.gebied(code) is land for code in van_type("ministerie"))
    assert land.is_valid
    assert land.covers(ambtsgebieden.gebied("pv99"))
    assert land.area == pytest.approx(
        sum(
            vlak.area
            for code in van_type("gemeente") + van_type("gemeente", oefen=True)
            if (vlak := ambtsgebieden.gebied(code))
        )
    )


@pytest.mark.parametrize(
    ("x", "y", "verwacht"),
    [
        (155000, 463000, ["gm0307", "pv26", "ws0662"]),  # Onze Lieve Vrouwetoren in Amersfoort, the middle of RD
        (121400, 487400, ["gm0363", "pv27", "ws0155"]),  # de Dam in Amsterdam
        (136700, 455900, ["gm0344", "pv26", "ws0636"]),  # de Dom in Utrecht
        (233900, 582000, ["gm0014", "pv20", "ws0647"]),  # de Martinitoren in Groningen
        (176300, 317800, ["gm0935", "pv31", "ws0665"]),  # het Vrijthof in Maastricht
        (32000, 391600, ["gm0687", "pv29", "ws0661"]),  # de Lange Jan in Middelburg
        (98500, 540800, ["gm9920", "pv99", "ws9920"]),
        (152815, 535210, ["gm9920", "pv99", "ws9920"]),
        (99700, 540800, ["gm9921", "pv99", "ws9920"]),
        (97300, 540800, ["gm9922", "pv99", "ws9920"]),
        (98500, 542000, ["gm9999", "pv99", "ws9920"]),
    ],
)
def test_who_decides_at_a_point(x: float, y: float, verwacht: list[str]) -> None:
    codes = ambtsgebieden.bij_punt(x, y)
    assert codes[:3] == verwacht
    assert codes[3:] == [*van_type("ministerie"), "zb000216"]


def test_nobody_decides_abroad() -> None:
    assert ambtsgebieden.bij_punt(0, 0) == []
    assert ambtsgebieden.bij_punt(152000, 212000) == []  # Antwerpen lies further north than this


def test_a_lifted_organisation_is_left_out_on_a_date() -> None:
    eerder = ambtsgebieden.bij_punt(155000, 463000, op=date(2026, 2, 22))
    later = ambtsgebieden.bij_punt(155000, 463000, op=date(2026, 2, 23))
    assert set(eerder) - set(later) == {"mnre1162", "mnre1171", "mnre1182"}


def test_the_largest_part_of_a_geometry_comes_first() -> None:
    # 900 m in Testeiland, 100 m in Oefenhaven, and it only touches Proefdorp.
    vlak = shapely.box(98200, 540300, 99200, 540400)
    assert ambtsgebieden.bevoegd_gezag_op(vlak)[:4] == ["gm9920", "gm9921", "pv99", "ws9920"]
    lijn = shapely.LineString([(98900, 541000), (100000, 541000)])
    assert ambtsgebieden.bevoegd_gezag_op(lijn)[:2] == ["gm9921", "gm9920"]


def test_touching_a_boundary_is_not_lying_behind_it() -> None:
    assert ambtsgebieden.bevoegd_gezag_op(shapely.box(99100, 540200, 99200, 540300))[:2] == ["gm9921", "pv99"]


def test_what_lies_on_a_boundary_only_lies_on_both_sides() -> None:
    assert ambtsgebieden.bevoegd_gezag_op(shapely.Point(99100, 541000))[:2] == ["gm9920", "gm9921"]
    grens = shapely.LineString([(99100, 540500), (99100, 541000)])
    assert ambtsgebieden.bevoegd_gezag_op(grens)[:2] == ["gm9920", "gm9921"]


def test_every_part_of_a_collection_counts() -> None:
    geheel = shapely.GeometryCollection([shapely.box(98000, 540300, 98100, 540400), shapely.Point(155000, 463000)])
    assert ambtsgebieden.bevoegd_gezag_op(geheel)[:4] == ["gm9920", "gm0307", "pv99", "pv26"]


def test_an_invalid_geometry_is_refused() -> None:
    with pytest.raises(ValueError, match="niet geldig"):
        ambtsgebieden.bevoegd_gezag_op(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))


def test_bbox_and_origin() -> None:
    grens = ambtsgebieden.bbox("GM9921")
    assert grens is not None
    assert (grens.minx, grens.miny, grens.maxx, grens.maxy) == (99100, 540200, 100300, 541400)
    assert ambtsgebieden.herkomst("gm9921") == "exact"
    assert ambtsgebieden.herkomst("gm0363") == "vereenvoudigd"
    for code in ("so9920", "gm0001", ""):
        assert ambtsgebieden.bbox(code) is None
        assert ambtsgebieden.herkomst(code) is None


def test_the_module_loads_without_shapely() -> None:
    vraag = "import sys, simulator.stelsel.ambtsgebieden; sys.exit('shapely' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", vraag], check=False, cwd=Path(__file__).parents[2]).returncode == 0


def test_the_cells_are_what_the_tool_makes_of_the_points() -> None:
    cellen = maker.maak_cellen(
        maker.lees_punten(MAP / "punten.csv"),
        maker.lees_omtrek(MAP / "omtrek.csv"),
        maker.lees_oefengebieden(MAP / "oefengebieden.csv"),
    )
    assert set(cellen) == set(van_type("gemeente"))
    # Another version of GEOS may round a vertex otherwise: a metre along an edge of kilometres.
    anders = [code for code, vlak in cellen.items() if vlak.symmetric_difference(ambtsgebieden.gebied(code)).area > 1e4]
    assert anders == []


def test_the_data_stays_small() -> None:
    assert sum(bestand.stat().st_size for bestand in MAP.iterdir()) < 300_000


def plaats(naam: str, provincie: str, breedte: float, lengte: float, **meer: object) -> dict[str, object]:
    vast = {"countrycode": "NL", "population": 600, "alternatenames": []}
    return {**vast, "name": naam, "admin1code": provincie, "latitude": breedte, "longitude": lengte, **meer}


def test_the_tool_settles_homonyms_by_provincie_and_then_by_distance() -> None:
    woonplaatsen = [("gm0228", "Ede"), ("gm0228", "Harskamp"), ("gm0228", "Loo")]
    plaatsen = [
        plaats("Ede", "03", 52.04, 5.66),
        plaats("Harskamp", "03", 52.13, 5.75),
        plaats("Loo", "03", 51.93, 5.99),  # near Duiven
        plaats("Loo", "03", 52.10, 5.70),
        plaats("Loo", "15", 52.30, 6.30),  # in Overijssel
        plaats("Ede", "03", 50.00, 5.66, countrycode="BE"),
    ]
    punten = {p.woonplaats: p for p in maker.maak_punten(woonplaatsen, plaatsen) if p.gemeente == "gm0228"}
    assert set(punten) == {"Ede", "Harskamp", "Loo"}
    assert (punten["Loo"].x, punten["Loo"].y) == pytest.approx((176440, 456960), abs=300)


@pytest.mark.parametrize(
    ("naam", "vergeleken"),
    [("'T Harde", "t harde"), ("St. Willebrord", "sint willebrord"), ("Haren GN", "haren"), ("Damwâld", "damwald")],
)
def test_the_tool_compares_names_without_signs(naam: str, vergeleken: str) -> None:
    assert maker.vorm(naam) == vergeleken


@pytest.mark.shared
def test_points_stand_under_the_gemeente_of_the_register(shared: Path) -> None:
    with (shared / "organisaties" / "gemeente_woonplaatsen.csv").open(encoding="utf-8", newline="") as bestand:
        register = {(rij["gemeente_code"], rij["woonplaats"]) for rij in csv.DictReader(bestand)}
    punten = {(punt.gemeente, punt.woonplaats) for punt in maker.lees_punten(MAP / "punten.csv")}
    assert len(punten & register) > 1400
    # The rest are districts and points written by hand.
    assert len(punten - register) < 35
