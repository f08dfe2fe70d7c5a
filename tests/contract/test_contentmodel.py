"""The notation of the content models, the schemas made of it, and the Dutch of what they refuse."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from simulator.contract import notatie, schemas, xerces, xsd
from simulator.contract.contentmodel import Attr, ModelFout
from simulator.contract.schemataal import in_het_nederlands
from simulator.contract.xml import lees

KOP = "%namespace t urn:t\n%mark inferred\n%source test\n%roots Boek\n"
LVBB = 'xmlns="http://www.overheid.nl/2017/lvbb"'


def schema_van_tekst(regels: str) -> etree.XMLSchema:
    teksten = {"model": xsd.schema_tekst(notatie.lees_tekst(KOP + regels), {}), xerces.PAD: xerces.schema_tekst()}
    return schemas.uit_xsd(teksten, "model", frozenset()).schema


def past(regels: str, inhoud: str, attributen: str = "") -> bool:
    return schema_van_tekst(regels).validate(etree.fromstring(f'<Boek xmlns="urn:t"{attributen}>{inhoud}</Boek>'))


def opdracht(binnen: str, naam: str = "publicatieOpdracht") -> etree._Element:
    return lees(f"<{naam} {LVBB}>\n{binnen}</{naam}>".encode()).wortel


GOED = (
    "<idLevering>levering-1</idLevering>\n"
    "<idBevoegdGezag>00000001002220647000</idBevoegdGezag>\n"
    "<idAanleveraar>00000001002220647000</idAanleveraar>\n"
    "<publicatie>besluit.xml</publicatie>\n"
    "<datumBekendmaking>2024-05-06</datumBekendmaking>\n"
)


@pytest.mark.parametrize(
    ("inhoud", "goed", "fout"),
    [
        ("a[string], b[string]", "<a/><b/>", "<b/><a/>"),
        ("a[string] | b[string]", "<b/>", "<a/><b/>"),
        ("a[string] & b[string]?", "<b/><a/>", "<b/>"),
        ("a[string]?", "", "<a/><a/>"),
        ("a[string]+", "<a/><a/>", ""),
        ("a[string]{2..3}", "<a/><a/>", "<a/>"),
        ("a[string]{2..n}", "<a/><a/><a/><a/>", "<a/>"),
        ("(a[string] | b[string])*, c[string]", "<a/><b/><a/><c/>", "<c/><a/>"),
        ("((a[string], b[string])+ | c[string])?", "<a/><b/><a/><b/>", "<a/>"),
        ("mixed a[string]*", "los<a/>los", "<b/>"),
        ("mixed empty", "los", "<a/>"),
        ("empty", "", "los"),
        ("text date", "2024-05-06", "6 mei"),
        ("a{ b[integer]+ @c! }", '<a c=""><b>1</b></a>', "<a><b>1</b></a>"),
        ('a[string]="x"', "<a/>", "<b/>"),
        ('a[string]=="x"', "<a>x</a>", "<a>y</a>"),
        ("a[date nil]", '<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>', "<a/>"),
        ("ANY:lax:other", '<x xmlns="urn:x"/>', "<a/>"),
        ("ANY:skip:any*", "<wat/>", "los"),
    ],
)
def test_content(inhoud: str, goed: str, fout: str) -> None:
    assert past(f"Boek = {inhoud}", goed)
    assert not past(f"Boek = {inhoud}", fout)


@pytest.mark.parametrize(
    ("attributen", "goed", "fout"),
    [
        ("@a", ' a="x"', ' b="x"'),
        ("@a!", ' a=""', ""),
        ("@a[date]", ' a="2024-05-06"', ' a="x"'),
        ('@a=="x"', ' a="x"', ' a="y"'),
        ("@<id>", ' eId="x"', ' x="x"'),
        ("@ANY:lax:other", ' xmlns:x="urn:x" x:a="1"', ' a="1"'),
    ],
)
def test_attributes(attributen: str, goed: str, fout: str) -> None:
    regels = f"Boek = empty {attributen}\nattributes <id> = @eId[NMTOKEN]"
    assert past(regels, "", goed)
    assert not past(regels, "", fout)


@pytest.mark.parametrize(
    ("waarde", "goed", "fout"),
    [
        ("string /[a-z]+/", "abc", "ABC"),
        ("string /a/ /b/", "b", "c"),
        ("anyURI /(http|https)://x/y/.*/", "http://x/y/z", "ftp://x/y/z"),
        ("token {een | twee woorden}", "twee woorden", "drie"),
        ("string length 2..3", "abc", "a"),
        ("string length ..3", "", "abcd"),
        ("integer range 1..9", "9", "10"),
        ("list of date", "2024-05-06 2024-05-07", "x"),
        ("either date | gYear", "2024", "x"),
        ("decimal fractionDigits 2", "1.23", "1.234"),
    ],
)
def test_values(waarde: str, goed: str, fout: str) -> None:
    assert past(f"Boek [v]\nvalue v = {waarde}", goed)
    assert not past(f"Boek [v]\nvalue v = {waarde}", fout)


def test_the_same_name_may_mean_something_else_in_another_place() -> None:
    regels = "Boek = kort{ Deel[integer] }, lang{ Deel{ c[string] } }"
    assert past(regels, "<kort><Deel>1</Deel></kort><lang><Deel><c/></Deel></lang>")
    assert not past(regels, "<kort><Deel><c/></Deel></kort><lang><Deel>1</Deel></lang>")


def test_types_derive_and_elements_substitute() -> None:
    regels = (
        "Boek = Vorm+\nabstract Vorm [VormType]\nabstract type VormType = naam[string]\n"
        "Cirkel for Vorm [CirkelType]\ntype CirkelType extends VormType = straal[integer] @eenheid[string]\n"
        "Stip for Vorm [StipType]\ntype StipType restricts CirkelType = naam[string], straal[integer] @-eenheid"
    )
    assert past(regels, '<Cirkel eenheid="m"><naam/><straal>1</straal></Cirkel>')
    assert not past(regels, '<Stip eenheid="m"><naam/><straal>1</straal></Stip>')
    assert not past(regels, "<Vorm><naam/></Vorm>")


def test_lines_are_joined_and_comments_left_out() -> None:
    model = notatie.lees_tekst(KOP + "# uitleg\nBoek = a[string],\n    b[string]\n    @c!\n\n# einde\n")
    (boek,) = model.verklaringen
    assert boek.lijf is not None
    assert boek.lijf.inhoud is not None
    assert [deel.naam for deel in boek.lijf.inhoud.delen] == ["a", "b"]
    assert boek.lijf.attributen == (Attr("attribuut", "c", verplicht=True),)
    assert (model.mark, model.wortels) == ("inferred", ("Boek",))


@pytest.mark.parametrize(
    ("regels", "reden"),
    [
        ("Boek = a[string], b[string] | c[string]", "zet haakjes"),
        ("Boek = (a[string]", r"\) verwacht"),
        ("Boek = a[string] ; b", "onleesbaar"),
        ("Boek = a[string] )", "onverwacht"),
        ("Boek", "geen element"),
        ("value v = string [a-z]", "geen beperking"),
    ],
)
def test_what_is_not_in_the_notation_is_named_with_its_line(regels: str, reden: str) -> None:
    with pytest.raises(ModelFout, match=rf"model, regel 5: .*{reden}"):
        notatie.lees_tekst(KOP + regels)


@pytest.mark.parametrize("regels", ["Boek = Blad", "Boek [soort]", "Boek = <groep>", "Boek = empty @<id>"])
def test_a_name_that_is_declared_nowhere_is_refused(regels: str) -> None:
    with pytest.raises(ModelFout, match="onbekend"):
        schema_van_tekst(regels)


def test_a_file_without_mark_or_source_is_refused() -> None:
    with pytest.raises(ModelFout, match="%mark, %source"):
        notatie.lees_tekst("%namespace t urn:t\nBoek = empty")


@pytest.mark.parametrize("schema", sorted(schemas.SCHEMAS))
def test_every_schema_compiles_and_every_model_says_where_it_comes_from(schema: str) -> None:
    assert schemas.schema_documenten(schema)
    modellen = notatie.met_gebruikte(schemas.SCHEMAS[schema], schemas.place("contracts"))
    assert {model.mark for model in modellen.values()} <= {"confirmed", "client", "inferred"}
    assert all(model.bron for model in modellen.values())
    assert schemas.toets(schema, etree.Element("onbekend"))


@pytest.mark.parametrize(
    ("wortel", "schema"),
    [
        ("{http://www.overheid.nl/2017/lvbb}publicatieVerzoekResultaat", "transport"),
        ("{https://standaarden.overheid.nl/lvbb/stop/aanlevering/}AanleveringKennisgeving", "aanlevering"),
        ("{https://standaarden.overheid.nl/stop/imop/geo/}GeoInformatieObjectVaststelling", "geo"),
        ("{http://www.geostandaarden.nl/imow/bestanden/deelbestand}owBestand", "ow"),
        ("{http://www.geostandaarden.nl/bestanden-ow/manifest-ow}Aanleveringen", "manifest-ow"),
        ("{http://www.geostandaarden.nl/imow/bestanden/deelbestand}owObject", None),
        ("owBestand", None),
    ],
)
def test_the_root_tells_the_schema(wortel: str, schema: str | None) -> None:
    assert schemas.schema_van(etree.Element(wortel)) == schema


def test_a_good_opdracht() -> None:
    assert schemas.toets("transport", opdracht(GOED)) == []


@pytest.mark.parametrize(
    ("oud", "nieuw", "element", "regel", "tekst"),
    [
        ("publicatie>", "bestand>", "bestand", 5, "element publicatieOpdracht: verwacht publicatie, gekregen bestand"),
        (
            "<datumBekendmaking>2024-05-06</datumBekendmaking>\n",
            "",
            "publicatieOpdracht",
            1,
            "element publicatieOpdracht: verwacht datumBekendmaking, gekregen het einde van het element",
        ),
        (
            "2024-05-06",
            "6 mei",
            "datumBekendmaking",
            6,
            "element datumBekendmaking: verwacht een datum (jjjj-mm-dd), gekregen '6 mei'",
        ),
        (
            "levering-1",
            "l",
            "idLevering",
            2,
            "element idLevering: verwacht een waarde volgens het patroon [0-9A-z][0-9A-z_-]+, gekregen 'l'",
        ),
        (
            "<publicatie>",
            '<publicatie soort="x">',
            "publicatie",
            5,
            "element publicatie, attribuut soort: attribuut soort is hier niet toegestaan",
        ),
    ],
)
def test_a_fault_is_told_in_dutch_with_its_place(oud: str, nieuw: str, element: str, regel: int, tekst: str) -> None:
    wortel = opdracht(GOED.replace(oud, nieuw))
    fout = schemas.toets("transport", wortel)[0]
    assert (fout.element, fout.regel, fout.tekst) == (element, regel, tekst)
    assert fout.plaats.startswith(f"regel {regel}: /publicatieOpdracht")


def test_one_value_gives_one_fault() -> None:
    fouten = schemas.toets("transport", opdracht(GOED.replace("levering-1", "%").replace("2024-05-06", "x")))
    assert [fout.element for fout in fouten] == ["idLevering", "datumBekendmaking"]


def test_the_place_is_found_behind_a_prefix_and_among_siblings() -> None:
    bestand = "<p:bestand><p:bestandsnaam>{}</p:bestandsnaam><p:contentType>x</p:contentType></p:bestand>"
    inhoud = "".join(bestand.format(naam) for naam in ("a.xml", "b.xml", "c d.xml"))
    wortel = lees(f'<p:manifest xmlns:p="http://www.overheid.nl/2017/lvbb">{inhoud}</p:manifest>'.encode()).wortel
    (fout,) = schemas.toets("transport", wortel)
    assert fout.plaats == "regel 1: /manifest/bestand[3]/bestandsnaam"


@pytest.mark.parametrize(
    ("wortel", "deel"),
    [
        ("{http://www.overheid.nl/2017/lvbb}opdracht", "geen hoofdelement van schema transport"),
        ("{urn:x}manifest", "verwacht namespace http://www.overheid.nl/2017/lvbb, gekregen urn:x"),
        ("manifest", "gekregen geen"),
    ],
)
def test_a_root_of_something_else_is_a_fault(wortel: str, deel: str) -> None:
    (fout,) = schemas.toets("transport", etree.Element(wortel))
    assert deel in fout.tekst


def test_a_declared_element_that_is_no_root_is_a_fault() -> None:
    element = etree.Element("{https://standaarden.overheid.nl/stop/imop/geo/}groepID")
    element.text = "a"
    assert schemas.toets("geo", element)


def test_a_schema_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        schemas.toets("xyz", etree.Element("a"))


def test_threads_do_not_see_each_others_faults() -> None:
    documenten = [opdracht(GOED if nummer % 2 else GOED.replace("levering-1", "%" * nummer)) for nummer in range(1, 61)]
    with ThreadPoolExecutor(8) as pool:
        uitkomsten = list(pool.map(lambda wortel: schemas.toets("transport", wortel), documenten))
    for nummer, fouten in enumerate(uitkomsten, start=1):
        assert len(fouten) == (0 if nummer % 2 else 1)
        assert all(f"'{'%' * nummer}'" in fout.tekst for fout in fouten)


@pytest.mark.parametrize(
    ("melding", "tekst"),
    [
        ("Element '{u}A': This element is not expected.", "element B: verwacht hier niets meer, gekregen A"),
        (
            "Element '{u}A': This element is not expected. Expected is one of ( {u}C, {u}D ).",
            "element B: verwacht een van (C, D), gekregen A",
        ),
        (
            "Element 'A', attribute 'b': [facet 'enumeration'] The value 'x' is not an element of the set {'y'}.",
            "element A, attribuut b: verwacht y, gekregen 'x'",
        ),
        (
            "Element 'A': [facet 'minLength'] The value has a length of '0'; "
            "this underruns the allowed minimum length of '1'.",
            "element A: verwacht ten minste 1 teken, gekregen 0",
        ),
        (
            "Element 'A': 'x' is not a valid value of the atomic type '{u}v'.",
            "element A: verwacht een URI, gekregen 'x'",
        ),
        (
            f"Element 'A': '{'1 ' * 60}' is not a valid value of the list type 'xs:NMTOKENS'.",
            f"element A: verwacht een waarde van het type NMTOKENS, gekregen '{'1 ' * 50}…'",
        ),
        (f"Element 'A': '{'1 ' * 600}", f"element A: verwacht een andere waarde, gekregen '{'1 ' * 50}…'"),
        ("Element 'A': Something new.", "element A: past niet in het schema (libxml2: Something new.)"),
    ],
)
def test_sentences_of_libxml2(melding: str, tekst: str) -> None:
    assert in_het_nederlands(melding, "B", {"{u}v": "een URI"}) == tekst


def test_own_types_are_told_by_what_they_hold() -> None:
    soorten = schemas._soorten(schemas.SCHEMAS["geo"])
    assert soorten["{http://www.opengis.net/gml/3.2}doubleList"] == "een rij waarden, elk een getal"
    assert soorten["{http://www.opengis.net/gml/3.2}CalDate"].startswith("een datum (jjjj-mm-dd) of ")
