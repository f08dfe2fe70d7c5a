"""What callers of Verzoek afhandelen send, as the room knows it. Raises BodyOngeldig, with every fault."""

import math
import re
from datetime import date
from typing import Any

from simulator.contract.errors import BodyOngeldig
from simulator.stam import instanties, zoeken
from simulator.stam.model import Ring

_MAX_PUNTEN = 10_000
_MAX_METERS = 10_000_000.0
_ZOEKVELDEN = ("geometrie", "verzoeknummer", "indienDatumVanaf", "indienDatumTot")


def oin(body: Any, *, mag_leeg: bool) -> str:
    """The OIN in a change of addressee; "" for none. mag_leeg: null and "" are allowed."""
    if not isinstance(body, dict):
        raise BodyOngeldig(("body", "Verwacht wordt een JSON-object met oin"))
    fouten = [(str(naam)[:60], "Dit veld hoort hier niet; wel: oin") for naam in body if naam != "oin"]
    waarde = body.get("oin")
    leeg = waarde is None or waarde == ""
    if "oin" not in body or (leeg and not mag_leeg):
        fouten.append(("oin", "Dit veld is verplicht"))
    elif not leeg and not (isinstance(waarde, str) and instanties.is_oin(waarde)):
        fouten.append(("oin", "Verwacht wordt een OIN: twintig cijfers"))
    if fouten:
        raise BodyOngeldig(*fouten)
    return "" if leeg else str(waarde)


def zoekvraag(body: Any) -> zoeken.Vraag:
    """What is searched for."""
    if not isinstance(body, dict):
        raise BodyOngeldig(("body", "Verwacht wordt een JSON-object met geometrie of verzoeknummer"))
    fouten = [
        (str(naam)[:60], f"Dit veld hoort hier niet; wel: {', '.join(_ZOEKVELDEN)}")
        for naam in body
        if naam not in _ZOEKVELDEN
    ]
    if ("geometrie" in body) == ("verzoeknummer" in body):
        fouten.append(("body", "Geef precies een van geometrie en verzoeknummer"))
    vlak: tuple[Ring, ...] = ()
    verzoeknummer = ""
    if "geometrie" in body:
        vlak, fout = _vlak(body["geometrie"])
        fouten += [("geometrie", fout)] if fout else []
    elif "verzoeknummer" in body:
        verzoeknummer = body["verzoeknummer"]
        if not isinstance(verzoeknummer, str) or not re.fullmatch("[0-9]{13}", verzoeknummer):
            fouten.append(("verzoeknummer", "Verwacht worden dertien cijfers"))
    dagen = {}
    for naam in ("indienDatumVanaf", "indienDatumTot"):
        dagen[naam], fout = _dag(body.get(naam))
        fouten += [(naam, fout)] if fout else []
    vanaf, tot = dagen["indienDatumVanaf"], dagen["indienDatumTot"]
    if vanaf is not None and tot is not None and vanaf > tot:
        fouten.append(("indienDatumVanaf", "Deze dag ligt na indienDatumTot"))
    if fouten:
        raise BodyOngeldig(*fouten)
    return zoeken.Vraag(vlak, verzoeknummer, vanaf, tot)


def _dag(waarde: Any) -> tuple[date | None, str]:
    """(the day, what is wrong with it)."""
    if waarde is None:
        return None, ""
    try:
        if isinstance(waarde, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", waarde):
            dag = date.fromisoformat(waarde)
            if 1971 <= dag.year <= 9000:
                return dag, ""
    except ValueError:
        pass
    return None, "Verwacht wordt een datum als 2026-03-02"


def _vlak(geometrie: Any) -> tuple[tuple[Ring, ...], str]:
    """(the rings of a GeoJSON Polygon in RD, what is wrong with it)."""
    if not isinstance(geometrie, dict) or geometrie.get("type") != "Polygon":
        return (), "Verwacht wordt een GeoJSON Polygon in RD (EPSG:28992)"
    ruw = geometrie.get("coordinates")
    if not isinstance(ruw, list) or not ruw:
        return (), "coordinates is een lijst van ringen"
    if sum(len(ring) for ring in ruw if isinstance(ring, list)) > _MAX_PUNTEN:
        return (), f"Een vlak heeft hier hoogstens {_MAX_PUNTEN} punten"
    ringen = []
    for ring in ruw:
        punten = tuple(_punt(punt) for punt in ring) if isinstance(ring, list) else ()
        heel = [punt for punt in punten if punt is not None]
        if len(heel) != len(punten) or len(heel) < 4 or heel[0] != heel[-1]:
            return (), "Een ring heeft minstens vier punten [x, y] in meters, en het laatste is gelijk aan het eerste"
        ringen.append(tuple(heel))
    return (tuple(ringen), "") if zoeken.is_vlak(ringen) else ((), "De rand van dit vlak snijdt of raakt zichzelf")


def _punt(punt: Any) -> tuple[float, float] | None:
    if not isinstance(punt, list) or not 2 <= len(punt) <= 3:
        return None
    if not all(isinstance(g, int | float) and not isinstance(g, bool) and math.isfinite(g) for g in punt):
        return None
    x, y = float(punt[0]), float(punt[1])
    return (x, y) if max(abs(x), abs(y)) <= _MAX_METERS else None
