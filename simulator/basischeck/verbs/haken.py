"""hook: ask the software under test what it shows, or a person where it cannot say."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from simulator.basischeck.verbs import sturen, wachten
from simulator.basischeck.verbs.sturen import Antwoord

if TYPE_CHECKING:
    from simulator.basischeck.run import Run


async def haak(
    run: "Run", naam: str, of: str, argumenten: dict[str, Any], tot: Callable[[Any], bool] | None, binnen: timedelta
) -> Antwoord | None:
    """Ask the software what it shows; else a person, with the question `of` (ja or nee); None when neither can say.

    tot: ask again until this holds of the answer, at most `binnen`; then the last answer counts.
    """
    besturing = run.omgeving.besturing
    if besturing.kan(naam):

        async def vraag() -> Any:
            if tot is None:
                return await besturing.vraag(naam, argumenten)
            return await wachten.herhaald(run, lambda: besturing.vraag(naam, argumenten), tot, binnen)

        return Antwoord(await sturen.eenmalig(run, f"haak:{naam}", vraag), verklaard=False)
    if not of:
        return None
    antwoord = await sturen.mens(run, naam, of, ("ja", "nee"))
    return None if antwoord is None else Antwoord(antwoord == "ja", verklaard=True)
