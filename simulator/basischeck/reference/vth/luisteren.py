"""Where notifications come in: a small HTTP server on loopback, on a free port, behind a name and password."""

import base64
import hmac
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAD = "/dso/verzoek/"
"""Below it stands the OIN of the organisation that is notified."""
_GROOTST = 1 << 20
_SECONDEN = 30


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, geheim: str, oins: frozenset[str], neem: Callable[[str, bytes], int], grootst: int) -> None:
        super().__init__(("127.0.0.1", 0), _Vraag)
        self.grootst = grootst
        self.geheim = geheim
        self.oins = oins
        self.neem = neem


class _Vraag(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _SECONDEN

    def do_POST(self) -> None:
        """Take a notification; the answer is all that the DSO hears of it."""
        oin = self.path.removeprefix(PAD)
        lengte = int(self.headers.get("content-length") or 0)
        inhoud = self.rfile.read(min(lengte, self.server.grootst))
        if lengte > self.server.grootst:
            self.close_connection = True
            self._antwoord(413)
        elif not hmac.compare_digest(self.headers.get("authorization", "").encode(), self.server.geheim.encode()):
            self._antwoord(401)
        elif not self.path.startswith(PAD) or oin not in self.server.oins:
            self._antwoord(404)
        else:
            self._antwoord(self.server.neem(oin, inhoud))

    def _antwoord(self, status: int) -> None:
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="vth"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """No line per call: the journal of the simulator has them."""


class Luisteraar:
    """Listens from the moment it is made until `sluit`.

    oins: the organisations that can be notified here; neem: gets the OIN and the body, and gives the HTTP status;
    grootst: bytes of a body that are taken at most.
    """

    def __init__(
        self,
        gebruiker: str,
        wachtwoord: str,
        oins: frozenset[str],
        neem: Callable[[str, bytes], int],
        *,
        grootst: int = _GROOTST,
    ) -> None:
        geheim = "Basic " + base64.b64encode(f"{gebruiker}:{wachtwoord}".encode()).decode()
        self._server = _Server(geheim, oins, neem, grootst)
        self._draad = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="vth-luisteraar", daemon=True
        )
        self._draad.start()

    def url(self, oin: str) -> str:
        """Where this organisation is notified."""
        return f"http://127.0.0.1:{self._server.server_port}{PAD}{oin}"

    def sluit(self) -> None:
        """Stop, and give the port back."""
        self._server.shutdown()
        self._server.server_close()
        self._draad.join()
