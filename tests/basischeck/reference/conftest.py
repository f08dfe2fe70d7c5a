"""What the tests of the reference plansoftware share."""

from datetime import date

import pytest

from simulator.basischeck.reference.besluit import Besluit
from simulator.basischeck.reference.namen import Dossier
from simulator.basischeck.reference.plan import Plan, lees_plan

MAANDAG = date(2026, 3, 2)


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The plan of Testeiland."""
    return lees_plan()


@pytest.fixture
def dossier(plan: Plan) -> Dossier:
    """Somebody working on it."""
    return Dossier(plan, "proef-1", MAANDAG)


@pytest.fixture
def eerste(dossier: Dossier) -> Besluit:
    """The besluit that brings the first version."""
    return Besluit(dossier, 1, MAANDAG, date(2026, 3, 3))


@pytest.fixture
def wijziging(dossier: Dossier) -> Besluit:
    """The besluit that changes it."""
    return Besluit(dossier, 2, date(2026, 3, 3), date(2026, 3, 4))
