"""Organisations to choose from on a page, those for training first."""

from collections.abc import Callable
from functools import cache

from simulator.stelsel import organisaties
from simulator.stelsel.organisaties import ROL_BEHANDELDIENST, Organisatie

Groepen = tuple[tuple[str, tuple[Organisatie, ...]], ...]
"""(name of a group, its organisations by name)."""
_NAMEN = {
    "gemeente": "Gemeenten",
    "provincie": "Provincies",
    "waterschap": "Waterschappen",
    "ministerie": "Ministeries",
    "rijksdienst": "Rijksdiensten",
    "omgevingsdienst": "Omgevingsdiensten",
    "veiligheidsregio": "Veiligheidsregio's",
}


@cache
def bevoegde_gezagen() -> Groepen:
    """Every bevoegd gezag."""
    return _groepen(lambda organisatie: organisatie.is_bevoegd_gezag)


@cache
def behandeldiensten() -> Groepen:
    """Everyone that can be a behandeldienst."""
    return _groepen(lambda organisatie: ROL_BEHANDELDIENST in organisatie.rollen)


def _groepen(past: Callable[[Organisatie], bool]) -> Groepen:
    gevonden = sorted((o for o in organisaties.alle().values() if past(o)), key=lambda o: (o.naam, o.code))
    oefenen = tuple(o for o in gevonden if o.is_oefenorganisatie)
    rest = [o for o in gevonden if not o.is_oefenorganisatie and o.geldig_tot is None]
    soorten = dict.fromkeys(o.type for o in rest)
    return (
        ("Om te oefenen", oefenen),
        *((_NAMEN.get(soort, soort.capitalize()), tuple(o for o in rest if o.type == soort)) for soort in soorten),
    )
