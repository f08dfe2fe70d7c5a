"""Every message in and out, bounded, written in groups by one writer: within 20 ms, before any read, and at the end.

Who must know that its line is there before it goes on, waits for `vast`; the writer then waits for nothing. What cannot
be written because of the storage waits until it works again, bounded too; what is lost is counted, and said in a line.
"""

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select

from simulator.kernel import blobs, geheimen, tables
from simulator.kernel.store import Store, StoreDicht
from simulator.kernel.teksten import kort
from simulator.kernel.transactie import Tx

GROEP = 0.02
INLINE = 1 << 20
PAD = 8000
"""Characters of a path, a header and a remark that a line keeps."""
BEGIN_VAN_BLOB = 64 << 10
MAX_AANTAL = 20_000
MAX_BYTES = 1 << 30
_NAKIJKEN = 500
_NAKIJKEN_BYTES = 32 << 20
_UITSTEL = 1.0
"""Seconds until what could not be written is tried again."""
_WACHTEND = 1_000
_WACHTEND_BYTES = 32 << 20
_STAP_AANTAL = 100
_STAP_BYTES = 4 << 20
OPMERKING = "kernel.opmerking"
_log = logging.getLogger("dso-sim.journaal")


@dataclass
class Inschrijving:
    """One message with its answer. `op` is the virtual moment it came.

    A body that is kept already goes by its blob: verzoek_blob with verzoek_grootte, and in verzoek the begin of it; for
    an answer the same.
    """

    omgeving: str
    op: datetime
    richting: str = "in"
    koppelvlak: str = ""
    operatie: str = ""
    organisatie: str = ""
    methode: str = ""
    pad: str = ""
    status: int = 0
    duur_ms: float = 0.0
    verzoek_kop: list[tuple[str, str]] = field(default_factory=list)
    verzoek: bytes = b""
    verzoek_blob: str | None = None
    verzoek_grootte: int = 0
    antwoord_kop: list[tuple[str, str]] = field(default_factory=list)
    antwoord: bytes = b""
    antwoord_blob: str | None = None
    antwoord_grootte: int = 0
    kenmerken: dict[str, str] = field(default_factory=dict)
    regels: list[str] = field(default_factory=list)


def merk_op(tx: Tx, regels: list[str], **velden: Any) -> None:
    """Put a line in the journal that is of no call, when this transaction is committed; there is an event of it too.

    velden: other fields of Inschrijving, as plain data.
    """
    tx.emit(OPMERKING, regels=regels, **velden)


class Journaal:
    """The journal of a store. verloren: how many lines could not be written, ever."""

    def __init__(self, store: Store, *, max_aantal: int = MAX_AANTAL, max_bytes: int = MAX_BYTES) -> None:
        self._store = store
        self._max_aantal = max_aantal
        self._max_bytes = max_bytes
        self._rij: list[Inschrijving] = []
        self._wachters: list[Future[None]] = []
        self.verloren = 0
        self._kwijt: dict[str, int] = {}
        self._hapert = False
        self._iets = threading.Condition()
        self._spoelslot = threading.Lock()
        self._nakijken: set[str] = set()
        self._sinds_nakijken = [_NAKIJKEN, _NAKIJKEN_BYTES]  # at the first look what is there counts
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self._loop, name="journaal", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._draad.start()

    def stop(self) -> None:
        """Write what waits, then stop."""
        self._stop.set()
        with self._iets:
            self._iets.notify_all()
        if self._draad.is_alive():
            self._draad.join()
        self.spoel()
        if self._rij:
            self._verlies(self._rij)

    @property
    def wachtend(self) -> int:
        """How many lines are still to be written."""
        return len(self._rij)

    def hoor(self, tx: Tx, gegevens: Mapping[str, Any]) -> None:
        """Handle the event of `merk_op`."""
        regel = Inschrijving(tx.omgeving, tx.nu, **gegevens)
        tx.na_afloop.append(lambda: self.noteer(regel))

    def noteer(self, inschrijving: Inschrijving) -> None:
        """Enter a message; it is in the store within 20 ms."""
        with self._iets:
            self._rij.append(inschrijving)
            if len(self._rij) == 1:
                self._iets.notify()

    def vast(self) -> "Future[None]":
        """Done when every line that was entered until now is in the store, or turned out not to get there."""
        klaar: Future[None] = Future()
        with self._iets:
            schrijver = self._draad.is_alive() and not self._stop.is_set()
            if schrijver:
                self._wachters.append(klaar)
                self._iets.notify()
        if not schrijver:
            self.spoel()
            klaar.set_result(None)
        return klaar

    def spoel(self) -> None:
        """Write what waits, here and now."""
        with self._spoelslot:
            with self._iets:
                groep, self._rij = self._rij, []
                wachters, self._wachters = self._wachters, []
            try:
                if groep:
                    self._schrijf_groep(groep)
            finally:
                for wachter in wachters:
                    if wachter.set_running_or_notify_cancel():
                        wachter.set_result(None)
        if groep:
            self._store.meld_wijziging()

    def _schrijf_groep(self, groep: list[Inschrijving]) -> None:
        rest: list[Inschrijving] = []
        for omgeving in dict.fromkeys(regel.omgeving for regel in groep):
            rest += self._schrijf(omgeving, [regel for regel in groep if regel.omgeving == omgeving])
        self._hapert = bool(rest)
        if rest:
            self._houd(rest)
        self._sinds_nakijken[0] += len(groep)
        self._sinds_nakijken[1] += sum(map(_bytes, groep))
        self._nakijken |= {regel.omgeving for regel in groep}

    def _houd(self, regels: list[Inschrijving]) -> None:
        """Keep the first of these lines for another time, and count the others as lost."""
        bytes_ = aantal = 0
        for regel in regels[:_WACHTEND]:
            bytes_ += _bytes(regel)
            if bytes_ > _WACHTEND_BYTES:
                break
            aantal += 1
        with self._iets:
            self._rij = regels[:aantal] + self._rij
        self._verlies(regels[aantal:])

    def _verlies(self, regels: list[Inschrijving]) -> None:
        """Count lines as lost; said in the log at the first, and whenever there are ten times as many."""
        for regel in regels:
            self.verloren += 1
            self._kwijt[regel.omgeving] = self._kwijt.get(regel.omgeving, 0) + 1
            if self.verloren == 10 ** (len(str(self.verloren)) - 1):
                _log.error("%d regel(s) van het journaal niet geschreven; de laatste: %s", self.verloren, regel.pad)

    def begrens(self) -> None:
        """Delete the oldest lines of the omgevingen that grew, as far as there are too many, in small steps."""
        with self._spoelslot:
            omgevingen, self._nakijken = self._nakijken, set()
            self._sinds_nakijken = [0, 0]
        gegaan = 0
        for omgeving in sorted(omgevingen):
            gegaan += _begrens(self._store, omgeving, self._max_aantal, self._max_bytes)
        if gegaan:
            blobs.ruim_stap_voor_stap(self._store, self._stop.is_set)

    def lees(
        self, omgeving: str, *, na: int = 0, aantal: int = 100, nieuwste: bool = False, **filter_: str
    ) -> list[Row[Any]]:
        """Rows of the journal of an omgeving: those after a number, oldest first, or the newest first.

        filter_: columns that must be equal, such as koppelvlak="lvbb".
        """
        self.spoel()
        j = tables.journaal
        gelijk = [j.c[naam] == waarde for naam, waarde in filter_.items()]
        volgorde = j.c.nummer.desc() if nieuwste else j.c.nummer
        vraag = select(j).where(j.c.omgeving == omgeving, j.c.nummer > na, *gelijk).order_by(volgorde).limit(aantal)
        with self._store.open_lezing() as conn:
            return list(conn.execute(vraag))

    def inhoud(self, omgeving: str, nummer: int, kant: str) -> bytes | None:
        """The whole body of a line, kant "verzoek" or "antwoord"; None when there is no such line (any more)."""
        self.spoel()
        j = tables.journaal
        vraag = select(j.c[kant], j.c[f"{kant}_blob"]).where(j.c.omgeving == omgeving, j.c.nummer == nummer)
        with self._store.open_lezing() as conn:
            rij = conn.execute(vraag).first()
            if rij is None:
                return None
            return blobs.lees(conn, rij[1]) if rij[1] is not None else bytes(rij[0] or b"")

    def _schrijf(self, omgeving: str, regels: list[Inschrijving]) -> list[Inschrijving]:
        """Write lines of one omgeving; gives those that must wait until the storage works."""
        kwijt = self._kwijt.get(omgeving, 0)
        try:
            _schrijf(self._store, omgeving, [*([_over_verlies(regels[0], kwijt)] if kwijt else []), *regels])
        except Exception as fout:
            if self._store.opslag.meld(fout) is not None:
                return regels
            if len(regels) > 1:  # one line that cannot be written must not take the others with it
                return [rest for regel in regels for rest in self._schrijf(omgeving, [regel])]
            _log.exception("regel niet geschreven: %s", regels[0].pad)
            self._verlies(regels)
            return []
        self._kwijt.pop(omgeving, None)
        return []

    def _loop(self) -> None:
        while not self._stop.is_set():
            with self._iets:
                self._iets.wait_for(lambda: self._rij or self._wachters or self._stop.is_set())
                uitstel = _UITSTEL if self._hapert else GROEP
                self._iets.wait_for(lambda: self._wachters or self._stop.is_set(), uitstel)
            self.spoel()
            if self._sinds_nakijken[0] >= _NAKIJKEN or self._sinds_nakijken[1] >= _NAKIJKEN_BYTES:
                try:
                    self.begrens()
                except StoreDicht:
                    return
                except Exception as fout:
                    if self._store.opslag.meld(fout) is None:
                        _log.exception("begrenzen mislukt")


def _bytes(regel: Inschrijving) -> int:
    return len(regel.verzoek) + len(regel.antwoord)


def _over_verlies(volgende: Inschrijving, aantal: int) -> Inschrijving:
    """What is said of lines that are lost, before the next that is written."""
    return Inschrijving(
        volgende.omgeving,
        volgende.op,
        koppelvlak="beheer",
        operatie="journaal",
        regels=[f"hiervoor zijn {aantal} regel(s) van het journaal verloren gegaan; het logboek zegt waardoor"],
    )


_LAATSTE = select(
    select(func.max(tables.journaal.c.nummer))
    .where(tables.journaal.c.omgeving == tables.omgeving.c.naam)
    .scalar_subquery()
).where(tables.omgeving.c.naam == bindparam("omgeving"))
_INVOEGEN = insert(tables.journaal)


def _schrijf(store: Store, omgeving: str, regels: list[Inschrijving]) -> None:
    """Write lines of one omgeving, numbered in this order."""
    with store.ruw_na(_LAATSTE, omgeving, f"journaal/{omgeving}") as (conn, laatste):
        if laatste is not None:  # else it was removed while the messages were under way
            eerste = 1 + (laatste[0] or 0)
            conn.execute(_INVOEGEN, [_rij(conn, regel, nummer) for nummer, regel in enumerate(regels, eerste)])


def _rij(conn: Connection, regel: Inschrijving, nummer: int) -> dict[str, Any]:
    """The row of a line, without secrets; a body that is too large for it goes to a blob, a long value is cut."""
    rij = dict(vars(regel), nummer=nummer)
    for veld in ("koppelvlak", "operatie", "organisatie", "methode"):
        rij[veld] = kort(rij[veld])
    rij["pad"] = kort(geheimen.uit_adres(regel.pad), PAD)
    rij["kenmerken"] = {kort(naam): kort(waarde) for naam, waarde in regel.kenmerken.items()}
    rij["regels"] = [kort(tekst, PAD) for tekst in regel.regels]
    for kant in ("verzoek_kop", "antwoord_kop"):
        rij[kant] = [(kort(naam), kort(waarde, PAD)) for naam, waarde in geheimen.uit_koppen(rij[kant])]
    for kant in ("verzoek", "antwoord"):
        inhoud = rij[kant]
        rij[f"{kant}_grootte"] = max(rij[f"{kant}_grootte"], len(inhoud))
        if len(inhoud) > INLINE:
            rij[f"{kant}_blob"] = blobs.bewaar(conn, inhoud)
            rij[kant] = inhoud[:BEGIN_VAN_BLOB]
    return rij


def _begrens(store: Store, omgeving: str, max_aantal: int, max_bytes: int) -> int:
    """Delete the oldest lines, but never the last: the numbers go on from it. Gives how many went."""
    j = tables.journaal
    van_ons = j.c.omgeving == omgeving
    grootte = j.c.verzoek_grootte + j.c.antwoord_grootte
    with store.open_lezing() as conn:
        er_zijn, totaal = conn.execute(select(func.count(), func.sum(grootte)).where(van_ons)).one()
        te_veel = er_zijn - max_aantal if (totaal or 0) <= max_bytes else er_zijn
        weg_te_halen = max(0, min(te_veel, er_zijn - 1))
        oudste = select(j.c.nummer, grootte).where(van_ons).order_by(j.c.nummer).limit(weg_te_halen)
        regels = conn.execute(oudste).all()
    stappen: list[int] = []
    aantal = bytes_in_stap = 0
    for nummer, bytes_ in regels:
        if totaal <= max_bytes and er_zijn - aantal <= max_aantal:
            break
        if aantal % _STAP_AANTAL == 0 or bytes_in_stap > _STAP_BYTES:
            stappen.append(nummer)
            bytes_in_stap = 0
        stappen[-1] = nummer
        aantal += 1
        bytes_in_stap += bytes_
        totaal -= bytes_
    for tot in stappen:
        with store.ruw() as conn:
            conn.execute(delete(j).where(van_ons, j.c.nummer <= tot))
    return aantal
