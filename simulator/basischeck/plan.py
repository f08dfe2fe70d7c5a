"""The plan: one TOML file that says which software is judged, on what, and how it is driven."""

import os
import re
import tomllib
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from simulator.basischeck import tijd
from simulator.basischeck import topologie as topologieen
from simulator.basischeck.haken.opgave import Haken
from simulator.basischeck.model import PLAN, VTH
from simulator.basischeck.topologie import Onderdeel, Topologie
from simulator.basischeck.uitkomsten import Configfout
from simulator.kernel import veldfouten
from simulator.kernel.redenen import os_reden

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
ACTIES_VTH = (
    "ophalen",
    "bevoegd_gezag_wijzigen",
    "behandeldienst_wijzigen",
    "gemiste_zoeken",
    "gerelateerde_zoeken",
    "samenwerking_starten",
)
VRAGEN_VTH = ("zaak_zoeken",)


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
    "ophalen",
    "bevoegd_gezag_wijzigen",
    "behandeldienst_wijzigen",
    "gemiste_zoeken",
    "gerelateerde_zoeken",
    "samenwerking_starten",
    "zaak_zoeken",
]


class _Streng(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Notificatieadres(_Streng):
    """Where an organisation is notified of verzoeken: the run sets this in the simulator before the first check.

    inbox: nothing is sent; the software asks for what waits. webhook is not the real contract. opties: what only that
    adapter knows, as docs/stam.md has it. Password and headers stay out of every dump: reports show the plan.
    """

    adapter: Literal["https", "webhook", "inbox"] = "https"
    url: str = ""
    gebruiker: str = ""
    wachtwoord: Annotated[str, Field(exclude=True, repr=False)] = ""
    headers: Annotated[dict[str, str], Field(exclude=True, repr=False)] = {}
    opties: dict[str, str] = {}

    @model_validator(mode="after")
    def _adres_erbij(self) -> "Notificatieadres":
        if (self.url != "") != (self.adapter != "inbox"):
            raise ValueError(f"bij adapter {self.adapter!r} hoort {'geen' if self.url else 'een'} url")
        return self


class Organisatie(_Streng):
    """An organisation for which the software works. ontvangst: for software that handles verzoeken."""

    naam: Tekst
    code: Tekst
    oin: Annotated[str, StringConstraints(pattern=r"^\d{20}$")] | None = None
    rol: Literal["bevoegd gezag", "behandeldienst", "ketenpartner"] = "bevoegd gezag"
    ontvangst: Notificatieadres | None = None


class Sut(_Streng):
    """The software under test. softwaretype: plan makes omgevingsdocumenten, vth handles verzoeken.

    certificaat and sleutel: PEM files of the certificate with which it makes itself known, relative to the plan; the
    key may stand in the file of the certificate. topologie, onderdelen: which products do the work together.
    """

    naam: Tekst
    leverancier: Tekst
    versie: Tekst
    softwaretype: Literal["plan", "vth"] = PLAN
    topologie: Topologie = "een-product"
    onderdelen: list[Onderdeel] = []
    organisaties: list[Organisatie] = []
    certificaat: Tekst | None = None
    sleutel: Tekst | None = None

    @model_validator(mode="after")
    def _sleutel_hoort_bij_certificaat(self) -> "Sut":
        if self.sleutel is not None and self.certificaat is None:
            raise ValueError("bij een sleutel hoort een certificaat")
        return self

    @model_validator(mode="after")
    def _topologie_klopt(self) -> "Sut":
        topologieen.keur(self.topologie, self.onderdelen, [(o.rol, o.oin) for o in self.organisaties])
        return self

    @model_validator(mode="after")
    def _een_vth_heeft_organisaties(self) -> "Sut":
        if self.softwaretype == VTH and not any(o.oin and o.rol != "ketenpartner" for o in self.organisaties):
            raise ValueError(
                "bij softwaretype 'vth' hoort onder [[sut.organisaties]] ten minste één bevoegd gezag of "
                "behandeldienst met zijn oin"
            )
        return self


class Simulator(_Streng):
    """The simulator that a run uses, unless the command line says another.

    ca: PEM file of whoever issued its certificate, relative to the plan; koppen: sent along with every call to it.
    """

    url: Tekst | None = None
    ca: Tekst | None = None
    koppen: dict[str, str] = {}


class Ontvangst(_Streng):
    """An address of the software that the simulator must be able to reach."""

    naam: Tekst
    url: Tekst
    methode: Literal["GET", "HEAD", "OPTIONS", "POST"] = "GET"
    koppen: dict[str, str] = {}


class Ontheffing(_Streng):
    """A failure that is accepted. code: of one finding of the check, else all; tot: the last day on which it holds."""

    check: Tekst
    code: str = ""
    reden: Tekst
    tot: date


class Keuze(_Streng):
    """Which checks for this type of software run: all of `suites`, or only `alleen`; `nvt`: why one does not apply."""

    suites: list[Literal["lvbb", "ozon", "stam"]] = ["lvbb", "ozon", "stam"]
    alleen: list[Tekst] = []
    nvt: dict[str, Tekst] = {}


class Klok(_Streng):
    """The clock: where it begins, how fast it runs, and whether waiting is on it or in real time."""

    begin: datetime | None = None
    snelheid: Annotated[float, Field(ge=0)] = 1
    wachten: Literal["virtueel", "echt"] | None = None
    wachttijd: Duur | None = None


class Sturing(_Streng):
    """How the software is driven. datumBekendmaking: the fixed one of packages that are made beforehand."""

    wijze: Literal["referentie", "opdracht", "hand"] = "hand"
    datumBekendmaking: date | None = None  # noqa: N815  # as opdracht.xml writes it
    acties: dict[Naam, Annotated[list[Tekst], Field(min_length=1)]] = {}

    @model_validator(mode="after")
    def _opdracht_heeft_acties(self) -> "Sturing":
        if self.wijze == "opdracht" and not self.acties:
            raise ValueError("bij wijze 'opdracht' hoort onder [besturing.acties] ten minste één opdracht")
        return self


class Termijn(_Streng):
    """How the software counts the term to decide: weken after the indiendatum, for these types of verzoek.

    schuift: a last day in a weekend or on a holiday moves to the next werkdag.
    """

    weken: Annotated[int, Field(ge=1, le=104)] = 8
    schuift: bool = False
    typen: list[Tekst] = ["Aanvraag vergunning"]


class Plan(_Streng):
    """The whole plan. profiel: what the product has, by name of the action; what is not named it has."""

    sut: Sut
    simulator: Simulator = Simulator()
    ontvangst: list[Ontvangst] = []
    profiel: dict[Naam, bool] = {}
    checks: Keuze = Keuze()
    klok: Klok = Klok()
    besturing: Sturing = Sturing()
    haken: Haken = Haken()
    termijn: Termijn = Termijn()
    antwoorden: dict[str, Literal["ja", "nee"]] = {}
    ontheffing: list[Ontheffing] = []
    seed: int = 1
    opnieuw: bool = False

    @model_validator(mode="after")
    def _een_ontheffing_per_bevinding(self) -> "Plan":
        keer = Counter((o.check, o.code.removeprefix(f"{o.check}/")) for o in self.ontheffing)
        if dubbel := ["/".join(deel for deel in sleutel if deel) for sleutel, aantal in keer.items() if aantal > 1]:
            raise ValueError(f"meer dan één ontheffing voor {', '.join(dubbel)}")
        return self


REFERENTIE = Plan(
    sut=Sut(naam="Referentie-plansoftware", leverancier="dso-lv-simulator", versie="1"),
    klok=Klok(begin=datetime.fromisoformat("2026-03-02T08:00:00+00:00")),
    besturing=Sturing(wijze="referentie"),
)
"""The plan of the bundled reference plansoftware; used where no plan file is given."""
REFERENTIE_VTH = Plan(
    sut=Sut(
        naam="Referentie-VTH",
        leverancier="dso-lv-simulator",
        versie="1",
        softwaretype="vth",
        organisaties=[
            Organisatie(naam="Gemeente Testeiland", code="gm9920", oin="00000009001000009920"),
            Organisatie(
                naam="Omgevingsdienst Oefenland", code="so9920", oin="00000009000000009920", rol="behandeldienst"
            ),
        ],
    ),
    klok=Klok(begin=datetime.fromisoformat("2026-03-02T08:00:00+00:00")),
    besturing=Sturing(wijze="referentie"),
)
"""The plan of the bundled reference VTH system, which opens its own addresses."""
SUITES = {"plansoftware": REFERENTIE, "vth": REFERENTIE_VTH}
"""By the name of a suite, as the command line has it, the plan of its reference."""


_TABEL = "moet een tabel zijn"
_EIGEN = {
    "dict_type": _TABEL,
    "model_type": _TABEL,
    "string_too_short": "mag niet leeg zijn",
    "too_short": "mag niet leeg zijn",
    "string_pattern_mismatch": "heeft niet de goede vorm (een OIN heeft 20 cijfers)",
}


class Planfout(Configfout):
    """The plan file cannot be used; velden: (field, reason in Dutch) of each thing that is wrong."""

    def __init__(self, reden: str, velden: list[tuple[str, str]]) -> None:
        super().__init__(reden)
        self.velden = velden


def _plaats(fout: ValueError) -> str:
    """Where a file stops being TOML; what the parser says of it is in English, and adds little."""
    if isinstance(fout, UnicodeDecodeError):
        return ": het is geen UTF-8"
    gevonden = re.search(r"\(at line (\d+), column (\d+)\)", str(fout))
    return f" op regel {gevonden[1]}, positie {gevonden[2]}" if gevonden else " tot aan het einde"


def lees(bestand: Path) -> Plan:
    """Read a plan file; `$NAAM` as a whole value is taken from the environment.

    Raises Planfout that names each wrong field, in Dutch.
    """
    try:
        inhoud = tomllib.loads(bestand.read_text(encoding="utf-8"))
    except OSError as fout:
        raise _onleesbaar(bestand, f"kan niet gelezen worden: {os_reden(fout)}") from fout
    except ValueError as fout:
        raise _onleesbaar(bestand, f"is geen geldige TOML{_plaats(fout)}") from fout
    mist: list[tuple[str, str]] = []
    inhoud = _omgeving(inhoud, "", mist)
    if mist:
        namen = ", ".join(reden.split()[1] for _, reden in mist)
        raise Planfout(f"het plan verwijst naar de omgevingsvariabele {namen}, en die bestaat niet", mist)
    try:
        return Plan.model_validate(inhoud)
    except ValidationError as fout:
        velden = [(_veld(fout_), veldfouten.reden(fout_, _EIGEN, gekregen=True)) for fout_ in fout.errors()]
        regels = "\n".join(f"  {veld}: {reden}" for veld, reden in velden)
        raise Planfout(f"het plan {bestand} klopt niet:\n{regels}", velden) from None


def _onleesbaar(bestand: Path, reden: str) -> Planfout:
    return Planfout(f"het plan {bestand} {reden}", [(str(bestand), reden)])


def _omgeving(waarde: Any, waar: str, mist: list[tuple[str, str]]) -> Any:
    """The value with `$NAAM` filled in; what is not there goes into `mist`."""
    if isinstance(waarde, dict):
        return {sleutel: _omgeving(deel, f"{waar}.{sleutel}".lstrip("."), mist) for sleutel, deel in waarde.items()}
    if isinstance(waarde, list):
        return [_omgeving(deel, f"{waar}[{plek}]", mist) for plek, deel in enumerate(waarde, 1)]
    if isinstance(waarde, str) and waarde.startswith("$") and waarde[1:].isidentifier():
        if (gevonden := os.environ.get(waarde[1:])) is None:
            mist.append((waar, f"omgevingsvariabele {waarde[1:]} bestaat niet"))
            return waarde
        return gevonden
    return waarde


def _veld(fout: Any) -> str:
    delen = [f"[{deel + 1}]" if isinstance(deel, int) else f".{deel}" for deel in fout["loc"] if deel != "[key]"]
    return "".join(delen).removeprefix(".") or "het plan"
