"""The documentation is true: its commands run, its links lead somewhere, its tables say what the code says.

A comment before a fenced block tells what is done with it:

<!-- bestand: NAAM -->   the block is the file NAAM in the folder in which the commands run
<!-- test -->            the block runs in bash, against a simulator whose clock starts on 2 March 2026
<!-- test: TEKST -->     and TEKST is in what it prints
<!-- test als java: TEKST -->   only where that command is there

Blocks of one page run in order, as one script would. Every block without such a comment is still read: the options of
each dso-sim command in it exist, and JSON, TOML, YAML and Python are well-formed.
"""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_settings import BaseSettings
from typer.main import get_command

from simulator import cli
from simulator.basischeck import plan as plannen
from simulator.basischeck.cli import basischeck
from simulator.beheer.contract_cli import contract
from simulator.contract import openapi
from simulator.ozon.instellingen import Instellingen as OzonInstellingen
from simulator.serve import Draaiend
from simulator.settings import Instellingen
from simulator.stam.indienen import Grenzen
from simulator.stam.instellingen import Begin as StamBegin

WORTEL = Path(__file__).resolve().parents[1]
URL = "http://127.0.0.1:8080"
GROEPEN = ("klok", "basischeck", "pki", "verzoek", "omgeving", "contract")  # commands that have commands of their own
EIGEN_POORT = "18080"  # where the pages let their reader serve a file
KLOK = "2026-03-02T09:00"
PAGINAS = sorted(
    [WORTEL / naam for naam in ("README.md", "README.nl.md", "ARCHITECTURE.md", "CHANGELOG.md", "contracts/README.md")]
    + list((WORTEL / "docs").rglob("*.md"))
)
_BLOK = re.compile(
    r"^(?:<!-- (?P<merk>[^\n]*?) -->\n)?(?P<muur>`{3,})(?P<taal>[\w-]*)\n(?P<tekst>.*?)^(?P=muur)$", re.M | re.S
)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_MERK = re.compile(r"(?P<wat>test|bestand)(?: als (?P<als>\S+?))?(?:: (?P<tekst>.+))?")
_RIJ = re.compile(r"^\| `(?P<naam>DSO_SIM_\w+)` \| (?:`(?P<optie>--[\w-]+)`)? ?\| (?P<standaard>.*?) \|", re.M)


@dataclass(frozen=True)
class Blok:
    """One fenced block. wat: test, bestand or ""; als: the command that it needs; tekst: of the comment."""

    pagina: Path
    regel: int
    taal: str
    inhoud: str
    wat: str
    als: str
    tekst: str

    @property
    def naam(self) -> str:
        return f"{self.pagina.relative_to(WORTEL)} regel {self.regel}"


def blokken(pagina: Path) -> Iterator[Blok]:
    inhoud = pagina.read_text(encoding="utf-8")
    for gevonden in _BLOK.finditer(inhoud):
        merk = _MERK.fullmatch(gevonden["merk"] or "")
        delen = merk.groupdict(default="") if merk else {"wat": "", "als": "", "tekst": ""}
        yield Blok(pagina, inhoud[: gevonden.start()].count("\n") + 1, gevonden["taal"], gevonden["tekst"], **delen)


ALLE = [blok for pagina in PAGINAS for blok in blokken(pagina)]
MET_TEST = [pagina for pagina in PAGINAS if any(blok.wat == "test" for blok in blokken(pagina))]


def op_naam(waarde: Any) -> str | None:
    return str(waarde.relative_to(WORTEL)) if isinstance(waarde, Path) else None


def opdrachten() -> list[tuple[str, list[str]]]:
    """(where, arguments) of every dso-sim command in a block or in running text."""
    uit = []
    for pagina in PAGINAS:
        regels = pagina.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        for regel in regels:
            for gevonden in re.finditer(r"(?:^|[`\s/])dso-sim ((?:[^`|&;#\n]|(?<=\S)\|(?=\S))+)", regel):
                woorden = shlex.split(gevonden[1].strip(), posix=True)
                if woorden and re.fullmatch(r"[a-z]+", woorden[0]):
                    uit.append((f"{pagina.relative_to(WORTEL)}: {gevonden[0].strip()}", woorden))
    return uit


def opdracht_van(namen: list[str]) -> Any:
    """The command with these names, of `dso-sim`. Raises KeyError where there is none."""
    later = {"basischeck": basischeck, "contract": contract}  # `main` adds these
    gevonden: Any = get_command(later[namen[0]]) if namen[0] in later else get_command(cli.hoofd).commands[namen[0]]
    for naam in namen[1:]:
        gevonden = gevonden.commands[naam]
    return gevonden


def opties_van(opdracht: Any) -> set[str]:
    return {optie for parameter in opdracht.params for optie in parameter.opts if optie.startswith("--")}


def vrije_poort() -> str:
    with socket.create_server(("127.0.0.1", 0)) as gevonden:
        return str(gevonden.getsockname()[1])


def omgeving(url: str) -> dict[str, str]:
    """As a user has it, with the dso-sim of this Python first."""
    erbij = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(WORTEL)}
    schoon = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("DSO_SIM_")}
    return {**schoon, **erbij, "DSO_SIM_URL": url, "PYTHONIOENCODING": "utf-8"}


@pytest.mark.parametrize("pagina", MET_TEST, ids=op_naam)
def test_the_commands_of_a_page_work(pagina, tmp_path):
    if mist := [naam for naam in ("bash", "curl", "sed") if shutil.which(naam) is None]:
        pytest.skip(f"needs {', '.join(mist)}")
    script, verwacht, poort = ["set -e"], [], vrije_poort()
    with Draaiend(klok=KLOK) as sim:
        for blok in blokken(pagina):
            inhoud = blok.inhoud.replace(URL, sim.url).replace(EIGEN_POORT, poort)
            if blok.wat == "bestand":
                (tmp_path / blok.tekst).write_text(inhoud, encoding="utf-8")
            elif blok.wat == "test" and (not blok.als or shutil.which(blok.als)):
                script += [f"echo '<<<{len(verwacht)}>>>'", inhoud]
                verwacht.append(blok)
        (tmp_path / "alles.sh").write_text("\n".join(script), encoding="utf-8")
        gedaan = subprocess.run(
            ["bash", "alles.sh"], cwd=tmp_path, env=omgeving(sim.url), capture_output=True, timeout=120, check=False
        )
    uit = gedaan.stdout.decode()
    stukken = re.split(r"<<<\d+>>>\n", uit)[1:]
    assert gedaan.returncode == 0, (
        f"{verwacht[len(stukken) - 1].naam}:\n{uit[-1500:]}\n{gedaan.stderr.decode()[-1500:]}"
    )
    mist = [
        f"{blok.naam}: geen {blok.tekst!r} in {stuk}"
        for blok, stuk in zip(verwacht, stukken, strict=True)
        if blok.tekst not in stuk
    ]
    assert not mist, "\n".join(mist)


@pytest.mark.parametrize(
    "argumenten", {a: None for b in ALLE for a in re.findall(r"^dso-sim serve(.*)$", b.inhoud, re.M)}
)
def test_serve_starts_as_shown(argumenten, tmp_path):
    woorden = shlex.split(argumenten)
    if "--contracten" in woorden:  # a command before it on the page made the folder
        (tmp_path / woorden[woorden.index("--contracten") + 1]).mkdir()
    opdracht = [sys.executable, "-c", "from simulator.cli import main; main()", "serve", *woorden]
    with subprocess.Popen(
        [*opdracht, "--port", "0"], cwd=tmp_path, env=omgeving(""), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as proces:
        assert proces.stdout is not None
        regel = proces.stdout.readline().decode()
        proces.terminate()
    assert regel.startswith("Gereed op http://")


@pytest.mark.parametrize(("waar", "woorden"), opdrachten())
def test_every_command_and_option_exists(waar, woorden):
    namen = [woord for woord in woorden[: 2 if woorden[0] in GROEPEN else 1] if woord.isalpha()]
    try:
        opdracht = opdracht_van(namen)
    except KeyError:
        pytest.fail(f"{waar}: dso-sim {' '.join(namen)} is er niet")
    gevraagd = {woord.partition("=")[0] for woord in woorden if woord.startswith("--")}
    assert gevraagd <= opties_van(opdracht) | {"--help"}, waar


@pytest.mark.parametrize(
    "blok", [b for b in ALLE if b.taal in ("json", "toml", "yaml", "python")], ids=lambda b: b.naam
)
def test_what_is_shown_is_well_formed(blok):
    lees = {
        "json": json.loads,
        "toml": tomllib.loads,
        "yaml": yaml.safe_load,
        "python": lambda tekst: compile(tekst, blok.naam, "exec"),
    }
    assert lees[blok.taal](blok.inhoud) is not None


@pytest.mark.parametrize("blok", [b for b in ALLE if b.taal == "toml" and "[sut]" in b.inhoud], ids=lambda b: b.naam)
def test_a_plan_that_is_shown_can_be_read(blok, tmp_path, monkeypatch):
    for naam in re.findall(r'"\$(\w+)"', blok.inhoud):
        monkeypatch.setenv(naam, "waarde")
    (tmp_path / "plan.toml").write_text(blok.inhoud, encoding="utf-8")
    assert plannen.lees(tmp_path / "plan.toml").sut.naam


@pytest.mark.parametrize("pagina", PAGINAS, ids=op_naam)
def test_every_link_leads_somewhere(pagina):
    tekst = _BLOK.sub("", pagina.read_text(encoding="utf-8"))
    for doel in _LINK.findall(tekst):
        if "://" in doel:
            continue
        bestand, _, anker = doel.partition("#")
        waar = pagina.parent / bestand if bestand else pagina
        assert waar.exists(), f"{pagina.name}: {doel} is er niet"
        if anker:
            assert anker in ankers(waar), f"{pagina.name}: {doel} is er niet"


def ankers(pagina: Path) -> set[str]:
    koppen = re.findall(r"^#+ (.*)$", _BLOK.sub("", pagina.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", kop.lower()).replace(" ", "-") for kop in koppen}


def test_every_page_of_docs_is_in_the_index():
    index = (WORTEL / "docs" / "README.md").read_text(encoding="utf-8")
    paginas = {pad.name for pad in (WORTEL / "docs").glob("*.md")} - {"README.md"}
    assert paginas <= set(_LINK.findall(index))


def instellingen() -> dict[str, Any]:
    """Every setting by its variable, with its default."""
    soorten: tuple[type[BaseSettings], ...] = (Instellingen, OzonInstellingen, StamBegin, Grenzen)
    return {
        f"{soort.model_config.get('env_prefix', '')}{naam}".upper(): veld.default
        for soort in soorten
        for naam, veld in soort.model_fields.items()
    }


def test_the_table_of_settings_is_complete():
    tekst = (WORTEL / "docs" / "instellingen.md").read_text(encoding="utf-8")
    rijen = {rij["naam"]: rij for rij in _RIJ.finditer(tekst)}
    bekend = instellingen()
    assert set(rijen) == set(bekend)
    assert {rij["optie"] for rij in rijen.values() if rij["optie"]} == opties_van(opdracht_van(["serve"]))
    getoond = {naam: rij["standaard"].strip("`") for naam, rij in rijen.items() if rij["standaard"].startswith("`")}
    verwacht = {naam: standaard(bekend[naam]) for naam in getoond}
    assert getoond == verwacht
    assert all(bekend[naam] is None for naam in set(rijen) - set(getoond))


def test_an_option_with_a_default_hides_its_variable_and_the_page_says_so():
    zin = "doen nog niets"
    verborgen = {p.name for p in opdracht_van(["serve"]).params if p.default is not None} & set(
        Instellingen.model_fields
    )
    regels = (WORTEL / "docs" / "instellingen.md").read_text(encoding="utf-8").splitlines()
    gezegd = {
        v.lower() for regel in regels if zin in regel for v in re.findall(r"`DSO_SIM_(\w+)`", regel.partition(zin)[0])
    }
    assert gezegd == verborgen


def standaard(waarde: Any) -> str:
    """A default as a user would write it in the environment."""
    if isinstance(waarde, frozenset | tuple):
        return json.dumps(sorted(waarde) if isinstance(waarde, frozenset) else waarde)
    if isinstance(waarde, bool):
        return str(waarde).lower()
    return "PT0S" if str(waarde) == "0:00:00" else f"{waarde:g}" if isinstance(waarde, float) else str(waarde)


READMES = ("README.md", "README.nl.md")


@pytest.mark.parametrize("naam", READMES)
def test_a_readme_begins_with_what_it_is_the_two_commands_and_the_picture(naam):
    tekst = (WORTEL / naam).read_text(encoding="utf-8")
    titel, intro, opdrachten_, beeld = tekst.split("\n\n")[:4]
    assert titel.startswith("# ")
    assert len(re.findall(r"\.(?=\s|$)", intro)) == 2, "two sentences: what it is, and for whom"
    assert uitgevoerd(opdrachten_.strip("`")) == ["make basischeck", "make test"]
    assert re.fullmatch(r"!\[.+\]\(.+\.png\)", beeld)


@pytest.mark.parametrize("naam", READMES)
def test_a_reader_has_a_verdict_within_two_screens(naam):
    eerste = next(blok for blok in blokken(WORTEL / naam) if blok.wat == "test")
    assert eerste.tekst.endswith(": valide")
    assert eerste.regel + eerste.inhoud.count("\n") < 2 * 40  # lines of a screen of 1,000 pixels


def uitgevoerd(blok: str) -> list[str]:
    """The commands of a block, without what is said of them."""
    regels = [re.sub(r"\s+# .*", "", regel).strip() for regel in blok.splitlines()]
    return [regel for regel in regels if regel and regel != "sh"]


def test_both_readmes_say_the_same():
    engels, nederlands = (WORTEL / naam for naam in READMES)
    koppen = [
        re.findall(r"^(#+) ", _BLOK.sub("", pad.read_text(encoding="utf-8")), re.M) for pad in (engels, nederlands)
    ]
    assert koppen[0] == koppen[1]
    opdrachten_ = [[(b.wat, b.tekst, uitgevoerd(b.inhoud)) for b in blokken(pad)] for pad in (engels, nederlands)]
    assert opdrachten_[0] == opdrachten_[1]
    doelen = [
        [doel for doel in _LINK.findall(pad.read_text(encoding="utf-8")) if not doel.startswith(("#", "README"))]
        for pad in (engels, nederlands)
    ]
    assert doelen[0] == doelen[1]


def test_every_make_target_that_is_named_exists():
    doelen = set(re.findall(r"^([a-z]+):", (WORTEL / "Makefile").read_text(encoding="utf-8"), re.M))
    for pagina in PAGINAS:
        genoemd = set(re.findall(r"(?:^    |`)make ([a-z]+)", pagina.read_text(encoding="utf-8"), re.M))
        assert genoemd <= doelen, pagina.name


def test_the_publiccode_says_what_the_project_says():
    publiccode = yaml.safe_load((WORTEL / "publiccode.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert publiccode["name"]
    assert publiccode["legal"]["license"] == project["license"] == "EUPL-1.2"
    for taal, beschrijving in publiccode["description"].items():
        assert len(beschrijving["shortDescription"]) <= 150, taal
        assert 150 <= len(beschrijving["longDescription"]) <= 10000, taal


def test_the_addresses_in_the_pages_are_those_of_the_contracts():
    bekend = {"/_sim", "/opentunnel"} | {
        openapi.contract(id_).basis
        for id_ in (
            *("lvbb/bronhouderkoppelvlak", "ozon/presenteren-v8"),
            *("stam/afhandelen-v1", "stam/afhandelen-v2", "stam/indienen-v4", "stam/indienen-v5"),
        )
    }
    for pagina in PAGINAS:
        for pad in re.findall(rf"{re.escape(URL)}(/[^\s'\"`)]*)", pagina.read_text(encoding="utf-8")):
            echt = re.sub(r"^/o/[a-z0-9-]+", "", pad)  # within an omgeving
            assert not echt or any(echt.startswith(basis) for basis in bekend), f"{pagina.name}: {pad}"
