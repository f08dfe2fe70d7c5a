"""How the body of a check ends before its last line: typed outcomes, raised by verbs and caught by one runner.

Einde
├── Gezakt               a hard requirement was not met
├── Afgerond             there is nothing more to look at; what was found stands
├── Onbeslist            nothing to judge came within the time
├── Geblokkeerd          what another check is about stands in the way
├── Overgeslagen         a condition of this check was not there
├── NietVanToepassing    the profile says that the product does not have this
├── Configfout           the plan or the set-up is wrong; never called a failure of the software
├── Onbereikbaar         the software under test could not be started or called
└── Simulatorfout        the simulator answered what it never should
"""


class Einde(Exception):
    """The check ends here; `reden` is a Dutch sentence for the report."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


class Gezakt(Einde):
    """A hard requirement was not met; the finding itself is already in the list."""


class Afgerond(Einde):
    """There is nothing more to look at; the findings say what came of it."""


class Onbeslist(Einde):
    """Nothing to judge came within the time."""


class Geblokkeerd(Einde):
    """What another check is about stands in the way; `door` is the id of that check."""

    def __init__(self, reden: str, door: str) -> None:
        super().__init__(reden)
        self.door = door


class Overgeslagen(Einde):
    """A condition of this check was not there."""


class NietVanToepassing(Einde):
    """The profile, or the person who drives the software, says that the product does not have this."""


class Configfout(Einde):
    """The plan or the set-up is wrong."""


class Onbereikbaar(Einde):
    """The software under test could not be started or called."""


class Simulatorfout(Einde):
    """The simulator answered what it never should, or not at all."""
