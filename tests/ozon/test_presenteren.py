"""The operations of Presenteren, over HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest

from simulator.ozon import service
from simulator.ozon.api import presenteren
from simulator.ozon.instellingen import Instellingen
from tests.ozon.bouw import TEKST, URI, WORK, Proef, regeling_xml
from tests.ozon.http import BASIS, GASTHEER, vraag


def componenten(deel: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every component of a tree by its wId."""
    uit = {}
    for kind in deel.get("_embedded", {}).get("documentComponenten", ()):
        uit[kind["identificatie"]] = kind
        uit |= componenten(kind)
    return uit


def test_a_published_regeling_is_shown_with_its_links(proef: Proef) -> None:
    proef.publiceer()
    antwoord = vraag(proef, f"/regelingen/{URI}?geldigOp=2026-03-05&beschikbaarOp=2026-03-02T12:00:00%2B02:00")
    assert antwoord.headers["content-type"] == "application/hal+json"
    regeling = antwoord.json()
    assert regeling["identificatie"] == WORK
    assert regeling["type"] == {"code": "/join/id/stop/regelingtype_003", "waarde": "Omgevingsplan"}
    assert regeling["aangeleverdDoorEen"]["code"] == "gm9920"
    assert regeling["aangeleverdDoorEen"]["bestuurslaag"] == "gemeentebestuur"
    assert regeling["geregistreerdMet"] == {
        "versie": 1,
        "beginInwerking": "2026-03-02",
        "beginGeldigheid": "2026-03-02",
        "tijdstipRegistratie": "2026-03-02T09:00:00Z",
    }
    reis = "geldigOp=2026-03-05&inWerkingOp=2026-03-02&beschikbaarOp=2026-03-02T10:00:00Z"
    zelf = f"{GASTHEER}{BASIS}/regelingen/{URI}?{reis}"
    assert regeling["_links"]["self"]["href"] == zelf
    assert "_embedded" not in regeling
    assert vraag(proef, zelf).json() == regeling


def test_expand_shows_regelingsgebied_and_pons_with_their_boxes(proef: Proef) -> None:
    proef.publiceer()
    plekken = vraag(proef, f"/regelingen/{URI}?_expand=true").json()["_embedded"]
    assert plekken["pons"]["boundingBox"] == {"minX": 98000, "minY": 540000, "maxX": 98100.5, "maxY": 540100.125}
    groep = plekken["regelingsgebied"]
    assert groep["locatieType"] == "Gebiedengroep"
    assert groep["boundingBox"] == {"minX": 97000, "minY": 540000, "maxX": 98100.5, "maxY": 540100.125}
    assert [lid["noemer"] for lid in groep["_embedded"]["omvat"]] == ["Gebied a", "Gebied b"]


def test_the_text_is_a_tree(proef: Proef) -> None:
    proef.publiceer()
    antwoord = vraag(proef, f"/regelingen/{URI}/documentstructuur?geldigOp=2026-03-05")
    boom = antwoord.json()
    assert [kind["type"] for kind in boom["_embedded"]["documentComponenten"]] == [
        "LICHAAM",
        "BIJLAGE",
    ]
    delen = componenten(boom)
    lid = delen["gm9920_1__chp_1__art_1.1__para_1"]
    assert lid["inhoud"].endswith("<Al>Kap geen boom.</Al></Inhoud>")
    assert lid["kop"].endswith(f'?><Kop xmlns="{TEKST}"><Nummer>1.</Nummer></Kop>')
    assert "xsi" not in delen["gm9920_1__chp_1"]["kop"]
    assert "Bomen &amp; struiken" in delen["gm9920_1__chp_1"]["kop"]
    assert delen["gm9920_1__chp_1__art_1.2"]["gereserveerd"] == "<gereserveerd/>"
    assert delen["gm9920_1__chp_1__art_1.3"]["vervallen"] == "<vervallen/>"
    begrip = "gm9920_1__cmp_I__content_o_1__list_o_1__item_o_1"
    assert delen[begrip]["type"] == "BEGRIP"
    assert f'wId="{begrip}"' in delen["gm9920_1__cmp_I__content_o_1"]["inhoud"]
    href = lid["_links"]["annotaties"]["href"]
    reis = "geldigOp=2026-03-05&inWerkingOp=2026-03-02&beschikbaarOp=2026-03-02T09:00:00Z"
    assert href.endswith(f"{URI}/regeltekstannotaties?documentComponent={lid['identificatie']}&{reis}")


def test_time_travel(proef: Proef) -> None:
    proef.publiceer(vanaf="2026-03-02")
    proef.klok(datetime(2026, 4, 1, 9, tzinfo=UTC))
    proef.publiceer(2, vanaf="2026-06-01")
    proef.klok(datetime(2026, 7, 1, 9, tzinfo=UTC))

    def expressie(**reis: str) -> tuple[int, str]:
        antwoord = vraag(proef, f"/regelingen/{URI}", params=reis)
        return antwoord.status_code, antwoord.json().get("expressionId", "").rpartition(";")[2]

    beide = lambda dag: {"geldigOp": dag, "inWerkingOp": dag}  # noqa: E731 - one line is all there is to it
    assert expressie() == (200, "2")
    assert expressie(**beide("2026-03-01")) == (404, "")
    assert expressie(**beide("2026-03-02")) == (200, "1")
    assert expressie(**beide("2026-05-31")) == (200, "1")
    assert expressie(**beide("2026-06-01")) == (200, "2")
    # With only an old geldigOp it must be in force today too: that finds nothing (client).
    assert expressie(geldigOp="2026-05-31") == (404, "")
    assert expressie(inWerkingOp="2026-05-31") == (404, "")
    assert expressie(**beide("2026-06-01"), beschikbaarOp="2026-03-31T00:00:00Z") == (200, "1")
    assert expressie(**beide("2026-06-01"), beschikbaarOp="2026-03-02T08:59:59Z") == (404, "")
    # An explicit beschikbaarOp goes before the tileset.
    vroeg = {"beschikbaarOp": "2026-03-31T00:00:00Z"}
    assert expressie(**beide("2026-06-01"), synchroniseerMetTileset="actueel") == (200, "2")
    assert expressie(**beide("2026-06-01"), synchroniseerMetTileset="volledig", **vroeg) == (200, "1")


def test_the_end_of_a_version_shows_as_soon_as_its_successor_is_registered(proef: Proef) -> None:
    proef.publiceer()
    voor = vraag(proef, f"/regelingen/{URI}").json()
    proef.klok(datetime(2026, 4, 1, 9, tzinfo=UTC))
    proef.publiceer(2, vanaf="2026-06-01")
    na = vraag(proef, f"/regelingen/{URI}").json()
    assert "eindGeldigheid" not in voor["geregistreerdMet"]
    assert na["expressionId"] == voor["expressionId"]
    assert na["geregistreerdMet"]["eindGeldigheid"] == na["geldigTot"] == "2026-06-01"
    assert na["geregistreerdMet"]["tijdstipRegistratie"] == "2026-04-01T09:00:00Z"
    toen = vraag(proef, f"/regelingen/{URI}?beschikbaarOp=2026-03-31T00:00:00Z").json()
    assert toen["geregistreerdMet"]["eindRegistratie"] == "2026-04-01T09:00:00Z"
    assert "eindGeldigheid" not in toen["geregistreerdMet"]


def test_two_versions_differ_only_in_what_was_changed(proef: Proef) -> None:
    proef.publiceer()
    eerst = componenten(vraag(proef, f"/regelingen/{URI}/documentstructuur").json())
    proef.publiceer(2)
    dan = componenten(vraag(proef, f"/regelingen/{URI}/documentstructuur").json())
    assert dan.keys() - eerst.keys() == {"gm9920_1__chp_1__art_1.1__para_2"}

    def tekst(deel: dict[str, Any]) -> tuple[Any, ...]:
        return deel["type"], deel.get("kop"), deel.get("inhoud")

    assert all(tekst(dan[wid]) == tekst(deel) for wid, deel in eerst.items())


def test_a_withdrawn_regeling_is_gone_from_its_date(proef: Proef) -> None:
    proef.publiceer()
    proef.trek_in("2026-03-10")
    assert vraag(proef, f"/regelingen/{URI}").json()["geldigTot"] == "2026-03-10"
    dag = {"geldigOp": "2026-03-10", "inWerkingOp": "2026-03-10"}
    assert vraag(proef, f"/regelingen/{URI}", params=dag).status_code == 404
    assert vraag(proef, "/regelingen", params=dag).json()["page"]["totalElements"] == 0


def test_a_tijdelijk_deel_and_its_hoofdregeling_know_each_other(proef: Proef) -> None:
    proef.publiceer()
    deel = regeling_xml().replace("RegelingCompact", "RegelingTijdelijkdeel")
    conditie = (
        '<Conditie><Artikel eId="art_1" wId="w__art_1"><Kop><Label>Artikel</Label></Kop>'
        "<Inhoud><Al>Gaat voor.</Al></Inhoud></Artikel></Conditie>"
    )
    deel = deel.replace('<Hoofdstuk eId="chp_1"', f'{conditie}<Hoofdstuk eId="chp_1"')
    proef.publiceer(work="/akn/nl/act/gm9920/2026/deel", tekst=deel, tijdelijkDeelVan=WORK, ow=[])
    hoofd = vraag(proef, f"/regelingen/{URI}").json()
    adres = hoofd["_links"]["tijdelijkDelen"][0]["href"]
    gevonden = vraag(proef, adres).json()
    assert gevonden["_links"]["tijdelijkDeelVan"]["href"] == hoofd["_links"]["self"]["href"]
    assert gevonden["conditie"] == "ArtikelGaat voor."
    boom = vraag(proef, gevonden["_links"]["documentstructuur"]["href"]).json()
    assert "w__art_1" not in componenten(boom)
    assert componenten(boom)["body"]["conditieArtikel"]["inhoud"].endswith("<Al>Gaat voor.</Al></Inhoud>")


def test_vrijetekst_points_at_the_divisieannotaties(proef: Proef) -> None:
    proef.publiceer(tekst=regeling_xml().replace("RegelingCompact", "RegelingVrijetekst"))
    href = vraag(proef, f"/regelingen/{URI}").json()["_links"]["annotaties"]["href"]
    assert "/divisieannotaties?" in href


def vul(proef: Proef, aantal: int) -> None:
    for nummer in range(aantal):
        proef.publiceer(
            work=f"/akn/nl/act/gm9920/2026/plan{nummer}", vanaf=f"2026-01-{20 - nummer:02d}", ow=[], gmls=[]
        )


def test_paging_walks_every_regeling_once(proef: Proef) -> None:
    vul(proef, 5)
    gezien: list[str] = []
    adres = "/regelingen?size=2&_sort=-identificatie&geldigOp=2026-02-01"
    terug = []
    while True:
        antwoord = vraag(proef, adres)
        blad = antwoord.json()
        gezien += [regeling["identificatie"][-5:] for regeling in blad["_embedded"]["regelingen"]]
        terug.append(blad["_links"].get("prev", {}).get("href"))
        assert antwoord.headers["x-pagination-count"] == "3"
        if "next" not in blad["_links"]:
            break
        adres = blad["_links"]["next"]["href"]
    assert gezien == ["plan4", "plan3", "plan2", "plan1", "plan0"]
    assert blad["page"] == {"size": 2, "totalElements": 5, "totalPages": 3, "number": 3}
    assert terug[0] is None
    assert "page=2" in terug[2]
    assert "geldigOp=2026-02-01" in adres
    assert blad["_links"]["last"] == blad["_links"]["self"]


@pytest.mark.parametrize(
    ("sortering", "eerste"),
    [
        ("", "plan0"),
        ("registratietijdstip", "plan0"),
        ("-registratietijdstip,identificatie", "plan2"),
        ("geldigVanaf", "plan2"),
        ("-inwerkingVanaf", "plan0"),
        ("-REGISTRATIETIJDSTIP,Identificatie", "plan2"),
    ],
)
def test_sorting(proef: Proef, sortering: str, eerste: str) -> None:
    for nummer in range(3):
        proef.klok(datetime(2026, 3, 2, 10 + nummer, tzinfo=UTC))
        proef.publiceer(
            work=f"/akn/nl/act/gm9920/2026/plan{nummer}", vanaf=f"2026-01-{20 - nummer:02d}", ow=[], gmls=[]
        )
    regelingen = vraag(proef, "/regelingen", params={"_sort": sortering} if sortering else {}).json()
    assert regelingen["_embedded"]["regelingen"][0]["identificatie"].endswith(eerste)


def test_a_key_to_sort_on_that_is_none_is_refused(proef: Proef) -> None:
    assert vraag(proef, "/regelingen?_sort=REGISTRATIETIJDSTIPPEN").status_code == 400


def test_a_client_that_encodes_a_link_again_gets_to_the_last_page(proef: Proef) -> None:
    vul(proef, 5)
    adres = "/regelingen?size=2&_sort=-geldigVanaf,identificatie&geldigOp=2026-02-01&beschikbaarOp=2026-03-02T09:00:00Z"
    bladen = 0
    while adres:
        antwoord = vraag(proef, adres.replace("%", "%25"))
        assert antwoord.status_code == 200, antwoord.text
        adres = antwoord.json()["_links"].get("next", {}).get("href", "")
        assert "%" not in adres
        bladen += 1
    assert bladen == 3


def test_links_go_on_with_what_was_there(proef: Proef) -> None:
    proef.klok(datetime(2026, 3, 2, 9, 0, 0, 400_000, tzinfo=UTC))
    proef.publiceer()
    een = vraag(proef, "/regelingen").json()["_embedded"]["regelingen"][0]
    zelf = een["_links"]["self"]["href"]
    assert zelf.endswith("?geldigOp=2026-03-02&inWerkingOp=2026-03-02&beschikbaarOp=2026-03-02T09:00:01Z")
    assert vraag(proef, zelf).json()["identificatie"] == een["identificatie"]


def test_links_can_go_on_with_no_more_than_was_asked(proef: Proef, monkeypatch: pytest.MonkeyPatch) -> None:
    proef.publiceer()
    monkeypatch.setattr(service, "instellingen", lambda: Instellingen(tijd_in_links="gevraagd"))
    zelf = vraag(proef, f"/regelingen/{URI}?inWerkingOp=2026-03-03").json()["_links"]["self"]["href"]
    assert zelf.endswith(f"{URI}?inWerkingOp=2026-03-03")


def test_an_empty_list_and_a_page_after_the_last(proef: Proef) -> None:
    leeg = vraag(proef, "/regelingen").json()
    assert leeg["_embedded"] == {"regelingen": []}
    assert leeg["page"] == {"size": 20, "totalElements": 0, "totalPages": 0, "number": 1}
    assert set(leeg["_links"]) == {"self", "first", "last"}
    vul(proef, 3)
    ver = vraag(proef, "/regelingen?page=2147483647&size=200").json()
    assert ver["_embedded"]["regelingen"] == []
    assert "next" not in ver["_links"]


def test_what_it_says_about_itself(proef: Proef) -> None:
    assert vraag(proef, "/app-health").json() == {"app-health": {"status": "UP"}}
    info = vraag(proef, "/app-info")
    assert info.headers["content-type"] == "application/json"
    assert info.json()["app-info"]["version"] == info.headers["api-version"] == "8.0.2"
    assert vraag(proef, "/crss").json() == ["http://www.opengis.net/def/crs/EPSG/0/28992"]


def test_headers_of_every_answer(proef: Proef) -> None:
    een, twee = vraag(proef, "/crss"), vraag(proef, "/bestaat-niet")
    for antwoord in (een, twee):
        assert antwoord.headers["access-control-allow-methods"] == "GET"
        assert antwoord.headers["cache-control"] == "no-store, max-age=0"
        assert len(antwoord.headers["x-dso-instance"]) == 32
    assert een.headers["x-dso-instance"] != twee.headers["x-dso-instance"]


def test_the_served_contract_is_ours_with_the_gateway(proef: Proef) -> None:
    document = vraag(proef, "/openapi.json").json()
    assert document["servers"] == [{"url": f"{GASTHEER}{BASIS}"}]
    operaties = [rij for rijen in document["paths"].values() for rij in rijen.values()]
    assert len(operaties) == 25
    for rij in operaties:
        assert {"401", "403", "429", "503"} <= rij["responses"].keys()
        assert rij["x-mark"] == "confirmed"
        assert rij["x-source"].startswith("OpenAPI 8.0.2")
    assert document["components"]["responses"]["GeenSleutel"]["x-mark"] == "inferred"
    yaml = vraag(proef, "/openapi.yaml")
    assert yaml.status_code == 200
    assert "getRegelingen" in yaml.text


def test_an_operation_says_501_in_the_contract_exactly_when_nobody_claims_it() -> None:
    for pad, rijen in presenteren.contract.document["paths"].items():
        for rij in rijen.values():
            assert ("501" in rij["responses"]) is (rij["operationId"] not in presenteren.functies), pad
