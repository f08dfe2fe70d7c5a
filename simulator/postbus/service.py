"""Taking a mail in, and looking at what came. Bounded: the oldest make room for the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from simulator.kernel import blobs
from simulator.kernel.store import Wereld
from simulator.kernel.teksten import kort
from simulator.kernel.transactie import Tx
from simulator.postbus import bericht, tables
from simulator.postbus.bericht import Gelezen

ONTVANGEN = "mail.ontvangen"
MAX_MAIL = 10 << 20
MAX_AANTAL = 1000
MAX_BYTES = 100 << 20
MAX_ONTVANGERS = 100
_MEESTE_NUMMERS = 1000


class MailOnbekend(ValueError):
    """There is no mail with this number; the text is Dutch."""


@dataclass(frozen=True)
class Envelop:
    """What SMTP says of a mail, apart from what stands in it."""

    van: str
    aan: Sequence[str]


def neem_aan(wereld: Wereld, envelop: Envelop, inhoud: bytes) -> int:
    """Keep a mail and tell of it; gives its number."""
    gelezen = bericht.lees(inhoud)
    van, *aan = (_adres(adres) for adres in (envelop.van, *envelop.aan))
    nummers, onderwerp = list(gelezen.verzoeknummers)[:_MEESTE_NUMMERS], kort(gelezen.onderwerp)
    with wereld.schrijf() as tx:
        nummer = tx.nummer("postbus")
        tx.voeg_toe(
            tables.mail,
            nummer=nummer,
            op=tx.nu,
            van=van,
            aan=aan,
            onderwerp=onderwerp,
            verzoeknummers=nummers,
            grootte=len(inhoud),
            inhoud=blobs.bewaar(tx.conn, inhoud),
        )
        _maak_plaats(tx)
        tx.emit(ONTVANGEN, nummer=nummer, van=van, aan=aan, onderwerp=onderwerp, verzoeknummers=nummers)
    return nummer


def lijst(wereld: Wereld, *, na: int = 0, limiet: int | None = None) -> list[Row[Any]]:
    """The mails after a number, oldest first."""
    with wereld.lees() as lezing:
        return tables.mails(lezing, na, limiet)


def nieuwste(wereld: Wereld, limiet: int) -> list[Row[Any]]:
    """The last mails, newest first."""
    with wereld.lees() as lezing:
        return tables.nieuwste(lezing, limiet)


def mail(wereld: Wereld, nummer: int) -> tuple[Row[Any], Gelezen, bytes]:
    """One mail: its row, what it says, and its bytes. Raises MailOnbekend."""
    with wereld.lees() as lezing:
        rij = tables.mail_met(lezing, nummer)
        if rij is None:
            raise MailOnbekend(f"Er is geen mail met nummer {nummer}.")
        inhoud = blobs.lees(lezing.conn, rij.inhoud)
    return rij, bericht.lees(inhoud), inhoud


def wis(wereld: Wereld) -> int:
    """Throw every mail away; gives how many there were."""
    with wereld.schrijf() as tx:
        return tx.verwijder(tables.mail)


def _adres(ruw: str) -> str:
    """An address of the envelope as it can be kept: what is no UTF-8 becomes a question mark."""
    return ruw.encode("utf-8", "replace").decode("utf-8")[: bericht.MAX_REGEL]


def _maak_plaats(tx: Tx) -> None:
    aantal, bytes_ = tables.omvang(tx)
    while aantal > 1 and (aantal > MAX_AANTAL or bytes_ > MAX_BYTES):
        oudste = tables.mails(tx, limiet=1)[0]
        tx.verwijder(tables.mail, tables.mail.c.nummer == oudste.nummer)
        aantal, bytes_ = aantal - 1, bytes_ - oudste.grootte
