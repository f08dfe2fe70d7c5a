"""Where the store is, and what is said when it cannot be used."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processen.proces import serve, weigert

GEHEIM = "postgresql://ik:geheim@127.0.0.1:1/weg"


def test_a_folder_that_another_process_has(tmp_path: Path) -> None:
    with serve(tmp_path / "log", "--data", str(tmp_path)) as eerste:
        gezegd = weigert("--data", str(tmp_path))
        assert f"draait al een simulator (proces {eerste.popen.pid})" in gezegd
        eerste.dood()
    with serve(tmp_path / "log", "--data", str(tmp_path)) as weer:
        assert weer.client.get("/_sim/ready").status_code == 200


@pytest.mark.parametrize(
    ("opties", "omgeving"),
    [
        (["--data", "x", "--database", GEHEIM], {}),
        (["--data", "x"], {"DSO_SIM_DATABASE": GEHEIM}),
        ([], {"DSO_SIM_DATABASE": GEHEIM, "DSO_SIM_DATA": "x"}),
    ],
)
def test_a_folder_and_a_database(opties: list[str], omgeving: dict[str, str], tmp_path: Path) -> None:
    gezegd = weigert(*opties, **omgeving)
    assert "niet allebei" in gezegd
    assert "--data" in gezegd
    assert "--database" in gezegd
    assert "geheim" not in gezegd


@pytest.mark.parametrize(
    ("adres", "reden"),
    [
        (GEHEIM, "niet te openen"),
        ("postgresql+psycopg://ik:geheim@127.0.0.1:1/weg", "niet te openen"),
        ("sqlite:///geheim.db", "sqlite kan niet"),
        ("mysql://ik:geheim@127.0.0.1/x", "mysql kan niet"),
        ("geheim", "geen adres"),
    ],
)
def test_a_database_that_cannot_be(adres: str, reden: str) -> None:
    for gezegd in (weigert("--database", adres), weigert(DSO_SIM_DATABASE=adres)):
        assert reden in gezegd
        assert "geheim" not in gezegd
    assert "PostgreSQL" in gezegd or reden == "niet te openen" or "postgresql" in gezegd


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "dso-sim.db").write_text("geen database" * 100)
    assert "niet te openen" in weigert("--data", str(tmp_path))


def een_regel(gezegd: str) -> str:
    assert gezegd.count("\n") == 1, gezegd
    return gezegd


def test_an_address_that_is_in_use_leaves_nothing_behind(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as bezet:
        poort = str(bezet.getsockname()[1])
        for optie in ("--port", "--smtp-port"):
            gezegd = een_regel(weigert(optie, poort, TMPDIR=str(tmp_path)))
            assert f"op poort {poort} van 127.0.0.1" in gezegd
            assert "een ander programma gebruikt die poort al" in gezegd
            assert f"kies met {optie} een andere poort" in gezegd
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("opties", "omgeving", "woorden"),
    [
        (["--host", "192.0.2.1"], {}, ("dat adres heeft deze machine niet", "--host 127.0.0.1")),
        (["--host", "bestaat-niet.invalid"], {}, ("niet te vinden", "--host 127.0.0.1")),
        ([], {"DSO_SIM_PORT": "70000"}, ("van 0 tot en met 65535", "--port")),
    ],
)
def test_an_address_that_cannot_be(opties: list[str], omgeving: dict[str, str], woorden: tuple[str, ...]) -> None:
    gezegd = een_regel(_serve_zonder_poort(*opties, **omgeving))
    assert all(woord in gezegd for woord in woorden)


def _serve_zonder_poort(*opties: str, **omgeving: str) -> str:
    opdracht = [sys.executable, "-c", "from simulator.cli import main; main()", "serve", *opties]
    poort = {} if "DSO_SIM_PORT" in omgeving else {"DSO_SIM_PORT": "0"}
    env = {"PATH": "/usr/bin", **poort, **omgeving}
    klaar = subprocess.run(opdracht, capture_output=True, text=True, timeout=60, check=False, env=env)
    assert klaar.returncode == 2
    return klaar.stderr


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    bestand = tmp_path / "bestand"
    bestand.write_text("x")
    for plaats in (bestand, bestand / "onder"):
        gezegd = een_regel(weigert("--data", str(plaats)))
        assert f"de map {plaats} is niet te gebruiken" in gezegd
        assert "geen map" in gezegd
        assert "Kies met --data" in gezegd


def test_a_damaged_store_tells_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "dso-sim.db").write_text("geen database" * 100)
    gezegd = een_regel(weigert("--data", str(tmp_path)))
    assert "is beschadigd" in gezegd
    assert "begin met een lege map" in gezegd
