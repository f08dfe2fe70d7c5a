import base64
import io
import json
import zipfile
from datetime import UTC, datetime

import httpx
import jsonschema_rs
import pytest

from simulator.beheer import har, journaalexport
from simulator.beheer.hier import Beheer
from simulator.beheer.journaalexport import bestandsnaam
from simulator.beheer.journaalvraag import Filter
from simulator.kernel.journal import INLINE, Inschrijving
from simulator.kernel.store import Wereld
from simulator.serve import Draaiend
from tests.beheer.conftest import LEVERINGEN

OP = datetime(2026, 3, 2, 8, tzinfo=UTC)
BSN, GEEN_BSN = "123456782", "123456789"
_TEKST = {"type": "string"}
_PAREN = {
    "type": "array",
    "items": {"type": "object", "required": ["name", "value"], "properties": {"name": _TEKST, "value": _TEKST}},
}
_GROOTTE = {"type": "integer", "minimum": -1}
_INHOUD = {
    "type": "object",
    "required": ["size", "mimeType"],
    "properties": {"size": _GROOTTE, "mimeType": _TEKST, "text": _TEKST, "encoding": _TEKST, "comment": _TEKST},
    "additionalProperties": False,
}
# HAR 1.2 as its specification has it: what is obligatory, and of which kind.
HAR = {
    "type": "object",
    "required": ["log"],
    "properties": {
        "log": {
            "type": "object",
            "required": ["version", "creator", "entries"],
            "properties": {
                "version": {"const": "1.2"},
                "creator": {"type": "object", "required": ["name", "version"]},
                "comment": _TEKST,
                "entries": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["startedDateTime", "time", "request", "response", "cache", "timings"],
                        "properties": {
                            "startedDateTime": {"type": "string", "format": "date-time"},
                            "time": {"type": "number", "minimum": 0},
                            "cache": {"type": "object"},
                            "timings": {
                                "type": "object",
                                "required": ["send", "wait", "receive"],
                                "additionalProperties": {"type": "number", "minimum": -1},
                            },
                            "request": {
                                "type": "object",
                                "required": [
                                    *("method", "url", "httpVersion", "cookies", "headers"),
                                    *("queryString", "headersSize", "bodySize"),
                                ],
                                "properties": {
                                    "method": _TEKST,
                                    "url": {"type": "string", "format": "uri"},
                                    "httpVersion": _TEKST,
                                    "cookies": {"type": "array"},
                                    "headers": _PAREN,
                                    "queryString": _PAREN,
                                    "headersSize": _GROOTTE,
                                    "bodySize": _GROOTTE,
                                    "postData": {
                                        "type": "object",
                                        "required": ["mimeType", "text"],
                                        "properties": {"mimeType": _TEKST, "text": _TEKST},
                                    },
                                },
                            },
                            "response": {
                                "type": "object",
                                "required": [
                                    *("status", "statusText", "httpVersion", "cookies", "headers"),
                                    *("content", "redirectURL", "headersSize", "bodySize"),
                                ],
                                "properties": {
                                    "status": {"type": "integer"},
                                    "statusText": _TEKST,
                                    "headers": _PAREN,
                                    "content": _INHOUD,
                                    "redirectURL": _TEKST,
                                },
                            },
                        },
                    },
                },
            },
        }
    },
}


def _noteer(sim: Draaiend, **velden: object) -> None:
    rest = {"koppelvlak": "lvbb", "methode": "POST", "pad": "/x", "status": 200, **velden}
    sim.kern.journaal.noteer(Inschrijving("standaard", OP, **rest))  # type: ignore[arg-type]


def _har(client: httpx.Client, **vraag: object) -> list[dict]:
    antwoord = client.get("/_sim/journaal.har", params=vraag)
    assert antwoord.headers["content-disposition"] == 'attachment; filename="journaal.har"'
    gelezen = antwoord.json()
    jsonschema_rs.validator_for(HAR, validate_formats=True).validate(gelezen)
    return gelezen["log"]["entries"]


def _zip(client: httpx.Client, **vraag: object) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(client.get("/_sim/journaal.zip", params=vraag).content)) as archief:
        assert archief.testzip() is None
        return {naam: archief.read(naam) for naam in archief.namelist()}


def test_een_har(client: httpx.Client, zip_: bytes) -> None:
    kop = {"Content-Type": "application/zip", "X-OIN": "00000009001000009920"}
    client.post(LEVERINGEN, params={"idLevering": "mijn-id"}, content=zip_, headers=kop)
    client.get(f"{LEVERINGEN}/x")
    levering, onbekend = _har(client)
    assert levering["request"]["url"] == f"{str(client.base_url).rstrip('/')}{LEVERINGEN}?idLevering=mijn-id"
    assert levering["request"]["queryString"] == [{"name": "idLevering", "value": "mijn-id"}]
    assert {"name": "x-oin", "value": "00000009001000009920"} in levering["request"]["headers"]
    assert levering["request"]["postData"]["_encoding"] == "base64"
    assert base64.b64decode(levering["request"]["postData"]["text"]) == zip_
    assert (
        levering["response"]["redirectURL"]
        == json.loads(levering["response"]["content"]["text"])["_links"]["self"]["href"]
    )
    assert (levering["startedDateTime"], levering["_operatie"]) == ("2026-03-02T08:00:00Z", "leverAan")
    assert (onbekend["response"]["status"], onbekend["response"]["statusText"]) == (404, "Not Found")
    assert "postData" not in onbekend["request"]
    assert [regel["_nummer"] for regel in _har(client, status="4xx")] == [2]
    assert [regel["_nummer"] for regel in _har(client, aantal=1)] == [1]


def test_een_lege_har(schone_client: httpx.Client) -> None:
    assert _har(schone_client, kenmerk="bestaat-niet") == []


def test_wie_geen_antwoord_kreeg(sim: Draaiend, client: httpx.Client) -> None:
    _noteer(sim, status=499)
    (regel,) = _har(client)
    assert (regel["response"]["status"], regel["response"]["statusText"]) == (0, "")


def test_een_zip_kan_na_elke_regel_stoppen(sim: Draaiend, client: httpx.Client) -> None:
    for n in range(5):
        _noteer(sim, pad=f"/{n}")
    client.get("/_sim/journaal").raise_for_status()
    wereld = Wereld(sim.kern.store)
    stukken = journaalexport._zip(
        Beheer(sim.kern, (), None, "1"), wereld, Filter(), journaalexport.Maskering(True), 100
    )
    assert [next(stukken) for _ in range(4)] == [b""] * 4  # who went away keeps no thread for the rest
    stukken.close()


def test_meer_regels_dan_in_een_keer(sim: Draaiend, client: httpx.Client) -> None:
    for n in range(450):
        _noteer(sim, pad=f"/{n}")
    assert [regel["_nummer"] for regel in _har(client, na=10)] == list(range(11, 451))
    assert len(_har(client, aantal=201)) == 201


GEHEIM = {
    "pad": f"/v?bsn={BSN}&api_key=geheim1",
    "verzoek_kop": [
        *(("Content-Type", "application/json"), ("X-Api-Key", "geheim2"), ("Authorization", "Bearer geheim3")),
        *(("Cookie", "sessie=geheim4"), ("X-Nummer", GEEN_BSN)),
    ],
    "verzoek": json.dumps(
        {"bsn": BSN, "nummer": GEEN_BSN, "oin": "00000001123456782000", "client_secret": "geheim5"}
    ).encode(),
    "antwoord_kop": [("Content-Type", "application/xml"), ("Set-Cookie", "sessie=geheim6")],
    "antwoord": f"<?xml version='1.0' encoding='ISO-8859-1'?><a>é<bsn>{BSN}</bsn>{BSN}</a>".encode("latin-1"),
    "antwoord_grootte": 10,
    "regels": [f"van {BSN}"],
}


def test_geheimen_en_bsn_gaan_niet_mee(sim: Draaiend, client: httpx.Client) -> None:
    _noteer(sim, **GEHEIM)
    bestanden = _zip(client)
    for tekst in (json.dumps(_har(client), ensure_ascii=False), *(b.decode("latin-1") for b in bestanden.values())):
        assert "geheim" not in tekst.replace("Geheimen", "")
        assert BSN not in tekst.replace("00000001123456782000", "")
    alles = b"".join(bestanden.values())
    assert GEEN_BSN.encode() in alles
    assert b"00000001123456782000" in alles
    assert "é".encode("latin-1") in bestanden["berichten/000001-in-lvbb-POST-antwoord.xml"]


def test_wie_alles_vraagt_krijgt_alles(sim: Draaiend, client: httpx.Client) -> None:
    _noteer(sim, **GEHEIM)
    bestanden = _zip(client, masker="false")
    assert bestanden["berichten/000001-in-lvbb-POST-verzoek.json"] == GEHEIM["verzoek"]
    assert bestanden["berichten/000001-in-lvbb-POST-antwoord.xml"] == GEHEIM["antwoord"]
    assert "hierin kunnen sleutels en persoonsgegevens staan" in bestanden["LEESMIJ.txt"].decode()
    (regel,) = _har(client, masker="false")
    assert {"name": "X-Api-Key", "value": "(niet bewaard)"} in regel["request"]["headers"]  # not even kept
    assert BSN in regel["request"]["postData"]["text"]


def test_elk_bericht_een_bestand(client: httpx.Client, zip_: bytes) -> None:
    geleverd = client.post(
        LEVERINGEN, content=zip_, headers={"Content-Type": "application/zip", "X-OIN": "00000009001000009920"}
    )
    client.get(f"{LEVERINGEN}/x")
    bestanden = _zip(client)
    assert sorted(bestanden) == [
        "LEESMIJ.txt",
        "berichten/000001-in-lvbb-leverAan-antwoord.json",
        "berichten/000001-in-lvbb-leverAan-verzoek.zip",
        "berichten/000002-in-lvbb-getLevering-antwoord.json",
        "regels.jsonl",
    ]
    assert bestanden["berichten/000001-in-lvbb-leverAan-verzoek.zip"] == zip_
    assert bestanden["berichten/000001-in-lvbb-leverAan-antwoord.json"] == geleverd.content
    regels = [json.loads(regel) for regel in bestanden["regels.jsonl"].splitlines()]
    assert [regel["nummer"] for regel in regels] == [1, 2]
    assert regels[0]["verzoek"]["bestand"] in bestanden
    assert regels[1]["verzoek"]["bestand"] is None


def test_een_groot_bericht_staat_er_heel_in(sim: Draaiend, client: httpx.Client) -> None:
    groot = bytes(range(256)) * (INLINE // 256 + 1)
    _noteer(sim, verzoek=groot, verzoek_kop=[("Content-Type", "application/zip")])
    assert _zip(client)["berichten/000001-in-lvbb-POST-verzoek.zip"] == groot
    assert base64.b64decode(_har(client)[0]["request"]["postData"]["text"]) == groot


def test_wat_te_groot_is_voor_een_har(sim: Draaiend, client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(har, "GROOTSTE_BODY", 3)
    _noteer(sim, verzoek=b"lang", antwoord=b"kort"[:3])
    (regel,) = _har(client)
    assert regel["request"]["postData"]["text"] == ""
    assert "/_sim/journaal/1/verzoek" in regel["request"]["postData"]["comment"]
    assert regel["response"]["content"]["text"] == "kor"


class _Rij:
    nummer = 7
    richting = "in"
    methode = "GET"

    def __init__(self, koppelvlak: str, operatie: str, media: str) -> None:
        self.koppelvlak, self.operatie = koppelvlak, operatie
        self.verzoek_kop = [["Content-Type", media]]


@pytest.mark.parametrize(
    ("koppelvlak", "operatie", "media", "naam"),
    [
        ("../../etc", "x/y\\z", "text/plain", "000007-in-_etc-x_y_z-verzoek.txt"),
        ("lvbb", "", "application/hal+json; charset=utf-8", "000007-in-lvbb-GET-verzoek.json"),
        ("lvbb", "a" * 99, "application/soap+xml", f"000007-in-lvbb-{'a' * 40}-verzoek.xml"),
        ("lvbb", "CON\x00:*", "application/../exe", "000007-in-lvbb-CON_-verzoek.bin"),
    ],
)
def test_een_bestandsnaam_is_veilig(koppelvlak: str, operatie: str, media: str, naam: str) -> None:
    assert bestandsnaam(_Rij(koppelvlak, operatie, media), "verzoek") == f"berichten/{naam}"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inhoud", "media", "tekst"),
    [
        ("é".encode(), "application/json", "é"),
        (b"\xff\xfea\x00", "application/xml", "a"),
        (b"<?xml version='1.0' encoding='latin-1'?>\xe9", "text/xml", "<?xml version='1.0' encoding='latin-1'?>é"),
        (b"\xe9", "text/plain", None),
        (b"a\x00b", "", None),
        (b"PK", "application/zip", None),
        (b"<?xml version='1.0'?><a/>", "application/octet-stream", "<?xml version='1.0'?><a/>"),
        (b"<?xml version='1.0' encoding='bestaat-niet'?>", "text/xml", None),
        (b"", "", ""),
    ],
)
def test_wat_tekst_is(inhoud: bytes, media: str, tekst: str | None) -> None:
    gelezen = har.als_tekst(inhoud, media)
    assert (None if gelezen is None else gelezen[0]) == tekst
