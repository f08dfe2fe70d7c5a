"""How the soak judges what arrived."""

from typing import Any

import httpx
import pytest

from bench.duurproef import DIENST, GEMEENTE, Proef, _fouten

EEN, TWEE, FIXTURE = "2026030200002", "2026030200003", "2026030200001"
A, B = (GEMEENTE, EEN, "000"), (DIENST, EEN, "000")
C, D = (GEMEENTE, TWEE, "000"), (DIENST, TWEE, "000")


def proef(afgebroken: int = 0, er_zijn: int = 1) -> Proef:
    """A soak in which the loket named A and B; at TWEE the same two addressees."""

    def antwoord(vraag: httpx.Request) -> httpx.Response:
        rijen = [{"oin": oin, "volgnummer": "000"} for oin in (GEMEENTE, DIENST)]
        return httpx.Response(200, json={"totaal": er_zijn, "notificaties": rijen})

    client = httpx.Client(base_url="http://sim.test", transport=httpx.MockTransport(antwoord))
    return Proef([], client, None, {A, B}, afgebroken=afgebroken)


def fouten(gekregen: Proef, *zaken: tuple[str, str, str], keer: int = 1, mis: tuple[str, ...] = ()) -> list[str]:
    stand: dict[str, Any] = {"zaken": dict.fromkeys(zaken, keer), "mis": list(mis)}
    return _fouten(gekregen, stand)


def test_all_is_well() -> None:
    assert fouten(proef(), A, B) == []
    assert fouten(proef(er_zijn=2), A, B, (GEMEENTE, FIXTURE, "000")) == []


def test_a_verzoek_whose_answer_was_lost_is_expected_at_all_its_addressees() -> None:
    assert fouten(proef(1, 2), A, B, C, D) == []
    assert fouten(proef(1, 2), A, B, C) == [f"{D} kwam nooit aan"]


@pytest.mark.parametrize(
    ("gekregen", "zaken", "keer", "mis", "zegt"),
    [
        (proef(), (A,), 1, (), f"{B} kwam nooit aan"),
        (proef(), (A, B), 2, (), f"{A} had 2 keer gevolg"),
        (proef(er_zijn=2), (A, B, C, D), 1, (), f"{TWEE} is van niemand die ernaar vroeg"),
        (proef(), (A, B, ("elders", EEN, "000")), 1, (), f"{('elders', EEN, '000')} is niet voor deze ontvanger"),
        (proef(er_zijn=2), (A, B), 1, (), "er zijn 2 verzoeken, en 1 kwamen ergens aan"),
        (proef(), (A, B), 1, ("stuk",), "stuk"),
    ],
)
def test_what_is_wrong(
    gekregen: Proef, zaken: tuple[tuple[str, str, str], ...], keer: int, mis: tuple[str, ...], zegt: str
) -> None:
    assert zegt in fouten(gekregen, *zaken, keer=keer, mis=mis)
