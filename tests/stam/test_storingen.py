"""What goes wrong on purpose: with a notification, and at each step of fetching."""

import threading
from typing import Any

import httpx
import pytest

from simulator.edge import storingen
from simulator.edge.storingen import Storing, StoringOnbekend
from simulator.stam import events, notificaties
from tests.stam.afhandelproef import V2, Ontvanger, Proef, met_documenten
from tests.stam.loketproef import DIENST, EILAND


def zet(afhandeling: Proef, wat: str, aantal: int | None = 1, **meer: Any) -> None:
    afhandeling.client.put(
        "/_sim/storingen",
        json={
            "storingen": [
                {
                    "koppelvlak": "stam",
                    "operatie": "notificatie",
                    "soort": "stam-notificatie",
                    "waarde": {"wat": wat, **meer},
                    "aantal": aantal,
                }
            ]
        },
    ).raise_for_status()


def over(afhandeling: Proef) -> int:
    aantal: int = len(afhandeling.lees(storingen.lijst))
    return aantal


def nummers(ontvanger: Ontvanger, *bekend: str) -> list[str]:
    """Which verzoeknummer each request was about, in the order of arrival."""
    return [next(n for n in bekend if n.encode() in gekregen.inhoud) for gekregen in ontvanger.gekregen]


class TestNotificatie:
    def test_dubbel_is_two_at_once(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        samen = threading.Barrier(2, timeout=20)
        ontvanger.tussendoor = lambda: samen.wait() and None
        afhandeling.stuur_naar(ontvanger)
        zet(afhandeling, "dubbel")
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        een, twee = ontvanger.gekregen
        assert een.inhoud == twee.inhoud
        assert afhandeling.standen(nummer) == {(0, EILAND): "acked"}
        assert len(afhandeling.journaal(richting="uit")) == 2
        assert len(afhandeling.gebeurd(events.NOTIFICATIE_BEZORGD)) == 1
        assert over(afhandeling) == 0
        ontvanger.tussendoor = lambda: None
        afhandeling.dien_in()
        afhandeling.tot_rust()
        assert len(ontvanger.gekregen) == 3

    @pytest.mark.parametrize(
        ("statussen", "stand"), [([503, 202], "acked"), ([503, 503], "retrying"), ([400], "acked")]
    )
    def test_dubbel_and_one_of_them_fails(
        self, afhandeling: Proef, ontvanger: Ontvanger, statussen: list[int], stand: str
    ) -> None:
        ontvanger.statussen = statussen
        afhandeling.stuur_naar(ontvanger)
        zet(afhandeling, "dubbel")
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        assert afhandeling.standen(nummer) == {(0, EILAND): stand}
        assert len(afhandeling.journaal(richting="uit")) == 2

    def test_verlies_is_never_sent_and_can_be_found(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        afhandeling.stuur_naar(ontvanger)
        zet(afhandeling, "verlies")
        kwijt = afhandeling.dien_in().verzoeknummer
        goed = afhandeling.dien_in().verzoeknummer
        afhandeling.verder(days=1)
        assert nummers(ontvanger, kwijt, goed) == [goed]
        [rij] = afhandeling.notificaties(kwijt)
        assert (rij.status, rij.fout) == ("queued", notificaties.VERLOREN)
        [gepland] = [g for g in afhandeling.gebeurd(events.NOTIFICATIE_GEPLAND) if g["verzoeknummer"] == kwijt]
        assert gepland["storing"] == "verlies"
        vierkant = [[98000, 540000], [99000, 540000], [99000, 541000], [98000, 541000], [98000, 540000]]
        vraag = {"geometrie": {"type": "Polygon", "coordinates": [vierkant]}}
        gevonden = afhandeling.client.post(f"{V2}/verzoeken/_zoek", json=vraag, headers={"OIN": EILAND}).json()
        assert [rij["verzoeknummer"] for rij in gevonden["_embedded"]["verzoeken"]] == [kwijt, goed]
        afhandeling.doe(notificaties.opnieuw, kwijt, 0, EILAND)
        afhandeling.tot_rust()
        assert nummers(ontvanger, kwijt, goed) == [goed, kwijt]

    def test_laat_waits_for_the_virtual_clock(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        afhandeling.stuur_naar(ontvanger)
        zet(afhandeling, "laat", seconden=600)
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.verder(minutes=9)
        assert afhandeling.standen(nummer) == {(0, EILAND): "queued"}
        with pytest.raises(notificaties.NotificatieBezwaar):
            afhandeling.doe(notificaties.opnieuw, nummer, 0, EILAND)
        afhandeling.verder(minutes=1)
        assert afhandeling.standen(nummer) == {(0, EILAND): "acked"}
        assert len(ontvanger.gekregen) == 1

    def test_a_late_one_that_fails_says_so(
        self, afhandeling: Proef, ontvanger: Ontvanger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stuk(*_: object) -> None:
            raise ZeroDivisionError("met opzet")

        afhandeling.stuur_naar(ontvanger)
        zet(afhandeling, "laat", seconden=600)
        nummer = afhandeling.dien_in().verzoeknummer
        monkeypatch.setattr(notificaties, "_verstuur", stuk)
        afhandeling.verder(minutes=11)
        [rij] = afhandeling.notificaties(nummer)
        assert (rij.status, rij.fout) == ("failed", "ZeroDivisionError: met opzet")
        [mislukt] = afhandeling.gebeurd(events.NOTIFICATIE_MISLUKT)
        assert mislukt["reden"] == rij.fout

    def test_omgekeerd_is_the_next_one_first(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        afhandeling.stuur_naar(ontvanger)
        zet(afhandeling, "omgekeerd")
        een = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        [rij] = afhandeling.notificaties(een)
        assert (rij.status, rij.fout, ontvanger.gekregen) == ("queued", notificaties.VASTGEHOUDEN, [])
        twee, drie = afhandeling.dien_in().verzoeknummer, afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        volgorde = nummers(ontvanger, een, twee, drie)
        assert volgorde.index(twee) < volgorde.index(een)
        assert sorted(volgorde) == [een, twee, drie]
        assert {**afhandeling.standen(een), **afhandeling.standen(twee)} == {(0, EILAND): "acked"}

    def test_omgekeerd_within_one_verzoek(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        afhandeling.stuur_naar(ontvanger)
        zet(afhandeling, "omgekeerd")
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.vul_aan(nummer)
        afhandeling.tot_rust()
        volgnummers = [regel.kenmerken["volgnummer"] for regel in afhandeling.journaal(richting="uit")]
        assert volgnummers == ["001", "000"]

    def test_what_was_held_goes_also_when_the_next_one_fails(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        ontvanger.statussen = [400]
        afhandeling.stuur_naar(ontvanger)
        zet(afhandeling, "omgekeerd")
        een, twee = afhandeling.dien_in().verzoeknummer, afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()
        assert nummers(ontvanger, een, twee) == [twee, een]
        assert afhandeling.standen(een) == {(0, EILAND): "acked"}

    def test_bijlagen_eerst(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        afhandeling.stuur_naar(ontvanger, opties={"stuurt": "verzoek", "bijlagenUrl": ontvanger.url})
        zet(afhandeling, "bijlagen-eerst")
        inhoud, bestanden = met_documenten(b"een", b"twee")
        afhandeling.dien_in(inhoud, bestanden)
        afhandeling.tot_rust()
        soorten = [gekregen.koppen["content-type"].partition(";")[0] for gekregen in ontvanger.gekregen]
        assert soorten == ["multipart/form-data", "multipart/form-data", "application/xml"]

    def test_for_one_receiver_only(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        afhandeling.stuur_naar(ontvanger)
        afhandeling.stuur_naar(ontvanger, DIENST)
        zet(afhandeling, "verlies", oin=DIENST)
        nummer = afhandeling.dien_in(behandeldienst=DIENST).verzoeknummer
        afhandeling.tot_rust()
        assert afhandeling.standen(nummer) == {(0, EILAND): "acked", (0, DIENST): "queued"}

    def test_an_inbox_has_no_faults(self, afhandeling: Proef) -> None:
        zet(afhandeling, "verlies")
        nummer = afhandeling.dien_in().verzoeknummer
        assert afhandeling.standen(nummer) == {(0, EILAND): "inbox"}
        assert over(afhandeling) == 1

    @pytest.mark.parametrize(
        "waarde",
        [
            None,
            "dubbel",
            {},
            {"wat": "kwijt"},
            {"wat": "laat"},
            {"wat": "laat", "seconden": 0},
            {"wat": "laat", "seconden": "600"},
            {"wat": "laat", "seconden": True},
            {"wat": "laat", "seconden": 1e9},
            {"wat": "dubbel", "seconden": 5},
            {"wat": "dubbel", "oin": 5},
            {"wat": "dubbel", "kleur": "rood"},
        ],
    )
    def test_a_switch_that_cannot_be(self, afhandeling: Proef, waarde: Any) -> None:
        storing = Storing("stam", "stam-notificatie", "notificatie", waarde)
        with pytest.raises(StoringOnbekend, match="stam-notificatie"):
            afhandeling.doe(storingen.zet, [storing])
        assert over(afhandeling) == 0

    @pytest.mark.parametrize(("koppelvlak", "operatie"), [("ozon", "*"), ("stam", "getDocument")])
    def test_only_where_notifications_are(self, afhandeling: Proef, koppelvlak: str, operatie: str) -> None:
        with pytest.raises(StoringOnbekend, match="hoort bij koppelvlak stam"):
            afhandeling.doe(storingen.zet, [Storing(koppelvlak, "stam-notificatie", operatie, {"wat": "verlies"})])


STAPPEN = {
    "getVerzoekreferenties": "",
    "getSamenvatting": "/samenvatting",
    "getPubliceerbaar": "/publiceerbaar",
    "getDocument": "/documenten/doc-1",
}


@pytest.mark.parametrize("operatie", STAPPEN)
class TestOphalen:
    @pytest.fixture
    def nummer(self, afhandeling: Proef) -> str:
        inhoud, bestanden = met_documenten(b"een")
        return afhandeling.dien_in(inhoud, bestanden).verzoeknummer

    @pytest.mark.parametrize("status", [403, 404, 429, 503])
    def test_a_status_at_one_step_only(self, afhandeling: Proef, nummer: str, operatie: str, status: int) -> None:
        afhandeling.doe(storingen.zet, [Storing("stam", "status", operatie, status, 1)])
        for naam, pad in STAPPEN.items():
            antwoord = afhandeling.haal(f"/verzoeken/{nummer}{pad}")
            assert antwoord.status_code == (status if naam == operatie else 200)
        assert afhandeling.haal(f"/verzoeken/{nummer}{STAPPEN[operatie]}").status_code == 200

    def test_slow(self, afhandeling: Proef, nummer: str, operatie: str) -> None:
        afhandeling.doe(storingen.zet, [Storing("stam", "vertraging", operatie, 0.01, 1)])
        assert afhandeling.haal(f"/verzoeken/{nummer}{STAPPEN[operatie]}").status_code == 200
        assert over(afhandeling) == 0

    def test_broken_off(self, afhandeling: Proef, nummer: str, operatie: str) -> None:
        afhandeling.doe(storingen.zet, [Storing("stam", "verbreek", operatie, None, 1)])
        with pytest.raises(httpx.RemoteProtocolError):
            afhandeling.haal(f"/verzoeken/{nummer}{STAPPEN[operatie]}")
