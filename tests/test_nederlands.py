"""What Typer and pydantic say of the command line and of settings is in Dutch."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from simulator.nederlands import vertaal
from simulator.settings import Instellingen, reden
from tests.engels import engelse_woorden

DSO_SIM = (sys.executable, "-c", "from simulator.cli import main; main()")


def dso_sim(*woorden: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DSO_SIM, *woorden], capture_output=True, text=True, check=False, timeout=60, env={"COLUMNS": "200"}
    )


@pytest.mark.parametrize(
    "woorden",
    [
        ("--help",),
        ("serve", "--help"),
        ("check", "--help"),
        ("klok",),
        ("klok", "spring", "--help"),
        ("basischeck", "run", "--help"),
        ("omgeving", "nieuw", "--help"),
    ],
)
def test_de_hulp_is_in_het_nederlands(woorden: tuple[str, ...]) -> None:
    uitkomst = dso_sim(*woorden)
    tekst = uitkomst.stdout.replace("-c", "dso-sim")
    assert "Gebruik: " in tekst
    assert "Toon deze uitleg en stop." in tekst
    assert not engelse_woorden(tekst.replace("<bool>", "").replace("list[str]", "").replace("README", ""))
    assert uitkomst.stderr == ""


def test_de_woorden_van_de_hulp() -> None:
    tekst = dso_sim("klok", "spring", "--help").stdout
    for woord in ("[OPTIES]", "Argumenten", "Opties", "[verplicht]", "[omgevingsvariabele: DSO_SIM_URL]"):
        assert woord in tekst
    assert "[zonder keuze: http://127.0.0.1:8080]" in tekst


@pytest.mark.parametrize(
    ("woorden", "verwacht"),
    [
        (("klok", "spring", "--ver"), "De optie --ver bestaat niet."),
        (("check", "--stren"), "De optie --stren bestaat niet. Bedoelt u"),
        (("klok", "spring"), "Er ontbreekt iets: het argument 'waarheen'."),
        (("klok", "spring", "P1D", "P2D"), "Dit is te veel: P2D."),
        (("klok", "spring", "--sim"), "Bij de optie --sim hoort een waarde."),
        (("serve", "--port", "x"), "De waarde bij '--port' kan niet: moet een geheel getal zijn, en is 'x'."),
        (("serve", "--port", "99999"), "De waarde bij '--port' kan niet: mag hoogstens 65535 zijn, en is '99999'."),
        (("klook",), "De opdracht 'klook' bestaat niet. Bedoelt u 'klok'?"),
        (("omgeving", "ver"), "De opdracht 'ver' bestaat niet."),
        (("omgeving", "verta"), "De opdracht 'verta' bestaat niet. Bedoelt u 'vertak'"),
        (("klok", "toon", "--sim", "http://127.0.0.1:1"), "daar luistert niets"),
    ],
)
def test_een_fout_is_in_het_nederlands(woorden: tuple[str, ...], verwacht: str) -> None:
    uitkomst = dso_sim(*woorden)
    assert verwacht in uitkomst.stderr
    assert not engelse_woorden(uitkomst.stderr)
    assert uitkomst.returncode == (3 if "toon" in woorden else 2)


@pytest.mark.parametrize(
    ("melding", "verwacht"),
    [
        ("No such option: --x (Possible options: --xa, --xb)", "De optie --x bestaat niet. Bedoelt u --xa of --xb?"),
        ("Missing option '--naam'.", "Er ontbreekt iets: de optie '--naam'."),
        ("Missing command.", "Er ontbreekt een opdracht."),
        ("Option '--streng' does not take a value.", "Bij de optie --streng hoort geen waarde."),
        ("Got unexpected extra argument (b)", "Dit is te veel: b."),
        (
            "Invalid value for '--n': 'x' is not a valid integer.",
            "De waarde bij '--n' kan niet: 'x' is geen geheel getal.",
        ),
        (
            "Invalid value for 'F': File 'w' does not exist.",
            "De waarde bij 'F' kan niet: Bestand 'w' bestaat niet.",
        ),
        ("Invalid value: 'x' is not one of 'a' or 'b'.", "De waarde kan niet: 'x' bestaat niet; kies uit 'a' of 'b'."),
    ],
)
def test_elke_vaste_zin_van_typer(melding: str, verwacht: str) -> None:
    assert vertaal(melding) == verwacht


def test_een_eigen_zin_blijft_zoals_hij_is() -> None:
    assert vertaal("de map is vol") == "Dit kan niet: de map is vol"


@pytest.mark.parametrize(
    ("instelling", "waarde", "verwacht"),
    [
        ("PORT", "http", "port: moet een geheel getal zijn"),
        ("SNELHEID", "snel", "snelheid: moet een getal zijn"),
        ("KETEN", "misschien", "keten: moet true of false zijn"),
        ("LVBB_PROFIEL", "oud", "lvbb_profiel: kies uit 'modern' of 'legacy2021'"),
        ("OIN_KOP", "x-oin", 'oin_kop: moet JSON zijn, zoals ["een", "twee"]'),
        ("KLOK", "morgen", "klok: morgen is geen moment; schrijf bijvoorbeeld 2026-03-02T09:00"),
    ],
)
def test_een_verkeerde_instelling(monkeypatch: Any, instelling: str, waarde: str, verwacht: str) -> None:
    monkeypatch.setenv(f"DSO_SIM_{instelling}", waarde)
    with pytest.raises(ValueError) as fout:  # noqa: PT011 - pydantic's own, of which the text is what is tested
        Instellingen()
    assert reden(fout.value) == verwacht


def test_wat_getypt_is_staat_er_niet_bij() -> None:
    with pytest.raises(ValidationError) as fout:
        Instellingen(port="geheim")
    assert "geheim" not in reden(fout.value)


def test_geen_tekst_zegt_streng_of_wiel() -> None:
    wortel = Path(__file__).parents[1]
    for bestand in [*wortel.glob("docs/**/*.md"), *wortel.glob("simulator/beheer/templates/*.html")]:
        tekst = bestand.read_text(encoding="utf-8").lower()
        for woord in ("strenge omgeving", "maak streng", "is streng", " wiel", "de oin ", "elke oin "):
            assert woord not in tekst, f"{bestand.name}: {woord}"
