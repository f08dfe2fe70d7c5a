"""What else the simulator can tell or be told about STAM: its choices, its mail sink, and who may have a verzoek."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from simulator.basischeck.run import Run

INSTELLINGEN = "/_sim/stam/instellingen"
MAIL = "mail.ontvangen"


@dataclass(frozen=True)
class Mail:
    """A mail that came in. aan: of the envelope; tekst: with its subject."""

    nummer: int
    aan: tuple[str, ...]
    verzoeknummers: tuple[str, ...]
    tekst: str


@asynccontextmanager
async def instellingen(run: Run, **keuzes: Any) -> AsyncIterator[None]:
    """Let STAM behave otherwise for what this check submits meanwhile; others do not submit in that time."""
    sim = run.omgeving.sim
    async with run.storingsslot():
        voor = dict((await sim.vraag("GET", INSTELLINGEN)).json())
        await sim.vraag("PUT", INSTELLINGEN, json=keuzes)
        try:
            yield
        finally:
            await sim.vraag("PUT", INSTELLINGEN, json={naam: voor[naam] for naam in keuzes})


@asynccontextmanager
async def behandeldienst(run: Run, gezag: str, activiteit: str, dienst: str) -> AsyncIterator[None]:
    """Let a behandeldienst handle an activiteit meanwhile."""
    sim = run.omgeving.sim
    body = {"bevoegdGezag": gezag, "activiteit": activiteit, "behandeldienst": dienst}
    gemaakt = (await sim.vraag("POST", "/_sim/stam/behandeldiensten", json=body)).json()
    try:
        yield
    finally:
        await sim.vraag("DELETE", f"/_sim/stam/behandeldiensten/{gemaakt['id']}")


async def neemt_mail_aan(run: Run) -> bool:
    """Whether the mail sink is on."""
    return bool((await run.omgeving.sim.vraag("GET", "/_sim/mail", params={"aantal": 1})).json().get("smtp"))


async def mail(run: Run, nummer: int) -> Mail:
    """One mail."""
    rij = (await run.omgeving.sim.vraag("GET", f"/_sim/mail/{nummer}")).json()
    tekst = f"{rij['onderwerp']}\n{rij['tekst']}"
    return Mail(nummer, tuple(rij["aan"]), tuple(rij["verzoeknummers"]), tekst)


async def mag_ophalen(run: Run, verzoeknummer: str) -> set[str]:
    """The OINs of who is, or was, an addressee of a verzoek; empty when there is no such verzoek."""
    antwoord = await run.omgeving.sim.probeer("GET", f"/_sim/verzoeken/{verzoeknummer}")
    if antwoord.status_code != 200:
        return set()
    stand = antwoord.json()
    nu = [stand[rol]["oin"] for rol in ("bevoegdGezag", "behandeldienst") if stand.get(rol)]
    return {*nu, *(rij["oin"] for rij in stand["notificaties"])}
