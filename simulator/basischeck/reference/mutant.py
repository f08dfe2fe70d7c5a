"""What a mutant is: reference software with one behaviour replaced, to be caught by the checks that it lists."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

Software = TypeVar("Software")


@dataclass(frozen=True)
class Mutant(Generic[Software]):
    """A faulty piece of software. fails: the checks that it fails; toont: those that only say `beoordelen`.

    gedrag: the one method of the reference that it replaces.
    """

    naam: str
    uitleg: str
    gedrag: str
    klasse: type[Software]
    fails: frozenset[str]
    toont: frozenset[str]


def registreer(
    mutanten: dict[str, Mutant[Software]],
    of: type[Software],
    klasse: type[Software],
    fails: Collection[str] = (),
    toont: Collection[str] = (),
) -> type[Software]:
    """Put a subclass of `of` among the mutants, by its name.

    Raises ValueError when it replaces anything but one behaviour of `of`, or lists no check.
    """
    gedrag = [naam for naam, waarde in vars(klasse).items() if callable(waarde)]
    if klasse.__bases__ != (of,) or len(gedrag) != 1 or not hasattr(of, gedrag[0]):
        raise ValueError(f"{klasse.__name__} moet precies één gedrag van {of.__name__} vervangen, niet {gedrag}")
    if not fails and not toont:
        raise ValueError(f"{klasse.__name__} noemt geen check die hem betrapt")
    uitleg = (klasse.__doc__ or "").strip()
    mutanten[klasse.__name__] = Mutant(klasse.__name__, uitleg, gedrag[0], klasse, frozenset(fails), frozenset(toont))
    return klasse
