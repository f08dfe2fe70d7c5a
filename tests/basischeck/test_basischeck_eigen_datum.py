"""Software that reckons with the date of its own machine hears that from the finding that follows from it."""

import asyncio
from datetime import date

import httpx
import pytest

from simulator.basischeck.besturing import Referentie
from simulator.basischeck.checks import klok
from simulator.basischeck.control import verbind
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import Resultaat
from simulator.basischeck.plan import REFERENTIE, Keuze
from simulator.basischeck.reference.plansoftware import ReferentiePlansoftware
from simulator.basischeck.runner import Runner
from simulator.serve import Draaiend

MACHINE = date(2026, 6, 9)  # a Tuesday; the plan begins on 2 March
UITLEG = "2026-06-10 past bij 2026-06-09, de datum van deze machine, en niet bij "


class EigenDatum(ReferentiePlansoftware):
    """Uses the date of the machine."""

    def _vandaag(self) -> date:
        return MACHINE


@pytest.fixture(scope="module")
def sim():
    with Draaiend() as draaiend:
        yield draaiend.url


def draai(url, klasse, *checks, machine=MACHINE):
    plan = REFERENTIE.model_copy(update={"opnieuw": True, "checks": Keuze(alleen=list(checks))})

    async def doe(client):
        async with verbind(url) as verbonden:
            besturing = Referentie(lambda: klasse(url, client, naam=f"eigen-{klasse.__name__}"))
            return await Runner(plan, verbonden, besturing, UitPlan(), machinedag=lambda: machine).draai()

    with httpx.Client(timeout=60, trust_env=False) as client:
        return {uitslag.check.id: uitslag for uitslag in asyncio.run(doe(client)).uitslagen}


def test_a_correction_that_is_refused_for_the_own_date_says_so(sim):
    gevonden = draai(sim, EigenDatum, "LVBB-03", "LVBB-07")
    assert any(UITLEG + "2026-03-02" in notitie for notitie in gevonden["LVBB-03"].notities)
    # The clock has come to 10 June by the publication, so that the same date is too early now.
    assert gevonden["LVBB-07"].resultaat in (Resultaat.GEZAKT, Resultaat.ONBESLIST)
    assert "LVBB1501" in gevonden["LVBB-07"].reden
    assert UITLEG + "2026-06-10" in gevonden["LVBB-07"].reden


def test_software_that_uses_the_clock_hears_nothing_of_it(sim):
    gevonden = draai(sim, ReferentiePlansoftware, "LVBB-03", "LVBB-07")
    assert {u.resultaat for u in gevonden.values()} == {Resultaat.GESLAAGD}
    assert not any("deze machine" in notitie for u in gevonden.values() for notitie in u.notities)


@pytest.mark.parametrize(
    ("datum", "op_de_klok", "op_de_machine", "begint"),
    [
        ((2026, 6, 10), (2026, 3, 2), (2026, 6, 9), "2026-06-10 past bij 2026-06-09"),
        ((2026, 6, 9), (2026, 3, 2), (2026, 6, 9), "2026-06-09 past bij 2026-06-09"),
        ((2026, 6, 10), (2026, 6, 10), (2026, 6, 9), "2026-06-10 past bij 2026-06-09"),
        ((2026, 3, 1), (2026, 3, 2), (2026, 6, 9), "op de klok van de simulator was het 2026-03-02"),
        ((2026, 3, 3), (2026, 3, 2), (2026, 6, 9), ""),  # a good date
        ((2026, 6, 9), (2026, 6, 9), (2026, 6, 9), ""),  # the clocks show the same day
        ((2026, 4, 20), (2026, 3, 2), (2026, 6, 9), ""),  # late, and not of the machine either
    ],
)
def test_what_follows_from_the_clock(datum, op_de_klok, op_de_machine, begint):
    gevonden = klok.uitleg(date(*datum), date(*op_de_klok), date(*op_de_machine))
    assert gevonden.startswith(begint)
    assert bool(gevonden) is bool(begint)
