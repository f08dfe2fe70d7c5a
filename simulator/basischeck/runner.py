"""Runs the checks of a plan: one by one where the basischeck drives the software, else as many at once as can wait."""

import asyncio
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from simulator.basischeck import grondslag, ontvangst, tijd, topologie
from simulator.basischeck.besturing import Besturing
from simulator.basischeck.control import Sim
from simulator.basischeck.keuze import gekozen, niet_in_profiel, niet_te_bedienen
from simulator.basischeck.masker import masker
from simulator.basischeck.model import (
    PLAN,
    Bevinding,
    Check,
    CheckUitslag,
    Resultaat,
    Status,
    alle_checks,
    slechtste,
)
from simulator.basischeck.ontheffing import pas_toe
from simulator.basischeck.plan import Plan
from simulator.basischeck.rapport import Rapport
from simulator.basischeck.run import Mens, Omgeving, Run
from simulator.basischeck.stroom import LEVERING, Stroom, Verdeler
from simulator.basischeck.toestand import Toestand
from simulator.basischeck.uitkomsten import (
    Afgerond,
    Configfout,
    Einde,
    Geblokkeerd,
    Gezakt,
    NietVanToepassing,
    Onbereikbaar,
    Onbeslist,
    Overgeslagen,
    Simulatorfout,
)
from simulator.basischeck.verbs.sturen import geef_beurt
from simulator.kernel import clock

MISLUKT = "kernel.taak.mislukt"
_BIJ_EINDE = {
    Afgerond: Resultaat.GESLAAGD,
    Gezakt: Resultaat.GEZAKT,
    Onbeslist: Resultaat.ONBESLIST,
    Onbereikbaar: Resultaat.ONBESLIST,
    Geblokkeerd: Resultaat.GEBLOKKEERD,
    Overgeslagen: Resultaat.OVERGESLAGEN,
    NietVanToepassing: Resultaat.NIET_VAN_TOEPASSING,
    Configfout: Resultaat.CONFIGFOUT,
    Simulatorfout: Resultaat.HARNASFOUT,
}


def _niets(_: Any) -> None:
    return None


@dataclass
class Runner:
    """One run of one plan. zeg: shows a line; meld: hears of every change of a check; teller: real seconds;
    machinedag: the real date.
    """

    plan: Plan
    sim: Sim
    besturing: Besturing
    mens: Mens
    toestand: Toestand = field(default_factory=Toestand)
    zeg: Callable[[str], None] = _niets
    meld: Callable[[CheckUitslag], None] = _niets
    teller: Callable[[], float] = time.monotonic
    machinedag: Callable[[], date] = lambda: tijd.datum_nl(clock.echt_nu())
    checks: dict[str, Check] = field(default_factory=alle_checks)
    onbereikbaar: str = ""

    async def draai(self) -> Rapport:
        """Run what the plan asks, and report.

        Raises Configfout for a plan that names unknown checks, Simulatorfout where the simulator is not there at all.
        """
        begin = self.teller()
        keuze = gekozen(self.plan, self.checks)
        uitslagen = {check.id: CheckUitslag(check, Status.GECONFIGUREERD) for check in keuze}
        await self._bereid_voor()
        self._kan_dit_plan(keuze)
        await ontvangst.zet(self.sim, self.plan, self.besturing.adressen())
        omgeving = self._omgeving()
        klok = await self.sim.klok()
        try:
            await omgeving.stroom.bijlezen()
            if self.besturing.virtueel:
                for check in keuze:
                    await self._voer_uit(check, omgeving, uitslagen[check.id])
            else:
                await self._tegelijk(keuze, omgeving, uitslagen)
        finally:
            await omgeving.stroom.sluit()
        op_volgorde = [uitslagen[id_] for id_ in self.checks if id_ in uitslagen]
        return await self._rapport(op_volgorde, omgeving, klok, self.teller() - begin)

    async def _bereid_voor(self) -> None:
        """Reset and set the clock at the first start; at a later one see whether the simulator still has the run."""
        if not await self.sim.gereed():
            raise Simulatorfout("de simulator is niet gereed")
        laatste = await self.sim.laatste_gebeurtenis()
        if self.toestand.gestart and laatste < self.toestand.gelezen:
            begin = self.plan.klok.begin
            waar = f", met de klok op {tijd.iso(tijd.met_zone(begin))}" if begin else ""
            self.zeg(f"De simulator kent deze run niet meer; wat nog niet klaar was begint opnieuw{waar}.")
            self.toestand.gestart = False
        elif self.toestand.gestart:
            nu = tijd.iso(await self.sim.nu())
            self.zeg(f"De run gaat verder. De klok van de simulator staat op {nu}, en de run zet hem niet terug.")
        if self.toestand.gestart and self.besturing.blijvend:
            return
        for check in list(self.toestand.stappen):
            if check not in self.toestand.klaar:
                self.toestand.vergeet(check)
        if self.toestand.gestart:
            return
        if self.plan.opnieuw:
            await self.sim.reset()
        if self.plan.klok.begin is not None:
            await self.sim.zet_klok(nu=tijd.iso(tijd.met_zone(self.plan.klok.begin)))
        self.toestand.gestart = True
        self.toestand.klok_begin = tijd.iso(await self.sim.nu())
        self.toestand.begin = self.toestand.gelezen = await self.sim.laatste_gebeurtenis()
        self.toestand.begin_journaal = await self.sim.laatste_regel()
        self.toestand.claims = {}
        self.toestand.bewaar()

    def _omgeving(self) -> Omgeving:
        verdeler = Verdeler()
        stroom = Stroom(self.sim, gelezen=self.toestand.begin)
        for nummer, check in self.toestand.claims.items():
            verdeler.eigenaar[int(nummer)] = check
        stroom.bij_nieuw.append(verdeler.verdeel)
        wachttijd = self.plan.klok.wachttijd
        return Omgeving(
            sim=self.sim,
            stroom=stroom,
            verdeler=verdeler,
            besturing=self.besturing,
            mens=self.mens,
            toestand=self.toestand,
            teller=self.teller,
            zeg=self.zeg,
            meld=self.meld,
            profiel={str(naam): heeft for naam, heeft in self.plan.profiel.items()},
            wachttijd=tijd.duur(wachttijd) if wachttijd else None,
            organisaties=tuple(self.plan.sut.organisaties),
            termijn=self.plan.termijn,
            machinedag=self.machinedag,
            wie=partial(topologie.wie, self.plan.sut.onderdelen),
            met_de_hand=self.plan.besturing.wijze == "hand",
        )

    async def _tegelijk(self, keuze: list[Check], omgeving: Omgeving, uitslagen: dict[str, CheckUitslag]) -> None:
        klaar = {check.id: asyncio.Event() for check in keuze}

        async def een(check: Check) -> None:
            voor = check.na if not check.laatst else tuple(c.id for c in keuze if not c.laatst)
            for id_ in voor:
                if id_ in klaar:
                    await klaar[id_].wait()
            try:
                await self._voer_uit(check, omgeving, uitslagen[check.id])
            finally:
                klaar[check.id].set()

        async with asyncio.TaskGroup() as groep:
            for check in keuze:
                groep.create_task(een(check))

    async def _voer_uit(self, check: Check, omgeving: Omgeving, uitslag: CheckUitslag) -> None:
        if check.id in self.toestand.klaar:
            _herstel(uitslag, self.toestand.klaar[check.id])
            self.meld(uitslag)
            return
        begin = self.teller()
        uitslag.status = Status.LOOPT
        self.meld(uitslag)
        run = Run(check, omgeving, uitslag)
        try:
            self._van_toepassing(check)
            await check.functie(run)
            uitslag.resultaat = _uit_bevindingen(uitslag)
        except Einde as einde:
            self._einde(uitslag, einde)
        except asyncio.CancelledError:
            uitslag.status = Status.AFGEBROKEN
            self.meld(uitslag)
            raise
        except Exception as fout:  # whatever a check stumbles over is ours, and never a failure of the software
            uitslag.resultaat = Resultaat.HARNASFOUT
            plek = traceback.extract_tb(fout.__traceback__)[-1]
            uitslag.reden = masker(f"{type(fout).__name__}: {fout} ({plek.name}, regel {plek.lineno})")
        finally:
            geef_beurt(run)
        uitslag.status = Status.KLAAR
        uitslag.duur = self.teller() - begin
        self.meld(uitslag)
        if uitslag.resultaat is Resultaat.HARNASFOUT or self.onbereikbaar:
            return  # tried again when the run is resumed
        self.toestand.klaar[check.id] = _bewaarvorm(uitslag)
        self.toestand.geen_termijnen(f"{check.id}#")
        self.toestand.bewaar()

    def _van_toepassing(self, check: Check) -> None:
        if self.onbereikbaar:
            raise Overgeslagen("de software was niet te bereiken")
        if reden := self.plan.checks.nvt.get(check.id):
            raise NietVanToepassing(reden)
        if mist := niet_in_profiel(self.plan, check):
            raise NietVanToepassing(f"volgens het profiel kan de software dit niet: {', '.join(mist)}")

    def _kan_dit_plan(self, keuze: list[Check]) -> None:
        """See before the run whether every action that the checks need can be driven."""
        if mist := niet_te_bedienen(self.plan, keuze, self.besturing.kan):
            raise Configfout(
                f"voor {', '.join(mist)} heeft het plan geen opdracht; geef die onder [besturing.acties], "
                f"of zet onder [profiel] dat de software het niet kan"
            )

    def _einde(self, uitslag: CheckUitslag, einde: Einde) -> None:
        uitslag.reden = masker(einde.reden)
        if isinstance(einde, Geblokkeerd):
            uitslag.geblokkeerd_door = einde.door
        if isinstance(einde, Onbereikbaar):
            self.onbereikbaar = uitslag.reden
            uitslag.status = Status.AFGEBROKEN
        resultaat = uitslag.einde = _BIJ_EINDE[type(einde)]
        slecht = [b.resultaat for b in uitslag.bevindingen if b.resultaat is not Resultaat.GESLAAGD]
        uitslag.resultaat = slechtste([resultaat, *slecht])

    async def _rapport(
        self, uitslagen: list[CheckUitslag], omgeving: Omgeving, klok: dict[str, Any], seconden: float
    ) -> Rapport:
        gezien = omgeving.stroom.gezien
        leveringen = [g for g in gezien if g.soort == LEVERING]
        stil = uitslagen and not leveringen and all(_stil(u) for u in uitslagen)
        if stil and not self.onbereikbaar:
            wat = "levering" if self.plan.sut.softwaretype == PLAN else "aanroep"
            self.onbereikbaar = f"er kwam geen enkele {wat} van de software binnen"
        begin = self.toestand.klok_begin or str(klok["nu"])
        ontheffingen = pas_toe(self.plan.ontheffing, uitslagen, tijd.datum_nl(tijd.moment(begin)))
        return Rapport(
            sut=self.plan.sut,
            uitslagen=uitslagen,
            versie=_versie(),
            seed=self.plan.seed,
            sim=str(self.sim.client.base_url),
            klok=(begin, tijd.iso(await self._eind(klok))),
            snelheid=float(klok.get("snelheid", 1)),
            besturing=self.plan.besturing.wijze + (f", mutant {self.toestand.mutant}" if self.toestand.mutant else ""),
            getoetst=await self._getoetst([str(g.gegevens.get("leveringId")) for g in leveringen]),
            simulatorfouten=[
                masker(f"een taak van de simulator mislukte: {g.gegevens}") for g in gezien if g.soort == MISLUKT
            ],
            onbereikbaar=self.onbereikbaar,
            ontheffingen=ontheffingen,
            duur=seconden,
        )

    async def _eind(self, klok: dict[str, Any]) -> Any:
        try:
            return await self.sim.nu()
        except Simulatorfout:
            return tijd.moment(klok["nu"])

    async def _getoetst(self, leveringen: list[str]) -> list[str]:
        regels = []
        for levering_id in leveringen:
            try:
                regels.append(str((await self.sim.oordeel(levering_id)).get("getoetst") or ""))
            except Simulatorfout:
                continue
        return grondslag.samengevat(regels)


def _stil(uitslag: CheckUitslag) -> bool:
    """Whether a check had nothing at all to look at."""
    return uitslag.bepaald is Resultaat.ONBESLIST and not uitslag.bevindingen


def _uit_bevindingen(uitslag: CheckUitslag) -> Resultaat:
    if not uitslag.bevindingen:
        uitslag.reden = "er is niets beoordeeld"
        return Resultaat.ONBESLIST
    slechtst = slechtste([b.resultaat for b in uitslag.bevindingen])
    if slechtst is not Resultaat.GESLAAGD:
        uitslag.reden = next(b.gekregen for b in uitslag.bevindingen if b.resultaat is slechtst)
    return slechtst


def _bewaarvorm(uitslag: CheckUitslag) -> dict[str, Any]:
    return {
        "resultaat": str(uitslag.resultaat),
        "reden": uitslag.reden,
        "geblokkeerd_door": uitslag.geblokkeerd_door,
        "einde": str(uitslag.einde or ""),
        "duur": uitslag.duur,
        "notities": uitslag.notities,
        "bevindingen": [bevinding.als_dict() for bevinding in uitslag.bevindingen],
    }


def _herstel(uitslag: CheckUitslag, bewaard: dict[str, Any]) -> None:
    uitslag.status = Status.KLAAR
    uitslag.resultaat = Resultaat(bewaard["resultaat"])
    uitslag.reden = bewaard["reden"]
    uitslag.geblokkeerd_door = bewaard["geblokkeerd_door"]
    uitslag.einde = Resultaat(bewaard["einde"]) if bewaard.get("einde") else None
    uitslag.duur = bewaard["duur"]
    uitslag.notities = list(bewaard["notities"])
    uitslag.bevindingen = [Bevinding.uit_dict(rij) for rij in bewaard["bevindingen"]]


def _versie() -> str:
    try:
        return version("dso-lv-simulator")
    except PackageNotFoundError:
        return "onbekend"
