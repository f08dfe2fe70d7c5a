"""Waivers: what they accept, and that they must be true themselves."""

import io
import json
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from simulator.basischeck.model import Resultaat
from simulator.basischeck.ontheffing import Stand, pas_toe
from simulator.basischeck.plan import Ontheffing
from simulator.basischeck.rapport import Code
from simulator.basischeck.rapporten import html, junit
from simulator.basischeck.rapporten.console import Scherm
from simulator.basischeck.uitkomsten import Configfout
from tests.basischeck.nep import NepSim, maak_check, plan, uitslag
from tests.basischeck.test_basischeck_rapport import bevinding, rapport
from tests.basischeck.test_basischeck_runner import FOUT, GOED, draai

R = Resultaat
DAG = date(2026, 3, 2)


def ontheffing(check="LVBB-01", code="", tot=DAG, reden="issue 12"):
    return Ontheffing(check=check, code=code, reden=reden, tot=tot)


def toegepast(ontheffingen, *uitslagen, **meer):
    gedaan = pas_toe(ontheffingen, list(uitslagen), DAG)
    return rapport(*uitslagen, ontheffingen=gedaan, **meer)


def gezakt(*codes, **meer):
    return uitslag(R.GEZAKT, bevindingen=[bevinding(code=f"LVBB-01/{c}") for c in codes], **meer)


def test_a_waived_failure_does_not_fail_the_run_and_is_counted_apart():
    een = uitslag(R.GEZAKT, reden="verwacht wit", bevindingen=[bevinding(), bevinding(R.BEOORDELEN)])
    gemaakt = toegepast([ontheffing()], een, uitslag(R.GESLAAGD, id_="LVBB-02"))
    assert gemaakt.code is Code.GOED
    assert (gemaakt.hard, gemaakt.indicatief, gemaakt.ontheven) == (0, 0, 1)
    assert gemaakt.telling == {"ontheven": 1, "geslaagd": 1}
    assert gemaakt.samenvatting.startswith("GESLAAGD MET ONTHEFFING: ")
    assert "ontheffingen: 1 gebruikt" in gemaakt.samenvatting
    assert een.reden == "verwacht wit"


@pytest.mark.parametrize("resultaat", [R.GEZAKT, R.ONBESLIST, R.GEBLOKKEERD, R.BEOORDELEN, R.WAARSCHUWING])
def test_what_a_waiver_can_accept(resultaat):
    gemaakt = toegepast([ontheffing()], uitslag(resultaat))
    assert gemaakt.uitslagen[0].resultaat is R.ONTHEVEN
    assert gemaakt.code is Code.GOED


@pytest.mark.parametrize(("resultaat", "code"), [(R.CONFIGFOUT, Code.CONFIGURATIE), (R.HARNASFOUT, Code.SIMULATOR)])
def test_what_no_waiver_accepts(resultaat, code):
    gemaakt = toegepast([ontheffing()], uitslag(resultaat))
    assert gemaakt.uitslagen[0].resultaat is resultaat
    assert gemaakt.code is code


@pytest.mark.parametrize("code", ["a", "LVBB-01/a"])
def test_a_waiver_for_one_finding_leaves_the_others(code):
    gemaakt = toegepast([ontheffing(code=code)], gezakt("a", "b"))
    assert [b.ontheven for b in gemaakt.uitslagen[0].bevindingen] == [True, False]
    assert gemaakt.uitslagen[0].resultaat is R.GEZAKT
    assert (gemaakt.hard, gemaakt.ontheven, gemaakt.code) == (1, 1, Code.GEZAKT)
    assert toegepast([ontheffing(code=code)], gezakt("a")).code is Code.GOED


def test_a_check_that_also_ended_without_a_verdict_stays_so():
    een = gezakt("a", einde=R.ONBESLIST)
    assert toegepast([ontheffing(code="a")], een).code is Code.GEZAKT
    assert een.resultaat is R.ONBESLIST


def test_what_is_left_to_judge_is_still_to_be_judged():
    een = uitslag(R.GEZAKT, bevindingen=[bevinding(), bevinding(R.BEOORDELEN, code="LVBB-01/geur")])
    toegepast([ontheffing(code="kleur")], een)
    assert een.resultaat is R.BEOORDELEN


@pytest.mark.parametrize(
    ("uitslagen", "code"),
    [
        ([uitslag(R.GESLAAGD)], ""),
        ([uitslag(R.GESLAAGD)], "kleur"),
        ([uitslag(R.GESLAAGD, bevindingen=[bevinding(R.GESLAAGD)])], "kleur"),
        ([uitslag(R.BEOORDELEN, bevindingen=[bevinding(R.GESLAAGD)])], "kleur"),
    ],
)
def test_a_waiver_that_is_no_longer_needed_fails_the_run(uitslagen, code):
    gemaakt = toegepast([ontheffing(code=code)], *uitslagen)
    assert gemaakt.code is Code.GEZAKT
    assert gemaakt.onterecht[0].stand is Stand.NIET_MEER_NODIG
    assert gemaakt.totaal is R.GEZAKT
    assert "niet meer nodig (issue 12): haal haar uit het plan" in gemaakt.samenvatting
    assert gemaakt.samenvatting.startswith("NIET GESLAAGD")


@pytest.mark.parametrize("resultaat", [R.OVERGESLAGEN, R.NIET_VAN_TOEPASSING, R.HARNASFOUT, R.CONFIGFOUT])
def test_where_nothing_was_judged_nothing_is_known_of_the_waiver(resultaat):
    gemaakt = toegepast([ontheffing(), ontheffing("LVBB-09")], uitslag(resultaat))
    assert [o.stand for o in gemaakt.ontheffingen] == [Stand.NIET_BEOORDEELD] * 2
    assert not gemaakt.onterecht


def test_a_finding_that_the_check_did_not_come_to_says_nothing_of_its_waiver():
    gemaakt = toegepast([ontheffing(code="later")], gezakt("eerder"))
    assert gemaakt.ontheffingen[0].stand is Stand.NIET_BEOORDEELD


def test_a_waiver_holds_up_to_and_including_its_last_day():
    assert toegepast([ontheffing(tot=DAG)], gezakt("a")).code is Code.GOED
    gemaakt = toegepast([ontheffing(tot=date(2026, 3, 1))], gezakt("a"), uitslag(R.GESLAAGD, id_="LVBB-02"))
    assert gemaakt.uitslagen[0].resultaat is R.GEZAKT
    assert (gemaakt.hard, gemaakt.code) == (1, Code.GEZAKT)
    assert "gold tot en met 2026-03-01 en is verlopen" in gemaakt.samenvatting


def test_an_expired_waiver_fails_also_where_all_is_well():
    assert toegepast([ontheffing(tot=date(2026, 3, 1))], uitslag(R.GESLAAGD)).code is Code.GEZAKT


def test_software_that_was_not_reached_is_not_hidden_by_a_waiver():
    assert toegepast([ontheffing()], uitslag(R.ONBESLIST), onbereikbaar="stil").code is Code.ONBEREIKBAAR


def test_junit_skips_what_is_waived_and_fails_a_waiver_that_is_wrong():
    goed, weg = ontheffing(), ontheffing("LVBB-02")
    boom = ET.fromstring(junit.maak(toegepast([goed, weg], gezakt("a"), uitslag(R.GESLAAGD, id_="LVBB-02"))))
    gevallen = {geval.get("name"): geval for geval in boom.iter("testcase")}
    overgeslagen = gevallen["LVBB-01 titel"].find("skipped")
    assert "issue 12" in overgeslagen.get("message")
    assert "2026-03-02" in overgeslagen.get("message")
    assert gevallen["LVBB-01 titel"].find("failure") is None
    assert "niet meer nodig" in gevallen["ontheffing voor LVBB-02"].find("failure").get("message")
    assert [boom.get(k) for k in ("tests", "failures", "errors", "skipped")] == ["3", "1", "0", "1"]
    assert [len(list(boom.iter(naam))) for naam in ("testcase", "failure", "skipped")] == [3, 1, 1]


def test_every_form_shows_the_waivers_apart():
    gemaakt = toegepast(
        [ontheffing(), ontheffing("LVBB-02", reden="<weg>")], gezakt("a"), uitslag(R.GESLAAGD, id_="LVBB-02")
    )
    pagina, uit = html.maak(gemaakt), io.StringIO()
    assert 'id="ontheffingen"' in pagina
    assert "1 van 2 ontheffingen gebruikt" in pagina
    assert "&lt;weg&gt;" in pagina
    assert '<span class="uit ontheven">ontheven</span>' in pagina
    Scherm(Console(file=uit)).einde(gemaakt)
    assert "Ontheffing voor LVBB-01 tot en met 2026-03-02: issue 12 (zonder: gezakt)" in uit.getvalue()
    assert "niet meer nodig (<weg>)" in uit.getvalue()
    assert "LVBB-01/a (gezakt, ontheven, bevestigd)" in uit.getvalue()
    als_json = json.loads(json.dumps(gemaakt.als_dict()))
    assert [o["stand"] for o in als_json["ontheffingen"]] == ["gebruikt", "niet meer nodig"]
    assert als_json["checks"][0]["bevindingen"][0]["ontheven"] is True


def test_without_waivers_nothing_of_them_is_shown():
    gemaakt = rapport(uitslag(R.GESLAAGD))
    assert "ontheff" not in html.maak(gemaakt).lower()
    assert "ontheff" not in gemaakt.samenvatting


def test_the_run_takes_its_day_from_the_virtual_clock_at_its_start():
    async def check(run):
        await run.clock(duur="40d")
        run.must(False, **FOUT)

    het_plan = plan(ontheffing=[ontheffing(tot=DAG)])
    gemaakt = draai(NepSim(), [maak_check(check)], het_plan=het_plan)
    assert gemaakt.code is Code.GOED
    assert gemaakt.ontheffingen[0].zonder == "gezakt"
    assert draai(NepSim(), [maak_check(check)], het_plan=plan(ontheffing=[ontheffing(tot=date(2026, 3, 1))])).code == 1


def test_a_waiver_for_a_check_that_is_not_there_is_configuration():
    async def check(run):
        run.must(True, **GOED)

    with pytest.raises(Configfout, match="LVBB-99"):
        draai(NepSim(), [maak_check(check)], het_plan=plan(ontheffing=[ontheffing("LVBB-99")]))


def test_the_report_has_the_order_of_the_catalogue_and_not_that_of_the_run():
    gelopen = []

    async def check(run):
        gelopen.append(run.check.id)
        run.must(True, **GOED)

    checks = [maak_check(check, "LVBB-04", laatst=True), maak_check(check, "LVBB-07")]
    gemaakt = draai(NepSim(), checks)
    assert gelopen == ["LVBB-07", "LVBB-04"]
    assert [u.check.id for u in gemaakt.uitslagen] == ["LVBB-04", "LVBB-07"]
