"""A caller of Verzoek indienen over HTTP, without a network, and a message that is good."""

import asyncio
from typing import Any

import httpx

from simulator.edge.edge import Edge
from simulator.stam import configuratie, tables
from simulator.stam.configuratie import Aanvraagbaar
from simulator.stam.indienen_api import indienen_v4, indienen_v5
from tests.stam.loketproef import EILAND, KAP, MILIEU, Proef

BASIS = "/publiek/verzoeken/api/indienen/v5/verzoeken"
GASTHEER = "http://dso.test"
PDF = b"%PDF-1.4 een plan"


async def _niets(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError(f"not for STAM: {scope['path']}")


class Loket:
    """A caller of Verzoek indienen, with a world in which two activiteiten can be applied for."""

    def __init__(self) -> None:
        self.proef = Proef.nieuw()
        for id_ in (KAP, MILIEU):
            self.proef.doe(configuratie.zet_activiteit, Aanvraagbaar(id_, id_, concept=id_ == KAP))

    def vraag(self, methode: str, pad: str, **rest: Any) -> httpx.Response:
        edge = Edge(self.proef.kern, [indienen_v4, indienen_v5], _niets)

        async def doe() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(edge)) as client:
                url = pad if pad.startswith("http") else f"{GASTHEER}{pad}"
                return await client.request(methode, url, **rest)

        return asyncio.run(doe())

    def begin(self, bericht: Any = None, **koppen: str) -> httpx.Response:
        kop = {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
        return self.vraag("POST", BASIS, json=indienbericht() if bericht is None else bericht, headers=kop)

    def begonnen(self, bericht: Any = None) -> dict[str, Any]:
        antwoord = self.begin(bericht)
        assert antwoord.status_code == 201, antwoord.text
        return dict(antwoord.json())

    def af(self, indiening: dict[str, Any]) -> httpx.Response:
        return self.vraag("POST", indiening["_links"]["afronden"]["href"])

    def ingediend(self, bericht: Any = None) -> dict[str, Any]:
        antwoord = self.af(self.begonnen(bericht))
        assert antwoord.status_code == 201, antwoord.text
        return dict(antwoord.json())

    def stuur(self, indiening: dict[str, Any], inhoud: bytes = PDF, naam: str = "plan.pdf", **velden: str) -> Any:
        bestand = {"bestand": (naam, inhoud, "application/pdf")}
        return self.vraag("POST", indiening["_links"]["documenten"]["href"], files=bestand, data=velden)

    def versie(self, nummer: str, volgnummer: int = 0) -> Any:
        return self.proef.lees(tables.versie_van, nummer, volgnummer).inhoud


def indienbericht(**anders: Any) -> dict[str, Any]:
    bericht: dict[str, Any] = {
        "verzoektype": "Aanvraag vergunning",
        "doel": "Initiëren",
        "naam": "Een boom",
        "project": {"naam": "Tuin", "omschrijving": "Een boom weg"},
        "bevoegdGezag": {"oin": EILAND, "naam": "Gemeente Testeiland"},
        "activiteiten": [
            {
                "activiteitId": KAP,
                "naam": "Boom kappen",
                "vragen": [
                    {"vraagId": "900101", "vraagtekst": "Om hoeveel bomen gaat het?", "antwoord": "2"},
                    {
                        "vraagId": "900109",
                        "vraagtekst": "Voeg een foto toe.",
                        "vraagclassificatie": "Gevraagde Bijlage",
                    },
                ],
            }
        ],
        "locaties": [
            {
                "bronlocatie": {
                    "adres": {
                        "bagId": "9920200000000001",
                        "straatnaam": "Kade",
                        "huisnummer": 1,
                        "postcode": "9990AA",
                        "woonplaats": "Testdorp",
                    }
                },
                "geometrie": {"type": "Point", "coordinates": [98500, 540800.5]},
            }
        ],
        "initiatiefnemer": {
            "bsn": "999990019",
            "voorletters": "A.",
            "achternaam": "Proef",
            "correspondentieadres": {
                "adrestype": "Postbus",
                "nummer": 12,
                "postcode": "9990AA",
                "woonplaats": "Testdorp",
            },
        },
        "vragen": [{"vraagId": "900001", "vraagtekst": "Vraagt u dit zelf aan?", "antwoord": "Ja"}],
    }
    return bericht | anders
