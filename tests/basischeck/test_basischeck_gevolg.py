"""What a result means is the same on the terminal, in junit.xml, in both reports and in the exit code."""

import io
import json
import re
from itertools import product
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from simulator.basischeck.model import Gevolg, Resultaat, Status, gevolg
from simulator.basischeck.rapport import Code, Rapport
from simulator.basischeck.rapporten import schrijf
from simulator.basischeck.rapporten.console import Scherm
from tests.basischeck.nep import OPTIONEEL, VERPLICHT, NepSim, maak_check, plan
from tests.basischeck.test_basischeck_runner import draai

R = Resultaat
EINDES = {
    R.ONBESLIST: lambda run: run.inconclusive("er kwam niets"),
    R.GEBLOKKEERD: lambda run: run.blocked("LVBB-09", "LVBB-09 zakte"),
    R.OVERGESLAGEN: lambda run: run.skip("geen mailserver"),
    R.NIET_VAN_TOEPASSING: lambda run: run.not_applicable("dat kan de software niet"),
    R.HARNASFOUT: lambda run: 1 / 0,
}
UITKOMSTEN = ["gehaald", "advies niet gehaald", "niet gehaald", "niet gehaald en onbeslist", *EINDES]
MERKEN = ("confirmed", "client", "inferred")


def een_run(ernst, merk, uitkomst, *, hard=True, met_goede=True):
    """The report of a run of one good verplichte check and one that comes to `uitkomst`, each judged for real."""

    async def goed(run):
        run.must(True, verwacht="wit", gekregen="wit")

    async def proef(run):
        eis = {"verwacht": "wit", "gekregen": "zwart"} | ({} if hard else {"merk": "inferred"})
        if uitkomst in EINDES:
            EINDES[uitkomst](run)
        elif uitkomst == "advies niet gehaald":
            run.should(False, **eis)
        else:
            run.must(uitkomst == "gehaald", verder=True, **eis)
        if uitkomst == "niet gehaald en onbeslist":
            run.inconclusive("de rest kwam niet")

    checks = [maak_check(goed, "LVBB-01")] if met_goede else []
    checks.append(maak_check(proef, "LVBB-02", ernst=ernst, merk=merk))
    return draai(NepSim(), checks)


def vormen(gemaakt: Rapport, map_):
    """(code, JSON, page, junit, terminal) of one report."""
    schrijf(gemaakt, map_)
    scherm = Scherm(Console(file=io.StringIO(), width=500))
    for uitslag in gemaakt.uitslagen:
        scherm.meld(uitslag)
    scherm.einde(gemaakt)
    return (
        gemaakt.code,
        json.loads((map_ / "report.json").read_text(encoding="utf-8")),
        (map_ / "report.html").read_text(encoding="utf-8"),
        ET.parse(map_ / "junit.xml").getroot(),
        scherm.console.file.getvalue(),
    )


def verwacht_gevolg(ernst, merk, uitkomst, hard):
    """The decision, told once more: only a verplichte check that is hard, or gave no verdict, fails the run."""
    zacht = merk == "inferred" or not hard
    if uitkomst in (R.OVERGESLAGEN, R.NIET_VAN_TOEPASSING):
        return "overgeslagen"
    if uitkomst is R.HARNASFOUT:
        return "fout"
    if uitkomst == "gehaald":
        return "goed"
    if uitkomst == "advies niet gehaald" or (uitkomst == "niet gehaald" and zacht):
        return "let-op"
    return "optioneel" if ernst == OPTIONEEL else "faalt"


@pytest.mark.parametrize("hard", [True, False], ids=["hard", "indicatief"])
@pytest.mark.parametrize("merk", MERKEN)
@pytest.mark.parametrize("ernst", [VERPLICHT, OPTIONEEL])
def test_all_forms_say_the_same_of_every_combination(ernst, merk, hard, tmp_path):
    for uitkomst in UITKOMSTEN:
        verwacht = verwacht_gevolg(ernst, merk, uitkomst, hard)
        code, inhoud, pagina, boom, scherm = vormen(een_run(ernst, merk, uitkomst, hard=hard), tmp_path)
        faalt, fout = verwacht == "faalt", verwacht == "fout"

        assert code == (Code.SIMULATOR if fout else Code.GEZAKT if faalt else Code.GOED), uitkomst
        check = inhoud["checks"][1]
        assert (inhoud["code"], check["gevolg"]) == (int(code), verwacht)
        assert (inhoud["resultaat"] in ("geslaagd", "beoordelen", "waarschuwing")) is (code == 0)
        hard_geteld = verwacht == "faalt" and uitkomst in ("niet gehaald", "niet gehaald en onbeslist")
        assert inhoud["hard"] == (1 if hard_geteld and not (merk == "inferred" or not hard) else 0)

        geval = boom.findall("testsuite/testcase")[1]
        kind = {"faalt": "failure", "fout": "error", "overgeslagen": "skipped", "optioneel": "skipped"}.get(verwacht)
        assert [k.tag for k in geval if k.tag in ("failure", "error", "skipped")] == ([kind] if kind else [])
        assert (int(boom.get("failures")) + int(boom.get("errors")) > 0) is (code != 0)
        assert int(boom.get("skipped")) == (kind == "skipped")

        assert re.search(rf'id="kop-LVBB-02".*class="uit {verwacht}"', pagina)
        assert f"[code {int(code)}]" in pagina
        assert f"[code {int(code)}]" in scherm
        assert ("GESLAAGD: " in scherm and "NIET GESLAAGD" not in scherm) is (code == 0)
        assert ("LVBB-02 titel (optioneel)" in scherm) is (verwacht == "optioneel")
        assert (" (optioneel)" in inhoud["samenvatting"]) is (verwacht == "optioneel")


def test_only_optional_checks_never_fail_a_run_and_pass_it_when_they_judged(tmp_path):
    code, inhoud, _, boom, scherm = vormen(een_run(OPTIONEEL, "confirmed", "niet gehaald", met_goede=False), tmp_path)
    assert (code, inhoud["resultaat"], inhoud["hard"], inhoud["optioneel"]) == (Code.GOED, "geslaagd", 0, 1)
    assert boom.find("testsuite/testcase/skipped").get("message") == ("optioneel, gezakt: verwacht wit; gekregen zwart")
    assert "gekregen: zwart" in boom.find("testsuite/testcase/system-out").text
    assert "GESLAAGD: 1 gezakt (optioneel); bevindingen: 0 hard, 1 optioneel, 0 indicatief [code 0]" in scherm
    assert "LVBB-02/1 (gezakt, optioneel, bevestigd)" in scherm


@pytest.mark.parametrize(
    ("meer", "code", "reden"),
    [
        ({"onbereikbaar": "er kwam niets"}, 3, "er kwam niets"),
        ({"simulatorfouten": ["een taak mislukte"]}, 4, "een taak mislukte"),
        ({"uitslagen": []}, 5, "geen enkele check is beoordeeld"),
    ],
)
def test_what_is_wrong_with_the_run_itself_is_an_error_in_junit_too(meer, code, reden, tmp_path):
    van = een_run(VERPLICHT, "confirmed", "gehaald")
    vast = {"versie": "1", "seed": 1, "sim": "http://sim", "klok": van.klok, "snelheid": 1, "besturing": "hand"}
    gemaakt = Rapport(sut=plan().sut, **{"uitslagen": van.uitslagen, **vast, **meer})
    gevonden, inhoud, _, boom, _ = vormen(gemaakt, tmp_path)
    assert (gevonden, inhoud["code"]) == (code, code)
    assert inhoud["resultaat"] != "geslaagd"
    assert boom.get("errors") == "1"
    assert boom.find("testsuite[@name='basischeck.run']/testcase/error").get("message") == reden


def test_every_result_has_a_meaning_and_a_waiver_takes_only_what_fails_or_asks_for_a_look():
    for ernst, resultaat in product((VERPLICHT, OPTIONEEL), R):
        zonder, met = gevolg(ernst, resultaat), gevolg(ernst, resultaat, ontheven=True)
        weg = zonder in (Gevolg.FAALT, Gevolg.OPTIONEEL, Gevolg.LET_OP)
        assert met is (Gevolg.ONTHEVEN if weg else zonder)
        assert (zonder is Gevolg.FAALT) <= (ernst == VERPLICHT)


def test_a_check_that_still_waits_is_not_called_optional():
    gemaakt = een_run(OPTIONEEL, "confirmed", "gehaald")
    wacht = gemaakt.uitslagen[1]
    wacht.resultaat, wacht.status = None, Status.WACHT_OP_SOFTWARE
    scherm = Scherm(Console(file=io.StringIO(), width=500), toon_wachten=True)
    scherm.meld(wacht)
    assert "(optioneel)" not in scherm.console.file.getvalue()
