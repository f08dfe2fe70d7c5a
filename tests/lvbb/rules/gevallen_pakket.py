"""What is wrong with a package as such: zip, manifest, opdracht, breaking off, OW files, schemas, geometries."""

from dataclasses import replace
from datetime import timedelta

from simulator.lvbb.levering import Levering, Profiel
from tests.lvbb import bouw
from tests.lvbb.rules.gevallen import G, Geval, bestand, met, opnieuw, register, w, zonder

REST = bouw.bestanden_besluit(G)
ORIGINEEL = bouw.eerste_besluit(G, status="wacht", besluit=G.besluit)
VERSIE = bouw.eerste_versie(G, besluit=G.besluit, besluit_status="wacht", juridisch_werkend_vanaf=G.in_werking)
GIO = bouw.eerste_versie(
    G, "informatieobject", besluit=G.besluit, besluit_status="wacht", juridisch_werkend_vanaf=G.in_werking
)
KENNISGEVING = replace(
    ORIGINEEL, work=G.kennisgeving, soort="kennisgeving", mededeling_over=G.besluit, id_levering="eerder-2"
)
ID = "/breekPublicatieAfOpdracht/identificatie"
PUNTEN = "130000 450000 130000 451000 131000 451000 131000 450000 130000 450000"
VERWISSELD = "450000 130000 451000 130000 451000 131000 450000 131000 450000 130000"


def zip_met(**anders: bytes | None) -> Levering:
    inhoud = {**REST, **{naam.replace("__", "."): b for naam, b in anders.items() if b is not None}}
    return bouw.levering_van(bouw.zip_van(inhoud))


def manifest(oud: str, nieuw: str) -> Levering:
    tekst = bouw.manifest_xml([*REST, "manifest.xml"])
    assert oud in tekst
    return zip_met(manifest__xml=tekst.replace(oud, nieuw, 1).encode())


def type_van(naam: str, soort: str, inhoud: bytes | None = None) -> Levering:
    delen = {**REST, naam: REST[naam] if inhoud is None else inhoud}
    return bouw.levering_van(bouw.zip_van(delen, {naam: soort}))


def afbreken(*besluiten: object, versies: tuple[object, ...] = ()) -> Levering:
    gevuld = bouw.Register(list(besluiten), list(versies))  # type: ignore[arg-type]  # the cases give what fits
    return bouw.afbreekopdracht(register=gevuld)


def kennisgeving_afbreken(*besluiten: object) -> Levering:
    g = replace(G, opdracht="breekPublicatieAfOpdracht", id_levering="levering-005")
    inhoud = {"opdracht.xml": bouw.opdracht_xml(g, identificatie=G.kennisgeving).encode()}
    gevuld = bouw.Register(list(besluiten))  # type: ignore[arg-type]  # the cases give what fits
    return bouw.levering_van(bouw.zip_van(inhoud), g, register=gevuld)


TECHNISCH = [
    Geval("LVBB0002", "besluit", opnieuw(lambda: bouw.levering_van(b""))),
    Geval("LVBB1001", "besluit", opnieuw(lambda: bouw.levering_van(b"dit is geen zip"))),
    Geval("LVBB1001", "besluit", opnieuw(lambda: bouw.levering_van(bouw.zip_van(REST)[:-40]))),
    Geval("LVBB1040", "besluit", opnieuw(lambda: bouw.goede_levering(profiel=Profiel(max_zip=1000)))),
    Geval("LVBB1002", "besluit", zonder("opdracht.xml")),
    Geval("LVBB1003", "besluit", zonder("manifest.xml")),
    Geval("LVBB1004", "besluit", bestand("een naam.xml", b"<a/>"), "een naam.xml"),
    Geval("LVBB1004", "besluit", bestand("map/besluit.xml", b"<a/>"), "map/besluit.xml"),
    Geval("LVBB1041", "besluit", bestand("leeg.xml", b""), "leeg.xml"),
    Geval("LVBB1041", "besluit", opnieuw(lambda: bouw.goede_levering(profiel=Profiel(max_bestand=5000))),
          "besluit.xml"),
    Geval("LVBB1042", "besluit", lambda le: le.met(namen=(*le.namen, "besluit.xml")), "besluit.xml"),
    Geval("LVBB1006", "besluit", w("opdracht.xml", "idAanleveraar>", "idAfzender>", 2), "opdracht.xml", "idAfzender"),
    Geval("LVBB1006", "besluit", w("opdracht.xml", "</publicatieOpdracht>", ""), "opdracht.xml"),
    Geval("LVBB1006", "besluit", lambda le: le.met_bestand("opdracht.xml", le.bestanden["manifest.xml"].inhoud or b""),
          "opdracht.xml", "/manifest"),
    Geval("LVBB1008", "besluit", w("manifest.xml", "<contentType>application/xml</contentType>", ""), "manifest.xml",
          "/manifest/bestand"),
    Geval("LVBB1012", "besluit", register(bouw.Register(leveringen={(G.aanleveraar, G.id_levering)})), "opdracht.xml",
          "idLevering"),
    Geval("LVBB1012", "besluit", opnieuw(lambda: bouw.levering_van(
        b"geen zip", verzoek_id_levering="eerder", register=bouw.Register(leveringen={(G.aanleveraar, "eerder")})))),
    Geval("LVBB1009", "besluit", zonder("owLocaties.xml"), "manifest.xml", "/manifest/bestand"),
    Geval("LVBB1010", "besluit", bestand("extra.xml", b"<a/>"), "extra.xml"),
    Geval("LVBB1019", "besluit", opnieuw(lambda: type_van("boom.png", "image/bmp")), "manifest.xml", "bestandsnaam"),
    Geval("LVBB1020", "besluit", opnieuw(lambda: manifest("image/png", "")), "manifest.xml", "bestandsnaam"),
    Geval("LVBB1017", "besluit", opnieuw(lambda: type_van("boom.png", "image/png", b"geen plaatje")), "boom.png"),
    Geval("LVBB1018", "besluit", opnieuw(lambda: type_van("boom.png", "image/jpeg")), "boom.png"),
    Geval("LVBB1021", "besluit", opnieuw(lambda: type_van("besluit.xml", "application/pdf")), "besluit.xml"),
    Geval("LVBB1021", "besluit", opnieuw(lambda: type_van("boom.png", "application/xml")), "boom.png"),
    Geval("LVBB1013", "besluit", bestand("boom.png", bouw.png(kleurtype=6)), "boom.png"),
    Geval("LVBB1013", "besluit", bestand("boom.png", bouw.png(trns=True)), "boom.png"),
]  # fmt: skip

OPDRACHT = [
    Geval("LVBB1510", "besluit", w("opdracht.xml", G.oin, ""), "opdracht.xml"),
    Geval("LVBB1511", "besluit", w("opdracht.xml", G.aanleveraar, ""), "opdracht.xml"),
    Geval("LVBB1512", "besluit", register(bouw.Register(niet_gemachtigd={(G.aanleveraar, G.oin)})), "opdracht.xml",
          "idAanleveraar"),
    Geval("LVBB1505", "besluit", w("opdracht.xml", str(G.datum_bekendmaking), ""), "opdracht.xml"),
    Geval("LVBB1501", "besluit", met(vandaag=G.datum_bekendmaking), "opdracht.xml", "datumBekendmaking"),
    Geval("LVBB1501", "besluit", w("opdracht.xml", str(G.datum_bekendmaking), "2026-02-30"), "opdracht.xml", "datum"),
    Geval("LVBB1501", "besluit", w("opdracht.xml", str(G.datum_bekendmaking), "10-03-2026"), "opdracht.xml", "datum"),
    Geval("LVBB1519", "besluit", w("opdracht.xml", str(G.datum_bekendmaking), "2026-03-14"), "opdracht.xml", "datum"),
    Geval("LVBB1519", "besluit", w("opdracht.xml", str(G.datum_bekendmaking), "2026-04-27"), "opdracht.xml", "datum"),
    Geval("LVBB1575", "besluit", opnieuw(lambda: manifest("owRegels.xml", "owLocaties.xml")), "manifest.xml"),
    Geval("LVBB1506", "besluit", w("opdracht.xml", "besluit.xml", "ander.xml"), "opdracht.xml", "publicatie"),
    Geval("LVBB1515", "besluit", w("opdracht.xml", "besluit.xml", "gebied.xml"), "gebied.xml", "AanleveringInformatie"),
    Geval("LVBB1515", "besluit", w("besluit.xml", 'schemaversie="1.2.0"', 'schemaversie="9.9.9"'), "besluit.xml"),
    Geval("LVBB1515", "besluit", bestand("besluit.xml", b"<kapot"), "besluit.xml"),
    Geval("LVBB1027", "besluit", zonder("manifest-ow.xml"), "manifest-ow.xml"),
    Geval("LVBB1028", "kennisgeving", bestand("manifest-ow.xml", REST["manifest-ow.xml"]), "manifest-ow.xml"),
    Geval("LVBB1028", "afbreken", bestand("manifest-ow.xml", REST["manifest-ow.xml"]), "manifest-ow.xml"),
]  # fmt: skip

AFBREKEN = [
    Geval("LVBB1551", "afbreken", register(bouw.Register()), "opdracht.xml", ID),
    Geval("LVBB1551", "afbreken", opnieuw(lambda: afbreken(replace(ORIGINEEL, status="afgebroken"))), "opdracht.xml",
          ID),
    Geval("LVBB1568", "afbreken", w("opdracht.xml", G.oin, "00000001999999999999"), "opdracht.xml", "idBevoegdGezag"),
    Geval("LVBB1553", "afbreken", met(vandaag=G.datum_bekendmaking), "opdracht.xml", ID),
    Geval("LVBB1554", "afbreken", opnieuw(lambda: afbreken(replace(ORIGINEEL, afbreken_gevraagd=True))),
          "opdracht.xml", ID),
    Geval("LVBB1555", "afbreken", opnieuw(lambda: afbreken(replace(ORIGINEEL, status="gepubliceerd"))),
          "opdracht.xml", ID),
    Geval("LVBB1556", "afbreken", opnieuw(lambda: afbreken(
        ORIGINEEL, versies=(replace(VERSIE, besluit_status="gepubliceerd"),))), "opdracht.xml", ID),
    Geval("LVBB1557", "afbreken", opnieuw(lambda: afbreken(
        ORIGINEEL, versies=(replace(GIO, besluit_status="gepubliceerd"),))), "opdracht.xml", ID),
    Geval("LVBB1558", "afbreken", opnieuw(lambda: afbreken(
        ORIGINEEL, versies=(VERSIE, replace(VERSIE, expression="x", besluit="y", was=VERSIE.expression)))),
        "opdracht.xml", ID),
    Geval("LVBB1565", "afbreken", opnieuw(lambda: afbreken(
        ORIGINEEL, versies=(GIO, replace(GIO, expression="x", besluit="y", was=GIO.expression)))), "opdracht.xml", ID),
    Geval("LVBB1560", "afbreken", opnieuw(lambda: afbreken(ORIGINEEL, KENNISGEVING)), "opdracht.xml", ID),
    Geval("LVBB1563", "afbreken", opnieuw(lambda: afbreken(
        ORIGINEEL, versies=(replace(VERSIE, juridisch_werkend_vanaf=G.vandaag),))), "opdracht.xml", ID),
    Geval("LVBB1564", "afbreken", opnieuw(lambda: afbreken(
        ORIGINEEL, versies=(replace(GIO, juridisch_werkend_vanaf=G.vandaag),))), "opdracht.xml", ID),
    Geval("LVBB1566", "afbreken", opnieuw(lambda: afbreken(
        ORIGINEEL, versies=(replace(VERSIE, ingetrokken_per=G.in_werking),))), "opdracht.xml", ID),
    Geval("LVBB4711", "afbreken", opnieuw(lambda: kennisgeving_afbreken(replace(KENNISGEVING, status="gepubliceerd"))),
          "opdracht.xml", ID),
    Geval("LVBB4712", "afbreken", opnieuw(lambda: kennisgeving_afbreken(
        replace(KENNISGEVING, datum_bekendmaking=G.vandaag))), "opdracht.xml", ID),
    Geval("LVBB4713", "afbreken", opnieuw(lambda: kennisgeving_afbreken(replace(KENNISGEVING, afbreken_gevraagd=True))),
          "opdracht.xml", ID),
    Geval("LVBB4714", "afbreken", opnieuw(lambda: kennisgeving_afbreken(
        KENNISGEVING, replace(ORIGINEEL, afbreken_gevraagd=True))), "opdracht.xml", ID),
    Geval("LVBB4715", "afbreken", opnieuw(lambda: kennisgeving_afbreken(KENNISGEVING, replace(
        KENNISGEVING, work="later", datum_bekendmaking=G.datum_bekendmaking + timedelta(days=1)))), "opdracht.xml", ID),
    Geval("LVBB1502", "afbreken", w("opdracht.xml", "/akn/nl/bill/", "/akn/nl/act/"), "opdracht.xml", ID),
]  # fmt: skip

DOMEIN = [
    Geval("SCHEMA.OW.03.2", "besluit", w("owRegels.xml", "r:idealisatie>", "r:idealisering>", 2), "owRegels.xml",
          "idealisering"),
    Geval("SCHEMA.OW.03.2", "besluit", bestand("owRegels.xml", b"<kapot"), "owRegels.xml"),
    Geval("REFERENTIE.04", "besluit", w("owRegels.xml", "<sl:objectType>Regeltekst</sl:objectType>", ""),
          "owRegels.xml",
          "Regeltekst"),
    Geval("REFERENTIE.04", "besluit", w("manifest-ow.xml", ">Gebied<", ">Plek<"), "manifest-ow.xml", "objecttype"),
    Geval("REFERENTIE.05", "besluit", w("manifest-ow.xml", ">Gebied<", ">Lijn<"), "manifest-ow.xml", "objecttype"),
    Geval("LVBB1016", "besluit", zonder("owLocaties.xml"), "manifest-ow.xml", "naam"),
    Geval("LVBB2504", "besluit", zonder("owLocaties.xml"), "manifest-ow.xml", "naam"),
    Geval("LVBB1025", "besluit", w("manifest-ow.xml", ">Gebied<", ">Geometrie<"), "manifest-ow.xml", "objecttype"),
    Geval("LVBB1026", "besluit", w("manifest-ow.xml", "owLocaties.xml", "gebied.gml"), "manifest-ow.xml", "naam"),
    Geval("LVBB4005", "besluit", w("manifest-ow.xml", "/akn/nl/act/", "/akn/nl/bill/"), "manifest-ow.xml", "WorkID"),
    Geval("LVBB2502", "besluit", w("manifest-ow.xml", f"<DoelID>{G.doel}</DoelID>", ""), "manifest-ow.xml",
          "Aanlevering"),
    Geval("LVBB2503", "besluit", w("manifest-ow.xml", "doel-1", "doel-9"), "manifest-ow.xml", "DoelID"),
    Geval("LVBB2505", "besluit", w("manifest-ow.xml", f"{G.regeling}<", f"{G.regeling}-anders<"), "manifest-ow.xml"),
]  # fmt: skip

SCHEMA = [
    Geval("LVBB1032", "besluit", w("manifest-ow.xml", "domein>", "gebied>", 2), "manifest-ow.xml", "gebied"),
    Geval("LVBB1032", "besluit", bestand("manifest-ow.xml", b"<kapot"), "manifest-ow.xml"),
    Geval("LVBB2003", "besluit", w("besluit.xml", "<Al>De raad", "<Alinea/><Al>De raad"), "besluit.xml", "Alinea"),
    Geval("LVBB2003", "kennisgeving", w("kennisgeving.xml", "<data:bekendOp>", "<data:ooit/><data:bekendOp>"),
          "kennisgeving.xml", "Procedureverloopmutatie/ooit"),
    Geval("LVBB3501", "besluit", w("gebied.xml", "<data:naamInformatieObject>Proefgebied</data:naamInformatieObject>",
          ""),
          "gebied.xml", "InformatieObjectMetadata"),
    Geval("LVBB3501", "besluit", bestand("gebied.xml", b"<kapot"), "gebied.xml"),
    Geval("LVBB3009", "besluit", w("gebied.gml", "geo:naam>", "geo:titel>", 2), "gebied.gml", "Locatie/titel"),
    Geval("LVBB3009", "besluit", bestand("gebied.gml", b"<kapot"), "gebied.gml"),
    Geval("LVBB3009", "besluit", bestand("gebied.gml", b"<anders/>"), "gebied.gml", "/anders"),
    Geval("LVBB3010", "besluit", w("gebied.gml", "gml:exterior>", "gml:buiten>", 2), "gebied.gml", "Geometrie"),
]  # fmt: skip

GEOMETRIE = [
    Geval("GEOMETRY.03.1", "besluit", lambda le: le.met_bestand("gebied.gml", _zonder_gml(le)), "gebied.gml",
          "Geometrie"),
    Geval("SIM-0100", "besluit", w("gebied.gml", PUNTEN, VERWISSELD), "gebied.gml", "Geometrie"),
    Geval("GEOMETRY.03.2", "besluit", w("gebied.gml", "131000 451000", "131000.1234 451000"), "gebied.gml",
          "Geometrie"),
    Geval("GEOMETRY.03.2", "besluit", w("gebied.gml", " 131000 450000 130000 450000<", " 131000 450000<"), "gebied.gml",
          "Geometrie"),
    Geval("GEOMETRY.03.2", "besluit", w("gebied.gml", PUNTEN,
          "130000 450000 131000 451000 131000 450000 130000 451000 130000 450000"), "gebied.gml", "Geometrie"),
]  # fmt: skip


def _zonder_gml(levering: Levering) -> bytes:
    inhoud = (levering.bestanden["gebied.gml"].inhoud or b"").decode()
    begin, einde = inhoud.index("<gml:MultiSurface"), inhoud.index("</gml:MultiSurface>") + len("</gml:MultiSurface>")
    return (inhoud[:begin] + inhoud[einde:]).encode()


PAKKET = [*TECHNISCH, *OPDRACHT, *AFBREKEN, *DOMEIN, *SCHEMA, *GEOMETRIE]
