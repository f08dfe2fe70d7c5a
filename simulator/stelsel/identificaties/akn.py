"""AKN: the identifiers of what is decided, regulated, announced and published.

bill is a besluit, act a regeling, doc a kennisgeving or rectificatie, officialGazette a publicatie.
Source: docs/bronnen.md#stop-identificaties (confirmed).
"""

from dataclasses import dataclass

from simulator.stelsel.identificaties import frbr
from simulator.stelsel.identificaties.fouten import AknFout

LANDEN = ("nl", "aw", "cw", "sx")
SOORTEN = ("bill", "act", "doc", "officialGazette")
BLADEN = ("bgr", "gmb", "prb", "stb", "stcrt", "trb", "wsb")
CONSOLIDATIES = ("land", "provincie", "gemeente", "waterschap", "consolidatie")
"""What stands in the place of the organisation in the work of a consolidation."""


@dataclass(frozen=True)
class Werk:
    """A work. `org` is the code of an organisation, of a gazette for a publicatie, or one of CONSOLIDATIES."""

    land: str
    soort: str
    org: str
    moment: str
    naam: str

    def __str__(self) -> str:
        return f"/akn/{self.land}/{self.soort}/{self.org}/{self.moment}/{self.naam}"

    @property
    def jaar(self) -> int:
        """The year of the work."""
        return int(self.moment[:4])


Expressie = frbr.Expressie[Werk]


def lees(tekst: str) -> Werk | Expressie:
    """Read a work or an expression. Raises AknFout."""
    return lees_expressie(tekst) if "@" in tekst else lees_werk(tekst)


def lees_werk(tekst: str) -> Werk:
    """Read a work: `/akn/nl/act/gm0363/2024/omgevingsplan`. Raises AknFout."""
    if not tekst.startswith("/akn/"):
        raise AknFout(tekst, "begint niet met /akn/")
    stukken = frbr.delen(tekst)
    if "@" in tekst or len(stukken) != 6 or tekst.strip() != tekst:
        raise AknFout(tekst, "een werk is /akn/{land}/{soort}/{organisatie}/{jaar of datum}/{naam}")
    _, land, soort, org, *staart = stukken
    if land not in LANDEN:
        raise AknFout(tekst, f"'{land}' is geen land ({', '.join(LANDEN)})")
    if soort not in SOORTEN:
        raise AknFout(tekst, f"'{soort}' is geen soort ({', '.join(SOORTEN)})")
    if soort == "officialGazette":
        if org not in BLADEN:
            raise AknFout(tekst, f"'{org}' is geen publicatieblad ({', '.join(BLADEN)})")
    elif org not in CONSOLIDATIES and not frbr.is_organisatie(org):
        raise AknFout(tekst, f"'{org}' is geen code van een gemeente, provincie, waterschap of ministerie")
    moment, naam = frbr.lees_werkdelen(tekst, (staart[0], staart[1]), AknFout)
    return Werk(land, soort, org, moment, naam)


def lees_expressie(tekst: str) -> Expressie:
    """Read an expression: `/akn/nl/act/gm0363/2024/omgevingsplan/nld@2024-01-01;1`. Raises AknFout."""
    werk, taal, moment, versie, component = frbr.lees_staart(tekst, AknFout)
    try:
        gelezen = lees_werk(werk)
    except AknFout as fout:
        raise AknFout(tekst, fout.reden) from None
    return Expressie(gelezen, taal, moment, versie, component)
