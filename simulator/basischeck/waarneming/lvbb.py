"""Deliveries to the LVBB and what the LVBB said of them, as checks see them: events, journal and result messages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from simulator.basischeck import tijd
from simulator.basischeck.control import LEVERINGEN, Gebeurtenis, Regel
from simulator.basischeck.masker import masker
from simulator.basischeck.model import Bericht
from simulator.basischeck.run import Run
from simulator.basischeck.stroom import LEVERING
from simulator.basischeck.uitkomsten import Gezakt
from simulator.basischeck.waarneming.pakket import NietInJournaal, Onleesbaar, Pakket, uit_bytes

VERSLAG = "lvbb.verslag.verzonden"
PUBLICATIE = "lvbb.publicatie"
REGELING = "lvbb.regeling.gepubliceerd"
VALIDATIE = "validatie"
PUBLICEREN = "publicatie"
AFBREKEN = "breekPublicatieAf"
_FRAGMENT = 4000
_ONDERWEG = {"ontvangen", "in-behandeling"}


@dataclass(frozen=True)
class Levering:
    """One delivery, from the event that told of it."""

    nummer: int
    op: datetime
    levering_id: str
    id_levering: str
    soort: str
    oin: str
    sha256: str
    route: str
    leverancier: str

    @property
    def familie(self) -> str:
        """validatie, publicatie, breekPublicatieAf, …; "" where the LVBB could not read what it was."""
        return familie(self.soort)

    @property
    def dag(self) -> date:
        """The day on which it came in, in the Netherlands."""
        return tijd.datum_nl(self.op)

    @property
    def naam(self) -> str:
        """How a reader knows it."""
        return self.id_levering or f"levering {self.levering_id} (zonder leesbare idLevering)"


@dataclass(frozen=True)
class Verslag:
    """One result message, from the event that told of it."""

    nummer: int
    op: datetime
    levering_id: str
    volgnummer: int
    soort: str
    uitkomst: str
    verslag_uitkomst: str
    voortgang: str
    codes: tuple[str, ...]

    @property
    def technisch(self) -> bool:
        """Whether this is a technical reject: `mislukt` without a verslag (docs/bronnen.md#lvbb-antwoorden)."""
        return self.uitkomst == "mislukt" and not self.verslag_uitkomst and not self.voortgang

    @property
    def einde(self) -> bool:
        """Whether the LVBB is done, as far as this message tells.

        In profile legacy2021 a first `valide` looks like an end and is none: never of a publicatie, and of a validatie
        only when nothing follows.
        """
        voorlopig = self.verslag_uitkomst == "valide" and familie(self.soort) == PUBLICEREN
        return self.uitkomst == "mislukt" or (bool(self.verslag_uitkomst) and not voorlopig)

    @property
    def kort(self) -> str:
        """For a reader: `niet-valide (LVBB1501)`."""
        wat = self.verslag_uitkomst or (self.voortgang if self.uitkomst != "mislukt" else "technisch afgewezen")
        return f"{wat} ({', '.join(self.codes)})" if self.codes else wat


def familie(soort: str) -> str:
    """`publicatieGBVerzoek`, `publicatieOpdracht` and `publicatieVerzoekResultaat` are all of family `publicatie`."""
    return re.sub(r"(Status)?(GB)?(Verzoek|Opdracht)?(Resultaat)?$", "", soort or "")


def levering_uit(gebeurtenis: Gebeurtenis) -> Levering:
    """From an event lvbb.verzoek.ontvangen."""
    tekst = _teksten(gebeurtenis)
    return Levering(
        nummer=gebeurtenis.nummer,
        op=gebeurtenis.op,
        levering_id=tekst("leveringId"),
        id_levering=tekst("idLevering"),
        soort=tekst("soort"),
        oin=tekst("oin"),
        sha256=tekst("sha256"),
        route=tekst("route"),
        leverancier=tekst("leverancier"),
    )


def verslag_uit(gebeurtenis: Gebeurtenis) -> Verslag:
    """From an event lvbb.verslag.verzonden."""
    tekst = _teksten(gebeurtenis)
    return Verslag(
        nummer=gebeurtenis.nummer,
        op=gebeurtenis.op,
        levering_id=tekst("leveringId"),
        volgnummer=int(gebeurtenis.gegevens.get("volgnummer") or 0),
        soort=tekst("soort"),
        uitkomst=tekst("uitkomst"),
        verslag_uitkomst=tekst("verslagUitkomst"),
        voortgang=tekst("voortgang"),
        codes=tuple(gebeurtenis.gegevens.get("codes") or ()),
    )


def _teksten(gebeurtenis: Gebeurtenis) -> Callable[[str], str]:
    return lambda veld: str(gebeurtenis.gegevens.get(veld) or "")


def leveringen(run: Run, sinds: int = 0) -> list[Levering]:
    """Every delivery that the run saw."""
    return [levering_uit(g) for g in run.gezien(LEVERING, sinds=sinds)]


def verslagen(run: Run, levering: Levering) -> list[Verslag]:
    """What the LVBB has said so far of one delivery, in order."""
    return [verslag_uit(g) for g in run.gezien(VERSLAG, _van(levering.levering_id))]


async def lever(run: Run, actie: str, familie_: str, **argumenten: object) -> Levering | None:
    """Bring the software to deliver and claim what comes in: a delivery of this family, or one that cannot be read.

    Gives None where nothing came in time.
    """
    sinds = await run.plek()
    gang = await run.push(actie, **argumenten)
    eigen = gang.get("id_levering")
    gevonden = await run.levering(
        lambda g: familie(str(g.gegevens.get("soort") or "")) in {familie_, ""},
        sinds=sinds,
        herkent=(lambda g: bool(eigen) and g.gegevens.get("idLevering") == eigen),
    )
    return None if gevonden is None else levering_uit(gevonden)


async def moet_leveren(run: Run, actie: str, familie_: str, doe: str, **argumenten: object) -> Levering:
    """As `lever`, where nothing coming in ends the check: gezakt where we drive the software, else onbeslist."""
    levering = await lever(run, actie, familie_, **argumenten)
    if levering is not None:
        return levering
    wachttijd = tijd.leesbaar(run.omgeving.wachttijd or run.check.timeout)
    reden = f"geen {familie_}Verzoek ontvangen binnen {wachttijd}"
    if not run.omgeving.besturing.virtueel:
        run.inconclusive(reden)
    run.must(False, code="ontvangen", verwacht=f"een {familie_}Verzoek", gekregen=reden, doe=doe, merk="confirmed")
    raise Gezakt(reden)


async def eindverslag(run: Run, levering: Levering, binnen: str = "") -> Verslag | None:
    """The message that ends the handling of a delivery, None where it did not come in time."""
    return await _verslag(run, levering, lambda verslag: verslag.einde, binnen)


async def voortgang(run: Run, levering: Levering, stap: str, binnen: str = "") -> Verslag | None:
    """The message with this voortgang, or the one that ended the handling before it."""
    return await _verslag(run, levering, lambda verslag: verslag.voortgang == stap or verslag.einde, binnen)


async def _verslag(run: Run, levering: Levering, past: Callable[[Verslag], bool], binnen: str) -> Verslag | None:
    sinds = 0
    while True:
        gevonden = await run.expect_event(
            VERSLAG, lambda g: _van(levering.levering_id)(g) and past(verslag_uit(g)), binnen=binnen, sinds=sinds
        )
        if gevonden is None:
            return None
        verslag = verslag_uit(gevonden)
        if verslag.verslag_uitkomst != "valide":
            return verslag
        klaar = await stand(run, levering) not in _ONDERWEG
        await run.omgeving.stroom.bijlezen()
        if klaar:
            return next(v for v in reversed(verslagen(run, levering)) if past(v))
        sinds = gevonden.nummer  # legacy2021: the first `valide` is only the first step


async def stand(run: Run, levering: Levering) -> str:
    """The status of a delivery as the LVBB shows it."""
    antwoord = await run.omgeving.sim.vraag("GET", f"{LEVERINGEN}/{levering.levering_id}")
    return str(antwoord.json().get("status") or "")


def _van(levering_id: str) -> Callable[[Gebeurtenis], bool]:
    return lambda g: g.gegevens.get("leveringId") == levering_id


async def journaalregels(run: Run, sinds: int | None = None) -> list[Regel]:
    """The lines of the journal of the LVBB since the run began."""
    begin = run.omgeving.toestand.begin_journaal if sinds is None else sinds
    return await run.omgeving.sim.journaal(begin, "lvbb")


async def aanleverregel(run: Run, levering: Levering) -> Regel | None:
    """The line of the journal that holds the delivery: it was sent to the LVBB, or fetched by the service bus."""
    regels = [r for r in await journaalregels(run) if r.kenmerken.get("leveringId") == levering.levering_id]
    return next((r for r in regels if r.methode == "POST" or r.richting == "uit"), None)


async def pakket(run: Run, levering: Levering) -> Pakket:
    """The zip of a delivery.

    Raises NietInJournaal or Onleesbaar.
    """
    for regel in await journaalregels(run):
        if regel.kenmerken.get("leveringId") != levering.levering_id:
            continue
        if regel.richting == "uit":  # fetched by the simulator: the zip is the answer
            inhoud = await run.omgeving.sim.antwoord(regel.nummer)
        elif regel.methode == "POST" and "/opentunnel/" not in regel.pad:
            inhoud = await run.omgeving.sim.verzoek(regel.nummer)
        else:
            continue
        return uit_bytes(inhoud, regel.kop.get("content-type", ""), regel.nummer)
    raise NietInJournaal(f"het journaal heeft de zip van {levering.naam} niet")


async def leesbaar_of_niets(run: Run, levering: Levering) -> Pakket | None:
    """As `pakket`; a zip that cannot be read is a hard finding, and gives None.

    Raises NietInJournaal.
    """
    try:
        return await pakket(run, levering)
    except Onleesbaar as fout:
        run.must(
            False,
            verder=True,
            code="zip",
            verwacht="een zip die open kan",
            gekregen=f"{levering.naam}: {fout}",
            doe="Lever een gewone zip zonder versleuteling (LVBB1001).",
            eis="LVBB1001: de zip kan gelezen worden",
            merk="confirmed",
            bericht=await bericht_van_levering(run, levering),
        )
        return None


async def leesbaar_pakket(run: Run, levering: Levering) -> Pakket:
    """As `pakket`, where no zip in the journal ends the check inconclusive and an unreadable one fails it."""
    try:
        gelezen = await leesbaar_of_niets(run, levering)
    except NietInJournaal as fout:
        run.inconclusive(str(fout))
    if gelezen is None:
        raise Gezakt("de zip is onleesbaar")
    return gelezen


async def bericht_van_levering(run: Run, levering: Levering, bestand: str = "opdracht.xml") -> Bericht:
    """A file of the delivery as evidence; without a readable zip only where to find it."""
    regel = await aanleverregel(run, levering)
    nummer = regel.nummer if regel else None
    try:
        inhoud = (await pakket(run, levering)).inhoud(bestand)
    except (NietInJournaal, Onleesbaar) as fout:
        return Bericht(f"levering {levering.naam}", masker(str(fout)), nummer)
    return Bericht(f"{bestand} in levering {levering.naam}", fragment(inhoud or b""), nummer)


async def bericht_van_verslag(run: Run, verslag: Verslag) -> Bericht:
    """A result message itself as evidence; the journal number is that of the software fetching it, where it did."""
    pad = f"/leveringen/{verslag.levering_id}/resultaten/{verslag.volgnummer}"
    regels = [r for r in await journaalregels(run) if r.pad.partition("?")[0].endswith(pad)]
    opgehaald = next((r for r in regels if not r.eigen), None)
    antwoord = await run.omgeving.sim.probeer(
        "GET", f"{LEVERINGEN}/{verslag.levering_id}/resultaten/{verslag.volgnummer}"
    )
    titel = f"resultaatbericht {verslag.volgnummer} van de LVBB: {verslag.kort}"
    return Bericht(titel, fragment(antwoord.content), opgehaald.nummer if opgehaald else None)


def fragment(inhoud: bytes) -> str:
    """The start of a message, masked, for a report."""
    tekst = inhoud[: 2 * _FRAGMENT].decode("utf-8", "replace")
    return masker(tekst if len(tekst) <= _FRAGMENT else f"{tekst[:_FRAGMENT]}\n…")
