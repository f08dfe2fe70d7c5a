"""Good documents of our own beside the besluit: a kennisgeving, an informatieobject with its style, and two GIOs."""

from tests.lvbb.rules.voorbeelden import (
    DATA,
    GEBIED,
    INITIEEL,
    KLASSIEK,
    LVBBA,
    TEKST,
    TIJDELIJK,
    TIJDSTEMPELS,
    WIJZIGING,
    identificatie,
    stap,
)

KENNISGEVING = f"""<lvbba:AanleveringKennisgeving {LVBBA} {DATA} schemaversie="1.2.0"><lvbba:KennisgevingVersie>
{identificatie("/akn/nl/doc/gm0001/2026/kg1", "/akn/nl/doc/gm0001/2026/kg1/nld@2026-01-09", "023")}
<data:KennisgevingMetadata>
  <data:eindverantwoordelijke>/tooi/id/gemeente/gm0001</data:eindverantwoordelijke>
  <data:maker>/tooi/id/gemeente/gm0001</data:maker>
  <data:officieleTitel>Kennisgeving van het plan</data:officieleTitel>
  <data:onderwerpen><data:onderwerp>/tooi/def/concept/c_7</data:onderwerp></data:onderwerpen>
  <data:mededelingOver>/akn/nl/bill/gm0001/2026/besluit1</data:mededelingOver>
  <data:soortKennisgeving>KennisgevingBesluittermijnen</data:soortKennisgeving>
</data:KennisgevingMetadata>
<data:Procedureverloopmutatie><data:bekendOp>2026-01-09</data:bekendOp>
<data:voegStappenToe>{stap("015", "2026-03-01")}</data:voegStappenToe></data:Procedureverloopmutatie>
<Kennisgeving {TEKST}>
<RegelingOpschrift eId="longTitle" wId="longTitle"><Al>Kennisgeving</Al></RegelingOpschrift>
<Lichaam eId="body" wId="body"><Divisietekst eId="content_1" wId="gm0001_1__content_1"><Kop>
<Opschrift>Inzage</Opschrift></Kop>
<Inhoud><Al>Het plan ligt ter inzage.</Al></Inhoud></Divisietekst></Lichaam>
</Kennisgeving></lvbba:KennisgevingVersie></lvbba:AanleveringKennisgeving>"""

STREEP = """<se:Stroke><se:SvgParameter name="stroke">#00ff00</se:SvgParameter>
<se:SvgParameter name="stroke-width">1.5</se:SvgParameter><se:SvgParameter name="stroke-dasharray">4 2</se:SvgParameter>
<se:SvgParameter name="stroke-linecap">butt</se:SvgParameter>
<se:SvgParameter name="stroke-opacity">0.5</se:SvgParameter>
<se:SvgParameter name="stroke-linejoin">round</se:SvgParameter></se:Stroke>"""

VULLING = """<se:Fill><se:SvgParameter name="fill">#aabbcc</se:SvgParameter>
<se:SvgParameter name="fill-opacity">1</se:SvgParameter></se:Fill>"""

STIJL = f"""<se:FeatureTypeStyle xmlns:se="http://www.opengis.net/se" xmlns:ogc="http://www.opengis.net/ogc"
 xmlns:geo="https://standaarden.overheid.nl/stop/imop/geo/" version="1.1.0">
<se:FeatureTypeName>geo:Locatie</se:FeatureTypeName>
<se:SemanticTypeIdentifier>geo:kwantitatieveNormwaarde</se:SemanticTypeIdentifier>
<se:Rule><se:Name>r1</se:Name><se:Description><se:Title>Hoog</se:Title></se:Description>
<ogc:Filter><ogc:And>
<ogc:PropertyIsGreaterThanOrEqualTo><ogc:PropertyName>kwantitatieveNormwaarde</ogc:PropertyName>
<ogc:Literal>1</ogc:Literal></ogc:PropertyIsGreaterThanOrEqualTo>
<ogc:PropertyIsLessThan><ogc:PropertyName>kwantitatieveNormwaarde</ogc:PropertyName>
<ogc:Literal>9</ogc:Literal></ogc:PropertyIsLessThan></ogc:And></ogc:Filter>
<se:PolygonSymbolizer version="1.1.0"><se:Name>vlak</se:Name>{VULLING}{STREEP}</se:PolygonSymbolizer></se:Rule>
<se:Rule><se:Name>r2</se:Name><se:Description><se:Title>Patroon</se:Title></se:Description>
<se:PolygonSymbolizer version="1.1.0"><se:Name>patroon</se:Name><se:Fill><se:GraphicFill><se:Graphic>
<se:ExternalGraphic><se:InlineContent encoding="base64">iVBORw0KGgo=</se:InlineContent><se:Format>image/png</se:Format>
</se:ExternalGraphic><se:Size>8</se:Size></se:Graphic></se:GraphicFill></se:Fill></se:PolygonSymbolizer></se:Rule>
<se:Rule><se:Name>r3</se:Name><se:Description><se:Title>Punt</se:Title></se:Description>
<se:PointSymbolizer version="1.1.0"><se:Name>punt</se:Name><se:Graphic><se:Mark>
<se:WellKnownName>circle</se:WellKnownName>{VULLING}{STREEP}</se:Mark><se:Size>6</se:Size></se:Graphic>
</se:PointSymbolizer></se:Rule>
</se:FeatureTypeStyle>"""

INFORMATIEOBJECT = f"""<lvbba:AanleveringInformatieObject {LVBBA} {DATA} schemaversie="1.2.0">
<lvbba:InformatieObjectVersie>
{identificatie(GEBIED, f"{GEBIED}/nld@2026-01-05", "010")}
<data:InformatieObjectVersieMetadata>
  <data:heeftBestanden><data:heeftBestand><data:Bestand>
    <data:bestandsnaam>gebied.gml</data:bestandsnaam><data:hash>{"0" * 128}</data:hash>
  </data:Bestand></data:heeftBestand></data:heeftBestanden>
  <data:heeftGeboorteregeling>/akn/nl/act/gm0001/2026/plan</data:heeftGeboorteregeling>
</data:InformatieObjectVersieMetadata>
<data:InformatieObjectMetadata>
  <data:eindverantwoordelijke>/tooi/id/gemeente/gm0001</data:eindverantwoordelijke>
  <data:formaatInformatieobject>/join/id/stop/informatieobject/gio_002</data:formaatInformatieobject>
  <data:maker>/tooi/id/gemeente/gm0001</data:maker>
  <data:naamInformatieObject>Gebied</data:naamInformatieObject>
  <data:officieleTitel>{GEBIED}</data:officieleTitel>
  <data:publicatieinstructie>TeConsolideren</data:publicatieinstructie>
</data:InformatieObjectMetadata>
{STIJL}
<gio:JuridischeBorgingVan xmlns:gio="https://standaarden.overheid.nl/stop/imop/gio/" schemaversie="1.3.0">
<gio:Object><gio:domein>http://example.org/domein</gio:domein>
<gio:domeinObjectID>nl.imow-gm0001.gebied.1</gio:domeinObjectID></gio:Object></gio:JuridischeBorgingVan>
</lvbba:InformatieObjectVersie></lvbba:AanleveringInformatieObject>"""


def locatie(nummer: int, extra: str = "") -> str:
    return f"""<geo:Locatie><geo:naam>L{nummer}</geo:naam><geo:geometrie><basisgeo:Geometrie>
<basisgeo:id>a5f8c1de-0001-4000-8000-00000000000{nummer}</basisgeo:id>
<basisgeo:geometrie><gml:Point srsName="urn:ogc:def:crs:EPSG::28992"><gml:pos>{nummer}000 2000</gml:pos></gml:Point>\
</basisgeo:geometrie></basisgeo:Geometrie></geo:geometrie>{extra}</geo:Locatie>"""


def gio(voor: str, locaties: str) -> str:
    return f"""<geo:GeoInformatieObjectVaststelling xmlns:geo="https://standaarden.overheid.nl/stop/imop/geo/"
 xmlns:basisgeo="http://www.geostandaarden.nl/basisgeometrie/1.0" xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:gio="https://standaarden.overheid.nl/stop/imop/gio/" schemaversie="1.3.0">
<geo:context><gio:GeografischeContext><gio:achtergrondVerwijzing>brt</gio:achtergrondVerwijzing>
<gio:achtergrondActualiteit>2026-01-01</gio:achtergrondActualiteit></gio:GeografischeContext></geo:context>
<geo:vastgesteldeVersie><geo:GeoInformatieObjectVersie>
<geo:FRBRWork>{GEBIED}</geo:FRBRWork><geo:FRBRExpression>{GEBIED}/nld@2026-01-05</geo:FRBRExpression>
{voor}<geo:locaties>{locaties}</geo:locaties>
</geo:GeoInformatieObjectVersie></geo:vastgesteldeVersie></geo:GeoInformatieObjectVaststelling>"""


def _groep(naam: str) -> str:
    return f"<geo:Groep><geo:groepID>{naam}</geo:groepID><geo:label>Groep {naam}</geo:label></geo:Groep>"


def in_groep(naam: str) -> str:
    return f"<geo:groepID>{naam}</geo:groepID>"


def kwantitatief(waarde: str) -> str:
    return f"<geo:kwantitatieveNormwaarde>{waarde}</geo:kwantitatieveNormwaarde>"


def kwalitatief(waarde: str) -> str:
    return f"<geo:kwalitatieveNormwaarde>{waarde}</geo:kwalitatieveNormwaarde>"


NORM = "<geo:normlabel>hoogte</geo:normlabel><geo:normID>n1</geo:normID>"
EENHEID = "<geo:eenheidlabel>meter</geo:eenheidlabel><geo:eenheidID>e1</geo:eenheidID>"

GIO_GROEPEN = gio(
    f"<geo:groepen>{_groep('g1')}{_groep('g2')}</geo:groepen>",
    locatie(1, in_groep("g1")) + locatie(2, in_groep("g2")) + locatie(3, in_groep("g2")),
)
GIO_GETAL = gio(EENHEID + NORM, locatie(1, kwantitatief("1")) + locatie(2, kwantitatief("2")))
GIO_WOORD = gio(NORM, locatie(1, kwalitatief("laag")) + locatie(2, kwalitatief("hoog")))
GIO_KAAL = gio("", locatie(1) + locatie(2))


DOCUMENTEN = {
    "initieel": INITIEEL,
    "ontwerp": INITIEEL.replace("proceduretype_definitief", "proceduretype_ontwerp").replace(TIJDSTEMPELS, ""),
    "wijziging": WIJZIGING,
    "klassiek": KLASSIEK,
    "tijdelijk": TIJDELIJK,
    "kennisgeving": KENNISGEVING,
    "io": INFORMATIEOBJECT,
    "groepen": GIO_GROEPEN,
    "getal": GIO_GETAL,
    "woord": GIO_WOORD,
    "kaal": GIO_KAAL,
}
