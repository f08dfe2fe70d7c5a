"""Fixtures for every test of the LVBB."""

import pytest

from simulator.lvbb.levering import Levering
from tests.lvbb import bouw


@pytest.fixture
def gegevens() -> bouw.Gegevens:
    """What the good deliveries are about."""
    return bouw.Gegevens()


@pytest.fixture
def goede_levering() -> Levering:
    """A complete, valid delivery of a first besluit with a GIO, a picture and OW objects."""
    return bouw.goede_levering()


@pytest.fixture
def goede_mutatie() -> Levering:
    """A valid change of a regeling that the register knows."""
    return bouw.goede_mutatie()


@pytest.fixture
def goede_intrekking() -> Levering:
    """A valid withdrawal of a regeling that the register knows."""
    return bouw.goede_intrekking()


@pytest.fixture
def goede_kennisgeving() -> Levering:
    """A valid kennisgeving about a published besluit."""
    return bouw.goede_kennisgeving()


@pytest.fixture
def afbreekopdracht() -> Levering:
    """A valid request to break off a besluit that waits."""
    return bouw.afbreekopdracht()
