"""Fixtures for every test of the LVBB."""

from collections.abc import Callable, Iterator

import pytest

from simulator.lvbb.levering import Levering
from tests.lvbb import bouw
from tests.lvbb.bus import Bus, Leverancier, bus_draait, leverancier_draait
from tests.lvbb.keten import Keten, MaakKeten, ketens


@pytest.fixture
def gegevens() -> bouw.Gegevens:
    """What the good deliveries are about."""
    return bouw.Gegevens()


@pytest.fixture(scope="session")
def g() -> bouw.Gegevens:
    """As `gegevens`, for who needs it often."""
    return bouw.Gegevens()


@pytest.fixture(scope="session")
def zip_(g: bouw.Gegevens) -> bytes:
    """A valid publication about them."""
    return bouw.zip_van(bouw.bestanden_besluit(g))


@pytest.fixture(scope="module")
def maak_keten() -> Iterator[MaakKeten]:
    """Makes simulators with settings of their own, each on a fresh world."""
    with ketens() as maak:
        yield maak


@pytest.fixture
def keten(maak_keten: MaakKeten) -> Keten:
    """The usual one."""
    return maak_keten()


@pytest.fixture(scope="module")
def leverancier() -> Iterator[Leverancier]:
    """A server with zips for the service bus."""
    with leverancier_draait() as draaiend:
        yield draaiend


@pytest.fixture(scope="module")
def maak_bus() -> Iterator[Callable[[Leverancier], Bus]]:
    """Makes suppliers at the service bus, each on a fresh world."""
    with bus_draait() as maak:
        yield maak


@pytest.fixture
def bus(maak_bus: Callable[[Leverancier], Bus], leverancier: Leverancier) -> Bus:
    """A supplier at the service bus."""
    return maak_bus(leverancier)


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
