"""The messages of STAM: the verzoek and the notification, written, read and judged by one of the profiles.

What goes over the wire stands in contracts/stam; these functions know the terms of `model` only. Source:
docs/bronnen.md#stam-notificatie and 7.
"""

from dataclasses import dataclass

from simulator.contract import schemas
from simulator.stam import ontleding, opmaak
from simulator.stam.model import Bericht
from simulator.stam.ontleding import BerichtOngeldig
from simulator.stam.profiel import Soort, schema
from simulator.stam.profiel import profiel as _profiel

__all__ = [
    "BerichtOngeldig",
    "Notificatie",
    "lees_verzoek",
    "notificatie_xml",
    "toets_notificatie",
    "toets_verzoek",
    "verzoek_xml",
]


@dataclass(frozen=True)
class Notificatie:
    """What a notification tells. ontvanger: an OIN."""

    verzoeknummer: str
    volgnummer: int
    ontvanger: str


def verzoek_xml(profiel: str, bericht: Bericht, *, onbekend_element: bool = False) -> bytes:
    """The verzoek message of one volgnummer, in UTF-8.

    profiel: such as stam-v4; onbekend_element: with an optional element that no version has, for tolerance (STAM-27).
    A character that XML cannot hold is written as U+FFFD: who takes texts in refuses it before (`tekens.ongeldig`).
    Raises ProfielFout for a profile that is not there.
    """
    return opmaak.schrijf(_profiel(profiel), "verzoek", bericht, onbekend_element=onbekend_element)


def notificatie_xml(profiel: str, verzoeknummer: str, volgnummer: int, ontvanger: str) -> bytes:
    """The notification of one volgnummer for the organisation with this OIN, in UTF-8. Raises ProfielFout."""
    return opmaak.schrijf(_profiel(profiel), "notificatie", Notificatie(verzoeknummer, volgnummer, ontvanger))


def lees_verzoek(profiel: str, xml: bytes) -> Bericht:
    """The verzoek of a message.

    What the profile does not carry is not there: the time of day where it has a date, and of a document its size (0)
    and media type (that of its name). Raises BerichtOngeldig, ProfielFout.
    """
    return ontleding.lees_verzoek(_profiel(profiel), ontleding.ontleed(xml))


def toets_verzoek(profiel: str, xml: bytes) -> list[str]:
    """What the schema of the profile refuses in a verzoek message, in Dutch with its place; [] when it is valid.

    Raises ProfielFout.
    """
    return _toets(profiel, "verzoek", xml)


def toets_notificatie(profiel: str, xml: bytes) -> list[str]:
    """The same for a notification."""
    return _toets(profiel, "notificatie", xml)


def _toets(naam: str, soort: Soort, xml: bytes) -> list[str]:
    profiel = _profiel(naam)
    try:
        wortel = ontleding.ontleed(xml)
        if soort in profiel.xsd:
            return [f"{fout.plaats}: {fout.tekst}" for fout in schemas.toets_met(schema(profiel, soort), wortel, naam)]
        if soort not in profiel.schemas:  # names and nesting of a user, of which we have no schema
            if soort == "verzoek":
                ontleding.lees_verzoek(profiel, wortel)
            return []
        return [f"{fout.plaats}: {fout.tekst}" for fout in schemas.toets_model(profiel.schemas[soort], wortel, naam)]
    except BerichtOngeldig as fout:
        return [str(fout)]
