"""How the loket and the beheerportaal are set up: what can be applied for, who handles it, and with which mandaat.

The real sources are the indieningsvereisten in the RTR, the API behandeldienstconfiguraties
(docs/bronnen.md#stam-routeren) and the mandates that organisations keep themselves. Here they are rows that a fixture,
a page or a check writes. How a configuration is matched to a verzoek is inferred; that two behandeldiensten for one
activiteit without a location are refused follows from docs/bronnen.md#stam-routeren.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal, get_args

from sqlalchemy import bindparam, select

from simulator.kernel.transactie import Lezing, Tx
from simulator.stam import instanties, tables
from simulator.stam.errors import ConfiguratieBotst, ConfiguratieOnbekend, ConfiguratieOngeldig
from simulator.stam.model import TYPEN, Type
from simulator.stelsel import register
from simulator.stelsel.organisaties import Organisatie, bij_code, van_code
from simulator.stelsel.toegang import is_streng

Gezag = Literal["eigen", "gemeente", "provincie", "waterschap", "ministerie"]
"""Who decides: whose activiteit it is, or the one of this kind at the location."""
Bevoegdheid = Literal["volledig", "advies", "geen"]
GEZAGEN: tuple[Gezag, ...] = get_args(Gezag)
BEVOEGDHEDEN: tuple[Bevoegdheid, ...] = get_args(Bevoegdheid)
_ACTIVITEIT = re.compile(r"nl\.imow-([a-z]{1,6}[0-9]{1,9})\.activiteit\.[A-Za-z0-9_.-]{1,160}")


_EEN_VAN = (
    select(tables.activiteit.c.activiteit_id)
    .where(tables.activiteit.c.wereld == bindparam("in"), tables.activiteit.c.activiteit_id.like(bindparam("zo")))
    .limit(1)
)


@dataclass(frozen=True)
class Aanvraagbaar:
    """An activiteit that can be applied for. vereisten: the types with indieningsvereisten; see tables.activiteit."""

    activiteit_id: str
    naam: str
    gezag: Gezag = "eigen"
    magneet: bool = False
    vereisten: tuple[Type, ...] = TYPEN
    concept: bool = True
    herkomst: str = "beheer"


@dataclass(frozen=True)
class Behandeling:
    """One behandeldienstconfiguratie; see tables.behandeldienst. Organisations by OIN, gebied by code."""

    begindatum: date
    bevoegd_gezag: str
    activiteit_id: str
    behandeldienst: str
    toestemming: str = ""
    gebied: str = ""
    einddatum: date | None = None
    id: str = ""

    def geldt(self, op: date, soort: str) -> bool:
        """Whether it holds on a date for a type of verzoek; einddatum is the last day (inferred)."""
        op_tijd = self.begindatum <= op and (self.einddatum is None or op <= self.einddatum)
        return op_tijd and self.toestemming in ("", soort)


@dataclass(frozen=True)
class Mandaat:
    """What a behandeldienst may do for a bevoegd gezag. activiteit_id: "" for every one."""

    bevoegd_gezag: str
    behandeldienst: str
    mandaat: Bevoegdheid
    activiteit_id: str = ""


@dataclass(frozen=True)
class Inrichting:
    """What the routing needs of all this, for the activiteiten of one verzoek."""

    activiteiten: dict[str, Aanvraagbaar]
    behandelingen: tuple[Behandeling, ...] = ()
    mandaten: tuple[Mandaat, ...] = ()
    organisaties: Mapping[str, Organisatie] = field(default_factory=dict)

    def organisatie(self, code: str) -> Organisatie | None:
        """The organisation with this code, built in or of this world."""
        return bij_code(code) or self.organisaties.get(code.lower())


@lru_cache(maxsize=10_000)
def eigenaar(activiteit_id: str) -> str:
    """The code of the organisation whose activiteit it is, such as gm9920; "" when that is not in it."""
    treffer = _ACTIVITEIT.fullmatch(activiteit_id)
    return "" if treffer is None else treffer[1]


def is_activiteit_id(tekst: str) -> bool:
    """Whether this has the form nl.imow-gm9920.activiteit.Naam."""
    return _ACTIVITEIT.fullmatch(tekst) is not None


def inrichting(lezing: Lezing, activiteiten: Collection[str]) -> Inrichting:
    """What is set up for these activiteiten."""
    ids = sorted(set(activiteiten))
    gelezen = lezing.eens(("stam/inrichting", *ids), lambda: _inrichting(lezing, ids))
    onbekend = {code for id_ in ids if (code := eigenaar(id_)) and bij_code(code) is None}
    return replace(gelezen, organisaties=_organisaties(lezing, onbekend)) if onbekend else gelezen


def _organisaties(lezing: Lezing, codes: Collection[str]) -> dict[str, Organisatie]:
    """Organisations that are not built in; an open omgeving takes in the rest, with an OIN made of the code."""
    gevonden = {code: bekend for code in codes if (bekend := register.bij_code(lezing, code)) is not None}
    if is_streng(lezing.conn, lezing.omgeving):
        return gevonden
    for code in set(codes) - gevonden.keys():
        with suppress(ValueError):
            gevonden[code] = van_code(code)
    return gevonden


def _inrichting(lezing: Lezing, ids: list[str]) -> Inrichting:
    """As `inrichting`, in one query per table."""
    behandelingen_ = lezing.alle_met(tables.behandeldienst, ("begindatum", "id"), activiteit_id=ids)
    mandaten_ = lezing.alle_met(tables.mandaat, ("behandeldienst", "activiteit_id"), activiteit_id=["", *ids])
    return Inrichting(
        {rij.activiteit_id: _aanvraagbaar(rij) for rij in lezing.alle_met(tables.activiteit, activiteit_id=ids)},
        tuple(map(_behandeling, behandelingen_)),
        tuple(Mandaat(rij.bevoegd_gezag, rij.behandeldienst, rij.mandaat, rij.activiteit_id) for rij in mandaten_),
    )


def activiteiten(lezing: Lezing, *, van: str = "", soort: str = "") -> list[Aanvraagbaar]:
    """What can be applied for, by id. van: only those of the organisation with this code; soort: of this type."""
    a = tables.activiteit
    voorwaarden = () if not van else (a.c.activiteit_id.like(f"nl.imow-{van}.%"),)
    gelezen = [_aanvraagbaar(rij) for rij in lezing.rijen(a, *voorwaarden, volgorde=(a.c.activiteit_id,))]
    return [activiteit for activiteit in gelezen if not soort or soort in activiteit.vereisten]


def heeft_activiteiten(lezing: Lezing, van: str) -> bool:
    """Whether anything was set up for the organisation with this code."""
    vraag = {"in": lezing.wereld, "zo": f"nl.imow-{van}.%"}
    return lezing.eens(("stam/activiteiten", van), lambda: lezing.conn.scalar(_EEN_VAN, vraag) is not None)


def behandelingen(lezing: Lezing) -> list[Behandeling]:
    """Every behandeldienstconfiguratie."""
    b = tables.behandeldienst
    volgorde = (b.c.bevoegd_gezag, b.c.activiteit_id, b.c.toestemming, b.c.gebied, b.c.begindatum, b.c.id)
    return [_behandeling(rij) for rij in lezing.rijen(b, volgorde=volgorde)]


def mandaten(lezing: Lezing) -> list[Mandaat]:
    """The mandaatmatrix."""
    m = tables.mandaat
    rijen = lezing.rijen(m, volgorde=(m.c.bevoegd_gezag, m.c.behandeldienst, m.c.activiteit_id))
    return [Mandaat(rij.bevoegd_gezag, rij.behandeldienst, rij.mandaat, rij.activiteit_id) for rij in rijen]


def zet_activiteit(tx: Tx, activiteit: Aanvraagbaar) -> None:
    """Let an activiteit be applied for, or change how. Raises ConfiguratieOngeldig."""
    _toets_activiteit_id(activiteit.activiteit_id)
    if not activiteit.naam.strip():
        raise ConfiguratieOngeldig("naam", "de activiteit heeft een naam nodig, zoals de aanvrager haar leest")
    if activiteit.gezag not in GEZAGEN:
        raise ConfiguratieOngeldig("gezag", f"{activiteit.gezag!r} kan niet; kies uit {', '.join(GEZAGEN)}")
    for soort in activiteit.vereisten:
        _toets_type("vereisten", soort)
    verwijder_activiteit(tx, activiteit.activiteit_id)
    tx.voeg_toe(tables.activiteit, **{**asdict(activiteit), "vereisten": list(activiteit.vereisten)})


def verwijder_activiteit(tx: Tx, activiteit_id: str) -> bool:
    """Let it no longer be applied for; whether it was there."""
    return tx.verwijder(tables.activiteit, tables.activiteit.c.activiteit_id == activiteit_id) > 0


def zet_behandeling(tx: Tx, nieuw: Behandeling) -> Behandeling:
    """Add a behandeldienstconfiguratie, or replace the one with the same id; gives it with its id.

    Raises ConfiguratieOngeldig, ConfiguratieBotst.
    """
    _toets_behandeling(nieuw)
    b = tables.behandeldienst
    zelfde = (
        b.c.bevoegd_gezag == nieuw.bevoegd_gezag,
        b.c.activiteit_id == nieuw.activiteit_id,
        b.c.toestemming == nieuw.toestemming,
        b.c.gebied == nieuw.gebied,
        b.c.id != nieuw.id,
    )
    for rij in lezing_behandelingen(tx, zelfde):
        if _overlapt(nieuw, rij):
            raise ConfiguratieBotst(instanties.instantie(rij.behandeldienst).naam, rij.activiteit_id, rij.gebied)
    if nieuw.id:
        verwijder_behandeling(tx, nieuw.id)
    waarden = {**asdict(nieuw), "id": nieuw.id or str(tx.uuid("behandeldienstconfiguratie"))}
    tx.voeg_toe(b, **waarden)
    return Behandeling(**waarden)


def lezing_behandelingen(lezing: Lezing, voorwaarden: Iterable[Any]) -> list[Behandeling]:
    """The behandeldienstconfiguraties that meet these conditions."""
    return [_behandeling(rij) for rij in lezing.rijen(tables.behandeldienst, *voorwaarden)]


def verwijder_behandeling(tx: Tx, id_: str) -> None:
    """Take a behandeldienstconfiguratie away. Raises ConfiguratieOnbekend."""
    if not tx.verwijder(tables.behandeldienst, tables.behandeldienst.c.id == id_):
        raise ConfiguratieOnbekend("behandeldienstconfiguratie", id_)


def zet_mandaat(tx: Tx, mandaat: Mandaat) -> None:
    """Set what a behandeldienst may do for a bevoegd gezag. Raises ConfiguratieOngeldig."""
    _toets_oin("bevoegdGezag", mandaat.bevoegd_gezag)
    _toets_oin("behandeldienst", mandaat.behandeldienst)
    if mandaat.activiteit_id:
        _toets_activiteit_id(mandaat.activiteit_id)
    if mandaat.mandaat not in BEVOEGDHEDEN:
        raise ConfiguratieOngeldig("mandaat", f"{mandaat.mandaat!r} kan niet; kies uit {', '.join(BEVOEGDHEDEN)}")
    verwijder_mandaat(tx, mandaat.bevoegd_gezag, mandaat.behandeldienst, mandaat.activiteit_id)
    tx.voeg_toe(tables.mandaat, **asdict(mandaat))


def verwijder_mandaat(tx: Tx, bevoegd_gezag: str, behandeldienst: str, activiteit_id: str = "") -> bool:
    """Take a row out of the mandaatmatrix; whether it was there. No row is no restriction (inferred)."""
    m = tables.mandaat
    waar = (m.c.bevoegd_gezag == bevoegd_gezag, m.c.behandeldienst == behandeldienst)
    return tx.verwijder(m, *waar, m.c.activiteit_id == activiteit_id) > 0


def _aanvraagbaar(rij: Any) -> Aanvraagbaar:
    return Aanvraagbaar(
        rij.activiteit_id, rij.naam, rij.gezag, rij.magneet, tuple(rij.vereisten), rij.concept, rij.herkomst
    )


def _behandeling(rij: Any) -> Behandeling:
    return Behandeling(
        rij.begindatum,
        rij.bevoegd_gezag,
        rij.activiteit_id,
        rij.behandeldienst,
        rij.toestemming,
        rij.gebied,
        rij.einddatum,
        rij.id,
    )


def _overlapt(een: Behandeling, ander: Behandeling) -> bool:
    return een.begindatum <= (ander.einddatum or date.max) and ander.begindatum <= (een.einddatum or date.max)


def _toets_behandeling(nieuw: Behandeling) -> None:
    _toets_oin("bevoegdGezag", nieuw.bevoegd_gezag)
    _toets_oin("behandeldienst", nieuw.behandeldienst)
    _toets_activiteit_id(nieuw.activiteit_id)
    if nieuw.behandeldienst == nieuw.bevoegd_gezag:
        raise ConfiguratieOngeldig("behandeldienst", "dit is het bevoegd gezag zelf; dat behandelt zonder configuratie")
    if nieuw.toestemming:
        _toets_type("toestemming", nieuw.toestemming)
    if nieuw.gebied and bij_code(nieuw.gebied) is None:
        raise ConfiguratieOngeldig("gebied", f"er is geen organisatie met de code {nieuw.gebied}, zoals gm9920")
    if nieuw.einddatum is not None and nieuw.einddatum < nieuw.begindatum:
        raise ConfiguratieOngeldig("einddatum", f"{nieuw.einddatum} ligt voor de begindatum {nieuw.begindatum}")


def _toets_oin(veld: str, oin: str) -> None:
    if not instanties.is_oin(oin):
        raise ConfiguratieOngeldig(veld, f"{oin!r} is geen OIN: dat zijn twintig cijfers")


def _toets_activiteit_id(tekst: str) -> None:
    if not is_activiteit_id(tekst):
        raise ConfiguratieOngeldig(
            "activiteit", f"{tekst!r} is geen id van een activiteit, zoals nl.imow-gm9920.activiteit.BoomKappen"
        )


def _toets_type(veld: str, soort: str) -> None:
    if soort not in TYPEN:
        raise ConfiguratieOngeldig(veld, f"{soort!r} is geen type verzoek; kies uit {', '.join(TYPEN)}")
