"""How the storage is doing: what an error says of it, in words, and that this is told once and not at every call."""

import errno
import logging
import sqlite3
import threading
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as GeenVerbinding

_log = logging.getLogger("dso-sim.opslag")


@dataclass(frozen=True)
class Gebrek:
    """What is wrong with the storage. reden: with what to do about it, in Dutch; blijft: it does not mend by itself."""

    reden: str
    blijft: bool = False


VOL = Gebrek(
    "De schijf met de gegevens van de simulator is vol. Maak ruimte vrij; daarna werkt hij vanzelf weer, zonder "
    "herstart."
)
BESCHADIGD = Gebrek(
    "De database van de simulator is beschadigd. Stop de simulator, zet een kopie van de gegevens terug of begin met "
    "een lege map of database, en start hem opnieuw.",
    blijft=True,
)
_SCHIJF = Gebrek(
    "De schijf met de gegevens van de simulator is niet te lezen of te beschrijven. Kijk na of hij er is, heel is en "
    "ruimte heeft."
)
_LEZEN = Gebrek(
    "De gegevens van de simulator kunnen niet geschreven worden. Geef zijn gebruiker schrijfrecht op de map en wat "
    "erin staat; op PostgreSQL: laat de database schrijven toe."
)
_WEG = Gebrek(
    "De database van de simulator is niet te bereiken. Start haar of herstel de verbinding; daarna werkt hij vanzelf "
    "weer."
)
_BEZET = Gebrek(
    "De database van de simulator is bezet: een ander programma heeft haar op slot, of er zijn te veel aanroepen "
    "tegelijk. Sluit dat programma, of probeer het straks opnieuw."
)
_BESTANDEN = Gebrek(
    "De simulator heeft zoveel bestanden en verbindingen open als hij mag. Sluit verbindingen, of verhoog de grens "
    "(ulimit -n) en start hem opnieuw."
)
_GEHEUGEN = Gebrek("Er is geen geheugen meer vrij voor de database van de simulator. Maak geheugen vrij.")
_SQLITE = {
    sqlite3.SQLITE_FULL: VOL,
    sqlite3.SQLITE_CORRUPT: BESCHADIGD,
    sqlite3.SQLITE_NOTADB: BESCHADIGD,
    sqlite3.SQLITE_IOERR: _SCHIJF,
    sqlite3.SQLITE_READONLY: _LEZEN,
    sqlite3.SQLITE_PERM: _LEZEN,
    sqlite3.SQLITE_CANTOPEN: _SCHIJF,
    sqlite3.SQLITE_BUSY: _BEZET,
    sqlite3.SQLITE_LOCKED: _BEZET,
    sqlite3.SQLITE_PROTOCOL: _BEZET,
    sqlite3.SQLITE_NOMEM: _GEHEUGEN,
}
_POSTGRES = {  # by the begin of the SQLSTATE, the longest that fits (PostgreSQL documentation, Appendix A)
    "08": _WEG,
    "25006": _LEZEN,
    "53": _BEZET,
    "53100": VOL,
    "53200": _GEHEUGEN,
    "55P03": _BEZET,
    "57P": _WEG,
    "58": _SCHIJF,
    "XX001": BESCHADIGD,
    "XX002": BESCHADIGD,
}
_SYSTEEM = {
    errno.ENOSPC: VOL,
    errno.EDQUOT: VOL,
    errno.EFBIG: VOL,
    errno.EIO: _SCHIJF,
    errno.EROFS: _LEZEN,
    errno.EMFILE: _BESTANDEN,
    errno.ENFILE: _BESTANDEN,
}


def gebrek(fout: BaseException) -> Gebrek | None:
    """What an error says of the storage; None when it is about something else, such as a fault of ours."""
    if isinstance(fout, GeenVerbinding):
        return _BEZET
    oorzaak = fout.orig if isinstance(fout, DBAPIError) else fout
    if isinstance(oorzaak, sqlite3.Error):
        return _SQLITE.get(getattr(oorzaak, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(fout, DBAPIError):
        staat = getattr(oorzaak, "sqlstate", None) or ""
        gevonden = next((_POSTGRES[staat[:n]] for n in (5, 3, 2) if staat[:n] in _POSTGRES), None)
        geen_antwoord = fout.connection_invalidated or (isinstance(fout, OperationalError) and not staat)
        return gevonden or (_WEG if geen_antwoord else None)
    return _SYSTEEM.get(fout.errno or 0) if isinstance(fout, OSError) else None


class Opslag:
    """Whether the storage works, as far as anybody found; said in the log at the 1st, 10th, 100th … time it did not."""

    def __init__(self) -> None:
        self._slot = threading.Lock()
        self._stand: Gebrek | None = None
        self._aantal = 0

    @property
    def stand(self) -> Gebrek | None:
        """What is wrong with it; None when nothing is, or when it works again."""
        return self._stand

    def meld(self, fout: BaseException) -> Gebrek | None:
        """Tell of an error; gives what is wrong with the storage, None when the error is about something else."""
        gevonden = gebrek(fout)
        if gevonden is None:
            return None
        with self._slot:
            if self._stand is None or not self._stand.blijft:
                self._stand = gevonden
            self._aantal += 1
            aantal = self._aantal
        if aantal == 10 ** (len(str(aantal)) - 1):
            _log.error("%s (tot nu toe %d keer)", gevonden.reden, aantal)
        return gevonden

    def hersteld(self) -> None:
        """It was tried and works."""
        with self._slot:
            aantal, self._aantal, self._stand = self._aantal, 0, None
        if aantal:
            _log.warning("De opslag werkt weer; %d keer lukte het niet.", aantal)
