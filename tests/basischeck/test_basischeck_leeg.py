"""What a check looks at is emptied: it then never passes, for a comparison of nothing says nothing.

One run per thing that is emptied; each check that rests on it is then asserted by itself.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx
import pytest

from simulator.basischeck.cli import besturing_van
from simulator.basischeck.control import Regel, Sim, verbind
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import PLAN, VTH, CheckUitslag, Resultaat, alle_checks
from simulator.basischeck.plan import REFERENTIE, REFERENTIE_VTH, Keuze, Plan
from simulator.basischeck.run import Run
from simulator.basischeck.runner import Runner
from simulator.basischeck.toestand import Toestand
from simulator.basischeck.waarneming import lvbb, stambericht, stampartijen
from simulator.basischeck.waarneming.pakket import Pakket
from simulator.basischeck.waarneming.stambericht import Stambericht
from simulator.basischeck.waarneming.stampartijen import Betrokkenen
from simulator.serve import Draaiend

VRAGEN = ("zaak_zoeken", "tonen", "zoek_regeling")
HAAK = "03 04 08 09 10 11 12 13 14 17 28 29 30"
STAM = {
    "haak zonder zaken": f"{HAAK} 06 07 16 19 22 23 24 27",
    "haak zonder velden": f"{HAAK} 22 24",
    "niemand": f"{HAAK} 06 07 16 19",
    "bericht": "03 04 05 08 09 10 14 22 29 30",
    "sommen": "05 09",
    "journaal": "02 05 18 20 21 25 31",
    "gebeurtenissen": "01 15 26",
}
"""The checks of STAM by what they rest on. What is left out of a row says its check saw elsewhere: STAM-05 sees in the
journal what was fetched, and that there is one zaak is all that STAM-06 or STAM-07 asks of a hook."""
RUST = {
    **{(VTH, wat): [f"STAM-{nummer}" for nummer in nummers.split()] for wat, nummers in STAM.items()},
    (PLAN, "haak zonder velden"): ["LVBB-07", "LVBB-21", "OZON-10"],
    (PLAN, "journaal"): ["LVBB-01", "LVBB-03", "LVBB-04", "LVBB-07", "LVBB-14"],
    (PLAN, "pakket"): ["LVBB-01", "LVBB-03", "LVBB-04", "LVBB-07", "LVBB-14"],
    (PLAN, "gebeurtenissen"): ["LVBB-02", "LVBB-05", "LVBB-21", "OZON-10"],
}


class LegeSim(Sim):
    """The control API, of which one thing is empty."""

    wat: str = ""

    async def journaal(self, na: int = 0, koppelvlak: str = "", kenmerk: str = "") -> list[Regel]:
        return [] if self.wat == "journaal" else await super().journaal(na, koppelvlak, kenmerk)

    async def som(self, pad: str, oin: str) -> str:
        return "" if self.wat == "sommen" else await super().som(pad, oin)


class Vergeetachtig(dict[str, Any]):
    """What became of other checks is not kept, so that each check has to see for itself."""

    def __setitem__(self, sleutel: str, waarde: Any) -> None:
        return None


@contextmanager
def geleegd(wat: str) -> Iterator[None]:
    """Empty what is read with a function."""
    stambericht_lees, stampartijen_lees, pakket = stambericht.lees, stampartijen.lees, lvbb.pakket

    def bericht(inhoud: bytes) -> Stambericht:
        gelezen = stambericht_lees(inhoud)
        leeg = Stambericht(gelezen.verzoeknummer, gelezen.volgnummer, "", "", "", gelezen.indiendatum, (), (), ())
        return leeg if wat == "bericht" else gelezen

    def partijen(inhoud: bytes) -> Betrokkenen:
        return Betrokkenen((), {}, "", 0) if wat == "bericht" else stampartijen_lees(inhoud)

    async def zip_(run: Any, levering: Any) -> Pakket:
        return Pakket(()) if wat == "pakket" else await pakket(run, levering)

    with pytest.MonkeyPatch.context() as m:
        m.setattr(stambericht, "lees", bericht)
        m.setattr(stampartijen, "lees", partijen)
        m.setattr(lvbb, "pakket", zip_)
        if wat == "gebeurtenissen":
            m.setattr(Run, "gezien", lambda *_, **__: [])
        yield


def draai(url: str, plan: Plan, wat: str) -> dict[str, CheckUitslag]:
    """Run the checks of a plan with one thing emptied."""
    stand = Toestand(klaar=Vergeetachtig())

    async def doe(client: httpx.Client) -> dict[str, CheckUitslag]:
        with besturing_van(plan, url, stand, client, lambda _: None) as besturing:
            vraag, kan = besturing.vraag, besturing.kan

            async def lege_vraag(naam: str, argumenten: Any) -> Any:
                leeg = {"haak zonder zaken": [], "haak zonder velden": [{}]}.get(wat)
                return await vraag(naam, argumenten) if leeg is None else leeg

            besturing.vraag = lege_vraag
            besturing.kan = lambda naam: kan(naam) and not (naam in VRAGEN and wat == "niemand")
            async with verbind(url) as gewoon:
                sim = LegeSim(gewoon.client)
                sim.wat = wat
                runner = Runner(plan, sim, besturing, UitPlan(), stand)
                return {u.check.id: u for u in (await runner.draai()).uitslagen}

    with geleegd(wat), httpx.Client(timeout=60, trust_env=False) as client:
        return asyncio.run(doe(client))


@pytest.fixture(scope="module")
def sim() -> Iterator[str]:
    with Draaiend(klok="2026-03-02T08:00:00Z", smtp_port=0) as draaiend:
        yield draaiend.url


@pytest.fixture(scope="module")
def uitslagen(sim: str) -> Callable[[str, str], dict[str, CheckUitslag]]:
    """The outcome of one run, by type of software and what was emptied; each is run once."""
    plannen = {VTH: REFERENTIE_VTH, PLAN: REFERENTIE}

    @cache
    def van(software: str, wat: str) -> dict[str, CheckUitslag]:
        keuze = Keuze(alleen=RUST[software, wat])
        return draai(sim, plannen[software].model_copy(update={"opnieuw": True, "checks": keuze}), wat)

    return van


@pytest.mark.parametrize(
    ("software", "wat", "id_"), [(software, wat, id_) for (software, wat), ids in RUST.items() for id_ in ids]
)
def test_geen_check_slaagt_op_niets(
    uitslagen: Callable[[str, str], dict[str, CheckUitslag]], software: str, wat: str, id_: str
) -> None:
    uitslag = uitslagen(software, wat)[id_]
    assert uitslag.resultaat not in (Resultaat.GESLAAGD, Resultaat.WAARSCHUWING, Resultaat.HARNASFOUT), uitslag.reden
    assert uitslag.reden


def test_van_elke_check_is_iets_geleegd() -> None:
    assert {id_ for ids in RUST.values() for id_ in ids} == set(alle_checks())
