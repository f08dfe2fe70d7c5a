"""The clock: read it, set it, jump."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import ConfigDict, Field, model_validator

from simulator.basischeck import tijd
from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, Lichaam, WereldHier, json, lichaam
from simulator.kernel import clock
from simulator.kernel.agenda import KlokTerug
from simulator.kernel.store import Wereld

router = APIRouter()
Snelheid = Annotated[float, Field(ge=0, le=clock.SNELSTE, strict=True, allow_inf_nan=False)]
_DUUR = re.compile(
    r"P(?=.)(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,7})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,12}(?:\.\d{1,6})?)S)?)?",
    re.IGNORECASE,
)


class Stand(Lichaam):
    """What a caller wants the clock to be; what is not given stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"nu": "2026-03-02T09:00:00Z", "snelheid": 0}]})

    nu: str | None = None
    snelheid: Snelheid | None = None

    @model_validator(mode="after")
    def _iets(self) -> "Stand":
        if self.nu is None and self.snelheid is None:
            raise ValueError("geef nu (een moment), snelheid (0 is stil) of beide")
        return self


class Sprong(Lichaam):
    """Where a jump goes: a duration from now, or a moment."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"duur": "P1D"}]})

    duur: str | None = None
    tot: str | None = None

    @model_validator(mode="after")
    def _een(self) -> "Sprong":
        if (self.duur is None) == (self.tot is None):
            raise ValueError('geef een van beide: duur (bijvoorbeeld "P1D") of tot (een moment)')
        return self


@dataclass(frozen=True)
class Gesprongen:
    """Where the clock is after a jump, and how many agenda items ran."""

    stand: dict[str, Any]
    uitgevoerd: int


@router.get("/_sim/klok", **operatie("Hoe de klok staat", "klok", vormen.KLOK))
def lees(wereld: WereldHier) -> Response:
    """How the clock stands."""
    return json(stand(wereld))


@router.put(
    "/_sim/klok",
    **operatie(
        "Zet de klok, zijn snelheid of allebei",
        "klok",
        vormen.KLOK,
        fouten=(400, 413, 415),
        neemt=Stand,
        uitleg="Snelheid 0 is stil, 1000000 het meest. Terug kan; wat al gebeurd is, blijft gebeurd. De klok loopt van "
        "1970 tot en met 2999.",
    ),
)
async def zet(hier: Hier, wereld: WereldHier, gevraagd: Annotated[Stand, Depends(lichaam(Stand))]) -> Response:
    """Set the clock, its speed or both; what it passes by falls due at once."""
    nu = None if gevraagd.nu is None else moment("nu", gevraagd.nu)
    await hier.lang(lambda: hier.kern.agenda.zet(wereld.omgeving, nu=nu, snelheid=gevraagd.snelheid))
    return json(stand(wereld))


@router.post(
    "/_sim/klok/spring",
    **operatie(
        "Spring vooruit",
        "klok",
        vormen.SPRONG,
        fouten=(400, 409, 413, 415),
        neemt=Sprong,
        uitleg="Antwoordt als alles gebeurd is wat onderweg aan de beurt kwam.",
    ),
)
async def spring(hier: Hier, wereld: WereldHier, gevraagd: Annotated[Sprong, Depends(lichaam(Sprong))]) -> Response:
    """Jump forward; answers when all that fell due on the way has run."""
    klaar = await hier.lang(lambda: doe_sprong(hier, wereld, duur=gevraagd.duur, tot=gevraagd.tot))
    return json({**klaar.stand, "uitgevoerd": klaar.uitgevoerd})


def stand(wereld: Wereld) -> dict[str, Any]:
    """The clock as the control API shows it."""
    with wereld.lees() as lezing:
        return {
            "nu": clock.iso(lezing.nu),
            "snelheid": lezing.stand.snelheid,
            "vandaag": lezing.vandaag.isoformat(),
        }


def doe_sprong(hier: Beheer, wereld: Wereld, *, duur: str | None, tot: str | None) -> Gesprongen:
    """Jump, blocking. Raises Weigering (400 for what is no duration or moment, 409 when it is past)."""
    afstand = None if duur is None else lees_duur("duur", duur)
    doel = None if tot is None else moment("tot", tot)

    def waarheen(nu: datetime) -> datetime:
        try:
            gekozen = nu + (afstand or timedelta(0)) if doel is None else doel
        except OverflowError:
            gekozen = datetime.max.replace(tzinfo=UTC)
        if gekozen > clock.LAATSTE:
            raise Weigering.velden(("duur", f"daarmee komt de klok voorbij {clock.iso(clock.LAATSTE)}"))
        return gekozen

    try:
        aantal = hier.kern.agenda.spring(wereld.omgeving, waarheen)
    except KlokTerug as fout:
        raise Weigering(409, f"De klok kan alleen vooruit springen: {fout}. Terug kan met PUT /_sim/klok.") from None
    return Gesprongen(stand(wereld), aantal)


def moment(veld: str, tekst: str) -> datetime:
    """Read a moment that a caller gave. Raises Weigering (400)."""
    try:
        gelezen = clock.lees_iso(tekst.strip())
    except ValueError:
        reden = f"{tekst!r} is geen moment; schrijf bijvoorbeeld 2026-03-02T09:00:00Z"
        raise Weigering.velden((veld, reden)) from None
    if not clock.EERSTE <= gelezen <= clock.LAATSTE:
        raise Weigering.velden((veld, f"kies een moment van {clock.iso(clock.EERSTE)} tot {clock.iso(clock.LAATSTE)}"))
    return gelezen


def lees_duur(veld: str, tekst: str) -> timedelta:
    """Read a duration in weeks, days, hours, minutes and seconds, of ISO 8601 or as a plan has it (`2d`).

    Raises Weigering (400).
    """
    gevonden = _DUUR.fullmatch(tekst.strip())
    try:
        if gevonden is None:
            return tijd.duur(tekst.strip().lower())
    except ValueError:
        reden = f"{tekst!r} is geen duur die kan; schrijf bijvoorbeeld P2D of 2d, PT2H of 2u, P1DT12H of 1d12u"
        raise Weigering.velden((veld, reden)) from None
    try:
        return timedelta(**{deel: float(getal) for deel, getal in gevonden.groupdict().items() if getal})
    except OverflowError:
        raise Weigering.velden((veld, f"{tekst!r} is langer dan de kalender")) from None
