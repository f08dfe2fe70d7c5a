"""Mutants: the reference VTH system with one behaviour replaced, each to be caught by the checks that it lists.

A check that no mutant fails is not finished. A mutant with `toont` does what only an inferred requirement forbids:
those checks then say `beoordelen` and fail nobody.
"""

from simulator.basischeck.reference.vth.mutanten import omgang, verwerking
from simulator.basischeck.reference.vth.mutanten.registratie import MUTANTEN

__all__ = ["MUTANTEN", "omgang", "verwerking"]
