"""Reference VTH system: takes notifications, fetches what they are about, and keeps zaken.

One installation works for several organisations; each has an address of its own, and what it fetches it fetches as that
organisation. Each thing that software can get wrong is one small method, so that a mutant replaces exactly that.
"""

import queue
import smtplib
import threading
from collections.abc import Callable, Iterable
from datetime import date
from email.message import EmailMessage
from functools import partial
from typing import Any, TypeVar

import httpx

from simulator.basischeck.reference.vth import bericht as b
from simulator.basischeck.reference.vth import bevestigen, inrichting, zoeken
from simulator.basischeck.reference.vth import ophalen as o
from simulator.basischeck.reference.vth import register as r
from simulator.basischeck.reference.vth.bericht import Melding, Verzoek
from simulator.basischeck.reference.vth.bevestigen import Geadresseerden
from simulator.basischeck.reference.vth.fouten import Geweigerd, Tijdelijk
from simulator.basischeck.reference.vth.luisteren import Luisteraar
from simulator.basischeck.reference.vth.ophalen import Referenties
from simulator.basischeck.reference.vth.register import Document, Register, Zaak
from simulator.basischeck.reference.vth.zoeken import Verwijzing

GEBRUIKER, WACHTWOORD = "dso", "oefenen"
T = TypeVar("T")


class ReferentieVth:
    """One installation with its own register; it listens from the moment it is made until `sluit`.

    basis_url: the simulator; client: the way to it (it is not closed here); oins: the organisations that it works for;
    wacht: waits a number of seconds between two attempts, in real time unless told otherwise; postbus: where it sends
    mail, smtp://host:port, "" for nowhere.
    """

    def __init__(
        self,
        basis_url: str,
        client: httpx.Client,
        oins: Iterable[str],
        *,
        wacht: Callable[[float], object] | None = None,
        postbus: str = "",
    ) -> None:
        self.loket: o.Bron = o.Loket(basis_url, client)
        self.oins = tuple(oins)
        self.register = Register()
        self.postbus = postbus
        self._wacht = wacht or threading.Event().wait
        self._behandeld: set[tuple[str, str, int]] = set()
        self._rij: queue.Queue[tuple[str, bytes] | None] = queue.Queue()
        self._slot = threading.RLock()  # its users and its worker share the register
        self._werker = threading.Thread(target=self._werk, name="vth-werker", daemon=True)
        self._werker.start()
        self._luisteraar = Luisteraar(GEBRUIKER, WACHTWOORD, frozenset(self.oins), self._neem_aan)

    # what its installer sets

    def adressen(self) -> dict[str, dict[str, str]]:
        """Where each organisation is notified, by OIN."""
        vast = {"adapter": "https", "gebruiker": GEBRUIKER, "wachtwoord": WACHTWOORD}
        return {oin: {**vast, "url": self._luisteraar.url(oin)} for oin in self.oins}

    def bezorg(self, oin: str, inhoud: bytes) -> int:
        """Take a notification that somebody else received for it."""
        return self._neem_aan(oin, inhoud)

    def rust(self) -> None:
        """Return when all notifications that came in are handled."""
        self._rij.join()

    def sluit(self) -> None:
        """Stop listening, and finish what came in."""
        self._luisteraar.sluit()
        self._rij.put(None)
        self._werker.join()

    # what its user can do

    def ophalen(self, verzoeknummer: str, oin: str) -> dict[str, Any]:
        """Fetch a verzoek of which the user has the number. Raises VthFout with what the DSO said."""
        with self._slot:
            try:
                self._behandel(oin, Melding(verzoeknummer, None))
            except Geweigerd as fout:
                self._na_weigering(verzoeknummer, oin, str(fout))
                raise
            return self._kort(verzoeknummer)

    def bevoegd_gezag_wijzigen(self, verzoeknummer: str, oin: str, naar: str) -> dict[str, Any]:
        """Send a verzoek on to another bevoegd gezag. Raises VthFout with what the DSO said."""
        return self._wijzig("bevoegdgezag", verzoeknummer, oin, naar)

    def behandeldienst_wijzigen(self, verzoeknummer: str, oin: str, naar: str) -> dict[str, Any]:
        """Let another behandeldienst handle a verzoek; naar "": none. Raises VthFout with what the DSO said."""
        return self._wijzig("behandeldienst", verzoeknummer, oin, naar)

    def gemiste_zoeken(self, oin: str) -> dict[str, Any]:
        """Look for verzoeken of this organisation that no notification told of, and fetch them. Raises VthFout."""
        self.rust()
        with self._slot:
            gevonden = [v for v in self._zoek_gemist(oin) if self._te_herstellen(v, oin)]
            for verwijzing in gevonden:
                self._behandel(oin, Melding(verwijzing.verzoeknummer, verwijzing.volgnummer))
            return {"verzoeken": [verwijzing.verzoeknummer for verwijzing in gevonden]}

    def gerelateerde_zoeken(self, verzoeknummer: str, oin: str) -> dict[str, Any]:
        """Show which verzoeken are about the same place. Raises VthFout."""
        with self._slot:
            return {"verzoeken": [v.verzoeknummer for v in self._zoek_gerelateerd(verzoeknummer, oin)]}

    def samenwerking_starten(self, verzoeknummer: str, oin: str, naar: str) -> dict[str, Any]:
        """Ask another organisation to take part in the zaak about a verzoek."""
        self.rust()
        with self._slot:
            self._nodig_uit(verzoeknummer, oin, naar)
            return self._kort(verzoeknummer)

    # what its user can see

    def zaak_zoeken(self, verzoeknummer: str) -> list[dict[str, Any]]:
        """Every zaak about a verzoek, as the user sees it."""
        self.rust()
        with self._slot:
            return [zaak.als_dict() for zaak in self.register.alle(verzoeknummer)]

    # each of these is one thing that software can get wrong

    def _neem_aan(self, oin: str, inhoud: bytes) -> int:
        """Say at once that the notification is in; what is in it is looked at later."""
        self._rij.put((oin, inhoud))
        return httpx.codes.OK

    def _al_behandeld(self, oin: str, verzoeknummer: str, volgnummer: int) -> bool:
        """Whether this message was handled before: notifications can come twice (docs/bronnen.md#stam-notificatie)."""
        return (oin, verzoeknummer, volgnummer) in self._behandeld

    def _hoeft_niet(self, oin: str, melding: Melding) -> bool:
        """Whether the notification itself tells that there is nothing to fetch."""
        volgnummer = melding.volgnummer
        return volgnummer is not None and self._al_behandeld(oin, melding.verzoeknummer, volgnummer)

    def _oin_voor(self, oin: str) -> str:
        """The organisation that is named in a call: the one that was notified."""
        return oin

    def _wachttijden(self) -> tuple[int, ...]:
        """How long it waits before each new attempt, in seconds."""
        return o.WACHTTIJDEN

    def _referenties(self, verzoeknummer: str, oin: str) -> Referenties:
        """Ask where the parts of the verzoek are."""
        antwoord = self._met_geduld(lambda: self.loket.vraag("GET", f"verzoeken/{verzoeknummer}", self._oin_voor(oin)))
        return o.lees_referenties(antwoord.json())

    def _bericht(self, referenties: Referenties, oin: str) -> bytes:
        """Fetch the message: it is leading, the pdf is not."""
        return self._met_geduld(lambda: self.loket.vraag("GET", referenties.samenvatting, self._oin_voor(oin))).content

    def _lees(self, inhoud: bytes) -> Verzoek:
        """Read the message, whatever its version, and pass over what this system does not know."""
        return b.lees_verzoek(inhoud)

    def _is_kopie(self, verzoek: Verzoek, oin: str) -> bool:
        """Whether somebody else handles it, so that this is a kopiebericht (docs/bronnen.md#stam-notificatie)."""
        return bool(verzoek.behandeldienst) and verzoek.behandeldienst != oin

    def _zaaktype(self, verzoek: Verzoek) -> str:
        """The zaaktype for this type and doel; "" where none is set up."""
        return inrichting.VOOROVERLEG if verzoek.is_concept else inrichting.ZAAKTYPEN.get(b.vouw(verzoek.type), "")

    def _indiendatum(self, verzoek: Verzoek) -> date:
        """The day on which it was submitted, as the message has it."""
        return verzoek.indiendatum

    def _fatale_datum(self, verzoek: Verzoek) -> date | None:
        """The last day to decide; None where no term runs."""
        loopt = b.vouw(verzoek.type) in inrichting.MET_TERMIJN and not verzoek.is_concept
        return verzoek.indiendatum + inrichting.TERMIJN if loopt else None

    def _activiteiten(self, verzoek: Verzoek) -> tuple[b.Activiteit, ...]:
        """Every activity with all its questions."""
        return verzoek.activiteiten

    def _partijen(self, verzoek: Verzoek) -> tuple[b.Partij, ...]:
        """Everybody in the message."""
        return verzoek.partijen

    def _locaties(self, verzoek: Verzoek) -> tuple[b.Locatie, ...]:
        """Every location, also one without an address."""
        return verzoek.locaties

    def _volledig_genoeg(self, verzoek: Verzoek) -> bool:
        """Whether it can become a zaak: always, also without any document."""
        return True

    def _te_halen(self, verzoek: Verzoek, referenties: Referenties) -> tuple[b.Bijlage, ...]:
        """The documents to fetch: all of them."""
        return verzoek.bijlagen

    def _haal_document(self, href: str, oin: str) -> o.Gehaald:
        """Fetch one document to its end."""
        return self.loket.document(href, self._oin_voor(oin))

    def _bewaar(self, gehaald: list[tuple[Document, o.Gehaald]]) -> None:
        """Keep with each document what was fetched of it."""
        for document, inhoud in gehaald:
            document.sha256, document.grootte = inhoud.sha256, inhoud.grootte

    def _vertrouwelijk(self, bijlage: b.Bijlage) -> bool:
        """What the applicant said of it."""
        return bijlage.vertrouwelijk

    def _aanvulling_zonder_zaak(self, verzoek: Verzoek) -> bool:
        """Whether an aanvulling without a zaak makes one: yes, it is a complete message.

        Source: docs/bronnen.md#stam-aanvullen.
        """
        return True

    def _doorgezonden_zonder_zaak(self, verzoek: Verzoek) -> bool:
        """Whether an aanvulling that another organisation had before makes a zaak: yes.

        Source: docs/bronnen.md#stam-doorzenden.
        """
        return True

    def _hoort_bij(self, zaak: Zaak | None, verzoek: Verzoek) -> Zaak | None:
        """The zaak that an aanvulling belongs to: the one with its verzoeknummer."""
        return zaak

    def _gewijzigde_antwoorden(self, verzoek: Verzoek) -> tuple[b.Activiteit, ...]:
        """The activities of an aanvulling, in which a changed answer keeps what it was."""
        return self._activiteiten(verzoek)

    def _vervallen(self, zaak: Zaak, verzoek: Verzoek) -> list[Document]:
        """The documents that an aanvulling leaves out: they have lapsed (docs/bronnen.md#stam-aanvullen)."""
        nu = {bijlage.document_id for bijlage in verzoek.bijlagen}
        return [document for document in zaak.documenten if document.document_id not in nu]

    def _op_zijn_beurt(self, zaak: Zaak | None, verzoek: Verzoek) -> bool:
        """Whether it can be handled now: always, for the volgnummers of a verzoek need not follow each other."""
        return True

    def _trek_in(self, zaak: Zaak) -> None:
        """The applicant withdrew: the zaak is kept, and stops."""
        zaak.status = r.INGETROKKEN

    def _meld_wijziging(self, soort: str, verzoeknummer: str, oin: str, naar: str) -> None:
        """Tell the DSO that somebody else has to handle it."""
        inhoud = {"oin": naar or None} if soort == "behandeldienst" else {"oin": naar}
        self.loket.vraag("PUT", f"verzoeken/{verzoeknummer}/{soort}", self._oin_voor(oin), json=inhoud)

    def _na_doorzenden(self, zaak: Zaak) -> None:
        """What was sent on is no longer handled here."""
        zaak.status = r.DOORGEZONDEN

    def _na_weigering(self, verzoeknummer: str, oin: str, reden: str) -> None:
        """A verzoek that it may not have is logged, and does not become a zaak."""
        self.register.meld(f"verzoek {verzoeknummer} is niet voor {oin}: {reden}")

    def _zoek_gemist(self, oin: str) -> Iterable[Verwijzing]:
        """All that can have been missed, every page of it."""
        return zoeken.gemist(self.loket, oin)

    def _te_herstellen(self, gevonden: Verwijzing, oin: str) -> bool:
        """Whether it is for this organisation and not handled yet: others' verzoeken are found too.

        Source: docs/bronnen.md#stam-ophalen.
        """
        return oin in gevonden.voor and not self._al_behandeld(oin, gevonden.verzoeknummer, gevonden.volgnummer)

    def _zoek_gerelateerd(self, verzoeknummer: str, oin: str) -> Iterable[Verwijzing]:
        """Ask the DSO which verzoeken are about the same place."""
        return zoeken.gerelateerd(self.loket, oin, verzoeknummer)

    def _nodig_uit(self, verzoeknummer: str, oin: str, naar: str) -> None:
        """Keep with the zaak who takes part."""
        zaak = self.register.bij(verzoeknummer, oin)
        if zaak is not None:
            zaak.samenwerkingen.append(naar)

    def _geadresseerden(self, verzoek: Verzoek) -> Geadresseerden | None:
        """Who gets the ontvangstbevestiging."""
        return bevestigen.geadresseerden(verzoek.partijen)

    def _brief(self, verzoek: Verzoek, wie: Geadresseerden) -> EmailMessage:
        """What the ontvangstbevestiging says."""
        return bevestigen.brief(verzoek, wie)

    # handling what came in

    def _werk(self) -> None:
        while (gekregen := self._rij.get()) is not None:
            try:
                self._neem_op(*gekregen)
            finally:
                self._rij.task_done()
        self._rij.task_done()

    def _neem_op(self, oin: str, inhoud: bytes) -> None:
        """Handle one notification; what goes wrong is logged, for nobody waits for the answer."""
        try:
            melding = b.lees_notificatie(inhoud)
            with self._slot:
                if not self._hoeft_niet(oin, melding):
                    self._behandel(oin, melding)
        except Exception as fout:  # whatever comes in must not stop what comes after it
            self.register.meld(f"notificatie voor {oin}: {fout!r}")

    def _behandel(self, oin: str, melding: Melding) -> None:
        referenties = self._referenties(melding.verzoeknummer, oin)
        verzoek = self._lees(self._bericht(referenties, oin))
        if self._al_behandeld(oin, verzoek.verzoeknummer, verzoek.volgnummer):
            return
        self._behandeld.add((oin, verzoek.verzoeknummer, verzoek.volgnummer))
        if self._is_kopie(verzoek, oin):
            self.register.meld(f"{verzoek.verzoeknummer} is een kopiebericht voor {oin}")
            return
        zaak = self._registreer(verzoek, oin)
        if zaak is not None:
            self._haal_bijlagen(zaak, verzoek, referenties)

    def _registreer(self, verzoek: Verzoek, oin: str) -> Zaak | None:
        bestaand = self.register.bij(verzoek.verzoeknummer, oin)
        if not self._op_zijn_beurt(bestaand, verzoek):
            self.register.meld(f"{verzoek.verzoeknummer} {verzoek.volgnummer:03d} wacht op wat ervoor hoort")
            return None
        if verzoek.soort_doel == b.INTREKKEN:
            return self._verwerk_intrekking(bestaand, verzoek)
        if verzoek.soort_doel != b.AANVULLEN:
            return self._nieuwe_zaak(verzoek, oin)
        zaak = self._hoort_bij(bestaand, verzoek)
        if zaak is not None and zaak.lopend:
            return self._verwerk_aanvulling(zaak, verzoek)
        mag = self._doorgezonden_zonder_zaak if verzoek.historie else self._aanvulling_zonder_zaak
        if bestaand is None and not mag(verzoek):
            self.register.meld(f"aanvulling op {verzoek.verzoeknummer} geweigerd: er is geen zaak")
            return None
        return self._nieuwe_zaak(verzoek, oin)

    def _nieuwe_zaak(self, verzoek: Verzoek, oin: str) -> Zaak | None:
        zaaktype = self._zaaktype(verzoek)
        if not zaaktype or not self._volledig_genoeg(verzoek):
            self.register.meld(f"{verzoek.verzoeknummer} ({verzoek.type}, {verzoek.doel}) wordt geen zaak")
            return None
        zaak = Zaak(
            zaak_id=f"Z-{len(self.register.zaken) + 1:05d}",
            organisatie=oin,
            verzoeknummer=verzoek.verzoeknummer,
            zaaktype=zaaktype,
            naam=verzoek.naam,
            type=verzoek.type,
            doel=verzoek.doel,
            indiendatum=self._indiendatum(verzoek),
            fatale_datum=self._fatale_datum(verzoek),
            partijen=self._partijen(verzoek),
            locaties=self._locaties(verzoek),
            activiteiten=self._activiteiten(verzoek),
            historie=verzoek.historie,
            volgnummers=[verzoek.volgnummer],
        )
        self.register.zaken.append(zaak)
        self._bevestig(zaak, verzoek)
        return zaak

    def _bevestig(self, zaak: Zaak, verzoek: Verzoek) -> None:
        """Tell who submitted that it came in; a mail that cannot be sent does not hold up the zaak."""
        wie = self._geadresseerden(verzoek)
        if wie is None or not self.postbus:
            return
        try:
            bevestigen.verstuur(self.postbus, self._brief(verzoek, wie))
        except (OSError, smtplib.SMTPException) as fout:
            self.register.meld(f"geen ontvangstbevestiging over {verzoek.verzoeknummer}: {fout!r}")
            return
        zaak.bevestigd_aan = [adres for adres in (wie.aan, wie.kopie) if adres]

    def _verwerk_aanvulling(self, zaak: Zaak, verzoek: Verzoek) -> Zaak:
        if verzoek.volgnummer < max(zaak.volgnummers):
            zaak.volgnummers.append(verzoek.volgnummer)
            return zaak
        zaak.volgnummers.append(verzoek.volgnummer)
        zaak.status = r.AANGEVULD
        zaak.activiteiten = self._gewijzigde_antwoorden(verzoek)
        zaak.partijen = self._partijen(verzoek)
        for document in self._vervallen(zaak, verzoek):
            document.vervallen = document.vervallen or verzoek.indiendatum
        return zaak

    def _verwerk_intrekking(self, zaak: Zaak | None, verzoek: Verzoek) -> Zaak | None:
        if zaak is None:
            self.register.meld(f"intrekking van {verzoek.verzoeknummer}: er is geen zaak")
            return None
        zaak.volgnummers.append(verzoek.volgnummer)
        self._trek_in(zaak)
        return zaak

    def _haal_bijlagen(self, zaak: Zaak, verzoek: Verzoek, referenties: Referenties) -> None:
        """Fetch what is not there yet; a document that keeps failing does not hold up the zaak."""
        gehaald: list[tuple[Document, o.Gehaald]] = []
        for bijlage in self._te_halen(verzoek, referenties):
            document = zaak.document(bijlage.document_id)
            if document is None:
                document = Document(bijlage.document_id, bijlage.naam, self._vertrouwelijk(bijlage))
                zaak.documenten.append(document)
            href = referenties.documenten.get(bijlage.document_id)
            if href is None or document.sha256:
                continue
            try:
                gehaald.append((document, self._met_geduld(partial(self._haal_document, href, zaak.organisatie))))
            except (Tijdelijk, Geweigerd) as fout:
                self.register.meld(f"document {bijlage.document_id} van {verzoek.verzoeknummer}: {fout}")
        self._bewaar(gehaald)

    def _wijzig(self, soort: str, verzoeknummer: str, oin: str, naar: str) -> dict[str, Any]:
        self.rust()
        with self._slot:
            self._meld_wijziging(soort, verzoeknummer, oin, naar)
            zaak = self.register.bij(verzoeknummer, oin)
            if zaak is not None:
                self._na_doorzenden(zaak)
            return self._kort(verzoeknummer)

    def _kort(self, verzoeknummer: str) -> dict[str, Any]:
        return {"zaken": [zaak.zaak_id for zaak in self.register.alle(verzoeknummer)]}

    def _met_geduld(self, doe: Callable[[], T]) -> T:
        return o.met_geduld(doe, self._wachttijden(), self._wacht)
