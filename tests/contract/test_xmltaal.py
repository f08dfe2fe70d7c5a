"""What is said of XML that cannot be read is in Dutch, for any way to break a document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.contract import xml
from tests.engels import engelse_woorden

GOED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<a:wortel xmlns:a="urn:a" soort="x"><!-- q -->\n'
    b"<a:kind nr='1'>tekst &amp; &#233; <![CDATA[< q]]></a:kind>\n<a:leeg/><?pi w?></a:wortel>\n"
)
STUKKEN = (
    b"<",
    b">",
    b"&",
    b"]]>",
    b"--",
    b"\x01",
    b"\xff",
    b"<?xml v?>",
    b"<b:x/>",
    b"&q;",
    b"&#0;",
    b"'",
    b'"',
    b"=",
)


@pytest.mark.parametrize(
    ("inhoud", "verwacht"),
    [
        (b"<a><b></a>", "eindtag a past niet bij begintag b van regel 1"),
        (b"<a>\n<b:c/></a>", "prefix b heeft geen namespace"),
        (b"<a x='1' x='2'/>", "attribuut x staat twee keer op hetzelfde element"),
        (b"<a>&euro;</a>", "entiteit euro is onbekend"),
        (b"<a>x & y</a>", "begint met een letter"),
        (b"<a>x &y</a>", "een losse & schrijft u als &amp;"),
        (b"<a/><b/>", "na het hoofdelement staat nog iets"),
        (b"geen xml", "het document begint niet met een element"),
        (b"<a", "een"),
        (b"<a>\x01</a>", "dit teken mag niet in XML"),
        (b"<a>\xff</a>", "de bytes passen niet bij de codering"),
        (b"<a b=c/>", "de waarde van een attribuut hoort tussen"),
    ],
)
def test_een_gebroken_document(inhoud: bytes, verwacht: str) -> None:
    with pytest.raises(xml.XmlFout) as fout:
        xml.lees(inhoud)
    assert verwacht in fout.value.reden
    assert not engelse_woorden(fout.value.reden)


@settings(max_examples=600, deadline=None)
@given(plek=st.integers(0, len(GOED)), weg=st.integers(0, 12), erin=st.sampled_from((b"", *STUKKEN)))
def test_hoe_men_het_ook_breekt(plek: int, weg: int, erin: bytes) -> None:
    assert not any(engelse_woorden(zin) for zin in gezegd(GOED[:plek] + erin + GOED[plek + weg :]))


def gezegd(inhoud: bytes) -> tuple[str, ...]:
    try:
        return xml.lees(inhoud).waarschuwingen
    except xml.XmlFout as fout:
        return (fout.reden or "the reason is empty",)


def test_een_heel_document_wordt_gelezen() -> None:
    assert xml.lees(GOED).waarschuwingen == ()
