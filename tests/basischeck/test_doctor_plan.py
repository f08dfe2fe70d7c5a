"""The doctor without a network: each thing that a plan can have wrong, and what it says of it."""

import stat
from datetime import date, datetime

import pytest

from simulator.basischeck.doctor import Ernst, Situatie
from simulator.basischeck.doctor import plan_proeven as proeven
from simulator.basischeck.doctor.certificaat import bekijk
from simulator.basischeck.plan import Keuze, Klok, Ontheffing, Ontvangst, Organisatie, Simulator, Sturing, Sut
from tests.basischeck.nep import plan
from tests.edge.proefserver import CERTIFICATEN

OIN = "00000001001000009920"
BEGIN = datetime.fromisoformat("2026-03-02T08:00:00+00:00")


def situatie(*, uit=None, ca=None, map_=CERTIFICATEN, **velden):
    return Situatie(plan(**velden), map_, uit, ca=ca)


def vind(proef, **velden):
    gevonden = list(proef(situatie(**velden)))
    for diagnose in gevonden:
        assert diagnose.waar
        assert diagnose.verwacht
        assert diagnose.gekregen
        assert diagnose.doe
    return gevonden


def een(proef, **velden):
    (diagnose,) = vind(proef, **velden)
    return diagnose


def sut(**meer):
    return Sut(naam="P", leverancier="L", versie="1", **meer)


def organisatie(code="gm0363", oin=None):
    return sut(organisaties=[Organisatie(naam="Proefstad", code=code, oin=oin)])


def opdrachten(**acties):
    return Sturing(wijze="opdracht", acties=acties or {"valideren": ["true"]})


def test_a_plan_with_nothing_wrong():
    for naam, proef in proeven.PROEVEN.items():
        assert vind(proef, klok=Klok(begin=BEGIN)) == [], naam


def test_an_organisation_that_nobody_knows():
    diagnose = een(proeven.organisaties, sut=organisatie("gm8765"))
    assert diagnose.ernst is Ernst.LET_OP
    assert "Proefstad: code" in diagnose.waar


def test_an_oin_of_no_register():
    assert "12345678901234567890" in een(proeven.organisaties, sut=organisatie(oin="12345678901234567890")).gekregen


def test_an_oin_of_another_organisation():
    diagnose = een(proeven.organisaties, sut=organisatie("pv27", "00000001002564440000"))
    assert diagnose.verwacht == "het OIN van pv27"
    assert "gm0363" in diagnose.gekregen


def test_the_oin_of_the_organisation_itself():
    assert vind(proeven.organisaties, sut=organisatie("gm0363", "00000001002564440000")) == []


@pytest.mark.parametrize(
    "velden",
    [
        {"checks": Keuze(alleen=["LVBB-1"])},
        {"checks": Keuze(nvt={"LVBB-1": "reden"})},
        {"ontheffing": [Ontheffing(check="LVBB-1", reden="x", tot=date(2026, 3, 2))]},
        {"antwoorden": {"LVBB-1.tonen": "ja"}},
    ],
)
def test_a_check_that_is_not_there(velden):
    diagnose = een(proeven.genoemde_checks, **velden)
    assert diagnose.gekregen == "LVBB-1"
    assert "Bedoelt u LVBB-" in diagnose.doe


def test_a_check_that_looks_like_none():
    diagnose = een(proeven.genoemde_checks, checks=Keuze(alleen=["BESTAATNIET"]))
    assert diagnose.doe == "Zie dso-sim basischeck list."


def test_a_command_that_is_not_found():
    diagnose = een(
        proeven.bediening, besturing=opdrachten(valideren=["bestaat-niet-hier"]), checks=Keuze(alleen=["LVBB-01"])
    )
    assert diagnose.waar == "[besturing.acties] valideren"
    assert "bestaat-niet-hier is niet gevonden" in diagnose.gekregen


def test_a_command_that_may_not_be_executed(tmp_path):
    (tmp_path / "bedien").write_text("#!/bin/sh\n")
    sturing = opdrachten(valideren=[str(tmp_path / "bedien")])
    diagnose = een(proeven.bediening, besturing=sturing, checks=Keuze(alleen=["LVBB-01"]))
    assert "chmod +x" in diagnose.doe
    (tmp_path / "bedien").chmod(stat.S_IRWXU)
    assert vind(proeven.bediening, besturing=sturing, checks=Keuze(alleen=["LVBB-01"])) == []


@pytest.mark.parametrize(
    ("actie", "deel", "goed"),
    [
        ("valideren", "{kleur}", False),
        ("valideren", "{dagen}", False),
        ("valideren", "{datumBekendmaking}/{vandaag}/{nu}", True),
        ("publiceren", "{dagen}", True),
        ("valideren", "{lvbb}/{sim}/{actie}", True),
    ],
)
def test_what_is_filled_in_between_braces(actie, deel, goed):
    sturing = opdrachten(**{"valideren": ["true"], "publiceren": ["true"], actie: ["true", deel]})
    gevonden = vind(proeven.bediening, besturing=sturing, checks=Keuze(alleen=["LVBB-01", "LVBB-03"]))
    assert [d.gekregen for d in gevonden] == ([] if goed else [deel])


def test_an_action_that_the_checks_need_and_that_has_no_command():
    diagnose = een(proeven.bediening, besturing=opdrachten(), checks=Keuze(alleen=["LVBB-01", "LVBB-03"]))
    assert diagnose.waar == "[besturing.acties] publiceren"
    assert "publiceren = false" in diagnose.doe
    gevonden = vind(
        proeven.bediening,
        besturing=opdrachten(),
        checks=Keuze(alleen=["LVBB-01", "LVBB-03"]),
        profiel={"publiceren": False},
    )
    assert gevonden == []


def test_commands_that_are_not_used():
    diagnose = een(proeven.bediening, besturing=Sturing(wijze="hand", acties={"valideren": ["x"]}))
    assert diagnose.ernst is Ernst.LET_OP
    assert 'wijze = "hand"' in diagnose.gekregen


@pytest.mark.parametrize("dag", [date(2026, 3, 7), date(2026, 4, 27), date(2026, 12, 25)])
def test_a_datum_bekendmaking_that_is_no_werkdag(dag):
    diagnose = een(proeven.datums, besturing=Sturing(datumBekendmaking=dag), klok=Klok(begin=BEGIN))
    assert "LVBB1519" in diagnose.verwacht
    assert "Kies bijvoorbeeld 2026-" in diagnose.doe


@pytest.mark.parametrize("dag", [date(2026, 3, 2), date(2026, 2, 27)])
def test_a_datum_bekendmaking_that_is_not_after_the_begin_of_the_clock(dag):
    diagnose = een(proeven.datums, besturing=Sturing(datumBekendmaking=dag), klok=Klok(begin=BEGIN))
    assert "LVBB1501" in diagnose.verwacht
    assert "[klok] begin" in diagnose.verwacht


def test_a_begin_without_a_zone():
    diagnose = een(proeven.datums, klok=Klok(begin=BEGIN.replace(tzinfo=None)))
    assert diagnose.ernst is Ernst.LET_OP
    assert "UTC" in diagnose.doe


def test_a_waiver_of_which_the_end_date_has_passed():
    waiver = Ontheffing(check="LVBB-14", code="afgebroken", reden="x", tot=date(2026, 3, 1))
    diagnose = een(proeven.ontheffingen, ontheffing=[waiver], klok=Klok(begin=BEGIN))
    assert "2026-03-01, dus verlopen" in diagnose.gekregen
    assert vind(proeven.ontheffingen, ontheffing=[waiver]) == []


def test_a_report_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "bestand").touch()
    assert "geen map" in een(proeven.rapportmap, uit=tmp_path / "bestand" / "a" / "b").gekregen
    assert vind(proeven.rapportmap, uit=tmp_path / "nieuw" / "map") == []
    assert list(tmp_path.iterdir()) == [tmp_path / "bestand"]


def test_a_report_folder_where_we_may_not_write(tmp_path, monkeypatch):
    def weiger(**_rest):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(proeven.tempfile, "TemporaryFile", weiger)
    assert "dat mag deze gebruiker niet" in een(proeven.rapportmap, uit=tmp_path).gekregen


def met_certificaat(bestand, sleutel=None, oin=OIN):
    organisaties = [Organisatie(naam="P", code="gm9920", oin=oin)]
    return sut(certificaat=bestand, sleutel=sleutel, organisaties=organisaties)


def test_a_certificate_that_is_good():
    assert vind(proeven.certificaat, sut=met_certificaat("goed.pem")) == []
    assert bekijk(CERTIFICATEN / "goed.pem").oin == OIN


@pytest.mark.parametrize(
    ("bestand", "sleutel", "gekregen"),
    [
        ("weg.pem", None, "weg.pem kan niet gelezen worden"),
        ("goed.pem", "weg.key", "weg.key kan niet gelezen worden"),
        ("goed.pem", "zelf.pem", "de sleutel hoort niet bij dit certificaat"),
        ("ca.pem", None, "geen certificaat met sleutel"),
        ("maak.py", None, "geen certificaat met sleutel"),
        ("versleuteld.pem", None, "met een wachtwoord versleuteld"),
        ("verlopen.pem", None, "het is verlopen"),
        ("later.pem", None, "nog niet geldig"),
        ("alleen-server.pem", None, "niet bedoeld om mee aan te melden"),
    ],
)
def test_a_certificate_or_key_that_is_no_good(bestand, sleutel, gekregen):
    diagnose = een(proeven.certificaat, sut=met_certificaat(bestand, sleutel))
    assert diagnose.waar == f"[sut] certificaat {bestand}"
    assert gekregen in diagnose.gekregen


def test_a_certificate_without_an_oin():
    diagnose = een(proeven.certificaat, sut=met_certificaat("zonder-oin.pem"))
    assert "20 cijfers" in diagnose.verwacht
    assert diagnose.gekregen == "geen serialNumber"


def test_a_certificate_of_another_than_the_organisations():
    diagnose = een(proeven.certificaat, sut=met_certificaat("goed.pem", oin="00000001002564440000"))
    assert diagnose.ernst is Ernst.LET_OP
    assert "machtiging" in diagnose.doe


@pytest.mark.parametrize(("bestand", "gekregen"), [("weg.pem", "kan niet gelezen"), ("maak.py", "geen certificaat")])
def test_a_file_of_authorities_that_is_none(bestand, gekregen):
    assert gekregen in een(proeven.vertrouwen, ca=CERTIFICATEN / bestand).gekregen


def test_headers_that_cannot_be_sent():
    gevonden = vind(
        proeven.vertrouwen,
        simulator=Simulator(koppen={"Host": "x"}),
        ontvangst=[Ontvangst(naam="meldingen", url="http://x", koppen={"a b": "c"})],
    )
    assert [d.waar for d in gevonden] == ["[simulator] koppen Host", "[[ontvangst]] meldingen: koppen a b"]


def test_the_options_of_the_command_line_go_before_the_plan(tmp_path):
    het_plan = plan(simulator=Simulator(url="http://plan:1/", ca="ca.pem"))
    van_plan = Situatie.van(het_plan, tmp_path / "plan.toml")
    assert (van_plan.sim, van_plan.sim_waar, van_plan.ca) == ("http://plan:1", "[simulator] url", tmp_path / "ca.pem")
    gegeven = Situatie.van(het_plan, tmp_path / "plan.toml", sim="http://hier:2/", ca=CERTIFICATEN / "ca.pem")
    assert (gegeven.sim, gegeven.sim_waar, gegeven.ca) == ("http://hier:2", "--sim", CERTIFICATEN / "ca.pem")
