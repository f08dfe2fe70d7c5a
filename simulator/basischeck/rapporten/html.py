"""report.html: one page that needs nothing beside it, works without script and on paper."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulator.basischeck.rapport import Rapport


def maak(rapport: Rapport) -> str:
    """The report as one self-contained page in Dutch."""
    omgeving = Environment(
        loader=PackageLoader("simulator.basischeck.rapporten", "sjablonen"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    omgeving.filters["leesbaar"] = lambda naam: str(naam).replace("_", " ")
    return omgeving.get_template("rapport.html.j2").render(rapport.als_dict())
