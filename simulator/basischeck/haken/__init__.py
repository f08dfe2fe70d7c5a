"""Hooks: what answers a question of a check from beside the software under test (docs/haken.md). Never required.

zgw          looks in a zaakregister over the Zaken API and the Documenten API
json_haak    any address that answers JSON
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from simulator.basischeck.haken import json_haak, zgw
from simulator.basischeck.haken.opgave import Haken

Haak = Callable[[Mapping[str, Any]], Awaitable[Any]]
"""Answers one question; gets the arguments of the question. Raises Configfout when it cannot."""


def maak(haken: Haken) -> dict[str, Haak]:
    """The hooks that a plan asks for, by the question they answer; a JSON hook goes before the zaakregister."""
    gemaakt: dict[str, Haak] = {}
    if haken.zgw is not None:
        gemaakt["zaak_zoeken"] = partial(zgw.zaak_zoeken, haken.zgw)
    for vraag, opgave in haken.json_.items():
        gemaakt[vraag] = partial(json_haak.vraag, vraag, opgave)
    return gemaakt
