import re
from html.parser import HTMLParser

import httpx
import pytest

from tests.beheer.conftest import LEVERINGEN, PAGINA, eigen_scripts, lever


class _Pagina(HTMLParser):
    """What a page holds, as far as the tests ask."""

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.koppen: list[int] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.velden: list[dict[str, str | None]] = []
        self.namen: list[str] = []
        self.open: list[str] = []
        self.feed(tekst)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        waarden = dict(attrs)
        self.namen.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.koppen.append(int(tag[1]))
        if waarden.get("id"):
            self.ids.append(waarden["id"] or "")
        if tag == "label":
            self.labels.add(waarden.get("for") or "")
        if tag in ("input", "select", "textarea") and waarden.get("type") != "hidden":
            self.velden.append(waarden)
        if tag not in ("meta", "link", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("pad", ["/", "/_sim", "/_sim/"])
def test_de_startpagina(client: httpx.Client, pad: str) -> None:
    antwoord = client.get(pad)
    assert antwoord.headers["content-type"] == "text/html; charset=utf-8"
    for tekst in (
        "Niet de echte LVBB",
        "Niet de officiële Basischeck",
        "maandag 2 mrt 2026",
        f"{client.base_url}{LEVERINGEN[1:]}"
        if str(client.base_url).endswith("/")
        else f"{client.base_url}{LEVERINGEN}",
        "nog niet gebouwd",
    ):
        assert tekst in antwoord.text
    assert antwoord.text.index("<h3>Plansoftware") < antwoord.text.index("<h3>VTH-software")


_POSTVAK = "/_sim/postvak?oin=00000009001000009920"


@pytest.mark.parametrize(
    "pad",
    [
        *("/", "/_sim/leveringen.html", "/_sim/journaal.html", "/_sim/dekking", "/_sim/docs", "/nergens"),
        *("/_sim/loket", "/_sim/verzoeken", "/_sim/postvak", "/_sim/beheerportaal"),
        "/_sim/loket?gemeente=00000009001000009921&casus=melding-milieu",
        "/_sim/beheerportaal?gezag=gm9920&casus=melding-milieu&gedaan=mandaat",
        "/_sim/verzoeken/2026030200001?gedaan=aanvullen",
        "/_sim/verzoeken/2026030200002?gedaan=ingediend",
        _POSTVAK + "&verzoek=2026030200001&volgnummer=0&gedaan=ophalen",
        _POSTVAK + "&gedaan=ontvangst",
    ],
)
def test_elke_pagina_is_te_lezen_zonder_te_zien(client: httpx.Client, zip_: bytes, pad: str) -> None:
    lever(client, zip_)
    client.post("/_sim/fixtures/verzoek").raise_for_status()
    for opgave in ({"casus": "meervoudig"}, {"doel": "Aanvullen", "verzoeknummer": "2026030200001"}):
        client.post("/_sim/verzoeken", json=opgave).raise_for_status()
    client.get(f"{LEVERINGEN}/x")
    client.post("/_sim/snapshots", json={"naam": "een"})
    tekst = client.get(pad, headers=PAGINA).text
    pagina = _Pagina(tekst)
    assert '<html lang="nl">' in tekst
    assert not pagina.open
    assert {"header", "nav", "main", "footer", "title"} <= set(pagina.namen)
    assert eigen_scripts(tekst)
    assert 'class="overslaan" href="#inhoud"' in tekst
    assert pagina.koppen[0] == 1
    assert pagina.koppen.count(1) == 1
    assert all(volgend - vorig <= 1 for vorig, volgend in zip(pagina.koppen, pagina.koppen[1:], strict=False))
    assert len(pagina.ids) == len(set(pagina.ids))
    assert all(veld.get("id") in pagina.labels for veld in pagina.velden)
    assert "user-scalable" not in tekst


def test_de_laatste_berichten(client: httpx.Client, zip_: bytes) -> None:
    plek = lever(client, zip_)
    client.get(f"{LEVERINGEN}/x")
    tekst = client.get("/").text
    assert f'href="{plek}#bericht-2"' in tekst
    assert re.search(r'href="/_sim/journaal/\d+/antwoord"', tekst)


@pytest.mark.parametrize(
    ("velden", "verwacht"),
    [
        ({"doe": "loop"}, {"snelheid": 1.0}),
        ({"doe": "stil"}, {"snelheid": 0.0, "nu": "2026-03-02T08:00:00Z"}),
        ({"doe": "zet", "nu": "2026-07-01T12:00"}, {"nu": "2026-07-01T10:00:00Z"}),
        ({"doe": "spring", "duur": "P1D"}, {"nu": "2026-03-03T08:00:00Z"}),
    ],
)
def test_het_formulier_van_de_klok(client: httpx.Client, velden: dict, verwacht: dict) -> None:
    antwoord = client.post("/_sim/formulier/klok", data=velden, headers=PAGINA)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/?gedaan=klok")
    assert verwacht.items() <= client.get("/_sim/klok").json().items()
    assert "De klok is verzet." in client.get(antwoord.headers["location"]).text


def test_een_formulier_dat_niet_klopt_zegt_het_op_een_pagina(client: httpx.Client) -> None:
    antwoord = client.post("/_sim/formulier/klok", data={"doe": "zet", "nu": "<b>"}, headers=PAGINA)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "geen moment" in antwoord.text
    assert "<b>" not in antwoord.text


def test_de_formulieren_voor_snapshots(client: httpx.Client, zip_: bytes) -> None:
    plek = lever(client, zip_)
    assert client.post("/_sim/formulier/snapshot", data={"naam": "hier"}).status_code == 303
    assert client.post("/_sim/formulier/reset").status_code == 303
    assert client.get(plek).status_code == 404
    assert client.post("/_sim/formulier/herstel", data={"naam": "hier"}).headers["location"] == "/?gedaan=herstel"
    assert client.get(plek).status_code == 200


def test_de_stijl_haalt_niets_van_buiten(client: httpx.Client) -> None:
    antwoord = client.get("/_sim/stijl.css")
    assert antwoord.headers["content-type"].startswith("text/css")
    assert "url(" not in antwoord.text
    assert "@import" not in antwoord.text


def test_een_melding_uit_het_adres_wordt_niet_getoond(client: httpx.Client) -> None:
    assert "gehackt" not in client.get("/", params={"gedaan": "gehackt"}).text
