from simulator.basischeck.grondslag import samengevat
from simulator.basischeck.model import alle_checks

REGEL = "getoetst: {} van 420 regels, matrix v6, STOP 1.3.0"


def test_one_line_with_the_range():
    assert samengevat(REGEL.format(n) for n in (180, 120, 151)) == [
        "getoetst: 120 tot 180 van 420 regels, matrix v6, STOP 1.3.0 (3 leveringen)"
    ]


def test_a_line_per_version():
    ander = REGEL.format(9).replace("1.3.0", "1.4.0")
    assert samengevat([REGEL.format(5), ander, "", REGEL.format(5), "iets anders", "iets anders"]) == [
        "getoetst: 5 van 420 regels, matrix v6, STOP 1.3.0 (2 leveringen)",
        "getoetst: 9 van 420 regels, matrix v6, STOP 1.4.0 (1 levering)",
        "iets anders",
    ]


def test_nothing_was_judged():
    assert samengevat([]) == []


def test_the_checks_are_in_the_order_of_the_catalogue():
    ids = list(alle_checks())
    assert ids[:5] == ["LVBB-01", "LVBB-02", "LVBB-03", "LVBB-04", "LVBB-05"]
    assert ids == sorted(ids)
