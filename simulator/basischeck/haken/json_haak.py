"""The hook for any address that answers JSON, filled in from a template of the plan."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from simulator.basischeck.haken import halen
from simulator.basischeck.haken.opgave import Json
from simulator.basischeck.uitkomsten import Configfout

_INVULLING = re.compile(r"\{(\w+)\}")


async def vraag(naam: str, opgave: Json, argumenten: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Ask the address. Raises Configfout when it does not answer as the plan says."""
    return await asyncio.to_thread(_vraag, f"haken.json.{naam}", opgave, argumenten)


def _vraag(haak: str, opgave: Json, argumenten: Mapping[str, Any]) -> list[dict[str, Any]]:
    waarden = {sleutel: str(waarde) for sleutel, waarde in argumenten.items()}
    # Between the slashes and ampersands of the plan a value can never add one of its own.
    url = _vul(haak, opgave.url, {sleutel: quote(waarde, safe="") for sleutel, waarde in waarden.items()})
    body = _vul_alles(haak, opgave.body, waarden)
    with halen.client(haak, {"Accept": "application/json", **opgave.koppen}) as client:
        antwoord = halen.haal(client, haak, url, methode=opgave.methode, body=body)
    gevonden = op_pad(antwoord, opgave.pad)
    if gevonden is None:
        return []
    rijen = gevonden if isinstance(gevonden, list) else [gevonden]
    if not all(isinstance(rij, dict) for rij in rijen):
        raise Configfout(f"{haak}: op '{opgave.pad}' staat geen lijst van objecten")
    return [_zaak(rij, opgave.velden) for rij in rijen]


def op_pad(waarde: Any, pad: str) -> Any:
    """What stands at a path such as data.zaken.0, "" for all of it; None when there is nothing."""
    for deel in filter(None, pad.split(".")):
        if isinstance(waarde, dict):
            waarde = waarde.get(deel)
        elif isinstance(waarde, list) and deel.isdigit() and int(deel) < len(waarde):
            waarde = waarde[int(deel)]
        else:
            return None
    return waarde


def _zaak(rij: dict[str, Any], velden: Mapping[str, str]) -> dict[str, Any]:
    """An item with our names; what it has under our name already stays."""
    gevonden = {naam: op_pad(rij, pad) for naam, pad in velden.items()}
    return {**rij, **{naam: waarde for naam, waarde in gevonden.items() if waarde is not None}}


def _vul_alles(haak: str, waarde: Any, waarden: Mapping[str, str]) -> Any:
    if isinstance(waarde, str):
        return _vul(haak, waarde, waarden)
    if isinstance(waarde, dict):
        return {sleutel: _vul_alles(haak, deel, waarden) for sleutel, deel in waarde.items()}
    if isinstance(waarde, list):
        return [_vul_alles(haak, deel, waarden) for deel in waarde]
    return waarde


def _vul(haak: str, sjabloon: str, waarden: Mapping[str, str]) -> str:
    def vul(gevonden: re.Match[str]) -> str:
        if gevonden[1] not in waarden:
            kent = ", ".join(f"{{{sleutel}}}" for sleutel in waarden)
            raise Configfout(f"{haak}: {gevonden[0]} ken ik niet, wel {kent}")
        return waarden[gevonden[1]]

    return _INVULLING.sub(vul, sjabloon)
