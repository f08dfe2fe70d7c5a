"""From a zaak of the ZGW standard to the zaak that the checks know (docs/haken.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.basischeck.haken.opgave import VERTROUWELIJKHEID, Zgw

_SHA256 = "sha_256"


@dataclass(frozen=True)
class Delen:
    """All that the register has on one zaak; {} for what it does not have or may not be read.

    eigenschappen: values by name; documenten: with relatie, document and sha256 each.
    """

    zaak: Mapping[str, Any]
    zaaktype: Mapping[str, Any]
    statustype: Mapping[str, Any]
    resultaattype: Mapping[str, Any]
    rollen: list[dict[str, Any]]
    objecten: list[dict[str, Any]]
    eigenschappen: Mapping[str, str]
    documenten: list[dict[str, Any]]


def zaak(delen: Delen, opgave: Zgw) -> dict[str, Any]:
    """The zaak of the checks. What the register does not say is absent, since absent is not the same as empty."""
    z = delen.zaak
    gevonden = {
        "zaak_id": z.get("identificatie"),
        "zaaktype": delen.zaaktype.get("omschrijving"),
        "type": _vertaald(opgave, delen.zaaktype.get("omschrijving") or delen.zaaktype.get("identificatie")),
        "status": _vertaald(opgave, delen.resultaattype.get("omschrijving") or delen.statustype.get("omschrijving")),
        "indiendatum": z.get("startdatum"),
        "fatale_datum": z.get("uiterlijkeEinddatumAfdoening"),
        "documenten": [_document(rij, opgave) for rij in delen.documenten],
        # Software that keeps these elsewhere has none of them here, which says nothing.
        "partijen": [_partij(rol) for rol in delen.rollen] or None,
        "locaties": [_locatie(o) for o in delen.objecten] + _geometrie(z.get("zaakgeometrie")) or None,
    }
    uit_eigenschappen = {
        veld: delen.eigenschappen[naam] for veld, naam in opgave.eigenschappen.items() if naam in delen.eigenschappen
    }
    return {veld: waarde for veld, waarde in {**gevonden, **uit_eigenschappen}.items() if waarde not in (None, "")}


def _vertaald(opgave: Zgw, naam: Any) -> str:
    return opgave.vertaal.get(str(naam or ""), str(naam or ""))


def _document(rij: Mapping[str, Any], opgave: Zgw) -> dict[str, Any]:
    document, relatie = rij["document"], rij["relatie"]
    integriteit = document.get("integriteit") or {}
    som = integriteit.get("waarde", "") if integriteit.get("algoritme") == _SHA256 else ""
    aanduiding = document.get("vertrouwelijkheidaanduiding")
    gevonden: dict[str, Any] = {
        "naam": document.get("bestandsnaam") or document.get("titel") or relatie.get("titel"),
        "sha256": rij["sha256"] or som,
        "vervallen": bool(relatie.get("vernietigingsdatum")),
    }
    if aanduiding in VERTROUWELIJKHEID:
        grens = VERTROUWELIJKHEID.index(opgave.vertrouwelijk_vanaf)
        gevonden["vertrouwelijk"] = VERTROUWELIJKHEID.index(aanduiding) >= grens
    return {veld: waarde for veld, waarde in gevonden.items() if waarde not in (None, "")}


def _partij(rol: Mapping[str, Any]) -> dict[str, str]:
    wie = rol.get("betrokkeneIdentificatie") or {}
    contact = rol.get("contactpersoonRol") or {}
    handelsnaam = wie.get("handelsnaam")
    delen = (wie.get("voorletters"), wie.get("voorvoegselGeslachtsnaam"), wie.get("geslachtsnaam"))
    mens = " ".join(str(deel) for deel in delen if deel)
    gevonden = {
        "rol": rol.get("omschrijving") or rol.get("omschrijvingGeneriek"),
        "naam": mens or wie.get("statutaireNaam") or (handelsnaam[0] if isinstance(handelsnaam, list) else handelsnaam),
        "bsn": wie.get("inpBsn"),
        "kvk_nummer": wie.get("kvkNummer") or wie.get("annIdentificatie"),
        "vestigingsnummer": wie.get("vestigingsNummer"),
        "emailadres": contact.get("emailadres"),
    }
    return {veld: str(waarde) for veld, waarde in gevonden.items() if waarde}


def _locatie(zaakobject: Mapping[str, Any]) -> dict[str, Any]:
    soort = zaakobject.get("objectType") or zaakobject.get("objectTypeOverige") or ""
    gevonden = {"soort": soort, "object": zaakobject.get("object"), "gegevens": zaakobject.get("objectIdentificatie")}
    return {veld: waarde for veld, waarde in gevonden.items() if waarde}


def _geometrie(geometrie: Any) -> list[dict[str, Any]]:
    return [{"soort": "geometrie", "gegevens": geometrie}] if isinstance(geometrie, dict) else []
