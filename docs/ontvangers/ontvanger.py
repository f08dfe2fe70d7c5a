"""Een ontvanger van notificaties in Python: neem aan, antwoord, en haal daarna het verzoek op.

Start: DSO_URL=http://127.0.0.1:8080 python ontvanger.py 9000
Wat binnenkomt staat daarna in de map verzoeken/<verzoeknummer>-<volgnummer>/.
"""

import json
import os
import queue
import re
import sys
import threading
import urllib.request
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

DSO = os.environ["DSO_URL"] + "/overheid/verzoeken/api/afhandelen/v2/verzoeken/"
GEHEIM = "Basic " + b64encode(b"dso:geheim").decode()
GROOTST = 1_000_000
taken: queue.Queue[str] = queue.Queue()


class Ontvanger(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        lengte = int(self.headers.get("Content-Length") or 0)
        if self.headers.get("Authorization") != GEHEIM:
            return self.antwoord(401)
        if lengte > GROOTST:
            return self.antwoord(413)
        taken.put(self.rfile.read(lengte).decode())  # een echt systeem legt haar hier vast
        return self.antwoord(200)

    def antwoord(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


def veld(notificatie: str, naam: str, vorm: str) -> str:
    """Een element uit de notificatie, alleen als het cijfers in de verwachte vorm zijn: het wordt een pad."""
    gevonden = re.search(rf"<(?:\w+:)?{naam}>({vorm})</", notificatie)
    if gevonden is None:
        raise ValueError(f"geen {naam} in de notificatie")
    return gevonden[1]


def haal(adres: str, oin: str) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(adres, headers={"OIN": oin}), timeout=60) as antwoord:
        return antwoord.read()


def verwerk(notificatie: str) -> None:
    nummer, volgnummer = veld(notificatie, "verzoeknummer", r"\d{1,20}"), veld(notificatie, "volgnummer", r"\d{1,3}")
    oin = veld(notificatie, "oin", r"\d{20}")
    links = json.loads(haal(DSO + nummer, oin))["_links"]
    map_ = Path("verzoeken") / f"{nummer}-{volgnummer}"
    map_.mkdir(parents=True, exist_ok=True)
    (map_ / "samenvatting.xml").write_bytes(haal(links["samenvatting"]["href"], oin))
    (map_ / "publiceerbaar.pdf").write_bytes(haal(links["publiceerbaar"]["href"], oin))
    for document in links.get("documenten", []):
        naam = re.sub(r"[^\w-]", "", document["documentId"])  # nooit de naam van een ander als bestandsnaam
        (map_ / naam).write_bytes(haal(document["href"], oin))
    print(f"verzoek {nummer} {volgnummer} opgehaald", flush=True)


def werk() -> None:
    while True:
        try:
            verwerk(taken.get())
        except Exception as fout:
            print(f"niet opgehaald: {fout}", file=sys.stderr, flush=True)


threading.Thread(target=werk, daemon=True).start()
server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Ontvanger)
print(f"luistert op http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
