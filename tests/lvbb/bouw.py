"""Builds deliveries of our own for the tests: texts with parameters, no packages on disk.

A test changes one thing of a good delivery: `wijzig(levering, "besluit.xml", "oud", "nieuw")`, or another `Gegevens`.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from simulator.lvbb.levering import BekendBesluit, BekendeVersie, LeegRegister, Levering, open_levering

MAANDAG = date(2026, 3, 2)
TYPEN = {
    "xml": "application/xml",
    "gml": "application/gml+xml",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
}
PLAATS = "a5f8c1de-0001-4000-8000-000000000001"


@dataclass(frozen=True)
class Gegevens:
    """What a delivery is about; everything else follows from it."""

    vandaag: date = MAANDAG
    gezag: str = "gm9920"
    oin: str = "00000009001000009920"
    aanleveraar: str = "00000003999999990000"
    id_levering: str = "levering-001"
    opdracht: str = "publicatieOpdracht"
    naam: str = "proefplan"
    versie: int = 1
    procedure: str = "definitief"
    dagen_bekendmaking: int = 8  # a Tuesday
    dagen_in_werking: int = 9

    @property
    def datum_bekendmaking(self) -> date:
        return self.vandaag + timedelta(days=self.dagen_bekendmaking)

    @property
    def in_werking(self) -> date:
        return self.vandaag + timedelta(days=self.dagen_in_werking)

    @property
    def jaar(self) -> int:
        return self.vandaag.year

    @property
    def besluit(self) -> str:
        return f"/akn/nl/bill/{self.gezag}/{self.jaar}/{self.naam}-besluit-{self.versie}"

    @property
    def besluit_expressie(self) -> str:
        return f"{self.besluit}/nld@{self.vandaag}"

    @property
    def regeling(self) -> str:
        return f"/akn/nl/act/{self.gezag}/{self.jaar}/{self.naam}"

    @property
    def wordt(self) -> str:
        return f"{self.regeling}/nld@{self.vandaag};{self.versie}"

    @property
    def was(self) -> str:
        return f"{self.regeling}/nld@{self.vandaag - timedelta(days=60)};{self.versie - 1}"

    @property
    def doel(self) -> str:
        return f"/join/id/proces/{self.gezag}/{self.jaar}/{self.naam}-doel-{self.versie}"

    @property
    def gio(self) -> str:
        return f"/join/id/regdata/{self.gezag}/{self.jaar}/{self.naam}-gebied"

    @property
    def gio_expressie(self) -> str:
        return f"{self.gio}/nld@{self.vandaag};{self.versie}"

    @property
    def kennisgeving(self) -> str:
        return f"/akn/nl/doc/{self.gezag}/{self.jaar}/{self.naam}-kennisgeving"


def opdracht_xml(g: Gegevens, publicatie: str = "besluit.xml", identificatie: str = "") -> str:
    eigen = f"<publicatie>{publicatie}</publicatie><datumBekendmaking>{g.datum_bekendmaking}</datumBekendmaking>"
    if g.opdracht in ("breekPublicatieAfOpdracht", "raadpleegOpdracht"):
        eigen = f"<identificatie>{identificatie}</identificatie>"
    elif "MutatieOpdracht" in g.opdracht:
        eigen = ""
    return f"""<{g.opdracht} xmlns="http://www.overheid.nl/2017/lvbb">
  <idLevering>{g.id_levering}</idLevering>
  <idBevoegdGezag>{g.oin}</idBevoegdGezag>
  <idAanleveraar>{g.aanleveraar}</idAanleveraar>
  {eigen}
</{g.opdracht}>"""


def manifest_xml(namen: Iterable[str], typen: Mapping[str, str] | None = None) -> str:
    """Every name with the content type of its extension; `typen` gives another to a name."""
    rijen = "".join(
        f"<bestand><bestandsnaam>{naam}</bestandsnaam><contentType>"
        f"{(typen or {}).get(naam, TYPEN[naam.rsplit('.', 1)[-1]])}</contentType></bestand>\n  "
        for naam in namen
    )
    return f"""<manifest xmlns="http://www.overheid.nl/2017/lvbb">
  {rijen}</manifest>"""


def manifest_ow_xml(g: Gegevens, bestanden: Mapping[str, Iterable[str]] | None = None) -> str:
    rijen = "".join(
        f"<Bestand><naam>{naam}</naam>" + "".join(f"<objecttype>{o}</objecttype>" for o in typen) + "</Bestand>\n    "
        for naam, typen in (OW_BESTANDEN if bestanden is None else bestanden).items()
    )
    return f"""<Aanleveringen xmlns="http://www.geostandaarden.nl/bestanden-ow/manifest-ow">
  <domein>omgevingswet</domein>
  <Aanlevering>
    <WorkIDRegeling>{g.regeling}</WorkIDRegeling>
    <DoelID>{g.doel}</DoelID>
    {rijen}</Aanlevering>
</Aanleveringen>"""


OW_BESTANDEN = {
    "owRegelingsgebied.xml": ("Regelingsgebied",),
    "owLocaties.xml": ("Gebied",),
    "owActiviteiten.xml": ("Activiteit",),
    "owRegels.xml": ("Regeltekst", "RegelVoorIedereen"),
}


def _identificatie(werk: str, expressie: str, soort: str) -> str:
    return f"""<data:ExpressionIdentificatie>
      <data:FRBRWork>{werk}</data:FRBRWork>
      <data:FRBRExpression>{expressie}</data:FRBRExpression>
      <data:soortWork>/join/id/stop/work_{soort}</data:soortWork>
    </data:ExpressionIdentificatie>"""


def regeling_xml(g: Gegevens) -> str:
    """The whole regeling, as the first besluit carries it."""
    w = f"{g.gezag}_{g.versie}"
    return f"""<RegelingCompact componentnaam="hoofd" wordt="{g.wordt}">
          <RegelingOpschrift eId="longTitle" wId="longTitle"><Al>Proefplan</Al></RegelingOpschrift>
          <Lichaam eId="body" wId="body">
            <Hoofdstuk eId="chp_1" wId="{w}__chp_1">
              <Kop><Label>Hoofdstuk</Label><Nummer>1</Nummer><Opschrift>Bomen</Opschrift></Kop>
              <Artikel eId="chp_1__art_1.1" wId="{w}__chp_1__art_1.1">
                <Kop><Label>Artikel</Label><Nummer>1.1</Nummer><Opschrift>Kappen</Opschrift></Kop>
                <Lid eId="chp_1__art_1.1__para_1" wId="{w}__chp_1__art_1.1__para_1">
                  <LidNummer>1.</LidNummer>
                  <Inhoud><Al>In het proefgebied kapt niemand bomen zonder vergunning.</Al></Inhoud>
                </Lid>
                <Lid eId="chp_1__art_1.1__para_2" wId="{w}__chp_1__art_1.1__para_2">
                  <LidNummer>2.</LidNummer>
                  <Inhoud><Al>Snoeien is geen kappen.</Al></Inhoud>
                </Lid>
              </Artikel>
              <Artikel eId="chp_1__art_1.2" wId="{w}__chp_1__art_1.2">
                <Kop><Label>Artikel</Label><Nummer>1.2</Nummer><Opschrift>Herkennen</Opschrift></Kop>
                <Inhoud>
                  <Al>Zo ziet een boom eruit.</Al>
                  <Figuur eId="chp_1__art_1.2__img_o_1" wId="{w}__chp_1__art_1.2__img_o_1">
                    <Illustratie naam="boom.png" breedte="40" hoogte="30" dpi="150" formaat="image/png"
                      uitlijning="start"/>
                  </Figuur>
                </Inhoud>
              </Artikel>
            </Hoofdstuk>
          </Lichaam>
          <Bijlage eId="cmp_I" wId="{w}__cmp_I">
            <Kop><Label>Bijlage</Label><Nummer>I</Nummer><Opschrift>Gebieden</Opschrift></Kop>
            <Divisietekst eId="cmp_I__content_o_1" wId="{w}__cmp_I__content_o_1">
              <Inhoud>
                <Al>Zie <ExtIoRef eId="cmp_I__content_o_1__ref_o_1" wId="{w}__cmp_I__content_o_1__ref_o_1"
                  ref="{g.gio_expressie}">{g.gio_expressie}</ExtIoRef>.</Al>
              </Inhoud>
            </Divisietekst>
          </Bijlage>
        </RegelingCompact>"""


def mutatie_xml(g: Gegevens) -> str:
    """What a change of the regeling carries: one article is replaced and one is added."""
    oud, nieuw = f"{g.gezag}_1", f"{g.gezag}_{g.versie}"
    return f"""<RegelingMutatie componentnaam="hoofd" was="{g.was}" wordt="{g.wordt}">
          <Vervang wat="{oud}__chp_1__art_1.1">
            <Artikel eId="chp_1__art_1.1" wId="{oud}__chp_1__art_1.1">
              <Kop><Label>Artikel</Label><Nummer>1.1</Nummer><Opschrift>Kappen</Opschrift></Kop>
              <Lid eId="chp_1__art_1.1__para_1" wId="{oud}__chp_1__art_1.1__para_1">
                <LidNummer>1.</LidNummer>
                <Inhoud>
                  <Al>In het proefgebied kapt niemand bomen zonder <NieuweTekst>omgevings</NieuweTekst>vergunning.</Al>
                </Inhoud>
              </Lid>
              <Lid eId="chp_1__art_1.1__para_2" wId="{oud}__chp_1__art_1.1__para_2">
                <LidNummer>2.</LidNummer>
                <Inhoud><Al>Snoeien is geen kappen.</Al></Inhoud>
              </Lid>
            </Artikel>
          </Vervang>
          <VoegToe positie="volgtOp" context="{oud}__chp_1__art_1.2">
            <Artikel eId="chp_1__art_1.3" wId="{nieuw}__chp_1__art_1.3">
              <Kop><Label>Artikel</Label><Nummer>1.3</Nummer><Opschrift>Planten</Opschrift></Kop>
              <Inhoud><Al>Voor elke gekapte boom wordt een boom geplant.</Al></Inhoud>
            </Artikel>
          </VoegToe>
        </RegelingMutatie>"""


def besluit_xml(g: Gegevens, tekst: str | None = None, *, met_gio: bool = True, metadata: bool = True) -> str:
    """AanleveringBesluit; `tekst`: what the WijzigBijlage holds, the whole regeling unless told otherwise."""
    refs = f"""<data:informatieobjectRefs>
        <data:informatieobjectRef>{g.gio_expressie}</data:informatieobjectRef>
      </data:informatieobjectRefs>"""
    beoogd_gio = f"""<data:BeoogdInformatieobject>
          <data:doelen><data:doel>{g.doel}</data:doel></data:doelen>
          <data:instrumentVersie>{g.gio_expressie}</data:instrumentVersie>
          <data:eId>!hoofd#cmp_I__content_o_1__ref_o_1</data:eId>
        </data:BeoogdInformatieobject>"""
    tijdstempels = f"""<data:Tijdstempels>
        <data:Tijdstempel>
          <data:doel>{g.doel}</data:doel>
          <data:soortTijdstempel>juridischWerkendVanaf</data:soortTijdstempel>
          <data:datum>{g.in_werking}</data:datum>
          <data:eId>art_II</data:eId>
        </data:Tijdstempel>
      </data:Tijdstempels>"""
    regeling_metadata = f"""<data:RegelingMetadata>
      <data:eindverantwoordelijke>/tooi/id/gemeente/{g.gezag}</data:eindverantwoordelijke>
      <data:maker>/tooi/id/gemeente/{g.gezag}</data:maker>
      <data:officieleTitel>Proefplan</data:officieleTitel>
      <data:onderwerpen><data:onderwerp>/tooi/def/concept/c_9d1917e9</data:onderwerp></data:onderwerpen>
      <data:soortRegeling>/join/id/stop/regelingtype_003</data:soortRegeling>
      <data:soortBestuursorgaan>/tooi/def/thes/kern/c_2a7d8663</data:soortBestuursorgaan>
    </data:RegelingMetadata>"""
    definitief = g.procedure == "definitief"
    return f"""<AanleveringBesluit xmlns="https://standaarden.overheid.nl/lvbb/stop/aanlevering/"
    xmlns:data="https://standaarden.overheid.nl/stop/imop/data/" schemaversie="1.2.0">
  <BesluitVersie>
    {_identificatie(g.besluit, g.besluit_expressie, "003")}
    <data:BesluitMetadata>
      <data:eindverantwoordelijke>/tooi/id/gemeente/{g.gezag}</data:eindverantwoordelijke>
      {refs if met_gio else ""}
      <data:maker>/tooi/id/gemeente/{g.gezag}</data:maker>
      <data:officieleTitel>Vaststelling van het proefplan</data:officieleTitel>
      <data:onderwerpen><data:onderwerp>/tooi/def/concept/c_9d1917e9</data:onderwerp></data:onderwerpen>
      <data:soortBestuursorgaan>/tooi/def/thes/kern/c_2a7d8663</data:soortBestuursorgaan>
      <data:soortProcedure>/join/id/stop/proceduretype_{g.procedure}</data:soortProcedure>
    </data:BesluitMetadata>
    <data:Procedureverloop>
      <data:bekendOp>{g.vandaag}</data:bekendOp>
      <data:procedurestappen>
        <data:Procedurestap>
          <data:soortStap>/join/id/stop/procedure/stap_{"003" if definitief else "002"}</data:soortStap>
          <data:voltooidOp>{g.vandaag - timedelta(days=3)}</data:voltooidOp>
        </data:Procedurestap>
      </data:procedurestappen>
    </data:Procedureverloop>
    <data:ConsolidatieInformatie>
      <data:BeoogdeRegelgeving>
        <data:BeoogdeRegeling>
          <data:doelen><data:doel>{g.doel}</data:doel></data:doelen>
          <data:instrumentVersie>{g.wordt}</data:instrumentVersie>
          <data:eId>art_I</data:eId>
        </data:BeoogdeRegeling>
        {beoogd_gio if met_gio else ""}
      </data:BeoogdeRegelgeving>
      {tijdstempels if definitief else ""}
    </data:ConsolidatieInformatie>
    <BesluitCompact xmlns="https://standaarden.overheid.nl/stop/imop/tekst/">
      <RegelingOpschrift eId="longTitle" wId="longTitle"><Al>Vaststelling van het proefplan</Al></RegelingOpschrift>
      <Aanhef eId="formula_1" wId="formula_1"><Al>De raad van de proefgemeente besluit:</Al></Aanhef>
      <Lichaam eId="body" wId="body">
        <WijzigArtikel eId="art_I" wId="{g.gezag}_1__art_I">
          <Kop><Label>Artikel</Label><Nummer>I</Nummer></Kop>
          <Wat>Het proefplan luidt zoals in <IntRef ref="cmp_A">bijlage A</IntRef> staat.</Wat>
        </WijzigArtikel>
        <Artikel eId="art_II" wId="{g.gezag}_1__art_II">
          <Kop><Label>Artikel</Label><Nummer>II</Nummer></Kop>
          <Inhoud><Al>Dit besluit treedt in werking op {g.in_werking}.</Al></Inhoud>
        </Artikel>
      </Lichaam>
      <Sluiting eId="formula_2" wId="formula_2"><Al>Aldus besloten.</Al></Sluiting>
      <WijzigBijlage eId="cmp_A" wId="{g.gezag}_1__cmp_A">
        <Kop><Label>Bijlage</Label><Nummer>A</Nummer><Opschrift>Bij artikel I</Opschrift></Kop>
        {regeling_xml(g) if tekst is None else tekst}
      </WijzigBijlage>
    </BesluitCompact>
  </BesluitVersie>
  <RegelingVersieInformatie>
    {_identificatie(g.regeling, g.wordt, "019")}
    <data:RegelingVersieMetadata><data:versienummer>{g.versie}</data:versienummer></data:RegelingVersieMetadata>
    {regeling_metadata if metadata else ""}
  </RegelingVersieInformatie>
</AanleveringBesluit>"""


def intrekking_xml(g: Gegevens) -> str:
    """AanleveringBesluit that withdraws the regeling."""
    tekst = besluit_xml(g)
    voor, _, rest = tekst.partition("<data:BeoogdeRegelgeving>")
    _, _, na = rest.partition("</data:BeoogdeRegelgeving>")
    intrekking = f"""<data:Intrekking>
          <data:doelen><data:doel>{g.doel}</data:doel></data:doelen>
          <data:instrument>{g.regeling}</data:instrument>
          <data:eId>art_I</data:eId>
        </data:Intrekking>"""
    tekst = f"{voor}<data:Intrekkingen>{intrekking}</data:Intrekkingen>{na}"
    tekst = _zonder_deel(tekst, "WijzigBijlage ", "WijzigBijlage")
    tekst = _zonder_deel(tekst, "RegelingVersieInformatie>", "RegelingVersieInformatie")
    tekst = _zonder_deel(tekst, "data:informatieobjectRefs>", "data:informatieobjectRefs")
    wijzig_artikel = tekst[tekst.index("<WijzigArtikel ") : tekst.index("</WijzigArtikel>") + len("</WijzigArtikel>")]
    artikel = f"""<Artikel eId="art_I" wId="{g.gezag}_1__art_I">
          <Kop><Label>Artikel</Label><Nummer>I</Nummer></Kop>
          <Inhoud><Al>Het proefplan wordt ingetrokken.</Al></Inhoud>
        </Artikel>"""
    return tekst.replace(wijzig_artikel, artikel)


def _zonder_deel(tekst: str, begin: str, einde: str) -> str:
    voor, _, rest = tekst.partition(f"<{begin}")
    return voor + rest.partition(f"</{einde}>")[2]


def kennisgeving_xml(
    g: Gegevens, over: str | None = None, *, stappen: Iterable[tuple[str, int]] = (("015", 60),)
) -> str:
    """AanleveringKennisgeving about the besluit; stappen: (number of the step, days from vandaag)."""
    rijen = "".join(
        f"""<data:Procedurestap>
          <data:soortStap>/join/id/stop/procedure/stap_{stap}</data:soortStap>
          <data:voltooidOp>{g.vandaag + timedelta(days=dagen)}</data:voltooidOp>
        </data:Procedurestap>"""
        for stap, dagen in stappen
    )
    return f"""<AanleveringKennisgeving xmlns="https://standaarden.overheid.nl/lvbb/stop/aanlevering/"
    xmlns:data="https://standaarden.overheid.nl/stop/imop/data/" schemaversie="1.2.0">
  <KennisgevingVersie>
    {_identificatie(g.kennisgeving, f"{g.kennisgeving}/nld@{g.vandaag}", "023")}
    <data:KennisgevingMetadata>
      <data:eindverantwoordelijke>/tooi/id/gemeente/{g.gezag}</data:eindverantwoordelijke>
      <data:maker>/tooi/id/gemeente/{g.gezag}</data:maker>
      <data:officieleTitel>Kennisgeving over het proefplan</data:officieleTitel>
      <data:onderwerpen><data:onderwerp>/tooi/def/concept/c_9d1917e9</data:onderwerp></data:onderwerpen>
      <data:mededelingOver>{over or g.besluit_expressie}</data:mededelingOver>
      <data:soortKennisgeving>KennisgevingBesluittermijnen</data:soortKennisgeving>
    </data:KennisgevingMetadata>
    <data:Procedureverloopmutatie>
      <data:bekendOp>{g.datum_bekendmaking}</data:bekendOp>
      <data:voegStappenToe>{rijen}</data:voegStappenToe>
    </data:Procedureverloopmutatie>
    <Kennisgeving xmlns="https://standaarden.overheid.nl/stop/imop/tekst/">
      <RegelingOpschrift eId="longTitle" wId="longTitle"><Al>Kennisgeving over het proefplan</Al></RegelingOpschrift>
      <Lichaam eId="body" wId="body">
        <Divisietekst eId="content_1" wId="{g.gezag}_1__content_1">
          <Kop><Opschrift>Bezwaar</Opschrift></Kop>
          <Inhoud><Al>Tegen het besluit staat bezwaar open.</Al></Inhoud>
        </Divisietekst>
      </Lichaam>
    </Kennisgeving>
  </KennisgevingVersie>
</AanleveringKennisgeving>"""


def gml_xml(g: Gegevens, punten: str = "130000 450000 130000 451000 131000 451000 131000 450000 130000 450000") -> str:
    return f"""<geo:GeoInformatieObjectVaststelling xmlns:geo="https://standaarden.overheid.nl/stop/imop/geo/"
    xmlns:gio="https://standaarden.overheid.nl/stop/imop/gio/" xmlns:basisgeo="http://www.geostandaarden.nl/basisgeometrie/1.0"
    xmlns:gml="http://www.opengis.net/gml/3.2" schemaversie="1.3.0">
  <geo:context>
    <gio:GeografischeContext>
      <gio:achtergrondVerwijzing>brt</gio:achtergrondVerwijzing>
      <gio:achtergrondActualiteit>{g.vandaag}</gio:achtergrondActualiteit>
    </gio:GeografischeContext>
  </geo:context>
  <geo:vastgesteldeVersie>
    <geo:GeoInformatieObjectVersie>
      <geo:FRBRWork>{g.gio}</geo:FRBRWork>
      <geo:FRBRExpression>{g.gio_expressie}</geo:FRBRExpression>
      <geo:locaties>
        <geo:Locatie>
          <geo:naam>Proefgebied</geo:naam>
          <geo:geometrie>
            <basisgeo:Geometrie>
              <basisgeo:id>{PLAATS}</basisgeo:id>
              <basisgeo:geometrie>
                <gml:MultiSurface srsName="urn:ogc:def:crs:EPSG::28992">
                  <gml:surfaceMember>
                    <gml:Polygon>
                      <gml:exterior><gml:LinearRing><gml:posList>{punten}</gml:posList></gml:LinearRing></gml:exterior>
                    </gml:Polygon>
                  </gml:surfaceMember>
                </gml:MultiSurface>
              </basisgeo:geometrie>
            </basisgeo:Geometrie>
          </geo:geometrie>
        </geo:Locatie>
      </geo:locaties>
    </geo:GeoInformatieObjectVersie>
  </geo:vastgesteldeVersie>
</geo:GeoInformatieObjectVaststelling>"""


def gio_xml(g: Gegevens, gml: bytes, naam: str = "gebied.gml") -> str:
    """AanleveringInformatieObject of the GIO; gml: the file of which it carries the hash."""
    return f"""<AanleveringInformatieObject xmlns="https://standaarden.overheid.nl/lvbb/stop/aanlevering/"
    xmlns:data="https://standaarden.overheid.nl/stop/imop/data/" schemaversie="1.2.0">
  <InformatieObjectVersie>
    {_identificatie(g.gio, g.gio_expressie, "010")}
    <data:InformatieObjectVersieMetadata>
      <data:heeftBestanden>
        <data:heeftBestand>
          <data:Bestand>
            <data:bestandsnaam>{naam}</data:bestandsnaam>
            <data:hash>{hashlib.sha512(gml).hexdigest()}</data:hash>
          </data:Bestand>
        </data:heeftBestand>
      </data:heeftBestanden>
      <data:heeftGeboorteregeling>{g.regeling}</data:heeftGeboorteregeling>
    </data:InformatieObjectVersieMetadata>
    <data:InformatieObjectMetadata>
      <data:eindverantwoordelijke>/tooi/id/gemeente/{g.gezag}</data:eindverantwoordelijke>
      <data:formaatInformatieobject>/join/id/stop/informatieobject/gio_002</data:formaatInformatieobject>
      <data:maker>/tooi/id/gemeente/{g.gezag}</data:maker>
      <data:naamInformatieObject>Proefgebied</data:naamInformatieObject>
      <data:officieleTitel>{g.gio}</data:officieleTitel>
      <data:publicatieinstructie>TeConsolideren</data:publicatieinstructie>
    </data:InformatieObjectMetadata>
  </InformatieObjectVersie>
</AanleveringInformatieObject>"""


def ow_xml(objecten: str, objecttypen: Iterable[str]) -> str:
    """A file of OW objects; objecten: stands, see `ow_stand`."""
    typen = "".join(f"<sl:objectType>{o}</sl:objectType>" for o in objecttypen)
    return f"""<ow-dc:owBestand xmlns:ow-dc="http://www.geostandaarden.nl/imow/bestanden/deelbestand"
    xmlns:sl="http://www.geostandaarden.nl/bestanden-ow/standlevering-generiek"
    xmlns:ow="http://www.geostandaarden.nl/imow/owobject" xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:r="http://www.geostandaarden.nl/imow/regels" xmlns:rol="http://www.geostandaarden.nl/imow/regelsoplocatie"
    xmlns:l="http://www.geostandaarden.nl/imow/locatie" xmlns:rg="http://www.geostandaarden.nl/imow/regelingsgebied">
  <sl:standBestand>
    <sl:dataset>Proef</sl:dataset>
    <sl:inhoud><sl:gebied>Proef</sl:gebied><sl:leveringsId>proef-1</sl:leveringsId><sl:objectTypen>{typen}</sl:objectTypen></sl:inhoud>
    {objecten}
  </sl:standBestand>
</ow-dc:owBestand>"""


def ow_stand(object_xml: str) -> str:
    return f"<sl:stand><ow-dc:owObject>{object_xml}</ow-dc:owObject></sl:stand>\n    "


def ow_bestanden(g: Gegevens) -> dict[str, str]:
    """The OW files of the first besluit."""
    i = f"nl.imow-{g.gezag}"
    lijst = "http://standaarden.omgevingswet.overheid.nl"
    plek = f'<l:LocatieRef xlink:href="{i}.gebied.proefgebied"/>'
    regelingsgebied = f"""<rg:Regelingsgebied>
      <rg:identificatie>{i}.regelingsgebied.proefplan</rg:identificatie>
      <rg:locatieaanduiding>{plek}</rg:locatieaanduiding>
    </rg:Regelingsgebied>"""
    gebied = f"""<l:Gebied>
      <l:identificatie>{i}.gebied.proefgebied</l:identificatie>
      <l:noemer>Proefgebied</l:noemer>
      <l:geometrie><l:GeometrieRef xlink:href="{PLAATS}"/></l:geometrie>
    </l:Gebied>"""
    activiteit = f"""<rol:Activiteit>
      <rol:identificatie>{i}.activiteit.bomenkappen</rol:identificatie>
      <rol:naam>een boom kappen</rol:naam>
      <rol:groep>{lijst}/activiteit/id/concept/KappenOfSnoeienHoutopstanden</rol:groep>
      <rol:bovenliggendeActiviteit>
        <rol:ActiviteitRef xlink:href="{i}.activiteit.ActInOmgevingsplanGem"/>
      </rol:bovenliggendeActiviteit>
    </rol:Activiteit>"""
    regeltekst = f"""<r:Regeltekst wId="{g.gezag}_{g.versie}__chp_1__art_1.1__para_1">
      <r:identificatie>{i}.regeltekst.kappen</r:identificatie>
    </r:Regeltekst>"""
    regel = f"""<r:RegelVoorIedereen>
      <r:identificatie>{i}.juridischeregel.kappen</r:identificatie>
      <r:idealisatie>{lijst}/idealisatie/id/concept/Exact</r:idealisatie>
      <r:artikelOfLid><r:RegeltekstRef xlink:href="{i}.regeltekst.kappen"/></r:artikelOfLid>
      <r:locatieaanduiding>{plek}</r:locatieaanduiding>
      <r:activiteitaanduiding>
        <rol:ActiviteitRef xlink:href="{i}.activiteit.bomenkappen"/>
        <r:ActiviteitLocatieaanduiding>
          <r:identificatie>{i}.activiteitlocatieaanduiding.kappen</r:identificatie>
          <r:activiteitregelkwalificatie>{lijst}/activiteitregelkwalificatie/id/concept/Vergunningplicht</r:activiteitregelkwalificatie>
          <r:locatieaanduiding>{plek}</r:locatieaanduiding>
        </r:ActiviteitLocatieaanduiding>
      </r:activiteitaanduiding>
    </r:RegelVoorIedereen>"""
    objecten = {
        "owRegelingsgebied.xml": [regelingsgebied],
        "owLocaties.xml": [gebied],
        "owActiviteiten.xml": [activiteit],
        "owRegels.xml": [regeltekst, regel],
    }
    return {naam: ow_xml("".join(map(ow_stand, objecten[naam])), OW_BESTANDEN[naam]) for naam in OW_BESTANDEN}


def png(*, kleurtype: int = 2, trns: bool = False) -> bytes:
    """A picture of one pixel; kleurtype 6 has an alpha channel, trns a transparent colour."""

    def blok(soort: bytes, inhoud: bytes) -> bytes:
        return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))

    pixel = b"\x00" + b"\x22\x88\x22" + (b"\x80" if kleurtype == 6 else b"")
    doorzichtig = blok(b"tRNS", b"\x00\x22\x00\x88\x00\x22") if trns else b""
    kop = blok(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, kleurtype, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + kop + doorzichtig + blok(b"IDAT", zlib.compress(pixel)) + blok(b"IEND", b"")


def bestanden_besluit(g: Gegevens) -> dict[str, bytes]:
    """The files of a good first besluit with a GIO, a picture and OW objects; manifest.xml comes with `zip_van`."""
    gml = gml_xml(g).encode()
    teksten = {
        "opdracht.xml": opdracht_xml(g),
        "manifest-ow.xml": manifest_ow_xml(g),
        "besluit.xml": besluit_xml(g),
        "gebied.xml": gio_xml(g, gml),
        **ow_bestanden(g),
    }
    return {**{naam: tekst.encode() for naam, tekst in teksten.items()}, "gebied.gml": gml, "boom.png": png()}


def bestanden_mutatie(g: Gegevens) -> dict[str, bytes]:
    """The files of a good change of the regeling, without GIO or OW objects. `g.versie` is 2 or more."""
    return {
        "opdracht.xml": opdracht_xml(g).encode(),
        "manifest-ow.xml": manifest_ow_xml(g, {}).encode(),
        "besluit.xml": besluit_xml(g, mutatie_xml(g), met_gio=False, metadata=False).encode(),
    }


def bestanden_intrekking(g: Gegevens) -> dict[str, bytes]:
    """The files of a withdrawal of the regeling, without OW objects."""
    return {
        "opdracht.xml": opdracht_xml(g).encode(),
        "manifest-ow.xml": manifest_ow_xml(g, {}).encode(),
        "besluit.xml": intrekking_xml(g).encode(),
    }


def bestanden_kennisgeving(g: Gegevens, **anders: Any) -> dict[str, bytes]:
    """The files of a kennisgeving; anders: the other arguments of `kennisgeving_xml`."""
    return {
        "opdracht.xml": opdracht_xml(g, "kennisgeving.xml").encode(),
        "kennisgeving.xml": kennisgeving_xml(g, **anders).encode(),
    }


def zip_van(bestanden: Mapping[str, bytes], typen: Mapping[str, str] | None = None) -> bytes:
    """A zip of the files, with a manifest.xml that lists them all unless there is one."""
    alle = dict(bestanden)
    if "manifest.xml" not in alle:
        alle["manifest.xml"] = manifest_xml([*alle, "manifest.xml"], typen).encode()
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in alle.items():
            archief.writestr(zipfile.ZipInfo(naam, (2026, 1, 1, 0, 0, 0)), inhoud)
    return uit.getvalue()


def levering_van(inhoud: bytes, g: Gegevens | None = None, **rest: Any) -> Levering:
    """The zip opened as the LVBB does, sent by the aanleveraar of `g`."""
    gegevens = g or Gegevens()
    rest = {"afzender": gegevens.aanleveraar, **rest}
    return open_levering(io.BytesIO(inhoud), len(inhoud), gegevens.vandaag, **rest)


def goede_levering(g: Gegevens | None = None, **rest: Any) -> Levering:
    """A complete, valid delivery of a first besluit; rest: fields of Levering, as `register` or `profiel`."""
    gegevens = g or Gegevens()
    return levering_van(zip_van(bestanden_besluit(gegevens)), gegevens, **rest)


def goede_mutatie(g: Gegevens | None = None, **rest: Any) -> Levering:
    """A valid change of the regeling, in a register that knows the version it changes."""
    gegevens = g or Gegevens(versie=2, id_levering="levering-002")
    rest = {"register": register_met_eerste(gegevens), **rest}
    return levering_van(zip_van(bestanden_mutatie(gegevens)), gegevens, **rest)


def goede_intrekking(g: Gegevens | None = None, **rest: Any) -> Levering:
    """A valid withdrawal, in a register that knows the regeling and the GIO."""
    gegevens = g or Gegevens(versie=2, id_levering="levering-003")
    rest = {"register": register_met_eerste(gegevens), **rest}
    return levering_van(zip_van(bestanden_intrekking(gegevens)), gegevens, **rest)


def goede_kennisgeving(g: Gegevens | None = None, *, xml: Mapping[str, Any] | None = None, **rest: Any) -> Levering:
    """A valid kennisgeving about the first besluit, in a register that has published that besluit."""
    gegevens = g or Gegevens(id_levering="levering-004")
    rest = {"register": Register([eerste_besluit(gegevens, besluit=gegevens.besluit)]), **rest}
    return levering_van(zip_van(bestanden_kennisgeving(gegevens, **(xml or {}))), gegevens, **rest)


def afbreekopdracht(g: Gegevens | None = None, **rest: Any) -> Levering:
    """A valid request to break off the first besluit, which waits in the register."""
    gegevens = replace(g or Gegevens(id_levering="levering-005"), opdracht="breekPublicatieAfOpdracht")
    rest = {"register": Register([eerste_besluit(gegevens, status="wacht", besluit=gegevens.besluit)]), **rest}
    inhoud = {"opdracht.xml": opdracht_xml(gegevens, identificatie=gegevens.besluit).encode()}
    return levering_van(zip_van(inhoud), gegevens, **rest)


def wijzig(levering: Levering, naam: str, oud: str, nieuw: str, aantal: int = 1) -> Levering:
    """The same delivery with `oud` replaced in one file; fails when it is not there. aantal -1: everywhere."""
    inhoud = levering.bestanden[naam].inhoud
    assert inhoud is not None
    tekst = inhoud.decode()
    assert oud in tekst, f"{oud!r} does not occur in {naam}"
    return levering.met_bestand(naam, tekst.replace(oud, nieuw, aantal).encode())


@dataclass
class Register(LeegRegister):
    """A store that knows what a test tells it."""

    besluiten: list[BekendBesluit] = field(default_factory=list)
    bekende_versies: list[BekendeVersie] = field(default_factory=list)
    leveringen: set[tuple[str, str]] = field(default_factory=set)
    niet_gemachtigd: set[tuple[str, str]] = field(default_factory=set)

    def id_levering_bekend(self, oin: str, id_levering: str) -> bool:
        return (oin, id_levering) in self.leveringen

    def besluit(self, work: str) -> BekendBesluit | None:
        return next((b for b in self.besluiten if b.work == work), None)

    def kennisgevingen_over(self, work: str) -> Iterable[BekendBesluit]:
        return [b for b in self.besluiten if b.mededeling_over == work and b.status != "afgebroken"]

    def versies(self, work: str) -> Iterable[BekendeVersie]:
        return [v for v in self.bekende_versies if v.work == work]

    def doel_in_gebruik(self, doel: str) -> Iterable[BekendeVersie]:
        return [v for v in self.bekende_versies if v.doel == doel]

    def versies_van(self, besluit: str) -> Iterable[BekendeVersie]:
        return [v for v in self.bekende_versies if v.besluit == besluit]

    def gemachtigd(self, aanleveraar: str, bevoegd_gezag: str, op: date) -> bool:
        return (aanleveraar, bevoegd_gezag) not in self.niet_gemachtigd


def eerste_besluit(g: Gegevens, *, besluit: str = "", **anders: Any) -> BekendBesluit:
    """The besluit that the LVBB has of the first version: published 50 days ago unless told otherwise."""
    werk = besluit or f"/akn/nl/bill/{g.gezag}/{g.jaar}/{g.naam}-besluit-1"
    status = anders.get("status", "gepubliceerd")
    datum = g.vandaag - timedelta(days=50) if status == "gepubliceerd" else g.datum_bekendmaking
    vast: dict[str, Any] = {"status": status, "datum_bekendmaking": datum}
    return BekendBesluit(werk, f"{werk}/nld@{datum}", "besluit", "eerder-1", g.oin, **{**vast, **anders})


def eerste_versie(g: Gegevens, soort: str = "regeling", **anders: Any) -> BekendeVersie:
    """The first version of the regeling or the GIO as the LVBB has it."""
    werk, expressie = (g.regeling, g.was) if soort == "regeling" else (g.gio, f"{g.gio}/nld@{g.vandaag.year};0")
    vast: dict[str, Any] = {
        "besluit": eerste_besluit(g).work,
        "besluit_status": "gepubliceerd",
        "ontwerp": False,
        "doel": f"/join/id/proces/{g.gezag}/{g.jaar}/{g.naam}-doel-1",
        "juridisch_werkend_vanaf": g.vandaag - timedelta(days=40),
    }
    return BekendeVersie(werk, expressie, soort, **{**vast, **anders})


def register_met_eerste(g: Gegevens, **anders: Any) -> Register:
    """A register with the first besluit, the regeling and the GIO; anders: other fields of both versions."""
    status = {"status": anders["besluit_status"]} if "besluit_status" in anders else {}
    ontwerp = {"ontwerp": anders["ontwerp"]} if "ontwerp" in anders else {}
    return Register(
        [eerste_besluit(g, **status, **ontwerp)],
        [eerste_versie(g, **anders), eerste_versie(g, "informatieobject", **anders)],
    )
