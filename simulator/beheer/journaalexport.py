"""The journal to take along: as a HAR, and as a zip with every message in a file of its own.

What is text goes out without secrets and burgerservicenummers, unless the caller asks for all of it.
"""

import re
import tempfile
import zipfile
from collections.abc import AsyncIterator, Generator, Iterator
from typing import IO, Annotated, Any, cast

import orjson
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Row

from simulator.beheer import har, journaalvraag, vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.har import Maskering
from simulator.beheer.hier import Beheer, Hier, WereldHier, basis_url, wortel
from simulator.beheer.journaal import FilterHier, als_json
from simulator.beheer.journaalvraag import Filter
from simulator.kernel import blobs
from simulator.kernel.journal import MAX_AANTAL
from simulator.kernel.store import Wereld

router = APIRouter()
_PER_KEER = 200
_STUK = 1 << 18
_GEEN_NAAM = re.compile(r"[^A-Za-z0-9-]+")
# What files in a zip carry for a date: they stand in virtual time, which a zip cannot always hold.
_DATUM = (1980, 1, 1, 0, 0, 0)
_UITGANG = {
    "application/zip": "zip",
    "application/pdf": "pdf",
    "application/x-www-form-urlencoded": "txt",
    "text/plain": "txt",
    "text/html": "html.txt",
    "text/csv": "csv",
    "image/png": "png",
    "image/jpeg": "jpg",
}
_LEESMIJ = """\
Berichten uit het journaal van de DSO-LV-simulator.

regels.jsonl   een regel per uitwisseling: moment, koppelvlak, operatie, status, koppen, kenmerken
berichten/     elk verzoek en antwoord met inhoud, het nummer van de regel voorop

{masker}
"""
_MET = (
    "Geheimen en burgerservicenummers zijn weggelaten uit wat tekst is. Zips en andere binaire bestanden zijn "
    "ongewijzigd."
)
_ZONDER = "Er is niets weggelaten: hierin kunnen sleutels en persoonsgegevens staan."
AantalHier = Annotated[int, Query(ge=1, le=MAX_AANTAL)]


@router.get(
    "/_sim/journaal.har",
    **operatie(
        "Het journaal als HAR 1.2",
        "journaal",
        vormen.HAR,
        fouten=(400,),
        uitleg="Leesbaar voor de ontwikkelhulp van een browser en voor veel testgereedschap. Het oudste eerst.",
    ),
)
def har_van(
    request: Request,
    hier: Hier,
    wereld: WereldHier,
    filter_: FilterHier,
    masker: bool = True,
    aantal: AantalHier = MAX_AANTAL,
) -> Response:
    """Lines with their bodies as an HTTP Archive."""
    journaalvraag.voorwaarden(filter_)  # refuses what cannot be read, while there is still an answer to give
    # The path of a line is as it was sent, with that of the omgeving where it had one.
    basis = basis_url(request, hier).removesuffix(wortel(request))
    stukken = _har(hier, wereld, filter_, basis, Maskering(masker), aantal)
    return StreamingResponse(_in_draden(hier, stukken), 200, _kop("journaal.har"), "application/json")


@router.get(
    "/_sim/journaal.zip",
    **operatie(
        "Het journaal als zip, elk bericht een bestand",
        "journaal",
        vormen.BESTAND,
        media="application/zip",
        fouten=(400,),
    ),
)
def zip_van(
    hier: Hier, wereld: WereldHier, filter_: FilterHier, masker: bool = True, aantal: AantalHier = MAX_AANTAL
) -> Response:
    """Lines with their bodies as files."""
    journaalvraag.voorwaarden(filter_)
    stukken = _zip(hier, wereld, filter_, Maskering(masker), aantal)
    return StreamingResponse(_in_draden(hier, stukken), 200, _kop("journaal.zip"), "application/zip")


async def _in_draden(hier: Beheer, stukken: Generator[bytes, None, None]) -> AsyncIterator[bytes]:
    """The parts, each made in a thread of the omgeving; who goes away before the end ends it at the next part."""
    try:
        while (stuk := await hier.lang(lambda: next(stukken, None))) is not None:
            yield stuk
    finally:
        stukken.close()


def _kop(naam: str) -> dict[str, str]:
    bijlage = f'attachment; filename="{naam}"'
    return {"Content-Disposition": bijlage, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def _regels(hier: Beheer, wereld: Wereld, filter_: Filter, aantal: int) -> Iterator[Row[Any]]:
    """All lines, oldest first, a few at a time: no reader keeps a transaction open."""
    na, over = 0, aantal
    while over > 0:
        gevonden = journaalvraag.rijen(hier, wereld, filter_, aantal=min(over, _PER_KEER), na=na)
        yield from gevonden
        if len(gevonden) < min(over, _PER_KEER):
            return
        over -= len(gevonden)
        na = gevonden[-1].nummer


def _har(
    hier: Beheer, wereld: Wereld, filter_: Filter, basis: str, maskering: Maskering, aantal: int
) -> Generator[bytes, None, None]:
    """The document in parts: an entry at a time, so that no more than one stands in memory."""
    kop = {
        "version": har.VERSIE,
        "creator": {"name": "DSO-LV-simulator", "version": hier.versie},
        "comment": f"Momenten staan op de klok van de simulator. {_MET if maskering.aan else _ZONDER}",
    }
    yield b'{"log":' + orjson.dumps(kop)[:-1] + b',"entries":['

    def lees(nummer: int, kant: str) -> bytes:
        return hier.kern.journaal.inhoud(wereld.omgeving, nummer, kant) or b""

    for n, rij in enumerate(_regels(hier, wereld, filter_, aantal)):
        yield (b"," if n else b"") + orjson.dumps(har.entry(rij, basis, lees, maskering))
    yield b"]}}"


def _zip(
    hier: Beheer, wereld: Wereld, filter_: Filter, maskering: Maskering, aantal: int
) -> Generator[bytes, None, None]:
    """The archive in parts; an empty one after each line, so that it can end where the reader went away."""
    with tempfile.SpooledTemporaryFile(max_size=blobs.IN_GEHEUGEN) as bestand:
        with zipfile.ZipFile(cast(IO[bytes], bestand), "w") as archief, tempfile.TemporaryFile() as lijst:
            _zet(archief, "LEESMIJ.txt", _LEESMIJ.format(masker=_MET if maskering.aan else _ZONDER).encode())
            for rij in _regels(hier, wereld, filter_, aantal):
                lijst.write(orjson.dumps(_regel(rij, maskering)) + b"\n")
                for kant in ("verzoek", "antwoord"):
                    if getattr(rij, f"{kant}_grootte"):
                        _zet_bericht(archief, hier, wereld, rij, kant, maskering)
                yield b""
            lijst.seek(0)
            _zet(archief, "regels.jsonl", cast(IO[bytes], lijst))
        bestand.seek(0)
        while stuk := bestand.read(_STUK):
            yield stuk


def _regel(rij: Row[Any], maskering: Maskering) -> dict[str, Any]:
    """A line as the control API shows it, with the names of its files."""
    uit = als_json(rij)
    uit["pad"] = maskering.tekst(uit["pad"])
    uit["regels"] = [maskering.tekst(regel) for regel in uit["regels"]]
    for kant in ("verzoek", "antwoord"):
        uit[kant]["kop"] = dict(maskering.koppen(list(uit[kant]["kop"].items())))
        uit[kant]["bestand"] = bestandsnaam(rij, kant) if uit[kant]["grootte"] else None
    return uit


def bestandsnaam(rij: Row[Any], kant: str) -> str:
    """The name of a message in the zip: nothing in it but letters, digits, hyphens and dots."""
    media = har.media_van(rij.verzoek_kop if kant == "verzoek" else rij.antwoord_kop)
    delen = [_GEEN_NAAM.sub("_", deel)[:40] for deel in (rij.richting, rij.koppelvlak, rij.operatie or rij.methode)]
    return f"berichten/{rij.nummer:06d}-{'-'.join(deel for deel in delen if deel)}-{kant}.{_uitgang(media)}"


def _uitgang(media: str) -> str:
    soort = media.partition(";")[0].strip().lower()
    if soort in _UITGANG:
        return _UITGANG[soort]
    achter = re.split(r"[/+]", soort)[-1]
    return achter if achter in ("json", "xml", "gml", "yaml") else "bin"


def _zet_bericht(
    archief: zipfile.ZipFile, hier: Beheer, wereld: Wereld, rij: Row[Any], kant: str, maskering: Maskering
) -> None:
    media = har.media_van(rij.verzoek_kop if kant == "verzoek" else rij.antwoord_kop)
    sha256 = getattr(rij, f"{kant}_blob")
    if sha256 is not None and har.is_binair(media):
        with wereld.store.open_lezing() as conn, blobs.open_bestand(conn, sha256) as groot:
            _zet(archief, bestandsnaam(rij, kant), groot)
        return
    inhoud = hier.kern.journaal.inhoud(wereld.omgeving, rij.nummer, kant) or b""
    _zet(archief, bestandsnaam(rij, kant), maskering.body(inhoud, media))


def _zet(archief: zipfile.ZipFile, naam: str, inhoud: bytes | IO[bytes]) -> None:
    ingang = zipfile.ZipInfo(naam, _DATUM)
    ingang.compress_type = zipfile.ZIP_STORED if naam.endswith(".zip") else zipfile.ZIP_DEFLATED
    if isinstance(inhoud, bytes):
        archief.writestr(ingang, inhoud)
        return
    with archief.open(ingang, "w", force_zip64=True) as doel:
        while stuk := inhoud.read(_STUK):
            doel.write(stuk)
