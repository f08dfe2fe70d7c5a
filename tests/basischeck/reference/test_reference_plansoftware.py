"""The behaviour of the reference software against a stand-in for the LVBB and OZON."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import httpx
import pytest

from simulator.basischeck.reference.mutanten import MUTANTEN
from simulator.basischeck.reference.plansoftware import PlansoftwareFout, ReferentiePlansoftware
from tests.basischeck.reference.test_reference_berichten import bericht, uitkomst, voortgang

WELKOM = voortgang("validatie-voltooid")


class NepSimulator:
    """Takes everything, and answers each delivery with the messages that a test gives it."""

    def __init__(self) -> None:
        self.vandaag = date(2026, 3, 2)
        self.leveringen: list[dict[str, bytes]] = []
        self.verzoeken: list[httpx.Request] = []
        self.berichten: dict[int, list[bytes]] = {}
        self.regelingen: list[dict[str, str]] = []
        self.pogingen_voor_ozon = 0
        self.stand = "in-behandeling"
        self.antwoord: Callable[[str, int], list[bytes]] = self.neemt_aan

    def neemt_aan(self, soort: str, nummer: int) -> list[bytes]:
        if soort == "validatieOpdracht":
            eind = bericht("validatie", "succes", uitkomst("valide"), ("DL-0004",))
            return [bericht("validatie", "succes", WELKOM, ("DL-0003",)), eind]
        if soort == "breekPublicatieAfOpdracht":
            return [bericht("breekPublicatieAf", "succes", uitkomst("ok"))]
        return [
            bericht("publicatie", "succes", WELKOM, ("DL-0003",)),
            bericht("publicatie", "succes", voortgang("registratie-voltooid")),
        ]

    def keurt_af(self, soort: str, nummer: int) -> list[bytes]:
        return [bericht("publicatie", "mislukt", uitkomst("niet-valide"), ("LVBB1501", "BHKV1048"))]

    def publiceer(self) -> None:
        for nummer, bestanden in enumerate(self.leveringen):
            if b"publicatieOpdracht" in bestanden["opdracht.xml"]:
                self.berichten[nummer].append(bericht("publicatie", "succes", uitkomst("gepubliceerd"), ("PUB-0001",)))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        pad = request.url.path
        if pad == "/_sim/klok":
            return httpx.Response(200, json={"vandaag": str(self.vandaag)})
        if request.method == "POST":
            return self._ontvang(request)
        if gevonden := re.search(r"/leveringen/(\d+)/resultaten(?:/(\d+))?$", pad):
            berichten = self.berichten[int(gevonden[1])]
            if gevonden[2]:
                return httpx.Response(200, content=berichten[int(gevonden[2]) - 1])
            rijen = [
                {"volgnummer": n, "_links": {"self": {"href": f"{pad}/{n}"}}} for n in range(1, len(berichten) + 1)
            ]
            return httpx.Response(200, json={"_embedded": {"resultaten": rijen}})
        if re.search(r"/leveringen/\d+$", pad):
            return httpx.Response(200, json={"status": self.stand})
        return self._ozon(request)

    def _ontvang(self, request: httpx.Request) -> httpx.Response:
        with zipfile.ZipFile(io.BytesIO(request.content)) as archief:
            self.leveringen.append({naam: archief.read(naam) for naam in archief.namelist()})
        self.verzoeken.append(request)
        nummer = len(self.leveringen) - 1
        self.berichten[nummer] = self.antwoord(request.url.params["soort"], nummer)
        kop = {"location": f"{request.url.path}/{nummer}"}
        return httpx.Response(202, headers=kop, json={"leveringId": str(nummer)})

    def _ozon(self, request: httpx.Request) -> httpx.Response:
        self.pogingen_voor_ozon -= 1
        zichtbaar = self.regelingen if self.pogingen_voor_ozon < 0 else []
        if request.url.path.endswith("/regelingen"):
            return httpx.Response(200, json={"_embedded": {"regelingen": zichtbaar}, "page": {"totalPages": 1}})
        naam = request.url.path.rsplit("/", 1)[-1]
        for regeling in zichtbaar:
            if re.sub("[/-]", "_", regeling["identificatie"]) == naam:
                return httpx.Response(200, json=regeling)
        return httpx.Response(404, json={"status": 404})

    def veld(self, nummer: int, naam: str, bestand: str = "opdracht.xml") -> str:
        gevonden = re.search(f"<(?:data:)?{naam}>(.*?)</", self.leveringen[nummer][bestand].decode())
        return gevonden[1] if gevonden else ""


@pytest.fixture
def sim() -> NepSimulator:
    return NepSimulator()


def software(
    sim: NepSimulator, klasse: type[ReferentiePlansoftware] = ReferentiePlansoftware
) -> ReferentiePlansoftware:
    client = httpx.Client(transport=httpx.MockTransport(sim))
    return klasse("http://sim", client, naam="proef", wacht=lambda _: None)


def test_validates_and_no_more(sim: NepSimulator) -> None:
    gang = software(sim).valideren()
    assert gang.uitkomst == "valide"
    assert [m.code for m in gang.meldingen] == ["DL-0003", "DL-0004"]
    assert len(sim.leveringen) == 1
    assert sim.verzoeken[0].headers["x-oin"] == sim.veld(0, "idAanleveraar") == "00000009001000009920"
    assert dict(sim.verzoeken[0].url.params) == {
        "idLevering": gang.id_levering,
        "soort": "validatieOpdracht",
        "leverancier": "Referentieplansoftware",
    }


def test_publication_waits_for_its_date(sim: NepSimulator) -> None:
    plansoftware = software(sim)
    gang = plansoftware.publiceren(dagen=5)
    assert gang.uitkomst is None
    assert gang.wacht_op_bekendmaking
    assert sim.veld(0, "datumBekendmaking") == "2026-03-09", "five days ahead is a Saturday"
    sim.publiceer()
    assert plansoftware.tonen()["leveringen"][0]["status"] == "gepubliceerd"


def test_every_plan_and_delivery_has_names_of_its_own(sim: NepSimulator) -> None:
    plansoftware = software(sim)
    for _ in range(3):
        plansoftware.publiceren()
    for veld, bestand in (
        ("idLevering", "opdracht.xml"),
        ("WorkIDRegeling", "manifest-ow.xml"),
        ("DoelID", "manifest-ow.xml"),
    ):
        assert len({sim.veld(n, veld, bestand) for n in range(3)}) == 3


def test_shows_every_melding_and_corrects_under_a_new_id(sim: NepSimulator) -> None:
    plansoftware = software(sim)
    sim.antwoord = sim.keurt_af
    afgekeurd = plansoftware.publiceren_met_gebrek()
    assert afgekeurd.uitkomst == "niet-valide"
    getoond = plansoftware.tonen()["leveringen"][0]
    assert [m["code"] for m in getoond["meldingen"]] == ["LVBB1501", "BHKV1048"]
    sim.antwoord = sim.neemt_aan
    hersteld = plansoftware.herstellen()
    assert hersteld.work == afgekeurd.work
    assert hersteld.id_levering != afgekeurd.id_levering
    assert b"stap_003" not in sim.leveringen[0]["besluit.xml"]
    assert b"stap_003" in sim.leveringen[1]["besluit.xml"]


def test_corrects_what_was_incomplete_before_what_was_late(sim: NepSimulator) -> None:
    plansoftware = software(sim)
    sim.antwoord = sim.keurt_af
    onvolledig = plansoftware.publiceren_met_gebrek()
    plansoftware.verkeerde_opdracht()
    assert plansoftware.herstellen().work == onvolledig.work


def test_does_not_repeat_what_was_refused(sim: NepSimulator) -> None:
    sim.antwoord = sim.keurt_af
    gang = software(sim).verkeerde_opdracht()
    assert gang.uitkomst == "niet-valide"
    assert sim.veld(0, "datumBekendmaking") == "2026-03-02"
    assert len(sim.leveringen) == 1


def test_breaks_off_what_was_planned_furthest_ahead(sim: NepSimulator) -> None:
    plansoftware = software(sim)
    ver = plansoftware.publiceren(dagen=3)
    plansoftware.publiceren()
    for _ in range(2):
        plansoftware.afbreken()
    assert sim.veld(2, "identificatie") == sim.veld(3, "identificatie") == ver.work
    assert set(sim.leveringen[2]) == {"opdracht.xml", "manifest.xml"}


def test_changes_a_published_regeling_once(sim: NepSimulator) -> None:
    plansoftware = software(sim)
    plansoftware.publiceren()
    with pytest.raises(PlansoftwareFout, match="geen gepubliceerde regeling"):
        plansoftware.wijzigen()
    sim.publiceer()
    plansoftware.wijzigen()
    assert b"RegelingMutatie" in sim.leveringen[1]["besluit.xml"]
    assert sim.veld(0, "WorkIDRegeling", "manifest-ow.xml") == sim.veld(1, "WorkIDRegeling", "manifest-ow.xml")
    with pytest.raises(PlansoftwareFout, match="nog gewijzigd"):
        plansoftware.wijzigen()


@pytest.mark.parametrize("actie", ["herstellen", "wijzigen", "afbreken"])
def test_nothing_to_act_on(sim: NepSimulator, actie: str) -> None:
    with pytest.raises(PlansoftwareFout):
        getattr(software(sim), actie)()
    assert sim.leveringen == []


def test_unknown_gebrek(sim: NepSimulator) -> None:
    with pytest.raises(PlansoftwareFout, match="ken ik niet"):
        software(sim).publiceren_met_gebrek("iets-anders")


def test_finds_the_regeling_also_when_ozon_is_late(sim: NepSimulator) -> None:
    plansoftware = software(sim)
    plansoftware.publiceren()
    dossier = plansoftware.register[0].besluit.dossier
    sim.publiceer()
    sim.regelingen = [{"identificatie": dossier.regeling, "officieleTitel": dossier.titel}]
    sim.pogingen_voor_ozon = 4
    gevonden = plansoftware.zoek_regeling()
    assert gevonden == {
        "regelingen": [{"identificatie": dossier.regeling, "titel": dossier.titel}],
        "nogNietGevonden": [],
    }


def test_a_regeling_that_is_not_there_is_no_error(sim: NepSimulator) -> None:
    plansoftware = software(sim)
    plansoftware.publiceren()
    sim.publiceer()
    gevonden = plansoftware.zoek_regeling()
    assert gevonden["regelingen"] == []
    assert gevonden["nogNietGevonden"] == ["Omgevingsplan gemeente Testeiland (proef-1)"]


def test_stops_reading_when_no_verdict_comes(sim: NepSimulator) -> None:
    sim.antwoord = lambda soort, nummer: [bericht("validatie", "succes", WELKOM, ("DL-0003",))]
    gang = software(sim).valideren()
    assert gang.uitkomst is None
    assert not gang.wacht_op_bekendmaking


@pytest.mark.parametrize(("stand", "uitkomst_"), [("in-behandeling", None), ("valide", "valide")])
def test_first_valide_without_meldingen_may_not_be_the_last(
    sim: NepSimulator, stand: str, uitkomst_: str | None
) -> None:
    sim.antwoord = lambda soort, nummer: [bericht("validatie", "succes", uitkomst("valide"))]
    sim.stand = stand
    assert software(sim).valideren().uitkomst == uitkomst_


def test_technical_reject_is_a_verdict(sim: NepSimulator) -> None:
    sim.antwoord = lambda soort, nummer: [bericht("validatie", "mislukt", codes=("LVBB1012",))]
    assert software(sim).valideren().uitkomst == "technisch-afgewezen"


def test_says_what_the_simulator_answered(sim: NepSimulator) -> None:
    client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(503, text="even dicht")))
    with pytest.raises(PlansoftwareFout, match="503: even dicht"):
        ReferentiePlansoftware("http://sim", client).valideren()


def test_mutants_do_what_they_say(sim: NepSimulator) -> None:
    klassen = {naam: gevonden.klasse for naam, gevonden in MUTANTEN.items()}
    software(sim, klassen["PubliceertWatValideIs"]).valideren()
    assert [r.url.params["soort"] for r in sim.verzoeken] == ["validatieOpdracht", "publicatieOpdracht"]
    software(sim, klassen["LevertOwVoorEenAnderDoel"]).publiceren()
    assert sim.veld(2, "DoelID", "manifest-ow.xml") != sim.veld(2, "doel", "besluit.xml")
    software(sim, klassen["VergeetHetManifestInHetManifest"]).valideren()
    assert b">manifest.xml<" not in sim.leveringen[3]["manifest.xml"]
    sim.antwoord = sim.keurt_af
    ongeduldig = software(sim, klassen["ProbeertHetOngewijzigdNogEens"])
    sim.antwoord = lambda soort, nummer: sim.keurt_af(soort, nummer) if nummer == 4 else sim.neemt_aan(soort, nummer)
    ongeduldig.verkeerde_opdracht()
    assert sim.verzoeken[4].content == sim.verzoeken[5].content
