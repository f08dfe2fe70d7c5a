"""The checks, one module per koppelvlak; the order is that of the catalogue, in which every list and report has them.

A run takes them in the same order, but those that judge the whole run go last (`simulator.basischeck.keuze`).
"""

from simulator.basischeck.checks import (
    lvbb,
    lvbb_run,
    lvbb_vervolg,
    ozon,
    stam,
    stam_adressering,
    stam_afhandeling,
    stam_bijlagen,
    stam_doorzenden,
    stam_fouten,
    stam_inhoud,
    stam_oin,
    stam_soorten,
    stam_vervolg,
    stam_zoeken,
)

_STAM = (
    *(stam, stam_bijlagen, stam_vervolg, stam_soorten, stam_doorzenden),
    *(stam_adressering, stam_zoeken, stam_inhoud, stam_fouten, stam_afhandeling, stam_oin),
)
VOLGORDE = (
    *sorted((*lvbb.VOLGORDE, *lvbb_vervolg.VOLGORDE, *lvbb_run.VOLGORDE)),
    *sorted(ozon.VOLGORDE),
    *sorted(id_ for module in _STAM for id_ in module.VOLGORDE),
)

__all__ = ["VOLGORDE"]
