"""The plan: one TOML file that says which software is judged, on what, and how it is driven."""

import os
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from simulator.basischeck import tijd
from simulator.basischeck.uitkomsten import Configfout

ACTIES = (
    "valideren",
    "publiceren",
    "publiceren_met_gebrek",
    "herstellen",
    "wijzigen",
    "afbreken",
    "verkeerde_opdracht",
)
VRAGEN = ("tonen", "zoek_regeling")


def _is_duur(waarde: str) -> str:
    tijd.duur(waarde)
    return waarde


Tekst = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Duur = Annotated[str, AfterValidator(_is_duur)]
Naam = Literal[
    "valideren",
    "publiceren",
    "publiceren_met_gebrek",
    "herstellen",
    "wijzigen",
    "afbreken",
    "verkeerde_opdracht",
    "tonen",
    "zoek_regeling",
]


class _Streng(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisatie(_Streng):
    """An organisation for which the software works."""

    naam: Tekst
    code: Tekst
    oin: Annotated[str, StringConstraints(pattern=r"^\d{20}$")] | None = None
    rol: Literal["bevoegd gezag", "behandeldienst", "ketenpartner"] = "bevoegd gezag"


class Sut(_Streng):
    """The software under test."""

    naam: Tekst
    leverancier: Tekst
    versie: Tekst
    softwaretype: Literal["plan"] = "plan"
    organisaties: list[Organisatie] = []


class Keuze(_Streng):
    """Which checks run: all of `suites`, or only `alleen`; `nvt` gives per check why it does not apply."""

    suites: list[Literal["lvbb", "ozon"]] = ["lvbb", "ozon"]
    alleen: list[Tekst] = []
    nvt: dict[str, Tekst] = {}


class Klok(_Streng):
    """The clock: where it begins, how fast it runs, and whether waiting is on it or in real time."""

    begin: datetime | None = None
    snelheid: Annotated[float, Field(ge=0)] = 1
    wachten: Literal["virtueel", "echt"] | None = None
    wachttijd: Duur | None = None


class Sturing(_Streng):
    """How the software is driven."""

    wijze: Literal["referentie", "opdracht", "hand"] = "hand"
    acties: dict[Naam, Annotated[list[Tekst], Field(min_length=1)]] = {}

    @model_validator(mode="after")
    def _opdracht_heeft_acties(self) -> "Sturing":
        if self.wijze == "opdracht" and not self.acties:
            raise ValueError("bij wijze 'opdracht' hoort onder [besturing.acties] ten minste één opdracht")
        return self


class Plan(_Streng):
    """The whole plan. profiel: what the product has, by name of the action; what is not named it has."""

    sut: Sut
    profiel: dict[Naam, bool] = {}
    checks: Keuze = Keuze()
    klok: Klok = Klok()
    besturing: Sturing = Sturing()
    antwoorden: dict[str, Literal["ja", "nee"]] = {}
    seed: int = 1
    opnieuw: bool = False


REFERENTIE = Plan(
    sut=Sut(naam="Referentie-plansoftware", leverancier="dso-lv-simulator", versie="1"),
    klok=Klok(begin=datetime.fromisoformat("2026-03-02T08:00:00+00:00")),
    besturing=Sturing(wijze="referentie"),
)
"""The plan of the bundled reference; used where no plan file is given."""


def lees(bestand: Path) -> Plan:
    """Read a plan file; `$NAAM` as a whole value is taken from the environment.

    Raises Configfout that names each wrong field, in Dutch.
    """
    try:
        inhoud = tomllib.loads(bestand.read_text(encoding="utf-8"))
    except OSError as fout:
        raise Configfout(f"het plan {bestand} kan niet gelezen worden: {fout.strerror}") from fout
    except ValueError as fout:
        raise Configfout(f"het plan {bestand} is geen geldige TOML: {fout}") from fout
    try:
        return Plan.model_validate(_omgeving(inhoud))
    except ValidationError as fout:
        regels = "\n".join(f"  {_veld(fout_)}: {_reden(fout_)}" for fout_ in fout.errors())
        raise Configfout(f"het plan {bestand} klopt niet:\n{regels}") from None


def _omgeving(waarde: Any) -> Any:
    if isinstance(waarde, dict):
        return {sleutel: _omgeving(deel) for sleutel, deel in waarde.items()}
    if isinstance(waarde, list):
        return [_omgeving(deel) for deel in waarde]
    if isinstance(waarde, str) and waarde.startswith("$") and waarde[1:].isidentifier():
        if (gevonden := os.environ.get(waarde[1:])) is None:
            raise Configfout(f"het plan verwijst naar de omgevingsvariabele {waarde[1:]}, en die is er niet")
        return gevonden
    return waarde


def _veld(fout: Any) -> str:
    delen = [f"[{deel + 1}]" if isinstance(deel, int) else f".{deel}" for deel in fout["loc"] if deel != "[key]"]
    return "".join(delen).removeprefix(".") or "het plan"


def _reden(fout: Any) -> str:
    soort, ctx, gekregen = fout["type"], fout.get("ctx") or {}, fout.get("input")
    vast = {
        "missing": "ontbreekt",
        "extra_forbidden": "dit veld is er niet; is het verkeerd geschreven?",
        "string_too_short": "mag niet leeg zijn",
        "too_short": "mag niet leeg zijn",
        "string_type": f"moet tekst zijn, en is {gekregen!r}",
        "bool_parsing": f"moet true of false zijn, en is {gekregen!r}",
        "bool_type": f"moet true of false zijn, en is {gekregen!r}",
        "int_parsing": f"moet een geheel getal zijn, en is {gekregen!r}",
        "int_type": f"moet een geheel getal zijn, en is {gekregen!r}",
        "float_parsing": f"moet een getal zijn, en is {gekregen!r}",
        "dict_type": "moet een tabel zijn",
        "list_type": "moet een lijst zijn",
        "model_type": "moet een tabel zijn",
        "greater_than_equal": f"moet ten minste {ctx.get('ge')} zijn, en is {gekregen!r}",
        "string_pattern_mismatch": f"heeft niet de goede vorm (een OIN heeft 20 cijfers), en is {gekregen!r}",
    }
    if soort in vast:
        return vast[soort]
    if soort == "literal_error":
        return f"{gekregen!r} kan niet; kies uit {str(ctx.get('expected', '')).replace(' or ', ' of ')}"
    if soort == "value_error":
        return str(ctx.get("error", ""))
    if soort.startswith("datetime"):
        return f"moet een moment zijn als 2026-03-02T08:00:00Z, en is {gekregen!r}"
    return f"klopt niet: {gekregen!r} ({soort})"
