"""Keys, certificates with the OINs that they may act for, and machtigingen: what counts in a strict omgeving."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import ConfigDict, Field

from simulator.beheer import klok, vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, Lichaam, WereldHier, json, lichaam, wortel
from simulator.beheer.organisaties import onbekend
from simulator.kernel import clock
from simulator.kernel.store import Wereld
from simulator.stelsel import machtigingen, organisaties, register, toegang
from simulator.stelsel.identificaties import oin as oin_nummer
from simulator.stelsel.identificaties.fouten import OinFout
from simulator.stelsel.machtigingen import KoppelingBezet, Machtiging
from simulator.stelsel.toegang import Houder

router = APIRouter()
_Naam = Annotated[str, Field(max_length=100)]
_OIN = "00000001002564440000"


class Sleutel(Lichaam):
    """A key to let in; without `sleutel` the simulator makes one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"naam": "viewer van team 1"}]})

    naam: _Naam = ""
    sleutel: Annotated[str, Field(min_length=8, max_length=200, pattern=r"^[!-~]+$")] | None = None


class Certificaat(Lichaam):
    """What an omgeving knows of a certificate."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"naam": "leverancier", "oins": [_OIN]}]})

    naam: _Naam = ""
    oins: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=1000, default_factory=list)]


class Gemachtigde(Lichaam):
    """Who is mandated, from now or from a later moment on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"leverancier": "00000003123456780000"}]})

    leverancier: Annotated[str, Field(max_length=40)]
    vanaf: Annotated[str, Field(max_length=100)] | None = None


@router.get("/_sim/sleutels", **operatie("De API-sleutels van deze omgeving", "toegang", vormen.SLEUTELS))
def lees_sleutels(hier: Hier, wereld: WereldHier) -> Response:
    """The keys; what they are is not kept."""
    gevonden = toegang.sleutels(hier.kern.store, wereld.omgeving)
    return json({"sleutels": [{"kenmerk": s.kenmerk, "naam": s.naam} for s in gevonden]})


@router.post(
    "/_sim/sleutels",
    **operatie(
        "Geef een API-sleutel uit",
        "toegang",
        vormen.SLEUTEL,
        status=201,
        fouten=(400, 409, 413, 415),
        neemt=Sleutel,
        uitleg="De sleutel zelf staat alleen in dit antwoord. Een sleutel hoort bij één omgeving, en een verzoek "
        "ermee vindt haar vanzelf.",
    ),
)
async def geef_sleutel(
    request: Request, hier: Hier, wereld: WereldHier, gevraagd: Annotated[Sleutel, Depends(lichaam(Sleutel))]
) -> Response:
    """Let a key in."""
    gemaakt = await hier.lang(lambda: doe_sleutel(hier, wereld, gevraagd))
    return json(gemaakt, 201, {"Location": f"{wortel(request)}/_sim/sleutels/{gemaakt['kenmerk']}"})


@router.delete("/_sim/sleutels/{kenmerk_}", **operatie("Trek een API-sleutel in", "toegang", status=204, fouten=(404,)))
async def wis_sleutel(hier: Hier, wereld: WereldHier, kenmerk_: str) -> Response:
    """Forget a key."""
    await hier.lang(lambda: doe_wis_sleutel(hier, wereld, kenmerk_))
    return Response(status_code=204)


@router.get(
    "/_sim/certificaten", **operatie("De clientcertificaten die deze omgeving kent", "toegang", vormen.CERTIFICATEN)
)
def lees_certificaten(hier: Hier, wereld: WereldHier) -> Response:
    """The certificates, each with the OINs that it may act for beside its own."""
    return json({"certificaten": [_certificaat(h) for h in toegang.certificaten(hier.kern.store, wereld.omgeving)]})


@router.put(
    "/_sim/certificaten/{kenmerk_}",
    **operatie(
        "Laat een clientcertificaat toe, met de OIN's waarvoor het mag handelen",
        "toegang",
        vormen.CERTIFICAAT,
        ook={201: "Nieuw"},
        fouten=(400, 413, 415),
        neemt=Certificaat,
        uitleg="Met een OIN geldt het voor elk certificaat met dat OIN, met een vingerafdruk voor dat ene. Voor zijn "
        "eigen OIN mag een certificaat altijd handelen.",
    ),
)
async def zet_certificaat(
    hier: Hier, wereld: WereldHier, kenmerk_: str, gevraagd: Annotated[Certificaat, Depends(lichaam(Certificaat))]
) -> Response:
    """Let a certificate in, or replace what is known of it."""
    houder, nieuw = await hier.lang(lambda: doe_certificaat(hier, wereld, kenmerk_, gevraagd.naam, gevraagd.oins))
    return json(_certificaat(houder), 201 if nieuw else 200)


@router.delete(
    "/_sim/certificaten/{kenmerk_}",
    **operatie("Laat een certificaat niet meer toe", "toegang", status=204, fouten=(404,)),
)
async def wis_certificaat(hier: Hier, wereld: WereldHier, kenmerk_: str) -> Response:
    """Forget a certificate."""
    await hier.lang(lambda: doe_wis_certificaat(hier, wereld, kenmerk_))
    return Response(status_code=204)


@router.get(
    "/_sim/machtigingen",
    **operatie(
        "Wie voor wie wat mag doen",
        "toegang",
        vormen.MACHTIGINGEN,
        fouten=(400,),
        uitleg="Machtigingen horen bij de wereld: reset, herstel en vertakken nemen ze mee.",
    ),
)
def lees_machtigingen(
    hier: Hier, wereld: WereldHier, organisatie_: Annotated[str, Query(alias="organisatie", max_length=40)] = ""
) -> Response:
    """What is mandated, and for which diensten it can be."""
    return json({"diensten": diensten(hier), "machtigingen": alle(wereld, organisatie_)})


@router.put(
    "/_sim/machtigingen/{organisatie_}/{dienst}",
    **operatie(
        "Machtig een leverancier voor een dienst",
        "toegang",
        vormen.VERLEEND,
        fouten=(400, 404, 409, 413, 415),
        neemt=Gemachtigde,
        uitleg="In plaats van wie het was. In een strikte omgeving is een hele koppeling van één leverancier, en moet "
        "eerst de ander ingetrokken zijn (409).",
    ),
)
async def machtig(
    hier: Hier,
    wereld: WereldHier,
    organisatie_: str,
    dienst: str,
    gevraagd: Annotated[Gemachtigde, Depends(lichaam(Gemachtigde))],
) -> Response:
    """Mandate a supplier."""
    gedaan = await hier.lang(
        lambda: doe_machtig(hier, wereld, organisatie_, dienst, gevraagd.leverancier, gevraagd.vanaf)
    )
    return json({"machtigingen": gedaan})


@router.delete(
    "/_sim/machtigingen/{organisatie_}/{dienst}",
    **operatie("Trek een machtiging in", "toegang", status=204, fouten=(404,)),
)
async def trek_in(hier: Hier, wereld: WereldHier, organisatie_: str, dienst: str) -> Response:
    """Withdraw a mandate."""
    await hier.lang(lambda: doe_trek_in(hier, wereld, organisatie_, dienst))
    return Response(status_code=204)


def doe_sleutel(hier: Beheer, wereld: Wereld, gevraagd: Sleutel) -> dict[str, str]:
    """Let a key in, blocking; gives it as it is shown this once. Raises Weigering (409)."""
    sleutel = gevraagd.sleutel or secrets.token_urlsafe(24)
    try:
        gemaakt = toegang.voeg_sleutel_toe(hier.kern.store, wereld.omgeving, sleutel, gevraagd.naam)
    except toegang.SleutelBestaat:
        raise Weigering(409, "Deze sleutel hoort al bij een andere omgeving; kies een andere.") from None
    return {"kenmerk": gemaakt.kenmerk, "naam": gemaakt.naam, "sleutel": sleutel}


def doe_wis_sleutel(hier: Beheer, wereld: Wereld, kenmerk_: str) -> None:
    """Forget a key, blocking. Raises Weigering (404)."""
    try:
        toegang.verwijder_sleutel(hier.kern.store, wereld.omgeving, kenmerk_)
    except toegang.Onbekend:
        raise Weigering(404, f"Er is geen sleutel {kenmerk_!r} in deze omgeving; zie /_sim/sleutels.") from None


def doe_certificaat(hier: Beheer, wereld: Wereld, kenmerk_: str, naam: str, oins: list[str]) -> tuple[Houder, bool]:
    """Let a certificate in, blocking; (what is known of it, whether it is new). Raises Weigering (400)."""
    gelezen = toegang.kenmerk(kenmerk_)
    if gelezen is None:
        reden = f"{kenmerk_!r} is geen OIN van twintig cijfers en geen SHA-256 van 64 hexadecimale tekens"
        raise Weigering.velden(("kenmerk", reden))
    houder = Houder(gelezen, naam, tuple(_oin(f"oins.{n}", oin) for n, oin in enumerate(oins)))
    return houder, toegang.zet_certificaat(hier.kern.store, wereld.omgeving, houder)


def doe_wis_certificaat(hier: Beheer, wereld: Wereld, kenmerk_: str) -> None:
    """Forget a certificate, blocking. Raises Weigering (404)."""
    try:
        toegang.verwijder_certificaat(hier.kern.store, wereld.omgeving, toegang.kenmerk(kenmerk_) or "")
    except toegang.Onbekend:
        detail = f"Deze omgeving kent geen certificaat {kenmerk_!r}; zie /_sim/certificaten."
        raise Weigering(404, detail) from None


def doe_machtig(
    hier: Beheer, wereld: Wereld, organisatie: str, dienst: str, leverancier: str, vanaf: str | None
) -> list[dict[str, Any]]:
    """Mandate a supplier, blocking; gives what the organisation mandates now. Raises Weigering (400, 404, 409)."""
    code, welke, oin = _organisatie(wereld, organisatie), _diensten(hier, dienst), _oin("leverancier", leverancier)
    moment = klok.moment("vanaf", vanaf) if vanaf else None
    try:
        with wereld.schrijf() as tx:
            machtigingen.verleen(tx, code, welke, oin, moment)
    except KoppelingBezet as fout:
        raise Weigering(
            409,
            f"{code} heeft voor de koppeling {fout.koppeling} al {fout.leverancier} gemachtigd, en deze omgeving is "
            "strikt: één leverancier per koppeling. Trek die machtiging eerst in.",
        ) from None
    return alle(wereld, code)


def doe_trek_in(hier: Beheer, wereld: Wereld, organisatie: str, dienst: str) -> None:
    """Withdraw a mandate, blocking. Raises Weigering (404)."""
    code, welke = _organisatie(wereld, organisatie), _diensten(hier, dienst)
    with wereld.schrijf() as tx:
        if not machtigingen.trek_in(tx, code, welke):
            raise Weigering(404, f"{code} heeft niemand gemachtigd voor {dienst}.")


def alle(wereld: Wereld, organisatie: str = "") -> list[dict[str, Any]]:
    """What is mandated, as the control API shows it."""
    with wereld.lees() as lezing:
        return [_machtiging(m) for m in machtigingen.lijst(lezing, organisatie.lower())]


def diensten(hier: Beheer) -> list[str]:
    """For what can be mandated: what the koppelvlakken ask."""
    gevraagd = {k.toegang.dienst for k in hier.koppelvlakken if k.toegang is not None}
    return sorted(gevraagd - {""})


def _diensten(hier: Beheer, dienst: str) -> list[str]:
    welke = [d for d in diensten(hier) if dienst in (d, machtigingen.koppeling(d))]
    if not welke:
        raise Weigering(404, f"Er is geen dienst {dienst!r}; wel: {', '.join(diensten(hier))}.")
    return welke


def _organisatie(wereld: Wereld, code: str) -> str:
    """A code as it is kept: of an organisation that this world knows, or oin: with an OIN."""
    with wereld.lees() as lezing:
        gevonden = register.bij_code(lezing, code)
    if gevonden is not None:
        return gevonden.code
    try:
        return organisaties.nieuwe(code.lower().removeprefix("oin:")).code
    except OinFout:
        raise Weigering(404, onbekend(code)) from None


def _oin(veld: str, tekst: str) -> str:
    try:
        return str(oin_nummer.lees(tekst.strip()))
    except OinFout:
        raise Weigering.velden((veld, f"{tekst!r} is geen OIN van twintig cijfers")) from None


def _certificaat(houder: Houder) -> dict[str, Any]:
    return {"kenmerk": houder.kenmerk, "naam": houder.naam, "oins": list(houder.oins)}


def _machtiging(van: Machtiging) -> dict[str, Any]:
    return {
        "organisatie": van.organisatie,
        "koppeling": machtigingen.koppeling(van.dienst),
        "dienst": van.dienst,
        "leverancier": van.leverancier,
        "vanaf": clock.iso(van.vanaf),
    }
