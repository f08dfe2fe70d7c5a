"""Says of a wrong date that the software reckons with its own date, and not with that of the simulator."""

from datetime import date, timedelta

from simulator.basischeck.run import Run
from simulator.basischeck.waarneming import lvbb
from simulator.basischeck.waarneming.lvbb import Levering, Verslag
from simulator.basischeck.waarneming.pakket import NietInJournaal, Onleesbaar, Pakket

DATUM = frozenset({"LVBB1501", "LVBB1519"})
"""What the LVBB says of a datumBekendmaking that is too early, or no werkdag."""
SPEELRUIMTE = timedelta(days=5)
"""As far after its own date as software may plan a bekendmaking of tomorrow: a weekend and holidays come between."""
DOE = (
    "Laat uw software rekenen met de datum van de simulator: {vandaag}, {nu} en {datumBekendmaking} in een opdracht "
    "van het plan, of GET /_sim/klok. Of zet de klok van de simulator op vandaag, met begin onder [klok]."
)


def uitleg(datum: date, op_de_klok: date, op_de_machine: date) -> str:
    """Why a date does not fit the clock of the simulator; "" where the clocks show the same day, or it does fit.

    datum: what the software chose, for a day shortly after today; op_de_klok: the day that it was then in the
    simulator; op_de_machine: the real date.
    """
    if op_de_klok == op_de_machine or timedelta() < datum - op_de_klok <= SPEELRUIMTE:
        return ""
    if timedelta() <= datum - op_de_machine <= SPEELRUIMTE:
        return (
            f"{datum} past bij {op_de_machine}, de datum van deze machine, en niet bij {op_de_klok}, "
            f"de dag op de klok van de simulator"
        )
    if datum <= op_de_klok:
        return f"op de klok van de simulator was het {op_de_klok}, en op deze machine {op_de_machine}"
    return ""


def van_pakket(run: Run, levering: Levering, pakket: Pakket) -> str:
    """As `uitleg`, of the datumBekendmaking of a delivery; "" where it cannot be read."""
    try:
        datum = date.fromisoformat(pakket.opdracht.veld("datumBekendmaking") if pakket.opdracht else "")
    except ValueError:
        return ""
    return uitleg(datum, levering.dag, run.omgeving.machinedag())


async def van_verslag(run: Run, levering: Levering, verslag: Verslag) -> str:
    """As `uitleg`, where the LVBB refused a delivery for its date."""
    if not DATUM & set(verslag.codes):
        return ""
    try:
        return van_pakket(run, levering, await lvbb.pakket(run, levering))
    except (NietInJournaal, Onleesbaar):
        return ""


async def kort(run: Run, levering: Levering, verslag: Verslag) -> str:
    """What the LVBB said for a reader, with what the clock has to do with it."""
    waarom = await van_verslag(run, levering, verslag)
    return f"{verslag.kort}: {waarom}. {DOE}" if waarom else verslag.kort
