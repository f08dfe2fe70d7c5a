"""The pytest plugin: fixtures with a simulator in them. It is there as soon as the package is installed.

Nothing of the simulator is loaded, and nothing is started, before a test asks for a fixture. `-p no:dso` turns it off.
"""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # heavy, and most tests of most users need none of it
    from simulator.testing.client import Dso, Klok

_URL, _KLOK = "dso_url", "dso_klok"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options: which simulator, and when its clock starts."""
    groep = parser.getgroup("dso", "DSO-LV simulator")
    url = "adres van een draaiende simulator; zonder start de fixture dso er zelf een"
    klok = "moment waarop de klok begint van een simulator die zelf wordt gestart, ISO 8601"
    groep.addoption("--dso-url", dest=_URL, metavar="URL", help=url)
    groep.addoption("--dso-klok", dest=_KLOK, metavar="MOMENT", help=klok)
    parser.addini(_URL, f"als --dso-url: {url}", default="")
    parser.addini(_KLOK, f"als --dso-klok: {klok}", default="")


@pytest.fixture(scope="session")
def dso_instellingen(pytestconfig: pytest.Config) -> dict[str, Any]:
    """Settings of a simulator that is started here, as the fields of Instellingen; replace it in your conftest.py."""
    klok = _keuze(pytestconfig, _KLOK)
    return {"klok": klok} if klok else {}


@pytest.fixture(scope="session")
def dso(pytestconfig: pytest.Config, dso_instellingen: dict[str, Any]) -> Iterator["Dso"]:
    """A client of a simulator: that of --dso-url, else one in this process on a free port, for the whole session."""
    from simulator.testing.client import Dso, SimulatorFout

    url = _keuze(pytestconfig, _URL)
    if url:
        with Dso(url) as client:
            try:
                client.wacht_tot_gereed(5)
            except SimulatorFout as fout:
                pytest.fail(f"--dso-url: {fout}", pytrace=False)
            yield client
        return
    # By name, as the basischeck does: a simulator composed in this process stands above every layer.
    draaiend_hier = importlib.import_module("simulator.serve").Draaiend
    with draaiend_hier(**dso_instellingen) as draaiend, Dso(draaiend.url) as client:
        yield client


@pytest.fixture
def dso_reset(pytestconfig: pytest.Config, dso: "Dso") -> "Dso":
    """The client, on an empty world with the clock at its start. For every test: `usefixtures = dso_reset`."""
    if _keuze(pytestconfig, _URL) and hasattr(pytestconfig, "workerinput"):
        deelt = "de workers van pytest-xdist delen zo één wereld en wissen elkaars werk"
        pytest.fail(f"dso_reset met --dso-url: {deelt}. Laat --dso-url weg, of draai met -n0.", pytrace=False)
    dso.reset()
    return dso


@dataclass(frozen=True)
class DsoKlok:
    """The clock of the simulator, for a test."""

    _dso: "Dso"

    @property
    def nu(self) -> datetime:
        """The moment, UTC."""
        return self._dso.klok().nu

    @property
    def vandaag(self) -> date:
        """The date in Amsterdam."""
        return self._dso.klok().vandaag

    def zet(self, nu: datetime | str) -> "Klok":
        """Put it on a moment."""
        return self._dso.zet_klok(nu)

    def spring(self, waarheen: timedelta | datetime | str) -> "Klok":
        """Let it jump; what falls due on the way has happened when this returns."""
        return self._dso.spring(waarheen)

    def sta_stil(self) -> "Klok":
        """Stop it; a jump still moves it."""
        return self._dso.zet_klok(snelheid=0)

    def loop(self, snelheid: float = 1.0) -> "Klok":
        """Let it run."""
        return self._dso.zet_klok(snelheid=snelheid)


@pytest.fixture
def dso_klok(dso: "Dso") -> DsoKlok:
    """The clock of the simulator."""
    return DsoKlok(dso)


@pytest.fixture
def dso_journaal(dso: "Dso") -> Callable[..., list[dict[str, Any]]]:
    """What came in since this test began: `dso_journaal()`, or `dso_journaal(koppelvlak="lvbb")`."""
    begin = dso.laatste_regel()
    return lambda **filter_: dso.journaal(begin, **filter_)


def _keuze(config: pytest.Config, naam: str) -> str:
    return str(config.getoption(naam) or config.getini(naam) or "")
