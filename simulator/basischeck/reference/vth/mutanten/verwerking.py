"""Mutants that fail in receiving, fetching and processing: STAM-01 to STAM-16."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import httpx

from simulator.basischeck.reference.vth import bericht as b
from simulator.basischeck.reference.vth import inrichting
from simulator.basischeck.reference.vth import ophalen as o
from simulator.basischeck.reference.vth.bericht import Melding, Verzoek
from simulator.basischeck.reference.vth.fouten import VthFout
from simulator.basischeck.reference.vth.mutanten.registratie import mutant
from simulator.basischeck.reference.vth.ophalen import Referenties
from simulator.basischeck.reference.vth.register import Document, Zaak
from simulator.basischeck.reference.vth.vth import ReferentieVth

_GROOT = 10 << 20


class _Geraden(dict[str, str]):
    """The address that any document would have below this one."""

    def __init__(self, vast: str) -> None:
        super().__init__()
        self.vast = vast

    def get(self, sleutel: str, default: object = None) -> str:
        """The address of this document."""
        return f"{self.vast}/documenten/{sleutel}"


@mutant(fails={"STAM-01"})
class WeigertElkeNotificatie(ReferentieVth):
    """Answers every notification with an error."""

    def _neem_aan(self, oin: str, inhoud: bytes) -> int:
        return httpx.codes.INTERNAL_SERVER_ERROR


@mutant(toont={"STAM-01"})
class IsDeEersteKeerNietGereed(ReferentieVth):
    """Refuses the first notification that it gets, and takes it when it comes again."""

    def _neem_aan(self, oin: str, inhoud: bytes) -> int:
        if not self.register.logboek:
            self.register.meld("nog niet gereed")
            return httpx.codes.SERVICE_UNAVAILABLE
        self._rij.put((oin, inhoud))
        return httpx.codes.OK


@mutant(fails={"STAM-02"})
class RaadtDeAdressen(ReferentieVth):
    """Makes the addresses of the parts up itself instead of asking for the references."""

    def _referenties(self, verzoeknummer: str, oin: str) -> Referenties:
        vast = f"verzoeken/{verzoeknummer}"
        return Referenties(f"{vast}/samenvatting", f"{vast}/publiceerbaar", _Geraden(vast))


@mutant(fails={"STAM-03"})
class HaaltHetBerichtNietOp(ReferentieVth):
    """Makes a zaak of the references alone, and fills in what they do not say."""

    def _bericht(self, referenties: Referenties, oin: str) -> bytes:
        nummer = referenties.samenvatting.split("/")[-2]
        vast = "<type>Aanvraag vergunning</type><doel>Initiëren</doel><indienDatum>2026-03-02</indienDatum>"
        return f"<verzoek><verzoeknummer>{nummer}</verzoeknummer><volgnummer>000</volgnummer>{vast}</verzoek>".encode()


@mutant(fails={"STAM-03"})
class RekentVanafMorgen(ReferentieVth):
    """Registers the day after it was submitted as the day of submission."""

    def _indiendatum(self, verzoek: Verzoek) -> date:
        return verzoek.indiendatum + timedelta(days=1)


@mutant(fails={"STAM-03", "STAM-09"})
class ToontEenAnderVerzoek(ReferentieVth):
    """Has one place for what it reads, so that a zaak gets the answers of the verzoek before it."""

    vorige: tuple[b.Activiteit, ...] = ()

    def _activiteiten(self, verzoek: Verzoek) -> tuple[b.Activiteit, ...]:
        eerder, self.vorige = self.vorige or verzoek.activiteiten, verzoek.activiteiten
        return eerder


@mutant(fails={"STAM-04"})
class BewaartAlleenWatPubliceerbaarIs(ReferentieVth):
    """Keeps only the answers that the pdf has too."""

    def _activiteiten(self, verzoek: Verzoek) -> tuple[b.Activiteit, ...]:
        return tuple(
            replace(activiteit, vragen=tuple(vraag for vraag in activiteit.vragen if vraag.publiceerbaar))
            for activiteit in verzoek.activiteiten
        )


@mutant(fails={"STAM-05"})
class LaatGroteBijlagenLiggen(ReferentieVth):
    """Fetches no document of more than 10 MB."""

    def _te_halen(self, verzoek: Verzoek, referenties: Referenties) -> tuple[b.Bijlage, ...]:
        grootten = referenties.grootten
        return tuple(bijlage for bijlage in verzoek.bijlagen if grootten.get(bijlage.document_id, 0) <= _GROOT)


@mutant(fails={"STAM-05", "STAM-09"})
class LeestDocumentenAlsTekst(ReferentieVth):
    """Keeps a document as text, in which not every byte stays what it was."""

    def _haal_document(self, href: str, oin: str) -> o.Gehaald:
        inhoud = self.loket.vraag("GET", href, oin).content.decode("utf-8", "replace").encode()
        return o.Gehaald(o.som(inhoud), len(inhoud))


@mutant(fails={"STAM-05", "STAM-09"})
class VerwisseltDocumenten(ReferentieVth):
    """Fetches all documents of a message, and keeps what it fetched of one with the next."""

    def _bewaar(self, gehaald: list[tuple[Document, o.Gehaald]]) -> None:
        inhouden = [inhoud for _, inhoud in gehaald]
        super()._bewaar(list(zip([document for document, _ in gehaald], inhouden[1:] + inhouden[:1], strict=True)))


@mutant(fails={"STAM-06"})
class WachtOpBijlagen(ReferentieVth):
    """Makes no zaak of a verzoek before it has documents."""

    def _volledig_genoeg(self, verzoek: Verzoek) -> bool:
        return bool(verzoek.bijlagen)


@mutant(fails={"STAM-07"})
class VergeetWatBehandeldIs(ReferentieVth):
    """Handles every notification as if it were the first."""

    def _al_behandeld(self, oin: str, verzoeknummer: str, volgnummer: int) -> bool:
        return False


@mutant(toont={"STAM-07"})
class HaaltElkeKeerOp(ReferentieVth):
    """Fetches the message at every notification, and only then sees that it has it already."""

    def _hoeft_niet(self, oin: str, melding: Melding) -> bool:
        return False


@mutant(toont={"STAM-08"})
class WeigertEenAanvullingZonderZaak(ReferentieVth):
    """Rejects an aanvulling when there is no zaak yet."""

    def _aanvulling_zonder_zaak(self, verzoek: Verzoek) -> bool:
        return False


@mutant(fails={"STAM-08"})
class LaatHetOudereWinnen(ReferentieVth):
    """Fetches the version that a notification names, and puts it in the zaak, also when that has a newer one."""

    def _behandel(self, oin: str, melding: Melding) -> None:
        zaak = self.register.bij(melding.verzoeknummer, oin)
        volgnummer = melding.volgnummer
        if zaak is None or volgnummer is None or volgnummer >= max(zaak.volgnummers):
            super()._behandel(oin, melding)
            return
        pad = f"verzoeken/{melding.verzoeknummer}/samenvatting?volgnummer={volgnummer:03d}"
        with suppress(VthFout):
            zaak.activiteiten = self._lees(self.loket.vraag("GET", pad, oin).content).activiteiten


@mutant(fails={"STAM-09", "STAM-10", "STAM-11", "STAM-16"})
class KijktAlleenNaarHetVerzoeknummer(ReferentieVth):
    """Ignores the notification of every aanvulling and intrekking: it has that verzoeknummer already."""

    def _hoeft_niet(self, oin: str, melding: Melding) -> bool:
        return bool(melding.volgnummer) or super()._hoeft_niet(oin, melding)


@mutant(fails={"STAM-09"})
class MaaktVanEenAanvullingEenZaak(ReferentieVth):
    """Makes a new zaak of every aanvulling."""

    def _hoort_bij(self, zaak: Zaak | None, verzoek: Verzoek) -> Zaak | None:
        return None


@mutant(fails={"STAM-09"})
class HoudtHetOudeAntwoord(ReferentieVth):
    """Keeps the answer that was there before the aanvulling."""

    def _gewijzigde_antwoorden(self, verzoek: Verzoek) -> tuple[b.Activiteit, ...]:
        return tuple(
            replace(a, vragen=tuple(replace(v, antwoord=v.oorspronkelijk or v.antwoord) for v in a.vragen))
            for a in verzoek.activiteiten
        )


@mutant(fails={"STAM-10"})
class ToontVervallenBijlagen(ReferentieVth):
    """Goes on showing a document that the aanvulling left out."""

    def _vervallen(self, zaak: Zaak, verzoek: Verzoek) -> list[Document]:
        return []


@mutant(fails={"STAM-11"})
class NegeertEenIntrekking(ReferentieVth):
    """Takes an intrekking in and goes on handling the zaak."""

    def _trek_in(self, zaak: Zaak) -> None:
        return None


@mutant(fails={"STAM-11"})
class VerwachtHetVolgendeVolgnummer(ReferentieVth):
    """Handles a follow-up only when its volgnummer is one more than the highest: an intrekking has 999."""

    def _op_zijn_beurt(self, zaak: Zaak | None, verzoek: Verzoek) -> bool:
        return zaak is None or verzoek.volgnummer <= max(zaak.volgnummers) + 1


@mutant(fails={"STAM-12"})
class KentGeenOngewoonVoorval(ReferentieVth):
    """Has no zaaktype for one of the seven types, so it only logs those verzoeken."""

    def _zaaktype(self, verzoek: Verzoek) -> str:
        if b.vouw(verzoek.type) == "informatie ongewoon voorval":
            return ""
        return inrichting.VOOROVERLEG if verzoek.is_concept else inrichting.ZAAKTYPEN[b.vouw(verzoek.type)]


@mutant(fails={"STAM-13"})
class BehandeltEenConceptAlsAanvraag(ReferentieVth):
    """Chooses the zaaktype by the type alone."""

    def _zaaktype(self, verzoek: Verzoek) -> str:
        return inrichting.ZAAKTYPEN[b.vouw(verzoek.type)]


@mutant(toont={"STAM-13", "STAM-30"})
class TeltOokBijEenConcept(ReferentieVth):
    """Lets the term of an application run for a conceptverzoek too."""

    def _fatale_datum(self, verzoek: Verzoek) -> date | None:
        loopt = b.vouw(verzoek.type) in inrichting.MET_TERMIJN
        return verzoek.indiendatum + inrichting.TERMIJN if loopt else None


@mutant(fails={"STAM-14"})
class NeemtDeEersteActiviteit(ReferentieVth):
    """Registers the first activity of a verzoek only."""

    def _activiteiten(self, verzoek: Verzoek) -> tuple[b.Activiteit, ...]:
        return verzoek.activiteiten[:1]


@mutant(fails={"STAM-15", "STAM-17"})
class ZendtAlleenHierDoor(ReferentieVth):
    """Closes the zaak that is sent on, and does not tell the DSO."""

    def _meld_wijziging(self, soort: str, verzoeknummer: str, oin: str, naar: str) -> None:
        return None


@mutant(toont={"STAM-15"})
class BehandeltWatIsDoorgezonden(ReferentieVth):
    """Goes on handling a zaak that it sent on."""

    def _na_doorzenden(self, zaak: Zaak) -> None:
        return None


@mutant(fails={"STAM-16"})
class WeigertWatIsDoorgezonden(ReferentieVth):
    """Rejects what another bevoegd gezag sent on after it was added to, since there is no zaak."""

    def _doorgezonden_zonder_zaak(self, verzoek: Verzoek) -> bool:
        return False
