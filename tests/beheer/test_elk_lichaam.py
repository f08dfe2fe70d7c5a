"""Whatever is sent to the control API and the forms, the answer is never a fault of the simulator."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from simulator.beheer import app
from tests.beheer import inprocess
from tests.beheer.inprocess import RUW, VREEMD, Proef, als_json, genest, verminkt

OIN, DIENST, LEVERANCIER = "00000009001000009920", "00000009000000009920", "00000003123456780000"
DAKKAPEL = "nl.imow-gm9920.activiteit.Dakkapel"
_STORING = {"koppelvlak": "ozon", "operatie": "*", "soort": "status", "waarde": 503, "aantal": 1}
_CONFIGURATIE = {
    "bevoegdGezag": OIN,
    "activiteit": DAKKAPEL,
    "behandeldienst": DIENST,
    "toestemming": "",
    "gebied": "",
    "begindatum": "2026-01-01",
    "einddatum": "2027-01-01",
}
GOED: dict[tuple[str, str], Any] = {
    ("put", "/_sim/klok"): {"nu": "2026-03-02T09:00:00Z", "snelheid": 0},
    ("post", "/_sim/klok/spring"): {"duur": "PT1H"},
    ("put", "/_sim/organisaties/{code}"): {"naam": "Gemeente Nieuwstad", "oin": "00000001009913000000"},
    ("post", "/_sim/verzoeken"): {
        "casus": "dakkapel",
        "doel": "Initiëren",
        "bijlagen": [{"naam": "x.pdf", "grootte": 10}],
        "wacht": False,
        "locatie": {"punt": [98000, 540900]},
        "gebied": "gm9920",
        "activiteiten": [DAKKAPEL],
        "merk": "x",
        "type": "Aanvraag",
        "indiener": "burger",
        "tekens": "x",
        "bestandsnamen": "x",
        "langeNaam": True,
        "verzoeknummer": "2026030200001",
        "bevoegdGezag": OIN,
        "behandeldienst": DIENST,
        "sjabloon": "<x/>",
        "ambtshalve": True,
        "vervallen": True,
        "toelichting": "x",
    },
    ("post", "/_sim/snapshots"): {"naam": "een"},
    ("post", "/_sim/omgevingen"): {"naam": "een", "streng": True, "klok": "2026-03-02", "snelheid": 1.0, "zaad": 7},
    ("put", "/_sim/omgevingen/{naam}"): {"streng": False},
    ("post", "/_sim/omgevingen/{naam}/vertak"): {"naam": "tak", "snapshot": "een", "streng": False},
    ("put", "/_sim/storingen"): {"storingen": [_STORING]},
    ("post", "/_sim/ontvangst/proef"): {"url": "http://127.0.0.1:1/", "methode": "POST", "headers": {"X-A": "b"}},
    ("post", "/_sim/sleutels"): {"naam": "een", "sleutel": "een-sleutel"},
    ("put", "/_sim/certificaten/{kenmerk}"): {"naam": "een", "oins": [OIN]},
    ("put", "/_sim/machtigingen/{organisatie}/{dienst}"): {"leverancier": LEVERANCIER, "vanaf": "2026-03-02"},
    ("put", "/_sim/stam/instellingen"): {"pdf": "dummy"},
    ("put", "/_sim/stam/activiteiten/{id}"): {"naam": "x", "vereisten": ["Melding"], "gezag": "", "magneet": True},
    ("post", "/_sim/stam/behandeldiensten"): _CONFIGURATIE,
    ("put", "/_sim/stam/behandeldiensten/{id}"): _CONFIGURATIE,
    ("put", "/_sim/stam/mandaten/{bevoegd_gezag}/{behandeldienst}"): {"mandaat": "advies", "activiteit": DAKKAPEL},
    ("put", "/_sim/organisaties/{oin}/ontvangst"): {
        "adapter": "https",
        "url": "http://127.0.0.1:9/",
        "gebruiker": "x",
        "wachtwoord": "y",
        "headers": {"X-A": "b"},
        "opties": {"pogingen": 3},
    },
}
PLEK = {
    "naam": "een",
    "vraag": "zaak_zoeken",
    "kenmerk": OIN,
    "organisatie": "gm9920",
    "dienst": "lvbb",
    "id": DAKKAPEL,
    "oin": OIN,
    "bevoegd_gezag": OIN,
    "behandeldienst": DIENST,
    "verzoeknummer": "2026030200001",
    "volgnummer": "000",
    "nummer": "1",
    "kant": "antwoord",
    "code": "gm9920",
    "stap": "verleng",
}
FORMULIER = {
    "doe": "zet",
    "naam": "een",
    "nu": "2026-03-02T09:00",
    "duur": "P1D",
    "oin": OIN,
    "van": "een een",
    "streng": "1",
    "adapter": "https",
    "url": "http://127.0.0.1:9/",
    "gebruiker": "x",
    "wachtwoord": "y",
    "kenmerk": OIN,
    "casus": "dakkapel",
    "verzoeknummer": "2026030200001",
    "volgnummer": "000",
    "bevoegdGezag": OIN,
    "stap": "1",
    "mandaat": "advies",
    "activiteit": DAKKAPEL,
    "id": "x",
    "bijlagen": "2",
    "leverancier": LEVERANCIER,
    "organisatie": "gm9920",
    "dienst": "lvbb",
    "klok": "2026-03-02",
    "oins": OIN,
    "gezag": "gm9920",
    "weken": "6",
    "begindatum": "2026-01-01",
    "einddatum": "2027-01-01",
    "behandeldienst": DIENST,
    "vereisten": "Melding",
}
AANTAL = 2000


@pytest.fixture(scope="module")
def proef() -> Iterator[Proef]:
    with inprocess.proef() as gemaakt:
        gemaakt.vraag("POST", "/_sim/snapshots", json={"naam": "een"})
        gemaakt.vraag("POST", "/_sim/omgevingen", json={"naam": "een"})
        gemaakt.vraag("POST", "/_sim/verzoeken", json={"casus": "dakkapel"})
        yield gemaakt


def _paden(proef: Proef) -> dict[tuple[str, str], Any]:
    document = proef.vraag("GET", "/_sim/openapi.json").json()
    return {(m, pad): op for pad, methoden in document["paths"].items() for m, op in methoden.items()}


def test_elke_route_met_json_doet_mee(proef: Proef) -> None:
    assert {route for route, op in _paden(proef).items() if "requestBody" in op} == set(GOED)


@pytest.mark.parametrize(("methode", "pad"), GOED)
def test_elk_lichaam_krijgt_een_antwoord(proef: Proef, methode: str, pad: str) -> None:
    kans = random.Random(pad + methode)
    adres, kop = pad.format_map(PLEK), {"Content-Type": "application/json"}
    proef.statussen.clear()
    per_route = AANTAL // len(GOED)
    ruw = RUW if pad == "/_sim/snapshots" else kans.sample(RUW, 20)
    lichamen = [*ruw, *(verminkt(kans, GOED[methode, pad]) for _ in range(per_route - 20))]
    for body in lichamen:
        proef.vraag(methode.upper(), adres, content=als_json(body), headers=kop)
    assert sum(proef.statussen.values()) == len(lichamen) >= per_route
    assert proef.statussen.get(413, 0) == sum(len(body) > 1 << 20 for body in ruw)
    assert set(proef.statussen) <= {200, 201, 204, 400, 403, 404, 409, 413, 422, 501}


def test_diep_en_net_niet_te_diep(proef: Proef) -> None:
    kop = {"Content-Type": "application/json"}
    for diepte, reden in ((100, "dit veld is onbekend"), (101, "te diep genest: meer dan 100 niveaus")):
        body = b'{"x":' + genest(diepte - 1) + b"}"
        antwoord = proef.vraag("POST", "/_sim/snapshots", content=body, headers=kop)
        assert (antwoord.status_code, reden in antwoord.json()["detail"]) == (400, True)


def test_elk_formulier_krijgt_een_antwoord(proef: Proef) -> None:
    routes = [r for deel in app._DELEN for r in deel.router.routes if "/formulier/" in getattr(r, "path", "")]
    assert len(routes) > 10
    kans = random.Random("formulier")
    for route in routes:
        for _ in range(15):
            velden = {n: w if kans.random() < 0.6 else str(kans.choice(VREEMD)) for n, w in FORMULIER.items()}
            velden["doe"] = kans.choice(("zet", "maak", "verwijder", "spring", "streng", "machtig", "sleutel", "x"))
            proef.vraag("POST", getattr(route, "path", ""), data=velden)
    soort = {"Content-Type": "application/x-www-form-urlencoded"}
    for ruw in (b"=", b"&" * 100_000, b"a=%ff%00", b"naam=%ed%a0%80", b"\xff" * 100, b"x" * (1 << 20) + b"x"):
        proef.vraag("POST", "/_sim/formulier/snapshot", content=ruw, headers=soort)


def test_elk_adres_krijgt_een_antwoord(proef: Proef) -> None:
    """Places in a path and parameters, with values that are not as they should be."""
    teksten = [w for w in VREEMD if isinstance(w, str) and "/" not in w and w not in ("", ".", "..")] + ["9" * 400]
    kans = random.Random("adres")
    for (methode, pad), op in _paden(proef).items():
        parameters = op.get("parameters", [])
        if pad.endswith("/stroom") or not parameters:
            continue
        for n, vreemd in enumerate(kans.sample(teksten, 10)):
            plek = {p["name"]: quote(vreemd) if p["in"] == "path" else "" for p in parameters}
            wie = parameters[n % len(parameters)]
            vraag = {wie["name"]: vreemd} if wie["in"] == "query" and (wie["name"], vreemd) != ("wacht", "99") else {}
            goed = {**PLEK, wie["name"]: plek[wie["name"]]}
            proef.vraag(methode.upper(), pad.format_map(goed), params=vraag)
        proef.vraag(methode.upper(), pad.format_map(dict.fromkeys(PLEK, "%ED%A0%80%FF")))


@pytest.mark.parametrize("kop", ["Origin", "Host", "Referer", "Accept", "Content-Type", "Last-Event-ID", "Range"])
def test_elke_kop_krijgt_een_antwoord(proef: Proef, kop: str) -> None:
    waarden = ["http://[::1", "[::1", "[", "http://]", "http://x:y", "null", "", "é".encode(), b"\xff\xfe", "x" * 5000]
    for waarde in waarden:
        for methode, pad in (("POST", "/_sim/reset"), ("GET", "/_sim/journaal"), ("GET", "/_sim/journaal/1/verzoek")):
            proef.vraag(methode, pad, headers={kop: waarde})  # type: ignore[dict-item]  # httpx takes bytes as well


@pytest.mark.parametrize("lang", ["x" * 101, "x" * 5000])
def test_een_lange_naam_van_een_omgeving(proef: Proef, lang: str) -> None:
    antwoord = proef.vraag("POST", f"/_sim/omgevingen/{lang}/vertak", json={"naam": "tak"})
    assert antwoord.status_code == 404
    assert "er is geen omgeving" in antwoord.json()["detail"].lower()


@pytest.mark.parametrize("snelheid", [1e15, 1_000_001, -1, 2**64])
def test_een_snelheid_die_de_klok_laat_ontsnappen(proef: Proef, snelheid: float) -> None:
    for methode, pad, body in (("PUT", "/_sim/klok", {}), ("POST", "/_sim/omgevingen", {"naam": "snel"})):
        antwoord = proef.vraag(methode, pad, json={**body, "snelheid": snelheid})
        assert antwoord.status_code == 400
        assert "snelheid: " in antwoord.json()["detail"]
    assert proef.vraag("PUT", "/_sim/klok", json={"snelheid": 1_000_000}).status_code == 200
    proef.vraag("PUT", "/_sim/klok", json={"nu": inprocess.BEGIN, "snelheid": 0})


def test_aan_het_eind_van_de_klok_werkt_alles_nog(proef: Proef) -> None:
    proef.vraag("POST", "/_sim/omgevingen", json={"naam": "laat", "klok": "2999-12-29", "snelheid": 1_000_000})
    te_ver = proef.vraag("POST", "/o/laat/_sim/klok/spring", json={"tot": "3000-01-01T00:00:00Z"})
    assert (te_ver.status_code, "2999-12-30" in te_ver.json()["detail"]) == (400, True)
    te_ver = proef.vraag("POST", "/o/laat/_sim/klok/spring", json={"duur": "P9999999D"})
    assert te_ver.status_code == 400
    assert proef.vraag("PUT", "/o/laat/_sim/klok", json={"nu": "2999-12-30", "snelheid": 0}).status_code == 200
    gemaakt = proef.vraag("POST", "/o/laat/_sim/verzoeken", json={"casus": "dakkapel"})
    assert gemaakt.status_code == 201
    assert proef.vraag("GET", f"/o/laat/_sim/verzoeken/{gemaakt.json()['verzoeknummer']}").status_code == 200
    assert proef.vraag("POST", "/o/laat/_sim/fixtures/plan-gepubliceerd").status_code == 201
