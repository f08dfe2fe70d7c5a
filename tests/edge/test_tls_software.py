"""Other software connects as docs/tls.md says: curl, Python, Java."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from simulator.digikoppeling import pki
from simulator.serve import Draaiend
from tests.edge.journaal import Sinds

DOCS = Path(__file__).resolve().parents[2] / "docs" / "tls.md"
OIN = "00000001002564440000"
GEREED = "/_sim/ready"
REGELINGEN = "/publiek/omgevingsdocumenten/api/presenteren/v8/regelingen"
JAVA = """
import java.net.URI;
import java.net.http.*;
public class Proef {
    public static void main(String[] a) throws Exception {
        var vraag = HttpRequest.newBuilder(URI.create(a[0])).POST(HttpRequest.BodyPublishers.ofString("x")).build();
        System.out.println(HttpClient.newHttpClient().send(vraag, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
}
"""


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draaiend]:
    with Draaiend(tls=True, pki=tmp_path_factory.mktemp("pki"), snelheid=0) as draaiend:
        yield draaiend


@pytest.fixture(scope="module")
def map_(sim: Draaiend, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `klant/` in it, as `dso-sim pki client` makes it."""
    waar = tmp_path_factory.mktemp("werk")
    pki.bewaar(sim.ca, pki.client(sim.ca, OIN), waar / "klant", OIN)
    return waar


@pytest.fixture
def client(sim: Draaiend) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.url) as gemaakt:
        yield gemaakt


def blok(sim: Draaiend, met: str) -> str:
    """The block of the page with this text in it, about this simulator and with a call that is in the journal."""
    blokken = re.findall(r"^```\w+\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.M | re.S)
    [gevonden] = [tekst for tekst in blokken if met in tekst]
    return gevonden.replace("https://localhost:8443", sim.tls_url).replace(GEREED, REGELINGEN)


def draai(opdracht: list[str], map_: Path) -> str:
    gedaan = subprocess.run(opdracht, cwd=map_, capture_output=True, text=True, check=False, timeout=100)
    assert gedaan.returncode == 0, gedaan.stderr
    return gedaan.stdout


@pytest.mark.skipif(shutil.which("curl") is None or shutil.which("bash") is None, reason="needs curl and bash")
def test_curl(sim: Draaiend, map_: Path, sinds: Sinds):
    assert '"regelingen"' in draai(["bash", "-c", blok(sim, "curl --cacert")], map_)
    assert sinds.regel().kenmerken == {"certificaatOin": OIN}


def test_python(sim: Draaiend, map_: Path, sinds: Sinds):
    assert '"regelingen"' in draai([sys.executable, "-c", blok(sim, "load_cert_chain")], map_)
    assert sinds.regel().kenmerken == {"certificaatOin": OIN}


@pytest.mark.skipif(shutil.which("javac") is None, reason="needs a JDK")
@pytest.mark.parametrize("versie", ["TLSv1.2", "TLSv1.3"])
def test_java(sim: Draaiend, map_: Path, sinds: Sinds, versie: str):
    if not (map_ / "dso-sim-trust.p12").exists():
        draai(["bash", "-c", blok(sim, "keytool -importcert")], map_)
    (map_ / "Proef.java").write_text(JAVA, encoding="utf-8")
    opties = blok(sim, "-Djavax.net.ssl.trustStore").replace("\\\n", "").split()[1:-2]
    draai(["java", *opties, f"-Djdk.tls.client.protocols={versie}", "Proef.java", sim.tls_url + REGELINGEN], map_)
    assert (regel := sinds.regel()).kenmerken == {"certificaatOin": OIN}
    assert regel.methode == "POST"
