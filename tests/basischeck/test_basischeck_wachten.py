"""Who drives the software by hand sees one instruction at a time, each wait once, and after a restart the rest."""

import asyncio
import io
from datetime import datetime

import httpx
import pytest
from rich.console import Console
from typer.testing import CliRunner

from simulator.basischeck import tijd, toestand
from simulator.basischeck.cli import _vraag_op_terminal, basischeck
from simulator.basischeck.control import Sim
from simulator.basischeck.doctor import Situatie
from simulator.basischeck.doctor.netwerk_proeven import klok
from simulator.basischeck.mensen import UitPlan, gekozen_optie
from simulator.basischeck.model import CheckUitslag, Resultaat, Status
from simulator.basischeck.plan import Klok
from simulator.basischeck.rapporten.console import Scherm, bezig_met
from simulator.basischeck.runner import Runner
from tests.basischeck.nep import BEGIN, NepBesturing, NepSim, maak_check, plan

GOED = {"verwacht": "a", "gekregen": "a"}


def draai(sim, *checks, stand=None, meld=None, het_plan=None, gezegd=None, mens=True):
    """Run the checks of a person who does what is asked when the simulator says so; `gezegd` gets all instructions."""
    gezegd = [] if gezegd is None else gezegd

    class Spreekt(NepBesturing):
        async def doe(self, naam, argumenten):
            gezegd.append(f"doe {naam}")
            return {}

        def kan(self, naam):
            return True

    async def doe():
        sim.taak = asyncio.current_task()
        async with httpx.AsyncClient(transport=sim.transport(), base_url="http://sim") as client:
            runner = Runner(
                het_plan or plan(),
                Sim(client),
                Spreekt(virtueel=False, mens=mens),
                UitPlan({}),
                stand or toestand.Toestand(),
                zeg=gezegd.append,
                meld=meld or (lambda _: None),
                teller=sim.teller,
                checks={check.id: check for check in checks},
            )
            return await runner.draai()

    return asyncio.run(doe())


def vraagt(actie):
    async def check(run):
        sinds = await run.plek()
        await run.push(actie)
        gevonden = await run.levering(lambda g: True, sinds=sinds)
        run.must(gevonden is not None, **GOED)

    return check


# one instruction at a time


def test_the_next_instruction_comes_when_what_the_last_one_asked_has_come():
    sim, gezegd, bij_levering = NepSim(), [], []

    def lever(naam):
        bij_levering.append(len([regel for regel in gezegd if regel.startswith("doe")]))
        sim.levering(naam)

    sim.bij_wachten = [lambda: None, lambda: lever("een"), lambda: None, lambda: lever("twee")]
    checks = maak_check(vraagt("valideren"), "LVBB-01"), maak_check(vraagt("publiceren"), "LVBB-02")
    rapport = draai(sim, *checks, gezegd=gezegd)
    assert [u.resultaat for u in rapport.uitslagen] == [Resultaat.GESLAAGD] * 2
    assert gezegd == ["LVBB-01 titel:", "doe valideren", "LVBB-02 titel:", "doe publiceren"]
    assert bij_levering == [1, 2]


def test_commands_are_not_kept_waiting_for_each_other():
    sim, gezegd, bij_levering = NepSim(), [], []

    def lever(naam):
        bij_levering.append(len([regel for regel in gezegd if regel.startswith("doe")]))
        sim.levering(naam)

    sim.bij_wachten = [lambda: lever("een"), lambda: lever("twee")]
    checks = maak_check(vraagt("valideren"), "LVBB-01"), maak_check(vraagt("publiceren"), "LVBB-02")
    draai(sim, *checks, gezegd=gezegd, mens=False)
    assert bij_levering == [2, 2]


def test_a_check_that_holds_the_clock_can_still_ask():
    sim, gezegd = NepSim(), []

    async def met_klok(run):
        async with run.klok_vast():
            await vraagt("afbreken")(run)

    async def met_sprong(run):
        await run.push("valideren")
        await run.clock(duur="1d")
        run.must(True, **GOED)

    sim.bij_wachten = [lambda: sim.levering("een")]
    rapport = draai(sim, maak_check(met_klok, "LVBB-01"), maak_check(met_sprong, "LVBB-02"), gezegd=gezegd)
    assert {u.resultaat for u in rapport.uitslagen} == {Resultaat.GESLAAGD}


# after a restart


def test_after_a_restart_only_what_is_still_asked_is_said_again(tmp_path):
    sim, gezegd = NepSim(), []
    stand = toestand.Toestand(bestand=tmp_path / toestand.BESTAND)

    async def twee(run):
        await vraagt("valideren")(run)
        await vraagt("publiceren")(run)

    sim.bij_wachten = [lambda: sim.levering("een"), lambda: None, sim.breek_af]
    with pytest.raises(asyncio.CancelledError):
        draai(sim, maak_check(twee), stand=stand, gezegd=gezegd)
    assert gezegd == ["LVBB-01 titel:", "doe valideren", "LVBB-01 titel:", "doe publiceren"]
    gezegd.clear()
    sim.nu = datetime.fromisoformat("2026-04-01T10:00:00+00:00")
    sim.bij_wachten = [lambda: None, lambda: sim.levering("twee")]
    rapport = draai(sim, maak_check(twee), stand=toestand.lees(tmp_path), gezegd=gezegd)
    assert gezegd == [
        "De run gaat verder. De klok van de simulator staat op 2026-04-01T10:00:00Z, en de run zet hem niet terug.",
        "LVBB-01 titel, dit is nog niet binnengekomen:",
        "doe publiceren",
    ]
    assert rapport.uitslagen[0].resultaat is Resultaat.GESLAAGD


def test_what_came_in_meanwhile_is_not_asked_again(tmp_path):
    sim, gezegd = NepSim(), []
    stand = toestand.Toestand(bestand=tmp_path / toestand.BESTAND)
    sim.bij_wachten = [lambda: None, sim.breek_af]
    with pytest.raises(asyncio.CancelledError):
        draai(sim, maak_check(vraagt("valideren")), stand=stand)
    sim.levering("terwijl niemand keek")
    draai(sim, maak_check(vraagt("valideren")), stand=toestand.lees(tmp_path), gezegd=gezegd)
    assert not [regel for regel in gezegd if regel.startswith("doe")]


def test_the_doctor_does_not_say_that_a_resumed_run_sets_the_clock_back():
    begin = tijd.met_zone(BEGIN)
    stand = {"nu": "2026-04-01T10:00:00Z", "vandaag": "2026-04-01", "snelheid": 1}
    het_plan = plan(klok=Klok(begin=begin))
    assert [d.waar for d in klok(Situatie(het_plan), stand)] == ["[klok] begin"]
    assert list(klok(Situatie(het_plan, hervat=True), stand)) == []


# silence


def kijkt_toe(na_afloop):
    async def check(run):
        sim_klaar = await run.expect_event("klaar")
        await run.expect_none("", lambda _: False, sinds=sim_klaar.nummer)
        na_afloop.append(run.stilte())
        await run.expect_event("nog iets", binnen="50s")
        run.must(True, **GOED)

    return check


def met_stilte(functie, lang="10m"):
    return maak_check(functie, stilte=tijd.duur(lang))


@pytest.mark.parametrize(("wachttijd", "verwacht"), [(None, 600), ("2m", 120), ("1u", 600)])
def test_a_silence_lasts_as_long_as_the_check_says_or_the_plan_allows(wachttijd, verwacht):
    sim, duren = NepSim(), []
    sim.bij_wachten = [lambda: sim.gebeurt("klaar")]
    het_plan = plan(klok=Klok(wachttijd=wachttijd) if wachttijd else Klok())
    draai(sim, met_stilte(kijkt_toe(duren)), het_plan=het_plan)
    assert [duur.total_seconds() for duur in duren] == [verwacht]
    assert sim.seconden == pytest.approx(25 + verwacht + 50)


@pytest.mark.parametrize(("keren", "over"), [(4, 500 + 50), (24, 50), (25, 25)])
def test_a_silence_goes_on_after_a_restart_and_is_never_waited_anew(tmp_path, keren, over):
    """keren: so many polls of 25 seconds before the break; 24 are the whole silence, and after that comes a wait."""
    sim, duren = NepSim(), []
    stand = toestand.Toestand(bestand=tmp_path / toestand.BESTAND)
    sim.bij_wachten = [lambda: sim.gebeurt("klaar"), *[lambda: None] * keren, sim.breek_af]
    with pytest.raises(asyncio.CancelledError):
        draai(sim, met_stilte(kijkt_toe(duren)), stand=stand)
    sim.seconden, sim.bij_wachten = 0, []
    draai(sim, met_stilte(kijkt_toe(duren)), stand=toestand.lees(tmp_path))
    assert sim.seconden == pytest.approx(over)


def test_a_silence_is_announced_and_counted_down():
    sim, gezien = NepSim(), []
    sim.bij_wachten = [lambda: sim.gebeurt("klaar")]

    def meld(uitslag):
        if uitslag.tot is not None:
            gezien.append((bezig_met(uitslag), bezig_met(uitslag, sim.seconden + 65)))

    draai(sim, met_stilte(kijkt_toe([])), meld=meld)
    tekst = "kijkt 10 minuten toe of het stil blijft; u hoeft niets te doen"
    assert gezien == [(tekst, f"{tekst} (nog 8:55)")]


def test_explain_announces_the_silence_of_a_check():
    uit = CliRunner().invoke(basischeck, ["explain", "STAM-25"]).output
    assert "Kijkt stil toe: 10 minuten, of zo kort als wachttijd onder [klok] zegt" in uit
    assert "ongeveer een kwartier" in uit
    assert "Kijkt stil toe: -" in CliRunner().invoke(basischeck, ["explain", "STAM-01"]).output


# lines of waiting


def test_a_wait_is_told_once_however_often_it_comes():
    sim, uit = NepSim(), io.StringIO()
    scherm = Scherm(Console(file=uit, width=200), toon_wachten=True)

    async def check(run):
        for _ in range(5):
            await run.expect_event("lvbb.verslag.verzonden", binnen="1s")
        await run.expect_call(lambda _: False, binnen="1s")
        run.must(True, **GOED)

    draai(sim, maak_check(check), meld=scherm.meld)
    wachten = [regel.partition(" - ")[2] for regel in uit.getvalue().splitlines() if regel.split()[0] == "wacht"]
    assert wachten == ["wacht op het antwoord van de LVBB", "wacht op een aanroep van uw software"]


def test_a_terminal_draws_the_line_anew_each_time():
    seconden = [0.0]
    scherm = Scherm(Console(file=io.StringIO(), width=200, force_terminal=True), teller=lambda: seconden[0])
    uitslag = CheckUitslag(maak_check(vraagt("x")), Status.WACHT_OP_SOFTWARE, waarop="kijkt toe", tot=90)
    scherm._bezig["LVBB-01"] = uitslag
    standen = []
    for seconden[0] in (0, 31, 95):
        standen.append(scherm.stand())
    assert standen == [f"LVBB-01 kijkt toe (nog {rest})" for rest in ("1:30", "0:59", "0:00")]


# answers


@pytest.mark.parametrize(
    ("antwoord", "optie"),
    [("j", "ja"), ("n", "nee"), ("J", "ja"), (" Nee ", "nee"), ("JA", "ja"), ("x", ""), ("", ""), ("jazeker", "")],
)
def test_a_letter_is_an_answer(antwoord, optie):
    assert gekozen_optie(antwoord, ("ja", "nee")) == optie


def test_a_letter_that_two_options_share_is_none():
    assert gekozen_optie("n", ("nee", "niet gezien")) == ""


def test_who_answers_something_else_hears_what_can_be_answered(monkeypatch, capsys):
    antwoorden = iter(["misschien", "j"])
    monkeypatch.setattr("builtins.input", lambda _: next(antwoorden))
    vraag = _vraag_op_terminal(Scherm(Console(file=io.StringIO())))
    assert vraag("Ziet u het?", ("ja", "nee")) == "ja"
    assert capsys.readouterr().out == "Antwoord met ja of nee; de eerste letter is genoeg.\n"


def test_who_closes_the_terminal_gives_no_answer(monkeypatch):
    def dicht(_):
        raise EOFError

    monkeypatch.setattr("builtins.input", dicht)
    assert _vraag_op_terminal(Scherm(Console(file=io.StringIO())))("Ziet u het?", ("ja", "nee")) is None
