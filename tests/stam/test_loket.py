"""Submitting, adding to and withdrawing."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from simulator.kernel import blobs
from simulator.stam import configuratie, documenten, instellingen, loket, tables
from simulator.stam.configuratie import Aanvraagbaar, Behandeling
from simulator.stam.errors import (
    ConceptNietMogelijk,
    GeenBevoegdGezag,
    GeenIndieningsvereisten,
    OpgaveOngeldig,
    VerzoekIngetrokken,
    VerzoekOnbekend,
)
from simulator.stam.loket import Opgave
from simulator.stam.model import (
    Activiteit,
    Bestand,
    Contactpersoon,
    Document,
    Locatie,
    NietNatuurlijkPersoon,
    als_json,
)
from tests.stam.loketproef import (
    DIENST,
    EILAND,
    HAVEN,
    INHOUD,
    KAP,
    MAANDAG,
    MILIEU,
    OP_EILAND,
    PROVINCIE,
    REGIO,
    Proef,
    inhoud,
)

NATUUR = "nl.imow-pv99.activiteit.Natuur"
MET_DIENST = Behandeling(date(2026, 1, 1), EILAND, MILIEU, DIENST)


@pytest.fixture
def proef() -> Iterator[Proef]:
    proef = Proef.nieuw()
    yield proef
    proef.kern.stop()


def test_a_fresh_world_takes_a_verzoek(proef: Proef) -> None:
    (uitkomst,) = proef.dien_in(casus="boom-kappen")
    assert (uitkomst.verzoeknummer, uitkomst.volgnummer) == ("2026030200001", 0)
    assert [(o.oin, o.rol, o.kopie) for o, _ in uitkomst.ontvangers] == [(EILAND, "bevoegd gezag", False)]
    rij = proef.verzoek(uitkomst.verzoeknummer)
    assert (rij.type, rij.doel, rij.status, rij.casus) == (
        "Aanvraag vergunning",
        "Initiëren",
        tables.INGEDIEND,
        "boom-kappen",
    )
    assert (rij.bevoegd_gezag, rij.behandeldienst, rij.ingediend_op) == (EILAND, "", MAANDAG)
    assert (rij.minx, rij.maxy) == (98500.0, 540800.0)
    versie = proef.lees(tables.versie_van, uitkomst.verzoeknummer, 0)
    assert versie.inhoud == INHOUD
    (gebeurtenis,) = proef.gebeurd("stam.verzoek.ingediend")
    assert gebeurtenis["projectId"] == rij.project
    assert "buitenDeKeten" not in gebeurtenis
    assert [g["ontvangers"] for g in proef.gebeurd("stam.route.bepaald")] == [[EILAND]]


def test_the_numbers_of_a_day_in_amsterdam(proef: Proef) -> None:
    assert [proef.nummer() for _ in range(2)] == ["2026030200001", "2026030200002"]
    proef.kern.agenda.spring("standaard", MAANDAG.replace(hour=23, minute=30))
    assert proef.nummer() == "2026030300001"


def test_a_project_is_split_and_its_parts_know_each_other(proef: Proef) -> None:
    proef.doe(configuratie.zet_behandeling, MET_DIENST)
    plan = document("plan.pdf")
    uitkomsten = proef.dien_in(
        inhoud(KAP, MILIEU, NATUUR, bijlagen=(plan,)), bestanden=[Bestand(plan, b"%PDF-1.4 plan")]
    )
    assert [tuple(o.oin for o, _ in u.ontvangers) for u in uitkomsten] == [(EILAND,), (EILAND, DIENST), (PROVINCIE,)]
    rijen = [proef.verzoek(u.verzoeknummer) for u in uitkomsten]
    assert len({rij.project for rij in rijen}) == 1
    delen = [proef.lees(tables.versie_van, u.verzoeknummer, 0).inhoud for u in uitkomsten]
    assert [deel.naam for deel in delen] == ["Een boom 1", "Een boom 2", "Een boom 3"]
    assert [[a.activiteit_id for a in deel.activiteiten] for deel in delen] == [[KAP], [MILIEU], [NATUUR]]
    assert all(proef.lees(tables.document_met, u.verzoeknummer, plan.document_id) for u in uitkomsten)


def test_another_verzoek_can_join_a_project(proef: Proef) -> None:
    eerste = proef.verzoek(proef.nummer())
    tweede = proef.verzoek(proef.nummer(inhoud(MILIEU, type="Melding"), project=eerste.project))
    assert tweede.project == eerste.project
    assert tweede.verzoeknummer != eerste.verzoeknummer


def test_in_2020_it_is_not_split_for_the_behandeldienst(proef: Proef) -> None:
    proef.doe(configuratie.zet_behandeling, MET_DIENST)
    proef.doe(instellingen.zet, {"routering": "2020"})
    (uitkomst,) = proef.dien_in(inhoud(KAP, MILIEU))
    assert [o.oin for o, _ in uitkomst.ontvangers] == [EILAND]
    assert [rij.oin for rij in uitkomst.onderdrukt] == [DIENST]
    assert proef.gebeurd("stam.route.bepaald")[0]["onderdrukt"][0]["oin"] == DIENST


def test_chosen_addressees(proef: Proef) -> None:
    proef.doe(configuratie.zet_behandeling, MET_DIENST)
    gekozen = proef.verzoek(proef.nummer(inhoud(MILIEU), bevoegd_gezag=HAVEN, behandeldienst=REGIO))
    assert (gekozen.bevoegd_gezag, gekozen.behandeldienst) == (HAVEN, REGIO)
    niemand = proef.verzoek(proef.nummer(inhoud(MILIEU), behandeldienst_vast=True))
    assert (niemand.bevoegd_gezag, niemand.behandeldienst) == (EILAND, "")
    for veld in ("bevoegd_gezag", "behandeldienst"):
        with pytest.raises(OpgaveOngeldig, match="twintig cijfers"):
            proef.dien_in(**{veld: "gm9920"})


def test_only_what_has_indieningsvereisten(proef: Proef) -> None:
    """As soon as anything was set up for the organisation whose activiteit it is."""
    proef.doe(configuratie.zet_activiteit, Aanvraagbaar(KAP, "Boom kappen", vereisten=("Aanvraag vergunning",)))
    proef.nummer()
    with pytest.raises(GeenIndieningsvereisten, match=f"{MILIEU} heeft geen.*wel: {KAP}"):
        proef.dien_in(inhoud(MILIEU))
    with pytest.raises(GeenIndieningsvereisten, match="geen enkele activiteit"):
        proef.dien_in(inhoud(KAP, type="Melding"))
    assert proef.nummer(inhoud(NATUUR))
    assert len(proef.gebeurd("stam.verzoek.ingediend")) == 2


def test_a_real_indiening_is_held_to_it_always(proef: Proef) -> None:
    with pytest.raises(GeenIndieningsvereisten):
        proef.dien_in(herkomst=loket.LOKET)
    proef.doe(configuratie.zet_activiteit, Aanvraagbaar(KAP, "Boom kappen"))
    assert proef.nummer(herkomst=loket.LOKET)


def test_a_conceptverzoek_only_where_it_can_be(proef: Proef) -> None:
    proef.doe(configuratie.zet_activiteit, Aanvraagbaar(KAP, "Boom kappen", concept=False))
    with pytest.raises(ConceptNietMogelijk, match=KAP):
        proef.dien_in(concept=True)
    proef.doe(configuratie.zet_activiteit, Aanvraagbaar(KAP, "Boom kappen"))
    assert proef.verzoek(proef.nummer(concept=True)).doel == "Conceptverzoek"


BEDRIJF = NietNatuurlijkPersoon("69599084", "Proef BV")
MENS = Contactpersoon("B.", "Bel")


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"activiteiten": ()}, "activiteiten"),
        ({"activiteiten": (Activiteit("kappen", "Kappen"),)}, "activiteiten"),
        ({"locaties": ()}, "locatie"),
        ({"initiatiefnemer": None}, "initiatiefnemer"),
        ({"type": "Verzoek"}, "type"),
        ({"contactpersoon": MENS}, "contactpersoon"),
        ({"contactpersoon": MENS, "initiatiefnemer": BEDRIJF, "gemachtigde": INHOUD.initiatiefnemer}, "contactpersoon"),
        ({"project_naam": "bel\x07"}, "verzoek.projectNaam"),
        ({"toelichting": "half \ud83d"}, "verzoek.toelichting"),
        ({"bijlagen": (Document("d1", "weg.pdf", "application/pdf", 3),)}, "documenten"),
        ({"locaties": (Locatie(punt=(float("inf"), 0.0)),)}, "locatie"),
    ],
)
def test_what_cannot_be_submitted_leaves_nothing(proef: Proef, anders: dict[str, Any], veld: str) -> None:
    with pytest.raises(OpgaveOngeldig) as fout:
        proef.dien_in(replace(INHOUD, **anders))
    assert fout.value.veld == veld
    assert proef.gebeurd("stam.verzoek.ingediend") == []
    assert proef.nummer() == "2026030200001"


def test_a_company_may_name_a_contactpersoon(proef: Proef) -> None:
    assert proef.nummer(replace(INHOUD, initiatiefnemer=BEDRIJF, contactpersoon=MENS))


def test_nobody_decides_in_the_sea(proef: Proef) -> None:
    zee = Locatie(punt=(12_000.0, 780_000.0))
    with pytest.raises(GeenBevoegdGezag):
        proef.dien_in(inhoud("nl.imow-mnre1034.activiteit.Mba", locaties=(zee,)))


def document(naam: str, inhoud_: bytes = b"%PDF-1.4 plan", **anders: Any) -> Document:
    id_ = hashlib.sha256(naam.encode()).hexdigest()[:20]
    return Document(id_, naam, "application/pdf", len(inhoud_), **anders)


def lees_document(proef: Proef, verzoeknummer: str, document_id: str) -> bytes:
    with proef.wereld.lees() as lezing:
        rij = tables.document_met(lezing, verzoeknummer, document_id)
        assert rij is not None
        return b"".join(documenten.stroom(lezing.conn, rij))


def test_an_aanvulling_is_complete_and_a_document_can_lapse(proef: Proef) -> None:
    oud, nieuw = document("oud.pdf"), document("nieuw.pdf", b"%PDF-1.4 new", vertrouwelijk=True)
    nummer = proef.nummer(replace(INHOUD, bijlagen=(oud,)), bestanden=[Bestand(oud, b"%PDF-1.4 plan")])
    proef.op(date(2026, 3, 9))
    daarna = replace(INHOUD, bijlagen=(nieuw,))
    uitkomst = proef.doe(loket.vul_aan, nummer, Opgave(daarna, [Bestand(nieuw, b"%PDF-1.4 new")]))
    assert (uitkomst.verzoeknummer, uitkomst.volgnummer) == (nummer, 1)
    assert [o.oin for o, _ in uitkomst.ontvangers] == [EILAND]
    rij = proef.verzoek(nummer)
    assert (rij.status, rij.volgnummer, rij.doel) == (tables.AANGEVULD, 1, "Initiëren")
    assert rij.gewijzigd_op > rij.ingediend_op
    versies = proef.lees(tables.versies_van, nummer)
    assert [(v.volgnummer, v.doel) for v in versies] == [(0, "Initiëren"), (1, "Aanvullen")]
    assert versies[1].inhoud.bijlagen == (nieuw,)
    assert lees_document(proef, nummer, oud.document_id) == b"%PDF-1.4 plan"
    assert lees_document(proef, nummer, nieuw.document_id) == b"%PDF-1.4 new"
    assert proef.lees(tables.document_met, nummer, nieuw.document_id).volgnummer == 1


def test_an_aanvulling_needs_new_documents_only(proef: Proef) -> None:
    oud = document("oud.pdf")
    nummer = proef.nummer(replace(INHOUD, bijlagen=(oud,)), bestanden=[Bestand(oud, b"%PDF-1.4 plan")])
    uitkomst = proef.doe(loket.vul_aan, nummer, Opgave(replace(INHOUD, bijlagen=(oud,))))
    assert uitkomst.volgnummer == 1
    assert proef.lees(tables.document_met, nummer, oud.document_id).volgnummer == 0
    ander = replace(INHOUD, bijlagen=(document("zonder.pdf"),))
    with pytest.raises(OpgaveOngeldig, match="ontbreekt"):
        proef.doe(loket.vul_aan, nummer, Opgave(ander))
    with pytest.raises(OpgaveOngeldig, match="houdt het type"):
        proef.doe(loket.vul_aan, nummer, Opgave(replace(INHOUD, type="Melding")))
    assert proef.verzoek(nummer).volgnummer == 1


def test_a_document_whose_bytes_are_kept_already(proef: Proef) -> None:
    plan = document("plan.pdf")
    with proef.kern.store.ruw() as conn:
        som = blobs.bewaar(conn, b"%PDF-1.4 plan")
    nummer = proef.nummer(replace(INHOUD, bijlagen=(plan,)), blobs={plan.document_id: som})
    assert lees_document(proef, nummer, plan.document_id) == b"%PDF-1.4 plan"


def test_withdrawing_is_final(proef: Proef) -> None:
    nummer = proef.nummer()
    uitkomst = proef.doe(loket.trek_in, nummer, "De boom is omgewaaid")
    assert uitkomst.volgnummer == 999
    rij = proef.verzoek(nummer)
    assert (rij.status, rij.volgnummer) == (tables.INGETROKKEN, 999)
    versie = proef.lees(tables.versie_van, nummer, 999)
    assert versie.doel == "Intrekken"
    assert versie.inhoud == replace(INHOUD, toelichting="De boom is omgewaaid")
    with pytest.raises(VerzoekIngetrokken):
        proef.doe(loket.trek_in, nummer)
    with pytest.raises(VerzoekIngetrokken):
        proef.doe(loket.vul_aan, nummer, Opgave(INHOUD))
    assert [g["doel"] for g in proef.gebeurd("stam.verzoek.ingediend")] == ["Initiëren", "Intrekken"]


def test_an_intrekking_is_999_whatever_came_before(proef: Proef) -> None:
    """CIM-AM, Ingediend verzoek. The near miss: an aanvulling is one more than what was there."""
    nummer = proef.nummer()
    assert [proef.doe(loket.vul_aan, nummer, Opgave(INHOUD)).volgnummer for _ in range(2)] == [1, 2]
    assert proef.doe(loket.trek_in, nummer).volgnummer == 999
    assert [v.volgnummer for v in proef.lees(tables.versies_van, nummer)] == [0, 1, 2, 999]


def test_a_setting_keeps_the_next_volgnummer_for_an_intrekking(proef: Proef) -> None:
    proef.doe(instellingen.zet, {"volgnummer_intrekking": "volgend"})
    nummer = proef.nummer()
    proef.doe(loket.vul_aan, nummer, Opgave(INHOUD))
    assert proef.doe(loket.trek_in, nummer).volgnummer == 2


@pytest.mark.parametrize(("keuze", "intrekking"), [("999", 999), ("volgend", 999)])
def test_no_aanvulling_gets_the_volgnummer_of_an_intrekking(proef: Proef, keuze: str, intrekking: int) -> None:
    proef.doe(instellingen.zet, {"volgnummer_intrekking": keuze})
    nummer = proef.nummer()

    def op_997(tx: Any) -> None:
        tx.wijzig(tables.verzoek, tables.verzoek.c.verzoeknummer == nummer, volgnummer=997)
        tx.wijzig(tables.versie, tables.versie.c.verzoeknummer == nummer, volgnummer=997)

    proef.doe(op_997)
    assert proef.doe(loket.vul_aan, nummer, Opgave(INHOUD)).volgnummer == 998
    with pytest.raises(OpgaveOngeldig, match="hoogstens 998 aanvullingen"):
        proef.doe(loket.vul_aan, nummer, Opgave(INHOUD))
    assert proef.doe(loket.trek_in, nummer).volgnummer == intrekking


def test_withdrawing_with_what_no_message_can_hold(proef: Proef) -> None:
    nummer = proef.nummer()
    with pytest.raises(OpgaveOngeldig, match=r"U\+0000"):
        proef.doe(loket.trek_in, nummer, "\x00")
    assert proef.verzoek(nummer).status == tables.INGEDIEND


def test_a_verzoek_that_is_not_there(proef: Proef) -> None:
    for stap in (lambda tx: loket.trek_in(tx, "1"), lambda tx: loket.vul_aan(tx, "1", Opgave(INHOUD))):
        with pytest.raises(VerzoekOnbekend):
            proef.doe(stap)


def test_who_had_it_before_hears_no_more(proef: Proef) -> None:
    nummer = proef.nummer()

    def herrouteer(tx: Any) -> None:
        tx.wijzig(tables.verzoek, tables.verzoek.c.verzoeknummer == nummer, bevoegd_gezag=HAVEN)
        tx.voeg_toe(
            tables.herroutering,
            verzoeknummer=nummer,
            nummer=1,
            soort="bevoegd gezag",
            oud=EILAND,
            nieuw=HAVEN,
            door=EILAND,
            volgnummer=0,
            op=tx.nu,
        )

    proef.doe(herrouteer)
    uitkomst = proef.doe(loket.vul_aan, nummer, Opgave(INHOUD))
    assert [o.oin for o, _ in uitkomst.ontvangers] == [HAVEN]
    assert [(rij.oin, "Oefenhaven" in rij.reden) for rij in uitkomst.onderdrukt] == [(EILAND, True)]


def test_what_is_kept_is_plain_data(proef: Proef) -> None:
    versie = proef.lees(tables.versie_van, proef.nummer(), 0)
    assert versie.inhoud == INHOUD
    assert als_json(versie.inhoud)["locaties"] == [{"punt": list(OP_EILAND.punt or ())}]
