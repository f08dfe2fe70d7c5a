import hashlib
import io
import struct
import tracemalloc
import zlib
from collections.abc import Iterator

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.kernel import blobs
from simulator.kernel.store import Store, Wereld
from simulator.stam import documenten, tables
from simulator.stam.model import Bestand, Document

GROOTTEN = st.one_of(st.integers(0, 3000), st.integers(60_000, 70_000), st.integers(130_000, 135_000))
MEDIATYPEN = st.sampled_from((documenten.PDF, documenten.PNG, documenten.TEKST, "application/zip"))


@pytest.fixture
def wereld() -> Iterator[Wereld]:
    store = Store.open()
    yield Wereld(store)
    store.sluit()


def heel(zaad: str, mediatype: str, grootte: int) -> bytes:
    return b"".join(documenten.gemaakt(zaad, mediatype, grootte))


@settings(max_examples=150)
@given(MEDIATYPEN, GROOTTEN, st.data())
def test_the_size_is_exact_and_a_range_is_a_slice(mediatype: str, grootte: int, data: st.DataObject) -> None:
    alles = heel("zaad", mediatype, grootte)
    assert len(alles) == grootte
    begin = data.draw(st.integers(0, grootte + 2))
    einde = data.draw(st.one_of(st.none(), st.integers(0, grootte + 2)))
    delen = list(documenten.gemaakt("zaad", mediatype, grootte, begin, einde))
    assert b"".join(delen) == alles[begin:einde]
    assert all(0 < len(deel) <= documenten.STUK for deel in delen)


@pytest.mark.parametrize("mediatype", [documenten.PDF, documenten.PNG, documenten.TEKST, documenten.ANDERS])
def test_the_same_zaad_makes_the_same_bytes_and_another_zaad_others(mediatype: str) -> None:
    assert heel("a", mediatype, 20_000) == heel("a", mediatype, 20_000)
    assert heel("a", mediatype, 20_000) != heel("b", mediatype, 20_000)


@pytest.mark.parametrize("grootte", [10_000, 65_536, 1_000_001])
def test_a_pdf_opens_and_says_that_it_is_made_up(grootte: int) -> None:
    lezer = pypdf.PdfReader(io.BytesIO(heel("zaad", documenten.PDF, grootte)), strict=True)
    assert len(lezer.pages) == 1
    assert "Fictief document" in lezer.pages[0].extract_text()


def png_chunks(inhoud: bytes) -> list[bytes]:
    """The names of its chunks; raises AssertionError where one is broken."""
    assert inhoud.startswith(b"\x89PNG\r\n\x1a\n")
    namen, plaats = [], 8
    while plaats < len(inhoud):
        lengte, naam = struct.unpack_from(">I4s", inhoud, plaats)
        einde = plaats + 8 + lengte
        assert struct.unpack_from(">I", inhoud, einde)[0] == zlib.crc32(inhoud[plaats + 4 : einde])
        if naam == b"IDAT":
            assert len(zlib.decompress(inhoud[plaats + 8 : einde])) == 64 * 65
        namen.append(naam)
        plaats = einde + 4
    assert plaats == len(inhoud)
    return namen


@settings(max_examples=60)
@given(st.one_of(st.integers(6000, 9000), st.integers(65_536 * 2, 65_536 * 2 + 6000)))
def test_a_png_is_whole(grootte: int) -> None:
    namen = png_chunks(heel("zaad", documenten.PNG, grootte))
    assert namen[:2] == [b"IHDR", b"IDAT"]
    assert namen[-1] == b"IEND"


def test_a_text_is_readable() -> None:
    tekst = heel("zaad", documenten.TEKST, 5000).decode("ascii")
    assert tekst.startswith("Fictief document")
    assert all(teken.isprintable() or teken == "\n" for teken in tekst)


def test_two_pieces_that_changed_places_are_seen() -> None:
    eerste, tweede = list(documenten.gemaakt("zaad", documenten.ANDERS, 2 * documenten.STUK))
    assert eerste != tweede


def test_a_large_document_is_never_whole_in_memory() -> None:
    grootte = 50_000_000
    tracemalloc.start()
    try:
        gezien = sum(len(deel) for deel in documenten.gemaakt("zaad", documenten.PDF, grootte))
        _, piek = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert gezien == grootte
    assert piek < 2_000_000


def document(nummer: int, grootte: int, mediatype: str = documenten.PDF) -> Document:
    return Document(f"d{nummer}", f"d{nummer}.pdf", mediatype, grootte, vertrouwelijk=nummer == 2)


def test_what_is_kept_is_what_is_streamed(wereld: Wereld) -> None:
    inhoud = hashlib.shake_256(b"x").digest(2 * blobs.DEEL + 77)
    with wereld.schrijf() as tx:
        eigen = Bestand(document(1, len(inhoud)), inhoud=inhoud)
        documenten.bewaar(tx, "2026010100001", 0, [eigen, Bestand(document(2, 10_000), zaad="z")])
    with wereld.lees() as lezing:
        rij = tables.document_met(lezing, "2026010100001", "d1")
        assert rij is not None
        assert b"".join(documenten.stroom(lezing.conn, rij)) == inhoud
        for begin, einde in ((0, 5), (blobs.DEEL - 3, blobs.DEEL + 3), (2 * blobs.DEEL, None), (7, 7), (10**9, None)):
            delen = list(documenten.stroom(lezing.conn, rij, begin, einde))
            assert b"".join(delen) == inhoud[begin:einde]
            assert all(len(deel) <= documenten.STUK for deel in delen)
        assert documenten.sha256(rij) == hashlib.sha256(inhoud).hexdigest()
        gemaakt = tables.document_met(lezing, "2026010100001", "d2")
        assert gemaakt is not None
        assert gemaakt.vertrouwelijk
        assert documenten.sha256(gemaakt) == hashlib.sha256(heel("z", documenten.PDF, 10_000)).hexdigest()
        assert b"".join(documenten.stroom(lezing.conn, gemaakt, 9_990)) == heel("z", documenten.PDF, 10_000)[9_990:]


def test_a_document_of_an_earlier_version_is_left_as_it_is(wereld: Wereld) -> None:
    with wereld.schrijf() as tx:
        documenten.bewaar(tx, "2026010100001", 0, [Bestand(document(1, 100), zaad="oud")])
        nieuw = [Bestand(document(1, 100), zaad="nieuw"), Bestand(document(2, 100), zaad="nieuw")]
        documenten.bewaar(tx, "2026010100001", 1, nieuw)
        rijen = tx.rijen(tables.document, volgorde=(tables.document.c.document_id,))
    assert [(rij.document_id, rij.volgnummer, rij.zaad) for rij in rijen] == [("d1", 0, "oud"), ("d2", 1, "nieuw")]


@pytest.mark.parametrize(
    ("bestand", "waarom"),
    [
        (Bestand(document(1, 5)), "geen inhoud"),
        (Bestand(document(1, 5), inhoud=b"1234"), "4 bytes groot, opgegeven is 5"),
        (Bestand(document(1, -5), zaad="z"), "-5 bytes"),
    ],
)
def test_a_document_that_cannot_be_is_refused(wereld: Wereld, bestand: Bestand, waarom: str) -> None:
    with wereld.schrijf() as tx:
        with pytest.raises(documenten.BestandOnjuist, match=waarom):
            documenten.bewaar(tx, "2026010100001", 0, [bestand])
        assert tx.aantal(tables.document) == 0


def test_a_range_of_a_blob_that_is_not_there_is_an_error(wereld: Wereld) -> None:
    with wereld.lees() as lezing, pytest.raises(KeyError):
        list(blobs.bereik(lezing.conn, "0" * 64, 0, 1))


@pytest.mark.parametrize(
    ("naam", "mediatype"),
    [("a.PDF", documenten.PDF), ("b.png", documenten.PNG), ("c.txt", documenten.TEKST), ("d", documenten.ANDERS)],
)
def test_the_name_tells_the_mediatype(naam: str, mediatype: str) -> None:
    assert documenten.mediatype_van(naam) == mediatype
