"""Mutants that fail in receiving, fetching and processing: STAM-01 to STAM-16."""

import httpx

from simulator.basischeck.reference.vth.mutanten.registratie import mutant
from simulator.basischeck.reference.vth.ophalen import Referenties
from simulator.basischeck.reference.vth.vth import ReferentieVth


class _Geraden(dict[str, str]):
    """The address of any document."""

    def __init__(self, vast: str) -> None:
        super().__init__()
        self.vast = vast

    def get(self, sleutel: str, default: object = None) -> str:
        """The address that this document would have."""
        return f"{self.vast}/documenten/{sleutel}"


_KLEIN = 64 << 10
_GROOT = 10 << 20


@mutant(fails={"STAM-01"})
class WeigertElkeNotificatie(ReferentieVth):
    """Answers every notification with an error."""

    def _neem_aan(self, oin: str, inhoud: bytes) -> int:
        return httpx.codes.INTERNAL_SERVER_ERROR


@mutant(toont={"STAM-01"})
class NeemtPasDeTweedeKeerAan(ReferentieVth):
    """Refuses a notification the first time, and takes it when it comes again."""

    def _neem_aan(self, oin: str, inhoud: bytes) -> int:
        sleutel = ("gezien", oin, hash(inhoud))
        if sleutel not in self._behandeld:
            self._behandeld.add(sleutel)
            return httpx.codes.SERVICE_UNAVAILABLE
        self._rij.put((oin, inhoud))
        return httpx.codes.OK


@mutant(fails={"STAM-02"})
class RaadtDeAdressen(ReferentieVth):
    """Makes the addresses of the parts up itself instead of asking for the references."""

    def _referenties(self, verzoeknummer: str, oin: str) -> Referenties:
        vast = f"verzoeken/{verzoeknummer}"
        return Referenties(f"{vast}/samenvatting", f"{vast}/publiceerbaar", _Geraden(vast))
