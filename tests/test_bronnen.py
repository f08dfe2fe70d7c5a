"""A source can be found: it names a public document that docs/bronnen.md explains, or a section of that page."""

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.basischeck.model import alle_checks

WORTEL = Path(__file__).resolve().parents[1]
PAGINA = (WORTEL / "docs/bronnen.md").read_text(encoding="utf-8")
SOORTEN = {".py", ".toml", ".yaml", ".csv", ".model", ".md", ".html", ".xml", ".json"}
GENOEMD = re.compile(r"(?<![\w/.*{}-])[\w./-]*\w\.md\b")
VERWIJZING = re.compile(r"docs/bronnen\.md((?:(?:, | and | en )?#[\w-]+)+)")
# The public documents that a source may begin with; the page tells of each what it is.
DOCUMENTEN = (
    "Algemene wet bestuursrecht",
    "CIM-AM",
    "DSO API-strategie 2.0",
    "Digikoppeling",
    "Geonovum basisgeometrie 1.0.0",
    "IMOW 2.0.0",
    "IMOW waardelijsten 4.3.0",
    "OGC",
    "OpenAPI 8.0.2",
    "STOP 1.3.0",
    "W3C",
    "imop-",
    "lvbb-aanlevering",
    "lvbb-stop-aanlevering",
    "lvbb-transport",
    "stop_toevoeging",
    "validatiematrix v6",
)
EIGEN = ("own design", "own list", "own statuses", "eigen controle van de simulator")


def bestaat(naam: str, bij: Path) -> bool:
    """Whether a page that a file names is there: from the root of the project, or from the file itself."""
    return (WORTEL / naam).is_file() or (bij.parent / naam).is_file()


def onvindbaar(tekst: str, bij: Path) -> list[str]:
    """The pages that a text names and that nobody can open."""
    return [naam for naam in GENOEMD.findall(tekst) if not bestaat(naam, bij)]


def kopjes(tekst: str) -> set[str]:
    """The anchors of a page, as a viewer of Markdown makes them."""
    koppen = re.findall(r"^#+ (.+)$", tekst, re.M)
    return {re.sub(r"[^\w -]", "", kop.lower()).replace(" ", "-") for kop in koppen}


def verwijzingen(tekst: str) -> set[str]:
    """The sections of docs/bronnen.md that a text cites; a second one may be short: `docs/bronnen.md#a, #b`."""
    return {anker for reeks in VERWIJZING.findall(tekst) for anker in re.findall(r"#([\w-]+)", reeks)}


def te_vinden(bron: str) -> bool:
    """Whether a reader can find what a source names."""
    return bool(verwijzingen(bron)) or bron.startswith((*DOCUMENTEN, *EIGEN))


def bestanden(*mappen: str) -> Iterator[Path]:
    for map_ in mappen:
        yield from (pad for pad in sorted((WORTEL / map_).rglob("*")) if pad.suffix in SOORTEN and pad.is_file())


def bronnen(inhoud: Any) -> Iterator[str]:
    """Every source in a file of contracts/, however deep."""
    if isinstance(inhoud, dict):
        for sleutel, waarde in inhoud.items():
            if sleutel in ("source", "x-source") and isinstance(waarde, str):
                yield waarde
            else:
                yield from bronnen(waarde)
    elif isinstance(inhoud, list):
        for deel in inhoud:
            yield from bronnen(deel)


def bronnen_van(pad: Path) -> set[str]:
    tekst = pad.read_text(encoding="utf-8")
    match pad.suffix:
        case ".toml":
            return set(bronnen(tomllib.loads(tekst)))
        case ".yaml":
            return set(bronnen(yaml.safe_load(tekst)))
        case ".csv":
            return {rij["source"] for rij in csv.DictReader(tekst.splitlines()) if "source" in rij}
        case ".model":
            return set(re.findall(r"^%source (.*)", tekst, re.M))
    return set()


@pytest.mark.parametrize("map_", ["contracts", "simulator", "fixtures", "bench", "tools"])
def test_wat_een_bron_noemt_is_er(map_: str) -> None:
    fout = {}
    for pad in bestanden(map_):
        tekst = pad.read_text(encoding="utf-8")
        naam = str(pad.relative_to(WORTEL))
        if onvindbaar(tekst, pad):
            fout[naam] = onvindbaar(tekst, pad)
        if verwijzingen(tekst) - kopjes(PAGINA):
            fout[naam] = sorted(verwijzingen(tekst) - kopjes(PAGINA))
    assert fout == {}


def test_elke_bron_in_contracts_is_te_vinden() -> None:
    alle = {bron for pad in bestanden("contracts") for bron in bronnen_van(pad)}
    assert len(alle) > 100
    assert sorted(bron for bron in alle if not te_vinden(bron)) == []


def test_elke_check_zegt_een_bron_die_te_vinden_is() -> None:
    assert {code: check.bron for code, check in alle_checks().items() if not te_vinden(check.bron)} == {}


@pytest.mark.parametrize("document", DOCUMENTEN)
def test_de_pagina_noemt_elk_document(document: str) -> None:
    assert document in PAGINA


def test_wat_een_bron_van_een_check_erbij_zegt_is_ook_te_vinden() -> None:
    for woord in ("eigen eis", "eigen drempel", "eigen advies", "own design", "own list", "stub", "2021", "opgenomen"):
        assert woord in PAGINA.lower()


@pytest.mark.parametrize(
    ("bron", "goed"),
    [
        ("docs/bronnen.md#stam-kop, IMAM", True),
        ("what is known (docs/bronnen.md#stam-bezorgen)", True),
        ("validatiematrix v6, stroom 3", True),
        ("docs/bronnen.md", False),
        ("stam.md 7.1", False),
        ("verslag", False),
    ],
)
def test_wat_een_bron_is(bron: str, goed: bool) -> None:
    assert te_vinden(bron) is goed


@pytest.mark.parametrize(
    ("tekst", "over"),
    [
        ("Source: stam.md 3", ["stam.md"]),
        ("(lvbb.md 1.2-4)", ["lvbb.md"]),
        ("koppelvlakken/ozon.md", ["koppelvlakken/ozon.md"]),
        ("docs/stam.md", []),
        ("docs/geen.md#stam-kop", ["docs/geen.md"]),
        ("docs/bronnen.md#stam-kop, docs/lvbb.md", []),
    ],
)
def test_een_pagina_die_er_niet_is(tekst: str, over: list[str]) -> None:
    assert onvindbaar(tekst, WORTEL / "contracts/index.toml") == over


def test_de_verwijzingen_van_een_tekst() -> None:
    assert verwijzingen("docs/bronnen.md#a-b, #c and docs/bronnen.md#d; #e") == {"a-b", "c", "d"}
    assert {"stam-kop", "stop-schemas", "lvbb-verslagen-van-2021"} <= kopjes(PAGINA)
