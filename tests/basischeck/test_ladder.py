"""The ladder from activiteit to behandeldienst, over HTTP: 1:1, 1:n by area, and 1:? where nobody is found.

In one world a gemeente, a provincie and two diensten each have an installation of their own; who gets a verzoek follows
from the loket of the training organisations, and what each installation made of it from its own register.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from simulator.basischeck.reference.vth.klok import springt
from simulator.basischeck.reference.vth.vth import ReferentieVth
from simulator.serve import Draaiend

GEMEENTE, PROVINCIE = "00000009001000009920", "00000009002000000099"
DIENST, REGIO = "00000009000000009920", "00000009000000009921"
LPG, VUURWERK = "nl.imow-gm9920.activiteit.LPGTanken", "nl.imow-pv99.activiteit.VuurwerkAfsteken"
OP_EILAND: dict[str, Any] = {"punt": [98500.0, 540800.0]}
IN_HAVEN: dict[str, Any] = {"punt": [99700.0, 540800.0]}
OP_DE_GRENS: dict[str, Any] = {
    "vlak": [[98900, 540300], [99300, 540300], [99300, 540500], [98900, 540500], [98900, 540300]]
}


@dataclass
class Oefening:
    """The world with its installations, by OIN."""

    client: httpx.Client
    installaties: dict[str, ReferentieVth]

    def dien_in(self, **opgave: Any) -> dict[str, Any]:
        """Submit a verzoek, and let everybody finish."""
        antwoord = self.client.post("/_sim/verzoeken", json={"bijlagen": 1, **opgave})
        assert antwoord.status_code == 201, antwoord.text
        uitkomst: dict[str, Any] = antwoord.json()
        for _ in range(100):
            if all(n["status"] == "acked" for n in self._stand(uitkomst)["notificaties"]):
                return uitkomst
            self.client.post("/_sim/klok/spring", json={"duur": "PT1S"}).raise_for_status()
        raise AssertionError(self._stand(uitkomst)["notificaties"])

    def _stand(self, uitkomst: dict[str, Any]) -> dict[str, Any]:
        stand: dict[str, Any] = self.client.get(f"/_sim/verzoeken/{uitkomst['verzoeknummer']}").json()
        return stand

    def zaken(self, uitkomst: dict[str, Any]) -> dict[str, list[str]]:
        """By OIN the status of the zaken that each installation has."""
        nummer = uitkomst["verzoeknummer"]
        return {oin: [z["status"] for z in vth.zaak_zoeken(nummer)] for oin, vth in self.installaties.items()}

    def ophalers(self, uitkomst: dict[str, Any]) -> set[str]:
        """The OINs that fetched it."""
        return {rij["oin"] for rij in self._stand(uitkomst)["ophalingen"]}


@pytest.fixture
def oefening() -> Iterator[Oefening]:
    with ExitStack() as stapel:
        sim = stapel.enter_context(Draaiend(klok="2026-03-02T08:00:00Z", snelheid=0))
        client = stapel.enter_context(httpx.Client(base_url=sim.url, timeout=60, trust_env=False))
        client.post("/_sim/fixtures/verzoek").raise_for_status()
        installaties = {}
        for oin in (GEMEENTE, PROVINCIE, DIENST, REGIO):
            vth = ReferentieVth(sim.url, client, [oin], wacht=springt(sim.url, client))
            stapel.callback(vth.sluit)
            client.put(f"/_sim/organisaties/{oin}/ontvangst", json=vth.adressen()[oin]).raise_for_status()
            installaties[oin] = vth
        yield Oefening(client, installaties)


def ontvangers(uitkomst: dict[str, Any]) -> list[tuple[str, str]]:
    return [(rij["oin"], rij["rol"]) for rij in uitkomst["ontvangers"]]


def test_een_op_een(oefening: Oefening) -> None:
    uitkomst = oefening.dien_in(type="Melding", activiteiten=[LPG], locatie=OP_EILAND)
    assert ontvangers(uitkomst) == [(GEMEENTE, "bevoegd gezag"), (DIENST, "behandeldienst")]
    assert oefening.zaken(uitkomst) == {GEMEENTE: [], PROVINCIE: [], DIENST: ["Ingediend"], REGIO: []}
    assert oefening.ophalers(uitkomst) == {GEMEENTE, DIENST}


def test_een_op_meer_naar_gebied(oefening: Oefening) -> None:
    op_eiland = oefening.dien_in(activiteiten=[VUURWERK], locatie=OP_EILAND)
    in_haven = oefening.dien_in(activiteiten=[VUURWERK], locatie=IN_HAVEN)
    assert ontvangers(op_eiland) == [(PROVINCIE, "bevoegd gezag"), (DIENST, "behandeldienst")]
    assert ontvangers(in_haven) == [(PROVINCIE, "bevoegd gezag"), (REGIO, "behandeldienst")]
    assert oefening.zaken(op_eiland) == {GEMEENTE: [], PROVINCIE: [], DIENST: ["Ingediend"], REGIO: []}
    assert oefening.zaken(in_haven) == {GEMEENTE: [], PROVINCIE: [], DIENST: [], REGIO: ["Ingediend"]}


def test_een_op_niemand_vraagt_een_samenwerking(oefening: Oefening) -> None:
    uitkomst = oefening.dien_in(activiteiten=[VUURWERK], locatie=OP_DE_GRENS)
    assert ontvangers(uitkomst) == [(PROVINCIE, "bevoegd gezag")]
    niet = {rij["oin"]: rij["reden"] for rij in uitkomst["onderdrukt"]}
    assert set(niet) == {DIENST, REGIO}
    assert all("samenwerking" in reden for reden in niet.values())
    assert oefening.zaken(uitkomst) == {GEMEENTE: [], PROVINCIE: ["Ingediend"], DIENST: [], REGIO: []}
    assert oefening.ophalers(uitkomst) == {PROVINCIE}
    oefening.installaties[PROVINCIE].samenwerking_starten(uitkomst["verzoeknummer"], PROVINCIE, DIENST)
    (zaak,) = oefening.installaties[PROVINCIE].zaak_zoeken(uitkomst["verzoeknummer"])
    assert zaak["samenwerkingen"] == [DIENST]


def test_wie_niets_kreeg_mag_het_ook_niet_ophalen(oefening: Oefening) -> None:
    uitkomst = oefening.dien_in(activiteiten=[VUURWERK], locatie=OP_DE_GRENS)
    pad = f"/overheid/verzoeken/api/afhandelen/v2/verzoeken/{uitkomst['verzoeknummer']}"
    antwoorden = {oin: oefening.client.get(pad, headers={"OIN": oin}).status_code for oin in oefening.installaties}
    assert antwoorden == {GEMEENTE: 403, PROVINCIE: 200, DIENST: 403, REGIO: 403}
