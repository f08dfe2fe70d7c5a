"""OZON as a caller sees it: HTTP, without a network."""

import asyncio
from typing import Any

import httpx

from simulator.edge.edge import Edge
from simulator.ozon.api import presenteren
from tests.ozon.bouw import Proef

BASIS = "/publiek/omgevingsdocumenten/api/presenteren/v8"
GASTHEER = "http://dso.test"


async def _niets(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError(f"not for OZON: {scope['path']}")


def app(proef: Proef) -> Edge:
    return Edge(proef.kern, [presenteren], _niets)


def vraag(proef: Proef, pad: str, *, methode: str = "GET", **rest: Any) -> httpx.Response:
    """One request; pad is below the base path, or a whole address from a link."""

    async def doe() -> httpx.Response:
        url = pad if pad.startswith("http") else f"{GASTHEER}{BASIS}{pad}"
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app(proef))) as client:
            return await client.request(methode, url, **rest)

    return asyncio.run(doe())
