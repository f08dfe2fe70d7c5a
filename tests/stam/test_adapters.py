"""How a notification goes out, and which set-ups are refused."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from simulator.contract import eigen, openapi
from simulator.stam import berichten, errors, herroutering, notificaties, ontvangst
from simulator.stam.adapters import webhook
from simulator.stam.model import Activiteit, Bericht, Instantie, Specificatie
from tests.stam.afhandelproef import Ontvanger, Proef, met_documenten
from tests.stam.loketproef import EILAND, HAVEN, INHOUD, KAP, MAANDAG

GEHEIM = "een gedeeld geheim"


class TestHttps:
    def test_basic_authentication_and_own_headers(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        koppen = {"X-Bron": "dso", "content-type": "text/xml; charset=utf-8"}
        afhandeling.stuur_naar(ontvanger, gebruiker="vth", wachtwoord="pö:st", headers=koppen)
        afhandeling.dien_in()
        afhandeling.tot_rust()
        [gekregen] = ontvanger.gekregen
        assert gekregen.pad == "/meldpunt?bron=dso"
        assert base64.b64decode(gekregen.koppen["authorization"].removeprefix("Basic ")).decode() == "vth:pö:st"
        assert gekregen.koppen["x-bron"] == "dso"
        assert gekregen.koppen["content-type"] == "text/xml; charset=utf-8"
        assert gekregen.koppen["host"] == f"127.0.0.1:{ontvanger.poort}"

    def test_the_verzoek_itself_with_its_documents(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        bijlagen = f"http://127.0.0.1:{ontvanger.poort}/upload?filename={{bestandsnaam}}&nummer={{verzoeknummer}}"
        afhandeling.stuur_naar(ontvanger, opties={"stuurt": "verzoek", "bijlagenUrl": bijlagen})
        inhoud, bestanden = met_documenten(b"een", b"twee" * 100_000)
        nummer = afhandeling.dien_in(inhoud, bestanden).verzoeknummer
        afhandeling.tot_rust()
        verzoek, *rest = ontvanger.gekregen
        assert berichten.lees_verzoek("stam-v4", verzoek.inhoud).verzoeknummer == nummer
        assert [gekregen.pad for gekregen in rest] == [
            f"/upload?filename={EILAND}-{nummer}-000-tekening%20{n}.pdf&nummer={nummer}" for n in (1, 2)
        ]
        for gekregen, bestand in zip(rest, bestanden, strict=True):
            assert gekregen.koppen["content-type"].startswith("multipart/form-data; boundary=")
            kop, _, staart = gekregen.inhoud.partition(b"\r\n\r\n")
            assert b'name="file"' in kop
            assert bestand.inhoud is not None
            assert staart.startswith(bestand.inhoud + b"\r\n--")
        assert afhandeling.standen(nummer) == {(0, EILAND): "acked"}
        regels = afhandeling.journaal(richting="uit")
        assert [regel.verzoek_grootte for regel in regels] == [len(g.inhoud) for g in ontvanger.gekregen]
        assert len(regels[2].verzoek) == 0

    def test_bare_names(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        opties = {"stuurt": "verzoek", "bijlagenUrl": f"{ontvanger.url}&f={{bestandsnaam}}", "bijlagenNaam": "kaal"}
        afhandeling.stuur_naar(ontvanger, opties=opties)
        inhoud, bestanden = met_documenten(b"een")
        afhandeling.dien_in(inhoud, bestanden)
        afhandeling.tot_rust()
        assert ontvanger.gekregen[1].pad == "/meldpunt?bron=dso&f=tekening%201.pdf"

    def test_an_intrekking_has_a_form_of_its_own(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        afhandeling.stuur_naar(ontvanger, opties={"stuurt": "verzoek"})
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.tot_rust()  # two that wait leave at the same time
        afhandeling.trek_in(nummer)
        afhandeling.tot_rust()
        verwacht = f"<root><oin>{EILAND}</oin><verzoeknummer>{nummer}</verzoeknummer><actie>close</actie></root>"
        assert [gekregen.inhoud for gekregen in ontvanger.gekregen][1:] == [verwacht.encode()]

    def test_a_document_cannot_end_its_own_part(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        """Who knows the boundary of one document can write no other part with it."""
        bijlagen = {"stuurt": "verzoek", "bijlagenUrl": ontvanger.url}
        afhandeling.stuur_naar(ontvanger, opties=bijlagen)
        afhandeling.dien_in(*met_documenten(b"een", b"twee"))
        afhandeling.tot_rust()
        grenzen = {gekregen.koppen["content-type"].partition("boundary=")[2] for gekregen in ontvanger.gekregen[1:]}
        assert len(grenzen) == 2

    @pytest.mark.parametrize("adapter", ["https", "webhook"])
    def test_not_to_who_lost_it_in_the_meantime(self, afhandeling: Proef, ontvanger: Ontvanger, adapter: str) -> None:
        """Where the verzoek itself is sent, that is a fetch: only for who may."""
        eigen = {"opties": {"stuurt": "verzoek"}} if adapter == "https" else {"wachtwoord": GEHEIM}
        nummer = afhandeling.dien_in().verzoeknummer
        afhandeling.doe(herroutering.wijzig_bevoegd_gezag, nummer, HAVEN, EILAND)
        afhandeling.stuur_naar(ontvanger, adapter=adapter, **eigen)
        afhandeling.doe(notificaties.opnieuw, nummer, 0, EILAND)
        afhandeling.tot_rust()
        assert ontvanger.gekregen == []
        [rij] = [rij for rij in afhandeling.notificaties(nummer) if rij.oin == EILAND]
        assert (rij.status, "mag" in rij.fout) == ("failed", True)

    def test_a_document_that_is_refused(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        ontvanger.statussen = [200, 413]
        afhandeling.stuur_naar(ontvanger, opties={"stuurt": "verzoek", "bijlagenUrl": ontvanger.url})
        inhoud, bestanden = met_documenten(b"een", b"twee")
        nummer = afhandeling.dien_in(inhoud, bestanden).verzoeknummer
        afhandeling.tot_rust()
        assert afhandeling.standen(nummer) == {(0, EILAND): "failed"}
        assert [regel.status for regel in afhandeling.journaal(richting="uit")] == [200, 413]


class TestWebhook:
    def stel_in(self, afhandeling: Proef, ontvanger: Ontvanger, **opties: Any) -> None:
        afhandeling.stuur_naar(ontvanger, adapter="webhook", wachtwoord=GEHEIM, opties=opties)

    def test_signed_json(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        self.stel_in(afhandeling, ontvanger, omgeving="pre", bijlagenBasis="http://sim.test/")
        inhoud, bestanden = met_documenten(b"een")
        kosten = Activiteit(KAP, "Bouwen", specificaties=(Specificatie("284856", "Bouwkosten?", "12.500,50"),))
        inhoud = replace(inhoud, activiteiten=(*inhoud.activiteiten, kosten))
        nummer = afhandeling.dien_in(inhoud, bestanden).verzoeknummer
        afhandeling.tot_rust()
        [gekregen] = ontvanger.gekregen
        code = hmac.new(GEHEIM.encode(), gekregen.inhoud, hashlib.sha256).hexdigest()
        assert gekregen.koppen["x-dso-signature"] == f"sha256={code}"
        assert gekregen.koppen["x-dso-environment"] == "pre"
        assert gekregen.koppen["content-type"] == "application/json"
        gelezen = json.loads(gekregen.inhoud)
        assert (gelezen["verzoekId"], gelezen["bronorganisatie"], gelezen["type"]) == (nummer, EILAND, "aanvraag")
        assert gelezen["aanvrager"] == {"bsn": "999990019", "naam": "A. Proef"}
        assert gelezen["locatie"]["gmlGeometrie"].count("98500.000 540800.000") == 1
        assert gelezen["activiteiten"][0] == {"code": KAP, "omschrijving": "Boom kappen"}
        assert gelezen["bouwkosten"] == 12500.5
        pad = f"/overheid/verzoeken/api/afhandelen/v2/verzoeken/{nummer}/documenten/doc-1"
        verwacht = {"naam": "tekening 1.pdf", "type": "application/pdf", "url": f"http://sim.test{pad}"}
        assert gelezen["bijlagen"] == [verwacht]
        assert afhandeling.standen(nummer) == {(0, EILAND): "acked"}

    @pytest.mark.parametrize("heeft_documenten", [True, False])
    def test_documents_are_where_the_contract_of_the_user_has_them(
        self,
        afhandeling: Proef,
        ontvanger: Ontvanger,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        heeft_documenten: bool,
    ) -> None:
        document = dict(openapi.contract(webhook.AFHANDELEN).document)
        ons = "/verzoeken/{verzoeknummer}/documenten/{documentId}"
        hun = {"/stukken/{documentId}/van/{verzoeknummer}": document["paths"][ons]} if heeft_documenten else {}
        document["paths"] = {pad: rij for pad, rij in document["paths"].items() if pad != ons} | hun
        eigen.bewaar(tmp_path, webhook.AFHANDELEN, document)
        monkeypatch.setattr(webhook, "eigen_map", lambda: tmp_path)
        self.stel_in(afhandeling, ontvanger, bijlagenBasis="http://sim.test")
        nummer = afhandeling.dien_in(*met_documenten(b"een")).verzoeknummer
        afhandeling.tot_rust()
        (bijlage,) = json.loads(ontvanger.gekregen[0].inhoud)["bijlagen"]
        waar = f"http://sim.test/overheid/verzoeken/api/afhandelen/v2/stukken/doc-1/van/{nummer}"
        assert bijlage.get("url") == (waar if heeft_documenten else None)

    @pytest.mark.parametrize(
        ("antwoord", "bedrag"),
        [
            ("12500", 12500),
            ("12.500", 12500),
            ("1.250.000,75", 1250000.75),
            ("12500.50", 12500.5),
            ("12,5", 12.5),
            ("nan", None),
            ("1e999", None),
            ("١٢", None),
            ("veel", None),
        ],
    )
    def test_an_amount_as_people_write_it(self, antwoord: str, bedrag: float | None) -> None:
        kosten = Activiteit(KAP, "Bouwen", specificaties=(Specificatie("284856", "Bouwkosten?", antwoord),))
        wie = Instantie(EILAND, "Gemeente Testeiland")
        inhoud = replace(INHOUD, activiteiten=(kosten,))
        bericht = Bericht("2026030200001", 0, "Initiëren", MAANDAG, "project", wie, inhoud)
        assert webhook.als_json(cast(Any, None), bericht).get("bouwkosten") == bedrag

    def test_the_journal_says_that_it_is_not_the_real_contract(self, afhandeling: Proef, ontvanger: Ontvanger) -> None:
        self.stel_in(afhandeling, ontvanger)
        afhandeling.dien_in(concept=True)
        afhandeling.tot_rust()
        assert json.loads(ontvanger.gekregen[0].inhoud)["type"] == "vooroverleg"
        [regel] = afhandeling.journaal(richting="uit")
        assert regel.kenmerken["contract"] == "eigen"
        assert "niet het koppelvlak van het DSO" in regel.regels[0]
        assert GEHEIM not in str(regel)


@pytest.mark.parametrize(
    ("veld", "anders"),
    [
        ("oin", {"oin": "123"}),
        ("adapter", {"adapter": "duif"}),
        ("url", {"url": ""}),
        ("url", {"url": "ftp://ergens/"}),
        ("url", {"url": "http://een:twee@ergens/"}),
        ("url", {"url": "http://ergens:99999/"}),
        ("url", {"url": "http://er gens/"}),
        ("url", {"url": "http://ergens/\nHost: elders"}),
        ("url", {"adapter": "inbox", "url": "http://ergens/"}),
        ("gebruiker", {"gebruiker": "a:b"}),
        ("wachtwoord", {"wachtwoord": "a\r\nb"}),
        ("headers.Host", {"headers": {"Host": "elders"}}),
        ("headers.X", {"headers": {"X": "a\r\nY: b"}}),
        ("headers", {"headers": {f"X-{n}": "a" for n in range(31)}}),
        ("opties.kleur", {"opties": {"kleur": "rood"}}),
        ("opties.stuurt", {"opties": {"stuurt": "alles"}}),
        ("opties.bijlagenUrl", {"opties": {"bijlagenUrl": "http://ergens/"}}),
        ("opties.bijlagenUrl", {"opties": {"stuurt": "verzoek", "bijlagenUrl": "http://ergens/{x.__class__}"}}),
        ("opties.bijlagenUrl", {"opties": {"stuurt": "verzoek", "bijlagenUrl": "ergens"}}),
        ("wachtwoord", {"adapter": "webhook"}),
        ("gebruiker", {"adapter": "webhook", "wachtwoord": "x", "gebruiker": "y"}),
        ("opties.omgeving", {"adapter": "webhook", "wachtwoord": "x", "opties": {"omgeving": "test"}}),
    ],
)
def test_a_set_up_that_is_no_good(afhandeling: Proef, veld: str, anders: dict[str, Any]) -> None:
    goed = {"oin": EILAND, "adapter": "https", "url": "http://ergens/"}
    if anders.get("adapter") == "inbox":
        goed.pop("url")
    with pytest.raises(errors.OpgaveOngeldig) as fout:
        afhandeling.doe(ontvangst.zet, **{**goed, **anders})
    assert fout.value.veld == veld
    assert afhandeling.lees(ontvangst.lijst) == []


def test_ebms_is_not_there_yet(afhandeling: Proef) -> None:
    with pytest.raises(errors.AdapterNietGebouwd, match="nog niet") as fout:
        afhandeling.doe(ontvangst.zet, EILAND, "ebms", "https://ergens/")
    assert fout.value.status == 501


def test_read_set_and_removed(afhandeling: Proef) -> None:
    assert afhandeling.lees(ontvangst.lees, EILAND).adapter == "inbox"
    gezet = afhandeling.doe(ontvangst.zet, EILAND, "https", " http://ergens/ ", headers={"X": "y"})
    assert afhandeling.lees(ontvangst.lees, EILAND) == gezet
    assert gezet.url == "http://ergens/"
    assert afhandeling.doe(ontvangst.verwijder, EILAND)
    assert not afhandeling.doe(ontvangst.verwijder, EILAND)
    assert afhandeling.lees(ontvangst.lees, EILAND).adapter == "inbox"
