"""A supplier at the service bus: its server with zips, its offers, and the answers that it polls."""

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from simulator.contract.xml import lees
from simulator.serve import Draaiend
from tests.lvbb import bouw

TUNNEL = "00000001112223330000"
SPA = f"/opentunnel/{TUNNEL}/dso/lvbb/spa"
START = "2026-03-02T09:00:00+01:00"


@dataclass
class Leverancier:
    """A small server with zips: by path what it does with the handler. `gevraagd` are the paths it was asked for."""

    paden: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    gevraagd: list[str] = field(default_factory=list)
    koppen: list[dict[str, str]] = field(default_factory=list)
    poort: int = 0

    def geef(self, inhoud: bytes, *, status: int = 200, kop: dict[str, str] | None = None) -> str:
        """Give these bytes; the address of them."""

        def antwoord(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for naam, waarde in (kop or {}).items():
                handler.send_header(naam, waarde)
            handler.send_header("Content-Length", str(len(inhoud)))
            handler.end_headers()
            handler.wfile.write(inhoud)

        return self.doe(antwoord)

    def doe(self, functie: Callable[[BaseHTTPRequestHandler], None]) -> str:
        pad = f"/{len(self.paden)}.zip"
        self.paden[pad] = functie
        return f"http://127.0.0.1:{self.poort}{pad}"


@contextmanager
def leverancier_draait() -> Iterator[Leverancier]:
    """The server, on a free port."""
    alles = Leverancier()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            alles.gevraagd.append(self.path)
            alles.koppen.append({naam.lower(): waarde for naam, waarde in self.headers.items()})
            with contextlib.suppress(OSError):  # the bus cut it off
                alles.paden[self.path](self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class names it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    alles.poort = server.server_address[1]
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    draad.start()
    yield alles
    server.shutdown()
    server.server_close()
    draad.join()


@dataclass
class Bus:
    """A supplier at the bus."""

    sim: Draaiend
    client: httpx.Client
    na: int

    def aanbod(self, g: bouw.Gegevens, url: str, inhoud: bytes, **anders: Any) -> dict[str, Any]:
        eigen = {
            "identificatie": "levering.zip",
            "oin_bevoegdgezag": g.oin,
            "leverings_id": g.id_levering,
            "conversation_id": "gesprek-1",
            "url": url,
            "checksum": hashlib.sha256(inhoud).hexdigest(),
            "grootte": len(inhoud),
        }
        return {**eigen, **anders}

    def bied(self, actie: str, aanbod: dict[str, Any]) -> str:
        """Offer and let it be fetched; the address of the answers."""
        antwoord = self.client.post(f"{SPA}/{actie}", json=aanbod)
        assert antwoord.status_code == 200, antwoord.text
        assert antwoord.headers["content-type"] == "application/json"
        self.rust()
        url: str = antwoord.json()["url"]
        assert antwoord.json() == {"url": url}
        return url

    def rust(self) -> None:
        self.sim.kern.agenda.tot_rust("standaard")

    def resultaat(self, url: str) -> list[tuple[str, str, list[str]]]:
        """(root, verslag, codes) of every document that the poll gives."""
        antwoord = self.client.get(url)
        assert (antwoord.status_code, antwoord.headers["content-type"]) == (200, "application/xml")
        documenten = [deel for deel in antwoord.content.replace(b"<?xml", b"\x00<?xml").split(b"\x00") if deel]
        losse = [stuk for deel in documenten for stuk in _los(deel)]
        gevonden = []
        for document in losse:
            wortel = lees(document).wortel
            verslag = wortel.find("{*}verslag")
            tekst = "" if verslag is None else verslag.findtext("{*}uitkomst") or verslag.findtext("{*}voortgang") or ""
            codes = [e.text or "" for e in wortel.iter("{*}code")]
            gevonden.append((wortel.tag.rpartition("}")[2], tekst, codes))
        return gevonden

    def mislukt(self) -> list[dict[str, Any]]:
        antwoord = self.client.get("/_sim/gebeurtenissen", params={"soort": "lvbb.ophalen.mislukt", "na": self.na})
        return [g["gegevens"] for g in antwoord.json()["gebeurtenissen"]]

    def fouten(self) -> list[Any]:
        antwoord = self.client.get("/_sim/gebeurtenissen", params={"soort": "kernel.taak.mislukt", "na": self.na})
        gevonden: list[Any] = antwoord.json()["gebeurtenissen"]
        return gevonden


def _los(deel: bytes) -> list[bytes]:
    """Technical rejections have no XML declaration: they stand behind each other without a mark."""
    if deel.startswith(b"<?xml"):
        kop, einde, rest = deel.partition(b"VerzoekResultaat>\n")
        return [kop + einde, *_los(rest)] if rest else [deel]
    return [stuk + b"VerzoekResultaat>" for stuk in deel.split(b"VerzoekResultaat>\n") if stuk.strip()]


@contextmanager
def bus_draait() -> Iterator[Callable[[Leverancier], Bus]]:
    """A simulator; what it gives begins a fresh world with each call."""
    with Draaiend(klok=START, snelheid=0) as sim, httpx.Client(base_url=sim.url, timeout=30) as client:

        def maak(leverancier: Leverancier) -> Bus:
            client.post("/_sim/reset").raise_for_status()
            leverancier.gevraagd.clear()
            leverancier.koppen.clear()
            return Bus(sim, client, client.get("/_sim/gebeurtenissen", params={"na": 10**9}).json()["laatste"])

        yield maak
