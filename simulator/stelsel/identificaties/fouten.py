"""What the parsers of identifiers raise.

IdentificatieFout
├── AknFout      no AKN identifier, or not of the kind that was asked for
├── JoinFout     no JOIN identifier, or not of the kind that was asked for
├── OinFout      not the twenty digits of an OIN
├── TekstIdFout  no eId or wId
├── ImowFout     no identifier of an object of IMOW
└── TooiFout     no TOOI identifier
"""


class IdentificatieFout(ValueError):
    """`tekst` is not such an identifier; `reden` says why, in Dutch."""

    def __init__(self, tekst: str, reden: str) -> None:
        super().__init__(f"{tekst!r}: {reden}")
        self.tekst = tekst
        self.reden = reden


class AknFout(IdentificatieFout):
    """No AKN identifier, or not of the kind that was asked for."""


class JoinFout(IdentificatieFout):
    """No JOIN identifier, or not of the kind that was asked for."""


class OinFout(IdentificatieFout):
    """Not the twenty digits of an OIN."""


class TekstIdFout(IdentificatieFout):
    """No eId or wId."""


class ImowFout(IdentificatieFout):
    """No identifier of an object of IMOW."""


class TooiFout(IdentificatieFout):
    """No TOOI identifier."""
