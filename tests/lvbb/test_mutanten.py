"""Whatever is wrong with a delivery, it gets an answer: no rule fails, and over the chain none stays `ontvangen`."""

import random
from collections import Counter

import pytest

from simulator.contract.states import toestanden
from simulator.kernel import clock
from simulator.lvbb import antwoorden, consolidatie, render
from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.oordeel import beoordeel
from tests.lvbb import bouw, mutanten
from tests.lvbb.keten import Keten
from tests.lvbb.rules.gevallen import BASIS, goed

PER_BASIS = 1_050
"""Five of them: more than 5,000 deliveries."""
OVER_DE_KETEN = 60
INSTELLINGEN = antwoorden.Instellingen()
OP = clock.lees_iso("2026-03-02T09:00:00Z")


def zip_van(levering: Levering) -> bytes:
    return bouw.zip_van({naam: bestand.inhoud or b"" for naam, bestand in levering.bestanden.items()})


@pytest.mark.parametrize("basis", BASIS)
def test_every_mutant_is_judged_and_answered(basis: str) -> None:
    kans = random.Random(f"mutanten van {basis}")
    levering = goed(basis)
    uitkomsten: Counter[str] = Counter()
    for soort, mutant in mutanten.mutanten(kans, levering, zip_van(levering), PER_BASIS):
        oordeel = beoordeel(mutant)
        assert [(g.code, g.fout) for g in oordeel.gestrand] == [], soort
        assert antwoorden.oordeel_json(mutant, oordeel)["uitkomst"], soort
        stappen = antwoorden.stappen(mutant, oordeel, {}, "id", INSTELLINGEN)
        assert all(render.xml(stap.bericht, OP) for stap in stappen), soort
        if oordeel.uitkomst == "valide":
            consolidatie.lees(mutant)
        uitkomsten[oordeel.uitkomst] += 1
    # Neither all refused at the door, nor all let through.
    assert min(uitkomsten["technisch"], uitkomsten["niet-valide"] + uitkomsten["valide"]) > PER_BASIS // 20, uitkomsten


@pytest.mark.parametrize("basis", ["besluit", "afbreken"])
def test_over_the_chain_none_stays_ontvangen(keten: Keten, basis: str) -> None:
    kans = random.Random(f"keten van {basis}")
    levering = goed(basis)
    ids = {}
    for n, (soort, mutant) in enumerate(mutanten.mutanten(kans, levering, zip_van(levering), OVER_DE_KETEN)):
        zip_ = zip_van(mutant) if mutant.bestanden else kans.randbytes(40)
        antwoord = keten.client.post(
            "/overheid/bronhouderkoppelvlak/api/v1/leveringen",
            content=zip_,
            headers={"content-type": "application/zip", "x-oin": bouw.Gegevens().aanleveraar[:-5] + f"{n:05}"},
        )
        assert antwoord.status_code == 202, (soort, antwoord.text)
        ids[antwoord.json()["leveringId"]] = soort
    keten.spring(duur="P20D")
    assert keten.gebeurtenissen("kernel.taak.mislukt") == []
    statussen = {id_: keten.status(id_) for id_ in ids}
    machine = toestanden("lvbb", "levering")
    open_ = {ids[id_]: status for id_, status in statussen.items() if not machine.eind(status)}
    # What waits for a datumBekendmaking far away is answered too.
    assert set(open_.values()) <= {"wacht-op-bekendmaking"}, open_
    assert all(keten.berichten(id_) for id_ in ids)
