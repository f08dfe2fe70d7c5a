"""One change in a good document per rule on text, mutations and tables; the form is that of gevallen_data."""

from tests.lvbb.rules.gevallen_data import Geval
from tests.lvbb.rules.voorbeelden import GEBIED, PLAN, TOELICHTING, artikel

LID = (
    '<Lid eId="chp_1__art_2__para_1" wId="gm0001_1__chp_1__art_2__para_1"><LidNummer>1.</LidNummer>'
    "<Inhoud><Al>x</Al></Inhoud></Lid>"
)
KOP_3 = "<Kop><Opschrift>Kop</Opschrift></Kop>"
DIVISIE = f'<Divisie eId="div_1" wId="gm0001_1__div_1">{KOP_3}</Divisie>'
DIVISIETEKST = '<Divisietekst eId="content_9" wId="gm0001_1__content_9"><Inhoud><Al>x</Al></Inhoud></Divisietekst>'
INTRO = '<InleidendeTekst eId="intro_1" wId="gm0001_1__intro_1"><Al>x</Al></InleidendeTekst>'
WIJZIGARTIKEL = (
    '<WijzigArtikel eId="art_8" wId="gm0001_1__art_8"><Kop><Label>Artikel</Label><Nummer>8</Nummer></Kop>'
    "<Wat>Iets.</Wat></WijzigArtikel>"
)
WIJZIGLID = (
    '<WijzigLid eId="art_I__para_1" wId="gm0001_1__art_I__para_1"><LidNummer>1.</LidNummer>'
    "<WijzigInstructies><Instructie><Wat>Iets vervalt.</Wat></Instructie></WijzigInstructies></WijzigLid>"
)
ART_2 = 'eId="chp_1__art_2" wId="gm0001_1__chp_1__art_2"'
ART_II = 'eId="art_II" wId="gm0001_1__art_II"'
TEKST_2 = artikel("chp_1__art_2")
LICHAAM_TIJDELIJK = artikel("chp_1__art_1")
EINDE_WAT = "</IntRef>.</Wat>"
ILLUSTRATIE = '<Illustratie naam="k.png"'

TEKST: list[Geval] = [
    ("STOP0001", "initieel", 'type="expliciet"', 'type="ongemarkeerd"', "Lijst"),
    ("STOP0002", "initieel", 'type="ongemarkeerd"', 'type="expliciet"', "Lijst"),
    ("STOP0002", "initieel", "<LiNummer>b.</LiNummer>", "", "Lijst"),
    ("STOP0005", "initieel", "<Al>los</Al>", "<Al> <b/>\n</Al>", "Al"),
    ("STOP0005", "kennisgeving", "<Al>Het plan ligt ter inzage.</Al>", "<Al/>", "Al"),
    ("STOP0006", "initieel", "<Opschrift>Gebieden</Opschrift>", "<Opschrift> </Opschrift>", "Kop"),
    ("STOP0045", "initieel", ILLUSTRATIE, ILLUSTRATIE + ' schaal="1"', "Illustratie"),
    ("STOP0046", "initieel", ILLUSTRATIE, ILLUSTRATIE + ' kleur="1"', "Illustratie"),
    ("STOP0010", "initieel", 'IntRef ref="cmp_A"', 'IntRef ref="cmp_B"', "IntRef"),
    ("STOP0010", "initieel", 'IntRef ref="chp_1__art_2"', 'IntRef ref="!ander#chp_1__art_2"', "IntRef"),
    ("STOP0010", "initieel", 'IntRef ref="chp_1__art_2"', 'IntRef ref="!plan"', "IntRef"),
    ("STOP0010", "initieel", 'IntRef ref="chp_1__art_2"', 'IntRef ref="art_II"', "IntRef"),
    ("STOP0053", "initieel", 'scope="Artikel"', 'scope="Lid"', "IntRef"),
    ("STOP0053", "initieel", 'ref="cmp_A"', 'ref="cmp_B" scope="Bijlage"', "IntRef"),
    ("STOP0011", "initieel", '<IntIoRef ref="gm0001_1__cmp_1__', '<IntIoRef ref="gm0001_1__cmp_2__', "IntIoRef"),
    ("STOP0012", "initieel", f">{GEBIED}/nld@2026-01-05</ExtIoRef", f">{GEBIED}/nld@2026-01-06</ExtIoRef", "ExtIoRef"),
    ("STOP0050", "initieel", 'soort="URL"', 'soort="JOIN"', "ExtRef"),
    ("STOP0050", "initieel", 'soort="URL"', 'soort="AKN"', "ExtRef"),
    ("STOP0050", "initieel", 'soort="URL"', 'soort="JCI"', "ExtRef"),
    ("STOP0050", "initieel", "https://example.org", "ftp://example.org", "ExtRef"),
    ("STOP0015", "tijdelijk", LICHAAM_TIJDELIJK, LICHAAM_TIJDELIJK + WIJZIGARTIKEL, "WijzigArtikel"),
    ("STOP0016", "initieel", TEKST_2, TEKST_2 + WIJZIGARTIKEL, "WijzigArtikel"),
    ("STOP0017", "initieel", "<Al>los</Al>", "<Al>los<NieuweTekst>er</NieuweTekst></Al>", "NieuweTekst"),
    ("STOP0018", "initieel", f"<Artikel {ART_2}", f'<Artikel {ART_2} wijzigactie="voegtoe"', "Artikel"),
    ("STOP0055", "initieel", "<Gereserveerd/>", "<Gereserveerd/>" + artikel("chp_2__art_4"), "Gereserveerd"),
    ("STOP0070", "initieel", TEKST_2, artikel("chp_1__art_2", f"<Inhoud><Al>x</Al></Inhoud>{LID}"), "Artikel"),
    ("STOP0070", "initieel", TEKST_2, artikel("chp_1__art_2", f"<Vervallen/>{LID}"), "Artikel"),
    ("STOP0070", "initieel", TEKST_2, artikel("chp_1__art_2", "<Gereserveerd/><Inhoud><Al>x</Al></Inhoud>"), "Artikel"),
    ("STOP0058", "initieel", "<Gereserveerd/>", "", "Hoofdstuk"),
    ("STOP0058", "initieel", "</Divisietekst></Bijlage>", f"</Divisietekst>{DIVISIE}</Bijlage>", "Divisie"),
    ("STOP0060", "kennisgeving", "Inhoud", "", "Divisietekst"),
    ("STOP0061", "kennisgeving", "</Divisietekst>", f"</Divisietekst>{DIVISIE}", "Divisie"),
    ("STOP0062", "initieel", artikel("chp_3__art_3", "<Vervallen/>"), artikel("chp_3__art_3"), "Vervallen"),
    ("STOP0064", "initieel", "a@example.org", "a.example.org", "Contact"),
    ("STOP0064", "initieel", "a@example.org", "a@example", "Contact"),
    ("STOP0075", "initieel", '<Motivering eId="acc"', '<Motivering schemaversie="1.3.0" eId="acc"', "Motivering"),
    (
        "STOP0081",
        "initieel",
        TOELICHTING,
        f'<Toelichting eId="recital" wId="gm0001_1__recital">{KOP_3}{DIVISIETEKST}</Toelichting>',
        "Toelichting",
    ),
    ("STOP0084", "initieel", "<Kop><Opschrift>Toelichting</Opschrift></Kop>", "", "Toelichting"),
    ("STOP0085", "initieel", "ArtikelgewijzeToelichting", "", "Toelichting"),
    (
        "STOP0082",
        "initieel",
        TOELICHTING,
        f'<ArtikelgewijzeToelichting eId="artrecital" wId="x__artrecital">{KOP_3}{DIVISIETEKST}'
        "</ArtikelgewijzeToelichting>",
        "ArtikelgewijzeToelichting",
    ),
    ("STOP0083", "initieel", "Algemeen</Opschrift></Kop>", f"Algemeen</Opschrift></Kop>{INTRO}", "AlgemeneToelichting"),
    ("STOP0083", "initieel", "Toelichting</Opschrift></Kop>", f"Toelichting</Opschrift></Kop>{INTRO}", "Toelichting"),
]

TABEL: list[Geval] = [
    ("STOP0008", "initieel", '<Nootref refid="n1"/>', '<Nootref refid="n2"/>', "Nootref"),
    ("STOP0007", "initieel", "<Al>los</Al>", '<Al>los<Nootref refid="n2"/></Al>', "Nootref"),
    (
        "STOP0009",
        "initieel",
        "<Al>los</Al>",
        '<table eId="chp_1__table_9" wId="gm0001_1__chp_1__table_9"><tgroup cols="2" align="left">'
        '<colspec colname="x"/><colspec colname="y"/><tbody valign="top">'
        "<row><entry/><entry/></row></tbody></tgroup></table>",
        "Li",
    ),
    ("STOP0029", "initieel", 'cols="3"', 'cols="1"', "tgroup"),
    ("STOP0033", "initieel", 'nameend="c2" colname="c1"', 'nameend="c2" colname="c2"', "entry"),
    ("STOP0032", "initieel", 'namest="c1" nameend="c2"', 'namest="c3" nameend="c2"', "entry"),
    ("STOP0032", "initieel", 'namest="c1" nameend="c2"', 'namest="c1" nameend="c9"', "entry"),
    ("STOP0036", "initieel", 'colname="c3" morerows="1"', 'colname="c4" morerows="1"', "entry"),
    ("STOP0037", "initieel", 'cols="3"', 'cols="4"', "thead"),
    ("STOP0038", "initieel", ' morerows="1"', "", "tbody"),
    ("STOP0038", "initieel", ' namest="c1" nameend="c2"', "", "tbody"),
    ("STOP0038", "initieel", ' morerows="1"', ' morerows="2"', "tbody"),
]

EID: list[Geval] = [
    ("STOP0013", "initieel", f"<Artikel {ART_II}", '<Artikel eId="art_II." wId="gm0001_1__art_II"', "Artikel"),
    (
        "STOP0043",
        "initieel",
        f"<Artikel {ART_2}",
        '<Artikel eId="chp_1.__art_2" wId="gm0001_1__chp_1__art_2"',
        "Artikel",
    ),
    ("STOP0014", "initieel", f"<Artikel {ART_II}", '<Artikel eId="art_II" wId="gm0001_1__art_II."', "Artikel"),
    (
        "STOP0044",
        "initieel",
        f"<Artikel {ART_2}",
        '<Artikel eId="chp_1__art_2" wId="gm0001_1__chp_1.__art_2"',
        "Artikel",
    ),
    ("STOP0020", "initieel", f"<Artikel {ART_II}", '<Artikel eId="art_I" wId="gm0001_1__art_II"', "WijzigArtikel"),
    ("STOP0021", "initieel", f"<Artikel {ART_II}", '<Artikel eId="art_II" wId="gm0001_1__art_I"', "WijzigArtikel"),
    ("STOP0068", "initieel", "Omdat het moet.", 'Omdat.<Noot type="voet" id="m1"><Al>Noot.</Al></Noot>', "Noot"),
    ("STOP0022", "initieel", f"<Artikel {ART_II}", '<Artikel eId="para_II" wId="gm0001_1__art_II"', "Artikel"),
    ("STOP0022", "initieel", '<Motivering eId="acc"', '<Motivering eId="recital"', "Motivering"),
    ("STOP0022", "initieel", '<Figuur eId="chp_1__art_1__img_1"', '<Figuur eId="chp_1__art_1__fig_1"', "Figuur"),
    ("STOP0022", "initieel", "_2__item_o_1", "_2__li_o_1", "Li"),
    ("STOP0022", "klassiek", 'Sluiting eId="formula_2"', 'Sluiting eId="formula_1"', "Sluiting"),
    ("STOP0022", "kennisgeving", 'Divisietekst eId="content_1"', 'Divisietekst eId="div_1"', "Divisietekst"),
    ("STOP0023", "initieel", f"<Artikel {ART_II}", '<Artikel eId="art_II" wId="gm0001_1__lid_II"', "Artikel"),
    (
        "STOP0027",
        "initieel",
        f"<Artikel {ART_2}",
        '<Artikel eId="chp_1__art_1" wId="gm0001_1__chp_1__art_2"',
        "RegelingCompact",
    ),
    (
        "STOP0028",
        "initieel",
        f"<Artikel {ART_2}",
        '<Artikel eId="chp_1__art_2" wId="gm0001_1__chp_1__art_1"',
        "RegelingCompact",
    ),
    ("STOP0067", "initieel", 'id="n2"', 'id="n1"', "RegelingCompact"),
    ("STOP0026", "klassiek", 'componentnaam="ander"', 'componentnaam="regeling"', "RegelingKlassiek"),
    (
        "STOP0074",
        "klassiek",
        'wordt="/akn/nl/act/mnre1034/2020/oud/nld@2"',
        'wordt="/akn/nl/act/mnre1034/2026/reg/nld@2026-01-05"',
        "",
    ),
]

MUTATIES: list[Geval] = [
    ("STOP0024", "initieel", ' componentnaam="plan"', "", "RegelingCompact"),
    ("STOP0024", "tijdelijk", ' componentnaam="deel"', "", "RegelingTijdelijkdeel"),
    ("STOP0025", "initieel", f' wordt="{PLAN}/nld@2026-01-05;1"', "", "RegelingCompact"),
    ("STOP0025", "klassiek", ' wordt="/akn/nl/act/mnre1034/2026/reg/nld@2026-01-05"', "", "RegelingKlassiek"),
    ("STOP0073", "initieel", EINDE_WAT, f"</IntRef>.</Wat>{WIJZIGLID}", "WijzigArtikel"),
    ("STOP0039", "initieel", EINDE_WAT, f"</IntRef>.</Wat>{WIJZIGLID}", "WijzigInstructies"),
    (
        "STOP0051",
        "initieel",
        EINDE_WAT,
        "</IntRef>.</Wat><OpmerkingVersie>x</OpmerkingVersie>",
        "OpmerkingVersie",
    ),
    (
        "STOP0040",
        "initieel",
        EINDE_WAT,
        '</IntRef>.</Wat><RegelingMutatie componentnaam="m" was="/akn/x@1" wordt="/akn/x@2">'
        f'<Vervang wat="gm0001_1__art_5" revisie="1">{artikel("art_5")}</Vervang></RegelingMutatie>',
        "RegelingMutatie",
    ),
    ("STOP0047", "wijziging", "<Wat>Artikel 2", "<Wat><NieuweTekst>Artikel</NieuweTekst> 2", "Wat"),
    ("STOP0048", "wijziging", "<Inhoud><Al>Een", '<Inhoud><Al wijzigactie="nieuweContainer">Een', "Al"),
    ("STOP0063", "wijziging", "<Inhoud><Al>Een", '<Inhoud wijzigactie="voegtoe"><Al>Een', "Inhoud"),
    ("STOP0065", "klassiek", 'Sluiting eId="formula_2"', 'Sluiting wijzigactie="voegtoe" eId="formula_2"', "Sluiting"),
    ("STOP0066", "wijziging", f'was="{PLAN}/', f'was="{PLAN}2/', "RegelingMutatie"),
    (
        "STOP0077",
        "wijziging",
        'Vervang wat="gm0001_1__chp_1__art_2"',
        'Vervang wat="gm0001_1__chp_1__art_3"',
        "Vervang",
    ),
    (
        "STOP0080",
        "wijziging",
        artikel("chp_1__art_9"),
        WIJZIGARTIKEL,
        "WijzigArtikel",
    ),
    (
        "STOP0086",
        "wijziging",
        ("VerwijderdeTekst", "NieuweTekst", "Groep"),
        "",
        "Vervang",
    ),
    ("STOP0086", "wijziging", "<NieuweTekst> nieuw</NieuweTekst>", "", "VervangKop"),
]
