"""How the text of a regeling is written: as the recorded answers of Presenteren v8 have it."""

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.contract.contentmodel import Deel, Verklaring
from simulator.contract.notatie import lees_model
from simulator.ozon import documentstructuur
from simulator.ozon.documentstructuur import GEMENGD, lees
from simulator.ozon.instellingen import Instellingen
from simulator.places import place
from tests.ozon.bouw import TEKST, URI, Proef
from tests.ozon.http import BASIS, GASTHEER, vraag

OPGENOMEN = "koppelvlakken/data/ozon/recorded-presenteren-v8"
KOP = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def regeling(lichaam: str, *, wortel: str = "RegelingCompact") -> str:
    return (
        f'<{wortel} xmlns="{TEKST}"><RegelingOpschrift eId="longTitle" wId="gm9920_1__longTitle"><Al>Plan</Al>'
        f"</RegelingOpschrift>{lichaam}</{wortel}>"
    )


def artikel(inhoud: str) -> dict[str, Any]:
    tekst = regeling(
        f'<Lichaam eId="body" wId="body"><Artikel eId="art_1" wId="gm9920_1__art_1">{inhoud}</Artikel></Lichaam>'
    )
    [lichaam] = json.loads(lees(tekst.encode()).structuur)
    assert (lichaam["type"], lichaam["volgordeNummer"]) == ("LICHAAM", 0)
    deel: dict[str, Any] = lichaam["_embedded"]["documentComponenten"][0]
    return deel


def test_no_white_space_between_elements_and_all_of_it_in_text() -> None:
    deel = artikel(
        "<Kop>\n  <Label>Artikel</Label>\n  <Nummer>1</Nummer>\n</Kop>\n"
        "<Inhoud>\n  <Al>Een <b>boom</b> <i>kappen</i>\n  mag.</Al>\n  <Al> <b>x</b>\n<i>y</i></Al>\n</Inhoud>\n"
    )
    assert deel["kop"] == f'{KOP}<Kop xmlns="{TEKST}"><Label>Artikel</Label><Nummer>1</Nummer></Kop>'
    assert deel["inhoud"] == (
        f'{KOP}<Inhoud xmlns="{TEKST}"><Al>Een <b>boom</b> <i>kappen</i>\n  mag.</Al>'
        "<Al> <b>x</b>\n<i>y</i></Al></Inhoud>"
    )


def test_the_wid_goes_before_the_eid_and_the_rest_keeps_its_place() -> None:
    lijst = '<Inhoud><Lijst type="expliciet" eId="l" x="1" wId="w"><Li wId="a" eId="b"><Al>x</Al></Li></Lijst></Inhoud>'
    assert '<Lijst type="expliciet" wId="w" eId="l" x="1"><Li wId="a" eId="b">' in artikel(lijst)["inhoud"]


@pytest.mark.parametrize(("gekozen", "verwacht"), [("xml", "<{}/>"), ("boolean", True)])
@pytest.mark.parametrize("wat", ["Gereserveerd", "Vervallen"])
def test_what_has_no_text_says_so(
    monkeypatch: pytest.MonkeyPatch, gekozen: Any, verwacht: str | bool, wat: str
) -> None:
    monkeypatch.setattr(documentstructuur, "instellingen", lambda: Instellingen(gereserveerd=gekozen))
    deel = artikel(f"<Kop><Nummer>1</Nummer></Kop><{wat}/>")
    assert deel[wat.lower()] == (verwacht.format(wat.lower()) if isinstance(verwacht, str) else verwacht)
    assert list(deel) == ["_links", "identificatie", "expressie", "type", "volgordeNummer", wat.lower(), "kop"]


def test_the_number_of_a_lid_is_a_kop() -> None:
    deel = artikel('<Lid eId="p1" wId="w1"><LidNummer>1<sup>a</sup>.</LidNummer><Inhoud><Al>x</Al></Inhoud></Lid>')
    [lid] = deel["_embedded"]["documentComponenten"]
    assert lid["kop"] == f'{KOP}<Kop xmlns="{TEKST}"><Nummer>1<sup>a</sup>.</Nummer></Kop>'


def _gemengd(deel: Verklaring | Deel) -> Iterator[str]:
    """Names of elements in a declaration that may hold text between their elements."""
    for veld in dataclasses.fields(deel):
        waarde = getattr(deel, veld.name)
        if veld.name == "lijf" and waarde is not None and waarde.gemengd:
            yield deel.naam
        for stuk in waarde if isinstance(waarde, tuple) else (waarde,):
            if dataclasses.is_dataclass(stuk):
                yield from _gemengd(stuk)  # type: ignore[arg-type]  # whatever it is made of


def test_where_text_may_stand_is_what_the_schema_says() -> None:
    model = lees_model(place("contracts") / "stop/1.3.0/tekst.model", place("contracts"))
    gemengd = {naam for verklaring in model.verklaringen for naam in _gemengd(verklaring)}
    assert gemengd | {v.naam for v in model.verklaringen if v.soort == "element" and v.type == "string"} == GEMENGD


def opgenomen(shared: Path, naam: str) -> dict[str, Any]:
    gelezen: dict[str, Any] = json.loads((shared / OPGENOMEN / naam).read_text(encoding="utf-8"))
    return gelezen


def delen(component: dict[str, Any]) -> list[dict[str, Any]]:
    return next(iter(component.get("_embedded", {"": []}).values()))


def element(component: dict[str, Any]) -> str:
    """The STOP text of which a recorded component was made."""
    if component["type"] == "BEGRIP":
        return ""  # it stands within the inhoud of its parent
    naam = component["type"].capitalize()
    kop, inhoud = (re.sub(r"^<\?xml[^>]*\?>", "", component.get(veld, "")) for veld in ("kop", "inhoud"))
    if naam == "Lid":
        kop = re.sub(
            "</?(Kop|Nummer)\\b[^>]*>", lambda t: t[0].replace("Nummer", "LidNummer") if "Nummer" in t[0] else "", kop
        )
    leeg = "".join(f"<{veld.capitalize()}/>" for veld in ("gereserveerd", "vervallen") if veld in component)
    binnen = kop + leeg + inhoud + "".join(map(element, delen(component)))
    return f'<{naam} eId="{component["expressie"]}" wId="{component["identificatie"]}">{binnen}</{naam}>'


def vergelijkbaar(component: dict[str, Any]) -> dict[str, Any]:
    """A component with double quotes in its XML: the sample files have single ones, and so an escape in texts."""
    uit = dict(component)
    for veld in ("kop", "inhoud"):
        if veld in uit:
            uit[veld] = re.sub(r"='([^'<>]*)'", r'="\1"', uit[veld]).replace("&#39;", "'")
    if "_embedded" in uit:
        uit["_embedded"] = {"documentComponenten": [vergelijkbaar(deel) for deel in delen(component)]}
    return uit


def zonder_adres(tekst: str) -> str:
    return re.sub(r"https?://[^\"]*?/(ontwerp)?regelingen/[^/?\"]*", "", tekst)


@pytest.mark.shared
def test_a_recorded_answer_comes_back_as_it_was(shared: Path, proef: Proef) -> None:
    echt = opgenomen(shared, "documentstructuur-vastgesteld-gm1980-omgevingsvisie.json")
    lichaam = "".join(map(element, echt["_embedded"]["documentComponenten"]))
    proef.publiceer(tekst=regeling(lichaam, wortel="RegelingVrijetekst"), vanaf="2025-04-22")
    reis = (
        echt["_links"]["self"]["href"]
        .partition("?")[2]
        .replace("beschikbaarOp=2025-04-22T14:03:08Z", "beschikbaarOp=2026-03-02T09:00:00Z")
    )
    ons = vraag(proef, f"/regelingen/{URI}/documentstructuur?{reis}").text
    verwacht = json.dumps(
        {
            "_links": echt["_links"],
            "_embedded": {"documentComponenten": [vergelijkbaar(d) for d in echt["_embedded"]["documentComponenten"]]},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).replace("beschikbaarOp=2025-04-22T14:03:08Z", "beschikbaarOp=2026-03-02T09:00:00Z")
    assert json.loads(zonder_adres(ons)) == json.loads(zonder_adres(verwacht))
    assert zonder_adres(ons) == zonder_adres(verwacht)  # the order of the keys too
    assert ons.startswith(
        f'{{"_links":{{"self":{{"href":"{GASTHEER}{BASIS}/regelingen/{URI}/documentstructuur?geldigOp='
    )


@pytest.mark.shared
def test_what_a_recorded_ontwerp_does_not_change_comes_back_as_it_was(shared: Path, proef: Proef) -> None:
    """1,600 components of an omgevingsplan; those that the ontwerp touches need its renvooi and are left out."""
    echt = opgenomen(shared, "documentstructuur-ontwerp-gm1979-omgevingsplan-97ea40565.json")

    def geraakt(c: dict[str, Any]) -> bool:
        return any("bevatOntwerpInformatie" in deel or geraakt(deel) for deel in (c, *delen(c)) if deel is not c) or (
            "bevatOntwerpInformatie" in c
        )

    def onveranderd(c: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if geraakt(c):
            for deel in delen(c):
                yield from onveranderd(deel)
        elif c["type"] != "BEGRIP":
            yield c

    gekozen = [deel for c in echt["_embedded"]["ontwerpDocumentComponenten"] for deel in onveranderd(c)]
    lichaam = '<Lichaam eId="body" wId="body">' + "".join(map(element, gekozen)) + "</Lichaam>"
    proef.publiceer(tekst=regeling(lichaam))
    [ons] = vraag(proef, f"/regelingen/{URI}/documentstructuur").json()["_embedded"]["documentComponenten"]

    def kaal(c: dict[str, Any], nummer: int) -> dict[str, Any]:
        uit = {naam: waarde for naam, waarde in vergelijkbaar(c).items() if naam != "_links"} | {
            "volgordeNummer": nummer
        }
        if "_embedded" in uit:
            uit["_embedded"] = {"documentComponenten": [kaal(deel, i) for i, deel in enumerate(delen(c))]}
        return uit

    verwacht = [kaal(c, i) for i, c in enumerate(gekozen)]
    gekregen = [kaal(c, i) for i, c in enumerate(delen(ons))]
    assert [json.dumps(een) for een in gekregen] == [json.dumps(een) for een in verwacht]
    assert {c["type"] for c in gekozen} >= {"HOOFDSTUK", "AFDELING", "PARAGRAAF", "ARTIKEL", "BIJLAGE"}
