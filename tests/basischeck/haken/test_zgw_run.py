"""Checks that find the zaken of the software in a zaakregister, as with a product that keeps them in Open Zaak."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from simulator.basischeck import haken
from simulator.basischeck.besturing import MetHaken, Referentie
from simulator.basischeck.control import verbind
from simulator.basischeck.haken.opgave import Haken, Zgw
from simulator.basischeck.mensen import UitPlan
from simulator.basischeck.model import CheckUitslag, Resultaat
from simulator.basischeck.reference.vth.bericht import Bijlage
from simulator.basischeck.reference.vth.klok import springt
from simulator.basischeck.reference.vth.register import INGETROKKEN, Zaak
from simulator.basischeck.reference.vth.vth import ReferentieVth
from simulator.basischeck.runner import Runner
from simulator.basischeck.toestand import Toestand
from simulator.serve import Draaiend
from tests.basischeck.haken.zaakregister import CATALOGI, CLIENT_ID, DOCUMENTEN, GEHEIM, ZAKEN, Register
from tests.basischeck.topologieen import plan

GEMEENTE = {"naam": "Gemeente Testeiland", "code": "gm9920", "oin": "00000009001000009920"}
CHECKS = ["STAM-03", "STAM-05", "STAM-06", "STAM-07", "STAM-11", "STAM-18", "STAM-22", "STAM-23", "STAM-24", "STAM-30"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Draaiend(klok="2026-03-02T08:00:00Z") as draaiend:
        yield draaiend.url


def vul(register: Register, zaken: list[Zaak]) -> None:
    """Put the zaken of the software in the register, as its own connection would."""
    register.zaken.clear()
    register.per_zaak.clear()
    ingetrokken = register.zet(f"{CATALOGI}/resultaattypen/1", {"omschrijving": INGETROKKEN})
    resultaat = register.zet(f"{ZAKEN}/resultaten/1", {"resultaattype": ingetrokken})
    for zaak in zaken:
        type_ = register.zet(f"{CATALOGI}/zaaktypen/{zaak.zaaktype.replace(' ', '-')}", {"omschrijving": zaak.zaaktype})
        adres = register.zaak(
            zaak.zaak_id,
            kenmerken=[{"kenmerk": zaak.verzoeknummer, "bron": "DSO-LV"}],
            zaaktype=type_,
            resultaat=resultaat if zaak.status == INGETROKKEN else None,
            startdatum=zaak.indiendatum.isoformat(),
            uiterlijkeEinddatumAfdoening=zaak.fatale_datum.isoformat() if zaak.fatale_datum else None,
        )
        _vul_onderdelen(register, adres, zaak)


def _vul_onderdelen(register: Register, adres: str, zaak: Zaak) -> None:
    for document in zaak.documenten:
        url = register.zet(
            f"{DOCUMENTEN}/enkelvoudiginformatieobjecten/{document.document_id}",
            {
                "bestandsnaam": document.naam,
                "vertrouwelijkheidaanduiding": "vertrouwelijk" if document.vertrouwelijk else "openbaar",
                "integriteit": {"algoritme": "sha_256", "waarde": document.sha256},
            },
        )
        register.bij(adres, "zaakinformatieobjecten", informatieobject=url, vernietigingsdatum=None)
    for partij in zaak.partijen:
        wie = {"inpBsn": partij.bsn, "annIdentificatie": partij.kvk_nummer, "geslachtsnaam": partij.naam}
        register.bij(adres, "rollen", omschrijving=partij.rol, betrokkeneIdentificatie=wie)


def draai(url: str, register: Register, software: type[ReferentieVth], checks: list[str]) -> dict[str, CheckUitslag]:
    """Run checks on software of which only the register can be looked in."""
    zgw = Zgw(
        zaken=f"{register.url}{ZAKEN}",
        documenten=f"{register.url}{DOCUMENTEN}",
        client_id=CLIENT_ID,
        geheim=GEHEIM,
        vertaal={"Aanvraag omgevingsvergunning": "Aanvraag vergunning"},
    )
    gegeven = plan({"organisaties": [GEMEENTE]}, checks)

    async def doe(client: httpx.Client) -> Any:
        vth = software(url, client, [GEMEENTE["oin"]], wacht=springt(url, client))
        register.vooraf = lambda: vul(register, vth.register.zaken)
        besturing = MetHaken(Referentie(lambda: vth), haken.maak(Haken(zgw=zgw)))
        try:
            async with verbind(url) as sim:
                return await Runner(gegeven, sim, besturing, UitPlan(), Toestand()).draai()
        finally:
            vth.sluit()

    with httpx.Client(timeout=60, trust_env=False) as client:
        return {u.check.id: u for u in asyncio.run(doe(client)).uitslagen}


def test_de_zaken_staan_in_het_zaakregister(url: str, register: Register) -> None:
    register.per_pagina = 100
    gevonden = draai(url, register, ReferentieVth, CHECKS)
    assert {id_: (str(u.resultaat), u.reden) for id_, u in gevonden.items() if u.resultaat != "geslaagd"} == {}
    codes = {b.code for u in gevonden.values() for b in u.bevindingen}
    assert {"STAM-03/type", "STAM-03/indiendatum", "STAM-05/inhoud", "STAM-24/vertrouwelijk"} <= codes
    assert "Niet bekeken: de haak geeft geen doel." in gevonden["STAM-03"].notities


class MaaktAllesOpenbaar(ReferentieVth):
    """Keeps every document as public."""

    def _vertrouwelijk(self, bijlage: Bijlage) -> bool:
        return False


def test_wat_er_in_het_register_niet_klopt_zakt(url: str, register: Register) -> None:
    register.per_pagina = 100
    (uitslag,) = draai(url, register, MaaktAllesOpenbaar, ["STAM-24"]).values()
    assert uitslag.resultaat is Resultaat.GEZAKT
    assert uitslag.bevindingen[-1].gekregen == "Vertrouwelijke bijlage openbaar geregistreerd"


def test_een_register_dat_weigert_laat_de_software_niet_zakken(url: str, register: Register) -> None:
    register.status = 403
    (uitslag,) = draai(url, register, ReferentieVth, ["STAM-03"]).values()
    assert uitslag.resultaat is Resultaat.CONFIGFOUT
    assert uitslag.reden.startswith("haken.zgw: ")
    assert "leesrecht" in uitslag.reden
