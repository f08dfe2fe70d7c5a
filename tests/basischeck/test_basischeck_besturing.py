import asyncio
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from simulator.basischeck.besturing import INSTRUCTIES, Hand, Opdrachten
from simulator.basischeck.invulling import ALTIJD, ARGUMENTEN, SOMS, Vast, bekendmaking, invulbaar
from simulator.basischeck.plan import ACTIES, ACTIES_VTH
from simulator.basischeck.uitkomsten import Configfout, Onbereikbaar

PY = sys.executable


async def nu():
    return datetime(2026, 3, 5, 23, 30, tzinfo=UTC)  # 6 March, a Friday, in Amsterdam


def opdrachten(*argv, actie="valideren", datum=None):
    return Opdrachten({actie: list(argv)}, Vast("http://sim", "http://sim/lvbb", datum), nu)


def test_a_command_gets_its_values_and_answers_in_json():
    code = "import sys, json; print(json.dumps({'id_levering': sys.argv[1]}))"
    besturing = opdrachten(PY, "-c", code, "{sim}/{dagen}")
    assert asyncio.run(besturing.doe("valideren", {"dagen": 3})) == {"id_levering": "http://sim/3"}
    assert not besturing.kan("afbreken")


@pytest.mark.parametrize(
    ("argv", "fout", "tekst"),
    [
        (["/bestaat/niet"], Onbereikbaar, "start niet"),
        ([PY, "-c", "import sys; sys.exit('geen verbinding')"], Onbereikbaar, "geen verbinding"),
        (
            [PY, "{kleur}"],
            Configfout,
            r"\{kleur\} ken ik niet, wel \{sim\}, .*\{vandaag\}, \{nu\}, \{datumB",
        ),
    ],
)
def test_a_command_that_does_not_work(argv, fout, tekst):
    with pytest.raises(fout, match=tekst):
        asyncio.run(opdrachten(*argv).doe("valideren", {}))


def test_a_person_gets_an_instruction_with_the_address():
    gezegd = []
    hand = Hand(gezegd.append, "http://sim/leveringen", nu)
    assert asyncio.run(hand.doe("publiceren", {"dagen": 3})) == {}
    assert "3 dag" in gezegd[0]
    assert "http://sim/leveringen" in gezegd[0]
    assert "met 2026-03-09 als datum van bekendmaking" in gezegd[0]
    assert gezegd[0].endswith("Op de klok van de simulator is het 2026-03-06, 00:30; reken met die datum.")
    assert not hand.kan("tonen")


@pytest.mark.parametrize(
    ("actie", "argumenten", "datum", "verwacht"),
    [
        ("valideren", {}, None, "2026-03-09"),  # the first werkdag after Friday
        ("publiceren", {"dagen": 4}, None, "2026-03-10"),
        ("verkeerde_opdracht", {}, None, "2026-03-06"),
        ("valideren", {}, date(2026, 4, 1), "2026-04-01"),
    ],
)
def test_the_dates_of_the_simulator_are_always_filled_in(actie, argumenten, datum, verwacht):
    argv = [PY, "-c", "import sys; print(sys.argv[1])", "{vandaag} {nu} {datumBekendmaking} {actie}"]
    uit = asyncio.run(opdrachten(*argv, actie=actie, datum=datum).vraag(actie, argumenten))
    assert uit == f"2026-03-06 2026-03-05T23:30:00Z {verwacht} {actie}"


def test_every_instruction_to_a_person_can_be_filled_in():
    assert set(INSTRUCTIES) == {*ACTIES, *ACTIES_VTH}
    for actie in INSTRUCTIES:
        gezegd = []
        argumenten = {naam: 2 if naam == "dagen" else f"<{naam}>" for naam in ARGUMENTEN.get(actie, ())}
        asyncio.run(Hand(gezegd.append, "adres", nu).doe(actie, argumenten))
        assert "{" not in gezegd[0]


def test_every_name_that_is_filled_in_has_a_meaning():
    assert {naam for actie in (*INSTRUCTIES, "zaak_zoeken") for naam in invulbaar(actie)} == {*ALTIJD, *SOMS}


def test_a_date_in_a_holiday_moves_to_the_next_werkdag():
    assert bekendmaking("publiceren", date(2026, 4, 2), 1) == date(2026, 4, 7)  # Goede Vrijdag and Pasen between


def test_the_page_lists_every_name_that_is_filled_in_with_its_meaning():
    pagina = (Path(__file__).parents[2] / "docs" / "plansoftware.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `\{(\w+)\}` \| (.*?) \|", pagina, re.M)) == {**ALTIJD, **SOMS}
