"""How much of a text is kept or shown beside what it stands in: one measure for whatever others fill in.

A contract says for few values how long they can be. So these are ours (inferred), and never a reason to refuse
anything: what is longer is cut, with a mark and its real length, where it is kept as a property or shown. The whole
text is in the file or the message that it came in.
"""

from typing import Any

TOON = 1000
"""Characters of a name, number, title, header or reason."""
_DIEPTE = 6


def kort(tekst: str, hoogstens: int = TOON) -> str:
    """The text, or the begin of it with its length where it is longer than so many characters."""
    if len(tekst) <= hoogstens:
        return tekst
    einde = f"… ({len(tekst)} tekens)"
    return tekst[: max(0, hoogstens - len(einde))] + einde


def kort_alles(deel: Any, hoogstens: int = TOON, diepte: int = _DIEPTE) -> Any:
    """Plain data with every text in it cut; deeper than so many levels as it is."""
    if isinstance(deel, str):
        return kort(deel, hoogstens)
    if diepte and isinstance(deel, dict):
        return {naam: kort_alles(onder, hoogstens, diepte - 1) for naam, onder in deel.items()}
    if diepte and isinstance(deel, list | tuple):
        return [kort_alles(onder, hoogstens, diepte - 1) for onder in deel]
    return deel
