"""The messages as XML: the order and namespaces of the real ones, valid, and safe whatever is in them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulator.contract import schemas
from simulator.contract.xml import lees
from simulator.lvbb import antwoorden
from simulator.lvbb.antwoorden import Stap
from simulator.lvbb.render import LVBB, STOP, WORTEL, Bericht, Melding, kan_in_xml, xml
from tests.contract.officieel import ROOTS, Oordeel

OP = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)
M = Melding("LVBB1501", "fout", "inhoudelijk", "tekst", "opdracht.xml")
T = Melding("LVBB1012", "fout", "technisch", "tekst")
DL3 = Melding("DL-0003", "informatie", "technisch", "tekst")
PUB = antwoorden.gepubliceerd("id-1", "gmb-2026-1", "/akn/nl/bill/gm9920/2026/x/nld@2026-03-02", OP).bericht

UITKOMSTEN = {
    "validatieOpdracht": [
        "valide",
        "niet-valide",
        "consolidatie-niet-valide",
        "opdracht-niet-valide",
        "behandeling-afgebroken",
    ],
    "publicatieOpdracht": ["gepubliceerd", "niet-valide", "opdracht-niet-valide", "behandeling-afgebroken"],
    "breekPublicatieAfOpdracht": ["ok", "behandeling-mislukt"],
}
BERICHTEN = [
    *(
        Bericht(WORTEL[soort], "mislukt", "id-1", uitkomst, meldingen=meldingen)
        for soort, uitkomsten in UITKOMSTEN.items()
        for uitkomst in uitkomsten
        for meldingen in ((), (M,), (M, DL3, M))
    ),
    *(Bericht(WORTEL[soort], "succes", "id-1", voortgang="validatie-voltooid") for soort in list(UITKOMSTEN)[:2]),
    Bericht(WORTEL["publicatieOpdracht"], "succes", "id-1", voortgang="registratie-voltooid", meldingen=(DL3,)),
    *(Bericht(wortel, "mislukt", meldingen=(T, T)) for wortel in WORTEL.values()),
    PUB,
]


@pytest.fixture(scope="module")
def officieel(shared: Path) -> Callable[[etree._Element], bool]:
    """Whether the official schema takes a message."""
    schema = Oordeel(shared / "koppelvlakken/data/lvbb/schema_1.3.0", ROOTS["transport"])
    return lambda wortel: schema.eerste_fout(wortel) is None


@pytest.mark.parametrize("bericht", BERICHTEN)
def test_fits_our_schema(bericht: Bericht) -> None:
    assert schemas.toets("transport", lees(xml(bericht, OP)).wortel) == []


@pytest.mark.shared
@pytest.mark.parametrize("bericht", BERICHTEN)
def test_fits_the_official_schema(officieel: Callable[[etree._Element], bool], bericht: Bericht) -> None:
    assert officieel(lees(xml(bericht, OP)).wortel)


@pytest.mark.shared
def test_the_official_schema_does_refuse(officieel: Callable[[etree._Element], bool]) -> None:
    fout = Bericht(WORTEL["breekPublicatieAfOpdracht"], "mislukt", "id-1", "niet-valide")
    assert not officieel(lees(xml(fout, OP)).wortel)


def vorm(wortel: etree._Element) -> list[tuple[str, str | None]]:
    """Every element in order with its prefix."""
    return [(str(e.tag), e.prefix) for e in wortel.iter(etree.Element)]


ECHT = {
    "01": Bericht(WORTEL["validatieOpdracht"], "succes", "x", voortgang="validatie-voltooid", meldingen=(DL3,)),
    "02": Bericht(WORTEL["validatieOpdracht"], "succes", "x", "valide", meldingen=(DL3,)),
    "03": PUB,
    "04": Bericht(WORTEL["publicatieOpdracht"], "mislukt", "x", "niet-valide", meldingen=(M,)),
    "05": Bericht(WORTEL["validatieOpdracht"], "mislukt", meldingen=(T,)),
    "06": Bericht(WORTEL["validatieOpdracht"], "mislukt", meldingen=(T,)),
}


@pytest.mark.shared
@pytest.mark.parametrize("nummer", sorted(ECHT))
def test_as_the_real_ones(shared: Path, nummer: str) -> None:
    [pad] = (shared / "koppelvlakken/data/lvbb/reports").glob(f"{nummer}_*.xml")
    echt, ons = pad.read_bytes(), xml(ECHT[nummer], OP)
    wortel = lees(echt).wortel
    assert vorm(lees(ons).wortel) == vorm(wortel)
    assert lees(ons).wortel.nsmap == wortel.nsmap
    assert ons.startswith(b"<?xml") == echt.startswith(b"<?xml")
    assert ons.count(b"\n   ") == echt.count(b"\n   ")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("nummer", "fase", "code"),
    [("09", "ozon", "OZON0088"), ("12", "domein", "SCHEMA.OW.03.2"), ("13", "geometrie", "GEOMETRY.03.2")],
)
def test_the_frames_of_the_services_behind_it(shared: Path, nummer: str, fase: str, code: str) -> None:
    """The codes around the findings, in their order."""
    [pad] = (shared / "koppelvlakken/data/lvbb/reports").glob(f"{nummer}_*.xml")
    echt = [e.text for e in lees(pad.read_bytes()).wortel.iter(f"{{{STOP}}}code")]
    kop = antwoorden._KOP[fase]
    assert echt[0] == kop
    bekend = {kop, "EINDE CONTROLES", "GEOMETRY.03", "SCHEMA.OW.03"}
    assert any(gevonden == code for gevonden in echt)
    assert {c for c in echt[1:] if c in bekend} == {
        "ozon": {"EINDE CONTROLES"},
        "domein": {"SCHEMA.OW.03", "EINDE CONTROLES"},
        "geometrie": {"GEOMETRY.03"},
    }[fase]


class TestTekens:
    @pytest.mark.parametrize(
        ("tekst", "gelezen"),
        [
            ("a < b & c > d", "a < b & c > d"),
            ("]]>", "]]>"),
            ('"enkel\' en dubbel"', '"enkel\' en dubbel"'),
            ("één \U0001f600", "één \U0001f600"),
            ("nul\x00 en bel\x07", "nul? en bel?"),
            ("los \ud800 surrogaat", "los ? surrogaat"),
            ("\ufffe\uffff", "??"),
            ("<!DOCTYPE a>", "<!DOCTYPE a>"),
            ("&lt;", "&lt;"),
        ],
    )
    def test_in_every_place(self, tekst: str, gelezen: str) -> None:
        melding = Melding(tekst, "fout", "inhoudelijk", tekst, tekst, (("eigenschap", tekst),))
        for bericht in (
            Bericht(WORTEL["publicatieOpdracht"], "mislukt", tekst, "niet-valide", meldingen=(melding,)),
            Bericht(WORTEL["publicatieOpdracht"], "mislukt", meldingen=(melding,)),
        ):
            wortel = lees(xml(bericht, OP)).wortel
            for naam in ("code", "categorie", "beschrijving", "metadata/{*}uitspraak"):
                assert wortel.findtext(f".//{{{STOP}}}{naam}") == gelezen
        eerste = Bericht(WORTEL["publicatieOpdracht"], "mislukt", tekst, "niet-valide")
        assert lees(xml(eerste, OP)).wortel.findtext(f".//{{{LVBB}}}idLevering") == gelezen

    def test_a_property_is_quoted(self) -> None:
        melding = Melding("a", "fout", "technisch", "b", "", (('x" y="<', "z"),))
        wortel = lees(xml(Bericht(WORTEL["publicatieOpdracht"], "mislukt", meldingen=(melding,)), OP)).wortel
        assert [dict(u.attrib) for u in wortel.iter(f"{{{STOP}}}uitspraak")] == [{"property": 'x" y="<'}]

    @given(st.text())
    def test_whatever_the_text_it_reads(self, tekst: str) -> None:
        bericht = Bericht(WORTEL["publicatieOpdracht"], "mislukt", tekst, "niet-valide", meldingen=(M,))
        gelezen = lees(xml(bericht, OP)).wortel.findtext(f".//{{{LVBB}}}idLevering")
        if kan_in_xml(tekst) and "\r" not in tekst:
            assert (gelezen or "") == tekst

    @pytest.mark.parametrize("id_", ["met.punten", "x" * 81, "a", "-begin", "spatie erin"])
    def test_an_id_that_the_schema_forbids_is_told_as_it_is(self, id_: str) -> None:
        """As in 2021, when an idLevering with dots came back in a message."""
        wortel = lees(xml(Bericht(WORTEL["publicatieOpdracht"], "mislukt", id_, "niet-valide"), OP)).wortel
        assert wortel.findtext(f".//{{{LVBB}}}idLevering") == id_
        assert [fout.element for fout in schemas.toets("transport", wortel)] == ["idLevering"]


@pytest.mark.parametrize("bericht", BERICHTEN)
def test_a_message_on_the_agenda_is_the_same_afterwards(bericht: Bericht) -> None:
    import orjson

    if bericht is PUB:  # is sent at once: publication stands on the agenda, not its message
        return
    stap = Stap(bericht, "in-behandeling")
    terug = Stap.uit_json(orjson.loads(orjson.dumps(stap.als_json())))
    assert (xml(terug.bericht, OP), terug.status) == (xml(bericht, OP), "in-behandeling")


def test_the_moment_is_utc_to_the_microsecond() -> None:
    wortel = lees(xml(BERICHTEN[0], OP)).wortel
    assert wortel.findtext(f".//{{{LVBB}}}tijdstipVerslag") == "2026-03-02T08:00:00.123456Z"
