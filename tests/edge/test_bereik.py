"""Each way in which an address does not work has its own outcome, and says what to do."""

import asyncio
import socket
from dataclasses import replace

import pytest

from simulator.edge import bereik
from simulator.edge.bereik import Soort, Vraag
from simulator.edge.bereik_woorden import woorden
from tests.edge.proefserver import CERTIFICATEN, serveer, vrije_poort


def probeer(url, **meer):
    return asyncio.run(bereik.probeer(Vraag(url, **{"limiet": 5, **meer})))


@pytest.fixture(scope="module")
def tls():
    return bereik.vertrouwen(CERTIFICATEN / "ca.pem")


def test_an_address_that_works():
    with serveer() as server:
        uit = probeer(server.url(pad="/ontvang?x=1"), methode="POST", koppen={"x-sleutel": "geheim"})
    assert (uit.gelukt, uit.soort, uit.status, uit.doe) == (True, Soort.BEREIKT, 200, "")
    assert uit.adres == f"127.0.0.1:{server.poort}"
    verzoek = server.ontvangen[0].decode()
    assert verzoek.startswith("POST /ontvang?x=1 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.poort}\r\n" in verzoek
    assert "x-sleutel: geheim\r\n" in verzoek
    assert "Content-Length: 0\r\n" in verzoek


@pytest.mark.parametrize(
    "url",
    ["", "localhost:8080", "ftp://x/", "http://", "http://a b/", "http://x:99999/", "http://[::1/", "file:///etc"],
)
def test_what_is_no_address(url):
    uit = probeer(url)
    assert uit.soort is Soort.ADRES
    assert "http://" in uit.doe


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "0.0.0.0", "224.0.0.1", "255.255.255.255"]
)
def test_what_is_never_called(host):
    uit = probeer(f"http://{host}:9/")
    assert uit.soort is Soort.VERBODEN
    assert not uit.adres


def test_a_name_that_does_not_resolve():
    uit = probeer("http://bestaat-niet.invalid/")
    assert uit.soort is Soort.NAAM
    assert "bestaat-niet.invalid" in uit.gekregen
    assert "spelling" in uit.doe


def test_a_name_too_long_to_be_one():
    assert probeer(f"http://{'a' * 70}.example/").soort is Soort.NAAM


def test_a_port_on_which_nothing_listens():
    uit = probeer(f"http://127.0.0.1:{vrije_poort()}/")
    assert uit.soort is Soort.GEWEIGERD
    assert "Start uw software" in uit.doe


def test_localhost_of_a_container_is_the_container():
    poort = vrije_poort()
    uit = probeer(f"http://localhost:{poort}/", in_container=True)
    assert uit.soort is Soort.EIGEN_MACHINE
    assert f"http://host.docker.internal:{poort}" in uit.doe


@pytest.mark.parametrize("volgorde", [("::1", "127.0.0.1"), ("127.0.0.1", "::1")])
def test_localhost_is_told_as_its_address_is_where_a_container_has_no_ipv6(monkeypatch, volgorde):
    async def zoek(*_args, **_rest):
        return [(socket.AF_UNSPEC, 1, 6, "", (adres, 9000)) for adres in volgorde]

    async def verbind(adres, *_args, **_rest):
        raise OSError(99, "Cannot assign requested address") if adres == "::1" else ConnectionRefusedError(111, "x")

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", zoek)
    monkeypatch.setattr(asyncio, "open_connection", verbind)
    namen = [probeer(f"http://{host}:9000/", in_container=True) for host in ("localhost", "127.0.0.1")]
    assert {uit.soort for uit in namen} == {Soort.EIGEN_MACHINE}
    assert namen[0].doe == namen[1].doe


def test_localhost_of_a_simulator_elsewhere_is_not_yours():
    uit = probeer(f"http://127.0.0.1:{vrije_poort()}/", aanroeper="192.168.1.5")
    assert uit.soort is Soort.EIGEN_MACHINE
    assert "192.168.1.5" in uit.doe


def test_localhost_is_fine_where_it_answers_even_in_a_container():
    with serveer() as server:
        assert probeer(server.url(), in_container=True).gelukt


@pytest.mark.parametrize(
    ("certificaat", "host", "soort", "tekst"),
    [
        ("zelf.pem", "127.0.0.1", Soort.UITGEVER, "--ca"),
        ("verlopen.pem", "127.0.0.1", Soort.VERLOPEN, "nieuw certificaat"),
        ("later.pem", "127.0.0.1", Soort.NOG_NIET_GELDIG, "klok"),
        ("anders.pem", "127.0.0.1", Soort.ANDERE_NAAM, "127.0.0.1"),
        ("anders.pem", "localhost", Soort.ANDERE_NAAM, "localhost"),
    ],
)
def test_a_certificate_that_is_no_good(tls, certificaat, host, soort, tekst):
    with serveer(certificaat=certificaat) as server:
        uit = probeer(server.url("https", host), tls=tls)
    assert uit.soort is soort
    assert tekst in uit.doe


def test_a_certificate_of_an_authority_that_was_given(tls):
    with serveer(certificaat="goed.pem") as server:
        assert probeer(server.url("https", "localhost"), tls=tls).gelukt
        assert probeer(server.url("https", "localhost")).soort is Soort.UITGEVER


def test_https_where_only_http_is_spoken(tls):
    with serveer(b"HTTP/1.1 400 Bad Request\r\n\r\n") as server:
        uit = probeer(server.url("https"), tls=tls)
    assert uit.soort is Soort.GEEN_TLS
    assert "http://" in uit.doe


def test_http_where_only_https_is_spoken():
    with serveer(certificaat="goed.pem") as server:
        uit = probeer(server.url("http"))
    assert uit.soort is Soort.TLS_NODIG
    assert "https://" in uit.doe


def test_a_server_that_wants_a_certificate(tls):
    with serveer(certificaat="goed.pem", vraagt_certificaat=True) as server:
        uit = probeer(server.url("https"), tls=tls)
    assert uit.soort is Soort.CLIENTCERTIFICAAT


@pytest.mark.parametrize(
    ("antwoord", "soort", "tekst"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://elders.example/\r\n\r\n", Soort.DOORVERWEZEN, "elders.example"),
        (b"HTTP/1.1 401 Unauthorized\r\n\r\n", Soort.AANMELDEN, "sleutel"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", Soort.AANMELDEN, "sleutel"),
        (b"HTTP/1.1 404 Not Found\r\n\r\n", Soort.PAD, "pad"),
        (b"HTTP/1.1 405 Method Not Allowed\r\n\r\n", Soort.METHODE, "POST"),
        (b"HTTP/1.0 500 Oeps\r\n\r\n", Soort.STATUS, "logboek"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Soort.STATUS, "logboek"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Soort.GEEN_HTTP, "poort"),
        (b"\x15\x03\x01\x00\x02\x02\x46", Soort.TLS_NODIG, "https://"),
        (b"", Soort.VERBROKEN, "poort"),
    ],
)
def test_every_answer_that_is_no_success(antwoord, soort, tekst):
    with serveer(antwoord) as server:
        uit = probeer(server.url())
    assert (uit.gelukt, uit.soort) == (False, soort)
    assert tekst in uit.doe
    assert uit.verwacht
    assert uit.gekregen


def test_a_redirect_is_not_followed():
    with serveer() as elders:
        with serveer(f"HTTP/1.1 307 Elders\r\nLocation: {elders.url()}\r\n\r\n".encode()) as server:
            uit = probeer(server.url())
        assert uit.naar == elders.url()
        assert elders.ontvangen == []


def test_a_server_that_never_answers_costs_no_more_than_the_limit():
    with serveer(zwijgt=True) as server:
        uit = probeer(server.url(), limiet=0.3)
    assert uit.soort is Soort.TE_LAAT
    assert "een antwoord krijgen" in uit.gekregen
    assert uit.seconden < 3


def test_an_answer_without_end_is_read_up_to_its_limit():
    with serveer(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 10_000_000) as server:
        uit = probeer(server.url())
    assert uit.soort is Soort.BEREIKT


@pytest.mark.parametrize(
    "koppen", [{"Host": "x"}, {"content-length": "5"}, {"a b": "x"}, {"x": "a\r\ny: b"}, {"": "x"}, {"x": "ł"}]
)
def test_headers_that_cannot_go_along(koppen):
    assert [naam for naam, _ in bereik.verkeerde_koppen(koppen)] == list(koppen)


def test_headers_that_can():
    assert bereik.verkeerde_koppen({"x-api-key": "a=b; c", "Authorization": "Basic abc"}) == []


def test_a_container_is_known_by_the_marks_of_docker_and_podman(tmp_path):
    assert not bereik.draait_in_container(tmp_path)
    (tmp_path / ".dockerenv").touch()
    assert bereik.draait_in_container(tmp_path)


def test_no_way_to_get_there(monkeypatch):
    async def weg(*_args, **_rest):
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(asyncio, "open_connection", weg)
    uit = probeer("http://192.0.2.1/")
    assert uit.soort is Soort.GEEN_WEG
    assert "dat netwerk is niet te bereiken" in uit.gekregen


def test_the_next_address_of_a_name_is_tried(monkeypatch):
    with serveer() as server:
        beide = [(socket.AF_INET6, 1, 6, "", ("::1", server.poort)), (socket.AF_INET, 1, 6, "", ("127.0.0.1", 1))]

        async def zoek(*_args, **_rest):
            return beide

        monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", zoek)
        uit = probeer(server.url(host="twee.example"))
    assert uit.adres.startswith("127.0.0.1")
    assert uit.gelukt


@pytest.mark.parametrize("soort", Soort)
def test_every_outcome_has_its_words(soort):
    feiten = {
        "wie": "de simulator", "url": "http://x", "methode": "GET", "host": "x", "poort": 1, "adres": "1.2.3.4:1",
        "aanroeper": "", "reden": "r", "status": 500, "naar": "http://y", "stap": "verbinden", "limiet": "10",
    }  # fmt: skip
    verwacht, gekregen, doe = woorden(soort, **feiten)
    assert verwacht
    assert gekregen
    assert bool(doe) is (soort is not Soort.BEREIKT)
    assert "{" not in verwacht + gekregen + doe


def test_the_answer_as_json_has_no_body_in_it():
    with serveer(b"HTTP/1.1 200 OK\r\n\r\ngeheime inhoud") as server:
        uit = replace(probeer(server.url()), seconden=0.5).als_dict()
    assert set(uit) == {"url", "gelukt", "soort", "adres", "status", "naar", "duurMs", "verwacht", "gekregen", "doe"}
    assert "geheime" not in str(uit)
    assert uit["duurMs"] == 500
