"""The documents of a made verzoek: their names, sizes and seeds, and with which question each of them goes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from simulator.kernel.ids import Toeval
from simulator.stam import documenten
from simulator.stam.generator import tekens
from simulator.stam.generator.casus import Bijlage
from simulator.stam.generator.wensen import Bijlagewens, Namen, Wensen
from simulator.stam.model import Activiteit, Bestand, Document, GevraagdeBijlage, Specificatie

EXTRA = Specificatie(
    vraag_id="900001",
    vraagtekst="Welke documenten wilt u verder nog meegeven?",
    antwoord="",
    vraagclassificatie="Gevraagde Bijlage",
    groepering="Bijlagen",
)
"""A question that takes documents for which the case asks nowhere."""
_OVERIG = "Overig document"
_VERTROUWELIJK = 0.15


@dataclass(frozen=True)
class Verdeeld:
    """The activities with their documents, and the documents of the verzoek as a whole."""

    activiteiten: tuple[Activiteit, ...]
    bijlagen: tuple[Document, ...]


def bestand(naam: str, grootte: int, toeval: Toeval, *, vertrouwelijk: bool = False, mediatype: str = "") -> Bestand:
    """A document whose bytes are made. grootte: bytes; mediatype "": by the extension of the name."""
    document_id = str(UUID(int=toeval.getrandbits(128), version=4))
    soort = mediatype or documenten.mediatype_van(naam)
    document = Document(document_id, naam, soort, grootte, vertrouwelijk)
    return Bestand(document, zaad=f"{toeval.getrandbits(64):016x}")


def van_vorm(vorm: Bijlage, toeval: Toeval) -> Bestand:
    """The document of a case; its size is one in ten more or less."""
    grootte = round(vorm.grootte * toeval.uniform(0.9, 1.1))
    return bestand(vorm.naam, grootte, toeval, vertrouwelijk=vorm.vertrouwelijk)


def gewenst(wensen: Wensen, toeval: Toeval) -> tuple[Bestand, ...]:
    """The documents that are asked for."""
    if isinstance(wensen.bijlagen, int):
        nummers = range(1, wensen.bijlagen + 1)
        return tuple(_willekeurig(nummer, wensen.bestandsnamen, wensen.grootte, toeval) for nummer in nummers)
    wens = enumerate(wensen.bijlagen or (), start=1)
    return tuple(_van_wens(nummer, bijlage, wensen, toeval) for nummer, bijlage in wens)


def verdeel(activiteiten: Sequence[Activiteit], bestanden: Sequence[Bestand]) -> Verdeeld:
    """Give documents a place, in the place of those that the questions have.

    The first goes with the first question that asks for one, the second with the verzoek as a whole, the third with two
    questions at once; after that every fifth goes with the verzoek and the others with a question in turn.
    """
    plaatsen = [(a, s) for a, activiteit in enumerate(activiteiten) for s in _vragen(activiteit)]
    leeg = [_zonder(activiteit) for activiteit in activiteiten]
    nodig = min(len(bestanden), 1) if len(bestanden) < 3 else 2
    if len(plaatsen) < nodig:
        leeg[0] = replace(leeg[0], specificaties=(*leeg[0].specificaties, EXTRA))
        plaatsen.append((0, len(leeg[0].specificaties) - 1))
    if len(plaatsen) < nodig:
        leeg[0] = replace(leeg[0], specificaties=(*leeg[0].specificaties, replace(EXTRA, vraag_id="900002")))
        plaatsen.append((0, len(leeg[0].specificaties) - 1))
    bij: dict[tuple[int, int], list[Document]] = {plaats: [] for plaats in plaatsen}
    algemeen: list[Document] = []
    for nummer, een in enumerate(bestanden):
        if nummer % 5 == 1:
            algemeen.append(een.document)
        elif nummer == 2:
            bij[plaatsen[0]].append(een.document)
            bij[plaatsen[1]].append(een.document)
        else:
            bij[plaatsen[nummer % len(plaatsen)]].append(een.document)
    return Verdeeld(tuple(_met(activiteit, a, bij) for a, activiteit in enumerate(leeg)), tuple(algemeen))


def voeg_toe(activiteiten: Sequence[Activiteit], document: Document) -> tuple[Activiteit, ...]:
    """Put a document with the first question that asks for documents, or with a question of its own."""
    for a, activiteit in enumerate(activiteiten):
        for s in _vragen(activiteit):
            nieuw = _met_document(activiteit.specificaties[s], document)
            specificaties = (*activiteit.specificaties[:s], nieuw, *activiteit.specificaties[s + 1 :])
            return (*activiteiten[:a], replace(activiteit, specificaties=specificaties), *activiteiten[a + 1 :])
    eerste, *rest = activiteiten
    return (replace(eerste, specificaties=(*eerste.specificaties, _met_document(EXTRA, document))), *rest)


def zonder(activiteiten: Sequence[Activiteit], document_id: str) -> tuple[Activiteit, ...]:
    """The activities without this document, wherever it stood."""
    return tuple(
        replace(
            activiteit,
            specificaties=tuple(
                replace(
                    vraag, gevraagde_bijlagen=tuple(_bijlage_zonder(b, document_id) for b in vraag.gevraagde_bijlagen)
                )
                for vraag in activiteit.specificaties
            ),
        )
        for activiteit in activiteiten
    )


def _willekeurig(nummer: int, namen: Namen, grenzen: tuple[int, int], toeval: Toeval) -> Bestand:
    naam = tekens.bestandsnaam(namen, nummer, toeval)
    return bestand(naam, _grootte(grenzen, toeval), toeval, vertrouwelijk=toeval.random() < _VERTROUWELIJK)


def _van_wens(nummer: int, wens: Bijlagewens, wensen: Wensen, toeval: Toeval) -> Bestand:
    naam = wens.naam or tekens.bestandsnaam(wensen.bestandsnamen, nummer, toeval)
    grootte = _grootte(wensen.grootte, toeval) if wens.grootte is None else wens.grootte
    return bestand(naam, grootte, toeval, vertrouwelijk=wens.vertrouwelijk, mediatype=wens.mediatype)


def _grootte(grenzen: tuple[int, int], toeval: Toeval) -> int:
    """Small ones more often than large ones."""
    kleinste, grootste = grenzen
    macht = toeval.uniform(math.log(max(kleinste, 1)), math.log(max(grootste, 1)))
    return min(max(round(math.exp(macht)), kleinste), grootste)


def _vragen(activiteit: Activiteit) -> list[int]:
    """The questions that ask for documents, by their place."""
    return [s for s, vraag in enumerate(activiteit.specificaties) if vraag.vraagclassificatie == "Gevraagde Bijlage"]


def _zonder(activiteit: Activiteit) -> Activiteit:
    vragen = tuple(
        replace(vraag, gevraagde_bijlagen=tuple(replace(b, documenten=()) for b in vraag.gevraagde_bijlagen))
        for vraag in activiteit.specificaties
    )
    return replace(activiteit, specificaties=vragen)


def _met(activiteit: Activiteit, a: int, bij: dict[tuple[int, int], list[Document]]) -> Activiteit:
    vragen = []
    for s, vraag in enumerate(activiteit.specificaties):
        for document in bij.get((a, s), ()):
            vraag = _met_document(vraag, document)
        gevuld = tuple(bijlage for bijlage in vraag.gevraagde_bijlagen if bijlage.documenten)
        vragen.append(replace(vraag, gevraagde_bijlagen=gevuld))
    return replace(activiteit, specificaties=tuple(vragen))


def _met_document(vraag: Specificatie, document: Document) -> Specificatie:
    """The document goes with the first thing that the question asks for."""
    eerste, *rest = vraag.gevraagde_bijlagen or (GevraagdeBijlage(_OVERIG),)
    return replace(vraag, gevraagde_bijlagen=(replace(eerste, documenten=(*eerste.documenten, document)), *rest))


def _bijlage_zonder(bijlage: GevraagdeBijlage, document_id: str) -> GevraagdeBijlage:
    return replace(bijlage, documenten=tuple(d for d in bijlage.documenten if d.document_id != document_id))
