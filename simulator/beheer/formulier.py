"""What a form of a page sends."""

from urllib.parse import parse_qsl

from fastapi import Request

from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import GEEN_NUL, kort

FORMULIER = "application/x-www-form-urlencoded"


async def velden(request: Request) -> dict[str, str]:
    """The fields, the last of each name, without white space around them. Raises Weigering (400, 413, 415)."""
    soort = request.headers.get("content-type", "geen").partition(";")[0].strip().lower()
    if soort != FORMULIER:
        raise Weigering(415, f"Content-Type is {soort}; hier wordt aangenomen: {FORMULIER}.")
    gelezen = parse_qsl((await kort(request)).decode("utf-8", "replace"), keep_blank_values=True)
    for naam, waarde in gelezen:
        if "\0" in naam or "\0" in waarde:
            raise Weigering.velden((naam.replace("\0", ""), GEEN_NUL))
    return {naam: waarde.strip() for naam, waarde in gelezen}
