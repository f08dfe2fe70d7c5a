"""Page, JSON Schema and code say the same of what a hook may answer."""

import ast
import re
from pathlib import Path

import httpx
import jsonschema_rs
import pytest

from simulator.basischeck.haken import antwoord
from simulator.basischeck.haken.antwoord import ANTWOORDEN, DELEN, Zaak
from simulator.basischeck.model import Resultaat
from simulator.basischeck.plan import ACTIES, ACTIES_VTH, VRAGEN, VRAGEN_VTH
from simulator.basischeck.rapport import Code
from simulator.basischeck.uitkomsten import Configfout
from simulator.serve import Draaiend
from tests.basischeck.nep import NepBesturing, NepSim, maak_check
from tests.basischeck.test_basischeck_runner import draai

WORTEL = Path(__file__).resolve().parents[3]
PAGINA = (WORTEL / "docs" / "haken.md").read_text(encoding="utf-8")
GOED = [
    [],
    [{}],
    [{"zaak_id": "Z-1", "volgnummers": [0, "001"], "documenten": ["brief.pdf"], "eigen_veld": {"mag": True}}],
    [{"zaak_id": 12, "fatale_datum": None, "kopie": False, "partijen": [{"naam": "A", "bsn": 999990019}]}],
    [{"documenten": [{"naam": "a.pdf", "vervallen": "2026-03-02"}, {"vervallen": False}]}],
    [
        {
            "activiteiten": [
                {"naam": "Boom kappen", "vragen": [{"vraagId": "v", "antwoord": 3, "gewijzigd": True}]},
                "Slopen",
            ]
        }
    ],
]
FOUT = [
    ("tekst", "het geheel moet een lijst zijn"),
    ({"zaak_id": "Z"}, "het geheel moet een lijst zijn"),
    (["Z-1"], "0 moet een object zijn"),
    ([{}, {"volgnummers": ["een"]}], "1.volgnummers.0 moet een geheel getal zijn, en is 'een'"),
    ([{"documenten": "a.pdf"}], "0.documenten moet een lijst zijn, en is 'a.pdf'"),
    ([{"documenten": [{"vertrouwelijk": "nee"}]}], "0.documenten.0.vertrouwelijk moet true of false zijn, en is 'nee'"),
    ([{"status": {"naam": "open"}}], "0.status moet tekst zijn"),
]


def tabellen() -> dict[str, dict[str, str]]:
    """The tables of the page by the name of the part that they are about."""
    delen = {"een zaak": "zaak", "wat een opdracht zegt": "actie"} | {f"een {naam}": naam for naam in DELEN}
    stukken = re.split(r"^### (.*)$", PAGINA, flags=re.M)[1:]
    return {
        delen[kop.lower()]: dict(re.findall(r"^\| `(\w+)` \| (.*?) \|$", tekst, re.M))
        for kop, tekst in zip(stukken[::2], stukken[1::2], strict=True)
        if kop.lower() in delen
    }


def test_the_page_has_every_field_with_its_meaning_and_no_other() -> None:
    assert tabellen() == {
        naam: {veld: info.description for veld, info in deel.model_fields.items()} for naam, deel in DELEN.items()
    }


@pytest.fixture(scope="module")
def schemas() -> dict[str, dict]:
    with Draaiend() as sim, httpx.Client(base_url=sim.url, trust_env=False) as client:
        beschreven = client.get("/_sim/openapi.json").json()["paths"]
        assert "/_sim/haken/{vraag}" in beschreven
        weg = client.get("/_sim/haken/kleur")
        assert (weg.status_code, "zaak_zoeken" in weg.json()["detail"]) == (404, True)
        return {naam: client.get(f"/_sim/haken/{naam}").json() for naam in ANTWOORDEN}


def test_the_schema_that_is_served_has_the_fields_of_the_definition(schemas: dict[str, dict]) -> None:
    gezien = {naam.lower(): set(deel["properties"]) for naam, deel in schemas["zaak_zoeken"]["$defs"].items()}
    gezien["actie"] = set(schemas["actie"]["properties"])
    assert gezien == {naam: set(deel.model_fields) for naam, deel in DELEN.items()}
    for schema in schemas.values():
        jsonschema_rs.validator_for(schema)
    assert "fatale_datum" in schemas["zaak_zoeken"]["$defs"]["Zaak"]["properties"]


@pytest.mark.parametrize("waarde", GOED)
def test_what_schema_and_code_take(schemas: dict[str, dict], waarde: object) -> None:
    assert jsonschema_rs.is_valid(schemas["zaak_zoeken"], waarde)
    antwoord.keur("zaak_zoeken", waarde)


@pytest.mark.parametrize(("waarde", "reden"), FOUT)
def test_what_schema_and_code_refuse(schemas: dict[str, dict], waarde: object, reden: str) -> None:
    assert not jsonschema_rs.is_valid(schemas["zaak_zoeken"], waarde)
    with pytest.raises(Configfout, match=re.escape(reden)):
        antwoord.keur("zaak_zoeken", waarde)


@pytest.mark.parametrize("waarde", [None, "LVBB1501", ["LVBB1501"], {"meldingen": [{"code": "LVBB1501"}]}])
def test_a_question_that_is_searched_takes_anything(schemas: dict[str, dict], waarde: object) -> None:
    for naam in VRAGEN:
        assert jsonschema_rs.is_valid(schemas[naam], waarde)
        antwoord.keur(naam, waarde)


def test_every_question_of_a_plan_has_a_definition() -> None:
    assert {*VRAGEN, *VRAGEN_VTH, "actie"} == set(ANTWOORDEN)
    assert "actie" not in (*ACTIES, *ACTIES_VTH)


def test_the_checks_ask_for_no_field_that_is_not_defined() -> None:
    """`heeft`, `tekst` and `lijst` are how a check reads a zaak."""
    gevraagd = set()
    for bestand in (WORTEL / "simulator" / "basischeck").rglob("*.py"):
        if bestand.parent.name not in ("checks", "waarneming"):
            continue
        for knoop in ast.walk(ast.parse(bestand.read_text(encoding="utf-8"))):
            if isinstance(knoop, ast.Call) and isinstance(knoop.func, ast.Attribute) and knoop.args:
                eerste = knoop.args[0]
                if knoop.func.attr in ("heeft", "lijst") and isinstance(eerste, ast.Constant):
                    gevraagd.add(eerste.value)
    assert {"documenten", "fatale_datum", "samenwerkingen"} <= gevraagd
    assert gevraagd <= set(Zaak.model_fields)


@pytest.mark.parametrize(("gegeven", "resultaat"), [(GOED[2], Resultaat.GESLAAGD), (FOUT[3][0], Resultaat.CONFIGFOUT)])
def test_an_answer_that_is_wrong_is_the_set_up_and_never_the_software(gegeven: object, resultaat: Resultaat) -> None:
    async def check(run):
        await run.hook("zaak_zoeken", verzoeknummer="1")
        run.must(True, verwacht="a", gekregen="a")

    rapport = draai(NepSim(), [maak_check(check)], NepBesturing({"zaak_zoeken": lambda verzoeknummer: gegeven}))
    assert rapport.uitslagen[0].resultaat is resultaat
    assert rapport.code is (Code.GOED if resultaat is Resultaat.GESLAAGD else Code.CONFIGURATIE)


def test_a_command_that_says_something_wrong_of_its_action() -> None:
    async def check(run):
        await run.push("valideren")
        run.must(True, verwacht="a", gekregen="a")

    rapport = draai(NepSim(), [maak_check(check)], NepBesturing({"valideren": lambda: {"id_levering": ["x"]}}))
    assert "id_levering moet tekst zijn" in rapport.uitslagen[0].reden
