"""Who is believed about a caller: which proxy, which header, which address."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from simulator.digikoppeling import pki
from simulator.edge import proxy
from simulator.edge.proxy import GEEN

OIN = "00000001002564440000"
ANDER = "00000001001234567000"
PROXY = "10.1.0.4"
VERTROUWD = proxy.lees(["10.1.0.0/16", "::1"])


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> pki.Ca:
    return pki.open_ca(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="module")
def der(ca: pki.Ca) -> bytes:
    return pki.client(ca, OIN).certificaat.public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def ander(ca: pki.Ca) -> bytes:
    return pki.client(ca, ANDER).certificaat.public_bytes(Encoding.DER)


def scope(*koppen: tuple[str, str], ip: str = PROXY, direct: bytes | None = None) -> dict[str, Any]:
    return {
        "client": (ip, 4711),
        "scheme": "http",
        "headers": [(naam.encode(), waarde.encode()) for naam, waarde in koppen],
        "state": {} if direct is None else {"certificaat": direct},
    }


def kop(der: bytes) -> str:
    return f":{base64.b64encode(der).decode()}:"


def oin(gevonden: proxy.Herkomst) -> str:
    return gevonden.certificaat.oin if gevonden.certificaat else ""


@pytest.mark.parametrize(
    ("adres", "ja"),
    [
        ("10.1.255.255", True),
        ("::ffff:10.1.0.1", True),
        ("::1", True),
        ("10.2.0.1", False),
        ("::2", False),
        ("127.0.0.1", False),
        ("", False),
        ("testclient", False),
    ],
)
def test_welk_adres_vertrouwd_is(adres: str, ja: bool):
    assert VERTROUWD.vertrouwt(adres) is ja
    assert GEEN.vertrouwt(adres) is False


@pytest.mark.parametrize("net", ["nginx", "10.0.0.1/8", "10.0.0.0/33", ""])
def test_wat_geen_cidr_is(net: str):
    with pytest.raises(ValueError, match="--vertrouw-proxy"):
        proxy.lees([net])


def test_rechtstreeks_telt_het_certificaat_van_de_verbinding(der: bytes):
    gevonden = proxy.herkomst(scope(direct=der, ip="192.0.2.9"), VERTROUWD)
    assert (oin(gevonden), gevonden.der, gevonden.regels) == (OIN, der, ())


def test_de_kop_telt_alleen_van_een_vertrouwde_proxy(der: bytes, ander: bytes):
    koppen = [("x-ssl-client-cert", kop(ander))]
    assert oin(proxy.herkomst(scope(*koppen), VERTROUWD)) == ANDER
    verzonnen = proxy.herkomst(scope(*koppen, ip="192.0.2.9", direct=der), VERTROUWD)
    assert oin(verzonnen) == OIN
    assert verzonnen.regels == ("de kop x-ssl-client-cert telt niet: 192.0.2.9 is geen proxy uit --vertrouw-proxy",)
    assert oin(proxy.herkomst(scope(*koppen), GEEN)) == ""


def test_het_certificaat_van_de_proxy_zelf_telt_niet(der: bytes):
    gevonden = proxy.herkomst(scope(direct=der), VERTROUWD)
    assert gevonden.der is None
    assert gevonden.regels == ("het certificaat van deze verbinding is van de proxy en telt niet",)


def test_alleen_de_afgesproken_kop_telt(der: bytes, ander: bytes):
    koppen = [("client-cert", kop(der)), ("x-ssl-client-cert", kop(ander))]
    assert oin(proxy.herkomst(scope(*koppen), VERTROUWD)) == ANDER
    gevonden = proxy.herkomst(scope(*koppen), proxy.lees([PROXY], "Client-Cert"))
    assert oin(gevonden) == OIN
    assert gevonden.regels == ("de kop x-ssl-client-cert telt niet: afgesproken is client-cert",)


@pytest.mark.parametrize("oordeel", ["FAILED:certificate has expired", "NONE", "success"])
def test_wat_de_proxy_afkeurt_telt_niet(der: bytes, oordeel: str):
    koppen = [("x-ssl-client-cert", kop(der)), ("x-ssl-client-verify", oordeel)]
    gevonden = proxy.herkomst(scope(*koppen), VERTROUWD)
    assert gevonden.der is None
    assert gevonden.regels == (f"de proxy keurt het certificaat af ({oordeel})",)


@pytest.mark.parametrize(
    ("waarden", "reden"),
    [
        (["onzin!"], "geen base64"),
        ([":AAAA:"], "geen certificaat"),
        ([":AAAA:", ":AAAA:"], "hij staat er 2 keer"),
    ],
)
def test_een_kop_die_niet_kan(waarden: list[str], reden: str):
    gevonden = proxy.herkomst(scope(*[("X-SSL-Client-Cert", waarde) for waarde in waarden]), VERTROUWD)
    assert gevonden.certificaat is None
    assert reden in gevonden.regels[0]


def test_een_lege_kop_is_geen_certificaat():
    gevonden = proxy.herkomst(scope(("x-ssl-client-cert", ""), ("x-ssl-client-verify", "NONE")), VERTROUWD)
    assert (gevonden.certificaat, gevonden.regels) == (None, ())


def test_een_certificaat_dat_niet_te_lezen_is():
    gevonden = proxy.herkomst(scope(direct=b"onzin", ip="192.0.2.9"), GEEN)
    assert gevonden.der is None
    assert gevonden.regels[0].startswith("het certificaat telt niet: ")


@pytest.mark.parametrize(
    ("keten", "ip"),
    [
        (["192.0.2.9"], "192.0.2.9"),
        (["1.2.3.4, 192.0.2.9"], "192.0.2.9"),
        (["1.2.3.4", "192.0.2.9, 10.1.7.7"], "192.0.2.9"),
        (["10.1.7.7"], PROXY),
        (["1.2.3.4, onbekend"], PROXY),
        (["1.2.3.4, [2001:db8::1]"], "2001:db8::1"),
        ([], PROXY),
    ],
)
def test_het_adres_van_de_aanroeper(keten: list[str], ip: str):
    koppen = [("x-forwarded-for", waarde) for waarde in keten]
    assert proxy.herkomst(scope(*koppen), VERTROUWD).ip == ip
    assert proxy.herkomst(scope(*koppen), GEEN).ip == PROXY


@pytest.mark.parametrize(("gegeven", "schema"), [("https", "https"), ("http", "http"), ("javascript", "http")])
def test_het_schema_van_de_aanroeper(gegeven: str, schema: str):
    koppen = [("x-forwarded-proto", gegeven)]
    assert proxy.herkomst(scope(*koppen), VERTROUWD).schema == schema
    assert proxy.herkomst(scope(*koppen), GEEN).schema == "http"
