"""May this besluit or kennisgeving be broken off: it exists, it waits, it is ours, and nothing builds on it.

More than one of these can be found at once. Source: validatiematrix v6.
"""

from collections.abc import Iterator

from simulator.lvbb.levering import BekendBesluit, BekendeVersie, Levering
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.opdracht import AFBREKEN
from simulator.stelsel.identificaties import werkdeel

regels = Regels()

GEPUBLICEERD = "gepubliceerd"


@regels.rule("LVBB1551")
def doel_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """The identificatie is of a besluit or kennisgeving that the LVBB has and that was not broken off before."""
    if levering.opdracht.soort == AFBREKEN and _doel(levering) is None:
        yield _hier(levering, "een bekend besluit of een bekende kennisgeving", id=levering.opdracht.identificatie)


@regels.rule("LVBB1568")
def ander_bevoegd_gezag(levering: Levering) -> Iterator[Bevinding]:
    """The bevoegd gezag is that of the opdracht that is broken off."""
    doel = _doel(levering)
    gezag = levering.opdracht.id_bevoegd_gezag
    if doel is not None and doel.id_bevoegd_gezag != gezag:
        yield Bevinding.at(
            levering,
            levering.opdracht.knoop("idBevoegdGezag"),
            verwacht=doel.id_bevoegd_gezag,
            gekregen=gezag,
            oin=gezag,
            id_levering=levering.opdracht.id_levering,
            andere_oin=doel.id_bevoegd_gezag,
            andere_levering=doel.id_levering,
        )


@regels.rule("LVBB1553")
def besluit_al_bekendgemaakt_volgens_datum(levering: Levering) -> Iterator[Bevinding]:
    """The datumBekendmaking of a besluit lies in the future."""
    yield from _datum(levering, "besluit")


@regels.rule("LVBB4712")
def kennisgeving_al_bekendgemaakt_volgens_datum(levering: Levering) -> Iterator[Bevinding]:
    """The datumBekendmaking of a kennisgeving lies in the future."""
    yield from _datum(levering, "kennisgeving")


@regels.rule("LVBB1554")
def besluit_wordt_al_afgebroken(levering: Levering) -> Iterator[Bevinding]:
    """No other request to break this besluit off is being worked on."""
    yield from _afbreken_gevraagd(levering, "besluit")


@regels.rule("LVBB4713")
def kennisgeving_wordt_al_afgebroken(levering: Levering) -> Iterator[Bevinding]:
    """No other request to break this kennisgeving off is being worked on."""
    yield from _afbreken_gevraagd(levering, "kennisgeving")


@regels.rule("LVBB1555")
def besluit_gepubliceerd(levering: Levering) -> Iterator[Bevinding]:
    """A besluit that is published cannot be broken off."""
    yield from _gepubliceerd(levering, "besluit")


@regels.rule("LVBB4711")
def kennisgeving_gepubliceerd(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving that is published cannot be broken off."""
    yield from _gepubliceerd(levering, "kennisgeving")


@regels.rule("LVBB1556")
def regelingversie_gepubliceerd(levering: Levering) -> Iterator[Bevinding]:
    """No version of a regeling that the besluit establishes is published."""
    yield from _versie_gepubliceerd(levering, "regeling")


@regels.rule("LVBB1557")
def informatieobject_gepubliceerd(levering: Levering) -> Iterator[Bevinding]:
    """No version of an informatieobject that the besluit establishes is published."""
    yield from _versie_gepubliceerd(levering, "informatieobject")


@regels.rule("LVBB1558")
def regelingversie_is_was_versie(levering: Levering) -> Iterator[Bevinding]:
    """No other besluit builds on a version of a regeling of this besluit."""
    yield from _als_was(levering, "regeling")


@regels.rule("LVBB1565")
def informatieobject_is_was_versie(levering: Levering) -> Iterator[Bevinding]:
    """No other besluit builds on a version of an informatieobject of this besluit."""
    yield from _als_was(levering, "informatieobject")


@regels.rule("LVBB1560")
def kennisgeving_verwijst(levering: Levering) -> Iterator[Bevinding]:
    """No kennisgeving is about the besluit; those are broken off first."""
    doel = _doel(levering)
    if doel is None or doel.soort != "besluit":
        return
    kennisgevingen = [k.work for k in levering.register.kennisgevingen_over(doel.work)]
    if kennisgevingen:
        yield _over(levering, doel, "geen kennisgeving over dit besluit", id=", ".join(kennisgevingen))


@regels.rule("LVBB1563")
def regelingversie_werkt_al(levering: Levering) -> Iterator[Bevinding]:
    """No version of a regeling of the besluit is in force."""
    yield from _werkt_al(levering, "regeling")


@regels.rule("LVBB1564")
def informatieobject_werkt_al(levering: Levering) -> Iterator[Bevinding]:
    """No version of an informatieobject of the besluit is in force."""
    yield from _werkt_al(levering, "informatieobject")


@regels.rule("LVBB1566")
def regeling_ingetrokken(levering: Levering) -> Iterator[Bevinding]:
    """No other besluit withdraws a regeling of this besluit."""
    for versie in _versies(levering, "regeling"):
        if versie.ingetrokken_per is not None:
            yield _hier(levering, "een regeling die niet is ingetrokken", id=versie.work)


@regels.rule("LVBB4714")
def besluit_bij_kennisgeving_wordt_afgebroken(levering: Levering) -> Iterator[Bevinding]:
    """The besluit that the kennisgeving is about is not being broken off."""
    doel = _doel(levering)
    besluit = None if doel is None else levering.register.besluit(werkdeel(doel.mededeling_over))
    if doel is not None and besluit is not None and besluit.afbreken_gevraagd:
        yield _over(levering, doel, "een besluit dat niet wordt afgebroken")


@regels.rule("LVBB4715")
def niet_de_laatste_kennisgeving(levering: Levering) -> Iterator[Bevinding]:
    """Of the kennisgevingen about a besluit only the last may be broken off."""
    doel = _doel(levering)
    if doel is None or doel.soort != "kennisgeving":
        return
    andere = levering.register.kennisgevingen_over(werkdeel(doel.mededeling_over))
    later = [k.work for k in andere if k.work != doel.work and k.datum_bekendmaking > doel.datum_bekendmaking]
    if later:
        yield _over(levering, doel, f"eerst {', '.join(later)} afbreken")


def _doel(levering: Levering) -> BekendBesluit | None:
    if levering.opdracht.soort != AFBREKEN:
        return None
    besluit = levering.register.besluit(werkdeel(levering.opdracht.identificatie))
    return None if besluit is None or besluit.status == "afgebroken" else besluit


def _versies(levering: Levering, soort: str) -> list[BekendeVersie]:
    doel = _doel(levering)
    if doel is None or doel.soort != "besluit":
        return []
    return [versie for versie in levering.register.versies_van(doel.work) if versie.soort == soort]


def _datum(levering: Levering, soort: str) -> Iterator[Bevinding]:
    doel = _doel(levering)
    if doel is not None and doel.soort == soort and doel.datum_bekendmaking <= levering.vandaag:
        verwacht = f"een datumBekendmaking na {levering.vandaag}"
        yield _over(levering, doel, verwacht, datum=str(doel.datum_bekendmaking))


def _afbreken_gevraagd(levering: Levering, soort: str) -> Iterator[Bevinding]:
    doel = _doel(levering)
    if doel is not None and doel.soort == soort and doel.afbreken_gevraagd:
        yield _over(levering, doel, "geen lopende afbreekopdracht", id=doel.work)


def _gepubliceerd(levering: Levering, soort: str) -> Iterator[Bevinding]:
    doel = _doel(levering)
    if doel is not None and doel.soort == soort and doel.status == GEPUBLICEERD:
        yield _over(levering, doel, "nog niet gepubliceerd")


def _versie_gepubliceerd(levering: Levering, soort: str) -> Iterator[Bevinding]:
    for versie in _versies(levering, soort):
        if versie.besluit_status == GEPUBLICEERD:
            yield _hier(levering, "een versie die niet is gepubliceerd", id=versie.expression)


def _als_was(levering: Levering, soort: str) -> Iterator[Bevinding]:
    gebruikt = [
        versie.expression
        for versie in _versies(levering, soort)
        if any(
            v.was == versie.expression and v.besluit != versie.besluit for v in levering.register.versies(versie.work)
        )
    ]
    if gebruikt:
        yield _hier(levering, "een versie waarop niets voortbouwt", id=", ".join(gebruikt))


def _werkt_al(levering: Levering, soort: str) -> Iterator[Bevinding]:
    for versie in _versies(levering, soort):
        vanaf = versie.juridisch_werkend_vanaf
        if vanaf is not None and vanaf <= levering.vandaag:
            yield _hier(levering, f"juridisch werkend na {levering.vandaag}", id=versie.expression, datum=str(vanaf))


def _over(levering: Levering, doel: BekendBesluit, verwacht: str, **waarden: str) -> Bevinding:
    return _hier(levering, verwacht, oin=doel.id_bevoegd_gezag, id_levering=doel.id_levering, **waarden)


def _hier(levering: Levering, verwacht: str, **waarden: str) -> Bevinding:
    gekregen = levering.opdracht.identificatie
    return Bevinding.at(
        levering, levering.opdracht.knoop("identificatie"), verwacht=verwacht, gekregen=gekregen, **waarden
    )
