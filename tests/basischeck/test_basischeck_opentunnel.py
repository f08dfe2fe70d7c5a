"""Software that delivers over the service bus: the zip that the simulator fetched is judged as one that was sent."""

import asyncio
import hashlib

import httpx
import pytest

from simulator.basischeck.besturing import Referentie
from simulator.basischeck.control import verbind
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import Resultaat
from simulator.basischeck.plan import REFERENTIE, Keuze
from simulator.basischeck.rapport import Code
from simulator.basischeck.reference.mutanten import MUTANTEN
from simulator.basischeck.reference.plansoftware import ReferentiePlansoftware
from simulator.basischeck.runner import Runner
from simulator.serve import Draaiend
from tests.edge.proefserver import CERTIFICATEN, serveer
from tests.lvbb.bus import leverancier_draait


def over_de_bus(klasse, leverancier):
    class OverDeBus(klasse):
        def _verstuur(self, levering):
            aanbod = {
                "oin_bevoegdgezag": self.oin,
                "leverings_id": levering.id_levering,
                "conversation_id": levering.id_levering,
                "url": leverancier.geef(levering.inhoud),
                "checksum": hashlib.sha256(levering.inhoud).hexdigest(),
                "grootte": len(levering.inhoud),
            }
            self._http("POST", f"/opentunnel/{self.oin}/dso/lvbb/spa/valideren", json=aanbod)
            self.register.append(levering)
            return levering

    assert issubclass(OverDeBus, ReferentiePlansoftware)
    return OverDeBus


def draai(klasse, *checks):
    plan = REFERENTIE.model_copy(update={"checks": Keuze(alleen=list(checks))})

    async def doe(sim, leverancier, client):
        software = over_de_bus(klasse, leverancier)(sim.url, client)
        async with verbind(sim.url) as verbonden:
            return await Runner(plan, verbonden, Referentie(lambda: software), UitPlan()).draai()

    with (
        leverancier_draait() as leverancier,
        Draaiend(klok="2026-03-02T08:00:00Z") as sim,
        httpx.Client(timeout=60, trust_env=False) as client,
    ):
        return asyncio.run(doe(sim, leverancier, client))


def test_the_zip_is_read_from_what_the_simulator_fetched():
    rapport = draai(ReferentiePlansoftware, "LVBB-01", "LVBB-04")
    assert {u.check.id: u.resultaat for u in rapport.uitslagen} == dict.fromkeys(
        ["LVBB-01", "LVBB-04"], Resultaat.GESLAAGD
    )
    assert rapport.code is Code.GOED
    assert any("kent geen leverancier" in n for n in rapport.uitslagen[0].notities)
    assert all(b.bericht.journaal for b in rapport.uitslagen[0].bevindingen if b.bericht)


def test_a_fault_in_it_is_found():
    rapport = draai(MUTANTEN["VergeetHetManifestInHetManifest"].klasse, "LVBB-04")
    assert rapport.uitslagen[0].resultaat is Resultaat.GEZAKT
    assert rapport.uitslagen[0].bevindingen[0].bericht.journaal is not None


@pytest.mark.parametrize("grootte", [100, 2_000_000])
def test_the_journal_has_what_was_fetched_whole(grootte):
    inhoud = hashlib.sha256().hexdigest().encode() * (grootte // 64 + 1)
    aanbod = {
        "oin_bevoegdgezag": "00000001002564440000",
        "leverings_id": "lev-1",
        "conversation_id": "g-1",
        "checksum": hashlib.sha256(inhoud).hexdigest(),
        "grootte": len(inhoud),
    }
    with leverancier_draait() as leverancier, Draaiend(klok="2026-03-02T08:00:00Z", snelheid=0) as sim:
        url = leverancier.geef(inhoud)
        with httpx.Client(base_url=sim.url, timeout=60) as client:
            pad = "/opentunnel/00000001002564440000/dso/lvbb/spa/valideren"
            client.post(pad, json={**aanbod, "url": url}).raise_for_status()
            sim.kern.agenda.tot_rust("standaard")
            regels = client.get("/_sim/journaal").json()["regels"]
            (uit,) = [regel for regel in regels if regel["richting"] == "uit"]
            gelezen = client.get(f"/_sim/journaal/{uit['nummer']}/antwoord").content
            mislukt = leverancier.geef(b"", status=404)
            client.post(pad, json={**aanbod, "url": mislukt, "conversation_id": "g-2"}).raise_for_status()
            sim.kern.agenda.tot_rust("standaard")
            laatste = client.get("/_sim/journaal", params={"nieuwste": "true"}).json()["regels"][0]
    assert gelezen == inhoud
    assert (uit["methode"], uit["pad"], uit["status"], uit["koppelvlak"]) == ("GET", url, 200, "lvbb")
    assert uit["antwoord"]["grootte"] == len(inhoud)
    assert {"leveringId", "idLevering", "gesprek"} <= set(uit["kenmerken"])
    assert (laatste["richting"], laatste["status"], laatste["pad"]) == ("uit", 404, mislukt)
    assert "leveringId" not in laatste["kenmerken"]


def test_over_tls_the_bus_trusts_whom_a_trial_of_the_address_trusts(monkeypatch):
    inhoud = b"geen zip"
    aanbod = {
        "oin_bevoegdgezag": "00000001002564440000",
        "leverings_id": "lev-1",
        "conversation_id": "g-1",
        "checksum": hashlib.sha256(inhoud).hexdigest(),
        "grootte": len(inhoud),
    }
    antwoord = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\n" + inhoud
    with (
        serveer(antwoord, certificaat="goed.pem") as server,
        Draaiend(klok="2026-03-02T08:00:00Z") as sim,
        httpx.Client(base_url=sim.url, timeout=60) as client,
    ):
        url = server.url("https", "localhost")
        assert not client.post("/_sim/ontvangst/proef", json={"url": url}).json()["gelukt"]
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATEN / "ca.pem"))
        assert client.post("/_sim/ontvangst/proef", json={"url": url}).json()["gelukt"]
        pad = "/opentunnel/00000001002564440000/dso/lvbb/spa/valideren"
        client.post(pad, json={**aanbod, "url": url}).raise_for_status()
        sim.kern.agenda.tot_rust("standaard")
        (bericht,) = client.get("/_sim/uitgaand").json()["uitgaand"]
    assert (bericht["status"], bericht["fout"]) == ("verstuurd", "")
