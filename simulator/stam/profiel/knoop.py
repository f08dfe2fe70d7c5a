"""A contract profile as objects: how one version of STAM writes down a verzoek.

ProfielFout     the mapping file does not hold together; the text is Dutch and names the place
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from simulator.stam import model

Vorm = str
VORMEN = ("tekst", "code", "getal", "ja-nee", "datum", "tijdstip", "volgnummer", "punt", "ring")
"""How a value is written; besides these `woord:NAAM`, a value of the word list NAAM. A code is read without the white
space around it, a text as it stands."""
Soort = Literal["verzoek", "notificatie"]


KLASSEN: Mapping[str, type[Any]] = {
    klasse.__name__: klasse
    for klasse in (
        model.NatuurlijkPersoon,
        model.NietNatuurlijkPersoon,
        model.Adres,
        model.AfwijkendAdres,
        model.BuitenlandsAdres,
    )
}
"""The classes of model between which there is a choice: what `als` can name."""


class ProfielFout(ValueError):
    """This is no profile; the text is Dutch."""


@dataclass(frozen=True)
class Knoop:
    """One element of a message.

    element: prefix:name, or a name alone where there is no namespace.
    What it stands for, as a path from where the element above it stands, in the terms of model.Bericht:
    uit: the value that it holds; bij: it goes on from there, and is left out where nothing is there; elk: the same,
    once for each; als: only when what is there is of this class of model. Without any of these it only holds others.
    altijd: also written when it is empty; vast: a text that is the same in every message; gezien: False for what was
    taken over because the sample of a user did not have it; keuze: of what is in it only the first that is there is
    written; attributen: name to text, in which {n} is a number of its own in the message.
    """

    element: str
    mark: str
    source: str
    uit: str = ""
    bij: str = ""
    elk: str = ""
    als: str = ""
    vorm: Vorm = "tekst"
    vast: str = ""
    altijd: bool = False
    gezien: bool = True
    keuze: bool = False
    attributen: Mapping[str, str] = field(default_factory=dict)
    kinderen: tuple["Knoop", ...] = ()

    @property
    def naam(self) -> str:
        """The name without its prefix."""
        return self.element.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix, "" for none."""
        return self.element.rpartition(":")[0]

    def alle(self) -> Iterator["Knoop"]:
        """This element and everything in it, in document order."""
        yield self
        for kind in self.kinderen:
            yield from kind.alle()


@dataclass(frozen=True)
class Onbekend:
    """The optional element that no version has. in_: the element that it ends."""

    in_: str
    element: str
    namespace: str
    tekst: str


@dataclass(frozen=True, eq=False)
class Profiel:
    """One version of the messages.

    namespaces: prefix to namespace; woorden: per list what we call it, to the spellings: the first is written, all are
    read; schemas: the content model of each message, "" for none; xsd: the schema files of the user, of which the first
    is where libxml2 starts; map: where the profile was loaded from.
    """

    naam: str
    mark: str
    source: str
    namespaces: Mapping[str, str]
    woorden: Mapping[str, Mapping[str, tuple[str, ...]]]
    verzoek: Knoop
    notificatie: Knoop
    schemas: Mapping[str, str] = field(default_factory=dict)
    onbekend: Onbekend | None = None
    xsd: Mapping[Soort, tuple[str, ...]] = field(default_factory=dict)
    map: Path | None = None

    def wortel(self, soort: Soort) -> Knoop:
        """The outermost element of a message."""
        return self.verzoek if soort == "verzoek" else self.notificatie

    def tag(self, element: str) -> str:
        """prefix:name as lxml has it, {namespace}name."""
        prefix, _, naam = element.rpartition(":")
        namespace = self.namespaces.get(prefix, "")
        return f"{{{namespace}}}{naam}" if namespace else naam
