"""The versions of the messages of STAM as data: reading, keeping, and making one of what a user has."""

from simulator.stam.profiel.knoop import Knoop, Onbekend, Profiel, ProfielFout, Soort
from simulator.stam.profiel.opslag import bewaar, profiel, profielen, vergeet

__all__ = [
    "Knoop",
    "Onbekend",
    "Profiel",
    "ProfielFout",
    "Soort",
    "bewaar",
    "profiel",
    "profielen",
    "vergeet",
]
