"""One change in a good document per rule on GIOs and their style; the form is that of gevallen_data."""

from tests.lvbb.rules.gevallen_data import Geval
from tests.lvbb.rules.voorbeelden_io import EENHEID, NORM, in_groep, kwalitatief, kwantitatief

LOCATIES = "locaties"
VERSIE = "GeoInformatieObjectVersie"
RD = "urn:ogc:def:crs:EPSG::28992"
EERSTE = "a5f8c1de-0001-4000-8000-000000000001"
TWEEDE = "a5f8c1de-0001-4000-8000-000000000002"

GEO: list[Geval] = [
    ("STOP3000", "groepen", in_groep("g1") + "</geo:Locatie>", "</geo:Locatie>", LOCATIES),
    ("STOP3001", "groepen", in_groep("g1") + "</geo:Locatie>", in_groep("g3") + "</geo:Locatie>", "groepID"),
    ("STOP3003", "groepen", "<geo:Groep><geo:groepID>g2", "<geo:Groep><geo:groepID>g1", "groepen"),
    ("STOP3004", "groepen", ">Groep g2<", ">Groep g1<", "groepen"),
    ("STOP3005", "groepen", in_groep("g1") + "</geo:Locatie>", in_groep("g2") + "</geo:Locatie>", "groepID"),
    ("STOP3006", "getal", kwantitatief("1"), "", LOCATIES),
    ("STOP3007", "woord", kwalitatief("laag"), "", LOCATIES),
    ("STOP3008", "woord", kwalitatief("laag"), kwantitatief("1") + kwalitatief("laag"), "Locatie"),
    ("STOP3009", "getal", "geo:eenheidID", "", LOCATIES),
    ("STOP3009", "getal", EENHEID, "", LOCATIES),
    ("STOP3010", "woord", kwalitatief("laag"), kwalitatief("\n "), "kwalitatieveNormwaarde"),
    ("STOP3011", "getal", "geo:normlabel", "", LOCATIES),
    ("STOP3011", "woord", NORM, "", LOCATIES),
    ("STOP3012", "getal", kwantitatief("1"), in_groep("g1") + kwantitatief("1"), "Locatie"),
    ("STOP3013", "kaal", TWEEDE, EERSTE, "id"),
    ("STOP3015", "woord", NORM, EENHEID + NORM, LOCATIES),
    ("STOP3016", "kaal", "<geo:locaties>", "<geo:normID>n</geo:normID><geo:locaties>", VERSIE),
    ("STOP3019", "kaal", "1000 2000", "", "geometrie"),
    ("STOP3020", "kaal", RD, "urn:ogc:def:crs:EPSG::4326", "Point"),
    ("STOP3021", "kaal", RD, "urn:ogc:def:crs:EPSG::4258", LOCATIES),
    ("STOP3021", "kaal", (f' srsName="{RD}"', f' srsName="{RD}"'), "", LOCATIES),
    ("STOP3090", "kaal", "<geo:naam>", "<gml:name>x</gml:name><geo:naam>", "name"),
    ("STOP3090", "kaal", "<geo:FRBRWork>", "<gml:description>x</gml:description><geo:FRBRWork>", "description"),
]

STIJL = "FeatureTypeStyle"
P = "SvgParameter"
TYPE = "geo:kwantitatieveNormwaarde</se:Sem"
NAAM = "<se:FeatureTypeName>"


def _parameter(naam: str, oud: str, nieuw: str) -> tuple[str, str]:
    return f'"{naam}">{oud}<', f'"{naam}">{nieuw}<'


SE: list[Geval] = [
    ("STOP3100", "io", NAAM, f"<se:Name>x</se:Name>{NAAM}", "Name"),
    ("STOP3101", "io", NAAM, f"<se:Description><se:Title>x</se:Title></se:Description>{NAAM}", "Description"),
    ("STOP3102", "io", ">geo:Locatie<", ">geo:Gebied<", "FeatureTypeName"),
    ("STOP3103", "io", TYPE, "geo:naam</se:Sem", "SemanticTypeIdentifier"),
    ("STOP3103", "io", TYPE, "kwantitatieveNormwaarde</se:Sem", "SemanticTypeIdentifier"),
    ("STOP3114", "io", TYPE, "geo:geometrie</se:Sem", "Filter"),
    ("STOP3115", "io", TYPE, "geo:groepID</se:Sem", "PropertyName"),
    ("STOP3118", "io", TYPE, "geo:kwalitatieveNormwaarde</se:Sem", "PropertyIsLessThan"),
    ("STOP3120", "io", ("PropertyIsLessThan>", "PropertyIsLessThan>"), "PropertyIsEqualTo>", "And"),
    ("STOP3126", "io", "<se:Title>Hoog</se:Title>", "<se:Title> </se:Title>", "Description"),
    (
        "STOP3135",
        "io",
        "<se:WellKnownName>circle</se:WellKnownName><se:Fill>",
        "<se:WellKnownName>circle</se:WellKnownName><se:Fill><se:GraphicFill><se:Graphic><se:Mark><se:WellKnownName>star"
        "</se:WellKnownName></se:Mark></se:Graphic></se:GraphicFill>",
        "PointSymbolizer",
    ),
    (
        "STOP3138",
        "io",
        "<se:WellKnownName>circle</se:WellKnownName><se:Fill>",
        "<se:WellKnownName>circle</se:WellKnownName></se:Mark></se:Graphic></se:PointSymbolizer>"
        '<se:PolygonSymbolizer version="1.1.0"><se:Name>p</se:Name><se:Fill><se:GraphicFill><se:Graphic><se:Mark>'
        "<se:WellKnownName>circle</se:WellKnownName></se:Mark></se:Graphic></se:GraphicFill></se:Fill></se:PolygonSymbolizer>"
        '<se:PointSymbolizer version="1.1.0"><se:Name>q</se:Name><se:Graphic><se:Mark><se:WellKnownName>star'
        "</se:WellKnownName><se:Fill>",
        "PointSymbolizer",
    ),
    ("STOP3140", "io", *_parameter("stroke", "#00ff00", "#00FF00"), P),
    ("STOP3140", "io", *_parameter("stroke", "#00ff00", "#00ff00\n"), P),
    ("STOP3147", "io", *_parameter("fill", "#aabbcc", "groen"), P),
    ("STOP3141", "io", *_parameter("stroke-width", "1.5", "1.555"), P),
    ("STOP3141", "io", *_parameter("stroke-width", "1.5", "-1"), P),
    ("STOP3142", "io", *_parameter("stroke-dasharray", "4 2", "4  2"), P),
    ("STOP3142", "io", *_parameter("stroke-dasharray", "4 2", "4,2"), P),
    ("STOP3143", "io", *_parameter("stroke-linecap", "butt", "round"), P),
    ("STOP3144", "io", *_parameter("stroke-opacity", "0.5", "2"), P),
    ("STOP3148", "io", *_parameter("fill-opacity", "1", "1.5"), P),
    ("STOP3145", "io", *_parameter("stroke-linejoin", "round", "bevel"), P),
    ("STOP3139", "io", 'name="stroke-linecap"', 'name="stroke-einde"', P),
    ("STOP3146", "io", 'name="fill-opacity"', 'name="opacity"', P),
    ("STOP3157", "io", ">circle<", ">Circle<", "WellKnownName"),
    ("STOP3163", "io", "<se:Size>8<", "<se:Size>8.5<", "Size"),
    (
        "STOP3170",
        "io",
        "se:ExternalGraphic",
        "<se:Mark><se:WellKnownName>star</se:WellKnownName></se:Mark>",
        "Graphic",
    ),
    ("STOP3173", "io", "iVBORw0KGgo=", "iVBOR*KGgo=", "InlineContent"),
    ("STOP3174", "io", "image/png", "image/gif", "Format"),
]
