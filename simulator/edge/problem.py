"""Problem details (RFC 9457) in Dutch: the shape of `/_sim` and of whatever belongs to no koppelvlak."""

from collections.abc import Mapping
from typing import Any

from simulator.contract import errors
from simulator.contract.call import PROBLEM, Answer, Call
from simulator.kernel.teksten import kort

_LANGSTE = 20_000
_TITEL = {
    400: "Het verzoek is niet goed",
    401: "Niet aangemeld",
    403: "Niet toegestaan",
    404: "Niet gevonden",
    405: "Deze methode kan hier niet",
    406: "Dit mediatype wordt niet gegeven",
    408: "Het verzoek kwam niet verder",
    409: "Dit kan nu niet",
    413: "Het verzoek is te groot",
    415: "Dit mediatype wordt niet aangenomen",
    416: "Dit deel bestaat niet",
    422: "Het verzoek is niet goed",
    431: "De koppen van het verzoek zijn te groot",
    500: "Fout van de simulator zelf",
    501: "Dit is nog niet gebouwd",
    503: "De simulator kan dit nu niet",
}


def probleem(status: int, detail: str, *, kop: Mapping[str, str] | None = None, **meer: Any) -> Answer:
    """An answer in problem details. detail: what was expected, what was received and what to do, in Dutch."""
    inhoud = {
        "type": "about:blank",
        "title": _TITEL.get(status, "Het lukt niet"),
        "status": status,
        "detail": kort(detail, _LANGSTE),
    }
    return Answer.json({**inhoud, **meer}, status, PROBLEM, kop)


def vorm(fout: Exception, call: Call) -> Answer:
    """What a contract error is here; a room with a shape of its own has its own."""
    detail, kop = beschrijf(fout, call.pad)
    status = fout.status if isinstance(fout, errors.Fout) else 500
    meer: dict[str, Any] = {"instance": call.pad}
    if isinstance(fout, errors.ParameterOngeldig):
        meer["invalid-params"] = [{"name": naam, "reason": reden} for naam, reden in fout.fouten]
    return probleem(status, detail, kop=kop, **meer)


def beschrijf(fout: Exception, pad: str) -> tuple[str, dict[str, str]]:
    """(what went wrong in Dutch, headers that belong to it) of a contract error."""
    match fout:
        case errors.MethodeOnbekend():
            toegestaan = ", ".join(fout.toegestaan)
            return f"{fout.methode} kan hier niet; wel: {toegestaan}.", {"Allow": toegestaan}
        case errors.PadOnbekend():
            return f"Er is niets op {pad}.", {}
        case errors.PadVerkeerdGecodeerd():
            return "Het pad bevat een gecodeerde schuine streep of tekens die geen UTF-8 zijn.", {}
        case errors.NietAcceptabel():
            return f"Accept vraagt {fout.gevraagd}; hier wordt gegeven: {', '.join(fout.geldig)}.", {}
        case errors.MediatypeOnbekend():
            gekregen = fout.gekregen or "geen"
            return f"Content-Type is {gekregen}; hier wordt aangenomen: {', '.join(fout.geldig)}.", {}
        case errors.ParameterOngeldig():
            return f"Het verzoek klopt niet: {fout}.", {}
        case errors.KopTeGroot():
            detail = f"De koppen van een verzoek mogen samen niet groter zijn dan {fout.maximum} bytes."
            return detail, {"Connection": "close"}
        case errors.TeLangzaam():
            return f"Er kwam {fout.seconden:g} seconden lang niets meer van het verzoek.", {"Connection": "close"}
        case errors.TeGroot():
            return f"Een verzoek mag hier niet groter zijn dan {fout.maximum} bytes.", {"Connection": "close"}
        case errors.BereikOngeldig():
            detail = f"Range vraagt een deel voorbij het einde: er zijn {fout.grootte} bytes."
            return detail, {"Content-Range": f"bytes */{fout.grootte}"}
        case errors.OmgevingOnbekend() | errors.NietAangemeld() | errors.NietToegestaan() | errors.OpslagKapot():
            return str(fout), {}
        case errors.CoderingOnbekend():
            return str(fout), {"Accept-Encoding": "gzip"}
        case errors.NietGebouwd():
            return f"De simulator heeft de operatie {fout.operatie} nog niet.", {}
        case errors.Storing():
            return "Er staat een storing aan in de simulator (zie /_sim/storingen).", {}
        case _:
            return "Er ging iets mis in de simulator zelf; het logboek van de simulator zegt wat.", {}
