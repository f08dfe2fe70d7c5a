"""A small regeling with its OW files and GIO, and a kernel with nothing in it but OZON."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from simulator.kernel import blobs
from simulator.kernel.kern import Kern
from simulator.kernel.store import STANDAARD, Begin, Wereld
from simulator.ozon.instellingen import Instellingen
from simulator.ozon.room import bijdrage

NU = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORK = "/akn/nl/act/gm9920/2026/proef-plan"
URI = "_akn_nl_act_gm9920_2026_proef_plan"
GEO = "4b46ca74-0000-4000-8000-00000000000"
TEKST = "https://standaarden.overheid.nl/stop/imop/tekst/"
CONCEPT = "http://standaarden.omgevingswet.overheid.nl"


@dataclass
class Proef:
    """A kernel of which the clock stands still."""

    kern: Kern

    @property
    def wereld(self) -> Wereld:
        return Wereld(self.kern.store)

    def klok(self, moment: datetime) -> None:
        self.kern.agenda.spring(STANDAARD, moment)

    def bewaar(self, inhoud: str | bytes) -> str:
        with self.kern.store.ruw() as conn:
            return blobs.bewaar(conn, inhoud.encode() if isinstance(inhoud, str) else inhoud)

    def publiceer(self, versie: int = 1, *, vanaf: str = "2026-03-02", rust: bool = True, **anders: Any) -> None:
        """Let the LVBB say that a version was published. anders: other values of the event, or the texts themselves."""
        work = anders.pop("work", WORK)
        tekst = anders.pop("tekst", regeling_xml(versie))
        gios = [
            {"work": "/join/id/regdata/gm9920/2026/gebied", "expression": f"gio@{i}", "gml": self.bewaar(gml)}
            for i, gml in enumerate(anders.pop("gmls", [gml_xml()]))
        ]
        ow = [
            {"naam": f"ow{i}.xml", "inhoud": self.bewaar(inhoud)}
            for i, inhoud in enumerate(anders.pop("ow", [OW_EERSTE]))
        ]
        gegevens = {
            "work": work,
            "expression": f"{work}/nld@{vanaf};{versie}",
            "was": None,
            "doel": f"/join/id/proces/gm9920/2026/doel-{versie}",
            "besluit": "/akn/nl/bill/gm9920/2026/besluit",
            "publicatieId": f"/akn/nl/officialGazette/gmb/2026/{versie}",
            "bevoegdGezag": "gm9920",
            "soortRegeling": "/join/id/stop/regelingtype_003",
            "officieleTitel": "Proefplan",
            "citeertitel": "Het proefplan",
            "opschrift": "Proefplan gemeente Testeiland",
            "inwerkingVanaf": vanaf,
            "geldigVanaf": vanaf,
            "versienummer": str(versie),
            "tekst": self.bewaar(tekst),
            "tijdelijkDeelVan": "",
            "gios": gios,
            "ow": ow,
            "afbeeldingen": [],
            **anders,
        }
        with self.wereld.schrijf() as tx:
            tx.emit("lvbb.regeling.gepubliceerd", **gegevens)
        if rust:
            self.kern.agenda.tot_rust(STANDAARD)

    def trek_in(self, per: str, work: str = WORK) -> None:
        with self.wereld.schrijf() as tx:
            tx.emit("lvbb.regeling.ingetrokken", work=work, per=per, doel="d", besluit="b", publicatieId="p", ow=[])
        self.kern.agenda.tot_rust(STANDAARD)


def kern(keuze: Instellingen | None = None) -> Kern:
    return Kern(None, Begin(1, NU, 0), [bijdrage(keuze or Instellingen())])


def regeling_xml(versie: int = 1) -> str:
    nieuw = "" if versie == 1 else lid(2, f"Nieuw in versie {versie}.")
    return f"""<?xml version="1.0"?>
<RegelingCompact xmlns="{TEKST}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" schemaversie="1.3.0">
  <RegelingOpschrift eId="longTitle" wId="gm9920_1__longTitle">
    <Al>Proefplan gemeente Testeiland</Al>
  </RegelingOpschrift>
  <Lichaam eId="body" wId="body"><!-- no part of the text -->
    <Hoofdstuk eId="chp_1" wId="gm9920_1__chp_1">
      <Kop><Label>Hoofdstuk</Label><Nummer>1</Nummer><Opschrift>Bomen &amp; struiken</Opschrift></Kop>
      <Artikel eId="chp_1__art_1.1" wId="gm9920_1__chp_1__art_1.1">
        <Kop><Label>Artikel</Label><Nummer>1.1</Nummer></Kop>
        {lid(1, "Kap geen boom.")}{nieuw}
      </Artikel>
      <Artikel eId="chp_1__art_1.2" wId="gm9920_1__chp_1__art_1.2">
        <Kop><Label>Artikel</Label><Nummer>1.2</Nummer></Kop><Gereserveerd/>
      </Artikel>
      <Artikel eId="chp_1__art_1.3" wId="gm9920_1__chp_1__art_1.3">
        <Kop><Label>Artikel</Label><Nummer>1.3</Nummer></Kop><Vervallen/>
      </Artikel>
    </Hoofdstuk>
  </Lichaam>
  <Bijlage eId="cmp_I" wId="gm9920_1__cmp_I">
    <Kop><Label>Bijlage</Label><Nummer>I</Nummer><Opschrift>Begrippen</Opschrift></Kop>
    <Divisietekst eId="cmp_I__content_o_1" wId="gm9920_1__cmp_I__content_o_1"><Inhoud>
      <Begrippenlijst eId="cmp_I__content_o_1__list_o_1" wId="gm9920_1__cmp_I__content_o_1__list_o_1">
        <Begrip eId="cmp_I__content_o_1__list_o_1__item_o_1" wId="gm9920_1__cmp_I__content_o_1__list_o_1__item_o_1">
          <Term>boom</Term><Definitie><Al>houtige plant</Al></Definitie>
        </Begrip>
      </Begrippenlijst></Inhoud>
    </Divisietekst>
  </Bijlage>
</RegelingCompact>"""


def lid(nummer: int, tekst: str) -> str:
    naam = f"chp_1__art_1.1__para_{nummer}"
    return (
        f'<Lid eId="{naam}" wId="gm9920_1__{naam}"><LidNummer>{nummer}.</LidNummer>'
        f"<Inhoud><Al>{tekst}</Al></Inhoud></Lid>"
    )


def ow_xml(*objecten: str) -> str:
    standen = "".join(f"<sl:stand><dc:owObject>{ow}</dc:owObject></sl:stand>" for ow in objecten)
    naam = "http://www.geostandaarden.nl"
    return f"""<dc:owBestand xmlns:dc="{naam}/imow/bestanden/deelbestand" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:sl="{naam}/bestanden-ow/standlevering-generiek" xmlns:r="{naam}/imow/regels" xmlns:l="{naam}/imow/locatie"
  xmlns:rol="{naam}/imow/regelsoplocatie" xmlns:rg="{naam}/imow/regelingsgebied" xmlns:p="{naam}/imow/pons"
  xmlns:ga="{naam}/imow/gebiedsaanwijzing" xmlns:k="{naam}/imow/kaart" xmlns:vt="{naam}/imow/vrijetekst"
  xmlns:s="{naam}/imow/symbolisatie" xmlns:ow="{naam}/imow/owobject">
  <sl:standBestand><sl:dataset>proef</sl:dataset>{standen}</sl:standBestand></dc:owBestand>"""


def id_(soort: str, naam: str = "een") -> str:
    return f"nl.imow-gm9920.{soort}.{naam}"


def gebied(naam: str, nummer: int, extra: str = "") -> str:
    return (
        f"<l:Gebied>{extra}<l:identificatie>{id_('gebied', naam)}</l:identificatie><l:noemer>Gebied {naam}</l:noemer>"
        f'<l:geometrie><l:GeometrieRef xlink:href="{GEO}{nummer}"/></l:geometrie></l:Gebied>'
    )


def groep(naam: str, *leden: str) -> str:
    refs = "".join(f'<l:GebiedRef xlink:href="{id_("gebied", lid)}"/>' for lid in leden)
    return (
        f"<l:Gebiedengroep><l:identificatie>{id_('gebiedengroep', naam)}</l:identificatie>"
        f"<l:noemer>Groep {naam}</l:noemer><l:groepselement>{refs}</l:groepselement></l:Gebiedengroep>"
    )


def houder(element: str, soort: str, locatie: str) -> str:
    p = element.split(":")[0]
    return (
        f"<{element}><{p}:identificatie>{id_(soort)}</{p}:identificatie><{p}:locatieaanduiding>"
        f'<l:LocatieRef xlink:href="{locatie}"/></{p}:locatieaanduiding></{element}>'
    )


def activiteit(naam: str, extra: str = "") -> str:
    return (
        f"<rol:Activiteit>{extra}<rol:identificatie>{id_('activiteit', naam)}</rol:identificatie>"
        f"<rol:naam>Boom {naam}</rol:naam><rol:groep>{CONCEPT}/activiteit/id/concept/AgrarischeActiviteit</rol:groep>"
        f'<rol:bovenliggendeActiviteit><rol:ActiviteitRef xlink:href="{id_("activiteit", "top")}"/>'
        "</rol:bovenliggendeActiviteit></rol:Activiteit>"
    )


def regel(*alas: str) -> str:
    refs = "".join(
        f'<r:activiteitaanduiding><rol:ActiviteitRef xlink:href="{id_("activiteit", "kappen")}"/>'
        f"<r:ActiviteitLocatieaanduiding><r:identificatie>{id_('activiteitlocatieaanduiding', ala)}</r:identificatie>"
        f"<r:activiteitregelkwalificatie>{CONCEPT}/activiteitregelkwalificatie/id/concept/Verbod"
        "</r:activiteitregelkwalificatie>"
        f'<r:locatieaanduiding><l:LocatieRef xlink:href="{id_("gebied", "a")}"/></r:locatieaanduiding>'
        "</r:ActiviteitLocatieaanduiding></r:activiteitaanduiding>"
        for ala in alas
    )
    return (
        f"<r:RegelVoorIedereen><r:identificatie>{id_('juridischeregel')}</r:identificatie>"
        f"<r:idealisatie>{CONCEPT}/idealisatie/id/concept/Exact</r:idealisatie>"
        f'<r:artikelOfLid><r:RegeltekstRef xlink:href="{id_("regeltekst")}"/></r:artikelOfLid>'
        f"<r:thema>{CONCEPT}/thema/id/concept/Natuur</r:thema>"
        f'<r:locatieaanduiding><l:LocatieRef xlink:href="{id_("gebiedengroep", "g")}"/></r:locatieaanduiding>'
        f"{refs}</r:RegelVoorIedereen>"
    )


REGELTEKST = (
    '<r:Regeltekst wId="gm9920_1__chp_1__art_1.1">'
    f"<r:identificatie>{id_('regeltekst')}</r:identificatie></r:Regeltekst>"
)
REGELINGSGEBIED = houder("rg:Regelingsgebied", "regelingsgebied", id_("gebiedengroep", "g"))
PONS = houder("p:Pons", "pons", id_("gebied", "b"))
OW_EERSTE = ow_xml(
    REGELINGSGEBIED,
    PONS,
    gebied("a", 1),
    gebied("b", 2),
    groep("g", "a", "b"),
    activiteit("kappen"),
    REGELTEKST,
    regel("x"),
)


def gml_xml() -> str:
    vlakken = "".join(
        f"""<geo:Locatie><geo:geometrie><bg:Geometrie><bg:id>{GEO}{nummer}</bg:id><bg:geometrie>
          <gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992"><gml:exterior><gml:LinearRing><gml:posList>
          {x} 540000 {x + 100.5} 540000 {x + 100.5} 540100.125 {x} 540100.125 {x} 540000
          </gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></bg:geometrie></bg:Geometrie></geo:geometrie>
        </geo:Locatie>"""
        for nummer, x in ((1, 97000), (2, 98000))
    )
    return f"""<geo:GeoInformatieObjectVaststelling xmlns:geo="https://standaarden.overheid.nl/stop/imop/geo/"
      xmlns:bg="http://www.geostandaarden.nl/basisgeometrie/1.0" xmlns:gml="http://www.opengis.net/gml/3.2">
      <geo:locaties>{vlakken}</geo:locaties></geo:GeoInformatieObjectVaststelling>"""
