"""Twenty omgevingen, each with data that can be recognised, and a random stream of calls at them.

Every omgeving has a mark, a year on its clock, an OIN, an API key and a certificate of its own. Whatever is asked and
however the omgeving is found, an answer never holds the mark, the year or the OIN of another.
"""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.lvbb import bouw

AANTAL = 20
JAAR = 2040
LVBB = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
OZON = "/publiek/omgevingsdocumenten/api/presenteren/v8"
BUS = "/opentunnel/00000001234567890000/dso/lvbb/spa"
JSON = {"content-type": "application/json"}
_SPOOR = re.compile(rb"merk(\d\d)|\b(20[4-6]\d)-[01]\d|0000000388(\d\d)77000000")


@dataclass(frozen=True)
class Vraag:
    """One call. verwacht: the statuses that it may have, () for any below 500; eigen: the answer holds the own mark."""

    soort: str
    methode: str
    pad: str
    kop: Mapping[str, str] = field(default_factory=dict)
    inhoud: bytes = b""
    verwacht: tuple[int, ...] = (200,)
    eigen: bool = False


Roep = Callable[[Vraag, bytes | None], tuple[int, bytes]]
"""Makes a call, with a certificate (DER) or without; gives the status and the body."""


@dataclass
class Plek:
    """One omgeving, and what it holds."""

    nr: int
    der: bytes
    zonder_oin: bytes  # another certificate of it, that leaves no OIN in a journal
    leveringen: list[str] = field(default_factory=list)
    regeling: str = ""

    @property
    def naam(self) -> str:
        return f"o{self.nr:02}"

    @property
    def merk(self) -> str:
        return f"merk{self.nr:02}"

    @property
    def oin(self) -> str:
        return f"0000000388{self.nr:02}77000000"

    @property
    def sleutel(self) -> str:
        return f"sleutel-{self.nr:02}-geheim"

    @property
    def jaar(self) -> int:
        return JAAR + self.nr

    @property
    def maandag(self) -> date:
        dag = date(self.jaar, 3, 1)
        return dag + timedelta(days=-dag.weekday() % 7)


def plekken() -> list[Plek]:
    """The omgevingen, still to be made."""
    return [Plek(nr, certificaat(f"0000000388{nr:02}77000000"), certificaat("")) for nr in range(AANTAL)]


def certificaat(oin: str) -> bytes:
    """A certificate (DER) with an OIN, "" for none; nobody vouches for it."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    soort = x509.NameOID.SERIAL_NUMBER if oin else x509.NameOID.COMMON_NAME
    naam = x509.Name([x509.NameAttribute(soort, oin or "proef")])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    maker = x509.CertificateBuilder().subject_name(naam).issuer_name(naam).public_key(sleutel.public_key())
    maker = maker.serial_number(1).not_valid_before(begin).not_valid_after(begin + timedelta(days=9000))
    return maker.sign(sleutel, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def richt_in(roep: Roep, alle: list[Plek]) -> None:
    """Make every omgeving and publish a plan in it, all over HTTP."""

    def doe(plek: Plek, methode: str, pad: str, inhoud: Any = None, **kop: str) -> Any:
        ruw = inhoud if isinstance(inhoud, bytes) else b"" if inhoud is None else orjson.dumps(inhoud)
        status, antwoord = roep(Vraag("inrichten", methode, pad, {**JSON, **kop}, ruw), None)
        assert status < 300, antwoord
        return orjson.loads(antwoord) if antwoord else None

    for plek in alle:
        klok = f"{plek.maandag}T09:00"
        eigen = {"naam": plek.naam, "klok": klok, "snelheid": 0, "zaad": 100 + plek.nr}
        doe(plek, "POST", "/_sim/omgevingen", eigen)
        voor = f"/o/{plek.naam}"
        doe(plek, "POST", f"{voor}/_sim/sleutels", {"naam": plek.merk, "sleutel": plek.sleutel})
        doe(plek, "PUT", f"{voor}/_sim/certificaten/{plek.oin}", {"naam": plek.merk, "oins": [plek.oin]})
        afdruk = hashlib.sha256(plek.zonder_oin).hexdigest()
        doe(plek, "PUT", f"{voor}/_sim/certificaten/{afdruk}", {"naam": "zonder OIN"})
        doe(plek, "PUT", f"{voor}/_sim/machtigingen/gm9920/lvbb", {"leverancier": plek.oin})
        g = bouw.Gegevens(
            vandaag=plek.maandag, naam=plek.merk, id_levering=f"levering-{plek.merk}", aanleveraar=plek.oin
        )
        zip_ = bouw.zip_van(bouw.bestanden_besluit(g))
        kop = {"content-type": "application/zip", "x-oin": plek.oin}
        plek.leveringen.append(doe(plek, "POST", f"{voor}{LVBB}", zip_, **kop)["leveringId"])
        doe(plek, "POST", f"{voor}/_sim/klok/spring", {"duur": "P14D"})
        (regeling,) = doe(plek, "GET", f"{voor}{OZON}/regelingen")["_embedded"]["regelingen"]
        plek.regeling = re.sub("[/-]", "_", regeling["identificatie"])
        doe(plek, "POST", f"{voor}/_sim/snapshots", {"naam": f"basis {plek.merk}"})


def vreemd(plek: Plek, antwoord: bytes) -> list[bytes]:
    """What an answer holds of another omgeving."""
    eigen = {f"{plek.nr:02}".encode(), str(plek.jaar).encode()}
    return [s[0] for s in _SPOOR.finditer(antwoord) if (s[1] or s[2] or s[3]) not in eigen]


def vraag(rng: random.Random, plek: Plek, alle: list[Plek]) -> Vraag:
    """A call at an omgeving, by its real path; what is asked by id is as often of another omgeving."""
    ander = rng.choice(alle) if rng.random() < 0.5 else plek
    maak = rng.choices(_VRAGEN, _GEWICHTEN)[0]
    return maak(rng, plek, ander)


def gericht(rng: random.Random, gevraagd: Vraag, plek: Plek, alle: list[Plek]) -> tuple[Vraag, bytes | None, str]:
    """(the call, its certificate, by what it finds its omgeving); what counts less points elsewhere at times."""
    elders = rng.choice(alle)
    weg = rng.choice(("pad", "host", "sleutel", "certificaat"))
    pad, kop, der = gevraagd.pad, dict(gevraagd.kop), None
    if weg == "pad":
        pad = f"/o/{plek.naam}{pad}"
        kop["host"] = rng.choice(("sim", f"{elders.naam}.localhost"))
    elif weg == "host":
        kop["host"] = rng.choice((f"{plek.naam}.localhost", f"{plek.naam.upper()}.LOCALHOST:8080"))
    elif weg == "sleutel":
        kop["x-api-key"] = plek.sleutel
    else:
        der = rng.choice((plek.der, plek.zonder_oin))
    if weg in ("pad", "host") and rng.random() < 0.3:
        kop["x-api-key"] = elders.sleutel
    if weg != "certificaat" and rng.random() < 0.2:
        der = elders.zonder_oin
    return (
        Vraag(gevraagd.soort, gevraagd.methode, pad, kop, gevraagd.inhoud, gevraagd.verwacht, gevraagd.eigen),
        der,
        weg,
    )


@dataclass
class Telling:
    """What was asked, and what was wrong with an answer."""

    soorten: Counter[str] = field(default_factory=Counter)
    wegen: Counter[str] = field(default_factory=Counter)
    per_plek: Counter[str] = field(default_factory=Counter)
    fouten: list[str] = field(default_factory=list)

    def beoordeel(self, plek: Plek, gedaan: Vraag, weg: str, status: int, antwoord: bytes) -> None:
        self.soorten[gedaan.soort] += 1
        self.wegen[weg] += 1
        self.per_plek[plek.naam] += 1
        wat = f"{gedaan.methode} {gedaan.pad} ({weg} naar {plek.naam}) gaf {status}"
        if gevonden := vreemd(plek, antwoord):
            self.fouten.append(f"{wat} met {gevonden[:3]}")
        if status >= 500 or (gedaan.verwacht and status not in gedaan.verwacht):
            self.fouten.append(f"{wat}: {antwoord[:300]!r}")
        elif gedaan.eigen and status == 200 and plek.merk.encode() not in antwoord:
            self.fouten.append(f"{wat} zonder {plek.merk}: {antwoord[:300]!r}")


def _regelingen(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    return Vraag("regelingen", "GET", f"{OZON}/regelingen?size={rng.randint(1, 50)}", eigen=True)


def _regeling(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    deel = rng.choice(("", "", "/documentstructuur"))
    status = (200,) if ander is plek else (404,)
    # The path itself is told back in an error, and it may name another.
    pad = f"{OZON}/regelingen/{ander.regeling if ander is plek else _zonder_merk(ander)}{deel}"
    return Vraag("regeling", "GET", pad, verwacht=status, eigen=not deel)


def _zonder_merk(ander: Plek) -> str:
    """The identificatie of another, as it would be told back; its mark in capitals is no mark."""
    return ander.regeling.replace(ander.merk, ander.merk.upper())


def _info(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    return Vraag("info", "GET", f"{OZON}/{rng.choice(('app-health', 'app-info', 'crss'))}")


def _levering(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    deel = rng.choice(("", "/resultaten", "/resultaten/1"))
    status = (200,) if ander is plek else (404,)
    return Vraag("levering", "GET", f"{LVBB}/{rng.choice(ander.leveringen)}{deel}", verwacht=status, eigen=not deel)


def _oordeel(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    deel = rng.choice(("", "/oordeel"))
    return Vraag(
        "oordeel", "GET", f"/_sim/leveringen/{ander.leveringen[0]}{deel}", verwacht=(200,) if ander is plek else (404,)
    )


def _beheer(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    pad, eigen = rng.choice(_BEHEER)
    return Vraag("beheer", "GET", f"/_sim/{pad}", eigen=eigen)


_BEHEER = (
    ("klok", False),
    ("leveringen", True),
    ("journaal?nieuwste=true&aantal=10", False),
    ("journaal?aantal=5&koppelvlak=lvbb", False),
    ("gebeurtenissen?aantal=20", True),
    ("snapshots", True),
    ("storingen", False),
    ("agenda", False),
    ("uitgaand", False),
    ("sleutels", True),
    ("certificaten", True),
    ("machtigingen", False),
    ("organisaties?zoek=00000003&aantal=5", False),
    ("fixtures", False),
)


def _pagina(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    pad = rng.choice(("/", "/_sim/leveringen.html", "/_sim/journaal.html", "/_sim/toegang.html"))
    return Vraag("pagina", "GET", pad, {"accept": "text/html"}, eigen="journaal" not in pad)


def _fout(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    methode, pad, status = rng.choice(
        (
            ("GET", f"{OZON}/niets", 404),
            ("DELETE", f"{OZON}/regelingen", 405),
            ("GET", f"{OZON}/regelingen?page=x", 400),
            ("POST", LVBB, 415),
            ("GET", f"{BUS}/resultaat/ophalen/niets", 404),
            ("GET", "/_sim/niets", 404),
        )
    )
    return Vraag("fout", methode, pad, {"content-type": "text/plain"}, verwacht=(status,))


def _storing(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    melding = {"code": plek.merk, "tekst": f"storing in {plek.merk}"}
    waarde = {"uitkomst": "niet-valide", "meldingen": [melding]}
    aan = {"koppelvlak": "lvbb", "soort": "lvbb-uitkomst", "waarde": waarde}
    return Vraag("storing", "PUT", "/_sim/storingen", JSON, orjson.dumps({"storingen": [aan]}), eigen=True)


def _spring(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    return Vraag("spring", "POST", "/_sim/klok/spring", JSON, orjson.dumps({"duur": f"PT{rng.randint(0, 9)}S"}))


def _snapshot(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    naam = f"extra {plek.merk} {rng.randint(1, 2)}"
    return Vraag("snapshot", "POST", "/_sim/snapshots", JSON, orjson.dumps({"naam": naam}), (201,))


def _herstel(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    # The name of a snapshot of another is told back, with what there is: so it is asked without its mark.
    pad = f"/_sim/snapshots/basis%20{plek.merk}/herstel" if rng.random() < 0.7 else "/_sim/snapshots/niets/herstel"
    return Vraag("herstel", "POST", pad, verwacht=(204, 404))


def _lever(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    query = f"?idLevering=rommel-{plek.merk}-{rng.randint(1, 10**9)}"
    kop = {"content-type": "application/zip", "x-oin": plek.oin}
    return Vraag("lever", "POST", LVBB + query, kop, b"geen zip", (202,))


def _bied(rng: random.Random, plek: Plek, ander: Plek) -> Vraag:
    aanbod = {
        "oin_bevoegdgezag": plek.oin,
        "leverings_id": f"bus-{plek.merk}",
        "conversation_id": f"{plek.merk}-{rng.randint(1, 10**9)}",
        "url": f"http://192.0.2.1/{plek.merk}.zip",
        "checksum": "0" * 64,
        "grootte": 10,
    }
    return Vraag("bied", "POST", f"{BUS}/valideren", JSON, orjson.dumps(aanbod), eigen=True)


_VRAGEN = (
    *(_regelingen, _regeling, _info, _levering, _oordeel, _beheer, _pagina, _fout),
    *(_storing, _spring, _snapshot, _herstel, _lever, _bied),
)
_GEWICHTEN = (60, 260, 560, 90, 6, 30, 1, 40, 2, 2, 1, 1, 2, 2)
