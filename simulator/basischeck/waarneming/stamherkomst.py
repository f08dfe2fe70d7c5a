"""Whose content a zaak has: software that mixes verzoeken up shows what stands in the message of another one."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam, stambericht
from simulator.basischeck.waarneming.stam import Zaak
from simulator.basischeck.waarneming.stambericht import Stambericht, vouw

Antwoorden = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Vreemd:
    """Content of another verzoek. wat: which part of it, for a reader."""

    verzoeknummer: str
    wat: str


async def vreemd(run: Run, bericht: Stambericht, zaak: Zaak) -> Vreemd | None:
    """What the zaak has that does not stand in its own messages, and does in one of another verzoek; None for nothing.

    bericht: the newest message of the verzoek. The messages that the software fetched in this run are only read where
    the zaak has anything that this one does not.
    """
    antwoorden, documenten = _antwoorden(zaak), _documenten(zaak)
    if antwoorden.keys() <= _van(bericht) and documenten <= _ids(bericht):
        return None
    gelezen = [b async for b in _alle(run)]
    eigen = [bericht, *(b for b in gelezen if b.verzoeknummer == bericht.verzoeknummer)]
    over = frozenset(antwoorden).difference(*(_van(b) for b in eigen))
    over_documenten = documenten.difference(*(_ids(b) for b in eigen))
    for ander in gelezen:
        if ander.verzoeknummer == bericht.verzoeknummer:
            continue
        if treffer := over_documenten & _ids(ander):
            return Vreemd(ander.verzoeknummer, f"document {min(treffer)}")
        if over and over <= _van(ander):
            vraag, antwoord = min(over), antwoorden[min(over)]
            return Vreemd(ander.verzoeknummer, f"bij vraag {vraag[0]} het antwoord {antwoord[:80]!r}")
    return None


async def _alle(run: Run) -> AsyncIterator[Stambericht]:
    for regel in await stam.berichten(run):
        try:
            yield stambericht.lees(await run.omgeving.sim.antwoord(regel.nummer))
        except stambericht.Onleesbaar:
            continue


def _antwoorden(zaak: Zaak) -> dict[tuple[str, str], str]:
    """What the zaak says, by vraagId and what that comes to however it is spelled."""
    vragen: Iterator[dict[str, object]] = (
        dict(vraag) for activiteit in zaak.lijst("activiteiten") for vraag in activiteit.get("vragen") or []
    )
    paren = ((str(v.get("vraagId")), str(v.get("antwoord") or "")) for v in vragen)
    return {(vraag_id, vouw(tekst)): tekst for vraag_id, tekst in paren}


def _van(bericht: Stambericht) -> Antwoorden:
    """Every answer, and what it was before an aanvulling changed it."""
    paren = ((a.vraag_id, tekst) for a in bericht.antwoorden for tekst in (a.antwoord, a.oorspronkelijk))
    return frozenset((vraag_id, vouw(tekst)) for vraag_id, tekst in paren)


def _documenten(zaak: Zaak) -> frozenset[str]:
    return frozenset(str(d["documentId"]) for d in zaak.lijst("documenten") if d.get("documentId"))


def _ids(bericht: Stambericht) -> frozenset[str]:
    return frozenset(document.document_id for document in bericht.documenten)
