"""What is being sent right now: shown while it goes, and gone when it has."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from simulator.serve import Draaiend

EILAND = "00000009001000009920"
GROOT = 100_000_000


@pytest.fixture
def url() -> Iterator[str]:
    with Draaiend(klok="2026-03-02T08:00:00Z") as sim:
        yield sim.url


def onderweg(url: str) -> list[dict[str, Any]]:
    return list(httpx.get(f"{url}/_sim/journaal/onderweg").json()["onderweg"])


def test_een_groot_document_is_onderweg(url: str) -> None:
    body = {"bijlagen": [{"naam": "groot.pdf", "grootte": GROOT}]}
    nummer = httpx.post(f"{url}/_sim/verzoeken", json=body).raise_for_status().json()["verzoeknummer"]
    (document,) = httpx.get(f"{url}/_sim/verzoeken/{nummer}").json()["versies"][0]["documenten"]
    pad = f"/overheid/verzoeken/api/afhandelen/v2/verzoeken/{nummer}/documenten/{document['documentId']}"
    assert onderweg(url) == []
    with httpx.stream("GET", url + pad, headers={"OIN": EILAND}) as antwoord:
        delen = antwoord.iter_bytes()  # kept, for without it the answer is closed
        assert next(delen)
        (gang,) = onderweg(url)
        assert (gang["operatie"], gang["organisatie"], gang["totaal"]) == ("getDocument", EILAND, GROOT)
        assert gang["kenmerken"]["documentId"] == document["documentId"]
        assert 0 < gang["verzonden"] < GROOT
    assert any(not onderweg(url) for _ in range(500))
    regels = httpx.get(f"{url}/_sim/journaal", params={"kenmerk": f"verzoeknummer:{nummer}"}).json()["regels"]
    assert [regel["status"] for regel in regels if regel["operatie"] == "getDocument"] == [499]


def test_een_andere_omgeving_ziet_het_niet(url: str) -> None:
    httpx.post(f"{url}/_sim/omgevingen", json={"naam": "elders", "klok": "2026-03-02T08:00:00Z"}).raise_for_status()
    assert onderweg(f"{url}/o/elders") == []
