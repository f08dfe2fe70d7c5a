"""Another bevoegd gezag or behandeldienst: who is told, who may see what, and what is refused."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from simulator.kernel import omgevingen
from simulator.stam import berichten, events, herroutering, instellingen, tables
from simulator.stam.errors import RoutingBezwaar
from simulator.stelsel import organisaties, register
from tests.stam.afhandelproef import V1, V2, Ontvanger, Proef, met_documenten
from tests.stam.loketproef import DIENST, EILAND, HAVEN, PROVINCIE, REGIO
from tests.stam.loketproef import Proef as LoketProef

NIEUWSTAD = "00000001999999999999"
ROLLEN = [
    ("bevoegd_gezag", herroutering.wijzig_bevoegd_gezag),
    ("behandeldienst", herroutering.wijzig_behandeldienst),
]
Wijzig = Callable[..., Any]


def zet(afhandeling: Proef, nummer: str, wat: str, oin: Any, door: str = EILAND, *, basis: str = V2) -> httpx.Response:
    koppen = {"OIN": door} if door else {}
    return afhandeling.client.put(f"{basis}/verzoeken/{nummer}/{wat}", json={"oin": oin}, headers=koppen)


@pytest.mark.parametrize("basis", [V1, V2])
def test_another_bevoegd_gezag(afhandeling: Proef, ontvanger: Ontvanger, basis: str) -> None:
    afhandeling.stuur_naar(ontvanger, HAVEN)
    nummer = afhandeling.dien_in().verzoeknummer
    antwoord = zet(afhandeling, nummer, "bevoegdgezag", HAVEN, basis=basis)
    assert antwoord.status_code == 200
    assert antwoord.json()["bevoegdGezag"]["oin"] == HAVEN
    assert antwoord.json()["behandeldienst"] is None
    afhandeling.tot_rust()
    [gekregen] = ontvanger.gekregen
    assert nummer.encode() in gekregen.inhoud
    assert afhandeling.standen(nummer) == {(0, EILAND): "inbox", (0, HAVEN): "acked"}
    assert afhandeling.haal(f"/verzoeken/{nummer}", EILAND).status_code == 403
    assert afhandeling.haal(f"/verzoeken/{nummer}", HAVEN).status_code == 200
    [gewijzigd] = afhandeling.gebeurd(events.BEVOEGD_GEZAG_GEWIJZIGD)
    assert gewijzigd == {"verzoeknummer": nummer, "oud": EILAND, "nieuw": HAVEN, "door": EILAND}
    xml = afhandeling.haal(f"/verzoeken/{nummer}/samenvatting", HAVEN).content
    bericht = berichten.lees_verzoek("stam-v4", xml)
    assert bericht.bevoegd_gezag.oin == HAVEN
    assert [instantie.oin for instantie in bericht.bevoegd_gezag_historie] == [EILAND]
    assert berichten.toets_verzoek("stam-v4", xml) == []


def test_another_behandeldienst_and_none(afhandeling: Proef) -> None:
    nummer = afhandeling.dien_in(behandeldienst=DIENST).verzoeknummer
    assert zet(afhandeling, nummer, "behandeldienst", REGIO, DIENST).json()["behandeldienst"]["oin"] == REGIO
    assert afhandeling.haal(f"/verzoeken/{nummer}", DIENST).status_code == 403
    assert zet(afhandeling, nummer, "behandeldienst", None).json()["behandeldienst"] is None
    assert afhandeling.haal(f"/verzoeken/{nummer}", REGIO).status_code == 403
    assert afhandeling.standen(nummer) == {(0, EILAND): "inbox", (0, DIENST): "inbox", (0, REGIO): "inbox"}
    assert zet(afhandeling, nummer, "behandeldienst", "").status_code == 409
    rijen = afhandeling.lees(tables.herrouteringen_van, nummer)
    assert [(rij.nummer, rij.soort, rij.oud, rij.nieuw, rij.door) for rij in rijen] == [
        (1, "behandeldienst", DIENST, REGIO, DIENST),
        (2, "behandeldienst", REGIO, "", EILAND),
    ]
    bericht = berichten.lees_verzoek("stam-v4", afhandeling.haal(f"/verzoeken/{nummer}/samenvatting").content)
    assert bericht.behandeldienst is None
    assert [instantie.oin for instantie in bericht.behandeldienst_historie] == [DIENST, REGIO]


def test_the_bevoegd_gezag_is_told_nothing_new(afhandeling: Proef) -> None:
    nummer = afhandeling.dien_in().verzoeknummer
    zet(afhandeling, nummer, "behandeldienst", DIENST)
    route = afhandeling.gebeurd(events.ROUTE_BEPAALD)[-1]
    assert route["ontvangers"] == [DIENST]
    assert [rij["oin"] for rij in route["onderdrukt"]] == [EILAND]
    dienst = next(rij for rij in afhandeling.notificaties(nummer) if rij.oin == DIENST)
    assert (dienst.rol, dienst.kopie, dienst.aanleiding) == ("behandeldienst", False, "herroutering")


class TestNaEenAanvulling:
    @pytest.fixture
    def nummer(self, afhandeling: Proef) -> str:
        inhoud, bestanden = met_documenten(b"een", b"twee")
        nummer = afhandeling.dien_in(inhoud, bestanden).verzoeknummer
        blijft, _ = met_documenten(b"een")
        afhandeling.vul_aan(nummer, blijft)
        return nummer

    def test_the_new_one_hears_of_the_latest_only(self, afhandeling: Proef, ontvanger: Ontvanger, nummer: str) -> None:
        afhandeling.stuur_naar(ontvanger, HAVEN)
        assert zet(afhandeling, nummer, "bevoegdgezag", HAVEN).json()["volgnummer"] == "001"
        afhandeling.tot_rust()
        assert len(ontvanger.gekregen) == 1
        assert [rij.volgnummer for rij in afhandeling.notificaties(nummer) if rij.oin == HAVEN] == [1]

    def test_and_sees_nothing_of_before(self, afhandeling: Proef, nummer: str) -> None:
        zet(afhandeling, nummer, "bevoegdgezag", HAVEN)
        assert afhandeling.haal(f"/verzoeken/{nummer}", HAVEN).json()["volgnummer"] == "001"
        eerder = afhandeling.haal(f"/verzoeken/{nummer}?volgnummer=000", HAVEN)
        assert eerder.status_code == 403
        assert "vanaf volgnummer 001" in eerder.json()["detail"]
        assert afhandeling.haal(f"/verzoeken/{nummer}/documenten/doc-1", HAVEN).status_code == 200
        assert afhandeling.haal(f"/verzoeken/{nummer}/documenten/doc-2", HAVEN).status_code == 403

    def test_what_comes_later_goes_to_the_new_one(self, afhandeling: Proef, nummer: str) -> None:
        zet(afhandeling, nummer, "bevoegdgezag", HAVEN)
        afhandeling.trek_in(nummer)
        assert {oin for volgnummer, oin in afhandeling.standen(nummer) if volgnummer == 999} == {HAVEN}
        assert afhandeling.haal(f"/verzoeken/{nummer}?volgnummer=999", HAVEN).status_code == 200

    def test_there_and_back(self, afhandeling: Proef, nummer: str) -> None:
        zet(afhandeling, nummer, "bevoegdgezag", HAVEN)
        assert zet(afhandeling, nummer, "bevoegdgezag", EILAND, HAVEN).status_code == 200
        assert afhandeling.standen(nummer) == {(0, EILAND): "inbox", (1, EILAND): "inbox", (1, HAVEN): "inbox"}
        assert afhandeling.lees(tables.onderdrukt_bij, nummer)[-1].oin == EILAND
        assert afhandeling.haal(f"/verzoeken/{nummer}", EILAND).status_code == 200
        assert afhandeling.haal(f"/verzoeken/{nummer}", HAVEN).status_code == 403


@pytest.mark.parametrize(("rol", "wijzig"), ROLLEN)
def test_a_strict_omgeving_wants_the_organisation_first(rol: str, wijzig: Wijzig) -> None:
    proef = LoketProef.nieuw()
    omgevingen.stel_in(proef.kern.store, "standaard", streng=True)
    (uitkomst,) = proef.dien_in(behandeldienst=DIENST, behandeldienst_vast=True)
    with pytest.raises(RoutingBezwaar, match=r"PUT /_sim/organisaties/\{code\} en dit OIN"):
        proef.doe(wijzig, uitkomst.verzoeknummer, NIEUWSTAD, EILAND)
    proef.doe(register.zet, organisaties.van_code("gm9913", "Nieuwstad", NIEUWSTAD))
    assert proef.doe(wijzig, uitkomst.verzoeknummer, NIEUWSTAD, EILAND)._mapping[rol] == NIEUWSTAD


@pytest.mark.parametrize(
    ("wat", "oin", "door", "status"),
    [
        ("bevoegdgezag", HAVEN, HAVEN, 403),
        ("bevoegdgezag", HAVEN, REGIO, 403),
        ("bevoegdgezag", HAVEN, DIENST, 200),
        ("bevoegdgezag", HAVEN, "", 200),
        ("bevoegdgezag", PROVINCIE, EILAND, 200),
        ("bevoegdgezag", EILAND, EILAND, 409),
        ("bevoegdgezag", DIENST, EILAND, 409),
        ("bevoegdgezag", REGIO, EILAND, 409),
        ("bevoegdgezag", NIEUWSTAD, EILAND, 200),  # an open omgeving takes it in
        ("bevoegdgezag", "", EILAND, 400),
        ("bevoegdgezag", None, EILAND, 400),
        ("bevoegdgezag", 5, EILAND, 400),
        ("bevoegdgezag", "123", EILAND, 400),
        ("bevoegdgezag", ["00000009001000009921"], EILAND, 400),
        ("behandeldienst", DIENST, EILAND, 409),
        ("behandeldienst", EILAND, EILAND, 409),
        ("behandeldienst", NIEUWSTAD, EILAND, 200),
        ("behandeldienst", HAVEN, EILAND, 200),
        ("behandeldienst", {}, EILAND, 400),
    ],
)
def test_what_can_and_what_cannot(afhandeling: Proef, wat: str, oin: Any, door: str, status: int) -> None:
    nummer = afhandeling.dien_in(behandeldienst=DIENST).verzoeknummer
    voor = afhandeling.lees(tables.verzoek_met, nummer)
    antwoord = zet(afhandeling, nummer, wat, oin, door)
    assert antwoord.status_code == status
    if status != 200:
        assert antwoord.headers["content-type"] == "application/problem+json"
        assert afhandeling.lees(tables.verzoek_met, nummer) == voor
        assert afhandeling.lees(tables.herrouteringen_van, nummer) == []
        assert len(afhandeling.standen(nummer)) == 2


@pytest.mark.parametrize("body", [[], "x", {}, {"oin": HAVEN, "behandeldienst": DIENST}, {"oin": HAVEN, "naam": "x"}])
def test_one_thing_at_a_time(afhandeling: Proef, body: Any) -> None:
    nummer = afhandeling.dien_in().verzoeknummer
    for wat in ("bevoegdgezag", "behandeldienst"):
        antwoord = afhandeling.client.put(f"{V2}/verzoeken/{nummer}/{wat}", json=body, headers={"OIN": EILAND})
        assert antwoord.status_code == 400
        assert antwoord.json()["invalid-params"]


def test_what_was_withdrawn_stays_where_it_is(afhandeling: Proef) -> None:
    nummer = afhandeling.dien_in().verzoeknummer
    afhandeling.trek_in(nummer)
    for wat, oin in (("bevoegdgezag", HAVEN), ("behandeldienst", DIENST)):
        antwoord = zet(afhandeling, nummer, wat, oin)
        assert antwoord.status_code == 409
        assert "ingetrokken" in antwoord.json()["detail"]


def test_in_2020_the_behandeldienst_stays(afhandeling: Proef) -> None:
    afhandeling.doe(instellingen.zet, {"routering": "2020"})
    nummer = afhandeling.dien_in(behandeldienst=DIENST).verzoeknummer
    antwoord = zet(afhandeling, nummer, "behandeldienst", None)
    assert antwoord.status_code == 409
    assert "samenwerking" in antwoord.json()["detail"]
    assert zet(afhandeling, nummer, "bevoegdgezag", HAVEN).status_code == 200


def test_what_is_not_there(afhandeling: Proef) -> None:
    assert zet(afhandeling, "2026030299999", "bevoegdgezag", HAVEN).status_code == 404


def test_the_journal_has_it(afhandeling: Proef) -> None:
    nummer = afhandeling.dien_in().verzoeknummer
    zet(afhandeling, nummer, "bevoegdgezag", HAVEN, "")
    [regel] = afhandeling.journaal(operatie="wijzigBevoegdGezag")
    assert regel.kenmerken == {"verzoeknummer": nummer, "volgnummer": "000"}
    assert regel.regels
