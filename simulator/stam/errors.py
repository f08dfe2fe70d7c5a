"""What STAM answers when it cannot.

StamFout
├── NietVoorU            403  neither bevoegd gezag nor behandeldienst of this verzoek
├── VersieNietVoorU      403  a volgnummer of before it came to this organisation
├── VerzoekOnbekend      404  no verzoek with this number
├── VersieOnbekend       404  the verzoek has no such volgnummer
├── DocumentOnbekend     404  the verzoek has no such document
├── NotificatieOnbekend  404  no such notification
├── NotificatieBezwaar   409  a notification with which this cannot be done now
├── IndieningOnbekend    404  no indiening with this verzoekId
├── ConfiguratieOnbekend 404  a setting of loket or beheerportaal that is not there
├── RoutingBezwaar       409  a change of addressee that cannot be made now
├── VerzoekIngetrokken   409  it was withdrawn: nothing follows any more
├── IndieningGesloten    409  the indiening was finished or broken off
├── ConfiguratieBotst    409  a second behandeldienst for the same
├── TermijnKanNiet       409  the beslistermijn does not allow this step
├── ConfiguratieOngeldig 422  a setting of loket or beheerportaal that cannot be
└── OpgaveOngeldig       400  a field that is no good, with what was expected
    ├── AdapterNietGebouwd      501  a way of notifying that is not there yet
    ├── GeenIndieningsvereisten 422  an activiteit that cannot be applied for with this type
    ├── ConceptNietMogelijk     422  no conceptverzoek for one of the activiteiten
    ├── GeenBevoegdGezag        422  nobody decides at this location
    └── OrganisatieOnbekend     422  a strict omgeving does not know whose activiteit it is
The errors of simulator.contract.errors take the same shape. Statuses are inferred (docs/bronnen.md#stam-ophalen).
"""

from collections.abc import Sequence

from simulator.contract import errors
from simulator.contract.call import Answer, Call
from simulator.edge import problem
from simulator.stam.instanties import is_oin


class StamFout(errors.Fout):
    """An error of this room; its text is for the caller, in Dutch."""


class NietVoorU(StamFout):
    """The acting organisation is neither bevoegd gezag nor behandeldienst of this verzoek."""

    status = 403

    def __init__(self, verzoeknummer: str, oin: str) -> None:
        wie = f"OIN {oin[:40]}" if oin else "een aanroeper zonder OIN"
        if oin and not is_oin(oin):
            wie += " (een OIN heeft twintig cijfers)"
        super().__init__(
            f"Verzoek {verzoeknummer} is niet voor {wie}, maar voor het bevoegd gezag en de behandeldienst van nu. "
            f"Wie dat zijn, staat op /_sim/verzoeken/{verzoeknummer}."
        )


class VersieNietVoorU(StamFout):
    """A volgnummer of before the verzoek came to this organisation."""

    status = 403

    def __init__(self, verzoeknummer: str, volgnummer: int, vanaf: int) -> None:
        super().__init__(
            f"Volgnummer {volgnummer:03d} van verzoek {verzoeknummer} is van voor de herroutering; "
            f"u kunt erbij vanaf volgnummer {vanaf:03d}."
        )


class VerzoekOnbekend(StamFout):
    """There is no verzoek with this number."""

    status = 404

    def __init__(self, verzoeknummer: str) -> None:
        super().__init__(
            f"Er is geen verzoek {verzoeknummer[:40]}; een verzoeknummer is yyyymmdd met vijf cijfers erachter."
        )


class VersieOnbekend(StamFout):
    """The verzoek has no such volgnummer."""

    status = 404

    def __init__(self, verzoeknummer: str, volgnummer: int) -> None:
        super().__init__(
            f"Verzoek {verzoeknummer} heeft geen volgnummer {volgnummer:03d}; zonder volgnummer krijgt u het nieuwste."
        )


class DocumentOnbekend(StamFout):
    """The verzoek has no such document."""

    status = 404

    def __init__(self, verzoeknummer: str, document_id: str) -> None:
        super().__init__(f"Verzoek {verzoeknummer} heeft geen document {document_id[:80]}; zie de verzoekreferenties.")


class IndieningOnbekend(StamFout):
    """There is no indiening with this verzoekId."""

    status = 404

    def __init__(self, verzoek_id: str) -> None:
        super().__init__(f"Er is geen indiening met verzoekId {verzoek_id[:60]}; stap 1 geeft haar adres in Location.")


class ConfiguratieOnbekend(StamFout):
    """A setting of loket or beheerportaal that is not there."""

    status = 404

    def __init__(self, soort: str, sleutel: str) -> None:
        super().__init__(f"Er is geen {soort} {sleutel[:200]}.")


class NotificatieOnbekend(StamFout):
    """There is no such notification."""

    status = 404

    def __init__(self, verzoeknummer: str, volgnummer: int, oin: str) -> None:
        super().__init__(
            f"Er is geen notificatie van verzoek {verzoeknummer} {volgnummer:03d} voor OIN {oin[:40]}; "
            f"welke er zijn, staat op /_sim/verzoeken/{verzoeknummer}."
        )


class NotificatieBezwaar(StamFout):
    """A notification with which this cannot be done now; the text says why."""

    status = 409


class RoutingBezwaar(StamFout):
    """A change of addressee that cannot be made now; the text says why."""

    status = 409


class VerzoekIngetrokken(StamFout):
    """It was withdrawn, and that is final."""

    status = 409

    def __init__(self, verzoeknummer: str) -> None:
        super().__init__(f"Verzoek {verzoeknummer} is ingetrokken; daarna volgt er niets meer op.")


class IndieningGesloten(StamFout):
    """The indiening was finished, or broken off after 24 hours; the text says which."""

    status = 409


class ConfiguratieBotst(StamFout):
    """A second behandeldienst for the same activiteit, type and area in the same time."""

    status = 409

    def __init__(self, naam: str, activiteit_id: str, gebied: str) -> None:
        waar = f"in het gebied van {gebied}" if gebied else "zonder gebied"
        super().__init__(
            f"{naam} is in die tijd al behandeldienst voor {activiteit_id} {waar}; een tweede kan alleen met een ander "
            "gebied of een andere toestemming."
        )


class TermijnKanNiet(StamFout):
    """The beslistermijn does not allow this step; the text says why."""

    status = 409


class ConfiguratieOngeldig(StamFout):
    """A setting of loket or beheerportaal that cannot be."""

    status = 422

    def __init__(self, veld: str, reden: str) -> None:
        super().__init__(f"Het veld {veld} klopt niet: {reden}.")


class OpgaveOngeldig(StamFout):
    """A field that is no good."""

    status = 400

    def __init__(self, veld: str, reden: str) -> None:
        super().__init__(f"Het veld {veld} klopt niet: {reden}.")
        self.veld = veld
        self.reden = reden


class AdapterNietGebouwd(OpgaveOngeldig):
    """A way of notifying that is not there yet."""

    status = 501

    def __init__(self, adapter: str) -> None:
        uitweg = "zet er een digikoppelaar tussen en kies https, of kies webhook of inbox"
        super().__init__("adapter", f"{adapter} kan nog niet in deze simulator; {uitweg}")


class GeenIndieningsvereisten(OpgaveOngeldig):
    """An activiteit without indieningsvereisten for this type; kan: ids that do have them."""

    status = 422

    def __init__(self, activiteit_id: str, soort: str, kan: Sequence[str]) -> None:
        wel = f"wel: {', '.join(kan)}" if kan else "die heeft nu geen enkele activiteit van deze organisatie"
        super().__init__("activiteiten", f"{activiteit_id} heeft geen indieningsvereisten voor {soort!r}; {wel}")


class ConceptNietMogelijk(OpgaveOngeldig):
    """No conceptverzoek for this activiteit."""

    status = 422

    def __init__(self, activiteit_id: str) -> None:
        super().__init__("doel", f"voor {activiteit_id} kan geen conceptverzoek worden ingediend, wel een definitief")


class GeenBevoegdGezag(OpgaveOngeldig):
    """Nobody of the kind that decides has its area at the location."""

    status = 422

    def __init__(self, activiteit_id: str, soort: str) -> None:
        super().__init__(
            "locatie",
            f"hier is geen {soort} bevoegd voor {activiteit_id}; kies een locatie met RD-coördinaten in een "
            "ambtsgebied, of noem het bevoegd gezag",
        )


class OrganisatieOnbekend(OpgaveOngeldig):
    """The activiteit is of an organisation that is not in the list of this omgeving, which is strict."""

    status = 422

    def __init__(self, activiteit_id: str, code: str) -> None:
        super().__init__(
            "activiteiten",
            f"{activiteit_id} is van organisatie {code}, en die staat niet in de lijst van deze omgeving; voeg toe met "
            f"PUT /_sim/organisaties/{code}, of noem het bevoegd gezag",
        )


def vorm(fout: Exception, call: Call) -> Answer:
    """Every error as problem details (inferred: DSO API-strategie)."""
    if isinstance(fout, StamFout):
        return problem.probleem(fout.status, str(fout), instance=call.pad)
    if isinstance(fout, errors.PadOnbekend):
        return _onbekend_pad(call)
    return problem.vorm(fout, call)


def _onbekend_pad(call: Call) -> Answer:
    """The paths of this koppelvlak are inferred for the most part: say what was meant, and how to make it so."""
    contract = call.contract
    lijken = contract.lijkt_op(call.operatie.methode, call.pad.removeprefix(contract.basis))
    detail = f"Er is niets op {call.pad}."
    if lijken:
        detail += (
            f" Het lijkt op {lijken[0].methode} {lijken[0].pad} ({lijken[0].id}). Is uw pad het echte, geef het er dan "
            f'bij: dso-sim contract alias {contract.id} "METHODE /pad/{{waarde}}" {lijken[0].id}'
        )
    gevonden = [f"{operatie.methode} {operatie.pad}" for operatie in lijken]
    return problem.probleem(404, detail, instance=call.pad, lijktOp=gevonden)
