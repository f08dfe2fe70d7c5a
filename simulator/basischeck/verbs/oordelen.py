"""must, should and note: a finding each."""

from typing import TYPE_CHECKING

from simulator.basischeck.masker import masker
from simulator.basischeck.model import Bericht, Bevinding, Merk, Resultaat
from simulator.basischeck.uitkomsten import Gezakt

if TYPE_CHECKING:
    from simulator.basischeck.run import Run


def oordeel(
    run: "Run",
    goed: bool,
    anders: Resultaat,
    *,
    verwacht: str,
    gekregen: str,
    code: str = "",
    doe: str = "",
    eis: str = "",
    bron: str = "",
    merk: Merk | None = None,
    waar: str = "",
    bericht: Bericht | None = None,
    verklaard: bool = False,
    over: str = "",
) -> Bevinding:
    """Note one finding: `geslaagd`, or `anders`, which becomes `beoordelen` where the requirement is only inferred.

    over: the task that it is about (topologie.Taak); "" for what the check looked at last.
    """
    merk = merk or run.check.merk
    if not goed and anders is Resultaat.GEZAKT and merk == "inferred":
        anders = Resultaat.BEOORDELEN
    nummer = 1 + len(run.uitslag.bevindingen)
    bevinding = Bevinding(
        code=f"{run.check.id}/{code or nummer}",
        resultaat=Resultaat.GESLAAGD if goed else anders,
        eis=eis or run.check.eis,
        merk=merk,
        verwacht=masker(verwacht),
        gekregen=masker(gekregen),
        bron=bron or run.check.bron,
        waar=masker(waar),
        doe="" if goed else doe,
        bericht=bericht,
        verklaard=verklaard,
        over=run.omgeving.wie(over or run.onderwerp),
    )
    run.uitslag.bevindingen.append(bevinding)
    return bevinding


def stop_als_gezakt(bevinding: Bevinding, verder: bool) -> None:
    """End the check on a hard failure, unless it goes on to find more."""
    if bevinding.hard and not verder:
        raise Gezakt(f"verwacht {bevinding.verwacht}, gekregen {bevinding.gekregen}")
