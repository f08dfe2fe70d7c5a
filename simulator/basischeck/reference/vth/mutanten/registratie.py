"""Where the mutants of the reference VTH system are registered."""

from collections.abc import Callable, Collection

from simulator.basischeck.reference.mutant import Mutant, registreer
from simulator.basischeck.reference.vth.vth import ReferentieVth

Software = type[ReferentieVth]
MUTANTEN: dict[str, Mutant[ReferentieVth]] = {}


def mutant(fails: Collection[str] = (), toont: Collection[str] = ()) -> Callable[[Software], Software]:
    """Register a subclass of ReferentieVth as a mutant of it. Raises ValueError as `reference.mutant.registreer`."""
    return lambda klasse: registreer(MUTANTEN, ReferentieVth, klasse, fails, toont)
