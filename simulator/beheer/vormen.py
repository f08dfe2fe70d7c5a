"""The schemas of what the control API answers; a test holds every answer against them."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
TEKST: Schema = {"type": "string"}
GETAL: Schema = {"type": "integer"}
BREUK: Schema = {"type": "number"}
VLAG: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAG: Schema = {"type": "string", "format": "date"}
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
VRIJ: Schema = {"type": "object"}
MERK: Schema = {"enum": ["confirmed", "client", "inferred"]}


def vorm(velden: Mapping[str, Schema], mag_ontbreken: tuple[str, ...] = ()) -> Schema:
    """An object with these fields and no others. mag_ontbreken: those that are not always there."""
    verplicht = [naam for naam in velden if naam not in mag_ontbreken]
    return {"type": "object", "properties": dict(velden), "required": verplicht, "additionalProperties": False}


def lijst(van: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": van}


def of_niets(van: Schema) -> Schema:
    """This, or null."""
    return {"anyOf": [van, {"type": "null"}]}


def woorden(*waarden: str) -> Schema:
    """One of these words."""
    return {"enum": list(waarden)}


KLOK = vorm({"nu": MOMENT, "snelheid": BREUK, "vandaag": DAG})
SPRONG = vorm({"nu": MOMENT, "snelheid": BREUK, "vandaag": DAG, "uitgevoerd": GETAL})
AGENDA = vorm(
    {
        "nu": MOMENT,
        "items": lijst(vorm({"nummer": GETAL, "op": MOMENT, "soort": TEKST, "wat": TEKST, "gegevens": VRIJ})),
        "totaal": GETAL,
    }
)
SNAPSHOT = vorm({"naam": TEKST, "genomenOp": MOMENT})
SNAPSHOTS = vorm({"snapshots": lijst(SNAPSHOT)})
OMGEVING = vorm(
    {
        "naam": TEKST,
        "streng": VLAG,
        "klok": KLOK,
        "begin": vorm({"klok": of_niets(MOMENT), "snelheid": BREUK, "zaad": GETAL}),
        "snapshots": lijst(TEKST),
        "adres": TEKST,
    }
)
OMGEVINGEN = vorm({"omgevingen": lijst(OMGEVING)})
_KANT = vorm({"omgeving": TEKST, "snapshot": of_niets(TEKST), "klok": MOMENT})
_VELD = vorm({"veld": TEKST, "was": {}, "wordt": {}})
VERSCHIL = vorm(
    {
        "van": _KANT,
        "naar": _KANT,
        "gelijk": VLAG,
        "tabellen": lijst(
            vorm(
                {
                    "tabel": TEKST,
                    "erbij": GETAL,
                    "weg": GETAL,
                    "anders": GETAL,
                    "voorbeelden": vorm(
                        {
                            "erbij": lijst(VRIJ),
                            "weg": lijst(VRIJ),
                            "anders": lijst(vorm({"sleutel": VRIJ, "velden": lijst(_VELD)})),
                        }
                    ),
                }
            )
        ),
    }
)
SLEUTEL = vorm({"kenmerk": TEKST, "naam": TEKST, "sleutel": TEKST}, ("sleutel",))
SLEUTELS = vorm({"sleutels": lijst(SLEUTEL)})
CERTIFICAAT = vorm({"kenmerk": TEKST, "naam": TEKST, "oins": lijst(TEKST)})
CERTIFICATEN = vorm({"certificaten": lijst(CERTIFICAAT)})
MACHTIGING = vorm({"organisatie": TEKST, "koppeling": TEKST, "dienst": TEKST, "leverancier": TEKST, "vanaf": MOMENT})
VERLEEND = vorm({"machtigingen": lijst(MACHTIGING)})
MACHTIGINGEN = vorm({"diensten": lijst(TEKST), "machtigingen": lijst(MACHTIGING)})
_KOPPEN: Schema = {"type": "object", "additionalProperties": TEKST}
_REGEL = vorm(
    {
        "nummer": GETAL,
        "op": MOMENT,
        "richting": woorden("in", "uit"),
        "koppelvlak": TEKST,
        "operatie": TEKST,
        "organisatie": TEKST,
        "methode": TEKST,
        "pad": TEKST,
        "status": GETAL,
        "duurMs": BREUK,
        "verzoek": vorm({"kop": _KOPPEN, "grootte": GETAL, "sha256": SHA256}, ("sha256",)),
        "antwoord": vorm({"kop": _KOPPEN, "grootte": GETAL}),
        "kenmerken": _KOPPEN,
        "regels": lijst(TEKST),
    }
)
JOURNAAL = vorm({"regels": lijst(_REGEL)})
ONDERWEG = vorm(
    {
        "onderweg": lijst(
            vorm(
                {
                    "koppelvlak": TEKST,
                    "operatie": TEKST,
                    "organisatie": TEKST,
                    "pad": TEKST,
                    "kenmerken": _KOPPEN,
                    "verzonden": GETAL,
                    "totaal": GETAL,
                }
            )
        )
    }
)
_PAREN = lijst(vorm({"name": TEKST, "value": TEKST}))
_HAR_REGEL: Schema = {
    "type": "object",
    "required": ["startedDateTime", "time", "request", "response", "cache", "timings"],
    "properties": {
        "startedDateTime": MOMENT,
        "time": BREUK,
        "request": {"type": "object", "properties": {"headers": _PAREN, "queryString": _PAREN}},
        "response": {"type": "object", "properties": {"headers": _PAREN}},
        "cache": VRIJ,
        "timings": vorm({"send": BREUK, "wait": BREUK, "receive": BREUK}),
    },
}
HAR = vorm(
    {
        "log": vorm(
            {
                "version": {"const": "1.2"},
                "creator": vorm({"name": TEKST, "version": TEKST}),
                "comment": TEKST,
                "entries": lijst(_HAR_REGEL),
            }
        )
    }
)
GEBEURTENIS = vorm({"nummer": GETAL, "op": MOMENT, "soort": TEKST, "gegevens": VRIJ})
GEBEURTENISSEN = vorm({"gebeurtenissen": lijst(GEBEURTENIS), "laatste": GETAL})
UITGAAND = vorm(
    {
        "uitgaand": lijst(
            vorm(
                {
                    "nummer": GETAL,
                    "berichtId": TEKST,
                    "soort": TEKST,
                    "status": woorden("wacht", "verstuurd", "mislukt"),
                    "pogingen": GETAL,
                    "fout": TEKST,
                    "volgende": of_niets(MOMENT),
                    "naar": TEKST,
                    "gegevens": VRIJ,
                }
            )
        )
    }
)
PROEF = vorm(
    {
        "url": TEKST,
        "gelukt": VLAG,
        "soort": TEKST,
        "adres": TEKST,
        "status": of_niets(GETAL),
        "naar": TEKST,
        "duurMs": BREUK,
        "verwacht": TEKST,
        "gekregen": TEKST,
        "doe": TEKST,
    }
)
STORINGEN = vorm(
    {
        "storingen": lijst(
            vorm(
                {
                    "koppelvlak": TEKST,
                    "operatie": TEKST,
                    "soort": TEKST,
                    "waarde": {},
                    "aantal": of_niets(GETAL),
                }
            )
        )
    }
)
LEVERING = vorm(
    {
        "leveringId": TEKST,
        "idLevering": of_niets(TEKST),
        "soort": of_niets(TEKST),
        "status": TEKST,
        "oin": TEKST,
        "bevoegdGezag": TEKST,
        "titel": TEKST,
        "uitkomst": TEKST,
        "regelingen": lijst(TEKST),
        "ontvangen": MOMENT,
        "getoetst": TEKST,
        "buitenDeKeten": VLAG,
    }
)
LEVERINGEN = vorm({"leveringen": lijst(LEVERING)})
_MELDING = vorm(
    {
        **dict.fromkeys(("code", "soort", "fase", "bestand", "plaats", "tekst", "verwacht", "gekregen"), TEKST),
        "ernst": woorden("fout", "waarschuwing", "ontraden"),
        "merk": MERK,
    }
)
OORDEEL = vorm(
    {
        "bestand": TEKST,
        "uitkomst": woorden("valide", "niet-valide", "technisch"),
        "idLevering": of_niets(TEKST),
        "gestoptIn": TEKST,
        "meldingen": lijst(_MELDING),
        "waarschuwingen": lijst(TEKST),
        "getoetst": TEKST,
        "bevoegdGezag": TEKST,
        "titel": TEKST,
    },
    ("bevoegdGezag", "titel"),  # a store of an earlier version has verdicts without them
)
ORGANISATIE = vorm(
    {
        "code": TEKST,
        "type": TEKST,
        "naam": TEKST,
        "oin": TEKST,
        "oinFictief": VLAG,
        "tooi": TEKST,
        "provincie": TEKST,
        "rollen": lijst(TEKST),
        "geldigTot": of_niets(DAG),
        "ingebouwd": VLAG,
    }
)
ORGANISATIES = vorm({"organisaties": lijst(ORGANISATIE), "totaal": GETAL})
CONTRACT = vorm(
    {
        "id": TEKST,
        "bestand": TEKST,
        "versie": TEKST,
        "merk": MERK,
        "bron": TEKST,
        "opgehaald": of_niets(DAG),
        "actief": VLAG,
        "adres": TEKST,
        "koppelvlak": of_niets(TEKST),
        "basis": of_niets(TEKST),
        "operaties": of_niets(vorm({"gebouwd": GETAL, "totaal": GETAL})),
    }
)
CONTRACTEN = vorm({"contracten": lijst(CONTRACT)})
DEKKING = vorm(
    {"contracten": lijst(VRIJ), "operaties": lijst(VRIJ), "fasen": lijst(VRIJ), "redenen": VRIJ, "regels": lijst(VRIJ)}
)
FIXTURE = vorm(
    {
        "naam": TEKST,
        "uitleg": TEKST,
        "stand": woorden("beschikbaar", "ingebracht", "nog-niet"),
        "buitenDeKeten": {"const": True},
        "ingebrachtOp": of_niets(MOMENT),
        "gemaakt": of_niets(VRIJ),
    }
)
FIXTURES = vorm({"toegestaan": VLAG, "fixtures": lijst(FIXTURE)})
_MAIL: Mapping[str, Schema] = {
    "nummer": GETAL,
    "op": MOMENT,
    "van": TEKST,
    "aan": lijst(TEKST),
    "onderwerp": TEKST,
    "verzoeknummers": lijst(TEKST),
    "grootte": GETAL,
}
MAILS = vorm({"mail": lijst(vorm(_MAIL)), "smtp": of_niets(TEKST)})
MAIL = vorm(
    {
        **_MAIL,
        "koppen": vorm({"van": TEKST, "aan": TEKST, "cc": TEKST}),
        "tekst": TEKST,
        "bijlagen": lijst(vorm({"naam": TEKST, "mediatype": TEKST, "grootte": GETAL})),
    }
)
STAND = vorm({"status": TEKST})
GEREED = vorm({"status": TEKST, "journaalVerloren": GETAL})
EEN_BERICHT: Schema = {"type": "string", "description": "Het bericht zoals het over de lijn ging."}
STROOM: Schema = {"type": "string", "description": "Server-sent events; het nummer is het id, de gegevens zijn JSON."}
BESTAND: Schema = {"type": "string", "format": "binary"}
