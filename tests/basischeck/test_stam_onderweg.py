"""A download that is under way: waited for while it gets on, and called by its name when it does not."""

import asyncio
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.basischeck.checks import stam_bijlagen
from simulator.basischeck.control import Onderweg, Regel
from simulator.basischeck.waarneming import stam
from simulator.basischeck.waarneming.stam import Verzoek
from simulator.basischeck.waarneming.stambericht import Document

VERZOEK = Verzoek("2026030200001", 0, "oin", (), 0, 0)


def regel(status: int, grootte: int = 0) -> Regel:
    nu = datetime.fromisoformat("2026-03-02T08:00:00+00:00")
    kenmerken = {"documentId": "d"}
    return Regel(7, nu, "in", "stam", stam.DOCUMENT, "GET", "/x", status, {}, kenmerken, "oin", grootte)


def gang(verzonden: int) -> Onderweg:
    return Onderweg(stam.DOCUMENT, "oin", {"verzoeknummer": VERZOEK.verzoeknummer, "documentId": "d"}, verzonden, 100)


@pytest.mark.parametrize(
    ("gehaald", "gangen", "keer", "uit"),
    [
        ([regel(200, 100)], [], 1, (True, None)),
        ([None], [None], 1, (False, None)),
        ([None, None, regel(200, 100)], [gang(10), gang(50)], 3, (True, None)),
        ([None, None], [gang(10), gang(10)], 2, (False, 10)),
        ([None, None], [gang(10), None], 2, (False, None)),
    ],
)
def test_wat_onderweg_is_wordt_afgewacht(
    monkeypatch: pytest.MonkeyPatch, gehaald: list[Any], gangen: list[Any], keer: int, uit: tuple[bool, int | None]
) -> None:
    gevraagd: list[str] = []

    async def opgehaald(*_: Any, document_id: str) -> Regel | None:
        gevraagd.append(document_id)
        return gehaald.pop(0)

    async def onderweg() -> list[Onderweg]:
        return [g for g in [gangen.pop(0)] if g is not None]

    monkeypatch.setattr(stam, "opgehaald", opgehaald)
    run: Any = SimpleNamespace(omgeving=SimpleNamespace(sim=SimpleNamespace(onderweg=onderweg)))
    gevonden, nog = asyncio.run(stam.document_opgehaald(run, VERZOEK, "d"))
    assert (gevonden is not None, nog and nog.verzonden) == uit
    assert gevraagd == ["d"] * keer


@pytest.mark.parametrize(
    ("regels", "gelezen", "nog", "tekst"),
    [
        ([], 0, gang(10), "nog onderweg, 10 van 100 bytes verzonden, en dat ging niet verder"),
        ([], 0, None, "er kwam geen aanroep"),
        ([regel(499, 12)], 0, None, "afgebroken na 12 bytes"),
        ([regel(503)], 0, None, "de aanroep kreeg status 503"),
        ([regel(206, 40)], 40, None, "40 bytes"),
    ],
)
def test_hoever_de_software_kwam(
    monkeypatch: pytest.MonkeyPatch, regels: list[Regel], gelezen: int, nog: Onderweg | None, tekst: str
) -> None:
    async def aanroepen(*_: Any) -> list[Regel]:
        return regels

    monkeypatch.setattr(stam, "aanroepen", aanroepen)
    run: Any = None
    gezien: Any = SimpleNamespace(verzoek=VERZOEK)
    document = Document("d", "d.pdf", vertrouwelijk=False)
    assert asyncio.run(stam_bijlagen._hoever(run, gezien, document, gelezen, nog)) == tekst
