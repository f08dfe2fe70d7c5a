"""The hook that looks in a zaakregister, against a small register after the public contract."""

import asyncio
import hashlib
from typing import Any

import pytest

from simulator.basischeck import haken
from simulator.basischeck.haken import jwt, zgw
from simulator.basischeck.haken.opgave import Haken, Zgw
from simulator.basischeck.uitkomsten import Configfout
from tests.basischeck.haken.zaakregister import CATALOGI, CLIENT_ID, DOCUMENTEN, GEHEIM, ZAKEN, Register

NUMMER = "2026030200001"
PDF = b"%PDF-1.4 tekening"


def opgave(register: Register, **meer: Any) -> Zgw:
    return Zgw(
        zaken=f"{register.url}{ZAKEN}/",
        documenten=f"{register.url}{DOCUMENTEN}",
        **{"client_id": CLIENT_ID, "geheim": GEHEIM, **meer},
    )


def vul(register: Register) -> str:
    """A complete zaak between others; gives its address."""
    register.zaak("ANDERS-1", omschrijving="iets anders")
    register.zaak("ANDERS-2", kenmerken=[{"kenmerk": "2026030299999", "bron": "DSO"}])
    zaaktype = register.zet(f"{CATALOGI}/zaaktypen/1", {"omschrijving": "Aanvraag omgevingsvergunning"})
    statustype = register.zet(f"{CATALOGI}/statustypen/1", {"omschrijving": "In behandeling"})
    status = register.zet(f"{ZAKEN}/statussen/1", {"statustype": statustype})
    zaak = register.zaak(
        "ZAAK-2026-1",
        kenmerken=[{"kenmerk": NUMMER, "bron": "DSO"}],
        zaaktype=zaaktype,
        status=status,
        startdatum="2026-03-02",
        uiterlijkeEinddatumAfdoening="2026-04-27",
        zaakgeometrie={"type": "Point", "coordinates": [5.1, 52.1]},
    )
    for n, (naam, aanduiding) in enumerate((("tekening.pdf", "openbaar"), ("begroting.pdf", "zeer_geheim"))):
        inhoud = f"{DOCUMENTEN}/enkelvoudiginformatieobjecten/{n}/download"
        register.bestanden[inhoud] = PDF
        document = register.zet(
            f"{DOCUMENTEN}/enkelvoudiginformatieobjecten/{n}",
            {"bestandsnaam": naam, "vertrouwelijkheidaanduiding": aanduiding, "inhoud": register.url + inhoud},
        )
        register.bij(zaak, "zaakinformatieobjecten", informatieobject=document, titel=naam, vernietigingsdatum=None)
    for wie in (
        {"inpBsn": "999990019", "voorletters": "A.", "geslachtsnaam": "Voorbeeld"},
        {"statutaireNaam": "Bouw B.V.", "annIdentificatie": "90001234"},
        {"vestigingsNummer": "000090001234", "handelsnaam": ["Bouw"]},
    ):
        register.bij(zaak, "rollen", omschrijving="Initiator", betrokkeneIdentificatie=wie)
    register.bij(zaak, "zaakobjecten", objectType="adres", object="", objectIdentificatie={"huisnummer": 1})
    return zaak


def test_een_zaak_met_alles_erbij(register: Register) -> None:
    vul(register)
    (zaak,) = zgw.zoek(opgave(register, inhoud=True, vertaal={"In behandeling": "in_behandeling"}), NUMMER)
    som = hashlib.sha256(PDF).hexdigest()
    assert zaak == {
        "zaak_id": "ZAAK-2026-1",
        "zaaktype": "Aanvraag omgevingsvergunning",
        "type": "Aanvraag omgevingsvergunning",
        "status": "in_behandeling",
        "indiendatum": "2026-03-02",
        "fatale_datum": "2026-04-27",
        "documenten": [
            {"naam": "tekening.pdf", "sha256": som, "vervallen": False, "vertrouwelijk": False},
            {"naam": "begroting.pdf", "sha256": som, "vervallen": False, "vertrouwelijk": True},
        ],
        "partijen": [
            {"rol": "Initiator", "naam": "A. Voorbeeld", "bsn": "999990019"},
            {"rol": "Initiator", "naam": "Bouw B.V.", "kvk_nummer": "90001234"},
            {"rol": "Initiator", "naam": "Bouw", "vestigingsnummer": "000090001234"},
        ],
        "locaties": [
            {"soort": "adres", "gegevens": {"huisnummer": 1}},
            {"soort": "geometrie", "gegevens": {"type": "Point", "coordinates": [5.1, 52.1]}},
        ],
    }


def test_over_alle_paginas(register: Register) -> None:
    for n in range(5):
        register.zaak(f"Z-{n}", omschrijving=f"Verzoek {NUMMER}" if n in (0, 4) else "")
    assert [zaak["zaak_id"] for zaak in zgw.zoek(opgave(register), NUMMER)] == ["Z-0", "Z-4"]
    assert [pad for pad in register.aanroepen if "page=" in pad] == [f"{ZAKEN}/zaken?page={n}" for n in (2, 3)]


def test_op_identificatie_is_een_vraag_genoeg(register: Register) -> None:
    register.zaak(f"DSO-{NUMMER}")
    register.zaak("DSO-1")
    (zaak,) = zgw.zoek(opgave(register, identificatie="DSO-{verzoeknummer}"), NUMMER)
    assert zaak["zaak_id"] == f"DSO-{NUMMER}"
    assert register.aanroepen[0] == f"{ZAKEN}/zaken?identificatie=DSO-{NUMMER}"


def test_geen_zaak(register: Register) -> None:
    assert zgw.zoek(opgave(register), NUMMER) == []


def test_wat_het_register_niet_zegt_ontbreekt(register: Register) -> None:
    register.zaak("Z", toelichting=NUMMER, zaaktype="https://elders.example.nl/zaaktypen/1")
    assert zgw.zoek(opgave(register), NUMMER) == [{"zaak_id": "Z", "documenten": []}]


def test_eigenschappen_waar_de_standaard_geen_veld_voor_heeft(register: Register) -> None:
    zaak = register.zaak("Z", omschrijving=NUMMER)
    register.bij(zaak, "zaakeigenschappen", naam="dso-doel", waarde="Aanvullen")
    (gevonden,) = zgw.zoek(opgave(register, eigenschappen={"doel": "dso-doel", "type": "er-niet"}), NUMMER)
    assert gevonden["doel"] == "Aanvullen"
    assert "type" not in gevonden


def test_het_resultaat_gaat_voor_de_status(register: Register) -> None:
    resultaattype = register.zet(f"{CATALOGI}/resultaattypen/1", {"omschrijving": "Ingetrokken"})
    resultaat = register.zet(f"{ZAKEN}/resultaten/1", {"resultaattype": resultaattype})
    register.zaak("Z", omschrijving=NUMMER, resultaat=resultaat)
    (zaak,) = zgw.zoek(opgave(register, vertaal={"Ingetrokken": "ingetrokken"}), NUMMER)
    assert zaak["status"] == "ingetrokken"


def test_een_vervallen_document_en_zijn_som(register: Register) -> None:
    zaak = register.zaak("Z", omschrijving=NUMMER)
    integriteit = {"algoritme": "sha_256", "waarde": "ab" * 32}
    document = register.zet(f"{DOCUMENTEN}/enkelvoudiginformatieobjecten/1", {"integriteit": integriteit, "titel": "t"})
    register.bij(zaak, "zaakinformatieobjecten", informatieobject=document, vernietigingsdatum="2026-03-03T00:00:00Z")
    (gevonden,) = zgw.zoek(opgave(register), NUMMER)
    assert gevonden["documenten"] == [{"naam": "t", "sha256": "ab" * 32, "vervallen": True}]


@pytest.mark.parametrize(
    ("meer", "status", "tekst"),
    [
        ({"geheim": "fout"}, 0, "status 403: de aanmelding mag dit niet"),
        ({"client_id": "anders"}, 0, "status 403"),
        ({}, 401, "kloppen client_id en geheim"),
        ({}, 404, "klopt het basisadres"),
        ({}, 500, "status 500"),
        ({}, 302, "status 302"),
        ({"hoogstens": 1}, 0, "meer dan 1 op zaken; geef haken.zgw.identificatie"),
    ],
)
def test_een_register_dat_niet_te_lezen_is(register: Register, meer: dict[str, Any], status: int, tekst: str) -> None:
    register.zaak("A")
    register.zaak("B")
    register.status = status
    with pytest.raises(Configfout, match=tekst) as gevangen:
        zgw.zoek(opgave(register, **meer), NUMMER)
    assert gevangen.value.reden.startswith("haken.zgw: ")
    assert GEHEIM not in gevangen.value.reden


def test_een_register_dat_er_niet_is() -> None:
    nergens = Zgw(zaken="http://127.0.0.1:1/zaken", client_id="a", geheim="b")
    with pytest.raises(Configfout, match=r"haken.zgw: geen antwoord \(ConnectError"):
        zgw.zoek(nergens, NUMMER)


def test_het_token_gaat_nergens_anders_heen(register: Register) -> None:
    register.zaak("A")
    register._pagina = lambda *_: {"next": "http://127.0.0.1:1/zaken", "results": []}  # type: ignore[method-assign]
    with pytest.raises(Configfout, match=r"verwijst naar http://127.0.0.1:1/zaken; zet dat adres onder haken.zgw.ook"):
        zgw.zoek(opgave(register), NUMMER)
    assert len(register.aanroepen) == 1


@pytest.mark.parametrize("onzin", [{"results": 3}, "tekst", {"results": None}])
def test_een_antwoord_dat_geen_lijst_is(register: Register, onzin: Any) -> None:
    register.antwoord = lambda *_: (200, onzin)  # type: ignore[method-assign]
    with pytest.raises(Configfout, match="geeft geen lijst"):
        zgw.zoek(opgave(register), NUMMER)


def test_een_token_zoals_de_documentatie_van_open_zaak_het_maakt() -> None:
    kop, inhoud, handtekening = jwt.maak("docs", "example-secret", 1_602_857_301).split(".")
    assert kop == "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9"
    assert inhoud.startswith("eyJpc3MiOiJkb2NzIiwiaWF0IjoxNjAyODU3MzAxLCJjbGllbnRfaWQiOiJkb2NzIiwidXNlcl9pZCI6")
    assert "=" not in handtekening


def test_de_haken_van_een_plan(register: Register) -> None:
    register.zaak("Z", omschrijving=NUMMER)
    (naam, haak), *rest = haken.maak(Haken(zgw=opgave(register))).items()
    assert (naam, rest) == ("zaak_zoeken", [])
    (zaak,) = asyncio.run(haak({"verzoeknummer": NUMMER}))  # type: ignore[arg-type]  # a coroutine, as written
    assert zaak["zaak_id"] == "Z"
    assert haken.maak(Haken()) == {}
