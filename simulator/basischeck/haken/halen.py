"""Fetching JSON for a hook. What goes wrong is the set-up, and never called a failure of the software."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from simulator.basischeck.uitkomsten import Configfout

MAX_ANTWOORD = 20 << 20
_SECONDEN = 30
_WAAROM = {
    401: "de aanmelding wordt niet aanvaard; kloppen client_id en geheim, en lopen de klokken gelijk?",
    403: "de aanmelding mag dit niet; geef de applicatie leesrecht",
    404: "dat adres bestaat niet; klopt het basisadres?",
    406: "het register wil een andere vorm van antwoord geven",
}


@contextlib.contextmanager
def client(haak: str, koppen: Mapping[str, str]) -> Iterator[httpx.Client]:
    """A client for one question; closed afterwards. haak: its name in the plan, for errors."""
    with httpx.Client(headers=dict(koppen), timeout=_SECONDEN, trust_env=False, follow_redirects=False) as gemaakt:
        try:
            yield gemaakt
        except (httpx.HTTPError, httpx.InvalidURL) as fout:
            raise Configfout(f"{haak}: geen antwoord ({type(fout).__name__}: {str(fout)[:200]})") from fout


def haal(
    client: httpx.Client, haak: str, url: str, *, methode: str = "GET", params: Any = None, body: Any = None
) -> Any:
    """The JSON at an address. Raises Configfout for any other answer."""
    ruw = b"".join(stroom(client, haak, url, methode=methode, params=params, body=body, hoogstens=MAX_ANTWOORD))
    try:
        return json.loads(ruw)
    except ValueError:
        raise Configfout(f"{haak}: {url} geeft geen JSON") from None


def stroom(
    client: httpx.Client,
    haak: str,
    url: str,
    *,
    methode: str = "GET",
    params: Any = None,
    body: Any = None,
    hoogstens: int = 0,
) -> Iterator[bytes]:
    """The bytes at an address. hoogstens: more than this many are refused, 0 is without end. Raises Configfout."""
    gelezen = 0
    with client.stream(methode, url, params=params, json=body) as antwoord:
        if antwoord.status_code != 200:
            waarom = _WAAROM.get(antwoord.status_code, "dat kan de haak niet lezen")
            raise Configfout(f"{haak}: {url} gaf status {antwoord.status_code}: {waarom}")
        for deel in antwoord.iter_bytes():
            gelezen += len(deel)
            if hoogstens and gelezen > hoogstens:
                raise Configfout(f"{haak}: {url} gaf meer dan {hoogstens} bytes")
            yield deel
