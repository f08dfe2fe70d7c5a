"""Nothing leaves the simulator: the notification waits on a page until somebody takes it (`notificaties.haal_op`)."""

from simulator.stam.adapters.model import Adapter, Ontvangst
from simulator.stam.errors import OpgaveOngeldig


def _toets(ontvangst: Ontvangst) -> None:
    if ontvangst.url:
        raise OpgaveOngeldig("url", "een inbox heeft geen adres; kies https of webhook, of laat het adres leeg")
    if ontvangst.opties:
        raise OpgaveOngeldig("opties", "een inbox heeft geen opties")


ADAPTER = Adapter(_toets)
