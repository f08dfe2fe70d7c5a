"""The pages: jinja2 templates, everything that is shown escaped; they work without the little script there is."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response

from simulator.contract.merken import MERKEN
from simulator.contract.router import SPOOR
from simulator.kernel import clock
from simulator.kernel.store import STANDAARD
from simulator.kernel.teksten import kort

if TYPE_CHECKING:
    from jinja2 import Environment

VEILIG = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: with it a browser hides the origin of our own forms
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LANGSTE = 100_000
"""Characters of one text on a page; the whole of a message can be downloaded."""
STATUSSEN = {
    "ontvangen": "ontvangen",
    "in-behandeling": "in behandeling",
    "wacht-op-bekendmaking": "wacht op bekendmaking",
    "niet-valide": "niet valide",
    "technisch-afgewezen": "technisch afgewezen",
    "nog-niet-gebouwd": "nog niet gebouwd",
    "ok": "afgebroken",
    "behandeling-mislukt": "afbreken mislukt",
}
NOTIFICATIES = {
    "queued": "staat klaar",
    "sent": "verstuurd",
    "acked": "ontvangen",
    "retrying": "wordt opnieuw geprobeerd",
    "failed": "mislukt",
    "inbox": "ligt in het postvak",
}
ADAPTERS = {
    "inbox": "het postvak (met de hand)",
    "https": "HTTPS: de XML met POST",
    "webhook": "webhook: JSON met handtekening",
    "ebms": "Digikoppeling ebMS2",
}
GOED = ("valide", "gepubliceerd", "ok", "wacht-op-bekendmaking")
BEZIG = ("ontvangen", "in-behandeling", "nog-niet-gebouwd", "afgebroken")
_MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def pagina(
    request: Request, sjabloon: str, *, status: int = 200, kop: Mapping[str, str] | None = None, **inhoud: Any
) -> Response:
    """A page. sjabloon: the file in templates/; inhoud: what it shows, with `titel`."""
    beheer = request.app.state.beheer
    spoor = request.scope.get(SPOOR)
    hier = {"wortel": "", "omgeving": STANDAARD}
    if spoor is not None:
        hier = {"wortel": spoor.voorvoegsel, "omgeving": spoor.wereld.omgeving}
    sjablonen = omgeving().get_template(sjabloon)
    tekst = sjablonen.render(**hier, versie=beheer.versie, pad=request.url.path, **inhoud)
    return Response(tekst, status, {**VEILIG, **(kop or {})}, "text/html; charset=utf-8")


def wil_pagina(request: Request) -> bool:
    """Whether the caller is a browser that would rather have a page than JSON."""
    gevraagd = [stuk.partition(";")[0].strip().lower() for stuk in request.headers.get("accept", "").split(",")]
    if "text/html" not in gevraagd:
        return False
    voor_html = gevraagd[: gevraagd.index("text/html")]
    return not {"application/json", "application/problem+json", "*/*"} & set(voor_html)


def stijl() -> bytes:
    """The one style sheet."""
    return (Path(__file__).parent / "templates" / "stijl.css").read_bytes()


def script(naam: str) -> Response:
    """A script of ours, from the folder of the templates."""
    inhoud = (Path(__file__).parent / "templates" / naam).read_bytes()
    return Response(inhoud, 200, {**VEILIG, "Cache-Control": "max-age=60"}, "text/javascript; charset=utf-8")


def _ingekort(waarde: Any) -> Any:
    """What a page shows of a text at most, whatever a template forgets; what it made itself is whole."""
    return kort(waarde, LANGSTE) if type(waarde) is str else waarde


@cache
def omgeving() -> "Environment":
    """jinja2, loaded at the first page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    gemaakt = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_ingekort,
    )
    gemaakt.filters |= {
        "tijd": tijd,
        "moment": _moment,
        "dag": dag,
        "grootte": grootte,
        "toon": _toon,
        "status": _status,
    }
    gemaakt.globals |= {"MERKEN": MERKEN, "NOTIFICATIES": NOTIFICATIES, "ADAPTERS": ADAPTERS}
    return gemaakt


def tijd(moment: datetime) -> str:
    """A moment for a reader, in Amsterdam: 2 mrt 2026 10:00:05."""
    hier = moment.astimezone(clock.PLAATS)
    return f"{hier.day} {_MAANDEN[hier.month - 1]} {hier.year} {hier:%H:%M:%S}"


def _moment(iso: str) -> str:
    return tijd(clock.lees_iso(iso))


def dag(datum: date) -> str:
    """A date for a reader: maandag 2 mrt 2026."""
    return f"{_DAGEN[datum.weekday()]} {datum.day} {_MAANDEN[datum.month - 1]} {datum.year}"


def grootte(aantal: int) -> str:
    """A number of bytes for a reader."""
    if aantal < 1000:
        return f"{aantal} bytes"
    kilo = aantal / 1000
    return f"{kilo:.1f} kB".replace(".", ",") if kilo < 1000 else f"{kilo / 1000:.1f} MB".replace(".", ",")


def _toon(status: str) -> str:
    """The class by which a status is coloured; its text says the same."""
    return "goed" if status in GOED else "bezig" if status in BEZIG else "fout"


def _status(status: str) -> str:
    return STATUSSEN.get(status, status)
