import re
from datetime import date
from pathlib import Path

import httpx
import pytest

from simulator.beheer import coverage, dekking
from simulator.contract import index, openapi, rules
from simulator.places import place
from tests.beheer.conftest import PAGINA

WORTEL = Path(__file__).resolve().parents[2]


def _hoofdstuk(tekst: str, kop: str) -> str:
    return tekst.split(f"\n## {kop}", 1)[1].split("\n## ", 1)[0]


def test_coverage_is_bij() -> None:
    verwacht = coverage.markdown(dekking.verzamel(dekking.alle_koppelvlakken()), rules.redenen())
    assert (WORTEL / "COVERAGE.md").read_text(encoding="utf-8") == verwacht, "run: make coverage"


def test_de_gaten_zijn_wat_geen_functie_heeft() -> None:
    """Counted anew from the contracts and the claims, and held against the list in COVERAGE.md."""
    zonder = {
        f"{operatie.methode} {koppelvlak.contract.basis}{operatie.pad}"
        for koppelvlak in dekking.alle_koppelvlakken()
        for operatie in openapi.contract(koppelvlak.contract_id).operaties
        if operatie.id not in koppelvlak.functies
    }
    tekst = _hoofdstuk((WORTEL / "COVERAGE.md").read_text(encoding="utf-8"), "Holes")
    assert set(re.findall(r"`([A-Z]+ /[^`]*)`", tekst)) == zonder


def test_een_gat_antwoordt_501_en_de_rest_niet(client: httpx.Client) -> None:
    for operatie in client.get("/_sim/dekking").json()["operaties"]:
        pad = re.sub(r"\{\w+\}", "x", operatie["pad"])
        status = client.request(operatie["methode"], pad).status_code
        assert (status == 501) is not operatie["gebouwd"], operatie["id"]


def test_de_simulator_bedient_wat_de_dekking_telt(client: httpx.Client) -> None:
    geteld = dekking.als_json(dekking.verzamel(dekking.alle_koppelvlakken()))
    assert client.get("/_sim/dekking").json() == geteld


def test_de_tellingen_kloppen() -> None:
    alles = dekking.verzamel(dekking.alle_koppelvlakken())
    assert sum(telling.totaal for telling in alles.fasen) == len(alles.regels) == len(rules.catalogus())
    assert sum(telling.per_status["implemented"] for telling in alles.fasen) == sum(alles.merken.values())
    assert len({rij.code for rij in alles.niet_gebouwd}) == len(alles.regels) - sum(alles.merken.values())


def test_coverage_noemt_elke_regel_een_keer_met_wat_ervan_bekend_is() -> None:
    """Also the rules that are built: by phase, in the order of the catalogue."""
    fasen = _hoofdstuk((WORTEL / "COVERAGE.md").read_text(encoding="utf-8"), "Every rule").split("\n### ")
    assert fasen.pop(0) == f": {len(rules.catalogus())}\n"
    genoemd = {
        fase.split(":", 1)[0]: re.findall(r"^\| ([A-Z][\w.-]+) \| (\w+) \| ([\w-]+)[^|]*\| (\w+) \| \S", fase, re.M)
        for fase in fasen
    }
    verwacht: dict[str, list[tuple[str, ...]]] = {}
    for rij in rules.catalogus().values():
        verwacht.setdefault(rij.fase, []).append((rij.code, rij.ernst, rij.status, rij.mark))
    assert genoemd == verwacht
    assert sum(rij[2] == "implemented" for fase in genoemd.values() for rij in fase) > 0


def test_elke_reden_is_uitgelegd_en_gebruikt() -> None:
    gebruikt = {rij.reden for rij in rules.catalogus().values() if rij.reden}
    assert gebruikt <= rules.redenen().keys()
    assert len({rij.reden for rij in rules.catalogus().values() if rij.status == "not-testable"}) <= 6


def test_elk_bestand_heeft_een_rij() -> None:
    assert sorted(rij.file for rij in index.index()) == index.bestanden()
    assert len({rij.id for rij in index.index()}) == len(index.index())


@pytest.mark.parametrize("rij", index.index(), ids=lambda rij: rij.file)
def test_een_rij_zegt_wat_het_bestand_zegt(rij: index.ContractRij) -> None:
    tekst = (place("contracts") / rij.file).read_text(encoding="utf-8")
    merk = re.search(r"^(?:%mark |  x-mark: )(\w+)", tekst, re.MULTILINE)
    assert merk is None or merk[1] == rij.mark
    assert (rij.retrieved == "") is (rij.mark == "inferred")
    assert rij.retrieved == "" or date.fromisoformat(rij.retrieved)


@pytest.mark.parametrize(
    ("ruw", "klacht"),
    [
        ({"id": "a", "file": "a"}, "missing"),
        ({"mark": "zeker"}, "mark"),
        ({"source": ""}, "verplicht"),
        ({"meer": 1}, "meer"),
    ],
)
def test_een_rij_die_niet_klopt(ruw: dict, klacht: str) -> None:
    heel = {"id": "a", "file": "a", "version": "1", "mark": "client", "source": "b", "retrieved": "", "active": True}
    with pytest.raises(index.IndexFout, match=klacht):
        index._rij(ruw if klacht == "missing" else {**heel, **ruw})


def test_de_pagina(client: httpx.Client) -> None:
    tekst = client.get("/_sim/dekking", headers=PAGINA).text
    assert "getRegelingen" in tekst
    assert "nog niet (501)" in tekst
