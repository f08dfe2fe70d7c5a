"""A store that knows what a test tells it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from simulator.lvbb.levering import BekendBesluit, BekendeVersie, LeegRegister
from tests.lvbb.bouw_pakket import Gegevens
from tests.lvbb.bouw_tekst import regeling_xml


@dataclass
class Register(LeegRegister):
    """A store that knows what a test tells it."""

    besluiten: list[BekendBesluit] = field(default_factory=list)
    bekende_versies: list[BekendeVersie] = field(default_factory=list)
    leveringen: set[tuple[str, str]] = field(default_factory=set)
    niet_gemachtigd: set[tuple[str, str]] = field(default_factory=set)
    teksten: dict[str, bytes] = field(default_factory=dict)
    onbekend: set[str] = field(default_factory=set)

    def id_levering_bekend(self, oin: str, id_levering: str) -> bool:
        return (oin, id_levering) in self.leveringen

    def besluit(self, work: str) -> BekendBesluit | None:
        return next((b for b in self.besluiten if b.work == work), None)

    def kennisgevingen_over(self, work: str) -> Iterable[BekendBesluit]:
        return [b for b in self.besluiten if b.mededeling_over == work and b.status != "afgebroken"]

    def versies(self, work: str) -> Iterable[BekendeVersie]:
        return [v for v in self.bekende_versies if v.work == work]

    def doel_in_gebruik(self, doel: str) -> Iterable[BekendeVersie]:
        return [v for v in self.bekende_versies if v.doel == doel]

    def versies_van(self, besluit: str) -> Iterable[BekendeVersie]:
        return [v for v in self.bekende_versies if v.besluit == besluit]

    def tekst(self, expression: str) -> bytes | None:
        return self.teksten.get(expression)

    def gemachtigd(self, aanleveraar: str, bevoegd_gezag: str, op: date) -> bool:
        return (aanleveraar, bevoegd_gezag) not in self.niet_gemachtigd

    def kent_organisatie(self, code: str) -> bool:
        return code not in self.onbekend


def eerste_besluit(g: Gegevens, *, besluit: str = "", **anders: Any) -> BekendBesluit:
    """The besluit that the LVBB has of the first version: published 50 days ago unless told otherwise."""
    werk = besluit or f"/akn/nl/bill/{g.gezag}/{g.jaar}/{g.naam}-besluit-1"
    status = anders.get("status", "gepubliceerd")
    datum = g.vandaag - timedelta(days=50) if status == "gepubliceerd" else g.datum_bekendmaking
    vast: dict[str, Any] = {"status": status, "datum_bekendmaking": datum}
    return BekendBesluit(werk, f"{werk}/nld@{datum}", "besluit", "eerder-1", g.oin, **{**vast, **anders})


def eerste_versie(g: Gegevens, soort: str = "regeling", **anders: Any) -> BekendeVersie:
    """The first version of the regeling or the GIO as the LVBB has it."""
    werk, expressie = (g.regeling, g.was) if soort == "regeling" else (g.gio, f"{g.gio}/nld@{g.vandaag.year};0")
    vast: dict[str, Any] = {
        "besluit": eerste_besluit(g).work,
        "besluit_status": "gepubliceerd",
        "ontwerp": False,
        "doel": f"/join/id/proces/{g.gezag}/{g.jaar}/{g.naam}-doel-1",
        "juridisch_werkend_vanaf": g.vandaag - timedelta(days=40),
    }
    return BekendeVersie(werk, expressie, soort, **{**vast, **anders})


def register_met_eerste(g: Gegevens, **anders: Any) -> Register:
    """A register with the first besluit, the regeling and the GIO; anders: other fields of both versions."""
    status = {"status": anders["besluit_status"]} if "besluit_status" in anders else {}
    ontwerp = {"ontwerp": anders["ontwerp"]} if "ontwerp" in anders else {}
    return Register(
        [eerste_besluit(g, **status, **ontwerp)],
        [eerste_versie(g, **anders), eerste_versie(g, "informatieobject", **anders)],
        teksten={g.was: eerste_tekst(g)},
    )


def eerste_tekst(g: Gegevens) -> bytes:
    """The text of the first version, as the LVBB keeps it."""
    tekst = regeling_xml(replace(g, versie=1))
    return tekst.replace(
        "<RegelingCompact", '<RegelingCompact xmlns="https://standaarden.overheid.nl/stop/imop/tekst/"'
    ).encode()
