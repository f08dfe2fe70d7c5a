"""What an operation gets and what it gives."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Self

import orjson

from simulator.contract import adres, jsonlezer, namen
from simulator.contract.draden import Draden
from simulator.contract.errors import BodyOngeldig
from simulator.contract.openapi import Contract, Operatie
from simulator.kernel.store import Wereld

HAL = "application/hal+json"
PROBLEM = "application/problem+json"


@dataclass
class Spoor:
    """What becomes known of a request on its way, for the journal. Made by the edge.

    basis_url: of the omgeving, as the caller can reach it, without a slash at the end; voorvoegsel: the path of the
    omgeving that stood before the real one, "" without; oin: of the organisation for which is acted, by header;
    certificaat: the caller's own as DER, None without one that counts; certificaat_oin: the OIN in it, "" without;
    draden: for what blocks.
    """

    wereld: Wereld
    basis_url: str
    afzender_ip: str = ""
    koppelvlak: str = ""
    operatie: str = ""
    oin: str = ""
    kenmerken: dict[str, str] = field(default_factory=dict)
    regels: list[str] = field(default_factory=list)
    verzoek_blob: str | None = None
    certificaat: bytes | None = None
    certificaat_oin: str = ""
    voorvoegsel: str = ""
    draden: Draden = field(default_factory=Draden)


@dataclass(frozen=True)
class Stroom:
    """A body that is made while it is sent: the bytes from begin up to einde of one of `grootte` bytes.

    lees: gives those between two places, in chunks, none empty, and holds nothing of the store while it waits for the
    next one to be asked: a caller can be slow. See `contract.stroom`.
    """

    grootte: int
    begin: int
    einde: int
    lees: Callable[[int, int], Generator[bytes, None, None]]


@dataclass(frozen=True)
class Answer:
    """An answer: status, body, media type and further headers; with a stroom that is the body."""

    status: int = 200
    inhoud: bytes = b""
    media: str = HAL
    kop: Mapping[str, str] = field(default_factory=dict)
    stroom: Stroom | None = None

    @classmethod
    def json(cls, inhoud: Any, status: int = 200, media: str = HAL, kop: Mapping[str, str] | None = None) -> Self:
        """An answer of plain data."""
        return cls(status, orjson.dumps(inhoud), media, kop or {})


@dataclass(frozen=True)
class Links:
    """Absolute addresses, as the caller can reach them: `basis` is scheme, host and the contract's own base path."""

    basis: str

    def url(self, pad: str, **query: Any) -> str:
        """The address of a path within the contract; query values that are None are left out."""
        vraag = adres.vraag(query)
        return f"{self.basis}{adres.pad(pad)}" + (f"?{vraag}" if vraag else "")


@dataclass
class Call:
    """One call of an operation.

    path and query: by parameter name, converted as the contract says, with its defaults; kop: header names in lower
    case; lichaam: the body as an open file, with its size in bytes; afgekapt: it was larger than the contract takes.
    """

    spoor: Spoor
    contract: Contract
    operatie: Operatie
    pad: str
    path: dict[str, str]
    query: dict[str, Any]
    kop: dict[str, str]
    lichaam: IO[bytes]
    grootte: int = 0
    afgekapt: bool = False

    @property
    def wereld(self) -> Wereld:
        """The world of the omgeving that was called."""
        return self.spoor.wereld

    @property
    def oin(self) -> str:
        """The acting organisation's OIN, or ""."""
        return self.spoor.oin

    @property
    def links(self) -> Links:
        """For hrefs in the answer."""
        return Links(self.spoor.basis_url + self.contract.basis)

    def adres(self, operatie: str, /, **waarden: str) -> str:
        """Where an operation of this contract is: see `Contract.pad`. Raises KeyError."""
        return self.spoor.basis_url + self.contract.pad(operatie, **waarden)

    @property
    def ruw(self) -> IO[bytes]:
        """The body as an open file, at its beginning."""
        self.lichaam.seek(0)
        return self.lichaam

    def header(self, naam: str) -> str:
        """A request header, or ""."""
        return self.kop.get(naam.lower(), "")

    def json(self) -> Any:
        """The body as plain data. Raises BodyOngeldig."""
        try:
            return namen.naar_ons(jsonlezer.lees(self.ruw.read()), self.contract.namen)
        except jsonlezer.JsonFout as fout:
            raise BodyOngeldig(("body", f"Dit is {fout}")) from None

    def kenmerk(self, naam: str, waarde: str) -> None:
        """Let the journal know by what this message can be found."""
        self.spoor.kenmerken[naam] = waarde

    def informatie(self, tekst: str) -> None:
        """Put a line with the message in the journal."""
        self.spoor.regels.append(tekst)
