"""The domain events that OZON hears and those that it emits."""

from collections.abc import Mapping
from typing import Any

from simulator.kernel.redenen import eigen_fout
from simulator.kernel.transactie import Tx

REGELING_GEPUBLICEERD = "lvbb.regeling.gepubliceerd"
REGELING_INGETROKKEN = "lvbb.regeling.ingetrokken"
BESCHIKBAAR = "ozon.beschikbaar"
ACTIVITEITEN_BESCHIKBAAR = "ozon.activiteiten.beschikbaar"
INNAME_MISLUKT = "ozon.inname.mislukt"
_KENMERKEN = ("work", "besluit", "publicatieId", "buitenDeKeten")


def beschikbaar(
    tx: Tx, work: str, expression: str, versie: int, begin_inwerking: str, *, buiten_de_keten: bool = False
) -> None:
    """A version of a regeling can be asked for from now on. buiten_de_keten: nobody delivered it."""
    merk = {"buitenDeKeten": True} if buiten_de_keten else {}
    tx.emit(BESCHIKBAAR, work=work, expression=expression, versie=versie, beginInwerking=begin_inwerking, **merk)


def inname_mislukt(tx: Tx, gegevens: Mapping[str, Any], fout: Exception) -> None:
    """A publication or intrekking could not be taken in, by a fault of the simulator."""
    kenmerken = {naam: gegevens[naam] for naam in _KENMERKEN if naam in gegevens}
    tx.emit(INNAME_MISLUKT, **kenmerken, fout=eigen_fout(fout))


def activiteiten_beschikbaar(
    tx: Tx, bevoegd_gezag: str, regeling: str, activiteiten: list[str], *, buiten_de_keten: bool = False
) -> None:
    """Activiteiten of a regeling are new, changed or ended; the RTR follows them.

    Source: docs/bronnen.md#ozon-objectvorming.
    """
    merk = {"buitenDeKeten": True} if buiten_de_keten else {}
    if activiteiten:
        gegevens = {"bevoegdGezag": bevoegd_gezag, "regeling": regeling, "activiteiten": activiteiten}
        tx.emit(ACTIVITEITEN_BESCHIKBAAR, **gegevens, **merk)
