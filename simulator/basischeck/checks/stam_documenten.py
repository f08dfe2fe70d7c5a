"""Whether the documents of a zaak are those of the message: each by documentId or name, with its own content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.control import Regel
from simulator.basischeck.run import Run
from simulator.basischeck.uitkomsten import Simulatorfout
from simulator.basischeck.waarneming import stam
from simulator.basischeck.waarneming.stam import Zaak
from simulator.basischeck.waarneming.stambericht import Document, Stambericht

Rij = Mapping[str, Any]


@dataclass(frozen=True)
class Vergeleken:
    """bekeken: the names of the documents of which the content was compared; anders: what is wrong with which."""

    bekeken: tuple[str, ...]
    anders: tuple[str, ...]


async def som(run: Run, regel: Regel) -> str:
    """The SHA-256 of what the software got with this call; "" where the simulator does not give it to us."""
    try:
        return await run.omgeving.sim.som(regel.pad, regel.organisatie)
    except Simulatorfout as fout:
        run.note(f"De inhoud is niet vergeleken: {fout.reden}.")
        return ""


def beoordeel(run: Run, gezien: Verwerkt, zaak: Zaak, sommen: Mapping[str, str]) -> None:
    """Require that every document is in the zaak with the content that was fetched.

    sommen: the SHA-256 of each document that was fetched, by documentId. What the hook does not tell is noted.
    """
    if not zaak.heeft("documenten"):
        run.note("Niet bekeken: de haak geeft geen documenten.")
        return
    rijen = zaak.lijst("documenten")
    if rijen and not any(rij.get("documentId") or rij.get("naam") for rij in rijen):
        run.note("Niet bekeken: de haak geeft van geen enkel document een documentId of naam.")
        return
    vergeleken = vergelijk(gezien.bericht, zaak, sommen)
    if rijen and not any(rij.get("sha256") for rij in rijen):
        run.note("Niet bekeken: de haak geeft van geen enkel document een sha256.")
        if not vergeleken.anders:
            return
    run.vergelijk(
        vergeleken.bekeken,
        vergeleken.anders,
        code="inhoud",
        verwacht="elk opgehaald document staat in de zaak, onder zijn eigen naam en met zijn eigen inhoud (sha256)",
        gekregen="; ".join(vergeleken.anders)
        or f"{len(vergeleken.bekeken)} van {len(gezien.bericht.documenten)} documenten vergeleken, alle gelijk",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe="Bewaar de bytes zoals ze binnenkomen bij het document waarvan u ze ophaalde: houd documentId, naam en "
        "inhoud bij elkaar.",
        bericht=stam.bericht(gezien.regel),
    )


def vergelijk(bericht: Stambericht, zaak: Zaak, sommen: Mapping[str, str]) -> Vergeleken:
    """Hold the documents of a message against those of the zaak. sommen: as `beoordeel`."""
    rijen = zaak.lijst("documenten")
    bekeken: list[str] = []
    anders: list[str] = []
    for document in bericht.documenten:
        kandidaten = _rijen_van(document, bericht.documenten, rijen)
        if not kandidaten:
            anders.append(f"{document.naam} ontbreekt in de zaak")
            continue
        if verwisseld := _naam_van_ander(document, bericht.documenten, kandidaten[0]):
            anders.append(f"{document.naam} staat in de zaak onder de naam van {verwisseld}")
        verwacht = sommen.get(document.document_id, "").lower()
        gekregen = {str(rij["sha256"]).lower() for rij in kandidaten if rij.get("sha256")}
        if not verwacht or not gekregen:
            continue
        bekeken.append(document.naam)
        if verwacht not in gekregen:
            anders.append(f"{document.naam} heeft {_inhoud_van(bericht.documenten, sommen, gekregen)}")
    return Vergeleken(tuple(bekeken), tuple(anders))


def _rijen_van(document: Document, alle: Sequence[Document], rijen: Sequence[Rij]) -> list[Rij]:
    """What the zaak has of it: by documentId, else by name, before which an adapter may have put a number (client).

    Documents of one name cannot be told apart without documentId; then any of those rows may be it.
    """
    ids = {ander.document_id for ander in alle}
    op_id = [rij for rij in rijen if str(rij.get("documentId")) == document.document_id]
    vrij = [rij for rij in rijen if str(rij.get("documentId")) not in ids]
    op_naam = [rij for rij in vrij if str(rij.get("naam")) == document.naam]
    return op_id or op_naam or [rij for rij in vrij if _eindigt_op(rij, document)]


def _naam_van_ander(document: Document, alle: Sequence[Document], rij: Rij) -> str:
    """The other document whose name this row has, "" where it has its own, or one that no document has."""
    if _eindigt_op(rij, document):
        return ""
    return next((ander.naam for ander in alle if _eindigt_op(rij, ander)), "")


def _eindigt_op(rij: Rij, document: Document) -> bool:
    return bool(document.naam) and str(rij.get("naam") or "").endswith(document.naam)


def _inhoud_van(alle: Sequence[Document], sommen: Mapping[str, str], gekregen: set[str]) -> str:
    van = next((ander.naam for ander in alle if sommen.get(ander.document_id, "").lower() in gekregen), "")
    return f"de inhoud van {van}" if van else "een andere inhoud dan is opgehaald"
