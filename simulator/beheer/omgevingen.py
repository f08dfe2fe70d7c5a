"""Omgevingen: the isolated worlds of teams and pipelines, made, branched, compared and removed."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ConfigDict, Field, model_validator

from simulator.beheer import klok as klokken
from simulator.beheer import paginas, vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, Lichaam, WereldHier, basis_url, json, lichaam, wortel
from simulator.kernel import clock, omgevingen, snapshot
from simulator.kernel import verschil as vergelijking
from simulator.kernel.omgevingen import NAAM, Omgeving
from simulator.kernel.store import STANDAARD, Begin, OmgevingOnbekend, Wereld
from simulator.kernel.verschil import Kant, Rij, Tabelverschil
from simulator.stelsel.toegang import STRENG

router = APIRouter()
NAAM_REGEL = "1 tot 40 kleine letters, cijfers en streepjes"
_Zaad = Annotated[int, Field(ge=0, le=2**62, strict=True)]
_Tekst = Annotated[str, Field(max_length=100)]


class Nieuw(Lichaam):
    """An omgeving to make: empty, or with `van` from the world of another."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"naam": "team-1", "klok": "2026-03-02T09:00:00Z"}]})

    naam: _Tekst
    streng: bool | None = None
    klok: _Tekst | None = None
    snelheid: klokken.Snelheid | None = None
    zaad: _Zaad | None = None
    van: _Tekst | None = None
    snapshot: _Tekst | None = None

    @model_validator(mode="after")
    def _een(self) -> "Nieuw":
        if self.van is None and self.snapshot is not None:
            raise ValueError("bij snapshot hoort van: de omgeving waar die van is")
        if self.van is not None and (self.klok, self.snelheid, self.zaad) != (None, None, None):
            raise ValueError("klok, snelheid en zaad komen uit de omgeving die u bij van noemt; laat ze weg")
        return self


class Tak(Lichaam):
    """A branch of an omgeving: from its world as it is now, or from a snapshot of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"naam": "team-2"}]})

    naam: _Tekst
    snapshot: _Tekst | None = None
    streng: bool | None = None


class Instelling(Lichaam):
    """What of an omgeving can be changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"streng": True}]})

    streng: bool


@dataclass(frozen=True)
class Vraag:
    """Which two worlds are compared; an empty omgeving is the one that is addressed, an empty snapshot is now."""

    van: Annotated[str, Query(max_length=100)] = ""
    van_snapshot: Annotated[str, Query(max_length=100)] = ""
    naar: Annotated[str, Query(max_length=100)] = ""
    naar_snapshot: Annotated[str, Query(max_length=100)] = ""


VraagHier = Annotated[Vraag, Depends()]


@router.get("/_sim/omgevingen", **operatie("De omgevingen", "omgevingen", vormen.OMGEVINGEN))
def lijst(request: Request, hier: Hier) -> Response:
    """Every omgeving, by name; a browser gets the page."""
    if paginas.wil_pagina(request):
        return RedirectResponse(f"{wortel(request)}/_sim/omgevingen.html", 303, {"Vary": "Accept"})
    return json({"omgevingen": alle(request, hier)}, kop={"Vary": "Accept"})


@router.post(
    "/_sim/omgevingen",
    **operatie(
        "Maak een omgeving",
        "omgevingen",
        vormen.OMGEVING,
        status=201,
        fouten=(400, 404, 409, 413, 415),
        neemt=Nieuw,
        uitleg="Leeg, of met van als tak van een andere: de wereld van die omgeving zoals zij nu is, of van een "
        "snapshot. Klok en seed (`zaad`) gelden ook na een reset; zonder zijn het die van de simulator.",
    ),
)
async def maak(request: Request, hier: Hier, gevraagd: Annotated[Nieuw, Depends(lichaam(Nieuw))]) -> Response:
    """Make an omgeving."""
    await hier.lang(lambda: doe_maak(hier, gevraagd))
    return _gemaakt(request, hier, gevraagd.naam)


@router.get("/_sim/omgevingen/{naam}", **operatie("Een omgeving", "omgevingen", vormen.OMGEVING, fouten=(404,)))
def een(request: Request, hier: Hier, naam: str) -> Response:
    """One omgeving."""
    return json(als_json(request, hier, zoek(hier, naam)))


@router.put(
    "/_sim/omgevingen/{naam}",
    **operatie(
        "Zet de echte regels van toegang aan of uit",
        "omgevingen",
        vormen.OMGEVING,
        fouten=(400, 404, 413, 415),
        neemt=Instelling,
        uitleg="Strikt (`streng`): sleutels, certificaten, OIN's en machtigingen tellen. Anders mag iedereen alles.",
    ),
)
async def stel_in(
    request: Request, hier: Hier, naam: str, gevraagd: Annotated[Instelling, Depends(lichaam(Instelling))]
) -> Response:
    """Change what of an omgeving can be changed."""
    await hier.lang(lambda: zet_streng(hier, naam, gevraagd.streng))
    return json(als_json(request, hier, zoek(hier, naam)))


@router.delete(
    "/_sim/omgevingen/{naam}",
    **operatie(
        "Gooi een omgeving weg",
        "omgevingen",
        status=204,
        fouten=(404, 409),
        uitleg="Met alles erin: werelden, snapshots, journaal, gebeurtenissen, sleutels en certificaten. De omgeving "
        "standaard blijft.",
    ),
)
async def verwijder(hier: Hier, naam: str) -> Response:
    """Remove an omgeving."""
    await hier.lang(lambda: doe_verwijder(hier, naam))
    return Response(status_code=204)


@router.post(
    "/_sim/omgevingen/{naam}/vertak",
    **operatie(
        "Maak een tak van een omgeving",
        "omgevingen",
        vormen.OMGEVING,
        status=201,
        fouten=(400, 404, 409, 413, 415),
        neemt=Tak,
        uitleg="De nieuwe omgeving gaat verder met een eigen kopie van de wereld. Journaal, gebeurtenissen, snapshots, "
        "sleutels en certificaten gaan niet mee; machtigingen wel.",
    ),
)
async def vertak(request: Request, hier: Hier, naam: str, gevraagd: Annotated[Tak, Depends(lichaam(Tak))]) -> Response:
    """Branch an omgeving."""
    van = zoek(hier, naam).naam  # before it is put in a model, which has limits of its own
    nieuw = Nieuw(naam=gevraagd.naam, streng=gevraagd.streng, van=van, snapshot=gevraagd.snapshot)
    await hier.lang(lambda: doe_maak(hier, nieuw))
    return _gemaakt(request, hier, gevraagd.naam)


@router.get(
    "/_sim/verschil",
    **operatie(
        "Wat er tussen twee werelden verschilt",
        "omgevingen",
        vormen.VERSCHIL,
        fouten=(400, 404),
        uitleg="Per tabel hoeveel rijen erbij kwamen, weg zijn en anders zijn, met voorbeelden. Een kant is een "
        "omgeving zoals zij nu is, of een snapshot ervan. Met alleen van_snapshot ziet u wat er sindsdien veranderde.",
    ),
)
async def verschil(hier: Hier, wereld: WereldHier, vraag: VraagHier) -> Response:
    """Compare two worlds."""
    return json(await hier.lang(lambda: doe_verschil(hier, wereld, vraag)))


def alle(request: Request, hier: Beheer) -> list[dict[str, Any]]:
    """Every omgeving as the control API shows it, without one that is removed meanwhile."""
    uit = []
    for omgeving in omgevingen.lijst(hier.kern.store):
        with suppress(OmgevingOnbekend):
            uit.append(als_json(request, hier, omgeving))
    return uit


def als_json(request: Request, hier: Beheer, omgeving: Omgeving) -> dict[str, Any]:
    """An omgeving as the control API shows it."""
    wereld = Wereld(hier.kern.store, omgeving.naam)
    basis = basis_url(request, hier).removesuffix(wortel(request))
    begin = omgeving.begin
    return {
        "naam": omgeving.naam,
        "streng": bool(omgeving.instellingen.get(STRENG)),
        "klok": klokken.stand(wereld),
        "begin": {
            "klok": None if begin.moment is None else clock.iso(begin.moment),
            "snelheid": begin.snelheid,
            "zaad": begin.zaad,
        },
        "snapshots": [rij["naam"] for rij in snapshot.lijst(hier.kern.store, omgeving.naam)],
        "adres": basis if omgeving.naam == STANDAARD else f"{basis}/o/{omgeving.naam}",
    }


def zoek(hier: Beheer, naam: str) -> Omgeving:
    """An omgeving by its name. Raises Weigering (404)."""
    try:
        return omgevingen.een(hier.kern.store, naam)
    except OmgevingOnbekend:
        raise _onbekend(hier, naam) from None


def doe_maak(hier: Beheer, gevraagd: Nieuw) -> None:
    """Make or branch an omgeving, blocking. Raises Weigering (400, 404, 409)."""
    if not NAAM.fullmatch(gevraagd.naam):
        raise Weigering.velden(("naam", f"{gevraagd.naam!r} kan niet; {NAAM_REGEL}"))
    streng = {} if gevraagd.streng is None else {STRENG: gevraagd.streng}
    try:
        if gevraagd.van is None:
            hier.kern.maak_omgeving(gevraagd.naam, _begin(hier, gevraagd), **streng)
        else:
            hier.kern.vertak_omgeving(gevraagd.naam, gevraagd.van, gevraagd.snapshot or "", **streng)
    except omgevingen.OmgevingBestaat:
        raise Weigering(409, f"Er is al een omgeving {gevraagd.naam!r}; kies een andere naam.") from None
    except OmgevingOnbekend:
        raise _onbekend(hier, gevraagd.van or "") from None
    except snapshot.SnapshotOnbekend:
        raise _geen_snapshot(hier, gevraagd.van or "", gevraagd.snapshot or "") from None


def zet_streng(hier: Beheer, naam: str, streng: bool) -> None:
    """Let the real rules hold in an omgeving or not, blocking. Raises Weigering (404)."""
    try:
        omgevingen.stel_in(hier.kern.store, naam, **{STRENG: streng})
    except OmgevingOnbekend:
        raise _onbekend(hier, naam) from None


def doe_verwijder(hier: Beheer, naam: str) -> None:
    """Remove an omgeving, blocking. Raises Weigering (404, 409)."""
    try:
        hier.kern.verwijder_omgeving(naam)
    except omgevingen.StandaardBlijft:
        detail = f"De omgeving {STANDAARD} blijft altijd; leeg maken kan met een reset."
        raise Weigering(409, detail) from None
    except OmgevingOnbekend:
        raise _onbekend(hier, naam) from None


def doe_verschil(hier: Beheer, wereld: Wereld, vraag: Vraag) -> dict[str, Any]:
    """What differs, blocking, as the control API shows it. Raises Weigering (404)."""
    van = Kant(vraag.van or wereld.omgeving, vraag.van_snapshot)
    naar = Kant(vraag.naar or wereld.omgeving, vraag.naar_snapshot)
    for kant in (van, naar):
        namen = {rij["naam"] for rij in snapshot.lijst(hier.kern.store, zoek(hier, kant.omgeving).naam)}
        if kant.snapshot and kant.snapshot not in namen:
            raise _geen_snapshot(hier, kant.omgeving, kant.snapshot)
    gevonden = vergelijking.verschil(hier.kern.store, van, naar)
    return {
        "van": {"omgeving": van.omgeving, "snapshot": van.snapshot or None, "klok": clock.iso(gevonden.klok[0])},
        "naar": {"omgeving": naar.omgeving, "snapshot": naar.snapshot or None, "klok": clock.iso(gevonden.klok[1])},
        "gelijk": not gevonden.tabellen,
        "tabellen": [_tabel(tabel) for tabel in gevonden.tabellen],
    }


def _tabel(tabel: Tabelverschil) -> dict[str, Any]:
    return {
        "tabel": tabel.tabel,
        "erbij": tabel.erbij,
        "weg": tabel.weg,
        "anders": tabel.anders,
        "voorbeelden": {
            "erbij": [rij.sleutel for rij in tabel.voorbeelden_erbij],
            "weg": [rij.sleutel for rij in tabel.voorbeelden_weg],
            "anders": [_anders(rij) for rij in tabel.voorbeelden_anders],
        },
    }


def _anders(rij: Rij) -> dict[str, Any]:
    velden = [{"veld": naam, "was": was, "wordt": wordt} for naam, (was, wordt) in rij.velden.items()]
    return {"sleutel": rij.sleutel, "velden": velden}


def _begin(hier: Beheer, gevraagd: Nieuw) -> Begin | None:
    """Where it starts, None where the settings of the process say so."""
    if (gevraagd.klok, gevraagd.snelheid, gevraagd.zaad) == (None, None, None):
        return None
    eigen = hier.kern.store.begin
    return Begin(
        eigen.zaad if gevraagd.zaad is None else gevraagd.zaad,
        eigen.moment if gevraagd.klok is None else klokken.moment("klok", gevraagd.klok),
        eigen.snelheid if gevraagd.snelheid is None else gevraagd.snelheid,
    )


def _gemaakt(request: Request, hier: Beheer, naam: str) -> Response:
    plek = f"{wortel(request)}/_sim/omgevingen/{quote(naam)}"
    return json(als_json(request, hier, zoek(hier, naam)), 201, {"Location": plek})


def _onbekend(hier: Beheer, naam: str) -> Weigering:
    namen = ", ".join(hier.kern.store.omgevingen())
    return Weigering(404, f"Er is geen omgeving {naam!r}; wel: {namen}.")


def _geen_snapshot(hier: Beheer, omgeving: str, naam: str) -> Weigering:
    namen = ", ".join(rij["naam"] for rij in snapshot.lijst(hier.kern.store, omgeving)) or "geen"
    return Weigering(404, f"De omgeving {omgeving} heeft geen snapshot {naam!r}; wel: {namen}.")
