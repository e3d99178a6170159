"""The ODD protocol: prose from its template; tables, schedule and submodels from what the code declares."""

from docs.making import declared, submodels
from docs.making.filling import filled, template
from docs.making.quoting import quote

MAKERS = {**declared.MAKERS, **submodels.MAKERS, "quote": quote}


def page() -> str:
    """`docs/odd.md` as the code has it today."""
    return filled(template("odd"), MAKERS)
