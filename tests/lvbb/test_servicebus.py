"""The service bus: it fetches what is offered, and keeps the answers."""

import hashlib
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from tests.lvbb import bouw
from tests.lvbb.bus import SPA, Bus, Leverancier


class TestGoed:
    def test_publish_and_break_off(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes) -> None:
        url = bus.bied("publiceren", bus.aanbod(g, leverancier.geef(zip_), zip_))
        assert url == f"{bus.sim.url}{SPA}/resultaat/ophalen/{g.oin}_gesprek-1"
        wortel = "publicatieVerzoekResultaat"
        eerste = [(wortel, "validatie-voltooid", ["DL-0003"]), (wortel, "registratie-voltooid", [])]
        assert bus.resultaat(url) == eerste
        af = replace(g, opdracht="breekPublicatieAfOpdracht", id_levering="afbreken-1")
        inhoud = bouw.zip_van({"opdracht.xml": bouw.opdracht_xml(af, identificatie=g.besluit).encode()})
        ander = bus.bied("afbreken", bus.aanbod(af, leverancier.geef(inhoud), inhoud, conversation_id="gesprek-2"))
        assert bus.resultaat(ander) == [("breekPublicatieAfVerzoekResultaat", "ok", [])]
        assert bus.resultaat(url) == eerste
        assert bus.fouten() == []

    def test_the_answers_grow(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes) -> None:
        url = bus.bied("publiceren", bus.aanbod(g, leverancier.geef(zip_), zip_))
        assert len(bus.resultaat(url)) == 2
        bus.client.post("/_sim/klok/spring", json={"duur": "P30D"}).raise_for_status()
        assert [r[1] for r in bus.resultaat(url)] == ["validatie-voltooid", "registratie-voltooid", "gepubliceerd"]

    def test_validate(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens) -> None:
        g = replace(g, opdracht="validatieOpdracht")
        inhoud = bouw.zip_van(bouw.bestanden_besluit(g))
        url = bus.bied("valideren", bus.aanbod(g, leverancier.geef(inhoud), inhoud, grootte=str(len(inhoud))))
        assert [r[1] for r in bus.resultaat(url)] == ["validatie-voltooid", "valide"]

    def test_the_event_tells_the_route(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes) -> None:
        bus.bied("publiceren", bus.aanbod(g, leverancier.geef(zip_), zip_))
        vraag = {"soort": "lvbb.verzoek.ontvangen", "na": bus.na}
        [gebeurtenis] = bus.client.get("/_sim/gebeurtenissen", params=vraag).json()["gebeurtenissen"]
        gegevens = gebeurtenis["gegevens"]
        assert (gegevens["route"], gegevens["oin"], gegevens["idLevering"], gegevens["sha256"]) == (
            "opentunnel",
            g.oin,
            g.id_levering,
            hashlib.sha256(zip_).hexdigest(),
        )

    def test_a_checksum_in_capitals(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes) -> None:
        aanbod = bus.aanbod(g, leverancier.geef(zip_), zip_)
        url = bus.bied("publiceren", {**aanbod, "checksum": aanbod["checksum"].upper()})
        assert len(bus.resultaat(url)) == 2

    def test_answers_of_repeated_offers_add_up(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        """As in the real buffer: LVBB1001 first, then LVBB1012 for the same id, in the order of arrival."""
        kapot = b"geen zip"
        url = bus.bied("publiceren", bus.aanbod(g, leverancier.geef(kapot), kapot))
        for _ in range(3):
            assert bus.bied("publiceren", bus.aanbod(g, leverancier.geef(zip_), zip_)) == url
        assert [r[2] for r in bus.resultaat(url)] == [["LVBB1001"], ["LVBB1012"], ["LVBB1012"], ["LVBB1012"]]

    def test_what_is_asked_of_the_supplier(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        bus.bied("publiceren", bus.aanbod(g, leverancier.geef(zip_), zip_))
        [kop] = leverancier.koppen
        assert kop["host"] == f"127.0.0.1:{leverancier.poort}"
        assert kop["accept-encoding"] == "identity"

    def test_a_name_of_this_machine(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes) -> None:
        """Also where the name stands for more addresses than the one that listens."""
        adres = leverancier.geef(zip_).replace("127.0.0.1", "localhost")
        assert len(bus.resultaat(bus.bied("publiceren", bus.aanbod(g, adres, zip_)))) == 2
        assert leverancier.koppen[0]["host"] == f"localhost:{leverancier.poort}"

    def test_another_soort_than_the_opdracht(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        url = bus.bied("valideren", bus.aanbod(g, leverancier.geef(zip_), zip_))
        assert bus.resultaat(url) == [("validatieVerzoekResultaat", "", ["LVBB1006"])]

    def test_another_id_than_the_opdracht(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        url = bus.bied("publiceren", bus.aanbod(g, leverancier.geef(zip_), zip_, leverings_id="een-ander"))
        assert bus.resultaat(url) == [("publicatieVerzoekResultaat", "", ["LVBB1006"])]


class TestAanbod:
    @pytest.mark.parametrize(
        ("veld", "waarde"),
        [
            *((veld, w) for veld in ("oin_bevoegdgezag", "leverings_id", "conversation_id", "url", "checksum")
              for w in (None, "", 5, ["a"], "x" * 3000, "a\x00b")),
            *(("grootte", w) for w in (None, "", -1, 1.5, True, "1e3", "²", "٣", "9" * 30, 10**30, 10**18)),
            *(("checksum", w) for w in ("0" * 63, "g" * 64, "0" * 32)),
            *(("url", w) for w in ("ftp://127.0.0.1/a", "file:///etc/passwd", "http://", "a.zip", "http://[::1")),
            *(("url", w) for w in ("http://127.0.0.1:99999/", "http://127.0.0.1:x/", "javascript:1", "//127.0.0.1/a")),
        ],
    )  # fmt: skip
    def test_cannot_be_read(self, bus: Bus, g: bouw.Gegevens, veld: str, waarde: object) -> None:
        aanbod = {**bus.aanbod(g, "http://127.0.0.1:1/a.zip", b"x"), veld: waarde}
        antwoord = bus.client.post(
            f"{SPA}/publiceren", content=json.dumps(aanbod), headers={"content-type": "application/json"}
        )
        assert (antwoord.status_code, antwoord.headers["content-type"]) == (400, "application/problem+json")
        assert veld in antwoord.json()["detail"]
        assert bus.client.get(f"{SPA}/resultaat/ophalen/{g.oin}_gesprek-1").status_code == 404

    @pytest.mark.parametrize("lichaam", ["[]", "null", '"x"', "5"])
    def test_is_no_object(self, bus: Bus, lichaam: str) -> None:
        kop = {"content-type": "application/json"}
        assert bus.client.post(f"{SPA}/publiceren", content=lichaam, headers=kop).status_code == 400

    @pytest.mark.parametrize(
        "veld", ["oin_bevoegdgezag", "leverings_id", "conversation_id", "url", "checksum", "grootte"]
    )
    def test_lacks_a_field(self, bus: Bus, g: bouw.Gegevens, veld: str) -> None:
        aanbod = bus.aanbod(g, "http://127.0.0.1:1/a.zip", b"x")
        del aanbod[veld]
        assert bus.client.post(f"{SPA}/valideren", json=aanbod).status_code == 400

    def test_needs_no_identification_and_may_have_more(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        aanbod = bus.aanbod(g, leverancier.geef(zip_), zip_, nieuw_veld=1)
        del aanbod["identificatie"]
        assert len(bus.resultaat(bus.bied("publiceren", aanbod))) == 2

    def test_another_action(self, bus: Bus, g: bouw.Gegevens) -> None:
        antwoord = bus.client.post(f"{SPA}/intrekken", json=bus.aanbod(g, "http://127.0.0.1:1/", b""))
        assert antwoord.status_code == 404
        assert "valideren, publiceren en afbreken" in antwoord.json()["detail"]


class TestOphalen:
    @pytest.mark.parametrize("gesprek", ["niets", "00000009001000009920_onbekend", "%27", "x" * 3000, "caf%C3%A9"])
    def test_an_unknown_conversation(self, bus: Bus, gesprek: str) -> None:
        antwoord = bus.client.get(f"{SPA}/resultaat/ophalen/{gesprek}")
        assert (antwoord.status_code, antwoord.headers["content-type"]) == (404, "application/problem+json")

    def test_a_delivery_that_came_directly_has_no_conversation(self, bus: Bus, zip_: bytes) -> None:
        kop = {"content-type": "application/zip"}
        bus.client.post(
            "/overheid/bronhouderkoppelvlak/api/v1/leveringen", content=zip_, headers=kop
        ).raise_for_status()
        for gesprek in ("_", "%20"):
            assert bus.client.get(f"{SPA}/resultaat/ophalen/{gesprek}").status_code == 404

    def test_under_way_there_is_nothing_yet(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        mag = threading.Event()

        def wacht(handler: BaseHTTPRequestHandler) -> None:
            mag.wait(10)
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(zip_)))
            handler.end_headers()
            handler.wfile.write(zip_)

        antwoord = bus.client.post(f"{SPA}/publiceren", json=bus.aanbod(g, leverancier.doe(wacht), zip_))
        leeg = bus.client.get(antwoord.json()["url"])
        mag.set()
        assert (leeg.status_code, leeg.content) == (200, b"")
        bus.rust()
        assert len(bus.resultaat(antwoord.json()["url"])) == 2

    def test_the_journal_knows_the_delivery(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        bus.bied("publiceren", bus.aanbod(g, leverancier.geef(zip_), zip_))
        regel = bus.sim.kern.journaal.lees("standaard", nieuwste=True, operatie="bied")[0]
        assert (regel.koppelvlak, regel.status, regel.kenmerken) == ("lvbb", 200, {"idLevering": g.id_levering})
