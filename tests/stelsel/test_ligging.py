"""Whether a place can be meant, and what probably happened where it cannot."""

import pytest

from simulator.stelsel import ambtsgebieden, organisaties
from simulator.stelsel.ligging import bezwaar
from simulator.stelsel.rd import rd_van_etrs89

IN = {
    "Amersfoort": (52.1552, 5.3872),
    "Cadzand": (51.37, 3.38),
    "Vaalserberg": (50.7547, 6.0208),
    "Eijsden": (50.777, 5.71),
    "Eemshaven": (53.45, 6.83),
    "Rottumeroog": (53.54, 6.58),
    "Vlieland": (53.25, 4.95),
    "Noordzee, Doggersbank": (55.5, 3.6),
    "Noordzee, tegen de Britse grens": (53.0, 3.2),
    "Euromaasgeul": (52.02, 2.9),
}
BUITEN = {
    "Brussel": (50.85, 4.35),
    "Keulen": (50.94, 6.96),
    "Bremen": (53.08, 8.8),
    "Norwich": (52.63, 1.3),
    "ten noorden van de EEZ": (56.3, 3.4),
    "Berlijn": (52.52, 13.4),
}


@pytest.mark.parametrize("naam", IN)
def test_the_netherlands_and_its_eez(naam: str) -> None:
    assert bezwaar([IN[naam]], graden=True) == ""
    assert bezwaar([rd_van_etrs89(*IN[naam])]) == ""


@pytest.mark.parametrize("naam", BUITEN)
def test_what_lies_outside(naam: str) -> None:
    assert "buiten Nederland en de exclusieve economische zone" in bezwaar([BUITEN[naam]], graden=True)
    assert "buiten Nederland" in bezwaar([rd_van_etrs89(*BUITEN[naam])])


@pytest.mark.parametrize(
    ("punt", "graden", "vermoeden"),
    [
        ((463_000.0, 155_000.0), False, "assen verwisseld: x en y"),
        ((5.387, 52.155), False, "graden (lengte en breedte) en geen RD"),
        ((52.155, 5.387), False, "graden (breedte en lengte) en geen RD"),
        ((600_000.0, 6_800_000.0), False, "Web Mercator"),
        ((0.0, 0.0), False, "graden en geen RD"),
        ((-68.27, 12.15), False, "Caribisch Nederland ligt niet in RD"),
        ((5.387, 52.155), True, "assen verwisseld: de breedte staat eerst"),
        ((155_000.0, 463_000.0), True, "RD-meters en geen graden"),
        ((12.15, -68.27), True, "Caribisch Nederland"),
    ],
)
def test_what_probably_happened(punt: tuple[float, float], graden: bool, vermoeden: str) -> None:
    assert vermoeden in bezwaar([punt], graden=graden)


def test_a_place_in_part_outside() -> None:
    """An area over the border or around the whole country passes; one with a corner on no map does not."""
    over = [(265_000.0, 470_000.0), (285_000.0, 470_000.0), (275_000.0, 480_000.0)]
    assert bezwaar(over) == ""
    assert bezwaar([(-45_000.0, 300_000.0), (285_000.0, 300_000.0), (285_000.0, 870_000.0)]) == ""
    assert "x 0, y 0" in bezwaar([*over, (0.0, 0.0)])
    assert bezwaar([(float("nan"), 1.0)]) == ""  # no number: for who reads it


def test_every_area_of_the_simulator() -> None:
    import shapely

    gebieden = ambtsgebieden.ingebouwd()
    for code in organisaties.alle():
        gebied = gebieden.gebied(code)
        if gebied is not None:
            assert all(bezwaar([(x, y)]) == "" for x, y in shapely.get_coordinates(gebied).tolist()), code
