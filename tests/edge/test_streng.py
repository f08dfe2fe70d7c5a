"""A strict omgeving: key, certificate, acting OIN and machtiging, for every room that there is.

Who may not gets the koppelvlak's own error; the journal and the events know of it, and nothing else changes.
"""

import hashlib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from simulator.contract import errors
from simulator.contract.router import Toegang
from simulator.digikoppeling import pki, tls
from simulator.edge import toegang as rand
from simulator.edge.blik import Blik
from simulator.edge.toegang import Aanroeper
from simulator.kernel import events, omgevingen, snapshot
from simulator.kernel.store import Wereld
from simulator.lvbb import tables
from simulator.serve import Draaiend
from simulator.stelsel import certificaten, machtigingen, toegang
from simulator.stelsel.toegang import Houder
from tests.edge.journaal import tot_rust
from tests.lvbb import bouw
from tests.lvbb.bus import leverancier_draait
from tests.lvbb.http import berichten, lever

G = bouw.Gegevens()
GEZAG, LEVERANCIER, ANDER = G.oin, G.aanleveraar, "00000003888888880000"
LVBB = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
OZON = "/publiek/omgevingsdocumenten/api/presenteren/v8"
BUS = f"/opentunnel/{GEZAG}/dso/lvbb/spa"
STAM = "/overheid/verzoeken/api/afhandelen"
INDIENEN = "/publiek/verzoeken/api/indienen"
DIENSTEN = ("lvbb.aanleveren", "stam.afhandelen")
SLEUTEL = "sleutel-van-streng"
ZIP = bouw.zip_van(bouw.bestanden_besluit(G))
Maak = Callable[..., httpx.Client]


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draaiend]:
    with Draaiend(tls=True, pki=tmp_path_factory.mktemp("pki"), klok="2026-03-02T09:00", snelheid=0) as sim:
        store = sim.kern.store
        omgevingen.maak(store, "streng", streng=True)
        omgevingen.maak(store, "ander")
        toegang.voeg_sleutel_toe(store, "streng", SLEUTEL, "viewer")
        toegang.voeg_sleutel_toe(store, "ander", "sleutel-van-ander", "viewer")
        toegang.zet_certificaat(store, "streng", Houder(LEVERANCIER, "leverancier", (GEZAG,)))
        toegang.zet_certificaat(store, "ander", Houder(ANDER, "leverancier van een ander", (GEZAG,)))
        yield sim


@pytest.fixture(scope="module")
def contexten(sim: Draaiend) -> dict[str, ssl.SSLContext]:
    """By OIN, "" for none: how a caller with that certificate speaks TLS."""
    oins = ("", GEZAG, LEVERANCIER, ANDER)
    return {oin: tls.voor_client(sim.ca, pki.client(sim.ca, oin) if oin else None) for oin in oins}


@pytest.fixture
def maak(sim: Draaiend, contexten: dict[str, ssl.SSLContext]) -> Iterator[Maak]:
    """Makes clients in the strict omgeving, with a certificate or over plain http, and closes them."""
    gemaakt: list[httpx.Client] = []

    def client(oin: str = "", url: str = "") -> httpx.Client:
        context = contexten[oin]
        basis = f"{url or sim.tls_url}/o/streng"
        gemaakt.append(httpx.Client(base_url=basis, verify=context, timeout=60))
        return gemaakt[-1]

    yield client
    for een in gemaakt:
        een.close()


@pytest.fixture(autouse=True)
def schoon(sim: Draaiend) -> None:
    """An empty world in which the gezag has mandated its supplier."""
    sim.kern.begin_opnieuw("streng")
    machtig(sim, LEVERANCIER)


def machtig(sim: Draaiend, leverancier: str, omgeving: str = "streng") -> None:
    with sim.kern.store.schrijf(omgeving) as tx:
        machtigingen.trek_in(tx, "gm9920", DIENSTEN)
        if leverancier:
            machtigingen.verleen(tx, "gm9920", DIENSTEN, leverancier)


@dataclass(frozen=True, eq=False)
class Aanroep:
    """One call of a room. ozon: it has the shape of OZON."""

    koppelvlak: str
    methode: str
    pad: str
    opties: dict[str, Any]


LEVER = Aanroep("lvbb", "POST", LVBB, {"content": ZIP, "headers": {"content-type": "application/zip"}})
LEES = Aanroep("lvbb", "GET", f"{LVBB}/x/resultaten", {})
BIED = Aanroep("lvbb", "POST", f"{BUS}/publiceren", {"json": {"url": "http://127.0.0.1:9/x.zip"}})
HAAL = Aanroep("lvbb", "GET", f"{BUS}/resultaat/ophalen/x", {})
ZOEK = Aanroep("ozon", "GET", f"{OZON}/regelingen", {})
INFO = Aanroep("ozon", "GET", f"{OZON}/app-info", {})
STAND = Aanroep("stam", "GET", f"{INDIENEN}/v5/verzoeken/x", {})
BEGIN = Aanroep("stam", "POST", f"{INDIENEN}/v4/verzoeken", {"json": {}})
REFERENTIES = Aanroep("stam", "GET", f"{STAM}/v1/verzoeken/2026030200001", {})
VERZOEKEN = Aanroep("stam", "POST", f"{STAM}/v2/verzoeken/_zoek", {"json": {}})
WIJZIG = Aanroep("stam", "PUT", f"{STAM}/v2/verzoeken/2026030200001/behandeldienst", {"json": {"oin": ""}})
MAG = {
    LEVER: 202,
    LEES: 404,
    BIED: 400,
    HAAL: 404,
    ZOEK: 200,
    INFO: 200,
    STAND: 404,
    BEGIN: 400,
    REFERENTIES: 404,
    VERZOEKEN: 400,
    WIJZIG: 404,
}
"""What each call gets from the room itself, once it may."""


def roep(client: httpx.Client, aanroep: Aanroep, **kop: str) -> httpx.Response:
    opties = {**aanroep.opties, "headers": {**aanroep.opties.get("headers", {}), **kop}}
    return client.request(aanroep.methode, aanroep.pad, **opties)


def geweigerd(sim: Draaiend, client: httpx.Client, aanroep: Aanroep, status: int, reden: str, **kop: str) -> None:
    """The call gets the room's own error, with a line and an event, and changes nothing."""
    store = sim.kern.store
    voor, laatste = snapshot.inhoud(store, "streng"), events.laatste(store, "streng")
    antwoord = roep(client, aanroep, **kop)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (status, "application/problem+json")
    gelezen = antwoord.json()
    assert gelezen["status"] == status
    assert ("timestamp" in gelezen) is (aanroep.koppelvlak == "ozon")
    if aanroep.koppelvlak != "ozon":
        assert reden in gelezen["detail"]
    tot_rust(client)
    (regel,) = sim.kern.journaal.lees("streng", nieuwste=True, aantal=1)
    assert (regel.status, regel.koppelvlak, regel.pad) == (status, aanroep.koppelvlak, f"/o/streng{aanroep.pad}")
    assert bytes(regel.antwoord) == antwoord.content
    assert any(reden in tekst for tekst in regel.regels)
    (gebeurd,) = events.lees(store, "streng", na=laatste)
    assert gebeurd.soort == "toegang.geweigerd"
    assert (gebeurd.gegevens["koppelvlak"], gebeurd.gegevens["status"]) == (aanroep.koppelvlak, status)
    assert reden in gebeurd.gegevens["reden"]
    assert snapshot.inhoud(store, "streng") == voor


@pytest.mark.parametrize("aanroep", [ZOEK, INFO, STAND, BEGIN], ids=["zoek", "info", "stand", "begin"])
class TestPubliek:
    def test_without_a_key(self, sim: Draaiend, maak: Maak, aanroep: Aanroep) -> None:
        geweigerd(sim, maak(), aanroep, 401, "x-api-key ontbreekt")
        if aanroep.koppelvlak == "ozon":
            assert roep(maak(), aanroep).json()["detail"] == "Inloggegevens ontbreken"

    @pytest.mark.parametrize("sleutel", ["verkeerd", "sleutel-van-ander", SLEUTEL.upper(), "é" * 9])
    def test_with_a_wrong_key(self, sim: Draaiend, maak: Maak, aanroep: Aanroep, sleutel: str) -> None:
        kop = {"x-api-key": sleutel.encode("utf-8")}
        geweigerd(sim, maak(LEVERANCIER), aanroep, 403, "niet bekend", **kop)

    def test_with_its_key(self, sim: Draaiend, maak: Maak, aanroep: Aanroep) -> None:
        for url in (sim.url, sim.tls_url):
            assert roep(maak(url=url), aanroep, **{"X-Api-Key": SLEUTEL}).status_code == MAG[aanroep]

    def test_a_key_that_is_withdrawn(self, sim: Draaiend, maak: Maak, aanroep: Aanroep) -> None:
        kort = toegang.voeg_sleutel_toe(sim.kern.store, "streng", "kort-geldig", "kort")
        assert roep(maak(), aanroep, **{"x-api-key": "kort-geldig"}).status_code == MAG[aanroep]
        toegang.verwijder_sleutel(sim.kern.store, "streng", kort.kenmerk)
        geweigerd(sim, maak(), aanroep, 403, "niet bekend", **{"x-api-key": "kort-geldig"})


def test_the_description_of_an_api_asks_no_key(maak: Maak) -> None:
    for basis in (OZON, f"{INDIENEN}/v5", f"{STAM}/v2"):
        for soort in ("json", "yaml"):
            assert maak().get(f"{basis}/openapi.{soort}").status_code == 200


OVERHEID = {"lever": LEVER, "lees": LEES, "bied": BIED, "haal": HAAL}
OVERHEID |= {"referenties": REFERENTIES, "verzoeken": VERZOEKEN, "wijzig": WIJZIG}


@pytest.mark.parametrize("aanroep", OVERHEID.values(), ids=OVERHEID)
class TestOverheid:
    def test_without_a_certificate(self, sim: Draaiend, maak: Maak, aanroep: Aanroep) -> None:
        for url in (sim.url, sim.tls_url):
            geweigerd(sim, maak(url=url), aanroep, 401, "geen clientcertificaat", **{"x-oin": GEZAG})
        geweigerd(sim, maak(), aanroep, 401, "geen clientcertificaat", **{"x-oin": GEZAG, "x-api-key": SLEUTEL})

    def test_with_a_wrong_certificate(self, sim: Draaiend, maak: Maak, aanroep: Aanroep) -> None:
        """It is of our CA and names an OIN, and another omgeving knows it."""
        geweigerd(sim, maak(ANDER), aanroep, 401, f"{ANDER} is in deze omgeving niet bekend", **{"x-oin": GEZAG})

    def test_with_its_certificate(self, maak: Maak, aanroep: Aanroep) -> None:
        assert roep(maak(LEVERANCIER), aanroep, oin=GEZAG).status_code == MAG[aanroep]


@pytest.mark.parametrize("aanroep", [REFERENTIES, VERZOEKEN, WIJZIG], ids=["referenties", "verzoeken", "wijzig"])
def test_a_machtiging_for_verzoeken_that_is_withdrawn(sim: Draaiend, maak: Maak, aanroep: Aanroep) -> None:
    assert roep(maak(LEVERANCIER), aanroep, oin=GEZAG).status_code == MAG[aanroep]
    machtig(sim, ANDER)
    geweigerd(sim, maak(LEVERANCIER), aanroep, 403, "niet gemachtigd voor stam.afhandelen", **{"x-oin": GEZAG})
    machtig(sim, "")
    geweigerd(sim, maak(LEVERANCIER), aanroep, 403, "niet gemachtigd voor stam.afhandelen", **{"x-oin": GEZAG})


@pytest.mark.parametrize("aanroep", [LEVER, LEES, REFERENTIES, WIJZIG], ids=["lever", "lees", "referenties", "wijzig"])
def test_an_acting_oin_that_is_wrong(sim: Draaiend, maak: Maak, aanroep: Aanroep) -> None:
    geweigerd(sim, maak(LEVERANCIER), aanroep, 403, "De kop x-oin of oin ontbreekt")
    for oin in (ANDER, "geen-oin", GEZAG[:-1]):
        geweigerd(sim, maak(LEVERANCIER), aanroep, 403, f"niet handelen namens OIN {oin}", **{"x-oin": oin})


def test_an_acting_oin_in_the_path_of_the_bus(sim: Draaiend, maak: Maak) -> None:
    for pad, methode in ((f"{BUS}/publiceren", "POST"), (f"{BUS}/resultaat/ophalen/x", "GET")):
        for oin in (ANDER, "x"):
            verkeerd = Aanroep("lvbb", methode, pad.replace(GEZAG, oin), BIED.opties if methode == "POST" else {})
            geweigerd(sim, maak(LEVERANCIER), verkeerd, 403, f"niet handelen namens OIN {oin}", **{"x-oin": GEZAG})


def test_a_certificate_for_several_organisations(sim: Draaiend, maak: Maak) -> None:
    store = sim.kern.store
    toegang.zet_certificaat(store, "streng", Houder(LEVERANCIER, "leverancier", (GEZAG, ANDER)))
    for oin in (GEZAG, ANDER, LEVERANCIER):
        assert roep(maak(LEVERANCIER), LEES, **{"x-oin": oin}).status_code == 404
    toegang.zet_certificaat(store, "streng", Houder(LEVERANCIER, "leverancier", (GEZAG,)))
    geweigerd(sim, maak(LEVERANCIER), LEES, 403, "niet handelen", **{"x-oin": ANDER})


def codes(client: httpx.Client, sim: Draaiend, oin: str = GEZAG, zip_: bytes = ZIP) -> list[str]:
    """Deliver and give the codes of the first message; the delivery itself is taken in."""
    id_ = lever(client, zip_, oin)
    sim.kern.agenda.tot_rust("streng")
    client.headers["x-oin"] = oin
    return berichten(client, id_)[0].codes


def test_lvbb_1512_with_and_without_a_machtiging(sim: Draaiend, maak: Maak) -> None:
    assert codes(maak(LEVERANCIER), sim) == ["DL-0003"]
    sim.kern.begin_opnieuw("streng")
    assert codes(maak(LEVERANCIER), sim) == ["LVBB1512"]
    assert codes(maak(LEVERANCIER), sim, zip_=_ander("levering-002")) == ["LVBB1512"]


def _ander(id_levering: str, **anders: str) -> bytes:
    return bouw.zip_van(bouw.bestanden_besluit(bouw.Gegevens(id_levering=id_levering, **anders)))


def test_a_machtiging_that_is_withdrawn_or_given_to_another(sim: Draaiend, maak: Maak) -> None:
    machtig(sim, ANDER)
    assert codes(maak(LEVERANCIER), sim) == ["LVBB1512"]
    machtig(sim, "")
    assert codes(maak(LEVERANCIER), sim, zip_=_ander("levering-002")) == ["LVBB1512"]
    with sim.kern.store.lees("streng") as lezing:
        assert lezing.aantal(tables.besluit) == 0
    machtig(sim, LEVERANCIER)
    assert codes(maak(LEVERANCIER), sim, zip_=_ander("levering-003")) == ["DL-0003"]


def test_a_machtiging_that_begins_later(sim: Draaiend, maak: Maak) -> None:
    with sim.kern.store.schrijf("streng") as tx:
        machtigingen.trek_in(tx, "gm9920", ["lvbb.aanleveren"])
        morgen = tx.nu.replace(day=tx.nu.day + 1)
        machtigingen.verleen(tx, "gm9920", ["lvbb.aanleveren"], LEVERANCIER, morgen)
    assert codes(maak(LEVERANCIER), sim) == ["LVBB1512"]
    sim.kern.agenda.spring("streng", morgen)
    assert codes(maak(LEVERANCIER), sim, zip_=_ander("levering-002")) == ["DL-0003"]


def test_who_holds_the_certificate_must_be_mandated_too(sim: Draaiend, maak: Maak) -> None:
    """The package says that the organisation delivers itself; a supplier that has no machtiging sends it."""
    zelf = _ander("levering-zelf", aanleveraar=GEZAG)
    machtig(sim, "")
    assert codes(maak(LEVERANCIER), sim, zip_=zelf) == ["LVBB1512"]
    toegang.zet_certificaat(sim.kern.store, "streng", Houder(GEZAG, "de gemeente zelf", ()))
    assert codes(maak(GEZAG), sim, zip_=_ander("levering-zelf-2", aanleveraar=GEZAG)) == ["DL-0003"]
    toegang.verwijder_certificaat(sim.kern.store, "streng", GEZAG)


def test_lvbb_1512_by_the_service_bus(sim: Draaiend, maak: Maak) -> None:
    client = maak(LEVERANCIER)
    gekregen = []
    with leverancier_draait() as server:
        for gesprek, mag in (("een", LEVERANCIER), ("twee", "")):
            machtig(sim, mag)
            zip_ = _ander(f"levering-{gesprek}", naam=f"plan-{gesprek}")
            aanbod = {
                "oin_bevoegdgezag": GEZAG,
                "leverings_id": f"levering-{gesprek}",
                "conversation_id": gesprek,
                "url": server.geef(zip_),
                "checksum": hashlib.sha256(zip_).hexdigest(),
                "grootte": len(zip_),
            }
            url = client.post(f"{BUS}/publiceren", json=aanbod).raise_for_status().json()["url"]
            assert url.startswith(f"{sim.tls_url}/o/streng/")
            sim.kern.agenda.tot_rust("streng")
            gekregen.append(client.get(url).text)
    assert "DL-0003" in gekregen[0]
    assert "LVBB1512" in gekregen[1]
    assert "LVBB1512" not in gekregen[0]


def test_in_an_open_omgeving_everybody_may(sim: Draaiend, maak: Maak) -> None:
    omgevingen.stel_in(sim.kern.store, "streng", streng=False)
    machtig(sim, "")
    client = maak(url=sim.url)
    assert codes(client, sim, ANDER) == ["DL-0003"]
    assert roep(client, ZOEK, **{"x-api-key": "verkeerd"}).status_code == 200
    omgevingen.stel_in(sim.kern.store, "streng", streng=True)
    geweigerd(sim, client, ZOEK, 403, "niet bekend", **{"x-api-key": "verkeerd"})


def test_reset_and_restore_take_machtigingen_along_and_leave_keys(sim: Draaiend, maak: Maak) -> None:
    store = sim.kern.store
    snapshot.neem(store, "streng", "s")
    sim.kern.begin_opnieuw("streng")
    assert roep(maak(), ZOEK, **{"x-api-key": SLEUTEL}).status_code == 200
    with store.lees("streng") as lezing:
        assert machtigingen.lijst(lezing) == []
    snapshot.herstel(store, "streng", "s")
    with store.lees("streng") as lezing:
        assert [m.leverancier for m in machtigingen.lijst(lezing)] == [LEVERANCIER] * len(DIENSTEN)


def test_a_room_that_lets_the_edge_refuse_who_is_not_mandated(sim: Draaiend) -> None:
    """As a room does whose own answer is 403: it names its dienst, and that is all."""
    vraagt = Toegang("overheid", "proef.verzoeken")
    der = pki.client(sim.ca, LEVERANCIER).certificaat.public_bytes(Encoding.DER)
    wie = Aanroeper("streng", "", certificaten.lees(der), GEZAG, "/verzoeken", ("x-oin",))
    blik, wereld = Blik(sim.kern.store), Wereld(sim.kern.store, "streng")
    fout = rand.toets(blik, wereld, vraagt, wie)
    assert isinstance(fout, errors.NietToegestaan)
    assert str(fout) == f"De organisatie met OIN {GEZAG} heeft {LEVERANCIER} niet gemachtigd voor proef.verzoeken."
    with wereld.schrijf() as tx:
        machtigingen.verleen(tx, "gm9920", ["proef.verzoeken"], LEVERANCIER)
    assert rand.toets(blik, wereld, vraagt, wie) is None
    eigen = Aanroeper("streng", "", certificaten.lees(der), LEVERANCIER, "/verzoeken", ("x-oin",))
    assert rand.toets(blik, wereld, vraagt, eigen) is None


def test_a_browser_asks_before_it_sends_a_key(maak: Maak) -> None:
    client = maak()
    assert client.options(f"{OZON}/regelingen").status_code == 204
    assert client.get(f"{OZON}/regelingen").status_code == 401
    assert client.options(f"{STAM}/v2/verzoeken/1").status_code == 401  # whose answers no other website may read
