"""All that the doctor looks at, at once."""

import asyncio
from collections.abc import Callable, Iterable

from simulator.basischeck.doctor import netwerk_proeven, plan_proeven
from simulator.basischeck.doctor.diagnose import Diagnose, Situatie

SIMULATOR, KLOK, ONTVANGST = "simulator", "klok van de simulator", "adressen van uw software"
Uitslag = dict[str, list[Diagnose]]


async def onderzoek(s: Situatie) -> Uitslag:
    """Look at everything; gives per subject what was found, an empty list where all is well."""
    lokaal, netwerk = await asyncio.gather(asyncio.to_thread(_lokaal, s), _netwerk(s, met_ontvangst=True))
    return {**lokaal, **netwerk}


async def vooraf(s: Situatie) -> list[Diagnose]:
    """The cheap part, for just before a run: all but the addresses of the software."""
    lokaal, netwerk = await asyncio.gather(asyncio.to_thread(_lokaal, s), _netwerk(s, met_ontvangst=False))
    return [diagnose for lijst in (*lokaal.values(), *netwerk.values()) for diagnose in lijst]


def _lokaal(s: Situatie) -> Uitslag:
    proeven: dict[str, Callable[[Situatie], Iterable[Diagnose]]] = dict(plan_proeven.PROEVEN)
    return {naam: list(proef(s)) for naam, proef in proeven.items()}


async def _netwerk(s: Situatie, *, met_ontvangst: bool) -> Uitslag:
    if not s.sim:
        kijk = met_ontvangst and netwerk_proeven.adressen(s)
        return {ONTVANGST: await netwerk_proeven.ontvangst(s, False)} if kijk else {}
    gevonden = await netwerk_proeven.simulator(s)
    uit: Uitslag = {SIMULATOR: list(gevonden.diagnoses)}
    if gevonden.klok is not None:
        uit[KLOK] = list(netwerk_proeven.klok(s, gevonden.klok))
    if met_ontvangst and netwerk_proeven.adressen(s):
        # A simulator that is not there cannot try them; that this machine reaches them says little, but not nothing.
        uit[ONTVANGST] = await netwerk_proeven.ontvangst(s, gevonden.klok is not None)
    return uit
