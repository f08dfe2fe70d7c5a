"""What the LVBB keeps: deliveries and the messages about them, besluiten, and versions of what they establish."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, LargeBinary, Row, String, Text

from simulator.contract import xsdwaarden
from simulator.kernel.tables import BlobRef, Json, Moment, wereld_tabel
from simulator.kernel.transactie import Lezing

levering = wereld_tabel(
    "lvbb_levering",
    Column("id", String(36), nullable=False),
    Column("nummer", Integer, nullable=False),
    Column("id_levering", Text),
    Column("soort", String(60)),
    Column("oin", String(40), nullable=False),
    Column("leverancier", Text, nullable=False),
    Column("verzoek_soort", String(60), nullable=False),
    Column("route", String(20), nullable=False),
    Column("gesprek", Text, nullable=False),
    Column("houder", String(20), nullable=False, server_default=""),
    Column("zip", BlobRef),
    Column("grootte", BigInteger, nullable=False),
    Column("ontvangen_op", Moment, nullable=False),
    Column("status", String(40), nullable=False),
    Column("getoetst", Text, nullable=False),
    Column("oordeel", Json),
    sleutel=("id",),
)
bericht = wereld_tabel(
    "lvbb_bericht",
    Column("levering", String(36), nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("soort", String(60), nullable=False),
    Column("op", Moment, nullable=False),
    Column("inhoud", LargeBinary, nullable=False),
    sleutel=("levering", "volgnummer"),
)
besluit = wereld_tabel(
    "lvbb_besluit",
    Column("work", String(300), nullable=False),
    Column("nummer", Integer, nullable=False),
    Column("expression", Text, nullable=False),
    Column("soort", String(20), nullable=False),
    Column("levering", String(36), nullable=False),
    Column("id_levering", Text, nullable=False),
    Column("bevoegd_gezag", String(40), nullable=False),
    Column("eindverantwoordelijke", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("datum_bekendmaking", Date, nullable=False),
    Column("ontwerp", Boolean, nullable=False),
    Column("mededeling_over", Text, nullable=False),
    Column("publicatie_id", Text, nullable=False),
    Column("inhoud", Json, nullable=False),
    sleutel=("work", "nummer"),
)
versie = wereld_tabel(
    "lvbb_versie",
    Column("expression", String(300), nullable=False),
    Column("nummer", Integer, nullable=False),
    Column("work", String(300), nullable=False),
    Column("soort", String(20), nullable=False),
    Column("besluit", String(300), nullable=False),
    Column("besluit_nummer", Integer, nullable=False),
    Column("doel", Text, nullable=False),
    Column("juridisch_werkend_vanaf", Date),
    Column("geldig_vanaf", Date),
    Column("was", Text, nullable=False),
    Column("ingetrokken_per", Date),
    Column("geregistreerd", Moment, nullable=False),
    Column("tekst", BlobRef),
    Column("gegevens", Json, nullable=False),
    sleutel=("expression", "nummer"),
)


def levering_met(lezing: Lezing, id_: str) -> Row[Any] | None:
    """The delivery with this id."""
    return lezing.rij(levering, levering.c.id == id_)


def berichten(lezing: Lezing, leveringen: list[str]) -> list[Row[Any]]:
    """The messages about these deliveries, in the order in which they were sent."""
    return lezing.rijen(
        bericht, bericht.c.levering.in_(leveringen), volgorde=(bericht.c.op, bericht.c.levering, bericht.c.volgnummer)
    )


def besluit_met(lezing: Lezing, work: str) -> Row[Any] | None:
    """The latest besluit or kennisgeving with this FRBRWork that was not broken off, else the latest."""
    rijen = lezing.rijen(besluit, besluit.c.work == work, volgorde=(besluit.c.nummer.desc(),))
    levend = [rij for rij in rijen if rij.status != "afgebroken"]
    return next(iter(levend or rijen), None)


def versies_van(lezing: Lezing, *voorwaarden: Any) -> list[tuple[Row[Any], Row[Any]]]:
    """(version, its besluit) of every version that meets these conditions and was not broken off, oldest first."""
    besluiten = {(rij.work, rij.nummer): rij for rij in lezing.rijen(besluit)}
    rijen = lezing.rijen(versie, *voorwaarden, volgorde=(versie.c.nummer,))
    paren = [(rij, besluiten[rij.besluit, rij.besluit_nummer]) for rij in rijen]
    return [(rij, van) for rij, van in paren if van.status != "afgebroken"]


def geldende_tekst(lezing: Lezing, expression: str) -> str | None:
    """The blob with the whole text of a version of a regeling."""
    gevonden = versies_van(lezing, versie.c.expression == expression, versie.c.soort == "regeling")
    return gevonden[-1][0].tekst if gevonden else None


def datum(tekst: str | None) -> date | None:
    """A date that a besluit, an event or a message gives as text; None where it gives none."""
    return xsdwaarden.datum(tekst or "")
