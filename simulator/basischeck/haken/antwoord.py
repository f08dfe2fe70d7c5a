"""What a hook or a command may answer: the one definition that judges answers, and that page and JSON Schema follow.

Every field may be absent, and what is absent is not judged; fields that are not named here are let be. A field of the
wrong kind is a fault of the set-up, and never a failure of the software.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, RootModel, TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema

from simulator.basischeck.uitkomsten import Configfout
from simulator.kernel import veldfouten

Tekst = str | int | float
"""A number stands for text where a register keeps it so."""
Getal = int | Annotated[str, Field(pattern=r"^\d+$")]


class _Open(BaseModel):
    """`null` is an empty field."""

    model_config = ConfigDict(extra="allow", strict=True)


class Vraag(_Open):
    """One question with its answer."""

    vraagId: Tekst | None = Field(None, description="het id van de vraag, zoals in het verzoek")  # noqa: N815  # as the wire
    antwoord: Tekst | None = Field(None, description="het antwoord, als tekst")
    gewijzigd: bool | None = Field(None, description="of een aanvulling dit antwoord veranderde")


class Activiteit(_Open):
    """One activity of a verzoek."""

    id: Tekst | None = Field(None, description="het id van de activiteit")
    naam: Tekst | None = Field(None, description="de naam, zoals in het verzoek")
    vragen: list[Vraag] | None = Field(None, description="de vragen met hun antwoord")


class Document(_Open):
    """One bijlage."""

    documentId: Tekst | None = Field(None, description="het id van het document, zoals in het verzoek")  # noqa: N815  # as the wire
    naam: Tekst | None = Field(None, description="de bestandsnaam")
    sha256: Tekst | None = Field(None, description="de SHA-256 van de bewaarde inhoud, in hex")
    vertrouwelijk: bool | None = Field(None, description="of het als vertrouwelijk is geregistreerd")
    vervallen: bool | str | None = Field(None, description="of het niet meer geldt: ja of nee, of de datum")


class Partij(_Open):
    """Who is involved."""

    rol: Tekst | None = Field(None, description="initiatiefnemer, gemachtigde of contactpersoon")
    soort: Tekst | None = Field(None, description="persoon of organisatie")
    naam: Tekst | None = Field(None, description="naam, voorletters en voorvoegsel mogen erbij")
    bsn: Tekst | None = Field(None, description="het BSN")
    kvk_nummer: Tekst | None = Field(None, description="het KVK-nummer")
    kvkNummer: Tekst | None = Field(None, description="hetzelfde, in een andere schrijfwijze")  # noqa: N815  # as the wire
    vestigingsnummer: Tekst | None = Field(None, description="het vestigingsnummer")
    emailadres: Tekst | None = Field(None, description="het e-mailadres")
    correspondentieadres: Any = Field(None, description="het correspondentieadres of de postbus, als tekst of object")
    postadres: Any = Field(None, description="hetzelfde, onder een andere naam")
    adres: Any = Field(None, description="het woon- of vestigingsadres, als tekst of object")


class Locatie(_Open):
    """Where."""

    soort: Tekst | None = Field(None, description="adres, perceel of geometrie")
    adres: Any = Field(None, description="het adres, als tekst of object")
    perceel: Tekst | None = Field(None, description="de kadastrale aanduiding")
    coordinaten: Any = Field(None, description="de coördinaten in RD")
    etrs: Any = Field(None, description="de coördinaten in ETRS89")
    object: Tekst | None = Field(None, description="een verwijzing naar het object in een register")
    gegevens: Any = Field(None, description="wat er nog meer van bekend is")


class Zaak(_Open):
    """What the software registered of a verzoek."""

    zaak_id: Tekst | None = Field(None, description="het nummer van de zaak, voor in het rapport")
    verzoeknummer: Tekst | None = Field(None, description="het verzoek waar zij bij hoort")
    organisatie: Tekst | None = Field(None, description="het OIN waarvoor de zaak loopt")
    type: Tekst | None = Field(None, description="het type van het verzoek, zoals Aanvraag vergunning")
    zaaktype: Tekst | None = Field(None, description="het eigen zaaktype, naast het type van het verzoek")
    doel: Tekst | None = Field(None, description="het doel van het verzoek, zoals Indienen of Conceptverzoek")
    naam: Tekst | None = Field(None, description="de naam van het verzoek")
    status: Tekst | None = Field(None, description="de status; ingetrokken, doorgezonden of afgehandeld is niet lopend")
    kopie: bool | None = Field(None, description="of dit een kopie is van wat een ander behandelt")
    indiendatum: Tekst | None = Field(None, description="de dag van indienen, als jjjj-mm-dd")
    fatale_datum: Tekst | None = Field(None, description="de laatste dag om te beslissen, als jjjj-mm-dd; leeg: geen")
    activiteiten: list[Activiteit | str] | None = Field(None, description="de activiteiten; een tekst is de naam")
    documenten: list[Document | str] | None = Field(None, description="de bijlagen; een tekst is de naam")
    partijen: list[Partij] | None = Field(None, description="de personen en organisaties")
    locaties: list[Locatie | str] | None = Field(None, description="de projectlocaties")
    volgnummers: list[Getal] | None = Field(None, description="de volgnummers die erin verwerkt zijn")
    historie: list[Tekst] | None = Field(None, description="de OIN's van wie het verzoek eerder had")
    samenwerkingen: list[Tekst] | None = Field(None, description="de OIN's van wie is uitgenodigd om mee te werken")
    bevestigdAan: list[Tekst] | None = Field(None, description="wie een ontvangstbevestiging kreeg")  # noqa: N815  # as the wire


class Zaken(RootModel[list[Zaak]]):
    """The answer to zaak_zoeken."""


class Actie(_Open):
    """What a command says of an action."""

    id_levering: Tekst | None = Field(None, description="de idLevering van de levering, zodat de check haar herkent")
    uitkomst: Any = Field(None, description="bij afbreken: de uitkomst die de gebruiker ziet")
    fout: Any = Field(None, description="wat de gebruiker ziet als de actie niet lukt")


DELEN: dict[str, type[_Open]] = {
    "zaak": Zaak,
    "activiteit": Activiteit,
    "vraag": Vraag,
    "document": Document,
    "partij": Partij,
    "locatie": Locatie,
    "actie": Actie,
}
"""Each part of an answer by its name on the page."""
ANTWOORDEN: dict[str, Any] = {
    "zaak_zoeken": Zaken,
    "tonen": Any,
    "zoek_regeling": Any,
    "actie": Actie,
}
"""What answers a question, by its name; of every action the same. Any: codes or ids are sought in whatever it is."""


@cache
def schema(naam: str) -> dict[str, Any]:
    """The JSON Schema of an answer, for who makes one. Raises KeyError for a name that is not there."""
    gemaakt = TypeAdapter(ANTWOORDEN[naam]).json_schema(schema_generator=_ZonderTitels)
    return {"$schema": GenerateJsonSchema.schema_dialect, "title": naam, **_zonder(gemaakt)}


class _ZonderTitels(GenerateJsonSchema):
    """Titles and defaults say nothing to a reader here."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False


def _zonder(deel: Any) -> Any:
    """Without the names and docstrings of our classes, which are for developers."""
    if isinstance(deel, list):
        return [_zonder(rij) for rij in deel]
    if not isinstance(deel, dict):
        return deel
    weg = {"default"} | ({"title", "description"} if "properties" in deel or "items" in deel else set())
    return {sleutel: _zonder(rij) for sleutel, rij in deel.items() if sleutel not in weg or isinstance(rij, dict)}


def keur(naam: str, waarde: Any) -> None:
    """Require that an answer has the form of the definition. Raises Configfout that names each wrong field."""
    vorm = ANTWOORDEN.get(naam, Any)
    if vorm is Any:
        return
    try:
        vorm.model_validate(waarde)
    except ValidationError as fout:
        regels = "; ".join(dict.fromkeys(_regel(rij) for rij in fout.errors(include_url=False)))
        raise Configfout(f"het antwoord op {naam} klopt niet: {regels}. De vorm staat in docs/haken.md") from None


def _regel(fout: Mapping[str, Any]) -> str:
    # Of a field that may be of several kinds, what pydantic names of the kind is no part of the place.
    velden = {veld for deel in DELEN.values() for veld in deel.model_fields}
    plek = ".".join(str(deel) for deel in fout["loc"] if isinstance(deel, int) or deel in velden)
    return f"{plek or 'het geheel'} {veldfouten.reden(fout, _EIGEN, gekregen=True)}"


_EIGEN = {"model_type": "moet een object zijn", "string_pattern_mismatch": "moet een geheel getal zijn"}
