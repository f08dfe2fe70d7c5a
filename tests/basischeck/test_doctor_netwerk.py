"""The doctor on the network: the simulator, its clock and the addresses that it must reach; and the command itself."""

import asyncio
import json
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import httpx
import pytest
from typer.testing import CliRunner

from simulator.basischeck.doctor import Ernst, Situatie, onderzoek, vooraf
from simulator.basischeck.doctor.onderzoek import KLOK, ONTVANGST, SIMULATOR
from simulator.basischeck.plan import Klok, Ontheffing, Ontvangst, Simulator, Sturing
from simulator.cli import hoofd
from simulator.serve import Draaiend
from tests.basischeck.nep import plan
from tests.edge.proefserver import CERTIFICATEN, achter_tls, serveer, vrije_poort

CA = CERTIFICATEN / "ca.pem"
VANDAAG = date(2026, 3, 2)
SUT = '[sut]\nnaam="Plan"\nleverancier="L"\nversie="2"\n'


@pytest.fixture(scope="module")
def sim():
    with Draaiend(klok="2026-03-02T08:00:00Z", snelheid=0) as draaiend:
        yield draaiend.url


@pytest.fixture(autouse=True)
def geen_container(monkeypatch):
    monkeypatch.setattr("simulator.edge.bereik.draait_in_container", lambda *_: False)


def kijk(sim="", *, ca=CA, **velden):
    return asyncio.run(onderzoek(Situatie(plan(**velden), sim=sim, ca=ca)))


def een(uitslag, naam):
    (diagnose,) = uitslag[naam]
    assert diagnose.verwacht
    assert diagnose.doe
    return diagnose


def test_a_set_up_with_nothing_wrong(sim):
    with serveer() as software:
        adres = Ontvangst(naam="meldingen", url=software.url(), methode="POST", koppen={"x-sleutel": "k"})
        uitslag = kijk(sim, ontvangst=[adres], besturing=Sturing(wijze="referentie"))
    assert {naam: lijst for naam, lijst in uitslag.items() if lijst} == {}
    assert {SIMULATOR, KLOK, ONTVANGST} <= set(uitslag)
    assert b"x-sleutel: k" in software.ontvangen[0]


def test_without_a_simulator_only_what_can_be_seen_is_looked_at():
    assert SIMULATOR not in kijk()


# the address of the simulator


@pytest.mark.parametrize(
    ("antwoord", "certificaat", "schema", "gekregen", "doe"),
    [
        (b"HTTP/1.1 404 N\r\nContent-Length: 0\r\n\r\n", "", "http", "iets anders", "zonder pad"),
        (b"HTTP/1.1 200 O\r\nContent-Length: 2\r\n\r\n{}", "", "http", "iets anders", "zonder pad"),
        (b"HTTP/1.1 200 O\r\nContent-Length: 3\r\n\r\nhoi", "", "http", "iets anders", "zonder pad"),
        (b"HTTP/1.1 308 P\r\nLocation: http://b.example\r\n\r\n", "", "http", "verwijst door", "http://b.example"),
        (b"HTTP/1.1 401 U\r\n\r\n", "", "http", "wie er belt", "sleutel"),
        (b"", "zelf.pem", "https", "uitgever", "--ca"),
        (b"", "verlopen.pem", "https", "verlopen", "nieuw certificaat"),
        (b"", "anders.pem", "https", "andere naam", "naam uit het certificaat"),
        (b"HTTP/1.1 400 B\r\n\r\n", "", "https", "zonder TLS", "http://"),
        (b"", "goed.pem", "http", "spreekt TLS", "https://"),
    ],
)
def test_an_address_of_something_else(antwoord, certificaat, schema, gekregen, doe):
    with serveer(antwoord, certificaat=certificaat) as server:
        uitslag = kijk(server.url(schema, pad=""))
    diagnose = een(uitslag, SIMULATOR)
    assert diagnose.waar == "--sim"
    assert gekregen in diagnose.gekregen
    assert doe in diagnose.doe
    assert not diagnose.weg
    assert KLOK not in uitslag


@pytest.mark.parametrize(
    ("adres", "gekregen"),
    [
        ("http://127.0.0.1:{}", "geweigerd"),
        ("http://bestaat-niet.invalid:{}", "vindt de naam bestaat-niet.invalid niet"),
    ],
)
def test_an_address_where_nothing_is(adres, gekregen):
    diagnose = een(kijk(adres.format(vrije_poort())), SIMULATOR)
    assert gekregen in diagnose.gekregen
    assert "dso-sim serve" in diagnose.doe
    assert diagnose.weg


def test_an_address_that_is_none():
    diagnose = een(kijk("localhost:8080"), SIMULATOR)
    assert "http://" in diagnose.doe
    assert not diagnose.weg


def test_a_simulator_that_is_not_ready(sim, monkeypatch):
    async def nee(_self):
        return False

    monkeypatch.setattr("simulator.basischeck.control.Sim.gereed", nee)
    diagnose = een(kijk(sim), SIMULATOR)
    assert "Gereed op" in diagnose.doe


def test_links_that_do_not_lead_back(sim):
    with achter_tls(lambda: sim) as url:
        diagnose = een(kijk(url), SIMULATOR)
    assert diagnose.ernst is Ernst.FOUT
    assert f"--publieke-url {url}" in diagnose.doe
    with Draaiend(klok="2026-03-02T08:00:00Z", publieke_url="http://elders.example") as ander:
        assert een(kijk(ander.url), SIMULATOR).ernst is Ernst.LET_OP


def test_the_headers_of_the_plan_go_along():
    with serveer(b"HTTP/1.1 401 U\r\n\r\n") as server:
        kijk(server.url(pad=""), simulator=Simulator(koppen={"x-api-key": "geheim"}))
    assert b"x-api-key: geheim" in server.ontvangen[0]


# its clock


def test_a_clock_past_the_fixed_date_of_the_plan(sim):
    diagnose = een(kijk(sim, besturing=Sturing(wijze="referentie", datumBekendmaking=VANDAAG)), KLOK)
    assert "LVBB1501" in diagnose.verwacht
    assert "van de simulator" in diagnose.verwacht


def test_a_clock_past_the_begin_of_the_plan(sim):
    begin = datetime.fromisoformat("2026-03-01T08:00:00+00:00")
    velden = {"klok": Klok(begin=begin), "besturing": Sturing(wijze="referentie")}
    assert een(kijk(sim, **velden), KLOK).ernst is Ernst.LET_OP
    assert kijk(sim, opnieuw=True, **velden)[KLOK] == []


def test_a_clock_on_the_own_day_of_the_plan_is_no_reason_to_warn(sim):
    begin = datetime.combine(VANDAAG, time(0, 5), ZoneInfo("Europe/Amsterdam"))
    assert kijk(sim, klok=Klok(begin=begin), besturing=Sturing(wijze="referentie"))[KLOK] == []


def test_a_clock_past_the_end_of_a_waiver(sim):
    waiver = Ontheffing(check="LVBB-14", reden="x", tot=date(2026, 3, 1))
    diagnose = een(kijk(sim, ontheffing=[waiver], besturing=Sturing(wijze="referentie")), KLOK)
    assert diagnose.waar == "[[ontheffing]] LVBB-14: tot"


def test_a_clock_that_stands_still_for_who_works_by_hand(sim):
    assert "--snelheid 1" in een(kijk(sim), KLOK).doe


# the addresses that the simulator must reach


@pytest.mark.parametrize("via", [True, False])
def test_an_address_of_the_software_that_does_not_work(sim, via):
    adressen = [
        Ontvangst(naam="weg", url=f"http://127.0.0.1:{vrije_poort()}/"),
        Ontvangst(naam="naamloos", url="http://bestaat-niet.invalid/"),
    ]
    gevonden = kijk(sim if via else "", ontvangst=adressen)[ONTVANGST]
    assert [d.waar for d in gevonden] == ["[[ontvangst]] weg", "[[ontvangst]] naamloos"]
    assert "geweigerd" in gevonden[0].gekregen
    assert "de simulator" in gevonden[1].gekregen.lower()
    assert "Start uw software" in gevonden[0].doe
    assert not any(d.weg for d in gevonden)


def test_a_simulator_that_cannot_try_an_address(sim, monkeypatch):
    monkeypatch.setattr("simulator.basischeck.doctor.netwerk_proeven.PROEF", "/_sim/bestaat-niet")
    diagnose = een(kijk(sim, ontvangst=[Ontvangst(naam="x", url="http://x/")]), ONTVANGST)
    assert diagnose.ernst is Ernst.LET_OP


def test_before_a_run_the_addresses_of_the_software_are_left_alone(sim):
    with serveer() as software:
        s = Situatie(plan(ontvangst=[Ontvangst(naam="x", url=software.url())]), sim=sim)
        gevonden = asyncio.run(vooraf(replace(s, uit=None)))
    assert software.ontvangen == []
    assert [d.ernst for d in gevonden] == [Ernst.LET_OP]


def test_addresses_that_do_not_answer_are_tried_at_the_same_time(monkeypatch):
    tegelijk = []

    async def wacht(vraag):
        tegelijk.append(vraag.url)
        while len(tegelijk) < 3:
            await asyncio.sleep(0)
        raise httpx.ReadTimeout("klaar")

    monkeypatch.setattr("simulator.edge.bereik.probeer", wacht)
    adressen = [Ontvangst(naam=str(n), url=f"http://x/{n}") for n in range(3)]
    with pytest.raises(httpx.ReadTimeout):
        kijk(ontvangst=adressen)
    assert len(tegelijk) == 3


# the command


def doctor(plan_, *argumenten):
    return CliRunner().invoke(hoofd, ["doctor", str(plan_), *(str(a) for a in argumenten)])


def schrijf(map_, tekst):
    (map_ / "plan.toml").write_text(tekst, encoding="utf-8")
    return map_ / "plan.toml"


def test_the_command_says_that_all_is_well(sim, tmp_path):
    bestand = schrijf(tmp_path, SUT + '[besturing]\nwijze="referentie"\n')
    uitkomst = doctor(bestand, "--sim", sim, "--uit", tmp_path / "uit")
    assert uitkomst.exit_code == 0, uitkomst.output
    assert uitkomst.stdout.splitlines()[-1] == "Alles in orde. [code 0]"
    assert "in orde  rapportmap" in uitkomst.stdout
    assert not (tmp_path / "uit").exists()


def test_the_command_says_what_is_wrong_and_what_to_do(sim, tmp_path):
    bestand = schrijf(
        tmp_path, SUT + '[besturing]\nwijze="opdracht"\n[besturing.acties]\nvalideren=["bestaat-niet-hier"]\n'
    )
    uitkomst = doctor(bestand, "--sim", sim)
    assert uitkomst.exit_code == 2
    regels = uitkomst.stdout.splitlines()
    plek = regels.index("FOUT     [besturing.acties] valideren")
    assert [regel.split(":")[0].strip() for regel in regels[plek + 1 : plek + 4]] == ["verwacht", "gekregen", "doe"]
    assert regels[-1].endswith("[code 2]")


def test_what_only_asks_for_attention_is_no_fault(sim, tmp_path):
    uitkomst = doctor(schrijf(tmp_path, SUT), "--sim", sim)
    assert uitkomst.exit_code == 0
    assert uitkomst.stdout.splitlines()[-1] == "0 fouten, 1 keer let op. [code 0]"


@pytest.mark.parametrize(
    ("tekst", "waar", "gekregen"),
    [
        ('[sut]\nnaam="x"\nversie="1"\n', "plan.toml: sut.leverancier", "ontbreekt"),
        (
            SUT + '[[sut.organisaties]]\nnaam="x"\ncode="gm1"\noin="12"\n',
            "plan.toml: sut.organisaties[1].oin",
            "20 cijfers",
        ),
        (SUT.replace('"Plan"', '"$BESTAAT_NIET"'), "plan.toml: sut.naam", "BESTAAT_NIET bestaat niet"),
        ("x = \n", "plan.toml", "geen geldige TOML"),
    ],
)
def test_a_plan_that_cannot_be_read_is_a_finding_per_field(tmp_path, tekst, waar, gekregen):
    uitkomst = doctor(schrijf(tmp_path, tekst), "--json")
    assert uitkomst.exit_code == 2
    gelezen = json.loads(uitkomst.stdout)
    (diagnose,) = gelezen["proeven"]["plan"]
    assert diagnose["waar"].endswith(waar)
    assert gekregen in diagnose["gekregen"]
    assert gelezen["code"] == 2


def test_a_plan_that_is_not_there(tmp_path):
    uitkomst = doctor(tmp_path / "weg.toml")
    assert uitkomst.exit_code == 2
    assert "kan niet gelezen worden" in uitkomst.stdout


def test_the_address_of_the_plan_is_named_as_the_user_wrote_it(tmp_path):
    bestand = schrijf(tmp_path, f'{SUT}[simulator]\nurl="http://127.0.0.1:{vrije_poort()}"\n')
    uitkomst = doctor(bestand)
    assert uitkomst.exit_code == 2
    assert "FOUT     [simulator] url" in uitkomst.stdout
