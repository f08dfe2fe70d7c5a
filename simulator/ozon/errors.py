"""What Presenteren answers when it cannot, besides the faults that the contract itself finds.

Fout (simulator.contract.errors)
└── NietGevonden   404  no such regeling at this point of time

Two shapes, by the setting `problemen`: as recorded at a sibling API of OZON (type about:blank, the path as instance
and a timestamp), or as the specification writes it (docs/bronnen.md#ozon-fouten). The detail of 401 is measured, so is
that it comes without a key; that an unknown key is 403 is inferred. Titles of 400, 404, 415, 422 and 500 are confirmed;
the other ones are inferred.
"""

from typing import Any

from simulator.contract import errors
from simulator.contract.call import PROBLEM, Answer, Call
from simulator.kernel import clock, ids
from simulator.ozon.instellingen import instellingen

CATALOGUS = "https://service.omgevingswet.overheid.nl/publiek/catalogus/"
# status: (last part of the type, title)
_SOORTEN = {
    400: ("bad_request", "Ongeldige combinatie of inhoud van parameters"),
    401: ("unauthorized", "Niet geauthenticeerd"),
    403: ("forbidden", "Niet geautoriseerd"),
    404: ("not_found", "Resource niet gevonden"),
    405: ("method_not_allowed", "Methode niet toegestaan"),
    406: ("not_acceptable", "Niet te leveren media type"),
    413: ("payload_too_large", "Verzoek te groot"),
    415: ("media_type", "Ongeldig media type"),
    422: ("unprocessable_entity", "Niet-ondersteunde CRS"),
    429: ("too_many_requests", "Te veel verzoeken"),
    500: ("internal_server_error", "Fout aan de serverkant"),
    501: ("not_implemented", "Niet beschikbaar in de simulator"),
    503: ("service_unavailable", "Service niet beschikbaar"),
}


class NietGevonden(errors.Fout):
    """Nothing was found with what was asked."""

    status = 404


def vorm(fout: Exception, call: Call) -> Answer:
    """An error as OZON writes it."""
    status = fout.status if isinstance(fout, errors.Fout) else 500
    soort, titel = _SOORTEN.get(status, ("error", "Er ging iets mis"))
    if isinstance(fout, errors.BodyOngeldig):
        titel = "Ongeldige request body"
    detail, kop = _detail(fout)
    if isinstance(fout, errors.OpslagKapot):  # then there is no clock to read
        nu, zaad = clock.echt_nu(), 0
    else:
        with call.wereld.lees() as lezing:
            nu, zaad = lezing.nu, lezing.zaad
    if instellingen().problemen == "opgenomen":
        rand = {"type": "about:blank", "instance": call.pad, "timestamp": clock.iso(nu)}
    else:
        kenmerk = ids.uuid(zaad, f"ozon/problem/{call.pad}/{clock.iso(nu)}", status)
        rand = {"type": CATALOGUS + soort, "instance": f"urn:uuid:{kenmerk}"}
    inhoud: dict[str, Any] = {"type": rand.pop("type"), "title": titel, "status": status, "detail": detail, **rand}
    if isinstance(fout, errors.ParameterOngeldig):
        inhoud["invalid-params"] = [{"name": naam, "reason": reden} for naam, reden in fout.fouten]
    return Answer.json(inhoud, status, PROBLEM, kop)


def _detail(fout: Exception) -> tuple[str, dict[str, str]]:
    """(detail, headers that belong to it)."""
    match fout:
        case NietGevonden():
            return "Er zijn geen gegevens gevonden op grond van de opgegeven input parameters", {}
        case errors.BodyOngeldig():
            return "Het verzoek heeft een ongeldige request body", {}
        case errors.ParameterOngeldig():
            return "Het verzoek heeft een ongeldige request parameter", {}
        case errors.MediatypeOnbekend():
            geldig = ", ".join(fout.geldig)
            return f"Content-Type: '{fout.gekregen}' wordt niet ondersteund. Geldige waarden zijn: [{geldig}]", {}
        case errors.CoderingOnbekend():
            return str(fout), {"Accept-Encoding": "gzip"}
        case errors.MethodeOnbekend():
            toegestaan = ", ".join(fout.toegestaan)
            return f"Methode {fout.methode} wordt niet ondersteund; wel: {toegestaan}", {"Allow": toegestaan}
        case errors.NietAangemeld():
            return "Inloggegevens ontbreken", {}
        case errors.NietToegestaan() | errors.OmgevingOnbekend() | errors.OpslagKapot():
            return str(fout), {}
        case errors.NietAcceptabel():
            geldig = ", ".join(fout.geldig)
            return f"Accept: '{fout.gevraagd}' wordt niet ondersteund. Geldige waarden zijn: [{geldig}]", {}
        case errors.PadVerkeerdGecodeerd():
            return "Het pad is verkeerd gecodeerd: vervang een schuine streep door een laag streepje", {}
        case errors.PadOnbekend():
            return "Deze resource bestaat niet", {}
        case errors.NietGebouwd():
            return f"De simulator heeft de operatie {fout.operatie} nog niet", {}
        case errors.TeGroot():
            return f"Een verzoek is hier niet groter dan {fout.maximum} bytes", {"Connection": "close"}
        case errors.Storing():
            return "Deze storing is aangezet in de simulator", {}
        case _:
            return "Interne server fout", {}
