"""What the image is made from agrees with the project; the image itself is tested in tests/testing, with an engine."""

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml

WORTEL = Path(__file__).resolve().parents[1]
DOCKERFILE = (WORTEL / "Dockerfile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lockdeel() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lockdeel", WORTEL / "tools" / "lockdeel.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def naam(eis: str) -> str:
    return re.match(r"[\w.-]+", eis)[0].lower().replace("_", "-")  # type: ignore[index]  # a requirement has a name


def test_every_entry_of_the_lock_is_read_with_its_hashes(lockdeel):
    tekst = (WORTEL / "requirements.lock").read_text(encoding="utf-8")
    gelezen = lockdeel.lees_lock(tekst)
    assert len(gelezen) == len(re.findall(r"^\S+==", tekst, re.M))
    assert "\n".join(blok for _, _, blok in gelezen) == tekst.strip()
    assert all("--hash=sha256:" in blok for _, _, blok in gelezen)
    assert all("--hash" not in eis for _, eis, _ in gelezen)


@pytest.mark.parametrize("argumenten", [["postgres"], ["--bouw"]], ids=" ".join)
def test_what_the_image_needs_is_in_the_lock(lockdeel, argumenten):
    in_lock = {naam_ for naam_, _, _ in lockdeel.lees_lock((WORTEL / "requirements.lock").read_text(encoding="utf-8"))}
    assert {naam(eis) for eis in lockdeel.eisen(PROJECT, argumenten)} <= in_lock
    assert f"lockdeel.py {' '.join(argumenten)} >" in DOCKERFILE


def test_only_what_is_needed_is_printed(lockdeel, monkeypatch, capsys):
    monkeypatch.setattr(lockdeel, "nodig", lambda _gevraagd, _vast: {"numpy", "lxml"})
    assert lockdeel.main([]) == 0
    deel = capsys.readouterr().out
    assert {naam_ for naam_, _, _ in lockdeel.lees_lock(deel)} == {"numpy", "lxml"}
    assert "python_full_version" in deel, "both versions of numpy, each for its Python"


def test_a_lock_that_misses_a_package_is_no_lock(lockdeel, monkeypatch, capsys):
    monkeypatch.setattr(lockdeel, "nodig", lambda _gevraagd, _vast: {"lxml", "nieuw"})
    assert lockdeel.main([]) == 1
    assert "niet in requirements.lock: nieuw" in capsys.readouterr().err


def test_no_address_of_an_index_is_written_down():
    for bestand in ("Dockerfile", "compose.yaml", "requirements.lock", ".ci/image"):
        assert not re.search(
            r"https?://(?!\$)|--index-url|--find-links", (WORTEL / bestand).read_text(encoding="utf-8")
        )


def test_what_goes_into_the_build_exists():
    regels = (WORTEL / ".dockerignore").read_text(encoding="utf-8").splitlines()
    mee = [regel[1:] for regel in regels if regel.startswith("!")]
    assert regels[1] == "*"
    assert [pad for pad in mee if not (WORTEL / pad).exists()] == []
    bronnen = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*bronnen["packages"], *bronnen["force-include"], PROJECT["project"]["readme"]} <= set(mee)


def test_compose_keeps_it_on_this_machine_and_waits_for_the_database():
    diensten = yaml.safe_load((WORTEL / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for dienst, wat in diensten.items():
        assert all(poort.startswith("${DSO_SIM_ADRES:-127.0.0.1}:") for poort in wat.get("ports", [])), dienst
    op_postgres = [diensten[f"simulator-{n}"] for n in (1, 2)]
    assert all(wat["depends_on"]["database"]["condition"] == "service_healthy" for wat in op_postgres)
    assert all(wat["profiles"] == diensten["database"]["profiles"] == ["postgres"] for wat in op_postgres)
    assert "profiles" not in diensten["simulator"]
    assert all(wat["read_only"] for naam_, wat in diensten.items() if naam_.startswith("simulator"))
