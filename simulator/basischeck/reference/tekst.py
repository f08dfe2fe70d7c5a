"""The text of the regeling: whole (RegelingCompact), and as a change of it (RegelingMutatie) with renvooi."""

import re
from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from simulator.basischeck.reference.namen import Dossier, Plek
from simulator.basischeck.reference.plan import Artikel, Hoofdstuk, Lid
from simulator.basischeck.reference.xml import t

COMPONENT = "regeling"
BIJLAGE_REF = "cmp_I__content_o_1__ref_o_1"

_MARKERING = re.compile(r"\[\+(?P<nieuw>.+?)\+\]|\[-(?P<weg>.+?)-\]|\{gio:(?P<gio>.+?)\}")


def regeling_compact(dossier: Dossier) -> _Element:
    """The whole first version of the regeling."""
    gezag = dossier.plan.gezag
    hoofdstukken = [
        _hoofdstuk(hoofdstuk, Plek(gezag, 1, f"chp_{hoofdstuk.nummer}")) for hoofdstuk in dossier.plan.hoofdstukken
    ]
    return t(
        "RegelingCompact",
        t("RegelingOpschrift", t("Al", dossier.titel), eId="longTitle", wId="longTitle"),
        t("Lichaam", *hoofdstukken, eId="body", wId="body"),
        _bijlage(dossier),
        componentnaam=COMPONENT,
        wordt=dossier.regeling_versie(1),
    )


def regeling_mutatie(dossier: Dossier) -> _Element:
    """The change from the first version to the second. Every element keeps the wId of the version that brought it."""
    gezag, wijziging = dossier.plan.gezag, dossier.plan.wijziging
    stappen = [
        *(t("Vervang", _artikel(a, artikel_plek(gezag, a)), wat=artikel_plek(gezag, a).wid) for a in wijziging.vervang),
        *(
            t(
                "VoegToe",
                _artikel(a, artikel_plek(gezag, a, 2)),
                positie="volgtOp",
                context=artikel_plek(gezag, dossier.plan.artikel(a.na)).wid,
            )
            for a in wijziging.voegtoe
        ),
        *(
            t("VervangKop", _kop("Hoofdstuk", nummer, opschrift), wat=Plek(gezag, 1, f"chp_{nummer}").wid)
            for nummer, opschrift in wijziging.koppen
        ),
        *(_verwijder(gezag, dossier.plan.artikel(nummer)) for nummer in wijziging.verwijder),
    ]
    return t(
        "RegelingMutatie",
        *stappen,
        componentnaam=COMPONENT,
        was=dossier.regeling_versie(1),
        wordt=dossier.regeling_versie(2),
    )


def artikel_plek(gezag: str, artikel: Artikel, versie: int = 1) -> Plek:
    """Where an article stands: its chapter is the first part of its number."""
    return Plek(gezag, versie, f"chp_{artikel.nummer.split('.')[0]}__art_{artikel.nummer}")


def lid_plekken(plek: Plek, artikel: Artikel) -> Iterator[tuple[Lid, Plek]]:
    """The leden of an article with their places; a new lid is of version 2."""
    for nummer, lid in enumerate(artikel.leden, 1):
        yield lid, plek.onder(f"para_{nummer}", 2 if lid.nieuw else 0)


def _verwijder(gezag: str, artikel: Artikel) -> _Element:
    plek = artikel_plek(gezag, artikel)
    return t("Verwijder", _artikel(artikel, plek), wat=plek.wid)


def _hoofdstuk(hoofdstuk: Hoofdstuk, plek: Plek) -> _Element:
    artikelen = [_artikel(artikel, artikel_plek(plek.gezag, artikel)) for artikel in hoofdstuk.artikelen]
    return t("Hoofdstuk", _kop("Hoofdstuk", hoofdstuk.nummer, hoofdstuk.opschrift), *artikelen, **plek.attributen)


def _artikel(artikel: Artikel, plek: Plek) -> _Element:
    leden = [_lid(nummer, lid, lid_plek) for nummer, (lid, lid_plek) in enumerate(lid_plekken(plek, artikel), 1)]
    inhoud = [] if leden else [_inhoud(artikel.tekst, plek, begrippen=artikel.begrippen)]
    return t("Artikel", _kop("Artikel", artikel.nummer, artikel.opschrift), *leden, *inhoud, **plek.attributen)


def _lid(nummer: int, lid: Lid, plek: Plek) -> _Element:
    nieuw = {"wijzigactie": "voegtoe"} if lid.nieuw else {}
    return t("Lid", t("LidNummer", f"{nummer}."), _inhoud(lid.tekst, plek, lid.lijst), **plek.attributen, **nieuw)


def _inhoud(tekst: str, plek: Plek, lijst: Iterable[str] = (), begrippen: Iterable[tuple[str, str]] = ()) -> _Element:
    inhoud = t("Inhoud", t("Al", *_inline(tekst, plek)))
    onder = plek.onder("list_o_1")
    items = [
        t("Li", t("LiNummer", f"{letter}."), t("Al", regel), **onder.onder(f"item_{letter}").attributen)
        for letter, regel in zip("abcdefghijklmnopqrstuvwxyz", lijst, strict=False)
    ]
    if items:
        inhoud.append(t("Lijst", *items, type="expliciet", **onder.attributen))
    termen = [
        t("Begrip", t("Term", term), t("Definitie", t("Al", definitie)), **onder.onder(f"item_o_{n}").attributen)
        for n, (term, definitie) in enumerate(begrippen, 1)
    ]
    if termen:
        inhoud.append(t("Begrippenlijst", *termen, **onder.attributen))
    return inhoud


def _kop(label: str, nummer: str, opschrift: str) -> _Element:
    return t("Kop", t("Label", label), t("Nummer", nummer), t("Opschrift", *_inline(opschrift)))


def _inline(tekst: str, plek: Plek | None = None) -> Iterator[str | _Element]:
    """The text with its markup made into elements. A reference to the GIO needs the place it stands at."""
    begin = 0
    for gevonden in _MARKERING.finditer(tekst):
        yield tekst[begin : gevonden.start()]
        begin = gevonden.end()
        if gevonden["nieuw"]:
            yield t("NieuweTekst", gevonden["nieuw"])
        elif gevonden["weg"]:
            yield t("VerwijderdeTekst", gevonden["weg"])
        elif plek is not None:
            doelwit = Plek(plek.gezag, 1, BIJLAGE_REF).wid
            yield t("IntIoRef", gevonden["gio"], ref=doelwit, **plek.onder("ref_o_1").attributen)
    yield tekst[begin:]


def _bijlage(dossier: Dossier) -> _Element:
    """The appendix that names the GIO: the ConsolidatieInformatie points at the reference in it."""
    plek = Plek(dossier.plan.gezag, 1, "cmp_I")
    tekst = plek.onder("content_o_1")
    verwijzing = t(
        "ExtIoRef", dossier.gio_expressie, ref=dossier.gio_expressie, **Plek(plek.gezag, 1, BIJLAGE_REF).attributen
    )
    return t(
        "Bijlage",
        _kop("Bijlage", "I", "Informatieobjecten"),
        t("Divisietekst", t("Inhoud", t("Al", f"{dossier.plan.gio}: ", verwijzing)), **tekst.attributen),
        **plek.attributen,
    )
