"""The fixture `verzoek`: a loket for the training organisations, with one verzoek in it."""

from collections.abc import Iterator

import pytest

from simulator.fixtures import service, verzoek
from simulator.kernel.transactie import Tx
from simulator.stam import configuratie, generator, instellingen, tables
from simulator.stam.configuratie import Aanvraagbaar, Behandeling
from simulator.stam.generator import Wensen, casussen
from simulator.stam.loket import LOKET
from simulator.stam.model import Inhoud, Locatie
from simulator.stelsel import organisaties
from tests.stam.loketproef import DIENST, EILAND, HAVEN, KAP, OP_EILAND, PROVINCIE, REGIO, Proef, inhoud

VUURWERK = "nl.imow-pv99.activiteit.VuurwerkAfsteken"
LPG = "nl.imow-gm9920.activiteit.LPGTanken"


@pytest.fixture
def proef() -> Iterator[Proef]:
    proef = Proef.nieuw()
    yield proef
    proef.kern.stop()


def test_it_brings_one_verzoek_past_the_chain(proef: Proef) -> None:
    ingebracht, nieuw = service.breng_in(proef.wereld, "verzoek")
    assert nieuw
    (nummer,) = ingebracht.gemaakt["verzoeknummers"]
    rij = proef.verzoek(nummer)
    assert (rij.herkomst, rij.casus, rij.type) == ("fixture", "boom-kappen", "Aanvraag vergunning")
    assert rij.bevoegd_gezag == ingebracht.gemaakt["bevoegdGezag"] == EILAND
    (gebeurtenis,) = proef.gebeurd("stam.verzoek.ingediend")
    assert gebeurtenis["buitenDeKeten"] is True
    assert proef.gebeurd("fixture.ingebracht")[0]["buitenDeKeten"] is True
    documenten = proef.lees(tables.versie_van, nummer, 0).inhoud.documenten
    assert len(documenten) == ingebracht.gemaakt["documenten"] > 0
    assert all(proef.lees(tables.document_met, nummer, document.document_id) for document in documenten)


def test_a_second_time_changes_nothing(proef: Proef) -> None:
    eerste = service.breng_in(proef.wereld, "verzoek")
    tweede = service.breng_in(proef.wereld, "verzoek")
    assert tweede == (eerste[0], False)
    assert len(proef.gebeurd("stam.verzoek.ingediend")) == 1


def test_what_it_names_exists() -> None:
    inrichting = verzoek.oefenen()
    bekend = {activiteit.activiteit_id for activiteit in inrichting.activiteiten}
    assert {rij.activiteit_id for rij in inrichting.behandelingen} <= bekend
    assert {rij.activiteit_id for rij in inrichting.mandaten} <= bekend | {""}
    oins = [
        oin
        for rij in (*inrichting.behandelingen, *inrichting.mandaten)
        for oin in (rij.bevoegd_gezag, rij.behandeldienst)
    ]
    assert all(organisaties.bij_oin(oin)[0].is_oefenorganisatie for oin in oins)


def test_what_a_user_set_up_stays(proef: Proef) -> None:
    eigen = Aanvraagbaar(KAP, "Van mij", vereisten=("Melding",))
    proef.doe(configuratie.zet_activiteit, eigen)
    behandeling = proef.doe(configuratie.zet_behandeling, Behandeling(verzoek.BEGIN, EILAND, LPG, REGIO))
    proef.doe(verzoek.richt_in)
    assert eigen in proef.lees(configuratie.activiteiten)
    van_lpg = [
        rij for rij in proef.lees(configuratie.behandelingen) if (rij.bevoegd_gezag, rij.activiteit_id) == (EILAND, LPG)
    ]
    assert van_lpg == [behandeling]


@pytest.mark.parametrize("casus", sorted(casussen()))
def test_every_case_can_be_applied_for(proef: Proef, casus: str) -> None:
    """Also as a real indiening; and what the case says of its behandeldienst is so."""
    proef.doe(verzoek.richt_in)

    def maak(tx: Tx) -> tuple[Inhoud, tuple[object, ...]]:
        gemaakt = generator.maak(casus, tx.toeval("proef"), Wensen(op=tx.vandaag))
        return gemaakt.inhoud, gemaakt.bestanden

    gegeven, bestanden = proef.doe(maak)
    uitkomsten = proef.dien_in(gegeven, bestanden=bestanden, herkomst=LOKET)
    assert uitkomsten
    assert all(u.ontvangers for u in uitkomsten)


def test_the_ladder_of_the_training_organisations(proef: Proef) -> None:
    proef.doe(verzoek.richt_in)
    haven = Locatie(punt=(99700.0, 540800.0))
    grens = Locatie(vlak=((98900, 540300), (99300, 540300), (99300, 540500), (98900, 540500), (98900, 540300)))

    def wie(gegeven: Inhoud) -> list[str]:
        (uitkomst,) = proef.dien_in(gegeven)
        return [ontvanger.oin for ontvanger, _ in uitkomst.ontvangers]

    assert wie(inhoud(LPG, type="Melding")) == [EILAND, DIENST]
    assert wie(inhoud(VUURWERK, locaties=(OP_EILAND,))) == [PROVINCIE, DIENST]
    assert wie(inhoud(VUURWERK, locaties=(haven,))) == [PROVINCIE, REGIO]
    (uitkomst,) = proef.dien_in(inhoud(VUURWERK, locaties=(grens,)))
    assert [ontvanger.oin for ontvanger, _ in uitkomst.ontvangers] == [PROVINCIE]
    assert {rij.oin for rij in uitkomst.onderdrukt} == {DIENST, REGIO}
    assert all("samenwerking" in rij.reden for rij in uitkomst.onderdrukt)


def test_the_meervoudig_case_in_both_generations(proef: Proef) -> None:
    proef.doe(verzoek.richt_in)
    drie = [
        f"nl.imow-gm9920.activiteit.{naam}" for naam in ("BouwwerkBouwen", "MilieubelastendeAct", "HoutopstandVellen")
    ]
    in_2022 = proef.dien_in(inhoud(*drie))
    assert [[o.oin for o, _ in u.ontvangers] for u in in_2022] == [[EILAND], [EILAND, DIENST]]
    proef.doe(instellingen.zet, {"routering": "2020"})
    (in_2020,) = proef.dien_in(inhoud(*drie))
    assert [o.oin for o, _ in in_2020.ontvangers] == [EILAND]
    assert DIENST in {rij.oin for rij in in_2020.onderdrukt}


def test_a_magneet_draws_the_project_to_the_provincie(proef: Proef) -> None:
    proef.doe(verzoek.richt_in)
    (uitkomst,) = proef.dien_in(
        inhoud("nl.imow-gm9921.activiteit.HoutopstandVellen", "nl.imow-mnre1034.activiteit.SevesoInrichting")
    )
    assert [o.oin for o, _ in uitkomst.ontvangers] == [PROVINCIE]
    assert HAVEN in {rij.oin for rij in uitkomst.onderdrukt}
