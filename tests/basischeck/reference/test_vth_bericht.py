"""What the reference VTH system reads is what the simulator wrote, whatever the profile."""

from datetime import UTC, date, datetime
from random import Random

import pytest

from simulator.basischeck.reference.vth import bericht as b
from simulator.basischeck.reference.vth.fouten import Onverwerkbaar
from simulator.basischeck.waarneming import stambericht
from simulator.stam import berichten, generator
from simulator.stam.generator import Wensen
from simulator.stam.generator.wensen import INDIENERS, LOCATIESOORTEN
from simulator.stam.model import Bericht, Instantie

PROFIELEN = ("stam-v2", "stam-v3", "stam-v4")
GEMEENTE, DIENST, VORIG = (f"000000090010000099{n}" for n in ("20", "99", "21"))


def maak(casus, **wensen):
    gemaakt = generator.maak(casus, Random(3), Wensen(bijlagen=3, merk="MERK", **wensen))
    return Bericht(
        "2026030200001",
        2,
        "Conceptverzoek",
        datetime(2026, 3, 2, 8, tzinfo=UTC),
        "project",
        Instantie(GEMEENTE, "Testeiland"),
        gemaakt.inhoud,
        Instantie(DIENST, "Dienst"),
        (Instantie(VORIG, "Vorig"),),
    )


@pytest.mark.parametrize("profiel", PROFIELEN)
@pytest.mark.parametrize("casus", generator.casussen())
def test_a_verzoek_is_read_as_it_was_submitted(profiel, casus):
    verzonden = maak(casus)
    inhoud = verzonden.inhoud
    gelezen = b.lees_verzoek(berichten.verzoek_xml(profiel, verzonden, onbekend_element=True))
    assert (gelezen.verzoeknummer, gelezen.volgnummer, gelezen.naam) == ("2026030200001", 2, inhoud.naam)
    assert (gelezen.type, gelezen.is_concept, gelezen.indiendatum) == (inhoud.type, True, date(2026, 3, 2))
    assert (gelezen.bevoegd_gezag, gelezen.behandeldienst, gelezen.historie) == (GEMEENTE, DIENST, (VORIG,))
    assert [a.activiteit_id for a in gelezen.activiteiten] == [a.activiteit_id for a in inhoud.activiteiten]
    assert [[(v.vraag_id, v.antwoord, v.publiceerbaar) for v in a.vragen] for a in gelezen.activiteiten] == [
        [(s.vraag_id, s.antwoord, s.publiceerbaar) for s in a.specificaties] for a in inhoud.activiteiten
    ]
    assert [(x.document_id, x.naam, x.vertrouwelijk) for x in gelezen.bijlagen] == [
        (d.document_id, d.bestandsnaam, d.vertrouwelijk) for d in inhoud.documenten
    ]


@pytest.mark.parametrize("profiel", PROFIELEN)
@pytest.mark.parametrize("indiener", INDIENERS)
def test_everybody_in_a_verzoek_is_read(profiel, indiener):
    inhoud = (verzonden := maak("boom-kappen", indiener=indiener)).inhoud
    gelezen = {p.rol: p for p in b.lees_verzoek(berichten.verzoek_xml(profiel, verzonden)).partijen}
    gegeven = {
        "initiatiefnemer": inhoud.initiatiefnemer,
        "gemachtigde": inhoud.gemachtigde,
        "contactpersoon": inhoud.contactpersoon,
    }
    assert set(gelezen) == {rol for rol, wie in gegeven.items() if wie is not None}
    for rol, partij in gelezen.items():
        wie = gegeven[rol]
        bsn = getattr(wie, "bsn", "")
        assert partij.bsn == ("" if bsn == "000000000" else bsn)
        assert partij.kvk_nummer == getattr(wie, "kvk_nummer", "")
        assert partij.emailadres == wie.emailadres
        assert partij.naam == getattr(wie, "handelsnaam", "") or wie.achternaam in partij.naam


@pytest.mark.parametrize("profiel", PROFIELEN)
@pytest.mark.parametrize("locatie", LOCATIESOORTEN)
def test_every_location_is_read(profiel, locatie):
    verzonden = maak("boom-kappen", locatie=locatie)
    gelezen = b.lees_verzoek(berichten.verzoek_xml(profiel, verzonden)).locaties
    assert [(bool(g.adres), bool(g.perceel)) for g in gelezen] == [
        (v.adres is not None, v.perceel is not None) for v in verzonden.inhoud.locaties
    ]
    assert all(locatie.adres or locatie.perceel or locatie.coordinaten or locatie.etrs for locatie in gelezen)


@pytest.mark.parametrize("profiel", PROFIELEN)
def test_the_checks_read_the_same(profiel):
    verzonden = maak("meervoudig")
    xml = berichten.verzoek_xml(profiel, verzonden)
    vth, check = b.lees_verzoek(xml), stambericht.lees(xml)
    assert (check.verzoeknummer, check.volgnummer, check.type) == (vth.verzoeknummer, vth.volgnummer, vth.type)
    assert (check.indiendatum, check.historie) == (vth.indiendatum.isoformat(), vth.historie)
    assert [(a.vraag_id, a.antwoord, a.publiceerbaar) for a in check.antwoorden] == [
        (v.vraag_id, v.antwoord, v.publiceerbaar) for a in vth.activiteiten for v in a.vragen
    ]
    assert [(d.document_id, d.naam, d.vertrouwelijk) for d in check.documenten] == [
        (x.document_id, x.naam, x.vertrouwelijk) for x in vth.bijlagen
    ]


@pytest.mark.parametrize(("profiel", "volgnummer"), [("stam-v2", None), ("stam-v4", 1)])
def test_a_notification_needs_no_more_than_a_verzoeknummer(profiel, volgnummer):
    gelezen = b.lees_notificatie(berichten.notificatie_xml(profiel, "2026030200001", 1, GEMEENTE))
    assert gelezen == b.Melding("2026030200001", volgnummer)


@pytest.mark.parametrize("inhoud", [b"", b"<a>", b"<trigger/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_what_is_no_notification_cannot_be_processed(inhoud):
    with pytest.raises(Onverwerkbaar):
        b.lees_notificatie(inhoud)


@pytest.mark.parametrize("inhoud", [b"<verzoek/>", b"<x/>", b"<verzoek><indienDatum>gisteren</indienDatum></verzoek>"])
def test_what_is_no_verzoek_cannot_be_processed(inhoud):
    with pytest.raises(Onverwerkbaar):
        b.lees_verzoek(inhoud)
