import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from simulator.basischeck.model import Bericht, Bevinding, Resultaat
from simulator.basischeck.rapport import VERKLARING, Code, Rapport
from simulator.basischeck.rapporten import html, junit, schrijf
from simulator.basischeck.tijd import duur, leesbaar
from tests.basischeck.nep import OPTIONEEL, plan, uitslag

R = Resultaat


def rapport(*uitslagen, **meer):
    vast = {"versie": "1", "seed": 7, "sim": "http://sim", "klok": ("2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z")}
    return Rapport(plan().sut, list(uitslagen), snelheid=1, besturing="hand", **{**vast, **meer})


def bevinding(resultaat=R.GEZAKT, *, code="LVBB-01/kleur", **meer):
    vast = {"eis": "de eis", "merk": "confirmed", "verwacht": "wit <1>", "gekregen": "zwart & \x01", "bron": "de bron"}
    return Bevinding(code, resultaat, **{**vast, **meer})


@pytest.mark.parametrize(
    ("uitslagen", "meer", "code"),
    [
        ([uitslag(R.GESLAAGD)], {}, Code.GOED),
        ([uitslag(R.BEOORDELEN)], {}, Code.GOED),
        ([uitslag(R.WAARSCHUWING)], {}, Code.GOED),
        ([uitslag(R.GESLAAGD), uitslag(R.GEZAKT, ernst=OPTIONEEL)], {}, Code.GOED),
        ([uitslag(R.GEZAKT, ernst=OPTIONEEL)], {}, Code.GOED),
        ([uitslag(R.GESLAAGD), uitslag(R.GEZAKT)], {}, Code.GEZAKT),
        ([uitslag(R.GESLAAGD), uitslag(R.ONBESLIST)], {}, Code.GEZAKT),
        ([uitslag(R.GESLAAGD), uitslag(R.GEBLOKKEERD)], {}, Code.GEZAKT),
        ([uitslag(R.GEZAKT), uitslag(R.CONFIGFOUT)], {}, Code.CONFIGURATIE),
        ([uitslag(R.GEZAKT), uitslag(R.HARNASFOUT)], {}, Code.SIMULATOR),
        ([uitslag(R.GESLAAGD)], {"simulatorfouten": ["taak"]}, Code.SIMULATOR),
        ([uitslag(R.ONBESLIST)], {"onbereikbaar": "stil"}, Code.ONBEREIKBAAR),
        ([uitslag(R.OVERGESLAGEN), uitslag(R.NIET_VAN_TOEPASSING)], {}, Code.NIETS),
        ([], {}, Code.NIETS),
    ],
)
def test_the_exit_code_and_the_summary_say_the_same(uitslagen, meer, code):
    gemaakt = rapport(*uitslagen, **meer)
    assert gemaakt.code is code
    woord = {0: "GESLAAGD", 1: "NIET GESLAAGD", 2: "CONFIGURATIE", 3: "NIET BEREIKT", 4: "FOUT VAN DE SIM", 5: "NIETS"}
    assert woord[int(code)] in gemaakt.samenvatting.partition(":")[0]
    assert gemaakt.samenvatting.startswith("GESLAAGD") is (code == 0)
    assert gemaakt.samenvatting.endswith(f"[code {int(code)}]")


def test_both_counts_stand_in_every_form(tmp_path):
    een = uitslag(R.GEZAKT, bevindingen=[bevinding(), bevinding(), bevinding(R.BEOORDELEN, merk="inferred")])
    gemaakt = rapport(een, uitslag(R.BEOORDELEN, id_="LVBB-02", bevindingen=[bevinding(R.BEOORDELEN)]))
    schrijf(gemaakt, tmp_path)
    inhoud = json.loads((tmp_path / "report.json").read_text())
    assert (inhoud["hard"], inhoud["indicatief"]) == (2, 2)
    assert "2 hard, 2 indicatief" in gemaakt.samenvatting
    assert "2 bevindingen waarop" in (tmp_path / "report.html").read_text()
    waarden = {
        p.get("name"): p.get("value") for p in ET.parse(tmp_path / "junit.xml").findall("testsuite/properties/*")
    }
    assert (waarden["hard"], waarden["indicatief"]) == ("2", "2")


def test_junit_separates_failure_error_and_skipped():
    boom = ET.fromstring(
        junit.maak(
            rapport(
                uitslag(R.GEZAKT, id_="A", bevindingen=[bevinding(bericht=Bericht("het bericht", "<a/>", 12))]),
                uitslag(R.BEOORDELEN, id_="B", bevindingen=[bevinding(R.BEOORDELEN)]),
                uitslag(R.HARNASFOUT, id_="C", reden="kapot"),
                uitslag(R.CONFIGFOUT, id_="D", reden="plan"),
                uitslag(R.OVERGESLAGEN, id_="E", reden="niets"),
                uitslag(R.ONBESLIST, id_="F", reden="te laat"),
            )
        )
    )
    gevallen = {geval.get("name").split()[0]: geval for geval in boom.iter("testcase")}
    soorten = {
        naam: [k.tag for k in geval if k.tag not in {"properties", "system-out"}] for naam, geval in gevallen.items()
    }
    assert soorten == {"A": ["failure"], "B": [], "C": ["error"], "D": ["error"], "E": ["skipped"], "F": ["failure"]}
    assert gevallen["A"].find("failure").get("message") == "verwacht wit <1>; gekregen zwart & �"
    assert "verwacht: wit" in gevallen["A"].find("failure").text
    eigenschappen = {p.get("name"): p.get("value") for p in gevallen["A"].iter("property")}
    assert eigenschappen["journaal"] == "12"
    assert eigenschappen["eis"] == "de eis"
    assert eigenschappen["merk"] == "confirmed"
    suite = boom.find("testsuite")
    assert [suite.get(k) for k in ("tests", "failures", "errors", "skipped")] == ["6", "2", "2", "1"]


def test_the_page_holds_everything_and_needs_nothing():
    een = uitslag(R.GEZAKT, bevindingen=[bevinding(bericht=Bericht("het bericht", "<kwaad>", 12), doe="Doe dit.")])
    blok = uitslag(R.GEBLOKKEERD, id_="LVBB-07", reden="weg", geblokkeerd_door="LVBB-01")
    pagina = html.maak(rapport(een, blok, getoetst=["getoetst: 3 van 4 regels, matrix v6"]))
    assert VERKLARING in pagina
    assert "&lt;kwaad&gt;" in pagina
    assert "<kwaad>" not in pagina
    for tekst in (
        "Doe dit.",
        "wit &lt;1&gt;",
        'href="#LVBB-01"',
        'id="LVBB-01"',
        "journaal 12",
        "matrix v6",
        "<dd>7</dd>",
    ):
        assert tekst in pagina
    assert "<script" not in pagina
    assert "<link" not in pagina
    assert "src=" not in pagina


def test_a_duration_reads_both_ways():
    assert duur("1u30m") == timedelta(minutes=90)
    assert [leesbaar(duur(t)) for t in ("90s", "10m", "1u", "2d")] == ["90 seconden", "10 minuten", "1 uur", "2 dagen"]
    with pytest.raises(ValueError, match="geen duur"):
        duur("een uur")
