"""Steps that a person must do, and zaken of which the software tells only a part."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from simulator.basischeck.besturing import Referentie
from simulator.basischeck.control import verbind
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import CheckUitslag, Resultaat
from simulator.basischeck.plan import Sturing
from simulator.basischeck.reference.vth.klok import springt
from simulator.basischeck.reference.vth.mutanten import MUTANTEN
from simulator.basischeck.reference.vth.vth import ReferentieVth
from simulator.basischeck.runner import Runner
from simulator.basischeck.toestand import Toestand
from simulator.serve import Draaiend
from tests.basischeck.topologieen import plan

GEMEENTE = {"naam": "Gemeente Testeiland", "code": "gm9920", "oin": "00000009001000009920"}
MET_DE_HAND = ["STAM-15", "STAM-20", "STAM-21", "STAM-28"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Draaiend(klok="2026-03-02T08:00:00Z") as draaiend:
        yield draaiend.url


def draai(
    url: str,
    checks: list[str],
    software: type[ReferentieVth],
    wijze: str = "referentie",
    antwoorden: dict[str, str] | None = None,
) -> dict[str, CheckUitslag]:
    gegeven = plan({"organisaties": [GEMEENTE]}, checks)
    gegeven = gegeven.model_copy(update={"besturing": Sturing.model_validate({"wijze": wijze})})

    async def doe(client: httpx.Client) -> Any:
        besturing = Referentie(lambda: software(url, client, [GEMEENTE["oin"]], wacht=springt(url, client)))
        try:
            async with verbind(url) as sim:
                return await Runner(gegeven, sim, besturing, UitPlan(antwoorden or {}), Toestand()).draai()
        finally:
            besturing.sluit()

    with httpx.Client(timeout=60, trust_env=False) as client:
        return {u.check.id: u for u in asyncio.run(doe(client)).uitslagen}


class NiemandDoetIets(ReferentieVth):
    """Its user is not there."""

    def bevoegd_gezag_wijzigen(self, verzoeknummer: str, oin: str, naar: str) -> dict[str, Any]:
        return {}

    def gemiste_zoeken(self, oin: str) -> dict[str, Any]:
        return {}

    def gerelateerde_zoeken(self, verzoeknummer: str, oin: str) -> dict[str, Any]:
        return {}

    def samenwerking_starten(self, verzoeknummer: str, oin: str, naar: str) -> dict[str, Any]:
        return {}


def test_een_stap_die_niemand_deed_is_onbeslist(url: str) -> None:
    gevonden = draai(url, MET_DE_HAND, NiemandDoetIets, "hand")
    assert {id_: u.resultaat for id_, u in gevonden.items()} == dict.fromkeys(MET_DE_HAND, Resultaat.ONBESLIST)
    assert gevonden["STAM-15"].reden.startswith("niemand heeft verzoek ")


def test_wie_zegt_dat_het_gedaan_is_zakt(url: str) -> None:
    antwoorden = {"STAM-15.bevoegd_gezag_wijzigen": "ja"}
    gevonden = draai(url, ["STAM-15", "STAM-21"], NiemandDoetIets, "hand", antwoorden)
    assert gevonden["STAM-15"].resultaat is Resultaat.GEZAKT
    assert gevonden["STAM-21"].resultaat is Resultaat.ONBESLIST


def test_software_die_bediend_wordt_en_niets_doet_zakt(url: str) -> None:
    gevonden = draai(url, ["STAM-15", "STAM-21"], NiemandDoetIets)
    assert {u.resultaat for u in gevonden.values()} == {Resultaat.GEZAKT}


def zonder(*velden: str, van: type[ReferentieVth] = ReferentieVth) -> type[ReferentieVth]:
    """The software, of which the hook does not tell these fields of a zaak."""

    def zaak_zoeken(self: ReferentieVth, verzoeknummer: str) -> list[dict[str, Any]]:
        zaken = van.zaak_zoeken(self, verzoeknummer)
        return [{veld: waarde for veld, waarde in zaak.items() if veld not in velden} for zaak in zaken]

    return type("Zonder", (van,), {"zaak_zoeken": zaak_zoeken})


@pytest.mark.parametrize(
    ("velden", "mutant", "resultaat"),
    [
        (("zaaktype",), "", Resultaat.GESLAAGD),
        (("zaaktype", "doel"), "", Resultaat.ONBESLIST),
        ((), "BehandeltEenConceptAlsAanvraag", Resultaat.GEZAKT),
        (("doel",), "", Resultaat.GESLAAGD),
    ],
)
def test_een_conceptverzoek_is_te_zien_aan_zaaktype_of_doel(
    url: str, velden: tuple[str, ...], mutant: str, resultaat: Resultaat
) -> None:
    van = MUTANTEN[mutant].klasse if mutant else ReferentieVth
    gevonden = draai(url, ["STAM-13"], zonder(*velden, van=van))["STAM-13"]
    assert gevonden.resultaat is resultaat, gevonden.reden


def test_een_haak_zonder_antwoorden_zegt_niet_of_een_aanvulling_er_is(url: str) -> None:
    gevonden = draai(url, ["STAM-08", "STAM-09"], zonder("activiteiten", "volgnummers", "documenten"))
    assert {u.resultaat for u in gevonden.values()} == {Resultaat.ONBESLIST}


def test_wat_nergens_anders_zakt_zakt_hier(url: str) -> None:
    """STAM-03 and STAM-01 pass, so they do not stand in the way of what only this check sees."""

    class KentGeenPostbus(ReferentieVth):
        def _neem_op(self, oin: str, inhoud: bytes) -> None:
            self._aantal = getattr(self, "_aantal", 0) + 1
            if self._aantal == 2:
                super()._neem_op(oin, inhoud)

    gevonden = draai(url, ["STAM-01", "STAM-03", "STAM-24"], KentGeenPostbus)
    assert [u.resultaat for u in gevonden.values()] == [Resultaat.GESLAAGD, Resultaat.GESLAAGD, Resultaat.GEZAKT]
    assert gevonden["STAM-24"].bevindingen[0].code == "STAM-24/xml"


def test_wat_STAM_03_al_zegt_staat_in_de_weg(url: str) -> None:
    gevonden = draai(url, ["STAM-01", "STAM-03", "STAM-24"], MUTANTEN["HaaltHetBerichtNietOp"].klasse)
    assert gevonden["STAM-24"].geblokkeerd_door == "STAM-03"
