"""The simulator listens where any website that its user visits can post to; a page of another origin is refused.

Software sends none of the headers that this goes by, so it notices nothing.
"""

import ipaddress
from urllib.parse import urlsplit

from fastapi import Request

from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Hier
from simulator.contract import errors
from simulator.edge.omgeving import ONBEKEND

_LEEST = ("GET", "HEAD", "OPTIONS")
_ZELF = ("same-origin", "none")


async def bestaande_omgeving(request: Request) -> None:
    """Refuse what is for an omgeving that is not there. Raises Weigering (404)."""
    if ONBEKEND in request.scope:
        raise Weigering(404, str(errors.OmgevingOnbekend(request.scope[ONBEKEND])))


async def eigen_herkomst(request: Request, hier: Hier) -> None:
    """Refuse what a browser changes on behalf of another site. Raises Weigering (403)."""
    if request.method in _LEEST:
        return
    site, herkomst = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and herkomst is None:
        return
    gastheer = request.headers.get("host", "").lower()
    bekend = {gastheer, _plek(hier.publieke_url or "")} - {""}
    if (site is not None and site not in _ZELF) or (herkomst is not None and _plek(herkomst) not in bekend):
        raise Weigering(403, "Dit verzoek komt van een pagina van een andere website; de simulator weigert dat.")
    if not _te_vertrouwen(request, gastheer, hier.publieke_url):
        raise Weigering(
            403,
            f"De simulator kent zichzelf niet als {gastheer}. Is dit uw eigen adres ervan, start hem dan met "
            f"--publieke-url http://{gastheer}.",
        )


def _plek(url: str) -> str:
    """Host and port of a URL, "" when it has none."""
    return urlsplit(url).netloc.lower()


def _te_vertrouwen(request: Request, gastheer: str, publieke_url: str | None) -> bool:
    """Whether a name can be this machine's own: a site can let a name of its own point at 127.0.0.1."""
    if gastheer == _plek(publieke_url or "") or not _is_ip(request.client.host if request.client else "", lus=True):
        return True
    naam = urlsplit(f"//{gastheer}").hostname or ""
    return "." not in naam or naam.endswith(".localhost") or _is_ip(naam)


def _is_ip(tekst: str, *, lus: bool = False) -> bool:
    try:
        adres = ipaddress.ip_address(tekst)
    except ValueError:
        return False
    return adres.is_loopback or not lus
