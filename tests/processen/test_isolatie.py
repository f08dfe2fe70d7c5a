"""Random calls over sockets, at two processes on one database where that can be: nothing of another omgeving."""

import random
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests import isolatie
from tests.isolatie import Plek, Telling, Vraag
from tests.processen.proces import Proces

AANROEPEN = 1200
DRADEN = 4


def vraag_van(rng: random.Random, alle: list[Plek]) -> tuple[Plek, Vraag, str]:
    """A call that a socket without TLS can make: not by certificate."""
    while True:
        plek = rng.choice(alle)
        gedaan, der, weg = isolatie.gericht(rng, isolatie.vraag(rng, plek, alle), plek, alle)
        if der is None:
            return plek, gedaan, weg


def stuur(client: httpx.Client, gedaan: Vraag) -> tuple[int, bytes]:
    antwoord = client.request(gedaan.methode, gedaan.pad, content=gedaan.inhoud, headers=dict(gedaan.kop))
    return antwoord.status_code, antwoord.content


def test_no_answer_of_either_process_holds_anything_of_another_omgeving(twee: tuple[Proces, Proces]) -> None:
    alle = isolatie.plekken()
    isolatie.richt_in(lambda gedaan, _: stuur(twee[0].client, gedaan), alle)

    def loop(draad: int) -> Telling:
        rng, telling = random.Random(draad), Telling()
        with httpx.Client(base_url=twee[draad % 2].url, timeout=60) as client:
            for _ in range(AANROEPEN // DRADEN):
                plek, gedaan, weg = vraag_van(rng, alle)
                telling.beoordeel(plek, gedaan, weg, *stuur(client, gedaan))
        return telling

    with ThreadPoolExecutor(DRADEN) as draden:
        tellingen = list(draden.map(loop, range(DRADEN)))
    assert [fout for telling in tellingen for fout in telling.fouten] == []
    assert sum(telling.soorten.total() for telling in tellingen) == AANROEPEN
    assert {weg for telling in tellingen for weg in telling.wegen} == {"pad", "host", "sleutel"}
