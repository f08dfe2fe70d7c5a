import asyncio
import json
from datetime import timedelta

import httpx
import pytest

from simulator.basischeck import toestand
from simulator.basischeck.control import Sim
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import Resultaat, Status
from simulator.basischeck.rapport import Code
from simulator.basischeck.runner import Runner
from simulator.basischeck.uitkomsten import Configfout, Onbereikbaar, Simulatorfout
from tests.basischeck.nep import NepBesturing, NepSim, maak_check, plan

R = Resultaat
GOED = {"verwacht": "a", "gekregen": "a"}
FOUT = {"verwacht": "a", "gekregen": "b"}


def draai(sim, checks, besturing=None, *, het_plan=None, stand=None, meld=None, antwoorden=None):
    async def doe():
        sim.taak = asyncio.current_task()
        async with httpx.AsyncClient(transport=sim.transport(), base_url="http://sim") as client:
            runner = Runner(
                het_plan or plan(),
                Sim(client),
                besturing or NepBesturing(),
                UitPlan(antwoorden or {}),
                stand or toestand.Toestand(),
                meld=meld or (lambda _: None),
                teller=sim.teller,
                checks={check.id: check for check in checks},
            )
            return await runner.draai()

    return asyncio.run(doe())


def een(functie, **meer):
    rapport = draai(NepSim(), [maak_check(functie)], **meer)
    return rapport, rapport.uitslagen[0]


def test_a_check_that_is_met():
    async def check(run):
        run.must(True, **GOED)

    rapport, uitslag = een(check)
    assert uitslag.resultaat is R.GESLAAGD
    assert uitslag.status is Status.KLAAR
    assert rapport.code is Code.GOED


def test_must_ends_the_check_and_fails_hard():
    async def check(run):
        run.must(False, **FOUT, doe="Doe iets.")
        raise AssertionError

    rapport, uitslag = een(check)
    assert uitslag.resultaat is R.GEZAKT
    assert (rapport.hard, rapport.indicatief) == (1, 0)
    assert uitslag.bevindingen[0].doe == "Doe iets."
    assert rapport.code is Code.GEZAKT


def test_an_inferred_requirement_never_fails():
    async def check(run):
        run.must(False, merk="inferred", **FOUT)
        run.must(True, **GOED)

    rapport, uitslag = een(check)
    assert uitslag.resultaat is R.BEOORDELEN
    assert (rapport.hard, rapport.indicatief) == (0, 1)
    assert rapport.code is Code.GOED


def test_should_warns_and_verder_goes_on():
    async def check(run):
        run.should(False, **FOUT)
        run.must(False, verder=True, **FOUT)
        run.must(False, verder=True, **FOUT)

    _, uitslag = een(check)
    assert [b.resultaat for b in uitslag.bevindingen] == [R.WAARSCHUWING, R.GEZAKT, R.GEZAKT]
    assert uitslag.hard == 2


@pytest.mark.parametrize(
    ("wat", "resultaat", "code"),
    [
        (lambda run: run.skip("x"), R.OVERGESLAGEN, Code.NIETS),
        (lambda run: run.not_applicable("x"), R.NIET_VAN_TOEPASSING, Code.NIETS),
        (lambda run: run.inconclusive("x"), R.ONBESLIST, Code.ONBEREIKBAAR),
        (lambda run: run.blocked("LVBB-04", "x"), R.GEBLOKKEERD, Code.GEZAKT),
        (lambda run: run.note("x"), R.ONBESLIST, Code.ONBEREIKBAAR),
        (lambda run: 1 / 0, R.HARNASFOUT, Code.SIMULATOR),
    ],
)
def test_every_way_to_end(wat, resultaat, code):
    async def check(run):
        wat(run)

    rapport, uitslag = een(check)
    assert uitslag.resultaat is resultaat
    assert rapport.code is code
    assert uitslag.reden


def test_software_that_cannot_be_reached_ends_the_run():
    async def check(run):
        await run.push("valideren")

    def weg():
        raise Onbereikbaar("start niet")

    rapport = draai(NepSim(), [maak_check(check), maak_check(check, "LVBB-02")], NepBesturing({"valideren": weg}))
    assert rapport.code is Code.ONBEREIKBAAR
    assert [u.resultaat for u in rapport.uitslagen] == [R.ONBESLIST, R.OVERGESLAGEN]
    assert "start niet" in rapport.samenvatting


def test_the_profile_makes_a_check_not_applicable():
    async def check(run):
        raise AssertionError

    checks = [maak_check(check, nodig=("afbreken",)), maak_check(check, "LVBB-02")]
    keuze = {"suites": ["lvbb"], "nvt": {"LVBB-02": "doen wij niet"}}
    rapport = draai(NepSim(), checks, het_plan=plan(profiel={"afbreken": False}, checks=keuze))
    assert [u.resultaat for u in rapport.uitslagen] == [R.NIET_VAN_TOEPASSING] * 2
    assert rapport.uitslagen[1].reden == "doen wij niet"


def test_configuration_is_found_before_the_run():
    async def check(run):
        raise AssertionError

    with pytest.raises(Configfout, match="LVBB-99"):
        draai(NepSim(), [maak_check(check)], het_plan=plan(checks={"alleen": ["LVBB-99"]}))
    with pytest.raises(Simulatorfout, match="niet gereed"):
        draai(NepSim(gereed=False), [maak_check(check)])


def test_an_action_that_cannot_be_driven_is_found_before_the_run():
    async def check(run):
        raise AssertionError

    with pytest.raises(Configfout, match="afbreken"):
        draai(NepSim(), [maak_check(check, nodig=("afbreken",))])


def test_a_fault_of_the_simulator_is_not_a_failure_of_the_software():
    sim = NepSim()

    async def check(run):
        sim.gebeurt("kernel.taak.mislukt", taak="x")
        await run.plek()
        run.must(True, **GOED)

    rapport = draai(sim, [maak_check(check)])
    assert rapport.code is Code.SIMULATOR
    assert rapport.uitslagen[0].resultaat is R.GESLAAGD


# waiting


def test_driven_software_is_waited_for_on_the_virtual_clock():
    sim = NepSim()

    async def check(run):
        gevonden = await run.expect_event("komt.nooit", binnen="10m")
        run.must(gevonden is None, verwacht="niets", gekregen=str(gevonden))

    begin = sim.nu
    rapport = draai(sim, [maak_check(check)])
    assert rapport.uitslagen[0].resultaat is R.GESLAAGD
    assert sim.nu - begin == timedelta(minutes=10)


def test_other_software_is_waited_for_in_real_time():
    sim = NepSim()

    async def check(run):
        gevonden = await run.expect_event("komt.nooit", binnen="10m")
        run.must(gevonden is None, verwacht="niets", gekregen=str(gevonden))

    begin = sim.nu
    draai(sim, [maak_check(check)], NepBesturing(virtueel=False))
    assert sim.nu == begin
    assert sim.seconden == pytest.approx(600)


def test_the_clock_brings_what_is_due():
    sim = NepSim()

    async def check(run):
        async def later():
            sim.gebeurt("lvbb.publicatie", werk=1)

        await run.clock(duur="1d")
        await later()
        gevonden = await run.expect_event("lvbb.publicatie")
        run.must(gevonden is not None, **GOED)

    begin = sim.nu
    assert draai(sim, [maak_check(check)]).code is Code.GOED
    assert sim.nu - begin == timedelta(days=1)


def test_expect_none_gives_what_came():
    sim = NepSim()

    async def check(run):
        sinds = await run.plek()
        sim.gebeurt("a", x=1)
        assert await run.expect_none("b", lambda g: True, binnen="60s", sinds=sinds) == []
        gekomen = await run.expect_none("a", lambda g: g.gegevens["x"] == 1, binnen="60s", sinds=sinds)
        run.must(not gekomen, verwacht="niets", gekregen=f"{len(gekomen)} gebeurtenis")

    assert draai(sim, [maak_check(check)]).uitslagen[0].reden.endswith("1 gebeurtenis")


def test_expect_call_looks_past_our_own_calls():
    sim = NepSim()
    sim.levering("voor-de-run")

    async def check(run):
        sim.levering("eigen")
        sim.journaal[-1]["verzoek"]["kop"]["user-agent"] = "dso-sim-basischeck"
        sim.levering("software")
        gevonden = await run.expect_call(lambda regel: regel.methode == "POST", sinds=1, koppelvlak="lvbb")
        run.must(gevonden is not None and gevonden.nummer == 3, verwacht="3", gekregen=str(gevonden))

    assert draai(sim, [maak_check(check)]).code is Code.GOED


def _claimt(soort, gekregen):
    async def check(run):
        sinds = await run.plek()
        gevonden = await run.levering(lambda g: g.gegevens["soort"] == soort, sinds=sinds)
        if gevonden is None:
            run.inconclusive("niets gekomen")
        gekregen[run.check.id] = gevonden.gegevens["idLevering"]
        run.must(True, **GOED)

    return check


def test_checks_wait_at_once_and_the_oldest_takes_the_first_that_fits():
    sim, gekregen = NepSim(), {}
    sim.bij_wachten = [
        lambda: sim.levering("een", "publicatieOpdracht"),
        lambda: sim.levering("twee", "validatieOpdracht"),
        lambda: sim.levering("drie", "publicatieOpdracht"),
    ]
    checks = [
        maak_check(_claimt("publicatieOpdracht", gekregen), "LVBB-01"),
        maak_check(_claimt("validatieOpdracht", gekregen), "LVBB-02"),
        maak_check(_claimt("publicatieOpdracht", gekregen), "LVBB-03"),
    ]
    rapport = draai(sim, checks, NepBesturing(virtueel=False))
    assert gekregen == {"LVBB-01": "een", "LVBB-02": "twee", "LVBB-03": "drie"}
    assert rapport.code is Code.GOED


def test_order_is_kept_where_a_check_comes_after_another():
    volgorde = []

    def noteer():
        async def check(run):
            volgorde.append(run.check.id)
            await run.plek()
            run.must(True, **GOED)

        return check

    checks = [
        maak_check(noteer(), "LVBB-04", laatst=True),
        maak_check(noteer(), "LVBB-03", na=("LVBB-02",)),
        maak_check(noteer(), "LVBB-02", na=("LVBB-99",)),
    ]
    draai(NepSim(), checks, NepBesturing(virtueel=False))
    assert volgorde == ["LVBB-02", "LVBB-03", "LVBB-04"]


def test_nothing_at_all_from_the_software_is_not_reached():
    rapport = draai(NepSim(), [maak_check(_claimt("x", {}))], NepBesturing(virtueel=False))
    assert rapport.code is Code.ONBEREIKBAAR
    assert "geen enkele levering" in rapport.onbereikbaar


def test_a_hook_answers_for_the_software_and_else_the_plan():
    async def check(run):
        software = await run.hook("tonen", of="ziet u het?")
        mens = await run.hook("zoek_regeling", of="vindt u het?")
        niemand = await run.hook("weg")
        run.must((software.waarde, software.verklaard) == ("alles", False), verwacht="a", gekregen=str(software))
        run.must((mens.waarde, mens.verklaard) == (True, True), verwacht="b", gekregen=str(mens), verklaard=True)
        run.must(niemand is None, **GOED)

    besturing = NepBesturing({"tonen": lambda: "alles"})
    rapport, uitslag = een(check, besturing=besturing, antwoorden={"LVBB-01.zoek_regeling": "ja"})
    assert rapport.code is Code.GOED
    assert [b.verklaard for b in uitslag.bevindingen] == [False, True, False]


def test_the_state_goes_through_waiting():
    gezien = []

    async def check(run):
        await run.expect_event("x", binnen="1s")
        await run.human("vraag", "?")
        run.must(True, **GOED)

    draai(NepSim(), [maak_check(check)], meld=lambda u: gezien.append(u.status))
    assert gezien[0] is Status.LOOPT
    assert Status.WACHT_OP_SOFTWARE in gezien
    assert Status.WACHT_OP_MENS in gezien
    assert gezien[-1] is Status.KLAAR


# resuming


def test_a_run_goes_on_where_it_was(tmp_path):
    sim, gekregen = NepSim(), {}
    stand = toestand.Toestand(bestand=tmp_path / toestand.BESTAND)

    async def klaar(run):
        run.must(False, **FOUT)

    async def wacht(run):
        sinds = await run.plek()
        await run.push("valideren")
        eerste = await run.levering(lambda g: True, sinds=sinds)
        tweede = await run.levering(lambda g: True, sinds=sinds)
        gekregen[run.check.id] = (eerste.gegevens["idLevering"], tweede.gegevens["idLevering"])
        run.must(True, **GOED)

    besturing = NepBesturing({"valideren": dict}, virtueel=False)
    sim.bij_wachten = [lambda: sim.levering("een"), lambda: None, sim.breek_af]
    checks = [maak_check(klaar, "LVBB-01"), maak_check(wacht, "LVBB-02")]
    with pytest.raises(asyncio.CancelledError):
        draai(sim, checks, besturing, stand=stand)
    bewaard = json.loads((tmp_path / toestand.BESTAND).read_text())
    assert bewaard["klaar"]["LVBB-01"]["resultaat"] == "gezakt"
    assert list(bewaard["claims"].values()) == ["LVBB-02"]
    assert bewaard["termijnen"]

    gewacht = sim.seconden
    sim.seconden = 0
    sim.bij_wachten = [lambda: sim.levering("twee")]
    rapport = draai(sim, checks, besturing, stand=toestand.lees(tmp_path))
    assert gekregen == {"LVBB-02": ("een", "twee")}
    assert besturing.gedaan == ["valideren"]
    assert [u.resultaat for u in rapport.uitslagen] == [R.GEZAKT, R.GESLAAGD]
    assert rapport.uitslagen[0].bevindingen[0].gekregen == "b"
    assert 0 < sim.seconden < gewacht + 25


def test_a_deadline_goes_on_after_a_restart(tmp_path):
    sim = NepSim()
    stand = toestand.Toestand(bestand=tmp_path / toestand.BESTAND)

    async def check(run):
        gevonden = await run.expect_event("nooit", binnen="100s")
        run.must(gevonden is None, verwacht="niets", gekregen="iets")

    sim.bij_wachten = [lambda: None, lambda: None, sim.breek_af]
    with pytest.raises(asyncio.CancelledError):
        draai(sim, [maak_check(check)], NepBesturing(virtueel=False), stand=stand)
    sim.seconden, sim.bij_wachten = 0, []
    draai(sim, [maak_check(check)], NepBesturing(virtueel=False), stand=toestand.lees(tmp_path))
    assert sim.seconden == pytest.approx(50)


def test_a_folder_without_a_run_cannot_be_resumed(tmp_path):
    with pytest.raises(Configfout, match="geen run"):
        toestand.lees(tmp_path)
    (tmp_path / toestand.BESTAND).write_text('{"versie": 0}')
    with pytest.raises(Configfout, match="andere versie"):
        toestand.lees(tmp_path)


def test_a_simulator_that_forgot_the_run_makes_the_rest_begin_again(tmp_path):
    sim = NepSim()
    stand = toestand.Toestand(
        bestand=tmp_path / toestand.BESTAND,
        gestart=True,
        gelezen=9,
        begin=3,
        stappen={"LVBB-01": [{"soort": "push:valideren", "waarde": {}}]},
    )

    async def check(run):
        await run.push("valideren")
        run.must(True, **GOED)

    besturing = NepBesturing({"valideren": dict})
    draai(sim, [maak_check(check)], besturing, stand=stand)
    assert besturing.gedaan == ["valideren"]
