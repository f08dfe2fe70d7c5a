"""Sends the requests of one notification and decides what the answers mean.

2xx is a receipt. 408, 429, 5xx and no answer at all may go better later. Any other answer will not change by asking
again: a receiver refuses only what is no message of STAM at all and confirms the rest (docs/bronnen.md#stam-bezorgen,
client), so then it has failed, until somebody delivers it again by hand. A redirect is not followed.
"""

import base64
from collections.abc import Sequence
from typing import Any

from simulator.edge import bode
from simulator.edge.bode import AdresOngeldig, Antwoord, Bode, NietBezorgd, Post
from simulator.kernel.zending import Zendfout
from simulator.stam.adapters.model import Bezorging, Ontvangst, Zending

OPERATIE = "notificatie"
_LATER = (408, 425, 429)


def bezorg(
    bode_: Bode, zending: Zending, posten: Sequence[Post], *, regels: Sequence[str] = (), **kenmerken: str
) -> Bezorging:
    """Send these, one after the other; regels and kenmerken: for the journal. Raises Zendfout at the first failure."""
    journaal: list[dict[str, Any]] = []
    for post in posten:
        antwoord, reden, later = _verstuur(bode_, post)
        journaal.append(
            bode.regel(
                post,
                antwoord,
                koppelvlak="stam",
                operatie=OPERATIE,
                organisatie=zending.ontvangst.oin,
                kenmerken={**zending.kenmerken, "adapter": zending.ontvangst.adapter, **kenmerken},
                regels=[*regels, reden] if reden else list(regels),
            )
        )
        if reden:
            raise Zendfout(reden, opnieuw=later, journaal=journaal)
    return Bezorging("acked", journaal)


def koppen(ontvangst: Ontvangst) -> dict[str, str]:
    """The headers that were set up, with basic authentication where there is a user."""
    uit = dict(ontvangst.headers)
    if ontvangst.gebruiker:
        paar = f"{ontvangst.gebruiker}:{ontvangst.wachtwoord}".encode()
        uit.setdefault("Authorization", f"Basic {base64.b64encode(paar).decode()}")
    return uit


def _verstuur(bode_: Bode, post: Post) -> tuple[Antwoord | None, str, bool]:
    """(the answer, why it is no receipt or "", whether it may go better later)."""
    try:
        antwoord = bode_.verstuur(post)
    except AdresOngeldig as fout:
        return None, f"het adres kan niet worden aangeroepen: {fout}", False
    except NietBezorgd as fout:
        return None, str(fout), True
    status = antwoord.status
    if 200 <= status < 300:
        return antwoord, "", False
    if 300 <= status < 400:
        return antwoord, f"de ontvanger verwijst door (status {status}); stel het nieuwe adres in", False
    if status in (401, 403):
        return antwoord, f"de ontvanger gaf status {status}; controleer gebruiker, wachtwoord en headers", False
    return antwoord, f"de ontvanger gaf status {status}", status >= 500 or status in _LATER
