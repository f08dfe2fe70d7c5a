"""The pages as a user meets them: with JavaScript off, and what the little script there is adds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.serve import Draaiend
from tests.beheer.browsers import chromium
from tests.beheer.conftest import LEVERINGEN

pytestmark = pytest.mark.browser


@pytest.fixture
def browser() -> Iterator[Any]:
    """A browser that runs no script."""
    with chromium() as gestart:
        yield gestart.new_context(java_script_enabled=False)


def test_een_zip_laten_beoordelen(browser: Any, sim: Draaiend, zip_: bytes, tmp_path: Path) -> None:
    bestand = tmp_path / "aanlevering.zip"
    bestand.write_bytes(zip_)
    pagina = browser.new_page()
    pagina.goto(sim.url)
    pagina.get_by_label("Zip met een opdracht").set_input_files(bestand)
    pagina.get_by_role("button", name="Lever aan en beoordeel").click()
    assert pagina.get_by_role("heading", level=1).inner_text() == "levering-001"
    assert "Valide" in pagina.locator(".uitkomst").inner_text()
    assert pagina.locator(".fase.goed").count() >= 6
    pagina.locator("summary").first.click()
    assert "<lvbb:voortgang>validatie-voltooid<" in pagina.locator("pre").first.inner_text()

    pagina.get_by_role("link", name="Start").click()
    pagina.get_by_label("Spring vooruit").select_option("P30D")
    pagina.get_by_role("button", name="Spring").click()
    assert pagina.get_by_role("status").inner_text() == "De klok is verzet."
    assert "gepubliceerd" in pagina.get_by_role("region", name="Leveringen").inner_text()


def test_met_het_toetsenbord_naar_de_inhoud(browser: Any, sim: Draaiend) -> None:
    pagina = browser.new_page()
    pagina.goto(sim.url)
    pagina.keyboard.press("Tab")
    overslaan = pagina.locator("a.overslaan")
    assert overslaan.bounding_box()["x"] >= 0
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**#inhoud")
    assert pagina.locator("main:focus").count() == 1


def test_met_het_toetsenbord_door_het_menu(browser: Any, sim: Draaiend) -> None:
    pagina = browser.new_page()
    pagina.goto(f"{sim.url}/_sim/verzoeken?project=geen")
    menu = pagina.get_by_role("navigation", name="Hoofdmenu")
    bladen = menu.get_by_role("link").all_inner_texts()
    assert len(bladen) == 12
    menu.get_by_role("link").first.focus()
    for blad in bladen:
        assert pagina.evaluate("document.activeElement.innerText") == blad
        pagina.keyboard.press("Tab")
    assert menu.locator("[aria-current]").all_inner_texts() == ["Verzoeken"]


def test_op_een_telefoon_past_het(browser: Any, sim: Draaiend) -> None:
    pagina = browser.new_page()
    pagina.set_viewport_size({"width": 360, "height": 740})
    for pad in (
        "/",
        "/_sim/journaal.html",
        "/_sim/dekking",
        "/_sim/docs",
        "/_sim/omgevingen.html",
        "/_sim/toegang.html",
        "/_sim/loket",
        "/_sim/verzoeken",
        "/_sim/postvak",
        "/_sim/beheerportaal",
        "/_sim/mail.html",
    ):
        pagina.goto(sim.url + pad)
        assert pagina.locator("main").bounding_box()["width"] <= 360
        assert pagina.locator("h1").bounding_box()["width"] <= 360
        assert pagina.locator("header").bounding_box()["height"] <= 740 / 4, "het menu laat ruimte voor de pagina"


@pytest.fixture
def levend(sim: Draaiend) -> Iterator[tuple[Any, list[str]]]:
    """(a page that runs our scripts, what the browser complained of)."""
    with chromium() as gestart:
        pagina = gestart.new_page()
        klachten: list[str] = []
        pagina.on("console", lambda bericht: klachten.append(bericht.text))
        pagina.on("pageerror", lambda fout: klachten.append(str(fout)))
        yield pagina, klachten


@pytest.mark.parametrize("voor", ["", "/o/team-1"])
def test_het_journaal_loopt_mee(levend: tuple[Any, list[str]], sim: Draaiend, voor: str) -> None:
    pagina, klachten = levend
    httpx.post(f"{sim.url}/_sim/omgevingen", json={"naam": "team-1"}).raise_for_status()
    pagina.goto(f"{sim.url}{voor}/_sim/journaal.html?status=4xx")
    pagina.get_by_text("Loopt mee").wait_for()
    assert pagina.get_by_role("link", name="Ververs").count() == 0
    httpx.get(f"{sim.url}{voor}{LEVERINGEN}/<b>een")
    regel = pagina.locator("tr[data-nummer='1']")
    regel.wait_for()
    assert "%3Cb%3Eeen" in regel.inner_text()
    with pagina.expect_navigation():
        regel.get_by_role("link", name="antwoord van regel 1").click()
    assert "leveringId" in pagina.locator("body").inner_text()
    pagina.go_back()

    pagina.get_by_text("Loopt mee").wait_for()
    pagina.get_by_role("button", name="Pauzeer").click()
    httpx.get(f"{sim.url}{voor}{LEVERINGEN}/twee")
    pagina.get_by_text("Gepauzeerd.").wait_for()
    assert pagina.locator("tr[data-nummer]").count() == 1
    pagina.get_by_role("button", name="Loop weer mee").click()
    pagina.locator("tr[data-nummer='2']").wait_for()
    assert [rij.get_attribute("data-nummer") for rij in pagina.locator("tr[data-nummer]").all()] == ["2", "1"]
    assert klachten == []


def test_een_aanroep_proberen(levend: tuple[Any, list[str]], sim: Draaiend) -> None:
    pagina, klachten = levend
    pagina.goto(f"{sim.url}/_sim/docs")
    vak = pagina.locator("details", has_text="GET /_sim/organisaties/{code}")
    vak.locator("summary").click()
    vak.get_by_role("textbox", name="code verplicht").fill("gm9920")
    vak.get_by_role("button", name="Probeer").click()
    vak.get_by_text('"naam": "Gemeente Testeiland"').wait_for()
    assert "GET /_sim/organisaties/gm9920" in vak.get_by_role("status").inner_text()
    assert klachten == []


def test_het_journaal_zonder_script(browser: Any, sim: Draaiend) -> None:
    pagina = browser.new_page()
    pagina.goto(f"{sim.url}/_sim/journaal.html")
    httpx.get(f"{sim.url}{LEVERINGEN}/een")
    pagina.get_by_role("link", name="Ververs").click()
    assert pagina.locator("tr[data-nummer='1']").count() == 1
    assert pagina.get_by_role("button", name="Pauzeer").count() == 0
    pagina.goto(f"{sim.url}/_sim/docs")
    pagina.locator("summary", has_text="Wat er wanneer aan de beurt komt").click()
    pagina.locator("details[open]").get_by_role("link", name="Vraag op").click()
    assert '"items":[]' in pagina.locator("body").inner_text()


def test_een_situatie_inbrengen(browser: Any, sim: Draaiend) -> None:
    pagina = browser.new_page()
    pagina.goto(sim.url)
    pagina.locator("summary", has_text="kant-en-klare situatie").click()
    pagina.get_by_role("button", name="Breng in: plan-gepubliceerd").click()
    assert "buiten de keten om" in pagina.get_by_role("status").inner_text()
    pagina.get_by_role("link", name="fixture-plan-gepubliceerd").click()
    assert "Niemand leverde dit aan" in pagina.locator("main").inner_text()


def test_een_omgeving_maken_en_streng_zetten(browser: Any, sim: Draaiend) -> None:
    pagina = browser.new_page()
    pagina.goto(f"{sim.url}/_sim/omgevingen.html")
    pagina.get_by_label("Naam").fill("team-1")
    pagina.get_by_role("button", name="Maak", exact=True).click()
    pagina.get_by_role("button", name="Maak strikt: omgeving team-1").click()
    assert "is nu strikt" in pagina.get_by_role("status").inner_text()
    pagina.get_by_role("link", name=f"{sim.url}/o/team-1").click()
    assert "omgeving team-1" in pagina.locator("header").inner_text()
    pagina.get_by_role("link", name="Toegang").click()
    assert pagina.url == f"{sim.url}/o/team-1/_sim/toegang.html"
    pagina.get_by_role("textbox", name="Organisatie").fill("gm9920")
    pagina.get_by_role("textbox", name="OIN van de leverancier").fill("00000003999999990000")
    pagina.get_by_role("button", name="Machtig", exact=True).click()
    assert pagina.get_by_role("status").inner_text() == "De machtiging is verleend."
    pagina.get_by_role("button", name="Geef een sleutel uit").click()
    sleutel = pagina.get_by_role("status").locator("code").inner_text()
    pad = "/o/team-1/publiek/omgevingsdocumenten/api/presenteren/v8/app-info"
    assert httpx.get(sim.url + pad, headers={"x-api-key": sleutel}).status_code == 200
    assert httpx.get(sim.url + pad).status_code == 401
