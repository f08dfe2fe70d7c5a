"""What is answered to a question of a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from simulator.kernel.ids import Toeval
from simulator.stam.generator import fictief
from simulator.stam.generator.casus import Vraag

JA, NEE = "Ja", "Nee"


@dataclass(frozen=True)
class Bron:
    """What answers are made from. gemeente: where it is; op: the day that dates count from."""

    toeval: Toeval
    gemeente: str
    op: date


def antwoord(vraag: Vraag, bron: Bron) -> str:
    """An answer; numbers have a decimal comma and no thousands separator, dates are dd-mm-jjjj (inferred)."""
    return _ANTWOORDEN[vraag.soort](vraag, bron)


def ander_antwoord(vraag: Vraag, bron: Bron, oud: str) -> str:
    """An answer that differs from the old one."""
    for _ in range(20):
        nieuw = antwoord(vraag, bron)
        if nieuw != oud:
            return nieuw
    return f"{oud} (gewijzigd)"


def getal(waarde: float, decimalen: int) -> str:
    """A number as it stands in an answer."""
    return f"{waarde:.{decimalen}f}".replace(".", ",")


def _keuze(vraag: Vraag, bron: Bron) -> str:
    return bron.toeval.choice(vraag.keuzes)


def _lang(vraag: Vraag, bron: Bron) -> str:
    aantal = bron.toeval.randint(min(2, len(vraag.keuzes)), len(vraag.keuzes))
    return " ".join(bron.toeval.sample(vraag.keuzes, aantal))


def _getal(vraag: Vraag, bron: Bron) -> str:
    return getal(bron.toeval.uniform(vraag.van, vraag.tot), vraag.decimalen)


def _bedrag(vraag: Vraag, bron: Bron) -> str:
    centen = bron.toeval.randint(round(vraag.van * 100), round(vraag.tot * 100))
    return getal(centen / 100, 2)


def _datum(vraag: Vraag, bron: Bron) -> str:
    dagen = bron.toeval.randint(round(vraag.van), round(vraag.tot))
    return (bron.op + timedelta(days=dagen)).strftime("%d-%m-%Y")


def _ja_nee(vraag: Vraag, bron: Bron) -> str:
    return bron.toeval.choice((JA, NEE))


_ANTWOORDEN: Mapping[str, Callable[[Vraag, Bron], str]] = {
    "keuze": _keuze,
    "tekst": _keuze,
    "lang": _lang,
    "getal": _getal,
    "bedrag": _bedrag,
    "datum": _datum,
    "ja-nee": _ja_nee,
    "bijlage": lambda vraag, bron: "",
    "persoon": lambda vraag, bron: fictief.naam(bron.toeval).voluit,
    "bedrijf": lambda vraag, bron: fictief.kwaliteitsborger(bron.toeval),
    "kvk": lambda vraag, bron: fictief.kvk_nummer(bron.toeval),
    "adres": lambda vraag, bron: fictief.op_een_regel(fictief.adres(bron.toeval, bron.gemeente)),
    "telefoon": lambda vraag, bron: fictief.telefoon(bron.toeval),
    "email": lambda vraag, bron: fictief.email(bron.toeval),
}
