"""Fault switches: what goes wrong on purpose, kept in the world so that reset and restore take them along."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Column, Integer, String

from simulator.kernel import tables
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing, Tx

SOORTEN = ("vertraging", "status", "verbreek", "lvbb-uitkomst", "stam-notificatie")
UITGAAND = {"stam": ("notificatie",)}
"""What a koppelvlak sends by itself, beside the operations of its contracts."""
NOTIFICATIES = ("dubbel", "verlies", "laat", "omgekeerd", "bijlagen-eerst")
"""What can happen to a notification of STAM on purpose (docs/bronnen.md#stam-notificatie, client)."""
UITKOMSTEN = ("niet-valide", "opdracht-niet-valide", "behandeling-afgebroken")
MAX_LAAT = 31 * 86_400
ERNSTEN = ("fout", "waarschuwing", "informatie")
_tabel = tables.wereld_tabel(
    "edge_storing",
    Column("nummer", Integer, nullable=False),
    Column("koppelvlak", String(40), nullable=False),
    Column("operatie", String(80), nullable=False),
    Column("soort", String(40), nullable=False),
    Column("waarde", tables.Json),
    Column("aantal", Integer),
    sleutel=("nummer",),
    vast=True,
)


class StoringOnbekend(ValueError):
    """A fault switch that cannot be set, with the reason in Dutch."""


@dataclass(frozen=True)
class Storing:
    """One switch. operatie "*" is every operation; aantal None is until it is taken away."""

    koppelvlak: str
    soort: str
    operatie: str = "*"
    waarde: Any = None
    aantal: int | None = None
    nummer: int = 0


def lijst(lezing: Lezing) -> list[Storing]:
    """The switches that are on, in their order."""
    return list(lezing.eens("edge/storingen", lambda: _lees(lezing)))


def zet(tx: Tx, storingen: list[Storing]) -> None:
    """Replace all switches. Raises StoringOnbekend."""
    for storing in storingen:
        _toets(storing)
    tx.verwijder(_tabel)
    tx.voeg_alle_toe(_tabel, [{**asdict(storing), "nummer": n} for n, storing in enumerate(storingen, 1)])
    tx.emit("storing.gezet", storingen=[asdict(storing) for storing in storingen])


def _lees(lezing: Lezing) -> tuple[Storing, ...]:
    rijen = lezing.alle_met(_tabel, ("nummer",))
    return tuple(Storing(r.koppelvlak, r.soort, r.operatie, r.waarde, r.aantal, r.nummer) for r in rijen)


def _toets(storing: Storing) -> None:
    waarde = storing.waarde
    if storing.soort not in SOORTEN:
        raise StoringOnbekend(f"soort {storing.soort!r} is onbekend; kies uit {', '.join(SOORTEN)}")
    if storing.soort == "vertraging" and not (isinstance(waarde, int | float) and 0 <= waarde <= 600):
        raise StoringOnbekend("vertraging vraagt een waarde van 0 tot 600 seconden")
    if storing.soort == "status" and not (isinstance(waarde, int) and 400 <= waarde <= 599):
        raise StoringOnbekend("status vraagt een waarde van 400 tot 599")
    if storing.soort == "lvbb-uitkomst":
        _toets_uitkomst(waarde)
    if storing.soort == "stam-notificatie":
        if storing.koppelvlak != "stam" or storing.operatie not in ("*", *UITGAAND["stam"]):
            raise StoringOnbekend("stam-notificatie hoort bij koppelvlak stam en operatie notificatie")
        _toets_notificatie(waarde)
    if storing.aantal is not None and storing.aantal < 1:
        raise StoringOnbekend("aantal is 1 of meer, of ontbreekt")


def _toets_uitkomst(waarde: Any) -> None:
    if not isinstance(waarde, Mapping) or waarde.get("uitkomst") not in UITKOMSTEN:
        raise StoringOnbekend(f"lvbb-uitkomst vraagt een waarde met 'uitkomst', een van {', '.join(UITKOMSTEN)}")
    meldingen = waarde.get("meldingen", [])
    if not isinstance(meldingen, list) or not all(_is_melding(melding) for melding in meldingen):
        raise StoringOnbekend(
            f"lvbb-uitkomst: 'meldingen' is een lijst met 'code', 'tekst' en 'ernst' (een van {', '.join(ERNSTEN)})"
        )


def _toets_notificatie(waarde: Any) -> None:
    if not isinstance(waarde, Mapping) or waarde.get("wat") not in NOTIFICATIES:
        raise StoringOnbekend(f"stam-notificatie vraagt een waarde met 'wat', een van {', '.join(NOTIFICATIES)}")
    if onbekend := sorted(map(str, waarde.keys() - {"wat", "oin", "seconden"})):
        raise StoringOnbekend(f"stam-notificatie: {', '.join(onbekend)} is onbekend; wel: wat, oin, seconden")
    if not isinstance(waarde.get("oin", ""), str):
        raise StoringOnbekend("stam-notificatie: 'oin' is het OIN van de ontvanger, of ontbreekt voor elke ontvanger")
    seconden = waarde.get("seconden")
    goed = isinstance(seconden, int | float) and not isinstance(seconden, bool) and 0 < seconden <= MAX_LAAT
    if (waarde["wat"] == "laat") is not (seconden is not None) or (seconden is not None and not goed):
        raise StoringOnbekend(f"stam-notificatie: bij 'laat', en alleen daarbij, hoort 'seconden', tot {MAX_LAAT}")


def _is_melding(melding: Any) -> bool:
    if not isinstance(melding, Mapping) or not melding.keys() <= {"code", "tekst", "ernst"}:
        return False
    return all(isinstance(waarde, str) for waarde in melding.values()) and melding.get("ernst", "fout") in ERNSTEN


def verbruik(tx: Tx, storing: Storing) -> None:
    """Count one use of a switch; the last use takes it away."""
    if storing.aantal is None:
        return
    if storing.aantal <= 1:
        tx.verwijder(_tabel, _tabel.c.nummer == storing.nummer)
    else:
        tx.wijzig(_tabel, _tabel.c.nummer == storing.nummer, aantal=storing.aantal - 1)


def geldend(lezing: Lezing, koppelvlak: str, operatie: str, soorten: tuple[str, ...]) -> Storing | None:
    """The first switch of these kinds that is on for an operation."""
    return kies(lijst(lezing), koppelvlak, operatie, soorten)


def kies(storingen: list[Storing], koppelvlak: str, operatie: str, soorten: tuple[str, ...]) -> Storing | None:
    """The first of these switches that is of these kinds and on for an operation."""
    for storing in storingen:
        if storing.koppelvlak == koppelvlak and storing.operatie in ("*", operatie) and storing.soort in soorten:
            return storing
    return None


def neem(wereld: Wereld, koppelvlak: str, operatie: str, soorten: tuple[str, ...]) -> Storing | None:
    """As `geldend`, and count the use."""
    with wereld.schrijf() as tx:
        storing = geldend(tx, koppelvlak, operatie, soorten)
        if storing is not None:
            verbruik(tx, storing)
        return storing
