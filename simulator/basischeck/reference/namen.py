"""What the things of a plan are called in the stelsel: AKN, JOIN, doel, eId and wId, IMOW ids.

Source: docs/bronnen.md#stop-identificaties.
"""

import hashlib
import re
import uuid
from dataclasses import dataclass
from datetime import date

from simulator.basischeck.reference.plan import Plan

_NAAM = re.compile(r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Dossier:
    """One plan as one user of the software works on it.

    naam: makes every name in it unique: letters, digits and single hyphens, at most 60; begonnen: the day on which
    the work began, which the expressions carry. Raises ValueError for a naam that cannot stand in an identifier.
    """

    plan: Plan
    naam: str
    begonnen: date

    def __post_init__(self) -> None:
        if not _NAAM.fullmatch(self.naam) or len(self.naam) > 60:
            raise ValueError(f"de naam {self.naam!r} kan niet in een identificatie staan")

    @property
    def titel(self) -> str:
        """The officiële titel of the regeling."""
        return f"{self.plan.titel} ({self.naam})"

    @property
    def regeling(self) -> str:
        """The work of the regeling. Its last part holds a hyphen: OZON writes that as an underscore in a path."""
        return f"/akn/nl/act/{self._plek}/omgevingsplan-{self.naam}"

    @property
    def gio(self) -> str:
        """The work of the GIO."""
        return f"/join/id/regdata/{self._plek}/{self.naam}-gebieden"

    @property
    def gio_expressie(self) -> str:
        """The one version of the GIO."""
        return f"{self.gio}/nld@{self.begonnen};1"

    def regeling_versie(self, versie: int) -> str:
        """The expression of version 1 or 2 of the regeling."""
        return f"{self.regeling}/nld@{self.begonnen};{versie}"

    def besluit(self, versie: int) -> str:
        """The work of the besluit that brings that version."""
        return f"/akn/nl/bill/{self._plek}/{self.naam}-besluit-{versie}"

    def besluit_expressie(self, versie: int) -> str:
        """The expression of that besluit."""
        return f"{self.besluit(versie)}/nld@{self.begonnen}"

    def doel(self, versie: int) -> str:
        """The doel that links the besluit and the OW objects of that version."""
        return f"/join/id/proces/{self._plek}/{self.naam}-doel-{versie}"

    def ow(self, soort: str, sleutel: str) -> str:
        """The id of an OW object. sleutel: letters and digits, at most 24."""
        return f"nl.imow-{self.plan.gezag}.{soort}.{sleutel}{self._kenmerk}"

    def geometrie(self, sleutel: str) -> str:
        """The id of the geometry of a locatie."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.gio}#{sleutel}"))

    @property
    def _plek(self) -> str:
        return f"{self.plan.gezag}/{self.begonnen.year}"

    @property
    def _kenmerk(self) -> str:
        return hashlib.sha256(f"{self.begonnen.year}/{self.naam}".encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Plek:
    """Where a part of a text stands: its eId, and the version of the text that brought it (which its wId keeps)."""

    gezag: str
    versie: int
    eid: str

    @property
    def wid(self) -> str:
        """The wId, which stays the same in later versions."""
        return f"{self.gezag}_{self.versie}__{self.eid}"

    @property
    def attributen(self) -> dict[str, str]:
        """Both, as they stand on the element."""
        return {"eId": self.eid, "wId": self.wid}

    def onder(self, deel: str, versie: int = 0) -> "Plek":
        """A part below this one; versie: when a later version brought it."""
        return Plek(self.gezag, versie or self.versie, f"{self.eid}__{deel}")
