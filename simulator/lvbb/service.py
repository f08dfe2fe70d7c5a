"""What the LVBB does: take in, judge, answer, register, publish, break off.

A delivery is judged by an agenda item; with `timing` realistisch the answers come as far apart as in the real chain.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import Row

from simulator.contract import zips
from simulator.contract.states import toestanden
from simulator.contract.xml import XmlFout, tekst_van
from simulator.contract.xml import lees as lees_xml
from simulator.edge import storingen
from simulator.kernel import blobs
from simulator.kernel.agenda import MISLUKT, Taak
from simulator.kernel.journal import merk_op
from simulator.kernel.kern import Bijdrage
from simulator.kernel.redenen import eigen_fout
from simulator.kernel.store import Wereld
from simulator.kernel.teksten import kort
from simulator.kernel.transactie import Lezing, Tx
from simulator.lvbb import antwoorden, consolidatie, errors, publicatie, render, tables
from simulator.lvbb.antwoorden import Instellingen, Stap
from simulator.lvbb.inzage import Lezer, mag_zien
from simulator.lvbb.levering import MAX_ID, MAX_WAARDE, Levering, Opdracht, open_levering
from simulator.lvbb.register import StoreRegister
from simulator.stelsel import organisaties
from simulator.stelsel import register as stelsel_register

if TYPE_CHECKING:
    from simulator.lvbb.rules.oordeel import Oordeel

INNAME_MISLUKT = "ozon.inname.mislukt"
BEOORDEEL, STUUR, PUBLICEER = "lvbb.beoordeel", "lvbb.stuur", "lvbb.publiceer"
_NIET_DE_LEVERING = "Over de levering zelf zegt dit niets; bewaar de zip en het logboek van de simulator."
_log = logging.getLogger("dso-sim.lvbb")
SOORTEN = {
    "validatie": "validatieOpdracht",
    "publicatie": "publicatieOpdracht",
    "breekPublicatieAf": "breekPublicatieAfOpdracht",
    "directeMutatie": "directeMutatieOpdracht",
    "validatieDirecteMutatie": "validatieDirecteMutatieOpdracht",
    "raadpleeg": "raadpleegOpdracht",
    "valideren": "validatieOpdracht",
    "publiceren": "publicatieOpdracht",
    "afbreken": "breekPublicatieAfOpdracht",
}


@dataclass(frozen=True)
class Verzoek:
    """What a sender says beside the zip. soort: an opdracht, a verzoek or an action of the service bus, or "".

    houder: the OIN in its client certificate, "" without.
    """

    oin: str = ""
    id_levering: str = ""
    soort: str = ""
    leverancier: str = ""
    route: str = "http"
    gesprek: str = ""
    houder: str = ""

    @property
    def opdracht_soort(self) -> str:
        """The name of the opdracht that goes with it; what is unknown stays as it is."""
        kaal = self.soort.removesuffix("Verzoek").removesuffix("GB").removesuffix("Opdracht")
        return SOORTEN.get(kaal, self.soort)


@dataclass(frozen=True)
class Beoordeling:
    """What came of judging a delivery: the verdict, and what it will register when it is valid."""

    levering: Levering
    oordeel: "Oordeel"
    registratie: consolidatie.Registratie | None = None
    storing: Mapping[str, Any] = field(default_factory=dict)


def bijdrage(instellingen: Instellingen) -> Bijdrage:
    """What this room brings to the kernel."""
    return Bijdrage(
        taken={
            BEOORDEEL: Taak(partial(_verwerk, instellingen), partial(_beoordeel, instellingen), _niet_beoordeeld),
            STUUR: Taak(_stuur, bij_fout=_niet_gestuurd),
            PUBLICEER: Taak(_publiceer, bij_fout=_niet_gepubliceerd),
        },
        handlers={INNAME_MISLUKT: _niet_ingenomen},
    )


def lever_aan(wereld: Wereld, bron: IO[bytes], grootte: int, verzoek: Verzoek) -> Row[Any]:
    """Take in a delivery; it is judged by the agenda. Gives its row.

    bron: the zip as an open file; grootte: in bytes as it was sent, also where less of it was kept.
    """
    opdracht = _lees_opdracht(bron)
    with wereld.schrijf() as tx:
        return neem_aan(tx, bron, grootte, verzoek, opdracht)


def neem_aan(tx: Tx, bron: IO[bytes], grootte: int, verzoek: Verzoek, opdracht: Opdracht | None = None) -> Row[Any]:
    """As `lever_aan`, within a transaction that is under way. opdracht: when it was read before."""
    opdracht = opdracht or _lees_opdracht(bron)
    id_ = str(tx.uuid("levering"))
    id_levering = kort(verzoek.id_levering, MAX_ID) or opdracht.id_levering or None
    # What stands in the zip was judged by nobody yet, and may be of any length.
    soort = (verzoek.opdracht_soort or opdracht.soort)[:60] or None
    oin = (verzoek.oin or opdracht.id_aanleveraar)[:40]
    zip_ = blobs.houd(tx, bron)
    tx.voeg_toe(
        tables.levering,
        id=id_,
        nummer=tx.nummer("lvbb/levering"),
        id_levering=id_levering,
        soort=soort,
        oin=oin,
        leverancier=kort(verzoek.leverancier),
        verzoek_soort=verzoek.opdracht_soort[:60],
        route=verzoek.route,
        gesprek=kort(verzoek.gesprek),
        houder=verzoek.houder,
        zip=zip_,
        grootte=grootte,
        ontvangen_op=tx.nu,
        status=toestanden("lvbb", "levering").begin,
        getoetst="",
        oordeel=None,
    )
    stelsel_register.neem_op(tx, oin)
    tx.emit(
        "lvbb.verzoek.ontvangen",
        leveringId=id_,
        idLevering=id_levering,
        soort=soort,
        oin=oin,
        sha256=zip_,
        route=verzoek.route,
        leverancier=kort(verzoek.leverancier),
    )
    tx.plan(tx.nu, BEOORDEEL, levering=id_)
    rij = tables.levering_met(tx, id_)
    assert rij is not None
    return rij


def _opmerkingen(lev: Levering) -> list[str]:
    """What is worth knowing about a delivery that is no fault: lines for the journal, in Dutch."""
    wortel = None if lev.publicatie is None else lev.publicatie.wortel
    element = None if wortel is None else next(wortel.iter("{*}eindverantwoordelijke"), None)
    code = tekst_van(element).rpartition("/")[2]
    namen = {organisatie.code for organisatie in organisaties.bij_oin(lev.afzender)}
    if not code or code in namen:
        return []
    wie = ", ".join(sorted(namen)) or "geen bekende organisatie"
    return [f"De afzender {lev.afzender} is {wie}; de aanlevering is van {code}. In een open omgeving mag dat."]


def _lees_opdracht(bron: IO[bytes]) -> Opdracht:
    """opdracht.xml out of a zip, empty where there is nothing to read: what is wrong with it is for the verdict."""
    try:
        inhoud = zips.lees_een(bron, "opdracht.xml")
        return Opdracht() if inhoud is None else Opdracht.uit(lees_xml(inhoud, max_tekst=MAX_WAARDE).wortel)
    except (zips.ZipFout, XmlFout):
        return Opdracht()
    except Exception:  # the delivery is taken in, and judging it tells who sent it
        _log.exception("opdracht.xml niet gelezen")
        return Opdracht()


def levering(wereld: Wereld, id_: str, wie: Lezer | None = None) -> Row[Any]:
    """One delivery, for who may see it; None is the simulator itself. Raises LeveringOnbekend."""
    with wereld.lees() as lezing:
        rij = tables.levering_met(lezing, id_)
        if rij is None or not mag_zien(lezing, rij, wie):
            raise errors.LeveringOnbekend(id_)
    return rij


def berichten(wereld: Wereld, id_: str, wie: Lezer | None = None) -> list[Row[Any]]:
    """The messages about a delivery, as above. Raises LeveringOnbekend."""
    levering(wereld, id_, wie)
    with wereld.lees() as lezing:
        return tables.berichten(lezing, [id_])


def bericht(wereld: Wereld, id_: str, volgnummer: str, wie: Lezer | None = None) -> Row[Any]:
    """One message, as above. Raises LeveringOnbekend, BerichtOnbekend."""
    for rij in berichten(wereld, id_, wie):
        if str(rij.volgnummer) == volgnummer:
            return rij
    raise errors.BerichtOnbekend(volgnummer)


def _beoordeel(instellingen: Instellingen, lezing: Lezing, gegevens: Mapping[str, Any]) -> Beoordeling | None:
    """Judge a delivery, outside any lock: only the agenda changes what the verdict rests on."""
    from simulator.lvbb.rules.oordeel import beoordeel

    rij = tables.levering_met(lezing, gegevens["levering"])
    if rij is None:
        return None
    with blobs.open_bestand(lezing.conn, rij.zip) as bron:
        lev = open_levering(
            bron,
            rij.grootte,
            lezing.vandaag,
            afzender=rij.oin,
            verzoek_soort=rij.verzoek_soort,
            verzoek_id_levering=rij.id_levering or "",
            register=StoreRegister(lezing, rij.nummer),
            profiel=instellingen.profiel,
        )
    uitkomst = beoordeel(lev)
    opgelegd: dict[str, Any] = {}
    if uitkomst.uitkomst != "technisch" and lev.opdracht.soort in antwoorden.BEHANDELD:
        storing = storingen.geldend(lezing, "lvbb", "leverAan", ("lvbb-uitkomst",))
        opgelegd = {} if storing is None else {**storing.waarde, "storing": storing}
    if uitkomst.uitkomst != "valide" or lev.opdracht.soort == "breekPublicatieAfOpdracht":
        return Beoordeling(lev, uitkomst, storing=opgelegd)
    return Beoordeling(lev, uitkomst, consolidatie.lees(lev), opgelegd)


def _verwerk(instellingen: Instellingen, tx: Tx, gegevens: Mapping[str, Any], klaar: Beoordeling | None) -> None:
    """Put a verdict in the store: the first message now, what follows on the agenda."""
    rij = tables.levering_met(tx, gegevens["levering"])
    if rij is None or klaar is None:
        return
    if "storing" in klaar.storing:
        storingen.verbruik(tx, klaar.storing["storing"])
    id_levering = rij.id_levering or klaar.levering.opdracht.id_levering
    if klaar.oordeel.uitkomst == "valide":
        _neem_organisaties_op(tx, klaar.levering)
    stappen = antwoorden.stappen(klaar.levering, klaar.oordeel, klaar.storing, id_levering, instellingen)
    t = tables.levering
    for regel in _opmerkingen(klaar.levering):
        _merk_op(tx, rij, id_levering, regel)
    for gestrand in klaar.oordeel.gestrand:
        _log.error("regel mislukt: %s", gestrand.code, exc_info=gestrand.fout)
        waar = {"levering": rij.id, "regel": gestrand.code}
        tx.emit(MISLUKT, taak=BEOORDEEL, gegevens=waar, fout=eigen_fout(gestrand.fout))
    tx.wijzig(
        t,
        t.c.id == rij.id,
        soort=rij.soort or klaar.levering.opdracht.soort[:60] or None,
        id_levering=id_levering or None,
        getoetst=klaar.oordeel.grondslag,
        oordeel=antwoorden.oordeel_json(klaar.levering, klaar.oordeel),
    )
    if stappen[-1].registreert:
        _leg_vast(instellingen, tx, rij.id, klaar, stappen)
    for stap in stappen:
        if stap.na == timedelta(0):
            _zend(tx, rij.id, stap)
        else:
            tx.plan(tx.nu + stap.na, STUUR, levering=rij.id, stap=stap.als_json())


def _neem_organisaties_op(tx: Tx, levering: Levering) -> None:
    """An open omgeving takes in an eindverantwoordelijke that it does not know, with the OIN of the opdracht."""
    from simulator.lvbb.rules.besluit import eindverantwoordelijken

    for _, gevonden in eindverantwoordelijken(levering):
        if gevonden is not None:
            stelsel_register.neem_code_op(tx, gevonden.code, levering.opdracht.id_bevoegd_gezag)


def _leg_vast(instellingen: Instellingen, tx: Tx, id_: str, klaar: Beoordeling, stappen: list[Stap]) -> None:
    lev = klaar.levering
    if lev.opdracht.soort == "breekPublicatieAfOpdracht":
        publicatie.breek_af(tx, lev.opdracht.identificatie, id_)
    elif klaar.registratie is not None and lev.opdracht.datum is not None:
        nummer = publicatie.registreer(tx, id_, lev, klaar.registratie)
        op = publicatie.moment(lev.opdracht.datum, tx.nu + stappen[-1].na, instellingen.uur_van_publicatie)
        tx.plan(op, PUBLICEER, work=klaar.registratie.work, nummer=nummer)


def _stuur(tx: Tx, gegevens: Mapping[str, Any], _klaar: Any) -> None:
    rij = tables.levering_met(tx, gegevens["levering"])
    if rij is not None and rij.status != "afgebroken":
        _zend(tx, rij.id, Stap.uit_json(gegevens["stap"]))


def _publiceer(tx: Tx, gegevens: Mapping[str, Any], _klaar: Any) -> None:
    t = tables.besluit
    rij = tx.rij(t, t.c.work == gegevens["work"], t.c.nummer == gegevens["nummer"])
    if rij is None or rij.status != "wacht":
        return
    identifier = publicatie.publiceer(tx, rij)
    _zend(tx, rij.levering, antwoorden.gepubliceerd(rij.id_levering, identifier, rij.expression, tx.nu))


def _niet_beoordeeld(tx: Tx, gegevens: Mapping[str, Any], fout: Exception) -> None:
    wat = f"Deze levering is niet beoordeeld door een fout in de simulator ({eigen_fout(fout)}). {_NIET_DE_LEVERING}"
    oordeel = antwoorden.eigen_fout_json(wat)
    t = tables.levering
    tx.wijzig(t, t.c.id == gegevens["levering"], getoetst=antwoorden.NIET_BEOORDEELD, oordeel=oordeel)
    _zend_eigen_fout(tx, gegevens["levering"], wat, "technisch-afgewezen")


def _niet_gestuurd(tx: Tx, gegevens: Mapping[str, Any], fout: Exception) -> None:
    wat = f"Op deze plaats hoort een bericht dat de simulator niet kon maken ({eigen_fout(fout)}). {_NIET_DE_LEVERING}"
    _zend_eigen_fout(tx, gegevens["levering"], wat, gegevens["stap"]["status"])


def _niet_gepubliceerd(tx: Tx, gegevens: Mapping[str, Any], fout: Exception) -> None:
    t = tables.besluit
    rij = tx.rij(t, t.c.work == gegevens["work"], t.c.nummer == gegevens["nummer"])
    if rij is not None:
        wat = f"Het besluit is niet gepubliceerd door een fout in de simulator ({eigen_fout(fout)})."
        _zend_eigen_fout(tx, rij.levering, f"{wat} {_NIET_DE_LEVERING}")


def _niet_ingenomen(tx: Tx, gegevens: Mapping[str, Any]) -> None:
    """OZON could not take in what was published: who delivered it hears so (that the LVBB tells it is inferred)."""
    rij = tables.besluit_met(tx, gegevens["besluit"])
    if rij is not None and not gegevens.get("buitenDeKeten"):
        wat = f"OZON nam {gegevens['work']} niet in door een fout in de simulator ({gegevens['fout']})."
        _zend_eigen_fout(tx, rij.levering, f"{wat} {_NIET_DE_LEVERING}")


def _zend_eigen_fout(tx: Tx, levering_id: str, wat: str, status: str = "") -> None:
    rij = tables.levering_met(tx, levering_id)
    if rij is not None:
        _zend(tx, rij.id, antwoorden.eigen_fout(rij, wat, status))


def _merk_op(tx: Tx, rij: Row[Any], id_levering: str, regel: str) -> None:
    kenmerken = {"leveringId": rij.id, "idLevering": id_levering or ""}
    merk_op(tx, [regel], koppelvlak="lvbb", operatie="beoordeel", organisatie=rij.oin, kenmerken=kenmerken)


def _zend(tx: Tx, levering_id: str, stap: Stap) -> None:
    """Send one message about a delivery. Its status stays as it is where the step has none."""
    b, t = stap.bericht, tables.levering
    volgnummer = tx.nummer(f"lvbb/bericht/{levering_id}")
    tx.voeg_toe(
        tables.bericht,
        levering=levering_id,
        volgnummer=volgnummer,
        soort=b.soort,
        op=tx.nu,
        inhoud=render.xml(b, tx.nu),
    )
    rij = tables.levering_met(tx, levering_id)
    if rij is not None and stap.status:
        tx.wijzig(t, t.c.id == levering_id, status=toestanden("lvbb", "levering").toets(rij.status, stap.status))
    tx.emit(
        "lvbb.verslag.verzonden",
        leveringId=levering_id,
        idLevering=rij.id_levering if rij is not None else None,
        volgnummer=volgnummer,
        soort=b.soort,
        uitkomst=b.uitkomst,
        verslagUitkomst=b.verslag_uitkomst,
        voortgang=b.voortgang,
        codes=[melding.code for melding in b.meldingen],
    )
