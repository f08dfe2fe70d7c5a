"""A running simulator, reached over a socket."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from simulator.serve import Draaiend
from tests.lvbb import bouw

BEGIN = "2026-03-02T09:00:00+01:00"
LEVERINGEN = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
PAGINA = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def sim() -> Iterator[Draaiend]:
    """A simulator of which the clock stands still, on a Monday before the datumBekendmaking of `zip_`."""
    with Draaiend(klok=BEGIN, snelheid=0) as draaiend:
        yield draaiend


@pytest.fixture(scope="module")
def gedeeld() -> Iterator[Draaiend]:
    """As `sim`, for a module of which the tests ask nothing of the journal, events and snapshots."""
    with Draaiend(klok=BEGIN, snelheid=0) as draaiend:
        yield draaiend


@pytest.fixture
def schone_client(gedeeld: Draaiend) -> Iterator[httpx.Client]:
    """As `client`, on the shared simulator with a fresh world."""
    with httpx.Client(base_url=gedeeld.url, timeout=60) as gemaakt:
        gemaakt.post("/_sim/reset").raise_for_status()
        yield gemaakt


@pytest.fixture
def client(sim: Draaiend) -> Iterator[httpx.Client]:
    """A client that software could be: no header of a browser."""
    with httpx.Client(base_url=sim.url, timeout=60) as gemaakt:
        yield gemaakt


@pytest.fixture(scope="session")
def zip_() -> bytes:
    """A valid publication."""
    return bouw.zip_van(bouw.bestanden_besluit(bouw.Gegevens()))


def eigen_scripts(tekst: str) -> bool:
    """Whether a page holds no script but files of its own."""
    gevonden = re.findall(r"<script.*", tekst, re.IGNORECASE)
    return all(re.match(r'<script src="/_sim/\w+\.js" defer></script>', script) for script in gevonden)


def lever(client: httpx.Client, inhoud: bytes, naam: str = "aanlevering.zip", **velden: str) -> str:
    """Drop a zip on the page; gives where it sends the browser."""
    antwoord = client.post(
        "/_sim/leveringen", files={"bestand": (naam, inhoud, "application/zip")}, data=velden, headers=PAGINA
    )
    assert antwoord.status_code == 303, antwoord.text
    return antwoord.headers["location"]


def eerste_verzoek(client: httpx.Client, **opgave: Any) -> str:
    """Submit a verzoek over the control API; gives its verzoeknummer."""
    antwoord = client.post("/_sim/verzoeken", json=opgave)
    assert antwoord.status_code == 201, antwoord.text
    return str(antwoord.json()["verzoeknummer"])
