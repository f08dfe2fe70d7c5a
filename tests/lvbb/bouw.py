"""Builds deliveries of our own for the tests: texts with parameters, no packages on disk.

A test changes one thing of a good delivery: `wijzig(levering, "besluit.xml", "oud", "nieuw")`, or another `Gegevens`.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.lvbb.levering import Levering, open_levering
from tests.lvbb.bouw_pakket import (
    MAANDAG,
    OW_BESTANDEN,
    PLAATS,
    TYPEN,
    Gegevens,
    gml_xml,
    manifest_ow_xml,
    manifest_xml,
    opdracht_xml,
    ow_bestanden,
    ow_stand,
    ow_xml,
    png,
)
from tests.lvbb.bouw_register import Register, eerste_besluit, eerste_tekst, eerste_versie, register_met_eerste
from tests.lvbb.bouw_tekst import besluit_xml, gio_xml, intrekking_xml, kennisgeving_xml, mutatie_xml, regeling_xml

__all__ = [
    "MAANDAG",
    "OW_BESTANDEN",
    "PLAATS",
    "TYPEN",
    "Gegevens",
    "Register",
    "afbreekopdracht",
    "besluit_xml",
    "bestanden_besluit",
    "bestanden_intrekking",
    "bestanden_kennisgeving",
    "bestanden_mutatie",
    "eerste_besluit",
    "eerste_tekst",
    "eerste_versie",
    "gio_xml",
    "gml_xml",
    "goede_intrekking",
    "goede_kennisgeving",
    "goede_levering",
    "goede_mutatie",
    "intrekking_xml",
    "kennisgeving_xml",
    "levering_van",
    "manifest_ow_xml",
    "manifest_xml",
    "mutatie_xml",
    "opdracht_xml",
    "ow_bestanden",
    "ow_stand",
    "ow_xml",
    "png",
    "regeling_xml",
    "register_met_eerste",
    "wijzig",
    "zip_van",
]


def bestanden_besluit(g: Gegevens) -> dict[str, bytes]:
    """The files of a good first besluit with a GIO, a picture and OW objects; manifest.xml comes with `zip_van`."""
    gml = gml_xml(g).encode()
    teksten = {
        "opdracht.xml": opdracht_xml(g),
        "manifest-ow.xml": manifest_ow_xml(g),
        "besluit.xml": besluit_xml(g),
        "gebied.xml": gio_xml(g, gml),
        **ow_bestanden(g),
    }
    return {**{naam: tekst.encode() for naam, tekst in teksten.items()}, "gebied.gml": gml, "boom.png": png()}


def bestanden_mutatie(g: Gegevens) -> dict[str, bytes]:
    """The files of a good change of the regeling, without GIO or OW objects. `g.versie` is 2 or more."""
    return {
        "opdracht.xml": opdracht_xml(g).encode(),
        "manifest-ow.xml": manifest_ow_xml(g, {}).encode(),
        "besluit.xml": besluit_xml(g, mutatie_xml(g), met_gio=False, metadata=False).encode(),
    }


def bestanden_intrekking(g: Gegevens) -> dict[str, bytes]:
    """The files of a withdrawal of the regeling, without OW objects."""
    return {
        "opdracht.xml": opdracht_xml(g).encode(),
        "manifest-ow.xml": manifest_ow_xml(g, {}).encode(),
        "besluit.xml": intrekking_xml(g).encode(),
    }


def bestanden_kennisgeving(g: Gegevens, **anders: Any) -> dict[str, bytes]:
    """The files of a kennisgeving; anders: the other arguments of `kennisgeving_xml`."""
    return {
        "opdracht.xml": opdracht_xml(g, "kennisgeving.xml").encode(),
        "kennisgeving.xml": kennisgeving_xml(g, **anders).encode(),
    }


def zip_van(bestanden: Mapping[str, bytes], typen: Mapping[str, str] | None = None) -> bytes:
    """A zip of the files, with a manifest.xml that lists them all unless there is one."""
    alle = dict(bestanden)
    if "manifest.xml" not in alle:
        alle["manifest.xml"] = manifest_xml([*alle, "manifest.xml"], typen).encode()
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in alle.items():
            archief.writestr(zipfile.ZipInfo(naam, (2026, 1, 1, 0, 0, 0)), inhoud)
    return uit.getvalue()


def levering_van(inhoud: bytes, g: Gegevens | None = None, **rest: Any) -> Levering:
    """The zip opened as the LVBB does, sent by the aanleveraar of `g`."""
    gegevens = g or Gegevens()
    rest = {"afzender": gegevens.aanleveraar, **rest}
    return open_levering(io.BytesIO(inhoud), len(inhoud), gegevens.vandaag, **rest)


def goede_levering(g: Gegevens | None = None, **rest: Any) -> Levering:
    """A complete, valid delivery of a first besluit; rest: fields of Levering, as `register` or `profiel`."""
    gegevens = g or Gegevens()
    return levering_van(zip_van(bestanden_besluit(gegevens)), gegevens, **rest)


def goede_mutatie(g: Gegevens | None = None, **rest: Any) -> Levering:
    """A valid change of the regeling, in a register that knows the version it changes."""
    gegevens = g or Gegevens(versie=2, id_levering="levering-002")
    rest = {"register": register_met_eerste(gegevens), **rest}
    return levering_van(zip_van(bestanden_mutatie(gegevens)), gegevens, **rest)


def goede_intrekking(g: Gegevens | None = None, **rest: Any) -> Levering:
    """A valid withdrawal, in a register that knows the regeling and the GIO."""
    gegevens = g or Gegevens(versie=2, id_levering="levering-003")
    rest = {"register": register_met_eerste(gegevens), **rest}
    return levering_van(zip_van(bestanden_intrekking(gegevens)), gegevens, **rest)


def goede_kennisgeving(g: Gegevens | None = None, *, xml: Mapping[str, Any] | None = None, **rest: Any) -> Levering:
    """A valid kennisgeving about the first besluit, in a register that has published that besluit."""
    gegevens = g or Gegevens(id_levering="levering-004")
    rest = {"register": Register([eerste_besluit(gegevens, besluit=gegevens.besluit)]), **rest}
    return levering_van(zip_van(bestanden_kennisgeving(gegevens, **(xml or {}))), gegevens, **rest)


def afbreekopdracht(g: Gegevens | None = None, **rest: Any) -> Levering:
    """A valid request to break off the first besluit, which waits in the register."""
    gegevens = replace(g or Gegevens(id_levering="levering-005"), opdracht="breekPublicatieAfOpdracht")
    rest = {"register": Register([eerste_besluit(gegevens, status="wacht", besluit=gegevens.besluit)]), **rest}
    inhoud = {"opdracht.xml": opdracht_xml(gegevens, identificatie=gegevens.besluit).encode()}
    return levering_van(zip_van(inhoud), gegevens, **rest)


def wijzig(levering: Levering, naam: str, oud: str, nieuw: str, aantal: int = 1) -> Levering:
    """The same delivery with `oud` replaced in one file; fails when it is not there. aantal -1: everywhere."""
    inhoud = levering.bestanden[naam].inhoud
    assert inhoud is not None
    tekst = inhoud.decode()
    assert oud in tekst, f"{oud!r} does not occur in {naam}"
    return levering.met_bestand(naam, tekst.replace(oud, nieuw, aantal).encode())
