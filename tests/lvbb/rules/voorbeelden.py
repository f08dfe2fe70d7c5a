"""Good documents of our own that use much of the vocabulary: a case of a rule changes one thing in one of them."""

from datetime import date

from simulator.lvbb.levering import Bestand, Levering, Opdracht

DATA = 'xmlns:data="https://standaarden.overheid.nl/stop/imop/data/"'
TEKST = 'xmlns="https://standaarden.overheid.nl/stop/imop/tekst/"'
LVBBA = 'xmlns:lvbba="https://standaarden.overheid.nl/lvbb/stop/aanlevering/"'

PLAN = "/akn/nl/act/gm0001/2026/plan"
GEBIED = "/join/id/regdata/gm0001/2026/gebied"


def identificatie(werk: str, expressie: str, soort: str, extra: str = "") -> str:
    return f"""<data:ExpressionIdentificatie>
  <data:FRBRWork>{werk}</data:FRBRWork>
  <data:FRBRExpression>{expressie}</data:FRBRExpression>
  <data:soortWork>/join/id/stop/work_{soort}</data:soortWork>{extra}
</data:ExpressionIdentificatie>"""


def versie_informatie(expressie: str, soort: str = "019", extra: str = "") -> str:
    werk = expressie.partition("/nld@")[0]
    return f"""<lvbba:RegelingVersieInformatie>
{identificatie(werk, expressie, soort, extra)}
<data:RegelingVersieMetadata><data:versienummer>1</data:versienummer></data:RegelingVersieMetadata>
<data:RegelingMetadata>
  <data:alternatieveTitels>
    <data:alternatieveTitel>Plan voor de rivier</data:alternatieveTitel>
    <data:alternatieveTitel>Rivierplan</data:alternatieveTitel>
  </data:alternatieveTitels>
  <data:heeftCiteertitelInformatie><data:CiteertitelInformatie>
    <data:citeertitel>Plan van Voorbeeldstad</data:citeertitel><data:isOfficieel>true</data:isOfficieel>
  </data:CiteertitelInformatie></data:heeftCiteertitelInformatie>
  <data:eindverantwoordelijke>/tooi/id/gemeente/gm0001</data:eindverantwoordelijke>
  <data:grondslagen><data:grondslag><data:TekstReferentie>
    <data:uri>/akn/nl/act/land/2016/BWBR0037885</data:uri><data:label>wet</data:label><data:soortRef>AKN</data:soortRef>
  </data:TekstReferentie></data:grondslag></data:grondslagen>
  <data:maker>/tooi/id/gemeente/gm0001</data:maker>
  <data:officieleTitel>Plan van Voorbeeldstad</data:officieleTitel>
  <data:onderwerpen>
    <data:onderwerp>/tooi/def/concept/c_1</data:onderwerp><data:onderwerp>/tooi/def/concept/c_2</data:onderwerp>
  </data:onderwerpen>
  <data:opvolging>
    <data:opvolgerVan>/akn/nl/act/gm0001/2020/oud1</data:opvolgerVan>
    <data:opvolgerVan>/akn/nl/act/gm0001/2020/oud2</data:opvolgerVan>
  </data:opvolging>
  <data:overheidsdomeinen>
    <data:overheidsdomein>/tooi/def/concept/c_3</data:overheidsdomein>
    <data:overheidsdomein>/tooi/def/concept/c_4</data:overheidsdomein>
  </data:overheidsdomeinen>
  <data:rechtsgebieden>
    <data:rechtsgebied>/tooi/def/concept/c_5</data:rechtsgebied>
<data:rechtsgebied>/tooi/def/concept/c_6</data:rechtsgebied>
  </data:rechtsgebieden>
  <data:soortRegeling>/join/id/stop/regelingtype_003</data:soortRegeling>
  <data:soortBestuursorgaan>/tooi/def/thes/kern/c_2a7d8663</data:soortBestuursorgaan>
</data:RegelingMetadata>
</lvbba:RegelingVersieInformatie>"""


def besluit(tekst: str, consolidatie: str, versies: str) -> str:
    return f"""<lvbba:AanleveringBesluit {LVBBA} {DATA} schemaversie="1.2.0">
<lvbba:BesluitVersie>
{identificatie("/akn/nl/bill/gm0001/2026/besluit1", "/akn/nl/bill/gm0001/2026/besluit1/nld@2026-01-05", "003")}
<data:BesluitMetadata>
  <data:eindverantwoordelijke>/tooi/id/gemeente/gm0001</data:eindverantwoordelijke>
  <data:informatieobjectRefs>
    <data:informatieobjectRef>{GEBIED}/nld@2026-01-05</data:informatieobjectRef>
    <data:informatieobjectRef>{GEBIED}2/nld@2026-01-05</data:informatieobjectRef>
  </data:informatieobjectRefs>
  <data:maker>/tooi/id/gemeente/gm0001</data:maker>
  <data:officieleTitel>Besluit over het plan</data:officieleTitel>
  <data:onderwerpen><data:onderwerp>/tooi/def/concept/c_7</data:onderwerp></data:onderwerpen>
  <data:soortProcedure>/join/id/stop/proceduretype_definitief</data:soortProcedure>
  <data:soortBestuursorgaan>/tooi/def/thes/kern/c_28ecfd6d</data:soortBestuursorgaan>
</data:BesluitMetadata>
<data:Procedureverloop>
  <data:bekendOp>2026-01-05</data:bekendOp>
  <data:procedurestappen>
    {stap("002", "2026-01-04")}
    {stap("003", "2026-01-05")}
  </data:procedurestappen>
</data:Procedureverloop>
<data:ConsolidatieInformatie>{consolidatie}</data:ConsolidatieInformatie>
{tekst}
</lvbba:BesluitVersie>
{versies}
</lvbba:AanleveringBesluit>"""


def stap(nummer: str, datum: str) -> str:
    return (
        f"<data:Procedurestap><data:soortStap>/join/id/stop/procedure/stap_{nummer}</data:soortStap>"
        f"<data:voltooidOp>{datum}</data:voltooidOp></data:Procedurestap>"
    )


def tijdstempel(eid: str = "art_II", soort: str = "juridischWerkendVanaf", doel: str = "doel1") -> str:
    return f"""<data:Tijdstempel><data:doel>/join/id/proces/gm0001/2026/{doel}</data:doel>
<data:soortTijdstempel>{soort}</data:soortTijdstempel><data:datum>2026-02-01</data:datum><data:eId>{eid}</data:eId>
</data:Tijdstempel>"""


def beoogd(soort: str, versie: str, eid: str, extra: str = "") -> str:
    return f"""<data:{soort}><data:doelen><data:doel>/join/id/proces/gm0001/2026/doel1</data:doel></data:doelen>
<data:instrumentVersie>{versie}</data:instrumentVersie><data:eId>{eid}</data:eId>{extra}</data:{soort}>"""


def basis(*versies: tuple[str, str]) -> str:
    return "<data:gemaaktOpBasisVan>{}</data:gemaaktOpBasisVan>".format(
        "".join(
            f"<data:{soort}><data:doel>/join/id/proces/gm0001/2026/{doel}</data:doel>"
            f"<data:gemaaktOp>2026-01-01T00:00:00Z</data:gemaaktOp></data:{soort}>"
            for soort, doel in versies
        )
    )


def intrekking(instrument: str, eid: str) -> str:
    return f"""<data:Intrekkingen><data:Intrekking>
<data:doelen><data:doel>/join/id/proces/gm0001/2026/doel1</data:doel></data:doelen>
<data:instrument>{instrument}</data:instrument><data:eId>{eid}</data:eId></data:Intrekking></data:Intrekkingen>"""


def artikel(eid: str, inhoud: str = "<Inhoud><Al>Tekst.</Al></Inhoud>") -> str:
    kop = f"<Kop><Label>Artikel</Label><Nummer>{eid.rpartition('_')[2]}</Nummer></Kop>"
    return f'<Artikel eId="{eid}" wId="gm0001_1__{eid}">{kop}{inhoud}</Artikel>'


def compact(inhoud_bijlage: str, extra: str = "") -> str:
    return f"""<BesluitCompact {TEKST}>
<RegelingOpschrift eId="longTitle" wId="longTitle"><Al>Besluit over het plan</Al></RegelingOpschrift>
<Lichaam eId="body" wId="body">
<WijzigArtikel eId="art_I" wId="gm0001_1__art_I">
<Kop><Label>Artikel</Label><Nummer>I</Nummer></Kop><Wat>Zie <IntRef ref="cmp_A">bijlage A</IntRef>.</Wat>
</WijzigArtikel>
{artikel("art_II")}
</Lichaam>
<WijzigBijlage eId="cmp_A" wId="gm0001_1__cmp_A"><Kop><Label>Bijlage</Label><Nummer>A</Nummer></Kop>
{inhoud_bijlage}
</WijzigBijlage>
{extra}
</BesluitCompact>"""


def cel(tekst: str, attributen: str) -> str:
    return f"<entry {attributen}><Al>{tekst}</Al></entry>"


TABEL = f"""<table eId="chp_1__art_1__table_1" wId="gm0001_1__chp_1__art_1__table_1"><tgroup cols="3" align="left">
<colspec colname="c1" colnum="1"/><colspec colname="c2" colnum="2"/><colspec colname="c3" colnum="3"/>
<thead valign="top"><row>{cel("a", 'colname="c1"')}{cel("b", 'colname="c2"')}{cel("c", 'colname="c3"')}</row></thead>
<tbody valign="top">
<row>{cel('d<Noot type="tabel" id="n1"><Al>Noot.</Al></Noot>', 'namest="c1" nameend="c2" colname="c1"')}\
{cel('e<Nootref refid="n1"/>', 'colname="c3" morerows="1"')}</row>
<row>{cel("f", 'colname="c1"')}{cel("g", 'colname="c2"')}</row>
</tbody></tgroup></table>"""

ARTIKEL_1 = f"""<Inhoud>
<Al>Zie <IntRef ref="chp_1__art_2" scope="Artikel">artikel 2</IntRef> en
<IntIoRef ref="gm0001_1__cmp_1__content_1__ref_1" eId="chp_1__art_1__ref_1"
wId="gm0001_1__chp_1__art_1__ref_1">gebied</IntIoRef>,
<ExtRef soort="URL" ref="https://example.org/x">x</ExtRef>
<Contact soort="e-mail" adres="a@example.org">mail</Contact><Noot type="voet" id="n2"><Al>Noot.</Al></Noot></Al>
<Lijst type="expliciet" eId="chp_1__art_1__list_1" wId="gm0001_1__chp_1__art_1__list_1">
<Li eId="chp_1__art_1__list_1__item_a" wId="gm0001_1__chp_1__art_1__list_1__item_a"><LiNummer>a.</LiNummer>
<Al>een</Al></Li>
<Li eId="chp_1__art_1__list_1__item_b" wId="gm0001_1__chp_1__art_1__list_1__item_b"><LiNummer>b.</LiNummer>
<Al>twee</Al></Li>
</Lijst>
<Lijst type="ongemarkeerd" eId="chp_1__art_1__list_2" wId="gm0001_1__chp_1__art_1__list_2">
<Li eId="chp_1__art_1__list_2__item_o_1" wId="gm0001_1__chp_1__art_1__list_2__item_o_1"><Al>los</Al></Li>
</Lijst>
<Figuur eId="chp_1__art_1__img_1" wId="gm0001_1__chp_1__art_1__img_1"><Titel>Kaart</Titel>
<Illustratie naam="k.png" breedte="10" hoogte="10" uitlijning="start" formaat="image/png" dpi="96"/></Figuur>
{TABEL}
</Inhoud>"""

BIJLAGE = f"""<Bijlage eId="cmp_1" wId="gm0001_1__cmp_1"><Kop><Label>Bijlage</Label><Nummer>1</Nummer></Kop>
<Divisietekst eId="cmp_1__content_1" wId="gm0001_1__cmp_1__content_1"><Kop><Opschrift>Gebieden</Opschrift></Kop>
<Inhoud><Al><ExtIoRef ref="{GEBIED}/nld@2026-01-05" eId="cmp_1__content_1__ref_1"
wId="gm0001_1__cmp_1__content_1__ref_1">\
{GEBIED}/nld@2026-01-05</ExtIoRef></Al></Inhoud></Divisietekst></Bijlage>"""

TOELICHTING = """<Toelichting eId="recital" wId="gm0001_1__recital"><Kop><Opschrift>Toelichting</Opschrift></Kop>
<AlgemeneToelichting eId="genrecital" wId="gm0001_1__genrecital"><Kop><Opschrift>Algemeen</Opschrift></Kop>
<Divisietekst eId="genrecital__content_1" wId="gm0001_1__genrecital__content_1"><Inhoud><Al>Tekst.</Al></Inhoud>
</Divisietekst>
</AlgemeneToelichting>
<ArtikelgewijzeToelichting eId="artrecital" wId="gm0001_1__artrecital"><Kop><Opschrift>Artikelen</Opschrift></Kop>
<Divisietekst eId="artrecital__content_1" wId="gm0001_1__artrecital__content_1"><Inhoud><Al>Tekst.</Al></Inhoud>
</Divisietekst>
</ArtikelgewijzeToelichting></Toelichting>"""

REGELING = f"""<RegelingCompact componentnaam="plan" wordt="{PLAN}/nld@2026-01-05;1">
<RegelingOpschrift eId="longTitle" wId="longTitle"><Al>Plan</Al></RegelingOpschrift>
<Lichaam eId="body" wId="body">
<Hoofdstuk eId="chp_1" wId="gm0001_1__chp_1"><Kop><Label>Hoofdstuk</Label><Nummer>1</Nummer></Kop>
{artikel("chp_1__art_1", ARTIKEL_1)}
{artikel("chp_1__art_2")}
</Hoofdstuk>
<Hoofdstuk eId="chp_2" wId="gm0001_1__chp_2"><Kop><Label>Hoofdstuk</Label><Nummer>2</Nummer></Kop><Gereserveerd/>
</Hoofdstuk>
<Hoofdstuk eId="chp_3" wId="gm0001_1__chp_3"><Kop><Label>Hoofdstuk</Label><Nummer>3</Nummer></Kop><Vervallen/>
{artikel("chp_3__art_3", "<Vervallen/>")}</Hoofdstuk>
</Lichaam>
{BIJLAGE}
{TOELICHTING}
</RegelingCompact>"""

MOTIVERING = """<Motivering eId="acc" wId="gm0001_1__acc"><Kop><Opschrift>Motivering</Opschrift></Kop>
<Divisietekst eId="acc__content_1" wId="gm0001_1__acc__content_1"><Inhoud>
<Al>Omdat het moet.<Noot type="voet" id="m1"><Al>Noot.</Al></Noot></Al></Inhoud></Divisietekst></Motivering>"""

TIJDSTEMPELS = f"<data:Tijdstempels>{tijdstempel()}{tijdstempel(doel='doel9')}</data:Tijdstempels>"

INITIEEL = besluit(
    compact(REGELING, MOTIVERING),
    "<data:BeoogdeRegelgeving>"
    + beoogd(
        "BeoogdeRegeling",
        f"{PLAN}/nld@2026-01-05;1",
        "art_II",
        basis(("Basisversie", "doel1"), ("VervlochtenVersie", "doel2"), ("OntvlochtenVersie", "doel3")),
    )
    + beoogd("BeoogdInformatieobject", f"{GEBIED}/nld@2026-01-05", "!plan#cmp_1__content_1__ref_1")
    + f"</data:BeoogdeRegelgeving>{TIJDSTEMPELS}",
    versie_informatie(f"{PLAN}/nld@2026-01-05;1"),
)

MUTATIE = f"""<RegelingMutatie componentnaam="plan" was="{PLAN}/nld@2026-01-05;1" wordt="{PLAN}/nld@2026-03-01;2">
<Vervang wat="gm0001_1__chp_1__art_2"><Wat>Artikel 2 wordt:</Wat>
<Artikel eId="chp_1__art_2" wId="gm0001_1__chp_1__art_2"><Kop><Label>Artikel</Label><Nummer>2</Nummer></Kop>
<Inhoud><Al>Een <VerwijderdeTekst>oude</VerwijderdeTekst><NieuweTekst>nieuwe</NieuweTekst> tekst.</Al>
<Groep wijzigactie="voegtoe"><Al>Meer.</Al></Groep></Inhoud></Artikel></Vervang>
<VervangKop wat="gm0001_1__chp_1"><Kop><Opschrift>Kop<NieuweTekst> nieuw</NieuweTekst></Opschrift></Kop></VervangKop>
<VoegToe positie="volgtOp" context="gm0001_1__chp_1__art_2">{artikel("chp_1__art_9")}</VoegToe>
<Verwijder wat="gm0001_1__cmp_1">{BIJLAGE}</Verwijder>
</RegelingMutatie>"""

WIJZIGING = besluit(
    compact(MUTATIE),
    "<data:BeoogdeRegelgeving>"
    + beoogd("BeoogdeRegeling", f"{PLAN}/nld@2026-03-01;2", "art_I")
    + "</data:BeoogdeRegelgeving>"
    + intrekking(GEBIED, "!plan#cmp_1__content_1__ref_1")
    + f"<data:Tijdstempels>{tijdstempel()}</data:Tijdstempels>",
    versie_informatie(f"{PLAN}/nld@2026-03-01;2"),
)

KLASSIEK = besluit(
    f"""<BesluitKlassiek {TEKST}>
<RegelingKlassiek componentnaam="regeling" wordt="/akn/nl/act/mnre1034/2026/reg/nld@2026-01-05">
<RegelingOpschrift eId="longTitle" wId="longTitle"><Al>Regeling</Al></RegelingOpschrift>
<Lichaam eId="body" wId="body">
<WijzigArtikel eId="art_I" wId="mnre1034_1__art_I"><Kop><Label>Artikel</Label><Nummer>I</Nummer></Kop>
<Wat>De regeling wordt gewijzigd.</Wat><OpmerkingVersie>Zie boven.</OpmerkingVersie>
<WijzigLid eId="art_I__para_1" wId="mnre1034_1__art_I__para_1"><LidNummer>1.</LidNummer>

<RegelingMutatie componentnaam="ander" was="/akn/nl/act/mnre1034/2020/oud/nld@1"
 wordt="/akn/nl/act/mnre1034/2020/oud/nld@2">
<Vervang wat="mnre1034_1__art_5" revisie="1">{artikel("art_5").replace("gm0001", "mnre1034")}</Vervang>
</RegelingMutatie></WijzigLid>
<WijzigLid eId="art_I__para_2" wId="mnre1034_1__art_I__para_2"><LidNummer>2.</LidNummer>
<WijzigInstructies><Instructie><Wat>In artikel 3 vervalt het woord dus.</Wat></Instructie></WijzigInstructies>
</WijzigLid>
</WijzigArtikel>
{artikel("art_II")}
</Lichaam>
<Sluiting eId="formula_2" wId="formula_2"><Al>Den Haag</Al></Sluiting>
</RegelingKlassiek>
</BesluitKlassiek>""",
    "<data:BeoogdeRegelgeving>"
    + beoogd("BeoogdeRegeling", "/akn/nl/act/mnre1034/2026/reg/nld@2026-01-05", "!regeling#art_II")
    + beoogd("BeoogdeRegeling", "/akn/nl/act/mnre1034/2020/oud/nld@2", "!regeling#art_I")
    + "</data:BeoogdeRegelgeving>"
    + intrekking("/akn/nl/act/mnre1034/2001/weg", "!regeling#art_I")
    + f"<data:Tijdstempels>{tijdstempel('!regeling#art_II')}</data:Tijdstempels>",
    versie_informatie("/akn/nl/act/mnre1034/2026/reg/nld@2026-01-05")
    + versie_informatie("/akn/nl/act/mnre1034/2020/oud/nld@2"),
)

TIJDELIJK = besluit(
    compact(f"""<RegelingTijdelijkdeel componentnaam="deel" wordt="/akn/nl/act/gm0001/2026/deel/nld@2026-01-05">
<RegelingOpschrift eId="longTitle" wId="longTitle"><Al>Deel</Al></RegelingOpschrift>
<Lichaam eId="body" wId="body"><Conditie>{artikel("art_0")}</Conditie>
<Hoofdstuk eId="chp_1" wId="gm0001_1__chp_1"><Kop><Label>Hoofdstuk</Label><Nummer>1</Nummer>
</Kop>{artikel("chp_1__art_1")}</Hoofdstuk>
</Lichaam></RegelingTijdelijkdeel>"""),
    "<data:BeoogdeRegelgeving>"
    + beoogd("BeoogdeRegeling", "/akn/nl/act/gm0001/2026/deel/nld@2026-01-05", "art_II")
    + "</data:BeoogdeRegelgeving>"
    + f"<data:Tijdstempels>{tijdstempel()}</data:Tijdstempels>",
    versie_informatie(
        "/akn/nl/act/gm0001/2026/deel/nld@2026-01-05",
        "021",
        f"""<data:isTijdelijkDeelVan><data:WorkIdentificatie><data:FRBRWork>{PLAN}</data:FRBRWork>
<data:soortWork>/join/id/stop/work_019</data:soortWork></data:WorkIdentificatie></data:isTijdelijkDeelVan>""",
    ),
)


def levering_met(document: str | bytes) -> Levering:
    """A delivery of one document, for the rules that look at documents alone."""
    inhoud = document.encode() if isinstance(document, str) else document
    bestand = Bestand("document.xml", len(inhoud), inhoud, "application/xml")
    return Levering(
        ("document.xml",), {"document.xml": bestand}, Opdracht(publicatie="document.xml"), date(2026, 1, 12)
    )
