"""Verzoeken in an omgeving of their own: every page stays in it, and nothing of it shows elsewhere."""

import re
from collections.abc import Iterator

import httpx
import pytest

from simulator.serve import Draaiend
from tests.beheer.conftest import PAGINA

KLAS = "/o/klas"
GEMEENTE = "00000009001000009920"


@pytest.fixture(scope="module")
def klas() -> Iterator[httpx.Client]:
    """The browser of a pupil, in an omgeving with one verzoek."""
    with Draaiend(klok="2026-03-02T09:00", snelheid=0) as sim, httpx.Client(base_url=sim.url, timeout=60) as client:
        client.post("/_sim/omgevingen", json={"naam": "klas"}).raise_for_status()
        client.post(f"{KLAS}/_sim/fixtures/verzoek").raise_for_status()
        client.headers.update(PAGINA)
        yield client


@pytest.mark.parametrize(
    "pad",
    [
        "/",
        "/_sim/loket",
        "/_sim/verzoeken",
        "/_sim/verzoeken/2026030200001",
        f"/_sim/postvak?oin={GEMEENTE}",
        f"/_sim/postvak?oin={GEMEENTE}&verzoek=2026030200001&volgnummer=000",
        f"/_sim/beheerportaal?gezag={GEMEENTE}",
        "/_sim/mail.html",
    ],
)
def test_elke_link_blijft_in_de_omgeving(klas: httpx.Client, pad: str) -> None:
    tekst = klas.get(f"{KLAS}{pad}").raise_for_status().text
    paden = re.findall(r'(?:href|action|src)="(/[^"]*)"', tekst)
    assert len(paden) > 8
    assert [gevonden for gevonden in paden if not gevonden.startswith(f"{KLAS}/")] == []


def test_een_formulier_brengt_terug_in_de_omgeving(klas: httpx.Client) -> None:
    antwoord = klas.post(f"{KLAS}/_sim/formulier/loket", data={"casus": "boom-kappen"})
    assert antwoord.status_code == 303
    assert antwoord.headers["location"].startswith(f"{KLAS}/_sim/verzoeken/")
    assert klas.get(antwoord.headers["location"]).status_code == 200


def test_een_verzoek_is_er_alleen_in_zijn_omgeving(klas: httpx.Client) -> None:
    als = {"Accept": "application/json"}
    assert klas.get(f"{KLAS}/_sim/verzoeken/2026030200001", headers=als).status_code == 200
    assert klas.get("/_sim/verzoeken/2026030200001", headers=als).status_code == 404


def test_wie_links_volgt_blijft_in_de_omgeving(klas: httpx.Client) -> None:
    adres = f"{KLAS}/overheid/verzoeken/api/afhandelen/v2/verzoeken/2026030200001"
    links = klas.get(adres, headers={"Accept": "application/json", "OIN": GEMEENTE}).json()["_links"]
    for link in (links["self"], links["samenvatting"], links["publiceerbaar"], *links["documenten"]):
        assert KLAS in link["href"]
        assert klas.get(link["href"], headers={"Accept": "*/*", "OIN": GEMEENTE}).status_code == 200
