"""Forms (multipart/form-data): fields and files, the files never wholly in memory."""

from dataclasses import dataclass, field
from typing import IO, Any

import orjson
from python_multipart import parse_form
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File

from simulator.contract.call import Call
from simulator.contract.errors import BodyOngeldig


@dataclass(frozen=True)
class Deel:
    """A file in a form; its name is the sender's and is never used as a path."""

    naam: str
    inhoud: IO[bytes]
    grootte: int


@dataclass
class Formulier:
    """What a form holds, by the name of the part; of two parts with one name the last counts."""

    velden: dict[str, str] = field(default_factory=dict)
    bestanden: dict[str, Deel] = field(default_factory=dict)

    def json(self, naam: str) -> dict[str, Any]:
        """A part that holds a JSON object; {} where there is none. Raises BodyOngeldig."""
        if naam in self.bestanden:
            tekst = self.bestanden[naam].inhoud.read()
        elif naam in self.velden:
            tekst = self.velden[naam].encode()
        else:
            return {}
        try:
            gelezen = orjson.loads(tekst)
        except orjson.JSONDecodeError:
            raise BodyOngeldig((naam, "Dit deel is geen JSON")) from None
        if not isinstance(gelezen, dict):
            raise BodyOngeldig((naam, "Dit deel is geen JSON-object"))
        return gelezen


def lees(call: Call) -> Formulier:
    """Take the body of a call apart. Raises BodyOngeldig."""
    formulier = Formulier()

    def op_veld(veld: Field) -> None:
        formulier.velden[_tekst(veld.field_name)] = _tekst(veld.value)

    def op_bestand(bestand: File) -> None:
        bestand.file_object.seek(0)
        naam = _tekst(bestand.file_name)
        formulier.bestanden[_tekst(bestand.field_name)] = Deel(naam, bestand.file_object, bestand.size)

    kop = {"Content-Type": call.header("content-type").encode("latin-1")}
    try:
        parse_form(kop, call.ruw, op_veld, op_bestand)
    except (FormParserError, ValueError) as fout:
        raise BodyOngeldig(("body", f"Het formulier is niet te lezen ({fout})")) from None
    return formulier


def _tekst(ruw: bytes | None) -> str:
    return (ruw or b"").decode("utf-8", "replace")
