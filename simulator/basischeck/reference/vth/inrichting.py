"""How the installation is set up: a zaaktype for every type of verzoek, and the term to decide."""

from datetime import timedelta

ZAAKTYPEN = {
    "aanvraag vergunning": "Aanvraag omgevingsvergunning",
    "melding": "Melding",
    "informatie": "Informatieplicht",
    "informatie ongewoon voorval": "Ongewoon voorval",
    "aanvraag maatwerkvoorschrift": "Maatwerkvoorschrift",
    "melding gelijkwaardige maatregel": "Melding gelijkwaardige maatregel",
    "aanvraag toestemming gelijkwaardige maatregel": "Toestemming gelijkwaardige maatregel",
}
"""By type of verzoek, in lower case."""
VOOROVERLEG = "Omgevingsoverleg"
TERMIJN = timedelta(weeks=8)
MET_TERMIJN = frozenset({"aanvraag vergunning"})
