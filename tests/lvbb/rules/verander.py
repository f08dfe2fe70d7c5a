"""Random changes in a document, to hold our rules against an oracle: each is small, and in something a rule looks at.

Whether the outcome is still valid to a schema is for the caller to find out.
"""

import copy
import random
from collections.abc import Callable, Sequence

from lxml import etree

from simulator.contract import xml
from tests.lvbb.rules.voorbeelden import DATA, stap
from tests.lvbb.rules.voorbeelden_io import STIJL

TEKST_NS = "https://standaarden.overheid.nl/stop/imop/tekst/"
WERK = "/join/id/stop/work_"
STAP = "/join/id/stop/procedure/stap_"
PROCEDURE = "/join/id/stop/proceduretype_"
STAPPEN = ("002", "003", "004", "005", "014", "015", "016", "018", "019", "020", "021", "099")
DAGEN = ("2020-01-01", "2020-02-19", "2021-06-25", "2021-06-26", "2021-09-01", "2022-01-01", "2022-01-01T10:00:00Z")
IDS = frozenset(
    (
        "FRBRWork",
        "FRBRExpression",
        "instrumentVersie",
        "informatieobjectRef",
        "instrument",
        "opvolgerVan",
        "heeftGeboorteregeling",
        "doel",
        "mededelingOver",
        "officieleTitel",
    )
)
DELEN = (
    "akn",
    "join",
    "nl",
    "be",
    "id",
    "bill",
    "act",
    "doc",
    "regdata",
    "infodata",
    "proces",
    "gm9920",
    "pv26",
    "x",
    "2021",
)
DELEN += (
    "gemeente",
    "consolidatie",
    "2021-02-30",
    "2021-02-03",
    "a.b",
    "a_b",
    "nld@2021",
    "nl@2021;1",
    "nld@2019-01-01",
    "!x",
    "",
)

TEKSTEN: dict[str, Sequence[str]] = {
    "soortWork": [WERK + nr for nr in ("003", "005", "006", "010", "015", "018", "019", "021", "022", "023")],
    "soortStap": [STAP + nr for nr in STAPPEN],
    "voltooidOp": DAGEN,
    "datum": DAGEN[:6],
    "soortProcedure": (PROCEDURE + "ontwerp", PROCEDURE + "definitief"),
    "eId": ("art_I", "art_II", "art_X", "!x#art_II", "body", "cmp_A"),
    "soortTijdstempel": ("juridischWerkendVanaf", "geldigVanaf"),
    "eindverantwoordelijke": [
        f"/tooi/id/{naam}/x" for naam in ("gemeente", "provincie", "waterschap", "ministerie", "orgaan")
    ],
    "soortBestuursorgaan": [
        f"/tooi/def/thes/kern/c_{nr}" for nr in ("2a7d8663", "70c87e3d", "61676cbc", "91fb5e42", "1")
    ],
    "versienummer": ("1", "1.0", "a_b", "x" * 33, "a-b"),
    "alternatieveTitel": ("Titel", "Een titel"),
    "citeertitel": ("Titel", "Een titel"),
    "publicatieinstructie": ("TeConsolideren", "AlleenBekendTeMaken", "Informatief"),
    "formaatInformatieobject": [
        f"/join/id/stop/{naam}" for naam in ("informatieobject/gio_002", "informatieobject/doc_001", "gio_002")
    ],
    "soortKennisgeving": [
        f"Kennisgeving{naam}" for naam in ("Besluittermijnen", "VoorgenomenBesluit", "UitspraakRechter")
    ],
    "onderwerp": ("/tooi/def/concept/c_1", "/tooi/def/concept/c_2"),
    "groepID": ("g1", "g2", "g3"),
    "label": ("Groep 1", "Groep 2"),
    "kwalitatieveNormwaarde": ("hoog", "laag", " "),
    "Al": ("", " ", "x"),
    "Opschrift": ("", "x"),
    "FeatureTypeName": ("Locatie", "geo:Locatie", "geo:Gebied"),
    "SemanticTypeIdentifier": ("geo:geometrie", "geo:groepID", "geo:naam", "groepID", "geo:kwantitatieveNormwaarde"),
    "PropertyName": ("groepID", "kwantitatieveNormwaarde"),
    "SvgParameter": ("#00ff00", "#00FF00", "1", "1.25", "butt", "round", "4 2", "x", "0", "0.55x"),
    "WellKnownName": ("star", "Star"),
    "Size": ("1", "1.5"),
    "Format": ("image/png", "image/gif"),
    "pos": ("1 2", ""),
    "posList": ("1 2 3 4 5 6 1 2", ""),
}
ATTRIBUTEN: dict[str, Sequence[str]] = {
    "type": ("expliciet", "ongemarkeerd"),
    "wijzigactie": ("verwijder", "voegtoe", "nieuweContainer", "verwijderContainer"),
    "revisie": ("1",),
    "cols": ("1", "2", "3", "4"),
    "colnum": ("1", "2", "3"),
    "colname": ("col1", "col2", "col3", "col9"),
    "namest": ("col1", "col2"),
    "nameend": ("col2", "col3", "col9"),
    "morerows": ("1", "2"),
    "scope": ("Artikel", "Lid", "WijzigBijlage"),
    "ref": ("cmp_A", "art_II", "!x#art_I", "/akn/nl/act/x", "http://x", "jci1.3:c:x"),
    "soort": ("URL", "AKN", "JCI", "JOIN", "document", "e-mail"),
    "adres": ("a@b.nl", "a.b.nl"),
    "wat": ("x", "gm9920_1__h_1__art_1-1"),
    "was": ("/akn/nl/act/gm9920/2021/x/nld@1",),
    "wordt": ("/akn/nl/act/gm9920/2021/x/nld@2",),
    "componentnaam": ("x", "main"),
    "schaal": ("1",),
    "kleur": ("1",),
    "schemaversie": ("1.3.0",),
    "srsName": ("urn:ogc:def:crs:EPSG::28992", "urn:ogc:def:crs:EPSG::4258", "urn:ogc:def:crs:EPSG::4326"),
    "name": ("stroke", "fill", "stroke-width", "stroke-linecap", "stroke-dasharray", "fill-opacity", "x"),
    "id": ("n1", "n2"),
    "refid": ("n1", "n2"),
}
NIEUW = {
    "Illustratie": ("schaal", "kleur"),
    "IntRef": ("scope",),
    "entry": ("colname", "namest", "nameend", "morerows", "wijzigactie"),
    "Motivering": ("schemaversie",),
    "Vervang": ("revisie",),
    "RegelingCompact": ("componentnaam", "wordt"),
}
KOP = "<Kop><Label>x</Label></Kop>"
_INLINE = (
    '<Nootref refid="n1"/>',
    '<Noot type="voet" id="n1"><Al>n</Al></Noot>',
    '<IntRef ref="art_II" scope="Artikel">x</IntRef>',
    '<IntRef ref="cmp_9">x</IntRef>',
    "<NieuweTekst>x</NieuweTekst>",
    "<VerwijderdeTekst>x</VerwijderdeTekst>",
    '<Contact soort="e-mail" adres="x">x</Contact>',
    '<ExtRef soort="AKN" ref="http://x">x</ExtRef>',
    '<ExtIoRef eId="ref_1" wId="ref_1" ref="/join/id/regdata/gm9920/2021/x/nld@2021">x</ExtIoRef>',
    '<IntIoRef eId="ref_2" wId="x" ref="ref_1">x</IntIoRef>',
)
_TEKST = '<Divisietekst eId="content_1" wId="content_1"><Inhoud><Al>x</Al></Inhoud></Divisietekst>'
_WIJZIGARTIKEL = f'<WijzigArtikel eId="art_8" wId="art_8">{KOP}<Wat>x</Wat></WijzigArtikel>'
_ARTIKEL = f'<Artikel eId="art_9" wId="art_9">{KOP}<Inhoud><Al>x</Al></Inhoud></Artikel>'
_STRUCTUUR = ("<Gereserveerd/>", "<Vervallen/>", _ARTIKEL, _WIJZIGARTIKEL)
_TOELICHTING = (
    f'<Toelichting eId="recital" wId="recital">{KOP}{_TEKST}</Toelichting>',
    f'<Toelichting eId="recital" wId="recital">{KOP}<AlgemeneToelichting eId="genrecital" wId="x">{KOP}{_TEKST}'
    "</AlgemeneToelichting></Toelichting>",
    f'<ArtikelgewijzeToelichting eId="artrecital" wId="artrecital">{KOP}{_TEKST}</ArtikelgewijzeToelichting>',
)
_TABEL = (
    '<table eId="table_1" wId="table_1"><tgroup cols="2" align="left">'
    '<colspec colname="col1"/><colspec colname="col2"/><tbody valign="top">'
    '<row><entry colname="col1"/><entry colname="col2"/></row></tbody></tgroup></table>'
)
STUKKEN: dict[str, Sequence[str]] = {
    "Al": _INLINE,
    "Wat": _INLINE[2:6],
    "Inhoud": (_TABEL, "<Al/>", "<Groep><Al>x</Al></Groep>", '<Figuur eId="img_1" wId="x"><Titel>x</Titel></Figuur>'),
    "Li": (_TABEL, "<LiNummer>1</LiNummer>"),
    "Artikel": ("<Gereserveerd/>", "<Vervallen/>", "<Inhoud><Al>x</Al></Inhoud>"),
    "Hoofdstuk": _STRUCTUUR,
    "Afdeling": _STRUCTUUR,
    "Paragraaf": _STRUCTUUR,
    "Lichaam": (_ARTIKEL, _WIJZIGARTIKEL, f'<Divisie eId="div_1" wId="div_1">{KOP}</Divisie>', _TEKST),
    "Divisie": (_TEKST, '<InleidendeTekst eId="intro_1" wId="intro_1"><Al>x</Al></InleidendeTekst>', "<Vervallen/>"),
    "Divisietekst": ("<Gereserveerd/>", "<Vervallen/>"),
    "Toelichting": (KOP, '<InleidendeTekst eId="intro_1" wId="intro_1"><Al>x</Al></InleidendeTekst>'),
    "BesluitCompact": _TOELICHTING,
    "RegelingCompact": _TOELICHTING,
    "RegelingMutatie": (
        f'<Vervang wat="art_9">{_ARTIKEL}</Vervang>',
        f'<Vervang wat="art_9" revisie="1">{_ARTIKEL}</Vervang>',
        f'<VervangKop wat="x">{KOP}</VervangKop>',
        f'<VoegToe positie="volgtOp" context="x">{_WIJZIGARTIKEL}</VoegToe>',
    ),
    "WijzigArtikel": (
        "<OpmerkingVersie>x</OpmerkingVersie>",
        "<WijzigInstructies><Instructie><Wat>x</Wat></Instructie></WijzigInstructies>",
        '<WijzigLid eId="para_1" wId="para_1"><LidNummer>1</LidNummer><Wat>x</Wat></WijzigLid>',
    ),
    "procedurestappen": [stap(nummer, dag) for nummer in STAPPEN for dag in ("2020-02-19", "2021-06-26", "2022-01-01")],
    "InformatieObjectVersie": (STIJL,),
    "Locatie": (
        "<geo:groepID>g1</geo:groepID>",
        "<geo:kwalitatieveNormwaarde>laag</geo:kwalitatieveNormwaarde>",
        "<geo:kwantitatieveNormwaarde>1</geo:kwantitatieveNormwaarde>",
        "<gml:name>x</gml:name>",
    ),
    "GeoInformatieObjectVersie": (
        "<geo:normlabel>x</geo:normlabel>",
        "<geo:eenheidlabel>x</geo:eenheidlabel>",
        "<geo:normID>x</geo:normID>",
        "<geo:groepen><geo:Groep><geo:groepID>g1</geo:groepID><geo:label>x</geo:label></geo:Groep></geo:groepen>",
    ),
    "RegelingMetadata": ("<data:opvolging><data:opvolgerVan>/akn/nl/bill/x</data:opvolgerVan></data:opvolging>",),
}
_OMHULSEL = (
    f'<x {DATA} xmlns="{TEKST_NS}" xmlns:geo="https://standaarden.overheid.nl/stop/imop/geo/" '
    'xmlns:gml="http://www.opengis.net/gml/3.2">{}</x>'
)


def naam_van(element: etree._Element) -> str:
    return etree.QName(element).localname


def _id_anders(kans: random.Random, waarde: str) -> str:
    delen = waarde.split("/")
    match kans.randrange(5):
        case 0:
            delen[kans.randrange(len(delen))] = kans.choice(DELEN)
        case 1:
            delen.append(kans.choice(DELEN))
        case 2:
            del delen[kans.randrange(len(delen))]
        case 3:
            return waarde + kans.choice((".1", "2", "!x", " "))
        case _:
            delen[-1] = kans.choice(DELEN)
    return "/".join(delen)


def _tekst(kans: random.Random, elementen: list[etree._Element]) -> None:
    keus = [e for e in elementen if naam_van(e) in TEKSTEN or naam_van(e) in IDS]
    if not keus:
        return
    # First the kind of element, so that a rare one is as likely as an Al.
    soort = kans.choice(sorted({naam_van(e) for e in keus}))
    element = kans.choice([e for e in keus if naam_van(e) == soort])
    if soort in TEKSTEN:
        if len(element):
            etree.strip_elements(element, "*", with_tail=True)
        element.text = kans.choice(TEKSTEN[soort])
    else:
        gelijk = [e.text or "" for e in keus if naam_van(e) in IDS]
        element.text = kans.choice(gelijk) if kans.random() < 0.3 else _id_anders(kans, element.text or "")


def _attribuut(kans: random.Random, elementen: list[etree._Element]) -> None:
    keus = sorted({str(naam) for e in elementen for naam in e.keys() if naam in ATTRIBUTEN or naam in ("eId", "wId")})  # noqa: SIM118
    if not keus:
        return
    naam = kans.choice(keus)
    element = kans.choice([e for e in elementen if e.get(naam) is not None])
    if naam in ATTRIBUTEN:
        element.set(naam, kans.choice(ATTRIBUTEN[naam]))
        return
    waarde = element.get(naam) or ""
    ander = kans.choice([e.get(naam) or "x" for e in elementen if e.get(naam) is not None])
    element.set(naam, kans.choice((ander, waarde + ".", waarde.replace("__", ".__", 1), "x" + waarde, waarde + "__x")))


def _nieuw_attribuut(kans: random.Random, elementen: list[etree._Element]) -> None:
    tekst = [e for e in elementen if e.tag.startswith(f"{{{TEKST_NS}}}")]
    eigen = [e for e in tekst if naam_van(e) in NIEUW]
    if eigen and kans.random() < 0.6:
        element = kans.choice(eigen)
        naam = kans.choice(NIEUW[naam_van(element)])
    elif tekst:
        element, naam = kans.choice(tekst), "wijzigactie"
    else:
        return
    element.set(naam, kans.choice(ATTRIBUTEN[naam]))


def _weg(kans: random.Random, elementen: list[etree._Element]) -> None:
    element = kans.choice(elementen[1:])
    ouder = element.getparent()
    assert ouder is not None
    if kans.random() < 0.2 and element.attrib:
        del element.attrib[kans.choice(sorted(map(str, element.attrib)))]
    else:
        ouder.remove(element)


def _dubbel(kans: random.Random, elementen: list[etree._Element]) -> None:
    element = kans.choice(elementen[1:])
    element.addnext(copy.deepcopy(element))


def _wissel(kans: random.Random, elementen: list[etree._Element]) -> None:
    element = kans.choice(elementen[1:])
    volgende = element.getnext()
    if volgende is not None:
        volgende.addnext(element)


def _kopie_elders(kans: random.Random, elementen: list[etree._Element]) -> None:
    element = kans.choice(elementen[1:])
    gelijk = [e for e in elementen if e.tag == element.tag and e is not element]
    if gelijk:
        kans.choice(gelijk).addnext(copy.deepcopy(element))


def _stuk(kans: random.Random, elementen: list[etree._Element]) -> None:
    keus = [e for e in elementen if naam_van(e) in STUKKEN]
    if not keus:
        return
    soort = kans.choice(sorted({naam_van(e) for e in keus}))
    element = kans.choice([e for e in keus if naam_van(e) == soort])
    stuk = xml.lees(_OMHULSEL.format(kans.choice(STUKKEN[soort])).encode()).wortel[0]
    element.insert(kans.randint(0, len(element)), stuk)


_SOORTEN: tuple[Callable[[random.Random, list[etree._Element]], None], ...] = (
    _tekst,
    _tekst,
    _tekst,
    _attribuut,
    _attribuut,
    _nieuw_attribuut,
    _weg,
    _dubbel,
    _wissel,
    _kopie_elders,
    _stuk,
    _stuk,
    _stuk,
)


def verander(document: bytes, kans: random.Random) -> bytes:
    """The document with one to three changes."""
    wortel = xml.lees(document).wortel
    for _ in range(kans.choice((1, 1, 2, 3))):
        elementen = list(wortel.iter("*"))
        if len(elementen) < 2:
            break
        kans.choice(_SOORTEN)(kans, elementen)
    return _geschreven(wortel)


def zonder_wijziging(document: bytes) -> bytes:
    """The document as `verander` writes it, without a change."""
    return _geschreven(xml.lees(document).wortel)


def _geschreven(wortel: etree._Element) -> bytes:
    return etree.tostring(wortel, encoding="utf-8", xml_declaration=True)
