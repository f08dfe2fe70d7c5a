"""Forms (multipart/form-data): every part is a file of its own, and none is wholly in memory."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from simulator.contract import jsonlezer
from simulator.contract.call import Call
from simulator.contract.errors import BodyOngeldig

MAX_DELEN = 100
MAX_TEKST = 1 << 20
_IN_GEHEUGEN = 1 << 20
_BROK = 1 << 18


@dataclass
class Deel:
    """One part; its size in bytes, and the file name and mediatype that came with it, which anybody can make up."""

    inhoud: IO[bytes]
    grootte: int = 0
    bestandsnaam: str = ""
    mediatype: str = ""

    def tekst(self, naam: str) -> str:
        """The part as text. Raises BodyOngeldig."""
        if self.grootte > MAX_TEKST:
            raise BodyOngeldig((naam, f"Dit deel is groter dan {MAX_TEKST} bytes"))
        self.inhoud.seek(0)
        try:
            return self.inhoud.read().decode()
        except UnicodeDecodeError:
            raise BodyOngeldig((naam, "Dit deel is geen UTF-8")) from None


@dataclass
class Formulier:
    """What a form holds, by the name of the part; of two parts with one name the last counts, `alle` has both.

    Whether a part has a file name makes no difference.
    """

    delen: dict[str, Deel] = field(default_factory=dict)
    alle: list[tuple[str, Deel]] = field(default_factory=list)

    def tekst(self, naam: str) -> str | None:
        """A part as text; None where there is none. Raises BodyOngeldig."""
        return self.delen[naam].tekst(naam) if naam in self.delen else None

    def json(self, naam: str) -> dict[str, Any]:
        """A part that holds a JSON object; {} where there is none. Raises BodyOngeldig."""
        tekst = self.tekst(naam)
        if tekst is None:
            return {}
        try:
            gelezen = jsonlezer.lees(tekst)
        except jsonlezer.JsonFout as fout:
            raise BodyOngeldig((naam, f"Dit deel is {fout}")) from None
        if not isinstance(gelezen, dict):
            raise BodyOngeldig((naam, "Dit deel is geen JSON-object"))
        return gelezen


@dataclass
class _Bouw:
    """The form as far as it has come in."""

    open: list[Deel] = field(default_factory=list)
    formulier: Formulier = field(default_factory=Formulier)
    koppen: dict[bytes, bytes] = field(default_factory=dict)
    kop_naam: bytes = b""
    kop_waarde: bytes = b""
    compleet: bool = False

    def begin(self) -> None:
        self.koppen = {}

    def op_kop_naam(self, data: bytes, van: int, tot: int) -> None:
        self.kop_naam += data[van:tot]

    def op_kop_waarde(self, data: bytes, van: int, tot: int) -> None:
        self.kop_waarde += data[van:tot]

    def op_kop(self) -> None:
        self.koppen[self.kop_naam.lower()] = self.kop_waarde
        self.kop_naam = self.kop_waarde = b""

    def op_koppen(self) -> None:
        _, opties = parse_options_header(self.koppen.get(b"content-disposition"))
        if b"name" not in opties:
            raise FormParserError("een deel heeft geen naam")
        if len(self.open) == MAX_DELEN:
            raise FormParserError(f"meer dan {MAX_DELEN} delen")
        deel = Deel(
            cast(IO[bytes], SpooledTemporaryFile(max_size=_IN_GEHEUGEN)),  # noqa: SIM115 - closed by `lees`
            bestandsnaam=opties.get(b"filename", b"").decode("utf-8", "replace"),
            mediatype=self.koppen.get(b"content-type", b"").decode("latin-1"),
        )
        self.open.append(deel)
        naam = opties[b"name"].decode("utf-8", "replace")
        self.formulier.delen[naam] = deel
        self.formulier.alle.append((naam, deel))

    def op_data(self, data: bytes, van: int, tot: int) -> None:
        self.open[-1].grootte += self.open[-1].inhoud.write(data[van:tot])

    def einde(self) -> None:
        self.compleet = True


def lees(call: Call) -> AbstractContextManager[Formulier]:
    """Take the body of a call apart; its parts last as long as the context. Raises BodyOngeldig."""
    return ontleed(call.header("content-type"), call.ruw)


@contextmanager
def ontleed(media: str, bron: IO[bytes]) -> Iterator[Formulier]:
    """Take a body apart. media: its Content-Type, with the boundary. Raises BodyOngeldig."""
    bouw = _Bouw()
    try:
        try:
            _ontleed(media, bron, bouw)
        except (FormParserError, ValueError) as fout:
            raise BodyOngeldig(("body", f"Het formulier is niet te lezen ({fout})")) from None
        yield bouw.formulier
    finally:
        for deel in bouw.open:
            deel.inhoud.close()


def _ontleed(media: str, bron: IO[bytes], bouw: _Bouw) -> None:
    _, opties = parse_options_header(media.encode("latin-1"))
    if not opties.get(b"boundary"):
        raise FormParserError("Content-Type heeft geen boundary")
    parser = MultipartParser(
        opties[b"boundary"],
        {
            "on_part_begin": bouw.begin,
            "on_header_field": bouw.op_kop_naam,
            "on_header_value": bouw.op_kop_waarde,
            "on_header_end": bouw.op_kop,
            "on_headers_finished": bouw.op_koppen,
            "on_part_data": bouw.op_data,
            "on_end": bouw.einde,
        },
    )
    while brok := bron.read(_BROK):
        parser.write(brok)
    parser.finalize()
    if not bouw.compleet:
        raise FormParserError("het einde ontbreekt")
