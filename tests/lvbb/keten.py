"""A running simulator as a supplier meets it, by its settings: deliver, jump, read the messages."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx

from simulator.contract import schemas
from simulator.serve import Draaiend
from tests.lvbb import bouw
from tests.lvbb.http import Bericht, berichten, lever

PRESENTEREN = "/publiek/omgevingsdocumenten/api/presenteren/v8"
START = "2026-03-02T09:00:00+01:00"
PUBLICATIE = bouw.Gegevens()
VALIDATIE = bouw.Gegevens(opdracht="validatieOpdracht")
TE_VROEG = {"dagen_bekendmaking": -7}  # LVBB1501


@dataclass
class Keten:
    """A running simulator, and what a supplier does with it."""

    sim: Draaiend
    client: httpx.Client
    na: int = 0

    def begin_opnieuw(self) -> None:
        """A fresh world; events go on counting, and those of before do not matter."""
        self.client.post("/_sim/reset").raise_for_status()
        self.na = self.client.get("/_sim/gebeurtenissen", params={"na": 10**9}).json()["laatste"]

    def lever(self, g: bouw.Gegevens, bestanden: dict[str, bytes] | None = None) -> str:
        inhoud = bouw.zip_van(bouw.bestanden_besluit(g) if bestanden is None else bestanden)
        id_ = lever(self.client, inhoud, g.aanleveraar)
        self.sim.kern.agenda.tot_rust("standaard")
        return id_

    def spring(self, **naar: str) -> None:
        self.client.post("/_sim/klok/spring", json=naar).raise_for_status()

    def berichten(self, id_: str) -> list[Bericht]:
        """All messages, each held against our own schema."""
        alle = berichten(self.client, id_)
        for bericht in alle:
            assert schemas.toets("transport", bericht.wortel) == []
        return alle

    def verslagen(self, id_: str) -> list[tuple[str, str, list[str]]]:
        return [(b.uitkomst, b.verslag, b.codes) for b in self.berichten(id_)]

    def tijdstippen(self, id_: str) -> list[str]:
        adres = f"/overheid/bronhouderkoppelvlak/api/v1/leveringen/{id_}/resultaten"
        return [item["tijdstip"] for item in self.client.get(adres).json()["_embedded"]["resultaten"]]

    def status(self, id_: str) -> str:
        adres = f"/overheid/bronhouderkoppelvlak/api/v1/leveringen/{id_}"
        return str(self.client.get(adres).json()["status"])

    def gebeurtenissen(self, soort: str) -> list[dict[str, Any]]:
        antwoord = self.client.get("/_sim/gebeurtenissen", params={"soort": soort, "na": self.na}).json()
        return [g["gegevens"] for g in antwoord["gebeurtenissen"]]


MaakKeten = Callable[..., Keten]


@contextmanager
def ketens() -> Iterator[MaakKeten]:
    """Makes simulators by their settings, each with a fresh world every time it is asked for."""
    met: dict[tuple[tuple[str, Any], ...], Keten] = {}
    with ExitStack() as stapel:

        def maak(**instellingen: Any) -> Keten:
            sleutel = tuple(sorted(instellingen.items()))
            if sleutel not in met:
                sim = stapel.enter_context(Draaiend(**{"klok": START, "snelheid": 0, **instellingen}))
                met[sleutel] = Keten(sim, stapel.enter_context(httpx.Client(base_url=sim.url, timeout=30)))
            keten = met[sleutel]
            keten.begin_opnieuw()
            return keten

        yield maak


def afbreken(g: bouw.Gegevens, id_: str = "afbreken-1", work: str = "") -> tuple[bouw.Gegevens, dict[str, bytes]]:
    af = replace(g, opdracht="breekPublicatieAfOpdracht", id_levering=id_)
    return af, {"opdracht.xml": bouw.opdracht_xml(af, identificatie=work or g.besluit).encode()}


def kapot_besluit(g: bouw.Gegevens) -> dict[str, bytes]:
    """Does not fit the schema: LVBB2003."""
    bestanden = bouw.bestanden_besluit(g)
    return bestanden | {"besluit.xml": bestanden["besluit.xml"].replace(b"<BesluitVersie>", b"<BesluitVersie><x/>")}
