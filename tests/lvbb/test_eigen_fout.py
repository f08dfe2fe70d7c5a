"""What the simulator does wrong itself never ends a delivery in silence: a message, an event, a line in the log."""

import logging
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from simulator.contract import zips
from simulator.kernel import clock
from simulator.lvbb import antwoorden, consolidatie, publicatie, render
from simulator.lvbb.levering import Levering, Opdracht
from simulator.lvbb.rules import oordeel as rules_oordeel
from simulator.lvbb.rules.alle import REGELS
from simulator.lvbb.rules.oordeel import beoordeel, melding_tekst
from simulator.ozon import documentstructuur, tijdlijn
from tests.lvbb import bouw
from tests.lvbb.http import post
from tests.lvbb.keten import PUBLICATIE, TE_VROEG, VALIDATIE, Keten, MaakKeten

MISLUKT = "kernel.taak.mislukt"
STUK = "ZeroDivisionError: met opzet"
# Rules of one phase: of the inhoud, one that the good delivery passes.
REGEL = "BHKV1049"


def stuk(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise ZeroDivisionError("met opzet")


def breek(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """This rule fails."""
    monkeypatch.setattr(rules_oordeel, "REGELS", {**REGELS, code: stuk})


def teksten(keten: Keten, id_: str) -> str:
    return b"".join(bericht.inhoud for bericht in keten.berichten(id_)).decode()


class TestRegel:
    """A rule that fails: the others of its phase are heard, and the delivery does not count as valid."""

    def test_the_delivery_gets_a_technical_message(
        self, keten: Keten, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        breek(monkeypatch, REGEL)
        with caplog.at_level(logging.ERROR):
            id_ = keten.lever(PUBLICATIE)
        assert keten.verslagen(id_) == [("mislukt", "", ["SIM-0003"])]
        assert keten.status(id_) == "technisch-afgewezen"
        assert f"Regel {REGEL} is niet beoordeeld door een fout in de simulator ({STUK})" in teksten(keten, id_)
        assert keten.gebeurtenissen(MISLUKT) == [
            {"taak": "lvbb.beoordeel", "gegevens": {"levering": id_, "regel": REGEL}, "fout": STUK}
        ]
        assert f"regel mislukt: {REGEL}" in caplog.text
        assert "ZeroDivisionError" in caplog.text
        oordeel = keten.client.get(f"/_sim/leveringen/{id_}/oordeel").json()
        assert (oordeel["uitkomst"], oordeel["gestoptIn"]) == ("technisch", "inhoud")
        assert [melding["code"] for melding in oordeel["meldingen"]] == ["SIM-0003"]
        assert REGEL in keten.client.get(f"/_sim/leveringen/{id_}", headers={"accept": "text/html"}).text

    def test_the_rules_beside_it_are_heard_and_keep_their_kind(
        self, keten: Keten, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        breek(monkeypatch, "LVBB1510")
        id_ = keten.lever(bouw.Gegevens(**TE_VROEG))
        assert keten.verslagen(id_) == [("mislukt", "", ["SIM-0003", "LVBB1501"])]
        assert teksten(keten, id_).count("<stop:soort>inhoudelijk</stop:soort>") == 1

    def test_the_phases_after_it_do_not_run(self, goede_levering: Levering, monkeypatch: pytest.MonkeyPatch) -> None:
        breek(monkeypatch, REGEL)
        oordeel = beoordeel(goede_levering)
        assert [g.code for g in oordeel.gestrand] == [REGEL]
        assert (oordeel.uitkomst, oordeel.gestopt_in, oordeel.fasen[-1]) == ("technisch", "inhoud", "inhoud")

    def test_a_rule_that_fails_in_a_phase_that_is_not_reached_does_not_count(
        self, goede_levering: Levering, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        breek(monkeypatch, REGEL)
        oordeel = beoordeel(goede_levering.met(vandaag=goede_levering.opdracht.datum))
        assert (oordeel.uitkomst, oordeel.codes, oordeel.gestrand) == ("niet-valide", ("LVBB1501",), ())


class TestStap:
    """What fails beside the rules."""

    @pytest.mark.parametrize("waar", [(consolidatie, "lees"), (antwoorden, "oordeel_json"), (publicatie, "registreer")])
    def test_judging(self, keten: Keten, monkeypatch: pytest.MonkeyPatch, waar: tuple[Any, str]) -> None:
        monkeypatch.setattr(*waar, stuk)
        id_ = keten.lever(PUBLICATIE)
        assert keten.verslagen(id_) == [("mislukt", "", ["SIM-0003"])]
        assert keten.status(id_) == "technisch-afgewezen"
        assert [(g["taak"], g["fout"]) for g in keten.gebeurtenissen(MISLUKT)] == [("lvbb.beoordeel", STUK)]
        oordeel = keten.client.get(f"/_sim/leveringen/{id_}/oordeel").json()
        assert (oordeel["uitkomst"], oordeel["meldingen"][0]["code"]) == ("technisch", "SIM-0003")
        # The next delivery is judged as ever.
        monkeypatch.undo()
        assert keten.status(keten.lever(bouw.Gegevens(id_levering="nog-een"))) == "wacht-op-bekendmaking"

    def test_reading_opdracht_before_the_202(self, keten: Keten, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Opdracht, "uit", stuk)
        kop = {"content-type": "application/zip"}
        zip_ = bouw.zip_van(bouw.bestanden_besluit(PUBLICATIE))
        levering = post(keten.client, content=zip_, headers=kop)
        keten.sim.kern.agenda.tot_rust("standaard")
        assert keten.verslagen(levering["leveringId"]) == [("mislukt", "", ["SIM-0003"])]

    def test_sending(self, maak_keten: MaakKeten, monkeypatch: pytest.MonkeyPatch) -> None:
        keten = maak_keten(lvbb_timing="realistisch")
        id_ = keten.lever(VALIDATIE)
        echt = render.xml

        def eenmaal_stuk(*args: Any) -> bytes:
            monkeypatch.setattr(render, "xml", echt)
            return stuk()

        monkeypatch.setattr(render, "xml", eenmaal_stuk)
        keten.spring(duur="PT1M")
        assert keten.verslagen(id_) == [("mislukt", "", ["SIM-0003"]), ("succes", "valide", ["DL-0004"])]
        assert keten.status(id_) == "valide"

    def test_publishing(self, keten: Keten, monkeypatch: pytest.MonkeyPatch) -> None:
        id_ = keten.lever(PUBLICATIE)
        monkeypatch.setattr(publicatie, "publiceer", stuk)
        keten.spring(duur="P10D")
        assert keten.verslagen(id_)[-1] == ("mislukt", "", ["SIM-0003"])
        assert "Het besluit is niet gepubliceerd door een fout in de simulator" in teksten(keten, id_)
        assert keten.status(id_) == "wacht-op-bekendmaking"
        assert [g["taak"] for g in keten.gebeurtenissen(MISLUKT)] == ["lvbb.publiceer"]

    @pytest.mark.parametrize("waar", [(documentstructuur, "lees"), (tijdlijn, "registreer")])
    def test_the_inname_of_ozon(self, keten: Keten, monkeypatch: pytest.MonkeyPatch, waar: tuple[Any, str]) -> None:
        id_ = keten.lever(PUBLICATIE)
        monkeypatch.setattr(*waar, stuk)
        keten.spring(duur="P10D")
        assert [codes for _, _, codes in keten.verslagen(id_)[-2:]] == [["PUB-0001"], ["SIM-0003"]]
        assert f"OZON nam {PUBLICATIE.regeling} niet in" in teksten(keten, id_)
        assert keten.status(id_) == "gepubliceerd"
        [mislukt] = keten.gebeurtenissen("ozon.inname.mislukt")
        assert (mislukt["work"], mislukt["fout"]) == (PUBLICATIE.regeling, STUK)

    def test_without_a_fault_there_is_none_of_it(self, keten: Keten) -> None:
        id_ = keten.lever(PUBLICATIE)
        keten.spring(duur="P10D")
        assert all("SIM-0003" not in codes for _, _, codes in keten.verslagen(id_))
        assert keten.gebeurtenissen(MISLUKT) == keten.gebeurtenissen("ozon.inname.mislukt") == []


NIET_INGEVULD = {
    "opdracht.xml": ("technisch", "LVBB1006"),
    "manifest.xml": ("technisch", "LVBB1008"),
    "manifest-ow.xml": ("niet-valide", "LVBB1032"),
    "besluit.xml": ("niet-valide", "LVBB1515"),
    "gebied.xml": ("niet-valide", "LVBB3504"),
    "gebied.gml": ("niet-valide", "LVBB3009"),
    **dict.fromkeys(bouw.OW_BESTANDEN, ("niet-valide", "SCHEMA.OW.03.2")),
}


def met_namespace(inhoud: bytes, naam: str) -> bytes:
    """The default namespace of a file is another; in one that has none, the first or (OW) second with a prefix."""
    oud = next(
        inhoud.partition(begin)[2].partition(b'"')[0]
        for begin in (b' xmlns="', b' xmlns:sl="', b' xmlns:geo="')
        if begin in inhoud
    )
    return inhoud.replace(b'"' + oud + b'"', b'"' + naam.encode() + b'"')


class TestNamespace:
    """A template that was not filled in."""

    @pytest.mark.parametrize("namespace", ["${ns}", "}", "{{", "urn:iets-anders"])
    @pytest.mark.parametrize("naam", sorted(NIET_INGEVULD))
    def test_every_file_gets_the_message_of_its_rule(self, naam: str, namespace: str) -> None:
        bestanden = bouw.bestanden_besluit(bouw.Gegevens())
        bestanden["manifest.xml"] = bouw.manifest_xml([*bestanden, "manifest.xml"]).encode()
        bestanden[naam] = met_namespace(bestanden[naam], namespace)
        oordeel = beoordeel(bouw.levering_van(bouw.zip_van(bestanden)))
        assert (oordeel.uitkomst, oordeel.codes[0], oordeel.gestrand) == (*NIET_INGEVULD[naam], ())
        gezegd = [b.gekregen + melding_tekst(b) for b in oordeel.bevindingen]
        assert naam == "gebied.xml" or any(namespace in tekst for tekst in gezegd) or naam == "gebied.gml"

    def test_over_http_it_is_taken_in_and_answered(self, keten: Keten) -> None:
        bestanden = bouw.bestanden_besluit(PUBLICATIE)
        bestanden["opdracht.xml"] = met_namespace(bestanden["opdracht.xml"], "${ns}")
        assert keten.verslagen(keten.lever(PUBLICATIE, bestanden)) == [("mislukt", "", ["LVBB1006"])]


class TestDatum:
    """The ends of the calendar."""

    @pytest.mark.parametrize(
        ("datum", "codes"),
        [
            ("9999-12-31", ()),  # a Friday, and nothing forbids it
            ("9999-10-10", ("LVBB1519",)),
            ("0001-01-01", ("LVBB1501", "LVBB1519")),
            ("10000-01-01", ("LVBB1501",)),
            ("0000-01-01", ("LVBB1006",)),
        ],
    )
    def test_datum_bekendmaking(self, goede_levering: Levering, datum: str, codes: tuple[str, ...]) -> None:
        oud = str(bouw.Gegevens().datum_bekendmaking)
        oordeel = beoordeel(bouw.wijzig(goede_levering, "opdracht.xml", oud, datum))
        assert (oordeel.codes, oordeel.gestrand) == (codes, ())

    @pytest.mark.parametrize(("dagen", "gemeld"), [(90, False), (91, True)])
    def test_the_longest_time_until_it_is_in_force(self, dagen: int, gemeld: bool) -> None:
        g = bouw.Gegevens(dagen_in_werking=8 + dagen)
        assert ("LVBB1580" in beoordeel(bouw.goede_levering(g)).codes) is gemeld

    def test_the_last_day_waits_and_the_first_is_published_at_once(self, maak_keten: MaakKeten) -> None:
        keten = maak_keten(lvbb_regels_uit=("LVBB1501", "LVBB1519", "LVBB1580"))
        bestanden = bouw.bestanden_besluit(PUBLICATIE)
        oud = str(PUBLICATIE.datum_bekendmaking).encode()
        for id_levering, datum, status in (
            ("laatste", b"9999-12-31", "wacht-op-bekendmaking"),
            ("eerste", b"0001-01-01", "gepubliceerd"),
        ):
            keten.begin_opnieuw()
            g = bouw.Gegevens(id_levering=id_levering)
            opdracht = bouw.opdracht_xml(g).encode().replace(oud, datum)
            id_ = keten.lever(g, bestanden | {"opdracht.xml": opdracht})
            assert keten.gebeurtenissen(MISLUKT) == []
            assert keten.status(id_) == status


def test_moment_of_publication_never_lies_before_now() -> None:
    nu = clock.lees_iso("2026-03-02T09:00:00Z")
    assert publicatie.moment(clock.dag(nu).replace(year=1), nu, 0) == nu
    assert publicatie.moment(clock.dag(nu), nu, 0) == nu
    assert publicatie.moment(clock.dag(nu).replace(day=3), nu, 0) == clock.lees_iso("2026-03-02T23:00:00Z")


def opmerkingen(keten: Keten, g: bouw.Gegevens) -> tuple[str, list[dict[str, Any]]]:
    """Deliver; gives the leveringId and the lines of the journal with a remark about the sender."""
    [*_, laatste] = [0] + [r["nummer"] for r in _journaal(keten, nieuwste="true", aantal=1)]
    id_ = keten.lever(g)
    gevonden = _journaal(keten, na=laatste, aantal=100)
    return id_, [r for r in gevonden if any("In een open omgeving mag dat" in tekst for tekst in r["regels"])]


def _journaal(keten: Keten, **vraag: Any) -> list[dict[str, Any]]:
    regels: list[dict[str, Any]] = keten.client.get("/_sim/journaal", params=vraag).json()["regels"]
    return regels


class TestOpmerking:
    """The remark on a sender that is not the bevoegd gezag comes with the verdict."""

    def test_it_is_in_the_journal_with_its_kenmerken(self, keten: Keten) -> None:
        id_, [regel] = opmerkingen(keten, PUBLICATIE)
        assert regel["kenmerken"] == {"leveringId": id_, "idLevering": PUBLICATIE.id_levering}
        assert (regel["operatie"], regel["organisatie"]) == ("beoordeel", PUBLICATIE.aanleveraar)
        [tekst] = regel["regels"]
        assert tekst.startswith(f"De afzender {PUBLICATIE.aanleveraar} is geen bekende organisatie")
        assert f"de aanlevering is van {PUBLICATIE.gezag}." in tekst

    def test_who_delivers_for_itself_gets_none(self, keten: Keten) -> None:
        assert opmerkingen(keten, bouw.Gegevens(aanleveraar=PUBLICATIE.oin))[1] == []

    def test_the_besluit_is_not_read_before_the_202(self, keten: Keten, monkeypatch: pytest.MonkeyPatch) -> None:
        gelezen: list[str] = []
        echt: Callable[..., Any] = zips.lees_een

        def kijk(bron: Any, naam: str, **rest: Any) -> Any:
            gelezen.append(naam)
            return echt(bron, naam, **rest)

        monkeypatch.setattr(zips, "lees_een", kijk)
        keten.lever(PUBLICATIE)
        assert gelezen == ["opdracht.xml"]
