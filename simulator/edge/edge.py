"""The way in: every request passes STAPPEN, in that order, and ends in the journal whatever happens to it.

wijs_aan     which omgeving and which koppelvlak this is for
herken       who calls: the acting OIN (the certificate is in the Spoor before the first step)
afkomst      from which website, when a browser sends it
voorvraag    a browser asks before it calls: it sends no key, so before access
toegang      in a strict omgeving: key, certificate, acting OIN, machtiging
storing      fault switches: a delay, a status, a broken connection
(the room)   its ContractRouter, or FastAPI for /_sim and the pages
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import unquote

from simulator.contract import errors
from simulator.contract.call import Answer, Spoor, Stroom
from simulator.contract.draden import Draden
from simulator.contract.router import SPOOR, Koppelvlak
from simulator.edge import herkomst, omgeving, problem, proxy, storingen
from simulator.edge import toegang as rand
from simulator.edge.blik import Blik
from simulator.edge.herkomst import Eigen
from simulator.edge.proxy import Proxies
from simulator.edge.toegang import Aanroeper
from simulator.edge.uitwisseling import (
    Ontvang,
    Scope,
    Uitwisseling,
    Zend,
    begin_antwoord,
    meelezend,
    meeschrijvend,
    stuur,
    stuur_stroom,
)
from simulator.kernel import clock
from simulator.kernel.journal import BEGIN_VAN_BLOB, INLINE, Inschrijving
from simulator.kernel.kern import Kern
from simulator.kernel.lopend import Gang
from simulator.kernel.opslag import Gebrek
from simulator.kernel.store import STANDAARD, OmgevingOnbekend, Wereld

_log = logging.getLogger("dso-sim.edge")
# A name, or an address, with or without a port: what may stand in an href.
_GASTHEER = re.compile(r"([A-Za-z0-9._~-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
OIN_KOPPEN = ("x-oin", "oin")
MAX_KOP = 64 << 10
AAN_DE_RAND = ("vertraging", "status", "verbreek")
App = Callable[[Scope, Ontvang, Zend], Awaitable[None]]


class Verbreek(Exception):
    """A fault switch says that this caller gets no answer at all."""


Stap = Callable[[Uitwisseling], Awaitable[Answer | None]]


async def wijs_aan(u: Uitwisseling) -> Answer | None:
    """Find the omgeving, and the koppelvlak by its base path."""
    gewezen = omgeving.wijs(u.blik, u.pad, u.kop("host"), u.kop("x-api-key"), u.certificaat)
    if gewezen.voorvoegsel:
        _haal_af(u, gewezen.voorvoegsel)
    _vind_koppelvlak(u)
    if gewezen.regel:
        u.spoor.regels.append(gewezen.regel)
    try:
        if not gewezen.kan_bestaan:
            raise OmgevingOnbekend(gewezen.naam)
        if u.koppelvlak is not None or gewezen.naam != STANDAARD:
            gezien = u.blik.op(gewezen.naam)
            u.op, u.aan, u.streng = gezien.op, gezien.aan, gezien.streng
    except OmgevingOnbekend:
        u.op = u.blik.op(STANDAARD).op
        u.in_journaal = True
        if u.koppelvlak is None:  # the pages and /_sim have a shape of their own, which depends on who asks
            u.scope[omgeving.ONBEKEND] = gewezen.naam
            return None
        return _weiger(u, errors.OmgevingOnbekend(gewezen.naam))
    u.spoor.wereld = Wereld(u.spoor.wereld.store, gewezen.naam)
    u.spoor.voorvoegsel = gewezen.voorvoegsel
    u.spoor.basis_url += gewezen.voorvoegsel
    if gewezen.in_host and u.publieke_url:  # which would lead out of the omgeving
        u.spoor.basis_url += f"/o/{gewezen.naam}"
    return None


async def herken(u: Uitwisseling) -> Answer | None:
    """The acting OIN, from the first of the accepted headers, or from one that the contract names.

    In the open omgeving anyone may call without.
    """
    u.spoor.oin = next((waarde for naam in _oin_koppen(u) if (waarde := u.kop(naam).strip())), "")
    if sum(len(n) + len(w) for n, w in u.scope["headers"]) > MAX_KOP:
        return _weiger(u, errors.KopTeGroot(MAX_KOP))
    return None


async def voorvraag(u: Uitwisseling) -> Answer | None:
    """OPTIONS, where the answers of the koppelvlak may be read from another website."""
    return None if u.koppelvlak is None else u.koppelvlak.voorvraag(u.scope)


async def afkomst(u: Uitwisseling) -> Answer | None:
    """Refuse what a browser does on behalf of another website; /_sim and the pages refuse in a shape of their own."""
    if u.koppelvlak is None:
        if reden := herkomst.bezwaar(u.eigen, u.scope["method"], u.scope["path"], u.kop):
            u.scope[herkomst.GEWEIGERD] = reden
    elif not u.koppelvlak.elke_website and herkomst.van_elders(u.eigen, u.scope["method"], u.kop):
        u.spoor.regels.append(herkomst.ANDERE_WEBSITE)
        return _weiger(u, errors.NietToegestaan(herkomst.ANDERE_WEBSITE))
    return None


async def toegang(u: Uitwisseling) -> Answer | None:
    """In a strict omgeving, refuse who may not; the room never hears of it, the events and the journal do."""
    if not u.streng or u.koppelvlak is None or u.koppelvlak.toegang is None:
        return None
    pad = _ruw_pad(u).removeprefix(u.koppelvlak.contract.basis)
    wie = Aanroeper(
        u.spoor.wereld.omgeving,
        u.kop("x-api-key"),
        u.certificaat,
        u.spoor.oin,
        pad,
        tuple(dict.fromkeys(_oin_koppen(u))),
    )
    fout = rand.toets(u.blik, u.spoor.wereld, u.koppelvlak.toegang, wie)
    if fout is None:
        return None
    u.spoor.regels.append(str(fout))
    await u.in_draad(rand.noteer, u.spoor.wereld, u.koppelvlak.naam, wie, fout)
    return _weiger(u, fout)


async def storing(u: Uitwisseling) -> Answer | None:
    """Do what the fault switches say."""
    if u.koppelvlak is None or not u.aan:
        return None
    try:
        operatie = u.koppelvlak.zoek(u.scope["method"], _ruw_pad(u).removeprefix(u.koppelvlak.contract.basis))[0].id
    except errors.Fout:
        operatie = ""
    if storingen.kies(u.aan, u.koppelvlak.naam, operatie, AAN_DE_RAND) is None:
        return None
    aan = await u.in_draad(storingen.neem, u.spoor.wereld, u.koppelvlak.naam, operatie, AAN_DE_RAND)
    if aan is None:
        return None
    u.spoor.regels.append(f"storing {aan.soort} ({aan.waarde})")
    if aan.soort == "verbreek":
        raise Verbreek
    if aan.soort == "status":
        return _weiger(u, errors.Storing(int(aan.waarde)))
    await asyncio.sleep(float(aan.waarde))
    return None


STAPPEN: tuple[Stap, ...] = (wijs_aan, herken, afkomst, voorvraag, toegang, storing)


class Edge:
    """The ASGI application: STAPPEN around the rooms."""

    def __init__(
        self,
        kern: Kern,
        koppelvlakken: Iterable[Koppelvlak],
        beheer: App,
        publieke_url: str | None = None,
        proxies: Proxies = proxy.GEEN,
        oin_koppen: tuple[str, ...] = OIN_KOPPEN,
        namen: Iterable[str] = (),
    ) -> None:
        self._kern = kern
        self._blik = Blik(kern.store)
        self._draden = Draden()
        self._koppelvlakken = {koppelvlak.contract.basis: koppelvlak for koppelvlak in koppelvlakken}
        self._beheer = beheer
        self._publieke_url = publieke_url
        self._proxies = proxies
        self._oin_koppen = oin_koppen
        self._eigen = Eigen.van(publieke_url, namen)

    async def __call__(self, scope: Scope, receive: Ontvang, send: Zend) -> None:
        """One request, or the server's own lifespan."""
        if scope["type"] != "http":
            await self._beheer(scope, receive, send)
            return
        u = self._begin(scope)
        u.begonnen = clock.stopwatch()
        schrijf = meeschrijvend(u, send, lambda: self._leg_vast(u))
        try:
            await self._behandel(u, meelezend(u, receive), schrijf)
        except (errors.Afgebroken, Verbreek) as fout:
            u.status = 499
            van_hen = isinstance(fout, errors.Afgebroken)
            u.spoor.regels.append("de aanroeper verbrak de verbinding" if van_hen else "de simulator gaf geen antwoord")
            if not van_hen:
                # Whatever the server makes of this, the caller sees a connection that ends without an answer.
                scope["dso.verbreek"] = True
                raise
        except Exception as fout:  # an error that could not be put in a room's shape; what answers is the plain one
            gebrek = self._kern.store.opslag.meld(fout)
            if gebrek is None:
                _log.exception("onverwachte fout: %s %s", scope["method"], _ruw_pad(u))
            if u.status:
                if gebrek is None:
                    raise
                raise Verbreek from None  # halfway an answer
            await stuur(_kapot(u, gebrek), schrijf)
        finally:
            self._noteer(u)

    def _begin(self, scope: Scope) -> Uitwisseling:
        wereld = Wereld(self._kern.store)
        u = Uitwisseling(
            scope,
            Spoor(wereld, "", draden=self._draden),
            self._koppelvlakken,
            self._publieke_url,
            self._oin_koppen,
            self._blik,
            self._eigen,
        )
        u.pad = _ruw_pad(u)
        beller = proxy.herkomst(scope, self._proxies)
        if self._proxies.netten:
            scope["client"], scope["scheme"] = (beller.ip, 0), beller.schema
        u.spoor.basis_url = (self._publieke_url or f"{beller.schema}://{_gastheer(u)}").rstrip("/")
        u.spoor.afzender_ip = beller.ip
        u.spoor.regels += beller.regels
        u.spoor.certificaat, u.certificaat = beller.der, beller.certificaat
        if u.certificaat is not None and u.certificaat.oin:
            u.spoor.certificaat_oin = u.spoor.kenmerken["certificaatOin"] = u.certificaat.oin
        scope[SPOOR] = u.spoor
        return u

    async def _behandel(self, u: Uitwisseling, receive: Ontvang, send: Zend) -> None:
        for stap in STAPPEN:
            antwoord = await stap(u)
            if antwoord is not None:
                await stuur(antwoord, send)
                return
        alleen_kop = u.scope["method"] == "HEAD"
        if u.koppelvlak is None:
            await self._beheer({**u.scope, "method": "GET"} if alleen_kop else u.scope, receive, send)
            return
        antwoord = await u.koppelvlak.behandel(u.scope, receive)
        if antwoord.stroom is None:
            await stuur(antwoord, send)
        elif alleen_kop:
            await begin_antwoord(antwoord, antwoord.stroom.einde - antwoord.stroom.begin, send)
        else:
            u.stroomt = True
            with self._kern.lopend.meld(_gang(u, antwoord.stroom)):
                await stuur_stroom(u, antwoord, antwoord.stroom, receive, send)

    def _noteer(self, u: Uitwisseling) -> None:
        """Enter it in the journal, once: before the end of the answer leaves, so that who has that finds it there."""
        if not u.genoteerd and (u.koppelvlak is not None or u.in_journaal):
            u.genoteerd = True
            self._kern.journaal.noteer(self._inschrijving(u))

    async def _leg_vast(self, u: Uitwisseling) -> None:
        """Enter it; what a call entered that may have changed something is in the store before its answer goes."""
        self._noteer(u)
        if u.wijzigt:
            await asyncio.wrap_future(self._kern.journaal.vast())

    def _inschrijving(self, u: Uitwisseling) -> Inschrijving:
        query = u.scope["query_string"].decode("latin-1")
        te_groot = u.verzoek_grootte > INLINE
        return Inschrijving(
            omgeving=u.spoor.wereld.omgeving,
            op=u.op,
            koppelvlak=u.spoor.koppelvlak,
            operatie=u.spoor.operatie,
            organisatie=u.spoor.oin[:40],
            methode=u.scope["method"],
            pad=u.pad + (f"?{query}" if query else ""),
            status=u.status,
            duur_ms=round((clock.stopwatch() - u.begonnen) * 1000, 3),
            verzoek_kop=[(n.decode("latin-1"), w.decode("latin-1")) for n, w in u.scope["headers"]],
            verzoek=bytes(u.verzoek[:BEGIN_VAN_BLOB] if te_groot else u.verzoek),
            verzoek_blob=u.spoor.verzoek_blob if te_groot else None,
            verzoek_grootte=u.verzoek_grootte,
            antwoord_kop=u.antwoord_kop,
            antwoord=bytes(u.antwoord),
            antwoord_grootte=u.antwoord_grootte,
            kenmerken=u.spoor.kenmerken,
            regels=u.spoor.regels,
        )


def _gang(u: Uitwisseling, stroom: Stroom) -> Gang:
    """What is told of an answer while it is being sent."""
    spoor, totaal = u.spoor, stroom.einde - stroom.begin
    return Gang(
        spoor.wereld.omgeving,
        spoor.koppelvlak,
        spoor.operatie,
        spoor.oin[:40],
        u.pad,
        spoor.kenmerken,
        totaal,
        lambda: u.antwoord_grootte,
    )


def _gastheer(u: Uitwisseling) -> str:
    """The host that the caller used, when it is one."""
    gastheer = u.kop("host")
    if _GASTHEER.fullmatch(gastheer):
        return gastheer
    naam, poort = u.scope.get("server") or ("localhost", None)
    naam = f"[{naam}]" if ":" in naam else naam
    return naam if poort is None else f"{naam}:{poort}"


def _vind_koppelvlak(u: Uitwisseling) -> None:
    """By its base path, in the real path."""
    pad = u.scope["path"]
    for basis, koppelvlak in u.koppelvlakken.items():
        if pad == basis or pad.startswith(basis + "/"):
            u.koppelvlak = koppelvlak
            break
    u.spoor.koppelvlak = "beheer" if u.koppelvlak is None else u.koppelvlak.naam


def _kapot(u: Uitwisseling, gebrek: Gebrek | None) -> Answer:
    """What answers when nobody else can: the storage does not work, or there is a fault of ours."""
    if gebrek is None:
        return problem.probleem(500, "Er ging iets mis in de simulator zelf.")
    if not u.spoor.koppelvlak:  # who calls or which omgeving is meant could not be looked up
        _vind_koppelvlak(u)
    return _weiger(u, errors.OpslagKapot(gebrek.reden))


def _haal_af(u: Uitwisseling, voorvoegsel: str) -> None:
    """Leave the real path in the scope."""
    ruw = _ruw_pad(u).removeprefix(voorvoegsel) or "/"
    u.scope["raw_path"] = ruw.encode("latin-1")
    u.scope["path"] = u.scope["path"].removeprefix(unquote(voorvoegsel)) or "/"


def _oin_koppen(u: Uitwisseling) -> tuple[str, ...]:
    """The headers that may name the acting OIN here, in lower case, the first one first."""
    return u.oin_koppen if u.koppelvlak is None else (*u.oin_koppen, *u.koppelvlak.contract.oin_koppen)


def _weiger(u: Uitwisseling, fout: errors.Fout) -> Answer:
    if u.koppelvlak is not None:
        return u.koppelvlak.weiger(u.scope, fout)
    return problem.probleem(fout.status, str(fout), kop={"Connection": "close"})


def _ruw_pad(u: Uitwisseling) -> str:
    ruw: bytes = u.scope.get("raw_path") or u.scope["path"].encode()
    return ruw.split(b"?")[0].decode("latin-1")
