"""What a plan says of the hooks: the tables under [haken]."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

VERTROUWELIJKHEID = (
    "openbaar",
    "beperkt_openbaar",
    "intern",
    "zaakvertrouwelijk",
    "vertrouwelijk",
    "confidentieel",
    "geheim",
    "zeer_geheim",
)
"""From open to closed (Documenten API, vertrouwelijkheidaanduiding; confirmed)."""


def _adres(waarde: str) -> str:
    if not waarde.startswith(("http://", "https://")):
        raise ValueError("moet beginnen met http:// of https://")
    return waarde.rstrip("/")


Adres = Annotated[str, AfterValidator(_adres)]
Tekst = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Streng(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Zgw(_Streng):
    """A zaakregister with the API's for Zaakgericht Werken, such as Open Zaak.

    zaken, documenten: base addresses such as https://openzaak.example.nl/zaken/api/v1; ook: other addresses that get
    the same token, such as that of the Catalogi API when it is on another host. client_id and geheim: of an application
    that may read. identificatie: the number of the zaak, with {verzoeknummer} in it, when the software makes it of
    that; without, every zaak is looked at for one with the verzoeknummer in its kenmerken, omschrijving or toelichting.
    eigenschappen: where the software keeps what the API has no field for, such as doel = "dso-doel". vertaal: names of
    the software's own zaaktypen and statussen to those of the DSO. inhoud: also fetch the documents, to compare them.
    """

    zaken: Adres
    documenten: Adres | None = None
    ook: list[Adres] = []
    client_id: Tekst
    geheim: Annotated[Tekst, Field(exclude=True, repr=False)]
    identificatie: str = ""
    eigenschappen: dict[str, Tekst] = {}
    vertaal: dict[str, str] = {}
    vertrouwelijk_vanaf: Literal[VERTROUWELIJKHEID] = "zaakvertrouwelijk"  # type: ignore[valid-type]  # the tuple above
    inhoud: bool = False
    hoogstens: Annotated[int, Field(ge=1, le=100_000)] = 5000


class Json(_Streng):
    """An address that answers JSON. {verzoeknummer} and the like are filled in, also in the texts of the body.

    pad: where in the answer the list is, such as "data.zaken"; velden: by name of ours, where an item has it.
    """

    url: Adres
    methode: Literal["GET", "POST"] = "GET"
    koppen: Annotated[dict[str, str], Field(exclude=True, repr=False)] = {}
    body: Any = None
    pad: str = ""
    velden: dict[str, Tekst] = {}


class Haken(_Streng):
    """The hooks, each by the question it answers."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    zgw: Zgw | None = None
    json_: Annotated[dict[Literal["zaak_zoeken"], Json], Field(alias="json")] = {}
