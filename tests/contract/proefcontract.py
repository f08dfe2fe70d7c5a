"""A small contract with a room around it, to try the router on: no koppelvlak of the DSO has all of this."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.contract import openapi
from simulator.contract.call import Answer, Call
from simulator.contract.router import Koppelvlak
from simulator.edge import problem
from simulator.edge.edge import Edge
from simulator.kernel.kern import Kern
from simulator.kernel.store import Begin

BASIS = "/proef/api/v1"
GASTHEER = "http://dso.test"
_TEKST = """
openapi: 3.0.3
info: {title: Proef, version: 1.0.0, x-mark: client, x-source: een bron, x-serves-itself: true}
servers: [{url: https://ergens.example/proef/api/v1/}]
paths:
  /dingen:
    get:
      operationId: dingen
      x-mark: confirmed
      parameters:
        - {name: getal, in: query, schema: {type: integer, minimum: 1, maximum: 9, default: 3}}
        - {name: maat, in: query, schema: {type: number}}
        - {name: ja, in: query, schema: {type: boolean, default: false}}
        - {name: dag, in: query, schema: {type: string, format: date}}
        - {name: moment, in: query, schema: {type: string, format: date-time}}
        - {name: kleur, in: query, schema: {$ref: '#/components/schemas/Kleur'}}
        - {name: kleuren, in: query, schema: {type: array, items: {$ref: '#/components/schemas/Kleur'}}}
        - {name: getallen, in: query, explode: false, schema: {type: array, items: {type: integer}, default: [7]}}
        - {name: naam, in: query, schema: {type: string, minLength: 2, maxLength: 4, pattern: '^[a-z]+$'}}
        - {name: X-Kop, in: header, schema: {type: integer}}
      responses: {'200': {description: goed, content: {application/hal+json: {}}}}
    post:
      operationId: maakDing
      x-max-bytes: 100
      requestBody: {content: {application/json: {}}}
      responses: {'201': {description: goed, content: {application/json: {}}}}
  /dingen/alles:
    delete:
      operationId: wisAlles
      responses: {'204': {description: weg}}
  /dingen/{naam}:
    parameters: [{$ref: '#/components/parameters/naam'}]
    get:
      operationId: ding
      responses: {'200': {description: goed, content: {application/hal+json: {}}}}
    put:
      operationId: zetDing
      x-max-bytes: 10
      x-voorbij-maximum: afkappen
      requestBody: {content: {'*/*': {}}}
      responses: {'200': {description: goed, content: {application/json: {}}}}
  /dingen/{naam}/delen/{deel}:
    get:
      operationId: deel
      parameters:
        - {$ref: '#/components/parameters/naam'}
        - {name: deel, in: path, required: true, schema: {type: string}}
      responses: {'200': {description: goed, content: {image/png: {}}}}
  /verplicht:
    get:
      operationId: verplicht
      parameters: [{name: q, in: query, required: true, schema: {type: string}}]
      responses: {'200': {description: goed}}
  /kapot:
    get:
      operationId: kapot
      responses: {'200': {description: goed}}
  /later:
    get:
      operationId: later
      responses: {'200': {description: goed}}
components:
  schemas: {Kleur: {type: string, enum: [rood, blauw]}}
  parameters: {naam: {name: naam, in: path, required: true, schema: {type: string}}}
"""


class Geheim(Exception):
    pass


def koppelvlak() -> Koppelvlak:
    """The room: it answers with what it got."""
    proef = Koppelvlak("proef", "proef", problem.vorm, lambda call: {"x-kamer": "proef", "x-pad": call.pad[:5]})

    def echo(call: Call) -> Answer:
        gekregen = {naam: str(w) if not isinstance(w, list) else w for naam, w in call.query.items() if w is not None}
        lichaam = {"lichaam": call.ruw.read().decode(), "grootte": call.grootte, "afgekapt": call.afgekapt}
        return Answer.json({"operatie": call.operatie.id, "path": call.path, "query": gekregen, **lichaam})

    for operatie in ("dingen", "wisAlles", "ding", "zetDing", "verplicht"):
        proef.operation(operatie, zwaar=operatie == "zetDing")(echo)
    proef.operation("deel")(lambda call: Answer(inhoud=b"\x89PNG", media="image/png"))
    proef.operation("maakDing")(lambda call: Answer.json({"kreeg": call.json()}, 201, "application/json"))

    @proef.operation("kapot")
    def kapot(call: Call) -> Answer:
        call.kenmerk("ding", "stuk")
        raise Geheim("het geheim van de smid")

    return proef


class Proef:
    """The room behind the edge, called without a network."""

    def __init__(self, kern: Kern, publieke_url: str | None = None) -> None:
        self.kern = kern
        self.koppelvlak = koppelvlak()
        self.edge = Edge(kern, [self.koppelvlak], _niets, publieke_url)

    def vraag(self, pad: str, methode: str = "GET", **rest: Any) -> httpx.Response:
        async def doe() -> httpx.Response:
            vervoer = httpx.ASGITransport(app=self.edge)
            async with httpx.AsyncClient(transport=vervoer, base_url=GASTHEER) as client:
                return await client.request(methode, f"{BASIS}{pad}", **rest)

        return asyncio.run(doe())

    def gekregen(self, pad: str, **rest: Any) -> Any:
        antwoord = self.vraag(pad, **rest)
        assert antwoord.status_code == 200, antwoord.text
        return antwoord.json()

    def geweigerd(self, status: int, pad: str, methode: str = "GET", **rest: Any) -> Any:
        """A refusal in the room's shape, with the room's headers."""
        antwoord = self.vraag(pad, methode, **rest)
        assert antwoord.status_code == status, antwoord.text
        assert antwoord.headers["content-type"] == "application/problem+json"
        assert antwoord.headers["x-kamer"] == "proef"
        probleem = json.loads(antwoord.content)
        assert probleem["status"] == status
        return probleem


async def _niets(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError(f"not for the room: {scope['path']}")


@contextmanager
def draaiend(map_: Path, publieke_url: str | None = None) -> Iterator[Proef]:
    """The room, its contract read from a folder."""
    (map_ / "proef.openapi.yaml").write_text(_TEKST, encoding="utf-8")
    kern = Kern(None, Begin(), [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openapi, "place", lambda _: map_)
        openapi.contract.cache_clear()
        proef = Proef(kern, publieke_url)
        assert proef.koppelvlak.contract.id == "proef"
    openapi.contract.cache_clear()
    yield proef
    kern.stop()
