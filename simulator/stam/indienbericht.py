"""The indienbericht of Verzoek indienen: from the JSON that a caller sends to what the loket takes.

Source: docs/bronnen.md#stam-indienen.
What it must hold is known: algemene gegevens, bevoegd gezag by OIN and naam, activiteiten, locatie with geometry in RD,
general questions and questions per activiteit. The names are ours (inferred) and stand in the contract.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from simulator.contract.errors import BodyOngeldig
from simulator.kernel import veldfouten
from simulator.stam.model import (
    RD,
    Activiteit,
    AdresAanduiding,
    Classificatie,
    Contactpersoon,
    Crs,
    Document,
    Doel,
    GevraagdeBijlage,
    Inhoud,
    Instantie,
    Locatie,
    Locatietype,
    Perceel,
    Persoon,
    Punt,
    Ring,
    Specificatie,
    Type,
)
from simulator.stam.waarden import kameel
from simulator.stelsel.rd import etrs89_van_rd

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_DIEP = 30
_NOEM = 10
_DOELEN: dict[str, Doel] = {
    "initieren": "Initiëren",
    "conceptverzoek": "Conceptverzoek",
    "vooroverleg": "Conceptverzoek",
    "aanvullen": "Aanvullen",
    "intrekken": "Intrekken",
}


@dataclass(frozen=True)
class Project:
    """project_id: of an earlier verzoek of the same project, "" for a new one."""

    naam: str
    omschrijving: str = ""
    project_id: str = ""


@dataclass(frozen=True)
class Vraag:
    """A question with its answer."""

    vraag_id: str
    vraagtekst: str
    antwoord: str = ""
    vraagclassificatie: Classificatie | None = None
    groepering: str = ""
    vraagreferentie: str = ""
    publiceerbaar: bool = True
    oorspr_antwoord: str = ""


@dataclass(frozen=True)
class ActiviteitMetVragen:
    """An activiteit with the questions about it."""

    activiteit_id: str
    naam: str
    subactiviteit: str = ""
    vragen: tuple[Vraag, ...] = ()


@dataclass(frozen=True)
class Bronlocatie:
    """How the applicant pointed it out (CIM-AM, Projectlocatie).

    type: None where it follows from the rest; geometrie: a Point or Polygon of GeoJSON as it was entered, in `crs`;
    None where that is the geometry in RD itself.
    """

    type: Locatietype | None = None
    adres: AdresAanduiding | None = None
    perceel: Perceel | None = None
    geometrie: dict[str, Any] | None = None
    crs: Crs = RD


@dataclass(frozen=True)
class LocatieMetGeometrie:
    """geometrie: a Point or Polygon of GeoJSON, in RD."""

    geometrie: dict[str, Any]
    bronlocatie: Bronlocatie = Bronlocatie()


@dataclass(frozen=True)
class Bijgevoegd:
    """A document of an earlier message that an aanvulling keeps; who leaves it out lets it lapse."""

    document_id: str
    vraag_id: str = ""
    documentsoort: str = ""


@dataclass(frozen=True)
class Indienbericht:
    """The whole message. doel: as sent; verzoeknummer: for an aanvulling or intrekking."""

    verzoektype: Type
    doel: str
    naam: str
    project: Project
    bevoegd_gezag: Instantie
    activiteiten: tuple[ActiviteitMetVragen, ...]
    locaties: tuple[LocatieMetGeometrie, ...]
    initiatiefnemer: Persoon
    gemachtigde: Persoon | None = None
    contactpersoon: Contactpersoon | None = None
    vragen: tuple[Vraag, ...] = ()
    documenten: tuple[Bijgevoegd, ...] = ()
    verzoeknummer: str = ""
    ambtshalve: bool = False
    akkoordverklaring: bool = True
    referentie_aanvrager: str = ""
    toelichting: str = ""
    participatie: bool | None = None


@dataclass(frozen=True)
class Intrekking:
    """A message that only withdraws."""

    doel: str
    verzoeknummer: str
    toelichting: str = ""


@dataclass(frozen=True)
class MetVraag:
    """A document with the question that it answers, "" for none."""

    document: Document
    vraag_id: str = ""
    documentsoort: str = ""


def doel_van(tekst: str) -> Doel:
    """What a message is for, in either generation of spelling. Raises BodyOngeldig."""
    kaal = "".join(teken for teken in unicodedata.normalize("NFKD", tekst) if not unicodedata.combining(teken))
    gevonden = _DOELEN.get(kaal.strip().lower())
    if gevonden is None:
        raise BodyOngeldig(("doel", "kies uit Initiëren, Conceptverzoek (of Vooroverleg), Aanvullen en Intrekken"))
    return gevonden


def lees(gegevens: Any) -> Indienbericht | Intrekking:
    """Read a message. Raises BodyOngeldig with every field that is no good."""
    from pydantic import ValidationError

    if not isinstance(gegevens, dict):
        raise BodyOngeldig(("body", "Dit is geen JSON-object"))
    doel = gegevens.get("doel")
    intrekking = isinstance(doel, str) and doel_van(doel) == "Intrekken"
    try:
        gelezen: Indienbericht | Intrekking = _adapter(Intrekking if intrekking else Indienbericht).validate_python(
            _ons(gegevens)
        )
    except ValidationError as fout:
        raise BodyOngeldig(*_klachten(fout.errors(include_url=False))) from None
    if doel_van(gelezen.doel) in ("Aanvullen", "Intrekken") and not gelezen.verzoeknummer:
        raise BodyOngeldig(("verzoeknummer", "bij aanvullen en intrekken hoort het nummer van het verzoek"))
    return gelezen


def inhoud(bericht: Indienbericht, documenten: Sequence[MetVraag] = ()) -> Inhoud:
    """What the loket takes, with these documents where they belong. Raises BodyOngeldig for a useless geometry."""
    bij_vraag: dict[str, list[MetVraag]] = {}
    for rij in documenten:
        bij_vraag.setdefault(rij.vraag_id, []).append(rij)
    algemeen = [_specificatie(vraag, "Aanvrager", bij_vraag) for vraag in bericht.vragen]
    activiteiten = []
    for nummer, activiteit in enumerate(bericht.activiteiten):
        eigen = [_specificatie(vraag, "Activiteit", bij_vraag) for vraag in activiteit.vragen]
        # A message has its questions with an activiteit: the general ones go with the first (inferred).
        specificaties = (*(algemeen if nummer == 0 else ()), *eigen)
        activiteiten.append(
            Activiteit(activiteit.activiteit_id, activiteit.naam, activiteit.subactiviteit, specificaties)
        )
    return Inhoud(
        naam=bericht.naam,
        type=bericht.verzoektype,
        project_naam=bericht.project.naam,
        project_omschrijving=bericht.project.omschrijving,
        initiatiefnemer=bericht.initiatiefnemer,
        gemachtigde=bericht.gemachtigde,
        contactpersoon=bericht.contactpersoon,
        locaties=tuple(_locatie(nummer, rij) for nummer, rij in enumerate(bericht.locaties)),
        activiteiten=tuple(activiteiten),
        bijlagen=tuple(rij.document for rij in bij_vraag.pop("", ())),
        ambtshalve=bericht.ambtshalve,
        akkoordverklaring=bericht.akkoordverklaring,
        referentie_aanvrager=bericht.referentie_aanvrager,
        toelichting=bericht.toelichting,
        participatie=bericht.participatie,
    )


def vragen(bericht: Indienbericht) -> set[str]:
    """The ids of every question in it."""
    per_activiteit = (vraag for activiteit in bericht.activiteiten for vraag in activiteit.vragen)
    return {vraag.vraag_id for vraag in (*bericht.vragen, *per_activiteit)}


def _specificatie(vraag: Vraag, soort: Classificatie, bij_vraag: dict[str, list[MetVraag]]) -> Specificatie:
    """A question as a message has it; the documents that answer it go with the first question of this id."""
    per_soort: dict[str, list[Document]] = {}
    for rij in bij_vraag.pop(vraag.vraag_id, ()) if vraag.vraag_id else ():
        per_soort.setdefault(rij.documentsoort, []).append(rij.document)
    return Specificatie(
        vraag.vraag_id,
        vraag.vraagtekst,
        vraag.antwoord,
        vraag.vraagclassificatie or soort,
        vraag.groepering,
        vraag.oorspr_antwoord,
        vraag.vraagreferentie,
        vraag.publiceerbaar,
        tuple(GevraagdeBijlage(soort_, tuple(documenten)) for soort_, documenten in per_soort.items()),
    )


def _locatie(nummer: int, rij: LocatieMetGeometrie) -> Locatie:
    """A location as it was entered, with what ETRS89 makes of it: RD is of the draft. Raises BodyOngeldig."""
    plek, bron = f"locaties[{nummer}]", rij.bronlocatie
    soort, punten = _vorm(f"{plek}.geometrie", rij.geometrie, RD)
    if bron.geometrie is not None:
        soort, punten = _vorm(f"{plek}.bronlocatie.geometrie", bron.geometrie, bron.crs)
    elif bron.crs != RD:
        raise BodyOngeldig((f"{plek}.bronlocatie.crs", "geef ook de geometrie zoals die is ingevoerd"))
    in_rd = bron.crs == RD
    graden = tuple(etrs89_van_rd(*punt) for punt in punten) if in_rd else punten
    gelezen = Locatie(bron.adres, bron.perceel, bron_crs="EPSG:4326" if bron.crs == "EPSG:4326" else None)
    if soort == "Point":
        gelezen = replace(gelezen, punt=punten[0] if in_rd else None, etrs_punt=graden[0])
    else:
        gelezen = replace(gelezen, vlak=punten if in_rd else None, etrs_vlak=graden)
    if bron.type not in (None, gelezen.bron_type):
        raise BodyOngeldig((f"{plek}.bronlocatie.type", f"{bron.type}, maar wat er staat is een {gelezen.bron_type}"))
    return gelezen


def _vorm(plek: str, geometrie: Mapping[str, Any], crs: Crs) -> tuple[str, Ring]:
    """(Point or Polygon, its positions): x and y in RD, else latitude and longitude. Raises BodyOngeldig."""
    soort, getallen = geometrie.get("type"), geometrie.get("coordinates")
    lees_punt = _punt if crs == RD else _graden
    try:
        if soort == "Point":
            return soort, (lees_punt(getallen),)
        if soort == "Polygon" and isinstance(getallen, list) and len(getallen) == 1:
            return soort, tuple(lees_punt(paar) for paar in getallen[0])
    except (TypeError, ValueError, OverflowError):
        pass
    wat = "RD-meters" if crs == RD else f"lengte en breedte in graden ({crs})"
    raise BodyOngeldig((plek, f"verwacht wordt een Point of een Polygon zonder gaten, als GeoJSON met {wat}"))


def _punt(paar: Any) -> Punt:
    """RD of which the conversion to degrees makes sense. Raises TypeError, ValueError."""
    x, y = paar
    if isinstance(x, bool) or isinstance(y, bool) or not (abs(x) < 1e6 and abs(y) < 1e6):
        raise ValueError(paar)
    return float(x), float(y)


def _graden(paar: Any) -> Punt:
    """(latitude, longitude) of a position of GeoJSON, in the neighbourhood. Raises TypeError, ValueError."""
    lengte, breedte = paar
    if isinstance(lengte, bool) or isinstance(breedte, bool) or not (0 <= lengte <= 10 and 50 <= breedte <= 56):
        raise ValueError(paar)
    return float(breedte), float(lengte)


@cache
def _adapter(soort: type[Any]) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter  # takes time that only an indiening needs

    return TypeAdapter(soort)


def _ons(gegevens: Any, diepte: int = 0) -> Any:
    """With our names in the place of those of JSON; a geometry is left as it is. Raises BodyOngeldig."""
    if diepte > _DIEP:
        raise BodyOngeldig(("body", "Dit is te diep genest"))
    if isinstance(gegevens, dict):
        eigen = {naam: _ons(waarde, diepte + 1) for naam, waarde in gegevens.items()}
        return {_slang(naam): gegevens[naam] if naam == "geometrie" else waarde for naam, waarde in eigen.items()}
    if isinstance(gegevens, list):
        return [_ons(deel, diepte + 1) for deel in gegevens]
    return gegevens


def _slang(naam: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda treffer: f"_{treffer[1].lower()}", naam)


def _klachten(fouten: Iterable[Any]) -> list[tuple[str, str]]:
    """(field, reason in Dutch); of a choice between kinds of person or address each kind tells its own."""
    uit: dict[str, str] = {}
    for fout in fouten:
        waar = ""
        for stuk in fout["loc"]:
            if isinstance(stuk, int):
                waar += f"[{stuk}]"
            elif not stuk[:1].isupper():
                waar += f".{kameel(stuk)}" if waar else kameel(stuk)
        uit.setdefault(waar or "body", veldfouten.reden(fout))
    return list(uit.items())[:_NOEM]
