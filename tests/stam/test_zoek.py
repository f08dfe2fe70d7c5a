"""Searching: what was missed in an area, and what is related to a verzoek."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from simulator.stam.model import Locatie
from tests.stam.afhandelproef import V1, V2, Proef
from tests.stam.loketproef import DIENST, EILAND, HAVEN, INHOUD

X, Y = 98_000.0, 540_000.0


def vierkant(x: float, y: float, zijde: float) -> list[list[float]]:
    return [[x, y], [x + zijde, y], [x + zijde, y + zijde], [x, y + zijde], [x, y]]


HIER = [vierkant(X, Y, 1000)]


def op(*plekken: Locatie) -> Any:
    return replace(INHOUD, locaties=plekken)


def punt(x: float, y: float) -> Locatie:
    return Locatie(punt=(x, y))


def vraag(afhandeling: Proef, body: Any, oin: str = EILAND, **params: Any) -> httpx.Response:
    return afhandeling.client.post(f"{V2}/verzoeken/_zoek", json=body, params=params, headers={"OIN": oin})


def gemist(afhandeling: Proef, ringen: Any = HIER, **meer: Any) -> list[tuple[str, str]]:
    antwoord = vraag(afhandeling, {"geometrie": {"type": "Polygon", "coordinates": ringen}, **meer})
    return gevonden(antwoord)


def gevonden(antwoord: httpx.Response) -> list[tuple[str, str]]:
    antwoord.raise_for_status()
    assert antwoord.headers["content-type"] == "application/hal+json"
    return [(rij["verzoeknummer"], rij["volgnummer"]) for rij in antwoord.json()["_embedded"]["verzoeken"]]


def test_whoever_it_is_for(afhandeling: Proef) -> None:
    van_ons = afhandeling.dien_in(op(punt(X + 500, Y + 500)), behandeldienst=DIENST).verzoeknummer
    van_hen = afhandeling.dien_in(op(punt(X + 501, Y + 500)), bevoegd_gezag=HAVEN).verzoeknummer
    afhandeling.dien_in(op(punt(X - 1, Y + 500)))
    antwoord = vraag(afhandeling, {"geometrie": {"type": "Polygon", "coordinates": HIER}})
    assert gevonden(antwoord) == [(van_ons, "000"), (van_hen, "000")]
    eerste, tweede = antwoord.json()["_embedded"]["verzoeken"]
    assert (eerste["bevoegdGezag"]["oin"], eerste["behandeldienst"]["oin"]) == (EILAND, DIENST)
    assert (tweede["bevoegdGezag"]["oin"], tweede["behandeldienst"]) == (HAVEN, None)
    assert (eerste["type"], eerste["doel"]) == ("Aanvraag vergunning", "Initiëren")
    assert eerste["indienDatum"] == "2026-03-02T08:00:00Z"
    naar = tweede["_links"]["self"]["href"]
    assert afhandeling.client.get(naar, headers={"OIN": EILAND}).status_code == 403
    assert afhandeling.client.get(naar, headers={"OIN": HAVEN}).status_code == 200


def test_every_volgnummer(afhandeling: Proef) -> None:
    nummer = afhandeling.dien_in(op(punt(X + 5, Y + 5))).verzoeknummer
    afhandeling.vul_aan(nummer, op(punt(X + 5, Y + 5)))
    afhandeling.trek_in(nummer)
    assert gemist(afhandeling) == [(nummer, "000"), (nummer, "001"), (nummer, "999")]


@pytest.mark.parametrize(
    ("locatie", "treffer"),
    [
        (punt(X + 150, Y + 150), False),  # in the box of the triangle below, not in it
        (punt(X + 20, Y + 20), True),
        (punt(X + 100, Y + 100), True),  # on its edge
        (Locatie(vlak=((X + 150, Y + 150), (X + 190, Y + 150), (X + 190, Y + 190), (X + 150, Y + 150))), False),
        (Locatie(vlak=((X - 50, Y - 50), (X + 900, Y - 50), (X + 900, Y + 900), (X - 50, Y - 50))), True),
        (Locatie(etrs_punt=(52.8467, 4.7566)), None),
    ],
)
def test_the_location_itself_counts(afhandeling: Proef, locatie: Locatie, treffer: bool | None) -> None:
    from simulator.stelsel.rd import rd_van_etrs89

    driehoek = [[[X, Y], [X + 200, Y], [X, Y + 200], [X, Y]]]
    if locatie.etrs_punt:
        x, y = rd_van_etrs89(*locatie.etrs_punt)
        driehoek, treffer = [vierkant(x - 1, y - 1, 2)], True
    nummer = afhandeling.dien_in(op(locatie)).verzoeknummer
    assert bool(gemist(afhandeling, driehoek)) is treffer
    assert nummer


def test_one_of_several_locations_and_a_hole(afhandeling: Proef) -> None:
    nummer = afhandeling.dien_in(op(punt(X + 5000, Y), punt(X + 500, Y + 500))).verzoeknummer
    assert gemist(afhandeling) == [(nummer, "000")]
    assert gemist(afhandeling, [*HIER, vierkant(X + 400, Y + 400, 200)]) == []
    # between the two: in the box of the verzoek, at none of its locations
    assert gemist(afhandeling, [vierkant(X + 2000, Y + 100, 200)]) == []


def test_seven_days_unless_it_says_otherwise(afhandeling: Proef) -> None:
    nummer = afhandeling.dien_in(op(punt(X + 5, Y + 5))).verzoeknummer
    afhandeling.verder(days=7)
    assert gemist(afhandeling) == [(nummer, "000")]
    afhandeling.verder(days=1)
    assert gemist(afhandeling) == []
    assert gemist(afhandeling, indienDatumVanaf="2026-03-02") == [(nummer, "000")]
    assert gemist(afhandeling, indienDatumVanaf="2026-03-02", indienDatumTot="2026-03-02") == [(nummer, "000")]
    assert gemist(afhandeling, indienDatumVanaf="2026-03-03") == []
    assert gemist(afhandeling, indienDatumTot="2026-03-01") == []


def test_pages_of_fifty(afhandeling: Proef) -> None:
    nummers = [afhandeling.dien_in(op(punt(X + n, Y + n))).verzoeknummer for n in range(1, 53)]
    body = {"geometrie": {"type": "Polygon", "coordinates": HIER}}
    eerste = vraag(afhandeling, body)
    assert [nummer for nummer, _ in gevonden(eerste)] == nummers[:50]
    assert eerste.json()["page"] == {"size": 50, "totalElements": 52, "totalPages": 2, "number": 1}
    links = eerste.json()["_links"]
    assert set(links) == {"self", "next"}
    tweede = afhandeling.client.post(links["next"]["href"], json=body, headers={"OIN": EILAND})
    assert [nummer for nummer, _ in gevonden(tweede)] == nummers[50:]
    assert set(tweede.json()["_links"]) == {"self", "prev"}
    terug = afhandeling.client.post(tweede.json()["_links"]["prev"]["href"], json=body, headers={"OIN": EILAND})
    assert terug.json() == eerste.json()
    assert gevonden(vraag(afhandeling, body, page=9)) == []
    assert len(gevonden(vraag(afhandeling, body, size=7, page=8))) == 3
    assert vraag(afhandeling, body, size=51).status_code == 400
    assert vraag(afhandeling, body, page=0).status_code == 400


def test_what_changed_since_the_same_search_shows(afhandeling: Proef) -> None:
    zoek = {"geometrie": {"type": "Polygon", "coordinates": HIER}}
    eerste = afhandeling.dien_in(op(punt(X + 5, Y + 5)), behandeldienst=DIENST).verzoeknummer
    assert gemist(afhandeling) == [(eerste, "000")]
    tweede = afhandeling.dien_in(op(punt(X + 6, Y + 6))).verzoeknummer
    assert gemist(afhandeling) == [(eerste, "000"), (tweede, "000")]
    pad = f"{V2}/verzoeken/{tweede}/bevoegdgezag"
    afhandeling.client.put(pad, json={"oin": HAVEN}, headers={"OIN": EILAND}).raise_for_status()
    assert [rij["bevoegdGezag"]["oin"] for rij in vraag(afhandeling, zoek).json()["_embedded"]["verzoeken"]] == [
        EILAND,
        HAVEN,
    ]
    afhandeling.sim.kern.begin_opnieuw("standaard")
    assert gemist(afhandeling) == []


def test_related(afhandeling: Proef) -> None:
    vlak = Locatie(vlak=((X, Y), (X + 100, Y), (X + 100, Y + 100), (X, Y)))
    hier = afhandeling.dien_in(op(vlak)).verzoeknummer
    erin = afhandeling.dien_in(op(punt(X + 90, Y + 10)), bevoegd_gezag=HAVEN).verzoeknummer
    afhandeling.vul_aan(erin, op(punt(X + 90, Y + 10)))
    afhandeling.dien_in(op(punt(X + 10, Y + 90)))  # in its box only
    afhandeling.verder(days=4)
    later = afhandeling.dien_in(op(punt(X + 90, Y + 10))).verzoeknummer
    assert gevonden(vraag(afhandeling, {"verzoeknummer": hier})) == [(erin, "001")]
    assert gevonden(vraag(afhandeling, {"verzoeknummer": later})) == []
    ruim = {"verzoeknummer": hier, "indienDatumVanaf": "2026-01-01", "indienDatumTot": "2026-12-31"}
    assert gevonden(vraag(afhandeling, ruim)) == [(erin, "001"), (later, "000")]
    assert vraag(afhandeling, {"verzoeknummer": "2026030299999"}).status_code == 404


VLAK = {"type": "Polygon", "coordinates": HIER}


@pytest.mark.parametrize(
    ("body", "veld"),
    [
        ([], "body"),
        ({}, "body"),
        ({"geometrie": VLAK, "verzoeknummer": "2026030200001"}, "body"),
        ({"geometrie": VLAK, "kleur": "rood"}, "kleur"),
        ({"geometrie": None}, "geometrie"),
        ({"geometrie": {"type": "Point", "coordinates": [1, 2]}}, "geometrie"),
        ({"geometrie": {"type": "Polygon"}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": []}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": [[]]}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": [5]}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": [vierkant(X, Y, 10)[:4]]}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": [[[0, 0], [9, 9], [9, 0], [0, 9], [0, 0]]]}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": [vierkant(0, 0, 0)]}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": [[["a", 0]] * 4]}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": [[[True, False]] * 4]}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": [vierkant(1e300, 0, 1)]}}, "geometrie"),
        ({"geometrie": {"type": "Polygon", "coordinates": [[[0, 0]] * 10_001]}}, "geometrie"),
        ({"verzoeknummer": 5}, "verzoeknummer"),
        ({"verzoeknummer": "123"}, "verzoeknummer"),
        ({"geometrie": VLAK, "indienDatumVanaf": "gisteren"}, "indienDatumVanaf"),
        ({"geometrie": VLAK, "indienDatumVanaf": "2026-02-30"}, "indienDatumVanaf"),
        ({"geometrie": VLAK, "indienDatumTot": "0001-01-01"}, "indienDatumTot"),
        ({"geometrie": VLAK, "indienDatumVanaf": "2026-03-02", "indienDatumTot": "2026-03-01"}, "indienDatumVanaf"),
    ],
)
def test_a_question_that_is_no_good(afhandeling: Proef, body: Any, veld: str) -> None:
    antwoord = vraag(afhandeling, body)
    assert antwoord.status_code == 400
    assert veld in [fout["name"] for fout in antwoord.json()["invalid-params"]]


def test_v1_has_no_search(afhandeling: Proef) -> None:
    antwoord = afhandeling.client.post(f"{V1}/verzoeken/_zoek", json={"geometrie": VLAK})
    assert antwoord.status_code == 405


def test_no_json(afhandeling: Proef) -> None:
    koppen = {"content-type": "application/json"}
    antwoord = afhandeling.client.post(f"{V2}/verzoeken/_zoek", content=b"{", headers=koppen)
    assert antwoord.status_code == 400
