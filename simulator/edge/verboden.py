"""Which IP addresses are never called: of the machine's own network equipment, so also the metadata service of a
cloud, and of nobody in particular. Several ways to write an IPv6 address carry an IPv4 address that a gateway or a
tunnel calls; that one is judged as well.
"""

import ipaddress
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

_NETTEN = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",  # this network (RFC 791, 3.2)
            "169.254.0.0/16",  # link-local (RFC 3927); the metadata service of most clouds
            "224.0.0.0/4",  # multicast (RFC 5771)
            "255.255.255.255/32",  # broadcast (RFC 919, 7)
            "100.100.100.200/32",  # metadata service of Alibaba Cloud
            "168.63.129.16/32",  # platform service of Azure
            "::/128",  # unspecified (RFC 4291, 2.5.2)
            "fe80::/10",  # link-local (RFC 4291, 2.5.6)
            "ff00::/8",  # multicast (RFC 4291, 2.7)
            "fd00:ec2::/32",  # instance services of AWS, such as fd00:ec2::254
            "fd20:ce::254/128",  # metadata service of Google Cloud
            "fd00:c1::a9fe:a9fe/128",  # metadata service of Oracle Cloud
        ),
    )
)
_COMPATIBEL = ipaddress.IPv6Network("::/96")  # RFC 4291, 2.5.5.1; in it are :: and ::1 too
_VERTAALD = ipaddress.IPv6Network("::ffff:0:0:0/96")  # RFC 2765, 2.1
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, 2.1
_NAT64_LOKAAL = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215; any of the forms of RFC 6052, 2.2 may be in use
_ISATAP = (0x00005EFE, 0x02005EFE)  # RFC 5214, 6.1
_LAATSTE_32 = 0xFFFF_FFFF


def verboden(adres: str) -> bool:
    """Whether this IP address, with or without a zone, is never called. Raises ValueError for what is none."""
    ip = ipaddress.ip_address(adres.partition("%")[0])
    alle = [ip, *_binnenin(ip)] if isinstance(ip, IPv6Address) else [ip]
    return any(een in net for een in alle for net in _NETTEN)


def _binnenin(ip: IPv6Address) -> Iterator[IPv4Address]:
    """Every IPv4 address that an IPv6 address carries."""
    getal = int(ip)
    if ip.ipv4_mapped is not None:
        yield ip.ipv4_mapped
    if ip.sixtofour is not None:  # RFC 3056, 2
        yield ip.sixtofour
    if ip.teredo is not None:  # RFC 4380, 4: the server and the client
        yield from ip.teredo
    isatap = getal >> 32 & _LAATSTE_32 in _ISATAP
    compatibel = ip in _COMPATIBEL and getal > 1
    if isatap or compatibel or ip in _VERTAALD or ip in _NAT64 or ip in _NAT64_LOKAAL:
        yield IPv4Address(getal & _LAATSTE_32)
    if ip in _NAT64_LOKAAL:  # a form in which it begins with zeros is not the one in use
        yield from (vier for begin in (48, 56, 64) if (vier := _rond_u(getal, begin)).packed[0])


def _rond_u(getal: int, begin: int) -> IPv4Address:
    """The 32 bits from this bit on, without the octet of bits 64 to 71 (RFC 6052, 2.2)."""
    octetten = getal.to_bytes(16)
    return IPv4Address(bytes(octetten[plek] for plek in range(begin // 8, 16) if plek != 8)[:4])
