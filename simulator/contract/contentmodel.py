"""The content models of contracts/*.model as objects: simulator.contract.notatie reads them, simulator.contract.xsd
makes schemas of them.

The notation is explained in contracts/README.md. In short: one file per namespace; a line that starts with `%` is about
the file, `#` starts a comment, an indented line belongs to the line above it, and every other line declares one thing:

    Naam = A, (B | p:C)?, d[string]*, e{ F+ @x! } @eId[NMTOKEN]! @<groep>    an element and what is in it
    Naam [type]      abstract Naam [type]      Naam for Ander [type]          an element of a type; ... a substitute
    type T = ...     type T extends B = ...    type T restricts B = ...       a named type (also `text B @...`)
    value V = token /[a-z]+/ {a | b} length 1..8 range 0..9                   a simple value
    group <g> = ...  attributes <g> = @...     attribute naam [type]          what several declarations share

Source of the facts in the models: the header of each file.
"""

from dataclasses import dataclass, field


class ModelFout(Exception):
    """A line that is not in the notation."""


@dataclass(frozen=True, slots=True)
class Attr:
    """One attribute.

    soort: "attribuut", "groep", "any" (naam is processContents:namespace) or "niet" (prohibited).
    """

    soort: str
    naam: str
    type: str = ""
    verplicht: bool = False
    standaard: str | None = None
    vast: str | None = None


@dataclass(frozen=True, slots=True)
class Deel:
    """A piece of content; `maximum` None is unbounded.

    soort: "ref" (a global element), "lokaal" (an element with a type or lijf of its own), "groep", "any",
    "," (sequence), "|" (choice) or "&" (all).
    """

    soort: str
    naam: str = ""
    minimum: int = 1
    maximum: int | None = 1
    delen: "tuple[Deel, ...]" = ()
    type: str = ""
    lijf: "Lijf | None" = None
    nil: bool = False
    standaard: str | None = None
    vast: str | None = None


@dataclass(frozen=True, slots=True)
class Lijf:
    """What an element or a type holds. `tekst`: the simple type of its text, None when it holds elements."""

    inhoud: Deel | None = None
    attributen: tuple[Attr, ...] = ()
    gemengd: bool = False
    tekst: str | None = None


@dataclass(frozen=True, slots=True)
class Waarde:
    """A simple type. grenzen: XSD facet name to value; of lijst_van, leden and basis one is filled."""

    basis: str = ""
    patronen: tuple[str, ...] = ()
    waarden: tuple[str, ...] = ()
    grenzen: tuple[tuple[str, str], ...] = ()
    lijst_van: str = ""
    leden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verklaring:
    """One declaration: soort is "element", "type", "value", "group", "attributes" or "attribute"."""

    soort: str
    naam: str
    type: str = ""
    lijf: Lijf | None = None
    waarde: Waarde | None = None
    abstract: bool = False
    vervangt: str = ""
    wijze: str = ""  # of a type: "extends" or "restricts"
    basis: str = ""
    nil: bool = False
    standaard: str | None = None
    vast: str | None = None
    attributen: tuple[Attr, ...] = ()
    verplicht: bool = False


@dataclass(frozen=True)
class Model:
    """One file: a namespace. `gebruikt`: prefix to path of the model of that namespace, relative to contracts/."""

    pad: str
    prefix: str
    namespace: str
    mark: str
    bron: str
    wortels: tuple[str, ...]
    gebruikt: dict[str, str] = field(default_factory=dict)
    verklaringen: tuple[Verklaring, ...] = ()
