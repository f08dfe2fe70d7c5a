"""The STOP documents of a delivery as texts with parameters: besluit, mutatie, intrekking, kennisgeving, GIO."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from tests.lvbb.bouw_pakket import Gegevens


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
