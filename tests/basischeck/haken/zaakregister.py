"""A small zaakregister on loopback, after the public contract of the Zaken API 1.5 and the Documenten API.

It has what a reading client meets: a JWT on every call, pages, CRS headers, relations as addresses.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT_ID, GEHEIM = "basischeck", "een-geheim"
ZAKEN, DOCUMENTEN, CATALOGI = "/zaken/api/v1", "/documenten/api/v1", "/catalogi/api/v1"


@dataclass
class Register:
    """What is in it, by path. zaken: in the order of the list; per_pagina: how many zaken on one page; vooraf: called
    before the first page of zaken is given.
    """

    url: str = ""
    zaken: list[dict[str, Any]] = field(default_factory=list)
    los: dict[str, Any] = field(default_factory=dict)
    per_zaak: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    bestanden: dict[str, bytes] = field(default_factory=dict)
    per_pagina: int = 2
    aanroepen: list[str] = field(default_factory=list)
    status: int = 0
    vooraf: Callable[[], None] | None = None

    def zaak(self, identificatie: str, **velden: Any) -> str:
        """Put a zaak in; gives its address."""
        url = f"{self.url}{ZAKEN}/zaken/uuid-{len(self.zaken)}"
        leeg = {"omschrijving": "", "toelichting": "", "kenmerken": [], "status": None, "resultaat": None}
        self.zaken.append({"url": url, "identificatie": identificatie, **leeg, **velden})
        return url

    def zet(self, pad: str, inhoud: dict[str, Any]) -> str:
        """Put something at a path; gives its address."""
        self.los[pad] = {"url": self.url + pad, **inhoud}
        return self.url + pad

    def bij(self, zaak: str, soort: str, **inhoud: Any) -> None:
        """Put a rol, zaakobject, zaakinformatieobject or zaakeigenschap with a zaak."""
        self.per_zaak.setdefault(f"{soort} {zaak}", []).append(inhoud)

    def antwoord(self, pad: str, vraag: dict[str, str]) -> tuple[int, Any]:
        """What is at a path."""
        if pad == f"{ZAKEN}/zaken":
            if self.vooraf is not None and "page" not in vraag:
                self.vooraf()
            wil = vraag.get("identificatie")
            rijen = [zaak for zaak in self.zaken if wil in (None, zaak["identificatie"])]
            return 200, self._pagina(pad, rijen, vraag)
        soort = pad.rpartition("/")[2]
        if soort == "zaakinformatieobjecten":
            return 200, self.per_zaak.get(f"{soort} {vraag.get('zaak')}", [])
        if soort in ("rollen", "zaakobjecten"):
            return 200, self._pagina(pad, self.per_zaak.get(f"{soort} {vraag.get('zaak')}", []), vraag)
        if soort == "zaakeigenschappen":
            zaak = self.url + pad.rpartition("/")[0]
            return 200, self.per_zaak.get(f"{soort} {zaak}", [])
        gevonden = self.los.get(pad)
        return (404, {"code": "not_found"}) if gevonden is None else (200, gevonden)

    def _pagina(self, pad: str, rijen: list[dict[str, Any]], vraag: dict[str, str]) -> dict[str, Any]:
        nummer = int(vraag.get("page", "1"))
        begin, eind = (nummer - 1) * self.per_pagina, nummer * self.per_pagina
        volgende = f"{self.url}{pad}?page={nummer + 1}" + "".join(
            f"&{naam}={waarde}" for naam, waarde in vraag.items() if naam != "page"
        )
        return {
            "count": len(rijen),
            "next": volgende if eind < len(rijen) else None,
            "previous": None,
            "results": rijen[begin:eind],
        }


def mag(kop: str) -> bool:
    """Whether the header Authorization holds a token of our application."""
    try:
        soort, token = kop.split(" ")
        deel, handtekening = token.rsplit(".", 1)
        inhoud = json.loads(_uit_base64url(deel.split(".")[1]))
        goed = hmac.new(GEHEIM.encode(), deel.encode(), hashlib.sha256).digest()
        return soort == "Bearer" and inhoud["client_id"] == CLIENT_ID and _uit_base64url(handtekening) == goed
    except (ValueError, KeyError, IndexError):
        return False


def _uit_base64url(tekst: str) -> bytes:
    return base64.urlsafe_b64decode(tekst + "=" * (-len(tekst) % 4))


@contextlib.contextmanager
def draait() -> Iterator[Register]:
    """A register on a free port, until the end of the block."""
    register = Register()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            delen = urlsplit(self.path)
            register.aanroepen.append(self.path)
            vraag = {naam: waarden[0] for naam, waarden in parse_qs(delen.query).items()}
            if register.status:
                self._geef(register.status, {"status": register.status})
            elif not mag(self.headers.get("Authorization", "")):
                self._geef(403, {"code": "permission_denied"})
            elif delen.path in register.bestanden:
                self._geef(200, register.bestanden[delen.path])
            elif delen.path == f"{ZAKEN}/zaken" and self.headers.get("Accept-Crs") != "EPSG:4326":
                self._geef(406, {"code": "not_acceptable"})
            else:
                self._geef(*register.antwoord(delen.path, vraag))

        def _geef(self, status: int, inhoud: Any) -> None:
            body = inhoud if isinstance(inhoud, bytes) else json.dumps(inhoud).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing in the output of a test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    register.url = f"http://127.0.0.1:{server.server_port}"
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    draad.start()
    try:
        yield register
    finally:
        server.shutdown()
        server.server_close()
        draad.join(5)
