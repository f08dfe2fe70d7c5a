"""What every adapter has in common.

Ontvangst   where an organisation is notified, as it was set up
Zending     one notification on its way
Bezorging   what came of it; what went wrong is a Zendfout
Adapter     one way of sending: how its set-up is judged, and how it sends
"""

import tomllib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from sqlalchemy import Row

from simulator.edge.bode import Bode
from simulator.kernel.store import Wereld
from simulator.places import place
from simulator.stam import documenten
from simulator.stam.instellingen import Instellingen
from simulator.stam.model import Bericht

_STUK = 1 << 20


@dataclass(frozen=True)
class Ontvangst:
    """Where an organisation is notified. opties: what only its adapter knows."""

    oin: str
    adapter: str
    url: str = ""
    gebruiker: str = ""
    wachtwoord: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    opties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Zending:
    """One notification on its way.

    bericht and documenten (rows of stam_document): only where the adapter sends the verzoek itself; bijlagen_eerst:
    the documents go before it (a fault switch).
    """

    verzoeknummer: str
    volgnummer: int
    ontvangst: Ontvangst
    keuzes: Instellingen
    wereld: Wereld
    bericht: Bericht | None = None
    documenten: Sequence[Row[Any]] = ()
    bijlagen_eerst: bool = False

    def inhoud(self, rij: Row[Any]) -> Iterator[bytes]:
        """The bytes of a document, read piece by piece, so that a slow receiver keeps nothing open."""
        return stukken(self.wereld, rij, 0, rij.grootte)

    @property
    def kenmerken(self) -> dict[str, str]:
        """By what the journal finds it."""
        return {"verzoeknummer": self.verzoeknummer, "volgnummer": f"{self.volgnummer:03d}"}


@dataclass(frozen=True)
class Bezorging:
    """What came of it. status: acked, or sent where the receiver confirms later; journaal: a line per message."""

    status: Literal["acked", "sent"]
    journaal: list[dict[str, Any]]


@dataclass(frozen=True)
class Adapter:
    """One way of sending.

    toets: raises OpgaveOngeldig for a set-up that is no good; zend: sends, or raises Zendfout, None where nothing
    leaves the simulator; heel_verzoek: whether it sends the verzoek itself.
    """

    toets: Callable[[Ontvangst], None]
    zend: Callable[[Bode, Zending], Bezorging] | None = None
    heel_verzoek: Callable[[Ontvangst], bool] = lambda _: False


@cache
def contract() -> Mapping[str, Any]:
    """contracts/stam/adapters.toml."""
    return tomllib.loads((place("contracts") / "stam" / "adapters.toml").read_text(encoding="utf-8"))


def stukken(wereld: Wereld, rij: Row[Any], begin: int, einde: int) -> Generator[bytes, None, None]:
    """The bytes of a document between two places. Between two pieces no connection to the store is held."""
    if rij.blob is None:
        yield from documenten.gemaakt(rij.zaad, rij.mediatype, rij.grootte, begin, einde)
        return
    for plek in range(begin, einde, _STUK):
        with wereld.store.open_lezing() as conn:
            gelezen = list(documenten.stroom(conn, rij, plek, min(plek + _STUK, einde)))
        yield from gelezen
