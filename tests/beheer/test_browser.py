"""The pages as a user meets them, with JavaScript off."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.serve import Draaiend

pytestmark = pytest.mark.browser


def _chromium() -> str:
    kandidaten = (os.environ.get("CHROMIUM", ""), "/usr/bin/chromium", shutil.which("chromium") or "")
    gevonden = next((pad for pad in kandidaten if pad and Path(pad).is_file()), "")
    if not gevonden:
        pytest.skip("no chromium: set CHROMIUM, or install it")
    return gevonden


@pytest.fixture
def browser() -> Iterator[Any]:
    """A browser that runs no script."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pad = _chromium()
    with api.sync_playwright() as playwright:
        gestart = playwright.chromium.launch(executable_path=pad, args=["--no-sandbox"])
        yield gestart.new_context(java_script_enabled=False)
        gestart.close()


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
    assert pagina.url.endswith("#inhoud")


def test_op_een_telefoon_past_het(browser: Any, sim: Draaiend) -> None:
    pagina = browser.new_page()
    pagina.set_viewport_size({"width": 360, "height": 740})
    for pad in ("/", "/_sim/journaal.html", "/_sim/dekking"):
        pagina.goto(sim.url + pad)
        assert pagina.locator("main").bounding_box()["width"] <= 360
        assert pagina.locator("h1").bounding_box()["width"] <= 360
