"""Who is notified, the states on the way, retries on the virtual clock, and redelivery by hand."""

import re

import pytest

from simulator.kernel import tables as kern
from simulator.stam import berichten, errors, events, notificaties, tables
from simulator.stam.model import Ontvanger as Geadresseerde
from tests.stam.afhandelproef import Ontvanger, Proef
from tests.stam.loketproef import DIENST, EILAND, HAVEN


def test_two_addressees_get_the_same_number(afhandeling: Proef, ontvanger: Ontvanger) -> None:
    afhandeling.stuur_naar(ontvanger)
    afhandeling.stuur_naar(ontvanger, DIENST)
    uitkomst = afhandeling.dien_in(behandeldienst=DIENST)
    assert [(o.oin, o.rol, o.kopie, stand) for o, stand in uitkomst.ontvangers] == [
        (EILAND, "bevoegd gezag", True, "queued"),
        (DIENST, "behandeldienst", False, "queued"),
    ]
    afhandeling.tot_rust()
    assert set(afhandeling.standen(uitkomst.verzoeknummer).values()) == {"acked"}
    assert len(ontvanger.gekregen) == 2
    assert all(uitkomst.verzoeknummer.encode() in gekregen.inhoud for gekregen in ontvanger.gekregen)
    bezorgd = [(g["oin"], g["adapter"], g["pogingen"]) for g in afhandeling.gebeurd(events.NOTIFICATIE_BEZORGD)]
    assert sorted(bezorgd) == [(DIENST, "https", 1), (EILAND, "https", 1)]
    gepland = afhandeling.gebeurd(events.NOTIFICATIE_GEPLAND)
    assert [(g["oin"], g["kopie"], g["status"]) for g in gepland] == [
        (EILAND, True, "queued"),
        (DIENST, False, "queued"),
    ]
    [route] = afhandeling.gebeurd(events.ROUTE_BEPAALD)
    assert route["ontvangers"] == [EILAND, DIENST]


@pytest.mark.parametrize("profiel", ["stam-v2", "stam-v3", "stam-v4"])
def test_it_is_a_notification_of_the_profile(afhandeling: Proef, ontvanger: Ontvanger, profiel: str) -> None:
    from simulator.stam import instellingen

    afhandeling.doe(instellingen.zet, {"profiel": profiel})
    afhandeling.stuur_naar(ontvanger)
    afhandeling.dien_in()
    afhandeling.tot_rust()
    [gekregen] = ontvanger.gekregen
    assert berichten.toets_notificatie(profiel, gekregen.inhoud) == []


def test_every_version_is_notified_once(afhandeling: Proef, ontvanger: Ontvanger) -> None:
    afhandeling.stuur_naar(ontvanger)
    nummer = afhandeling.dien_in().verzoeknummer
    afhandeling.vul_aan(nummer)
    afhandeling.trek_in(nummer)
    afhandeling.tot_rust()
    assert afhandeling.standen(nummer) == {(n, EILAND): "acked" for n in (0, 1, 999)}
    assert [rij.aanleiding for rij in afhandeling.notificaties(nummer)] == ["indiening", "aanvulling", "intrekking"]
    gestuurd = {re.findall(rb"volgnummer>(\d*)<", gekregen.inhoud)[0] for gekregen in ontvanger.gekregen}
    assert (len(ontvanger.gekregen), gestuurd) == (3, {b"000", b"001", b"999"})


def test_who_had_one_gets_no_second(afhandeling: Proef, ontvanger: Ontvanger) -> None:
    afhandeling.stuur_naar(ontvanger)
    nummer = afhandeling.dien_in().verzoeknummer
    afhandeling.tot_rust()
    nog_eens = [Geadresseerde(EILAND, "bevoegd gezag")]
    standen = afhandeling.doe(notificaties.kondig_aan, nummer, 0, nog_eens, [], "herroutering")
    assert [stand for _, stand in standen] == ["acked"]
    afhandeling.tot_rust()
    assert len(ontvanger.gekregen) == 1
    [niet] = afhandeling.lees(tables.onderdrukt_bij, nummer)
    assert (niet.oin, niet.reden) == (EILAND, "kreeg van dit volgnummer al een notificatie")


class TestNieuwePogingen:
    @pytest.mark.parametrize("status", [500, 503, 429, 408, 0])
    def test_what_may_go_better_is_tried_again(self, afhandeling: Proef, ontvanger: Ontvanger, status: int) -> None:
        ontvanger.statussen = [status, status]
        afhandeling.stuur_naar(ontvanger)
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        [rij] = afhandeling.notificaties(nummer)
        assert (rij.status, rij.pogingen) == ("retrying", 1)
        assert rij.fout
        afhandeling.verder(minutes=4)
        assert len(ontvanger.gekregen) == 1
        afhandeling.verder(minutes=1)
        assert afhandeling.standen(nummer) == {(0, EILAND): "retrying"}
        afhandeling.verder(minutes=5)
        [rij] = afhandeling.notificaties(nummer)
        assert (rij.status, rij.pogingen, rij.fout) == ("acked", 3, "")
        assert len({gekregen.inhoud for gekregen in ontvanger.gekregen}) == 1
        regels = afhandeling.journaal(richting="uit")
        assert [regel.status for regel in regels] == [status, status, 202]
        assert [bool(regel.regels) for regel in regels] == [True, True, False]

    def test_after_the_last_one_it_has_failed(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        ontvanger.statussen = [503] * 6
        afhandeling.stuur_naar(ontvanger)
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.verder(days=1)
        [rij] = afhandeling.notificaties(nummer)
        assert (rij.status, rij.pogingen, rij.fout) == ("failed", 6, "de ontvanger gaf status 503")
        [mislukt] = afhandeling.gebeurd(events.NOTIFICATIE_MISLUKT)
        assert (mislukt["oin"], mislukt["reden"], mislukt["pogingen"]) == (EILAND, rij.fout, 6)

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 301, 307])
    def test_what_will_not_is_not(self, afhandeling: Proef, ontvanger: Ontvanger, status: int) -> None:
        ontvanger.statussen = [status]
        ontvanger.kop = {"Location": ontvanger.url}
        afhandeling.stuur_naar(ontvanger)
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.verder(days=1)
        assert afhandeling.standen(nummer) == {(0, EILAND): "failed"}
        assert len(ontvanger.gekregen) == 1

    def test_nobody_listens(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        afhandeling.stuur_naar(ontvanger, url="http://127.0.0.1:1/")
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        [rij] = afhandeling.notificaties(nummer)
        assert rij.status == "retrying"
        assert rij.fout.startswith("geen verbinding met 127.0.0.1 poort 1: ")

    def test_a_corrected_address_counts_for_what_waits(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        afhandeling.stuur_naar(ontvanger, url="http://127.0.0.1:1/")
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        afhandeling.stuur_naar(ontvanger)
        afhandeling.verder(minutes=5)
        assert afhandeling.standen(nummer) == {(0, EILAND): "acked"}

    def test_an_address_that_went_away(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        ontvanger.statussen = [503]
        afhandeling.stuur_naar(ontvanger)
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        afhandeling.doe(notificaties.ontvangst.verwijder, EILAND)
        afhandeling.verder(minutes=5)
        [rij] = afhandeling.notificaties(nummer)
        assert rij.status == "failed"
        assert "geen adres meer" in rij.fout
        assert afhandeling.doe(notificaties.opnieuw, nummer, 0, EILAND) == "inbox"


def test_a_fault_of_our_own_ends_one_notification(
    afhandeling: Proef, ontvanger: Ontvanger, monkeypatch: pytest.MonkeyPatch
) -> None:
    afhandeling.stuur_naar(ontvanger)
    with monkeypatch.context() as even:
        even.setattr(berichten, "notificatie_xml", lambda *_: 1 / 0)
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
    [rij] = afhandeling.notificaties(nummer)
    assert (rij.status, rij.pogingen) == ("failed", 1)
    assert "ZeroDivisionError" in rij.fout
    afhandeling.doe(notificaties.opnieuw, nummer, 0, EILAND)
    afhandeling.tot_rust()
    assert afhandeling.standen(nummer) == {(0, EILAND): "acked"}


class TestMetDeHand:
    @pytest.mark.parametrize("eerst", [[], [400]])
    def test_delivered_again(self, afhandeling: Proef, ontvanger: Ontvanger, eerst: list[int]) -> None:
        ontvanger.statussen = list(eerst)
        afhandeling.stuur_naar(ontvanger)
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        assert afhandeling.doe(notificaties.opnieuw, nummer, 0, EILAND) == "queued"
        afhandeling.tot_rust()
        [rij] = afhandeling.notificaties(nummer)
        assert (rij.status, rij.pogingen) == ("acked", 2)
        assert len(ontvanger.gekregen) == 2

    def test_not_what_is_under_way(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        ontvanger.statussen = [503]
        afhandeling.stuur_naar(ontvanger)
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        with pytest.raises(errors.NotificatieBezwaar, match="retrying"):
            afhandeling.doe(notificaties.opnieuw, nummer, 0, EILAND)
        with pytest.raises(errors.NotificatieOnbekend):
            afhandeling.doe(notificaties.opnieuw, nummer, 1, EILAND)

    def test_the_inbox(self, afhandeling: Proef) -> None:
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        assert afhandeling.standen(nummer) == {(0, EILAND): "inbox"}
        assert afhandeling.lees(lambda lezing: lezing.aantal(kern.uitgaand)) == 0
        afhandeling.doe(notificaties.haal_op, nummer, 0, EILAND)
        [rij] = afhandeling.notificaties(nummer)
        assert (rij.status, rij.pogingen) == ("acked", 0)
        assert rij.bevestigd_op is not None
        with pytest.raises(errors.NotificatieBezwaar, match="acked"):
            afhandeling.doe(notificaties.haal_op, nummer, 0, EILAND)
        with pytest.raises(errors.NotificatieOnbekend):
            afhandeling.doe(notificaties.haal_op, nummer, 0, HAVEN)


def test_the_journal_of_a_notification(afhandeling: Proef, ontvanger: Ontvanger) -> None:
    afhandeling.stuur_naar(ontvanger, gebruiker="vth", wachtwoord="geheim", headers={"X-Eigen": "ja"})
    nummer = afhandeling.dien_in().verzoeknummer
    afhandeling.tot_rust()
    [regel] = afhandeling.journaal(richting="uit")
    assert (regel.koppelvlak, regel.operatie, regel.methode) == ("stam", "notificatie", "POST")
    assert (regel.organisatie, regel.pad, regel.status) == (EILAND, ontvanger.url, 202)
    assert regel.kenmerken == {"verzoeknummer": nummer, "volgnummer": "000", "adapter": "https"}
    assert bytes(regel.verzoek) == ontvanger.gekregen[0].inhoud
    assert bytes(regel.antwoord) == b"ok"
    koppen = {naam.lower(): waarde for naam, waarde in regel.verzoek_kop}
    assert koppen["x-eigen"] == "ja"
    assert "geheim" not in str(regel)
    assert koppen["authorization"] == "(niet bewaard)"


def test_connections_stay_open(afhandeling: Proef, ontvanger: Ontvanger) -> None:
    afhandeling.stuur_naar(ontvanger)
    for _ in range(30):
        afhandeling.dien_in()
    afhandeling.tot_rust()
    assert len(ontvanger.gekregen) == 30
    assert len(ontvanger.verbindingen) < 10


def test_it_can_be_reset_halfway(afhandeling: Proef, ontvanger: Ontvanger) -> None:
    ontvanger.tussendoor = lambda: afhandeling.sim.kern.begin_opnieuw("standaard")
    afhandeling.stuur_naar(ontvanger)
    nummer = afhandeling.dien_in().verzoeknummer
    afhandeling.tot_rust()
    assert afhandeling.notificaties(nummer) == []
    assert len(ontvanger.gekregen) == 1
