"""What is wrong between a besluit and what the LVBB has."""

from dataclasses import replace
from datetime import timedelta

from simulator.lvbb.levering import TEKST
from tests.lvbb import bouw
from tests.lvbb.rules.gevallen import G2, G, Geval, Verandering, na, register, w

B, IO = "besluit.xml", "gebied.xml"
EERSTE = bouw.eerste_versie(G2)
MUTATIE = "RegelingMutatie"


def bekend(**anders: object) -> Verandering:
    """The register with other facts about the first version."""
    return register(bouw.register_met_eerste(G2, **anders))


def regelingen(*versies: object, **besluit: object) -> Verandering:
    gevuld = bouw.Register([replace(bouw.eerste_besluit(G2), **besluit)], list(versies))  # type: ignore[arg-type]
    return register(gevuld)


def intrekking_van_gio(**anders: object) -> Verandering:
    er = anders.pop("er", True)
    versies = [bouw.eerste_versie(G2, "informatieobject", **anders)] if er else []
    return na(w(B, f">{G2.regeling}<", f">{G2.gio}<"), register(bouw.Register([], versies)))


def geen_lichaam() -> Verandering:
    """The was-text is kept without a place where anything could be put."""
    kaal = f'<RegelingCompact xmlns="{TEKST}"><Artikel wId="gm9920_1__chp_1__art_1.2"/></RegelingCompact>'
    gevuld = bouw.register_met_eerste(G2)
    return register(replace(gevuld, teksten={G2.was: kaal.encode()}))


VERSIES = [
    Geval("LVBB4014", "mutatie", regelingen(EERSTE, replace(EERSTE, expression=G2.wordt)), B, MUTATIE),
    Geval("LVBB4015", "mutatie", register(bouw.Register()), B, MUTATIE),
    Geval("LVBB4015", "mutatie", w(B, f' was="{G2.was}"', ' was=""'), B, MUTATIE),
    Geval("LVBB4032", "besluit", w(B, f'wordt="{G.wordt}"', 'wordt=""'), B, "RegelingCompact"),
    Geval("LVBB4032", "besluit", w(B, f"<data:instrumentVersie>{G.wordt}", f"<data:instrumentVersie>{G.wordt}0"), B,
          "BeoogdeRegeling"),
    Geval("LVBB4032", "besluit", w(B, f"<data:instrumentVersie>{G.wordt}", f"<data:instrumentVersie>{G.wordt}0"), B,
          "RegelingCompact"),
    Geval("LVBB4040", "besluit", w(B, "data:RegelingMetadata>", "data:Metadata>", 2), B, "RegelingVersieInformatie"),
    Geval("LVBB4052", "mutatie", bekend(ingetrokken_per=G2.vandaag), B, MUTATIE),
    Geval("LVBB5012", "mutatie", bekend(ingetrokken_per=G2.vandaag), B, MUTATIE),
    Geval("LVBB4200", "mutatie", bekend(juridisch_werkend_vanaf=G2.in_werking + timedelta(days=1)), B, MUTATIE),
    Geval("LVBB4201", "mutatie", bekend(ingetrokken_per=G2.in_werking), B, MUTATIE),
    Geval("LVBB4204", "mutatie", bekend(juridisch_werkend_vanaf=None), B, MUTATIE),
    Geval("LVBB4211", "mutatie", bekend(besluit_status="wacht"), B, MUTATIE),
    Geval("LVBB4212", "intrekking", bekend(besluit_status="wacht"), B, "Intrekking"),
    Geval("LVBB4212", "besluit", na(w(IO, f">{G.regeling}<", f">{G.regeling}-oud<"), register(bouw.Register(
        [], [replace(EERSTE, work=f"{G.regeling}-oud", besluit_status="wacht")]))), IO, "InformatieObjectVersie"),
    Geval("LVBB4802", "besluit", w(B, f"<data:instrumentVersie>{G.gio_expressie}",
          f"<data:instrumentVersie>{G.wordt}0"), B,
          "BeoogdInformatieobject"),
    Geval("LVBB4803", "besluit", w(B, f"<data:doel>{G.doel}", f"<data:doel>{G.doel}-b"), B, "BesluitVersie"),
    Geval("LVBB4804", "intrekking", w(B, "<data:Intrekkingen>", "<data:BeoogdeRegelgeving><data:BeoogdeRegeling>"
          f"<data:doelen><data:doel>{G2.doel}</data:doel></data:doelen><data:instrumentVersie>{G2.wordt}"
          "</data:instrumentVersie></data:BeoogdeRegeling></data:BeoogdeRegelgeving><data:Intrekkingen>"), B,
          "Intrekking"),
    Geval("LVBB4805", "mutatie", bekend(doel=G2.doel), B, "BesluitVersie"),
    Geval("LVBB5007", "mutatie", bekend(ontwerp=True), B, MUTATIE),
    Geval("LVBB5008", "mutatie", regelingen(EERSTE, afbreken_gevraagd=True), B, MUTATIE),
    Geval("LVBB5013", "intrekking", bekend(ontwerp=True), B, "Intrekking"),
    Geval("LVBB5013", "intrekking", bekend(ingetrokken_per=G2.vandaag), B, "Intrekking"),
    Geval("LVBB5014", "intrekking", register(bouw.Register()), B, "Intrekking"),
    Geval("LVBB5015", "mutatie", regelingen(EERSTE, replace(EERSTE, expression="x", besluit="y", was=G2.was)), B,
          MUTATIE),
    Geval("LVBB5019", "besluit", register(bouw.Register([], [EERSTE])), B, "RegelingCompact"),
    Geval("LVBB5022", "besluit", na(w(B, "/join/id/stop/work_019</data:soortWork>",
          "/join/id/stop/work_021</data:soortWork>"
          "<data:isTijdelijkDeelVan><data:WorkIdentificatie><data:FRBRWork>/akn/nl/act/gm9920/2020/hoofd</data:FRBRWork>"
          "</data:WorkIdentificatie></data:isTijdelijkDeelVan>"), register(bouw.Register(
              [], [replace(EERSTE, work="/akn/nl/act/gm9920/2020/hoofd", ontwerp=True)]))), B,
              "RegelingVersieInformatie"),
    Geval("LVBB7003", "besluit", w(B, f"<data:Tijdstempel>\n          <data:doel>{G.doel}",
          f"<data:Tijdstempel>\n          <data:doel>{G.doel}-b"), B, "Tijdstempel"),
    Geval("LVBB7004", "mutatie", bekend(doel=G2.doel), B, "BeoogdeRegeling"),
    Geval("LVBB7005", "mutatie", bekend(juridisch_werkend_vanaf=G2.in_werking), B, "BeoogdeRegeling"),
    Geval("LVBB7010", "mutatie", regelingen(EERSTE, replace(EERSTE, expression="x", doel=G2.doel, ontwerp=True)), B,
          "Tijdstempel"),
    Geval("LVBB5023", "mutatie", w(B, 'wId="gm9920_2__chp_1__art_1.3"', 'wId="gm9920_1__chp_1__art_1.2"'), B,
          "VoegToe"),
    Geval("LVBB5024", "mutatie", w(B, "</RegelingMutatie>",
          '<Verwijder wat="gm9920_1__chp_1__art_9"/></RegelingMutatie>'), B, "Verwijder"),
    Geval("LVBB5027", "mutatie", w(B, 'context="gm9920_1__chp_1__art_1.2"', 'context="gm9920_1__chp_9"'), B, "VoegToe"),
    Geval("LVBB5033", "mutatie", na(geen_lichaam(), w(B, "gm9920_1__chp_1__art_1.1\"", "gm9920_1__art_9\"", -1)), B,
          "Vervang"),
    Geval("LVBB3800", "intrekking", intrekking_van_gio(er=False), B, "Intrekking"),
    Geval("LVBB3801", "intrekking", intrekking_van_gio(ingetrokken_per=G2.vandaag), B, "Intrekking"),
    Geval("LVBB3802", "intrekking", intrekking_van_gio(ontwerp=True), B, "Intrekking"),
]  # fmt: skip
