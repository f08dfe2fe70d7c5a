"""What the service bus does when fetching comes to nothing, and where it may fetch at all."""

import gzip
import hashlib
import socket
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from simulator.lvbb import service, servicebus
from simulator.lvbb.servicebus import adressen_om_op_te_halen
from tests.lvbb import bouw
from tests.lvbb.bus import Bus, Leverancier


class TestMislukt:
    """Each way to fail has one outcome: a named event, and LVBB0002 in the answers."""

    def eindigt(self, bus: Bus, aanbod: dict[str, Any], uitkomst: str) -> str:
        url = bus.bied("publiceren", aanbod)
        bus.client.post("/_sim/klok/spring", json={"duur": "PT1M"}).raise_for_status()
        assert bus.resultaat(url) == [("publicatieVerzoekResultaat", "", ["LVBB0002"])]
        [mislukt] = bus.mislukt()
        assert mislukt["uitkomst"] == uitkomst
        assert mislukt["reden"].startswith(f"{uitkomst}: ")
        assert bus.fouten() == []
        return str(mislukt["reden"])

    def test_another_checksum(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes) -> None:
        aanbod = bus.aanbod(g, leverancier.geef(zip_), zip_, checksum="0" * 64)
        assert hashlib.sha256(zip_).hexdigest() in self.eindigt(bus, aanbod, "checksum-anders")

    @pytest.mark.parametrize("naam", ["_download", "lever"])
    def test_a_fault_of_the_simulator(
        self,
        bus: Bus,
        leverancier: Leverancier,
        g: bouw.Gegevens,
        zip_: bytes,
        naam: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """While it fetches, or while it takes in what it fetched: who waits for the answers gets them."""
        echt = service.neem_aan

        def stuk(*args: Any, **rest: Any) -> Any:
            if naam == "lever" and args[2] == 0:
                return echt(*args, **rest)
            raise ZeroDivisionError("met opzet")

        monkeypatch.setattr(*((servicebus, "_download") if naam == "_download" else (service, "neem_aan")), stuk)
        url = bus.bied("publiceren", bus.aanbod(g, leverancier.geef(zip_), zip_))
        assert bus.resultaat(url) == [("publicatieVerzoekResultaat", "", ["LVBB0002"])]
        assert [(m["uitkomst"], m["reden"]) for m in bus.mislukt()] == [("eigen-fout", "ZeroDivisionError: met opzet")]
        assert len(bus.fouten()) == 1

    @pytest.mark.parametrize("anders", [-1, 1, 1000])
    def test_another_size(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes, anders: int) -> None:
        self.eindigt(bus, bus.aanbod(g, leverancier.geef(zip_), zip_, grootte=len(zip_) + anders), "grootte-anders")

    def test_size_zero(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes) -> None:
        self.eindigt(bus, bus.aanbod(g, leverancier.geef(zip_), zip_, grootte=0), "grootte-anders")

    def test_more_than_offered_is_cut_off(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        verstuurd = [0]

        def eindeloos(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            for _ in range(2000):
                handler.wfile.write(b"x" * 100_000)
                verstuurd[0] += 100_000

        self.eindigt(bus, bus.aanbod(g, leverancier.doe(eindeloos), zip_), "grootte-anders")
        assert verstuurd[0] < 100_000_000

    @pytest.mark.parametrize(("status", "pogingen"), [(404, 1), (401, 1), (204, 1), (206, 1), (500, 2), (503, 2)])
    def test_another_status(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes, status: int, pogingen: int
    ) -> None:
        adres = leverancier.geef(b"" if status == 204 else zip_, status=status)
        assert str(status) in self.eindigt(bus, bus.aanbod(g, adres, zip_), "niet-opgehaald")
        assert len(leverancier.gevraagd) == pogingen

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_not_followed(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes, status: int
    ) -> None:
        doel = leverancier.geef(zip_)
        adres = leverancier.geef(b"", status=status, kop={"Location": doel})
        self.eindigt(bus, bus.aanbod(g, adres, zip_), "niet-opgehaald")
        assert leverancier.gevraagd == [adres.removeprefix(f"http://127.0.0.1:{leverancier.poort}")]

    def test_nobody_listens(self, bus: Bus, g: bouw.Gegevens, zip_: bytes) -> None:
        with socket.socket() as vrij:
            vrij.bind(("127.0.0.1", 0))
            adres = f"http://127.0.0.1:{vrij.getsockname()[1]}/a.zip"
            self.eindigt(bus, bus.aanbod(g, adres, zip_), "niet-opgehaald")

    def test_cut_off_halfway(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes) -> None:
        def half(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(zip_)))
            handler.end_headers()
            handler.wfile.write(zip_[:100])

        self.eindigt(bus, bus.aanbod(g, leverancier.doe(half), zip_), "niet-opgehaald")
        assert len(leverancier.gevraagd) == 2

    def test_no_http(self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes) -> None:
        adres = leverancier.doe(lambda handler: handler.wfile.write(b"\x16\x03\x01 hallo\r\n\r\n"))
        self.eindigt(bus, bus.aanbod(g, adres, zip_), "niet-opgehaald")

    def test_a_server_that_does_not_answer(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(servicebus, "_SECONDEN", 0.05)
        genoeg = threading.Event()
        try:
            adres = leverancier.doe(lambda handler: bool(genoeg.wait(10)) and None)
            assert "Timeout" in self.eindigt(bus, bus.aanbod(g, adres, zip_), "niet-opgehaald")
        finally:
            genoeg.set()
        assert len(leverancier.gevraagd) == 2

    def test_a_server_that_drips(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(servicebus, "_SECONDEN_SAMEN", 0.02)

        def druppel(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            for _ in range(1000):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                threading.Event().wait(0.005)

        adres = leverancier.doe(druppel)
        assert "duurde langer" in self.eindigt(bus, bus.aanbod(g, adres, zip_), "niet-opgehaald")

    def test_a_second_attempt_may_succeed(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        beurten = iter((503, 200))

        def eerst_niet(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(next(beurten))
            handler.send_header("Content-Length", str(len(zip_)))
            handler.end_headers()
            handler.wfile.write(zip_)

        url = bus.bied("publiceren", bus.aanbod(g, leverancier.doe(eerst_niet), zip_))
        assert bus.resultaat(url) == []
        bus.client.post("/_sim/klok/spring", json={"duur": "PT4S"}).raise_for_status()
        assert bus.resultaat(url) == []
        bus.client.post("/_sim/klok/spring", json={"duur": "PT1S"}).raise_for_status()
        assert [r[1] for r in bus.resultaat(url)] == ["validatie-voltooid", "registratie-voltooid"]
        assert bus.mislukt() == []

    def test_an_encoding_that_was_not_asked_for(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        bom = gzip.compress(bytes(50_000_000))
        adres = leverancier.geef(bom, kop={"Content-Encoding": "gzip"})
        self.eindigt(bus, bus.aanbod(g, adres, zip_), "grootte-anders")

    def test_long_headers_are_cut_in_the_journal(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        adres = leverancier.geef(b"weg", status=404, kop={"X-Lang": "y" * 60_000})
        self.eindigt(bus, bus.aanbod(g, adres, zip_), "niet-opgehaald")
        vraag = {"richting": "uit", "kenmerk": f"idLevering:{g.id_levering}"}
        regels = bus.client.get("/_sim/journaal", params=vraag).json()["regels"]
        [regel] = [regel for regel in regels if regel["pad"] == adres]
        assert regel["antwoord"]["kop"]["x-lang"] == "y" * 1999 + "…"

    def test_what_comes_instead_of_an_answer_is_cut(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        def geen_http(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"z" * 60_000 + b"\r\n\r\n")

        reden = self.eindigt(bus, bus.aanbod(g, leverancier.doe(geen_http), zip_), "niet-opgehaald")
        assert "zzz" in reden
        assert len(reden) <= 1000

    @pytest.mark.parametrize(
        "adres",
        [
            "http://10.0.0.1/a.zip",
            "http://169.254.169.254/latest/meta-data",
            "http://[fe80::1]/a.zip",
            "http://0.0.0.0/a.zip",
            "http://bestaat-niet.invalid/a.zip",
            f"http://{'a' * 64}.test/a.zip",
            "http://127.0.0.1@10.0.0.1/a.zip",
            "http://192.168.1.1:8080/",
        ],
    )
    def test_an_address_of_another(self, bus: Bus, g: bouw.Gegevens, zip_: bytes, adres: str) -> None:
        self.eindigt(bus, bus.aanbod(g, adres, zip_), "niet-toegestaan")

    def test_more_than_the_lvbb_takes_is_not_fetched(
        self, bus: Bus, leverancier: Leverancier, g: bouw.Gegevens, zip_: bytes
    ) -> None:
        url = bus.bied("publiceren", bus.aanbod(g, leverancier.geef(zip_), zip_, grootte=2**30 + 1))
        assert bus.resultaat(url) == [("publicatieVerzoekResultaat", "", ["LVBB1040"])]
        assert leverancier.gevraagd == []


class TestToegestaan:
    @pytest.fixture(autouse=True)
    def namen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bekend = {
            "twee.test": ["127.0.0.1", "10.0.0.1"],
            "binnen.test": ["10.0.0.1"],
            "eigen.test": ["192.0.2.7", "192.0.2.7"],
            "lus.test": ["::1", "127.0.0.1"],
        }

        def zoek(host: str, poort: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
            return [(2, 1, 6, "", (adres, 0)) for adres in bekend.get(host, [host])]

        monkeypatch.setattr(servicebus.socket, "getaddrinfo", zoek)

    @pytest.mark.parametrize(
        ("host", "aanroeper", "ruimer", "adressen"),
        [
            ("127.0.0.1", "192.0.2.7", [], ["127.0.0.1"]),
            ("lus.test", "192.0.2.7", [], ["::1", "127.0.0.1"]),
            ("eigen.test", "192.0.2.7", [], ["192.0.2.7"]),
            ("eigen.test", "192.0.2.8", [], []),
            ("binnen.test", "127.0.0.1", [], []),
            ("binnen.test", "127.0.0.1", ["binnen.test"], ["10.0.0.1"]),
            ("10.0.0.1", "127.0.0.1", ["binnen.test"], []),
            ("twee.test", "127.0.0.1", [], []),
            ("192.0.2.7", "192.0.2.7", [], ["192.0.2.7"]),
            ("169.254.1.1", "169.254.1.1", ["169.254.1.1"], []),
        ],
    )
    def test_who_may_be_asked(self, host: str, aanroeper: str, ruimer: list[str], adressen: list[str]) -> None:
        assert adressen_om_op_te_halen(f"http://{host}:81/a.zip", aanroeper, frozenset(ruimer)) == adressen
