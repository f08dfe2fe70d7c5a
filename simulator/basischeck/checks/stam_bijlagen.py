"""Checks of STAM about documents: all of them, and none at all (STAM-05, STAM-06)."""

from simulator.basischeck.checks import stam_documenten as documenten
from simulator.basischeck.checks import stam_stappen as stappen
from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.control import Onderweg
from simulator.basischeck.model import VERPLICHT, VTH, check
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam
from simulator.basischeck.waarneming.stambericht import Document

VOLGORDE = ("STAM-05", "STAM-06")
BIJLAGEN = (
    {"naam": "situatietekening.pdf", "grootte": 10_000},
    {"naam": "toelichting.pdf", "grootte": 5_000_000},
    {"naam": "bouwtekeningen.pdf", "grootte": 80_000_000},
)
"""One with a question, one with the verzoek as a whole, one that two questions share."""
_AFGEBROKEN = 499
"""What the journal has for a call that was broken off."""


@check(
    "STAM-05",
    "Alle bijlagen ophalen",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="de software haalt elk document van het verzoek op, volledig",
    bron="docs/bronnen.md#stam-ophalen",
    merk="confirmed",
    timeout="10m",
    na=("STAM-01",),
)
async def alle_bijlagen(run: Run) -> None:
    """Drie bijlagen van 10 kB tot 80 MB: bij een vraag, bij het verzoek, en een die twee vragen delen."""
    verzoek = await stappen.nieuw(run, bijlagen=list(BIJLAGEN))
    gezien = await stappen.verwerkt(run, verzoek)
    grootten = await _grootten(run, gezien)
    sommen: dict[str, str] = {}
    for document in gezien.bericht.documenten:
        regel, gang = await stam.document_opgehaald(run, verzoek, document.document_id)
        gelezen = await _gelezen(run, gezien, document)
        volledig = regel is not None and gelezen >= grootten[document.document_id]
        run.must(
            volledig,
            verder=True,
            code=f"bijlage-{document.naam}",
            verwacht=f"{document.naam} opgehaald, alle {grootten[document.document_id]} bytes",
            gekregen=f"opgehaald, {gelezen} bytes"
            if volledig
            else f"Bijlage {document.document_id} ({document.naam}) niet (volledig) opgehaald: "
            + await _hoever(run, gezien, document, gelezen, gang),
            waar=gezien.waar,
            doe="Volg elke documentlink uit de verzoekreferenties, en lees tot het einde, hoe groot het ook is.",
            bericht=stam.bericht(regel or gezien.regel),
        )
        if regel is not None:
            sommen[document.document_id] = await documenten.som(run, regel)
    await _bewaard(run, gezien, {id_: som for id_, som in sommen.items() if som})


async def _grootten(run: Run, gezien: Verwerkt) -> dict[str, int]:
    stand = await run.omgeving.sim.verzoek_stand(gezien.verzoek.verzoeknummer)
    return {rij["documentId"]: int(rij["grootte"]) for rij in stand["versies"][-1]["documenten"]}


async def _gelezen(run: Run, gezien: Verwerkt, document: Document) -> int:
    regels = await stam.aanroepen(run, gezien.verzoek, stam.DOCUMENT)
    eigen = [r for r in regels if r.kenmerken.get("documentId") == document.document_id and r.status in (200, 206)]
    heel = max((r.grootte for r in eigen if r.status == 200), default=0)
    return max(heel, sum(r.grootte for r in eigen if r.status == 206))


async def _hoever(run: Run, gezien: Verwerkt, document: Document, gelezen: int, gang: Onderweg | None) -> str:
    """How far the software came with a document, for a reader."""
    if gang is not None:
        return f"nog onderweg, {gang.verzonden} van {gang.totaal} bytes verzonden, en dat ging niet verder"
    if gelezen:
        return f"{gelezen} bytes"
    regels = await stam.aanroepen(run, gezien.verzoek, stam.DOCUMENT)
    eigen = [r for r in regels if r.kenmerken.get("documentId") == document.document_id]
    if not eigen:
        return "er kwam geen aanroep"
    if eigen[-1].status == _AFGEBROKEN:
        return f"afgebroken na {eigen[-1].grootte} bytes"
    return f"de aanroep kreeg status {eigen[-1].status}"


async def _bewaard(run: Run, gezien: Verwerkt, sommen: dict[str, str]) -> None:
    """sommen: the SHA-256 of each document that was fetched, by documentId."""
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staan alle {len(gezien.bericht.documenten)} bijlagen van verzoek {gezien.verzoek.verzoeknummer} ongeschonden "
        "in uw software?",
        tot=lambda zaak: not documenten.vergelijk(gezien.bericht, zaak, sommen).anders,
        nodig=False,
    )
    if zaak is not None:
        documenten.beoordeel(run, gezien, zaak, sommen)


@check(
    "STAM-06",
    "Verzoek zonder bijlagen",
    koppelvlak="stam",
    software=VTH,
    ernst=VERPLICHT,
    eis="ook een verzoek zonder bijlagen wordt een zaak",
    bron="docs/bronnen.md#stam-vragenlijst (dat er nul bijlagen kunnen zijn: bevestigd)",
    merk="client",
    timeout="10m",
    na=("STAM-01",),
)
async def zonder_bijlagen(run: Run) -> None:
    """Een verzoek zonder één bijlage wordt gewoon een zaak, en de software vraagt geen documenten die er niet zijn."""
    verzoek = await stappen.nieuw(run, bijlagen=0)
    gezien = await stappen.verwerkt(run, verzoek)
    zaak = await stappen.een_zaak(
        run,
        gezien,
        f"Staat er in uw software een zaak bij verzoek {verzoek.verzoeknummer}, dat geen bijlagen heeft?",
        geen="STAM-06",
        doe="Wacht niet op bijlagen: een verzoek kan er nul hebben.",
    )
    if zaak is not None:
        run.must(
            True, code="zaak", verwacht="één zaak, ook zonder bijlagen", gekregen=f"zaak {zaak.id}", waar=gezien.waar
        )
    vragen = await stam.aanroepen(run, verzoek, stam.DOCUMENT)
    run.must(
        not vragen,
        verder=True,
        code="aanroepen",
        verwacht="geen aanroep voor een document",
        gekregen=", ".join(f"{r.methode} {r.pad}: {r.status}" for r in vragen) or "geen",
        waar=gezien.waar,
        doe="Vraag alleen documenten waarvoor in de verzoekreferenties een link staat.",
        bericht=stam.bericht(vragen[0] if vragen else gezien.regel),
    )
