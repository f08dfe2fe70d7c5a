import json
import re
from typing import Any

import httpx
import jsonschema_rs
import pytest

from simulator.beheer import app, beschrijving, openapibeeld
from simulator.kernel.store import Wereld
from simulator.postbus import service as postbus
from simulator.serve import Draaiend
from tests.beheer.conftest import LEVERINGEN, PAGINA, lever


@pytest.fixture
def document(schone_client: httpx.Client) -> dict[str, Any]:
    return schone_client.get("/_sim/openapi.json").json()


def _operaties(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(m, pad, op) for pad, methoden in document["paths"].items() for m, op in methoden.items()]


def test_elke_operatie_is_beschreven(document: dict[str, Any]) -> None:
    ids = [op["operationId"] for _, _, op in _operaties(document)]
    assert len(ids) == len(set(ids))
    assert {"getKlok", "postKlokSpring", "deleteSnapshotsNaam", "getJournaalHar"} <= set(ids)
    for methode, pad, op in _operaties(document):
        assert op["tags"][0] in beschrijving.ONDERWERPEN, pad
        assert re.match(r"[A-Z]", op["summary"]), pad
        assert "application/problem+json" in op["responses"]["default"]["content"]
        assert ("requestBody" in op) is (methode in ("put", "post") and pad not in _ZONDER_BODY), pad
        assert all(p.get("description") for p in op.get("parameters", ())), pad
        assert set(re.findall(r"{(\w+)}", pad)) == {p["name"] for p in op.get("parameters", ()) if p["in"] == "path"}


_ZONDER_BODY = (
    "/_sim/reset",
    "/_sim/snapshots/{naam}/herstel",
    "/_sim/fixtures/{naam}",
    "/_sim/verzoeken/{verzoeknummer}/notificaties/{volgnummer}/{oin}/opnieuw",
    "/_sim/verzoeken/{verzoeknummer}/notificaties/{volgnummer}/{oin}/ophalen",
    "/_sim/verzoeken/{verzoeknummer}/termijn/{stap}",
    "/_sim/verzoeken/{verzoeknummer}/kennisgeving",
)
_OIN, _DIENST_OIN = "00000009001000009920", "00000009000000009920"
_ACTIVITEIT = "nl.imow-gm9920.activiteit.Dakkapel"
_DIENST = {"bevoegdGezag": _OIN, "behandeldienst": _DIENST_OIN}
_PLEKKEN = {
    "naam": "plan-gepubliceerd",
    "kenmerk": _OIN,
    "organisatie": "gm0363",
    "dienst": "lvbb",
    "bevoegd_gezag": _OIN,
    "behandeldienst": _DIENST_OIN,
    "oin": _OIN,
    "id": _ACTIVITEIT,
}


def test_er_staat_geen_engels_van_de_code_in(document: dict[str, Any]) -> None:
    teksten = []

    def verzamel(deel: Any) -> None:
        if isinstance(deel, dict):
            teksten.extend(
                w for n, w in deel.items() if n in ("description", "title", "summary") and isinstance(w, str)
            )
            for onder in deel.values():
                verzamel(onder)
        elif isinstance(deel, list):
            for onder in deel:
                verzamel(onder)

    verzamel(document)
    assert teksten
    assert not [tekst for tekst in teksten if re.search(r"\b(the|what|with|when|Successful|Response)\b", tekst)]


def test_elk_pad_van_de_simulator_staat_erin_of_is_een_pagina(document: dict[str, Any]) -> None:
    routes = [route for deel in app._DELEN for route in deel.router.routes]
    paden = {re.sub(r"_?(:path)?}", "}", route.path) for route in routes}
    assert "/_sim/leveringen/{id}/oordeel" in paden
    buiten = {pad for pad in paden if pad not in document["paths"]}
    assert all(
        pad in ("/", "/_sim", "/_sim/") or re.search(r"\.(html|js|css)$|/docs|/formulier/|/beheerportaal$", pad)
        for pad in buiten
    )


def _schema(document: dict[str, Any], pad: str, methode: str, status: int, media: str) -> Any:
    inhoud = document["paths"][pad][methode]["responses"][str(status)]["content"]
    return jsonschema_rs.validator_for(inhoud[media]["schema"], validate_formats=True)


def _vul(client: httpx.Client, zip_: bytes) -> dict[str, str]:
    """A world in which there is something of everything; gives what stands for the variables in a path."""
    plek = lever(client, zip_)
    client.get(f"{LEVERINGEN}/x")
    client.post("/_sim/snapshots", json={"naam": "een"}).raise_for_status()
    client.post("/_sim/fixtures/plan-gepubliceerd").raise_for_status()
    aan = {"koppelvlak": "ozon", "soort": "status", "waarde": 503, "aantal": 1}
    client.put("/_sim/storingen", json={"storingen": [aan]}).raise_for_status()
    client.post("/_sim/omgevingen", json={"naam": "een"}).raise_for_status()
    client.post("/_sim/sleutels", json={"naam": "een"}).raise_for_status()
    client.put(f"/_sim/certificaten/{_OIN}", json={"naam": "een", "oins": [_OIN]}).raise_for_status()
    client.put("/_sim/machtigingen/gm9920/lvbb", json={"leverancier": _OIN}).raise_for_status()
    id_ = plek.rpartition("/")[2]
    oin = "00000009001000009920"
    client.post("/_sim/fixtures/verzoek").raise_for_status()
    nummer = client.post("/_sim/verzoeken", json={"casus": "meervoudig"}).json()["verzoeknummer"]
    client.put(f"/_sim/stam/mandaten/{oin}/00000009000000009920", json={"mandaat": "advies"}).raise_for_status()
    verzoek = {"verzoeknummer": nummer, "volgnummer": "000", "oin": oin, "vraag": "zaak_zoeken"}
    return {"naam": "een", "nummer": "1", "kant": "antwoord", "code": "gm9920", "id": id_, **verzoek}


def test_elk_antwoord_heeft_de_beschreven_vorm(sim: Draaiend, client: httpx.Client, zip_: bytes) -> None:
    document = client.get("/_sim/openapi.json").json()
    postbus.neem_aan(Wereld(sim.kern.store), postbus.Envelop("a@example.nl", ["b@example.nl"]), b"Subject: x\r\n\r\ny")
    waarden = _vul(client, zip_)
    gezien = 0
    for methode, pad, op in _operaties(document):
        media = next(iter(op["responses"].get("200", {}).get("content", {})), "")
        if methode != "get" or media != "application/json":
            continue
        id_ = "lvbb/servicebus" if "contracten" in pad else waarden["id"]
        antwoord = client.get(pad.format_map({**waarden, "id": id_}))
        assert antwoord.status_code == 200, pad
        _schema(document, pad, methode, 200, media).validate(antwoord.json())
        gezien += 1
    assert gezien >= 24


@pytest.mark.parametrize(
    ("methode", "pad", "body", "status"),
    [
        ("put", "/_sim/klok", {"snelheid": 0}, 200),
        ("post", "/_sim/klok/spring", {"duur": "PT1H"}, 200),
        ("post", "/_sim/snapshots", {"naam": "x"}, 201),
        ("put", "/_sim/storingen", {"storingen": []}, 200),
        ("post", "/_sim/fixtures/{naam}", None, 201),
        ("post", "/_sim/sleutels", {"naam": "x"}, 201),
        ("put", "/_sim/certificaten/{kenmerk}", {"oins": [_OIN]}, 201),
        ("put", "/_sim/machtigingen/{organisatie}/{dienst}", {"leverancier": _OIN}, 200),
        ("post", "/_sim/verzoeken", {"casus": "dakkapel", "bijlagen": [{"naam": "x.pdf"}], "locatie": "bag"}, 201),
        ("put", "/_sim/organisaties/{oin}/ontvangst", {"adapter": "https", "url": "http://127.0.0.1:9/"}, 200),
        ("put", "/_sim/stam/instellingen", {"pdf": "dummy"}, 200),
        ("put", "/_sim/stam/activiteiten/{id}", {"naam": "x", "vereisten": ["Melding"]}, 200),
        ("post", "/_sim/stam/behandeldiensten", {**_DIENST, "activiteit": _ACTIVITEIT}, 201),
        ("put", "/_sim/stam/mandaten/{bevoegd_gezag}/{behandeldienst}", {"mandaat": "advies"}, 200),
    ],
)
def test_ook_wat_iets_verandert(
    document: dict[str, Any], schone_client: httpx.Client, methode: str, pad: str, body: Any, status: int
) -> None:
    antwoord = schone_client.request(methode, pad.format_map(_PLEKKEN), json=body)
    assert antwoord.status_code == status
    _schema(document, pad, methode, status, "application/json").validate(antwoord.json())
    if body is not None:
        neemt = document["paths"][pad][methode]["requestBody"]["content"]["application/json"]["schema"]
        jsonschema_rs.validator_for(neemt).validate(body)


@pytest.mark.parametrize(
    ("methode", "pad", "body"),
    [("get", "/_sim/leveringen/x", None), ("put", "/_sim/klok", {}), ("get", "/_sim/organisaties/x", None)],
)
def test_een_probleem_heeft_de_beschreven_vorm(
    document: dict[str, Any], schone_client: httpx.Client, methode: str, pad: str, body: Any
) -> None:
    antwoord = schone_client.request(methode, pad, json=body)
    assert antwoord.is_client_error
    jsonschema_rs.validator_for(document["components"]["schemas"]["Probleem"]).validate(antwoord.json())


def test_elk_voorbeeld_op_de_pagina_klopt_met_zijn_schema(document: dict[str, Any]) -> None:
    gezien = 0
    for _, _, operaties in openapibeeld.groepen(document):
        for o in operaties:
            if not o.body:
                continue
            schema = document["paths"][o.pad][o.methode.lower()]["requestBody"]["content"][o.neemt]["schema"]
            jsonschema_rs.validator_for(schema).validate(json.loads(o.body))
            gezien += 1
    assert gezien >= 4


def test_de_pagina_van_deze_api(schone_client: httpx.Client) -> None:
    antwoord = schone_client.get("/_sim/docs", headers=PAGINA)
    assert "default-src 'none'; script-src 'self'" in antwoord.headers["content-security-policy"]
    for tekst in ("/_sim/klok/spring", "Spring vooruit", "/_sim/openapi.json", "/_sim/docs/ozon/presenteren-v8"):
        assert tekst in antwoord.text
    assert 'href="/_sim/agenda">Vraag op' in antwoord.text


@pytest.mark.parametrize("id_", ["lvbb/bronhouderkoppelvlak", "lvbb/servicebus", "ozon/presenteren-v8"])
def test_de_pagina_van_een_koppelvlak(schone_client: httpx.Client, id_: str) -> None:
    document = schone_client.get(f"/_sim/contracten/{id_}").json()
    tekst = schone_client.get(f"/_sim/docs/{id_}", headers=PAGINA).text
    for _, pad, op in _operaties({"paths": {p: _alleen_operaties(m) for p, m in document["paths"].items()}}):
        assert f"{pad}</code>" in tekst
        assert op["summary"].replace("'", "&#39;") in tekst
    assert "Zekerheid" in tekst


def _alleen_operaties(methoden: dict[str, Any]) -> dict[str, Any]:
    return {m: op for m, op in methoden.items() if m in ("get", "post", "put", "delete", "patch")}


def test_een_api_die_er_niet_is(schone_client: httpx.Client) -> None:
    antwoord = schone_client.get("/_sim/docs/bestaat-niet")
    assert antwoord.status_code == 404
    assert "ozon/presenteren-v8" in antwoord.json()["detail"]


@pytest.mark.parametrize("naam", ["journaal.js", "docs.js"])
def test_een_script_haalt_niets_van_buiten(schone_client: httpx.Client, naam: str) -> None:
    antwoord = schone_client.get(f"/_sim/{naam}")
    assert antwoord.headers["content-type"] == "text/javascript; charset=utf-8"
    assert antwoord.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"https?://|\beval\(|import ", antwoord.text)
