"""A kennisgeving about a besluit, and the procedure steps of both.

Source: validatiematrix v6, docs/bronnen.md#stop-identificaties.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from simulator.lvbb.levering import BekendBesluit, Levering
from simulator.lvbb.rules import inhoud
from simulator.lvbb.rules.inhoud import Kennisgeving, Stap
from simulator.lvbb.rules.kader import Bevinding, Regels
from simulator.lvbb.rules.knopen import D
from simulator.stelsel.identificaties import delen, werkdeel

regels = Regels()

PUBLICATIE = "004"
EINDE_INZAGE, BEGIN_INZAGE = "005", "014"
EENMALIG = ("002", "003", "004", "014", "005", "015", "016")
ALLEEN_ONTWERP = (BEGIN_INZAGE, EINDE_INZAGE)
ALLEEN_DEFINITIEF = ("015", "016", "018", "019", "020", "021")
KENNISGEVING_ONTWERP = (BEGIN_INZAGE, EINDE_INZAGE)
KENNISGEVING_DEFINITIEF = ("015", "016")
BESLUITTERMIJNEN = "KennisgevingBesluittermijnen"
VOORGENOMEN = "KennisgevingVoorgenomenBesluit"
RECHTER = "KennisgevingUitspraakRechter"


@regels.rule("LVBB4701")
def bestaat_al(levering: Levering) -> Iterator[Bevinding]:
    """The work of the kennisgeving was not delivered before."""
    kennisgeving = inhoud.kennisgeving(levering)
    if kennisgeving is not None and levering.register.besluit(kennisgeving.werk) is not None:
        werk = kennisgeving.werk
        yield kennisgeving.knoop.bevinding(verwacht="een nieuw FRBRWork", gekregen=werk, id=werk)


@regels.rule("LVBB4702")
def besluit_onbekend(levering: Levering) -> Iterator[Bevinding]:
    """The besluit that the kennisgeving is about was delivered before."""
    kennisgeving = inhoud.kennisgeving(levering)
    if kennisgeving is not None and kennisgeving.over and _over(levering) is None:
        over = kennisgeving.over
        yield kennisgeving.knoop.bevinding(verwacht="een bekend besluit", gekregen=over, id=over)


@regels.rule("LVBB4703")
def inzage_voor_kennisgeving(levering: Levering) -> Iterator[Bevinding]:
    """The inzagetermijn does not begin before the kennisgeving is made known."""
    yield from _inzage_voor(levering, levering.opdracht.datum)


@regels.rule("LVBB4704")
def inzage_voor_besluit(levering: Levering) -> Iterator[Bevinding]:
    """The inzagetermijn does not begin before the besluit is made known."""
    besluit = _over(levering)
    yield from _inzage_voor(levering, None if besluit is None else besluit.datum_bekendmaking)


@regels.rule("LVBB4705")
def besluit_niet_gepubliceerd(levering: Levering) -> Iterator[Bevinding]:
    """The besluit that the kennisgeving is about is published."""
    kennisgeving, besluit = inhoud.kennisgeving(levering), _over(levering)
    if kennisgeving is not None and besluit is not None and besluit.status == "wacht":
        yield kennisgeving.knoop.bevinding(
            verwacht="een gepubliceerd besluit",
            gekregen=f"bekendmaking op {besluit.datum_bekendmaking}",
            id=besluit.work,
        )


@regels.rule("LVBB4707")
def soort_van_kennisgeving(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving is a doc."""
    kennisgeving = inhoud.kennisgeving(levering)
    if kennisgeving is not None:
        yield from _soort(kennisgeving, kennisgeving.werk, "doc")


@regels.rule("LVBB4708")
def soort_van_mededeling_over(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving is about a bill."""
    kennisgeving = inhoud.kennisgeving(levering)
    if kennisgeving is not None and kennisgeving.over:
        yield from _soort(kennisgeving, kennisgeving.over, "bill")


@regels.rule("LVBB4738")
def uitspraak_rechter(levering: Levering) -> Iterator[Bevinding]:
    """KennisgevingUitspraakRechter may not be used."""
    kennisgeving = inhoud.kennisgeving(levering)
    if kennisgeving is not None and kennisgeving.soort == RECHTER:
        yield kennisgeving.knoop.bevinding(verwacht=f"{BESLUITTERMIJNEN} of {VOORGENOMEN}", gekregen=RECHTER)


@regels.rule("LVBB4740")
def voorgenomen_besluit_over(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving of a voorgenomen besluit is about no besluit."""
    kennisgeving = inhoud.kennisgeving(levering)
    if kennisgeving is not None and kennisgeving.soort == VOORGENOMEN and kennisgeving.over:
        yield kennisgeving.knoop.bevinding(verwacht="geen mededelingOver", gekregen=kennisgeving.over)


@regels.rule("LVBB4763")
def voorgenomen_besluit_procedure(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving of a voorgenomen besluit changes no procedure."""
    kennisgeving = inhoud.kennisgeving(levering)
    if kennisgeving is not None and kennisgeving.soort == VOORGENOMEN and kennisgeving.mutatie is not None:
        yield kennisgeving.mutatie.bevinding(
            verwacht="geen Procedureverloopmutatie", gekregen="Procedureverloopmutatie"
        )


@regels.rule("LVBB4762")
def geen_stappen(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving of termijnen adds, replaces or removes steps."""
    kennisgeving = inhoud.kennisgeving(levering)
    if kennisgeving is None or kennisgeving.soort != BESLUITTERMIJNEN:
        return
    mutatie = kennisgeving.mutatie
    delen_ = (D + "voegStappenToe", D + "vervangStappen", D + "verwijderStappen")
    if mutatie is None or not mutatie.heeft(*delen_):
        waar = kennisgeving.knoop if mutatie is None else mutatie
        yield waar.bevinding(verwacht="voegStappenToe, vervangStappen of verwijderStappen", gekregen="geen")


@regels.rule("LVBB4753")
def stap_past_niet_bij_besluit(levering: Levering) -> Iterator[Bevinding]:
    """A besluit has no steps of the other kind of procedure."""
    besluit = inhoud.besluit(levering)
    for stap in () if besluit is None else besluit.stappen:
        ontwerp = besluit is not None and besluit.ontwerp
        if stap.nummer in (ALLEEN_DEFINITIEF if ontwerp else ALLEEN_ONTWERP):
            soort = "ontwerp" if ontwerp else "definitief"
            verwacht = f"een stap van een {soort} besluit"
            yield stap.knoop.bevinding(verwacht=verwacht, gekregen=stap.soort, stap=stap.soort, soort=soort)


@regels.rule("LVBB4754")
def stap_publicatie(levering: Levering) -> Iterator[Bevinding]:
    """The step publicatie is not delivered: the LVBB sets it."""
    for stap in _stappen(levering):
        if stap.nummer == PUBLICATIE:
            yield stap.knoop.bevinding(verwacht="een andere stap", gekregen=stap.soort, stap=stap.soort)


@regels.rule("LVBB4755")
def dubbele_stap(levering: Levering) -> Iterator[Bevinding]:
    """A step that can be taken once is delivered once."""
    stappen = _stappen(levering)
    for soort, aantal in Counter(stap.soort for stap in stappen if stap.nummer in EENMALIG).items():
        if aantal > 1:
            laatste = [stap for stap in stappen if stap.soort == soort][-1]
            yield laatste.knoop.bevinding(verwacht="eenmaal", gekregen=f"{aantal} maal", stap=soort)


@regels.rule("LVBB4758")
def einde_inzage_voor_begin(levering: Levering) -> Iterator[Bevinding]:
    """The inzagetermijn does not end before it begins."""
    stappen = {stap.nummer: stap for stap in _stappen(levering)}
    begin, einde = stappen.get(BEGIN_INZAGE), stappen.get(EINDE_INZAGE)
    if begin is None or einde is None or begin.datum is None or einde.datum is None or einde.datum >= begin.datum:
        return
    yield einde.knoop.bevinding(
        verwacht=f"{begin.datum} of later", gekregen=str(einde.datum), einde=str(einde.datum), begin=str(begin.datum)
    )


@regels.rule("LVBB4760")
def stap_bij_ontwerp(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving about an ontwerp has the steps of the inzagetermijn only."""
    yield from _alleen(levering, KENNISGEVING_ONTWERP, ontwerp=True)


@regels.rule("LVBB4761")
def stap_bij_definitief(levering: Levering) -> Iterator[Bevinding]:
    """A kennisgeving about a definitief besluit has the ends of the terms for bezwaar and beroep only."""
    yield from _alleen(levering, KENNISGEVING_DEFINITIEF, ontwerp=False)


def _alleen(levering: Levering, toegestaan: tuple[str, ...], *, ontwerp: bool) -> Iterator[Bevinding]:
    kennisgeving, besluit = inhoud.kennisgeving(levering), _over(levering)
    if kennisgeving is None or besluit is None or besluit.ontwerp is not ontwerp:
        return
    for stap in kennisgeving.stappen:
        if stap.nummer not in toegestaan:
            yield stap.knoop.bevinding(verwacht=" of ".join(toegestaan), gekregen=stap.soort, stap=stap.soort)


def _inzage_voor(levering: Levering, bekendmaking: date | None) -> Iterator[Bevinding]:
    kennisgeving = inhoud.kennisgeving(levering)
    for stap in () if kennisgeving is None else kennisgeving.stappen:
        if stap.nummer == BEGIN_INZAGE and stap.datum and bekendmaking and stap.datum < bekendmaking:
            datum = str(stap.datum)
            yield stap.knoop.bevinding(
                verwacht=f"{bekendmaking} of later", gekregen=datum, datum=datum, bekendmaking=str(bekendmaking)
            )


def _soort(kennisgeving: Kennisgeving, id_: str, verwacht: str) -> Iterator[Bevinding]:
    stukken = delen(id_)
    soort = stukken[2] if len(stukken) > 2 else ""
    if soort != verwacht:
        yield kennisgeving.knoop.bevinding(verwacht=verwacht, gekregen=soort, type=soort, id=id_)


def _stappen(levering: Levering) -> tuple[Stap, ...]:
    besluit, kennisgeving = inhoud.besluit(levering), inhoud.kennisgeving(levering)
    if besluit is not None:
        return besluit.stappen
    return () if kennisgeving is None else kennisgeving.stappen


def _over(levering: Levering) -> BekendBesluit | None:
    kennisgeving = inhoud.kennisgeving(levering)
    if kennisgeving is None or not kennisgeving.over:
        return None
    besluit = levering.register.besluit(werkdeel(kennisgeving.over))
    return None if besluit is None or besluit.soort != "besluit" or besluit.status == "afgebroken" else besluit
