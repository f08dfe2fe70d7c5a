"""Which omgeving a request is for: by its path, else its host, else its API key, else its certificate.

/o/{omgeving}/…            the rest of the path is the real one
{omgeving}.localhost       every browser and most software find it on their own machine
x-api-key                  of a key that belongs to an omgeving
client certificate         that exactly one omgeving knows
Without any of these it is `standaard`.
"""

import re
from dataclasses import dataclass

from simulator.edge.blik import Blik
from simulator.kernel.omgevingen import NAAM
from simulator.kernel.store import STANDAARD
from simulator.stelsel.certificaten import Certificaat

_PAD = re.compile(r"/o(?:/([^/]*)|$)")
_HOST = re.compile(r"([^.:]+)\.localhost(?::[0-9]{1,5})?", re.IGNORECASE)
_MAX_NAAM = 60
ONBEKEND = "dso.omgeving-onbekend"
"""In the scope of a request for an omgeving that is not there: its name."""


@dataclass(frozen=True)
class Aanwijzing:
    """To what a request points. voorvoegsel: what stands before the real path, as the caller wrote it.

    naam: of the omgeving, which may not be there; in_host: it stands in the host; regel: for the journal, where the
    address does not show it.
    """

    naam: str = STANDAARD
    voorvoegsel: str = ""
    in_host: bool = False
    regel: str = ""

    @property
    def kan_bestaan(self) -> bool:
        """Whether an omgeving can have this name."""
        return NAAM.fullmatch(self.naam) is not None


GEEN = Aanwijzing()


def wijs(blik: Blik, pad: str, host: str, sleutel: str, certificaat: Certificaat | None) -> Aanwijzing:
    """Where a request points to. pad: as it was sent, not decoded."""
    if (treffer := _PAD.match(pad)) is not None:
        return Aanwijzing((treffer[1] or "")[:_MAX_NAAM], treffer[0])
    if (gastheer := _HOST.fullmatch(host)) is not None:
        return Aanwijzing(gastheer[1].lower()[:_MAX_NAAM], in_host=True)
    if sleutel and (van := blik.van_sleutel(sleutel)) is not None:
        return Aanwijzing(van, regel=f"omgeving {van} door de API-sleutel")
    if certificaat is not None:
        kennen = blik.van_certificaat(certificaat)
        if len(kennen) == 1:
            naam = next(iter(kennen))
            return Aanwijzing(naam, regel=f"omgeving {naam} door het certificaat")
        if len(kennen) > 1:
            return Aanwijzing(regel=f"het certificaat wijst geen omgeving aan: {len(kennen)} omgevingen kennen het")
    return GEEN
