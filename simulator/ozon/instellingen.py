"""What can be chosen about this OZON, where the real one is not known or has more than one face.

Environment variables with prefix DSO_SIM_OZON_, such as DSO_SIM_OZON_VERTRAGING=PT10M.
"""

from datetime import timedelta
from functools import cache
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Instellingen(BaseSettings):
    """Every choice, with its default.

    vertraging: how long after publication a regeling can be asked for (inferred); problemen: errors as they were
    recorded, or as the specification writes them (docs/bronnen.md#ozon-fouten); in_werking_eindigt: whether a version
    stops being in force when its successor begins, so that asking only for an old geldigOp finds nothing (client);
    tijd_in_links: whether links name the three axes always, as in recorded answers, or only those that were asked for;
    gereserveerd: what a component that is gereserveerd or vervallen carries: an element, as recorded, or true, as
    Presenteren 8.0.2 has it for a vastgestelde regeling.
    """

    model_config = SettingsConfigDict(env_prefix="DSO_SIM_OZON_", frozen=True)

    vertraging: timedelta = timedelta(0)
    problemen: Literal["opgenomen", "specificatie"] = "opgenomen"
    in_werking_eindigt: bool = True
    tijd_in_links: Literal["altijd", "gevraagd"] = "altijd"
    gereserveerd: Literal["xml", "boolean"] = "xml"


@cache
def instellingen() -> Instellingen:
    """The choices of this process."""
    return Instellingen()
