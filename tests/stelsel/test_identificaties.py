"""The parsers of identifiers: round trip, refusal of what breaks the grammar, and never another exception."""

import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.stelsel import identificaties
from simulator.stelsel.identificaties import IdentificatieFout, akn, frbr, imow, join, oin, tekst, tooi

ORG = st.from_regex(r"gm[0-9]{4}|pv[0-9]{2}|ws[0-9]{4}|mn[0-9]{3}|mnre[0-9]{4}", fullmatch=True)
JAAR = st.integers(1, 9999).map("{:04d}".format)
MOMENT = JAAR | st.dates().map(str)
NAAM = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}", fullmatch=True)
STUK = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)
STAART = st.builds("".join, st.tuples(STUK, st.just("") | STUK.map(";{}".format)))
TAAL = st.sampled_from(frbr.TALEN)

AKN_WERK = st.builds(
    "/akn/{}/{}/{}/{}".format,
    st.sampled_from(akn.LANDEN),
    st.tuples(st.sampled_from(["bill", "act", "doc"]), ORG | st.sampled_from(akn.CONSOLIDATIES)).map("/".join)
    | st.sampled_from(akn.BLADEN).map("officialGazette/{}".format),
    MOMENT,
    NAAM,
)
COMPONENT = st.just("") | st.from_regex(r"/![A-Za-z0-9_=]{1,9}", fullmatch=True)
AKN_EXPRESSIE = st.builds("{}/{}@{}{}".format, AKN_WERK, TAAL, STAART, COMPONENT)
JOIN_WERK = st.builds("/join/id/{}/{}/{}/{}".format, st.sampled_from(join.COLLECTIES), ORG, MOMENT, NAAM)
JOIN_EXPRESSIE = st.builds(
    "/join/id/{}/{}/{}/{}/{}@9999-12-31;{}".format, st.sampled_from(join.COLLECTIES), ORG, MOMENT, NAAM, TAAL, STUK
)
DOEL = st.builds("/join/id/proces/{}/{}/{}".format, ORG, MOMENT, NAAM)
LIJSTWAARDE = st.lists(STUK, min_size=1, max_size=3).map(lambda stukken: "/join/id/stop/" + "/".join(stukken))
OIN = st.from_regex(r"[0-9]{20}", fullmatch=True)
IMOW = st.builds(
    "nl.imow-{}.{}.{}".format,
    st.from_regex(r"(gm|pv|ws|mn|mnre)[0-9]{1,6}", fullmatch=True),
    st.sampled_from(imow.OBJECTTYPEN),
    st.from_regex(r"[A-Za-z0-9]{1,32}", fullmatch=True),
)
PREFIX = st.sampled_from(sorted({prefix.partition("_")[0] for prefix in tekst.PREFIXEN.values()}))
NUMMER = st.from_regex(r"[A-Za-z0-9]{1,3}([._-][A-Za-z0-9]{1,3}){0,3}", fullmatch=True)
SEGMENT = PREFIX | st.builds("{}_{}".format, PREFIX, NUMMER)
PAD = st.lists(SEGMENT, min_size=1, max_size=5).map("__".join)
EID = PAD | st.builds("!{}#{}".format, st.from_regex(r"[A-Za-z0-9_]{1,8}", fullmatch=True), PAD)
WID = st.builds("{}_{}__{}".format, ORG, st.from_regex(r"[A-Za-z0-9-]{1,32}", fullmatch=True), PAD)
WID_KAAL = st.sampled_from(["body", "longTitle", "formula_1", "formula_2", "longTitle_o_1"])
TOOI = st.builds("/tooi/id/gemeente/gm{:04d}".format, st.integers(0, 9999)) | st.from_regex(
    r"/tooi/def/(concept|thes/kern)/c_[0-9a-f]{8}", fullmatch=True
)

FAMILIES: dict[str, tuple[Callable[[str], object], st.SearchStrategy[str]]] = {
    "akn werk": (akn.lees_werk, AKN_WERK),
    "akn expressie": (akn.lees_expressie, AKN_EXPRESSIE),
    "akn": (akn.lees, AKN_WERK | AKN_EXPRESSIE),
    "join werk": (join.lees_werk, JOIN_WERK),
    "join expressie": (join.lees_expressie, JOIN_EXPRESSIE),
    "doel": (join.lees_doel, DOEL),
    "lijstwaarde": (join.lees_lijstwaarde, LIJSTWAARDE),
    "join": (join.lees, JOIN_WERK | JOIN_EXPRESSIE | DOEL | LIJSTWAARDE),
    "werk": (identificaties.lees_werk, AKN_WERK | JOIN_WERK),
    "expressie": (identificaties.lees_expressie, AKN_EXPRESSIE | JOIN_EXPRESSIE),
    "oin": (oin.lees, OIN),
    "imow": (imow.lees, IMOW),
    "eId": (tekst.lees_eid, EID),
    "wId": (tekst.lees_wid, WID | WID_KAAL),
    "tooi": (tooi.lees, TOOI),
}
elke_familie = pytest.mark.parametrize("familie", FAMILIES)


@elke_familie
@given(data=st.data())
def test_heen_en_terug(familie, data):
    lees, goede = FAMILIES[familie]
    identificatie = data.draw(goede)
    assert str(lees(identificatie)) == identificatie


@elke_familie
@given(data=st.data(), plaats=st.integers(0, 400), teken=st.sampled_from(" \n.!%é٣ \t\"<'\\"))
def test_een_teken_dat_niet_in_de_grammatica_staat_wordt_geweigerd(familie, data, plaats, teken):
    lees, goede = FAMILIES[familie]
    identificatie = data.draw(goede)
    plaats %= len(identificatie) + 1
    fout = identificatie[:plaats] + teken + identificatie[plaats:]
    # These signs do stand in some grammars: a dot inside a number, a "!" before a component or a reference.
    if (teken == "." and familie in {"eId", "wId"}) or (teken == "!" and familie == "eId" and plaats == 0):
        return
    with pytest.raises(IdentificatieFout):
        lees(fout)


@elke_familie
@given(data=st.data())
def test_een_deel_te_veel_of_te_weinig_wordt_geweigerd(familie, data):
    lees, goede = FAMILIES[familie]
    identificatie = data.draw(goede)
    for fout in (identificatie + "/", "/" + identificatie, identificatie[1:] if familie != "lijstwaarde" else ""):
        if familie in {"eId", "wId"} and "/" not in fout:
            continue
        with pytest.raises(IdentificatieFout):
            lees(fout)


@elke_familie
@given(data=st.data())
@example(data=None)
def test_willekeurige_tekst_geeft_nooit_een_andere_fout(familie, data):
    lees, goede = FAMILIES[familie]
    if data is None:
        teksten = [
            "",
            "/",
            "@",
            "/akn/",
            "/akn/@",
            "/join/",
            "/join/id",
            "/join/id/stop/",
            "__",
            "!#",
            "/tooi/id/",
            ".",
        ]
    else:
        goed = data.draw(goede)
        knip = data.draw(st.integers(0, len(goed)))
        teksten = [data.draw(st.text()), goed[:knip] + data.draw(st.text(max_size=5)) + goed[knip:]]
    for willekeurig in teksten:
        try:
            terug = str(lees(willekeurig))
        except IdentificatieFout as fout:
            terug = fout.tekst
        assert terug == willekeurig


@given(st.text())
def test_delen_van_willekeurige_tekst(willekeurig):
    assert identificaties.delen(willekeurig)
    assert tekst.delen(willekeurig)
    assert "".join(oin.delen(willekeurig)) == willekeurig
    assert willekeurig.strip().startswith(identificaties.werkdeel(willekeurig))
    assert not re.search(r"[/\-@;]", identificaties.uri_identificatie(willekeurig))


@pytest.mark.parametrize(
    ("fout", "reden"),
    [
        ("akn/nl/act/gm0363/2024/x", "begint niet met /akn/"),
        ("/akn/be/act/gm0363/2024/x", "geen land"),
        ("/akn/nl/wet/gm0363/2024/x", "geen soort"),
        ("/akn/nl/act/gm363/2024/x", "geen code"),
        ("/akn/nl/act/gmb/2024/x", "geen code"),
        ("/akn/nl/officialGazette/gm0363/2024/1", "geen publicatieblad"),
        ("/akn/nl/act/gm0363/24/x", "geen jaartal"),
        ("/akn/nl/act/gm0363/0000/x", "geen jaartal"),
        ("/akn/nl/act/gm0363/2023-02-29/x", "geen jaartal"),
        ("/akn/nl/act/gm0363/2024/x.y", "geen naam"),
        ("/akn/nl/act/gm0363/2024/-x", "geen naam"),
        ("/akn/nl/act/gm0363/2024/" + 129 * "x", "geen naam"),
        ("/akn/nl/act/gm0363/2024", "een werk is"),
        ("/akn/nl/act/gm0363/2024/x/deu@2024", "geen taal"),
        ("/akn/nl/act/gm0363/2024/x/nld@", "achter de '@'"),
        ("/akn/nl/act/gm0363/2024/x/nld@2024;", "achter de '@'"),
        ("/akn/nl/act/gm0363/2024/x/nld@2024;1!main", "achter de '@'"),
        ("/akn/nl/act/gm0363/2024/x/nld@2024;1/main", "componentdeel"),
    ],
)
def test_reden_bij_akn(fout, reden):
    with pytest.raises(akn.AknFout) as gevangen:
        akn.lees(fout)
    assert reden in gevangen.value.reden
    assert gevangen.value.tekst == fout


@pytest.mark.parametrize(
    ("fout", "reden"),
    [
        ("join/id/regdata/gm0363/2024/x", "begint niet met /join/"),
        ("/join/set/regdata/gm0363/2024/x", "niet 'id'"),
        ("/join/id/data/gm0363/2024/x", "geen collectie"),
        ("/join/id/regdata/gemeente/2024/x", "geen code"),
        ("/join/id/regdata/gm0363/2024/x/nld@1", "geen jaartal"),
        ("/join/id/regdata/gm0363/2024/x/nld@2023", "ligt voor"),
        ("/join/id/regdata/gm0363/2024-05-01/x/nld@2024", "ligt voor"),
        ("/join/id/proces/gmb/2024/x", "geen code"),
        ("/join/id/stop/", "waarde van een lijst"),
    ],
)
def test_reden_bij_join(fout, reden):
    with pytest.raises(join.JoinFout) as gevangen:
        join.lees(fout)
    assert reden in gevangen.value.reden


def test_wat_er_in_een_expressie_staat():
    gelezen = akn.lees_expressie("/akn/nl/act/gm0363/2024-05-01/plan/nld@2024-09-30;5/!main")
    assert gelezen.werk == akn.Werk("nl", "act", "gm0363", "2024-05-01", "plan")
    assert gelezen.werk.jaar == 2024
    assert (gelezen.taal, gelezen.moment, gelezen.versie, gelezen.component) == ("nld", "2024-09-30", "5", "main")
    io = identificaties.lees_expressie("/join/id/regdata/ws0653/2024/Gebied/nld@2024")
    assert isinstance(io.werk, join.Werk)
    assert (io.werk.jaar, io.versie, io.component) == (2024, None, None)


def test_binnenin_een_foute_identificatie_kijken():
    assert identificaties.delen("/akn/be/wet/x") == ("akn", "be", "wet", "x")
    assert identificaties.werkdeel("/akn/nl/act/gm1/2024/x/nld@2024;1") == "/akn/nl/act/gm1/2024/x"
    assert identificaties.werkdeel("/akn/nl/act/gm1/2024/x") == "/akn/nl/act/gm1/2024/x"
    assert imow.delen("nl.imow-gm1.Activiteit.a.b") == ("gm1", "Activiteit", "a", "b")
    assert tooi.delen("/tooi/id/stad/gm1") == ("tooi", "id", "stad", "gm1")


@pytest.mark.parametrize(
    ("identificatie", "uri"),
    [
        ("/akn/nl/act/gm0160/2023/omgevingsplan", "_akn_nl_act_gm0160_2023_omgevingsplan"),
        (
            "/akn/nl/act/ws0653/2023-12-05/fdff9a72-7954-4E5c",
            "_akn_nl_act_ws0653_2023_12_05_fdff9a72_7954_4E5c",
        ),
        (
            "/akn/nl/act/gm0014/2020/omgevingsplan/nld@2024-09-30;5",
            "_akn_nl_act_gm0014_2020_omgevingsplan_nld_2024_09_30_5",
        ),
    ],
)
def test_uri_identificatie(identificatie, uri):
    assert identificaties.uri_identificatie(identificatie) == uri
    assert identificaties.uri_ontsluiten(identificatie) == uri


def test_uri_vormen_verschillen_bij_een_reeks():
    assert identificaties.uri_identificatie("/a--b") == "_a__b"
    assert identificaties.uri_ontsluiten("/a--b") == "_a_b"


def test_oin_kent_zijn_register():
    assert oin.lees("00000003123456780000").is_hrn
    assert not oin.lees("00000001003214345000").is_hrn
    assert oin.lees("00000001003214345000").register == "RSIN"
    assert oin.lees("12345678901234567890").register == "onbekend"


def test_segmenten_van_een_eid():
    gelezen = tekst.lees_eid("!cmp_I#chp_22__art_22.2__para_1__list_o_1__item_o")
    assert gelezen.component == "cmp_I"
    assert [s.prefix for s in gelezen.segmenten] == ["chp", "art", "para", "list", "item"]
    assert [s.nummer for s in gelezen.segmenten] == ["22", "22.2", "1", "o_1", "o"]
    assert [s.ongenummerd for s in gelezen.segmenten] == [False, False, False, True, False]
    wid = tekst.lees_wid("gm0233_1-0__chp_22")
    assert (wid.org, wid.versie) == ("gm0233", "1-0")


@pytest.mark.parametrize(
    "fout", ["art_1.", "art_1.__para_1", "chp_1_art_1__", "__art_1", "hoofdstuk_1", "art_", "art__1", "chp_1___art_1"]
)
def test_foute_eid(fout):
    with pytest.raises(tekst.TekstIdFout):
        tekst.lees_eid(fout)


@pytest.mark.parametrize("fout", ["chp_1", "gm9920__chp_1", "gm99_1__chp_1", "gm9920_1_2__chp_1", "art_1__body"])
def test_foute_wid(fout):
    with pytest.raises(tekst.TekstIdFout):
        tekst.lees_wid(fout)


@pytest.mark.parametrize(
    ("element", "identificatie", "past"),
    [
        ("Artikel", "chp_1__art_1.1", True),
        ("Artikel", "chp_1__para_1", False),
        ("Aanhef", "formula_1", True),
        ("Aanhef", "formula_2", False),
        ("Sluiting", "gm9920_1__formula_2_o_1", True),
        ("Afdeling", "chp_1__subchp_1.1", True),
        ("Hoofdstuk", "subchp_1.1", False),
        ("Al", "art_1", False),
    ],
)
def test_past_bij(element, identificatie, past):
    assert tekst.past_bij(element, identificatie) is past


@pytest.mark.shared
def test_identificaties_in_echte_pakketten_zijn_leesbaar(shared):
    geteld = dict.fromkeys(("akn", "join", "eId", "wId", "imow", "tooi"), 0)
    geweigerd = set()
    for inhoud in _teksten(shared):
        for soort, identificatie in _gevonden(inhoud):
            try:
                assert str(LEZERS[soort](identificatie)) == identificatie
                geteld[soort] += 1
            except IdentificatieFout:
                geweigerd.add((soort, identificatie))
    assert all(aantal > 20 for aantal in geteld.values()), geteld
    # Real packages hold a few wIds without a maker or without a version, which no rule forbids.
    assert {soort for soort, _ in geweigerd} <= {"wId"}, sorted(geweigerd)
    assert len(geweigerd) <= 10, sorted(geweigerd)


LEZERS: dict[str, Callable[[str], object]] = {
    "akn": akn.lees,
    "join": join.lees,
    "eId": tekst.lees_eid,
    "wId": tekst.lees_wid,
    "imow": imow.lees,
    "tooi": tooi.lees,
}
PATRONEN = {
    "akn": r">\s*(/akn/[^<\s]+)",
    "join": r">\s*(/join/[^<\s]+)",
    "eId": r'\seId="([^"]+)"',
    "wId": r'\swId="([^"]+)"',
    "imow": r">(nl\.imow-[^<]+)<",
    "tooi": r">\s*(/tooi/[^<\s]+)",
}


def _gevonden(inhoud):
    return {(soort, treffer) for soort, patroon in PATRONEN.items() for treffer in re.findall(patroon, inhoud)}


def _teksten(shared):
    for pakket in sorted((shared / "koppelvlakken/data/lvbb/packages").glob("*.zip")):
        with zipfile.ZipFile(pakket) as zip_:
            for naam in zip_.namelist():
                if naam.endswith((".xml", ".gml")):
                    yield zip_.read(naam).decode()
