"""The checks for VTH systems on software that takes its own time: all at once, and with a person instead of a hook."""

import asyncio

import httpx
import pytest

from simulator.basischeck.besturing import Referentie
from simulator.basischeck.cli import besturing_van
from simulator.basischeck.control import verbind
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import Resultaat
from simulator.basischeck.plan import REFERENTIE_VTH, Keuze, Notificatieadres
from simulator.basischeck.runner import Runner
from simulator.basischeck.toestand import Toestand
from simulator.serve import Draaiend

KERN = [f"STAM-{nummer:02d}" for nummer in range(1, 17)]
ZAAK = [id_ for id_ in KERN if id_ not in ("STAM-01", "STAM-02")]


@pytest.fixture(scope="module")
def sim():
    with Draaiend(klok="2026-03-02T08:00:00Z") as draaiend:
        yield draaiend.url


def draai(url, *, alleen=(), antwoorden=None, zonder_haak=False, wachten="echt", adres=None):
    klok = REFERENTIE_VTH.klok.model_copy(update={"wachten": wachten, "wachttijd": "20s"})
    sut = REFERENTIE_VTH.sut
    if adres is not None:
        met = [organisatie.model_copy(update={"ontvangst": adres}) for organisatie in sut.organisaties]
        sut = sut.model_copy(update={"organisaties": met})
    keuze = Keuze(alleen=list(alleen) or KERN)
    plan = REFERENTIE_VTH.model_copy(update={"opnieuw": True, "klok": klok, "sut": sut, "checks": keuze})
    stand = Toestand()

    async def doe(client):
        with besturing_van(plan, url, stand, client, lambda _: None) as besturing:
            gebruikt = ZonderHaak(besturing.maak, besturing.virtueel) if zonder_haak else besturing
            if adres is not None:
                gebruikt.met_adres = False
            try:
                async with verbind(url) as sim:
                    return await Runner(plan, sim, gebruikt, UitPlan(antwoorden or {}), stand).draai()
            finally:
                gebruikt.sluit()

    with httpx.Client(timeout=60, trust_env=False) as client:
        return asyncio.run(doe(client))


class ZonderHaak(Referentie):
    """The reference, of which nobody can see the zaken; met_adres: it tells where it is notified."""

    met_adres = True

    def kan(self, naam):
        return naam != "zaak_zoeken" and super().kan(naam)

    def adressen(self):
        return super().adressen() if self.met_adres else {}


def stand(rapport):
    return {u.check.id: (u.resultaat, u.reden) for u in rapport.uitslagen if u.resultaat is not Resultaat.GESLAAGD}


def test_all_checks_at_once_each_see_their_own_verzoeken(sim):
    rapport = draai(sim)
    assert stand(rapport) == {}
    assert [u.check.id for u in rapport.uitslagen] == KERN


def test_a_person_answers_where_no_hook_does(sim):
    rapport = draai(sim, zonder_haak=True, wachten=None, antwoorden={f"{id_}.zaak_zoeken": "ja" for id_ in ZAAK})
    assert stand(rapport) == {}
    verklaard = {u.check.id for u in rapport.uitslagen if any(b.verklaard for b in u.bevindingen)}
    assert verklaard == set(ZAAK)


def test_a_person_can_say_that_it_is_not_so(sim):
    antwoorden = {"STAM-10.zaak_zoeken": "nee"}
    rapport = draai(sim, zonder_haak=True, wachten=None, alleen=["STAM-10"], antwoorden=antwoorden)
    ((resultaat, reden),) = stand(rapport).values()
    assert (resultaat, reden.split(",")[-1].strip()) == (Resultaat.GEZAKT, "gekregen nee")


def test_without_hook_and_person_only_what_was_seen_counts(sim):
    rapport = draai(sim, zonder_haak=True, wachten=None, alleen=["STAM-05", "STAM-11"])
    uitslagen = {u.check.id: u for u in rapport.uitslagen}
    assert uitslagen["STAM-05"].resultaat is Resultaat.GESLAAGD
    assert uitslagen["STAM-11"].resultaat is Resultaat.ONBESLIST
    for uitslag in uitslagen.values():
        assert any("er is geen haak" in notitie for notitie in uitslag.notities)


def test_a_run_that_goes_on_does_not_submit_again(sim):
    """What was done before the restart is taken from the record of the run."""
    plan = REFERENTIE_VTH.model_copy(update={"opnieuw": True, "checks": Keuze(alleen=["STAM-02"])})
    eerder = Toestand()

    async def doe(client, stand):
        with besturing_van(plan, sim, stand, client, lambda _: None) as besturing:
            besturing.blijvend = True
            async with verbind(sim) as api:
                return await Runner(plan, api, besturing, UitPlan(), stand).draai()

    with httpx.Client(timeout=60, trust_env=False) as client:
        asyncio.run(doe(client, eerder))
        voor = client.get(f"{sim}/_sim/verzoeken").json()["totaal"]
        eerder.klaar = {}
        rapport = asyncio.run(doe(client, eerder))
        assert client.get(f"{sim}/_sim/verzoeken").json()["totaal"] == voor
    assert stand(rapport) == {}


def test_software_that_picks_notifications_up_itself_has_nothing_to_confirm(sim):
    inbox = Notificatieadres(adapter="inbox")
    rapport = draai(sim, zonder_haak=True, wachten=None, alleen=["STAM-01"], adres=inbox)
    ((resultaat, reden),) = stand(rapport).values()
    assert resultaat is Resultaat.NIET_VAN_TOEPASSING
    assert "postvak" in reden
