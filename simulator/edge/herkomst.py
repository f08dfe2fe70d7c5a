"""Who sends a browser here. The simulator listens where any website that its user visits can post to or read from.

A website of another can let a form of it post here (its Origin is not ours), and can let a name of its own point at
this machine, so that the browser takes it for one and the same (its Host is not ours: DNS rebinding). Software sends
no Origin, and calls by an address or name that is ours.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

GEWEIGERD = "dso.geweigerd"
"""In the scope of a request for /_sim or a page that is refused: why, in Dutch."""
LEEST = ("GET", "HEAD", "OPTIONS")
VRIJ = ("/_sim/health", "/_sim/ready", "/_sim/stijl.css")
"""What anybody may read under any name: there is nothing of a world in it, and load balancers ask for it."""
_ZELF = ("same-origin", "none")
_GASTHEER = re.compile(r"([A-Za-z0-9._~-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
# Nobody can have such a name on the internet: RFC 6761 (localhost, test), RFC 6762 (local), RFC 8375 (home.arpa), and
# ICANN Board resolution 2024.07.29.06 (internal, which has host.docker.internal).
# In Kubernetes a service is called under .svc, which is no domain of the internet.
_BESLOTEN = (".localhost", ".test", ".local", ".home.arpa", ".internal", ".svc")
ANDERE_WEBSITE = "Dit verzoek komt van een pagina van een andere website; de simulator weigert dat."


@dataclass(frozen=True)
class Eigen:
    """The simulator's own names. namen: in lower case, without a port; plek: of --publieke-url, with its port."""

    namen: frozenset[str] = frozenset()
    plek: str = ""

    @classmethod
    def van(cls, publieke_url: str | None, namen: Iterable[str] = ()) -> "Eigen":
        """publieke_url: where others see it; namen: other names by which it is called."""
        plek = _plek(publieke_url or "")
        return cls(frozenset(_naam(naam) for naam in (plek, *namen)) - {""}, plek)

    def kent(self, gastheer: str) -> bool:
        """Whether a Host can be ours: named in the settings, an IP address, or a name that no stranger can have."""
        naam = _naam(gastheer)
        return not gastheer or naam in self.namen or _is_ip(naam) or _besloten(naam)


def van_elders(eigen: Eigen, methode: str, kop: Callable[[str], str]) -> bool:
    """Whether a browser wants to change something on behalf of another website. kop: gives a header, or ""."""
    site, herkomst = kop("sec-fetch-site"), kop("origin")
    if methode in LEEST or not (site or herkomst):
        return False
    bekend = {kop("host").lower(), eigen.plek} - {""}
    vreemd = (site and site not in _ZELF) or (herkomst and _plek(herkomst) not in bekend)
    return bool(vreemd) or not eigen.kent(kop("host").lower())


def bezwaar(eigen: Eigen, methode: str, pad: str, kop: Callable[[str], str]) -> str:
    """Why /_sim or a page refuses a request, in Dutch; "" when it does not. kop: gives a header, or ""."""
    gastheer = kop("host").lower()
    if eigen.kent(gastheer):
        return ANDERE_WEBSITE if van_elders(eigen, methode, kop) else ""
    if methode in LEEST and pad in VRIJ:
        return ""
    return (
        f"De simulator kent zichzelf niet als {gastheer[:200]}. Is dit uw eigen adres ervan, start hem dan met "
        f"--publieke-url http://{gastheer[:200]}, of noem de naam met --tls-naam."
    )


def _plek(url: str) -> str:
    """Host and port of a URL, "" when it has none."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:  # such as http://[::1
        return ""


def _naam(gastheer: str) -> str:
    """A host without its port, in lower case; "" when it is none."""
    gevonden = _GASTHEER.fullmatch(gastheer)
    return gevonden[1].strip("[]").lower().rstrip(".") if gevonden else ""


def _besloten(naam: str) -> bool:
    return naam != "" and ("." not in naam or naam.endswith(_BESLOTEN))


def _is_ip(tekst: str) -> bool:
    try:
        ipaddress.ip_address(tekst)
    except ValueError:
        return False
    return True
