"""Talking to a running simulator, as plansoftware would."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from lxml import etree

from simulator.contract.xml import lees
from simulator.serve import Draaiend

BASIS = "/overheid/bronhouderkoppelvlak/api/v1"
LVBB = "{http://www.overheid.nl/2017/lvbb}"
STOP = "{http://www.overheid.nl/2017/stop}"


@dataclass(frozen=True)
class Bericht:
    """One result message, read."""

    inhoud: bytes
    wortel: etree._Element

    @property
    def soort(self) -> str:
        return etree.QName(self.wortel).localname

    @property
    def uitkomst(self) -> str:
        return self.wortel.findtext(f"{LVBB}uitkomst", "")

    @property
    def verslag(self) -> str:
        """uitkomst or voortgang of the verslag, "" where there is no verslag."""
        paden = (f"{LVBB}verslag/{LVBB}uitkomst", f"{LVBB}verslag/{LVBB}voortgang")
        return next((tekst for pad in paden if (tekst := self.wortel.findtext(pad))), "")

    @property
    def codes(self) -> list[str]:
        return [e.text or "" for e in self.wortel.iter(f"{STOP}code")]


def lever(client: httpx.Client, zip_: bytes, oin: str = "00000003560458830000", **query: str) -> str:
    """Deliver a zip; gives its leveringId."""
    kop = {"content-type": "application/zip", "x-oin": oin}
    antwoord = client.post(f"{BASIS}/leveringen", content=zip_, headers=kop, params=query)
    assert antwoord.status_code == 202, antwoord.text
    assert antwoord.headers["location"] == antwoord.json()["_links"]["self"]["href"]
    return str(antwoord.json()["leveringId"])


def post(client: httpx.Client, **rest: Any) -> dict[str, Any]:
    """Send what `rest` says, as httpx takes it; gives the delivery that was taken in, as JSON."""
    antwoord = client.post(f"{BASIS}/leveringen", **rest)
    assert antwoord.status_code == 202, antwoord.text
    assert antwoord.headers["content-type"] == "application/json"
    assert antwoord.headers["location"] == antwoord.json()["_links"]["self"]["href"]
    gelezen: dict[str, Any] = antwoord.json()
    return gelezen


def antwoorden(sim: Draaiend, client: httpx.Client, levering: dict[str, Any]) -> list[Bericht]:
    """All messages about a delivery that `post` gave."""
    sim.kern.agenda.tot_rust("standaard")
    return berichten(client, levering["leveringId"])


def berichten(client: httpx.Client, levering_id: str) -> list[Bericht]:
    """The messages about a delivery so far."""
    lijst = client.get(f"{BASIS}/leveringen/{levering_id}/resultaten").json()["_embedded"]["resultaten"]
    assert [item["volgnummer"] for item in lijst] == list(range(1, len(lijst) + 1))
    inhouden = [client.get(item["_links"]["self"]["href"]).content for item in lijst]
    return [Bericht(inhoud, lees(inhoud).wortel) for inhoud in inhouden]


def aangepast(pad: Path, velden: Mapping[str, str], vervang: Mapping[str, tuple[bytes, bytes]] | None = None) -> bytes:
    """A package with other values in opdracht.xml (velden) and replaced bytes in other files (name to old, new)."""
    uit = io.BytesIO()
    with zipfile.ZipFile(pad) as bron, zipfile.ZipFile(uit, "w") as doel:
        for naam in bron.namelist():
            inhoud = bron.read(naam)
            if naam == "opdracht.xml":
                for veld, waarde in velden.items():
                    inhoud = re.sub(rf"(<{veld}>)[^<]*".encode(), rb"\g<1>" + waarde.encode(), inhoud)
            elif vervang and naam in vervang:
                inhoud = inhoud.replace(*vervang[naam])
            doel.writestr(bron.getinfo(naam), inhoud)
    return uit.getvalue()
