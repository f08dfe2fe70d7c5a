"""Verzoek indienen v4 and v5 over HTTP, without a network."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from simulator.stam import configuratie, documenten, indienen, tables
from simulator.stam.configuratie import Behandeling
from simulator.stam.indienen import Grenzen
from simulator.stam.indienen_api import indienen_v5
from simulator.stam.model import NatuurlijkPersoon, NietNatuurlijkPersoon
from tests.stam.indienproef import BASIS, GASTHEER, PDF, Loket, indienbericht
from tests.stam.loketproef import DIENST, EILAND, KAP, MAANDAG, MILIEU


@pytest.fixture
def loket() -> Iterator[Loket]:
    loket = Loket()
    yield loket
    loket.proef.kern.stop()


def test_in_three_steps(loket: Loket) -> None:
    antwoord = loket.begin()
    begonnen = antwoord.json()
    assert (antwoord.status_code, begonnen["status"]) == (201, "geinitieerd")
    assert antwoord.headers["location"] == begonnen["_links"]["self"]["href"]
    assert begonnen["verlooptOp"] == "2026-03-03T09:00:00Z"
    foto = loket.stuur(begonnen, naam="foto.pdf", vraagId="900109", documentsoort="Foto", vertrouwelijk="true")
    assert (foto.status_code, foto.json()["controle"]) == (201, {"resultaat": "aanvaard"})
    plan = loket.vraag(
        "POST",
        begonnen["_links"]["documenten"]["href"] + "?bestandsnaam=plan.png",
        content=b"kaal",
        headers={"Content-Type": "image/png"},
    )
    assert (plan.status_code, plan.json()["mediatype"]) == (201, "image/png")
    af = loket.af(begonnen)
    assert (af.status_code, af.json()["status"], af.json()["verzoeknummer"]) == (201, "ingediend", "2026030200001")
    rij = loket.proef.verzoek("2026030200001")
    assert (rij.bevoegd_gezag, rij.herkomst, rij.project) == (EILAND, "loket", af.json()["projectId"])
    inhoud = loket.versie("2026030200001")
    assert inhoud.initiatiefnemer.correspondentieadres.nummer == 12
    assert inhoud.locaties[0].punt == (98500.0, 540800.5)
    assert inhoud.locaties[0].etrs_punt[0] == pytest.approx(52.84, abs=0.2)
    assert inhoud.locaties[0].adres.bag_id == "9920200000000001"
    algemeen, aantal, gevraagd = inhoud.activiteiten[0].specificaties
    assert (algemeen.vraagclassificatie, algemeen.antwoord) == ("Aanvrager", "Ja")
    assert (aantal.vraagclassificatie, aantal.antwoord) == ("Activiteit", "2")
    (bijlage,) = gevraagd.gevraagde_bijlagen
    assert (bijlage.documentsoort, bijlage.documenten[0].bestandsnaam) == ("Foto", "foto.pdf")
    assert bijlage.documenten[0].vertrouwelijk is True
    assert [document.bestandsnaam for document in inhoud.bijlagen] == ["plan.png"]
    with loket.proef.wereld.lees() as lezing:
        rij = tables.document_met(lezing, "2026030200001", bijlage.documenten[0].document_id)
        assert rij is not None
        assert b"".join(documenten.stroom(lezing.conn, rij)) == PDF


@pytest.mark.parametrize("versie", ["v4", "v5"])
@pytest.mark.parametrize("participatie", [True, False, None])
def test_participatie_stands_in_the_verzoek(loket: Loket, versie: str, participatie: bool | None) -> None:
    """CIM-AM, Verzoek. The near miss: who says nothing of it has no participatie, which is not the same as no."""
    gezegd = {} if participatie is None else {"participatie": participatie}
    basis = f"/publiek/verzoeken/api/indienen/{versie}"
    bericht = indienbericht(toelichting="De buren vinden het goed.", **gezegd)
    begonnen = loket.vraag("POST", f"{basis}/verzoeken", json=bericht).json()
    nummer = loket.af(begonnen).json()["verzoeknummer"]
    inhoud = loket.versie(nummer)
    assert (inhoud.participatie, inhoud.toelichting) == (participatie, "De buren vinden het goed.")


RD_PUNT = {"type": "Point", "coordinates": [98500, 540800.5]}
GRADEN = {"type": "Point", "coordinates": [4.7566, 52.8467]}
VLAK = [[98500, 540800], [98600, 540800], [98600, 540900], [98500, 540800]]


def _locatie(loket: Loket, bron: dict[str, Any], geometrie: dict[str, Any] = RD_PUNT) -> Any:
    bericht = indienbericht(locaties=[{"bronlocatie": bron, "geometrie": geometrie}])
    return loket.versie(loket.af(loket.begonnen(bericht)).json()["verzoeknummer"]).locaties[0]


def test_a_location_in_rd_stands_in_etrs89_in_the_verzoek(loket: Loket) -> None:
    """CIM-AM, Projectlocatie: what was entered, and the locatie that ETRS89 makes of it."""
    locatie = _locatie(loket, {"type": "puntlocatie", "crs": "EPSG:28992"})
    assert (locatie.punt, locatie.bron_type, locatie.ingevoerd_in) == ((98500.0, 540800.5), "puntlocatie", "EPSG:28992")
    assert locatie.etrs_punt == pytest.approx((52.8514, 4.5485), abs=1e-4)
    vlak = _locatie(loket, {}, {"type": "Polygon", "coordinates": [VLAK]})
    assert (vlak.bron_type, len(vlak.vlak), len(vlak.etrs_vlak)) == ("vlaklocatie", 4, 4)


@pytest.mark.parametrize("crs", ["EPSG:4258", "EPSG:4326"])
def test_a_location_that_was_entered_in_degrees_stays_so(loket: Loket, crs: str) -> None:
    locatie = _locatie(loket, {"type": "puntlocatie", "crs": crs, "geometrie": GRADEN})
    assert (locatie.punt, locatie.etrs_punt) == (None, (52.8467, 4.7566))
    assert (locatie.bron_type, locatie.ingevoerd_in) == ("puntlocatie", crs)


@pytest.mark.parametrize(
    ("bron", "veld"),
    [
        ({"type": "adres"}, "bronlocatie.type: adres, maar wat er staat is een puntlocatie"),
        ({"type": "vlaklocatie"}, "is een puntlocatie"),
        ({"type": "gebouw"}, "bronlocatie.type"),
        ({"crs": "EPSG:4258"}, "bronlocatie.crs: geef ook de geometrie"),
        ({"crs": "EPSG:31370", "geometrie": GRADEN}, "bronlocatie.crs"),
        ({"crs": "EPSG:4258", "geometrie": RD_PUNT}, "lengte en breedte in graden (EPSG:4258)"),
        ({"crs": "EPSG:4258", "geometrie": {"type": "Point", "coordinates": [52.8, 4.7]}}, "in graden (EPSG:4258)"),
    ],
)
def test_what_was_entered_as_something_else(loket: Loket, bron: dict[str, Any], veld: str) -> None:
    antwoord = loket.begin(indienbericht(locaties=[{"bronlocatie": bron, "geometrie": RD_PUNT}]))
    assert antwoord.status_code == 400
    assert veld in antwoord.json()["detail"]


def test_both_versions_and_their_description(loket: Loket) -> None:
    for versie in ("v4", "v5"):
        basis = f"/publiek/verzoeken/api/indienen/{versie}"
        beschrijving = loket.vraag("GET", f"{basis}/openapi.json").json()
        assert beschrijving["servers"] == [{"url": GASTHEER + basis}]
        antwoord = loket.vraag("POST", f"{basis}/verzoeken", json=indienbericht(naam=versie))
        assert antwoord.status_code == 201
        assert antwoord.json()["_links"]["self"]["href"].startswith(f"{GASTHEER}{basis}/verzoeken/")


def test_repeating_any_step_makes_nothing_twice(loket: Loket) -> None:
    eerst = loket.begonnen()
    nog_eens = loket.begin()
    assert (nog_eens.status_code, nog_eens.json()) == (200, eerst)
    documenten_ = [loket.stuur(eerst) for _ in range(2)]
    assert [antwoord.status_code for antwoord in documenten_] == [201, 200]
    assert documenten_[0].json() == documenten_[1].json()
    af = [loket.af(eerst) for _ in range(3)]
    assert [antwoord.status_code for antwoord in af] == [201, 200, 200]
    assert len({antwoord.json()["verzoeknummer"] for antwoord in af}) == 1
    daarna = loket.begin()
    assert (daarna.status_code, daarna.json()["verzoeknummer"]) == (200, af[0].json()["verzoeknummer"])
    assert len(loket.proef.gebeurd("stam.verzoek.ingediend")) == 1


def test_at_the_same_moment_too(loket: Loket) -> None:
    with ThreadPoolExecutor(4) as draden:
        begonnen = list(draden.map(lambda _: loket.begin(), range(4)))
        assert sorted(antwoord.status_code for antwoord in begonnen) == [200, 200, 200, 201]
        af = list(draden.map(lambda _: loket.af(begonnen[0].json()), range(4)))
    assert sorted(antwoord.status_code for antwoord in af) == [200, 200, 200, 201]
    assert len({antwoord.json()["verzoeknummer"] for antwoord in af}) == 1
    assert len(loket.proef.gebeurd("stam.verzoek.ingediend")) == 1


def test_an_idempotency_key_says_what_is_the_same(loket: Loket) -> None:
    een = loket.begin(Idempotency_Key="een")
    assert loket.begin(Idempotency_Key="een").json() == een.json()
    assert loket.begin(Idempotency_Key="twee").json()["verzoekId"] != een.json()["verzoekId"]
    ander = loket.begin(indienbericht(naam="Iets anders"), Idempotency_Key="een")
    assert (ander.status_code, "ander bericht" in ander.json()["detail"]) == (409, True)


def test_the_same_message_after_a_day_is_a_new_one(loket: Loket) -> None:
    eerst = loket.ingediend()
    loket.proef.kern.agenda.spring("standaard", MAANDAG + timedelta(hours=25))
    assert loket.ingediend()["verzoeknummer"] != eerst["verzoeknummer"]


def test_after_a_day_it_is_broken_off(loket: Loket) -> None:
    begonnen = loket.begonnen()
    loket.stuur(begonnen)
    loket.proef.kern.agenda.spring("standaard", MAANDAG + timedelta(hours=23, minutes=59))
    assert loket.vraag("GET", begonnen["_links"]["self"]["href"]).json()["status"] == "geinitieerd"
    loket.proef.kern.agenda.spring("standaard", MAANDAG + timedelta(hours=24))
    stand = loket.vraag("GET", begonnen["_links"]["self"]["href"]).json()
    assert (stand["status"], stand["documenten"], list(stand["_links"])) == ("afgebroken", [], ["self"])
    for antwoord in (loket.af(begonnen), loket.stuur(begonnen)):
        assert (antwoord.status_code, antwoord.headers["content-type"]) == (409, "application/problem+json")
        assert "24 uur" in antwoord.json()["detail"]
    assert loket.proef.gebeurd("stam.indiening.afgebroken") == [{"verzoekId": begonnen["verzoekId"]}]
    assert loket.begonnen()["verzoekId"] != begonnen["verzoekId"]


def test_what_was_finished_is_not_broken_off(loket: Loket) -> None:
    loket.ingediend()
    loket.proef.kern.agenda.spring("standaard", MAANDAG + timedelta(hours=30))
    assert loket.proef.gebeurd("stam.indiening.afgebroken") == []


def test_no_documents_after_finishing(loket: Loket) -> None:
    begonnen = loket.begonnen()
    loket.af(begonnen)
    antwoord = loket.stuur(begonnen)
    assert (antwoord.status_code, "2026030200001" in antwoord.json()["detail"]) == (409, True)


@pytest.mark.parametrize(
    ("naam", "inhoud", "velden", "reden"),
    [
        ("leeg.pdf", b"", {}, "leeg"),
        ("a/../b.pdf", PDF, {}, "bestandsnaam"),
        ("x" * 201, PDF, {}, "bestandsnaam"),
        ("virus.txt", b"..EICAR-STANDARD-ANTIVIRUS-TEST-FILE!", {}, "virusscanner"),
        ("groot.pdf", PDF * 3, {}, "bytes"),
        ("foto.pdf", PDF, {"vraagId": "1"}, "geen vraag 1"),
    ],
)
def test_a_document_that_its_check_refuses(
    loket: Loket, monkeypatch: pytest.MonkeyPatch, naam: str, inhoud: bytes, velden: dict[str, str], reden: str
) -> None:
    monkeypatch.setattr(indienen, "grenzen", lambda: Grenzen(max_document=40))
    begonnen = loket.begonnen()
    antwoord = loket.stuur(begonnen, inhoud, naam, **velden)
    assert antwoord.status_code == 200, antwoord.text
    controle = antwoord.json()["controle"]
    assert controle["resultaat"] == "geweigerd"
    assert reden in controle["reden"]
    stand = loket.vraag("GET", begonnen["_links"]["self"]["href"]).json()
    assert stand["documenten"] == []
    assert loket.af(begonnen).status_code == 201


def test_a_form_without_a_document(loket: Loket) -> None:
    begonnen = loket.begonnen()
    href = begonnen["_links"]["documenten"]["href"]
    zonder = loket.vraag("POST", href, files={"iets": b"x"})
    assert (zonder.status_code, "bestand" in zonder.json()["detail"]) == (400, True)
    half = loket.stuur(begonnen, vertrouwelijk="misschien")
    assert (half.status_code, "true of false" in half.json()["detail"]) == (400, True)
    kaal = loket.vraag("POST", href, content=PDF)
    assert kaal.json()["controle"]["resultaat"] == "geweigerd"


@pytest.mark.parametrize("vorm", ["kaal", "formulier"])
def test_more_than_the_contract_takes_is_counted_and_refused(
    loket: Loket, monkeypatch: pytest.MonkeyPatch, vorm: str
) -> None:
    begonnen = loket.begonnen()
    operatie = indienen_v5.contract.met_id("stuurDocument")
    monkeypatch.setitem(operatie.__dict__, "max_bytes", 1000)
    monkeypatch.setattr(indienen, "grenzen", lambda: Grenzen(max_document=900))
    if vorm == "kaal":
        href = begonnen["_links"]["documenten"]["href"] + "?bestandsnaam=groot.bin"
        antwoord = loket.vraag("POST", href, content=b"x" * 5000)
    else:
        antwoord = loket.stuur(begonnen, b"x" * 5000)
    assert antwoord.status_code == 200
    assert "een document mag hier 900 bytes zijn" in antwoord.json()["controle"]["reden"]


def test_a_large_document_is_kept_whole_and_once(loket: Loket) -> None:
    begonnen = loket.begonnen()
    groot = b"%PDF-1.4 " + b"x" * 3_000_000
    assert loket.stuur(begonnen, groot).json()["grootte"] == len(groot)
    journaal = loket.proef.kern.journaal
    journaal.spoel()
    regel = journaal.lees("standaard")[-1]
    assert (regel.operatie, regel.kenmerken["verzoekId"]) == ("stuurDocument", begonnen["verzoekId"])
    assert journaal.inhoud("standaard", regel.nummer, "verzoek") == groot
    nummer = loket.af(begonnen).json()["verzoeknummer"]
    (document,) = loket.versie(nummer).bijlagen
    with loket.proef.wereld.lees() as lezing:
        rij = tables.document_met(lezing, nummer, document.document_id)
        assert rij is not None
        assert b"".join(documenten.stroom(lezing.conn, rij)) == groot


def test_what_the_behandeldienst_handles_becomes_a_verzoek_of_its_own(loket: Loket) -> None:
    regel = Behandeling(MAANDAG.date(), EILAND, MILIEU, DIENST)
    loket.proef.doe(configuratie.zet_behandeling, regel)
    twee = [{"activiteitId": id_, "naam": id_} for id_ in (KAP, MILIEU)]
    ingediend = loket.ingediend(indienbericht(activiteiten=twee))
    assert ingediend["verzoeknummers"] == ["2026030200001", "2026030200002"]
    assert [loket.proef.verzoek(nr).behandeldienst for nr in ingediend["verzoeknummers"]] == ["", DIENST]


def test_a_second_verzoek_of_a_project(loket: Loket) -> None:
    project = loket.ingediend()["projectId"]
    tweede = loket.ingediend(indienbericht(verzoektype="Melding", project={"naam": "Tuin", "projectId": project}))
    assert tweede["projectId"] == project
    fout = loket.begin(indienbericht(project={"naam": "Tuin", "projectId": "x" * 50}))
    assert (fout.status_code, "projectId" in fout.json()["detail"]) == (400, True)


@pytest.mark.parametrize("doel", ["Conceptverzoek", "vooroverleg", "CONCEPTVERZOEK"])
def test_a_conceptverzoek_in_either_generation(loket: Loket, doel: str) -> None:
    nummer = loket.ingediend(indienbericht(doel=doel))["verzoeknummer"]
    assert loket.proef.verzoek(nummer).doel == "Conceptverzoek"
    kan_niet = [{"activiteitId": MILIEU, "naam": "Milieu"}]
    antwoord = loket.begin(indienbericht(doel=doel, activiteiten=kan_niet))
    assert (antwoord.status_code, MILIEU in antwoord.json()["detail"]) == (422, True)


def test_an_aanvulling_keeps_what_it_names(loket: Loket) -> None:
    begonnen = loket.begonnen()
    blijft, vervalt = (loket.stuur(begonnen, naam=naam).json() for naam in ("blijft.pdf", "vervalt.pdf"))
    nummer = loket.af(begonnen).json()["verzoeknummer"]
    aanvulling = indienbericht(
        doel="Aanvullen",
        verzoeknummer=nummer,
        documenten=[{"documentId": blijft["documentId"], "vraagId": "900109", "documentsoort": "Foto"}],
    )
    tweede = loket.begonnen(aanvulling)
    nieuw = loket.stuur(tweede, b"nieuw", "nieuw.pdf").json()
    assert loket.af(tweede).json()["verzoeknummer"] == nummer
    rij = loket.proef.verzoek(nummer)
    assert (rij.volgnummer, rij.status) == (1, "aangevuld")
    ids = {document.document_id for document in loket.versie(nummer, 1).documenten}
    assert ids == {blijft["documentId"], nieuw["documentId"]}
    assert vervalt["documentId"] not in ids
    aanvulling["documenten"] = [{"documentId": "niet\x00daar"}]
    antwoord = loket.begin(aanvulling)
    assert (antwoord.status_code, "geen document" in antwoord.json()["detail"]) == (400, True)


def test_withdrawing(loket: Loket) -> None:
    nummer = loket.ingediend()["verzoeknummer"]
    intrekking = {"doel": "Intrekken", "verzoeknummer": nummer, "toelichting": "Omgewaaid"}
    begonnen = loket.begonnen(intrekking)
    assert "geen documenten" in loket.stuur(begonnen).json()["controle"]["reden"]
    assert loket.af(begonnen).status_code == 201
    assert loket.af(begonnen).status_code == 200
    assert loket.proef.verzoek(nummer).status == "ingetrokken"
    assert loket.versie(nummer, 999).toelichting == "Omgewaaid"
    for bericht in ({**intrekking, "toelichting": "nog eens"}, indienbericht(doel="Aanvullen", verzoeknummer=nummer)):
        assert loket.begin(bericht).status_code == 409
    onbekend = loket.begin({"doel": "Intrekken", "verzoeknummer": "\x00"})
    assert onbekend.status_code == 404


def _met(pad: str, waarde: Any) -> dict[str, Any]:
    bericht = indienbericht()
    deel: Any = bericht
    *stappen, laatste = pad.split(".")
    for stap in stappen:
        deel = deel[int(stap)] if stap.isdecimal() else deel[stap]
    if waarde is ...:
        del deel[laatste]
    else:
        deel[laatste] = waarde
    return bericht


@pytest.mark.parametrize(
    ("bericht", "status", "veld"),
    [
        ([], 400, "body"),
        ({}, 400, "verzoektype"),
        (_met("doel", "Iets"), 400, "doel"),
        (_met("doel", 5), 400, "doel"),
        (_met("doel", "Aanvullen"), 400, "verzoeknummer"),
        (_met("verzoektype", "Vergunning"), 400, "Aanvraag vergunning"),
        (_met("bevoegdGezag", {"oin": EILAND}), 400, "bevoegdGezag.naam"),
        (_met("bevoegdGezag.oin", "123"), 400, "twintig cijfers"),
        (_met("bevoegdGezag.oin", DIENST), 400, "geen bevoegd gezag"),
        (_met("activiteiten", []), 400, "activiteiten"),
        (_met("activiteiten.0.naam", ...), 400, "activiteiten[0].naam"),
        (_met("activiteiten.0.activiteitId", "nl.imow-gm9920.activiteit.Onbekend"), 422, "indieningsvereisten"),
        (_met("locaties.0.geometrie", {"type": "Circle"}), 400, "locaties[0].geometrie"),
        (_met("locaties.0.geometrie.coordinates", [1e9, 1]), 400, "locaties[0].geometrie"),
        (_met("locaties.0.geometrie.coordinates", ["1", "2"]), 400, "locaties[0].geometrie"),
        (_met("locaties.0.geometrie", {"type": "Polygon", "coordinates": [[[1, 1]]]}), 400, "vier punten"),
        (_met("initiatiefnemer", {"naam": "Jan"}), 400, "initiatiefnemer"),
        (_met("contactpersoon", {"voorletters": "B.", "achternaam": "Bel"}), 400, "contactpersoon"),
        (_met("naam", "bel\x07"), 400, "U+0007"),
        (_met("naam", {"diep": "x"}), 400, "naam"),
        # What the STAM message has no form for is refused here, not handed on to who fetches it.
        (_met("naam", ""), 400, "verzoek.naam"),
        (_met("initiatiefnemer.bsn", "12345"), 400, "initiatiefnemer.bsn"),
        (_met("initiatiefnemer.bsn", "９９９９９００１９"), 400, "initiatiefnemer.bsn"),
        (_met("initiatiefnemer", {"kvkNummer": "1", "handelsnaam": "Proef"}), 400, "initiatiefnemer.kvkNummer"),
        (_met("initiatiefnemer.correspondentieadres.nummer", -1), 400, "correspondentieadres.nummer"),
        (_met("locaties.0.bronlocatie.adres.bagId", "1"), 400, "locaties[0].adres.bagId"),
        (_met("locaties.0.bronlocatie.adres.huisnummer", 10**17), 400, "locaties[0].adres.huisnummer"),
        (_met("activiteiten.0.vragen.0.vraagId", ""), 400, "vraagId"),
    ],
)
def test_a_message_that_is_no_good(loket: Loket, bericht: Any, status: int, veld: str) -> None:
    antwoord = loket.vraag("POST", BASIS, json=bericht)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (status, "application/problem+json")
    assert veld in antwoord.json()["detail"]
    assert loket.proef.lees(lambda lezing: lezing.aantal(tables.indiening)) == 0


def test_nested_without_end(loket: Loket) -> None:
    diep: Any = "x"
    for _ in range(500):
        diep = [diep]
    punt = {"type": "Point", "coordinates": [98500, 540800], "bbox": diep}
    for bericht in (indienbericht(vragen=diep), _met("locaties.0.geometrie", punt)):
        antwoord = loket.begin(bericht)
        assert (antwoord.status_code, "diep" in antwoord.json()["detail"]) == (400, True)


@pytest.mark.parametrize("nummer", ["\x00", "2026030200009"])
def test_an_aanvulling_of_nothing(loket: Loket, nummer: str) -> None:
    """The verzoek is looked up before its documents, and with nothing that a store cannot search by."""
    antwoord = loket.begin(indienbericht(doel="Aanvullen", verzoeknummer=nummer, documenten=[{"documentId": "x"}]))
    assert antwoord.status_code == 404


def test_what_is_not_there(loket: Loket) -> None:
    for methode, pad in (("GET", ""), ("POST", ""), ("POST", "/documenten?bestandsnaam=a.pdf")):
        antwoord = loket.vraag(methode, f"{BASIS}/bestaat-niet{pad}", content=b"x" if "doc" in pad else None)
        assert antwoord.status_code == 404, antwoord.text
        assert "bestaat-niet" in antwoord.json()["detail"]
    assert loket.vraag("GET", BASIS).status_code == 405


def test_persons_of_both_kinds(loket: Loket) -> None:
    bedrijf = {
        "kvkNummer": "69599084",
        "handelsnaam": "Proef BV",
        "vestiging": {"vestigingsnummer": "000037178598"},
        "postadres": {"regels": ["1 High Street", "London"], "land": "Verenigd Koninkrijk"},
    }
    nummer = loket.ingediend(
        indienbericht(gemachtigde=bedrijf, contactpersoon={"voorletters": "B.", "achternaam": "Bel"})
    )["verzoeknummer"]
    inhoud = loket.versie(nummer)
    assert isinstance(inhoud.initiatiefnemer, NatuurlijkPersoon)
    assert isinstance(inhoud.gemachtigde, NietNatuurlijkPersoon)
    assert inhoud.gemachtigde.postadres.land == "Verenigd Koninkrijk"
    assert inhoud.contactpersoon.achternaam == "Bel"
