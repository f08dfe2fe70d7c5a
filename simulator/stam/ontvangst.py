"""Where an organisation is notified: read, set and removed. Nobody has an address by default: then it is the inbox."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from simulator.edge.bereik import verkeerde_koppen
from simulator.kernel.transactie import Lezing, Tx
from simulator.stam import instanties, tables
from simulator.stam.adapters import ebms, https, inbox, webhook
from simulator.stam.adapters.model import Adapter, Ontvangst
from simulator.stam.errors import OpgaveOngeldig

__all__ = ["ADAPTERS", "INBOX", "Ontvangst", "lees", "lijst", "verwijder", "zet"]
INBOX = "inbox"
ADAPTERS: Mapping[str, Adapter] = {
    "https": https.ADAPTER,
    "ebms": ebms.ADAPTER,
    "webhook": webhook.ADAPTER,
    INBOX: inbox.ADAPTER,
}
_MAX_KOPPEN = 30
_MAX_TEKST = 400


def lees(lezing: Lezing, oin: str) -> Ontvangst:
    """Where this organisation is notified."""
    rij = lezing.eens(("stam/ontvangst", oin), lambda: tables.ontvangst_van(lezing, oin))
    return Ontvangst(oin, INBOX) if rij is None else _van(rij)


def lijst(lezing: Lezing) -> list[Ontvangst]:
    """Every organisation for which something was set, by OIN."""
    return [_van(rij) for rij in lezing.rijen(tables.ontvangst, volgorde=(tables.ontvangst.c.oin,))]


def zet(
    tx: Tx,
    oin: str,
    adapter: str,
    url: str = "",
    gebruiker: str = "",
    wachtwoord: str = "",
    headers: Mapping[str, str] | None = None,
    opties: Mapping[str, Any] | None = None,
) -> Ontvangst:
    """Let an organisation be notified there from now on, also of what still waits. Raises OpgaveOngeldig."""
    nieuw = Ontvangst(oin, adapter, url.strip(), gebruiker, wachtwoord, headers or {}, opties or {})
    _toets(nieuw)
    verwijder(tx, oin)
    tx.voeg_toe(tables.ontvangst, **{**asdict(nieuw), "headers": dict(nieuw.headers), "opties": dict(nieuw.opties)})
    return nieuw


def verwijder(tx: Tx, oin: str) -> bool:
    """Go back to the inbox; whether there was something set."""
    return tx.verwijder(tables.ontvangst, tables.ontvangst.c.oin == oin) > 0


def _toets(nieuw: Ontvangst) -> None:
    if not instanties.is_oin(nieuw.oin):
        raise OpgaveOngeldig("oin", f"{nieuw.oin[:60]!r} is geen OIN: dat zijn twintig cijfers")
    if nieuw.adapter not in ADAPTERS:
        raise OpgaveOngeldig("adapter", f"{nieuw.adapter[:60]!r} bestaat niet; kies uit {', '.join(ADAPTERS)}")
    for veld, waarde in (("gebruiker", nieuw.gebruiker), ("wachtwoord", nieuw.wachtwoord)):
        if len(waarde) > _MAX_TEKST or not waarde.isprintable():
            raise OpgaveOngeldig(veld, f"verwacht wordt een tekst van hoogstens {_MAX_TEKST} leesbare tekens")
    if ":" in nieuw.gebruiker:
        raise OpgaveOngeldig("gebruiker", "in een gebruikersnaam kan geen dubbele punt")
    if len(nieuw.headers) > _MAX_KOPPEN:
        raise OpgaveOngeldig("headers", f"hoogstens {_MAX_KOPPEN}")
    for naam, reden in verkeerde_koppen(nieuw.headers):
        raise OpgaveOngeldig(f"headers.{naam[:60]}", reden)
    ADAPTERS[nieuw.adapter].toets(nieuw)


def _van(rij: Any) -> Ontvangst:
    return Ontvangst(rij.oin, rij.adapter, rij.url, rij.gebruiker, rij.wachtwoord, rij.headers, rij.opties)
