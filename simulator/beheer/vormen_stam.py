"""The schemas of what the control API answers about STAM; a test holds every answer against them."""

from simulator.beheer.vormen import DAG, GETAL, MOMENT, TEKST, VLAG, Schema, lijst, of_niets, vorm, woorden
from simulator.stam.model import TYPEN

_NUMMER: Schema = {"type": "string", "pattern": "^[0-9]{13}$"}
_VOLGNUMMER: Schema = {"type": "string", "pattern": "^[0-9]{3,}$"}
_OIN: Schema = {"type": "string", "pattern": "^[0-9]{20}$"}
_ORGANISATIE = vorm({"oin": _OIN, "naam": TEKST})
_STATUS = woorden("queued", "sent", "acked", "retrying", "failed", "inbox")
_ROL = woorden("bevoegd gezag", "behandeldienst")
_TYPE = woorden(*TYPEN)

_UITKOMST = {
    "verzoeknummer": _NUMMER,
    "volgnummer": _VOLGNUMMER,
    "ontvangers": lijst(vorm({"oin": _OIN, "rol": _ROL, "kopie": VLAG, "status": _STATUS})),
    "onderdrukt": lijst(vorm({"oin": _OIN, "reden": TEKST})),
}
INGEDIEND = vorm({**_UITKOMST, "verzoeken": lijst(vorm(_UITKOMST))})
_KORT = {
    "verzoeknummer": _NUMMER,
    "volgnummer": _VOLGNUMMER,
    "naam": TEKST,
    "type": _TYPE,
    "doel": TEKST,
    "status": woorden("ingediend", "aangevuld", "ingetrokken"),
    "projectId": TEKST,
    "bevoegdGezag": _ORGANISATIE,
    "behandeldienst": of_niets(_ORGANISATIE),
    "ingediendOp": MOMENT,
    "gewijzigdOp": MOMENT,
    "herkomst": TEKST,
    "casus": TEKST,
}
VERZOEKEN = vorm({"verzoeken": lijst(vorm(_KORT)), "totaal": GETAL})
_DOCUMENT = vorm(
    {"documentId": TEKST, "bestandsnaam": TEKST, "mediatype": TEKST, "grootte": GETAL, "vertrouwelijk": VLAG}
)
_CIJFERS: Schema = {"type": "array", "items": {"type": "number"}}
_PUNT, _RING = of_niets(_CIJFERS), of_niets(lijst(_CIJFERS))
_TEKST_OF_GETAL: Schema = {"type": "object", "additionalProperties": {"type": ["string", "integer"]}}
_BRONLOCATIE = vorm(
    {
        "type": woorden("adres", "perceel", "puntlocatie", "vlaklocatie"),
        "adres": of_niets(_TEKST_OF_GETAL),
        "perceel": of_niets(_TEKST_OF_GETAL),
        "crs": of_niets(woorden("EPSG:28992", "EPSG:4258", "EPSG:4326")),
        "punt": _PUNT,
        "vlak": _RING,
    }
)
_LOCATIE = vorm({"crs": woorden("EPSG:4258"), "punt": _PUNT, "vlak": _RING})
_VERSIE = vorm(
    {
        "volgnummer": _VOLGNUMMER,
        "doel": TEKST,
        "ingediendOp": MOMENT,
        "naam": TEKST,
        "participatie": of_niets(VLAG),
        "toelichting": TEKST,
        "locaties": lijst(vorm({"bronLocatie": _BRONLOCATIE, "locatie": of_niets(_LOCATIE)})),
        "activiteiten": lijst(vorm({"id": TEKST, "naam": TEKST})),
        "documenten": lijst(_DOCUMENT),
    }
)
_HERROUTERING = vorm(
    {
        "soort": TEKST,
        "oud": of_niets(_ORGANISATIE),
        "nieuw": of_niets(_ORGANISATIE),
        "door": of_niets(_ORGANISATIE),
        "volgnummer": _VOLGNUMMER,
        "op": MOMENT,
    }
)
_NOTIFICATIE = {
    "volgnummer": _VOLGNUMMER,
    "oin": _OIN,
    "naam": TEKST,
    "rol": _ROL,
    "kopie": VLAG,
    "aanleiding": woorden("indiening", "aanvulling", "intrekking", "herroutering"),
    "status": _STATUS,
    "adapter": woorden("https", "ebms", "webhook", "inbox"),
    "berichtId": TEKST,
    "pogingen": GETAL,
    "geplandOp": MOMENT,
    "bevestigdOp": of_niets(MOMENT),
    "fout": TEKST,
    "journaal": lijst(GETAL),
}
NOTIFICATIE = vorm(_NOTIFICATIE)
_ONDERDRUKT = vorm({"volgnummer": _VOLGNUMMER, "oin": _OIN, "naam": TEKST, "reden": TEKST, "op": MOMENT})
_OPHALING = vorm(
    {
        "nummer": GETAL,
        "op": MOMENT,
        "operatie": TEKST,
        "oin": TEKST,
        "pad": TEKST,
        "status": GETAL,
        "volgnummer": of_niets(TEKST),
        "documentId": of_niets(TEKST),
    }
)
TERMIJN = vorm(
    {
        "begin": DAG,
        "einde": DAG,
        "weken": GETAL,
        "verlengdWeken": GETAL,
        "opgeschortSinds": of_niets(DAG),
        "opgeschortDagen": GETAL,
        "kennisgevingOp": of_niets(MOMENT),
    }
)
VERZOEK = vorm(
    {
        **_KORT,
        "project": lijst(_NUMMER),
        "versies": lijst(_VERSIE),
        "herrouteringen": lijst(_HERROUTERING),
        "notificaties": lijst(NOTIFICATIE),
        "onderdrukt": lijst(_ONDERDRUKT),
        "ophalingen": lijst(_OPHALING),
        "termijn": of_niets(TERMIJN),
    }
)
POSTVAK = vorm({"notificaties": lijst(vorm({"verzoeknummer": _NUMMER, **_NOTIFICATIE})), "totaal": GETAL})
ONTVANGST = vorm(
    {
        "oin": _OIN,
        "adapter": woorden("https", "ebms", "webhook", "inbox"),
        "url": TEKST,
        "gebruiker": TEKST,
        "heeftWachtwoord": VLAG,
        "headers": {"type": "object", "additionalProperties": TEKST},
        "opties": {"type": "object"},
        "waarschuwing": TEKST,
    }
)
INSTELLINGEN = vorm(
    {
        "profiel": woorden("stam-v2", "stam-v3", "stam-v4"),
        "routering": woorden("2020", "2022"),
        "pdf": woorden("leesbaar", "dummy"),
        "onbekendElement": VLAG,
        "volgnummerIntrekking": woorden("999", "volgend"),
    }
)
_CASUS = vorm({"casus": TEKST, "naam": TEKST, "uitleg": TEKST, "type": _TYPE})
LOKET = vorm(
    {
        "casussen": lijst(_CASUS),
        "typen": lijst(_TYPE),
        **dict.fromkeys(("doelen", "indieners", "locaties", "tekens", "bestandsnamen"), lijst(TEKST)),
    }
)
ACTIVITEIT = vorm(
    {
        "activiteitId": TEKST,
        "naam": TEKST,
        "gezag": woorden("eigen", "gemeente", "provincie", "waterschap", "ministerie"),
        "magneet": VLAG,
        "vereisten": lijst(_TYPE),
        "concept": VLAG,
        "herkomst": TEKST,
    }
)
ACTIVITEITEN = vorm({"activiteiten": lijst(ACTIVITEIT)})
BEHANDELDIENST = vorm(
    {
        "id": TEKST,
        "begindatum": DAG,
        "einddatum": of_niets(DAG),
        "bevoegdGezag": _ORGANISATIE,
        "activiteit": TEKST,
        "toestemming": TEKST,
        "behandeldienst": _ORGANISATIE,
        "gebied": TEKST,
    }
)
BEHANDELDIENSTEN = vorm({"behandeldiensten": lijst(BEHANDELDIENST)})
MANDAAT = vorm(
    {
        "bevoegdGezag": _ORGANISATIE,
        "activiteit": TEKST,
        "behandeldienst": _ORGANISATIE,
        "mandaat": woorden("volledig", "advies", "geen"),
    }
)
MANDATEN = vorm({"mandaten": lijst(MANDAAT)})
