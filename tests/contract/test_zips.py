"""Hostile and damaged zips."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.contract import zips
from simulator.contract.zips import Ingang, ZipFout, ZipOnleesbaar, ZipTeGroot, lees, lees_een

MB = 1 << 20


def zip_van(bestanden: Mapping[str, bytes], soort: int = zipfile.ZIP_DEFLATED) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", soort) as archief:
        for naam, inhoud in bestanden.items():
            archief.writestr(zipfile.ZipInfo(naam, (2026, 1, 1, 0, 0, 0)), inhoud, soort)
    return uit.getvalue()


def rauw(*leden: tuple[bytes, bytes], claim: int | None = None, vlaggen: int = 0, crc: int | None = None) -> bytes:
    """A zip by hand: names and sizes are whatever is asked for. claim: the unpacked size that it says."""
    lokaal, centraal = b"", b""
    for naam, inhoud in leden:
        ingepakt = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = ingepakt.compress(inhoud) + ingepakt.flush()
        som = zlib.crc32(inhoud) if crc is None else crc
        grootte = len(inhoud) if claim is None else claim
        midden = struct.pack("<HHHHHLLLHH", 20, vlaggen, 8, 0, 33, som, len(data), grootte, len(naam), 0)
        plek = len(lokaal)
        lokaal += b"PK\x03\x04" + midden + naam + data
        centraal += b"PK\x01\x02" + struct.pack("<H", 20) + midden + struct.pack("<HHHLL", 0, 0, 0, 0, plek) + naam
    slot = struct.pack("<HHHHLLH", 0, 0, len(leden), len(leden), len(centraal), len(lokaal), 0)
    return lokaal + centraal + b"PK\x05\x06" + slot


def open_(inhoud: bytes) -> list[Ingang]:
    return lees(io.BytesIO(inhoud))


def test_entries_in_their_own_order() -> None:
    ingangen = open_(zip_van({"b.xml": b"<b/>", "a.xml": b"<a/>", "leeg.xml": b""}))
    assert [(i.naam, i.grootte, i.inhoud) for i in ingangen] == [
        ("b.xml", 4, b"<b/>"),
        ("a.xml", 4, b"<a/>"),
        ("leeg.xml", 0, b""),
    ]


def test_an_empty_zip() -> None:
    assert open_(zip_van({})) == []


def test_it_reads_from_the_beginning_whatever_was_read_before() -> None:
    bron = io.BytesIO(zip_van({"a.xml": b"<a/>"}))
    bron.read()
    assert [i.naam for i in lees(bron)] == ["a.xml"]
    assert lees_een(bron, "a.xml") == b"<a/>"


@pytest.mark.parametrize(
    "inhoud",
    [
        b"",
        b"PK",
        b"PK\x03\x04",
        b"dit is geen zip",
        b"<opdracht/>" * 1000,
        b"\x00" * 5000,
        b"\x1f\x8b\x08\x00" + b"\x00" * 30,
        b"PK\x05\x06" + b"\xff" * 18,
        b"PK\x05\x06" + b"\x00" * 8 + b"\xff\xff\xff\x0f" + b"\x00" * 6,
        b"PK\x03\x04" + b"PK\x06\x06" + b"\xff" * 52 + b"PK\x06\x07" + b"\xff" * 16 + b"PK\x05\x06" + b"\xff" * 18,
    ],
)
def test_not_a_zip(inhoud: bytes) -> None:
    with pytest.raises(ZipFout):
        open_(inhoud)
    with pytest.raises(ZipFout):
        lees_een(io.BytesIO(inhoud), "opdracht.xml")


def test_every_cut_is_refused() -> None:
    heel = zip_van({"opdracht.xml": b"<a/>" * 20, "manifest.xml": b"<b/>"})
    for lengte in range(len(heel)):
        with pytest.raises(ZipOnleesbaar):
            open_(heel[:lengte])


class TestNamen:
    """A name is data: it is given as it was sent, and nothing is done with it."""

    @pytest.mark.parametrize(
        "naam",
        [
            "../../etc/passwd",
            "/etc/passwd",
            "map/bestand.xml",
            "..\\..\\windows\\x.xml",
            "C:\\x.xml",
            "a\nb.xml",
            " ",
            "caf\u00e9.xml",
            "\U0001f4a3.xml",
            "CON",
            "opdracht.xml\u202ejpg",
        ],
    )
    def test_as_sent(self, naam: str) -> None:
        assert [i.naam for i in open_(zip_van({naam: b"x"}))] == [naam]

    def test_nul(self) -> None:
        assert [i.naam for i in open_(rauw((b"opdracht.xml\x00.exe", b"x")))] == ["opdracht.xml\x00.exe"]
        assert lees_een(io.BytesIO(rauw((b"opdracht.xml\x00.exe", b"x"))), "opdracht.xml") is None

    def test_no_utf8(self) -> None:
        assert [i.naam for i in open_(rauw((b"\xff\xfe.xml", b"x")))] == [b"\xff\xfe.xml".decode("cp437")]
        with pytest.raises(ZipOnleesbaar):
            open_(rauw((b"\xff\xfe.xml", b"x"), vlaggen=0x800))

    def test_doubles_are_both_given(self) -> None:
        ingangen = open_(rauw((b"a.xml", b"1"), (b"a.xml", b"22")))
        assert [(i.naam, i.inhoud) for i in ingangen] == [("a.xml", b"1"), ("a.xml", b"22")]

    def test_folders(self) -> None:
        assert [(i.naam, i.inhoud) for i in open_(zip_van({"map/": b"", "map/a.xml": b"x"}))] == [
            ("map/", b""),
            ("map/a.xml", b"x"),
        ]

    def test_the_local_name_must_be_the_listed_one(self) -> None:
        inhoud = rauw((b"opdracht.xml", b"x"))
        with pytest.raises(ZipOnleesbaar):
            open_(inhoud.replace(b"opdracht.xml", b"geheimen.xml", 1))


class TestSchade:
    def test_crc(self) -> None:
        with pytest.raises(ZipOnleesbaar):
            open_(rauw((b"a.xml", b"inhoud"), crc=1))

    @pytest.mark.parametrize("claim", [0, 1, 5])
    def test_less_than_there_is(self, claim: int) -> None:
        with pytest.raises(ZipOnleesbaar):
            open_(rauw((b"a.xml", b"inhoud"), claim=claim))

    @pytest.mark.parametrize("claim", [7, 10**6, 2**32 - 2])
    def test_more_than_there_is_counts_for_nothing(self, claim: int) -> None:
        assert [(i.grootte, i.inhoud) for i in open_(rauw((b"a.xml", b"inhoud"), claim=claim))] == [(6, b"inhoud")]

    def test_encrypted(self) -> None:
        with pytest.raises(ZipOnleesbaar, match="encrypted"):
            open_(rauw((b"a.xml", b"inhoud"), vlaggen=1))

    @pytest.mark.parametrize("soort", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_only_the_two_kinds_of_every_zip(self, soort: int) -> None:
        with pytest.raises(ZipOnleesbaar, match="compressiesoort"):
            open_(zip_van({"a.xml": b"inhoud"}, soort))

    def test_an_unknown_kind(self) -> None:
        inhoud = bytearray(zip_van({"a.xml": b"inhoud"}))
        plek = inhoud.rindex(b"PK\x01\x02") + 10
        inhoud[plek : plek + 2] = b"\x63\x00"
        with pytest.raises(ZipOnleesbaar, match="compressiesoort 99"):
            open_(bytes(inhoud))

    @pytest.mark.parametrize("ervoor", [b"\x00", b"\r\n", b"#!/bin/sh\nexit\n", b"--grens\r\n\r\n"])
    def test_something_stands_before_it(self, ervoor: bytes) -> None:
        goed = zip_van({"a.xml": b"inhoud"})
        with pytest.raises(ZipOnleesbaar):
            open_(ervoor + goed)

    def test_two_zips_in_one(self) -> None:
        ander = zip_van({"ander.xml": b"x"})
        with pytest.raises(ZipOnleesbaar):
            open_(zip_van({"a.xml": b"inhoud"})[:-22] + b"rest" + b"x" + ander[-10:])

    def test_a_broken_extra_field(self) -> None:
        goed = rauw((b"a.xml", b"x"), claim=0xFFFFFFFF)
        plek = goed.rindex(b"PK\x01\x02")
        kapot = (
            goed[: plek + 30] + b"\x05\x00" + goed[plek + 32 : plek + 51] + b"\x01\x00\x01\x00\x07" + goed[plek + 51 :]
        )
        with pytest.raises(ZipFout):
            open_(kapot)


class TestBommen:
    def test_one_file_too_large(self) -> None:
        inhoud = zip_van({"groot.xml": b"0" * 50, "klein.xml": b"1"})
        ingangen = lees(io.BytesIO(inhoud), max_bestand=49)
        assert [(i.naam, i.grootte, i.inhoud) for i in ingangen] == [("groot.xml", 50, None), ("klein.xml", 1, b"1")]
        assert lees(io.BytesIO(inhoud), max_bestand=50)[0].inhoud == b"0" * 50
        assert lees_een(io.BytesIO(inhoud), "groot.xml", max_bytes=49) is None

    def test_together_too_large(self) -> None:
        inhoud = zip_van({f"{n}.xml": b"0" * 10 for n in range(10)})
        assert len(lees(io.BytesIO(inhoud), max_uitgepakt=100)) == 10
        with pytest.raises(ZipTeGroot):
            lees(io.BytesIO(inhoud), max_uitgepakt=99)

    def test_what_is_too_large_counts_too(self) -> None:
        inhoud = zip_van({f"{n}.xml": b"0" * 10 for n in range(10)})
        with pytest.raises(ZipTeGroot):
            lees(io.BytesIO(inhoud), max_bestand=9, max_uitgepakt=99)

    def test_the_size_in_the_header_is_not_believed(self) -> None:
        bom = rauw((b"a.xml", b"0" * 1000), claim=2**32 - 2)
        assert lees(io.BytesIO(bom), max_bestand=10)[0].inhoud is None

    def test_ratio(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(zips, "ALTIJD", 1000)
        bom = zip_van({"a.xml": b"0" * MB})
        assert len(bom) * zips.MAX_VERHOUDING < MB
        with pytest.raises(ZipTeGroot):
            open_(bom)
        assert len(open_(zip_van({"a.xml": b"0" * 1000}))) == 1

    def test_memory_stays_small(self) -> None:
        bom = zip_van({f"{n}.xml": bytes(30 * MB) for n in range(3)})
        tracemalloc.start()
        with pytest.raises(ZipTeGroot):
            lees(io.BytesIO(bom), max_bestand=4 * MB, max_uitgepakt=10 * MB)
        piek = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert piek < 16 * MB

    def test_entries_that_share_their_bytes(self) -> None:
        lokaal_lengte = 30 + 5
        basis = bytearray(rauw((b"a.xml", b"0" * 1000)))
        centraal = bytes(basis[basis.rindex(b"PK\x01\x02") : -22])
        dicht = bytes(basis[: -22 - len(centraal)])
        slot = struct.pack("<HHHHLLH", 0, 0, 500, 500, len(centraal) * 500, len(dicht), 0)
        bom = dicht + centraal * 500 + b"PK\x05\x06" + slot
        assert len(dicht) > lokaal_lengte
        with pytest.raises(ZipFout):
            lees(io.BytesIO(bom), max_uitgepakt=100_000)

    def test_a_zip_in_a_zip_is_a_file(self) -> None:
        binnen = zip_van({"a.xml": b"0" * MB})
        assert [(i.naam, i.inhoud) for i in open_(zip_van({"binnen.zip": binnen}))] == [("binnen.zip", binnen)]

    def test_number_of_entries(self) -> None:
        precies = rauw(*((b"%d" % n, b"") for n in range(20_000)))
        assert len(open_(precies)) == 20_000
        with pytest.raises(ZipTeGroot, match="20001"):
            open_(rauw(*((b"%d" % n, b"") for n in range(20_001))))

    @pytest.mark.parametrize("functie", [open_, lambda i: lees_een(io.BytesIO(i), "x")])
    def test_a_list_of_entries_without_end(self, functie: Callable[[bytes], object]) -> None:
        rij = b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
        aantal = (17 * MB) // len(rij)
        slot = struct.pack("<HHHHLLH", 0, 0, 5, 5, len(rij) * aantal, 31, 0)
        bom = b"PK\x03\x04" + b"\x00" * 27 + rij * aantal + b"PK\x05\x06" + slot
        tracemalloc.start()
        with pytest.raises(ZipTeGroot):
            functie(bom)
        piek = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert piek < 20 * MB


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_comes_it_is_read_or_refused(data: st.DataObject) -> None:
    inhoud = bytearray(zip_van({"opdracht.xml": b"<a/>" * 10, "map/": b"", "manifest.xml": b"<b/>"}))
    for _ in range(data.draw(st.integers(1, 5))):
        plek = data.draw(st.integers(0, len(inhoud) - 1))
        inhoud[plek : plek + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    for functie in (open_, lambda i: lees_een(io.BytesIO(i), "opdracht.xml")):
        try:
            functie(bytes(inhoud))
        except ZipFout as fout:
            reden = fout.reden
            assert isinstance(reden, str)
