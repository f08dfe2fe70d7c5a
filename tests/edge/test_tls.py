"""TLS over sockets: what a caller sees with and without a certificate, and what the journal knows of it."""

import contextlib
import socket
import ssl
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from simulator.digikoppeling import pki, tls
from simulator.kernel import clock, omgevingen
from simulator.kernel.omgevingen import OmgevingBestaat
from simulator.serve import Draaiend
from simulator.settings import Instellingen
from tests.edge.journaal import Sinds

OIN = "00000001002564440000"
REGELINGEN = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"
VERSIES = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draaiend]:
    map_ = tmp_path_factory.mktemp("pki")
    with Draaiend(tls=True, pki=map_, klok="2026-03-02T09:00", snelheid=0) as draaiend:
        yield draaiend


@pytest.fixture(scope="module")
def klant(sim: Draaiend) -> pki.Uitgegeven:
    return pki.client(sim.ca, OIN)


def poort(sim: Draaiend) -> int:
    return httpx.URL(sim.tls_url).port or 0


def vraag(sim: Draaiend, context: ssl.SSLContext, pad: str = REGELINGEN, naam: str = "localhost") -> tuple[str, str]:
    """(TLS version, answer) of a GET over a socket."""
    with (
        socket.create_connection(("127.0.0.1", poort(sim)), 10) as kaal,
        context.wrap_socket(kaal, server_hostname=naam) as veilig,
    ):
        veilig.sendall(f"GET {pad} HTTP/1.1\r\nhost: {naam}\r\nx-oin: {OIN}\r\nconnection: close\r\n\r\n".encode())
        uit = b"".join(iter(lambda: veilig.recv(65536), b""))
        return veilig.version() or "", uit.decode()


@pytest.fixture
def client(sim: Draaiend) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.url) as gemaakt:
        yield gemaakt


@pytest.mark.parametrize("versie", VERSIES)
@pytest.mark.parametrize("met", [True, False], ids=["met", "zonder"])
def test_met_en_zonder_certificaat(
    sim: Draaiend, klant: pki.Uitgegeven, versie: ssl.TLSVersion, met: bool, sinds: Sinds
):
    context = tls.voor_client(sim.ca, klant if met else None)
    context.minimum_version = context.maximum_version = versie
    gebruikt, antwoord = vraag(sim, context)
    assert gebruikt == f"TLSv1.{VERSIES.index(versie) + 2}"
    assert antwoord.startswith("HTTP/1.1 200")
    assert f'"href":"https://localhost{REGELINGEN}' in antwoord
    regel = sinds.regel()
    assert regel.kenmerken == ({"certificaatOin": OIN} if met else {})
    assert (regel.organisatie, regel.regels) == (OIN, [])


@pytest.mark.parametrize("versie", VERSIES)
def test_een_verlopen_certificaat_breekt_de_handdruk(sim: Draaiend, versie: ssl.TLSVersion, sinds: Sinds):
    context = tls.voor_client(sim.ca, pki.client(sim.ca, OIN, nu=clock.echt_nu() - timedelta(days=400)))
    context.minimum_version = context.maximum_version = versie
    with pytest.raises(ssl.SSLError, match="ALERT_CERTIFICATE_EXPIRED"):
        vraag(sim, context)
    regel = sinds.regel()
    assert (regel.koppelvlak, regel.operatie, regel.status) == ("tls", "handdruk", 0)
    assert regel.regels == ["het certificaat van de aanroeper is geweigerd: certificate has expired"]


@pytest.mark.parametrize("versie", VERSIES)
def test_een_certificaat_van_een_andere_ca_breekt_de_handdruk(
    sim: Draaiend, andere: pki.Ca, versie: ssl.TLSVersion, sinds: Sinds
):
    context = tls.voor_client(sim.ca, pki.client(andere, OIN))
    context.minimum_version = context.maximum_version = versie
    with pytest.raises(ssl.SSLError, match="ALERT_UNKNOWN_CA"):
        vraag(sim, context)
    [regel] = sinds.regel().regels
    assert regel.startswith("het certificaat van de aanroeper is geweigerd: ")
    assert "issuer certificate" in regel or "self-signed" in regel


@pytest.fixture(scope="module")
def andere(tmp_path_factory: pytest.TempPathFactory) -> pki.Ca:
    return pki.open_ca(tmp_path_factory.mktemp("anders"))


def test_wie_de_ca_niet_vertrouwt_staat_in_het_journaal(sim: Draaiend, andere: pki.Ca, sinds: Sinds):
    with pytest.raises(ssl.SSLCertVerificationError):
        vraag(sim, tls.voor_client(andere))
    assert sinds.regel().regels == [
        "de aanroeper vertrouwt de CA van de simulator niet (zie: dso-sim pki ca) (TLSV1_ALERT_UNKNOWN_CA)"
    ]


def test_http_op_de_poort_van_https(sim: Draaiend, sinds: Sinds):
    antwoord = httpx.get(sim.tls_url.replace("https", "http"))
    assert (antwoord.status_code, antwoord.text) == (400, "Dit is de poort voor https: begin het adres met https://\n")
    assert sinds.regel().regels == ["de aanroeper sprak http op de poort van https (HTTP_REQUEST)"]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_een_oude_tls_mag_niet(sim: Draaiend, sinds: Sinds):
    context = tls.voor_client(sim.ca)
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        vraag(sim, context)
    assert sinds.regel().regels == [
        "de aanroeper wil een TLS die hier niet mag; 1.2 en 1.3 mogen (UNSUPPORTED_PROTOCOL)"
    ]


@pytest.mark.parametrize("naam", ["localhost", "127.0.0.1", "oefening.localhost"])
def test_de_namen_van_het_certificaat(sim: Draaiend, naam: str):
    with contextlib.suppress(OmgevingBestaat):
        omgevingen.maak(sim.kern.store, "oefening")
    assert vraag(sim, tls.voor_client(sim.ca), "/_sim/ready", naam)[1].startswith("HTTP/1.1 200")


def test_een_naam_die_niet_gegeven_is(sim: Draaiend):
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        vraag(sim, tls.voor_client(sim.ca), "/_sim/ready", "sim.example.nl")


@pytest.mark.parametrize("versie", VERSIES)
def test_een_hervatte_sessie_houdt_haar_certificaat(
    sim: Draaiend, klant: pki.Uitgegeven, versie: ssl.TLSVersion, sinds: Sinds
):
    context = tls.voor_client(sim.ca, klant)
    context.minimum_version = context.maximum_version = versie
    sessie, hervat = None, []
    for _ in range(2):
        with (
            socket.create_connection(("127.0.0.1", poort(sim)), 10) as kaal,
            context.wrap_socket(kaal, server_hostname="localhost", session=sessie) as veilig,
        ):
            veilig.sendall(f"GET {REGELINGEN} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".encode())
            assert b"".join(iter(lambda v=veilig: v.recv(65536), b"")).startswith(b"HTTP/1.1 200")
            sessie = veilig.session
            hervat.append(veilig.session_reused)
    assert hervat == [False, True]
    assert [regel.kenmerken for regel in sinds.regels(2)] == [{"certificaatOin": OIN}] * 2


def test_http_en_https_naast_elkaar_met_hun_eigen_schema(sim: Draaiend):
    with sim.tls_client(OIN) as veilig, httpx.Client(base_url=sim.url) as gewoon:
        for client in (veilig, gewoon, veilig):
            href = client.get(REGELINGEN).json()["_links"]["self"]["href"]
            assert href.startswith(str(client.base_url.join("/publiek/")))


def test_een_kop_van_een_onbekende_proxy_telt_niet(sim: Draaiend, sinds: Sinds):
    with sim.tls_client() as client:
        assert client.get(REGELINGEN, headers={"X-SSL-Client-Cert": "x", "Client-Cert": ":eA==:"}).status_code == 200
    regel = sinds.regel()
    assert regel.kenmerken == {}
    assert regel.regels == [
        f"de kop {naam} telt niet: 127.0.0.1 is geen proxy uit --vertrouw-proxy"
        for naam in ("client-cert", "x-ssl-client-cert")
    ]


def test_een_storing_verbreekt_ook_tls(sim: Draaiend):
    storing = {"koppelvlak": "ozon", "operatie": "*", "soort": "verbreek", "aantal": 1}
    with sim.tls_client() as client:
        assert client.put("/_sim/storingen", json={"storingen": [storing]}).status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(REGELINGEN)
        assert client.get(REGELINGEN).status_code == 200


def test_zonder_httptools_gaat_het_ook(sim: Draaiend, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "uvicorn.protocols.http.httptools_impl", None)
    with (
        Draaiend(tls=True, pki=sim.instellingen.pki, klok="2026-03-02T09:00") as h11,
        h11.tls_client(OIN) as client,
    ):
        sinds = Sinds(h11, client)
        assert client.get(REGELINGEN).json()["_links"]["self"]["href"].startswith("https://")
        assert sinds.regel().kenmerken == {"certificaatOin": OIN}


def test_zonder_map_voor_de_ca_start_hij_niet(tmp_path: Path):
    with pytest.raises(ValueError, match="--pki DIR"):
        Draaiend(tls=True)
    with pytest.raises(ValueError, match="geen naam van een host"):
        Draaiend(tls=True, pki=tmp_path, tls_naam=["geen naam"])


def test_wat_niet_gevraagd_is_is_er_niet():
    with Draaiend() as sim:
        with pytest.raises(ValueError, match="tls=True"):
            _ = sim.tls_url
        with pytest.raises(ValueError, match="geef pki"):
            _ = sim.ca


def test_een_stille_verbinding_houdt_het_einde_niet_op(sim: Draaiend, capfd: pytest.CaptureFixture[str]):
    with Draaiend(tls=True, pki=sim.instellingen.pki) as kort:
        client = kort.tls_client()
        assert client.get("/_sim/ready").status_code == 200
        half = socket.create_connection(("127.0.0.1", poort(kort)), 10)
    client.close()
    half.close()
    assert "graceful" not in capfd.readouterr().err


def test_meer_namen_van_de_opdrachtregel(sim: Draaiend):
    gegeven = {"pki": sim.instellingen.pki, "publieke_url": "https://dso.example.nl:8443", "tls_naam": ["10.1.2.3"]}
    with Draaiend(tls=True, **gegeven) as meer:
        for naam in ("dso.example.nl", "10.1.2.3", "localhost"):
            assert vraag(meer, tls.voor_client(meer.ca), "/_sim/ready", naam)[1].startswith("HTTP/1.1 200")
        assert '"href":"https://dso.example.nl:8443/publiek' in vraag(meer, tls.voor_client(meer.ca))[1]


def test_de_instellingen_van_de_omgeving(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DSO_SIM_TLS_PORT", "8443")
    monkeypatch.setenv("DSO_SIM_TLS_NAAM", '["sim.example.nl"]')
    gelezen = Instellingen()
    assert (gelezen.tls_port, gelezen.tls_naam) == (8443, frozenset({"sim.example.nl"}))
