"""Who decides on a verzoek and who handles it: from activiteiten and locatie to verzoeken with their addressees.

    plaats -> bevoegd gezag per activiteit -> magneet -> behandeldienst per activiteit -> verzoeken -> ontvangers

Two generations (docs/bronnen.md#stam-doorzenden, #stam-routeren): in "2022" the activiteiten of a behandeldienst become
a verzoek of their own; in "2020" a verzoek is not split for it, and a behandeldienst is addressed only when the whole
verzoek is its own. Who could have expected a notification and gets none is told with the reason. The exact rules of the
landelijke voorziening are not public: what stands here is inferred, but for the two generations (source documents and a
client).

Nothing here reads the store; `configuratie.inrichting` gives what is set up.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.stam.configuratie import Behandeling, Bevoegdheid, Inrichting, eigenaar
from simulator.stam.errors import GeenBevoegdGezag, OpgaveOngeldig, OrganisatieOnbekend
from simulator.stam.instanties import instantie
from simulator.stam.instellingen import Routering
from simulator.stam.model import Activiteit, Locatie, Onderdrukt, Ontvanger, Punt
from simulator.stelsel import ambtsgebieden, organisaties
from simulator.stelsel.rd import rd_van_etrs89

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SAMENWERKING = "nodig uit voor een samenwerking"


@dataclass(frozen=True)
class Plaats:
    """Where a verzoek is about. codes: who is bevoegd gezag there, per kind the largest part first; box: RD, metres."""

    codes: tuple[str, ...] = ()
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def eerste(self, soort: str) -> str:
        """The code of the organisation of this kind that has most of it, or ""."""
        return next((code for code in self.codes if _soort(organisaties.bij_code(code)) == soort), "")


@dataclass(frozen=True)
class Keuze:
    """A bevoegd gezag that can be chosen; afgeleid: it follows from activiteit and locatie.

    Source: docs/bronnen.md#stam-routeren.
    """

    oin: str
    naam: str
    afgeleid: bool


@dataclass(frozen=True)
class Vraag:
    """What is to be routed. bevoegd_gezag: when it was chosen; behandeldienst: when it is given, "" for none."""

    soort: str
    activiteiten: tuple[Activiteit, ...]
    plaats: Plaats
    op: date
    routering: Routering = "2022"
    bevoegd_gezag: str | None = None
    behandeldienst: str | None = None


@dataclass(frozen=True)
class Deel:
    """One verzoek to be: its activiteiten, its addressees by OIN ("" is no behandeldienst), and who gets nothing."""

    bevoegd_gezag: str
    behandeldienst: str
    activiteiten: tuple[Activiteit, ...]
    onderdrukt: tuple[Onderdrukt, ...] = ()

    @property
    def ontvangers(self) -> tuple[Ontvanger, ...]:
        """At most two; the bevoegd gezag gets a copy when another handles it (docs/bronnen.md#stam-notificatie)."""
        return ontvangers(self.bevoegd_gezag, self.behandeldienst)


@dataclass(frozen=True)
class _Toewijzing:
    """Who handles one activiteit ("" nobody else), and who does not although it could have thought so."""

    gezag: str
    behandeldienst: str
    onderdrukt: tuple[Onderdrukt, ...]


def ontvangers(bevoegd_gezag: str, behandeldienst: str) -> tuple[Ontvanger, ...]:
    """Who is notified. behandeldienst: "" for none."""
    if not behandeldienst:
        return (Ontvanger(bevoegd_gezag, "bevoegd gezag"),)
    return Ontvanger(bevoegd_gezag, "bevoegd gezag", kopie=True), Ontvanger(behandeldienst, "behandeldienst")


@lru_cache(maxsize=4096)
def plaats(locaties: tuple[Locatie, ...], op: date) -> Plaats:
    """Where these locations are, by the built-in ambtsgebieden. Raises OpgaveOngeldig for an area that is none."""
    vormen = [punten for locatie in locaties if (punten := _punten(locatie))]
    if not vormen:
        return Plaats()
    if not all(math.isfinite(getal) for punten in vormen for punt in punten for getal in punt):
        raise OpgaveOngeldig("locatie", "een coördinaat is geen getal; verwacht worden RD-meters of ETRS89-graden")
    xs = [punt[0] for punten in vormen for punt in punten]
    ys = [punt[1] for punten in vormen for punt in punten]
    gebieden = ambtsgebieden.ingebouwd()
    if all(len(punten) == 1 for punten in vormen):
        codes = [code for ((x, y),) in vormen for code in gebieden.bij_punt(x, y, op)]
    else:
        codes = gebieden.bevoegd_gezag_op(_geometrie(vormen), op)
    return Plaats(tuple(dict.fromkeys(codes)), (min(xs), min(ys), max(xs), max(ys)))


def keuzes(vraag: Vraag, inrichting: Inrichting, activiteit: Activiteit) -> list[Keuze]:
    """Every bevoegd gezag that the applicant can choose for an activiteit, the derived one first.

    Who can be chosen besides: whoever has its area at the location. Raises GeenBevoegdGezag.
    """
    afgeleid = _gezag(vraag, inrichting, activiteit)
    hier = (gevonden.oin for code in vraag.plaats.codes if (gevonden := organisaties.bij_code(code)) is not None)
    return [Keuze(oin, instantie(oin).naam, oin == afgeleid) for oin in dict.fromkeys((afgeleid, *hier))]


def route(vraag: Vraag, inrichting: Inrichting) -> list[Deel]:
    """Split into verzoeken, each with its addressees. Raises GeenBevoegdGezag."""
    gezagen = {a.activiteit_id: _gezag(vraag, inrichting, a) for a in vraag.activiteiten}
    getrokken = _trek(vraag, inrichting, gezagen)
    toewijzingen = [
        (a, _wijs_toe(vraag, inrichting, gezagen[a.activiteit_id], a.activiteit_id)) for a in vraag.activiteiten
    ]
    groepen: dict[tuple[str, str], list[tuple[Activiteit, _Toewijzing]]] = {}
    for activiteit, toewijzing in toewijzingen:
        splitst = vraag.routering == "2022" and vraag.behandeldienst is None
        sleutel = (toewijzing.gezag, toewijzing.behandeldienst if splitst else "")
        groepen.setdefault(sleutel, []).append((activiteit, toewijzing))
    return [_deel(vraag, inrichting, gezag, groep, getrokken) for (gezag, _), groep in groepen.items()]


def _deel(
    vraag: Vraag,
    inrichting: Inrichting,
    gezag: str,
    groep: Sequence[tuple[Activiteit, _Toewijzing]],
    getrokken: Sequence[Onderdrukt],
) -> Deel:
    diensten = list(dict.fromkeys(toewijzing.behandeldienst for _, toewijzing in groep))
    gevonden = [dienst for dienst in diensten if dienst]
    niet: list[Onderdrukt] = []
    if vraag.behandeldienst is not None:
        dienst = vraag.behandeldienst if vraag.behandeldienst != gezag else ""
        reden = "een verzoek heeft hoogstens twee ontvangers, en de behandeldienst is bij het indienen gekozen"
        niet += [Onderdrukt(oin, f"{reden}; {_SAMENWERKING}") for oin in gevonden]
    elif len(diensten) == 1:
        dienst = diensten[0]
    else:  # only where a verzoek is not split for its behandeldienst
        dienst = ""
        reden = "het verzoek heeft ook activiteiten die niet van deze behandeldienst zijn (routering 2020)"
        niet += [Onderdrukt(oin, f"{reden}; {_SAMENWERKING}") for oin in gevonden]
    niet += [rij for _, toewijzing in groep for rij in toewijzing.onderdrukt]
    activiteiten = tuple(activiteit for activiteit, _ in groep)
    niet += _mandaathouders(inrichting, gezag, {a.activiteit_id for a in activiteiten})
    return Deel(gezag, dienst, activiteiten, _eenmaal((*niet, *getrokken), {gezag, dienst}))


def _trek(vraag: Vraag, inrichting: Inrichting, gezagen: dict[str, str]) -> list[Onderdrukt]:
    """Let one activiteit draw the others to its bevoegd gezag; gives who therefore gets nothing.

    The first magneetactiviteit does (inferred); with a behandeldienst that was given nothing is split, and then the
    first activiteit of all does.
    """
    if vraag.bevoegd_gezag is not None:
        return []
    magneten = [i for i in gezagen if i in inrichting.activiteiten and inrichting.activiteiten[i].magneet]
    if magneten:
        naar, reden = gezagen[magneten[0]], f"de magneetactiviteit {magneten[0]} trok het verzoek naar {{}}"
    elif vraag.behandeldienst is not None:
        naar = gezagen[vraag.activiteiten[0].activiteit_id]
        reden = "met een gekozen behandeldienst wordt niet gesplitst, en de eerste activiteit gaat naar {}"
    else:
        return []
    elders = [oin for oin in dict.fromkeys(gezagen.values()) if oin != naar]
    gezagen.update(dict.fromkeys(gezagen, naar))
    return [Onderdrukt(oin, f"{reden.format(instantie(naar).naam)}; {_SAMENWERKING}") for oin in elders]


def _gezag(vraag: Vraag, inrichting: Inrichting, activiteit: Activiteit) -> str:
    """The OIN of the bevoegd gezag of one activiteit. Raises GeenBevoegdGezag."""
    if vraag.bevoegd_gezag is not None:
        return vraag.bevoegd_gezag
    van = eigenaar(activiteit.activiteit_id)
    regel = inrichting.activiteiten.get(activiteit.activiteit_id)
    if regel is not None:
        soort: str = regel.gezag
    else:  # an activiteit of het Rijk is for the gemeente unless something else is said (inferred)
        soort = "gemeente" if _soort(inrichting.organisatie(van)) in ("ministerie", "rijksdienst") else "eigen"
    hier = vraag.plaats.eerste(soort)
    code = van if soort == "eigen" or (soort == "ministerie" and _soort(inrichting.organisatie(van)) == soort) else hier
    organisatie = inrichting.organisatie(code)
    if organisatie is None:
        if soort == "eigen" and van:
            raise OrganisatieOnbekend(activiteit.activiteit_id, van)
        wie = f"organisatie {van or '(onbekend)'}" if soort == "eigen" else soort
        raise GeenBevoegdGezag(activiteit.activiteit_id, wie)
    return organisatie.oin


def _wijs_toe(vraag: Vraag, inrichting: Inrichting, gezag: str, activiteit_id: str) -> _Toewijzing:
    """Who handles one activiteit for this bevoegd gezag.

    The most precise configuration counts: one with an area before one without, then one with a type before one for all
    types (inferred). Two in each other's area are one too many: then nobody is addressed.
    """
    passend = [
        rij
        for rij in inrichting.behandelingen
        if rij.bevoegd_gezag == gezag != rij.behandeldienst
        and rij.activiteit_id == activiteit_id
        and rij.geldt(vraag.op, vraag.soort)
        and (not rij.gebied or rij.gebied.lower() in vraag.plaats.codes)
    ]
    if not passend:
        return _Toewijzing(gezag, "", ())
    precies = max(_precisie(rij) for rij in passend)
    diensten = list(dict.fromkeys(rij.behandeldienst for rij in passend if _precisie(rij) == precies))
    if len(diensten) > 1:
        reden = f"de locatie ligt in de gebieden van {len(diensten)} behandeldiensten; {_SAMENWERKING}"
        return _Toewijzing(gezag, "", tuple(Onderdrukt(oin, reden) for oin in diensten))
    dienst = diensten[0]
    anderen = (rij.behandeldienst for rij in passend if rij.behandeldienst != dienst)
    niet = [
        Onderdrukt(oin, f"een preciezere configuratie wijst {instantie(dienst).naam} aan")
        for oin in dict.fromkeys(anderen)
    ]
    if weigering := _weigering(_bevoegdheid(inrichting, gezag, activiteit_id, dienst)):
        return _Toewijzing(gezag, "", (Onderdrukt(dienst, weigering), *niet))
    return _Toewijzing(gezag, dienst, tuple(niet))


def _precisie(rij: Behandeling) -> tuple[bool, bool]:
    return bool(rij.gebied), bool(rij.toestemming)


def _bevoegdheid(inrichting: Inrichting, gezag: str, activiteit_id: str, dienst: str) -> Bevoegdheid | None:
    """What this behandeldienst may do; a row about the activiteit goes before one about every activiteit."""
    rijen: Mapping[str, Bevoegdheid] = {
        rij.activiteit_id: rij.mandaat
        for rij in inrichting.mandaten
        if rij.bevoegd_gezag == gezag and rij.behandeldienst == dienst
    }
    return rijen.get(activiteit_id, rijen.get(""))


def _weigering(mandaat: Bevoegdheid | None) -> str:
    """Why somebody with this mandaat does not handle it, or ""."""
    if mandaat == "geen":
        return "heeft hiervoor geen mandaat (meer) van het bevoegd gezag, dat het zelf behandelt"
    return f"adviseert; {_SAMENWERKING}" if mandaat == "advies" else ""


def _mandaathouders(inrichting: Inrichting, gezag: str, activiteiten: set[str]) -> list[Onderdrukt]:
    """Who has a mandaat for these activiteiten without being the behandeldienst by configuration.

    A full mandaat for every activiteit raises no expectation of any single one.
    """
    niet = []
    for rij in inrichting.mandaten:
        if rij.bevoegd_gezag != gezag or rij.activiteit_id not in ("", *activiteiten):
            continue
        if rij.mandaat == "advies":
            niet.append(Onderdrukt(rij.behandeldienst, _weigering("advies")))
        elif rij.mandaat == "volledig" and rij.activiteit_id:
            niet.append(Onderdrukt(rij.behandeldienst, "heeft mandaat, maar is niet ingesteld als behandeldienst"))
    return niet


def _eenmaal(rijen: Iterable[Onderdrukt], ontvangers_: set[str]) -> tuple[Onderdrukt, ...]:
    """Each organisation once, with its first reason, and nobody who is notified after all."""
    uit: dict[str, Onderdrukt] = {}
    for rij in rijen:
        if rij.oin not in ontvangers_:
            uit.setdefault(rij.oin, rij)
    return tuple(uit.values())


def _soort(organisatie: organisaties.Organisatie | None) -> str:
    return "" if organisatie is None else organisatie.type


def is_ring(ring: Sequence[Punt]) -> bool:
    """Whether this is the rim of an area: four points or more, of which the last is the first."""
    return len(ring) >= 4 and ring[0] == ring[-1]


def _punten(locatie: Locatie) -> tuple[Punt, ...]:
    """The RD points of the best thing that is known: as given before ETRS89, an area before a point.

    Raises OpgaveOngeldig for an area whose ring is none.
    """
    ring = locatie.vlak if locatie.vlak is not None else None if locatie.punt else locatie.etrs_vlak
    if ring is not None and not is_ring(ring):
        raise OpgaveOngeldig("locatie", "een vlak heeft minstens vier punten, en het laatste is gelijk aan het eerste")
    if locatie.vlak:
        return locatie.vlak
    if locatie.punt:
        return (locatie.punt,)
    graden = locatie.etrs_vlak or ((locatie.etrs_punt,) if locatie.etrs_punt else ())
    return tuple(rd_van_etrs89(breedte, lengte) for breedte, lengte in graden)


def _geometrie(vormen: Sequence[tuple[Punt, ...]]) -> "BaseGeometry":
    import shapely

    delen = []
    for punten in vormen:
        if len(punten) == 1:
            delen.append(shapely.Point(punten[0]))
            continue
        vlak = shapely.Polygon(punten)
        if not vlak.is_valid:
            raise OpgaveOngeldig("locatie", "de rand van het vlak snijdt of raakt zichzelf")
        delen.append(vlak)
    return delen[0] if len(delen) == 1 else shapely.GeometryCollection(delen)
