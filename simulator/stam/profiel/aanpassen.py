"""Makes a profile of what a user has: a sample message or a schema. Names and nesting are his; what they mean is ours.

Each of his elements is put at a place of the basis: by its name, by another name that such an element has, or by what
is in it when that can be nothing else. What that leaves open is told, so that a person can say it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from simulator.stam.profiel.knoop import Knoop, Onbekend, Profiel, Soort
from simulator.stam.profiel.punten import (
    KAAL_VER,
    Kandidaat,
    Punt,
    boom,
    gestalte,
    in_graden,
    kaal,
    kandidaten,
)
from simulator.stam.profiel.vorm import Vorm, op_volgorde, plek_van_schema

GEEN = "geen"
"""The choice for an element that stands for nothing of ours."""


@dataclass(frozen=True)
class Vraag:
    """Something that a person must look at.

    pad: the names that lead to the element, from the root; tekst: Dutch; keuzes: the places of the basis that it could
    be, the one that was taken first (where one was). Answer with `keuzes={pad: one of them}`, or GEEN.
    """

    pad: str
    tekst: str
    keuzes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aangepast:
    """A profile that was made of what a user has.

    niet_geplaatst: elements that no message will have; onzeker: elements of which the place or the spelling is a guess;
    toegevoegd: our elements that his did not show, as paths in the basis, taken over so that every verzoek can be
    written; ontbreekt: our elements for which his has no place. schemas: his schema files, to keep with the profile.
    """

    profiel: Profiel
    niet_geplaatst: tuple[Vraag, ...] = ()
    onzeker: tuple[Vraag, ...] = ()
    toegevoegd: tuple[str, ...] = ()
    ontbreekt: tuple[str, ...] = ()
    schemas: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(eq=False)
class _Nieuw:
    """An element of the profile in the making. punt: what it stands for, None when it only holds others."""

    knoop: Knoop
    punt: Punt | None
    kinderen: list["_Nieuw"] = field(default_factory=list)
    ouder: "_Nieuw | None" = None

    def nummer(self) -> int:
        """The place in the basis of the first thing in it."""
        eigen = [self.punt.nummer] if self.punt is not None else []
        return min((*eigen, *(kind.nummer() for kind in self.kinderen)), default=0)

    def af(self) -> Knoop:
        """The element with what is in it."""
        return replace(self.knoop, kinderen=tuple(kind.af() for kind in self.kinderen)) if self.kinderen else self.knoop


def pas_aan(
    vorm: Vorm,
    prefixen: Mapping[str, str],
    basis: Profiel,
    soort: Soort,
    bron: str,
    keuzes: Mapping[str, str],
    *,
    vul_aan: bool,
) -> Aangepast:
    """The profile of a form.

    bron: how the file is called, for `source`; keuzes: answers to questions, path to place; vul_aan: also take over
    what the form does not show.
    """
    werk = _Aanpassing(basis, prefixen, bron, keuzes, _hoofdprefix(vorm))
    boven = boom(basis.wortel(soort))
    wortel = werk.plaats(vorm, vorm.naam, boven, boven)
    if wortel is None:
        wortel = _Nieuw(Knoop(werk.naam(vorm), "client", bron), None)
    wortel.knoop = replace(
        wortel.knoop, attributen=dict(wortel.knoop.attributen) | werk.attributen(plek_van_schema(vorm))
    )
    werk.verbind(wortel)
    if vul_aan:
        werk.vul(boven, wortel)
    weg = tuple(p.pad for p in boven.alle() if p.knoop.uit and p not in werk.bij)
    profiel = _profiel(werk, basis, soort, wortel.af(), bron)
    return Aangepast(profiel, tuple(werk.niet_geplaatst), tuple(werk.onzeker), tuple(werk.toegevoegd), weg)


def _profiel(werk: "_Aanpassing", basis: Profiel, soort: Soort, wortel: Knoop, bron: str) -> Profiel:
    """The basis with one message changed. The other keeps its schema, unless it goes along to another namespace."""
    ander: Soort = "notificatie" if soort == "verzoek" else "verzoek"
    berichten = {
        soort: wortel,
        ander: werk.kopie(basis.wortel(ander), volgt=soort == "verzoek" and basis.mark != "client"),
    }
    profiel = replace(
        basis,
        mark="client",
        source=bron,
        namespaces=werk.namespaces,
        woorden=werk.woorden,
        verzoek=berichten["verzoek"],
        notificatie=berichten["notificatie"],
        schemas={},
        xsd={},
        onbekend=_onbekend(basis.onbekend, werk) if soort == "verzoek" else basis.onbekend,
        map=None,
    )
    tags = [[p.tag(knoop.element) for knoop in p.wortel(ander).alle()] for p in (basis, profiel)]
    if tags[0] != tags[1]:
        return profiel
    return replace(
        profiel,
        schemas={s: model for s, model in basis.schemas.items() if s == ander},
        xsd={s: bestanden for s, bestanden in basis.xsd.items() if s == ander},
    )


def _onbekend(onbekend: Onbekend | None, werk: "_Aanpassing") -> Onbekend | None:
    """It goes where the verzoeknummer is, whatever that element is called."""
    plek = next((n.ouder for punt, n in werk.bij.items() if punt.knoop.uit == "verzoeknummer"), None)
    return onbekend and replace(onbekend, in_=plek.knoop.naam if plek is not None else onbekend.in_)


class _Aanpassing:
    """One adaptation: what was put where so far, and what is to be told."""

    def __init__(
        self, basis: Profiel, prefixen: Mapping[str, str], bron: str, keuzes: Mapping[str, str], hoofd: str
    ) -> None:
        self._basis = basis
        self._bron = bron
        self._keuzes = keuzes
        self._vergeven = set(keuzes.values())
        self._hoofd = hoofd
        self.namespaces = dict(prefixen)
        self.woorden = {lijst: dict(rij) for lijst, rij in basis.woorden.items()}
        self.bij: dict[Punt, _Nieuw] = {}
        self.niet_geplaatst: list[Vraag] = []
        self.onzeker: list[Vraag] = []
        self.toegevoegd: list[str] = []

    def naam(self, vorm: Vorm) -> str:
        return f"{vorm.prefix}:{vorm.naam}" if vorm.prefix else vorm.naam

    def plaats(self, vorm: Vorm, pad: str, ruimte: Punt, houder: Punt) -> _Nieuw | None:
        """Put an element and what is in it. ruimte: where paths start; houder: the element of ours around it."""
        kandidaat = self._kies(vorm, pad, ruimte, houder) or self._naar_inhoud(vorm, pad, ruimte)
        if kandidaat is None:
            binnen = self._binnen(vorm, pad, ruimte, houder) if vorm.kinderen and self._keuzes.get(pad) != GEEN else []
            if binnen:
                return _Nieuw(Knoop(self.naam(vorm), "client", self._bron), None, binnen)
            if not vorm.kinderen:
                self._meld_los(vorm, pad, ruimte)
            return None
        punt, knoop = kandidaat.punt, kandidaat.punt.knoop
        nieuw = _Nieuw(self._knoop(vorm, kandidaat), punt)
        self.bij[punt] = nieuw
        if knoop.uit:
            self._leer_woord(vorm, pad, knoop)
        elif vorm.kinderen:
            nieuw.kinderen = self._binnen(vorm, pad, punt if punt.ruimte else ruimte, punt)
        else:
            nieuw.kinderen = [self._overgenomen(kind) for kind in punt.kinderen]
        return nieuw

    def _binnen(self, vorm: Vorm, pad: str, ruimte: Punt, houder: Punt) -> list[_Nieuw]:
        """What is in an element, in its order. Values go first: no inner one may take the place of an outer one."""
        gemaakt = {
            kind: self.plaats(kind, f"{pad}/{kind.naam}", ruimte, houder)
            for kind in sorted(vorm.kinderen, key=lambda kind: bool(kind.kinderen))
        }
        rang = {kind: nieuw.nummer() if nieuw is not None else 0 for kind, nieuw in gemaakt.items()}
        return [nieuw for kind in op_volgorde(vorm, rang) if (nieuw := gemaakt[kind]) is not None]

    def _knoop(self, vorm: Vorm, kandidaat: Kandidaat) -> Knoop:
        knoop = kandidaat.punt.knoop
        begin = kandidaat.begin
        eigen = {naam: waarde for naam, waarde in vorm.attributen.items() if naam in ("srsName", "srsDimension")}
        vormgeving = knoop.vorm
        if vormgeving in ("datum", "tijdstip") and (vorm.soort or vorm.waarden):
            met_tijd = vorm.soort == "dateTime" or any("T" in waarde for waarde in vorm.waarden)
            vormgeving = "tijdstip" if met_tijd else "datum"
        return replace(
            knoop,
            element=self.naam(vorm),
            mark="client",
            source=self._bron,
            uit=((begin + knoop.uit).rstrip(".") or ".") if knoop.uit else "",
            bij=begin + knoop.bij if knoop.bij else "",
            elk=begin + knoop.elk if knoop.elk else "",
            vorm=vormgeving,
            altijd=(vorm.verplicht or knoop.altijd) and not kandidaat.keuze and not begin,
            gezien=True,
            keuze=vorm.keuze or knoop.keuze,
            attributen=self._attributen_van(knoop, volgt=True) | eigen,
            kinderen=(),
        )

    def _kies(self, vorm: Vorm, pad: str, ruimte: Punt, houder: Punt) -> Kandidaat | None:
        er = [k for k in kandidaten(ruimte) if k.punt not in self.bij and _past(k.punt, vorm)]
        if (gekozen := self._keuzes.get(pad)) is not None:
            return next((k for k in er if k.punt.pad == gekozen), None)
        naam = kaal(vorm.naam)
        er = [k for k in er if k.punt.pad not in self._vergeven]
        genoemd = sorted((k for k in er if naam in k.namen), key=lambda k: _rang(k, naam, houder))
        if not genoemd:
            return self._naar_waarde(vorm, pad, er, houder)
        beste = [k for k in genoemd if _rang(k, naam, houder) == _rang(genoemd[0], naam, houder)]
        if len(beste) > 1:
            graden = in_graden(_alle_waarden(vorm))
            beste.sort(key=lambda k: ("etrs" in k.punt.knoop.bij or "Etrs" in k.punt.pad) is not graden)
            if "/gml" not in vorm.namespace:
                self._twijfel(pad, f"{vorm.naam} kan meer dan een gegeven zijn", beste)
        elif beste[0].namen[naam] >= KAAL_VER:
            self._twijfel(pad, f"{vorm.naam} staat op een andere plaats dan bij ons", genoemd)
        elif len(genoemd) > 1 and beste[0].punt.afstand(houder) is None:
            self._twijfel(pad, f"{vorm.naam} kan meer dan een gegeven zijn", genoemd)
        return beste[0]

    def _naar_waarde(self, vorm: Vorm, pad: str, er: Sequence[Kandidaat], houder: Punt) -> Kandidaat | None:
        dichtbij = [k for k in er if k.punt.knoop.uit and "." not in k.begin]
        gelijk = [k for k in dichtbij if gestalte(k.punt.knoop, vorm.waarden, self.woorden)]
        hier = [k for k in gelijk if k.punt.ouder is houder] or gelijk
        if len(hier) != 1:
            return None
        self._twijfel(pad, f"{vorm.naam} is een naam die wij niet kennen; aan de waarde te zien is het dit", hier)
        return hier[0]

    def _naar_inhoud(self, vorm: Vorm, pad: str, ruimte: Punt) -> Kandidaat | None:
        """A space with a name that we do not know, by the names of what is in it."""
        if not vorm.kinderen or pad in self._keuzes:
            return None
        er = kandidaten(ruimte)
        hier = _bekende(vorm, [k for k in er if "." not in k.begin])
        telling = {
            k: _bekende(vorm, kandidaten(k.punt))
            for k in er
            if (k.punt.knoop.bij or k.punt.knoop.elk) and k.punt not in self.bij
        }
        meeste = max(telling.values(), default=0)
        if meeste < 2 or meeste <= hier:
            return None
        beste = [k for k, aantal in telling.items() if aantal == meeste]
        self._twijfel(pad, f"{vorm.naam} is een naam die wij niet kennen; aan wat erin staat is het dit", beste)
        return beste[0]

    def _twijfel(self, pad: str, tekst: str, keuzes: Sequence[Kandidaat]) -> None:
        self.onzeker.append(Vraag(pad, tekst, tuple(k.punt.pad for k in keuzes)))

    def _meld_los(self, vorm: Vorm, pad: str, ruimte: Punt) -> None:
        if self._keuzes.get(pad) == GEEN:
            return
        kan = tuple(k.punt.pad for k in kandidaten(ruimte) if k.punt not in self.bij and _past(k.punt, vorm))
        self.niet_geplaatst.append(Vraag(pad, f"wat {vorm.naam} is, is niet te zeggen; het komt in geen bericht", kan))

    def _leer_woord(self, vorm: Vorm, pad: str, knoop: Knoop) -> None:
        """Write words as the user does."""
        lijst = "ja-nee" if knoop.vorm == "ja-nee" else knoop.vorm.removeprefix("woord:")
        if lijst not in self.woorden:
            return
        bekend = {kaal(w): ons for ons, rij in self.woorden[lijst].items() for w in (ons, *rij)}
        for waarde in dict.fromkeys((*vorm.waarden, *vorm.woorden)):
            ons = bekend.get(kaal(waarde))
            if ons is not None:
                rij = self.woorden[lijst][ons]
                self.woorden[lijst][ons] = (waarde, *(w for w in rij if w != waarde))
            else:
                self.onzeker.append(Vraag(pad, f"{waarde!r} is geen waarde die wij kennen van {knoop.naam}"))

    def verbind(self, nieuw: _Nieuw) -> None:
        """Tell every element which one it is in."""
        for kind in nieuw.kinderen:
            kind.ouder = nieuw
            self.verbind(kind)

    def vul(self, punt: Punt, nieuw: _Nieuw) -> None:
        """Take over what is not there, each after the element that it follows in the basis."""
        plek = 0
        for kind in punt.kinderen:
            er = self.bij.get(kind)
            if er is not None:
                plek = nieuw.kinderen.index(er) + 1 if er.ouder is nieuw else plek
                if er.kinderen and kind.kinderen:
                    self.vul(kind, er)
            elif any(onder in self.bij for onder in kind.alle()):
                if not kind.ruimte:
                    self.vul(kind, self._thuis(kind, nieuw))
            else:
                extra = self._overgenomen(kind)
                extra.ouder = nieuw
                nieuw.kinderen.insert(plek, extra)
                plek += 1
                self.toegevoegd.append(kind.pad)

    def _thuis(self, punt: Punt, anders: _Nieuw) -> _Nieuw:
        """Where most of what the basis has in an element went."""
        ouders = Counter(er.ouder for kind in punt.kinderen if (er := self.bij.get(kind)) is not None)
        gevonden = ouders.most_common(1)[0][0] if ouders else None
        return gevonden or anders

    def _overgenomen(self, punt: Punt) -> _Nieuw:
        nieuw = _Nieuw(replace(self.kopie(punt.knoop, volgt=True), gezien=False, kinderen=()), punt)
        self.bij[punt] = nieuw
        nieuw.kinderen = [self._overgenomen(kind) for kind in punt.kinderen]
        self.verbind(nieuw)
        return nieuw

    def kopie(self, knoop: Knoop, *, volgt: bool) -> Knoop:
        """An element of the basis. volgt: in the user's main namespace where he does not have that of the basis."""
        return replace(
            knoop,
            element=self._vertaald(knoop.element, volgt=volgt),
            attributen=self._attributen_van(knoop, volgt=volgt),
            kinderen=tuple(self.kopie(kind, volgt=volgt) for kind in knoop.kinderen),
        )

    def _attributen_van(self, knoop: Knoop, *, volgt: bool) -> dict[str, str]:
        return {
            self._vertaald(naam, volgt=volgt) if ":" in naam else naam: waarde
            for naam, waarde in knoop.attributen.items()
        }

    def attributen(self, kaal_: Mapping[str, str]) -> dict[str, str]:
        """Attributes of the sample, `{namespace}name`, with its prefixes."""
        prefix = {uri: naam for naam, uri in self.namespaces.items() if naam}
        return {
            f"{prefix[uri]}:{naam}": waarde
            for sleutel, waarde in kaal_.items()
            for uri, _, naam in [sleutel.removeprefix("{").partition("}")]
            if uri in prefix
        }

    def _vertaald(self, element: str, *, volgt: bool) -> str:
        """prefix:name of the basis with the prefix that the user has for it, or may have for a geometry."""
        prefix, _, naam = element.rpartition(":")
        uri = self._basis.namespaces.get(prefix, "")
        hun = next((p for p, u in self.namespaces.items() if u == uri), None)
        if hun is None and volgt:
            hun = next((p for p, u in self.namespaces.items() if "/gml" in u), None) if "/gml" in uri else self._hoofd
        if hun is None and uri:
            hun = prefix
            while hun in self.namespaces:
                hun += "2"
            self.namespaces[hun] = uri
        return f"{hun}:{naam}" if hun else naam


def _past(punt: Punt, vorm: Vorm) -> bool:
    """A value does not hold elements; an empty element can be anything."""
    if punt.knoop.uit:
        return not vorm.kinderen
    return bool(vorm.kinderen) or not vorm.waarden


def _rang(kandidaat: Kandidaat, naam: str, houder: Punt) -> int:
    afstand = kandidaat.punt.afstand(houder)
    return kandidaat.namen[naam] + (10 * afstand if afstand is not None else 200 + kandidaat.punt.pad.count("/"))


def _bekende(vorm: Vorm, er: Sequence[Kandidaat]) -> int:
    """How many of what is in an element has a name that is known in a space."""
    namen = {naam for k in er for naam, zeker in k.namen.items() if zeker < KAAL_VER}
    return sum(kaal(kind.naam) in namen for kind in vorm.kinderen)


def _hoofdprefix(vorm: Vorm) -> str:
    """The prefix of most elements that hold no geometry."""
    telling: Counter[str] = Counter()
    rij = [vorm]
    while rij:
        huidig = rij.pop()
        if "/gml" not in huidig.namespace:
            telling[huidig.prefix] += 1
            rij.extend(huidig.kinderen)
    return telling.most_common(1)[0][0] if telling else ""


def _alle_waarden(vorm: Vorm) -> list[str]:
    return [*vorm.waarden, *(waarde for kind in vorm.kinderen for waarde in _alle_waarden(kind))]
