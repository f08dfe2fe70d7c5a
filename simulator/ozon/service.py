"""What Presenteren can tell: regelingen and their text at a point of three time axes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from simulator.kernel import blobs, clock
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing
from simulator.ozon import errors, tables
from simulator.ozon.instellingen import instellingen
from simulator.ozon.tables import Reismoment

STANDAARD_SORTERING = "registratietijdstip"


@dataclass(frozen=True)
class Tijdreis:
    """What the caller asked of the three axes; None is today, or now (docs/bronnen.md#ozon-tijdreizen).

    tileset: the moment at which this tileset was made. The simulator makes its tilesets at once, so that is now
    (inferred); an explicit beschikbaar_op goes before it (confirmed).
    """

    geldig_op: date | None = None
    in_werking_op: date | None = None
    beschikbaar_op: datetime | None = None
    tileset: str | None = None

    @classmethod
    def uit(cls, query: Mapping[str, Any]) -> "Tijdreis":
        """Read the parameters of a call."""
        namen = ("geldigOp", "inWerkingOp", "beschikbaarOp", "synchroniseerMetTileset")
        return cls(*(query.get(naam) for naam in namen))

    @property
    def velden(self) -> dict[str, str]:
        """The parameters, as they go on into every link."""
        gegeven = {
            "geldigOp": self.geldig_op and self.geldig_op.isoformat(),
            "inWerkingOp": self.in_werking_op and self.in_werking_op.isoformat(),
            "beschikbaarOp": self.beschikbaar_op and clock.iso(self.beschikbaar_op),
            "synchroniseerMetTileset": self.tileset,
        }
        return {naam: waarde for naam, waarde in gegeven.items() if waarde}

    def moment(self, lezing: Lezing) -> Reismoment:
        """The point on the axes, with what was not given filled in by the clock."""
        return Reismoment(
            self.geldig_op or lezing.vandaag,
            self.in_werking_op or lezing.vandaag,
            self.beschikbaar_op or lezing.nu,
            instellingen().in_werking_eindigt,
        )

    def in_links(self, lezing: Lezing) -> "Tijdreis":
        """The point that links go on with: recorded ones name all three axes, also where the caller did not (client).

        Now is rounded up to a whole second, as links have it: rounded down it would miss what has just come in.
        """
        if instellingen().tijd_in_links == "gevraagd":
            return self
        nu = lezing.nu if lezing.nu.microsecond == 0 else lezing.nu.replace(microsecond=0) + timedelta(seconds=1)
        return replace(
            self,
            geldig_op=self.geldig_op or lezing.vandaag,
            in_werking_op=self.in_werking_op or lezing.vandaag,
            beschikbaar_op=self.beschikbaar_op or (None if self.tileset else nu),
        )


@dataclass(frozen=True)
class Plek:
    """A location with its geometry, or with the members of its groep; vlak is None where there is no geometry."""

    rij: Any
    vlak: Any = None
    omvat: tuple["Plek", ...] = ()


@dataclass(frozen=True)
class Gevonden:
    """A regeling. reis: the point that its links go on with; delen: its tijdelijke delen; plekken: by name
    (regelingsgebied, pons), only when asked for.
    """

    rij: Any
    reis: Tijdreis
    delen: tuple[Any, ...] = ()
    plekken: Mapping[str, Plek] = field(default_factory=dict)


@dataclass(frozen=True)
class Bladzijde:
    """A page of a list; nummer is counted from 1; reis: the point that its links go on with."""

    regelingen: list[Gevonden]
    reis: Tijdreis
    nummer: int
    grootte: int
    totaal: int

    @property
    def aantal_bladzijden(self) -> int:
        """How many pages there are, 0 when there is nothing."""
        return -(-self.totaal // self.grootte)


def regelingen(
    wereld: Wereld, reis: Tijdreis, *, sortering: list[str] | None, bladzijde: int, grootte: int, uitgebreid: bool
) -> Bladzijde:
    """A page of all regelingen. A page after the last is empty (inferred)."""
    with wereld.lees() as lezing:
        moment = reis.moment(lezing)
        totaal = tables.aantal_regelingen(lezing, moment)
        vanaf = (bladzijde - 1) * grootte
        volgorde = sortering or [STANDAARD_SORTERING]
        rijen = tables.regelingen_op(lezing, moment, volgorde, vanaf, grootte) if vanaf < totaal else []
        verder = reis.in_links(lezing)
        return Bladzijde(_vul_aan(lezing, rijen, moment, verder, uitgebreid), verder, bladzijde, grootte, totaal)


def regeling(wereld: Wereld, uri: str, reis: Tijdreis, *, uitgebreid: bool) -> Gevonden:
    """One regeling. Raises NietGevonden: also for an identificatie in which only the slashes were replaced."""
    with wereld.lees() as lezing:
        moment = reis.moment(lezing)
        rij = _rij(lezing, uri, moment)
        return _vul_aan(lezing, [rij], moment, reis.in_links(lezing), uitgebreid)[0]


def documentstructuur(wereld: Wereld, uri: str, reis: Tijdreis) -> tuple[Gevonden, bytes]:
    """A regeling with the JSON of its tree of components, still without links. Raises NietGevonden."""
    with wereld.lees() as lezing:
        rij = _rij(lezing, uri, reis.moment(lezing))
        return Gevonden(rij, reis.in_links(lezing)), blobs.lees(lezing.conn, rij.structuur)


def _rij(lezing: Lezing, uri: str, moment: Reismoment) -> Any:
    rij = tables.regeling_op(lezing, uri, moment)
    if rij is None:
        raise errors.NietGevonden
    return rij


def _vul_aan(
    lezing: Lezing, rijen: list[Any], moment: Reismoment, verder: Tijdreis, uitgebreid: bool
) -> list[Gevonden]:
    works = [rij.work for rij in rijen]
    delen: dict[str, list[Any]] = {}
    met_delen = [rij.work for rij in rijen if rij.heeft_delen]
    for deel in tables.delen_op(lezing, met_delen, moment) if met_delen else ():
        delen.setdefault(deel.tijdelijk_deel_van, []).append(deel)
    plekken = _plekken(lezing, works, moment) if uitgebreid and works else {}
    return [Gevonden(rij, verder, tuple(delen.get(rij.work, ())), plekken.get(rij.work, {})) for rij in rijen]


def _plekken(lezing: Lezing, works: list[str], moment: Reismoment) -> dict[str, dict[str, Plek]]:
    """The regelingsgebied and the pons of each regeling."""
    houders = tables.gebieden_op(lezing, works, moment)
    eerste = [ref for houder in houders for ref in houder.inhoud.get("locatieRefs", ())[:1]]
    bekend = {rij.identificatie: rij for rij in tables.objecten_op(lezing, eerste, moment)}
    leden = {ref for rij in bekend.values() for ref in rij.inhoud.get("locatieRefs", ())} - bekend.keys()
    bekend |= {rij.identificatie: rij for rij in tables.objecten_op(lezing, sorted(leden), moment)}
    ids = {rij.inhoud["geometrieIdentificatie"] for rij in bekend.values() if "geometrieIdentificatie" in rij.inhoud}
    vlakken = {rij.identificatie: rij for rij in tables.geometrieen(lezing, sorted(ids))}

    def plek(ref: str, diepte: int = 0) -> Plek | None:
        rij = bekend.get(ref)
        if rij is None:
            return None
        omvat = () if diepte else tuple(p for lid in rij.inhoud.get("locatieRefs", ()) if (p := plek(lid, 1)))
        return Plek(rij, vlakken.get(rij.inhoud.get("geometrieIdentificatie", "")), omvat)

    uit: dict[str, dict[str, Plek]] = {}
    for houder in houders:
        gevonden = [p for ref in houder.inhoud.get("locatieRefs", ())[:1] if (p := plek(ref))]
        if gevonden:
            uit.setdefault(houder.regeling, {})[houder.soort.lower()] = gevonden[0]
    return uit
