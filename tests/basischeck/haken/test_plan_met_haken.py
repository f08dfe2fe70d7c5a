"""A plan says which hooks there are, and they answer in the place of the software."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from simulator.basischeck.cli import besturing_van
from simulator.basischeck.plan import Planfout, lees
from simulator.basischeck.toestand import Toestand
from tests.basischeck.haken.zaakregister import CLIENT_ID, ZAKEN, Register

VAST = """
[sut]
naam = "Zaken"
leverancier = "L"
versie = "1"
softwaretype = "vth"
organisaties = [{ naam = "Testeiland", code = "gm9920", oin = "00000009001000009920" }]
"""


def plan(tmp_path: Path, haken: str) -> Any:
    bestand = tmp_path / "plan.toml"
    bestand.write_text(VAST + haken, encoding="utf-8")
    return lees(bestand)


def test_de_haak_antwoordt_in_plaats_van_de_software(
    tmp_path: Path, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZAAK_GEHEIM", "een-geheim")
    register.zaak("Z", omschrijving="2026030200001")
    haken = f'[haken.zgw]\nzaken = "{register.url}{ZAKEN}"\nclient_id = "{CLIENT_ID}"\ngeheim = "$ZAAK_GEHEIM"\n'
    gelezen = plan(tmp_path, haken)
    with besturing_van(gelezen, "http://sim", Toestand(), None, print) as besturing:
        assert besturing.kan("zaak_zoeken")
        assert besturing.kan("ophalen")
        (zaak,) = asyncio.run(besturing.vraag("zaak_zoeken", {"verzoeknummer": "2026030200001"}))
    assert zaak["zaak_id"] == "Z"


def test_zonder_haken_antwoordt_de_software_of_een_mens(tmp_path: Path) -> None:
    with besturing_van(plan(tmp_path, ""), "http://sim", Toestand(), None, print) as besturing:
        assert not besturing.kan("zaak_zoeken")


@pytest.mark.parametrize(
    ("haken", "veld", "reden"),
    [
        ('[haken.zgw]\nzaken = "openzaak"\nclient_id = "a"\ngeheim = "b"', "haken.zgw.zaken", "moet beginnen met http"),
        ('[haken.zgw]\nzaken = "http://a"\ngeheim = "b"', "haken.zgw.client_id", "ontbreekt"),
        ('[haken.zgw]\nzaken = "http://a"\nclient_id = ""\ngeheim = "b"', "haken.zgw.client_id", "mag niet leeg zijn"),
        ('[haken.json.tonen]\nurl = "http://a"', "haken.json.tonen", "zaak_zoeken"),
        (
            '[haken.json.zaak_zoeken]\nurl = "http://a"\nkleur = 1',
            "haken.json.zaak_zoeken.kleur",
            "dit veld is onbekend",
        ),
        ("[haken.json.zaak_zoeken]", "haken.json.zaak_zoeken.url", "ontbreekt"),
    ],
)
def test_een_haak_die_niet_kan(tmp_path: Path, haken: str, veld: str, reden: str) -> None:
    with pytest.raises(Planfout) as gevangen:
        plan(tmp_path, haken)
    assert [(waar, reden in wat) for waar, wat in gevangen.value.velden] == [(veld, True)]
