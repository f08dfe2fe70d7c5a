"""Which checks a plan asks for, and whether the software can be brought to do what they need."""

from collections.abc import Callable, Mapping

from simulator.basischeck.model import Check
from simulator.basischeck.plan import Plan
from simulator.basischeck.uitkomsten import Configfout


def gekozen(plan: Plan, checks: Mapping[str, Check]) -> list[Check]:
    """The checks of this plan in the order of a run: those that judge the whole run last.

    checks: all there are, in the order of the catalogue. Raises Configfout for a plan that names a check that is not
    there, or that is for another type of software.
    """
    alleen, wil, software = plan.checks.alleen, plan.checks, plan.sut.softwaretype
    vreemd = onbekend(plan, checks)
    if vreemd:
        raise Configfout(f"onbekende check: {', '.join(vreemd)}. Bekend zijn {', '.join(checks)}.")
    if anders := voor_andere_software(plan, checks):
        raise Configfout(
            f"{', '.join(anders)} is niet voor softwaretype '{software}'; zie [sut] softwaretype in het plan"
        )
    kan = [check for check in checks.values() if check.software == software]
    gevonden = [c for c in kan if (c.id in alleen if alleen else c.koppelvlak in wil.suites)]
    return sorted(gevonden, key=lambda check: check.laatst)


def voor_andere_software(plan: Plan, checks: Mapping[str, Check]) -> list[str]:
    """The ids that a plan chooses and that are for another type of software than its own."""
    return [id_ for id_ in plan.checks.alleen if id_ in checks and checks[id_].software != plan.sut.softwaretype]


def onbekend(plan: Plan, checks: Mapping[str, Check]) -> list[str]:
    """The ids in a plan, waivers included, that no check has."""
    genoemd = (*plan.checks.alleen, *plan.checks.nvt, *(o.check for o in plan.ontheffing))
    return [id_ for id_ in dict.fromkeys(genoemd) if id_ not in checks]


def niet_in_profiel(plan: Plan, check: Check) -> list[str]:
    """What a check needs and the profile denies."""
    profiel = {str(naam): heeft for naam, heeft in plan.profiel.items()}
    return [naam for naam in check.nodig if not profiel.get(naam, True)]


def niet_te_bedienen(plan: Plan, keuze: list[Check], kan: Callable[[str], bool]) -> list[str]:
    """The actions that the chosen checks need and that nothing drives. kan: whether an action is there."""
    wil = [c for c in keuze if c.id not in plan.checks.nvt and not niet_in_profiel(plan, c)]
    return list(dict.fromkeys(naam for check in wil for naam in check.nodig if not kan(naam)))
