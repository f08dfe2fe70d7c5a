"""Made-up persons, companies, numbers and addresses: nothing here exists, and the numbers cannot.

A BSN is of the test range 9999xxxxx and passes the eleven-test; KvK- and vestigingsnummers begin with 9999, telephone
numbers with 0600, and mail goes to names that are reserved for examples.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from simulator.kernel.ids import Toeval
from simulator.places import place
from simulator.stam.model import Adres, AfwijkendAdres, BuitenlandsAdres
from simulator.stelsel import organisaties

ZONDER_BSN = "000000000"
"""What the loket gives where it has no BSN (docs/bronnen.md#stam-personen, client)."""
DOMEIN = "verzonnen.example"


@dataclass(frozen=True)
class Plaats:
    """Where addresses of a gemeente lie. postcode: its four digits."""

    woonplaats: str
    postcode: str
    kadastraal: str
    straten: tuple[str, ...]


@dataclass(frozen=True)
class Naam:
    """The name of a person."""

    voorletters: str
    voorvoegsel: str
    achternaam: str

    @property
    def voluit(self) -> str:
        """On one line."""
        return " ".join(deel for deel in (self.voorletters, self.voorvoegsel, self.achternaam) if deel)


def naam(toeval: Toeval, *, diacrieten: bool = False) -> Naam:
    """A person. diacrieten: with signs that not every system knows."""
    lijst = _lijsten()["achternamen_met_tekens" if diacrieten else "achternamen"]
    voorvoegsel, achternaam = toeval.choice(lijst)
    return Naam(toeval.choice(_lijsten()["voorletters"]), voorvoegsel, achternaam)


def bedrijf(toeval: Toeval) -> str:
    """The handelsnaam of a company."""
    return str(toeval.choice(_lijsten()["bedrijven"]))


def kwaliteitsborger(toeval: Toeval) -> str:
    """The handelsnaam of a kwaliteitsborger."""
    return str(toeval.choice(_lijsten()["kwaliteitsborgers"]))


def bsn(toeval: Toeval) -> str:
    """Nine digits of the test range that pass the eleven-test."""
    while True:
        acht = f"9999{toeval.randrange(10_000):04d}"
        rest = sum(gewicht * int(cijfer) for gewicht, cijfer in zip(range(9, 1, -1), acht, strict=True)) % 11
        if rest < 10:
            return f"{acht}{rest}"


def kvk_nummer(toeval: Toeval) -> str:
    """Eight digits."""
    return f"9999{toeval.randrange(10_000):04d}"


def vestigingsnummer(toeval: Toeval) -> str:
    """Twelve digits."""
    return f"9999{toeval.randrange(100_000_000):08d}"


def telefoon(toeval: Toeval) -> str:
    """Ten digits."""
    return f"0600{toeval.randrange(1_000_000):06d}"


def email(toeval: Toeval) -> str:
    """An address that no mail can reach."""
    return f"post{toeval.randrange(100_000):05d}@{DOMEIN}"


def bag_id(toeval: Toeval, gemeente: str) -> str:
    """Sixteen digits of a nummeraanduiding. gemeente: such as gm9920."""
    return f"{gemeente.removeprefix('gm'):>04}20{toeval.randrange(10**10):010d}"


def plaats(gemeente: str) -> Plaats:
    """Where addresses of this gemeente lie: a town of our own, or one that is called after the gemeente."""
    rij = _plaatsen().get(gemeente) or _plaatsen()[""]
    organisatie = organisaties.bij_code(gemeente)
    eigen = organisatie.naam.removeprefix("Gemeente ") if organisatie is not None else "Nergenshuizen"
    return Plaats(rij["woonplaats"] or eigen, rij["postcode"], rij["kadastraal"] or eigen, tuple(rij["straten"]))


def postcode(toeval: Toeval, waar: Plaats) -> str:
    """Four digits and two letters, without a space."""
    return waar.postcode + "".join(toeval.choice("BCDEGHJKLMNPRTVWXZ") for _ in range(2))


def adres(toeval: Toeval, gemeente: str) -> Adres:
    """An address in a gemeente; one in four has a letter or an addition."""
    waar = plaats(gemeente)
    letter, toevoeging = toeval.choice((("", ""),) * 6 + (("a", ""), ("", "2")))
    huisnummer = toeval.randrange(1, 240)
    straat = toeval.choice(waar.straten)
    return Adres(straat, huisnummer, postcode(toeval, waar), waar.woonplaats, letter, toevoeging)


def postbus(toeval: Toeval, gemeente: str) -> AfwijkendAdres:
    """A postbus, or an antwoordnummer now and then."""
    waar = plaats(gemeente)
    soort = toeval.choice(("Postbus", "Postbus", "Antwoordnummer"))
    nummer = toeval.randrange(1, 9000)
    if soort == "Postbus":
        return AfwijkendAdres("Postbus", nummer, postcode(toeval, waar), waar.woonplaats)
    return AfwijkendAdres("Antwoordnummer", nummer, postcode(toeval, waar), waar.woonplaats)


def buitenlands_adres(toeval: Toeval) -> BuitenlandsAdres:
    """One to three lines and a country."""
    lijst = _lijsten()["buitenland"]
    nummer = toeval.randrange(len(lijst["landen"]))
    regels = (*lijst["regels"][nummer], "t.a.v. de bewoner")
    return BuitenlandsAdres(tuple(regels[: toeval.randint(1, 3)]), lijst["landen"][nummer])


def op_een_regel(waar: Adres) -> str:
    """An address as an answer has it."""
    nummer = f"{waar.huisnummer}{waar.huisletter}"
    nummer += f"-{waar.huisnummertoevoeging}" if waar.huisnummertoevoeging else ""
    return f"{waar.straatnaam} {nummer}, {waar.postcode} {waar.woonplaats}"


@cache
def _lijsten() -> Mapping[str, Any]:
    return tomllib.loads((place("fixtures") / "fictief.toml").read_text(encoding="utf-8"))


@cache
def _plaatsen() -> Mapping[str, Any]:
    return {rij["gemeente"]: rij for rij in _lijsten()["plaats"]}
