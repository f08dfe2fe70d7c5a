"""What an omgeving knows of its callers: API keys, and certificates with the OINs that they may act for.

It stands beside the world, since by a key or a certificate a request can find its omgeving; reset and restore leave it
as it is. Of a key only the SHA-256 is kept. In an omgeving that is `streng` the rules of the real hosts hold:
docs/bronnen.md#toegang (x-api-key, client certificate, whitelist of OINs), #ozon-fouten; the codes are inferred.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, String, Table, Text, delete, exists, insert, select

from simulator.kernel import tables
from simulator.kernel.store import OmgevingOnbekend, Store
from simulator.stelsel.certificaten import Certificaat

STRENG = "streng"
_VINGERAFDRUK = re.compile(r"[0-9a-f]{64}")
_sleutel = Table(
    "stelsel_sleutel",
    tables.metadata,
    Column("sha256", String(64), primary_key=True),
    Column("omgeving", String(64), nullable=False, index=True),
    Column("naam", Text, nullable=False),
)
_certificaat = Table(
    "stelsel_certificaat",
    tables.metadata,
    Column("omgeving", String(64), primary_key=True),
    Column("kenmerk", String(64), primary_key=True, index=True),
    Column("naam", Text, nullable=False),
    Column("oins", tables.Json, nullable=False),
)


class SleutelBestaat(ValueError):
    """A key belongs to one omgeving, and this one is in use."""


class Onbekend(LookupError):
    """There is no such key or certificate in this omgeving."""


@dataclass(frozen=True)
class Sleutel:
    """An API key by what may be shown of it. kenmerk: the begin of its SHA-256."""

    kenmerk: str
    naam: str


@dataclass(frozen=True)
class Houder:
    """A certificate. kenmerk: its OIN, or the SHA-256 of its DER; oins: for which it may act beside its own OIN."""

    kenmerk: str
    naam: str
    oins: tuple[str, ...]


def is_streng(conn: Connection, omgeving: str) -> bool:
    """Whether the real rules hold in an omgeving; not in one that is not there."""
    o = tables.omgeving
    instellingen: Mapping[str, Any] = conn.scalar(select(o.c.instellingen).where(o.c.naam == omgeving)) or {}
    return bool(instellingen.get(STRENG))


def kenmerk(certificaat: str) -> str | None:
    """How a certificate is written down: 20 digits or a SHA-256, with colons or spaces or not; None for another."""
    kaal = re.sub(r"[:\s]", "", certificaat).lower()
    return kaal if _VINGERAFDRUK.fullmatch(kaal) or re.fullmatch(r"[0-9]{20}", kaal) else None


def kenmerk_van(sleutel: str) -> str:
    """By what an API key is known where it may not be shown, "" for none."""
    return _som(sleutel)[:12] if sleutel else ""


def voeg_sleutel_toe(store: Store, omgeving: str, sleutel: str, naam: str) -> Sleutel:
    """Let a key be one of an omgeving; a second time changes its name. Raises SleutelBestaat, OmgevingOnbekend."""
    som = _som(sleutel)
    with store.ruw(omgeving) as conn:
        _moet_er_zijn(conn, omgeving)
        van = conn.scalar(select(_sleutel.c.omgeving).where(_sleutel.c.sha256 == som))
        if van not in (None, omgeving):
            raise SleutelBestaat(omgeving)
        conn.execute(delete(_sleutel).where(_sleutel.c.sha256 == som))
        conn.execute(insert(_sleutel).values(sha256=som, omgeving=omgeving, naam=naam))
    _meld(store)
    return Sleutel(som[:12], naam)


def sleutels(store: Store, omgeving: str) -> list[Sleutel]:
    """The keys of an omgeving, by name."""
    vraag = select(_sleutel).where(_sleutel.c.omgeving == omgeving).order_by(_sleutel.c.naam, _sleutel.c.sha256)
    with store.open_lezing() as conn:
        return [Sleutel(rij.sha256[:12], rij.naam) for rij in conn.execute(vraag)]


def verwijder_sleutel(store: Store, omgeving: str, kenmerk_: str) -> None:
    """Forget a key. Raises Onbekend."""
    deze = (_sleutel.c.omgeving == omgeving, _sleutel.c.sha256.startswith(kenmerk_, autoescape=True))
    with store.ruw(omgeving) as conn:
        if len(kenmerk_) < 12 or not conn.execute(delete(_sleutel).where(*deze)).rowcount:
            raise Onbekend(kenmerk_)
    _meld(store)


def zet_certificaat(store: Store, omgeving: str, houder: Houder) -> bool:
    """Let an omgeving know a certificate, or change what it knows; whether it is new. Raises OmgevingOnbekend."""
    deze = (_certificaat.c.omgeving == omgeving, _certificaat.c.kenmerk == houder.kenmerk)
    with store.ruw(omgeving) as conn:
        _moet_er_zijn(conn, omgeving)
        nieuw = not conn.execute(delete(_certificaat).where(*deze)).rowcount
        rij = {"kenmerk": houder.kenmerk, "naam": houder.naam, "oins": list(houder.oins)}
        conn.execute(insert(_certificaat).values(omgeving=omgeving, **rij))
    _meld(store)
    return nieuw


def certificaten(store: Store, omgeving: str) -> list[Houder]:
    """The certificates that an omgeving knows."""
    c = _certificaat
    with store.open_lezing() as conn:
        rijen = conn.execute(select(c).where(c.c.omgeving == omgeving).order_by(c.c.naam, c.c.kenmerk))
        return [Houder(rij.kenmerk, rij.naam, tuple(rij.oins)) for rij in rijen]


def verwijder_certificaat(store: Store, omgeving: str, kenmerk_: str) -> None:
    """Forget a certificate. Raises Onbekend."""
    deze = (_certificaat.c.omgeving == omgeving, _certificaat.c.kenmerk == kenmerk_)
    with store.ruw(omgeving) as conn:
        if not conn.execute(delete(_certificaat).where(*deze)).rowcount:
            raise Onbekend(kenmerk_)
    _meld(store)


def van_sleutel(conn: Connection, sleutel: str) -> str | None:
    """The omgeving that a key belongs to."""
    return conn.scalar(select(_sleutel.c.omgeving).where(_sleutel.c.sha256 == _som(sleutel)))


def van_certificaat(conn: Connection, certificaat: Certificaat) -> dict[str, frozenset[str]]:
    """By omgeving that knows this certificate, by its OIN or as it is: the OINs for which it may act."""
    eigen = {certificaat.oin} - {""}
    uit: dict[str, frozenset[str]] = {}
    deze = _certificaat.c.kenmerk.in_([certificaat.vingerafdruk, *eigen])
    for rij in conn.execute(select(_certificaat).where(deze)):
        uit[rij.omgeving] = uit.get(rij.omgeving, frozenset(eigen)) | frozenset(rij.oins)
    return uit


def _som(sleutel: str) -> str:
    return hashlib.sha256(sleutel.encode()).hexdigest()


def _moet_er_zijn(conn: Connection, omgeving: str) -> None:
    if not conn.scalar(select(exists().where(tables.omgeving.c.naam == omgeving))):
        raise OmgevingOnbekend(omgeving)


def _meld(store: Store) -> None:
    store.bekenden.meld()
    store.meld_wijziging()
