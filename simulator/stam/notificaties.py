"""The verzoeknotificatie: who gets one, how it leaves, and what became of it.

    queued -> sent -> acked | retrying -> failed      inbox -> acked, when somebody takes it

At most one per verzoek, volgnummer and addressee. Over HTTP the answer is the receipt, so sent and acked coincide;
`sent` is where a receiver confirms later. Retries wait on the virtual clock; by hand a notification can be delivered
again at any time. What goes wrong on purpose is decided when it is announced (fault switch stam-notificatie).
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row

from simulator.edge import storingen
from simulator.edge.bode import Bode
from simulator.edge.storingen import Storing
from simulator.kernel.agenda import Taak
from simulator.kernel.kern import Bijdrage
from simulator.kernel.redenen import eigen_fout
from simulator.kernel.store import StoreDicht, Wereld
from simulator.kernel.transactie import Lezing, Tx
from simulator.kernel.zending import Verzender, Zendfout
from simulator.stam import afhandelen, events, instellingen, ontvangst, tables, versies
from simulator.stam.adapters.bezorgen import OPERATIE
from simulator.stam.adapters.model import Bezorging, Zending
from simulator.stam.errors import NotificatieBezwaar, NotificatieOnbekend, StamFout
from simulator.stam.model import Aanleiding, Bericht, Onderdrukt, Ontvanger

ZENDEN = "stam.notificatie"
LATER = "stam.notificatie.later"
WACHTTIJDEN = (timedelta(minutes=5),) * 5
"""Between attempts: what the sample CPAs of a known adapter say (docs/bronnen.md#stam-bezorgen, client)."""
QUEUED, SENT, ACKED, RETRYING, FAILED, INBOX = "queued", "sent", "acked", "retrying", "failed", "inbox"
VERLOREN = "storing verlies: deze notificatie is niet verstuurd; de ontvanger vindt het verzoek met zoeken"
VASTGEHOUDEN = "storing omgekeerd: deze notificatie gaat na de volgende voor dezelfde ontvanger"
_DUBBEL = "dubbel"
_VAST = "vastgehouden"
"""In the place of the id in the outbox, by which it is found."""
_log = logging.getLogger("dso-sim.stam")


def kondig_aan(
    tx: Tx,
    verzoeknummer: str,
    volgnummer: int,
    ontvangers: Sequence[Ontvanger],
    onderdrukt: Sequence[Onderdrukt],
    aanleiding: Aanleiding,
) -> list[tuple[Ontvanger, str]]:
    """Notify who must be, and keep who is not; gives the status of the notification to each addressee.

    Who had one of this volgnummer already gets no second one, and that is kept too.
    """
    standen: list[tuple[Ontvanger, str]] = []
    niet = list(onderdrukt)
    wachtend = _vastgehouden(tx)
    for ontvanger in ontvangers:
        # Of a verzoek that was made a moment ago nobody can have had one.
        eerder = None if aanleiding == "indiening" else _rij(tx, verzoeknummer, volgnummer, ontvanger.oin)
        if eerder is not None:
            niet.append(Onderdrukt(ontvanger.oin, "kreeg van dit volgnummer al een notificatie"))
            standen.append((ontvanger, eerder.status))
            continue
        status = _nieuw(tx, verzoeknummer, volgnummer, ontvanger, aanleiding, wachtend)
        standen.append((ontvanger, status))
    if niet:
        _bewaar_onderdrukt(tx, verzoeknummer, volgnummer, niet)
    namen = [ontvanger.oin for ontvanger, _ in standen]
    events.route_bepaald(tx, verzoeknummer, volgnummer, namen, [vars(rij) for rij in niet])
    return standen


def opnieuw(tx: Tx, verzoeknummer: str, volgnummer: int, oin: str) -> str:
    """Deliver a notification again, by hand; gives its status. Raises NotificatieOnbekend, NotificatieBezwaar."""
    rij = _rij(tx, verzoeknummer, volgnummer, oin)
    if rij is None:
        raise NotificatieOnbekend(verzoeknummer, volgnummer, oin)
    if rij.status in (SENT, RETRYING) or (rij.status == QUEUED and not rij.fout):
        raise NotificatieBezwaar(f"Deze notificatie is nog onderweg (status {rij.status}).")
    adapter = ontvangst.lees(tx, oin).adapter
    status = _beginstatus(adapter)
    _zet(tx, rij, status=status, adapter=adapter, bericht_id="", fout="", bevestigd_op=None)
    events.notificatie(tx, events.NOTIFICATIE_GEPLAND, verzoeknummer, volgnummer, oin, status=status, opnieuw=True)
    if status == QUEUED:
        _verstuur(tx, verzoeknummer, volgnummer, oin)
    return status


def haal_op(tx: Tx, verzoeknummer: str, volgnummer: int, oin: str) -> None:
    """Somebody took a notification from the inbox. Raises NotificatieOnbekend, NotificatieBezwaar."""
    rij = _rij(tx, verzoeknummer, volgnummer, oin)
    if rij is None:
        raise NotificatieOnbekend(verzoeknummer, volgnummer, oin)
    if rij.status != INBOX:
        raise NotificatieBezwaar(f"Deze notificatie ligt niet in de inbox (status {rij.status}).")
    _bevestig(tx, rij)


def bijdrage() -> Bijdrage:
    """What notifications bring to the kernel."""
    bode = Bode()
    verzender = Verzender(partial(_zend, bode), _klaar, _mislukt, WACHTTIJDEN, _nog_eens, _bereid_voor)
    return Bijdrage({LATER: Taak(_later, bij_fout=_later_mislukt)}, {ZENDEN: verzender}, sluit=bode.sluit)


def _bewaar_onderdrukt(tx: Tx, verzoeknummer: str, volgnummer: int, niet: Sequence[Onderdrukt]) -> None:
    if not niet:
        return
    o = tables.onderdrukt
    eerste = 1 + tx.aantal(o, o.c.verzoeknummer == verzoeknummer, o.c.volgnummer == volgnummer)
    sleutel = {"verzoeknummer": verzoeknummer, "volgnummer": volgnummer, "op": tx.nu}
    tx.voeg_alle_toe(o, [{**sleutel, "nummer": n, **vars(rij)} for n, rij in enumerate(niet, eerste)])


def _nieuw(
    tx: Tx,
    verzoeknummer: str,
    volgnummer: int,
    ontvanger: Ontvanger,
    aanleiding: Aanleiding,
    wachtend: Sequence[Row[Any]],
) -> str:
    """One notification; gives its status."""
    adapter = ontvangst.lees(tx, ontvanger.oin).adapter
    status = _beginstatus(adapter)
    storing = _storing(tx, ontvanger.oin) if status == QUEUED else None
    wat = storing.waarde["wat"] if storing is not None else ""
    bericht_id = ""
    if status == QUEUED:
        daarna = [rij for rij in wachtend if rij.oin == ontvanger.oin]
        bericht_id = _laat_gaan(tx, verzoeknummer, volgnummer, ontvanger.oin, storing, daarna)
    tx.voeg_toe(
        tables.notificatie,
        verzoeknummer=verzoeknummer,
        volgnummer=volgnummer,
        **vars(ontvanger),
        aanleiding=aanleiding,
        status=status,
        adapter=adapter,
        bericht_id=bericht_id,
        pogingen=0,
        gepland_op=tx.nu,
        bevestigd_op=None,
        fout={"verlies": VERLOREN, "omgekeerd": VASTGEHOUDEN}.get(wat, ""),
    )
    events.notificatie(
        tx,
        events.NOTIFICATIE_GEPLAND,
        verzoeknummer,
        volgnummer,
        ontvanger.oin,
        rol=ontvanger.rol,
        kopie=ontvanger.kopie,
        aanleiding=aanleiding,
        adapter=adapter,
        status=status,
        **({"storing": wat} if wat else {}),
    )
    return status


def _laat_gaan(
    tx: Tx, verzoeknummer: str, volgnummer: int, oin: str, storing: Storing | None, daarna: Sequence[Row[Any]]
) -> str:
    """Put it in the outbox, or do with it what the fault switch says; gives what stands in the place of its id."""
    wat = storing.waarde["wat"] if storing is not None else ""
    if wat in ("verlies", "omgekeerd"):
        return _VAST if wat == "omgekeerd" else ""
    if storing is not None and wat == "laat":
        op = tx.nu + timedelta(seconds=storing.waarde["seconden"])
        tx.plan(op, LATER, verzoeknummer=verzoeknummer, volgnummer=volgnummer, oin=oin)
        return ""
    return _in_outbox(tx, verzoeknummer, volgnummer, oin, wat, [] if wat else daarna)


def _in_outbox(
    tx: Tx, verzoeknummer: str, volgnummer: int, oin: str, wat: str = "", daarna: Sequence[Row[Any]] = ()
) -> str:
    """Gives its id. daarna: what goes when this one has gone."""
    wachtend = [{"verzoeknummer": rij.verzoeknummer, "volgnummer": rij.volgnummer} for rij in daarna]
    gegevens = {"verzoeknummer": verzoeknummer, "volgnummer": volgnummer, "oin": oin}
    return str(tx.verstuur(ZENDEN, **gegevens, storing=wat, daarna=wachtend))


def _verstuur(tx: Tx, verzoeknummer: str, volgnummer: int, oin: str) -> None:
    """Put one that is there already in the outbox."""
    bericht_id = _in_outbox(tx, verzoeknummer, volgnummer, oin)
    _zet_met(tx, verzoeknummer, volgnummer, oin, bericht_id=bericht_id, fout="")


def _later(tx: Tx, gegevens: Mapping[str, Any], _: Any) -> None:
    """The moment of a notification that a fault switch held up."""
    rij = _rij(tx, gegevens["verzoeknummer"], gegevens["volgnummer"], gegevens["oin"])
    if rij is not None and rij.status == QUEUED and not rij.bericht_id:
        _verstuur(tx, rij.verzoeknummer, rij.volgnummer, rij.oin)


def _later_mislukt(tx: Tx, gegevens: Mapping[str, Any], fout: Exception) -> None:
    rij = _rij(tx, gegevens["verzoeknummer"], gegevens["volgnummer"], gegevens["oin"])
    if rij is not None:
        _zet(tx, rij, status=FAILED, fout=eigen_fout(fout))
        sleutel = (rij.verzoeknummer, rij.volgnummer, rij.oin)
        events.notificatie(tx, events.NOTIFICATIE_MISLUKT, *sleutel, reden=eigen_fout(fout), pogingen=rij.pogingen)


def _storing(tx: Tx, oin: str) -> Storing | None:
    """The first fault switch for this receiver, and count its use."""
    for storing in storingen.lijst(tx):
        past = storingen.kies([storing], "stam", OPERATIE, ("stam-notificatie",))
        if past is not None and storing.waarde.get("oin", oin) == oin:
            storingen.verbruik(tx, storing)
            return storing
    return None


def _vastgehouden(lezing: Lezing) -> list[Row[Any]]:
    """What waits for the next notification to its receiver, in its order.

    Few wait at all, so who asks picks the receiver: asked for in the query, SQLite would go through every notification
    that it ever had.
    """
    return lezing.alle_met(tables.notificatie, ("gepland_op", "verzoeknummer", "volgnummer"), bericht_id=_VAST)


def _bereid_voor(lezing: Lezing, wereld: Wereld, gegevens: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is sent and where to, as it is now. Raises Zendfout when there is nothing to send to."""
    with _als_zendfout():
        return _maak_gereed(lezing, wereld, gegevens)


def _maak_gereed(lezing: Lezing, wereld: Wereld, gegevens: Mapping[str, Any]) -> Mapping[str, Any]:
    nummer, volgnummer, oin = gegevens["verzoeknummer"], gegevens["volgnummer"], gegevens["oin"]
    naar = ontvangst.lees(lezing, oin)
    adapter = ontvangst.ADAPTERS[naar.adapter]
    if adapter.zend is None:
        raise Zendfout(
            "de ontvanger heeft geen adres meer; stel het in en bied de notificatie opnieuw aan", opnieuw=False
        )
    bericht, documenten = None, []
    if adapter.heel_verzoek(naar):
        bericht = _bericht(lezing, nummer, volgnummer, oin)
        documenten = versies.documenten(lezing, bericht)
    eerst = gegevens["storing"] == "bijlagen-eerst"
    zending = Zending(
        nummer, volgnummer, naar, instellingen.lees(lezing), wereld, bericht, documenten, bijlagen_eerst=eerst
    )
    return {"zending": zending, "aantal": 2 if gegevens["storing"] == _DUBBEL else 1}


def _bericht(lezing: Lezing, verzoeknummer: str, volgnummer: int, oin: str) -> Bericht:
    """The verzoek itself, for who may fetch it by now. Raises Zendfout."""
    try:
        return afhandelen.haal_in(lezing, verzoeknummer, oin, volgnummer).bericht
    except StamFout as fout:
        raise Zendfout(f"de ontvanger mag dit verzoek niet meer ophalen: {fout}", opnieuw=False) from None


def _zend(bode: Bode, gegevens: Mapping[str, Any], _bericht_id: str) -> Mapping[str, Any]:
    with _als_zendfout():
        return _stuur(bode, gegevens["zending"], gegevens["aantal"])


@contextmanager
def _als_zendfout() -> Iterator[None]:
    """A fault of our own ends one notification, which then says so and can be delivered again."""
    try:
        yield
    except (Zendfout, StoreDicht):
        raise
    except Exception as fout:
        _log.exception("notificatie kan niet worden verstuurd")
        reden = f"fout van de simulator zelf: {type(fout).__name__}; het logboek zegt meer"
        raise Zendfout(reden, opnieuw=False) from None


def _stuur(bode: Bode, zending: Zending, aantal: int) -> Mapping[str, Any]:
    zend = ontvangst.ADAPTERS[zending.ontvangst.adapter].zend
    assert zend is not None
    if aantal == 1:
        bezorging = zend(bode, zending)
        return {"status": bezorging.status, "journaal": bezorging.journaal}
    with ThreadPoolExecutor(aantal) as pool:
        pogingen = [pool.submit(_poging, partial(zend, bode, zending)) for _ in range(aantal)]
        uitkomsten = [poging.result() for poging in pogingen]
    journaal = [regel for _, regels in uitkomsten for regel in regels]
    for uitkomst, _ in uitkomsten:
        if isinstance(uitkomst, Bezorging):
            return {"status": uitkomst.status, "journaal": journaal}
    fout = uitkomsten[0][0]
    assert isinstance(fout, Zendfout)
    raise Zendfout(fout.reden, opnieuw=fout.opnieuw, journaal=journaal)


def _poging(doe: Any) -> tuple[Bezorging | Zendfout, list[dict[str, Any]]]:
    try:
        bezorging: Bezorging = doe()
    except Zendfout as fout:
        regels: Any = fout.journaal or []
        return fout, list(regels)
    return bezorging, bezorging.journaal


def _klaar(tx: Tx, gegevens: Mapping[str, Any], uitkomst: Mapping[str, Any]) -> None:
    rij = _van(tx, gegevens)
    if rij is not None and uitkomst["status"] == SENT:
        _zet(tx, rij, status=SENT, pogingen=rij.pogingen + 1, fout="")
    elif rij is not None:
        _bevestig(tx, rij, pogingen=rij.pogingen + 1)
    _geef_vrij(tx, gegevens)


def _nog_eens(tx: Tx, gegevens: Mapping[str, Any], reden: str) -> None:
    rij = _van(tx, gegevens)
    if rij is not None:
        _zet(tx, rij, status=RETRYING, pogingen=rij.pogingen + 1, fout=reden)


def _mislukt(tx: Tx, gegevens: Mapping[str, Any], reden: str) -> None:
    rij = _van(tx, gegevens)
    if rij is not None:
        pogingen = rij.pogingen + 1
        _zet(tx, rij, status=FAILED, pogingen=pogingen, fout=reden)
        sleutel = (rij.verzoeknummer, rij.volgnummer, rij.oin)
        events.notificatie(tx, events.NOTIFICATIE_MISLUKT, *sleutel, reden=reden, pogingen=pogingen)
    _geef_vrij(tx, gegevens)


def _geef_vrij(tx: Tx, gegevens: Mapping[str, Any]) -> None:
    """Send what was to go after this one."""
    for wachtend in gegevens["daarna"]:
        rij = _rij(tx, wachtend["verzoeknummer"], wachtend["volgnummer"], gegevens["oin"])
        if rij is not None and rij.bericht_id == _VAST:
            _verstuur(tx, rij.verzoeknummer, rij.volgnummer, rij.oin)


def _bevestig(tx: Tx, rij: Row[Any], **waarden: Any) -> None:
    _zet(tx, rij, status=ACKED, bevestigd_op=tx.nu, fout="", **waarden)
    sleutel = (rij.verzoeknummer, rij.volgnummer, rij.oin)
    pogingen = waarden.get("pogingen", rij.pogingen)
    events.notificatie(tx, events.NOTIFICATIE_BEZORGD, *sleutel, adapter=rij.adapter, pogingen=pogingen)


def _beginstatus(adapter: str) -> str:
    return INBOX if ontvangst.ADAPTERS[adapter].zend is None else QUEUED


def _van(lezing: Lezing, gegevens: Mapping[str, Any]) -> Row[Any] | None:
    return _rij(lezing, gegevens["verzoeknummer"], gegevens["volgnummer"], gegevens["oin"])


def _rij(lezing: Lezing, verzoeknummer: str, volgnummer: int, oin: str) -> Row[Any] | None:
    return lezing.met(tables.notificatie, verzoeknummer=verzoeknummer, volgnummer=volgnummer, oin=oin)


def _zet(tx: Tx, rij: Row[Any], **waarden: Any) -> None:
    _zet_met(tx, rij.verzoeknummer, rij.volgnummer, rij.oin, **waarden)


def _zet_met(tx: Tx, verzoeknummer: str, volgnummer: int, oin: str, **waarden: Any) -> None:
    sleutel = {"verzoeknummer": verzoeknummer, "volgnummer": volgnummer, "oin": oin}
    tx.wijzig_met(tables.notificatie, sleutel, **waarden)
