"""Hostile and damaged XML."""

import gc
import socket
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.contract.xml import (
    XmlDoctype,
    XmlFout,
    XmlOnleesbaar,
    XmlTeGroot,
    lees,
    lokale_naam,
    namespace_van,
    plaats_van,
    tekst_van,
)

MB = 1 << 20
NS_FOUT = b'<a xmlns:s="een twee">'


def test_plain_document() -> None:
    gelezen = lees(b'<?xml version="1.0" encoding="UTF-8"?>\n<a><b>caf\xc3\xa9</b></a>')
    assert (gelezen.wortel.findtext("b"), gelezen.waarschuwingen) == ("café", ())


@pytest.mark.parametrize(
    "inhoud",
    [
        b"",
        b" \n\t ",
        b"tekst",
        b"<a>",
        b"<a><b></a>",
        b"<a/><b/>",
        b"<a>&niets;</a>",
        b"<a>\x00</a>",
        b"<a>\x01</a>",
        b"\x00" * 50,
        b'<a b="1" b="2"/>',
        b'  <?xml version="1.0"?><a/>',
        b"PK\x03\x04",
        b"<!-- zonder einde",
        b"<?p zonder einde",
    ],
)
def test_not_well_formed(inhoud: bytes) -> None:
    with pytest.raises(XmlOnleesbaar):
        lees(inhoud)


def test_the_line_of_the_fault_is_known() -> None:
    with pytest.raises(XmlOnleesbaar) as gevangen:
        lees(b"<a>\n<b>\n</c></a>")
    assert gevangen.value.regel == 3


class TestDoctype:
    @pytest.mark.parametrize(
        "inhoud",
        [
            b"<!DOCTYPE a><a/>",
            b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
            b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
            b'<!DOCTYPE a PUBLIC "-//x" "file:///etc/passwd"><a/>',
            b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>',
            b'<?xml version="1.0"?><!-- <a> --><?p <b> ?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            b"\xef\xbb\xbf<!DOCTYPE a><a/>",
            "<!DOCTYPE a><a/>".encode("utf-16"),
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
            b"<!DOCTYPE a [" + b"x" * 1000,
        ],
    )
    def test_refused_whatever_it_holds(self, inhoud: bytes) -> None:
        with pytest.raises(XmlDoctype):
            lees(inhoud)

    def test_billion_laughs(self) -> None:
        lagen = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
        bom = b'<!DOCTYPE a [<!ENTITY l0 "ha">' + lagen + b']><a b="&l11;">&l11;</a>'
        tracemalloc.start()
        with pytest.raises(XmlDoctype):
            lees(bom)
        piek = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert piek < MB

    def test_only_the_word_is_no_doctype(self) -> None:
        assert lees(b"<!-- <!DOCTYPE a> --><a>&lt;!DOCTYPE a&gt;<![CDATA[<!DOCTYPE b>]]></a>").wortel.tag == "a"

    def test_in_the_middle_it_is_a_fault(self) -> None:
        with pytest.raises(XmlOnleesbaar):
            lees(b"<a><!DOCTYPE b></a>")


class TestNetwerk:
    @pytest.fixture
    def geen_verbinding(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
        gezocht: list[object] = []
        monkeypatch.setattr(socket, "getaddrinfo", lambda *wat: gezocht.append(wat))
        yield gezocht
        assert gezocht == []

    def test_nothing_is_fetched(self, tmp_path: Path, geen_verbinding: list[object]) -> None:
        geheim = tmp_path / "geheim.txt"
        geheim.write_text("geheim")
        inhoud = (
            f'<?xml-stylesheet href="{geheim.as_uri()}"?>'
            '<a xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
            ' xsi:schemaLocation="urn:x http://127.0.0.1:9/x.xsd">'
            f'<xi:include href="{geheim.as_uri()}" parse="text"/></a>'
        )
        assert tekst_van(lees(inhoud.encode()).wortel) == ""


class TestGrenzen:
    def test_bytes(self) -> None:
        assert lees(b"<a/>", max_bytes=4).wortel.tag == "a"
        with pytest.raises(XmlTeGroot):
            lees(b"<a/> ", max_bytes=4)

    @pytest.mark.parametrize("diepte", [5, 255, 256])
    def test_depth_up_to_the_limit(self, diepte: int) -> None:
        inhoud = b"<a>" * diepte + b"</a>" * diepte
        assert lees(inhoud, max_depth=diepte).wortel.tag == "a"
        with pytest.raises(XmlTeGroot):
            lees(b"<a>" + inhoud + b"</a>", max_depth=diepte)

    @pytest.mark.parametrize("dicht", [True, False])
    def test_nested_100_mb_is_refused_before_it_is_a_tree(self, dicht: bool) -> None:
        aantal = (100 * MB) // 7
        bom = b"<a>" * aantal + b"</a>" * aantal if dicht else b"<a>" * ((100 * MB) // 3)
        gc.collect()
        tracemalloc.start()
        with pytest.raises(XmlTeGroot):
            lees(bom)
        piek = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert piek < 4 * MB

    def test_deep_but_few(self) -> None:
        with pytest.raises(XmlTeGroot):
            lees(b"<a>" * 20_000)

    def test_wide_is_counted(self) -> None:
        assert len(lees(b"<a>" + b"<b/>" * 9 + b"</a>", max_knopen=10).wortel) == 9
        for inhoud in (b"<a>" + b"<b/>" * 10 + b"</a>", b"<a " + b" ".join(b'b%d=""' % n for n in range(10)) + b"/>"):
            with pytest.raises(XmlTeGroot):
                lees(inhoud, max_knopen=10)

    def test_one_long_text_is_read(self) -> None:
        lang = b"1234567.123 " * MB
        assert len(lees(b"<a><posList>" + lang + b"</posList></a>").wortel[0].text or "") == len(lang)

    def test_a_long_text_does_not_open_the_door_for_depth(self) -> None:
        with pytest.raises(XmlTeGroot):
            lees(b"<a>" + b"x" * (11 * MB) + b"<b>" * 300 + b"</b>" * 300 + b"</a>")


class TestCodering:
    @pytest.mark.parametrize(
        ("naam", "codec"),
        [
            ("UTF-8", "utf-8"),
            ("utf-8", "utf-8-sig"),
            ("ISO-8859-1", "latin-1"),
            ("iso-8859-15", "iso8859-15"),
            ("windows-1252", "cp1252"),
            ("UTF-16", "utf-16"),
        ],
    )
    def test_as_declared(self, naam: str, codec: str) -> None:
        inhoud = f'<?xml version="1.0" encoding="{naam}"?><a>één</a>'.encode(codec)
        assert lees(inhoud).wortel.text == "één"

    def test_utf16_without_a_declaration(self) -> None:
        assert lees("<a>één</a>".encode("utf-16")).wortel.text == "één"

    @pytest.mark.parametrize(
        "inhoud",
        [
            '<?xml version="1.0" encoding="UTF-8"?><a>één</a>'.encode("latin-1"),
            "<a>één</a>".encode("latin-1"),
            '<?xml version="1.0" encoding="US-ASCII"?><a>één</a>'.encode(),
            '<?xml version="1.0" encoding="UTF-16"?><a>één</a>'.encode(),
            b'<?xml version="1.0" encoding="UTF-7"?><a>een</a>',
            b'<?xml version="1.0" encoding="UTF-7"?>' + "<a>één</a>".encode("utf-7"),
            b'<?xml version="1.0"' + b" " * 5000 + b'encoding = "UTF-7"?><a>+AGE-</a>',
            '<?xml version="1.0" encoding="UTF-7"?><a/>'.encode("utf-16"),
            '<?xml version="1.0" encoding="IBM037"?><a/>'.encode("cp037"),
            b'<?xml version="1.0" encoding="bestaatniet"?><a/>',
            b'<?xml version="1.0" encoding=""?><a/>',
            "<a>één</a>".encode("utf-16-le"),
            "<a>één</a>".encode("utf-32"),
            "<a>één</a>".encode("utf-16")[:-3],
            b"<a>\xed\xa0\x80</a>",
            b"<a>\xc0\xbc</a>",
        ],
    )
    def test_other_bytes_than_it_says(self, inhoud: bytes) -> None:
        with pytest.raises(XmlOnleesbaar):
            lees(inhoud)


class TestNaamruimten:
    """A namespace that is no URI is let pass, and nothing else with it."""

    def test_sole_complaint(self) -> None:
        gelezen = lees(NS_FOUT + b"<b>1</b></a>")
        assert tekst_van(gelezen.wortel) == "1"
        assert [w.startswith("regel 1: ") for w in gelezen.waarschuwingen] == [True]

    @pytest.mark.parametrize(
        "inhoud",
        [
            NS_FOUT,
            NS_FOUT + b"<b>",
            NS_FOUT + b"<b></a>",
            NS_FOUT + b"</a><a/>",
            NS_FOUT + b"&niets;</a>",
            NS_FOUT + b"<p:b/></a>",
            NS_FOUT + b'<b c="1" c="2"/></a>',
            NS_FOUT + b"\xe9</a>",
        ],
    )
    def test_with_another_fault_it_is_refused(self, inhoud: bytes) -> None:
        with pytest.raises(XmlOnleesbaar):
            lees(inhoud)

    @pytest.mark.parametrize("aantal", [98, 99, 100, 101, 1000])
    def test_a_cut_off_file_never_hides_behind_many_of_them(self, aantal: int) -> None:
        with pytest.raises(XmlOnleesbaar):
            lees(b"<a>" + b'<b xmlns:s="een twee"/>' * aantal)

    def test_every_cut_is_refused(self) -> None:
        heel = b'<?xml version="1.0"?>\n' + NS_FOUT + b'<b c="1">x</b><!-- y --></a>'
        assert lees(heel).waarschuwingen != ()
        for lengte in range(len(heel)):
            with pytest.raises(XmlFout):
                lees(heel[:lengte])

    def test_depth_counts_too(self) -> None:
        with pytest.raises(XmlTeGroot):
            lees(NS_FOUT + b"<b>" * 10 + b"</b>" * 10 + b"</a>", max_depth=10)


class TestOpmerkingen:
    """Comments and processing instructions say nothing, and do not cut a text in two."""

    def test_left_out(self) -> None:
        wortel = lees(b"<!-- 1 --><?p 2?><a>le<!-- 3 -->ver<?p 4?>ing<b/><!-- 5 -->-1</a><!-- 6 -->").wortel
        assert (wortel.text, tekst_van(wortel), len(wortel)) == ("levering", "levering-1", 1)
        assert (wortel.getprevious(), wortel.getnext()) == (None, None)

    def test_the_line_stays_that_of_the_file(self) -> None:
        wortel = lees(b"<a>\n<!-- 1\n2 -->\n<b/><!-- 3 --><b><?p?><c/></b></a>").wortel
        assert plaats_van(wortel[1][0]) == "regel 4: /a/b[2]/c"


def test_text_of_nothing() -> None:
    assert tekst_van(None) == ""


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_comes_it_is_read_or_refused(data: st.DataObject) -> None:
    goed = (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<a xmlns:s="een twee" b="c"><d>e&amp;f</d><![CDATA[g]]><!--h--></a>'
    )
    inhoud = bytearray(goed)
    for _ in range(data.draw(st.integers(1, 4))):
        plek = data.draw(st.integers(0, len(inhoud) - 1))
        inhoud[plek : plek + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        gelezen = lees(bytes(inhoud))
    except XmlFout:
        return

    assert gelezen.wortel.getroottree().docinfo.doctype == ""


@pytest.mark.parametrize("namespace", ["${ns}", "}", "{", "a{b}c", "urn:gewoon", ""])
def test_the_name_of_an_element_in_any_namespace(namespace: str) -> None:
    wortel = lees(f'<wortel xmlns="{namespace}"><kind/></wortel>'.encode()).wortel
    assert (lokale_naam(wortel), namespace_van(wortel)) == ("wortel", namespace)
    assert (lokale_naam(wortel[0]), plaats_van(wortel[0])) == ("kind", "regel 1: /wortel/kind")
    assert (lokale_naam("{urn:a}b"), namespace_van("{urn:a}b"), namespace_van("b")) == ("b", "urn:a", "")
