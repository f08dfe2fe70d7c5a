"""Publishing and breaking off: when, with which messages, and what comes of it in OZON."""

from dataclasses import replace
from datetime import date

import pytest

from simulator.kernel import clock
from simulator.lvbb import publicatie
from tests.lvbb import bouw
from tests.lvbb.http import LVBB, STOP
from tests.lvbb.keten import (
    PRESENTEREN,
    PUBLICATIE,
    VALIDATIE,
    Keten,
    MaakKeten,
    afbreken,
    kapot_besluit,
)


class TestAfbreken:
    def test_what_waits(self, keten: Keten) -> None:
        id_ = keten.lever(PUBLICATIE)
        af = keten.lever(*afbreken(PUBLICATIE))
        assert keten.verslagen(af) == [("succes", "ok", [])]
        assert {b.soort for b in keten.berichten(af)} == {"breekPublicatieAfVerzoekResultaat"}
        assert keten.status(id_) == "afgebroken"
        assert keten.gebeurtenissen("lvbb.afgebroken")[-1]["work"] == PUBLICATIE.besluit
        keten.spring(duur="P30D")
        assert len(keten.verslagen(id_)) == 2
        assert keten.gebeurtenissen("lvbb.publicatie") == []
        assert keten.client.get(f"{PRESENTEREN}/regelingen").json()["page"]["totalElements"] == 0

    def test_the_work_is_free_again(self, keten: Keten) -> None:
        keten.lever(PUBLICATIE)
        keten.lever(*afbreken(PUBLICATIE))
        nog_eens = keten.lever(replace(PUBLICATIE, id_levering="tweede-keer"))
        assert keten.verslagen(nog_eens)[-1][1] == "registratie-voltooid"
        assert keten.verslagen(keten.lever(*afbreken(PUBLICATIE, "afbreken-2")))[0][1] == "ok"

    @pytest.mark.parametrize("wanneer", ["nooit geleverd", "gepubliceerd", "al afgebroken", "gevalideerd", "afgekeurd"])
    def test_nothing_to_break_off(self, keten: Keten, wanneer: str) -> None:
        if wanneer == "afgekeurd":
            keten.lever(PUBLICATIE, kapot_besluit(PUBLICATIE))
        elif wanneer != "nooit geleverd":
            keten.lever(VALIDATIE if wanneer == "gevalideerd" else PUBLICATIE)
        if wanneer == "gepubliceerd":
            keten.spring(duur="P30D")
        if wanneer == "al afgebroken":
            keten.lever(*afbreken(PUBLICATIE))
        voor = keten.gebeurtenissen("lvbb.afgebroken")
        af = keten.lever(*afbreken(PUBLICATIE, "afbreken-2"))
        [(uitkomst, verslag, codes)] = keten.verslagen(af)
        assert (uitkomst, verslag) == ("mislukt", "behandeling-mislukt")
        assert codes
        assert keten.status(af) == "behandeling-mislukt"
        assert keten.gebeurtenissen("lvbb.afgebroken") == voor

    @pytest.mark.parametrize("work", ["", "geen akn", "/akn/nl/act/gm9920/2026/x", "/akn/nl/bill/gm9920/2026/ander"])
    def test_another_identification(self, keten: Keten, work: str) -> None:
        id_ = keten.lever(PUBLICATIE)
        af, bestanden = afbreken(PUBLICATIE)
        bestanden = {"opdracht.xml": bouw.opdracht_xml(af, identificatie=work).encode()}
        [(uitkomst, verslag, _)] = keten.verslagen(keten.lever(af, bestanden))
        assert (uitkomst, verslag) in (("mislukt", "behandeling-mislukt"), ("mislukt", ""))
        keten.spring(duur="P30D")
        assert keten.status(id_) == "gepubliceerd"

    def test_a_publication_that_was_broken_off_is_restored_with_its_world(self, keten: Keten) -> None:
        id_ = keten.lever(PUBLICATIE)
        keten.client.post("/_sim/snapshots", json={"naam": "voor"}).raise_for_status()
        keten.lever(*afbreken(PUBLICATIE))
        keten.client.post("/_sim/snapshots/voor/herstel").raise_for_status()
        keten.spring(duur="P30D")
        assert keten.status(id_) == "gepubliceerd"


class TestPublicatie:
    def test_at_midnight_in_amsterdam(self, keten: Keten) -> None:
        id_ = keten.lever(PUBLICATIE)
        assert PUBLICATIE.datum_bekendmaking == date(2026, 3, 10)
        keten.spring(tot="2026-03-10T00:00:00+01:00")
        assert keten.tijdstippen(id_)[2:] == ["2026-03-09T23:00:00Z"]
        laatste = keten.berichten(id_)[-1]
        assert laatste.wortel.findtext(f".//{LVBB}tijdstipPublicatie") == "2026-03-09T23:00:00.000Z"

    def test_not_a_second_before(self, keten: Keten) -> None:
        id_ = keten.lever(PUBLICATIE)
        keten.spring(tot="2026-03-09T23:59:59+01:00")
        assert len(keten.verslagen(id_)) == 2

    def test_at_another_hour(self, maak_keten: MaakKeten) -> None:
        keten = maak_keten(lvbb_uur_van_publicatie=9)
        id_ = keten.lever(PUBLICATIE)
        keten.spring(duur="P30D")
        assert keten.tijdstippen(id_)[2:] == ["2026-03-10T08:00:00Z"]

    @pytest.mark.parametrize(
        ("dag", "uur", "verwacht"),
        [
            (date(2026, 3, 29), 0, "2026-03-28T23:00:00Z"),
            (date(2026, 3, 29), 9, "2026-03-29T07:00:00Z"),
            (date(2026, 3, 30), 0, "2026-03-29T22:00:00Z"),
            (date(2026, 10, 25), 0, "2026-10-24T22:00:00Z"),
            (date(2026, 10, 25), 9, "2026-10-25T08:00:00Z"),
            (date(2026, 10, 26), 0, "2026-10-25T23:00:00Z"),
        ],
    )
    def test_when_summer_time_begins_or_ends(self, dag: date, uur: int, verwacht: str) -> None:
        nu = clock.lees_iso("2026-01-01")
        assert clock.iso(publicatie.moment(dag, nu, uur)) == verwacht

    def test_never_in_the_past(self) -> None:
        nu = clock.lees_iso("2026-03-10T12:00")
        assert publicatie.moment(date(2026, 3, 10), nu, 0) == nu

    def test_pub_0001(self, keten: Keten) -> None:
        id_ = keten.lever(PUBLICATIE)
        keten.spring(duur="P30D")
        laatste = keten.berichten(id_)[-1]
        uitspraken = {u.get("property"): u.text for u in laatste.wortel.iter(f"{STOP}uitspraak")}
        assert list(uitspraken) == ["OVERHEIDop.identifier", "FRBRuri"]
        assert uitspraken["OVERHEIDop.identifier"] == "gmb-2026-1"
        assert uitspraken["FRBRuri"] == PUBLICATIE.besluit_expressie
        assert laatste.wortel.findtext(f".//{STOP}beschrijving") == "betreft publicatie id gmb-2026-1"
        [gebeurtenis] = keten.gebeurtenissen("lvbb.publicatie")
        assert gebeurtenis["publicatieId"] == "/akn/nl/officialGazette/gmb/2026/1"

    def test_numbers_go_up(self, keten: Keten) -> None:
        ids = [keten.lever(replace(PUBLICATIE, naam=naam, id_levering=f"van-{naam}")) for naam in ("een", "twee")]
        keten.spring(duur="P30D")
        gevonden = [next(keten.berichten(id_)[-1].wortel.iter(f"{STOP}uitspraak")).text for id_ in ids]
        assert gevonden == ["gmb-2026-1", "gmb-2026-2"]

    def test_a_kennisgeving_after_the_besluit(self, keten: Keten) -> None:
        keten.lever(PUBLICATIE)
        keten.spring(duur="P10D")
        g = replace(PUBLICATIE, id_levering="kennisgeving-1", dagen_bekendmaking=15)
        id_ = keten.lever(g, bouw.bestanden_kennisgeving(g))
        assert [v[1] for v in keten.verslagen(id_)] == ["validatie-voltooid", "registratie-voltooid"]
        keten.spring(duur="P30D")
        assert keten.verslagen(id_)[-1] == ("succes", "gepubliceerd", ["PUB-0001"])
        assert keten.gebeurtenissen("lvbb.publicatie")[-1]["regelingen"] == []

    def test_an_ontwerpbesluit_does_not_come_to_ozon(self, keten: Keten) -> None:
        g = replace(PUBLICATIE, procedure="ontwerp")
        id_ = keten.lever(g)
        keten.spring(duur="P30D")
        assert keten.verslagen(id_)[-1][1] == "gepubliceerd", keten.verslagen(id_)
        assert keten.gebeurtenissen("lvbb.regeling.gepubliceerd") == []
        assert keten.client.get(f"{PRESENTEREN}/regelingen").json()["page"]["totalElements"] == 0

    def test_the_besluit_is_in_ozon(self, keten: Keten) -> None:
        keten.lever(PUBLICATIE)
        keten.spring(duur="P30D")
        assert keten.client.get(f"{PRESENTEREN}/regelingen").json()["page"]["totalElements"] == 1
        assert keten.gebeurtenissen("kernel.taak.mislukt") == []
