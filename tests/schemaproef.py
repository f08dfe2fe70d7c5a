"""Calls made of a served contract: what it allows, and what it does not."""

from collections.abc import Callable, Sequence
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings


def _als_gemaakt(_: schemathesis.Case) -> None:
    """Leave a call as it was made."""


def bestook(
    schema: schemathesis.BaseSchema,
    operatie: str,
    soort: schemathesis.GenerationMode,
    aantal: int,
    *,
    pas_aan: Callable[[schemathesis.Case], None] = _als_gemaakt,
    zonder: Sequence[Any] = (),
) -> list[int]:
    """Call an operation so many times; every answer must be one that the contract has, and no fault of the server.

    pas_aan: changes a call before it is made; zonder: checks of schemathesis that do not hold here. Gives the statuses.
    """
    gekozen = next(
        deel.ok() for deel in schema.get_all_operations() if deel.ok().definition.raw["operationId"] == operatie
    )
    statussen: list[int] = []

    @given(case=gekozen.as_strategy(generation_mode=soort))
    @settings(
        max_examples=aantal,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def roep_aan(case: schemathesis.Case) -> None:
        pas_aan(case)
        antwoord = case.call()
        statussen.append(antwoord.status_code)
        assert antwoord.status_code < 500
        case.validate_response(antwoord, excluded_checks=list(zonder))

    roep_aan()
    return statussen
