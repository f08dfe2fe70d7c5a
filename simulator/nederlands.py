"""What Typer says of itself, in Dutch: the help and the errors of the command line.

Its help takes some words through gettext and others from its commands; its errors are fixed sentences, each of which
has a pattern and a Dutch sentence here.
"""

import gettext
import re
import sys
from collections.abc import Callable, Mapping
from re import Match
from typing import Any

import typer
from pydantic import ValidationError

from simulator.kernel import veldfouten

_WOORDEN: Mapping[str, str] = {
    "(deprecated) ": "(verouderd) ",
    "[default: {}]": "[zonder keuze: {}]",
    "default: {default}": "zonder keuze: {default}",
    "[env var: {}]": "[omgevingsvariabele: {}]",
    "env var: {var}": "omgevingsvariabele: {var}",
    "[required]": "[verplicht]",
    "required": "verplicht",
    "(dynamic)": "(wisselt)",
    "Arguments": "Argumenten",
    "Options": "Opties",
    "Commands": "Opdrachten",
    "Error": "Fout",
    "Missing command.": "Er ontbreekt een opdracht.",
}
_Regel = tuple[re.Pattern[str], Callable[[Match[str]], str]]
_SOORTEN = {"argument": "het argument", "option": "de optie", "parameter": "de parameter"}
_DINGEN = {"File": "Bestand", "Directory": "Map", "Path": "Pad"}


def _bedoelt(namen: str | None) -> str:
    return f" Bedoelt u {namen.replace(', ', ' of ')}?" if namen else ""


_FOUTEN: tuple[_Regel, ...] = (
    (
        re.compile(r"No such command (?P<w>'.*?')\.?(?: Did you mean (?P<n>.*)\?)?", re.DOTALL),
        lambda m: f"De opdracht {m['w']} bestaat niet.{_bedoelt(m['n'])}",
    ),
    (
        re.compile(
            r"No such option:? '?(?P<w>\S+?)'?\.?(?: \((?:Possible options: |Did you mean )(?P<n>.*?)\??\)"
            r"| Did you mean (?P<d>.*)\?)?",
            re.DOTALL,
        ),
        lambda m: f"De optie {m['w']} bestaat niet.{_bedoelt(m['n'] or m['d'])}",
    ),
    (re.compile(r"Missing command\."), lambda _: "Er ontbreekt een opdracht."),
    (
        re.compile(
            r"Missing (?P<s>argument|option|parameter):? ?(?P<w>.*?)\.?(?: (?P<rest>Choose from:?.*))?", re.DOTALL
        ),
        lambda m: f"Er ontbreekt iets: {_SOORTEN[m['s']]} {m['w']}.{_kies(m['rest'])}",
    ),
    (
        re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<w>.*)\)", re.DOTALL),
        lambda m: f"Dit is te veel: {m['w']}.",
    ),
    (re.compile(r"Option '(?P<w>.*)' requires .*"), lambda m: f"Bij de optie {m['w']} hoort een waarde."),
    (
        re.compile(r"Option '(?P<w>.*)' does not take a value\."),
        lambda m: f"Bij de optie {m['w']} hoort geen waarde.",
    ),
    (re.compile(r"Argument '(?P<w>.*)' takes (?P<n>\d+) values\."), lambda m: f"Geef {m['n']} keer {m['w']}."),
    (
        re.compile(r"Invalid value(?: for (?P<w>.*?))?: (?P<rest>.*)", re.DOTALL),
        lambda m: f"De waarde{' bij ' + m['w'] if m['w'] else ''} kan niet: {_waarde(m['rest'])}.",
    ),
    (re.compile(r"Could not open file (?P<w>.*?): .*", re.DOTALL), lambda m: f"{m['w']} is niet te openen."),
)
_WAARDEN: tuple[_Regel, ...] = (
    (re.compile(r"(?P<w>.*) is not a valid (?:integer|int)\."), lambda m: f"{m['w']} is geen geheel getal"),
    (re.compile(r"(?P<w>.*) is not a valid float\."), lambda m: f"{m['w']} is geen getal"),
    (re.compile(r"(?P<w>.*) is not a valid \w+\.?.*"), lambda m: f"{m['w']} {veldfouten.ALGEMEEN}"),
    (re.compile(r"(?P<w>.*) is not in the range (?P<r>.*)\."), lambda m: f"{m['w']} valt buiten {m['r']}"),
    (
        re.compile(r"(?P<w>.*) is not one of (?P<n>.*)\."),
        lambda m: f"{m['w']} bestaat niet; kies uit {m['n'].replace(' or ', ' of ')}",
    ),
    (
        re.compile(r"(?P<s>File|Directory|Path) (?P<w>.*) does not exist\."),
        lambda m: f"{_DINGEN[m['s']]} {m['w']} bestaat niet",
    ),
    (re.compile(r"(?:File|Directory|Path) (?P<w>.*) is a file\."), lambda m: f"{m['w']} is een bestand"),
    (re.compile(r"(?:File|Directory|Path) (?P<w>.*) is a directory\."), lambda m: f"{m['w']} is een map"),
    (
        re.compile(r"(?:File|Directory|Path) (?P<w>.*) is not (?:readable|writable|executable)\."),
        lambda m: f"{m['w']} is voor deze gebruiker niet te gebruiken",
    ),
)


def draai(opdrachten: typer.Typer) -> None:
    """Run the command line, and end the process with its exit code; help and errors are in Dutch."""
    _vertaal_gettext()
    opdracht = typer.main.get_command(opdrachten)
    opdracht.context_class.formatter_class = _opmaak(opdracht.context_class.formatter_class)
    _vertaal_hulp(opdracht, typer.Context(opdracht))
    try:
        code = opdracht.main(standalone_mode=False)
    except typer.Abort:
        print("Afgebroken.", file=sys.stderr)
        sys.exit(1)
    except Exception as fout:
        if not hasattr(fout, "format_message"):  # Typer does not say where the class of its errors is
            raise
        sys.exit(_toon(fout))
    sys.exit(code if isinstance(code, int) else 0)


def vertaal(melding: str) -> str:
    """An error of the command line in Dutch; one that is not known is quoted."""
    for patroon, zin in _FOUTEN:
        if gevonden := patroon.fullmatch(melding):
            return zin(gevonden)
    return f"Dit kan niet: {melding}"


def _toon(fout: Any) -> int:
    """Show an error and where help is; gives the exit code."""
    if type(fout).__name__ == "NoArgsIsHelpError":  # the help has been shown
        return int(fout.exit_code)
    if (ctx := getattr(fout, "ctx", None)) is not None:
        print(ctx.get_usage(), file=sys.stderr)
        print(f"Uitleg: {ctx.command_path} {ctx.help_option_names[0]}", file=sys.stderr)
    oorzaak = fout.__cause__
    melding = fout.format_message()
    if isinstance(oorzaak, ValidationError):
        bij = re.match(r"Invalid value(?: for (.*?))?: ", melding)
        reden = veldfouten.reden(oorzaak.errors(include_url=False)[0], gekregen=True)
        print(f"De waarde{' bij ' + bij[1] if bij and bij[1] else ''} kan niet: {reden}.", file=sys.stderr)
    else:
        print(vertaal(melding), file=sys.stderr)
    return int(fout.exit_code)


def _kies(rest: str | None) -> str:
    return "" if not rest else " Kies uit" + rest.removeprefix("Choose from").removeprefix(":").replace("\t", " ")


def _waarde(rest: str) -> str:
    for patroon, zin in _WAARDEN:
        if gevonden := patroon.fullmatch(rest):
            return zin(gevonden)
    return rest.rstrip(".")


def _vertaal_gettext() -> None:
    """Let the words that Typer takes through gettext be Dutch, in this process."""
    gettext.dgettext = lambda domain, message: _WOORDEN.get(message, message)


def _vertaal_hulp(opdracht: Any, ctx: Any) -> None:
    """Give a command, and those below it, Dutch words where Typer takes them from the command itself."""
    opdracht.options_metavar = "[OPTIES]"
    if (hulp := opdracht.get_help_option(ctx)) is not None:
        hulp.help = "Toon deze uitleg en stop."
    if hasattr(opdracht, "commands"):
        opdracht.subcommand_metavar = "OPDRACHT [ARGUMENTEN]..."
        for onder in opdracht.commands.values():
            _vertaal_hulp(onder, ctx)


def _opmaak(soort: Any) -> Any:
    """The class that lays out help, of which the usage begins with a Dutch word."""

    def gebruik(zelf: Any, prog: str, args: str = "", prefix: str | None = None) -> None:
        soort.write_usage(zelf, prog, args, "Gebruik: " if prefix is None else prefix)

    return type("Opmaak", (soort,), {"write_usage": gebruik})
