"""JOIN: the identifiers of informatieobjecten, doelen and values of STOP lists.

Source: docs/bronnen.md#stop-identificaties (confirmed).
"""

import re
from dataclasses import dataclass

from simulator.stelsel.identificaties import frbr
from simulator.stelsel.identificaties.fouten import JoinFout

COLLECTIES = ("regdata", "pubdata", "infodata")
CONSOLIDATIE = "consolidatie"

_LIJSTWAARDE = re.compile(r"/join/id/stop/((?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+)")


@dataclass(frozen=True)
class Werk:
    """The work of an informatieobject. `org` is the code of an organisation, or `consolidatie`."""

    collectie: str
    org: str
    moment: str
    naam: str

    def __str__(self) -> str:
        return f"/join/id/{self.collectie}/{self.org}/{self.moment}/{self.naam}"

    @property
    def jaar(self) -> int:
        """The year of the work."""
        return int(self.moment[:4])


Expressie = frbr.Expressie[Werk]


@dataclass(frozen=True)
class Doel:
    """A doel: why a set of versions comes into force together."""

    org: str
    moment: str
    naam: str

    def __str__(self) -> str:
        return f"/join/id/proces/{self.org}/{self.moment}/{self.naam}"


@dataclass(frozen=True)
class Lijstwaarde:
    """A value of a STOP list; `pad` follows /join/id/stop/: `regelingtype_003` or `procedure/stap_002`."""

    pad: str

    def __str__(self) -> str:
        return f"/join/id/stop/{self.pad}"


def lees(tekst: str) -> Werk | Expressie | Doel | Lijstwaarde:
    """Read any JOIN identifier. Raises JoinFout."""
    if tekst.startswith("/join/id/stop/"):
        return lees_lijstwaarde(tekst)
    if tekst.startswith("/join/id/proces/"):
        return lees_doel(tekst)
    return lees_expressie(tekst) if "@" in tekst else lees_werk(tekst)


def lees_werk(tekst: str) -> Werk:
    """Read the work of an informatieobject: `/join/id/regdata/gm0363/2024/Centrum`. Raises JoinFout."""
    collectie, org, *staart = _stukken(tekst, "{regdata, pubdata of infodata}")
    if collectie not in COLLECTIES:
        raise JoinFout(tekst, f"'{collectie}' is geen collectie ({', '.join(COLLECTIES)})")
    if org != CONSOLIDATIE and not frbr.is_organisatie(org):
        raise JoinFout(tekst, f"'{org}' is geen code van een gemeente, provincie, waterschap of ministerie")
    return Werk(collectie, org, *frbr.lees_werkdelen(tekst, (staart[0], staart[1]), JoinFout))


def lees_expressie(tekst: str) -> Expressie:
    """Read an expression: `/join/id/regdata/gm0363/2024/Centrum/nld@2024-01-01;1`.

    Raises JoinFout, also when the moment lies before that of the work (LVBB2015, STOP1008).
    """
    werk, taal, moment, versie, component = frbr.lees_staart(tekst, JoinFout)
    try:
        gelezen = lees_werk(werk)
    except JoinFout as fout:
        raise JoinFout(tekst, fout.reden) from None
    if not frbr.is_moment(moment):
        raise JoinFout(tekst, f"'{moment}' achter de '@' is geen jaartal of bestaande datum")
    # As text, like the official rule: a year therefore lies before every date in it.
    if moment < gelezen.moment:
        raise JoinFout(tekst, f"'{moment}' achter de '@' ligt voor '{gelezen.moment}' van het werk")
    return Expressie(gelezen, taal, moment, versie, component)


def lees_doel(tekst: str) -> Doel:
    """Read a doel: `/join/id/proces/gm0363/2024/Instelling`. Raises JoinFout."""
    collectie, org, *staart = _stukken(tekst, "proces")
    if collectie != "proces":
        raise JoinFout(tekst, f"een doel heeft 'proces' als derde deel en niet '{collectie}'")
    if not frbr.is_organisatie(org):
        raise JoinFout(tekst, f"'{org}' is geen code van een gemeente, provincie, waterschap of ministerie")
    return Doel(org, *frbr.lees_werkdelen(tekst, (staart[0], staart[1]), JoinFout))


def lees_lijstwaarde(tekst: str) -> Lijstwaarde:
    """Read a value of a STOP list; whether the list has it is for `waardelijsten`. Raises JoinFout."""
    treffer = _LIJSTWAARDE.fullmatch(tekst)
    if treffer is None:
        raise JoinFout(tekst, "een waarde van een lijst is /join/id/stop/{naam}")
    return Lijstwaarde(treffer[1])


def _stukken(tekst: str, derde: str) -> tuple[str, ...]:
    if not tekst.startswith("/join/"):
        raise JoinFout(tekst, "begint niet met /join/")
    stukken = frbr.delen(tekst)
    if stukken[1] != "id":
        raise JoinFout(tekst, f"het tweede deel is '{stukken[1]}' en niet 'id'")
    if "@" in tekst or len(stukken) != 6 or tekst.strip() != tekst:
        raise JoinFout(tekst, f"verwacht /join/id/{derde}/{{organisatie}}/{{jaar of datum}}/{{naam}}")
    return stukken[2:]
