"""The one way in for JSON from outside: within a depth that whatever comes after can walk through."""

from typing import Any

import orjson

MAX_DIEPTE = 100
"""Levels of lists and objects; ours (inferred): no message of a koppelvlak comes near it, and orjson writes 254."""


class JsonFout(ValueError):
    """This is no JSON that is read here; the text says why, in Dutch."""


def lees(inhoud: bytes | str) -> Any:
    """Read JSON. Raises JsonFout for what is none, and for what is nested deeper than MAX_DIEPTE."""
    try:
        gelezen = orjson.loads(inhoud)
    except orjson.JSONDecodeError as fout:
        if "recursion" in fout.msg.lower():
            raise _te_diep() from None
        raise JsonFout(f"geen geldige JSON (regel {fout.lineno}, positie {fout.colno})") from None
    laag, diepte = [gelezen], 0
    while laag := [deel for deel in laag if isinstance(deel, dict | list)]:
        if (diepte := diepte + 1) > MAX_DIEPTE:
            raise _te_diep()
        laag = [onder for deel in laag for onder in (deel.values() if isinstance(deel, dict) else deel)]
    return gelezen


def _te_diep() -> JsonFout:
    return JsonFout(f"te diep genest: meer dan {MAX_DIEPTE} niveaus")
