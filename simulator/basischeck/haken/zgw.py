"""The hook that looks in a zaakregister: Zaken API 1.5 and Documenten API, read only (VNG standard, confirmed).

A register is found by the addresses of the plan; an address in an answer is followed only within those, so that the
token goes nowhere else.
"""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from simulator.basischeck.haken import halen, jwt, zgw_zaak
from simulator.basischeck.haken.opgave import Zgw
from simulator.basischeck.uitkomsten import Configfout
from simulator.kernel import clock

_HAAK = "haken.zgw"
_CRS = "EPSG:4326"
_ZOEKEN_IN = ("identificatie", "omschrijving", "toelichting")


@dataclass
class Register:
    """A zaakregister while one question is answered; types and statussen are fetched once."""

    opgave: Zgw
    client: httpx.Client
    _gehaald: dict[str, Any] = field(default_factory=dict)

    def lijst(self, pad: str, **params: str) -> Iterator[dict[str, Any]]:
        """Every item of a list, page after page; some lists of the standard have no pages.

        Raises Configfout when it is no such list, or more than the plan allows.
        """
        url, gezien = f"{self.opgave.zaken}/{pad}", 0
        vraag: Mapping[str, str] | None = params
        while url:
            antwoord = halen.haal(self.client, _HAAK, self._eigen(url), params=vraag)
            rijen = antwoord.get("results") if isinstance(antwoord, dict) else antwoord
            if not isinstance(rijen, list):
                raise Configfout(f"{_HAAK}: {url} geeft geen lijst")
            for rij in rijen:
                gezien += 1
                if gezien > self.opgave.hoogstens:
                    raise Configfout(
                        f"{_HAAK}: meer dan {self.opgave.hoogstens} op {pad}; geef haken.zgw.identificatie of verhoog "
                        f"haken.zgw.hoogstens"
                    )
                yield rij
            # The next page has the whole question in its address.
            url, vraag = str((antwoord.get("next") or "") if isinstance(antwoord, dict) else ""), None

    def een(self, url: Any) -> dict[str, Any]:
        """What an address in an answer stands for; {} where there is none, or it is of another register."""
        if not isinstance(url, str) or not self._mag(url):
            return {}
        if url not in self._gehaald:
            self._gehaald[url] = halen.haal(self.client, _HAAK, url)
        gevonden = self._gehaald[url]
        return gevonden if isinstance(gevonden, dict) else {}

    def sha256(self, url: Any) -> str:
        """The SHA-256 of what is at an address; "" where it may not be fetched."""
        if not isinstance(url, str) or not self._mag(url):
            return ""
        som = hashlib.sha256()
        for deel in halen.stroom(self.client, _HAAK, url):
            som.update(deel)
        return som.hexdigest()

    def _mag(self, url: str) -> bool:
        adressen = (self.opgave.zaken, self.opgave.documenten, *self.opgave.ook)
        return _plek(url) in {_plek(adres) for adres in adressen if adres}

    def _eigen(self, url: str) -> str:
        if not self._mag(url):
            raise Configfout(f"{_HAAK}: het register verwijst naar {url}; zet dat adres onder haken.zgw.ook")
        return url


async def zaak_zoeken(opgave: Zgw, argumenten: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every zaak about a verzoek, as docs/haken.md has it; what the register does not say is absent.

    argumenten: verzoeknummer. Raises Configfout when the register cannot be read.
    """
    return await asyncio.to_thread(zoek, opgave, str(argumenten["verzoeknummer"]))


def zoek(opgave: Zgw, verzoeknummer: str) -> list[dict[str, Any]]:
    """As zaak_zoeken, blocking."""
    bewijs = jwt.maak(opgave.client_id, opgave.geheim, int(clock.echt_nu().timestamp()))
    koppen = {"Authorization": f"Bearer {bewijs}", "Accept": "application/json", "Accept-Crs": _CRS}
    with halen.client(_HAAK, koppen) as client:
        register = Register(opgave, client)
        return [_lees(register, zaak) for zaak in _kandidaten(register, verzoeknummer)]


def _kandidaten(register: Register, verzoeknummer: str) -> list[dict[str, Any]]:
    """The zaken about this verzoek, without what belongs to them."""
    if sjabloon := register.opgave.identificatie:
        identificatie = sjabloon.replace("{verzoeknummer}", verzoeknummer)
        return list(register.lijst("zaken", identificatie=identificatie))
    return [zaak for zaak in register.lijst("zaken") if _gaat_over(zaak, verzoeknummer)]


def _gaat_over(zaak: Mapping[str, Any], verzoeknummer: str) -> bool:
    kenmerken = zaak.get("kenmerken") or ()
    teksten = [zaak.get(veld) for veld in _ZOEKEN_IN] + [k.get("kenmerk") for k in kenmerken if isinstance(k, dict)]
    return any(verzoeknummer in str(tekst or "") for tekst in teksten)


def _lees(register: Register, zaak: dict[str, Any]) -> dict[str, Any]:
    opgave, url = register.opgave, str(zaak.get("url") or "")
    delen = zgw_zaak.Delen(
        zaak=zaak,
        zaaktype=register.een(zaak.get("zaaktype")),
        statustype=register.een(register.een(zaak.get("status")).get("statustype")),
        resultaattype=register.een(register.een(zaak.get("resultaat")).get("resultaattype")),
        rollen=list(register.lijst("rollen", zaak=url)),
        objecten=list(register.lijst("zaakobjecten", zaak=url)),
        eigenschappen=_eigenschappen(register, url),
        documenten=[_document(register, rij) for rij in register.lijst("zaakinformatieobjecten", zaak=url)],
    )
    return zgw_zaak.zaak(delen, opgave)


def _eigenschappen(register: Register, zaak: str) -> dict[str, str]:
    """The properties of a zaak by name; only read when the plan says what to do with them."""
    if not register.opgave.eigenschappen:
        return {}
    uuid = zaak.rstrip("/").rpartition("/")[2]
    rijen = register.lijst(f"zaken/{uuid}/zaakeigenschappen")
    return {str(rij.get("naam")): str(rij.get("waarde") or "") for rij in rijen}


def _document(register: Register, relatie: Mapping[str, Any]) -> dict[str, Any]:
    """A document of a zaak: its relation, with the informatieobject where that may be read."""
    document = register.een(relatie.get("informatieobject"))
    sha256 = register.sha256(document.get("inhoud")) if register.opgave.inhoud else ""
    return {"relatie": relatie, "document": document, "sha256": sha256}


def _plek(url: str) -> tuple[str, str]:
    delen = urlsplit(url)
    return delen.scheme, delen.netloc.lower()
