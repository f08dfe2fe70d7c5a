"""The checks, one module per koppelvlak; the order is the one in which a run takes and reports them."""

from simulator.basischeck.checks import lvbb, lvbb_run, lvbb_vervolg, ozon

VOLGORDE = (*lvbb.VOLGORDE, *lvbb_vervolg.VOLGORDE, *ozon.VOLGORDE, *lvbb_run.VOLGORDE)

__all__ = ["VOLGORDE"]
