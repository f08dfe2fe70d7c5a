"""Make a verzoek of a case, and an aanvulling of a verzoek: the same with the same toeval, and nothing else counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from simulator.kernel.ids import Toeval
from simulator.stam.generator import antwoorden, bijlagen, tekens
from simulator.stam.generator import locaties as plekken
from simulator.stam.generator.casus import ActiviteitVorm, Bijlage, Casus, Vraag, casussen
from simulator.stam.generator.locaties import Plek
from simulator.stam.generator.personen import indieners
from simulator.stam.generator.wensen import Wensen, WensOnmogelijk, toets
from simulator.stam.model import Activiteit, Bestand, Document, GevraagdeBijlage, Inhoud, Specificatie
from simulator.stelsel.ambtsgebieden import Ambtsgebieden

MERKVRAAG = "900003"
TEKENVRAAG = 900010
"""The id of the question with the first kind of difficult text; the others follow on it."""
_GEDEELD = 250_000
_TOELICHTINGEN = ("", "", "De tekeningen zijn op schaal.", "Bel gerust als er iets niet duidelijk is.")


@dataclass(frozen=True)
class Gemaakt:
    """What was made: what the applicant gave, and the documents that are new in it."""

    inhoud: Inhoud
    bestanden: tuple[Bestand, ...] = ()


def casus_met(sleutel: str) -> Casus:
    """The case with this name. Raises WensOnmogelijk."""
    gevonden = casussen().get(sleutel)
    if gevonden is None:
        raise WensOnmogelijk(f"er is geen casus {sleutel!r}; wel: {', '.join(casussen())}")
    return gevonden


def maak(casus: str, toeval: Toeval, wensen: Wensen | None = None, gebieden: Ambtsgebieden | None = None) -> Gemaakt:
    """A verzoek of this case. gebieden: the areas to choose a location in; None: the built-in ones.

    Raises WensOnmogelijk for an unknown case and for a wish that cannot be met.
    """
    wens = wensen or Wensen()
    toets(wens)
    vorm = casus_met(casus)
    plek = plekken.plek(wens.locatie or vorm.locatie, wens.gebied, toeval, gebieden, anders=vorm.gebied)
    bron = antwoorden.Bron(toeval, plek.gemeente or vorm.gebied, wens.op)
    bestanden: dict[str, Bestand] = {}
    activiteiten = tuple(_activiteit(deel, plek, bron, bestanden) for deel in _vormen(vorm, wens, plek))
    algemeen = tuple(_nieuw(deel, toeval, bestanden) for deel in vorm.bijlagen)
    if wens.bijlagen is not None:
        nieuw = bijlagen.gewenst(wens, toeval)
        bestanden = {een.document.document_id: een for een in nieuw}
        verdeeld = bijlagen.verdeel(activiteiten, nieuw)
        activiteiten, algemeen = verdeeld.activiteiten, verdeeld.bijlagen
    wie = indieners(
        wens.indiener or vorm.indiener, toeval, bron.gemeente, diacrieten=tekens.heeft_diacrieten(wens.tekens)
    )
    naam = _naam(vorm.project, wens)
    inhoud = Inhoud(
        naam=naam,
        type=wens.type or vorm.type,
        project_naam=naam,
        project_omschrijving=vorm.omschrijving,
        initiatiefnemer=wie.initiatiefnemer,
        gemachtigde=wie.gemachtigde,
        contactpersoon=wie.contactpersoon,
        locaties=plek.locaties,
        activiteiten=met_extra(activiteiten, wens),
        bijlagen=algemeen,
        ambtshalve=wens.ambtshalve,
        referentie_aanvrager=f"KENMERK-{toeval.randrange(10**6):06d}",
        toelichting=toeval.choice(_TOELICHTINGEN),
    )
    inhoud = met_gezegd(inhoud, wens)
    return Gemaakt(inhoud, tuple(bestanden.values()))


def aanvulling(inhoud: Inhoud, toeval: Toeval, wensen: Wensen | None = None) -> Gemaakt:
    """The complete message again, with one answer changed and one new document, or those that are asked for.

    With `vervallen` the document that the message names first is left out. A question without an answer to change gets
    one; what was answered at first stays known. Raises WensOnmogelijk.
    """
    wens = wensen or Wensen()
    toets(wens)
    activiteiten = _gewijzigd(inhoud.activiteiten, toeval, wens)
    algemeen = inhoud.bijlagen
    if wens.vervallen and inhoud.documenten:
        weg = inhoud.documenten[0].document_id
        activiteiten = bijlagen.zonder(activiteiten, weg)
        algemeen = tuple(document for document in algemeen if document.document_id != weg)
    nieuw = bijlagen.gewenst(replace(wens, bijlagen=1) if wens.bijlagen is None else wens, toeval)
    for een in nieuw:
        activiteiten = bijlagen.voeg_toe(activiteiten, een.document)
    activiteiten = met_extra(activiteiten, wens)
    return Gemaakt(replace(met_gezegd(inhoud, wens), activiteiten=activiteiten, bijlagen=algemeen), nieuw)


def met_gezegd(inhoud: Inhoud, wensen: Wensen) -> Inhoud:
    """With the participatie and the toelichting that are asked for."""
    return replace(
        inhoud,
        participatie=inhoud.participatie if wensen.participatie is None else wensen.participatie,
        toelichting=wensen.toelichting or inhoud.toelichting,
    )


def met_extra(activiteiten: Sequence[Activiteit], wensen: Wensen) -> tuple[Activiteit, ...]:
    """The questions that a wish brings, after those of the first activity; one that is there already is replaced."""
    extra = tuple(_extra(wensen))
    if not extra:
        return tuple(activiteiten)
    ids = {vraag.vraag_id for vraag in extra}
    eerste, *rest = activiteiten
    blijft = tuple(vraag for vraag in eerste.specificaties if vraag.vraag_id not in ids)
    return (replace(eerste, specificaties=(*blijft, *extra)), *rest)


def _extra(wensen: Wensen) -> Iterator[Specificatie]:
    alle = list(tekens.ANTWOORDEN)
    for soort in tekens.soorten(wensen.tekens):
        vraag_id = str(TEKENVRAAG + alle.index(soort))
        yield Specificatie(vraag_id, f"Wilt u nog iets kwijt? ({soort})", tekens.ANTWOORDEN[soort], "Verzoek", "Overig")
    if wensen.merk:
        vraag = "Wat wilt u alleen aan de behandelaar laten weten?"
        yield Specificatie(MERKVRAAG, vraag, wensen.merk, "Verzoek", "Overig", publiceerbaar=False)


def _naam(project: str, wensen: Wensen) -> str:
    naam = f"{project} – één ‘café’" if tekens.heeft_diacrieten(wensen.tekens) else project
    naam = f"{naam} 🌳" if wensen.tekens in ("emoji", "alles") else naam
    return tekens.lange_naam(naam) if wensen.lange_naam else naam


def _vormen(casus: Casus, wensen: Wensen, plek: Plek) -> Sequence[ActiviteitVorm]:
    """The activities of the case, or those that are asked for: with their questions where some case has them."""
    if not wensen.activiteiten:
        return casus.activiteiten
    eigen = [*casus.activiteiten, *(a for ander in casussen().values() for a in ander.activiteiten)]
    return [_vorm_met(activiteit_id, eigen, plek) for activiteit_id in wensen.activiteiten]


def _vorm_met(activiteit_id: str, bekend: Sequence[ActiviteitVorm], plek: Plek) -> ActiviteitVorm:
    naam = activiteit_id.rpartition(".")[2]
    for vorm in bekend:
        if vorm.id == activiteit_id or vorm.id.rpartition(".")[2] == naam or _ingevuld(vorm.id, plek) == activiteit_id:
            return replace(vorm, id=activiteit_id)
    return ActiviteitVorm(activiteit_id, naam, (_OMSCHRIJF,))


_OMSCHRIJF = Vraag(
    id="900004",
    tekst="Omschrijf wat u gaat doen.",
    soort="lang",
    keuzes=("Het werk duurt enkele weken.", "De buren zijn op de hoogte.", "Er wordt alleen overdag gewerkt."),
)


def _ingevuld(activiteit_id: str, plek: Plek) -> str:
    for soort, code in plek.codes.items():
        if f"{{{soort}}}" in activiteit_id:
            if not code:
                raise WensOnmogelijk(f"waar de locatie ligt, is geen organisatie bekend voor {activiteit_id}")
            activiteit_id = activiteit_id.replace(f"{{{soort}}}", code)
    return activiteit_id


def _activiteit(vorm: ActiviteitVorm, plek: Plek, bron: antwoorden.Bron, bestanden: dict[str, Bestand]) -> Activiteit:
    vragen = tuple(_specificatie(vraag, bron, bestanden) for vraag in vorm.vragen)
    return Activiteit(_ingevuld(vorm.id, plek), vorm.naam, specificaties=vragen)


def _specificatie(vraag: Vraag, bron: antwoorden.Bron, bestanden: dict[str, Bestand]) -> Specificatie:
    gevraagd = [GevraagdeBijlage(b.soort, (_nieuw(b, bron.toeval, bestanden),)) for b in vraag.bijlagen]
    return Specificatie(
        vraag_id=vraag.id,
        vraagtekst=vraag.tekst,
        antwoord=antwoorden.antwoord(vraag, bron),
        vraagclassificatie=vraag.classificatie,
        groepering=vraag.groepering,
        publiceerbaar=vraag.publiceerbaar,
        gevraagde_bijlagen=tuple(gevraagd),
    )


def _nieuw(vorm: Bijlage, toeval: Toeval, bestanden: dict[str, Bestand]) -> Document:
    """The document of a case, once for all questions that share it. bestanden: by sleutel, or else by its id."""
    if vorm.deelt and vorm.deelt in bestanden:
        return bestanden[vorm.deelt].document
    if vorm.deelt:  # whose document it is was not asked for
        vorm = Bijlage(vorm.soort, f"{vorm.soort.lower()}.pdf", _GEDEELD)
    gemaakt = bijlagen.van_vorm(vorm, toeval)
    bestanden[vorm.sleutel or gemaakt.document.document_id] = gemaakt
    return gemaakt.document


def _gewijzigd(activiteiten: Sequence[Activiteit], toeval: Toeval, wensen: Wensen) -> tuple[Activiteit, ...]:
    """One answer changed: of a question that a case knows where there is one."""
    bekend = {vraag.id: vraag for casus in casussen().values() for a in casus.activiteiten for vraag in a.vragen}
    plaatsen = [
        (a, s)
        for a, activiteit in enumerate(activiteiten)
        for s, vraag in enumerate(activiteit.specificaties)
        if vraag.vraagclassificatie != "Gevraagde Bijlage" and vraag.vraag_id != MERKVRAAG
    ]
    if not plaatsen:
        return tuple(activiteiten)
    a, s = toeval.choice([p for p in plaatsen if activiteiten[p[0]].specificaties[p[1]].vraag_id in bekend] or plaatsen)
    activiteit = activiteiten[a]
    vraag = activiteit.specificaties[s]
    bron = antwoorden.Bron(toeval, "", wensen.op)
    vorm = bekend.get(vraag.vraag_id, _OMSCHRIJF)
    nieuw = antwoorden.ander_antwoord(vorm, bron, vraag.antwoord)
    anders = replace(vraag, antwoord=nieuw, oorspr_antwoord=vraag.oorspr_antwoord or vraag.antwoord)
    specificaties = (*activiteit.specificaties[:s], anders, *activiteit.specificaties[s + 1 :])
    return (*activiteiten[:a], replace(activiteit, specificaties=specificaties), *activiteiten[a + 1 :])
