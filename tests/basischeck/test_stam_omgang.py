"""STAM-17 to STAM-31 where the plan or the simulator is another than that of the bundled reference."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest

from simulator.basischeck.checks.stam_afhandeling import laatste_dag
from simulator.basischeck.model import CheckUitslag, Resultaat
from simulator.basischeck.plan import Termijn
from simulator.basischeck.reference.vth.vth import ReferentieVth
from simulator.basischeck.waarneming import stampartijen
from simulator.serve import Draaiend
from tests.basischeck.topologieen import draai, plan

GEMEENTE = {"naam": "Gemeente Testeiland", "code": "gm9920", "oin": "00000009001000009920"}
DIENST = {"naam": "Dienst", "code": "so9920", "oin": "00000009000000009920", "rol": "behandeldienst"}
OMGANG = [f"STAM-{n}" for n in range(17, 32)]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Draaiend(klok="2026-03-02T08:00:00Z") as draaiend:
        yield draaiend.url


def uitslagen(url: str, organisaties: list[dict[str, Any]], checks: list[str], **meer: Any) -> dict[str, CheckUitslag]:
    gegeven = plan({"organisaties": organisaties}, checks).model_copy(update=meer)
    return {u.check.id: u for u in draai(url, gegeven, ReferentieVth).uitslagen}


def anders(gevonden: dict[str, CheckUitslag]) -> dict[str, str]:
    return {id_: str(u.resultaat) for id_, u in gevonden.items() if u.resultaat is not Resultaat.GESLAAGD}


def test_een_installatie_voor_een_gemeente(url: str) -> None:
    gevonden = uitslagen(url, [GEMEENTE], OMGANG)
    assert anders(gevonden) == {"STAM-26": "overgeslagen"}
    assert "--smtp-port" in gevonden["STAM-26"].reden
    (kopie,) = gevonden["STAM-19"].bevindingen
    assert kopie.verwacht == "geen zaak die behandeld wordt"


def test_een_installatie_voor_een_behandeldienst(url: str) -> None:
    gevonden = uitslagen(url, [DIENST], OMGANG)
    assert anders(gevonden) == {"STAM-19": "niet_van_toepassing", "STAM-26": "overgeslagen"}


def test_allemaal_tegelijk_zitten_ze_elkaar_niet_in_de_weg(url: str) -> None:
    gegeven = plan({"organisaties": [GEMEENTE, DIENST]}, [id_ for id_ in OMGANG if id_ != "STAM-25"])
    gegeven = gegeven.model_copy(update={"klok": gegeven.klok.model_copy(update={"wachttijd": "30s"})})
    gevonden = {u.check.id: u for u in draai(url, gegeven, ReferentieVth, tegelijk=True).uitslagen}
    assert anders(gevonden) == {"STAM-26": "overgeslagen"}


def test_een_webhook_is_niet_het_echte_koppelvlak(url: str) -> None:
    met = {**GEMEENTE, "ontvangst": {"adapter": "webhook", "url": "http://127.0.0.1:1/"}}
    gevonden = uitslagen(url, [met], ["STAM-01"])["STAM-01"]
    assert gevonden.resultaat is Resultaat.WAARSCHUWING
    assert gevonden.bevindingen[-1].gekregen == "een JSON-webhook: dat is niet het echte koppelvlak"


def test_de_termijnregel_van_het_plan(url: str) -> None:
    zes = uitslagen(url, [GEMEENTE], ["STAM-30"], termijn=Termijn(weken=6))["STAM-30"]
    assert {b.code: b.resultaat for b in zes.bevindingen} == {
        "STAM-30/aanvraag": Resultaat.GEZAKT,
        "STAM-30/concept": Resultaat.GESLAAGD,
    }
    assert zes.bevindingen[0].verwacht == "fatale datum 2026-04-13"
    geen = uitslagen(url, [GEMEENTE], ["STAM-30"], termijn=Termijn(typen=[]))["STAM-30"]
    assert geen.bevindingen[0].verwacht == "geen fatale datum"


@pytest.mark.parametrize(
    ("regel", "dag"),
    [
        (Termijn(), date(2026, 4, 27)),
        (Termijn(schuift=True), date(2026, 4, 28)),
        (Termijn(weken=6, schuift=True), date(2026, 4, 13)),
    ],
)
def test_de_laatste_dag(regel: Termijn, dag: date) -> None:
    assert laatste_dag(regel, date(2026, 3, 2)) == dag


def test_de_instellingen_staan_na_afloop_zoals_ze_stonden(url: str) -> None:
    voor = httpx.get(f"{url}/_sim/stam/instellingen").json()
    uitslagen(url, [GEMEENTE], ["STAM-17", "STAM-25", "STAM-27", "STAM-28"])
    assert httpx.get(f"{url}/_sim/stam/instellingen").json() == voor
    assert httpx.get(f"{url}/_sim/storingen").json() == {"storingen": []}
    assert httpx.get(f"{url}/_sim/stam/behandeldiensten").json() == {"behandeldiensten": []}


def test_wie_er_in_een_bericht_staan() -> None:
    bericht = b"""<a:verzoekXML xmlns:a="urn:x"><a:verzoek><a:project><a:naam>Tuin</a:naam></a:project>
    <a:initiatiefnemer><a:natuurlijkPersoon><a:bsn>000000000</a:bsn><a:achternaam>Proef</a:achternaam>
    <a:emailadres>p@example.nl</a:emailadres><a:verblijfsadres><a:postcode>9920AA</a:postcode></a:verblijfsadres>
    <a:correspondentieadres><a:adrestype>Postbus</a:adrestype><a:nummer>12</a:nummer></a:correspondentieadres>
    </a:natuurlijkPersoon></a:initiatiefnemer>
    <a:gemachtigde><a:nietNatuurlijkPersoon><a:kvkNummer>90000001</a:kvkNummer></a:nietNatuurlijkPersoon></a:gemachtigde>
    <a:projectlocaties><a:projectlocatie/><a:projectlocatie/></a:projectlocaties></a:verzoek></a:verzoekXML>"""
    gelezen = stampartijen.lees(bericht)
    assert [(w.rol, w.veld, w.waarde) for w in gelezen.waarden] == [
        ("initiatiefnemer", "achternaam", "Proef"),
        ("initiatiefnemer", "nummer", "12"),
        ("gemachtigde", "kvknummer", "90000001"),
    ]
    assert (gelezen.mail, gelezen.project_naam, gelezen.locaties) == ({"initiatiefnemer": "p@example.nl"}, "Tuin", 2)
