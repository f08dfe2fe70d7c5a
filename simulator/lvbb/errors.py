"""What the LVBB's HTTP side answers when it cannot; what the LVBB has to say of a delivery goes in a message instead.

LvbbFout
├── LeveringOnbekend   404  no delivery with this id
├── BerichtOnbekend    404  no message with this number
├── GesprekOnbekend    404  the service bus knows no such conversation
├── ActieOnbekend      404  not valideren, publiceren or afbreken
├── BestandOntbreekt   400  a multipart body without a part `bestand`
└── AanbodOngeldig     400  an offer to the service bus that cannot be read
The errors of simulator.contract.errors take the same shape.
"""

from simulator.contract import errors
from simulator.contract.call import Answer, Call
from simulator.edge import problem


class LvbbFout(errors.Fout):
    """An error of this room; its text is for the caller, in Dutch."""


class LeveringOnbekend(LvbbFout):
    """There is no delivery with this id."""

    status = 404

    def __init__(self, id_: str) -> None:
        super().__init__(f"Er is geen levering met leveringId {id_}.")


class BerichtOnbekend(LvbbFout):
    """There is no message with this number."""

    status = 404

    def __init__(self, volgnummer: str) -> None:
        super().__init__(f"Deze levering heeft (nog) geen resultaat met volgnummer {volgnummer}.")


class GesprekOnbekend(LvbbFout):
    """The service bus knows no such conversation."""

    status = 404

    def __init__(self, gesprek: str) -> None:
        super().__init__(f"Er is geen aanlevering met {gesprek}; verwacht wordt oin_bevoegdgezag_conversation_id.")


class ActieOnbekend(LvbbFout):
    """The service bus has three actions."""

    status = 404

    def __init__(self, actie: str) -> None:
        super().__init__(f"De actie {actie} bestaat niet; kies uit valideren, publiceren en afbreken.")


class BestandOntbreekt(LvbbFout):
    """The zip is missing from a multipart body."""

    status = 400

    def __init__(self) -> None:
        super().__init__("Het formulier heeft geen deel met de naam 'bestand'; daarin hoort de zip.")


class AanbodOngeldig(LvbbFout):
    """An offer that cannot be read, with the field and what is wrong with it."""

    status = 400

    def __init__(self, veld: str, reden: str) -> None:
        super().__init__(f"Het veld {veld} klopt niet: {reden}.")


def vorm(fout: Exception, call: Call) -> Answer:
    """Every error as problem details (inferred: the real HTTP side is not public)."""
    if isinstance(fout, LvbbFout):
        return problem.probleem(fout.status, str(fout), instance=call.pad)
    return problem.vorm(fout, call)
