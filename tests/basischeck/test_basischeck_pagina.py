"""report.html: what asks for attention comes first, what passed is folded, and a clean run is at most two screens."""

import re
from pathlib import Path
from typing import Any

import pytest

from simulator.basischeck.model import OPTIONEEL, PLAN, VTH, Bericht, Bevinding, CheckUitslag, Resultaat, alle_checks
from simulator.basischeck.plan import SUITES
from simulator.basischeck.rapport import Rapport
from simulator.basischeck.rapporten import html
from tests.basischeck.nep import uitslag
from tests.beheer.browsers import chromium

R = Resultaat
SCHERM = {"width": 1280, "height": 800}


def bevinding(resultaat: Resultaat, merk: Any = "confirmed") -> Bevinding:
    bericht = Bericht("opdracht.xml in levering x", "<regel/>\n" * 60, 12)
    return Bevinding("LVBB-01/kleur", resultaat, "de eis", merk, "wit", "zwart", "de bron", bericht=bericht)


def van(resultaat: Resultaat, id_: str, merk: Any = "confirmed", **meer: Any) -> CheckUitslag:
    return uitslag(resultaat, id_=id_, bevindingen=[bevinding(R.GESLAAGD), bevinding(resultaat, merk)], **meer)


def rapport(uitslagen: list[CheckUitslag], suite: str = "plansoftware") -> Rapport:
    return Rapport(
        sut=SUITES[suite].sut,
        uitslagen=uitslagen,
        versie="1",
        seed=7,
        sim="http://127.0.0.1:8080",
        klok=("2026-03-02T08:00:00Z", "2026-05-03T08:00:00Z"),
        snelheid=1,
        besturing="referentie",
        getoetst=["getoetst: 30 tot 382 van 506 regels, matrix v6, STOP 1.3.0 (9 leveringen)"],
    )


def schone_run(suite: str, software: str) -> Rapport:
    """As the reference comes through: every check there is passed, with findings, messages and notes."""
    klaar = [
        CheckUitslag(check, resultaat=R.GESLAAGD, bevindingen=[bevinding(R.GESLAAGD)] * 5, notities=["een notitie"])
        for check in alle_checks(software).values()
    ]
    return rapport(klaar, suite)


GEMENGD = [
    van(R.GESLAAGD, "LVBB-01"),
    van(R.BEOORDELEN, "LVBB-02", "inferred"),
    van(R.GEZAKT, "LVBB-03", ernst=OPTIONEEL),
    uitslag(R.NIET_VAN_TOEPASSING, id_="LVBB-04", reden="dat heeft de software niet"),
    van(R.GEZAKT, "LVBB-05", "client"),
    uitslag(R.HARNASFOUT, id_="LVBB-07", reden="kapot"),
]


def test_what_asks_for_attention_comes_first_and_the_rest_is_folded() -> None:
    pagina = html.maak(rapport(GEMENGD))
    assert re.findall(r'<section class="check" id="([\w-]+)"', pagina) == [
        *("LVBB-07", "LVBB-05", "LVBB-03", "LVBB-02"),
        *("LVBB-04", "LVBB-01"),
    ]
    open_, *groepen = pagina.split('<details class="groep">')
    assert [re.findall(r"<h2>(.*?)</h2>", groep)[0] for groep in groepen] == [
        "1 check niet beoordeeld",
        "1 check geslaagd",
    ]
    assert 'id="LVBB-05"' in open_
    assert 'id="LVBB-01"' not in open_
    # Within a check too: what was not met is there to read, what was met is folded.
    zakt = pagina.partition('id="LVBB-05"')[2].partition("</section>")[0]
    assert zakt.index("gezakt") < zakt.index("<summary>1 bevinding geslaagd</summary>")


def test_the_marks_are_in_dutch() -> None:
    pagina = html.maak(rapport(GEMENGD))
    for woord in ("bevestigd", "uit client", "afgeleid"):
        assert f"; {woord})" in pagina
    assert not re.search(r"\((?:[^()<]*; )?(confirmed|client|inferred)\)", pagina)


def test_a_clean_run_has_nothing_that_asks_for_attention() -> None:
    pagina = html.maak(schone_run("plansoftware", PLAN))
    assert "Vraagt aandacht" not in pagina
    assert f"{len(alle_checks(PLAN))} checks geslaagd" in pagina


@pytest.mark.browser
@pytest.mark.parametrize(("suite", "software"), [("plansoftware", PLAN), ("vth", VTH)])
def test_a_clean_run_is_at_most_two_screens_and_opens_where_a_link_leads(
    suite: str, software: str, tmp_path: Path
) -> None:
    bestand = tmp_path / "report.html"
    bestand.write_text(html.maak(schone_run(suite, software)), encoding="utf-8")
    eerste = next(iter(alle_checks(software)))
    with chromium() as browser:
        blad = browser.new_page(viewport=SCHERM)
        blad.goto(bestand.as_uri())
        hoogte = blad.evaluate("document.documentElement.scrollHeight")
        assert not blad.locator(f"#kop-{eerste}").is_visible()
        blad.locator(".groep > summary").click()
        assert blad.locator(f"#kop-{eerste}").is_visible()
    assert hoogte <= 2 * SCHERM["height"]


@pytest.mark.browser
def test_a_failure_is_on_the_first_screen(tmp_path: Path) -> None:
    bestand = tmp_path / "report.html"
    goed = [van(R.GESLAAGD, f"LVBB-{nummer}") for nummer in range(20, 50)]
    bestand.write_text(html.maak(rapport([*goed, van(R.GEZAKT, "LVBB-05")])), encoding="utf-8")
    with chromium() as browser:
        blad = browser.new_page(viewport=SCHERM)
        blad.goto(bestand.as_uri())
        assert blad.locator("#kop-LVBB-05").bounding_box()["y"] < SCHERM["height"]
