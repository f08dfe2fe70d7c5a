"""Organisations as STAM names them: by OIN, with the name that goes in a message."""

from simulator.kernel.transactie import Lezing
from simulator.stam import tables
from simulator.stam.model import Instantie
from simulator.stelsel import organisaties
from simulator.stelsel.identificaties.fouten import IdentificatieFout


def instantie(oin: str) -> Instantie:
    """The organisation with this OIN; one that nobody knows gets a name that says so.

    Raises IdentificatieFout when it is no OIN.
    """
    bekend = organisaties.bij_oin(oin)
    gekozen = bekend[0] if bekend else organisaties.nieuwe(oin)
    return Instantie(gekozen.oin, gekozen.naam)


def is_oin(oin: str) -> bool:
    """Whether this can be an OIN: twenty digits."""
    try:
        organisaties.nieuwe(oin)
    except IdentificatieFout:
        return False
    return True


def oin_van(code: str) -> str:
    """The OIN of the organisation with this code, such as gm0363; "" when it is not known."""
    gevonden = organisaties.bij_code(code)
    return gevonden.oin if gevonden is not None else ""


def historie(lezing: Lezing, verzoeknummer: str, soort: str) -> tuple[Instantie, ...]:
    """Who had this verzoek before, oldest first. soort: bevoegd gezag or behandeldienst."""
    rijen = tables.herrouteringen_van(lezing, verzoeknummer)
    return tuple(instantie(rij.oud) for rij in rijen if rij.soort == soort and rij.oud)
