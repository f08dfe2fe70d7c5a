import httpx
import pytest

from simulator.serve import Draaiend
from tests.beheer.conftest import BEGIN, LEVERINGEN, PAGINA

BESLIST = [("POST", "/_sim/reset"), ("POST", "/_sim/formulier/reset"), ("POST", "/_sim/leveringen")]


@pytest.fixture
def client(schone_client: httpx.Client) -> httpx.Client:
    return schone_client


@pytest.mark.parametrize(("methode", "pad"), [*BESLIST, ("PUT", "/_sim/klok")])
@pytest.mark.parametrize(
    "kop",
    [
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_een_andere_website_kan_niets_veranderen(client: httpx.Client, methode: str, pad: str, kop: dict) -> None:
    antwoord = client.request(methode, pad, headers=kop)
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (403, "application/problem+json")


def test_de_eigen_pagina_mag_het_wel(gedeeld: Draaiend, client: httpx.Client) -> None:
    eigen = {"Origin": gedeeld.url, "Sec-Fetch-Site": "same-origin"}
    antwoord = client.post("/_sim/formulier/reset", headers=eigen)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/?gedaan=reset")


def test_een_naam_die_een_ander_naar_hier_laat_wijzen(client: httpx.Client) -> None:
    kop = {"Host": "kwaad.example:8080", "Origin": "http://kwaad.example:8080", "Sec-Fetch-Site": "same-origin"}
    antwoord = client.post("/_sim/reset", headers=kop)
    assert antwoord.status_code == 403
    assert "--publieke-url" in antwoord.json()["detail"]


@pytest.mark.parametrize("gastheer", ["localhost:8080", "simulator:8080", "proef.localhost", "[::1]:8080"])
def test_een_naam_van_deze_machine(client: httpx.Client, gastheer: str) -> None:
    client.post("/_sim/omgevingen", json={"naam": "proef"})  # by its host
    assert client.post("/_sim/reset", headers={"Host": gastheer, "Origin": f"http://{gastheer}"}).status_code == 204


def test_het_publieke_adres_hoort_erbij() -> None:
    with Draaiend(klok=BEGIN, snelheid=0, publieke_url="https://sim.example.nl") as sim:
        kop = {"Host": "sim.example.nl", "Origin": "https://sim.example.nl", "Sec-Fetch-Site": "same-origin"}
        assert httpx.post(f"{sim.url}/_sim/reset", headers=kop).status_code == 204
        assert "https://sim.example.nl/overheid/" in httpx.get(sim.url).text


@pytest.mark.parametrize("pad", ["/", "/_sim/journaal", "/_sim/klok", "/_sim/journaal.har", "/_sim/openapi.json"])
@pytest.mark.parametrize(
    "gastheer", ["kwaad.example", "kwaad.example:8080", "127.0.0.1.kwaad.example", "localhost.kwaad.example"]
)
def test_ook_lezen_kan_alleen_onder_een_eigen_naam(client: httpx.Client, pad: str, gastheer: str) -> None:
    antwoord = client.get(pad, headers={"Host": gastheer})
    assert antwoord.status_code == 403
    assert "--publieke-url" in antwoord.json()["detail"]
    pagina = client.get(pad, headers={"Host": gastheer, **PAGINA})
    assert (pagina.status_code, "De simulator kent zichzelf niet" in pagina.text) == (403, True)
    assert client.get(pad, headers={"Host": "localhost.", **PAGINA}, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    "gastheer",
    [
        *(
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1",
            "127.8.9.1:80",
            "[::1]",
            "[::1]:8080",
            "10.1.2.3:32768",
            "simulator",
        ),
        *(
            "simulator:8080",
            "proef.localhost",
            "host.docker.internal",
            "dso.svc.cluster.local",
            "dso.test",
            "bak.home.arpa",
        ),
    ],
)
def test_onder_deze_namen_kan_het(client: httpx.Client, gastheer: str) -> None:
    client.post("/_sim/omgevingen", json={"naam": "proef"})  # by its host
    assert client.get("/_sim/klok", headers={"Host": gastheer}).status_code == 200
    assert client.post("/_sim/reset", headers={"Host": gastheer}).status_code == 204


@pytest.mark.parametrize("pad", ["/_sim/health", "/_sim/ready", "/_sim/stijl.css"])
def test_of_hij_leeft_mag_ieder_weten(client: httpx.Client, pad: str) -> None:
    assert client.get(pad, headers={"Host": "dso.elders.example"}).status_code == 200


@pytest.mark.parametrize("gastheer", ["sim.example.nl", "sim.example.nl:8443", "ook.example.nl", "SIM.example.nl."])
def test_genoemde_namen_horen_erbij(gastheer: str) -> None:
    with Draaiend(publieke_url="https://sim.example.nl", tls_naam={"ook.example.nl"}) as sim:
        assert httpx.get(f"{sim.url}/_sim/klok", headers={"Host": gastheer}).status_code == 200
        assert httpx.get(f"{sim.url}/_sim/klok", headers={"Host": f"x{gastheer}"}).status_code == 403


@pytest.mark.parametrize("herkomst", ["http://[::1", "http://]", "http://x:y", "//", "x"])
def test_een_herkomst_die_er_geen_is(client: httpx.Client, herkomst: str) -> None:
    assert client.post("/_sim/reset", headers={"Origin": herkomst}).status_code == 403


OZON = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen/_zoek"
_VAN_ELDERS = {"Origin": "https://elders.example", "Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize(
    "soort", ["multipart/form-data; boundary=b", "text/plain", "application/x-www-form-urlencoded"]
)
@pytest.mark.parametrize(
    ("pad", "media"),
    [(LEVERINGEN, "application/xml"), ("/publiek/verzoeken/api/indienen/v5/indieningen", "application/problem+json")],
)
def test_een_andere_website_verandert_niets_aan_een_koppelvlak(
    gedeeld: Draaiend, client: httpx.Client, pad: str, media: str, soort: str
) -> None:
    antwoord = client.post(pad, headers={**_VAN_ELDERS, "Content-Type": soort}, content=b"--b--")
    assert antwoord.status_code == 403
    regel = gedeeld.kern.journaal.lees("standaard", nieuwste=True, aantal=1)[0]
    assert (regel.status, "andere website" in regel.regels[-1]) == (403, True)
    eigen = {"Origin": gedeeld.url, "Sec-Fetch-Site": "same-origin", "Content-Type": soort}
    for kop in (eigen, {"Content-Type": soort}):
        assert client.post(pad, headers=kop, content=b"--b--").status_code != 403
    assert client.get(pad, headers=_VAN_ELDERS).status_code != 403


def test_een_naam_die_een_ander_naar_hier_laat_wijzen_verandert_niets_aan_een_koppelvlak(client: httpx.Client) -> None:
    kop = {"Host": "kwaad.example:8080", "Content-Type": "application/zip"}
    van_browser = {**kop, "Origin": "http://kwaad.example:8080", "Sec-Fetch-Site": "same-origin"}
    assert client.post(LEVERINGEN, headers=van_browser, content=b"x").status_code == 403
    assert client.post(LEVERINGEN, headers=kop, content=b"x").status_code == 202  # software, by a name of its network


@pytest.mark.parametrize(
    "gastheer", ["127.0.0.1#kwaad.example", "kwaad.example@127.0.0.1", "[::1].kwaad.example", "[::1]x"]
)
def test_een_host_die_er_geen_is(client: httpx.Client, gastheer: str) -> None:
    assert client.get("/_sim/klok", headers={"Host": gastheer}).status_code == 403


def test_een_viewer_op_een_andere_website_mag_zoeken(client: httpx.Client) -> None:
    """The answers of Presenteren say that any website may, and nothing changes."""
    antwoord = client.post(OZON, headers=_VAN_ELDERS, json={"geometrie": {"type": "Point", "coordinates": [1, 2]}})
    assert antwoord.status_code != 403
    assert antwoord.headers["access-control-allow-origin"] == "*"
