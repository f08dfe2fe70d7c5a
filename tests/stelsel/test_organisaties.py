"""The organisations of the stelsel against their own rules, and against the official list."""

import csv
from collections import Counter
from datetime import date

import pytest

from simulator.stelsel import organisaties
from simulator.stelsel.identificaties import tooi
from simulator.stelsel.identificaties.fouten import OinFout


def test_aantallen_per_type():
    echt = [o for o in organisaties.alle().values() if not o.is_oefenorganisatie]
    aantallen = Counter(o.type for o in echt)
    assert aantallen["gemeente"] == 342
    assert aantallen["provincie"] == 12
    assert aantallen["waterschap"] == 21
    assert {"ministerie", "omgevingsdienst", "veiligheidsregio"} <= set(aantallen)


def test_elke_organisatie_heeft_een_oin_van_twintig_cijfers_en_een_leesbare_tooi():
    for organisatie in organisaties.alle().values():
        assert len(organisatie.oin) == 20, organisatie
        assert organisatie.oin.isdigit(), organisatie
        assert str(tooi.lees_organisatie(organisatie.tooi)) == organisatie.tooi
        assert organisatie.tooi.endswith(organisatie.code)


def test_fictieve_oins_zijn_afgeleid_van_de_code_en_uniek():
    fictief = [o for o in organisaties.alle().values() if o.oin_fictief]
    assert fictief
    assert len({o.oin for o in fictief}) == len(fictief)
    for organisatie in organisaties.alle().values():
        is_afgeleid = organisatie.oin == organisaties.fictief_oin(organisatie.code)
        assert is_afgeleid is organisatie.oin_fictief, organisatie


@pytest.mark.parametrize(
    ("code", "oin"), [("so1108", "00000009000000001108"), ("gm9920", "00000009001000009920"), ("pv99", None)]
)
def test_fictief_oin(code, oin):
    assert organisaties.fictief_oin(code) == (oin or "00000009002000000099")


@pytest.mark.parametrize("code", ["", "gm", "9920", "xx12", "oin:00000001", "GM0363", "gm1234567890"])
def test_fictief_oin_van_iets_anders(code):
    with pytest.raises(ValueError, match="geen code"):
        organisaties.fictief_oin(code)


def test_elke_gemeente_ligt_in_een_provincie_die_bestaat():
    for gemeente in (o for o in organisaties.alle().values() if o.type == "gemeente"):
        assert organisaties.alle()[gemeente.provincie].type == "provincie", gemeente


def test_testeiland_is_een_oefengemeente():
    eiland = organisaties.bij_code("GM9920")
    assert eiland is not None
    assert eiland.naam == "Gemeente Testeiland"
    assert eiland.is_oefenorganisatie
    assert eiland.is_bevoegd_gezag
    assert eiland.oin_fictief
    assert organisaties.bij_code("gm0000") is None


def test_een_oin_kan_voor_meer_organisaties_staan():
    rotterdam = organisaties.bij_code("gm0599")
    assert rotterdam is not None
    codes = {o.code for o in organisaties.bij_oin(rotterdam.oin)}
    assert codes == {"gm0599", "so1013"}
    assert organisaties.bij_oin("00000001000000000000") == ()


def test_nieuwe_neemt_een_onbekend_oin_op():
    nieuw = organisaties.nieuwe("00000003123456780000")
    assert nieuw.code == "oin:00000003123456780000"
    assert nieuw.oin == "00000003123456780000"
    assert not nieuw.oin_fictief
    assert not nieuw.is_bevoegd_gezag
    assert nieuw.tooi_uri == ""
    assert nieuw == organisaties.nieuwe("00000003123456780000")
    assert organisaties.nieuwe("00000009999999999999").oin_fictief
    with pytest.raises(OinFout):
        organisaties.nieuwe("123")


@pytest.mark.parametrize(
    ("code", "presenteren", "toepasbaar", "ontsluiten", "blad"),
    [
        ("gm0363", "gemeentebestuur", "gemeente", "GEMEENTE", "gmb"),
        ("pv26", "provinciebestuur", "provincie", "PROVINCIE", "prb"),
        ("ws0653", "waterschapsbestuur", "waterschap", "WATERSCHAP", "wsb"),
        ("mnre1034", "ministerie", "ministerie", "RIJK", "stcrt"),
        ("so0697", None, None, None, None),
    ],
)
def test_bestuurslaag_en_blad(code, presenteren, toepasbaar, ontsluiten, blad):
    organisatie = organisaties.alle()[code]
    assert organisaties.bestuurslaag(organisatie) == presenteren
    assert organisaties.bestuurslaag(organisatie, "toepasbaar") == toepasbaar
    assert organisaties.bestuurslaag(organisatie, "ontsluiten") == ontsluiten
    assert organisaties.blad(code) == blad
    assert organisaties.blad("oin:00000001") is None


def test_bestaat_op():
    vro = organisaties.alle()["mnre1171"]
    assert vro.geldig_tot == date(2026, 2, 23)
    assert vro.bestaat_op(date(2026, 2, 22))
    assert not vro.bestaat_op(date(2026, 2, 23))
    assert organisaties.alle()["gm0363"].bestaat_op(date(2099, 1, 1))


@pytest.mark.shared
def test_feiten_zijn_die_van_de_officiele_lijst(shared):
    with (shared / "organisaties" / "organisaties.csv").open(encoding="utf-8", newline="") as bestand:
        officieel = {rij["code"]: rij for rij in csv.DictReader(bestand)}
    eigen = {code: o for code, o in organisaties.alle().items() if not o.is_oefenorganisatie}
    assert eigen.keys() == officieel.keys()
    for code, rij in officieel.items():
        organisatie = eigen[code]
        assert (organisatie.naam, organisatie.type, organisatie.tooi_uri) == (rij["naam"], rij["type"], rij["tooi_uri"])
        assert (organisatie.provincie, str(organisatie.geldig_tot or "")) == (rij["provincie"], rij["geldig_tot"])
        assert organisatie.oin_fictief is (rij["oin"] == "")
        assert organisatie.oin == (rij["oin"] or organisaties.fictief_oin(code))
        assert all(rol in rij["rol"] for rol in organisatie.rollen)
        assert organisatie.is_bevoegd_gezag is ("bevoegd gezag" in rij["rol"])
