"""The fixtures: which there are, and bringing one in. What that makes is marked "buiten de keten" wherever it shows."""

from typing import Any

from fastapi import APIRouter, Response

from simulator.beheer import vormen
from simulator.beheer.beschrijving import operatie
from simulator.beheer.fouten import Weigering
from simulator.beheer.hier import Beheer, Hier, WereldHier, json
from simulator.fixtures import service
from simulator.fixtures.service import Fixture, FixtureNogNiet, FixtureOnbekend, Ingebracht
from simulator.kernel import clock
from simulator.kernel.journal import Inschrijving
from simulator.kernel.store import Wereld

router = APIRouter()
VERBODEN = (
    "Deze simulator draait met --keten: niets mag er buiten de keten om in komen, dus ook geen fixtures. Lever langs "
    "de koppelvlakken, of start de simulator zonder --keten."
)
BUITEN_DE_KETEN = "buiten de keten"


@router.get("/_sim/fixtures", **operatie("Kant-en-klare situaties", "wereld", vormen.FIXTURES))
def lijst(hier: Hier, wereld: WereldHier) -> Response:
    """Every fixture with how it stands in this world."""
    return json({"toegestaan": not hier.keten, "fixtures": stand(wereld)})


@router.post(
    "/_sim/fixtures/{naam}",
    **operatie(
        "Breng een situatie in, buiten de keten om",
        "wereld",
        vormen.FIXTURE,
        status=201,
        ook={200: "Deze wereld had haar al; er verandert niets"},
        fouten=(403, 404, 501),
        uitleg="Wat ervan komt draagt overal het merk buiten de keten. Met --keten weigert de simulator het.",
    ),
)
async def breng_in(hier: Hier, wereld: WereldHier, naam: str) -> Response:
    """Bring a fixture in and let the koppelvlakken take over what comes of it; a second time changes nothing."""
    gemaakt, nieuw = await hier.lang(lambda: doe(hier, wereld, naam))
    return json(_als_json(service.FIXTURES[naam], gemaakt), 201 if nieuw else 200)


def doe(hier: Beheer, wereld: Wereld, naam: str) -> tuple[Ingebracht, bool]:
    """Bring a fixture in, blocking; (what the world holds, whether that is new). Raises Weigering (403, 404, 501)."""
    if hier.keten:
        raise Weigering(403, VERBODEN)
    try:
        gemaakt, nieuw = service.breng_in(wereld, naam)
    except FixtureOnbekend as fout:
        raise Weigering(404, str(fout)) from None
    except FixtureNogNiet as fout:
        raise Weigering(501, str(fout)) from None
    if nieuw:
        _noteer(hier, wereld, gemaakt)
    hier.kern.agenda.tot_rust(wereld.omgeving)
    return gemaakt, nieuw


def stand(wereld: Wereld) -> list[dict[str, Any]]:
    """Every fixture with how it stands in this world, as the control API shows it."""
    with wereld.lees() as lezing:
        aanwezig = {rij.naam: rij for rij in service.ingebracht(lezing)}
    return [_als_json(fixture, aanwezig.get(naam)) for naam, fixture in service.FIXTURES.items()]


def _als_json(fixture: Fixture, aanwezig: Ingebracht | None) -> dict[str, Any]:
    kan = "beschikbaar" if fixture.bouwer is not None else "nog-niet"
    return {
        "naam": fixture.naam,
        "uitleg": fixture.uitleg,
        "stand": kan if aanwezig is None else "ingebracht",
        "buitenDeKeten": True,
        "ingebrachtOp": None if aanwezig is None else clock.iso(aanwezig.op),
        "gemaakt": None if aanwezig is None else aanwezig.gemaakt,
    }


def _noteer(hier: Beheer, wereld: Wereld, gemaakt: Ingebracht) -> None:
    """A line in the journal: it went over no koppelvlak, yet whoever reads on must see where the plan comes from."""
    kenmerken = {"fixture": gemaakt.naam, "buitenDeKeten": "ja"}
    kenmerken |= {naam: gemaakt.gemaakt[naam] for naam in ("leveringId", "idLevering") if naam in gemaakt.gemaakt}
    hier.kern.journaal.noteer(
        Inschrijving(
            wereld.omgeving,
            gemaakt.op,
            koppelvlak="beheer",
            operatie="fixture",
            methode="POST",
            pad=f"/_sim/fixtures/{gemaakt.naam}",
            status=201,
            kenmerken=kenmerken,
            regels=[f"{BUITEN_DE_KETEN} ingebracht, zonder levering of bericht"],
        )
    )
