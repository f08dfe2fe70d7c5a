"""What STAM answers when it cannot.

StamFout
├── NietVoorU            403  neither bevoegd gezag nor behandeldienst of this verzoek
├── VerzoekOnbekend      404  no verzoek with this number
├── VersieOnbekend       404  the verzoek has no such volgnummer
├── DocumentOnbekend     404  the verzoek has no such document
├── RoutingBezwaar       409  a change of addressee that cannot be made now
├── BereikOngeldig       416  a part of a document that it does not have
└── OpgaveOngeldig       400  a field that is no good, with what was expected
The errors of simulator.contract.errors take the same shape. Statuses are inferred (stam.md 5.2).
"""

from simulator.contract import errors
from simulator.contract.call import Answer, Call
from simulator.edge import problem


class StamFout(errors.Fout):
    """An error of this room; its text is for the caller, in Dutch."""


class NietVoorU(StamFout):
    """The acting organisation is neither bevoegd gezag nor behandeldienst of this verzoek."""

    status = 403

    def __init__(self, verzoeknummer: str, oin: str) -> None:
        wie = f"OIN {oin[:40]}" if oin else "een aanroeper zonder OIN"
        super().__init__(
            f"Verzoek {verzoeknummer} is niet voor {wie}, maar voor het bevoegd gezag en de behandeldienst van nu."
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
        super().__init__(f"Verzoek {verzoeknummer} heeft geen volgnummer {volgnummer:03d}.")


class DocumentOnbekend(StamFout):
    """The verzoek has no such document."""

    status = 404

    def __init__(self, verzoeknummer: str, document_id: str) -> None:
        super().__init__(f"Verzoek {verzoeknummer} heeft geen document {document_id[:80]}.")


class RoutingBezwaar(StamFout):
    """A change of addressee that cannot be made now; the text says why."""

    status = 409


class OpgaveOngeldig(StamFout):
    """A field that is no good."""

    status = 400

    def __init__(self, veld: str, reden: str) -> None:
        super().__init__(f"Het veld {veld} klopt niet: {reden}.")
        self.veld = veld
        self.reden = reden


def vorm(fout: Exception, call: Call) -> Answer:
    """Every error as problem details (inferred: DSO API-strategie)."""
    if isinstance(fout, StamFout):
        return problem.probleem(fout.status, str(fout), instance=call.pad)
    return problem.vorm(fout, call)
