"""Steps that several checks of STAM take: submit, see it arrive and be fetched, and look at the zaak."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.basischeck.control import Regel
from simulator.basischeck.model import Merk, Resultaat
from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import stam
from simulator.basischeck.waarneming.stam import Verzoek, Zaak
from simulator.basischeck.waarneming.stambericht import Stambericht, vouw

AANKOMST = "STAM-01"
XML = "STAM-03"
XML_OPGEHAALD = f"{XML}/xml"
DUBBEL = "STAM-07"


@dataclass(frozen=True)
class Verwerkt:
    """A verzoek of which the software fetched the message. regel: the call that fetched it."""

    verzoek: Verzoek
    regel: Regel
    bericht: Stambericht

    @property
    def waar(self) -> str:
        """How a reader finds it."""
        return f"verzoek {self.verzoek.verzoeknummer}, volgnummer {self.verzoek.volgnummer:03d}"


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


async def aangekomen(run: Run, verzoek: Verzoek) -> None:
    """Wait until the notification is confirmed; that it is, is the subject of STAM-01."""
    if stam.vraagt_zelf(run, verzoek.oin):
        return
    einde = await stam.bezorging(run, verzoek)
    if einde is None or einde.soort != stam.BEZORGD:
        run.blocked(AANKOMST, f"de notificatie over verzoek {verzoek.verzoeknummer} is niet bevestigd")


async def verwerkt(run: Run, verzoek: Verzoek) -> Verwerkt:
    """Wait until the software fetched the message; that it does, is the subject of STAM-03."""
    await aangekomen(run, verzoek)
    regel = await stam.opgehaald(run, verzoek, stam.SAMENVATTING)
    if regel is None:
        run.blocked(XML, f"de XML van verzoek {verzoek.verzoeknummer} is niet opgehaald")
    return Verwerkt(verzoek, regel, await stam.bericht_van(run, regel))


async def een_zaak(
    run: Run,
    gezien: Verwerkt,
    of: str,
    *,
    tot: Callable[[Zaak], bool] | None = None,
    geen: str = XML,
    meer: str = DUBBEL,
    doe: str = "Maak een zaak van elk verzoek dat u mag behandelen.",
    merk: Merk | None = None,
) -> Zaak | None:
    """The one zaak of this verzoek; None where only a person could tell, or nobody (see `stam.zaken`).

    tot: ask again until this holds of it; geen, meer: the check that is about there being none, or more than one;
    merk: of the requirement, where it is another than that of the check.
    """

    def genoeg(zaken: Any) -> bool:
        return len(zaken) == 1 and (tot is None or tot(zaken[0]))

    zaken = await stam.zaken(run, gezien.verzoek, of=of, tot=genoeg)
    if zaken is None:
        return None
    if len(zaken) == 1:
        return zaken[0]
    door, gekregen = (geen, "geen zaak") if not zaken else (meer, f"{len(zaken)} zaken: {_ids(zaken)}")
    if door != run.check.id:
        run.blocked(door, f"de software heeft {gekregen} bij {gezien.waar}")
    run.must(
        False,
        code="zaak",
        merk=merk,
        verwacht="precies één zaak bij dit verzoeknummer",
        gekregen=gekregen,
        waar=gezien.waar,
        doe=doe,
        bericht=stam.bericht(gezien.regel),
    )
    return None


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
    run.must(
        vouw(gekregen) == vouw(verwacht),
        verder=True,
        code=veld,
        merk=merk,
        verwacht=f"{veld} {verwacht!r}, zoals in het STAM-bericht",
        gekregen=f"{veld} {gekregen!r}" if gekregen else f"geen {veld}",
        waar=f"zaak {zaak.id}, {gezien.waar}",
        doe=doe,
        bericht=stam.bericht(gezien.regel),
    )
