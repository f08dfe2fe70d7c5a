"""Which characters XML 1.0 can hold: what comes in is refused with `ongeldig`, what goes out passes `in_xml`."""

import re

_VERBODEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ONTSNAPT = re.compile("[&<>\r]|" + _VERBODEN.pattern)
_ALS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ALS_ATTRIBUUT = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
VERVANGING = "�"
"""What stands in a message for a character that XML cannot hold."""


def ongeldig(tekst: str) -> str:
    """The first character that no message can hold, as `U+0007`; "" when there is none."""
    gevonden = _VERBODEN.search(tekst)
    return f"U+{ord(gevonden[0]):04X}" if gevonden else ""


def in_xml(tekst: str) -> str:
    """The text as it stands between tags; a character that XML cannot hold becomes VERVANGING."""
    return _ONTSNAPT.sub(lambda teken: _ALS.get(teken[0], VERVANGING), tekst)


def in_attribuut(tekst: str) -> str:
    """The same between double quotes."""
    return "".join(_ALS_ATTRIBUUT.get(teken, teken) for teken in in_xml(tekst))
