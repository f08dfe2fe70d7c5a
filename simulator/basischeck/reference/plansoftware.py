"""Reference plansoftware: makes, validates, publishes, corrects, changes and breaks off, and shows what came of it.

Everything it knows of the simulator it knows over HTTP. Each thing that software can get wrong is one small method of
its own, so that a mutant (mutanten.py) replaces exactly that.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

import httpx

from simulator.basischeck.reference import berichten as b
from simulator.basischeck.reference import pakket as p
from simulator.basischeck.reference.besluit import ONDERTEKENING, VASTSTELLING, Besluit
from simulator.basischeck.reference.namen import Dossier
from simulator.basischeck.reference.plan import Plan, lees_plan
from simulator.basischeck.reference.register import Gang, Levering
from simulator.basischeck.reference.werkdagen import werkdag_vanaf

LEVERINGEN = "/overheid/bronhouderkoppelvlak/api/v1/leveringen"
PRESENTEREN = "/publiek/omgevingsdocumenten/api/presenteren/v8"
GEEN_ONDERTEKENING = "geen-ondertekening"
_POGINGEN = 16
_ZOEKPOGINGEN = 8


class PlansoftwareFout(Exception):
    """The software cannot do what its user asks; the text says why."""


class ReferentiePlansoftware:
    """One installation of the software with its own register.

    basis_url: the simulator; client: another way to it (it is not closed here); oin: of the gemeente, that of the plan
    unless told; naam: makes the names of everything it makes unique; wacht: waits a number of seconds between polls.
    """

    def __init__(
        self,
        basis_url: str,
        client: httpx.Client | None = None,
        *,
        oin: str = "",
        leverancier: str = "Referentieplansoftware",
        naam: str = "referentie",
        plan: Plan | None = None,
        wacht: Callable[[float], object] | None = None,
    ) -> None:
        self.basis_url = basis_url.rstrip("/") + "/"
        self.client = client or httpx.Client(timeout=30)
        self.plan = plan or lees_plan()
        self.oin = oin or self.plan.oin
        self.leverancier = leverancier
        self.naam = naam
        self.register: list[Levering] = []
        self._plannen = 0
        self._wacht = wacht or threading.Event().wait
        self._slot = threading.RLock()  # several users may press a button at the same time

    # what its user can do

    def valideren(self) -> Gang:
        """Have a new plan validated, and no more than that."""
        with self._slot:
            levering = self._lever_besluit(self._nieuw_besluit(), p.VALIDATIE)
            self._na_validatie(levering)
            return Gang.van(levering)

    def publiceren(self, dagen: int = 1) -> Gang:
        """Publish a new plan on the first werkdag from so many days ahead."""
        with self._slot:
            return Gang.van(self._lever_besluit(self._nieuw_besluit(dagen), p.PUBLICATIE, dagen=dagen))

    def publiceren_met_gebrek(self, gebrek: str = GEEN_ONDERTEKENING) -> Gang:
        """Publish a new plan in which the user forgot something. Raises PlansoftwareFout for an unknown gebrek."""
        if gebrek != GEEN_ONDERTEKENING:
            raise PlansoftwareFout(f"het gebrek {gebrek!r} ken ik niet, wel {GEEN_ONDERTEKENING!r}")
        with self._slot:
            besluit = replace(self._nieuw_besluit(), stappen=(VASTSTELLING,))
            return Gang.van(self._lever_besluit(besluit, p.PUBLICATIE))

    def herstellen(self) -> Gang:
        """Correct the besluit that was refused last and deliver it again. Raises PlansoftwareFout without any.

        One in which something is missing goes before one of which only the date was wrong.
        """
        with self._slot:
            levering = self._laatste(lambda x: x.afgekeurd and x.onvolledig)
            levering = levering or self._laatste(lambda x: x.afgekeurd and x.besluit is not None)
            if levering is None or levering.besluit is None:
                raise PlansoftwareFout("er is geen afgekeurd besluit om te herstellen")
            return Gang.van(self._lever_besluit(self._herstel(levering.besluit), p.PUBLICATIE, eerder=levering))

    def wijzigen(self) -> Gang:
        """Publish the change of the plan that was published last. Raises PlansoftwareFout without any."""
        with self._slot:
            self._bijwerken()
            gewijzigd = {
                x.besluit.dossier for x in self.register if x.besluit and x.besluit.versie == 2 and not x.afgekeurd
            }
            eerste = [x.besluit for x in self.register if x.gepubliceerd and x.besluit and x.besluit.versie == 1]
            nog = [besluit for besluit in eerste if besluit.dossier not in gewijzigd]
            if not nog:
                raise PlansoftwareFout("er is geen gepubliceerde regeling die nog gewijzigd kan worden")
            vandaag = self._vandaag()
            besluit = Besluit(nog[-1].dossier, 2, vandaag, self._datum_bekendmaking(vandaag, 1))
            return Gang.van(self._lever_besluit(besluit, p.PUBLICATIE))

    def afbreken(self) -> Gang:
        """Break off the publication that was planned furthest ahead. Raises PlansoftwareFout where none was taken on.

        One that has been broken off already can be asked for again: the LVBB says what it thinks of that.
        """
        with self._slot:
            self._bijwerken()
            wachtend = [x for x in self.register if x.aangenomen and not x.gepubliceerd]
            if not wachtend:
                raise PlansoftwareFout("er wacht geen publicatie om af te breken")
            return Gang.van(self._lever_afbreking(max(wachtend, key=lambda x: x.dagen)))

    def verkeerde_opdracht(self) -> Gang:
        """Publish a new plan of which the user set the datumBekendmaking to today, which is too late."""
        with self._slot:
            besluit = self._nieuw_besluit()
            return Gang.van(self._lever_besluit(replace(besluit, datum_bekendmaking=besluit.vandaag), p.PUBLICATIE))

    # what its user can see

    def tonen(self) -> dict[str, Any]:
        """Every delivery with its status and all meldingen, as the user sees them; looks for new messages first."""
        with self._slot:
            self._bijwerken()
            return {"leveringen": [self._getoond(levering) for levering in self.register]}

    def zoek_regeling(self) -> dict[str, Any]:
        """Find every regeling that was published in OZON, by titel and by identificatie.

        One that is not there yet is no error: its titel then stands in `nogNietGevonden`.
        """
        with self._slot:
            self._bijwerken()
            besluiten = [x.besluit for x in self.register if x.gepubliceerd and x.besluit]
        op = max([self._vandaag(), *(besluit.in_werking for besluit in besluiten)]).isoformat()
        tijdreis = {"geldigOp": op, "inWerkingOp": op}
        gezocht = {besluit.dossier.regeling: besluit.dossier.titel for besluit in besluiten}
        gevonden: list[dict[str, Any]] = []
        for poging in range(_ZOEKPOGINGEN):
            lijst = self._regelingen(tijdreis)
            gevonden = [r for work, titel in gezocht.items() for r in self._gevonden(work, titel, lijst, tijdreis)]
            if len(gevonden) == len(gezocht):
                break
            self._wacht(_pauze(poging))
        titels = {regeling["titel"] for regeling in gevonden}
        return {"regelingen": gevonden, "nogNietGevonden": [t for t in gezocht.values() if t not in titels]}

    # each of these is one thing that software can get wrong

    def _nieuwe_id_levering(self, eerder: Levering | None) -> str:
        """A fresh idLevering for each delivery, also for one that corrects an earlier one (LVBB1012)."""
        return f"{self.naam}-{len(self.register) + 1:04d}"

    def _verzoek(self, levering: Levering) -> dict[str, str]:
        """What the verzoek says of the delivery beside the zip."""
        return {"idLevering": levering.id_levering, "soort": levering.soort, "leverancier": self.leverancier}

    def _aanleveraar(self, soort: str) -> str:
        """The OIN that the opdracht names as idAanleveraar: the gemeente delivers itself."""
        return self.oin

    def _manifest_rijen(self, namen: Iterable[str], soort: str) -> list[p.Rij]:
        """Every file of the zip once, with its content type."""
        return p.manifest_rijen(namen)

    def _datum_bekendmaking(self, vandaag: date, dagen: int) -> date:
        """A werkdag after today (LVBB1501, LVBB1519)."""
        return werkdag_vanaf(vandaag + timedelta(days=max(1, dagen)))

    def _doel_van_ow(self, besluit: Besluit, soort: str) -> str:
        """The doel that the OW objects are delivered for: that of the besluit."""
        return besluit.doel

    def _na_validatie(self, levering: Levering) -> None:
        """Nothing: publishing is a step that the user takes."""

    def _na_afkeur(self, levering: Levering) -> None:
        """Nothing: the user reads the meldingen and corrects first."""

    def _herstel(self, besluit: Besluit) -> Besluit:
        """The besluit with what was missing, under the same names, with a date that can still be met."""
        vandaag = self._vandaag()
        return replace(
            besluit,
            stappen=(VASTSTELLING, ONDERTEKENING),
            vandaag=vandaag,
            datum_bekendmaking=self._datum_bekendmaking(vandaag, 1),
        )

    def _afbreken_identificatie(self, levering: Levering) -> str:
        """What the break-off of a publication names: the work of the besluit."""
        return levering.work

    def _is_eindoordeel(self, bericht: b.Bericht, volgnummer: int) -> bool:
        """Whether a message is the last of its delivery."""
        return b.is_eindoordeel(bericht, volgnummer)

    def _getoonde_meldingen(self, levering: Levering) -> tuple[b.Melding, ...]:
        """Every melding that came back."""
        return b.alle_meldingen(levering.berichten)

    def _zoekpad(self, identificatie: str) -> str:
        """The identificatie as OZON takes it in a path: slashes and hyphens as underscores.

        Source: docs/bronnen.md#ozon-presenteren.
        """
        return identificatie.replace("/", "_").replace("-", "_")

    # delivering

    def _nieuw_besluit(self, dagen: int = 1) -> Besluit:
        """The first besluit of a plan that nobody has seen yet."""
        self._plannen += 1
        vandaag = self._vandaag()
        dossier = Dossier(self.plan, f"{self.naam}-{self._plannen}", vandaag)
        return Besluit(dossier, 1, vandaag, self._datum_bekendmaking(vandaag, dagen))

    def _lever_besluit(
        self, besluit: Besluit, soort: str, *, dagen: int = 1, eerder: Levering | None = None
    ) -> Levering:
        id_levering = self._nieuwe_id_levering(eerder)
        opdracht = p.Opdracht(soort, id_levering, self.oin, self._aanleveraar(soort), besluit.datum_bekendmaking)
        bestanden = p.besluit_bestanden(besluit, id_levering, self._doel_van_ow(besluit, soort))
        return self._verstuur(
            Levering(id_levering, soort, besluit.work, self._pakket(opdracht, bestanden), besluit, dagen)
        )

    def _lever_afbreking(self, publicatie: Levering) -> Levering:
        id_levering, identificatie = self._nieuwe_id_levering(None), self._afbreken_identificatie(publicatie)
        opdracht = p.Opdracht(
            p.AFBREKEN, id_levering, self.oin, self._aanleveraar(p.AFBREKEN), identificatie=identificatie
        )
        return self._verstuur(Levering(id_levering, p.AFBREKEN, publicatie.work, self._pakket(opdracht, {})))

    def _pakket(self, opdracht: p.Opdracht, bestanden: dict[str, bytes]) -> bytes:
        alle = {"opdracht.xml": p.opdracht_xml(opdracht), **bestanden}
        rijen = self._manifest_rijen([*alle, "manifest.xml"], opdracht.soort)
        return p.ingepakt({**alle, "manifest.xml": p.manifest_xml(rijen)})

    def _verstuur(self, levering: Levering) -> Levering:
        """Send it, put it in the register, and read until there is a verdict or it waits for its date."""
        antwoord = self._http(
            "POST",
            LEVERINGEN,
            params=self._verzoek(levering),
            content=levering.inhoud,
            headers={"content-type": "application/zip", "x-oin": self.oin},
        )
        self.register.append(levering)
        levering.levering_id = antwoord.json()["leveringId"]
        levering.adres = urljoin(str(antwoord.url), antwoord.headers["location"])
        for poging in range(_POGINGEN):
            self._lees_resultaten(levering)
            if levering.klaar or levering.wacht:
                break
            self._wacht(_pauze(poging))
        if levering.afgekeurd:
            self._na_afkeur(levering)
        return levering

    # reading

    def _bijwerken(self) -> None:
        for levering in self.register:
            if not levering.klaar:
                self._lees_resultaten(levering)

    def _lees_resultaten(self, levering: Levering) -> None:
        lijst = self._http("GET", f"{levering.adres}/resultaten")
        rijen = lijst.json()["_embedded"]["resultaten"]
        for rij in rijen[len(levering.berichten) :]:
            inhoud = self._http("GET", urljoin(str(lijst.url), rij["_links"]["self"]["href"])).content
            levering.berichten.append(b.lees_bericht(inhoud))
            levering.klaar = self._is_eindoordeel(levering.berichten[-1], len(levering.berichten))
        if levering.berichten and b.is_voorlopig(levering.berichten[-1], len(levering.berichten)):
            levering.klaar = self._http("GET", levering.adres).json()["status"] == "valide"

    def _getoond(self, levering: Levering) -> dict[str, Any]:
        meldingen = [
            {"code": m.code, "ernst": m.ernst, "soort": m.soort, "tekst": m.tekst}
            for m in self._getoonde_meldingen(levering)
        ]
        status = levering.uitkomst or ("wacht-op-bekendmaking" if levering.wacht else "in-behandeling")
        return {
            "idLevering": levering.id_levering,
            "leveringId": levering.levering_id,
            "soort": levering.soort,
            "work": levering.work,
            "status": status,
            "meldingen": meldingen,
        }

    def _laatste(self, past: Callable[[Levering], bool]) -> Levering | None:
        return next((x for x in reversed(self.register) if past(x)), None)

    # OZON and the clock

    def _regelingen(self, tijdreis: dict[str, str]) -> list[dict[str, Any]]:
        """Every regeling that OZON lists: the API has no search on titel."""
        gelezen: list[dict[str, Any]] = []
        pagina, aantal = 1, 1
        while pagina <= aantal:
            antwoord = self._http("GET", f"{PRESENTEREN}/regelingen", params={**tijdreis, "page": pagina, "size": 200})
            inhoud = antwoord.json()
            gelezen += inhoud["_embedded"]["regelingen"]
            aantal, pagina = inhoud["page"]["totalPages"], pagina + 1
        return gelezen

    def _gevonden(
        self, work: str, titel: str, lijst: list[dict[str, Any]], tijdreis: dict[str, str]
    ) -> list[dict[str, Any]]:
        """The regeling as its user sees it, once it is found both ways."""
        regeling = self._haal_regeling(work, tijdreis)
        if regeling is None or not any(r.get("officieleTitel") == titel for r in lijst):
            return []
        return [{"identificatie": regeling["identificatie"], "titel": titel}]

    def _haal_regeling(self, identificatie: str, tijdreis: dict[str, str]) -> dict[str, Any] | None:
        pad = f"{PRESENTEREN}/regelingen/{self._zoekpad(identificatie)}"
        antwoord = self._http("GET", pad, params=tijdreis, ook=(404,))
        return antwoord.json() if antwoord.status_code == 200 else None

    def _vandaag(self) -> date:
        return date.fromisoformat(self._http("GET", "/_sim/klok").json()["vandaag"])

    def _http(self, methode: str, pad: str, ook: tuple[int, ...] = (), **rest: Any) -> httpx.Response:
        adres = pad if pad.startswith("http") else urljoin(self.basis_url, pad.lstrip("/"))
        antwoord = self.client.request(methode, adres, **rest)
        if antwoord.is_error and antwoord.status_code not in ook:
            raise PlansoftwareFout(f"{methode} {pad} gaf {antwoord.status_code}: {antwoord.text[:500]}")
        return antwoord


def _pauze(poging: int) -> float:
    """Seconds to wait after so many polls in vain: short at first, never more than half a second."""
    return min(0.01 * 1.5**poging, 0.5)
