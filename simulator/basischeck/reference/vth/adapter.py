"""Reference adapter: stands between the DSO and a VTH system of somebody else (docs/bronnen.md#stam-bezorgen, client).

It takes the notification, fetches message and documents, and posts all of it to the VTH system as one multipart form:
`notificatie`, `verzoek` (the message) and a `document` for each document, named by its documentId. The VTH system finds
in its `Postvak` what was posted, as if it had fetched it.
"""

import email
import hashlib
import json
import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import httpx

from simulator.basischeck.reference.vth import bericht as b
from simulator.basischeck.reference.vth import ophalen as o
from simulator.basischeck.reference.vth.fouten import Geweigerd, Onverwerkbaar, Tijdelijk, VthFout
from simulator.basischeck.reference.vth.luisteren import Luisteraar
from simulator.basischeck.reference.vth.ophalen import Gehaald, Referenties
from simulator.basischeck.reference.vth.vth import GEBRUIKER, WACHTWOORD, ReferentieVth

GROOTST = 200 << 20
_POSTEN = 60


class Adapter:
    """The adapter: listens from the moment it is made until `sluit`. naar: where the VTH system takes post, by OIN."""

    def __init__(
        self, loket: o.Loket, oins: Iterable[str], naar: Callable[[str], str], wacht: Callable[[float], object]
    ) -> None:
        self.loket = loket
        self.mislukt: list[str] = []
        self._doorgegeven: set[tuple[str, b.Melding]] = set()
        self._naar = naar
        self._wacht = wacht
        self._rij: queue.Queue[tuple[str, bytes] | None] = queue.Queue()
        self._werker = threading.Thread(target=self._werk, name="adapter", daemon=True)
        self._werker.start()
        self._luisteraar = Luisteraar(GEBRUIKER, WACHTWOORD, frozenset(oins), self._neem_aan)

    def url(self, oin: str) -> str:
        """Where this organisation is notified."""
        return self._luisteraar.url(oin)

    def rust(self) -> None:
        """Return when all that came in is passed on."""
        self._rij.join()

    def sluit(self) -> None:
        """Stop listening, and finish what came in."""
        self._luisteraar.sluit()
        self._rij.put(None)
        self._werker.join()

    def _neem_aan(self, oin: str, inhoud: bytes) -> int:
        self._rij.put((oin, inhoud))
        return httpx.codes.OK

    def _werk(self) -> None:
        while (gekregen := self._rij.get()) is not None:
            try:
                self._geef_door(*gekregen)
            except VthFout as fout:
                self.mislukt.append(f"notificatie voor {gekregen[0]}: {fout}")
            finally:
                self._rij.task_done()
        self._rij.task_done()

    def _geef_door(self, oin: str, notificatie: bytes) -> None:
        """Fetch what a notification is about, and post it."""
        melding = b.lees_notificatie(notificatie)
        if melding.volgnummer is not None and (oin, melding) in self._doorgegeven:
            return
        referenties = o.lees_referenties(self._haal(oin, f"verzoeken/{melding.verzoeknummer}").json())
        verzoek = self._haal(oin, referenties.samenvatting).content
        documenten = {id_: self._haal(oin, href).content for id_, href in self._te_halen(referenties).items()}
        self._post(oin, notificatie, verzoek, documenten)
        self._doorgegeven.add((oin, melding))

    def _te_halen(self, referenties: Referenties) -> Mapping[str, str]:
        """Which documents it fetches: every one."""
        return referenties.documenten

    def _haal(self, oin: str, pad: str) -> httpx.Response:
        return o.met_geduld(partial(self.loket.vraag, "GET", pad, oin), o.WACHTTIJDEN, self._wacht)

    def _post(self, oin: str, notificatie: bytes, verzoek: bytes, documenten: Mapping[str, bytes]) -> None:
        xml = "application/xml"
        delen: list[tuple[str, tuple[str, bytes, str]]] = [
            ("notificatie", ("notificatie.xml", notificatie, xml)),
            ("verzoek", ("verzoek.xml", verzoek, xml)),
            *(("document", (id_, inhoud, "application/octet-stream")) for id_, inhoud in documenten.items()),
        ]
        antwoord = self.loket.client.post(self._naar(oin), files=delen, auth=(GEBRUIKER, WACHTWOORD), timeout=_POSTEN)
        if antwoord.is_error:
            raise Tijdelijk(f"het VTH-systeem gaf status {antwoord.status_code}")


class Postvak:
    """What was posted, looked up as the DSO would answer; takes the place of `ophalen.Loket` in a VTH system."""

    def __init__(self) -> None:
        self._delen: dict[str, bytes] = {}

    def neem(self, inhoud: bytes) -> bytes:
        """Keep a multipart form; gives the notification in it. Raises Onverwerkbaar for one without."""
        grens = inhoud.partition(b"\r\n")[0]
        delen = [_deel(deel) for deel in (b"\r\n" + inhoud).split(b"\r\n" + grens)[1:-1]]
        los = {naam: bytes_ for naam, _, bytes_ in delen if naam != "document"}
        if not {"notificatie", "verzoek"} <= los.keys():
            raise Onverwerkbaar("in het formulier zit geen notificatie of geen verzoek")
        nummer = b.lees_notificatie(los["notificatie"]).verzoeknummer
        documenten = {f"{nummer}/documenten/{id_}": bytes_ for naam, id_, bytes_ in delen if naam == "document"}
        self._delen |= {f"{nummer}/samenvatting": los["verzoek"], **documenten}
        return los["notificatie"]

    def vraag(self, methode: str, pad: str, oin: str, **opties: Any) -> httpx.Response:
        """What was posted at this path. Raises Geweigerd for what the adapter did not bring."""
        del oin, opties
        nummer, _, rest = pad.removeprefix("verzoeken/").partition("/")
        sleutel = f"{nummer}/{rest}" if rest else f"{nummer}/samenvatting"
        if methode != "GET" or sleutel not in self._delen:
            raise Geweigerd(f"{methode} {pad}: de adapter bracht dit niet")
        inhoud = self._delen[sleutel] if rest else json.dumps(self._referenties(nummer)).encode()
        return httpx.Response(200, content=inhoud)

    def document(self, href: str, oin: str) -> Gehaald:
        """A document that was posted. Raises as `vraag`."""
        inhoud = self.vraag("GET", href, oin).content
        return Gehaald(hashlib.sha256(inhoud).hexdigest(), len(inhoud))

    def _referenties(self, nummer: str) -> dict[str, Any]:
        documenten = [pad for pad in self._delen if pad.startswith(f"{nummer}/documenten/")]
        return {
            "_links": {
                "samenvatting": {"href": f"verzoeken/{nummer}/samenvatting"},
                "documenten": [{"href": f"verzoeken/{pad}"} for pad in documenten],
            }
        }


def _deel(ruw: bytes) -> tuple[str, str, bytes]:
    """(name of the field, name of the file, content) of a part of a form."""
    kop, _, inhoud = ruw.partition(b"\r\n\r\n")
    koppen = email.message_from_bytes(kop.strip())
    naam = str(koppen.get_param("name", "", "content-disposition"))
    return naam, str(koppen.get_filename() or ""), inhoud


class AdapterMetVth:
    """An adapter and a VTH system of two suppliers, as one piece of software under test; closed by `sluit`.

    maak_adapter: another adapter, such as one that leaves something out.
    """

    def __init__(
        self,
        basis_url: str,
        client: httpx.Client,
        oins: Iterable[str],
        *,
        wacht: Callable[[float], object] | None = None,
        maak_adapter: type[Adapter] = Adapter,
        maak_vth: type[ReferentieVth] = ReferentieVth,
    ) -> None:
        self.oins = tuple(oins)
        self.vth = maak_vth(basis_url, client, self.oins, wacht=wacht)
        self.postvak = Postvak()
        self.vth.loket = self.postvak
        self._post = Luisteraar(GEBRUIKER, WACHTWOORD, frozenset(self.oins), self._bezorg, grootst=GROOTST)
        geduld = wacht or threading.Event().wait
        self.adapter = maak_adapter(o.Loket(basis_url, client), self.oins, self._post.url, geduld)

    def adressen(self) -> dict[str, dict[str, str]]:
        """Where each organisation is notified, by OIN: at the adapter."""
        vast = {"adapter": "https", "gebruiker": GEBRUIKER, "wachtwoord": WACHTWOORD}
        return {oin: {**vast, "url": self.adapter.url(oin)} for oin in self.oins}

    def rust(self) -> None:
        """Return when both have handled all that came in."""
        self.adapter.rust()
        self.vth.rust()

    def zaak_zoeken(self, verzoeknummer: str) -> list[dict[str, Any]]:
        """Every zaak about a verzoek, in the VTH system."""
        self.adapter.rust()
        return self.vth.zaak_zoeken(verzoeknummer)

    def sluit(self) -> None:
        """Stop both."""
        self.adapter.sluit()
        self._post.sluit()
        self.vth.sluit()

    def _bezorg(self, oin: str, inhoud: bytes) -> int:
        try:
            return self.vth.bezorg(oin, self.postvak.neem(inhoud))
        except VthFout as fout:
            self.vth.register.meld(f"post voor {oin}: {fout}")
            return httpx.codes.BAD_REQUEST
