"""The domain events that OZON hears and those that it emits."""

from simulator.kernel.store import Tx

REGELING_GEPUBLICEERD = "lvbb.regeling.gepubliceerd"
REGELING_INGETROKKEN = "lvbb.regeling.ingetrokken"
BESCHIKBAAR = "ozon.beschikbaar"
ACTIVITEITEN_BESCHIKBAAR = "ozon.activiteiten.beschikbaar"


def beschikbaar(tx: Tx, work: str, expression: str, versie: int, begin_inwerking: str) -> None:
    """A version of a regeling can be asked for from now on."""
    tx.emit(BESCHIKBAAR, work=work, expression=expression, versie=versie, beginInwerking=begin_inwerking)


def activiteiten_beschikbaar(tx: Tx, bevoegd_gezag: str, regeling: str, activiteiten: list[str]) -> None:
    """Activiteiten of a regeling are new, changed or ended; the RTR follows them (ozon.md 3.3)."""
    if activiteiten:
        tx.emit(ACTIVITEITEN_BESCHIKBAAR, bevoegdGezag=bevoegd_gezag, regeling=regeling, activiteiten=activiteiten)
