"""What a value must look like to stand in a message: the forms of contracts/stam, and texts that XML can hold.

What comes in by whatever way is judged here, so that no message leaves that its own schema refuses.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.stam import tekens

_VORMEN: Mapping[str, tuple[re.Pattern[str], str]] = {
    "bsn": (re.compile("([0-9]{9})?"), "verwacht worden negen cijfers, of niets"),
    "kvk_nummer": (re.compile("[0-9]{8}"), "verwacht worden acht cijfers"),
    "vestigingsnummer": (re.compile("[0-9]{12}"), "verwacht worden twaalf cijfers"),
    "bag_id": (re.compile("([0-9]{16})?"), "verwacht worden zestien cijfers, of niets"),
    "vraag_id": (re.compile(".+", re.DOTALL), "een vraag heeft een id"),
    "document_id": (re.compile(".+", re.DOTALL), "een document heeft een id"),
    "bestandsnaam": (re.compile(".+", re.DOTALL), "een document heeft een naam"),
}
_GETALLEN = frozenset({"huisnummer", "nummer", "perceelnummer"})
_MEEST = 999_999_999


def klachten(inhoud: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(place, what is wrong with it, Dutch) of each value that no message can have. inhoud: of `model.als_json`."""
    if not inhoud.get("naam"):
        yield "verzoek.naam", "een verzoek heeft een naam"
    for pad, naam, waarde in _waarden((), "", inhoud):
        if isinstance(waarde, str):
            if teken := tekens.ongeldig(waarde):
                yield _plek(pad), f"hierin staat {teken}, en dat teken kan niet in een bericht"
            elif naam in _VORMEN and not _VORMEN[naam][0].fullmatch(waarde):
                yield _plek(pad), _VORMEN[naam][1]
        elif naam in _GETALLEN and not 0 <= waarde <= _MEEST:
            yield _plek(pad), f"verwacht wordt een getal van 0 tot en met {_MEEST}"


def kameel(naam: str) -> str:
    """A name of ours as JSON spells it: bag_id is bagId."""
    return re.sub("_([a-z])", lambda treffer: treffer[1].upper(), naam)


def _plek(pad: tuple[str | int, ...]) -> str:
    """A place as JSON spells it."""
    return "verzoek" + "".join(f"[{deel}]" if isinstance(deel, int) else f".{kameel(deel)}" for deel in pad)


def _waarden(pad: tuple[str | int, ...], naam: str, deel: Any) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    """(place, name of its field, value) of everything in plain data."""
    if isinstance(deel, Mapping):
        for sleutel, waarde in deel.items():
            yield from _waarden((*pad, sleutel), sleutel, waarde)
    elif isinstance(deel, list | tuple):
        for nummer, waarde in enumerate(deel):
            yield from _waarden((*pad, nummer), naam, waarde)
    else:
        yield pad, naam, deel
