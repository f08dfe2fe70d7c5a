"""STAM-11 and the volgnummer of an intrekking: 999 (CIM-AM, Ingediend verzoek), or by a setting the next one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from simulator.basischeck.model import Resultaat
from simulator.basischeck.plan import REFERENTIE_VTH, Keuze
from simulator.basischeck.reference.vth import bericht as b
from simulator.basischeck.reference.vth.bericht import Verzoek
from simulator.basischeck.reference.vth.mutanten import MUTANTEN
from simulator.basischeck.reference.vth.vth import ReferentieVth
from simulator.serve import Draaiend
from simulator.stam import instellingen
from tests.basischeck.mutantenproef import draai

PLAN = REFERENTIE_VTH.model_copy(update={"checks": Keuze(alleen=["STAM-01", "STAM-09", "STAM-11"])})


class HerkentEenIntrekkingAan999(ReferentieVth):
    """Looks at the volgnummer and not at the doel."""

    def _lees(self, inhoud: bytes) -> Verzoek:
        verzoek = super()._lees(inhoud)
        if verzoek.volgnummer == 999:
            return replace(verzoek, doel=b.INTREKKEN)
        return replace(verzoek, doel=b.AANVULLEN) if verzoek.soort_doel == b.INTREKKEN else verzoek


@pytest.fixture(scope="module", params=["999", "volgend"])
def sim(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    with pytest.MonkeyPatch.context() as omgeving:
        omgeving.setenv("DSO_SIM_STAM_VOLGNUMMER_INTREKKING", request.param)
        instellingen.begin.cache_clear()
        with Draaiend(klok="2026-03-02T08:00:00Z") as draaiend:
            yield request.param, draaiend.url
    instellingen.begin.cache_clear()


@pytest.mark.parametrize(
    ("mutant", "zakt_bij"), [("VerwachtHetVolgendeVolgnummer", "999"), ("HerkentEenIntrekkingAan999", "volgend")]
)
def test_software_that_counts_on_one_numbering_fails_on_the_other(
    monkeypatch: pytest.MonkeyPatch, sim: tuple[str, str], mutant: str, zakt_bij: str
) -> None:
    met_999 = replace(MUTANTEN["VerwachtHetVolgendeVolgnummer"], klasse=HerkentEenIntrekkingAan999)
    monkeypatch.setitem(MUTANTEN, "HerkentEenIntrekkingAan999", met_999)
    keuze, url = sim
    uitslagen = {u.check.id: u for u in draai(PLAN, url, mutant).uitslagen}
    gezakt = {id_ for id_, uitslag in uitslagen.items() if uitslag.resultaat is not Resultaat.GESLAAGD}
    assert gezakt == ({"STAM-11"} if keuze == zakt_bij else set())
    if keuze == zakt_bij:
        doe = " ".join(bevinding.doe for bevinding in uitslagen["STAM-11"].bevindingen)
        assert f"volgnummer van een intrekking is hier {'999' if keuze == '999' else '001'}" in doe
