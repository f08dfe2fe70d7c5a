"""The topologies of VTH software: the findings say whom they judge, and the reference shows that each can pass."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.basischeck.model import Resultaat
from simulator.basischeck.plan import Sut
from simulator.basischeck.rapport import Rapport
from simulator.basischeck.rapporten import schrijf
from simulator.basischeck.reference.vth.adapter import Adapter, AdapterMetVth
from simulator.basischeck.reference.vth.bericht import Bijlage
from simulator.basischeck.reference.vth.ophalen import Referenties
from simulator.basischeck.reference.vth.vth import ReferentieVth
from simulator.serve import Draaiend
from tests.basischeck.topologieen import draai, plan

GEMEENTE = {"naam": "Gemeente Testeiland", "code": "gm9920", "oin": "00000009001000009920"}
DIENST = {
    "naam": "Omgevingsdienst Oefenland",
    "code": "so9920",
    "oin": "00000009000000009920",
    "rol": "behandeldienst",
}
ADAPTER = {"naam": "Doorgeefluik", "leverancier": "Koppelbedrijf", "doet": ["notificatie", "ophalen"]}
VTH = {"naam": "Zaakzicht", "leverancier": "Zaakbedrijf", "doet": ["zaak", "mail"]}
OVER_ADAPTER, OVER_VTH = "Doorgeefluik van Koppelbedrijf", "Zaakzicht van Zaakbedrijf"
SAMEN = {"topologie": "adapter-en-vth", "onderdelen": [ADAPTER, VTH], "organisaties": [GEMEENTE]}
CHECKS = ["STAM-01", "STAM-03", "STAM-04", "STAM-06", "STAM-07", "STAM-24", "STAM-25", "STAM-31"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Draaiend(klok="2026-03-02T08:00:00Z") as draaiend:
        yield draaiend.url


def over(rapport: Rapport, resultaat: Resultaat) -> set[str]:
    return {b.over for u in rapport.uitslagen for b in u.bevindingen if b.resultaat is resultaat}


def anders(rapport: Rapport) -> dict[str, str]:
    return {u.check.id: u.reden for u in rapport.uitslagen if u.resultaat is not Resultaat.GESLAAGD}


def test_adapter_en_vth_van_twee_leveranciers(url: str) -> None:
    rapport = draai(url, plan(SAMEN, CHECKS), AdapterMetVth)
    assert anders(rapport) == {}
    assert over(rapport, Resultaat.GESLAAGD) == {OVER_ADAPTER, OVER_VTH}
    per_code = {b.code: b.over for u in rapport.uitslagen for b in u.bevindingen}
    assert per_code["STAM-01/bevestigd"] == per_code["STAM-03/xml"] == per_code["STAM-25/503"] == OVER_ADAPTER
    assert per_code["STAM-03/type"] == per_code["STAM-24/vertrouwelijk"] == per_code["STAM-25/zaak"] == OVER_VTH


class LaatBijlagenLiggen(Adapter):
    """An adapter that passes on the message and no document."""

    def _te_halen(self, referenties: Referenties) -> Mapping[str, str]:
        return {}


class MaaktAllesOpenbaar(ReferentieVth):
    """A VTH system that forgets what is vertrouwelijk."""

    def _vertrouwelijk(self, bijlage: Bijlage) -> bool:
        return False


def test_een_fout_van_de_adapter_is_niet_van_het_vth_systeem(url: str) -> None:
    def maak(*argumenten: Any, **opties: Any) -> AdapterMetVth:
        return AdapterMetVth(*argumenten, maak_adapter=LaatBijlagenLiggen, **opties)

    rapport = draai(url, plan(SAMEN, ["STAM-03", "STAM-25"]), maak)
    assert set(anders(rapport)) == {"STAM-25"}
    assert over(rapport, Resultaat.GEZAKT) == {OVER_ADAPTER}


def test_een_fout_van_het_vth_systeem_is_niet_van_de_adapter(url: str, tmp_path: Path) -> None:
    def maak(*argumenten: Any, **opties: Any) -> AdapterMetVth:
        return AdapterMetVth(*argumenten, maak_vth=MaaktAllesOpenbaar, **opties)

    rapport = draai(url, plan(SAMEN, ["STAM-03", "STAM-24"]), maak)
    assert set(anders(rapport)) == {"STAM-24"}
    assert over(rapport, Resultaat.GEZAKT) == {OVER_VTH}
    schrijf(rapport, tmp_path)
    assert OVER_VTH in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f"over: {OVER_VTH}" in (tmp_path / "junit.xml").read_text(encoding="utf-8")
    inhoud = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    (gezakt,) = [b for c in inhoud["checks"] for b in c["bevindingen"] if b["resultaat"] == "gezakt"]
    assert gezakt["over"] == OVER_VTH


def test_wat_de_adapter_niet_kan_is_niet_van_toepassing(url: str) -> None:
    gegeven = plan(SAMEN, ["STAM-15"]).model_copy(update={"profiel": {"bevoegd_gezag_wijzigen": False}})
    (uitslag,) = draai(url, gegeven, AdapterMetVth).uitslagen
    assert uitslag.resultaat is Resultaat.NIET_VAN_TOEPASSING


def test_vth_en_zaaksysteem_achter_een_oin(url: str) -> None:
    onderdelen = [
        {"naam": "Vergunningen", "leverancier": "A", "doet": ["notificatie", "ophalen", "mail"]},
        {"naam": "Zaken", "leverancier": "B", "doet": ["zaak"]},
    ]
    sut = {"topologie": "vth-en-zaaksysteem", "onderdelen": onderdelen, "organisaties": [GEMEENTE]}
    rapport = draai(url, plan(sut, ["STAM-01", "STAM-03", "STAM-07", "STAM-31"]), AdapterMetVth)
    assert anders(rapport) == {}
    assert over(rapport, Resultaat.GESLAAGD) == {"Vergunningen van A", "Zaken van B"}


def gemeenten(aantal: int) -> list[dict[str, str]]:
    """Gemeenten that have their verzoeken handled by the dienst."""
    return [
        {"naam": f"Gemeente {n}", "code": f"gm80{n:02d}", "oin": f"000000090010000080{n:02d}", "rol": "ketenpartner"}
        for n in range(aantal)
    ]


def test_een_omgevingsdienst_voor_twintig_gemeenten(url: str) -> None:
    sut = {"topologie": "dienst-voor-velen", "organisaties": [DIENST, *gemeenten(20)]}
    rapport = draai(url, plan(sut, ["STAM-01", "STAM-03", "STAM-19", "STAM-31"]), ReferentieVth)
    assert {id_: r for id_, r in anders(rapport).items() if id_ != "STAM-19"} == {}
    assert next(u.resultaat for u in rapport.uitslagen if u.check.id == "STAM-19") is Resultaat.NIET_VAN_TOEPASSING
    oin = next(u for u in rapport.uitslagen if u.check.id == "STAM-31")
    assert len(oin.bevindingen) == 21
    assert {b.over for b in oin.bevindingen} == {""}
    verzoeken = httpx.get(f"{url}/_sim/verzoeken", params={"oin": DIENST["oin"], "aantal": 100}).json()["verzoeken"]
    voor = {v["bevoegdGezag"]["oin"] for v in verzoeken}
    assert {g["oin"] for g in gemeenten(20)} <= voor
    regels = httpx.get(f"{url}/_sim/journaal", params={"koppelvlak": "stam", "aantal": 500, "nieuwste": "true"}).json()
    ophalers = {r["organisatie"] for r in regels["regels"][:60] if r["richting"] == "in" and r["operatie"]}
    assert ophalers == {DIENST["oin"]}


class HandeltAlsDeGemeente(ReferentieVth):
    """Names the gemeente in its calls, which it does not work for."""

    def _oin_voor(self, oin: str) -> str:
        return gemeenten(1)[0]["oin"]


def test_een_dienst_die_als_gemeente_ophaalt(url: str) -> None:
    sut = {"topologie": "dienst-voor-velen", "organisaties": [DIENST, *gemeenten(2)]}
    rapport = draai(url, plan(sut, ["STAM-31"]), HandeltAlsDeGemeente)
    (uitslag,) = rapport.uitslagen
    assert uitslag.resultaat is Resultaat.GEZAKT
    assert any("staat niet in het plan" in b.gekregen for b in uitslag.bevindingen)


@pytest.mark.parametrize(
    ("sut", "reden"),
    [
        ({**SAMEN, "onderdelen": []}, "de twee producten"),
        ({**SAMEN, "onderdelen": [ADAPTER, {**VTH, "doet": ["mail"]}]}, "geen van de onderdelen doet zaak"),
        (
            {**SAMEN, "onderdelen": [ADAPTER, {**VTH, "doet": ["zaak", "ophalen"]}]},
            "één onderdeel doet ophalen",
        ),
        ({**SAMEN, "topologie": "een-product"}, "horen geen onderdelen"),
        ({**SAMEN, "topologie": "vth-en-zaaksysteem", "organisaties": [GEMEENTE, DIENST]}, "precies één OIN"),
        ({"topologie": "dienst-voor-velen", "organisaties": [DIENST]}, "rol ketenpartner"),
        ({"topologie": "dienst-voor-velen", "organisaties": [DIENST, GEMEENTE, *gemeenten(2)]}, "rol ketenpartner"),
    ],
)
def test_een_topologie_die_niet_klopt(sut: dict[str, Any], reden: str) -> None:
    vast = {"naam": "S", "leverancier": "L", "versie": "1", "softwaretype": "vth"}
    with pytest.raises(ValueError, match=reden):
        Sut.model_validate({**vast, **sut})
