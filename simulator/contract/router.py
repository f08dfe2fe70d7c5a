"""The routes of an API come from its contract.

The router matches the raw path, decides what the contract can decide (404, 405, 406, 415, parameters, size), never
redirects, and calls the function that claimed the operation. Whatever goes wrong is answered in the room's own shape.
"""

import io
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Literal, cast
from urllib.parse import parse_qsl, unquote_to_bytes

from simulator.contract import errors, lichaam, namen, openapi
from simulator.contract.call import Answer, Call, Spoor
from simulator.contract.lichaam import Ontvang
from simulator.contract.openapi import Contract, Operatie
from simulator.kernel.store import OmgevingOnbekend

_log = logging.getLogger("dso-sim.router")
Functie = Callable[[Call], Answer]
Vorm = Callable[[Exception, Call], Answer]
Kop = Callable[[Call], Mapping[str, str]]
GEHEUGEN = 1 << 20
SPOOR = "dso.spoor"
_OOK = {"application/x-zip-compressed": "application/zip", "application/x-zip": "application/zip"}
"""What software on Windows calls a zip, beside the registered name (IANA media types)."""


def _geen_kop(_: Call) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Toegang:
    """What a koppelvlak asks of its callers in a strict omgeving; `edge.toegang` sees to it.

    soort: behind the public host (an API key) or the pkio host (a client certificate with an acting OIN); dienst: for
    which an organisation must have mandated the holder of the certificate, "" for none; kamer_weigert: the room itself
    answers who is not mandated; oin_in_pad: the first part of the path is the acting OIN, in the place of a header;
    vrij: paths that ask nothing.
    """

    soort: Literal["publiek", "overheid"]
    dienst: str = ""
    kamer_weigert: bool = False
    oin_in_pad: bool = False
    vrij: tuple[str, ...] = ()


@dataclass
class Koppelvlak:
    """One contract with the functions that claimed its operations.

    naam: of the room, as the journal and the fault switches know it; vorm: gives an error the room's shape; kop: the
    headers that every answer carries; toegang: what it asks of callers, None for nothing, ever; elke_website: a page
    of any website may call it, as its CORS headers say, since no call changes anything.
    """

    naam: str
    contract_id: str
    vorm: Vorm
    kop: Kop = _geen_kop
    toegang: Toegang | None = None
    elke_website: bool = False
    functies: dict[str, tuple[Functie, bool]] = field(default_factory=dict)

    @cached_property
    def contract(self) -> Contract:
        """The contract, read at first use."""
        return openapi.contract(self.contract_id)

    def volgens(self, contract: Contract) -> "Koppelvlak":
        """The same functions at the operations of another contract, such as a user's own."""
        ander = replace(self)
        ander.__dict__["contract"] = contract  # where cached_property looks
        return ander

    def operation(self, id_: str, *, zwaar: bool = False) -> Callable[[Functie], Functie]:
        """Claim an operation. zwaar: it runs in a thread, not in the event loop."""

        def claim(functie: Functie) -> Functie:
            if id_ in self.functies:
                raise ValueError(f"{id_} is claimed twice")
            self.functies[id_] = (functie, zwaar)
            return functie

        return claim

    @cached_property
    def _routes(self) -> list[tuple[re.Pattern[str], dict[str, Operatie]]]:
        per_pad: dict[str, dict[str, Operatie]] = {}
        for operatie in self.contract.operaties:
            per_pad.setdefault(operatie.pad, {})[operatie.methode] = operatie
        # A fixed path goes before one with a variable in the same place.
        volgorde = sorted(per_pad, key=lambda pad: [stuk.startswith("{") for stuk in pad.split("/")])
        return [(next(iter(per_pad[pad].values())).patroon, per_pad[pad]) for pad in volgorde]

    def zoek(self, methode: str, pad: str) -> tuple[Operatie, dict[str, str]]:
        """The operation at a raw path below the base, with its path values; HEAD is a GET whose body is left out.

        Raises PadVerkeerdGecodeerd, PadOnbekend, MethodeOnbekend.
        """
        if re.search(r"%2f|%5c|%00", pad, re.IGNORECASE):
            raise errors.PadVerkeerdGecodeerd(pad)
        gevonden: dict[str, Operatie] = {}
        gezocht = _met_lichaam(methode)
        for patroon, operaties in self._routes:
            treffer = patroon.fullmatch(pad)
            if treffer and gezocht in operaties:
                return operaties[gezocht], treffer.groupdict()
            if treffer:
                gevonden |= operaties
        if gevonden:
            raise errors.MethodeOnbekend(methode, sorted(gevonden))
        raise errors.PadOnbekend(pad)

    async def behandel(self, scope: Mapping[str, Any], receive: Ontvang) -> Answer:
        """Answer one request below the contract's base path. Raises Afgebroken when the caller goes away."""
        with SpooledTemporaryFile(max_size=GEHEUGEN) as bestand:
            call = self._leeg(scope, cast(IO[bytes], bestand))
            try:
                antwoord = await self._voer_uit(scope, receive, call)
            except errors.Afgebroken:
                raise
            except Exception as fout:  # every fault gets the room's shape
                antwoord = self.vorm(self._als_fout(fout, call), call)
            return self._met_kop(antwoord, call)

    def voorvraag(self, scope: Mapping[str, Any]) -> Answer | None:
        """The answer to OPTIONS (a preflight of a browser, Fetch 4.8), where answers carry CORS headers; else None."""
        if scope["method"] != "OPTIONS":
            return None
        call = self._leeg(scope, io.BytesIO())
        kop = self.kop(call)
        if "access-control-allow-origin" not in kop:
            return None
        try:
            self.zoek("OPTIONS", call.pad.removeprefix(self.contract.basis))
        except errors.MethodeOnbekend as fout:
            methoden = {"access-control-allow-methods": ", ".join(fout.toegestaan)}
            return Answer(204, media="", kop={**kop, **methoden, "Allow": methoden["access-control-allow-methods"]})
        except errors.Fout as fout:
            return self.weiger(scope, fout)
        return None

    def weiger(self, scope: Mapping[str, Any], fout: errors.Fout) -> Answer:
        """An error in the room's shape, for a request that never reached an operation."""
        call = self._leeg(scope, io.BytesIO())
        return self._met_kop(self.vorm(fout, call), call)

    def _met_kop(self, antwoord: Answer, call: Call) -> Answer:
        antwoord = namen.naar_hun(antwoord, self.contract.namen)
        return replace(antwoord, kop={**self.kop(call), **antwoord.kop})

    def _leeg(self, scope: Mapping[str, Any], bestand: IO[bytes]) -> Call:
        """A call of which nothing is known yet but who makes it and where to."""
        spoor: Spoor = scope[SPOOR]
        pad = scope.get("raw_path", scope["path"].encode()).split(b"?")[0].decode("latin-1")
        kop = {naam.decode("latin-1").lower(): waarde.decode("latin-1") for naam, waarde in scope["headers"]}
        geen = Operatie("", _met_lichaam(scope["method"]), "", (), (), (), "", "")
        return Call(spoor, self.contract, geen, pad, {}, {}, kop, bestand)

    def _als_fout(self, fout: Exception, call: Call) -> Exception:
        if isinstance(fout, errors.Fout):
            return fout
        if isinstance(fout, OmgevingOnbekend):  # it was removed while the request was under way
            return errors.OmgevingOnbekend(str(fout))
        gebrek = call.wereld.store.opslag.meld(fout)
        if gebrek is not None:
            return errors.OpslagKapot(gebrek.reden)
        _log.exception("onverwachte fout: %s", self.naam)
        return errors.Crash()

    async def _voer_uit(self, scope: Mapping[str, Any], receive: Ontvang, call: Call) -> Answer:
        pad = call.pad.removeprefix(self.contract.basis)
        if (
            self.contract.bedient_zichzelf
            and scope["method"] in ("GET", "HEAD")
            and pad in ("/openapi.json", "/openapi.yaml")
        ):
            return _beschrijving(self.contract, pad, call)
        operatie, ruw = self.zoek(scope["method"], pad)
        call.operatie = operatie
        call.spoor.operatie = operatie.id
        call.path = {naam: _decodeer(waarde) for naam, waarde in ruw.items()}
        if operatie.id not in self.functies:
            raise errors.NietGebouwd(operatie.id)
        _toets_accept(operatie, call.header("accept"))
        call.query = _parameters(operatie, call, scope["query_string"])
        _toets_media(operatie, call)
        maximum, afkappen = call.operatie.max_bytes, call.operatie.afkappen
        call.grootte, call.afgekapt = await lichaam.lees(scope, receive, call.lichaam, maximum, afkappen=afkappen)
        functie, zwaar = self.functies[operatie.id]
        return await call.spoor.draden.doe(call.wereld.omgeving, functie, call) if zwaar else functie(call)


def _met_lichaam(methode: str) -> str:
    """The method that gives what this one leaves the body out of."""
    return "GET" if methode == "HEAD" else methode


def _beschrijving(contract: Contract, pad: str, call: Call) -> Answer:
    call.spoor.operatie = "openapi"
    basis = {"url": call.links.basis}
    document = {**contract.document, "servers": [basis]}
    if pad.endswith(".json"):
        return Answer.json(document, media="application/json")
    import yaml  # only who asks for it pays for it

    return Answer(inhoud=yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode(), media="text/yaml")


def _decodeer(waarde: str) -> str:
    try:
        return unquote_to_bytes(waarde).decode()
    except UnicodeDecodeError:
        raise errors.PadVerkeerdGecodeerd(waarde) from None


def _toets_accept(operatie: Operatie, accept: str) -> None:
    """Lenient as the real APIs are: application/json stands for every JSON kind."""
    if not accept or not operatie.geeft:
        return
    gevraagd = [stuk.split(";")[0].strip().lower() for stuk in accept.split(",")]
    for geeft in operatie.geeft:
        hoofd, onder = geeft.split("/", 1)
        soort = f"{hoofd}/{onder.split('+')[-1]}"
        if geeft == "*/*" or {"*/*", f"{hoofd}/*", geeft, soort, "application/problem+json"} & set(gevraagd):
            return
    raise errors.NietAcceptabel(accept, list(operatie.geeft))


def _toets_media(operatie: Operatie, call: Call) -> None:
    if not operatie.neemt:
        return
    gekregen = call.header("content-type").split(";")[0].strip().lower()
    gekregen = _OOK.get(gekregen, gekregen)
    if gekregen not in operatie.neemt and "*/*" not in operatie.neemt:
        raise errors.MediatypeOnbekend(call.header("content-type"), list(operatie.neemt))


def _parameters(operatie: Operatie, call: Call, query_string: bytes) -> dict[str, Any]:
    gevraagd: dict[str, list[str]] = {}
    for naam, waarde in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True, errors="replace"):
        gevraagd.setdefault(naam, []).append(waarde)
    uit: dict[str, Any] = {}
    fouten = []
    for p in operatie.parameters:
        if p.plaats == "path":
            continue
        waarden = gevraagd.get(p.naam) if p.plaats == "query" else _kop(call, p.naam)
        if waarden is None:
            uit[p.naam] = p.schema.get("default")
            if p.verplicht:
                fouten.append((p.naam, "Deze parameter is verplicht"))
            continue
        try:
            uit[p.naam] = openapi.zet_om(p, waarden)
        except ValueError as fout:
            fouten.append((p.naam, str(fout)))
    if fouten:
        raise errors.ParameterOngeldig(*fouten)
    return uit


def _kop(call: Call, naam: str) -> list[str] | None:
    return [call.header(naam)] if naam.lower() in call.kop else None
