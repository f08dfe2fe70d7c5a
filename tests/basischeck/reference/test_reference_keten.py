"""The reference software against the simulator itself, over a socket."""

from collections.abc import Iterator
from datetime import date

import httpx
import pytest

from simulator.basischeck.reference import pakket as p
from simulator.basischeck.reference.plansoftware import ReferentiePlansoftware
from simulator.serve import Draaiend


@pytest.fixture(scope="module")
def sim() -> Iterator[str]:
    """A simulator whose clock stands still on a Monday."""
    with Draaiend(klok="2026-03-02T09:00:00Z", snelheid=0) as draaiend:
        yield draaiend.url


@pytest.fixture
def software(sim: str, request: pytest.FixtureRequest) -> Iterator[ReferentiePlansoftware]:
    httpx.post(f"{sim}/_sim/reset").raise_for_status()
    with httpx.Client(timeout=30) as client:
        yield ReferentiePlansoftware(sim, client, naam="keten")


def spring(software: ReferentiePlansoftware, duur: str) -> None:
    httpx.post(f"{software.basis_url}_sim/klok/spring", json={"duur": duur}, timeout=30).raise_for_status()


def test_valid_plan(software: ReferentiePlansoftware) -> None:
    gang = software.valideren()
    assert (gang.uitkomst, [m.code for m in gang.meldingen]) == ("valide", ["DL-0003", "DL-0004"])


def test_published_found_and_changed(software: ReferentiePlansoftware) -> None:
    assert software.publiceren().wacht_op_bekendmaking
    spring(software, "P1D")
    assert [x["status"] for x in software.tonen()["leveringen"]] == ["gepubliceerd"]
    titel = "Omgevingsplan gemeente Testeiland (keten-1)"
    assert [x["titel"] for x in software.zoek_regeling()["regelingen"]] == [titel]
    assert software.wijzigen().wacht_op_bekendmaking
    spring(software, "P1D")
    assert [x["status"] for x in software.tonen()["leveringen"]] == ["gepubliceerd"] * 2
    assert [x["titel"] for x in software.zoek_regeling()["regelingen"]] == [titel]


def test_text_after_the_change(software: ReferentiePlansoftware) -> None:
    software.publiceren()
    spring(software, "P1D")
    software.wijzigen()
    spring(software, "P2D")
    regeling = software.register[0].besluit.dossier.regeling.replace("/", "_").replace("-", "_")
    pad = f"publiek/omgevingsdocumenten/api/presenteren/v8/regelingen/{regeling}/documentstructuur"
    tekst = httpx.get(software.basis_url + pad).text
    for eid in ("chp_2__art_2.1__para_3", "chp_2__art_2.3"):
        assert eid in tekst
    assert "chp_3__art_3.2" not in tekst
    assert "te bouwen of te verlengen in het deel van het eiland" in tekst
    assert "havengebied" not in tekst
    assert "Bomen en hagen" in tekst


def test_refused_and_corrected(software: ReferentiePlansoftware) -> None:
    afgekeurd = software.publiceren_met_gebrek()
    assert afgekeurd.uitkomst == "niet-valide"
    assert "BHKV1048" in [m.code for m in afgekeurd.meldingen]
    assert software.herstellen().wacht_op_bekendmaking


def test_date_of_today_is_refused(software: ReferentiePlansoftware) -> None:
    gang = software.verkeerde_opdracht()
    assert (gang.uitkomst, [m.code for m in gang.meldingen]) == ("niet-valide", ["LVBB1501"])


def test_broken_off_is_not_published(software: ReferentiePlansoftware) -> None:
    software.publiceren(dagen=3)
    assert software.afbreken().uitkomst == "ok"
    nogmaals = software.afbreken()
    assert (nogmaals.uitkomst, [m.code for m in nogmaals.meldingen]) == ("behandeling-mislukt", ["LVBB1551"])
    spring(software, "P4D")
    assert software.zoek_regeling() == {"regelingen": [], "nogNietGevonden": []}


@pytest.mark.parametrize("omvang", [10_000, 100_000])
def test_larger_packages_are_valid(software: ReferentiePlansoftware, omvang: int) -> None:
    inhoud = p.pakket_van_omvang(omvang, date(2026, 3, 2), "groot", "groot-1")
    gestuurd = httpx.post(
        f"{software.basis_url}overheid/bronhouderkoppelvlak/api/v1/leveringen",
        content=inhoud,
        headers={"content-type": "application/zip", "x-oin": software.oin},
        timeout=60,
    )
    assert gestuurd.status_code == 202
    stand = gestuurd.json()
    for _ in range(200):
        stand = httpx.get(gestuurd.headers["location"]).json()
        if stand["status"] not in ("ontvangen", "in-behandeling"):
            break
    assert stand["status"] == "wacht-op-bekendmaking"
