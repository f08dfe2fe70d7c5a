"""What a strict omgeving asks of a caller, and what it answers to who has it not; in an open one nothing is asked.

publiek    an x-api-key of this omgeving: none is 401, another 403
overheid   a client certificate that this omgeving knows (else 401), and an acting OIN that is the certificate's own or
           on its list (else 403); for a koppelvlak with a dienst the organisation must have mandated the holder
           (else 403, or what the room itself has to say of it)
Sources: docs/bronnen.md#toegang, #ozon-fouten; the status codes are inferred, but for 401 without a key.
"""

from dataclasses import dataclass

from simulator.contract import errors
from simulator.contract.router import Toegang
from simulator.edge.blik import Blik
from simulator.kernel.store import Wereld
from simulator.stelsel import machtigingen
from simulator.stelsel.certificaten import Certificaat

GEWEIGERD = "toegang.geweigerd"


@dataclass(frozen=True)
class Aanroeper:
    """Who calls. oin: for whom, by the first of oin_koppen; pad: below the base path of the koppelvlak."""

    omgeving: str
    sleutel: str
    certificaat: Certificaat | None
    oin: str
    pad: str
    oin_koppen: tuple[str, ...]


def toets(blik: Blik, wereld: Wereld, toegang: Toegang, wie: Aanroeper) -> errors.Fout | None:
    """What is wrong with a caller, None when it may."""
    if wie.pad in toegang.vrij:
        return None
    if toegang.soort == "publiek":
        return _sleutel(blik, wie)
    return _certificaat(blik, wie, toegang) or _machtiging(wereld, wie, toegang)


def namens(wie: Aanroeper, toegang: Toegang) -> str:
    """The OIN of the organisation for which is acted, ""."""
    return wie.pad.lstrip("/").partition("/")[0] if toegang.oin_in_pad else wie.oin


def noteer(wereld: Wereld, koppelvlak: str, wie: Aanroeper, fout: errors.Fout) -> None:
    """Let an event tell of a refusal."""
    houder = "" if wie.certificaat is None else wie.certificaat.oin
    with wereld.schrijf() as tx:
        tx.emit(GEWEIGERD, koppelvlak=koppelvlak, status=fout.status, reden=str(fout), oin=wie.oin[:40], houder=houder)


def _sleutel(blik: Blik, wie: Aanroeper) -> errors.Fout | None:
    if not wie.sleutel:
        return errors.NietAangemeld("Deze omgeving is strikt en de kop x-api-key ontbreekt.")
    if blik.van_sleutel(wie.sleutel) != wie.omgeving:
        return errors.NietToegestaan("De sleutel in x-api-key is in deze omgeving niet bekend.")
    return None


def _certificaat(blik: Blik, wie: Aanroeper, toegang: Toegang) -> errors.Fout | None:
    if wie.certificaat is None:
        return errors.NietAangemeld(
            "Deze omgeving is strikt en er is geen clientcertificaat; roep aan met https en een certificaat."
        )
    mag = blik.van_certificaat(wie.certificaat).get(wie.omgeving)
    if mag is None:
        return errors.NietAangemeld(f"Het certificaat {_naam(wie.certificaat)} is in deze omgeving niet bekend.")
    oin = namens(wie, toegang)
    if not oin:
        kop = " of ".join(wie.oin_koppen)
        return errors.NietToegestaan(f"De kop {kop} ontbreekt: het OIN van de organisatie namens wie u aanroept.")
    if oin not in mag:
        return errors.NietToegestaan(
            f"Het certificaat {_naam(wie.certificaat)} mag niet handelen namens OIN {oin[:40]}; dat staat niet op "
            "zijn lijst."
        )
    return None


def _machtiging(wereld: Wereld, wie: Aanroeper, toegang: Toegang) -> errors.Fout | None:
    if not toegang.dienst or toegang.kamer_weigert or wie.certificaat is None:
        return None
    oin, houder = namens(wie, toegang), wie.certificaat.oin
    with wereld.lees() as lezing:
        if machtigingen.mag(lezing, houder, toegang.dienst, oin):
            return None
    return errors.NietToegestaan(
        f"De organisatie met OIN {oin[:40]} heeft {houder or 'de houder van dit certificaat'} niet gemachtigd voor "
        f"{toegang.dienst}."
    )


def _naam(certificaat: Certificaat) -> str:
    return f"met OIN {certificaat.oin}" if certificaat.oin else certificaat.onderwerp[:100]
