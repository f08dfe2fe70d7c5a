import asyncio
import sys

import pytest

from simulator.basischeck.besturing import Hand, Opdrachten
from simulator.basischeck.uitkomsten import Configfout, Onbereikbaar

PY = sys.executable


def opdrachten(*argv):
    return Opdrachten({"valideren": list(argv)}, {"sim": "http://sim"})


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
        ([PY, "{kleur}"], Configfout, "kleur"),
    ],
)
def test_a_command_that_does_not_work(argv, fout, tekst):
    with pytest.raises(fout, match=tekst):
        asyncio.run(opdrachten(*argv).doe("valideren", {}))


def test_a_person_gets_an_instruction_with_the_address():
    gezegd = []
    hand = Hand(gezegd.append, "http://sim/leveringen")
    assert asyncio.run(hand.doe("publiceren", {"dagen": 3})) == {}
    assert "3 dag" in gezegd[0]
    assert "http://sim/leveringen" in gezegd[0]
    assert not hand.kan("tonen")
