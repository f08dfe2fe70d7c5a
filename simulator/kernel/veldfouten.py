"""What pydantic finds wrong with a value, in Dutch: one table for every place where a user reads it.

A kind that is not in the table cannot come from JSON, TOML, a form or a setting; it is told in general terms.
"""

from collections.abc import Mapping
from typing import Any

ALGEMEEN = "heeft niet de verwachte vorm"
_TEKST, _GEHEEL, _GETAL = "moet tekst zijn", "moet een geheel getal zijn", "moet een getal zijn"
_VLAG, _LIJST, _OBJECT = "moet true of false zijn", "moet een lijst zijn", "moet een JSON-object zijn"
_DATUM, _MOMENT = "moet een datum zijn als 2026-12-31", "moet een moment zijn als 2026-03-02T08:00:00Z"
_TIJD, _DUUR, _KEUZE = "moet een tijd zijn als 08:00:00", "moet een duur zijn als PT2H", "kies uit {expected}"
_LANG = 80
_REDENEN: Mapping[str, str] = {
    "missing": "ontbreekt",
    "missing_argument": "ontbreekt",
    "extra_forbidden": "dit veld is onbekend; is het verkeerd geschreven?",
    "json_invalid": "moet JSON zijn",
    "json_type": "moet JSON zijn",
    "invalid_key": "moet tekst als sleutels hebben",
    "recursion_loop": "verwijst naar zichzelf",
    "recursion_depth_exceeded": "is te diep genest",
    "none_required": "moet leeg zijn",
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "list_type": _LIJST,
    "tuple_type": _LIJST,
    "set_type": _LIJST,
    "frozen_set_type": _LIJST,
    "iterable_type": _LIJST,
    "too_short": "moet minstens {min_length} waarde(n) hebben",
    "too_long": "mag hoogstens {max_length} waarden hebben",
    "string_type": _TEKST,
    "string_unicode": _TEKST,
    "bytes_type": _TEKST,
    "string_too_short": "moet minstens {min_length} teken(s) hebben",
    "string_too_long": "mag hoogstens {max_length} tekens hebben",
    "string_not_ascii": "mag alleen ASCII-tekens hebben",
    "bytes_too_short": "moet minstens {min_length} byte(s) hebben",
    "bytes_too_long": "mag hoogstens {max_length} bytes hebben",
    "bool_type": _VLAG,
    "bool_parsing": _VLAG,
    "int_type": _GEHEEL,
    "int_parsing": _GEHEEL,
    "int_from_float": _GEHEEL,
    "int_parsing_size": "is te groot",
    "float_type": _GETAL,
    "float_parsing": _GETAL,
    "decimal_type": _GETAL,
    "decimal_parsing": _GETAL,
    "decimal_max_digits": "mag hoogstens {max_digits} cijfers hebben",
    "decimal_max_places": "mag hoogstens {decimal_places} decimalen hebben",
    "decimal_whole_digits": "mag hoogstens {whole_digits} cijfers voor de komma hebben",
    "finite_number": "moet een eindig getal zijn",
    "greater_than": "moet meer dan {gt} zijn",
    "greater_than_equal": "moet minstens {ge} zijn",
    "less_than": "moet minder dan {lt} zijn",
    "less_than_equal": "mag hoogstens {le} zijn",
    "multiple_of": "moet een veelvoud van {multiple_of} zijn",
    "enum": _KEUZE,
    "literal_error": _KEUZE,
    "union_tag_invalid": "kies uit {expected_tags}",
    "date_type": _DATUM,
    "date_parsing": _DATUM,
    "date_from_datetime_parsing": _DATUM,
    "date_from_datetime_inexact": _DATUM,
    "date_past": "moet in het verleden liggen",
    "date_future": "moet in de toekomst liggen",
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "datetime_past": "moet in het verleden liggen",
    "datetime_future": "moet in de toekomst liggen",
    "timezone_naive": "mag geen tijdzone hebben",
    "timezone_aware": "moet een tijdzone hebben",
    "time_type": _TIJD,
    "time_parsing": _TIJD,
    "time_delta_type": _DUUR,
    "time_delta_parsing": _DUUR,
    "url_type": "moet een URL zijn",
    "url_parsing": "moet een URL zijn",
    "url_syntax_violation": "moet een URL zijn",
    "url_too_long": "mag hoogstens {max_length} tekens hebben",
    "url_scheme": "moet een URL zijn die begint met {expected_schemes}",
    "uuid_type": "moet een UUID zijn",
    "uuid_parsing": "moet een UUID zijn",
    "uuid_version": "moet een UUID van versie {expected_version} zijn",
    "value_error": "{error}",
    "assertion_error": "{error}",
}


def reden(fout: Mapping[str, Any], eigen: Mapping[str, str] | None = None, *, gekregen: bool = False) -> str:
    """Why a value is refused.

    fout: one of `ValidationError.errors()`; eigen: other words for some kinds; gekregen: say what was given too, which
    must not be done where that may be secret.
    """
    soort = fout["type"]
    waarden = {naam: _leesbaar(waarde) for naam, waarde in (fout.get("ctx") or {}).items()}
    zin = ({**_REDENEN, **(eigen or {})}).get(soort, ALGEMEEN).format_map(waarden)
    if not gekregen or soort in ("missing", "extra_forbidden", "value_error", "assertion_error"):
        return zin
    return f"{zin}, en is {_kort(repr(fout.get('input')))}"


def _leesbaar(waarde: Any) -> str:
    return f"{waarde:g}" if isinstance(waarde, float) else str(waarde).replace(" or ", " of ")


def _kort(tekst: str) -> str:
    return tekst if len(tekst) <= _LANG else f"{tekst[:_LANG]}…"
