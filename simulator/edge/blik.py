"""What the edge must know at every call: of an omgeving what time it is, which fault switches are on and whether it is
strict; and of keys and certificates to which omgeving they belong.

It is read once and kept until the store says that something changed, since reading it costs as much as an answer. Where
other processes write too, their changes are heard within a tenth of a second.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection

from simulator.edge import storingen
from simulator.edge.storingen import Storing
from simulator.kernel import clock
from simulator.kernel.clock import Stand
from simulator.kernel.store import Store
from simulator.stelsel import toegang
from simulator.stelsel.certificaten import Certificaat

_T = TypeVar("_T")
_MEEST = 1000


class Gezien(NamedTuple):
    """An omgeving as it was read at change `vers`."""

    vers: int
    stand: Stand
    aan: list[Storing]
    streng: bool

    @property
    def op(self) -> datetime:
        """The virtual moment."""
        return self.stand.nu(clock.echt_nu())


@dataclass
class Blik:
    """A view on every omgeving of a store; `gezien` has what was read by omgeving, `bekend` whom keys and certificates
    are of at change `_bij`.
    """

    store: Store
    gezien: dict[str, Gezien] = field(default_factory=dict)
    bekend: dict[Hashable, object] = field(default_factory=dict)
    _bij: int = -1

    def op(self, omgeving: str) -> Gezien:
        """An omgeving as it is now. Raises OmgevingOnbekend."""
        nu = self.store.vers(omgeving)  # before reading: a change in between must count as unseen
        bekend = self.gezien.get(omgeving)
        if bekend is None or bekend.vers != nu or self.store.kijktijd is not None:
            self.gezien.pop(omgeving, None)
            with self.store.lees(omgeving) as lezing:
                streng = toegang.is_streng(lezing.conn, omgeving)
                bekend = Gezien(nu, lezing.stand, storingen.lijst(lezing), streng)
            self.gezien[omgeving] = bekend
        return bekend

    def van_sleutel(self, sleutel: str) -> str | None:
        """The omgeving that an API key belongs to."""
        return self._onthoud(sleutel, lambda conn: toegang.van_sleutel(conn, sleutel))

    def van_certificaat(self, certificaat: Certificaat) -> dict[str, frozenset[str]]:
        """By omgeving that knows a certificate: the OINs for which it may act there."""
        return self._onthoud(certificaat, lambda conn: toegang.van_certificaat(conn, certificaat))

    def _onthoud(self, wat: Hashable, lees: Callable[[Connection], _T]) -> _T:
        nu = self.store.bekenden.stand
        if self._bij != nu or len(self.bekend) >= _MEEST or self.store.kijktijd is not None:
            self.bekend, self._bij = {}, nu
        if wat not in self.bekend:
            with self.store.open_lezing() as conn:
                self.bekend[wat] = lees(conn)
        gevonden: _T = self.bekend[wat]  # type: ignore[assignment]  # what `lees` gave for this key
        return gevonden
