"""What is wrong in a besluit, an informatieobject or a kennisgeving itself."""

from dataclasses import replace
from datetime import timedelta

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules import soortregeling
from tests.lvbb import bouw
from tests.lvbb.rules.gevallen import G2, G, Geval, Verandering, na, opnieuw, register, w, zonder

B, IO, GML, K = "besluit.xml", "gebied.xml", "gebied.gml", "kennisgeving.xml"
WERK = f"<data:FRBRWork>{G.besluit}<"
EXPRESSIE = f"<data:FRBRExpression>{G.besluit_expressie}<"
NAAM = f"{G.naam}-besluit-1"
WIJZIGBIJLAGE = '<WijzigBijlage eId="cmp_A"'
GIO_BEKEND = bouw.Register([], [replace(bouw.eerste_versie(G, "informatieobject"), expression=G.gio_expressie)])


def werk(nieuw: str) -> Verandering:
    return w(B, WERK, f"<data:FRBRWork>{nieuw}<")


def expressie(nieuw: str) -> Verandering:
    return w(B, EXPRESSIE, f"<data:FRBRExpression>{nieuw}<")


def pdf(instructie: str = "AlleenBekendTeMaken") -> Verandering:
    """The informatieobject made one of another publicatieinstructie."""
    return w(IO, ">TeConsolideren<", f">{instructie}<")


def soort(code: str, bestuur: str = "gemeente/gm9920", model: str = "") -> Verandering:
    stappen = [w(B, "regelingtype_003", f"regelingtype_{code}")]
    if bestuur != "gemeente/gm9920":
        stappen.append(w(B, "/tooi/id/gemeente/gm9920</data:eind", f"/tooi/id/{bestuur}</data:eind"))
    if model:
        stappen.append(w(B, "RegelingCompact", model, -1))
    return na(*stappen)


def _bestuur_anders(code: str, soort_: str, besturen: tuple[str, ...]) -> Geval:
    codes = {"gemeente": "gm9920", "provincie": "pv26", "waterschap": "ws9920", "ministerie": "mnre1034"}
    anders = next(b for b in ("waterschap", "gemeente", "provincie") if b not in besturen)
    return Geval(code, "besluit", soort(soort_, f"{anders}/{codes[anders]}"), B, "RegelingMetadata")


def _model_anders(code: str, soort_: str, modellen: tuple[str, ...], alleen: str) -> Geval:
    bestuur = {"ministerie": "ministerie/mnre1034", "provincie": "provincie/pv26", "": "gemeente/gm9920"}[alleen]
    anders = next(m for m in ("RegelingVrijetekst", "RegelingTijdelijkdeel") if m not in modellen)
    return Geval(code, "besluit", soort(soort_, bestuur, anders), B, "RegelingMetadata")


def kennis(**xml: object) -> Verandering:
    return opnieuw(lambda: bouw.goede_kennisgeving(xml=xml))


def over(**anders: object) -> Verandering:
    return register(bouw.Register([replace(bouw.eerste_besluit(G, besluit=G.besluit), **anders)]))  # type: ignore[arg-type]


def ontwerp_inzage(begin: int, einde: int) -> Levering:
    return bouw.goede_kennisgeving(
        xml={"stappen": (("014", begin), ("005", einde))},
        register=bouw.Register([bouw.eerste_besluit(G, besluit=G.besluit, ontwerp=True)]),
    )


IDENTIFICATIES = [
    Geval("LVBB1502", "besluit", werk(G.besluit.replace("bill", "act")), B, "BesluitVersie"),
    Geval("LVBB2008", "besluit", werk(G.besluit.replace("/akn/", "/ank/")), B, "FRBRWork"),
    Geval("LVBB2009", "besluit", werk(G.besluit.replace("/nl/", "/be/")), B, "FRBRWork"),
    Geval("LVBB2010", "besluit", werk(G.besluit.replace("/bill/", "/brief/")), B, "FRBRWork"),
    Geval("LVBB2011", "besluit", w(IO, f"<data:FRBRWork>{G.gio}", "<data:FRBRWork>" + G.gio.replace("/id/", "/di/")),
          IO,
          "FRBRWork"),
    Geval("LVBB2012", "besluit", w(IO, f"<data:FRBRWork>{G.gio}", "<data:FRBRWork>" + G.gio.replace("regdata", "data")),
          IO, "FRBRWork"),
    Geval("LVBB2013", "besluit", werk(G.besluit.replace(f"/{G.jaar}/", "/26/")), B, "FRBRWork"),
    Geval("LVBB2013", "besluit", werk(G.besluit.replace(f"/{G.jaar}/", "/2026-02-30/")), B, "FRBRWork"),
    Geval("LVBB2015", "besluit", w(IO, G.gio_expressie, f"{G.gio}/nld@2020-01-01;1", -1), IO, "FRBRExpression"),
    Geval("LVBB2016", "besluit", expressie(G.besluit_expressie.replace("nld@", "deu@")), B, "FRBRExpression"),
    Geval("LVBB2017", "besluit", werk(G.besluit + ".1"), B, "FRBRWork"),
    Geval("LVBB2019", "besluit", expressie(G.besluit_expressie.replace("/nld@", "@")), B, "FRBRExpression"),
    Geval("LVBB2013", "besluit", werk(G.besluit.replace(f"/{G.jaar}/", "//")), B, "FRBRWork"),
    Geval("LVBB2013", "besluit", werk(G.besluit.replace(f"/{G.jaar}/", "/2026-W10-3/")), B, "FRBRWork"),
    Geval("LVBB2020", "besluit", werk(G.besluit.replace(NAAM, "één")), B, "FRBRWork"),
    Geval("LVBB2020", "besluit", werk(G.besluit.replace(NAAM, "")), B, "FRBRWork"),
    Geval("LVBB2021", "besluit", werk(G.besluit.replace(NAAM, "n" * 129)), B, "FRBRWork"),
    Geval("LVBB2022", "besluit", werk(G.besluit.replace("/bill/", "/officialGazette/")), B, "FRBRWork"),
]  # fmt: skip

BESLUIT = [
    Geval("LVBB4001", "besluit", register(bouw.Register([bouw.eerste_besluit(G, besluit=G.besluit)])), B,
          "BesluitVersie"),
    Geval("LVBB4002", "besluit", w(B, '<IntRef ref="cmp_A">', '<IntRef ref="art_II">'), B, "WijzigArtikel"),
    Geval("LVBB4002", "besluit", w(B, '<IntRef ref="cmp_A">', '<IntRef ref="art_II">'), B, "WijzigBijlage"),
    Geval("LVBB4033", "besluit", w(B, f'wordt="{G.wordt}"', f'wordt="{G.wordt}0"'), B, "RegelingCompact"),
    Geval("LVBB4033", "besluit", w(B, f'wordt="{G.wordt}"', f'wordt="{G.wordt}0"'), B, "RegelingVersieInformatie"),
    Geval("LVBB4045", "besluit", lambda le: bouw.wijzig(le, B, "</BesluitCompact>",
          _bijlage(le) + "</BesluitCompact>"), B,
          "RegelingVersieInformatie"),
    Geval("LVBB4038", "besluit", w(B, 'naam="boom.png"', 'naam="struik.png"'), B, "Illustratie"),
    Geval("LVBB4038", "besluit", w(B, 'naam="boom.png"', 'naam="struik.png"'), "boom.png"),
    Geval("LVBB4038", "besluit", zonder("boom.png"), B, "Illustratie"),
    Geval("LVBB4039", "besluit", w(B, 'formaat="image/png"', 'formaat="image/jpeg"'), B, "Illustratie"),
    Geval("LVBB4042", "besluit", na(w(B, "/tooi/id/gemeente/gm9920<", "/tooi/id/gemeente/gm0000<"),
          register(bouw.Register(onbekend={"gm0000"}))), B, "eindverantwoordelijke"),
    Geval("LVBB4042", "besluit", w(B, "/tooi/id/gemeente/gm9920<", "/tooi/id/provincie/gm9920<"), B, "eindverantw"),
    Geval("LVBB4043", "besluit", w(B, "<data:soortRegeling>",
          "<data:opvolging><data:opvolgerVan>/akn/nl/act/gm9920/2019/"
          "oud</data:opvolgerVan></data:opvolging><data:soortRegeling>"), B, "RegelingVersieInformatie"),
    Geval("LVBB4049", "besluit", w(B, "<data:soortRegeling>",
          "<data:opvolging><data:opvolgerVan>/akn/nl/act/gm9920/2019/"
          "oud</data:opvolgerVan></data:opvolging><data:soortRegeling>"), B, "RegelingMetadata"),
    Geval("LVBB4044", "besluit", w(B, "work_019", "work_021"), B, "RegelingVersieInformatie"),
    Geval("LVBB4044", "besluit", w(B, "RegelingCompact", "RegelingTijdelijkdeel", -1), B, "RegelingVersieInformatie"),
    Geval("LVBB4500", "besluit", w(B, "</data:ConsolidatieInformatie>",
          "<data:Terugtrekkingen/></data:ConsolidatieInformatie>"), B, "Terugtrekkingen"),
    Geval("LVBB1580", "besluit", w(B, f"<data:datum>{G.in_werking}",
          f"<data:datum>{G.datum_bekendmaking + timedelta(days=91)}"), B, "Tijdstempel"),
    Geval("LVBB3518", "besluit", w(B, "juridischWerkendVanaf", "geldigVanaf"), B, "BeoogdInformatieobject"),
    Geval("LVBB3519", "besluit", w(B, "juridischWerkendVanaf", "geldigVanaf"), B, "BeoogdeRegeling"),
    Geval("LVBB3519", "intrekking", w(B, "juridischWerkendVanaf", "geldigVanaf"), B, "Intrekking"),
    Geval("LVBB4006", "besluit", soort("001"), B, "RegelingMetadata"),
    Geval("LVBB4007", "besluit", w(B, "regelingtype_003", "soort_003"), B, "RegelingMetadata"),
    *(_bestuur_anders(*rij) for rij in soortregeling.BESTUREN),
    *(_model_anders(*rij) for rij in soortregeling.MODELLEN),
    Geval("LVBB5003", "mutatie", w(B, 'wat="gm9920_1__chp_1__art_1.1"', 'wat="gm9920_1__chp_1__art_1.2"'), B,
          "Vervang"),
    Geval("LVBB4033", "besluit", w(B, f'wordt="{G.wordt}"', 'wordt=""'), B, "RegelingCompact"),
    Geval("LVBB5005", "mutatie", w(B, f' wordt="{G2.wordt}"', ""), B, "RegelingMutatie"),
    Geval("LVBB5005", "mutatie", w(B, f' wordt="{G2.wordt}"', ' wordt=""'), B, "RegelingMutatie"),
    Geval("LVBB5006", "mutatie", w(B, f' was="{G2.was}"', ""), B, "RegelingMutatie"),
    Geval("LVBB5030", "mutatie", w(B, "</RegelingMutatie>",
          '<Verwijder wat="gm9920_1__chp_1__art_1.2"/></RegelingMutatie>'), B, "Verwijder"),
    Geval("LVBB5032", "mutatie", w(B, 'context="gm9920_1__chp_1__art_1.2"', 'context="gm9920_2__chp_1__art_1.3"'), B,
          "VoegToe"),
]  # fmt: skip

INFORMATIEOBJECTEN = [
    Geval("LVBB3008", "besluit", w(GML, "Proefgebied", "Ander gebied"), IO, "Bestand"),
    Geval("LVBB3150", "besluit", w(IO, f"<data:heeftGeboorteregeling>{G.regeling}</data:heeftGeboorteregeling>", ""),
          IO),
    Geval("LVBB3150", "besluit", pdf(), IO, "InformatieObjectVersie"),
    Geval("LVBB3151", "besluit", w(B, f'ref="{G.gio_expressie}"', 'ref="/join/id/regdata/gm9920/2026/iets/nld@2026"'),
          IO),
    Geval("LVBB3504", "besluit", zonder(IO), B, "informatieobjectRef"),
    Geval("LVBB3509", "besluit", w(B, "<data:informatieobjectRef>" + G.gio_expressie, "<data:informatieobjectRef>"),
          IO),
    Geval("LVBB3506", "besluit", zonder(GML), IO, "Bestand"),
    Geval("LVBB3507", "besluit", lambda le: le.met_bestand(GML, le.bestanden[GML].inhoud or b"", "application/xml"), IO,
          "Bestand"),
    Geval("LVBB3508", "besluit", register(GIO_BEKEND), IO, "InformatieObjectVersie"),
    Geval("LVBB3900", "besluit", register(GIO_BEKEND), IO, "InformatieObjectVersie"),
    Geval("LVBB3901", "besluit", na(pdf(), register(GIO_BEKEND)), IO, "InformatieObjectVersie"),
    Geval("LVBB3510", "besluit", w(IO, f">{G.regeling}<", f">{G.regeling}-onbekend<"), IO, "InformatieObjectVersie"),
    Geval("LVBB3511", "besluit", w(GML, f">{G.gio}<", f">{G.gio}-anders<"), GML, "GeoInformatieObjectVaststelling"),
    Geval("LVBB3512", "besluit", w(GML, f">{G.gio_expressie}<", f">{G.gio_expressie}0<"), GML, "GeoInformatie"),
    Geval("LVBB3513", "besluit", w(IO, "data:InformatieObjectMetadata>", "data:Metadata>", 2), IO),
    Geval("LVBB3514", "besluit", w(B, f'ref="{G.gio_expressie}"', f'ref="{G.gio}-anders/nld@2026"'), B, "ExtIoRef"),
    Geval("LVBB3515", "besluit", w(GML, "</geo:vastgesteldeVersie>",
          f"</geo:vastgesteldeVersie><geo:wasID>{G.gio}-anders/nld@2025;1</geo:wasID>"), GML),
    Geval("LVBB3515", "besluit", w(GML, "</geo:vastgesteldeVersie>", "</geo:vastgesteldeVersie><geo:wasID/>"), GML),
    Geval("LVBB3516", "besluit", w(GML, "</geo:vastgesteldeVersie>",
          f"</geo:vastgesteldeVersie><geo:wasID>{G.gio}/nld@2025;1</geo:wasID>"), GML),
    Geval("LVBB3517", "besluit", w(B, f">{G.gio_expressie}</ExtIoRef>", f"> {G.gio_expressie}\n</ExtIoRef>"), B,
          "ExtIoRef"),
    Geval("LVBB3902", "besluit", pdf(), B, "ExtIoRef"),
    Geval("LVBB4041", "besluit", w(IO, f"<data:FRBRWork>{G.gio}", "<data:FRBRWork>" + G.gio.replace("gm9920", "")), IO),
    Geval("LVBB4050", "besluit", w(IO, "<data:maker>",
          "<data:opvolging><data:opvolgerVan>/join/id/regdata/gm9920/2019/oud"
          "</data:opvolgerVan></data:opvolging><data:maker>"), IO, "opvolgerVan"),
    Geval("LVBB4054", "besluit", na(pdf(), w(IO, "<data:maker>", "<data:opvolging><data:opvolgerVan>/join/id/regdata/"
          "gm9920/2019/oud</data:opvolgerVan></data:opvolging><data:maker>")), IO, "opvolgerVan"),
    Geval("LVBB4051", "besluit", register(bouw.Register(
        [], [bouw.eerste_versie(G, "informatieobject", ingetrokken_per=G.vandaag)])), IO),
]  # fmt: skip

KENNISGEVING = [
    Geval("LVBB4701", "kennisgeving", register(bouw.Register(
        [replace(bouw.eerste_besluit(G, besluit=G.kennisgeving), soort="kennisgeving")])), K, "KennisgevingVersie"),
    Geval("LVBB4702", "kennisgeving", register(bouw.Register()), K, "KennisgevingVersie"),
    Geval("LVBB4703", "kennisgeving", opnieuw(lambda: ontwerp_inzage(G.dagen_bekendmaking - 1, 60)), K,
          "Procedurestap"),
    Geval("LVBB4704", "kennisgeving", na(opnieuw(lambda: ontwerp_inzage(10, 60)), over(
        ontwerp=True, datum_bekendmaking=G.vandaag + timedelta(days=20))), K, "Procedurestap"),
    Geval("LVBB4705", "kennisgeving", over(status="wacht"), K, "KennisgevingVersie"),
    Geval("LVBB4707", "kennisgeving", w(K, G.kennisgeving, G.kennisgeving.replace("/doc/", "/bill/"), -1), K),
    Geval("LVBB4708", "kennisgeving", kennis(over=G.regeling), K, "KennisgevingVersie"),
    Geval("LVBB4738", "kennisgeving", w(K, "KennisgevingBesluittermijnen", "KennisgevingUitspraakRechter"), K),
    Geval("LVBB4740", "kennisgeving", w(K, "KennisgevingBesluittermijnen", "KennisgevingVoorgenomenBesluit"), K),
    Geval("LVBB4763", "kennisgeving", w(K, "KennisgevingBesluittermijnen", "KennisgevingVoorgenomenBesluit"), K,
          "Procedureverloopmutatie"),
    Geval("LVBB4762", "kennisgeving", w(K, "data:voegStappenToe>", "data:anders>", 2), K, "Procedureverloopmutatie"),
    Geval("LVBB4753", "besluit", w(B, "stap_003", "stap_014"), B, "Procedurestap"),
    Geval("LVBB4754", "besluit", w(B, "stap_003", "stap_004"), B, "Procedurestap"),
    Geval("LVBB4754", "kennisgeving", w(K, "stap_015", "stap_004"), K, "Procedurestap"),
    Geval("LVBB4755", "kennisgeving", kennis(stappen=(("015", 40), ("015", 50))), K, "Procedurestap[2]"),
    Geval("LVBB4758", "kennisgeving", opnieuw(lambda: ontwerp_inzage(60, 50)), K, "Procedurestap[2]"),
    Geval("LVBB4760", "kennisgeving", over(ontwerp=True), K, "Procedurestap"),
    Geval("LVBB4761", "kennisgeving", w(K, "stap_015", "stap_014"), K, "Procedurestap"),
]  # fmt: skip


def _bijlage(levering: Levering) -> str:
    """The WijzigBijlage of a besluit once more."""
    tekst = (levering.bestanden[B].inhoud or b"").decode()
    einde = tekst.index("</WijzigBijlage>") + len("</WijzigBijlage>")
    return tekst[tekst.index(WIJZIGBIJLAGE) : einde]


INHOUD = [*IDENTIFICATIES, *BESLUIT, *INFORMATIEOBJECTEN, *KENNISGEVING]
