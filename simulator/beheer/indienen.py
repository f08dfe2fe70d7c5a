"""Submit a verzoek for a user: what the control API and the page of the loket have in common."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from simulator.beheer.fouten import Weigering, redenen
from simulator.beheer.hier import Beheer
from simulator.beheer.stamfouten import vertaald
from simulator.kernel.ids import Toeval
from simulator.kernel.store import Wereld
from simulator.kernel.transactie import Lezing, Tx
from simulator.stam import berichten, generator, instellingen, loket, tables
from simulator.stam.generator import Wensen
from simulator.stam.loket import Opgave
from simulator.stam.model import DOELEN, Doel, Locatie, Uitkomst
from simulator.stelsel import ambtsgebieden, organisaties

STANDAARD = "boom-kappen"
_VOOROVERLEG = "vooroverleg"
_VERSTE = 10_000_000
"""No coordinate is larger, in metres; what is not a number is not either."""
_VERVOLG: tuple[Doel, ...] = ("Aanvullen", "Intrekken")


@dataclass(frozen=True)
class Vraag:
    """What a user wants to submit; None leaves it to the casus or to the routing.

    behandeldienst_vast: whether behandeldienst was given, also as None: nothing is split then and no configuration
    counts; wensen: what else is asked of the generator, as plain data by the names of Wensen; sjabloon: a verzoek
    message (XML) in the place of a casus; wacht: come back when the notifications are gone, with what became of them.
    """

    casus: str | None = None
    doel: str | None = None
    bevoegd_gezag: str | None = None
    behandeldienst: str | None = None
    behandeldienst_vast: bool = False
    verzoeknummer: str | None = None
    toelichting: str = ""
    wensen: Mapping[str, Any] | None = None
    sjabloon: str | None = None
    wacht: bool = True


def dien_in(hier: Beheer, wereld: Wereld, vraag: Vraag) -> list[Uitkomst]:
    """Submit, add to or withdraw, blocking. Raises Weigering with the field and what it can be."""
    doel = _doel(vraag.doel)
    _toets(vraag, doel)
    with vertaald(), wereld.schrijf() as tx:
        if doel == "Intrekken":
            uitkomsten = [loket.trek_in(tx, vraag.verzoeknummer or "", vraag.toelichting)]
        elif doel == "Aanvullen":
            uitkomsten = [_vul_aan(tx, vraag)]
        else:
            uitkomsten = loket.dien_in(tx, _opgave(tx, vraag, doel))
    if not vraag.wacht:
        return uitkomsten
    hier.kern.agenda.tot_rust(wereld.omgeving)
    with wereld.lees() as lezing:
        return [_bijgewerkt(lezing, uitkomst) for uitkomst in uitkomsten]


def _bijgewerkt(lezing: Lezing, uitkomst: Uitkomst) -> Uitkomst:
    """What came of it, with the notifications as they are by now."""
    rijen = tables.notificaties_van(lezing, uitkomst.verzoeknummer)
    nu = {rij.oin: rij.status for rij in rijen if rij.volgnummer == uitkomst.volgnummer}
    return replace(uitkomst, ontvangers=tuple((wie, nu.get(wie.oin, status)) for wie, status in uitkomst.ontvangers))


def _opgave(tx: Tx, vraag: Vraag, doel: Doel) -> Opgave:
    casus = "" if vraag.sjabloon else vraag.casus or STANDAARD
    wensen = _wensen(tx, {**_plaats(vraag), **(vraag.wensen or {})})
    gemaakt = _naar(tx, vraag.sjabloon, wensen) if vraag.sjabloon else _van_casus(tx, casus, wensen)
    return Opgave(
        gemaakt.inhoud,
        gemaakt.bestanden,
        concept=doel == "Conceptverzoek",
        bevoegd_gezag=vraag.bevoegd_gezag,
        behandeldienst=vraag.behandeldienst,
        behandeldienst_vast=vraag.behandeldienst_vast,
        casus=casus,
    )


def _van_casus(tx: Tx, casus: str, wensen: Wensen) -> generator.Gemaakt:
    if casus not in generator.casussen():
        kan = ", ".join(generator.casussen())
        raise Weigering.velden(("casus", f"{casus[:80]!r} bestaat niet; kies uit {kan}"))
    return generator.maak(casus, _toeval(tx), wensen)


def _naar(tx: Tx, sjabloon: str, wensen: Wensen) -> generator.Gemaakt:
    """A verzoek like one of the user's own, in the profile that is set. Raises Weigering (400)."""
    profiel = instellingen.lees(tx).profiel
    try:
        inhoud = berichten.lees_verzoek(profiel, sjabloon.encode()).inhoud
    except berichten.BerichtOngeldig as fout:
        raden = "laad uw vorm eerst met dso-sim contract laden, of kies een ander profiel in /_sim/stam/instellingen"
        raise Weigering.velden(("sjabloon", f"dit is geen verzoek van {profiel}: {fout}; {raden}")) from None
    return generator.maak_naar(inhoud, _toeval(tx), wensen)


def _vul_aan(tx: Tx, vraag: Vraag) -> Uitkomst:
    nummer = vraag.verzoeknummer or ""
    verzoek = tables.verzoek_met(tx, nummer)
    versie = None if verzoek is None else tables.versie_van(tx, nummer, verzoek.volgnummer)
    if versie is None:
        raise Weigering(404, f"Er is geen verzoek {nummer}; welke er zijn staat op /_sim/verzoeken.")
    wensen = _wensen(tx, vraag.wensen or {})
    return loket.vul_aan(tx, nummer, generator.aanvulling(versie.inhoud, _toeval(tx), wensen))


def _toeval(tx: Tx) -> Toeval:
    return tx.toeval("verzoek")


def _plaats(vraag: Vraag) -> dict[str, Any]:
    """A bevoegd gezag that was chosen decides about what lies in its area, unless a place was asked for."""
    if not vraag.bevoegd_gezag:
        return {}
    bekend = organisaties.bij_oin(vraag.bevoegd_gezag)
    code = next((o.code for o in bekend if ambtsgebieden.bbox(o.code) is not None), "")
    return {"gebied": code} if code else {}


def _wensen(tx: Tx, gegeven: Mapping[str, Any]) -> Wensen:
    """Raises Weigering (400) for a wish that cannot be read."""
    velden = {naam: waarde for naam, waarde in gegeven.items() if waarde is not None}
    if "gebied" in velden:
        velden["gebied"] = _gebied(str(velden["gebied"]))
    if isinstance(velden.get("locatie"), Mapping):
        velden["locatie"] = _locatie(velden["locatie"])
    if "activiteiten" in velden:
        velden["activiteiten"] = tuple(velden["activiteiten"])
    if "bijlagen" in velden:
        velden["bijlagen"] = generator.bijlagewensen(velden["bijlagen"])
    return Wensen(**{"op": tx.vandaag, **velden})


def _gebied(gegeven: str) -> str:
    """The code of who has an ambtsgebied, from its code or OIN. Raises Weigering (400)."""
    bekend = [o.code for o in organisaties.bij_oin(gegeven)]
    code = next(iter(bekend), gegeven.lower())
    if ambtsgebieden.bbox(code) is None:
        reden = f"{gegeven[:40]!r} is geen code of OIN van een organisatie met een ambtsgebied, zoals gm9920"
        raise Weigering.velden(("gebied", reden))
    return code


def _locatie(gegeven: Mapping[str, Any]) -> Locatie | None:
    """A location from plain data: the fields of model.Locatie; {} is none. Raises Weigering (400)."""
    if not gegeven:
        return None
    onbekend = set(gegeven) - set(Locatie.__dataclass_fields__)
    if onbekend:
        kan = ", ".join(Locatie.__dataclass_fields__)
        raise Weigering.velden((f"locatie.{min(onbekend)}", f"dit veld is onbekend; wel: {kan}"))
    try:
        gelezen = TypeAdapter(Locatie).validate_python(dict(gegeven))
    except ValidationError as fout:
        raise Weigering.velden(*((f"locatie.{veld}", reden) for veld, reden in redenen(fout.errors()))) from None
    punten = [*(gelezen.vlak or ()), *(gelezen.etrs_vlak or ()), gelezen.punt or (0, 0), gelezen.etrs_punt or (0, 0)]
    if not all(abs(getal) <= _VERSTE for punt in punten for getal in punt):
        raise Weigering.velden(("locatie", "een coördinaat ligt ver buiten Nederland; verwacht worden RD-meters"))
    return gelezen


def _doel(gegeven: str | None) -> Doel:
    """The doel by its name, without regard to case and diacritics. Raises Weigering (400).

    Source: docs/bronnen.md#stam-kop.
    """
    if not gegeven:
        return "Initiëren"
    gevraagd = _kaal(gegeven)
    if gevraagd == _VOOROVERLEG:
        return "Conceptverzoek"
    gevonden = next((doel for doel in DOELEN if _kaal(doel) == gevraagd), None)
    if gevonden is None:
        raise Weigering.velden(("doel", f"{gegeven!r} bestaat niet; kies uit {', '.join(DOELEN)}"))
    return gevonden


def _toets(vraag: Vraag, doel: Doel) -> None:
    """Fields that do not go together. Raises Weigering (400)."""
    if doel in _VERVOLG and not vraag.verzoeknummer:
        raise Weigering.velden(("verzoeknummer", f"zeg welk verzoek het is: {doel} gaat over een verzoek dat er al is"))
    if doel not in _VERVOLG and vraag.verzoeknummer:
        reden = f"een nieuw verzoek krijgt zelf een nummer; kies bij doel uit {', '.join(_VERVOLG)}, of laat dit weg"
        raise Weigering.velden(("verzoeknummer", reden))


def _kaal(tekst: str) -> str:
    ontleed = unicodedata.normalize("NFD", tekst.strip().lower())
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))
