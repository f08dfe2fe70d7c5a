"""Who may see a delivery: in a strict omgeving its sender, and whom the organisation of the sender mandated.

An id is no secret, since the same seed gives the same ids; so to anybody else there is no such delivery (inferred: how
the real host answers is not public). In an open omgeving everybody may see all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from simulator.kernel.transactie import Lezing
from simulator.lvbb.levering import AANLEVEREN
from simulator.stelsel import machtigingen
from simulator.stelsel.toegang import is_streng


@dataclass(frozen=True)
class Lezer:
    """Who asks. oin: for which organisation, "" where the koppelvlak does not tell (the service bus); houder: the OIN
    of its certificate, "" without one; meld: takes a line for the journal.
    """

    oin: str
    houder: str
    meld: Callable[[str], None]


@dataclass(frozen=True)
class Afzender:
    """Who sent a delivery: for which organisation, and the OIN of the certificate, "" without one."""

    oin: str
    houder: str


def mag_zien(lezing: Lezing, rij: Row[Any] | Afzender, wie: Lezer | None) -> bool:
    """Whether a delivery is there for who asks; None is the simulator itself. Where it is not, the journal says why.

    A holder that sent it sees it also without a machtiging: it must hear that it has none (LVBB1512).
    """
    if wie is None or not is_streng(lezing.conn, lezing.omgeving):
        return True
    namens = not wie.oin or wie.oin == rij.oin or machtigingen.mag(lezing, wie.oin, AANLEVEREN, rij.oin)
    if namens and (wie.houder == rij.houder or machtigingen.mag(lezing, wie.houder, AANLEVEREN, rij.oin)):
        return True
    wie.meld(
        f"De levering is er, maar is verstuurd namens {rij.oin or 'niemand'} door {rij.houder or 'een ander'}. Wie "
        "niet de afzender is, of door die organisatie gemachtigd, ziet haar in een strikte omgeving niet."
    )
    return False
