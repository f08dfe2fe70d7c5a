"""Where the store is, and what is said when it cannot be used."""

from pathlib import Path

import pytest

from tests.processen.proces import serve, weigert

GEHEIM = "postgresql://ik:geheim@127.0.0.1:1/weg"


def test_a_folder_that_another_process_has(tmp_path: Path) -> None:
    with serve(tmp_path / "log", "--data", str(tmp_path)) as eerste:
        assert "draait al een simulator" in weigert("--data", str(tmp_path))
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
