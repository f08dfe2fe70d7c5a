"""The OW objects: what the rules of the plan mean in terms of place and activity (IMOW 2.0.0, docs/bronnen.md#imow)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml.builder import ElementMaker
from lxml.etree import _Element

from simulator.basischeck.reference.namen import Dossier, Plek
from simulator.basischeck.reference.plan import Activiteit, Artikel, Gebiedsaanwijzing, Regel
from simulator.basischeck.reference.tekst import artikel_plek, lid_plekken
from simulator.basischeck.reference.xml import MANIFEST_OW, XLINK

_IMOW = "http://www.geostandaarden.nl/imow"
_LIJSTEN = "http://standaarden.omgevingswet.overheid.nl"
_ns: dict[str | None, str] = {
    "ow-dc": f"{_IMOW}/bestanden/deelbestand",
    "sl": "http://www.geostandaarden.nl/bestanden-ow/standlevering-generiek",
    "ow": f"{_IMOW}/owobject",
    "op": f"{_IMOW}/opobject",
    "r": f"{_IMOW}/regels",
    "rol": f"{_IMOW}/regelsoplocatie",
    "l": f"{_IMOW}/locatie",
    "ga": f"{_IMOW}/gebiedsaanwijzing",
    "rg": f"{_IMOW}/regelingsgebied",
    "xlink": XLINK,
}
dc, sl, ow, op, r, rol, l, ga, rg = (  # noqa: E741 - the prefixes that everyone uses
    ElementMaker(namespace=_ns[prefix], nsmap=_ns)
    for prefix in ("ow-dc", "sl", "ow", "op", "r", "rol", "l", "ga", "rg")
)
m = ElementMaker(namespace=MANIFEST_OW, nsmap={None: MANIFEST_OW})


@dataclass(frozen=True)
class OwBestand:
    """One file of OW objects: its name, the types in it and the objects."""

    naam: str
    typen: tuple[str, ...]
    objecten: tuple[_Element, ...]


@dataclass(frozen=True)
class Geannoteerd:
    """A lid or article with its rule. beeindigd: the change removes it."""

    sleutel: str
    plek: Plek
    regel: Regel
    beeindigd: bool = False


def ow_bestanden(dossier: Dossier, versie: int) -> list[OwBestand]:
    """The files with the objects that this version brings, changes or ends; none for a type without objects."""
    plan = dossier.plan
    activiteiten = plan.activiteiten if versie == 1 else plan.wijziging.activiteiten
    regels = list(_eerste_regels(dossier) if versie == 1 else _gewijzigde_regels(dossier))
    bestanden = [
        OwBestand("owRegelingsgebied.xml", ("Regelingsgebied",), (_regelingsgebied(dossier),) if versie == 1 else ()),
        OwBestand("owLocaties.xml", ("Gebied", "Gebiedengroep"), tuple(_locaties(dossier)) if versie == 1 else ()),
        OwBestand(
            "owGebiedsaanwijzingen.xml",
            ("Gebiedsaanwijzing",),
            tuple(_aanwijzing(dossier, g) for g in plan.gebiedsaanwijzingen) if versie == 1 else (),
        ),
        OwBestand("owActiviteiten.xml", ("Activiteit",), tuple(_activiteit(dossier, a) for a in activiteiten)),
        OwBestand(
            "owRegels.xml",
            ("Regeltekst", "RegelVoorIedereen"),
            (*(_regeltekst(dossier, g) for g in regels), *(_regel(dossier, g) for g in regels)),
        ),
    ]
    return [bestand for bestand in bestanden if bestand.objecten]


def ow_xml(dossier: Dossier, bestand: OwBestand, levering: str) -> _Element:
    """One file; levering: what the software calls this delivery."""
    inhoud = sl(
        "inhoud",
        sl("gebied", dossier.plan.gezag),
        sl("leveringsId", levering),
        sl("objectTypen", *(sl("objectType", soort) for soort in bestand.typen)),
    )
    standen = [sl("stand", dc("owObject", object_)) for object_ in bestand.objecten]
    return dc("owBestand", sl("standBestand", sl("dataset", dossier.plan.titel), inhoud, *standen))


def manifest_ow(regeling: str, doel: str, bestanden: Mapping[str, Iterable[str]]) -> _Element:
    """The list of OW files, by name with the types in each, and the regeling and doel they belong to."""
    rijen = [
        m("Bestand", m("naam", naam), *(m("objecttype", soort) for soort in typen)) for naam, typen in bestanden.items()
    ]
    return m(
        "Aanleveringen",
        m("domein", "omgevingswet"),
        m("Aanlevering", m("WorkIDRegeling", regeling), m("DoelID", doel), *rijen),
    )


def _eerste_regels(dossier: Dossier) -> Iterator[Geannoteerd]:
    for artikel in dossier.plan.artikelen():
        yield from _van_artikel(artikel, artikel_plek(dossier.plan.gezag, artikel))


def _gewijzigde_regels(dossier: Dossier) -> Iterator[Geannoteerd]:
    plan = dossier.plan
    for artikel in plan.wijziging.vervang:
        yield from (g for g in _van_artikel(artikel, artikel_plek(plan.gezag, artikel)) if g.plek.versie == 2)
    for artikel in plan.wijziging.voegtoe:
        yield from _van_artikel(artikel, artikel_plek(plan.gezag, artikel, 2))
    for nummer in plan.wijziging.verwijder:
        artikel = plan.artikel(nummer)
        for g in _van_artikel(artikel, artikel_plek(plan.gezag, artikel)):
            yield Geannoteerd(g.sleutel, g.plek, g.regel, beeindigd=True)


def _van_artikel(artikel: Artikel, plek: Plek) -> Iterator[Geannoteerd]:
    basis = "art" + artikel.nummer.replace(".", "x")
    if artikel.regel:
        yield Geannoteerd(basis, plek, artikel.regel)
    for nummer, (lid, lid_plek) in enumerate(lid_plekken(plek, artikel), 1):
        if lid.regel:
            yield Geannoteerd(f"{basis}lid{nummer}", lid_plek, lid.regel)


def _einde(geannoteerd: Geannoteerd, maker: ElementMaker[_Element]) -> list[_Element]:
    return [maker("status", "beëindigen")] if geannoteerd.beeindigd else []


def _regeltekst(dossier: Dossier, g: Geannoteerd) -> _Element:
    return r("Regeltekst", *_einde(g, op), r("identificatie", dossier.ow("regeltekst", g.sleutel)), wId=g.plek.wid)


def _regel(dossier: Dossier, g: Geannoteerd) -> _Element:
    regel = g.regel
    delen = [
        *_einde(g, ow),
        r("identificatie", dossier.ow("juridischeregel", g.sleutel)),
        r("idealisatie", f"{_LIJSTEN}/idealisatie/id/concept/Exact"),
        r("artikelOfLid", r("RegeltekstRef", _href(dossier.ow("regeltekst", g.sleutel)))),
    ]
    if regel.thema:
        delen.append(r("thema", f"{_LIJSTEN}/thema/id/concept/{regel.thema}"))
    delen.append(r("locatieaanduiding", _locatie_ref(dossier, regel.locatie)))
    if regel.gebiedsaanwijzing:
        ref = ga("GebiedsaanwijzingRef", _href(dossier.ow("gebiedsaanwijzing", regel.gebiedsaanwijzing)))
        delen.append(r("gebiedsaanwijzing", ref))
    if regel.activiteit:
        delen.append(_activiteitaanduiding(dossier, g))
    return r("RegelVoorIedereen", *delen)


def _activiteitaanduiding(dossier: Dossier, g: Geannoteerd) -> _Element:
    kwalificatie = f"{_LIJSTEN}/activiteitregelkwalificatie/id/concept/{g.regel.kwalificatie}"
    return r(
        "activiteitaanduiding",
        rol("ActiviteitRef", _href(dossier.ow("activiteit", g.regel.activiteit))),
        r(
            "ActiviteitLocatieaanduiding",
            r("identificatie", dossier.ow("activiteitlocatieaanduiding", g.sleutel)),
            r("activiteitregelkwalificatie", kwalificatie),
            r("locatieaanduiding", _locatie_ref(dossier, g.regel.locatie)),
        ),
    )


def _activiteit(dossier: Dossier, activiteit: Activiteit) -> _Element:
    plan = dossier.plan
    boven = f"nl.imow-{plan.gezag}.activiteit.{plan.bovenliggend}"
    if activiteit.boven:
        boven = dossier.ow("activiteit", activiteit.boven)
    return rol(
        "Activiteit",
        rol("identificatie", dossier.ow("activiteit", activiteit.sleutel)),
        rol("naam", activiteit.naam),
        rol("groep", f"{_LIJSTEN}/activiteit/id/concept/{activiteit.groep}"),
        rol("bovenliggendeActiviteit", rol("ActiviteitRef", _href(boven))),
    )


def _aanwijzing(dossier: Dossier, aanwijzing: Gebiedsaanwijzing) -> _Element:
    return ga(
        "Gebiedsaanwijzing",
        ga("identificatie", dossier.ow("gebiedsaanwijzing", aanwijzing.sleutel)),
        ga("type", f"{_LIJSTEN}/typegebiedsaanwijzing/id/concept/{aanwijzing.type}"),
        ga("naam", aanwijzing.naam),
        ga("groep", f"{_LIJSTEN}/{aanwijzing.groep}"),
        ga("locatieaanduiding", _locatie_ref(dossier, aanwijzing.locatie)),
    )


def _locaties(dossier: Dossier) -> Iterator[_Element]:
    for locatie in dossier.plan.locaties:
        yield l(
            "Gebied",
            l("identificatie", dossier.ow("gebied", locatie.sleutel)),
            l("noemer", locatie.naam),
            l("geometrie", l("GeometrieRef", _href(dossier.geometrie(locatie.sleutel)))),
        )
    for groep in dossier.plan.groepen:
        yield l(
            "Gebiedengroep",
            l("identificatie", dossier.ow("gebiedengroep", groep.sleutel)),
            l("noemer", groep.naam),
            l("groepselement", *(l("GebiedRef", _href(dossier.ow("gebied", lid))) for lid in groep.leden)),
        )


def _regelingsgebied(dossier: Dossier) -> _Element:
    return rg(
        "Regelingsgebied",
        rg("identificatie", dossier.ow("regelingsgebied", "plan")),
        rg("locatieaanduiding", _locatie_ref(dossier, dossier.plan.regelingsgebied)),
    )


def _locatie_ref(dossier: Dossier, sleutel: str) -> _Element:
    soort = "gebied" if any(x.sleutel == sleutel for x in dossier.plan.locaties) else "gebiedengroep"
    return l("LocatieRef", _href(dossier.ow(soort, sleutel)))


def _href(doel: str) -> dict[str, str]:
    return {f"{{{XLINK}}}href": doel}
