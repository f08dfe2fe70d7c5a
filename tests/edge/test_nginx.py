"""Behind a real nginx, set up as the documentation says."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from simulator.digikoppeling import pki, tls
from simulator.serve import Draaiend
from tests.edge.journaal import Sinds

NGINX = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))
pytestmark = [
    pytest.mark.nginx,
    pytest.mark.skipif(NGINX is None, reason="needs nginx (apt-get install nginx-light)"),
]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "tls.md"
OIN = "00000001002564440000"
ANDER = "00000001001234567000"
REGELINGEN = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draaiend]:
    with Draaiend(pki=tmp_path_factory.mktemp("pki"), vertrouw_proxy=["127.0.0.1/32"], snelheid=0) as draaiend:
        pki.server(draaiend.ca, ["localhost"])
        yield draaiend


@contextmanager
def draaiend_nginx(sim: Draaiend, map_: Path, **anders: str) -> Iterator[str]:
    """nginx with the server block of docs/tls.md; gives its address. anders: directives with another value."""
    blok = re.search(r"^```nginx\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.M | re.S)
    assert blok is not None
    # The socket is made here and handed over, so that callers can queue for an nginx that is still starting.
    with socket.create_server(("127.0.0.1", 0)) as luisteraar:
        poort = luisteraar.getsockname()[1]
        vervangen = {
            "listen 443 ssl": f"listen 127.0.0.1:{poort} ssl",
            "/etc/dso-sim/pki": str(sim.ca.map_),
            "http://127.0.0.1:8080": sim.url,
        }
        server = blok[1]
        for oud, nieuw in vervangen.items():
            assert oud in server
            server = server.replace(oud, nieuw)
        for naam, waarde in anders.items():
            server, aantal = re.subn(rf"({naam}\s+)\S+;", rf"\g<1>{waarde};", server)
            assert aantal == 1
        paden = "".join(
            f"{wat}_temp_path {map_ / wat};\n" for wat in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (map_ / "nginx.conf").write_text(
            f"daemon off;\npid {map_ / 'pid'};\nerror_log {map_ / 'fout.log'};\n"
            f"{'user root;' if os.geteuid() == 0 else ''}\n"  # else its worker cannot read what the tests wrote
            f"events {{}}\nhttp {{\naccess_log off;\n{paden}{server}}}\n"
        )
        opdracht = [str(NGINX), "-p", str(map_), "-e", str(map_ / "fout.log"), "-c", str(map_ / "nginx.conf")]
        luisteraar.setblocking(False)
        fd = luisteraar.fileno()
        proces = subprocess.Popen(opdracht, pass_fds=[fd], env={**os.environ, "NGINX": f"{fd};"})
    try:
        yield f"https://localhost:{poort}"
    finally:
        proces.terminate()
        proces.wait(20)


@pytest.fixture(scope="module")
def nginx(sim: Draaiend, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with draaiend_nginx(sim, tmp_path_factory.mktemp("nginx")) as url:
        yield url


def vraag(sim: Draaiend, nginx: str, wie: pki.Uitgegeven | None, **koppen: str) -> httpx.Response:
    with httpx.Client(base_url=nginx, verify=tls.voor_client(sim.ca, wie), timeout=20) as client:
        return client.get(REGELINGEN, headers={naam.replace("_", "-"): waarde for naam, waarde in koppen.items()})


@pytest.fixture
def client(sim: Draaiend) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.url) as gemaakt:
        yield gemaakt


def test_het_certificaat_komt_door_de_proxy(sim: Draaiend, nginx: str, sinds: Sinds):
    antwoord = vraag(sim, nginx, pki.client(sim.ca, OIN), x_oin=ANDER)
    assert antwoord.json()["_links"]["self"]["href"].startswith(f"{nginx}{REGELINGEN}")
    regel = sinds.regel()
    assert (regel.kenmerken, regel.organisatie, regel.regels) == ({"certificaatOin": OIN}, ANDER, [])


def test_zonder_certificaat_is_er_geen(sim: Draaiend, nginx: str, sinds: Sinds):
    assert vraag(sim, nginx, None).status_code == 200
    regel = sinds.regel()
    assert (regel.kenmerken, regel.regels) == ({}, [])


def test_wie_er_een_verzint_heeft_er_geen(sim: Draaiend, nginx: str, sinds: Sinds):
    verzonnen = quote(pki.client(sim.ca, ANDER).pem.decode(), safe="")
    gegeven = {"x_ssl_client_cert": verzonnen, "x_ssl_client_verify": "SUCCESS", "client_cert": ":AAAA:"}
    assert vraag(sim, nginx, None, **gegeven).status_code == 200
    assert vraag(sim, nginx, pki.client(sim.ca, OIN), **gegeven).status_code == 200
    zonder, met = sinds.regels(2)
    assert (zonder.kenmerken, met.kenmerken) == ({}, {"certificaatOin": OIN})
    assert zonder.regels == ["de kop client-cert telt niet: afgesproken is x-ssl-client-cert"]


def test_rechtstreeks_telt_de_kop_ook_vanaf_een_ander_adres_niet(sim: Draaiend, sinds: Sinds):
    verzonnen = quote(pki.client(sim.ca, ANDER).pem.decode(), safe="")
    vandaan = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=sim.url, transport=vandaan) as client:
        assert client.get(REGELINGEN, headers={"x-ssl-client-cert": verzonnen}).status_code == 200
    regel = sinds.regel()
    assert regel.kenmerken == {}
    assert regel.regels == ["de kop x-ssl-client-cert telt niet: 127.0.0.2 is geen proxy uit --vertrouw-proxy"]


def test_een_onbekende_ca_keurt_nginx_af(sim: Draaiend, nginx: str, tmp_path: Path, sinds: Sinds):
    vreemd = pki.client(pki.open_ca(tmp_path / "anders"), OIN)
    assert vraag(sim, nginx, vreemd).status_code == 400
    (tmp_path / "nginx").mkdir()
    with draaiend_nginx(sim, tmp_path / "nginx", ssl_verify_client="optional_no_ca") as url:
        assert vraag(sim, url, vreemd).status_code == 200
    regel = sinds.regel()
    assert regel.kenmerken == {}
    assert regel.regels[0].startswith("de proxy keurt het certificaat af (FAILED:")


def test_een_keten_die_te_diep_is_voor_nginx(sim: Draaiend, tmp_path: Path):
    with draaiend_nginx(sim, tmp_path, ssl_verify_depth="1") as url:
        assert vraag(sim, url, pki.client(sim.ca, OIN)).status_code == 400


def test_beide_versies_van_tls(sim: Draaiend, nginx: str, sinds: Sinds):
    for versie in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = tls.voor_client(sim.ca, pki.client(sim.ca, OIN))
        context.minimum_version = context.maximum_version = versie
        assert httpx.get(nginx + REGELINGEN, verify=context).status_code == 200
    assert [regel.kenmerken for regel in sinds.regels(2)] == [{"certificaatOin": OIN}] * 2
