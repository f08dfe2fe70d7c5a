"""Verzoeken as checks see them: submitted here, notified, fetched (in the journal), and kept as zaken (over a hook).

Every check submits verzoeken of its own, so that what the software does is told apart by verzoeknummer.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.basischeck.control import Gebeurtenis, Onderweg, Regel
from simulator.basischeck.masker import masker
from simulator.basischeck.model import Bericht
from simulator.basischeck.run import Run
from simulator.basischeck.tijd import moment
from simulator.basischeck.uitkomsten import Configfout
from simulator.basischeck.waarneming import stambericht
from simulator.basischeck.waarneming.stambericht import Stambericht, vouw

KOPPELVLAK = "stam"
REFERENTIES = "getVerzoekreferenties"
SAMENVATTING = "getSamenvatting"
PUBLICEERBAAR = "getPubliceerbaar"
DOCUMENT = "getDocument"
BEZORGD = "stam.notificatie.bezorgd"
MISLUKT = "stam.notificatie.mislukt"
BEVOEGD_GEZAG = "bevoegd gezag"
BEHANDELDIENST = "behandeldienst"
TESTGEMEENTE = "00000009001000009920"
"""Who decides where the plan has a behandeldienst only: gm9920."""
ANDERE_GEMEENTE = "00000009001000009921"
"""A bevoegd gezag that is not of the plan: gm9921."""
_FRAGMENT = 4000
_DICHT = frozenset({"ingetrokken", "doorgezonden", "afgehandeld", "afgesloten", "gesloten", "beeindigd", "kopie"})


@dataclass(frozen=True)
class Verzoek:
    """One submission of a check. plek, regel: the last event and journal line before it; oin: who has to handle it;
    doel: of this submission.
    """

    verzoeknummer: str
    volgnummer: int
    oin: str
    ontvangers: tuple[str, ...]
    plek: int
    regel: int
    doel: str = "Initiëren"

    @property
    def kenmerk(self) -> str:
        """What its lines in the journal have."""
        return f"verzoeknummer:{self.verzoeknummer}"

    @property
    def waar(self) -> str:
        """How a reader finds it."""
        return f"verzoek {self.verzoeknummer}, volgnummer {self.volgnummer:03d}"

    @property
    def wat(self) -> str:
        """What it is, for a reader."""
        soort = {"Aanvullen": "de aanvulling", "Intrekken": "de intrekking"}.get(self.doel)
        return f"{soort} ({self.waar})" if soort else f"verzoek {self.verzoeknummer}"


@dataclass(frozen=True)
class Notificatie:
    """How it went with one notification. status: acked, retrying, failed, inbox, …; regels: of the journal."""

    status: str
    pogingen: int
    gepland_op: datetime
    bevestigd_op: datetime | None
    fout: str
    regels: tuple[int, ...]


@dataclass(frozen=True)
class Zaak:
    """A zaak as the hook gives it: a field that is not there is something else than one that is empty."""

    rij: Mapping[str, Any]

    def heeft(self, veld: str) -> bool:
        """Whether the hook tells of it."""
        return veld in self.rij

    def tekst(self, veld: str) -> str:
        """A field as text; "" where it is absent or empty."""
        waarde = self.rij.get(veld)
        return "" if waarde is None else str(waarde)

    def lijst(self, veld: str) -> list[Mapping[str, Any]]:
        """A field that is a list of objects; a list of texts becomes one of names."""
        rijen = self.rij.get(veld) or []
        return [rij if isinstance(rij, Mapping) else {"naam": str(rij)} for rij in rijen]

    @property
    def id(self) -> str:
        """How a reader knows it."""
        return self.tekst("zaak_id") or "zonder zaak_id"

    @property
    def lopend(self) -> bool:
        """Whether it is still handled, as far as its status tells."""
        status = vouw(self.tekst("status"))
        return not any(woord in status for woord in _DICHT) and not self.rij.get("kopie")

    @property
    def volgnummers(self) -> list[int]:
        """The volgnummers that it holds, as numbers."""
        return sorted(int(nummer) for nummer in self.rij.get("volgnummers") or [] if str(nummer).isdecimal())


# who


def organisatie(run: Run, rol: str) -> str:
    """The OIN of the first organisation of the plan with this rol, "" when there is none."""
    return next((o.oin for o in run.omgeving.organisaties if o.rol == rol and o.oin), "")


def adressering(run: Run) -> tuple[dict[str, Any], str]:
    """(what POST /_sim/verzoeken needs so that the software gets it, the OIN that has to handle it).

    The bevoegd gezag of the plan handles it itself; where the plan has none, its behandeldienst does.
    """
    gezag, dienst = organisatie(run, BEVOEGD_GEZAG), organisatie(run, BEHANDELDIENST)
    if gezag:
        return {"bevoegdGezag": gezag, "behandeldienst": None}, gezag
    return {"bevoegdGezag": TESTGEMEENTE, "behandeldienst": dienst}, dienst


def vraagt_zelf(run: Run, oin: str) -> bool:
    """Whether the software picks notifications up itself, so that none is sent to it."""
    adressen = [o.ontvangst for o in run.omgeving.organisaties if o.oin == oin and o.ontvangst]
    return bool(adressen) and all(adres.adapter == "inbox" for adres in adressen)


# submitting


async def dien_in(run: Run, *, oin: str = "", **opgave: Any) -> Verzoek:
    """Submit a verzoek for the software; what is not given is simple: one activity and one document.

    oin: who has to handle it, where the check addresses it itself (bevoegdGezag and behandeldienst in `opgave`).
    """
    adres, wie = adressering(run)
    return await _indien(run, oin or wie, {"bijlagen": 1, **({} if oin else adres), **opgave})


async def vul_aan(run: Run, verzoek: Verzoek, **opgave: Any) -> Verzoek:
    """Add to a verzoek: one changed answer and one new document, unless told otherwise."""
    return await _indien(run, verzoek.oin, {"doel": "Aanvullen", "verzoeknummer": verzoek.verzoeknummer, **opgave})


async def trek_in(run: Run, verzoek: Verzoek) -> Verzoek:
    """Withdraw a verzoek, as the applicant."""
    return await _indien(run, verzoek.oin, {"doel": "Intrekken", "verzoeknummer": verzoek.verzoeknummer})


async def _indien(run: Run, oin: str, opgave: Mapping[str, Any]) -> Verzoek:
    run.onderwerp = "ophalen"
    sim, stroom = run.omgeving.sim, run.omgeving.stroom

    async def doe() -> dict[str, Any]:
        await stroom.bijlezen()
        plek, regel = stroom.gelezen, await sim.laatste_regel()
        async with run.storingsvrij():
            antwoord = await sim.verzoek_indienen(opgave)
        return {
            "verzoeknummer": antwoord["verzoeknummer"],
            "volgnummer": int(antwoord["volgnummer"]),
            "ontvangers": [ontvanger["oin"] for ontvanger in antwoord["ontvangers"]],
            "plek": plek,
            "regel": regel,
        }

    gedaan = await run.eenmalig("verzoek", doe)
    return Verzoek(
        str(gedaan["verzoeknummer"]),
        int(gedaan["volgnummer"]),
        oin,
        tuple(gedaan["ontvangers"]),
        int(gedaan["plek"]),
        int(gedaan["regel"]),
        str(opgave.get("doel") or "Initiëren"),
    )


@asynccontextmanager
async def storing(run: Run, *lijst: Mapping[str, Any]) -> AsyncIterator[None]:
    """Let something go wrong for what this check submits meanwhile; others do not submit in that time."""
    async with run.storingsslot():
        await run.omgeving.sim.storingen([dict(rij) for rij in lijst])
        try:
            yield
        finally:
            await run.omgeving.sim.storingen([])


def bij_notificatie(wat: str, *, oin: str = "", aantal: int = 1, **meer: Any) -> dict[str, Any]:
    """A fault switch for the next notifications. wat: dubbel, verlies, laat (with seconden), omgekeerd."""
    waarde = {"wat": wat, **({"oin": oin} if oin else {}), **meer}
    return {
        "koppelvlak": KOPPELVLAK,
        "operatie": "*",
        "soort": "stam-notificatie",
        "waarde": waarde,
        "aantal": aantal,
    }


# what came of it


async def bezorging(run: Run, verzoek: Verzoek, *, binnen: str = "") -> Gebeurtenis | None:
    """Wait until the notification to who has to handle it is confirmed, or given up; None when neither came."""

    def past(gebeurtenis: Gebeurtenis) -> bool:
        gegevens = gebeurtenis.gegevens
        return (
            gebeurtenis.soort in (BEZORGD, MISLUKT)
            and gegevens.get("verzoeknummer") == verzoek.verzoeknummer
            and int(gegevens.get("volgnummer") or 0) == verzoek.volgnummer
            and gegevens.get("oin") == verzoek.oin
        )

    return await run.expect_event("", past, binnen=binnen, sinds=verzoek.plek)


async def notificatie(run: Run, verzoek: Verzoek) -> Notificatie | None:
    """How it stands with the notification to who has to handle it; None when there is none."""
    stand = await run.omgeving.sim.verzoek_stand(verzoek.verzoeknummer)
    for rij in stand["notificaties"]:
        if rij["oin"] == verzoek.oin and int(rij["volgnummer"]) == verzoek.volgnummer:
            bevestigd = rij.get("bevestigdOp")
            return Notificatie(
                status=rij["status"],
                pogingen=int(rij["pogingen"]),
                gepland_op=moment(rij["geplandOp"]),
                bevestigd_op=moment(bevestigd) if bevestigd else None,
                fout=str(rij.get("fout") or ""),
                regels=tuple(rij.get("journaal") or ()),
            )
    return None


async def aanroepen(run: Run, verzoek: Verzoek, operatie: str = "", *, sinds: int = -1) -> list[Regel]:
    """The calls of the software about a verzoek after it was submitted, or after journal line `sinds`."""
    vanaf = verzoek.regel if sinds < 0 else sinds
    regels = await run.omgeving.sim.journaal(vanaf, KOPPELVLAK, verzoek.kenmerk)
    return [r for r in regels if r.richting == "in" and not r.eigen and operatie in ("", r.operatie)]


async def opgehaald(
    run: Run, verzoek: Verzoek, operatie: str, *, document_id: str = "", binnen: str = ""
) -> Regel | None:
    """Wait until the software fetched this part and got it; None when it did not in time.

    A message of an earlier volgnummer is not this one.
    """

    def past(regel: Regel) -> bool:
        return (
            regel.richting == "in"
            and regel.operatie == operatie
            and regel.status in (200, 206)
            and document_id in ("", regel.kenmerken.get("documentId"))
            and (operatie != SAMENVATTING or volgnummer_van(regel, verzoek.volgnummer) >= verzoek.volgnummer)
        )

    return await run.expect_call(
        past, binnen=binnen, sinds=verzoek.regel, koppelvlak=KOPPELVLAK, kenmerk=verzoek.kenmerk
    )


async def onderweg(run: Run, verzoek: Verzoek, document_id: str) -> Onderweg | None:
    """A document of a verzoek that is being sent right now; None where it is not."""
    wil = {"verzoeknummer": verzoek.verzoeknummer, "documentId": document_id}
    gangen = [gang for gang in await run.omgeving.sim.onderweg() if gang.operatie == DOCUMENT]
    return next((gang for gang in gangen if wil.items() <= gang.kenmerken.items()), None)


async def document_opgehaald(run: Run, verzoek: Verzoek, document_id: str) -> tuple[Regel | None, Onderweg | None]:
    """(the call that fetched a document, and where there is none one that is still being sent).

    What is under way is waited for as long as it gets on.
    """
    vorige = -1
    while True:
        regel = await opgehaald(run, verzoek, DOCUMENT, document_id=document_id)
        if regel is not None:
            return regel, None
        gang = await onderweg(run, verzoek, document_id)
        if gang is None or gang.verzonden <= vorige:
            return None, gang
        vorige = gang.verzonden


def volgnummer_van(regel: Regel, anders: int = 0) -> int:
    """The volgnummer that a call was about; `anders` where the journal does not tell."""
    tekst = str(regel.kenmerken.get("volgnummer") or "")
    return int(tekst) if tekst.isdecimal() else anders


async def berichten(run: Run) -> list[Regel]:
    """Every message that the software fetched in this run."""
    regels = await run.omgeving.sim.journaal(run.omgeving.toestand.begin_journaal, KOPPELVLAK)
    return [r for r in regels if r.richting == "in" and not r.eigen and r.operatie == SAMENVATTING and r.status == 200]


async def bericht_van(run: Run, regel: Regel) -> Stambericht:
    """The message that the software got with this call. Ends the check as onbeslist where the journal lost it."""
    try:
        return stambericht.lees(await run.omgeving.sim.antwoord(regel.nummer))
    except stambericht.Onleesbaar as fout:
        run.inconclusive(f"het bericht in regel {regel.nummer} van het journaal is niet te lezen: {fout}")


def bericht(regel: Regel | None) -> Bericht | None:
    """A call as what a finding rests on."""
    if regel is None:
        return None
    return Bericht(f"{regel.methode} {regel.pad}", f"status {regel.status}, {regel.organisatie}", regel.nummer)


def fragment(inhoud: bytes) -> str:
    """The beginning of a message, masked, for a report."""
    return masker(inhoud.decode("utf-8", "replace"))[:_FRAGMENT]


# zaken

Zoals = Callable[[Sequence[Zaak]], bool]
_NIEMAND = "er is geen haak, en er was niemand om het te vragen"


async def zaken(
    run: Run, verzoek: Verzoek, *, of: str, tot: Zoals | None = None, nodig: bool = True
) -> list[Zaak] | None:
    """The zaken of the software about a verzoek; asked again until `tot` holds of them.

    of: asked of a person where there is no hook; the answer is then a finding of its own and the list is None, as it is
    when nobody was there to ask. nodig: the check is about the zaak, so that it is onbeslist when nobody can tell.
    Raises Configfout for a hook that does not give a list of zaken.
    """
    wil = None if tot is None else lambda waarde: tot(_lees(waarde))
    antwoord = await run.hook("zaak_zoeken", of=of, tot=wil, verzoeknummer=verzoek.verzoeknummer)
    if antwoord is None:
        run.note(f"Wat de software registreerde is niet bekeken: {_NIEMAND}.")
        if nodig:
            run.onbekeken(
                _NIEMAND,
                code="zaak",
                verwacht=of or "een zaak bij dit verzoeknummer",
                waar=verzoek.waar,
                doe="Zet in het plan een haak voor zaak_zoeken (docs/haken.md), of draai waar iemand kan antwoorden.",
            )
        return None
    if antwoord.verklaard:
        run.must(
            bool(antwoord.waarde),
            code="verklaard",
            verwacht=of,
            gekregen="ja" if antwoord.waarde else "nee",
            doe="Kijk in uw software wat er van dit verzoek is geregistreerd.",
            waar=f"verzoek {verzoek.verzoeknummer}",
            verklaard=True,
        )
        return None
    return _lees(antwoord.waarde)


def _lees(waarde: Any) -> list[Zaak]:
    if not isinstance(waarde, list) or not all(isinstance(rij, Mapping) for rij in waarde):
        raise Configfout("de haak zaak_zoeken geeft geen lijst van zaken")
    return [Zaak(rij) for rij in waarde]
