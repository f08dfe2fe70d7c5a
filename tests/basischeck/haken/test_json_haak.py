"""The hook for any address that answers JSON."""

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from simulator.basischeck import haken
from simulator.basischeck.haken import json_haak
from simulator.basischeck.haken.opgave import Haken, Json
from simulator.basischeck.uitkomsten import Configfout
from tests.edge.proefserver import Server, serveer

NUMMER = "2026030200001"


def antwoord(inhoud: Any) -> bytes:
    body = inhoud if isinstance(inhoud, bytes) else json.dumps(inhoud).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def vraag(server: Server, adres: str = "/zaken?nr={verzoeknummer}", nummer: str = NUMMER, **meer: Any) -> Any:
    opgave = Json(url=server.url(pad=adres), **meer)
    return asyncio.run(json_haak.vraag("zaak_zoeken", opgave, {"verzoeknummer": nummer}))


def test_ophalen_met_eigen_namen() -> None:
    zaken = {"data": {"lijst": [{"nummer": "Z1", "extra": {"status": "open"}}, {"nummer": "Z2"}]}}
    velden = {"zaak_id": "nummer", "status": "extra.status"}
    with serveer(antwoord(zaken)) as server:
        gevonden = vraag(server, pad="data.lijst", velden=velden, koppen={"X-Sleutel": "s"})
    assert [(zaak["zaak_id"], zaak.get("status")) for zaak in gevonden] == [("Z1", "open"), ("Z2", None)]
    assert server.ontvangen[0].startswith(b"GET /zaken?nr=%b HTTP" % NUMMER.encode())
    assert b"x-sleutel: s" in server.ontvangen[0].lower()


class _Neemt(BaseHTTPRequestHandler):
    """Keeps the body of a POST, and answers with one zaak."""

    def do_POST(self) -> None:
        self.server.gestuurd = self.path, self.rfile.read(int(self.headers["Content-Length"]))  # type: ignore[attr-defined]
        self.wfile.write(antwoord([{"zaak_id": "Z1"}]))

    def log_message(self, *_: Any) -> None:
        """Nothing in the output of a test."""


def test_sturen_met_een_sjabloon() -> None:
    body = {"vraag": {"nummers": ["{verzoeknummer}"], "vast": 3}}
    with HTTPServer(("127.0.0.1", 0), _Neemt) as server:
        draad = threading.Thread(target=server.handle_request)
        draad.start()
        assert vraag(Server(server.server_port), "/zoek", methode="POST", body=body) == [{"zaak_id": "Z1"}]
        draad.join(20)
        pad, gestuurd = server.gestuurd  # type: ignore[attr-defined]
    assert (pad, json.loads(gestuurd)) == ("/zoek", {"vraag": {"nummers": [NUMMER], "vast": 3}})


@pytest.mark.parametrize(
    ("inhoud", "pad", "verwacht"),
    [({"zaak_id": "Z"}, "", [{"zaak_id": "Z"}]), ([], "", []), ({}, "niets", []), ({"a": [{"b": {}}]}, "a.0.b", [{}])],
)
def test_een_zaak_geen_zaak_of_een_lijst(inhoud: Any, pad: str, verwacht: Any) -> None:
    with serveer(antwoord(inhoud)) as server:
        assert vraag(server, pad=pad) == verwacht


def test_een_waarde_verandert_het_adres_niet() -> None:
    with serveer(antwoord([])) as server:
        vraag(server, nummer="1&beheer=ja/../x y")
    assert server.ontvangen[0].startswith(b"GET /zaken?nr=1%26beheer%3Dja%2F..%2Fx%20y HTTP")


@pytest.mark.parametrize(
    ("ruw", "tekst"),
    [
        (antwoord(b"<html>"), "geeft geen JSON"),
        (antwoord(["a"]), "geen lijst van objecten"),
        (b"HTTP/1.1 404 Weg\r\nContent-Length: 0\r\n\r\n", "gaf status 404"),
        (b"onzin", r"geen antwoord \(RemoteProtocolError"),
    ],
)
def test_een_antwoord_dat_de_haak_niet_kan_lezen(ruw: bytes, tekst: str) -> None:
    with serveer(ruw) as server, pytest.raises(Configfout, match=rf"^haken\.json\.zaak_zoeken: .*{tekst}"):
        vraag(server)


def test_een_invulling_die_er_niet_is() -> None:
    with serveer() as server, pytest.raises(Configfout, match=r"\{kleur\} ken ik niet, wel \{verzoeknummer\}"):
        vraag(server, "/{kleur}")
    assert server.ontvangen == []


def test_de_json_haak_van_een_plan() -> None:
    with serveer(antwoord([{"zaak_id": "Z"}])) as server:
        opgave = Haken.model_validate({"json": {"zaak_zoeken": {"url": server.url()}}})
        (haak,) = haken.maak(opgave).values()
        assert asyncio.run(haak({"verzoeknummer": NUMMER})) == [{"zaak_id": "Z"}]  # type: ignore[arg-type]


def test_een_vraag_die_er_niet_is_kan_niet_in_een_plan() -> None:
    with pytest.raises(ValueError, match="iets_anders"):
        Haken.model_validate({"json": {"iets_anders": {"url": "http://127.0.0.1"}}})
