"""The plan, the names made of it, and the days on which it can be published."""

from datetime import date

import pytest

from simulator.basischeck.reference.namen import Dossier
from simulator.basischeck.reference.plan import Plan, lees_plan, vergroot
from simulator.basischeck.reference.werkdagen import werkdag_vanaf


def test_plan_has_what_the_checks_need(plan: Plan) -> None:
    artikelen = list(plan.artikelen())
    assert any(a.begrippen for a in artikelen)
    assert any(lid.lijst for a in artikelen for lid in a.leden)
    sleutels = {x.sleutel for x in (*plan.locaties, *plan.groepen)}
    regels = [r for a in artikelen for r in (a.regel, *(lid.regel for lid in a.leden)) if r]
    assert {regel.locatie for regel in regels} <= sleutels
    assert {a.sleutel for a in plan.activiteiten} == {r.activiteit for r in regels if r.activiteit}


def test_unknown_plan() -> None:
    with pytest.raises(FileNotFoundError):
        lees_plan("bestaat-niet")


def test_larger_plan_keeps_the_small_one(plan: Plan) -> None:
    groot = vergroot(plan, artikelen=5, punten=10)
    assert groot.hoofdstukken[:-1] == plan.hoofdstukken
    assert len(groot.hoofdstukken[-1].artikelen) == 5
    assert len(groot.locaties[0].rd) == len(plan.locaties[0].rd) + 10
    assert vergroot(plan, 0) == plan


def test_names_differ_by_naam(plan: Plan) -> None:
    een, twee = (Dossier(plan, naam, date(2026, 3, 2)) for naam in ("een", "twee"))
    for naam in ("regeling", "gio", "titel"):
        assert getattr(een, naam) != getattr(twee, naam)
    assert een.doel(1) != een.doel(2) != twee.doel(2)
    assert een.besluit(1) != een.besluit(2)
    assert een.ow("gebied", "haven") != twee.ow("gebied", "haven")
    assert een.geometrie("haven") != twee.geometrie("haven")


def test_regeling_has_a_hyphen_in_its_name(dossier: Dossier) -> None:
    """OZON-10 looks at what software does with it in a path."""
    assert "-" in dossier.regeling.rsplit("/", 1)[-1]


@pytest.mark.parametrize("naam", ["", "met spatie", "dub--bel", "-voor", "punt.naam", "a" * 61, "één"])
def test_name_that_cannot_stand_in_an_identifier(plan: Plan, naam: str) -> None:
    with pytest.raises(ValueError, match="kan niet in een identificatie staan"):
        Dossier(plan, naam, date(2026, 3, 2))


@pytest.mark.parametrize(
    ("van", "tot"),
    [
        ("2026-03-03", "2026-03-03"),
        ("2026-03-07", "2026-03-09"),
        ("2026-04-06", "2026-04-07"),  # Easter Monday
        ("2026-05-14", "2026-05-15"),  # Hemelvaart
        ("2026-12-25", "2026-12-28"),
        ("2027-01-01", "2027-01-04"),
    ],
)
def test_first_working_day(van: str, tot: str) -> None:
    assert werkdag_vanaf(date.fromisoformat(van)) == date.fromisoformat(tot)
