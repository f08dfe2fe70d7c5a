"""One change in a good document per rule on identifiers, metadata, procedure, consolidation and delivery.

(code, document, what stands there, what comes in its place, the element where the finding is); a name without < goes as
a whole element, and a tuple of names or texts makes more than one change.
"""

from tests.lvbb.rules.voorbeelden import GEBIED, PLAN, stap, tijdstempel

Geval = tuple[str, str, str | tuple[str, ...], str | tuple[str, ...], str]

WORK = "<data:FRBRWork>/akn/nl/bill/gm0001/2026/besluit1</data:FRBRWork>"
EXPRESSIE = "<data:FRBRExpression>/akn/nl/bill/gm0001/2026/besluit1/nld@2026-01-05</data:FRBRExpression>"
BESLUIT = "<data:soortWork>/join/id/stop/work_003</data:soortWork>"
IO_WORK = f"<data:FRBRWork>{GEBIED}</data:FRBRWork>"
IO_EXPRESSIE = f"<data:FRBRExpression>{GEBIED}/nld@2026-01-05</data:FRBRExpression>"
ID = "ExpressionIdentificatie"
DOEL = "<data:doel>/join/id/proces/gm0001/2026/doel1</data:doel>"


def work(waarde: str) -> str:
    return f"<data:FRBRWork>{waarde}</data:FRBRWork>"


def expressie(waarde: str) -> str:
    return f"<data:FRBRExpression>{waarde}</data:FRBRExpression>"


def soort(nummer: str) -> str:
    return f"<data:soortWork>/join/id/stop/work_{nummer}</data:soortWork>"


def doel(waarde: str) -> str:
    return f"<data:doel>{waarde}</data:doel>"


AKNJOIN: list[Geval] = [
    ("STOP1000", "initieel", WORK, work("/akn/nl/bill/gm0001/2026/besluit.1"), "FRBRWork"),
    (
        "STOP1000",
        "io",
        "Geboorteregeling>/akn/nl/act/gm0001/2026/plan",
        "Geboorteregeling>/akn/nl/act/a.b",
        "heeftGeboorteregeling",
    ),
    ("STOP1001", "initieel", WORK, work("/akn/nl/bill/gm0001/2026/besluit"), ID),
    ("STOP1001", "kaal", f"FRBRWork>{GEBIED}<", f"FRBRWork>{GEBIED}3<", "GeoInformatieObjectVersie"),
    ("STOP1014", "initieel", WORK, work("akn/nl/bill/gm0001/2026/besluit1"), "FRBRWork"),
    ("STOP1014", "kaal", f"FRBRWork>{GEBIED}<", "FRBRWork>gebied<", "FRBRWork"),
    ("STOP1002", "initieel", WORK, work("/akn/be/bill/gm0001/2026/besluit1"), "FRBRWork"),
    ("STOP1003", "io", IO_WORK, work("/join/ids/regdata/gm0001/2026/gebied"), "FRBRWork"),
    ("STOP1011", "initieel", BESLUIT, soort("015"), ID),
    ("STOP1013", "initieel", WORK, work("/akn/nl/act/gm0001/2026/besluit1"), ID),
    ("STOP1012", "initieel", work(PLAN), work("/akn/nl/doc/gm0001/2026/plan"), ID),
    ("STOP1037", "kennisgeving", work("/akn/nl/doc/gm0001/2026/kg1"), work("/akn/nl/bill/gm0001/2026/kg1"), ID),
    ("STOP1044", "initieel", BESLUIT, soort("018"), ID),
    ("STOP1004", "io", IO_WORK, work("/join/id/landdata/gm0001/2026/gebied"), ID),
    ("STOP1006", "initieel", WORK, work("/akn/nl/bill/gm0001/2026-02-30/besluit1"), ID),
    ("STOP1006", "io", IO_WORK, work("/join/id/regdata/gm0001/nu/gebied"), ID),
    ("STOP1007", "io", IO_EXPRESSIE, expressie(f"{GEBIED}/nld@1"), ID),
    ("STOP1008", "io", IO_EXPRESSIE, expressie(f"{GEBIED}/nld@2025-12-31"), ID),
    ("STOP1008", "io", IO_EXPRESSIE, expressie(f"{GEBIED}/nld"), ID),
    ("STOP1009", "initieel", EXPRESSIE, expressie("/akn/nl/bill/gm0001/2026/besluit1/nl@2026-01-05"), ID),
    ("STOP1010", "initieel", WORK, work("/akn/nl/bill/gm01/2026/besluit1"), ID),
    ("STOP1010", "io", IO_WORK, work("/join/id/regdata/gemeente/2026/gebied"), ID),
    ("STOP1017", "initieel", BESLUIT, soort("015"), ID),
    ("STOP2002", "initieel", BESLUIT, soort("019"), ID),
    ("STOP2003", "initieel", soort("019"), soort("003"), ID),
    ("STOP2052", "kennisgeving", soort("023"), soort("003"), ID),
    ("STOP2024", "io", soort("010"), soort("019"), ID),
    ("STOP1071", "initieel", EXPRESSIE, EXPRESSIE.replace("05<", "05/deel<"), ID),
    ("STOP1072", "initieel", EXPRESSIE, EXPRESSIE.replace("05<", "05!deel<"), ID),
    ("STOP2058", "tijdelijk", "data:isTijdelijkDeelVan", "", ID),
    ("STOP2004", "tijdelijk", soort("021"), soort("022"), "isTijdelijkDeelVan"),
    ("STOP2057", "tijdelijk", soort("019"), soort("021"), "isTijdelijkDeelVan"),
    ("STOP2063", "tijdelijk", work(PLAN), work("/akn/nl/bill/gm0001/2026/plan"), "isTijdelijkDeelVan"),
    *(
        ("STOP1038", "initieel", DOEL, doel(waarde), "doel")
        for waarde in (
            "/akn/id/proces/gm0001/2026/doel1",
            "/join/nl/proces/gm0001/2026/doel1",
            "/join/id/doel/gm0001/2026/doel1",
            "/join/id/proces/gemeente/2026/doel1",
            "/join/id/proces/gm0001/26/doel1",
            "/join/id/proces/gm0001/2026Z/doel1",
            "/join/id/proces/gm0001/2026/-doel",
            "/join/id/proces/gm0001/2026",
        )
    ),
]

METADATA: list[Geval] = [
    ("STOP1015", "io", f"<data:officieleTitel>{GEBIED}", "<data:officieleTitel>Gebied", "InformatieObjectMetadata"),
    ("STOP1016", "initieel", "<data:versienummer>1<", "<data:versienummer>1_2<", "versienummer"),
    ("STOP1018", "initieel", f"Ref>{GEBIED}2/", f"Ref>{GEBIED}/", "informatieobjectRefs"),
    ("STOP1019", "initieel", "concept/c_6", "concept/c_5", "rechtsgebieden"),
    ("STOP1030", "initieel", "concept/c_4", "concept/c_3", "overheidsdomeinen"),
    ("STOP1031", "initieel", "concept/c_2", "concept/c_1", "onderwerpen"),
    ("STOP1022", "initieel", ">Rivierplan<", ">Plan voor de rivier<", "alternatieveTitels"),
    ("STOP1023", "initieel", "2020/oud2<", "2020/oud1<", "opvolging"),
    ("STOP1020", "initieel", ">Rivierplan<", ">Plan van Voorbeeldstad<", "alternatieveTitel"),
    ("STOP1024", "initieel", "Van>/akn/nl/act/gm0001/2020/oud2", "Van>/akn/nl/bill/gm0001/2020/oud2", "opvolgerVan"),
    ("STOP1021", "initieel", ">AKN</data:soortRef>", ">JCI</data:soortRef>", "TekstReferentie"),
    ("STOP1021", "initieel", ">AKN</data:soortRef>", ">URL</data:soortRef>", "TekstReferentie"),
    ("STOP1034", "initieel", "data:soortBestuursorgaan", "", "BesluitMetadata"),
    ("STOP1035", "initieel", "kern/c_28ecfd6d", "kern/c_70c87e3d", "BesluitMetadata"),
    ("STOP1035", "initieel", "/tooi/id/gemeente/gm0001", "/tooi/id/orgaan/gm0001", "BesluitMetadata"),
    ("STOP1060", "io", "Geboorteregeling>/akn/nl/act", "Geboorteregeling>/akn/aw/act", "heeftGeboorteregeling"),
    (
        "STOP1073",
        "io",
        ("gio_002</data:formaatInformatieobject>", ">TeConsolideren<"),
        ("doc_001</data:formaatInformatieobject>", ">Informatief<"),
        "InformatieObjectMetadata",
    ),
    ("STOP1074", "io", ">TeConsolideren<", ">Informatief<", "InformatieObjectMetadata"),
    ("STOP1074", "io", ">TeConsolideren<", ">AlleenBekendTeMaken<", "InformatieObjectMetadata"),
    ("STOP1075", "kennisgeving", "data:mededelingOver", "", "KennisgevingMetadata"),
    ("STOP1075", "kennisgeving", ("data:mededelingOver", "data:soortKennisgeving"), "", "KennisgevingMetadata"),
]

CONSOLIDATIE: list[Geval] = [
    ("STOP1026", "initieel", f"Versie>{PLAN}/", "Versie>/akn/nl/bill/gm0001/2026/plan/", "BeoogdeRegeling"),
    (
        "STOP1027",
        "initieel",
        f"Versie>{GEBIED}/",
        "Versie>/join/id/infodata/gm0001/2026/gebied/",
        "BeoogdInformatieobject",
    ),
    ("STOP1028", "klassiek", "ment>/akn/nl/act/mnre1034/2001", "ment>/akn/nl/bill/mnre1034/2001", "Intrekking"),
    ("STOP1029", "initieel", tijdstempel(), tijdstempel() + tijdstempel(soort="geldigVanaf"), "Tijdstempels"),
    ("STOP2065", "initieel", "gm0001/2026/doel3", "gm0001/2026/doel2", "gemaaktOpBasisVan"),
    ("STOP2066", "initieel", "gm0001/2026/doel2", "gm0001/2026/doel1", "VervlochtenVersie"),
    ("STOP2066", "initieel", "gm0001/2026/doel3", "gm0001/2026/doel1", "OntvlochtenVersie"),
]

STAPPEN = "procedurestappen"
VASTSTELLING, ONDERTEKENING = stap("002", "2026-01-04"), stap("003", "2026-01-05")
LEGE_STAP = ONDERTEKENING.replace("/join/id/stop/procedure/stap_003", "")


def _met(*stappen: tuple[str, str]) -> tuple[str, str]:
    """Steps after the two that are there."""
    return ONDERTEKENING, ONDERTEKENING + "".join(stap(nummer, datum) for nummer, datum in stappen)


BEROEP = (("018", "2026-02-01"), ("016", "2026-03-01"))
PROCEDURE: list[Geval] = [
    ("STOP1319", "initieel", *_met(("014", "2026-01-06")), STAPPEN),
    ("STOP1319", "initieel", *_met(("018", "2026-01-06")), STAPPEN),
    ("STOP1319", "initieel", ONDERTEKENING, stap("016", "2026-01-06"), STAPPEN),
    ("STOP1319", "initieel", ONDERTEKENING, stap("015", "2026-01-06"), STAPPEN),
    ("STOP1302", "initieel", *_met(("003", "2026-01-06")), STAPPEN),
    ("STOP1300", "initieel", *_met(("005", "2026-01-06"), ("015", "2026-01-07")), STAPPEN),
    ("STOP1303", "initieel", VASTSTELLING, stap("002", "2026-01-06"), STAPPEN),
    ("STOP1303", "initieel", *_met(("004", "2026-01-01")), STAPPEN),
    ("STOP1304", "initieel", *_met(("014", "2026-02-02"), ("005", "2026-02-02")), STAPPEN),
    ("STOP1304", "initieel", *_met(("015", "2026-01-05")), STAPPEN),
    ("STOP1304", "initieel", *_met(("016", "2026-02-01"), ("015", "2026-02-05")), STAPPEN),
    ("STOP1305", "initieel", *_met(("018", "2026-04-01"), ("016", "2026-03-01")), STAPPEN),
    ("STOP1310", "initieel", *_met(*BEROEP, ("018", "2026-02-02")), STAPPEN),
    ("STOP1311", "initieel", *_met(("019", "2026-02-02")), STAPPEN),
    ("STOP1311", "initieel", *_met(*BEROEP, ("021", "2026-04-01"), ("020", "2026-04-02")), STAPPEN),
    ("STOP1312", "initieel", *_met(("021", "2026-02-02")), STAPPEN),
    ("STOP1313", "initieel", *_met(*BEROEP, ("019", "2026-04-01"), ("019", "2026-04-02")), STAPPEN),
    ("STOP1315", "initieel", *_met(*BEROEP, ("020", "2026-04-01")), STAPPEN),
]

ONTWERP = ("proceduretype_definitief", "proceduretype_ontwerp")
IO_VERSIE = "InformatieObjectVersie"
HEEFT = "<data:heeftBestand><data:Bestand>"

BHKV: list[Geval] = [
    (
        "BHKV1014",
        "io",
        HEEFT,
        f"{HEEFT}<data:bestandsnaam>x.gml</data:bestandsnaam><data:hash>{'1' * 128}</data:hash>"
        f"</data:Bestand></data:heeftBestand>{HEEFT}",
        IO_VERSIE,
    ),
    ("BHKV1016", "io", soort("010"), soort("005"), ID),
    ("BHKV1017", "io", f"<data:officieleTitel>{GEBIED}", f"<data:officieleTitel>{GEBIED}2", "officieleTitel"),
    ("BHKV1018", "io", ">TeConsolideren<", ">AlleenBekendTeMaken<", "publicatieinstructie"),
    ("BHKV1018", "io", IO_WORK, work("/join/id/pubdata/gm0001/2026/gebied"), "publicatieinstructie"),
    ("BHKV1064", "io", "gio_002</data:formaat", "doc_001</data:formaat", "FeatureTypeStyle"),
    ("BHKV1065", "io", "gio_002</data:formaat", "doc_001</data:formaat", "JuridischeBorgingVan"),
    (
        "BHKV1036",
        "initieel",
        "<data:eId>!plan#cmp_1__content_1__ref_1",
        "<data:eId>cmp_1__content_1__ref_1",
        "BeoogdInformatieobject",
    ),
    (
        "BHKV1036",
        "initieel",
        f"Versie>{GEBIED}/nld@2026-01-05",
        f"Versie>{GEBIED}/nld@2026-01-06",
        "BeoogdInformatieobject",
    ),
    ("BHKV1004", "initieel", *ONTWERP, "Tijdstempels"),
    ("BHKV1005", "initieel", BESLUIT, soort("023"), "BesluitVersie"),
    ("BHKV1006", "initieel", soort("019"), soort("006"), "RegelingCompact"),
    (
        "BHKV1006",
        "klassiek",
        "026/reg/nld@2026-01-05</data:FRBRE",
        "026/reg/nld@2026-01-06</data:FRBRE",
        "RegelingKlassiek",
    ),
    ("BHKV1009", "initieel", "<data:eId>art_II", "<data:eId>art_III", "BeoogdeRegeling"),
    ("BHKV1009", "klassiek", "<data:eId>!regeling#art_II", "<data:eId>!reg#art_II", "BeoogdeRegeling"),
    ("BHKV1010", "initieel", tijdstempel(), tijdstempel("art_I"), "Tijdstempel"),
    ("BHKV1010", "klassiek", tijdstempel("!regeling#art_II"), tijdstempel("art_II"), "Tijdstempel"),
    (
        "BHKV1011",
        "klassiek",
        "weg</data:instrument><data:eId>!regeling",
        "weg</data:instrument><data:eId>!ander",
        "Intrekking",
    ),
    ("BHKV1028", "tijdelijk", soort("021"), soort("019"), "RegelingTijdelijkdeel"),
    (
        "BHKV1044",
        "initieel",
        f"Expression>{PLAN}/nld@2026-01-05;1",
        f"Expression>{PLAN}/nld@2026-01-05;2",
        "RegelingCompact",
    ),
    ("BHKV1046", "initieel", *_met(("004", "2026-01-06")), STAPPEN),
    ("BHKV1047", "initieel", *_met(("015", "2026-01-06")), STAPPEN),
    ("BHKV1047", "initieel", ONDERTEKENING, ONDERTEKENING + LEGE_STAP, STAPPEN),
    ("BHKV1048", "initieel", ONDERTEKENING, "", STAPPEN),
    ("BHKV1049", "ontwerp", *_met(("018", "2026-01-06")), STAPPEN),
    ("BHKV1049", "ontwerp", ONDERTEKENING, ONDERTEKENING + LEGE_STAP, STAPPEN),
    ("BHKV1058", "wijziging", 'wordt="/akn/nl/act/gm0001/2026/plan/nld@2026-03-01;2"', f'wordt="{PLAN}/nld@3"', ID),
    ("BHKV1063", "wijziging", "<data:eId>!plan#cmp_1", "<data:eId>!ander#cmp_1", "Intrekking"),
    ("BHKV1063", "wijziging", "<data:eId>!plan#cmp_1__content_1__ref_1", "<data:eId>art_I", "Intrekking"),
    ("BHKV1066", "initieel", "data:Procedureverloop", "", "BesluitMetadata"),
    ("BHKV1067", "kennisgeving", "data:mededelingOver", "", "KennisgevingMetadata"),
    ("BHKV1067", "kennisgeving", "data:Procedureverloopmutatie", "", "KennisgevingMetadata"),
    ("BHKV1015", "io", ("data:heeftGeboorteregeling", "/informatieobject/gio_002"), ("", "/gio_002"), IO_VERSIE),
]
