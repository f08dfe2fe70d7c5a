"""What holds for every page: axe finds nothing, and on a phone nothing falls off the screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from simulator.serve import Draaiend
from tests.beheer.browsers import chromium
from tests.beheer.conftest import LEVERINGEN
from tests.lvbb import bouw

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.browser
TELEFOON, SCHERM = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
EILAND = "00000009001000009920"
_REGELS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
OPTIES = {
    "resultTypes": ["violations"],
    "runOnly": _REGELS,
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}


@dataclass(frozen=True)
class Gevuld:
    """A simulator with something on every page, and a browser. paden: of every page, by name."""

    url: str
    browser: Any
    paden: dict[str, str]


@pytest.fixture(scope="module")
def gevuld() -> Iterator[Gevuld]:
    with Draaiend(klok="2026-03-02T09:00", snelheid=0) as sim, chromium() as browser:
        with httpx.Client(base_url=sim.url, trust_env=False, timeout=60) as client:
            paden = vul(client)
        yield Gevuld(sim.url, browser, paden)


def vul(client: httpx.Client) -> dict[str, str]:
    """Do what leaves something on each page; gives the path of each."""
    kop = {"content-type": "application/zip", "x-oin": bouw.Gegevens().aanleveraar}
    for nummer in range(5):
        zip_ = bouw.zip_van(bouw.bestanden_besluit(bouw.Gegevens(id_levering=f"een-lange-idLevering-van-{nummer:020}")))
        client.post(LEVERINGEN, content=zip_, headers=kop).raise_for_status()
    client.post("/_sim/fixtures/plan-gepubliceerd").raise_for_status()
    nummer_ = client.post("/_sim/verzoeken", json={"casus": "boom-kappen", "bijlagen": 2}).json()["verzoeknummer"]
    client.get(f"/overheid/verzoeken/api/afhandelen/v2/verzoeken/{nummer_}/samenvatting", headers={"OIN": EILAND})
    for nummer in range(50):
        client.get(f"{LEVERINGEN}/{'lang' * 20}-{nummer}")
    client.post("/_sim/klok/spring", json={"duur": "PT5M"}).raise_for_status()
    client.post("/_sim/omgevingen", json={"naam": "team-1"}).raise_for_status()
    client.post("/_sim/snapshots", json={"naam": "voor"}).raise_for_status()
    client.post("/_sim/sleutels", json={"naam": "viewer"}).raise_for_status()
    levering = client.get("/_sim/leveringen").json()["leveringen"][0]["leveringId"]
    return {
        "start": "/",
        "start, ingebracht": "/?gedaan=fixture",
        "journaal": "/_sim/journaal.html",
        "leveringen": "/_sim/leveringen.html",
        "levering": f"/_sim/leveringen/{levering}",
        "loket": "/_sim/loket",
        "verzoeken": "/_sim/verzoeken",
        "verzoek": f"/_sim/verzoeken/{nummer_}",
        "postvak": "/_sim/postvak",
        "postvak van een": f"/_sim/postvak?oin={EILAND}",
        "beheerportaal": "/_sim/beheerportaal",
        "mail": "/_sim/mail.html",
        "dekking": "/_sim/dekking",
        "docs": "/_sim/docs",
        "omgevingen": "/_sim/omgevingen.html",
        "toegang": "/_sim/toegang.html",
        "onbekend": "/_sim/verzoeken/0",
    }


PAGINAS = pytest.mark.parametrize(
    "naam",
    [
        *("start", "start, ingebracht", "journaal", "leveringen", "levering", "loket", "verzoeken", "verzoek"),
        *(
            "postvak",
            "postvak van een",
            "beheerportaal",
            "mail",
            "dekking",
            "docs",
            "omgevingen",
            "toegang",
            "onbekend",
        ),
    ],
)


@pytest.fixture
def pagina(gevuld: Gevuld) -> Iterator[Any]:
    with gevuld.browser.new_context(viewport=TELEFOON) as context:
        yield context.new_page()


def test_every_page_of_the_menu_is_looked_at(gevuld: Gevuld, pagina: Any) -> None:
    pagina.goto(gevuld.url)
    links = pagina.get_by_role("navigation", name="Hoofdmenu").get_by_role("link").all()
    assert {link.get_attribute("href") for link in links} <= set(gevuld.paden.values())


@PAGINAS
def test_axe_finds_nothing(gevuld: Gevuld, pagina: Any, naam: str) -> None:
    pagina.goto(gevuld.url + gevuld.paden[naam])
    gevonden = axe.Axe().run(pagina, options=OPTIES).response["violations"]
    assert [(v["id"], [knoop["html"][:200] for knoop in v["nodes"][:3]]) for v in gevonden] == []


def test_axe_would_find_a_label_that_is_not_what_is_shown(gevuld: Gevuld, pagina: Any) -> None:
    pagina.goto(gevuld.url)
    pagina.evaluate("document.querySelector('main button').setAttribute('aria-label', 'iets anders')")
    gevonden = axe.Axe().run(pagina, options=OPTIES).response["violations"]
    assert [v["id"] for v in gevonden] == ["label-content-name-mismatch"]


@PAGINAS
def test_on_a_phone_nothing_falls_off_the_screen(gevuld: Gevuld, pagina: Any, naam: str) -> None:
    pagina.goto(gevuld.url + gevuld.paden[naam])
    pagina.evaluate("document.querySelectorAll('details').forEach(deel => deel.open = true)")
    buiten = pagina.evaluate(
        """() => [...document.querySelectorAll('main *')]
        .filter(e => e.offsetParent && !e.closest('pre') && e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert buiten == []
    verborgen = pagina.evaluate(
        "() => [...document.querySelectorAll('.schuif')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert verborgen == 0
    cellen = pagina.evaluate("() => [...document.querySelectorAll('.schuif td:not([data-kop])')].length")
    assert cellen == 0, "each cell has the name of its column"


@PAGINAS
def test_a_checkbox_keeps_its_size(gevuld: Gevuld, pagina: Any, naam: str) -> None:
    pagina.goto(gevuld.url + gevuld.paden[naam])
    maten = pagina.evaluate(
        """() => [...document.querySelectorAll('input[type=checkbox]')].filter(e => e.offsetParent)
        .map(e => [e.offsetWidth, e.offsetHeight])"""
    )
    assert all(10 <= breedte <= 30 and 10 <= hoogte <= 30 for breedte, hoogte in maten), maten


def hoogte(gevuld: Gevuld, maat: dict[str, int], pad: str) -> float:
    """How many screens a page takes."""
    with gevuld.browser.new_context(viewport=maat) as context:
        pagina = context.new_page()
        pagina.goto(gevuld.url + pad)
        hoog: int = pagina.evaluate("document.documentElement.scrollHeight")
        return hoog / maat["height"]


@pytest.mark.parametrize("maat", [TELEFOON, SCHERM], ids=["phone", "screen"])
def test_the_start_page_fits_three_screens(gevuld: Gevuld, maat: dict[str, int]) -> None:
    assert hoogte(gevuld, maat, "/") <= 3


def test_the_journal_is_not_endless_on_a_phone(gevuld: Gevuld) -> None:
    assert hoogte(gevuld, TELEFOON, "/_sim/journaal.html") <= 10
