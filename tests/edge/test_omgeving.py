"""A request finds its omgeving by path, host, key or certificate, and every link keeps it there."""

import re
from collections.abc import Iterator

import httpx
import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from simulator.digikoppeling import pki, tls
from simulator.kernel import omgevingen
from simulator.serve import Draaiend
from simulator.stelsel import toegang
from simulator.stelsel.toegang import Houder
from tests.edge.journaal import Sinds, tot_rust
from tests.lvbb import bouw

LVBB = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
OZON = "/publiek/omgevingsdocumenten/api/presenteren/v8"
BUS = "/opentunnel/00000001234567890000/dso/lvbb/spa"
OIN, ANDER_OIN = "00000001002564440000", "00000001801234567000"
PAGINA = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draaiend]:
    """With the omgevingen a, b and c; b has a key, and both b and c know a certificate."""
    with Draaiend(tls=True, pki=tmp_path_factory.mktemp("pki"), klok="2026-03-02T09:00", snelheid=0) as sim:
        store = sim.kern.store
        for naam in "abc":
            omgevingen.maak(store, naam)
            toegang.voeg_sleutel_toe(store, naam, f"sleutel-van-{naam}", "van de test")
            sim.kern.agenda.zet(naam, nu=sim.instellingen.begin.moment.replace(year=2030 + ord(naam) - ord("a")))
        toegang.zet_certificaat(store, "c", Houder(OIN, "met OIN", ()))
        yield sim


@pytest.fixture
def client(sim: Draaiend) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.url, timeout=30) as client:
        yield client


def waar(client: httpx.Client, pad: str = "", **kop: str) -> str:
    """The omgeving in which a call comes out: each has a year of its own."""
    jaar = client.get(f"{pad}/_sim/klok", headers=kop).json()["nu"][:4]
    return {"2026": "standaard", "2030": "a", "2031": "b", "2032": "c"}[jaar]


def test_by_path_host_key_and_in_that_order(client: httpx.Client) -> None:
    sleutel = {"x-api-key": "sleutel-van-c"}
    assert waar(client) == "standaard"
    assert waar(client, "/o/a", host="b.localhost", **sleutel) == "a"
    assert waar(client, host="b.localhost:8080", **sleutel) == "b"
    assert waar(client, host="B.LOCALHOST", **sleutel) == "b"
    assert waar(client, **sleutel) == "c"
    assert waar(client, **{"x-api-key": "onbekend"}) == "standaard"
    assert waar(client, "/o/standaard", **sleutel) == "standaard"
    for host in ("localhost", "127.0.0.1:80", "a.dso.test", "a.localhost.test", "x.a.localhost"):
        assert waar(client, host=host) == "standaard"


def test_by_certificate(sim: Draaiend) -> None:
    with sim.tls_client(OIN) as c, sim.tls_client(ANDER_OIN) as onbekend:
        assert waar(c) == "c"
        assert waar(c, **{"x-api-key": "sleutel-van-a"}) == "a"
        assert waar(onbekend) == "standaard"


def test_by_the_fingerprint_of_a_certificate_and_not_when_two_know_it(sim: Draaiend, client: httpx.Client) -> None:
    uitgegeven = pki.client(sim.ca, ANDER_OIN)
    afdruk = uitgegeven.certificaat.fingerprint(SHA256()).hex()
    store = sim.kern.store
    toegang.zet_certificaat(store, "b", Houder(afdruk, "dit ene", ()))
    context = tls.voor_client(sim.ca, uitgegeven)
    with httpx.Client(base_url=sim.tls_url, verify=context) as met:
        assert waar(met) == "b"
        toegang.zet_certificaat(store, "a", Houder(ANDER_OIN, "elk met dit OIN", ()))
        assert waar(met) == "standaard"
        assert waar(met, "/o/b") == "b"
        sinds = Sinds(sim, client)
        met.get(f"{OZON}/app-info")
        regel = sinds.regel()
        assert regel.regels == ["het certificaat wijst geen omgeving aan: 2 omgevingen kennen het"]
        toegang.verwijder_certificaat(store, "b", afdruk)
        assert waar(met) == "a"
        toegang.verwijder_certificaat(store, "a", ANDER_OIN)
    with sim.tls_client(ANDER_OIN) as weer:
        assert waar(weer) == "standaard"


@pytest.mark.parametrize(
    ("pad", "host"),
    [
        *((f"/o/{naam}", "x") for naam in ("niets", "A", "a%2F", "%61", "a.b", "x" * 41, "é", "")),
        ("/o", "x"),
        ("", "niets.localhost"),
        ("", "x_y.localhost"),
    ],
)
@pytest.mark.parametrize(
    "rest", [f"{OZON}/regelingen", LVBB, f"{BUS}/valideren", "/_sim/klok", "/", "/_sim/journaal.html"]
)
def test_one_that_is_not_there(sim: Draaiend, client: httpx.Client, pad: str, host: str, rest: str) -> None:
    if not pad.removeprefix("/o").strip("/") and host == "x":
        rest = "" if pad == "/o" else "/"  # the rest would be a name
    sinds = Sinds(sim, client)
    antwoord = client.get(pad + rest, headers={"host": host})
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (404, "application/problem+json")
    gelezen = antwoord.json()
    assert "geen omgeving" in gelezen["detail"]
    assert ("timestamp" in gelezen) is rest.startswith(OZON)
    regel = sinds.regel()
    assert regel.pad == httpx.URL(sim.url + pad + rest).raw_path.decode()
    assert (regel.status, bytes(regel.antwoord)) == (404, antwoord.content)


def test_one_that_is_not_there_on_a_page(client: httpx.Client) -> None:
    antwoord = client.get("/o/nee/", headers=PAGINA)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "geen omgeving &#39;nee&#39;" in antwoord.text
    assert client.post("/o/nee/_sim/reset").status_code == 404


def test_every_link_of_an_answer_stays_in_the_omgeving(sim: Draaiend, client: httpx.Client) -> None:
    for pad, kop in (("/o/a", {}), ("", {"host": "b.localhost"})):
        client.post(f"{pad}/_sim/fixtures/plan-gepubliceerd", headers=kop).raise_for_status()
        zip_ = bouw.zip_van(bouw.bestanden_besluit(bouw.Gegevens()))
        kop_zip = {**kop, "content-type": "application/zip", "x-oin": OIN}
        geleverd = client.post(f"{pad}{LVBB}", content=zip_, headers=kop_zip)
        lijst = client.get(f"{pad}{OZON}/regelingen", headers=kop)
        assert lijst.json()["page"]["totalElements"] == 1
        links = re.findall(r'"href":"([^"]+)"', lijst.text + geleverd.text)
        links += [geleverd.headers["location"]]
        basis = f"{sim.url}{pad}" if pad else "http://b.localhost"
        assert len(links) > 5
        assert all(link.startswith((f"{basis}/publiek/", f"{basis}/overheid/")) for link in links)
        for link in links:
            echt = link.replace("http://b.localhost", sim.url)
            if "/leveringen" in link:
                assert client.get(echt, headers=kop).status_code == 200
    assert client.get(f"{OZON}/regelingen").json()["page"]["totalElements"] == 0


def test_a_public_address_does_not_lead_out_of_it() -> None:
    with Draaiend(klok="2026-03-02T09:00", snelheid=0, publieke_url="https://sim.example.nl/x") as sim:
        omgevingen.maak(sim.kern.store, "a")
        with httpx.Client(base_url=sim.url) as client:
            for pad, host in (("/o/a", "sim.example.nl"), ("", "a.localhost")):
                tekst = client.get(f"{pad}{OZON}/regelingen", headers={"host": host}).text
                assert '"href":"https://sim.example.nl/x/o/a/publiek/' in tekst
                beeld = client.get(f"{pad}/_sim/openapi.json", headers={"host": host}).json()
                assert beeld["servers"] == [{"url": "https://sim.example.nl/x/o/a"}]


@pytest.mark.parametrize(
    "pagina",
    ["/", "/_sim/leveringen.html", "/_sim/journaal.html", "/_sim/dekking", "/_sim/docs", "/_sim/omgevingen.html"],
)
def test_every_link_on_a_page_stays_in_the_omgeving(client: httpx.Client, pagina: str) -> None:
    tekst = client.get(f"/o/a{pagina}", headers=PAGINA).text
    gevonden = [doel for doel in re.findall(r'(?:href|action|src|data-pad)="([^"]*)"', tekst) if doel.startswith("/")]
    # The list of omgevingen itself leads to each of them.
    eruit = {"/", "/o/b/", "/o/c/"} if pagina == "/_sim/omgevingen.html" else set()
    assert {doel for doel in gevonden if not doel.startswith("/o/a/")} == eruit
    assert "omgeving a" in tekst


def test_what_a_form_does_stays_in_the_omgeving(client: httpx.Client) -> None:
    voor = client.get("/_sim/klok").json()
    antwoord = client.post("/o/a/_sim/formulier/klok", data={"doe": "spring", "duur": "P1D"})
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/o/a/?gedaan=klok")
    assert client.get("/o/a/_sim/klok").json()["nu"].endswith("-03-03T08:00:00Z")
    assert client.get("/_sim/klok").json() == voor
    plek = client.post("/o/a/_sim/snapshots", json={"naam": "s"}).headers["location"]
    assert plek == "/o/a/_sim/snapshots/s/herstel"
    assert client.post(plek).status_code == 204


def test_journal_events_faults_and_clock_are_of_the_omgeving(sim: Draaiend, client: httpx.Client) -> None:
    aan = {"storingen": [{"koppelvlak": "ozon", "soort": "status", "waarde": 503}]}
    client.put("/o/b/_sim/storingen", json=aan).raise_for_status()
    assert [client.get(f"{p}{OZON}/app-health").status_code for p in ("/o/a", "/o/b", "")] == [200, 503, 200]
    client.put("/o/b/_sim/storingen", json={"storingen": []}).raise_for_status()
    assert client.get(f"/o/b{OZON}/app-health").status_code == 200
    tot_rust(client)
    (regel,) = client.get("/o/b/_sim/journaal?nieuwste=true&aantal=1").json()["regels"]
    assert (regel["pad"], regel["operatie"]) == (f"/o/b{OZON}/app-health", "getHealth")
    assert all(not r["pad"].startswith("/o/b") for r in client.get("/_sim/journaal?aantal=1000").json()["regels"])
    soorten = [g["soort"] for g in client.get("/o/b/_sim/gebeurtenissen").json()["gebeurtenissen"]]
    assert soorten[-2:] == ["storing.gezet", "storing.gezet"]
    assert "storing.gezet" not in client.get("/_sim/gebeurtenissen").text
    har = client.get("/o/b/_sim/journaal.har?operatie=getHealth").json()["log"]["entries"]
    assert {e["request"]["url"] for e in har} == {f"{sim.url}/o/b{OZON}/app-health"}


def test_removed_while_in_use(client: httpx.Client) -> None:
    client.post("/_sim/omgevingen", json={"naam": "kort"}).raise_for_status()
    assert client.get(f"/o/kort{OZON}/regelingen").status_code == 200
    assert client.delete("/_sim/omgevingen/kort").status_code == 204
    for pad in (f"{OZON}/regelingen", "/_sim/klok", "/"):
        assert client.get(f"/o/kort{pad}").status_code == 404
    client.post("/_sim/omgevingen", json={"naam": "kort"}).raise_for_status()
    assert client.get("/o/kort/_sim/journaal").json() == {"regels": []}
