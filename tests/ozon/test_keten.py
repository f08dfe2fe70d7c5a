"""From delivery to Presenteren: the real Sanity-check packages, with only their dates changed."""

import asyncio
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator import app
from simulator.contract import xml
from simulator.kernel.clock import lees_iso
from simulator.kernel.store import STANDAARD
from simulator.settings import Instellingen
from tests.ozon.http import BASIS
from tests.ozon.test_presenteren import componenten

pytestmark = pytest.mark.shared
PAKKETTEN = "koppelvlakken/data/lvbb/packages/lvbbtest__Sanity-check-testeiland_"
LEVERINGEN = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
TEKST = "{https://standaarden.overheid.nl/stop/imop/tekst/}"
REGELING = "/regelingen/_akn_nl_act_gm9920_2021_TestReeksNummer1"


@pytest.fixture(scope="module")
def simulator() -> Iterator[app.Simulator]:
    """The whole simulator, on 8 December 2021 with its clock standing still."""
    gemaakt = app.maak(Instellingen(klok="2021-12-08T09:00:00Z", snelheid=0))
    yield gemaakt
    gemaakt.kern.stop()


def vraag(simulator: app.Simulator, methode: str, pad: str, **rest: Any) -> httpx.Response:
    async def doe() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(simulator.app), base_url="http://t") as client:
            return await client.request(methode, pad, **rest)

    return asyncio.run(doe())


def pakket(shared: Path, naam: str, datum: str, id_levering: str) -> tuple[bytes, bytes]:
    """(the zip with another date and idLevering and with revisie on its Vervang elements, its besluit)."""
    uit = io.BytesIO()
    besluit = b""
    with zipfile.ZipFile(f"{shared / PAKKETTEN}{naam}.zip") as oud, zipfile.ZipFile(uit, "w") as nieuw:
        for lid in oud.namelist():
            inhoud = oud.read(lid)
            if lid == "opdracht.xml":
                inhoud = re.sub(rb"(?<=<datumBekendmaking>)[^<]*", datum.encode(), inhoud)
                inhoud = re.sub(rb"(?<=<idLevering>)[^<]*", id_levering.encode(), inhoud)
            elif b"<AanleveringBesluit" in inhoud:
                inhoud = besluit = re.sub(rb"<Vervang\b(?=[^>]*\bwat=)", b'<Vervang revisie="1"', inhoud)
            nieuw.writestr(lid, inhoud)
    return uit.getvalue(), besluit


def lever(simulator: app.Simulator, zip_: bytes, dag: str) -> None:
    kop = {"Content-Type": "application/zip", "x-oin": "00000001002306608000"}
    antwoord = vraag(simulator, "POST", LEVERINGEN, content=zip_, headers=kop)
    assert antwoord.status_code == 202
    simulator.kern.agenda.tot_rust(STANDAARD)
    simulator.kern.agenda.spring(STANDAARD, lees_iso(f"{dag}T09:00:00Z"))
    status = vraag(simulator, "GET", f"{LEVERINGEN}/{antwoord.json()['leveringId']}").json()["status"]
    assert status == "gepubliceerd"


def structuur(simulator: app.Simulator, dag: str) -> dict[str, dict[str, Any]]:
    antwoord = vraag(
        simulator, "GET", f"{BASIS}{REGELING}/documentstructuur", params={"geldigOp": dag, "inWerkingOp": dag}
    )
    return componenten(antwoord.json())


def test_an_initial_besluit_and_a_wijzigingsbesluit(shared: Path, simulator: app.Simulator) -> None:
    eerste, _ = pakket(shared, "1_Initieel_Besluit", "2021-12-09", "proef-1")
    tweede, besluit = pakket(shared, "2_Wijzigingsbesluit", "2021-12-10", "proef-2")
    lever(simulator, eerste, "2021-12-09")
    lever(simulator, tweede, "2021-12-10")
    for dag, versie in (("2021-09-01", "nld@1"), ("2021-09-02", "nld@2")):
        params = {"geldigOp": dag, "inWerkingOp": dag}
        gevonden = vraag(simulator, "GET", f"{BASIS}{REGELING}", params=params).json()
        assert gevonden["expressionId"].endswith(versie)
    oud, nieuw = structuur(simulator, "2021-09-01"), structuur(simulator, "2021-09-02")

    def tekst(deel: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(deel.get(veld) for veld in ("type", "kop", "inhoud", "gereserveerd", "vervallen"))

    anders = {wid for wid in oud.keys() | nieuw.keys() if wid not in oud or wid not in nieuw}
    anders |= {wid for wid in oud.keys() & nieuw.keys() if tekst(oud[wid]) != tekst(nieuw[wid])}
    mutatie = next(xml.lees(besluit).wortel.iter(f"{TEKST}RegelingMutatie"))
    genoemd = {naam for knoop in mutatie.iter("*") for naam in (knoop.get("wId"), knoop.get("wat")) if naam}
    assert len(anders) == 7
    assert anders == genoemd & (oud.keys() | nieuw.keys())
