"""The ODD protocol: prose from its template; tables, schedule and submodels from what the code declares."""

from docs import declared, submodels
from docs.filling import filled, template
from docs.quoting import quote

MAKERS = {**declared.MAKERS, **submodels.MAKERS, "quote": quote}


def page() -> str:
    """`docs/odd.md` as the code has it today."""
    return filled(template("odd"), MAKERS)
