"""The pages about verzoeken as a user meets them: by reading what they say, without JavaScript."""

from typing import Any

import httpx
import pytest

from simulator.serve import Draaiend
from tests.beheer.browsers import chromium

pytestmark = pytest.mark.browser
EILAND = "00000009001000009920"


@pytest.fixture
def pagina(sim: Draaiend) -> Any:
    """The start page, in a browser that runs no script."""
    with chromium() as gestart:
        nieuw = gestart.new_context(java_script_enabled=False).new_page()
        nieuw.goto(sim.url)
        yield nieuw


def test_van_het_loket_naar_het_opgehaalde_bericht(pagina: Any, sim: Draaiend) -> None:
    pagina.get_by_role("button", name="Stuur een testverzoek").click()
    assert "Het verzoek is ingediend." in pagina.get_by_role("status").inner_text()
    nummer = pagina.get_by_role("heading", level=1).inner_text().removeprefix("Verzoek ")
    assert "Nog niemand haalde iets van dit verzoek op." in pagina.locator("main").inner_text()

    # the behandelaar, over HTTP and by what the page says
    adres = pagina.get_by_role("link", name="/samenvatting").get_attribute("href")
    verwijzingen = pagina.locator("dt", has_text="De verwijzingen").locator("xpath=..").get_by_role("link")
    with httpx.Client(base_url=sim.url, headers={"OIN": EILAND}) as behandelaar:
        links = behandelaar.get(verwijzingen.get_attribute("href")).raise_for_status().json()["_links"]
        bericht = behandelaar.get(adres).raise_for_status()
        documenten = [behandelaar.get(link["href"]).raise_for_status() for link in links["documenten"]]
    assert f">{nummer}<" in bericht.text
    assert all(document.content for document in documenten)

    pagina.reload()
    opgehaald = pagina.get_by_role("region", name="Ophalingen").inner_text()
    assert opgehaald.count(EILAND) == 2 + len(documenten)
    assert "getSamenvatting" in opgehaald
    with pagina.expect_navigation():
        pagina.get_by_role("link", name="antwoord van regel 2").click()
    assert nummer in pagina.locator("body").inner_text()


def test_cas_05_een_melding_die_de_omgevingsdienst_behandelt(pagina: Any) -> None:
    hoofdmenu = pagina.get_by_role("navigation", name="Hoofdmenu")
    hoofdmenu.get_by_role("link", name="Loket").click()
    casus = pagina.locator("#casus-melding-milieu")
    assert "Wilt u dat Omgevingsdienst Oefenland haar behandelt?" in casus.inner_text()
    casus.get_by_role("link", name="Stel dat eerst in op het beheerportaal").click()

    stappen = pagina.get_by_role("region", name="Voor de casus")
    for nog in (2, 1):
        assert stappen.get_by_role("link", name="Doe dat hieronder bij 1").count() == nog
        stappen.get_by_role("link", name="Doe dat hieronder bij 1").first.click()
        pagina.get_by_role("button", name="Stel in").click()
        assert "De behandeldienst is ingesteld" in pagina.get_by_role("status").inner_text()
    stappen.get_by_role("link", name="Doe dat hieronder bij 2").click()
    pagina.get_by_role("button", name="Leg vast").click()
    assert stappen.get_by_text("gedaan").count() == 3
    stappen.get_by_role("link", name="Stuur de casus bij het loket").click()

    pagina.get_by_role("button", name="Stuur: Melding van een garage met LPG").click()
    gebeurd = pagina.get_by_role("status")
    nummer = pagina.get_by_role("heading", level=1).inner_text().removeprefix("Verzoek ")
    assert "Omgevingsdienst Oefenland kreeg de notificatie" in gebeurd.inner_text()
    assert "Gemeente Testeiland kreeg een kopie" in gebeurd.inner_text()
    gebeurd.get_by_role("link", name="postvak van Omgevingsdienst Oefenland").click()

    pagina.get_by_role("button", name=f"Haal op: de notificatie over {nummer} voor Omgevingsdienst Oefenland").click()
    assert "is de behandelaar" in pagina.get_by_role("status").inner_text()
    assert f"verzoeknummer>{nummer}<" in pagina.locator("pre").inner_text()
    pagina.get_by_role("link", name="Haal het verzoek op als XML").click()
    assert nummer in pagina.content()
    assert "uitvoerendeInstantie" in pagina.content()
    pagina.go_back()

    pagina.get_by_label("Organisatie", exact=True).select_option("Gemeente Testeiland")
    pagina.get_by_role("button", name="Toon").click()
    assert "kopie" in pagina.get_by_role("region", name="Notificaties", exact=True).inner_text()
    pagina.get_by_role("button", name=f"Haal op: de notificatie over {nummer} voor Gemeente Testeiland").click()
    assert "Het is een kopie: een ander behandelt het verzoek" in pagina.get_by_role("status").inner_text()
    pagina.get_by_role("link", name="Bekijk het verzoek").click()
    stand = pagina.get_by_role("region", name="Notificaties", exact=True).inner_text()
    assert stand.count("ontvangen") >= 2


def test_alles_met_het_toetsenbord(pagina: Any, sim: Draaiend) -> None:
    pagina.goto(f"{sim.url}/_sim/loket#casus-boom-kappen")
    knop = pagina.get_by_role("button", name="Stuur: Boom kappen")
    knop.focus()
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")
    vul_aan = pagina.get_by_role("button", name="Vul aan")
    vul_aan.focus()
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")
    assert "volgende volgnummer" in pagina.get_by_role("status").inner_text()
    assert "aangevuld" in pagina.locator(".uitkomst").inner_text()


def test_op_een_telefoon_past_het(pagina: Any, sim: Draaiend) -> None:
    with httpx.Client(base_url=sim.url) as client:
        nummer = client.post("/_sim/verzoeken", json={"casus": "meervoudig"}).json()["verzoeknummer"]
    pagina.set_viewport_size({"width": 390, "height": 800})
    for pad in (
        *("loket", "verzoeken", f"verzoeken/{nummer}?gedaan=ingediend", f"postvak?oin={EILAND}", "beheerportaal"),
        f"postvak?oin={EILAND}&verzoek={nummer}&gedaan=ophalen",
    ):
        pagina.goto(f"{sim.url}/_sim/{pad}")
        for deel in ("main", "h1"):
            vak = pagina.locator(deel).bounding_box()
            assert vak["x"] + vak["width"] <= 390, (pad, deel)
        for veld in pagina.locator("form:not(td *) select:visible, form:not(td *) input:visible").all():
            vak = veld.bounding_box()
            assert vak["x"] + vak["width"] <= 390, (pad, veld)
