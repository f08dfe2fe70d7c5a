"""Texts that systems stumble over: signs, lengths and things that look like markup (STAM-29). All of them are legal."""

from collections.abc import Mapping
from types import MappingProxyType

from simulator.kernel.ids import Toeval
from simulator.stam.generator.wensen import Namen, Tekens

LANGSTE = 4000
"""The length of a long answer, in characters (inferred)."""
_ZIN = "Dit antwoord is lang, omdat de aanvrager alles heeft opgeschreven wat hem te binnen schoot. "
ANTWOORDEN: Mapping[str, str] = MappingProxyType(
    {
        "diacrieten": (
            "Één café, naïeve coöperatie, ïJ-veer, Çelik & Žižek, Łódź, Nguyễn, ﬁjn ŉ’Œuvre — “zo” €\u00a01.250,50"
        ),
        "emoji": "Boom 🌳 weg, huis 🏡 erbij 👷🏽‍♀️ en dan feest 🎉 (𝒁𝒐 𝒛𝒊𝒆 𝒋𝒆 𝒉𝒆𝒕)",
        "lang": (_ZIN * (LANGSTE // len(_ZIN) + 1))[: LANGSTE - 1] + ".",
        "entiteiten": (
            "a < b && c > d; &amp; &lt;b&gt; &#65; <![CDATA[ geen CDATA ]]> <!-- geen commentaar --> "
            "\"aan\" 'halen' ${x} %s {0}"
        ),
        "regels": "Eerste regel\nTweede regel\n\nNa een lege regel, met een\ttab en  twee spaties",
        "leeg": "",
    }
)
"""The answer of each kind of difficult text."""
_NAMEN: Mapping[Namen, tuple[str, ...]] = MappingProxyType(
    {
        "diacrieten": (
            "plattegrond café één.pdf",
            "overzicht cölöms & naïef.pdf",
            "Łódź – Çelik’s gevel.pdf",
            "tekening 🌳.pdf",
            "e\u0301e\u0301n met losse accenten.pdf",
        ),
        "lang": ("een document met een naam " + "die maar niet ophoudt " * 9 + "{n}.pdf",),
        "vijandig": (
            "..%2F..%2Fetc%2Fpasswd.pdf",
            "CON.pdf",
            "'; DROP TABLE zaken; --.pdf",
            '<b>vet<b> & "aanhalingstekens".pdf',
            "  spaties voor en achter  .pdf",
            "=HYPERLINK(A1).pdf",
            "$(reboot) `id` %n%s.pdf",
            ".verborgen.pdf",
            "rapport.pdf.exe.pdf",
            "..pdf",
        ),
    }
)
_GEWOON = (
    *("situatietekening", "plattegrond", "gevelaanzicht", "doorsnede", "foto", "toelichting", "berekening", "rapport"),
    *("constructietekening", "detail", "overzicht", "bijlage"),
)
_EXTENSIES = ("pdf",) * 6 + ("png", "txt")


def soorten(tekens: Tekens) -> tuple[str, ...]:
    """The kinds of difficult text that this wish stands for."""
    if tekens == "alles":
        return tuple(ANTWOORDEN)
    return (tekens,) if tekens else ()


def heeft_diacrieten(tekens: Tekens) -> bool:
    """Whether names of persons and projects get signs of their own too."""
    return tekens in ("diacrieten", "alles")


def bestandsnaam(namen: Namen, nummer: int, toeval: Toeval) -> str:
    """The name of the document with this number, from 1; the number is in it, so that no two are the same."""
    keuzes = _NAMEN.get(namen)
    if keuzes is None:
        return f"{toeval.choice(_GEWOON)} {nummer:03d}.{toeval.choice(_EXTENSIES)}"
    naam = keuzes[(nummer - 1) % len(keuzes)]
    if "{n}" in naam:
        return naam.replace("{n}", f"{nummer:03d}")
    ronde = (nummer - 1) // len(keuzes)
    return naam if ronde == 0 else f"{naam.removesuffix('.pdf')} {ronde + 1}.pdf"


def lange_naam(naam: str) -> str:
    """The name of a project that is far longer than the 80 characters of a ZGW zaak."""
    return f"{naam}, met alles wat daarbij hoort en wat er volgens de aanvrager nog meer over te zeggen valt in de naam"
