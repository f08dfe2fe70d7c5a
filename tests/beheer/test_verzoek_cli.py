"""dso-sim verzoek, against a running simulator."""

import json

import httpx
import pytest
from typer.testing import CliRunner

from simulator.cli import hoofd
from simulator.serve import Draaiend
from tests.edge.proefserver import vrije_poort


def _doe(sim: str, *woorden: str, code: int = 0) -> str:
    gedaan = CliRunner().invoke(hoofd, ["verzoek", *woorden, "--sim", sim])
    assert gedaan.exit_code == code, gedaan.output
    return gedaan.output


def test_indienen_aanvullen_intrekken_en_tonen(gedeeld: Draaiend, schone_client: httpx.Client) -> None:
    uit = _doe(
        gedeeld.url, "indienen", "--casus", "dakkapel", "--gemeente", "gm9921", "--bijlagen", "3", "--type", "Melding"
    )
    assert "Verzoek 2026030200001, volgnummer 000" in uit
    assert "notificatie 000 aan 00000009001000009921, bevoegd gezag: ligt in het postvak" in uit
    assert "dso-sim verzoek toon 2026030200001" in uit
    assert "volgnummer 001" in _doe(gedeeld.url, "aanvullen", "2026030200001")
    assert "volgnummer 999" in _doe(gedeeld.url, "intrekken", "2026030200001")
    getoond = _doe(gedeeld.url, "toon", "2026030200001")
    assert "(Melding, ingetrokken)" in getoond
    assert "Gemeente Oefenhaven" in getoond
    assert "000 Initiëren, documenten: 3" in getoond
    stand = json.loads(_doe(gedeeld.url, "toon", "2026030200001", "--json"))
    assert stand == schone_client.get("/_sim/verzoeken/2026030200001").json()


def test_een_behandeldienst_en_een_concept(gedeeld: Draaiend, schone_client: httpx.Client) -> None:
    dienst = "00000009000000009920"
    uit = json.loads(_doe(gedeeld.url, "indienen", "--behandeldienst", dienst, "--json"))
    assert [o["oin"] for o in uit["ontvangers"]][-1] == dienst
    geen = json.loads(_doe(gedeeld.url, "indienen", "--behandeldienst", "geen", "--concept", "--json"))
    assert len(geen["ontvangers"]) == 1
    assert schone_client.get(f"/_sim/verzoeken/{geen['verzoeknummer']}").json()["doel"] == "Conceptverzoek"


def test_de_casussen(gedeeld: Draaiend) -> None:
    uit = _doe(gedeeld.url, "casussen")
    assert "boom-kappen" in uit
    assert len(uit.splitlines()) == len(json.loads(_doe(gedeeld.url, "casussen", "--json"))["casussen"])


@pytest.mark.parametrize(
    ("woorden", "zin"), [(("indienen", "--casus", "x"), "kies uit boom-kappen"), (("toon", "1"), "Er is geen verzoek")]
)
def test_wat_niet_kan(gedeeld: Draaiend, woorden: tuple[str, ...], zin: str) -> None:
    assert zin in _doe(gedeeld.url, *woorden, code=2)


def test_zonder_simulator() -> None:
    assert "antwoordt geen simulator" in _doe(f"http://127.0.0.1:{vrije_poort()}", "casussen", code=3)
