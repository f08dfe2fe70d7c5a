"""Calling Verzoek afhandelen, for one organisation at a time, with patience for what fails for a moment."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from urllib.parse import urljoin

import httpx

from simulator.basischeck.reference.vth.fouten import Geweigerd, Onverwerkbaar, Tijdelijk

AFHANDELEN = "overheid/verzoeken/api/afhandelen/v2/"
WACHTTIJDEN = (10, 30, 90, 270, 810)
"""Seconds between one attempt and the next: it waits longer every time."""
T = TypeVar("T")


@dataclass(frozen=True)
class Referenties:
    """Where the parts of a verzoek are. documenten, by documentId; grootten: bytes, by documentId, where known."""

    samenvatting: str
    publiceerbaar: str
    documenten: dict[str, str] = field(default_factory=dict)
    grootten: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Gehaald:
    """A document that was read to its end."""

    sha256: str
    grootte: int


class Bron(Protocol):
    """Where a verzoek comes from: the DSO, or what an adapter brought."""

    def vraag(self, methode: str, pad: str, oin: str, **opties: Any) -> httpx.Response:
        """One call for an organisation. Raises VthFout."""

    def document(self, href: str, oin: str) -> Gehaald:
        """Read a document to its end. Raises VthFout."""


@dataclass(frozen=True)
class Loket:
    """The API as this system calls it. basis_url: the simulator."""

    basis_url: str
    client: httpx.Client

    def adres(self, pad: str) -> str:
        """A path below the API, or a link as it came."""
        return urljoin(self.basis_url.rstrip("/") + "/" + AFHANDELEN, pad)

    def vraag(self, methode: str, pad: str, oin: str, **opties: Any) -> httpx.Response:
        """One call for an organisation. Raises Geweigerd, Tijdelijk and Onverwerkbaar."""
        try:
            antwoord = self.client.request(methode, self.adres(pad), headers={"OIN": oin}, **opties)
        except httpx.TransportError as fout:
            raise Tijdelijk(f"{methode} {pad}: {fout!r}") from fout
        _toets(antwoord)
        return antwoord

    def document(self, href: str, oin: str) -> Gehaald:
        """Read a document in parts, and note its hash. Raises as `vraag`; a body that is cut short is Tijdelijk."""
        som, grootte = hashlib.sha256(), 0
        try:
            with self.client.stream("GET", self.adres(href), headers={"OIN": oin}) as antwoord:
                if antwoord.is_error:
                    antwoord.read()
                _toets(antwoord)
                for deel in antwoord.iter_bytes():
                    som.update(deel)
                    grootte += len(deel)
        except httpx.TransportError as fout:
            raise Tijdelijk(f"GET {href}: {fout!r}") from fout
        return Gehaald(som.hexdigest(), grootte)


def som(inhoud: bytes) -> str:
    """The hash under which a document is kept."""
    return hashlib.sha256(inhoud).hexdigest()


def _toets(antwoord: httpx.Response) -> None:
    if not antwoord.is_error:
        return
    tekst = f"{antwoord.request.method} {antwoord.request.url.path} gaf {antwoord.status_code}: {antwoord.text[:300]}"
    if antwoord.status_code == httpx.codes.FORBIDDEN:
        raise Geweigerd(tekst)
    if antwoord.status_code in {404, 408, 409, 425, 429} or antwoord.is_server_error:
        raise Tijdelijk(tekst)
    raise Onverwerkbaar(tekst)


def lees_referenties(inhoud: dict[str, Any]) -> Referenties:
    """From the HAL answer. Raises Onverwerkbaar where it has no links."""
    try:
        links = inhoud["_links"]
        documenten = [dict(link) for link in links.get("documenten") or []]
        return Referenties(
            samenvatting=str(links["samenvatting"]["href"]),
            publiceerbaar=str((links.get("publiceerbaar") or {}).get("href") or ""),
            documenten={_id(link): str(link["href"]) for link in documenten},
            grootten={_id(link): int(link["grootte"]) for link in documenten if "grootte" in link},
        )
    except (KeyError, TypeError, ValueError) as fout:
        raise Onverwerkbaar(f"de verzoekreferenties zijn niet te lezen: {fout!r}") from fout


def _id(link: dict[str, Any]) -> str:
    return str(link.get("documentId") or str(link["href"]).rpartition("/")[2])


def met_geduld(doe: Callable[[], T], wachttijden: tuple[int, ...], wacht: Callable[[float], object]) -> T:
    """Do it, and again after each of these seconds while it is Tijdelijk; the last failure goes to the caller."""
    for seconden in wachttijden:
        try:
            return doe()
        except Tijdelijk:
            wacht(seconden)
    return doe()
