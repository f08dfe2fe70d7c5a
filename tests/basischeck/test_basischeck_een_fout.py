"""A VTH system that is wrong in one way fails the check that is about it, with the cause, in each kind of omgeving."""

import re
from collections.abc import Iterator

import httpx
import pytest

from simulator.basischeck.model import CheckUitslag, Resultaat
from simulator.basischeck.plan import REFERENTIE_VTH, Keuze
from simulator.serve import Draaiend
from tests.basischeck.mutantenproef import draai

FOUTEN = {
    "VerwisseltDocumenten": {
        "STAM-05": r"situatietekening\.pdf heeft de inhoud van bouwtekeningen\.pdf",
        "STAM-09": r"aangepaste tekening\.pdf heeft de inhoud van nadere toelichting\.pdf",
    },
    "KijktAlleenNaarHetVerzoeknummer": {
        "STAM-09": r"het STAM-bericht van de aanvulling \(verzoek \d+, volgnummer 001\) is niet opgehaald",
        "STAM-10": r"van de aanvulling .* is niet opgehaald",
        "STAM-11": r"het STAM-bericht van de intrekking \(verzoek \d+, volgnummer \d+\) is niet opgehaald",
        "STAM-16": r"van de aanvulling .*, volgnummer 002\) is niet opgehaald",
    },
    "LaatHetOudereWinnen": {
        "STAM-08": "Een ouder bericht overschreef het nieuwere: na volgnummer 001 haalde de software een lager",
    },
    "ToontEenAnderVerzoek": {
        "STAM-03": r"de zaak heeft inhoud van een ander verzoek, \d+: bij vraag \d+ het antwoord ",
    },
}
GOED = ["STAM-05", "STAM-08", "STAM-09", "STAM-26"]


@pytest.fixture(scope="module")
def adressen() -> Iterator[dict[str, str]]:
    with Draaiend(klok="2026-03-02T08:00:00Z", smtp_port=0) as sim:
        gemaakt = httpx.post(f"{sim.url}/_sim/omgevingen", json={"naam": "proef", "klok": "2026-03-02T08:00:00Z"})
        gemaakt.raise_for_status()
        yield {"standaard": sim.url, "pad": f"{sim.url}/o/proef"}


def uitslagen(url: str, checks: list[str], mutant: str = "") -> dict[str, CheckUitslag]:
    plan = REFERENTIE_VTH.model_copy(update={"checks": Keuze(alleen=checks)})
    return {u.check.id: u for u in draai(plan, url, mutant).uitslagen}


@pytest.mark.parametrize("adres", ["pad", "standaard"])
@pytest.mark.parametrize("mutant", FOUTEN)
def test_de_check_noemt_de_oorzaak(adressen: dict[str, str], mutant: str, adres: str) -> None:
    gevonden = uitslagen(adressen[adres], ["STAM-02", *FOUTEN[mutant]], mutant)
    for id_, oorzaak in FOUTEN[mutant].items():
        uitslag = gevonden[id_]
        assert uitslag.resultaat is Resultaat.GEZAKT, (id_, uitslag.reden)
        gezakt = [b for b in uitslag.bevindingen if b.hard]
        assert any(re.search(oorzaak, b.gekregen) for b in gezakt), [b.gekregen for b in gezakt]
        assert all(b.doe for b in gezakt)


def test_in_een_omgeving_op_een_pad_wordt_echt_vergeleken(adressen: dict[str, str]) -> None:
    gevonden = uitslagen(adressen["pad"], GOED)
    assert {id_: (str(u.resultaat), u.reden) for id_, u in gevonden.items() if u.resultaat != "geslaagd"} == {
        "STAM-26": (
            "overgeslagen",
            "hier komt geen mail aan; start de simulator met --smtp-port 0, en draai tegen omgeving standaard",
        )
    }
    assert gevonden["STAM-05"].bevindingen[-1].gekregen == "3 van 3 documenten vergeleken, alle gelijk"
    assert [b.gekregen for b in gevonden["STAM-09"].bevindingen if b.code == "STAM-09/inhoud"] == [
        "3 van 3 documenten vergeleken, alle gelijk"
    ]
    assert gevonden["STAM-05"].notities == []
