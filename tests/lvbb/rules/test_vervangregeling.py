"""A VervangRegeling: two official rules contradict each other, and the messages say so."""

import pytest

from simulator.lvbb.levering import Levering, Profiel
from simulator.lvbb.mutatie import wordt_tekst
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.oordeel import beoordeel, melding_tekst
from tests.lvbb import bouw

G2 = bouw.Gegevens(versie=2, id_levering="levering-002")
ZONDER = Profiel(uit=frozenset({"BHKV1006"}))
LICHAAM = """<RegelingOpschrift eId="longTitle" wId="longTitle"><Al>Proefplan</Al></RegelingOpschrift>
  <Lichaam eId="body" wId="body"><Artikel eId="art_1" wId="gm9920_2__art_1">
    <Kop><Label>Artikel</Label><Nummer>1</Nummer><Opschrift>Kappen</Opschrift></Kop>
    <Inhoud><Al>Niemand kapt bomen.</Al></Inhoud></Artikel></Lichaam>"""


def vervangregeling(attributen: str = "") -> Levering:
    """The good change, with a VervangRegeling in the place of its steps."""
    levering = bouw.goede_mutatie()
    xml = (levering.bestanden["besluit.xml"].inhoud or b"").decode()
    begin = xml.index(">", xml.index("<RegelingMutatie")) + 1
    stappen = xml[begin : xml.index("</RegelingMutatie>")]
    nieuw = f"<VervangRegeling><RegelingCompact{attributen}>{LICHAAM}</RegelingCompact></VervangRegeling>"
    return bouw.wijzig(levering, "besluit.xml", stappen, nieuw)


def meldingen(levering: Levering) -> dict[str, str]:
    return {b.code: melding_tekst(b) for b in beoordeel(levering).bevindingen}


def test_without_wordt_it_says_that_wordt_is_missing() -> None:
    gevonden = meldingen(vervangregeling())
    assert gevonden.keys() == {"BHKV1006"}
    assert "work_019: de RegelingCompact heeft geen attribuut wordt. In een VervangRegeling" in gevonden["BHKV1006"]
    assert "STOP0074" in gevonden["BHKV1006"]


def test_with_wordt_it_says_where_it_stands_twice() -> None:
    gevonden = meldingen(vervangregeling(f' wordt="{G2.wordt}"'))
    assert gevonden.keys() == {"STOP0074"}
    assert "meer dan één plaats (attribuut wordt): RegelingMutatie (regel " in gevonden["STOP0074"]
    assert ", RegelingCompact (regel " in gevonden["STOP0074"]
    assert "BHKV1006" in gevonden["STOP0074"]


def test_with_another_wordt_it_says_which_version_is_missing() -> None:
    ander = G2.wordt.replace(";2", ";3")
    gevonden = meldingen(vervangregeling(f' wordt="{ander}"'))
    assert f"geen ervan heeft FRBRExpression {ander}. In een VervangRegeling" in gevonden["BHKV1006"]


def test_with_the_rule_off_it_passes_and_gives_the_new_text() -> None:
    levering = vervangregeling().met(profiel=ZONDER)
    assert beoordeel(levering).bevindingen == ()
    besluit = inhoud.besluit(levering)
    assert besluit is not None
    nieuw = wordt_tekst(levering, besluit.teksten[0].knoop.element)
    assert nieuw is not None
    assert [al.text for al in nieuw.iter("{*}Al")] == ["Proefplan", "Niemand kapt bomen."]
    assert nieuw.get("wordt") == G2.wordt


@pytest.mark.parametrize(
    ("oud", "nieuw", "reden"),
    [
        ("work_019", "work_006", "heeft soortWork /join/id/stop/work_006, en dat moet /join/id/stop/work_019 zijn."),
        (f' wordt="{bouw.Gegevens().wordt}"', "", "de RegelingCompact heeft geen attribuut wordt."),
    ],
)
def test_outside_a_mutation_there_is_no_contradiction(oud: str, nieuw: str, reden: str) -> None:
    tekst = meldingen(bouw.wijzig(bouw.goede_levering(), "besluit.xml", oud, nieuw, -1))["BHKV1006"]
    assert tekst.endswith(reden)
    assert "VervangRegeling" not in tekst
