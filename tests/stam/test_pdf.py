import io
from dataclasses import replace
from datetime import UTC, datetime

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.kernel.ids import toeval
from simulator.stam import generator, pdf
from simulator.stam.generator import Wensen
from simulator.stam.model import Activiteit, Bericht, Contactpersoon, Document, GevraagdeBijlage, Inhoud, Instantie
from simulator.stam.model import NatuurlijkPersoon as Mens
from simulator.stam.model import NietNatuurlijkPersoon as Bedrijf
from simulator.stam.model import Specificatie as Vraag

MOMENT = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
GEMEENTE = Instantie("00000009001000009920", "Gemeente Testeiland")


def bericht(inhoud: Inhoud, volgnummer: int = 0) -> Bericht:
    return Bericht("2026112600001", volgnummer, "Initiëren", MOMENT, "project", GEMEENTE, inhoud)


def gemaakt(casus: str = "boom-kappen", wensen: Wensen | None = None) -> Inhoud:
    return generator.maak(casus, toeval(1, "pdf"), wensen).inhoud


def tekst(inhoud: bytes) -> str:
    lezer = pypdf.PdfReader(io.BytesIO(inhoud), strict=True)
    return " ".join(" ".join(blad.extract_text() for blad in lezer.pages).split())


def met_vragen(*vragen: Vraag) -> Inhoud:
    return replace(gemaakt(), activiteiten=(Activiteit("nl.imow-gm9920.activiteit.A", "Iets doen", "Klein", vragen),))


def test_what_may_be_published_stands_in_it() -> None:
    inhoud = gemaakt()
    gelezen = tekst(pdf.publiceerbaar(bericht(inhoud, 2), "leesbaar"))
    for deel in ("2026112600001 002", "Initiëren", "Aanvraag vergunning", "26-11-2026", GEMEENTE.naam):
        assert deel in gelezen
    assert inhoud.project_naam in gelezen
    assert inhoud.activiteiten[0].naam in gelezen
    for vraag in inhoud.activiteiten[0].specificaties:
        assert vraag.vraagtekst in gelezen
        assert vraag.antwoord in gelezen
    for document in inhoud.documenten:
        assert document.bestandsnaam in gelezen


def test_nothing_about_persons_stands_in_it() -> None:
    for casus in generator.casussen():
        for indiener in ("gemachtigde", "contactpersoon", "bsn"):
            inhoud = gemaakt(casus, Wensen(indiener=indiener))
            gelezen = tekst(pdf.publiceerbaar(bericht(inhoud), "leesbaar"))
            for persoon in (inhoud.initiatiefnemer, inhoud.gemachtigde, inhoud.contactpersoon):
                for geheim in geheimen(persoon):
                    assert geheim not in gelezen, (casus, geheim)


def geheimen(persoon: Mens | Bedrijf | Contactpersoon | None) -> list[str]:
    match persoon:
        case Mens():
            return [persoon.bsn, persoon.achternaam, persoon.emailadres, persoon.telefoonnummer]
        case Bedrijf():
            return [persoon.kvk_nummer, persoon.handelsnaam, persoon.emailadres, persoon.telefoonnummer]
        case Contactpersoon():
            return [persoon.achternaam, persoon.emailadres, persoon.telefoonnummer]
        case _:
            return []


def test_what_is_not_publiceerbaar_and_what_is_confidential_is_left_out() -> None:
    openbaar, geheim = Document("d1", "open.pdf", "", 1), Document("d2", "geheim.pdf", "", 1, vertrouwelijk=True)
    inhoud = met_vragen(
        Vraag("1", "Open vraag", "open antwoord", gevraagde_bijlagen=(GevraagdeBijlage("Foto", (openbaar, geheim)),)),
        Vraag("2", "Dichte vraag", "dicht antwoord", publiceerbaar=False),
        Vraag("3", "Hoe heet u?", "mijn naam", "Aanvrager"),
    )
    gelezen = tekst(pdf.publiceerbaar(bericht(replace(inhoud, bijlagen=(openbaar, geheim))), "leesbaar"))
    assert "open antwoord - open.pdf" in gelezen
    assert gelezen.count("open.pdf") == 2
    for deel in ("geheim.pdf", "Dichte vraag", "dicht antwoord", "Hoe heet u?", "mijn naam"):
        assert deel not in gelezen


def test_what_looks_like_a_number_or_address_of_somebody_is_left_out_of_an_answer() -> None:
    vraag = Vraag("1", "Wie?", "Bel 0612345678 of mail jan@x.example; BSN 999990019, KvK 99991234, kosten 1234567,50")
    gelezen = tekst(pdf.publiceerbaar(bericht(met_vragen(vraag)), "leesbaar"))
    assert "Bel (weggelaten) of mail (weggelaten) BSN (weggelaten), KvK (weggelaten), kosten 1234567,50" in gelezen


@pytest.mark.parametrize("nummer", ["06-12345678", "+31 6 1234 5678", "0031612345678", "010 123 45 67"])
def test_however_a_telephone_number_is_written(nummer: str) -> None:
    gelezen = tekst(pdf.publiceerbaar(bericht(met_vragen(Vraag("1", "Wie?", f"bel {nummer} gerust"))), "leesbaar"))
    assert "bel (weggelaten) gerust" in gelezen


def test_who_submits_is_left_out_of_answers_project_and_names_of_files() -> None:
    """An applicant writes a name where nobody asks for it."""
    plan = Document("d1", "machtiging_Dóórn-20260302.pdf", "", 1)
    inhoud = replace(
        met_vragen(Vraag("1", "Waarom?", "De heer Dóórn vindt Dóórnbos mooi")),
        initiatiefnemer=Mens("999990019", "A.", "Dóórn"),
        gemachtigde=Bedrijf("99991234", "Bouw (en) Zn. BV"),
        contactpersoon=None,
        project_naam="Tuin van Bouw (en) Zn. BV",
        bijlagen=(plan,),
    )
    gelezen = tekst(pdf.publiceerbaar(bericht(inhoud), "leesbaar"))
    assert "De heer (weggelaten) vindt Dóórnbos mooi" in gelezen
    assert "machtiging_(weggelaten)-20260302.pdf" in gelezen
    assert "Project: Tuin van (weggelaten)" in gelezen


def test_message_and_pdf_each_have_a_text_that_the_other_lacks() -> None:
    inhoud = gemaakt(wensen=Wensen(merk="ALLEEN-IN-DE-XML"))
    een = bericht(inhoud)
    gelezen = tekst(pdf.publiceerbaar(een, "leesbaar"))
    assert "ALLEEN-IN-DE-XML" in repr(inhoud)
    assert "ALLEEN-IN-DE-XML" not in gelezen
    assert pdf.merk(een) in gelezen
    assert pdf.merk(een) not in repr(een)
    assert pdf.merk(een) != pdf.merk(bericht(inhoud, 1))


def test_the_dummy_of_the_first_release_has_nothing_of_the_verzoek() -> None:
    inhoud = gemaakt()
    gelezen = tekst(pdf.publiceerbaar(bericht(inhoud), "dummy"))
    assert "nog geen inhoud" in gelezen
    assert pdf.merk(bericht(inhoud)) in gelezen
    assert inhoud.project_naam not in gelezen


def test_the_same_version_gives_the_same_bytes() -> None:
    een = bericht(gemaakt("meervoudig"))
    assert pdf.publiceerbaar(een, "leesbaar") == pdf.publiceerbaar(een, "leesbaar")
    later = replace(een, ingediend_op=MOMENT.replace(year=2027))
    assert pdf.publiceerbaar(een, "leesbaar") != pdf.publiceerbaar(later, "leesbaar")


@pytest.mark.parametrize(
    ("in_", "uit"),
    [
        ("Çelik, naïef, café", "Çelik, naïef, café"),
        ("e\u0301e\u0301n", "één"),
        ("Žižek Łódź Nguyễn", "Zizek Lódz Nguyen"),
        ("“zo” – ‘zo’ …", "\"zo\" - 'zo' ..."),
        ("€ 5", "EUR  5"),
        ("🌳 en 中文", "? en ??"),
        ("👷🏽\u200d♀️", "???"),
        ("a\tb\x07\x85", "a    b??"),
    ],
)
def test_signs_that_the_fonts_lack_get_a_stand_in(in_: str, uit: str) -> None:
    assert pdf.latijn(in_) == uit


@given(st.text(max_size=300), st.integers(1, 40))
def test_lines_fit_and_lose_nothing(invoer: str, tekens: int) -> None:
    breedten = {chr(nummer): 10 for nummer in range(256)}
    gemaakte = list(pdf.regels(invoer, breedten, tekens * 10))
    assert all(len(regel) <= tekens for regel in gemaakte)
    verwacht = "".join(pdf.latijn(alinea) for alinea in invoer.split("\n"))
    assert "".join("".join(gemaakte).split()) == "".join(verwacht.split())


@given(st.text(max_size=200))
def test_any_text_gives_a_pdf(invoer: str) -> None:
    een = bericht(replace(met_vragen(Vraag("1", invoer, invoer)), project_naam=invoer))
    assert pdf.publiceerbaar(een, "leesbaar").startswith(b"%PDF-")


def test_a_long_verzoek_takes_more_pages() -> None:
    inhoud = gemaakt(wensen=Wensen(tekens="alles", bijlagen=120, bestandsnamen="lang"))
    gemaakt_ = pdf.publiceerbaar(bericht(inhoud), "leesbaar")
    assert len(pypdf.PdfReader(io.BytesIO(gemaakt_)).pages) > 3
