"""Where a user's contract calls the fields of JSON otherwise: translated at the edge of the room, both ways."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from simulator.contract.call import Answer

PROBLEEM = "application/problem+json"


def naar_hun(antwoord: "Answer", namen: Mapping[str, str]) -> "Answer":
    """The answer with the names of the contract. namen: our name to theirs; an error keeps the names of its RFC."""
    if not namen or not antwoord.inhoud or antwoord.media == PROBLEEM or not antwoord.media.endswith("json"):
        return antwoord
    return replace(antwoord, inhoud=orjson.dumps(_hernoem(orjson.loads(antwoord.inhoud), namen)))


def naar_ons(inhoud: Any, namen: Mapping[str, str]) -> Any:
    """What a caller sent, with our names."""
    return _hernoem(inhoud, {hun: ons for ons, hun in namen.items()}) if namen else inhoud


def _hernoem(waarde: Any, namen: Mapping[str, str]) -> Any:
    if isinstance(waarde, dict):
        return {namen.get(naam, naam): _hernoem(deel, namen) for naam, deel in waarde.items()}
    if isinstance(waarde, list):
        return [_hernoem(deel, namen) for deel in waarde]
    return waarde
