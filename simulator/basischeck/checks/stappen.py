"""Steps that several checks of the LVBB take: was it accepted, was it published, let it be rejected."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from simulator.basischeck import tijd
from simulator.basischeck.checks import klok
from simulator.basischeck.run import Run
from simulator.basischeck.uitkomsten import Gezakt
from simulator.basischeck.waarneming import lvbb
from simulator.basischeck.waarneming.lvbb import Levering, Verslag
from simulator.basischeck.waarneming.pakket import Pakket

MANIFEST = frozenset(
    {
        "LVBB1003",
        "LVBB1004",
        "LVBB1008",
        "LVBB1009",
        "LVBB1010",
        "LVBB1018",
        "LVBB1019",
        "LVBB1020",
        "LVBB1021",
        "LVBB1042",
    }
)
"""What the LVBB says when manifest and zip do not fit each other: the subject of LVBB-04."""
DUBBEL = "LVBB1012"
MANDAAT = "LVBB1512"


def elders(run: Run, verslag: Verslag) -> None:
    """End the check where the rejection is what another check is about, so that one fault fails one check."""
    if DUBBEL in verslag.codes and run.check.id != "LVBB-05":
        run.blocked("LVBB-05", f"de LVBB weigerde de levering: idLevering is al gebruikt ({DUBBEL})")
    # All are technical; in any other verdict one of them is a warning, and no reason.
    fout = sorted(MANIFEST & set(verslag.codes)) if verslag.technisch else []
    if fout and run.check.id != "LVBB-04":
        run.blocked("LVBB-04", f"de LVBB weigerde de levering: manifest en zip passen niet ({', '.join(fout)})")


async def aangenomen(run: Run, levering: Levering) -> Verslag:
    """Wait until a publicatie is registered, and require that it was not rejected (docs/bronnen.md#lvbb-antwoorden)."""
    verslag = await lvbb.voortgang(run, levering, "registratie-voltooid")
    if verslag is None:
        run.inconclusive(f"de LVBB was niet op tijd klaar met {levering.naam}")
    elders(run, verslag)
    waarom = await klok.van_verslag(run, levering, verslag)
    run.must(
        verslag.uitkomst == "succes",
        code="aangenomen",
        eis="de LVBB neemt de aanlevering aan en registreert haar",
        bron="docs/bronnen.md#lvbb-antwoorden",
        merk="confirmed",
        verwacht="registratie-voltooid, zonder fouten",
        gekregen=f"{verslag.kort}: {waarom}" if waarom else verslag.kort,
        doe=klok.DOE if waarom else "Los de gemelde fouten op en lever opnieuw aan, met een nieuwe idLevering.",
        bericht=await lvbb.bericht_van_verslag(run, verslag),
    )
    return verslag


async def gepubliceerd(run: Run, levering: Levering, pakket: Pakket) -> Verslag:
    """Let the date of the bekendmaking come, and require the final `gepubliceerd` and the event of the publication."""
    if not lvbb.verslagen(run, levering)[-1].einde:
        await run.clock(tot=tijd.na_middernacht(datum_bekendmaking(run, pakket)))
    verslag = await lvbb.eindverslag(run, levering)
    if verslag is None:
        run.inconclusive(f"de LVBB gaf geen eindverslag over {levering.naam}")
    elders(run, verslag)
    run.must(
        verslag.verslag_uitkomst == "gepubliceerd",
        code="gepubliceerd",
        eis="de publicatie eindigt op gepubliceerd",
        bron="docs/bronnen.md#lvbb-antwoorden",
        merk="confirmed",
        verwacht="uitkomst gepubliceerd",
        gekregen=f"Publicatie eindigde op {verslag.verslag_uitkomst or verslag.uitkomst}; "
        f"meldingen: {', '.join(verslag.codes) or 'geen'}",
        doe="Los de gemelde fouten op en lever opnieuw aan, met een nieuwe idLevering.",
        bericht=await lvbb.bericht_van_verslag(run, verslag),
    )
    return verslag


def datum_bekendmaking(run: Run, pakket: Pakket) -> date:
    """datumBekendmaking of the opdracht; a date that cannot be read fails the check."""
    tekst = pakket.opdracht.veld("datumBekendmaking") if pakket.opdracht else ""
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        run.must(
            False,
            code="datum",
            eis="datumBekendmaking is een datum (LVBB1006)",
            merk="confirmed",
            verwacht="een datum als 2026-03-03",
            gekregen=tekst or "geen datumBekendmaking",
            doe="Zet in opdracht.xml een datumBekendmaking als jjjj-mm-dd.",
            waar="opdracht.xml",
        )
        raise Gezakt("datumBekendmaking is geen datum") from None


@asynccontextmanager
async def geweigerd(run: Run, uitkomst: str, code: str, tekst: str) -> AsyncIterator[None]:
    """Let the LVBB reject the next delivery, for software that makes no such mistake itself."""
    storing: dict[str, Any] = {
        "koppelvlak": "lvbb",
        "operatie": "*",
        "soort": "lvbb-uitkomst",
        "waarde": {"uitkomst": uitkomst, "meldingen": [{"code": code, "tekst": tekst}]},
        "aantal": 1,
    }
    await run.omgeving.sim.storingen([storing])
    run.note(f"De simulator wees de eerstvolgende levering af met {uitkomst} ({code}): een ingestelde storing.")
    try:
        yield
    finally:
        await run.omgeving.sim.storingen([])


def getoonde_codes(antwoord: Any) -> set[str]:
    """Every code that stands somewhere in what the software shows, whatever the shape of its answer."""
    if isinstance(antwoord, dict):
        eigen = {str(antwoord["code"])} if antwoord.get("code") else set()
        return eigen.union(*(getoonde_codes(waarde) for waarde in antwoord.values()), set())
    if isinstance(antwoord, list | tuple | set):
        return set().union(*(getoonde_codes(deel) for deel in antwoord), set())
    return {antwoord} if isinstance(antwoord, str) else set()


async def toont(run: Run, verslag: Verslag) -> None:
    """Judge whether the software shows every melding to its user; a person answers where no hook does."""
    codes = [code for code in verslag.codes if code]
    antwoord = await run.hook("tonen", of=f"Toont uw software alle meldingen van de LVBB ({', '.join(codes)})?")
    if antwoord is None:
        run.note(
            f"Of de software de meldingen {', '.join(codes)} toont is niet bekeken: er was niemand om het te vragen."
        )
        return
    getoond = getoonde_codes(antwoord.waarde)
    ontbreekt = [] if antwoord.waarde is True else [code for code in codes if code not in getoond]
    run.vergelijk(
        codes,
        ontbreekt,
        code="toont",
        eis="de gebruiker ziet elke melding van de LVBB",
        bron="docs/bronnen.md#basischeck, eigen eis",
        merk="inferred",
        verwacht=f"alle meldingen zijn te zien: {', '.join(codes)}",
        gekregen=f"niet te zien: {', '.join(ontbreekt)}" if ontbreekt else "alle meldingen zijn te zien",
        doe="Toon van elke melding de code, de ernst en de tekst, zoals de LVBB ze geeft.",
        bericht=await lvbb.bericht_van_verslag(run, verslag),
        verklaard=antwoord.verklaard,
    )
