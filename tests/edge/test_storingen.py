"""Fault switches, as a caller meets them."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from simulator.edge import edge
from simulator.serve import Draaiend
from tests.edge import rauw
from tests.edge.journaal import Sinds
from tests.lvbb import bouw
from tests.lvbb.http import berichten, lever

LVBB = "/overheid/bronhouderkoppelvlak/api/v1"
OZON = "/publiek/omgevingsdocumenten/api/presenteren/v8"


def zet(client: httpx.Client, *storingen: dict[str, Any]) -> None:
    antwoord = client.put("/_sim/storingen", json={"storingen": list(storingen)})
    assert antwoord.status_code == 200, antwoord.text


def aan(client: httpx.Client) -> list[dict[str, Any]]:
    lijst: list[dict[str, Any]] = client.get("/_sim/storingen").json()["storingen"]
    return lijst


class TestStatus:
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 500, 502, 503, 504, 599])
    def test_in_the_shape_of_the_room(self, client: httpx.Client, sinds: Sinds, status: int) -> None:
        zet(client, {"koppelvlak": "ozon", "soort": "status", "waarde": status})
        antwoord = client.get(f"{OZON}/regelingen")
        assert (antwoord.status_code, antwoord.headers["content-type"]) == (status, "application/problem+json")
        assert antwoord.json()["status"] == status
        regel = sinds.regel()
        assert (regel.status, regel.regels) == (status, [f"storing status ({status})"])

    def test_of_the_lvbb(self, client: httpx.Client) -> None:
        zet(client, {"koppelvlak": "lvbb", "soort": "status", "waarde": 503})
        for pad in (f"{LVBB}/leveringen/x", "/opentunnel/1/dso/lvbb/spa/resultaat/ophalen/x"):
            antwoord = client.get(pad)
            assert (antwoord.status_code, antwoord.json()["instance"]) == (503, pad)
        assert client.get(f"{OZON}/app-health").status_code == 200

    def test_the_number_of_times_counts_down(self, client: httpx.Client) -> None:
        zet(client, {"koppelvlak": "ozon", "soort": "status", "waarde": 503, "aantal": 2})
        statussen = []
        for over in (1, None, None):
            statussen.append(client.get(f"{OZON}/app-health").status_code)
            assert [s["aantal"] for s in aan(client)] == ([] if over is None else [over])
        assert statussen == [503, 503, 200]

    def test_one_operation(self, client: httpx.Client) -> None:
        zet(client, {"koppelvlak": "ozon", "operatie": "getRegeling", "soort": "status", "waarde": 500, "aantal": 1})
        assert client.get(f"{OZON}/regelingen").status_code == 200
        assert client.get(f"{OZON}/app-health").status_code == 200
        assert client.get(f"{OZON}/niets").status_code == 404
        assert client.get(f"{OZON}/regelingen/x").status_code == 500
        assert client.get(f"{OZON}/regelingen/x").status_code == 404

    def test_the_first_that_fits(self, client: httpx.Client) -> None:
        eerst = {"koppelvlak": "ozon", "operatie": "getHealth", "soort": "status", "waarde": 500, "aantal": 1}
        zet(client, eerst, {"koppelvlak": "ozon", "soort": "status", "waarde": 503})
        assert [client.get(f"{OZON}/app-health").status_code for _ in range(3)] == [500, 503, 503]

    def test_an_empty_list_is_all_off_and_so_is_a_reset(self, client: httpx.Client) -> None:
        for uit in (lambda: zet(client), lambda: client.post("/_sim/reset").raise_for_status()):
            zet(client, {"koppelvlak": "ozon", "soort": "status", "waarde": 503})
            assert client.get(f"{OZON}/app-health").status_code == 503
            uit()
            assert client.get(f"{OZON}/app-health").status_code == 200

    def test_the_body_is_not_taken_in(self, sim: Draaiend, client: httpx.Client) -> None:
        zet(client, {"koppelvlak": "lvbb", "soort": "status", "waarde": 503})
        kop = {"content-type": "application/zip"}
        assert client.post(f"{LVBB}/leveringen", content=b"x" * (3 << 20), headers=kop).status_code == 503
        assert client.get("/_sim/leveringen").json()["leveringen"] == []


class TestVerbreek:
    def test_no_answer_at_all(
        self, sim: Draaiend, client: httpx.Client, sinds: Sinds, caplog: pytest.LogCaptureFixture
    ) -> None:
        zet(client, {"koppelvlak": "ozon", "soort": "verbreek", "aantal": 2})
        with pytest.raises(httpx.RemoteProtocolError), httpx.Client() as ander:
            ander.get(f"{sim.url}{OZON}/app-health")
        assert rauw.stuur(sim, rauw.verzoek("GET", f"{OZON}/app-health")) is None
        regels = sinds.regels(2)
        assert [(r.status, r.regels) for r in regels] == [
            (499, ["storing verbreek (None)", "de simulator gaf geen antwoord"])
        ] * 2
        assert client.get(f"{OZON}/app-health").status_code == 200
        assert caplog.text == ""

    def test_in_the_middle_of_a_delivery(self, sim: Draaiend, client: httpx.Client) -> None:
        zet(client, {"koppelvlak": "lvbb", "operatie": "leverAan", "soort": "verbreek"})
        kop = rauw.verzoek("POST", f"{LVBB}/leveringen", "Content-Type: application/zip", "Content-Length: 10")
        assert rauw.stuur(sim, kop, b"x") is None
        assert client.get("/_sim/leveringen").json()["leveringen"] == []


class TestVertraging:
    def test_as_long_as_asked(self, client: httpx.Client, sinds: Sinds, monkeypatch: pytest.MonkeyPatch) -> None:
        geslapen: list[float] = []
        echt = asyncio.sleep

        async def slaap(seconden: float) -> None:
            geslapen.append(seconden)
            await echt(0)

        monkeypatch.setattr(edge.asyncio, "sleep", slaap)
        zet(client, {"koppelvlak": "ozon", "soort": "vertraging", "waarde": 2.5, "aantal": 1})
        assert client.get(f"{OZON}/app-health").status_code == 200
        assert 2.5 in geslapen
        assert sinds.regel().regels == ["storing vertraging (2.5)"]

    def test_others_do_not_wait_and_the_server_can_stop(self, caplog: pytest.LogCaptureFixture) -> None:
        with Draaiend(snelheid=0) as sim, httpx.Client(base_url=sim.url) as client, rauw.verbind(sim) as wachtend:
            zet(client, {"koppelvlak": "ozon", "soort": "vertraging", "waarde": 600, "aantal": 1})
            wachtend.sendall(rauw.verzoek("GET", f"{OZON}/app-health"))
            while aan(client):
                pass
            assert client.get(f"{OZON}/app-health").status_code == 200
        assert "Traceback" not in caplog.text


class TestUitkomst:
    MELDINGEN = ({"code": "LVBB1501", "tekst": "een <tekst> & meer"}, {"code": "X-1", "tekst": "twee"})

    def storing(self, uitkomst: str, aantal: int | None = 1) -> dict[str, Any]:
        waarde = {"uitkomst": uitkomst, "meldingen": list(self.MELDINGEN)}
        return {"koppelvlak": "lvbb", "soort": "lvbb-uitkomst", "waarde": waarde, "aantal": aantal}

    def lever(self, sim: Draaiend, client: httpx.Client, g: bouw.Gegevens, inhoud: bytes | None = None) -> Any:
        zip_ = inhoud or bouw.zip_van(bouw.bestanden_besluit(g))
        id_ = lever(client, zip_, g.aanleveraar)
        sim.kern.agenda.tot_rust("standaard")
        return berichten(client, id_)

    @pytest.mark.parametrize("uitkomst", ["niet-valide", "opdracht-niet-valide", "behandeling-afgebroken"])
    def test_for_so_many_deliveries_and_then_normal(self, sim: Draaiend, client: httpx.Client, uitkomst: str) -> None:
        zet(client, self.storing(uitkomst, 2))
        for n in (1, 2):
            [bericht] = self.lever(sim, client, bouw.Gegevens(id_levering=f"afgekeurd-{n}"))
            assert (bericht.soort, bericht.uitkomst, bericht.verslag, bericht.codes) == (
                "publicatieVerzoekResultaat",
                "mislukt",
                uitkomst,
                ["LVBB1501", "X-1"],
            )
        assert aan(client) == []
        goed = self.lever(sim, client, bouw.Gegevens())
        assert [b.verslag for b in goed] == ["validatie-voltooid", "registratie-voltooid"]

    def test_the_text_is_escaped(self, sim: Draaiend, client: httpx.Client) -> None:
        zet(client, self.storing("niet-valide"))
        [bericht] = self.lever(sim, client, bouw.Gegevens())
        assert "een &lt;tekst&gt; &amp; meer" in bericht.inhoud.decode()

    def test_nothing_is_registered(self, sim: Draaiend, client: httpx.Client) -> None:
        zet(client, self.storing("behandeling-afgebroken"))
        self.lever(sim, client, bouw.Gegevens())
        client.post("/_sim/klok/spring", json={"duur": "P30D"}).raise_for_status()
        assert client.get(f"{OZON}/regelingen").json()["page"]["totalElements"] == 0

    @pytest.mark.parametrize("uitkomst", ["niet-valide", "opdracht-niet-valide", "behandeling-afgebroken"])
    def test_breaking_off_has_an_outcome_of_its_own(self, sim: Draaiend, client: httpx.Client, uitkomst: str) -> None:
        from dataclasses import replace

        g = bouw.Gegevens()
        assert len(self.lever(sim, client, g)) == 2
        zet(client, self.storing(uitkomst))
        af = replace(g, opdracht="breekPublicatieAfOpdracht", id_levering="afbreken-1")
        opdracht = bouw.opdracht_xml(af, identificatie=g.besluit).encode()
        [bericht] = self.lever(sim, client, af, bouw.zip_van({"opdracht.xml": opdracht}))
        assert (bericht.uitkomst, bericht.verslag) == ("mislukt", "behandeling-mislukt")

    def test_a_technical_rejection_goes_before_and_takes_nothing(self, sim: Draaiend, client: httpx.Client) -> None:
        zet(client, self.storing("niet-valide", 1))
        [bericht] = self.lever(sim, client, bouw.Gegevens(), b"geen zip")
        assert bericht.codes == ["LVBB1001"]
        assert [s["aantal"] for s in aan(client)] == [1]

    @pytest.mark.parametrize(
        "waarde",
        [
            None,
            "niet-valide",
            {},
            {"uitkomst": "valide"},
            {"uitkomst": "<x/>"},
            {"uitkomst": ["niet-valide"]},
            {"uitkomst": "niet-valide", "meldingen": "x"},
            {"uitkomst": "niet-valide", "meldingen": [1]},
            {"uitkomst": "niet-valide", "meldingen": [{"code": 5}]},
            {"uitkomst": "niet-valide", "meldingen": [{"ernst": "erg"}]},
        ],
    )
    def test_what_cannot_be_set(self, client: httpx.Client, waarde: Any) -> None:
        storing = {"koppelvlak": "lvbb", "soort": "lvbb-uitkomst", "waarde": waarde}
        antwoord = client.put("/_sim/storingen", json={"storingen": [storing]})
        assert antwoord.status_code == 400
        assert "lvbb-uitkomst" in json.dumps(antwoord.json())
        assert aan(client) == []
