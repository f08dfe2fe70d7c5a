"""A message out: how its kind is sent, and what comes of an attempt."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from simulator.kernel import tables
from simulator.kernel.journal import Inschrijving
from simulator.kernel.redenen import eigen_fout
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing, Tx

OPNIEUW = "kernel.uitgaand.opnieuw"
MISLUKT = "kernel.taak.mislukt"
MAX_REDEN = 1000
"""How many characters of why an attempt failed are kept: what the other side sent can stand in it."""
Journaal = Mapping[str, Any] | Sequence[Mapping[str, Any]]
_log = logging.getLogger("dso-sim.outbox")


class Zendfout(Exception):
    """An attempt failed; `opnieuw` tells whether another could do better; journaal: as in the result of `zend`."""

    def __init__(self, reden: str, *, opnieuw: bool = True, journaal: Journaal | None = None) -> None:
        super().__init__(reden)
        self.reden = reden if len(reden) <= MAX_REDEN else reden[: MAX_REDEN - 1] + "…"
        self.opnieuw = opnieuw
        self.journaal = journaal


@dataclass(frozen=True)
class Verzender:
    """How one kind of message is sent.

    zend does the sending, outside any transaction, and gives its result (plain data) or raises Zendfout; klaar and
    mislukt put the outcome in the store. A result with `journaal` (fields of Inschrijving, or a list of them) is
    entered as messages out, after what `klaar` made of it; wachttijden: how long after each failed attempt the next one
    comes, and before it comes `opnieuw` hears the reason. voorbereiden: makes what zend gets of the data that were
    kept, at every attempt, from the world as it is then (`Wereld` is for what zend reads itself, later); it may raise
    Zendfout too. Any other error than Zendfout is a fault of the simulator: the message is mislukt, there is an event
    of it, and `mislukt` hears it.
    """

    zend: Callable[[Mapping[str, Any], str], Mapping[str, Any]]
    klaar: Callable[[Tx, Mapping[str, Any], Mapping[str, Any]], None]
    mislukt: Callable[[Tx, Mapping[str, Any], str], None]
    wachttijden: tuple[timedelta, ...] = ()
    opnieuw: Callable[[Tx, Mapping[str, Any], str], None] | None = None
    voorbereiden: Callable[[Lezing, Wereld, Mapping[str, Any]], Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class Zending:
    """A message on its way, with what its verzender gets of it."""

    omgeving: str
    rij: Row[Any]
    gegevens: Mapping[str, Any]


@dataclass(frozen=True)
class Afloop:
    """What came of an attempt: `uitkomst`, or `fout`: a Zendfout, or a fault of the simulator."""

    omgeving: str
    rij: Row[Any]
    uitkomst: Mapping[str, Any] = field(default_factory=dict)
    fout: Exception | None = None


def inschrijvingen(tx: Tx, afloop: Afloop) -> Iterator[Inschrijving]:
    """What the journal keeps of an attempt."""
    fout = afloop.fout
    journaal = (fout.journaal if isinstance(fout, Zendfout) else afloop.uitkomst.get("journaal")) or []
    for velden in [journaal] if isinstance(journaal, Mapping) else journaal:
        yield Inschrijving(omgeving=tx.omgeving, op=tx.nu, richting="uit", **velden)


def werk_bij(tx: Tx, verzender: Verzender | None, afloop: Afloop) -> None:
    """Keep what came of an attempt; a message that goes once more waits for its moment."""
    rij, fout = afloop.rij, afloop.fout
    pogingen = rij.pogingen + 1
    if verzender is None or not isinstance(fout, Zendfout | None):
        _log.error("versturen mislukt: %s", rij.soort, exc_info=fout)
        leg_weg(tx, verzender, rij, fout or LookupError(rij.soort))
    elif fout is None:
        _zet(tx, rij, status="verstuurd", pogingen=pogingen, fout="")
        verzender.klaar(tx, rij.gegevens, afloop.uitkomst)
    elif fout.opnieuw and pogingen <= len(verzender.wachttijden):
        volgende = tx.nu + verzender.wachttijden[pogingen - 1]
        _zet(tx, rij, pogingen=pogingen, fout=fout.reden, volgende=volgende)
        if verzender.opnieuw is not None:
            verzender.opnieuw(tx, rij.gegevens, fout.reden)
        tx.te_versturen.append((volgende, rij.nummer))
        tx.plan(volgende, OPNIEUW)
        tx.post = True
    else:
        _zet(tx, rij, status="mislukt", pogingen=pogingen, fout=fout.reden)
        verzender.mislukt(tx, rij.gegevens, fout.reden)


def leg_weg(tx: Tx, verzender: Verzender | None, rij: Row[Any], fout: Exception) -> None:
    """A fault of ours ends a message; verzender: who hears it, None when nobody does."""
    reden = eigen_fout(fout)
    _zet(tx, rij, status="mislukt", pogingen=rij.pogingen + 1, fout=reden)
    tx.emit(MISLUKT, taak=rij.soort, gegevens=rij.gegevens, fout=reden)
    if verzender is not None:
        verzender.mislukt(tx, rij.gegevens, reden)


def _zet(tx: Tx, rij: Row[Any], **waarden: Any) -> None:
    tx.wijzig_met(tables.uitgaand, {"nummer": rij.nummer}, **waarden)
