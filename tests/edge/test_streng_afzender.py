"""A strict omgeving: what one sent is not there for another, though its id can be guessed."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from simulator.digikoppeling import pki, tls
from simulator.kernel import omgevingen
from simulator.serve import Draaiend
from simulator.stam import configuratie
from simulator.stam.configuratie import Aanvraagbaar
from simulator.stelsel import machtigingen, toegang
from simulator.stelsel.toegang import Houder
from tests.lvbb import bouw
from tests.lvbb.bus import leverancier_draait
from tests.lvbb.http import berichten, lever
from tests.stam.indienproef import indienbericht
from tests.stam.loketproef import KAP, MILIEU

G = bouw.Gegevens()
GEZAG, LEVERANCIER, ANDER = G.oin, G.aanleveraar, "00000003888888880000"
LVBB = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
INDIENEN = "/publiek/verzoeken/api/indienen/v5/verzoeken"
ZIP = bouw.zip_van(bouw.bestanden_besluit(G))
DIENST = "lvbb.aanleveren"
SLEUTELS = ("van-een-loket", "van-een-ander")
Maak = Callable[..., httpx.Client]


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draaiend]:
    """Two holders of a certificate may act for the gezag; it mandated the first. And two hold an API key."""
    with Draaiend(tls=True, pki=tmp_path_factory.mktemp("pki"), klok="2026-03-02T09:00", snelheid=0) as sim:
        omgevingen.maak(sim.kern.store, "streng", streng=True)
        for sleutel in SLEUTELS:
            toegang.voeg_sleutel_toe(sim.kern.store, "streng", sleutel, sleutel)
        for oin in (LEVERANCIER, ANDER):
            toegang.zet_certificaat(sim.kern.store, "streng", Houder(oin, oin, (GEZAG,)))
        yield sim


@pytest.fixture
def maak(sim: Draaiend) -> Iterator[Maak]:
    """Clients with a certificate and the OIN for which they act."""
    with ExitStack() as stapel:

        def client(houder: str, namens: str = GEZAG) -> httpx.Client:
            context = tls.voor_client(sim.ca, pki.client(sim.ca, houder))
            basis, kop = f"{sim.tls_url}/o/streng", {"x-oin": namens}
            return stapel.enter_context(httpx.Client(base_url=basis, verify=context, timeout=60, headers=kop))

        yield client


@pytest.fixture(autouse=True)
def schoon(sim: Draaiend) -> None:
    sim.kern.begin_opnieuw("streng")
    machtig(sim, LEVERANCIER)


def machtig(sim: Draaiend, leverancier: str) -> None:
    with sim.kern.store.schrijf("streng") as tx:
        machtigingen.trek_in(tx, "gm9920", [DIENST])
        if leverancier:
            machtigingen.verleen(tx, "gm9920", [DIENST], leverancier)


def geleverd(sim: Draaiend, client: httpx.Client) -> str:
    id_ = lever(client, ZIP, client.headers["x-oin"])
    sim.kern.agenda.tot_rust("streng")
    return id_


def statussen(client: httpx.Client, id_: str) -> set[int]:
    return {client.get(f"{LVBB}/{id_}{pad}").status_code for pad in ("", "/resultaten", "/resultaten/1")}


def test_another_holder_sees_no_delivery(sim: Draaiend, maak: Maak) -> None:
    id_ = geleverd(sim, maak(LEVERANCIER))
    assert statussen(maak(LEVERANCIER), id_) == {200}
    for ander in (maak(ANDER), maak(ANDER, ANDER)):
        assert statussen(ander, id_) == {404}
        onbekend = ander.get(f"{LVBB}/{id_[:-1]}x").json()
        bestaat = ander.get(f"{LVBB}/{id_}")
        assert bestaat.headers["content-type"] == "application/problem+json"
        assert bestaat.json()["detail"] == onbekend["detail"].replace(f"{id_[:-1]}x", id_)
    (regel,) = sim.kern.journaal.lees("streng", nieuwste=True, aantal=1)
    assert any(f"verstuurd namens {GEZAG} door {LEVERANCIER}" in tekst for tekst in regel.regels)


def test_whom_the_organisation_mandates_sees_it(sim: Draaiend, maak: Maak) -> None:
    id_ = geleverd(sim, maak(LEVERANCIER))
    machtig(sim, ANDER)
    assert statussen(maak(ANDER), id_) == statussen(maak(ANDER, ANDER), id_) == {200}
    assert statussen(maak(LEVERANCIER), id_) == {200}  # it sent it
    assert statussen(maak(LEVERANCIER, LEVERANCIER), id_) == {404}  # but not for itself


def test_who_is_not_mandated_reads_that_it_is_not(sim: Draaiend, maak: Maak) -> None:
    machtig(sim, "")
    client = maak(LEVERANCIER)
    assert berichten(client, geleverd(sim, client))[0].codes == ["LVBB1512"]


def test_in_an_open_omgeving_everybody_sees_it(sim: Draaiend, maak: Maak) -> None:
    id_ = geleverd(sim, maak(LEVERANCIER))
    omgevingen.stel_in(sim.kern.store, "streng", streng=False)
    assert statussen(maak(ANDER, ANDER), id_) == {200}
    omgevingen.stel_in(sim.kern.store, "streng", streng=True)


def test_the_service_bus(sim: Draaiend, maak: Maak) -> None:
    with leverancier_draait() as server:
        aanbod = {
            "oin_bevoegdgezag": GEZAG,
            "leverings_id": G.id_levering,
            "conversation_id": "gesprek",
            "url": server.geef(ZIP),
            "checksum": hashlib.sha256(ZIP).hexdigest(),
            "grootte": len(ZIP),
        }
        bus = f"/opentunnel/{GEZAG}/dso/lvbb/spa/publiceren"
        url = maak(LEVERANCIER).post(bus, json=aanbod).raise_for_status().json()["url"]
        assert maak(ANDER).get(url).status_code == 404  # also while it is fetched
        sim.kern.agenda.tot_rust("streng")
    assert "DL-0003" in maak(LEVERANCIER).get(url).text
    assert maak(ANDER).get(url).status_code == 404
    machtig(sim, ANDER)
    assert "DL-0003" in maak(ANDER).get(url).text


def test_an_indiening_is_of_the_key_that_began_it(sim: Draaiend) -> None:
    with sim.kern.store.schrijf("streng") as tx:
        for id_ in (KAP, MILIEU):
            configuratie.zet_activiteit(tx, Aanvraagbaar(id_, id_, concept=id_ == KAP))
    eigen, ander = ({"x-api-key": sleutel} for sleutel in SLEUTELS)
    with httpx.Client(base_url=f"{sim.url}/o/streng", timeout=60) as client:
        begonnen = client.post(INDIENEN, json=indienbericht(), headers=eigen).json()
        id_ = begonnen["verzoekId"]
        pdf = {"bestand": ("plan.pdf", b"%PDF-1.4 een plan", "application/pdf")}
        for methode, pad, rest in (("GET", "", {}), ("POST", "/documenten", {"files": pdf}), ("POST", "", {})):
            adres = f"{INDIENEN}/{id_}{pad}"
            assert client.request(methode, adres, headers=ander, **rest).status_code == 404
            assert client.request(methode, adres, headers=eigen, **rest).status_code in (200, 201)
        nummer = client.get(f"{INDIENEN}/{id_}", headers=eigen).json()["verzoeknummers"][0]
        zelfde = client.post(INDIENEN, json=indienbericht(), headers=ander)
        assert (zelfde.status_code, zelfde.json()["verzoekId"] != id_) == (201, True)
        intrekking = {"doel": "Intrekken", "verzoeknummer": nummer, "toelichting": "Toch niet"}
        assert client.post(INDIENEN, json=intrekking, headers=ander).status_code == 404
        assert client.post(INDIENEN, json=intrekking, headers=eigen).status_code == 201
