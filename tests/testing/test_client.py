"""The client does what it promises, against a running simulator."""

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from simulator.serve import Draaiend
from simulator.testing.client import LEVERINGEN, Dso, SimulatorFout

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_a_package_comes_back_with_its_messages(sim, pakketten):
    levering = sim.lever_aan(pakketten / "2-publicatie.zip", leverancier="Mijn bedrijf")
    assert levering.status == "wacht-op-bekendmaking"
    assert [(bericht.hoofd, bericht.voortgang) for bericht in levering.berichten] == [
        ("succes", "validatie-voltooid"),
        ("succes", "registratie-voltooid"),
    ]
    assert levering.codes[0] == "DL-0003"
    assert len(levering.ruw) == 2
    assert b"VerzoekResultaat" in levering.ruw[1]
    assert sim.klok().nu == BEGIN
    assert sim.oordeel(levering)["uitkomst"] == "valide"
    assert sim.vraag("GET", levering.url).json()["leveringId"] == levering.id


def test_a_jump_brings_the_bekendmaking(sim, pakketten):
    levering = sim.lever_aan((pakketten / "2-publicatie.zip").read_bytes())
    stand = sim.spring(timedelta(days=2))
    assert stand.nu == BEGIN + timedelta(days=2)
    assert stand.vandaag == date(2026, 3, 4)
    assert sim.levering(levering.id).status == "gepubliceerd"
    assert [g["soort"] for g in sim.gebeurtenissen(soort="lvbb.publicatie")][-1:] == ["lvbb.publicatie"]


def test_what_is_no_zip_is_refused_in_a_message(sim):
    levering = sim.lever_aan(b"geen zip")
    assert levering.status == "technisch-afgewezen"
    assert levering.berichten[0].technisch_afgewezen


def test_an_lvbb_that_takes_its_time_is_waited_for(pakketten):
    with Draaiend(klok=BEGIN.isoformat(), snelheid=0, lvbb_timing="realistisch") as traag, Dso(traag.url) as client:
        meteen = client.lever_aan(pakketten / "1-validatie.zip", wacht=False)
        assert meteen.status in ("ontvangen", "in-behandeling")
        assert client.lever_aan(pakketten / "2-publicatie.zip").status == "wacht-op-bekendmaking"
        assert client.levering(meteen.id).status == "valide"


def test_the_clock_is_set_and_stopped(sim):
    assert sim.klok().snelheid == 0
    assert sim.zet_klok("2026-04-01T12:00", snelheid=60).snelheid == 60
    assert sim.zet_klok(BEGIN, snelheid=0).nu == BEGIN
    assert sim.spring("P1W").nu == BEGIN + timedelta(weeks=1)
    assert sim.spring(BEGIN + timedelta(weeks=2)).nu == BEGIN + timedelta(weeks=2)
    with pytest.raises(SimulatorFout, match="vooruit") as fout:
        sim.spring(BEGIN)
    assert fout.value.status == 409


def test_a_snapshot_goes_back_and_a_reset_starts_over(sim, pakketten):
    levering = sim.lever_aan(pakketten / "2-publicatie.zip")
    sim.snapshot("met levering")
    sim.reset()
    with pytest.raises(SimulatorFout) as weg:
        sim.levering(levering.id)
    assert weg.value.status == 404
    sim.herstel("met levering")
    assert sim.levering(levering.id).status == "wacht-op-bekendmaking"


def test_the_journal_is_read_in_pages(sim):
    begin = sim.laatste_regel()
    for _ in range(505):
        sim.vraag("GET", "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen")
    gevonden = sim.journaal(begin, koppelvlak="ozon")
    assert len(gevonden) == 505
    assert len({regel["nummer"] for regel in gevonden}) == 505
    assert sim.laatste_regel() >= gevonden[-1]["nummer"]


def test_a_fault_is_switched_on_and_off(sim):
    sim.storingen([{"koppelvlak": "lvbb", "operatie": "leverAan", "soort": "status", "waarde": 503, "aantal": None}])
    with pytest.raises(SimulatorFout) as fout:
        sim.lever_aan(b"x")
    assert fout.value.status == 503
    sim.storingen([])
    assert sim.lever_aan(b"x").status == "technisch-afgewezen"


def test_an_address_without_a_simulator_is_said_so():
    with Dso("http://127.0.0.1:1") as client, pytest.raises(SimulatorFout, match="antwoordt geen simulator") as fout:
        client.reset()
    assert fout.value.status == 0


def test_a_client_of_the_user_stays_open(draaiend):
    with httpx.Client(headers={"x-oin": "ander"}) as http:
        with Dso(draaiend.url, client=http) as client:
            client.wacht_tot_gereed()
        assert not http.is_closed


def test_a_path_before_every_path_is_kept():
    gevraagd: list[str] = []

    def antwoord(request: httpx.Request) -> httpx.Response:
        gevraagd.append(str(request.url))
        return httpx.Response(503, json={"detail": "nog niet"})

    with httpx.Client(transport=httpx.MockTransport(antwoord)) as http:
        client = Dso("http://sim.test/o/klas/", client=http)
        with pytest.raises(SimulatorFout, match=r"na 0\.1 seconden niet gereed"):
            client.wacht_tot_gereed(0.1)
        with pytest.raises(SimulatorFout, match="nog niet"):
            client.lever_aan(b"zip")
    assert gevraagd == ["http://sim.test/o/klas/_sim/ready", f"http://sim.test/o/klas{LEVERINGEN}"]


EILAND, DIENST = "00000009001000009920", "00000009000000009920"
WASSEN = "nl.imow-gm9920.activiteit.MotorvoertuigWassen"


def test_a_verzoek_from_loket_to_inbox(sim):
    nummer = sim.dien_in("boom-kappen", bijlagen=1)["verzoeknummer"]
    assert sim.vul_aan(nummer)["volgnummer"] == "001"
    assert sim.trek_in(nummer, "Toch niet.")["volgnummer"] == "999"
    assert [v["verzoeknummer"] for v in sim.verzoeken(status="ingetrokken")] == [nummer]
    assert [n["volgnummer"] for n in sim.postvak(EILAND)] == ["999", "001", "000"]
    assert sim.haal_op(nummer, "000", EILAND)["status"] == "acked"
    assert sim.bezorg_opnieuw(nummer, 0, EILAND)["status"] == "inbox"
    assert len(sim.verzoek(nummer)["versies"]) == 3


def test_the_term_of_a_verzoek(sim):
    nummer = sim.dien_in()["verzoeknummer"]
    assert sim.termijn(nummer, "verleng", 2)["verlengdWeken"] == 2
    assert sim.kennisgeving(nummer)["kennisgevingOp"]
    with pytest.raises(SimulatorFout, match="al verlengd"):
        sim.termijn(nummer, "verleng")


def test_stam_is_set_up(sim):
    assert sim.stam(profiel="stam-v3")["profiel"] == "stam-v3"
    assert sim.zet_activiteit(WASSEN, "Wassen", vereisten=["Melding"])["vereisten"] == ["Melding"]
    assert sim.zet_behandeldienst(EILAND, WASSEN, DIENST)["toestemming"] == ""
    assert sim.zet_mandaat(EILAND, DIENST)["mandaat"] == "volledig"
    assert sim.zet_ontvangst(DIENST, "https", "http://127.0.0.1:9/")["adapter"] == "https"
    uit = sim.dien_in(type="Melding", activiteiten=[WASSEN])
    assert [(o["oin"], o["status"]) for o in uit["ontvangers"]] == [(EILAND, "inbox"), (DIENST, "retrying")]
