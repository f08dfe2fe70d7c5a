import pytest

from simulator.basischeck.plan import REFERENTIE, lees
from simulator.basischeck.uitkomsten import Configfout

SUT = '[sut]\nnaam="Plan"\nleverancier="L"\nversie="2"\n'


def schrijf(map_, tekst):
    pad = map_ / "plan.toml"
    pad.write_text(tekst, encoding="utf-8")
    return pad


def test_a_whole_plan_is_read(tmp_path, monkeypatch):
    monkeypatch.setenv("MIJN_CODE", "gm9920")
    plan = lees(
        schrijf(
            tmp_path,
            SUT
            + '[[sut.organisaties]]\nnaam="Testgemeente"\ncode="$MIJN_CODE"\noin="00000001001000009920"\n'
            + '[profiel]\nafbreken=false\n[checks]\nsuites=["lvbb"]\nnvt={"LVBB-14"="kan niet"}\n'
            + '[klok]\nbegin=2026-03-02T08:00:00Z\nwachttijd="1u"\n'
            + '[besturing]\nwijze="opdracht"\n[besturing.acties]\nvalideren=["sh","-c","true"]\n',
        )
    )
    assert plan.sut.organisaties[0].code == "gm9920"
    assert plan.profiel == {"afbreken": False}
    assert plan.besturing.acties["valideren"] == ["sh", "-c", "true"]


@pytest.mark.parametrize(
    ("tekst", "veld", "reden"),
    [
        ('[sut]\nnaam="x"\nversie="1"\n', "sut.leverancier", "ontbreekt"),
        (SUT + 'kleur="rood"\n', "sut.kleur", "dit veld is onbekend"),
        (SUT + '[besturing]\nwijze="telepathie"\n', "besturing.wijze", "kies uit"),
        (SUT + '[besturing]\nwijze="opdracht"\n', "besturing", "ten minste één opdracht"),
        (SUT + '[klok]\nwachttijd="lang"\n', "klok.wachttijd", "geen duur"),
        (SUT + "[klok]\nsnelheid=-1\n", "klok.snelheid", "minstens 0"),
        (SUT + "[profiel]\nvliegen=true\n", "profiel.vliegen", "kies uit"),
        (SUT + '[[sut.organisaties]]\nnaam="x"\ncode="gm1"\noin="12"\n', "sut.organisaties[1].oin", "20 cijfers"),
        (SUT + '[[ontheffing]]\ncheck="LVBB-14"\ntot=2026-12-31\n', "ontheffing[1].reden", "ontbreekt"),
        (SUT + '[[ontheffing]]\ncheck="LVBB-14"\nreden="x"\n', "ontheffing[1].tot", "ontbreekt"),
        (SUT + '[[ontheffing]]\ncheck="LVBB-14"\nreden="x"\ntot="ooit"\n', "ontheffing[1].tot", "een datum zijn als"),
        (SUT + 2 * '[[ontheffing]]\ncheck="LVBB-14"\nreden="x"\ntot=2026-12-31\n', "het plan", "meer dan één"),
        (SUT + 'sleutel="a.key"\n', "sut", "hoort een certificaat"),
        (SUT + '[besturing]\ndatumBekendmaking="gauw"\n', "besturing.datumBekendmaking", "een datum zijn als"),
        (SUT + '[[ontvangst]]\nnaam="x"\n', "ontvangst[1].url", "ontbreekt"),
        ("seed=\n", "plan.toml", "geen geldige TOML"),
        (SUT.replace('"Plan"', '"$BESTAAT_NIET"'), "BESTAAT_NIET", "omgevingsvariabele"),
    ],
)
def test_a_wrong_plan_names_the_field_in_dutch(tmp_path, tekst, veld, reden):
    with pytest.raises(Configfout) as fout:
        lees(schrijf(tmp_path, tekst))
    assert veld in fout.value.reden
    assert reden in fout.value.reden


def test_a_plan_that_is_not_there(tmp_path):
    with pytest.raises(Configfout, match="kan niet gelezen"):
        lees(tmp_path / "weg.toml")


def test_the_plan_of_the_reference_is_built_in():
    assert REFERENTIE.besturing.wijze == "referentie"
    assert REFERENTIE.klok.begin is not None
