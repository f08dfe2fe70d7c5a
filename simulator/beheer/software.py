"""The addresses per type of software: data for the start page, and which of them this simulator has."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.contract.router import Koppelvlak


@dataclass(frozen=True)
class Aansluiting:
    """Something that a type of software connects to. contract: its id, "" where there is none yet; pad: below it.

    eigen: instead of a contract, a page of the simulator itself.
    """

    wat: str
    contract: str = ""
    pad: str = ""
    methode: str = ""
    uitleg: str = ""
    eigen: str = ""


@dataclass(frozen=True)
class Soort:
    """A type of software with what it connects to."""

    naam: str
    uitleg: str
    aansluitingen: tuple[Aansluiting, ...]


@dataclass(frozen=True)
class Adres:
    """An address as the page shows it; url "" says that it is not there yet."""

    wat: str
    methode: str
    url: str
    uitleg: str


_BHKV, _BUS, _PRESENTEREN = "lvbb/bronhouderkoppelvlak", "lvbb/servicebus", "ozon/presenteren-v8"
_AFHANDELEN_V1, _AFHANDELEN_V2 = "stam/afhandelen-v1", "stam/afhandelen-v2"
SOORTEN = (
    Soort(
        "Plansoftware",
        "maakt omgevingsdocumenten en levert ze aan",
        (
            Aansluiting(
                "Aanleveren aan de LVBB",
                _BHKV,
                "/leveringen",
                "POST",
                "De zip als body (application/zip) of als formulierdeel bestand, uw OIN in de kop x-oin.",
            ),
            Aansluiting(
                "Aanleveren via een servicebus die de zip ophaalt",
                _BUS,
                "/{oin}/dso/lvbb/spa/publiceren",
                "POST",
                "Ook valideren en afbreken. Het antwoord noemt het adres van de resultaten.",
            ),
            Aansluiting(
                "Zien wat er gepubliceerd is (OZON, Presenteren v8)",
                _PRESENTEREN,
                "/regelingen",
                "GET",
                "De beschrijving staat op openapi.json onder hetzelfde adres.",
            ),
            Aansluiting("Aanleveren over Digikoppeling (ebMS2, grote berichten)"),
        ),
    ),
    Soort(
        "Regelbeheersoftware",
        "maakt toepasbare regels",
        (Aansluiting("Toepasbare regels aanleveren (RTR)"), Aansluiting("Activiteiten ophalen (RTR)")),
    ),
    Soort(
        "VTH-software en zaaksystemen",
        "behandelen vergunningaanvragen en meldingen",
        (
            Aansluiting(
                "Notificaties van verzoeken ontvangen (STAM)",
                methode="GET",
                eigen="/_sim/postvak",
                uitleg="Stel daar in waar uw software ze krijgt: de XML met HTTPS POST. Zonder adres liggen ze "
                "in het postvak.",
            ),
            Aansluiting(
                "Verzoeken ophalen (STAM, Verzoek afhandelen v2)",
                _AFHANDELEN_V2,
                "/verzoeken/{verzoeknummer}",
                "GET",
                "Het OIN van de organisatie waarvoor u handelt in de kop OIN. Zoeken en herrouteren kan hier ook.",
            ),
            Aansluiting(
                "Verzoeken ophalen (STAM, Verzoek afhandelen v1)",
                _AFHANDELEN_V1,
                "/verzoeken/{verzoeknummer}",
                "GET",
                "Als v2, zonder zoeken.",
            ),
            Aansluiting("Notificaties over Digikoppeling (ebMS2)"),
            Aansluiting("Samenwerken met ketenpartners (SWF)"),
        ),
    ),
    Soort(
        "Viewers en andere afnemers",
        "tonen omgevingsdocumenten",
        (
            Aansluiting("Regelingen en hun tekst (OZON, Presenteren v8)", _PRESENTEREN, "/regelingen", "GET"),
            Aansluiting("Zoeken, annotaties en kaartlagen van OZON"),
        ),
    ),
)


def adressen(koppelvlakken: Sequence[Koppelvlak], basis_url: str) -> list[tuple[Soort, list[Adres]]]:
    """Every type of software with its addresses. basis_url: as the caller reaches this simulator."""
    basis = {koppelvlak.contract_id: koppelvlak.contract.basis for koppelvlak in koppelvlakken}
    return [
        (soort, [_adres(aansluiting, basis, basis_url) for aansluiting in soort.aansluitingen]) for soort in SOORTEN
    ]


def _adres(aansluiting: Aansluiting, basis: dict[str, str], basis_url: str) -> Adres:
    if aansluiting.eigen:
        return Adres(aansluiting.wat, aansluiting.methode, basis_url + aansluiting.eigen, aansluiting.uitleg)
    er_is = aansluiting.contract in basis
    url = f"{basis_url}{basis[aansluiting.contract]}{aansluiting.pad}" if er_is else ""
    return Adres(aansluiting.wat, aansluiting.methode, url, aansluiting.uitleg)
