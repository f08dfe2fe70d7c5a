"""The besluit: what the raad decides, with the metadata that the LVBB publishes and consolidates by.

Source: docs/bronnen.md#stop-schemas.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lxml.etree import _Element

from simulator.basischeck.reference.namen import Dossier, Plek
from simulator.basischeck.reference.tekst import BIJLAGE_REF, COMPONENT, regeling_compact, regeling_mutatie
from simulator.basischeck.reference.xml import a, d, t

VASTSTELLING = "002"
ONDERTEKENING = "003"
RAAD = "/tooi/def/thes/kern/c_2a7d8663"
OMGEVINGSPLAN = "/join/id/stop/regelingtype_003"

_MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


@dataclass(frozen=True)
class Besluit:
    """One besluit: which version it brings (1 is the first), when it was made and when it will be published.

    stappen: numbers of the procedure steps that have been taken, all on `vandaag`.
    """

    dossier: Dossier
    versie: int
    vandaag: date
    datum_bekendmaking: date
    stappen: tuple[str, ...] = (VASTSTELLING, ONDERTEKENING)

    @property
    def work(self) -> str:
        """The work of the besluit."""
        return self.dossier.besluit(self.versie)

    @property
    def doel(self) -> str:
        """The doel of the besluit."""
        return self.dossier.doel(self.versie)

    @property
    def in_werking(self) -> date:
        """The day from which the regeling works: the one after the bekendmaking."""
        return self.datum_bekendmaking + timedelta(days=1)

    @property
    def titel(self) -> str:
        """The officiële titel of the besluit."""
        plan = self.dossier.plan
        return f"{plan.besluit if self.versie == 1 else plan.wijziging.besluit} ({self.dossier.naam})"


def aanlevering_besluit(besluit: Besluit) -> _Element:
    """The whole file: the besluit and the version of the regeling that it brings."""
    dossier = besluit.dossier
    return a(
        "AanleveringBesluit",
        a(
            "BesluitVersie",
            identificatie(besluit.work, dossier.besluit_expressie(besluit.versie), "003"),
            _besluit_metadata(besluit),
            _procedureverloop(besluit),
            _consolidatie_informatie(besluit),
            _besluit_tekst(besluit),
        ),
        _regeling_versie(besluit),
        schemaversie="1.2.0",
    )


def identificatie(work: str, expressie: str, soort: str) -> _Element:
    """Work, expression and kind of work (three digits) of anything that is delivered."""
    return d(
        "ExpressionIdentificatie",
        d("FRBRWork", work),
        d("FRBRExpression", expressie),
        d("soortWork", f"/join/id/stop/work_{soort}"),
    )


def gemeente(dossier: Dossier) -> str:
    """The TOOI URI of the gemeente."""
    return f"/tooi/id/gemeente/{dossier.plan.gezag}"


def _besluit_metadata(besluit: Besluit) -> _Element:
    wie = gemeente(besluit.dossier)
    refs = d("informatieobjectRefs", d("informatieobjectRef", besluit.dossier.gio_expressie))
    return d(
        "BesluitMetadata",
        d("eindverantwoordelijke", wie),
        *([refs] if besluit.versie == 1 else []),
        d("maker", wie),
        d("officieleTitel", besluit.titel),
        d("onderwerpen", d("onderwerp", besluit.dossier.plan.onderwerp)),
        d("soortBestuursorgaan", RAAD),
        d("soortProcedure", "/join/id/stop/proceduretype_definitief"),
    )


def _procedureverloop(besluit: Besluit) -> _Element:
    stappen = [
        d(
            "Procedurestap",
            d("soortStap", f"/join/id/stop/procedure/stap_{stap}"),
            d("voltooidOp", str(besluit.vandaag)),
        )
        for stap in besluit.stappen
    ]
    return d("Procedureverloop", d("bekendOp", str(besluit.vandaag)), d("procedurestappen", *stappen))


def _consolidatie_informatie(besluit: Besluit) -> _Element:
    dossier = besluit.dossier
    beoogd = [_beoogd("BeoogdeRegeling", besluit, dossier.regeling_versie(besluit.versie), "art_I")]
    if besluit.versie == 1:
        beoogd.append(_beoogd("BeoogdInformatieobject", besluit, dossier.gio_expressie, f"!{COMPONENT}#{BIJLAGE_REF}"))
    tijdstempel = d(
        "Tijdstempel",
        d("doel", besluit.doel),
        d("soortTijdstempel", "juridischWerkendVanaf"),
        d("datum", str(besluit.in_werking)),
        d("eId", "art_II"),
    )
    return d("ConsolidatieInformatie", d("BeoogdeRegelgeving", *beoogd), d("Tijdstempels", tijdstempel))


def _beoogd(soort: str, besluit: Besluit, versie: str, eid: str) -> _Element:
    return d(soort, d("doelen", d("doel", besluit.doel)), d("instrumentVersie", versie), d("eId", eid))


def _besluit_tekst(besluit: Besluit) -> _Element:
    dossier, plan = besluit.dossier, besluit.dossier.plan
    regeling = regeling_compact(dossier) if besluit.versie == 1 else regeling_mutatie(dossier)
    zin = "wordt vastgesteld zoals in" if besluit.versie == 1 else "wordt gewijzigd zoals in"
    plekken = {eid: Plek(plan.gezag, besluit.versie, eid).attributen for eid in ("art_I", "art_II", "cmp_A")}
    return t(
        "BesluitCompact",
        t("RegelingOpschrift", t("Al", besluit.titel), eId="longTitle", wId="longTitle"),
        t("Aanhef", t("Al", plan.aanhef), eId="formula_1", wId="formula_1"),
        t(
            "Lichaam",
            t(
                "WijzigArtikel",
                _kop("Artikel", "I"),
                t("Wat", f"Het omgevingsplan {zin} ", t("IntRef", "bijlage A", ref="cmp_A"), " staat."),
                **plekken["art_I"],
            ),
            t(
                "Artikel",
                _kop("Artikel", "II"),
                t("Inhoud", t("Al", f"Dit besluit treedt in werking op {_voluit(besluit.in_werking)}.")),
                **plekken["art_II"],
            ),
            eId="body",
            wId="body",
        ),
        t("Sluiting", t("Al", plan.sluiting), eId="formula_2", wId="formula_2"),
        t("WijzigBijlage", _kop("Bijlage", "A", "Bijlage bij artikel I"), regeling, **plekken["cmp_A"]),
    )


def _kop(label: str, nummer: str, opschrift: str = "") -> _Element:
    kop = t("Kop", t("Label", label), t("Nummer", nummer))
    if opschrift:
        kop.append(t("Opschrift", opschrift))
    return kop


def _regeling_versie(besluit: Besluit) -> _Element:
    dossier = besluit.dossier
    delen: Iterable[_Element] = (
        identificatie(dossier.regeling, dossier.regeling_versie(besluit.versie), "019"),
        d("RegelingVersieMetadata", d("versienummer", str(besluit.versie))),
        # A later version takes the metadata of the first over.
        *([_regeling_metadata(dossier)] if besluit.versie == 1 else []),
    )
    return a("RegelingVersieInformatie", *delen)


def _regeling_metadata(dossier: Dossier) -> _Element:
    wie = gemeente(dossier)
    return d(
        "RegelingMetadata",
        d("eindverantwoordelijke", wie),
        d("maker", wie),
        d("officieleTitel", dossier.titel),
        d("onderwerpen", d("onderwerp", dossier.plan.onderwerp)),
        d("soortRegeling", OMGEVINGSPLAN),
        d("soortBestuursorgaan", RAAD),
    )


def _voluit(datum: date) -> str:
    return f"{datum.day} {_MAANDEN[datum.month - 1]} {datum.year}"
