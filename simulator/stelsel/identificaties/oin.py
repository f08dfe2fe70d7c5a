"""OIN and HRN: the twenty digits by which organisations and their certificates are known.

Eight digits name the register, the rest is a number of that register with zeros behind it. A HRN is the same for a
company, made from its KvK number. Source: docs/bronnen.md#certificaten-en-oin, table of prefixes (confirmed).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simulator.stelsel.identificaties.fouten import OinFout

_OIN = re.compile(r"[0-9]{20}")
REGISTERS: Mapping[str, str] = MappingProxyType(
    {
        "00000001": "RSIN",
        "00000002": "fi-nummer",
        "00000003": "KvK-nummer",
        "00000004": "subnummer",
        "00000005": "vrij",
        "00000006": "hoofdnummer van Logius",
        "00000007": "BRIN",
        "00000008": "buitenlands nummer",
        "00000009": "UZI-nummer",
        "00000010": "TRR-nummer",
        "00000099": "test",
    }
)


@dataclass(frozen=True)
class Oin:
    """An OIN or HRN."""

    waarde: str

    def __str__(self) -> str:
        return self.waarde

    @property
    def prefix(self) -> str:
        """The first eight digits."""
        return self.waarde[:8]

    @property
    def register(self) -> str:
        """The register that the number comes from, or "onbekend"."""
        return REGISTERS.get(self.prefix, "onbekend")

    @property
    def is_hrn(self) -> bool:
        """Whether it is made from a KvK number: the form that a company, and so a supplier of software, has."""
        return self.prefix == "00000003"


def lees(tekst: str) -> Oin:
    """Read an OIN. Its prefix and check digits are not judged: the koppelvlakken ask for twenty digits and no more.

    Raises OinFout.
    """
    if not _OIN.fullmatch(tekst):
        raise OinFout(tekst, "een OIN is twintig cijfers")
    return Oin(tekst)


def delen(tekst: str) -> tuple[str, ...]:
    """Prefix and number, of a wrong OIN too."""
    return tekst[:8], tekst[8:]
