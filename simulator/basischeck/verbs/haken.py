"""hook: ask the software under test what it shows, or a person where it cannot say."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from simulator.basischeck.haken import antwoord
from simulator.basischeck.verbs import sturen, wachten
from simulator.basischeck.verbs.sturen import Antwoord

if TYPE_CHECKING:
    from simulator.basischeck.run import Run


async def haak(
    run: "Run", naam: str, of: str, argumenten: dict[str, Any], tot: Callable[[Any], bool] | None, binnen: timedelta
) -> Antwoord | None:
    """Ask the software what it shows; else a person, with the question `of` (ja or nee); None when neither can say.

    tot: ask again until this holds of the answer, at most `binnen`; then the last answer counts. Raises Configfout for
    an answer that has not the form of haken/antwoord.py.
    """
    besturing = run.omgeving.besturing
    if besturing.kan(naam):

        async def eens() -> Any:
            waarde = await besturing.vraag(naam, argumenten)
            antwoord.keur(naam, waarde)
            return waarde

        async def vraag() -> Any:
            return await (eens() if tot is None else wachten.herhaald(run, eens, tot, binnen))

        return Antwoord(await sturen.eenmalig(run, f"haak:{naam}", vraag), verklaard=False)
    if not of:
        return None
    gezegd = await sturen.mens(run, naam, of, ("ja", "nee"))
    return None if gezegd is None else Antwoord(gezegd == "ja", verklaard=True)
