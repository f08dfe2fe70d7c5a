"""The order of the phases, where a verdict stops, and what it says of itself."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from simulator.contract.rules import FASEN, catalogus
from simulator.lvbb.levering import Levering, Profiel
from simulator.lvbb.rules.kader import Bevinding
from simulator.lvbb.rules.oordeel import Oordeel, beoordeel, melding_tekst
from tests.lvbb import bouw
from tests.lvbb.rules.gevallen import Verandering, w

LEGACY = Profiel(naam="legacy2021")


def codes(levering: Levering) -> tuple[str, ...]:
    return beoordeel(levering).codes


def test_every_phase_runs_on_a_good_delivery(goede_levering: Levering) -> None:
    oordeel = beoordeel(goede_levering)
    assert oordeel.fasen == tuple(fase for fase in FASEN if fase != "afbreken")
    assert oordeel.gestopt_in == ""


def test_breaking_off_takes_the_place_of_all_that_is_about_content(afbreekopdracht: Levering) -> None:
    assert beoordeel(afbreekopdracht).fasen == ("technisch", "opdracht", "afbreken")


def test_a_zip_that_cannot_be_read_gives_one_message() -> None:
    oordeel = beoordeel(bouw.levering_van(b"dit is geen zip"))
    assert oordeel.codes == ("LVBB1001",)
    assert (oordeel.uitkomst, oordeel.gestopt_in) == ("technisch", "technisch")


def test_a_zip_without_opdracht_gives_one_message() -> None:
    assert codes(bouw.levering_van(bouw.zip_van({"pakbon.xml": b"<a/>", "map/b.xml": b"<b/>"}))) == ("LVBB1002",)


def test_an_idlevering_used_before_is_said_before_the_zip_is_looked_at() -> None:
    register = bouw.Register(leveringen={(bouw.Gegevens().aanleveraar, "eerder")})
    levering = bouw.levering_van(b"geen zip", verzoek_id_levering="eerder", register=register)
    assert codes(levering) == ("LVBB1012",)


def test_the_idlevering_is_of_the_sender(goede_levering: Levering) -> None:
    register = bouw.Register(leveringen={("00000003000000000000", "levering-001")})
    assert codes(goede_levering.met(register=register)) == ()


def test_a_phase_reports_all_and_hides_the_next(goede_levering: Levering) -> None:
    levering = bouw.wijzig(goede_levering, "besluit.xml", "stap_003", "stap_004")  # inhoud
    levering = levering.met(vandaag=levering.vandaag + timedelta(days=20))
    levering = bouw.wijzig(levering, "opdracht.xml", "2026-03-10", "2026-03-14")  # opdracht: past, and a Saturday
    oordeel = beoordeel(levering)
    assert oordeel.codes == ("LVBB1501", "LVBB1519")
    assert (oordeel.uitkomst, oordeel.gestopt_in) == ("niet-valide", "opdracht")
    assert oordeel.fasen == ("technisch", "opdracht")


@pytest.mark.parametrize(("dagen", "gemeld"), [(-1, True), (0, True), (1, False)])
def test_LVBB1501(goede_levering: Levering, dagen: int, gemeld: bool) -> None:
    datum = goede_levering.opdracht.datum
    assert datum is not None
    assert ("LVBB1501" in codes(goede_levering.met(vandaag=datum - timedelta(days=dagen)))) is gemeld


def test_breaking_off_by_another_after_publication_finds_both() -> None:
    g = bouw.Gegevens(id_levering="levering-005")
    besluit = replace(bouw.eerste_besluit(g, besluit=g.besluit), id_bevoegd_gezag="00000001111111111111")
    levering = bouw.afbreekopdracht(g, register=bouw.Register([besluit]))
    assert set(codes(levering)) == {"LVBB1568", "LVBB1553", "LVBB1555"}


@pytest.mark.parametrize(("code", "fase"), [("LVBB1016", "inhoud"), ("LVBB1032", "schema")])
def test_manifest_ow_is_technical_in_2021(goede_levering: Levering, code: str, fase: str) -> None:
    if code == "LVBB1016":
        naam = "<naam>owLocaties.xml</naam>"
        levering = bouw.wijzig(goede_levering, "manifest-ow.xml", naam, "<naam>weg.xml</naam>")
    else:
        levering = bouw.wijzig(goede_levering, "manifest-ow.xml", "<domein>omgevingswet</domein>", "")
    assert beoordeel(levering).gestopt_in == fase
    assert code in codes(levering)
    toen = beoordeel(levering.met(profiel=LEGACY))
    assert (toen.codes, toen.gestopt_in) == ((code,), "technisch")


def test_a_profile_switches_a_rule_off(goede_levering: Levering) -> None:
    levering = goede_levering.met(vandaag=goede_levering.vandaag + timedelta(days=20))
    aan, uit = beoordeel(levering), beoordeel(levering.met(profiel=Profiel(uit=frozenset(("LVBB1501",)))))
    assert aan.codes == ("LVBB1501",)
    assert uit.codes == ()


def test_a_warning_does_not_stop(goede_levering: Levering) -> None:
    rijen = {**catalogus(), "LVBB1519": replace(catalogus()["LVBB1519"], ernst="waarschuwing")}
    levering = bouw.wijzig(goede_levering, "opdracht.xml", "2026-03-10", "2026-03-14")
    oordeel = beoordeel(levering, rijen)
    assert oordeel.codes == ("LVBB1519",)
    assert oordeel.uitkomst == "valide"


ZEKER, ONZEKER = "2026-03-14", "2026-04-27"  # a Saturday; Koningsdag, a holiday as far as we know


@pytest.mark.parametrize(
    ("code", "verander"),
    [
        ("REFERENTIE.04", w("owRegels.xml", "<sl:objectType>Regeltekst</sl:objectType>", "")),
        ("REFERENTIE.05", w("manifest-ow.xml", ">Gebied<", ">Lijn<")),
        ("LVBB1019", w("manifest.xml", "image/png", "text/plain")),
        ("LVBB1519", w("opdracht.xml", "2026-03-10", ONZEKER)),
    ],
)
def test_what_may_not_be_wrong_is_a_warning(goede_levering: Levering, code: str, verander: Verandering) -> None:
    levering = verander(goede_levering)
    oordeel = beoordeel(levering)
    assert (oordeel.uitkomst, [b.ernst for b in oordeel.bevindingen if b.code == code][:1]) == (
        "valide",
        ["waarschuwing"],
    )
    for fout in ({code}, {"alle"}):
        streng = beoordeel(levering.met(profiel=Profiel(fout=frozenset(fout))))
        assert streng.uitkomst != "valide"
        assert {b.ernst for b in streng.bevindingen if b.code == code} == {"fout"}
    assert beoordeel(levering.met(profiel=Profiel(fout=frozenset({"LVBB3901"})))).uitkomst == "valide"


@pytest.mark.parametrize(
    ("code", "verander"),
    [
        ("LVBB1019", w("manifest.xml", "image/png", "image/bmp")),
        ("LVBB1519", w("opdracht.xml", "2026-03-10", ZEKER)),
        ("LVBB1025", w("manifest-ow.xml", ">Gebied<", ">Geometrie<")),
    ],
)
def test_what_is_certainly_wrong_refuses(goede_levering: Levering, code: str, verander: Verandering) -> None:
    oordeel = beoordeel(verander(goede_levering))
    assert (code in oordeel.codes, oordeel.uitkomst == "valide") == (True, False)


@pytest.mark.parametrize(
    ("punten", "vermoeden"),
    [
        ("130000 450000 130000 451000 131000 451000 131000 450000 130000 450000", ""),
        ("450000 130000 451000 130000 451000 131000 450000 131000 450000 130000", "assen verwisseld"),
        ("5.1 52.1 5.2 52.1 5.2 52.2 5.1 52.2 5.1 52.1", "graden (lengte en breedte) en geen RD"),
    ],
)
def test_a_gio_outside_the_netherlands_is_a_warning(goede_levering: Levering, punten: str, vermoeden: str) -> None:
    goed = "130000 450000 130000 451000 131000 451000 131000 450000 130000 450000"
    levering = met_hash(bouw.wijzig(goede_levering, "gebied.gml", goed, punten))
    oordeel = beoordeel(levering)
    assert (oordeel.uitkomst, oordeel.codes) == ("valide", ("SIM-0100",) if vermoeden else ())
    assert [b.ernst for b in oordeel.bevindingen] == ["waarschuwing"] * len(oordeel.codes)
    assert all(vermoeden in melding_tekst(b) for b in oordeel.bevindingen)


def met_hash(levering: Levering) -> Levering:
    """With the hash of gebied.gml as it is now."""
    xml = (levering.bestanden["gebied.xml"].inhoud or b"").decode()
    som = hashlib.sha512(levering.bestanden["gebied.gml"].inhoud or b"").hexdigest()
    return bouw.wijzig(levering, "gebied.xml", re.findall("[0-9a-f]{128}", xml)[0], som)


def test_the_rules_of_which_the_condition_is_not_certain() -> None:
    onzeker = {
        rij.code: rij.voorwaarde_mark
        for rij in catalogus().values()
        if rij.gebouwd and rij.ernst == "fout" and rij.voorwaarde_mark != "confirmed"
    }
    assert onzeker == {
        "LVBB1019": "client",
        "LVBB3901": "inferred",
        "REFERENTIE.04": "client",
        "REFERENTIE.05": "client",
    }


def test_what_the_verdict_rests_on(goede_levering: Levering) -> None:
    oordeel = beoordeel(goede_levering)
    assert oordeel.totaal == len(catalogus())
    assert 150 < oordeel.getoetst < oordeel.totaal
    verwacht = f"getoetst: {oordeel.getoetst} van {oordeel.totaal} regels, matrix v6, STOP 1.3.0"
    assert oordeel.grondslag == verwacht


@pytest.mark.parametrize(
    ("naam", "oud", "nieuw", "categorie"),
    [
        ("opdracht.xml", "2026-03-10", "2026-03-14", "opdracht.xml"),
        ("manifest-ow.xml", "doel-1", "doel-9", "manifest-ow.xml"),
        ("besluit.xml", "stap_003", "stap_004", "/akn/nl/bill/gm9920/2026/proefplan-besluit-1/nld@2026-03-02"),
        ("manifest.xml", "boom.png", "struik.png", ""),
    ],
)
def test_the_categorie_names_the_file_or_the_module(
    goede_levering: Levering, naam: str, oud: str, nieuw: str, categorie: str
) -> None:
    bevinding = beoordeel(bouw.wijzig(goede_levering, naam, oud, nieuw)).bevindingen[0]
    assert bevinding.categorie == categorie


def test_a_hole_without_a_value_stays_empty() -> None:
    tekst = melding_tekst(Bevinding(code="LVBB1512"))
    assert tekst == "U bent niet gemachtigd"
    assert melding_tekst(Bevinding(code="LVBB1506")) == "Document gespecificeerd in opdracht niet gevonden : "


def test_a_change_of_what_is_not_published_yet(goede_mutatie: Levering) -> None:
    g = bouw.Gegevens(versie=2)
    wacht = goede_mutatie.met(register=bouw.register_met_eerste(g, besluit_status="wacht"))
    assert codes(wacht) == ("LVBB4211",)
    assert isinstance(beoordeel(wacht), Oordeel)
