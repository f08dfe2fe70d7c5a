"""Values of any length: what is kept and shown of them has an end, and the verdict stays what it was."""

import re

import pytest

from simulator.contract.xml import lees
from simulator.kernel.teksten import TOON, kort, kort_alles
from simulator.lvbb import tables
from simulator.lvbb.levering import MAX_ID
from tests.lvbb import bouw
from tests.lvbb.http import berichten
from tests.lvbb.keten import PUBLICATIE, Keten

LANG = 90_000_000
_PAGINA = {"Accept": "text/html"}
PAGINAS = ("/", "/_sim/leveringen.html", "/_sim/journaal.html")
LIJSTEN = ("/_sim/leveringen", "/_sim/gebeurtenissen", "/_sim/journaal", "/_sim/agenda", "/_sim/uitgaand")


def _met(veld: str, waarde: str) -> dict[str, bytes]:
    bestanden = bouw.bestanden_besluit(PUBLICATIE)
    oud = bestanden["opdracht.xml"].decode()
    nieuw = re.sub(rf"(<{veld}>)[^<]*", lambda gevonden: gevonden[1] + waarde, oud)
    assert nieuw != oud
    return {**bestanden, "opdracht.xml": nieuw.encode()}


def _rij_grootte(keten: Keten, id_: str) -> int:
    with keten.sim.kern.store.open_lezing() as conn:
        rij = conn.execute(tables.levering.select().where(tables.levering.c.id == id_)).one()
    return len(str(tuple(rij)))


@pytest.mark.parametrize(
    ("veld", "lengte"), [("idLevering", LANG), ("publicatie", 12_000_000), ("idAanleveraar", 2_000_000)]
)
def test_a_value_of_any_length(keten: Keten, veld: str, lengte: int) -> None:
    id_ = keten.lever(PUBLICATIE, _met(veld, "x" * lengte))
    assert keten.client.get(f"/_sim/leveringen/{id_}").json()["status"] in ("niet-valide", "technisch-afgewezen")
    assert _rij_grootte(keten, id_) < 200_000
    for pad in (*PAGINAS, f"/_sim/leveringen/{id_}"):
        antwoord = keten.client.get(pad, headers=_PAGINA)
        assert antwoord.status_code == 200
        assert len(antwoord.content) < 300_000, pad
    for pad in (*LIJSTEN, f"/_sim/leveringen/{id_}", f"/_sim/leveringen/{id_}/oordeel"):
        assert len(keten.client.get(pad).content) < 200_000, pad
    alle = berichten(keten.client, id_)
    assert alle
    assert all(len(bericht.inhoud) < 200_000 for bericht in alle)
    oordeel = keten.client.get(f"/_sim/leveringen/{id_}/oordeel").json()
    assert all(len(w) < 3 * TOON for melding in oordeel["meldingen"] for w in melding.values())


@pytest.mark.parametrize(("lengte", "heel"), [(MAX_ID, True), (MAX_ID + 1, False), (10_000, False)])
def test_how_much_of_an_id_is_kept(keten: Keten, lengte: int, heel: bool) -> None:
    waarde = "x" * lengte
    id_ = keten.lever(PUBLICATIE, _met("idLevering", waarde))
    gekregen = keten.client.get(f"/_sim/leveringen/{id_}").json()["idLevering"]
    assert (gekregen == waarde) is heel
    assert len(gekregen) == MAX_ID
    assert heel or gekregen.endswith(f"… ({lengte} tekens)")


def test_the_verdict_is_that_of_the_whole_value(keten: Keten) -> None:
    """A long idLevering is wrong by its schema, and is so at 81 characters as at 12 million."""
    codes = []
    for lengte in (81, 12_000_000):
        id_ = keten.lever(PUBLICATIE, _met("idLevering", "x" * lengte))
        codes.append([m["code"] for m in keten.client.get(f"/_sim/leveringen/{id_}/oordeel").json()["meldingen"]])
    assert codes[0] == codes[1] != []


def test_long_file_names(keten: Keten) -> None:
    bestanden = {**bouw.bestanden_besluit(PUBLICATIE), "n" * 60_000 + ".xml": b"<x/>"}
    id_ = keten.lever(PUBLICATIE, bestanden)
    assert _rij_grootte(keten, id_) < 100_000
    assert all(len(bericht.inhoud) < 50_000 for bericht in berichten(keten.client, id_))


def test_long_headers_and_paths(keten: Keten) -> None:
    kop = {"x-oin": "1" * 30_000, "x-eigen": "e" * 20_000}
    keten.client.get("/overheid/bronhouderkoppelvlak/api/v1/leveringen/" + "p" * 30_000, headers=kop)
    regel = keten.client.get("/_sim/journaal?nieuwste=true&aantal=1").json()["regels"][0]
    assert len(regel["organisatie"]) == 40
    assert len(regel["pad"]) == len(regel["verzoek"]["kop"]["x-eigen"]) == 8000
    assert regel["pad"].endswith(" tekens)")
    keten.client.get("/overheid/bronhouderkoppelvlak/api/v1/leveringen/" + "p" * 7000)
    regel = keten.client.get("/_sim/journaal?nieuwste=true&aantal=1").json()["regels"][0]
    assert regel["pad"].endswith("p" * 7000)


def test_what_is_cut_says_how_long_it_was() -> None:
    assert kort("x" * TOON) == "x" * TOON
    ingekort = kort("x" * (TOON + 1))
    assert len(ingekort) == TOON
    assert ingekort.endswith(f"x… ({TOON + 1} tekens)")
    diep = {"a": ["y" * 50, {"b": ("z", 1, None)}], "c": 2}
    assert kort_alles(diep, 20) == {"a": ["y" * 7 + "… (50 tekens)", {"b": ["z", 1, None]}], "c": 2}


def test_a_document_of_short_values_is_cut_as_it_is_read() -> None:
    lang = f'<a x="{"p" * 50}"><b>{"é" * 50}</b>{"q" * 50}<c>kort</c></a>'.encode()
    wortel = lees(lang, max_tekst=20).wortel
    assert [len(wortel.get("x") or ""), len(wortel[0].text or ""), len(wortel[0].tail or "")] == [20, 20, 20]
    assert wortel[1].text == "kort"
    assert len(lees(lang).wortel[0].text or "") == 50
