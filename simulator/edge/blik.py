"""What the edge must know of an omgeving at every call: what time it is there and which fault switches are on.

It is read once and kept until the store says that something changed, since reading it costs as much as an answer. Where
other processes write too, their changes are heard within a tenth of a second.
"""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.edge import storingen
from simulator.edge.storingen import Storing
from simulator.kernel import clock
from simulator.kernel.clock import Stand
from simulator.kernel.store import Store


@dataclass
class Blik:
    """A view on every omgeving of a store; `gezien` has, by omgeving, at which change it was read and what."""

    store: Store
    gezien: dict[str, tuple[int, Stand, list[Storing]]] = field(default_factory=dict)

    def op(self, omgeving: str) -> tuple[datetime, list[Storing]]:
        """(the virtual moment, the switches that are on) of an omgeving. Raises OmgevingOnbekend."""
        nu = self.store.wijzigingen  # before reading: a change in between must count as unseen
        bekend = self.gezien.get(omgeving)
        if bekend is None or bekend[0] != nu or self.store.kijktijd is not None:
            with self.store.lees(omgeving) as lezing:
                bekend = nu, lezing.stand, storingen.lijst(lezing)
            self.gezien[omgeving] = bekend
        return bekend[1].nu(clock.echt_nu()), bekend[2]
