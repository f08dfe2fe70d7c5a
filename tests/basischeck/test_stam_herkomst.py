"""Whose content a zaak has: of another verzoek only when it stands in a message of that, and in none of its own."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from simulator.basischeck.waarneming import stamherkomst
from simulator.basischeck.waarneming.stam import Zaak
from simulator.basischeck.waarneming.stambericht import Activiteit, Antwoord, Document, Stambericht
from simulator.basischeck.waarneming.stamherkomst import Vreemd


def bericht(nummer: str, antwoord: str, document: str, *, was: str = "", volgnummer: int = 0) -> Stambericht:
    antwoorden = (Antwoord("9", "Welke boom?", antwoord, was, publiceerbaar=True),)
    documenten = (Document(document, f"{document}.pdf", vertrouwelijk=False),)
    return Stambericht(
        nummer, volgnummer, "", "", "", "2026-03-02", (Activiteit("Kappen", antwoorden),), documenten, ()
    )


EIGEN = bericht("1", "Eik", "d1", was="Beuk", volgnummer=1)
EERDER = bericht("1", "Beuk", "d0")
ANDER = bericht("2", "Linde", "d2")


def zaak(antwoord: str, document: str = "") -> Zaak:
    vragen = [{"vraagId": "9", "antwoord": antwoord}]
    documenten = [{"documentId": document}] if document else []
    return Zaak({"activiteiten": [{"naam": "Kappen", "vragen": vragen}], "documenten": documenten})


@pytest.mark.parametrize(
    ("gegeven", "wil"),
    [
        (zaak("Linde"), Vreemd("2", "bij vraag 9 het antwoord 'Linde'")),
        (zaak("LINDE"), Vreemd("2", "bij vraag 9 het antwoord 'LINDE'")),
        (zaak("Eik", "d2"), Vreemd("2", "document d2")),
        (zaak("Eik", "d1"), None),
        (zaak("Beuk", "d0"), None),
        (zaak("L?nde"), None),
        (zaak("Eik", "eigen-nummer-7"), None),
        (Zaak({}), None),
    ],
)
def test_van_wie_de_inhoud_is(monkeypatch: pytest.MonkeyPatch, gegeven: Zaak, wil: Vreemd | None) -> None:
    async def alle(_: Any) -> AsyncIterator[Stambericht]:
        for een in (ANDER, EERDER, EIGEN):
            yield een

    monkeypatch.setattr(stamherkomst, "_alle", alle)
    run: Any = None
    assert asyncio.run(stamherkomst.vreemd(run, EIGEN, gegeven)) == wil
