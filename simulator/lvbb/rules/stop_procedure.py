"""The steps of a Procedureverloop: STOP1300-1305, 1310-1313, 1315 and 1319.

Source: imop-procedure of STOP 1.3.0 (confirmed); the steps: docs/bronnen.md#stop-waardelijsten. A step that is not in
`_STAPPEN` has no place in any order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from simulator.lvbb.levering import Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import D, Knoop, knopen, normaal, waarde

regels = Regels()

_PREFIX = "/join/id/stop/procedure/stap_"


@dataclass(frozen=True)
class Soort:
    """What a kind of step may and must.

    plaats: among steps of one date; besluit, reactie, beroep: the place in that order, 0 for none; later: the orders in
    which the step needs a later date than the one before it; fase_*: begin, in or einde of a period.
    """

    plaats: int
    uniek: bool = False
    exclusief: str = ""
    besluit: int = 0
    reactie: int = 0
    beroep: int = 0
    later: bool = False
    fase_beroep: str = ""
    fase_schorsing: str = ""


_STAPPEN = {
    _PREFIX + "002": Soort(1, uniek=True, besluit=1, reactie=1, beroep=1),
    _PREFIX + "003": Soort(2, uniek=True, besluit=2, reactie=1, beroep=1),
    _PREFIX + "004": Soort(3, uniek=True, besluit=3),
    _PREFIX + "014": Soort(101, uniek=True, exclusief="ontwerp", reactie=2),
    _PREFIX + "005": Soort(102, uniek=True, exclusief="ontwerp", reactie=3, later=True),
    _PREFIX + "015": Soort(201, uniek=True, exclusief="definitief", reactie=2, later=True),
    _PREFIX + "018": Soort(211, exclusief="definitief", beroep=2, fase_beroep="begin"),
    _PREFIX + "016": Soort(212, uniek=True, exclusief="definitief", reactie=3, beroep=3, later=True),
    _PREFIX + "019": Soort(221, exclusief="definitief", fase_beroep="in", fase_schorsing="begin"),
    _PREFIX + "020": Soort(222, exclusief="definitief", fase_beroep="in", fase_schorsing="einde"),
    _PREFIX + "021": Soort(299, exclusief="definitief", fase_beroep="einde"),
}
_ONBEKEND = Soort(-1)
_SAMEN = (("014", "005"), ("018", "003"), ("018", "016"), ("016", "003"), ("015", "003"))


@dataclass(frozen=True)
class Stap:
    """One step: its code and the day (the first ten signs of its moment)."""

    code: str
    datum: str

    @property
    def soort(self) -> Soort:
        """What it may and must."""
        return _STAPPEN.get(self.code, _ONBEKEND)


def _verlopen(levering: Levering) -> Iterator[tuple[Knoop, list[Stap]]]:
    """Every list of steps, sorted by code and then by date."""
    for knoop in knopen(levering, D + "procedurestappen"):
        stappen = [
            Stap(normaal(waarde(stap, D + "soortStap")), (waarde(stap, D + "voltooidOp") or "")[:10])
            for stap in knoop.element.iterchildren(D + "Procedurestap")
        ]
        yield knoop, sorted(stappen, key=lambda stap: (stap.code, stap.datum))


def _verloop(levering: Levering) -> Iterator[tuple[Knoop, list[Stap]]]:
    """Every list of steps in the order of time, of a step that may occur once only the first."""
    for knoop, stappen in _verlopen(levering):
        eerste = [
            stap
            for stap, vorige in zip(stappen, [None, *stappen], strict=False)
            if not (stap.soort.uniek and vorige is not None and vorige.code == stap.code)
        ]
        yield knoop, sorted(eerste, key=lambda stap: (stap.datum, stap.soort.plaats))


def _meld(knoop: Knoop, stap: Stap, andere: Stap | None = None) -> Bevinding:
    return knoop.bevinding(
        gekregen=f"{stap.code} op {stap.datum}",
        stap=stap.code,
        datum=stap.datum,
        andere=andere.code if andere else "",
        andere_datum=andere.datum if andere else "",
    )


@regels.rule("STOP1319")
def stappen_die_samen_horen(levering: Levering) -> Iterator[Bevinding]:
    """A step is there without the one that belongs to it."""
    for knoop, stappen in _verlopen(levering):
        codes = {stap.code for stap in stappen}
        for stap, nodig in _SAMEN:
            if _PREFIX + stap in codes and _PREFIX + nodig not in codes:
                yield knoop.bevinding(verwacht=_PREFIX + nodig, stap=_PREFIX + stap, andere=_PREFIX + nodig)


@regels.rule("STOP1302")
def stap_dubbel(levering: Levering) -> Iterator[Bevinding]:
    """A step that may occur once occurs again."""
    for knoop, stappen in _verlopen(levering):
        for vorige, stap in pairwise(stappen):
            if stap.soort.uniek and vorige.code == stap.code:
                yield _meld(knoop, stap, vorige)


@regels.rule("STOP1300")
def ontwerp_en_definitief(levering: Levering) -> Iterator[Bevinding]:
    """Steps of an ontwerp and of a definitief besluit stand together."""
    for knoop, stappen in _verloop(levering):
        ontwerp = [stap for stap in stappen if stap.soort.exclusief == "ontwerp"]
        definitief = [stap for stap in stappen if stap.soort.exclusief == "definitief"]
        if ontwerp and definitief:
            yield _meld(knoop, definitief[0], ontwerp[0])


def _volgorde(code: str, plaats: Callable[[Soort], int], *, later: bool) -> None:
    """Claim the rule that the steps of one order stand in it; `later`: some of them need a later date."""

    @regels.rule(code)
    def volgorde(levering: Levering) -> Iterator[Bevinding]:
        for knoop, stappen in _verloop(levering):
            reeks = [stap for stap in stappen if plaats(stap.soort)]
            for vorige, stap in pairwise(reeks):
                te_vroeg = later and stap.soort.later and stap.datum == vorige.datum
                if plaats(vorige.soort) > plaats(stap.soort) or te_vroeg:
                    yield _meld(knoop, stap, vorige)


_volgorde("STOP1303", lambda soort: soort.besluit, later=False)
_volgorde("STOP1304", lambda soort: soort.reactie, later=True)
_volgorde("STOP1305", lambda soort: soort.beroep, later=False)


def _periode(code: str, fase: Callable[[Soort], str], bij: str, vorige_mag: frozenset[str]) -> None:
    """Claim the rule that a step of phase `bij` follows a step of one of these phases ("" when it may be the first)."""

    @regels.rule(code)
    def periode(levering: Levering) -> Iterator[Bevinding]:
        for knoop, stappen in _verloop(levering):
            vorige = ""
            for stap in stappen:
                nu = fase(stap.soort)
                if nu == bij and vorige not in vorige_mag:
                    yield _meld(knoop, stap)
                vorige = nu or vorige


_OPEN = frozenset(("begin", "in"))
_NIET_NET_BEGONNEN = frozenset(("", "einde", "in"))
_periode("STOP1310", lambda soort: soort.fase_beroep, "begin", _NIET_NET_BEGONNEN)
_periode("STOP1311", lambda soort: soort.fase_beroep, "in", _OPEN)
_periode("STOP1312", lambda soort: soort.fase_beroep, "einde", _OPEN)
_periode("STOP1313", lambda soort: soort.fase_schorsing, "begin", _NIET_NET_BEGONNEN)
_periode("STOP1315", lambda soort: soort.fase_schorsing, "einde", _OPEN)
