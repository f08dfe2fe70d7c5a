"""Which messages follow on a delivery, in which order, and when."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from simulator.lvbb import tables
from simulator.settings import Instellingen, reden
from tests.lvbb import bouw
from tests.lvbb.http import LVBB, STOP, lever
from tests.lvbb.keten import (
    PRESENTEREN,
    PUBLICATIE,
    TE_VROEG,
    VALIDATIE,
    Keten,
    MaakKeten,
    afbreken,
    kapot_besluit,
)


@pytest.fixture
def legacy(maak_keten: MaakKeten) -> Keten:
    return maak_keten(lvbb_profiel="legacy2021")


class TestModern:
    def test_validation(self, keten: Keten) -> None:
        id_ = keten.lever(VALIDATIE)
        assert keten.verslagen(id_) == [
            ("succes", "validatie-voltooid", ["DL-0003"]),
            ("succes", "valide", ["DL-0004"]),
        ]
        assert {b.soort for b in keten.berichten(id_)} == {"validatieVerzoekResultaat"}
        assert keten.status(id_) == "valide"
        assert keten.gebeurtenissen("lvbb.publicatie") == []

    def test_validation_registers_nothing(self, keten: Keten) -> None:
        keten.lever(VALIDATIE)
        for n in (2, 3):
            assert keten.verslagen(keten.lever(replace(VALIDATIE, id_levering=f"nog-eens-{n}")))[-1][1] == "valide"
        keten.spring(duur="P30D")
        assert keten.client.get(f"{PRESENTEREN}/regelingen").json()["page"]["totalElements"] == 0

    def test_publication(self, keten: Keten) -> None:
        id_ = keten.lever(PUBLICATIE)
        assert keten.verslagen(id_) == [
            ("succes", "validatie-voltooid", ["DL-0003"]),
            ("succes", "registratie-voltooid", []),
        ]
        assert keten.status(id_) == "wacht-op-bekendmaking"
        keten.spring(duur="P30D")
        assert keten.verslagen(id_)[2:] == [("succes", "gepubliceerd", ["PUB-0001"])]
        assert keten.status(id_) == "gepubliceerd"

    @pytest.mark.parametrize("goed", [PUBLICATIE, VALIDATIE])
    def test_wrong_in_the_opdracht(self, keten: Keten, goed: bouw.Gegevens) -> None:
        id_ = keten.lever(replace(goed, **TE_VROEG))
        assert keten.verslagen(id_) == [("mislukt", "niet-valide", ["LVBB1501"])]
        assert keten.status(id_) == "niet-valide"

    @pytest.mark.parametrize("goed", [PUBLICATIE, VALIDATIE])
    def test_wrong_in_the_content(self, keten: Keten, goed: bouw.Gegevens) -> None:
        id_ = keten.lever(goed, kapot_besluit(goed))
        assert keten.verslagen(id_) == [
            ("succes", "validatie-voltooid", ["DL-0003"]),
            ("mislukt", "niet-valide", ["LVBB2003"]),
        ]
        assert keten.status(id_) == "niet-valide"

    def test_a_melding_says_where(self, keten: Keten) -> None:
        [bericht] = keten.berichten(keten.lever(replace(PUBLICATIE, **TE_VROEG)))
        melding = next(bericht.wortel.iter(f"{LVBB}melding"))
        assert [melding.findtext(f"{STOP}{naam}") for naam in ("ernst", "soort", "categorie")] == [
            "fout",
            "inhoudelijk",
            "opdracht.xml",
        ]
        assert bericht.wortel.findtext(f"{LVBB}verslag/{LVBB}idLevering") == PUBLICATIE.id_levering

    def test_technical(self, keten: Keten) -> None:
        bestanden = bouw.bestanden_besluit(PUBLICATIE)
        id_ = keten.lever(PUBLICATIE, {**bestanden, "opdracht.xml": b"<a/>"})
        [bericht] = keten.berichten(id_)
        assert (bericht.uitkomst, bericht.verslag, bericht.codes) == ("mislukt", "", ["LVBB1006"])
        assert keten.status(id_) == "technisch-afgewezen"
        assert not bericht.inhoud.startswith(b"<?xml")
        assert {e.prefix for e in bericht.wortel.iter(f"{LVBB}*")} == {None}
        assert {e.prefix for e in bericht.wortel.iter(f"{STOP}*")} == {"stop"}
        assert bericht.wortel.find(f"{LVBB}verslag") is None
        assert {e.text for e in bericht.wortel.iter(f"{STOP}soort")} == {"technisch"}
        assert list(bericht.wortel.iter(f"{STOP}categorie")) == []

    @pytest.mark.parametrize("soort", ["directeMutatie", "validatieDirecteMutatie", "raadpleeg"])
    def test_not_there_yet(self, keten: Keten, soort: str) -> None:
        g = replace(PUBLICATIE, opdracht=f"{soort}Opdracht")
        opdracht = bouw.opdracht_xml(g, identificatie="/akn/nl/act/gm9920/2026/x").encode()
        [bericht] = keten.berichten(keten.lever(g, {"opdracht.xml": opdracht}))
        assert (bericht.soort, bericht.uitkomst, bericht.verslag, bericht.codes) == (
            f"{soort}VerzoekResultaat",
            "mislukt",
            "",
            ["SIM-0001"],
        )
        assert g.opdracht in bericht.inhoud.decode()


class TestLegacy2021:
    def test_validation(self, legacy: Keten) -> None:
        id_ = legacy.lever(VALIDATIE)
        assert legacy.verslagen(id_) == [("succes", "valide", [])]
        assert legacy.status(id_) == "valide"

    def test_publication(self, legacy: Keten) -> None:
        id_ = legacy.lever(PUBLICATIE)
        legacy.spring(duur="P30D")
        assert legacy.verslagen(id_) == [
            ("succes", "validatie-voltooid", []),
            ("succes", "registratie-voltooid", []),
            ("succes", "gepubliceerd", ["PUB-0001"]),
        ]

    @pytest.mark.parametrize("goed", [PUBLICATIE, VALIDATIE])
    def test_wrong_in_the_opdracht(self, legacy: Keten, goed: bouw.Gegevens) -> None:
        assert legacy.verslagen(legacy.lever(replace(goed, **TE_VROEG))) == [("mislukt", "niet-valide", ["LVBB1501"])]

    def test_wrong_in_the_content_comes_under_succes(self, legacy: Keten) -> None:
        assert legacy.verslagen(legacy.lever(VALIDATIE, kapot_besluit(VALIDATIE))) == [
            ("succes", "valide", []),
            ("succes", "niet-valide", ["LVBB2003"]),
        ]

    def test_what_is_of_content_now_was_technical_then(self, keten: Keten, legacy: Keten) -> None:
        bestanden = bouw.bestanden_besluit(VALIDATIE) | {"manifest-ow.xml": b"<a/>"}
        assert legacy.verslagen(legacy.lever(VALIDATIE, bestanden)) == [("mislukt", "", ["LVBB1032"])]
        nu = keten.verslagen(keten.lever(VALIDATIE, bestanden))
        assert nu[0][1] == "validatie-voltooid"
        assert "LVBB1032" in nu[-1][2]

    def test_technical(self, legacy: Keten) -> None:
        [bericht] = legacy.berichten(legacy.lever(PUBLICATIE, {"opdracht.xml": b"<a/>"}))
        assert (bericht.uitkomst, bericht.verslag) == ("mislukt", "")


class TestRealistisch:
    """The messages come as far apart as in the real chain."""

    @pytest.fixture
    def traag(self, maak_keten: MaakKeten) -> Keten:
        return maak_keten(lvbb_timing="realistisch")

    def test_one_by_one(self, traag: Keten) -> None:
        id_ = traag.lever(PUBLICATIE)
        assert (traag.verslagen(id_), traag.status(id_)) == ([], "ontvangen")
        traag.spring(duur="PT1S")
        assert [v[1] for v in traag.verslagen(id_)] == ["validatie-voltooid"]
        assert traag.status(id_) == "in-behandeling"
        traag.spring(duur="PT30S")
        assert len(traag.verslagen(id_)) == 1
        traag.spring(duur="PT1S")
        assert [v[1] for v in traag.verslagen(id_)] == ["validatie-voltooid", "registratie-voltooid"]
        assert traag.tijdstippen(id_) == ["2026-03-02T08:00:01Z", "2026-03-02T08:00:32Z"]

    def test_a_jump_over_all_of_it_keeps_the_moments(self, traag: Keten) -> None:
        id_ = traag.lever(VALIDATIE)
        traag.spring(duur="P1D")
        assert traag.tijdstippen(id_) == ["2026-03-02T08:00:01Z", "2026-03-02T08:00:32Z"]
        tijden = [b.wortel.findtext(f"{LVBB}verslag/{LVBB}tijdstipVerslag", "") for b in traag.berichten(id_)]
        assert tijden == ["2026-03-02T08:00:01.000000Z", "2026-03-02T08:00:32.000000Z"]

    def test_content(self, traag: Keten) -> None:
        id_ = traag.lever(VALIDATIE, kapot_besluit(VALIDATIE))
        traag.spring(duur="P1D")
        assert traag.tijdstippen(id_) == ["2026-03-02T08:00:01Z", "2026-03-02T08:00:05Z"]

    def test_technical_is_at_once(self, traag: Keten) -> None:
        assert len(traag.verslagen(traag.lever(PUBLICATIE, {"opdracht.xml": b"<a/>"}))) == 1

    def test_broken_off_before_its_first_message(self, traag: Keten) -> None:
        id_ = traag.lever(PUBLICATIE)
        af = traag.lever(*afbreken(PUBLICATIE))
        assert traag.status(id_) == "afgebroken"
        traag.spring(duur="P30D")
        assert traag.verslagen(id_) == []
        assert traag.verslagen(af) == [("succes", "ok", [])]
        assert traag.gebeurtenissen("kernel.taak.mislukt") == []
        assert traag.gebeurtenissen("lvbb.publicatie") == []


def test_an_id_is_used_up_whatever_came_of_it(keten: Keten) -> None:
    keten.lever(replace(PUBLICATIE, **TE_VROEG))
    assert keten.verslagen(keten.lever(PUBLICATIE)) == [("mislukt", "", ["LVBB1012"])]


def test_every_message_is_an_event(keten: Keten) -> None:
    id_ = keten.lever(PUBLICATIE)
    keten.spring(duur="P30D")
    nieuw = keten.gebeurtenissen("lvbb.verslag.verzonden")
    assert [(e["leveringId"], e["volgnummer"], e["voortgang"], e["verslagUitkomst"], e["codes"]) for e in nieuw] == [
        (id_, 1, "validatie-voltooid", "", ["DL-0003"]),
        (id_, 2, "registratie-voltooid", "", []),
        (id_, 3, "", "gepubliceerd", ["PUB-0001"]),
    ]


def test_a_delivery_that_is_gone_is_no_fault(keten: Keten) -> None:
    """A reset between delivery and verdict."""
    lever(keten.client, bouw.zip_van(bouw.bestanden_besluit(PUBLICATIE)), PUBLICATIE.aanleveraar)
    keten.client.post("/_sim/reset").raise_for_status()
    keten.sim.kern.agenda.tot_rust("standaard")
    with keten.sim.kern.store.lees("standaard") as lezing:
        assert lezing.rijen(tables.levering) == []
    assert keten.gebeurtenissen("kernel.taak.mislukt") == []


def test_codes_that_no_rule_has_are_no_setting() -> None:
    with pytest.raises(ValidationError) as fout:
        Instellingen(lvbb_regels_fout=frozenset({"REFERENTIE.4"}))
    assert "'REFERENTIE.4' is geen code van een regel; noem codes, of 'alle'" in reden(fout.value)
    assert Instellingen(lvbb_regels_fout=frozenset({"alle"})).lvbb.profiel.fout == {"alle"}
