"""A running simulator with its clock stopped, receivers on loopback, and small verzoeken in it."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from sqlalchemy import Row

from simulator.kernel import events
from simulator.kernel.store import STANDAARD, Wereld
from simulator.serve import Draaiend
from simulator.stam import loket, ontvangst, tables
from simulator.stam.loket import Opgave
from simulator.stam.model import Bestand, Document, GevraagdeBijlage, Inhoud, Specificatie, Uitkomst
from tests.stam.loketproef import EILAND, INHOUD

KLOK = "2026-03-02T09:00:00+01:00"
V1 = "/overheid/verzoeken/api/afhandelen/v1"
V2 = "/overheid/verzoeken/api/afhandelen/v2"


@dataclass(frozen=True)
class Gekregen:
    """A request that a receiver got."""

    pad: str
    koppen: dict[str, str]
    inhoud: bytes


@dataclass
class Ontvanger:
    """A server of a VTH system. statussen: what it answers to the next requests, then 202."""

    gekregen: list[Gekregen] = field(default_factory=list)
    statussen: list[int] = field(default_factory=list)
    tussendoor: Callable[[], None] = lambda: None
    kop: dict[str, str] = field(default_factory=dict)
    verbindingen: set[Any] = field(default_factory=set)
    slot: threading.Lock = field(default_factory=threading.Lock)
    poort: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.poort}/meldpunt?bron=dso"


@contextmanager
def ontvanger_draait() -> Iterator[Ontvanger]:
    alles = Ontvanger()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            inhoud = self.rfile.read(int(self.headers["content-length"]))
            koppen = {naam.lower(): waarde for naam, waarde in self.headers.items()}
            with alles.slot:
                alles.gekregen.append(Gekregen(self.path, koppen, inhoud))
                alles.verbindingen.add(self.client_address)
                status = alles.statussen.pop(0) if alles.statussen else 202
            alles.tussendoor()
            with contextlib.suppress(OSError):
                if status == 0:  # hang up without a word
                    self.close_connection = True
                    return
                self.send_response(status)
                for naam, waarde in alles.kop.items():
                    self.send_header(naam, waarde)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    alles.poort = server.server_port
    draad = threading.Thread(target=server.serve_forever, daemon=True)
    draad.start()
    try:
        yield alles
    finally:
        server.shutdown()
        server.server_close()
        draad.join(5)


def met_documenten(*inhouden: bytes, inhoud: Inhoud = INHOUD, eerste: int = 1) -> tuple[Inhoud, tuple[Bestand, ...]]:
    """The small verzoek with a document for each of these; the first belongs to a question."""
    bestanden = tuple(
        Bestand(Document(f"doc-{n}", f"tekening {n}.pdf", "application/pdf", len(bytes_), n == eerste + 1), bytes_)
        for n, bytes_ in enumerate(inhouden, eerste)
    )
    bij_vraag = GevraagdeBijlage("Situatietekening", tuple(b.document for b in bestanden[:1]))
    activiteit = inhoud.activiteiten[0]
    vraag = Specificatie("900102", "Voeg een tekening toe", "", gevraagde_bijlagen=(bij_vraag,))
    activiteiten = (replace(activiteit, specificaties=(*activiteit.specificaties, vraag)),)
    rest = tuple(b.document for b in bestanden[1:])
    return replace(inhoud, activiteiten=activiteiten, bijlagen=rest), bestanden


@dataclass
class Proef:
    """The simulator, with what a test does to it."""

    sim: Draaiend
    client: httpx.Client
    sinds: int = 0
    sinds_gebeurtenis: int = 0

    @classmethod
    def op(cls, sim: Draaiend, client: httpx.Client) -> "Proef":
        """From here on: what is in the journal already is of others."""
        regels = sim.kern.journaal.lees(STANDAARD, nieuwste=True, aantal=1)
        gebeurd = events.lees(sim.kern.store, STANDAARD)
        return cls(sim, client, regels[0].nummer if regels else 0, gebeurd[-1].nummer if gebeurd else 0)

    @property
    def wereld(self) -> Wereld:
        return Wereld(self.sim.kern.store)

    def doe(self, stap: Any, *args: Any, **anders: Any) -> Any:
        """One step in a transaction of its own."""
        with self.wereld.schrijf() as tx:
            return stap(tx, *args, **anders)

    def lees(self, vraag: Any, *args: Any) -> Any:
        with self.wereld.lees() as lezing:
            return vraag(lezing, *args)

    def dien_in(
        self,
        inhoud: Inhoud = INHOUD,
        bestanden: tuple[Bestand, ...] = (),
        *,
        bevoegd_gezag: str = EILAND,
        behandeldienst: str | None = None,
        **anders: Any,
    ) -> Uitkomst:
        """One verzoek, addressed as given."""
        opgave = Opgave(
            inhoud,
            bestanden,
            bevoegd_gezag=bevoegd_gezag,
            behandeldienst=behandeldienst,
            behandeldienst_vast=True,
            **anders,
        )
        (uitkomst,) = self.doe(loket.dien_in, opgave)
        return uitkomst

    def vul_aan(self, nummer: str, inhoud: Inhoud = INHOUD, bestanden: tuple[Bestand, ...] = ()) -> Uitkomst:
        uitkomst: Uitkomst = self.doe(loket.vul_aan, nummer, Opgave(inhoud, bestanden))
        return uitkomst

    def trek_in(self, nummer: str) -> Uitkomst:
        uitkomst: Uitkomst = self.doe(loket.trek_in, nummer)
        return uitkomst

    def stuur_naar(self, ontvanger: Ontvanger, oin: str = EILAND, adapter: str = "https", **anders: Any) -> None:
        self.doe(ontvangst.zet, oin, adapter, **{"url": ontvanger.url, **anders})

    def tot_rust(self) -> None:
        """Let everything leave that is due."""
        self.sim.kern.agenda.tot_rust(STANDAARD)

    def verder(self, **duur: int) -> None:
        """Move the clock on."""
        iso = (
            "P" + (f"{duur['days']}D" if "days" in duur else "") + (f"T{duur['minutes']}M" if "minutes" in duur else "")
        )
        self.client.post("/_sim/klok/spring", json={"duur": iso}).raise_for_status()

    def notificaties(self, nummer: str) -> list[Row[Any]]:
        rijen: list[Row[Any]] = self.lees(tables.notificaties_van, nummer)
        return rijen

    def standen(self, nummer: str) -> dict[tuple[int, str], str]:
        return {(rij.volgnummer, rij.oin): rij.status for rij in self.notificaties(nummer)}

    def gebeurd(self, soort: str) -> list[Any]:
        return [gebeurtenis.gegevens for gebeurtenis in self._gebeurd(soort)]

    def _gebeurd(self, soort: str) -> list[Any]:
        return list(events.lees(self.sim.kern.store, STANDAARD, soort=soort, na=self.sinds_gebeurtenis, aantal=10_000))

    def journaal(self, **filter_: str) -> list[Row[Any]]:
        """The lines of this test; an answer later, the server has entered the call before it."""
        self.client.get("/_sim/health").raise_for_status()
        return self.sim.kern.journaal.lees(STANDAARD, na=self.sinds, **filter_)

    def haal(self, pad: str, oin: str = EILAND, *, basis: str = V2, **anders: Any) -> httpx.Response:
        koppen = {**({"OIN": oin} if oin else {}), **anders.pop("headers", {})}
        return self.client.get(f"{basis}{pad}", headers=koppen, **anders)
