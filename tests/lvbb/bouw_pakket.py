"""What stands around a besluit in a package, as texts with parameters: opdracht, manifests, OW files, GML, picture."""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MAANDAG = date(2026, 3, 2)
TYPEN = {
    "xml": "application/xml",
    "gml": "application/gml+xml",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
}
PLAATS = "a5f8c1de-0001-4000-8000-000000000001"
OW_BESTANDEN = {
    "owRegelingsgebied.xml": ("Regelingsgebied",),
    "owLocaties.xml": ("Gebied",),
    "owActiviteiten.xml": ("Activiteit",),
    "owRegels.xml": ("Regeltekst", "RegelVoorIedereen"),
}


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
