"""The versions of the messages of STAM as data: reading, keeping, and making one of what a user has."""

from simulator.stam.profiel.aanpassen import GEEN, Aangepast, Vraag
from simulator.stam.profiel.knoop import KLASSEN, Knoop, Onbekend, Profiel, ProfielFout, Soort
from simulator.stam.profiel.opslag import bewaar, eigen_map, gebruik, profiel, profielen, vergeet
from simulator.stam.profiel.schema import schema, uit_xsd
from simulator.stam.profiel.voorbeeld import uit_voorbeeld

__all__ = [
    "GEEN",
    "KLASSEN",
    "Aangepast",
    "Knoop",
    "Onbekend",
    "Profiel",
    "ProfielFout",
    "Soort",
    "Vraag",
    "bewaar",
    "eigen_map",
    "gebruik",
    "profiel",
    "profielen",
    "schema",
    "uit_voorbeeld",
    "uit_xsd",
    "vergeet",
]
