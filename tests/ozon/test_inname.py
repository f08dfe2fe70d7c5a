"""Objectvorming: what of a publication is kept, and from when to when."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from simulator.kernel import blobs, events
from simulator.kernel.store import STANDAARD
from simulator.ozon import inname, owobjecten, tables
from simulator.ozon.instellingen import Instellingen
from tests.ozon import bouw
from tests.ozon.bouw import CONCEPT, URI, WORK, Proef, activiteit, gebied, id_, ow_xml, regel
from tests.ozon.http import vraag


def tijdlijn(proef: Proef, identificatie: str) -> list[tuple[Any, ...]]:
    """(versie, begin, end, whether its registration is the last) of every voorkomen."""
    v = tables.voorkomen.c
    with proef.wereld.lees() as lezing:
        rijen = lezing.rijen(tables.voorkomen, v.identificatie == identificatie, volgorde=(v.versie,))
    return [(r.versie, str(r.begin_geldigheid), str(r.eind_geldigheid), r.tot is None) for r in rijen]


def object_(proef: Proef, identificatie: str) -> dict[str, Any]:
    with proef.wereld.lees() as lezing:
        rij = lezing.rij(tables.ow_object, tables.ow_object.c.identificatie == identificatie)
    assert rij is not None
    return dict(rij.inhoud)


def soorten(proef: Proef, soort: str) -> list[dict[str, Any]]:
    return [g.gegevens for g in events.lees(proef.kern.store, STANDAARD, soort=soort)]


def test_the_events_say_what_became_available(proef: Proef) -> None:
    proef.publiceer()
    assert soorten(proef, "ozon.beschikbaar") == [
        {"work": WORK, "expression": f"{WORK}/nld@2026-03-02;1", "versie": 1, "beginInwerking": "2026-03-02"}
    ]
    assert soorten(proef, "ozon.activiteiten.beschikbaar") == [
        {"bevoegdGezag": "gm9920", "regeling": WORK, "activiteiten": [id_("activiteit", "kappen")]}
    ]
    proef.publiceer(2, ow=[])
    assert len(soorten(proef, "ozon.activiteiten.beschikbaar")) == 1
    proef.trek_in("2026-04-01")
    assert soorten(proef, "ozon.activiteiten.beschikbaar")[-1]["bevoegdGezag"] == "gm9920"
    assert soorten(proef, "kernel.taak.mislukt") == []


def test_a_delay_between_publication_and_availability() -> None:
    kern = bouw.kern(Instellingen(vertraging=timedelta(minutes=10)))
    try:
        proef = Proef(kern)
        proef.publiceer()
        assert vraag(proef, f"/regelingen/{URI}").status_code == 404
        proef.klok(bouw.NU + timedelta(minutes=10))
        registratie = vraag(proef, f"/regelingen/{URI}").json()["geregistreerdMet"]["tijdstipRegistratie"]
        assert registratie == "2026-03-02T09:10:00Z"
    finally:
        kern.stop()


def test_objects_have_their_own_timeline(proef: Proef) -> None:
    proef.publiceer()
    proef.klok(datetime(2026, 4, 1, 9, tzinfo=UTC))
    einde = "<ow:status>beëindigen</ow:status>"
    proef.publiceer(2, vanaf="2026-05-01", ow=[ow_xml(gebied("a", 1), activiteit("kappen", einde))])
    assert tijdlijn(proef, id_("gebied", "a")) == [
        (1, "2026-03-02", "None", False),
        (2, "2026-03-02", "2026-05-01", True),
        (3, "2026-05-01", "None", True),
    ]
    assert tijdlijn(proef, id_("activiteit", "kappen")) == [
        (1, "2026-03-02", "None", False),
        (2, "2026-03-02", "2026-05-01", True),
    ]
    assert tijdlijn(proef, id_("gebied", "b")) == [(1, "2026-03-02", "None", True)]


def test_a_part_that_is_not_delivered_any_more_ends_with_its_object(proef: Proef) -> None:
    ala = "activiteitlocatieaanduiding"
    proef.publiceer(ow=[ow_xml(regel("x", "y"))])
    proef.publiceer(2, vanaf="2026-05-01", ow=[ow_xml(regel("y"))])
    assert tijdlijn(proef, id_(ala, "x"))[-1] == (2, "2026-03-02", "2026-05-01", True)
    assert tijdlijn(proef, id_(ala, "y"))[-1] == (3, "2026-05-01", "None", True)


def test_a_regel_is_kept_in_the_shape_of_presenteren(proef: Proef) -> None:
    proef.publiceer()
    assert object_(proef, id_("juridischeregel")) == {
        "identificatie": id_("juridischeregel"),
        "idealisatie": {"code": f"{CONCEPT}/idealisatie/id/concept/Exact", "waarde": "exact"},
        "regeltekstRef": id_("regeltekst"),
        "themas": [{"code": f"{CONCEPT}/thema/id/concept/Natuur", "waarde": "natuur"}],
        "activiteitLocatieaanduidingen": [
            {
                "identificatie": id_("activiteitlocatieaanduiding", "x"),
                "activiteitRef": id_("activiteit", "kappen"),
                "activiteitregelkwalificatie": {
                    "code": f"{CONCEPT}/activiteitregelkwalificatie/id/concept/Verbod",
                    "waarde": "verbod",
                },
                "locatieRefs": [id_("gebied", "a")],
            }
        ],
        "locatieRefs": [id_("gebiedengroep", "g")],
    }
    with proef.wereld.lees() as lezing:
        o, p = tables.ow_object.c, tables.object_locatie.c
        nummers = {rij.nummer for rij in lezing.rijen(tables.ow_object, o.soort == "ActiviteitLocatieaanduiding")}
        plekken = lezing.rijen(tables.object_locatie, p.object.in_(nummers))
    assert [plek.locatie for plek in plekken] == [id_("gebied", "a")]


def test_geometry_is_kept_in_rd_with_its_box(proef: Proef) -> None:
    shapely = pytest.importorskip("shapely")
    proef.publiceer()
    with proef.wereld.lees() as lezing:
        rijen = lezing.rijen(tables.geometrie, volgorde=(tables.geometrie.c.identificatie,))
        vormen = [
            shapely.from_wkb(blobs.lees(lezing.conn, rij.wkb)[rij.begin : rij.begin + rij.lengte]) for rij in rijen
        ]
    assert [vorm.bounds for vorm in vormen] == [(r.minx, r.miny, r.maxx, r.maxy) for r in rijen]
    assert vormen[1].bounds == (98000, 540000, 98100.5, 540100.125)
    assert rijen[0].vorm == "Polygon"


def test_a_geometry_that_cannot_be_read_leaves_the_location_without_a_box(proef: Proef) -> None:
    proef.publiceer(gmls=[bouw.gml_xml().replace("EPSG::28992", "EPSG::3857")])
    plek = vraag(proef, f"/regelingen/{URI}?_expand=true").json()["_embedded"]["pons"]
    assert "boundingBox" not in plek


OVERIG = ow_xml(
    f"<ga:Gebiedsaanwijzing><ga:identificatie>{id_('gebiedsaanwijzing')}</ga:identificatie>"
    f"<ga:type>{CONCEPT}/typegebiedsaanwijzing/id/concept/Bodem</ga:type><ga:naam>zand</ga:naam>"
    f"<ga:groep>{CONCEPT}/bodem/id/concept/Overig</ga:groep>"
    f'<ga:locatieaanduiding><l:LocatieRef xlink:href="{id_("gebied", "a")}"/></ga:locatieaanduiding>'
    "</ga:Gebiedsaanwijzing>",
    f"<rol:Omgevingsnorm><rol:identificatie>{id_('omgevingsnorm')}</rol:identificatie><rol:naam>hoogte</rol:naam>"
    f"<rol:type>{CONCEPT}/typenorm/id/concept/X</rol:type><rol:normwaarde><rol:Normwaarde>"
    f"<rol:identificatie>{id_('normwaarde')}</rol:identificatie><rol:kwantitatieveWaarde>3.5</rol:kwantitatieveWaarde>"
    f'<rol:locatieaanduiding><l:LocatieRef xlink:href="{id_("gebied", "a")}"/></rol:locatieaanduiding>'
    "</rol:Normwaarde></rol:normwaarde></rol:Omgevingsnorm>",
    f"<k:Kaart><k:identificatie>{id_('kaart')}</k:identificatie><k:naam>kaart</k:naam><k:uitsnede><k:Kaartextent>"
    "<k:minX>1</k:minX><k:minY>2</k:minY><k:maxX>3.5</k:maxX><k:maxY>4</k:maxY></k:Kaartextent></k:uitsnede>"
    f"<k:kaartlagen><k:Kaartlaag><k:identificatie>{id_('kaartlaag')}</k:identificatie><k:niveau>1</k:niveau>"
    f'<k:normweergave><rol:OmgevingsnormRef xlink:href="{id_("omgevingsnorm")}"/></k:normweergave>'
    "</k:Kaartlaag></k:kaartlagen></k:Kaart>",
    f'<vt:Divisietekst wId="w1"><vt:identificatie>{id_("divisietekst")}</vt:identificatie></vt:Divisietekst>',
    f"<vt:Tekstdeel><vt:identificatie>{id_('tekstdeel')}</vt:identificatie><vt:divisieaanduiding>"
    f'<vt:DivisietekstRef xlink:href="{id_("divisietekst")}"/></vt:divisieaanduiding></vt:Tekstdeel>',
    f"<vt:Hoofdlijn><vt:identificatie>{id_('hoofdlijn')}</vt:identificatie><vt:soort>doel</vt:soort>"
    "<vt:naam>groen</vt:naam></vt:Hoofdlijn>",
    f"<l:Ambtsgebied><l:identificatie>{id_('ambtsgebied')}</l:identificatie><l:bestuurlijkeGrenzenVerwijzing>"
    "<l:BestuurlijkeGrenzenVerwijzing><l:bestuurlijkeGrenzenID>GM9920</l:bestuurlijkeGrenzenID>"
    "<l:domein>NL.BI.BestuurlijkGebied</l:domein><l:geldigOp>2026-01-01</l:geldigOp>"
    "</l:BestuurlijkeGrenzenVerwijzing></l:bestuurlijkeGrenzenVerwijzing></l:Ambtsgebied>",
    "<s:SymbolisatieItem><s:symboolcode>vag001</s:symboolcode><s:gebiedsaanwijzingSymbolisatie>"
    f'<ga:GebiedsaanwijzingRef xlink:href="{id_("gebiedsaanwijzing")}"/></s:gebiedsaanwijzingSymbolisatie>'
    "</s:SymbolisatieItem>",
    f"<r:Iets><r:identificatie>{id_('iets')}</r:identificatie></r:Iets>",
    f"<rol:Activiteit><ow:procedurestatus>ontwerp</ow:procedurestatus><rol:identificatie>{id_('activiteit')}"
    "</rol:identificatie></rol:Activiteit>",
)


def test_every_other_type_is_read() -> None:
    per_soort = {ow.soort: ow for ow in owobjecten.lees(OVERIG.encode())}
    aanwijzing = per_soort["Gebiedsaanwijzing"]
    assert aanwijzing.inhoud["type"]["waarde"] == "bodem"
    assert aanwijzing.locaties == (("locatieRefs", id_("gebied", "a")),)
    assert per_soort["Omgevingsnorm"].inhoud["normwaarden"] == [per_soort["Normwaarde"].inhoud]
    assert per_soort["Normwaarde"].inhoud["kwantitatieveWaarde"] == 3.5
    assert per_soort["Normwaarde"].ouder == id_("omgevingsnorm")
    assert per_soort["Kaart"].inhoud["uitsnede"] == {"minX": 1, "minY": 2, "maxX": 3.5, "maxY": 4}
    assert per_soort["Kaartlaag"].inhoud["omgevingsnormRefs"] == [id_("omgevingsnorm")]
    assert per_soort["Divisietekst"].inhoud["wId"] == "w1"
    assert per_soort["Tekstdeel"].inhoud["divisietekstRef"] == id_("divisietekst")
    assert "divisieRef" not in per_soort["Tekstdeel"].inhoud
    assert per_soort["Hoofdlijn"].inhoud["soort"] == "doel"
    assert per_soort["Ambtsgebied"].inhoud["bestuurlijkeGrenzenVerwijzing"]["bestuurlijkeGrenzenID"] == "GM9920"
    assert per_soort["SymbolisatieItem"].identificatie.startswith("symbolisatieitem.")
    assert "r:Iets" in per_soort["Iets"].inhoud["xml"]
    assert "Activiteit" not in per_soort  # a draft


@pytest.mark.parametrize(
    ("code", "naam", "bestuurslaag"),
    [
        ("gm0344", "gemeente Utrecht", "gemeentebestuur"),
        ("pv26", "provincie Utrecht", "provinciebestuur"),
        ("gm7777", "gm7777", "gemeentebestuur"),
        ("xx1", "xx1", "onbekend"),
    ],
)
def test_who_delivered(code: str, naam: str, bestuurslaag: str) -> None:
    assert inname.aangeleverd_door(code) == {"naam": naam, "bestuurslaag": bestuurslaag, "code": code}


def test_a_version_that_comes_in_between_holds_until_the_later_one(proef: Proef) -> None:
    proef.publiceer(1, vanaf="2026-03-02")
    proef.publiceer(3, vanaf="2026-09-01")
    proef.publiceer(2, vanaf="2026-06-01")
    actief = [rij[1:3] for rij in tijdlijn(proef, WORK) if rij[3]]
    assert sorted(actief) == [
        ("2026-03-02", "2026-06-01"),
        ("2026-06-01", "2026-09-01"),
        ("2026-09-01", "None"),
    ]
    with proef.wereld.lees() as lezing:
        moment = tables.Reismoment(date(2026, 7, 1), date(2026, 7, 1), lezing.nu)
        rij = tables.regeling_op(lezing, URI, moment)
    assert rij.expression.endswith(";2")


@pytest.mark.parametrize(
    ("geschreven", "gelezen"),
    [
        ("+007", 7),
        ("5.", 5.0),
        ("-.50", -0.5),
        ("\n 3 ", 3),
        ("9" * 400 + ".5", float.fromhex("0x1.fffffffffffffp1023")),
    ],
)
def test_a_number_in_every_form_of_the_schema_is_read(geschreven: str, gelezen: float) -> None:
    per_soort = {ow.soort: ow for ow in owobjecten.lees(OVERIG.replace(">3.5<", f">{geschreven}<").encode())}
    assert per_soort["Normwaarde"].inhoud["kwantitatieveWaarde"] == gelezen
    assert per_soort["Kaart"].inhoud["uitsnede"]["maxX"] == gelezen
    json.dumps(per_soort["Kaart"].inhoud, allow_nan=False)
