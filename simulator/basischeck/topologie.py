"""Which products do the work together, so that a finding says whom it is about.

een-product          one product does all of it
adapter-en-vth       an adapter gets the notification and fetches; the VTH system of another supplier keeps the zaken
vth-en-zaaksysteem   two products behind one OIN: one is at the DSO, the other keeps the zaken
dienst-voor-velen    one product of a behandeldienst, which handles the verzoeken of many gemeenten
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Taak = Literal["notificatie", "ophalen", "zaak", "mail"]
"""What there is to do: get the notification, fetch, keep the zaak, and mail."""
Topologie = Literal["een-product", "adapter-en-vth", "vth-en-zaaksysteem", "dienst-voor-velen"]
_MET_ONDERDELEN = ("adapter-en-vth", "vth-en-zaaksysteem")
_MOET: tuple[Taak, ...] = ("notificatie", "ophalen", "zaak")
_VELEN = 2
Tekst = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Onderdeel(BaseModel):
    """One of the products. doet: what it does of the work."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    naam: Tekst
    leverancier: Tekst
    doet: Annotated[list[Taak], Field(min_length=1)]


def keur(topologie: Topologie, onderdelen: Sequence[Onderdeel], organisaties: Sequence[tuple[str, str | None]]) -> None:
    """Whether these go together. organisaties: (rol, OIN). Raises ValueError, in Dutch."""
    if topologie in _MET_ONDERDELEN:
        _keur_onderdelen(topologie, onderdelen)
    elif onderdelen:
        raise ValueError(f"bij topologie '{topologie}' horen geen onderdelen; kies {' of '.join(_MET_ONDERDELEN)}")
    if topologie == "vth-en-zaaksysteem" and len({oin for rol, oin in organisaties if rol != "ketenpartner"}) != 1:
        raise ValueError("bij topologie 'vth-en-zaaksysteem' hoort precies één OIN waarvoor beide producten werken")
    if topologie == "dienst-voor-velen":
        diensten = [oin for rol, oin in organisaties if rol == "behandeldienst"]
        gemeenten = [oin for rol, oin in organisaties if rol == "ketenpartner" and oin]
        if len(diensten) != 1 or len(gemeenten) < _VELEN or any(rol == "bevoegd gezag" for rol, _ in organisaties):
            raise ValueError(
                "bij topologie 'dienst-voor-velen' hoort één organisatie met rol behandeldienst, en de gemeenten "
                "waarvoor zij behandelt met rol ketenpartner en hun oin"
            )


def _keur_onderdelen(topologie: Topologie, onderdelen: Sequence[Onderdeel]) -> None:
    gedaan = [taak for onderdeel in onderdelen for taak in onderdeel.doet]
    if len(onderdelen) < _VELEN:
        raise ValueError(f"bij topologie '{topologie}' horen onder [[sut.onderdelen]] de twee producten")
    if mist := [taak for taak in _MOET if taak not in gedaan]:
        raise ValueError(f"geen van de onderdelen doet {', '.join(mist)}")
    if dubbel := sorted({taak for taak in gedaan if gedaan.count(taak) > 1}):
        raise ValueError(f"meer dan één onderdeel doet {', '.join(dubbel)}")


def wie(onderdelen: Sequence[Onderdeel], taak: str) -> str:
    """The product that does this, for a reader; "" where there is only one product, or nobody of them does it."""
    return next((f"{o.naam} van {o.leverancier}" for o in onderdelen if taak in o.doet), "")
