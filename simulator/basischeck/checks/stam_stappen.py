"""Steps that several checks of STAM take: submit, see it arrive and be fetched, and look at the zaak."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from simulator.basischeck.control import Regel
from simulator.basischeck.model import Merk, Resultaat
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam, stamherkomst
from simulator.basischeck.waarneming.stam import Verzoek, Zaak
from simulator.basischeck.waarneming.stambericht import Stambericht, vouw

AANKOMST = "STAM-01"
XML = "STAM-03"
XML_OPGEHAALD = f"{XML}/xml"
DUBBEL = "STAM-07"
_NIET_GOED = (Resultaat.GEZAKT, Resultaat.BEOORDELEN)


@dataclass(frozen=True)
class Verwerkt:
    """A verzoek of which the software fetched the message. regel: the call that fetched it."""

    verzoek: Verzoek
    regel: Regel
    bericht: Stambericht

    @property
    def waar(self) -> str:
        """How a reader finds it."""
        return self.verzoek.waar


def vrij(run: Run) -> None:
    """End the check at once where an earlier one found that nothing arrives, or that no message is fetched."""
    klaar = run.omgeving.toestand.klaar
    if klaar.get(AANKOMST, {}).get("resultaat") == Resultaat.GEZAKT:
        run.blocked(AANKOMST, "notificaties komen niet aan bij de software")
    opgehaald = [b for b in klaar.get(XML, {}).get("bevindingen", []) if b["code"] == XML_OPGEHAALD]
    if any(b["resultaat"] == Resultaat.GEZAKT for b in opgehaald):
        run.blocked(XML, "de software haalt de STAM-berichten niet op")


async def nieuw(run: Run, **opgave: Any) -> Verzoek:
    """Submit a verzoek, see `stam.dien_in`."""
    vrij(run)
    return await stam.dien_in(run, **opgave)


def belet(run: Run, door: str, *, code: str, gekregen: str, **bevinding: Any) -> NoReturn:
    """End: what this check needs is not there, and check `door` is about that. The arguments as `run.must`.

    Where `door` found the same in this run (a finding with this code) it stands in the way. Where it did not, nothing
    else tells of it: what did not come in is not in the zaak either, so the requirement of this check is not met.
    """
    gevonden = run.omgeving.toestand.klaar.get(door, {}).get("bevindingen", [])
    if door != run.check.id and any(b["code"] == f"{door}/{code}" and b["resultaat"] in _NIET_GOED for b in gevonden):
        run.blocked(door, gekregen)
    run.fail(code=code, gekregen=gekregen, **bevinding)


async def aangekomen(run: Run, verzoek: Verzoek) -> None:
    """Wait until the notification is confirmed; that the first one is, is the subject of STAM-01."""
    if stam.vraagt_zelf(run, verzoek.oin):
        return
    einde = await stam.bezorging(run, verzoek)
    if einde is None or einde.soort != stam.BEZORGD:
        belet(
            run,
            AANKOMST,
            code="bevestigd",
            verwacht=f"een bevestiging van de notificatie over {verzoek.wat}",
            gekregen=f"de notificatie over {verzoek.wat} is niet bevestigd",
            waar=verzoek.waar,
            doe="Bevestig elke notificatie zodra zij is opgeslagen, ook die van een aanvulling of intrekking.",
        )


async def verwerkt(run: Run, verzoek: Verzoek) -> Verwerkt:
    """Wait until the software fetched the message; that it fetches any is the subject of STAM-03."""
    await aangekomen(run, verzoek)
    regel = await stam.opgehaald(run, verzoek, stam.SAMENVATTING)
    if regel is None:
        gekregen = f"het STAM-bericht van {verzoek.wat} is niet opgehaald"
        if XML not in run.omgeving.toestand.klaar and not await stam.berichten(run):
            run.blocked(XML, f"{gekregen}; de software haalde in deze run nog geen enkel bericht op")
        belet(
            run,
            XML,
            code="xml",
            verwacht=f"het STAM-bericht van {verzoek.wat} wordt opgehaald en verwerkt",
            gekregen=gekregen,
            waar=verzoek.waar,
            doe="Haal na elke notificatie het bericht op, ook als u het verzoeknummer al kent: kijk naar het "
            "volgnummer.",
        )
    return Verwerkt(verzoek, regel, await stam.bericht_van(run, regel))


async def van_dit_verzoek(run: Run, gezien: Verwerkt, zaak: Zaak) -> None:
    """End the check where the zaak holds what stands in the message of another verzoek: STAM-03 is about that."""
    vreemd = await stamherkomst.vreemd(run, gezien.bericht, zaak)
    if vreemd is not None:
        belet(
            run,
            XML,
            code="inhoud",
            verwacht=f"in de zaak staat wat in het STAM-bericht van {gezien.verzoek.wat} staat",
            gekregen=f"de zaak heeft inhoud van een ander verzoek, {vreemd.verzoeknummer}: {vreemd.wat}",
            waar=f"zaak {zaak.id}, {gezien.waar}",
            doe="Houd wat u leest per verzoeknummer apart, ook als twee verzoeken vlak na elkaar binnenkomen.",
            bericht=stam.bericht(gezien.regel),
        )


def geen_zaak(run: Run, gezien: Verwerkt, *, door: str = XML, doe: str = "", merk: Merk | None = None) -> NoReturn:
    """End: the software has no zaak about a message that it fetched. door: the check that is about that."""
    belet(
        run,
        door,
        code="zaak",
        merk=merk,
        verwacht=f"een zaak bij {gezien.verzoek.wat}",
        gekregen=f"de software heeft geen zaak bij {gezien.waar}",
        waar=gezien.waar,
        doe=doe or "Maak een zaak van elk verzoek dat u mag behandelen.",
        bericht=stam.bericht(gezien.regel),
    )


async def gedaan(run: Run, actie: str, wat: str) -> None:
    """End as onbeslist where a person had to do a step of which nothing is seen, and nobody says that it was done."""
    if run.omgeving.met_de_hand and await run.human(actie, f"Hebt u in uw software {wat}?") != "ja":
        run.inconclusive(f"niemand heeft {wat}, of zegt dat dat gedaan is")


async def een_zaak(
    run: Run,
    gezien: Verwerkt,
    of: str,
    *,
    tot: Callable[[Zaak], bool] | None = None,
    nodig: bool = True,
    geen: str = XML,
    meer: str = DUBBEL,
    doe: str = "Maak een zaak van elk verzoek dat u mag behandelen.",
    merk: Merk | None = None,
) -> Zaak | None:
    """The one zaak of this verzoek; None where only a person could tell, or nobody (see `stam.zaken`).

    tot: ask again until this holds of it; nodig: as `stam.zaken`; geen, meer: the check that is about there being
    none, or more than one; merk: of the requirement, where it is another than that of the check.
    """

    def genoeg(zaken: Any) -> bool:
        return len(zaken) == 1 and (tot is None or tot(zaken[0]))

    zaken = await stam.zaken(run, gezien.verzoek, of=of, tot=genoeg, nodig=nodig)
    if zaken is None:
        return None
    if not zaken:
        geen_zaak(run, gezien, door=geen, doe=doe, merk=merk)
    if len(zaken) > 1:
        belet(
            run,
            meer,
            code="zaak",
            merk=merk,
            verwacht="precies één zaak bij dit verzoeknummer",
            gekregen=f"de software heeft {len(zaken)} zaken bij {gezien.waar}: {_ids(zaken)}",
            waar=gezien.waar,
            doe=doe,
            bericht=stam.bericht(gezien.regel),
        )
    await van_dit_verzoek(run, gezien, zaken[0])
    return zaken[0]


def _ids(zaken: list[Zaak]) -> str:
    return ", ".join(zaak.id for zaak in zaken)


def gelijk(
    run: Run, gezien: Verwerkt, zaak: Zaak, veld: str, verwacht: str, *, doe: str, merk: Merk | None = None
) -> None:
    """Require that a field of the zaak is what the message says, spelling apart; one that the hook lacks is noted."""
    if not zaak.heeft(veld):
        run.note(f"Niet bekeken: de haak geeft geen {veld}.")
        return
    gekregen = zaak.tekst(veld)
    run.vergelijk(
        verwacht,
        [] if vouw(gekregen) == vouw(verwacht) else [gekregen],
        verder=True,
        code=veld,
        merk=merk,
        verwacht=f"{veld} {verwacht!r}, zoals in het STAM-bericht",
        gekregen=f"{veld} {gekregen!r}" if gekregen else f"geen {veld}",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe=doe,
        bericht=stam.bericht(gezien.regel),
    )
