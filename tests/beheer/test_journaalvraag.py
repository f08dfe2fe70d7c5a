from datetime import UTC, datetime

import httpx
import pytest

from simulator.kernel.journal import Inschrijving
from simulator.serve import Draaiend
from tests.beheer.conftest import LEVERINGEN, PAGINA

REGELINGEN = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"


def _op(uur: int) -> datetime:
    return datetime(2026, 3, 2, uur, tzinfo=UTC)


@pytest.fixture
def gevuld(sim: Draaiend, client: httpx.Client) -> httpx.Client:
    """Five lines, an hour apart from 08:00 UTC."""
    rijen = [
        ("/a?naam=Jan", 200, {"idLevering": "een", "leveringId": "x:y"}),
        ("/b_c", 202, {"idLevering": "twee"}),
        ("/bxc", 404, {"idLevering": 'een"'}),
        ("/B%25", 500, {}),
        ("/e", 499, {"soort": "een"}),
    ]
    for uur, (pad, status, kenmerken) in enumerate(rijen, 8):
        regel = Inschrijving("standaard", _op(uur), koppelvlak="lvbb", pad=pad, status=status, kenmerken=kenmerken)
        sim.kern.journaal.noteer(regel)
    return client


@pytest.mark.parametrize(
    ("vraag", "nummers"),
    [
        ({"status": "404"}, [3]),
        ({"status": "2xx"}, [1, 2]),
        ({"status": "202-404"}, [2, 3]),
        ({"status": "5XX"}, [4]),
        ({"tekst": "NAAM=jan"}, [1]),
        ({"tekst": "b_c"}, [2]),
        ({"tekst": "%"}, [4]),
        ({"kenmerk": "een"}, [1, 5]),
        ({"kenmerk": "idLevering:een"}, [1]),
        ({"kenmerk": "x:y"}, [1]),
        ({"kenmerk": 'een"'}, [3]),
        ({"kenmerk": "idLevering"}, []),
        ({"kenmerk": "ee"}, []),
        ({"kenmerk": "t%"}, []),
        ({"sinds": "2026-03-02T10:00:00Z"}, [3, 4, 5]),
        ({"sinds": "2026-03-02T11:00"}, [3, 4, 5]),
        ({"tot": "2026-03-02T10:00:00Z"}, [1, 2]),
        ({"sinds": "2026-03-02T09:00:00Z", "tot": "2026-03-02T11:00:00Z", "status": "404"}, [3]),
        ({"voor": 3}, [1, 2]),
        ({"na": 2, "voor": 5}, [3, 4]),
        ({"fouten": "true"}, [3, 4, 5]),
        ({"status": "", "sinds": "", "kenmerk": ""}, [1, 2, 3, 4, 5]),
    ],
)
def test_filters(gevuld: httpx.Client, vraag: dict, nummers: list[int]) -> None:
    regels = gevuld.get("/_sim/journaal", params=vraag).json()["regels"]
    assert [regel["nummer"] for regel in regels] == nummers


@pytest.mark.parametrize(
    "plek", ["/_sim/journaal", "/_sim/journaal.har", "/_sim/journaal.zip", "/_sim/journaal/stroom"]
)
@pytest.mark.parametrize(
    ("veld", "waarde"),
    [("status", "vier"), ("status", "4-5xx"), ("sinds", "gisteren"), ("tot", "2026-13-01"), ("voor", "-1")],
)
def test_een_filter_dat_niet_kan(schone_client: httpx.Client, plek: str, veld: str, waarde: str) -> None:
    antwoord = schone_client.get(plek, params={veld: waarde})
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (400, "application/problem+json")
    assert [p["name"] for p in antwoord.json()["invalid-params"]] == [veld]


def test_de_pagina_houdt_het_filter_vast(gevuld: httpx.Client) -> None:
    vraag = {"status": "2xx", "kenmerk": 'id"<b>', "sinds": "2026-03-02T09:00:00"}
    tekst = gevuld.get("/_sim/journaal.html", params=vraag, headers=PAGINA).text
    assert 'value="2xx"' in tekst
    assert 'value="id&#34;&lt;b&gt;"' in tekst
    meenemen = "status=2xx&amp;kenmerk=id%22%3Cb%3E&amp;sinds=2026-03-02T09%3A00%3A00"
    assert f'href="/_sim/journaal.har?{meenemen}"' in tekst
    assert "Geen regels bij dit filter" in tekst


def test_bladeren_naar_ouder(sim: Draaiend, client: httpx.Client) -> None:
    for n in range(1, 36):
        sim.kern.journaal.noteer(Inschrijving("standaard", _op(8), koppelvlak="lvbb", pad=f"/{n}", status=200))
    eerste = client.get("/_sim/journaal.html", headers=PAGINA).text
    assert 'data-nummer="35"' in eerste
    assert 'data-nummer="5"' not in eerste
    assert '<script src="/_sim/journaal.js" defer>' in eerste
    assert 'href="/_sim/journaal.html?voor=6"' in eerste
    ouder = client.get("/_sim/journaal.html?voor=6", headers=PAGINA).text
    assert 'data-nummer="5"' in ouder
    assert "<script" not in ouder
    assert ">Ouder<" not in ouder


def test_alleen_wat_sinds_de_vorige_keer_kwam(client: httpx.Client) -> None:
    client.get(REGELINGEN)
    client.get(f"{LEVERINGEN}/x")
    client.get(REGELINGEN)
    tekst = client.get("/_sim/journaal/nieuw.html?na=1&koppelvlak=ozon", headers=PAGINA).text
    assert 'data-nummer="3"' in tekst
    assert 'data-nummer="2"' not in tekst
    assert 'data-nummer="1"' not in tekst
