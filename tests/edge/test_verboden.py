"""What is never called is not called however it is written."""

import asyncio
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.edge import bereik, bode
from simulator.edge.bereik import Soort, Vraag
from simulator.edge.bode import Bode, NietBezorgd, Post
from simulator.edge.verboden import verboden
from simulator.lvbb.servicebus import adressen_om_op_te_halen

NOOIT = st.one_of(
    st.ip_addresses(v=4, network="169.254.0.0/16"),
    st.ip_addresses(v=4, network="224.0.0.0/4"),
    st.ip_addresses(v=4, network="0.0.0.0/8"),
    st.sampled_from([IPv4Address(a) for a in ("255.255.255.255", "100.100.100.200", "168.63.129.16")]),
)
WEL = st.one_of(
    st.sampled_from(
        [IPv4Address(a) for a in ("169.253.255.255", "169.255.0.0", "223.255.255.255", "1.0.0.0", "127.0.0.1")]
    ),
    st.ip_addresses(v=4, network="10.0.0.0/8"),
    st.ip_addresses(v=4, network="192.168.0.0/16"),
    st.sampled_from([IPv4Address(a) for a in ("100.100.100.201", "168.63.129.17", "255.255.255.254")]),
)


def _in_ipv6(ip: IPv4Address) -> list[str]:
    """Every IPv6 address that carries it."""
    n = int(ip)
    hoog, laag = f"{n >> 16:x}", f"{n & 0xFFFF:x}"
    vier = [f"{octet:02x}" for octet in ip.packed]
    anders = IPv4Address(n ^ 0xFFFFFFFF).packed.hex()
    lokaal = [  # of 64:ff9b:1::/48, where one that begins with zeros is taken for another form
        f"64:ff9b:1:{vier[0]}{vier[1]}:{vier[2]}:{vier[3]}00::",
        f"64:ff9b:1:{vier[0]}:{vier[1]}:{vier[2]}{vier[3]}::",
        f"64:ff9b:1:0:{vier[0]}:{vier[1]}{vier[2]}:{vier[3]}00:0",
    ]
    return [
        f"::ffff:{ip}",
        f"::ffff:{hoog}:{laag}",
        f"0:0:0:0:0:FFFF:{hoog.upper()}:{laag.upper()}",
        f"::ffff:0:{ip}",
        f"64:ff9b::{ip}",
        f"64:ff9b::{hoog}:{laag}",
        f"64:ff9b:1::{ip}",
        f"2002:{hoog}:{laag}::1",
        f"2001:0:{hoog}:{laag}::{anders[:4]}:{anders[4:]}",
        f"2001:0:c000:0201:0:0:{anders[:4]}:{anders[4:]}",
        f"2001:db8::5efe:{ip}",
        f"2001:db8::200:5efe:{ip}",
        *([f"::{ip}"] if n > 1 else []),
        *(lokaal if ip.packed[0] else []),
    ]


@st.composite
def schrijfwijze(draw: st.DrawFn, ip: IPv4Address) -> str:
    """A host of a URL that means this address."""
    octetten = list(ip.packed)
    if draw(st.booleans()):
        zone = draw(st.sampled_from(["", "%lo", "%1"]))
        return f"[{draw(st.sampled_from(_in_ipv6(ip)))}{zone}]"
    samen = draw(st.integers(0, 3))  # how many of the last parts are one number
    delen = [*octetten[: 3 - samen], int.from_bytes(bytes(octetten[3 - samen :]))]
    nullen = draw(st.integers(0, 3))
    vormen = (str, hex, lambda n: f"0{'0' * nullen}{n:o}", lambda n: f"0X{'0' * nullen}{n:X}")
    return ".".join(draw(st.sampled_from(vormen))(deel) for deel in delen)


@pytest.fixture(scope="module")
def gebeld() -> Iterator[list[Any]]:
    """What was called; nothing really is."""
    naar: list[Any] = []

    async def open_(*waar: Any, **_: Any) -> Any:
        naar.append(waar)
        raise OSError(101, "nowhere")

    def verbind(waar: Any, **_: Any) -> Any:
        naar.append(waar)
        raise OSError(101, "nowhere")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "open_connection", open_)
        patch.setattr(socket, "create_connection", verbind)
        yield naar


def probeer(host: str) -> Soort:
    return asyncio.run(bereik.probeer(Vraag(f"http://{host}:9/"))).soort


@given(data=st.data(), ip=NOOIT)
def test_no_way_to_write_it_gets_it_called(gebeld: list[Any], data: st.DataObject, ip: IPv4Address) -> None:
    host = data.draw(schrijfwijze(ip))
    assert probeer(host) in (Soort.VERBODEN, Soort.NAAM)
    with pytest.raises(NietBezorgd, match=r"nooit aan|niet te vinden"):
        Bode(1).verstuur(Post(f"http://{host}/", b"", "text/plain"))
    assert adressen_om_op_te_halen(f"http://{host}/", "192.0.2.1", frozenset({host.strip("[]").lower()})) == []
    assert gebeld == []


@given(ip=NOOIT)
def test_every_ipv6_address_that_carries_it(ip: IPv4Address) -> None:
    assert [adres for adres in (str(ip), *_in_ipv6(ip)) if not verboden(adres)] == []


@given(ip=WEL)
def test_the_same_ways_to_write_another_address(ip: IPv4Address) -> None:
    assert [adres for adres in (str(ip), *_in_ipv6(ip)) if _is_eenduidig(adres) and verboden(adres)] == []


def _is_eenduidig(adres: str) -> bool:
    """Nobody can tell the forms of 64:ff9b:1::/48 apart, so an address in it carries several."""
    return not adres.startswith("64:ff9b:1:") or adres.startswith("64:ff9b:1::")


@pytest.mark.parametrize(
    "adres",
    [
        "fd00:ec2::254", "fd00:ec2::254%eth0", "FD00:0EC2:0:0:0:0:0:254", "fd20:ce::254", "fd00:c1::a9fe:a9fe",
        "fe80::1", "fe80::a9fe:a9fe%2", "febf::1", "ff02::1", "::", "64:ff9b:1::a9fe:a9fe", "64:ff9b:1:a9fe:a9:fe00::",
    ],
)  # fmt: skip
def test_what_ipv6_has_of_its_own(adres: str) -> None:
    assert verboden(adres)


@pytest.mark.parametrize(
    "adres",
    [
        "::1", "fd00:ec3::254", "fd20:ce::255", "fd00:c1::a9fe:a9ff", "fec0::1", "2001:db8::a9fe:a9fe",
        "64:ff9c::a9fe:a9fe", "2003:a9fe:a9fe::1", "fd12:3456::1", "64:ff9b:1::a00:1",
    ],
)  # fmt: skip
def test_what_only_looks_like_it(adres: str) -> None:
    assert not verboden(adres)


@pytest.mark.parametrize(
    "host",
    [
        "metadata.example", "169.254.169.254.", "169%2e254%2e169%2e254", "[fe80::1%25eth0]", "169。254。169。254",
        "①⑥⑨.254.169.254", "[fd00:ec2::254%25lo]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("ip", ["169.254.169.254", "fd00:ec2::254", "fe80::1%eth0", "64:ff9b::a9fe:a9fe"])
def test_whatever_a_resolver_makes_of_a_name(
    gebeld: list[Any], monkeypatch: pytest.MonkeyPatch, host: str, ip: str
) -> None:
    versie = socket.AF_INET6 if ":" in ip else socket.AF_INET

    def zoek(*_: Any, **__: Any) -> list[Any]:
        return [(versie, socket.SOCK_STREAM, 6, "", (ip, 9))]

    monkeypatch.setattr(socket, "getaddrinfo", zoek)
    assert probeer(host) in (Soort.VERBODEN, Soort.ADRES)
    with pytest.raises((NietBezorgd, bode.AdresOngeldig)):
        Bode(1).verstuur(Post(f"http://{host}/", b"", "text/plain"))
    assert adressen_om_op_te_halen(f"http://{host}/", ip, frozenset({host})) == []
    assert gebeld == []


def test_of_a_name_with_two_addresses_the_other_is_called(monkeypatch: pytest.MonkeyPatch, gebeld: list[Any]) -> None:
    beide = [(socket.AF_INET, 1, 6, "", (ip, 9)) for ip in ("169.254.169.254", "192.0.2.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: beide)
    gebeld.clear()
    with pytest.raises(NietBezorgd, match="niet te bereiken"):
        Bode(1).verstuur(Post("http://twee.example/", b"", "text/plain"))
    assert [waar[0] for waar in gebeld] == ["192.0.2.1"]
    gebeld.clear()


def test_what_is_no_address_is_not_judged() -> None:
    with pytest.raises(ValueError, match="geen-adres"):
        verboden("geen-adres")
