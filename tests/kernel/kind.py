"""A process that a test kills: `python -m tests.kernel.kind URL SOORT HAAK BESTAND`.

It runs a chain of agenda items, each of which sends a message, in a jump (SOORT sprong) or by the running agenda (SOORT
loop). At one place of the third item (HAAK) it says so and waits for what will not come.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.kernel.agenda import Taak
from simulator.kernel.kern import Bijdrage, Kern
from simulator.kernel.store import STANDAARD
from simulator.kernel.transactie import Lezing, Tx
from simulator.kernel.zending import Verzender
from tests.kernel import kamer
from tests.kernel.kamer import DAG, START, STIL

HAKEN = ("voor", "in", "na", "zenden", "gezonden", "klaar")
DERDE = 2  # what is left of the chain in the third item


def bijdrage(bestand: Path, haak: str = "") -> Bijdrage:
    """The room; bestand: where the ids of the messages that arrived are written."""

    def hier(plek: str, gegevens: Mapping[str, Any]) -> None:
        if plek == haak and gegevens["keten"] == DERDE:
            print("hier", flush=True)
            sys.stdin.read()

    def bereid_voor(lezing: Lezing, gegevens: Mapping[str, Any]) -> str:
        hier("voor", gegevens)
        return f"gelezen op {lezing.nu.isoformat()}"

    def voer_uit(tx: Tx, gegevens: Mapping[str, Any], klaar: Any) -> None:
        kamer.tel(tx, {"naam": "x"}, klaar)
        tx.emit("proef.voorbereid", klaar=klaar)
        if gegevens["keten"]:
            tx.plan(tx.nu + gegevens["dagen"] * DAG, "proef.keten", **{**gegevens, "keten": gegevens["keten"] - 1})
        tx.verstuur("proef.bericht", **gegevens)
        hier("in", gegevens)
        tx.na_afloop.append(lambda: hier("na", gegevens))

    def zend(gegevens: Mapping[str, Any], bericht_id: str) -> Mapping[str, Any]:
        hier("zenden", gegevens)
        with bestand.open("a") as ids:
            ids.write(f"{bericht_id}\n")
        hier("gezonden", gegevens)
        return {}

    def klaar(tx: Tx, gegevens: Mapping[str, Any], uitkomst: Mapping[str, Any]) -> None:
        kamer.leg_neer(tx, f"bericht {gegevens['keten']}", 1)
        hier("klaar", gegevens)

    verzender = Verzender(zend, klaar, kamer.mislukt)
    return Bijdrage({"proef.keten": Taak(voer_uit, bereid_voor)}, {"proef.bericht": verzender})


def maak(url: str, bestand: Path, haak: str = "") -> Kern:
    """The kernel on a database."""
    return Kern(None, STIL, [bijdrage(bestand, haak)], url=url)


def plan(kern: Kern, soort: str) -> None:
    """What there is to do: five items, in a jump a day after each other, else all at the same moment."""
    with kern.store.schrijf(STANDAARD) as tx:
        dagen = 1 if soort == "sprong" else 0
        tx.plan(START + dagen * DAG, "proef.keten", keten=4, dagen=dagen)


def draai(kern: Kern, soort: str) -> None:
    """Do it all."""
    if soort == "sprong":
        kern.agenda.spring(STANDAARD, START + 21 * DAG)
    kern.agenda.tot_rust(STANDAARD)


if __name__ == "__main__":
    _, url_, soort_, haak_, bestand_ = sys.argv
    kern_ = maak(url_, Path(bestand_), haak_)
    plan(kern_, soort_)
    if soort_ == "loop":
        kern_.start()
        sys.stdin.read()
    draai(kern_, soort_)
